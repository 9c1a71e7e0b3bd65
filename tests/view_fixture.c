// Fixtures are made of a few builders; each kind is the mock-up's scenario with one thing changed.
#include "view_fixture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const kind_names[] = {"blue_green", "lone",        "three_zones",  "sixty",
                                         "thousand",   "long",        "failed",       "start",
                                         "crowded",    "two_regions", "lone_crashed", "mixed"};

const char *fixture_name(FixtureKind kind) {
    return kind_names[kind];
}

/// A stable noise, -1 to 1.
static double noise(int n) {
    double x = sin((double)n * 12.9898) * 43758.5453;
    return 2 * (x - floor(x)) - 1;
}

static void add_client(Fixture *it, const char *city, double rate, int resolvers) {
    SimView *view = &it->view;
    int32_t c = view->client_count++;
    it->clients[c] = (SimViewClient){.name = city,
                                     .city = city,
                                     .host = "app.example.com",
                                     .is_https = true,
                                     .users = 2000,
                                     .first_resolver = view->resolver_count,
                                     .resolver_count = resolvers,
                                     .rate = rate,
                                     .born_total = 120345,
                                     .answered_total = 120301,
                                     .available_total = 118001,
                                     .failed_total = 44,
                                     .in_flight = 12 + c};
    it->client_rate[c] = rate;
    static const char *const names[] = {"isp-1", "isp-2", "isp-3", "isp-4",
                                        "isp-5", "isp-6", "isp-7", "isp-8"};
    static const int lefts[] = {41, 12, 54, 6, 52, 19, 33, 58};
    for (int i = 0; i < resolvers; i++) {
        int32_t r = view->resolver_count++;
        it->resolvers[r] = (SimViewResolver){.client = c,
                                             .name = names[r % 8],
                                             .has_answer = true,
                                             .ttl = 60 * SIM_SECOND,
                                             .left = lefts[r % 8] * SIM_SECOND,
                                             .record = 0,
                                             .zone_mask = 3};
    }
    for (int i = 0; i < 60; i++)
        it->sparks[c][i] = (float)(rate * (1 + 0.12 * noise(i + 61 * c)));
    it->client_spark[c] = it->sparks[c];
}

static int32_t add_group(Fixture *it, const char *name, const char *version, int algorithm) {
    int32_t g = it->view.group_count++;
    it->groups[g] = (SimViewGroup){.name = name,
                                   .balancer = it->view.balancer_count > 0 ? 0 : -1,
                                   .algorithm = algorithm,
                                   .is_cross_zone = true,
                                   .first_target = it->view.target_count,
                                   .version = version,
                                   .release = -1,
                                   .health_interval = 10 * SIM_SECOND,
                                   .health_timeout = 5 * SIM_SECOND,
                                   .deregistration_delay = 60 * SIM_SECOND,
                                   .healthy_threshold = 5,
                                   .unhealthy_threshold = 2,
                                   .health_path = "/health",
                                   .dns_count = 1,
                                   .dns_percentage = -1,
                                   .routing_count = 1,
                                   .routing_percentage = -1,
                                   .requests_total = 88123};
    return g;
}

static SimViewInstance *add_instance(Fixture *it, const char *name, int32_t group, int32_t zone,
                                     double cpu) {
    int32_t i = it->view.instance_count++;
    snprintf(it->names[i], sizeof it->names[i], "%s", name);
    it->instances[i] = (SimViewInstance){.name = it->names[i],
                                         .launch = "v1",
                                         .zone = zone,
                                         .first_group = group,
                                         .ip = 0x0a000100u + (uint32_t)i,
                                         .state = SIM_INSTANCE_RUNNING,
                                         .workers = 8,
                                         .busy = (int32_t)(cpu * 8),
                                         .backlog = 64,
                                         .cpu = cpu,
                                         .slow_factor = 1,
                                         .answered_total = 12034 + i};
    if (group >= 0) {
        int32_t t = it->view.target_count++;
        it->targets[t] = (SimViewTarget){.group = group,
                                         .instance = i,
                                         .state = SIM_TARGET_HEALTHY,
                                         .reason = "",
                                         .override = "no_override",
                                         .healthy_nodes = 2,
                                         .node_count = 2,
                                         .outstanding = (int32_t)(cpu * 9),
                                         .slow_start = 1,
                                         .requests_total = 12034};
        it->groups[group].target_count++;
        it->groups[group].healthy++;
    }
    return &it->instances[i];
}

static SimViewTarget *set_state(Fixture *it, int32_t instance, SimTargetState state) {
    for (int32_t t = 0; t < it->view.target_count; t++)
        if (it->targets[t].instance == instance) {
            SimViewGroup *group = &it->groups[it->targets[t].group];
            int32_t *counts[] = {&group->initial, &group->healthy, &group->unhealthy,
                                 &group->draining, &group->unused};
            --*counts[it->targets[t].state];
            ++*counts[state];
            it->targets[t].state = state;
            return &it->targets[t];
        }
    return NULL;
}

static void add_rule(Fixture *it, int32_t priority, const char *condition, const char *action,
                     int32_t first, int32_t first_weight, int32_t second, int32_t second_weight) {
    int32_t r = it->view.rule_count++;
    it->rules[r] = (SimViewRule){.priority = priority,
                                 .condition = condition,
                                 .action = action,
                                 .first_forward = it->view.forward_count,
                                 .matched_total = 9999};
    const int32_t groups[] = {first, second}, weights[] = {first_weight, second_weight};
    for (int i = 0; i < 2; i++)
        if (groups[i] >= 0) {
            it->forward_share[it->view.forward_count] =
                weights[i] / 100.0 * (1 + 0.004 * (i ? 9 : -1));
            it->forwards[it->view.forward_count++] = (SimViewForward){
                .rule = r, .group = groups[i], .weight = weights[i], .chosen_total = 5000};
            it->rules[r].forward_count++;
        }
    it->listeners[0].rule_count++;
}

static void add_balancer(Fixture *it, const char *name) {
    SimView *view = &it->view;
    it->balancers[view->balancer_count++] =
        (SimViewBalancer){.name = name, .node_count = view->zone_count, .listener_count = 1};
    view->listener_count = 1;
    it->listeners[0] = (SimViewListener){.is_https = true, .port = 443};
    for (int32_t z = 0; z < view->zone_count; z++) {
        it->nodes[view->node_count] = (SimViewNode){.balancer = 0,
                                                    .zone = z,
                                                    .ip = 0x0de8000au + (uint32_t)z * 64,
                                                    .is_alive = true,
                                                    .is_in_dns = true,
                                                    .requests_total = 10000,
                                                    .in_flight = 9};
        it->node_rate[view->node_count++] = 362 - 150 * z;
    }
}

static void add_zones(Fixture *it, int count) {
    static const char *const names[] = {"ap-south-1a", "ap-south-1b", "ap-south-1c"};
    for (int i = 0; i < count; i++)
        it->zones[it->view.zone_count++] = (SimViewZone){.name = names[i], .has_power = true};
}

static void add_record(Fixture *it, const char *policy, const char *identifier, int32_t weight,
                       int32_t balancer, int32_t instance) {
    it->record_share[it->view.record_count] = 0.5;
    it->records[it->view.record_count++] = (SimViewRecord){.name = "app.example.com",
                                                           .set_identifier = identifier,
                                                           .policy = policy,
                                                           .weight = weight,
                                                           .balancer = balancer,
                                                           .instance = instance,
                                                           .ttl = 60 * SIM_SECOND,
                                                           .answers_total = 1841,
                                                           .detail = "",
                                                           .is_healthy = true,
                                                           .health_check = -1};
}

static void fill_series(Fixture *it, int row, double base, double swing, int from, double later) {
    for (int i = 0; i < FIXTURE_POINTS; i++) {
        double value = i < from ? base : later;
        it->points[row][i] =
            (SimPoint){i * SIM_SECOND, fmax(0, value + swing * noise(i * 7 + row)), true};
    }
    for (int i = 300; i < 306; i++)
        it->points[row][i].is_present = row != 3;
}

static SceneSeries series(Fixture *it, const char *label, int color, int style, int row) {
    SceneSeries made = {.color = color,
                        .style = style,
                        .points = it->points[row],
                        .point_count = FIXTURE_POINTS,
                        .scale = 1};
    snprintf(made.label, sizeof made.label, "%s", label);
    return made;
}

static void add_chart(Fixture *it, const char *title, const char *subtitle, const char *value,
                      int count, const SceneSeries *list) {
    SceneChart *chart = &it->charts[it->scene.chart_count++];
    *chart = (SceneChart){.series_count = count};
    snprintf(chart->title, sizeof chart->title, "%s", title);
    snprintf(chart->subtitle, sizeof chart->subtitle, "%s", subtitle);
    snprintf(chart->value, sizeof chart->value, "%s", value);
    memcpy(chart->series, list, (size_t)count * sizeof *list);
}

static void add_charts(Fixture *it) {
    fill_series(it, 0, 411, 12, 0, 411);
    fill_series(it, 1, 0, 2, 350, 38);
    fill_series(it, 2, 0.1, 0.01, 500, 0.3);
    fill_series(it, 3, 0.25, 0.02, 500, 0.5);
    fill_series(it, 4, 0.5, 0.06, 520, 1.8);
    fill_series(it, 5, 0, 0, 360, 14);
    fill_series(it, 6, 0, 0, 520, 2);
    fill_series(it, 7, 6, 0, 200, 9);
    fill_series(it, 8, 0, 0, 420, 1);
    fill_series(it, 9, 53, 4, 500, 81);
    fill_series(it, 10, 0, 1, 250, 13);
    fill_series(it, 11, 0, 0, 350, 10);
    add_chart(it, "RequestCount", "Sum, 1 s · ap-south-1/web", "411", 2,
              (SceneSeries[]){series(it, "blue", THEME_BLUE_LINE, 5, 0),
                              series(it, "green", THEME_GREEN_LINE, 5, 1)});
    add_chart(it, "TargetResponseTime", "seconds, 1 s", "p99 0.48 s", 3,
              (SceneSeries[]){series(it, "p50", THEME_SECONDARY, 0, 2),
                              series(it, "p90", THEME_SECONDARY, 1, 3),
                              series(it, "p99", THEME_TEXT, 2, 4)});
    add_chart(it, "HTTPCode 5XX", "Sum, 1 s", "14 / 0", 2,
              (SceneSeries[]){series(it, "Target_5XX", THEME_ERROR, 2, 5),
                              series(it, "ELB_5XX", THEME_TEXT, 4, 6)});
    it->charts[2].has_threshold = true, it->charts[2].threshold = 10;
    snprintf(it->charts[2].threshold_label, sizeof it->charts[2].threshold_label, "alarm > 10");
    add_chart(it, "HostCount", "Healthy, UnHealthy", "8 / 1", 2,
              (SceneSeries[]){series(it, "Healthy", THEME_OK, 6, 7),
                              series(it, "UnHealthy", THEME_ERROR, 6, 8)});
    add_chart(it, "CPUUtilization", "Average, %", "", 2,
              (SceneSeries[]){series(it, "blue", THEME_BLUE_LINE, 1, 9),
                              series(it, "green", THEME_GREEN_LINE, 1, 10)});
    add_chart(it, "Deployment weight", "green share of /api/*, %", "8.9%", 2,
              (SceneSeries[]){series(it, "set", THEME_TEXT, 3, 11),
                              series(it, "observed", THEME_GREEN_LINE, 5, 10)});
}

static void add_mark(Fixture *it, int seconds, SimMark mark, const char *text) {
    SceneMark *made = &it->marks[it->scene.mark_count++];
    *made = (SceneMark){.time = seconds * SIM_SECOND, .mark = mark};
    snprintf(made->text, sizeof made->text, "%s", text);
}

static void add_hints(Fixture *it) {
    static const char *const hints[][2] = {
        {"Space", "pause"}, {".", "one event"}, {"+ -", "speed"},        {"← →", "time"},
        {"Tab", "focus"},   {"b", "roll back"}, {"[ ]", "shift weight"}, {"a", "algorithms"},
        {"k", "kill"},      {"h", "hang"},      {"s", "slow"},           {"u", "recover"},
        {"d", "drain"},     {"z", "fail zone"}, {"m", "literal"},        {"g", "charts"},
        {"c", "CSV"},       {"?", "help"}};
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        snprintf(it->hints[i].key, sizeof it->hints[i].key, "%s", hints[i][0]);
        snprintf(it->hints[i].word, sizeof it->hints[i].word, "%s", hints[i][1]);
        it->scene.hint_count++;
    }
}

static void add_timer(Fixture *it, int seconds, const char *text) {
    SimViewTimer *timer = &it->timers[it->view.timer_count++];
    timer->at = it->view.now + seconds * SIM_SECOND - 1;
    snprintf(timer->text, sizeof timer->text, "%s", text);
}

static void wire(Fixture *it) {
    SimView *v = &it->view;
    v->info = &it->info, v->clients = it->clients, v->resolvers = it->resolvers,
    v->records = it->records, v->regions = it->regions;
    v->zones = it->zones, v->balancers = it->balancers, v->nodes = it->nodes,
    v->listeners = it->listeners, v->rules = it->rules;
    for (int32_t i = 0; i < FIXTURE_RULES; i++)
        it->order[i] = i;
    v->balancer_order = it->order, v->listener_order = it->order, v->rule_order = it->order;
    v->forwards = it->forwards, v->groups = it->groups, v->instances = it->instances,
    v->targets = it->targets;
    v->releases = it->releases, v->timers = it->timers;
    Scene *s = &it->scene;
    s->view = v;
    s->rates = (SceneRates){.client_rate = it->client_rate,
                            .client_spark = it->client_spark,
                            .spark_count = 60,
                            .node_rate = it->node_rate,
                            .forward_share = it->forward_share,
                            .record_share = it->record_share,
                            .region_rate = it->region_rate,
                            .region_p99_s = it->region_p99_s,
                            .region_5xx_rate = it->region_5xx_rate,
                            .requests_rate = 724,
                            .availability = 0.978,
                            .p99_s = 1.54,
                            .errors_rate = 16.2,
                            .error_share = 0.022};
    s->dots = it->dots, s->badges = it->badges, s->marks = it->marks, s->charts = it->charts,
    s->hints = it->hints;
}

static void close_region(Fixture *it) {
    SimView *v = &it->view;
    v->region_count = 1;
    it->regions[0] = (SimViewRegion){.name = "ap-south-1",
                                     .place = "Mumbai",
                                     .zone_count = v->zone_count,
                                     .balancer_count = v->balancer_count,
                                     .group_count = v->group_count,
                                     .instance_count = v->instance_count};
    it->region_rate[0] = 423, it->region_p99_s[0] = 1.86, it->region_5xx_rate[0] = 16.2;
}

static void begin(Fixture *it) {
    memset(it, 0, sizeof *it);
    it->view.now = 582 * SIM_SECOND, it->view.duration = 1200 * SIM_SECOND, it->view.seed = 42;
    it->info = (SimScenarioInfo){.file = "a6.json",
                                 .title = "Blue/green with a bad release",
                                 .level = "advanced",
                                 .question =
                                     "How do you deploy with zero downtime behind a load balancer?",
                                 .answer = "",
                                 .pitfall = "",
                                 .duration = it->view.duration,
                                 .seed = 42};
    wire(it);
    Scene *s = &it->scene;
    s->is_playing = true, s->speed = 4, s->speed_achieved = 4, s->dot_weight = 16,
    s->dot_weight_error = 1, s->cursor = -1;
    snprintf(s->caption, sizeof s->caption,
             "Green answers 500 to one request in three, yet its /health page says 200: the health "
             "check cannot see this. Press b to roll back, or wait and count what it costs.");
    snprintf(s->caption_step, sizeof s->caption_step, "Step 4 of 7");
    add_charts(it);
    add_hints(it);
}

static void add_mockup_rules(Fixture *it, int32_t blue, int32_t green) {
    add_rule(it, 10, "/api/*", "forward", blue, 90, green, 10);
    add_rule(it, 20, "/images/*", "forward", blue, 100, -1, 0);
    add_rule(it, 0, "default", "fixed 404", -1, 0, -1, 0);
    it->view.release_count = 1;
    it->releases[0] =
        (SimViewRelease){.name = "v2", .rule = 0, .stable = blue, .fresh = green, .weight = 10};
    it->groups[blue].release = it->groups[green].release = 0;
    it->groups[green].is_new_of_release = true;
}

static void fill_blue_green(Fixture *it, int zones) {
    add_client(it, "Mumbai", 301, 2), add_client(it, "Singapore", 122, 2),
        add_client(it, "London", 93, 2), add_client(it, "New York", 208, 2);
    add_zones(it, zones);
    add_balancer(it, "web");
    int32_t blue = add_group(it, "blue", "v1", 1), green;
    static const char *const blues[] = {"i-0a1f", "i-0a2c", "i-0a3b", "i-0b1d", "i-0b2e", "i-0b3f"};
    static const double loads[] = {0.78, 0.81, 0.76, 0.98, 0.96, 0.22};
    for (int i = 0; i < 6; i++)
        add_instance(it, blues[i], blue, zones == 3 ? i / 2 : i / 3, loads[i]);
    green = add_group(it, "green", "v2", 1);
    static const char *const greens[] = {"i-0c1a", "i-0c2b", "i-0d1c", "i-0d2e"};
    static const double green_loads[] = {0.14, 0.12, 0.31, 0};
    for (int i = 0; i < 4; i++)
        add_instance(it, greens[i], green, zones == 3 ? i % 3 : i / 2, green_loads[i]);
    add_mockup_rules(it, blue, green);
    add_record(it, "simple", "", 0, 0, -1);
}

static void trouble_mockup(Fixture *it) {
    it->resolvers[1].is_old = it->resolvers[3].is_old = true;
    it->resolvers[4].zone_mask = 1, it->resolvers[5].has_answer = false;
    it->nodes[1].is_in_dns = false;
    it->zones[1].is_partitioned = true;
    it->instances[3].queued = 3, it->instances[4].queued = 2, it->instances[3].slow_factor = 3,
    it->instances[4].slow_factor = 3;
    SimViewTarget *draining = set_state(it, 5, SIM_TARGET_DRAINING);
    draining->drain_left = 38 * SIM_SECOND, draining->outstanding = 3;
    set_state(it, 9, SIM_TARGET_INITIAL);
    it->instances[6].errors_total = it->instances[7].errors_total = it->instances[8].errors_total =
        70;
    it->instances[6].error_share = it->instances[7].error_share = it->instances[8].error_share =
        0.33;
    it->instances[1].state = SIM_INSTANCE_HUNG;
    it->scene.badge_count = 4;
    it->badges[0] = (SceneBadge){{SIM_PLACE_INSTANCE, 6}, 500, 80, SCENE_DOT_ERROR};
    it->badges[1] = (SceneBadge){{SIM_PLACE_INSTANCE, 7}, 500, 61, SCENE_DOT_ERROR};
    it->badges[2] = (SceneBadge){{SIM_PLACE_INSTANCE, 8}, 504, 21, SCENE_DOT_DROPPED};
    it->badges[3] = (SceneBadge){{SIM_PLACE_NODE, 1}, 502, 3, SCENE_DOT_ERROR};
    add_mark(it, 120, SIM_MARK_DEPLOYMENT, "Green gets its first 10 %");
    add_mark(it, 360, SIM_MARK_COMMAND, "algorithm of blue set");
    add_mark(it, 400, SIM_MARK_HEALTH, "i-0a1f unhealthy");
    add_mark(it, 420, SIM_MARK_FAULT, "Green begins to answer 500");
    add_mark(it, 425, SIM_MARK_RECOVERY, "Green recovers");
    add_mark(it, 540, SIM_MARK_ROLLBACK, "rolled back to blue");
    it->scene.focus = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_GROUP, 1}};
    add_timer(it, 4, "i-0d2e: first health check, then in service");
    add_timer(it, 12, "i-0b1d: second failed check makes it unhealthy");
    add_timer(it, 38, "i-0b3f: deregistration delay ends");
    add_timer(it, 41, "resolver isp-1 of Mumbai asks again");
    add_timer(it, 52, "resolver isp-5 of London asks again");
    add_timer(it, 138, "deployment v2: next step of weight, 25 %");
    it->scene.cursor = 430 * SIM_SECOND;
}

static void fill_lone(Fixture *it) {
    it->info.title = "One server, no balancer",
    it->info.question = "What happens when the only server stops?";
    add_client(it, "Mumbai", 120, 1);
    add_zones(it, 1);
    add_instance(it, "i-1", -1, 0, 0.83)->queued = 5;
    add_record(it, "simple", "", 0, -1, 0);
    snprintf(it->scene.caption, sizeof it->scene.caption, "One server answers everybody.");
    it->scene.caption_step[0] = 0;
    it->scene.chart_count = 3;
    add_timer(it, 3, "i-1: the oldest waiting request gives up");
    add_mark(it, 60, SIM_MARK_FAULT, "i-1 crashes");
}

static void fill_many(Fixture *it, int count) {
    add_client(it, "Mumbai", 3000, 2), add_client(it, "Tokyo", 1200, 2);
    add_zones(it, 2);
    add_balancer(it, "web");
    char name[24];
    int32_t fleet = add_group(it, "fleet", "v1", 3);
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "i-%04x", 0xa00 + i);
        add_instance(it, name, fleet, i % 2, fmin(1, 0.65 + 0.35 * noise(i)));
    }
    for (int i = 0; i < count; i += 17)
        set_state(it, i, SIM_TARGET_UNHEALTHY);
    for (int i = 5; i < count; i += 29)
        set_state(it, i, SIM_TARGET_DRAINING);
    for (int i = 9; i < count; i += 31)
        it->instances[i].state = SIM_INSTANCE_CRASHED;
    it->nodes[0].is_in_dns = true;
    add_rule(it, 0, "default", "forward", fleet, 1, -1, 0);
    add_record(it, "weighted", "stable", 80, 0, -1);
    add_record(it, "weighted", "other", 20, 0, -1);
    it->record_share[0] = 0.813, it->record_share[1] = 0.187;
    it->scene.badge_count = 1;
    it->badges[0] = (SceneBadge){{SIM_PLACE_GROUP, 0}, 503, 14100, SCENE_DOT_ERROR};
}

static void fill_long(Fixture *it) {
    fill_blue_green(it, 2);
    it->info.title =
        "A scenario with a title that goes on and on until nobody remembers how it began";
    it->info.question = "What does a window do with a question that is as long as the one that "
                        "stands here and then some more words?";
    it->clients[0].city = "Llanfairpwllgwyngyllgogerychwyrndrobwll";
    it->resolvers[0].name = "a-resolver-with-a-long-name";
    it->records[0].name = "a-long-host-name.of-a-department.example.com";
    it->balancers[0].name = "the-balancer-of-the-web-tier";
    it->groups[0].name = "blue-fleet-of-the-checkout-service",
    it->groups[0].version = "release-2026-01-05";
    it->rules[0].condition = "checkout.example.com /api/v1/orders/*/items/*";
    it->rules[2].action = "301 to https://#{host}:443/#{path}?#{query}";
    snprintf(it->names[0], sizeof it->names[0], "checkout-web-server-12");
    it->zones[0].name = "ap-northeast-region-1a";
    it->regions[0].name = "ap-northeast-3";
    memset(it->scene.caption, 'm', 100);
    for (int i = 6; i < 250; i += 7)
        it->scene.caption[i] = ' ';
    it->scene.caption[250] = 0;
    snprintf(it->scene.toast, sizeof it->scene.toast,
             "slow start and least outstanding requests cannot be used together: AWS refuses the "
             "pair, so turn slow start off first and then choose it again");
}

static void fill_failed(Fixture *it) {
    fill_blue_green(it, 2);
    for (int32_t i = 0; i < it->view.instance_count; i++) {
        it->instances[i].state = i % 3 == 0   ? SIM_INSTANCE_CRASHED
                                 : i % 3 == 1 ? SIM_INSTANCE_HUNG
                                              : SIM_INSTANCE_NO_POWER;
        set_state(it, i, SIM_TARGET_UNHEALTHY)->streak = 1;
        it->instances[i].queued = 64;
    }
    for (int i = 0; i < 2; i++)
        it->groups[i].is_failing_open = true, it->groups[i].failing_open = 3,
        it->zones[i].has_power = false, it->nodes[i].is_alive = it->nodes[i].is_in_dns = false;
    for (int i = 0; i < 8; i++)
        it->badges[i] = (SceneBadge){{i < 2   ? SIM_PLACE_GROUP
                                      : i < 4 ? SIM_PLACE_NODE
                                      : i < 6 ? SIM_PLACE_CLIENT
                                              : SIM_PLACE_INSTANCE,
                                      i % 2},
                                     i % 3 ? 502 + i % 3 : 0,
                                     1234 * (i + 1),
                                     i % 2 ? SCENE_DOT_ERROR : SCENE_DOT_DROPPED};
    it->scene.badge_count = 8;
    it->scene.is_playing = false;
    it->scene.rates.availability = 0, it->scene.rates.errors_rate = 12345,
    it->scene.rates.error_share = 1, it->scene.rates.p99_s = 60;
    it->region_5xx_rate[0] = 12345, it->region_p99_s[0] = 60;
}

/// t = 0: nothing has happened, there is no data for anything.
static void fill_start(Fixture *it) {
    fill_blue_green(it, 2);
    it->view.now = 0;
    it->scene.speed = 0.05, it->scene.speed_achieved = -1, it->scene.is_literal = true,
    it->scene.dot_weight = 1;
    it->scene.rates = (SceneRates){
        .requests_rate = -1, .availability = -1, .p99_s = -1, .errors_rate = -1, .error_share = -1};
    for (int c = 0; c < it->scene.chart_count; c++)
        for (int s = 0; s < it->charts[c].series_count; s++)
            it->charts[c].series[s].point_count = 0;
    for (int32_t i = 0; i < it->view.resolver_count; i++)
        it->resolvers[i].has_answer = false, it->resolvers[i].record = -1;
    for (int32_t i = 0; i < it->view.instance_count; i++)
        set_state(it, i, SIM_TARGET_INITIAL), it->instances[i].cpu = 0;
    it->scene.caption[0] = it->scene.caption_step[0] = 0;
}

/// More of everything than there is room for.
static void fill_crowded(Fixture *it) {
    for (int i = 0; i < 12; i++)
        add_client(it, i % 2 ? "Frankfurt" : "São Paulo", 100 + i, 5);
    add_zones(it, 3);
    add_balancer(it, "web");
    static const char *const names[] = {"blue", "green", "orders", "images", "search"};
    char name[24];
    for (int g = 0; g < 5; g++) {
        int32_t group = add_group(it, names[g], "v1", g);
        for (int i = 0; i < 9; i++) {
            snprintf(name, sizeof name, "%s-%d", names[g], i + 1);
            add_instance(it, name, group, i % 3, 0.5);
        }
    }
    for (int i = 0; i < 14; i++)
        add_rule(it, 10 + i, "/a/path/*", "forward", i % 5, 50, (i + 1) % 5, i % 2 ? 0 : 50);
    add_rule(it, 0, "default", "301 to https", -1, 0, -1, 0);
    add_record(it, "weighted", "a", 0, 0, -1), add_record(it, "weighted", "b", 10, 0, -1),
        add_record(it, "weighted", "c", 10, -1, 0);
    add_record(it, "simple", "", 0, 0, -1), add_record(it, "simple", "", 0, 0, -1);
    it->records[3].name = "beta.example.com", it->records[4].name = "old.example.com";
}

/// A second region after the first, with a balancer and a group of its own.
static void add_second_region(Fixture *it) {
    SimView *v = &it->view;
    int32_t first_instance = v->instance_count;
    static const char *const zones[] = {"us-east-1a", "us-east-1b"};
    for (int i = 0; i < 2; i++) {
        it->zones[v->zone_count] = (SimViewZone){.name = zones[i], .region = 1, .has_power = true};
        it->nodes[v->node_count] = (SimViewNode){.balancer = 1,
                                                 .zone = v->zone_count++,
                                                 .ip = 0x36560114u + (uint32_t)i * 64,
                                                 .is_alive = true,
                                                 .is_in_dns = true};
        it->node_rate[v->node_count++] = 150;
    }
    it->balancers[1] = (SimViewBalancer){.name = "web",
                                         .region = 1,
                                         .first_node = 2,
                                         .node_count = 2,
                                         .first_listener = 1,
                                         .listener_count = 1};
    it->listeners[1] = (SimViewListener){
        .balancer = 1, .is_https = true, .port = 443, .first_rule = v->rule_count, .rule_count = 1};
    v->balancer_count = 2, v->listener_count = 2;
    int32_t group = add_group(it, "east", "v1", 0);
    it->groups[group].region = it->groups[group].balancer = 1;
    static const char *const names[] = {"i-1a01", "i-1a02", "i-1b01", "i-1b02"};
    for (int i = 0; i < 4; i++)
        add_instance(it, names[i], group, 2 + i / 2, 0.45)->region = 1;
    it->rules[v->rule_count] = (SimViewRule){.listener = 1,
                                             .condition = "default",
                                             .action = "forward",
                                             .first_forward = v->forward_count,
                                             .forward_count = 1};
    it->forwards[v->forward_count++] =
        (SimViewForward){.rule = v->rule_count++, .group = group, .weight = 1};
    add_record(it, "latency", "us-east-1", 0, 1, -1);
    it->regions[0].instance_count = first_instance,
    it->regions[0].zone_count = it->regions[0].group_count = 2, it->regions[0].balancer_count = 1;
    it->regions[1] = (SimViewRegion){.name = "us-east-1",
                                     .place = "N. Virginia",
                                     .first_zone = 2,
                                     .zone_count = 2,
                                     .first_balancer = 1,
                                     .balancer_count = 1,
                                     .group_count = 1,
                                     .first_instance = first_instance,
                                     .instance_count = 4};
    v->region_count = 2;
    it->region_rate[1] = 301, it->region_p99_s[1] = 0.51;
}

void fixture_fill(Fixture *it, FixtureKind kind) {
    begin(it);
    switch (kind) {
    case FIXTURE_BLUE_GREEN:
        fill_blue_green(it, 2);
        trouble_mockup(it);
        break;
    case FIXTURE_LONE_SERVER:
        fill_lone(it);
        break;
    case FIXTURE_THREE_ZONES:
        fill_blue_green(it, 3);
        break;
    case FIXTURE_SIXTY:
        fill_many(it, 60);
        break;
    case FIXTURE_THOUSAND:
        fill_many(it, 1000);
        break;
    case FIXTURE_LONG_NAMES:
        fill_long(it);
        break;
    case FIXTURE_ALL_FAILED:
        fill_failed(it);
        break;
    case FIXTURE_START:
        fill_start(it);
        break;
    case FIXTURE_CROWDED:
        fill_crowded(it);
        break;
    case FIXTURE_TWO_REGIONS:
        fill_blue_green(it, 2);
        break;
    case FIXTURE_LONE_CRASHED:
        fill_lone(it);
        it->instances[0].state = SIM_INSTANCE_CRASHED, it->instances[0].lost_total = 1234;
        it->scene.badge_count = 1;
        it->badges[0] = (SceneBadge){{SIM_PLACE_INSTANCE, 0}, 0, 412, SCENE_DOT_DROPPED};
        it->resolvers[0].is_old = true;
        break;
    case FIXTURE_MIXED:
        fill_blue_green(it, 2);
        add_instance(it, "solo", -1, 0, 0.99)->queued = 9;
        add_record(it, "simple", "", 0, -1, it->view.instance_count - 1);
        it->records[1].name = "solo.example.com";
        it->clients[1].city = "Mumbai", it->clients[1].name = "alone";
        it->resolvers[2].record = it->resolvers[3].record = 1;
        break;
    case FIXTURE_KIND_COUNT:
        break;
    }
    double rate = it->region_5xx_rate[0], p99 = it->region_p99_s[0];
    close_region(it);
    if (kind == FIXTURE_TWO_REGIONS) add_second_region(it);
    if (kind == FIXTURE_ALL_FAILED) it->region_5xx_rate[0] = rate, it->region_p99_s[0] = p99;
    SimView *v = &it->view;
    v->balancer_order_count = v->balancer_count;
    v->listener_order_count = v->listener_count;
    v->rule_order_count = v->rule_count;
}

void fixture_scatter(Fixture *it, const Layout *layout) {
    ScenePoint points[96];
    SimView *view = &it->view;
    it->scene.dot_count = 0;
    for (int i = 0; i < FIXTURE_DOTS && view->instance_count > 0; i++) {
        SimPlace from = {SIM_PLACE_CLIENT, i % view->client_count},
                 to = {SIM_PLACE_INSTANCE, (i * 7) % view->instance_count};
        if (view->node_count > 0 && i % 2)
            from = (SimPlace){SIM_PLACE_NODE, i / 2 % view->node_count};
        else if (view->node_count > 0)
            to = (SimPlace){SIM_PLACE_NODE, i / 2 % view->node_count};
        int32_t count = layout_path(layout, view, from, to, points, 96);
        if (count == 0) continue;
        int32_t leg = count > 1 ? (i * 13) % (count - 1) : 0;
        float share = (float)(0.5 + 0.5 * noise(i * 3));
        ScenePoint a = points[leg], b = points[count > 1 ? leg + 1 : 0],
                   at = {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
        it->dots[it->scene.dot_count++] = (SceneDot){at.x,
                                                     at.y,
                                                     (float)(0.5 + 0.5 * noise(i)),
                                                     i % 5 ? -1 : 0.6f,
                                                     1,
                                                     i % 11 == 0   ? SCENE_DOT_ERROR
                                                     : i % 23 == 0 ? SCENE_DOT_DROPPED
                                                                   : SCENE_DOT_OK};
    }
}
