// What has the focus is ringed; what is under the mouse is outlined and tells its values with their
// AWS names.
#include "window/scene_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static DrawRect rect_of(const Frame *f, SceneTarget target) {
    switch (target.kind) {
    case SCENE_TARGET_PLACE:
        return layout_place(f->layout, target.place);
    case SCENE_TARGET_ZONE:
        return target.index >= 0 && target.index < f->layout->zone_count
                   ? f->layout->zone[target.index]
                   : (DrawRect){0};
    case SCENE_TARGET_CHART:
        return layout_panel(f->layout, f->scene, target.index);
    case SCENE_TARGET_KEY:
        return layout_hint(f->layout, f->scene, target.index);
    case SCENE_TARGET_ALARM:
        for (int32_t i = 0; i < layout_alarms_shown(f->layout, f->view); i++)
            if (layout_alarm_of(f->view, i) == target.index)
                return layout_alarm(f->layout, f->view, i);
        break;
    case SCENE_TARGET_LISTENER:
        return target.index < f->layout->listener_count ? f->layout->listener[target.index]
                                                        : (DrawRect){0};
    case SCENE_TARGET_NONE:
    case SCENE_TARGET_TITLE:
    case SCENE_TARGET_TIMELINE:
    case SCENE_TARGET_MARK:
        break;
    }
    return (DrawRect){0};
}

enum { NOTE_LINES = 22 };

/// A few lines about a thing, each a name and a value.
typedef struct Note {
    char title[96];
    char names[NOTE_LINES][40], values[NOTE_LINES][64];
    int count;
} Note;

static void note_add(Note *note, const char *name, const char *value) {
    if (note->count >= NOTE_LINES) return;
    snprintf(note->names[note->count], sizeof note->names[0], "%s", name);
    snprintf(note->values[note->count], sizeof note->values[0], "%.60s", value);
    note->count++;
}

/// A sentence, in as many lines as it needs, four at most.
static void note_sentence(Note *note, const char *name, const char *text) {
    for (int line = 0; line < 4 && *text != '\0'; line++) {
        char part[64];
        size_t cut = strlen(text);
        if (cut > 58)
            for (cut = 58; cut > 30 && text[cut] != ' ';)
                cut--;
        snprintf(part, sizeof part, "%.*s", (int)cut, text);
        note_add(note, line == 0 ? name : "", part);
        text += cut + (text[cut] == ' ');
    }
}

static void note_count(Note *note, const char *name, int64_t value) {
    char text[32];
    part_count(value, text, sizeof text);
    note_add(note, name, text);
}

/// What happened to the container behind the port alone.
static const char *process_word(const SimViewTarget *target) {
    if (target->process == SIM_INSTANCE_CRASHED) return "crashed, ";
    if (target->process == SIM_INSTANCE_HUNG) return "hung, ";
    return target->process_errors > 0 ? "failing, " : "";
}

/// Health belongs to the registration: a line for each, the first three at most.
static void note_registrations(const Frame *f, Note *note, int32_t instance) {
    int32_t outstanding = 0, count = 0;
    for (int32_t i = 0; i < f->view->target_count; i++) {
        const SimViewTarget *target = &f->view->targets[i];
        if (target->instance != instance) continue;
        char name[40], text[64];
        const SimViewGroup *group = &f->view->groups[target->group];
        if (target->port != group->port)
            snprintf(name, sizeof name, "in %.24s, port %d", group->name, target->port);
        else
            snprintf(name, sizeof name, "in %.32s", group->name);
        bool is_overridden = strcmp(target->override, "no_override") != 0;
        const char *more = is_overridden ? target->override : target->reason;
        snprintf(text, sizeof text, "%s%s%s%.40s", process_word(target),
                 mark_health_word(part_glyph(target->state)), *more ? ", " : "", more);
        if (count++ < 3) note_add(note, name, text);
        outstanding += target->outstanding;
    }
    if (count > 0) note_count(note, "outstanding", outstanding);
}

/// What only some targets have: sessions, anomalies.
static void note_target(Note *note, const SimViewGroup *group, const SimViewTarget *target) {
    char text[32];
    if (group->sticky_cookie && target->sessions >= 0)
        note_count(note, "users held by cookie", target->sessions);
    if (target->is_anomalous) note_add(note, "AnomalyDetection", "anomalous");
    part_held_down(target, false, text, sizeof text);
    if (text[0]) note_add(note, "MitigationInEffect", text);
}

static void note_instance(const Frame *f, Note *note, int32_t index) {
    const SimViewInstance *instance = &f->view->instances[index];
    char text[64], made[32];
    snprintf(note->title, sizeof note->title, "%.40s  %.40s", instance->name, instance->launch);
    note_registrations(f, note, index);
    snprintf(text, sizeof text, "%d of %d, %d waiting", instance->busy, instance->workers,
             instance->queued);
    note_add(note, "workers", text);
    snprintf(text, sizeof text, "%.0f %%", instance->cpu * 100);
    note_add(note, "CPUUtilization", text);
    if (instance->sockets > 0) note_count(note, "open WebSockets", instance->sockets);
    note_count(note, "answered", instance->answered_total);
    const SimViewTarget *target = part_target(f, index);
    if (target) note_target(note, &f->view->groups[target->group], target);
    if (instance->is_old || instance->is_new)
        note_add(note, "instance refresh", instance->is_new ? "updated" : "to be replaced");
    if (instance->lifecycle != SIM_LIFECYCLE_NONE)
        note_add(note, "lifecycle", sim_lifecycle_name(instance->lifecycle));
    if (instance->warm_at > f->view->now) {
        char left[24];
        const char *unit = part_left(instance->warm_at - f->view->now, left, sizeof left);
        snprintf(text, sizeof text, "for %s %s more", left, unit);
        note_add(note, "warms up", text);
    }
    const char *trouble = part_trouble(instance, false, made, sizeof made);
    note_add(note, "state", *trouble ? trouble : "running");
}

static void note_group(const Frame *f, Note *note, int32_t index) {
    const SimViewGroup *group = &f->view->groups[index];
    snprintf(note->title, sizeof note->title, "%.80s", group->name);
    note_add(note, "algorithm", sim_algorithm(group->algorithm).title);
    note_count(note, "HealthyHostCount", group->healthy);
    note_count(note, "UnHealthyHostCount", group->unhealthy);
    note_count(note, "RequestCount", group->requests_total);
    note_count(note, "HTTPCode_Target_5XX", group->target_5xx_total);
    note_add(note, "cross-zone", group->is_cross_zone ? "on" : "off");
    if (group->protocol) note_add(note, "protocol", group->protocol);
    char words[80];
    part_stickiness(group, false, words, sizeof words);
    note_add(note, "stickiness", words[0] ? words : "off");
    part_anomalies(group, words, sizeof words);
    if (words[0]) note_add(note, "AnomalyDetection", words);
    part_thresholds(group, words, sizeof words);
    note_add(note, "target_group_health", words);
    if (group->held[0]) note_add(note, "blocked", group->held);
    if (group->deaf_targets > 0) {
        snprintf(words, sizeof words, "nothing on tcp %d: connections are reset", group->port);
        note_add(note, "listening", words);
    }
    if (group->is_failing_open) {
        part_fail_open(f->view, group, words, sizeof words);
        note_add(note, "routing", words);
    }
}

static void note_rule(const Frame *f, Note *note, int32_t index) {
    const SimViewRule *rule = &f->view->rules[index];
    snprintf(note->title, sizeof note->title, "%.60s -> %.30s", rule->condition, rule->action);
    note_count(note, "matched", rule->matched_total);
    char words[80];
    part_rule_stickiness(rule, words, sizeof words);
    if (words[0]) note_add(note, "stickiness", words);
    if (rule->has_transforms) note_add(note, "transforms", "rewrites what it forwards");
    if (rule->content_type != NULL) note_add(note, "content type", rule->content_type);
    for (int32_t i = 0; i < rule->forward_count && rule->forward_count > 1; i++) {
        const SimViewForward *forward = &f->view->forwards[rule->first_forward + i];
        snprintf(words, sizeof words, "weight %d", (int)forward->weight);
        note_add(note, f->view->groups[forward->group].name, words);
    }
}

static void note_capacity(const SimViewBalancer *balancer, Note *note) {
    char text[64];
    note_add(note, "state", sim_balancer_state_name(balancer->state));
    if (balancer->is_protected) note_add(note, "deletion protection", "on");
    snprintf(text, sizeof text, "%.2f, %s", balancer->lcus,
             sim_lcu_dimension_name(balancer->dimension));
    note_add(note, "LCUs", text);
    if (balancer->capacity > 0) {
        snprintf(text, sizeof text, "%.0f %% of %.1f LCUs", 100 * balancer->utilization,
                 balancer->capacity);
        note_add(note, "asked for", text);
        note_count(note, "RejectedConnectionCount", balancer->rejected_total);
    }
    if (balancer->reserved > 0 || balancer->requested > 0) {
        snprintf(text, sizeof text, "%.0f LCUs%s", balancer->requested,
                 balancer->reserved_in > 0          ? ", pending"
                 : balancer->has_reservation_failed ? ", failed"
                                                    : ", provisioned");
        note_add(note, "reservation", text);
    }
    snprintf(text, sizeof text, "$%.4f: %d h, %.3f LCU-hours", balancer->cost.usd,
             (int)balancer->cost.hours, balancer->cost.lcu_hours);
    note_add(note, "cost so far", text);
}

static void note_node(const Frame *f, Note *note, int32_t index) {
    const SimViewNode *node = &f->view->nodes[index];
    const SimViewBalancer *balancer = &f->view->balancers[node->balancer];
    snprintf(note->title, sizeof note->title, "%.34s, node in %.44s", balancer->name,
             f->view->zones[node->zone].name);
    note_count(note, "RequestCount", node->requests_total);
    note_count(note, "HTTPCode_ELB_4XX_Count", node->elb_4xx_total);
    note_count(note, "HTTPCode_ELB_5XX_Count", node->elb_5xx_total);
    for (int32_t i = 0; i < node->reason_count; i++) {
        const SimViewReason *reason = &node->reasons[i];
        char name[40];
        snprintf(name, sizeof name, "%d, %" PRId64 " times", (int)reason->status, reason->count);
        note_sentence(note, name, reason->text);
    }
    note_count(note, "in flight", node->in_flight);
    note_count(note, "open connections", node->connections);
    if (node->http2_connections > 0) {
        note_count(note, "of these HTTP/2", node->http2_connections);
        note_count(note, "streams on them", node->streams);
    }
    if (node->target_http2 > 0) {
        note_count(note, "HTTP/2 to targets", node->target_http2);
        note_count(note, "streams to targets", node->target_streams);
    }
    if (node->held[0]) note_add(note, "blocked", node->held);
    if (node->is_shifted_away)
        note_add(note, balancer->shift_word ? balancer->shift_word : "zonal shift",
                 "away from this zone");
    if (balancer->overruled_zone >= 0 && balancer->shift_word)
        note_add(note, "zonal autoshift", "ACTIVE, NOT_APPLIED");
    if (balancer->practice) note_add(note, "last practice run", balancer->practice);
    note_capacity(balancer, note);
}

static void note_listener(const Frame *f, Note *note, int32_t index) {
    const SimViewListener *listener = &f->view->listeners[index];
    char text[64];
    snprintf(note->title, sizeof note->title, "%.40s, listener %s :%d",
             f->view->balancers[listener->balancer].name, listener->is_https ? "HTTPS" : "HTTP",
             (int)listener->port);
    note_count(note, "rules", listener->rule_count);
    if (!listener->is_https) return;
    part_listener(listener, false, text, sizeof text);
    note_add(note, "takes", text);
    note_count(note, "handshakes that failed", listener->tls_failed_total);
    if (listener->tls_failure) note_sentence(note, "the last, because", listener->tls_failure);
}

static void note_zone(const Frame *f, Note *note, int32_t index) {
    const SimViewZone *zone = &f->view->zones[index];
    const SimViewRegion *region = &f->view->regions[zone->region];
    char text[64];
    snprintf(note->title, sizeof note->title, "zone %.80s", zone->name);
    note_add(note, "power", zone->has_power ? "on" : "none");
    if (zone->is_partitioned) note_add(note, "network", "cut off from the other zones");
    if (zone->is_shifted_away) note_add(note, "zonal shift", "away from this zone");
    if (region->hurt_clients == 0) return;
    part_link(region->hurt_added, region->hurt_loss, text, sizeof text);
    note_add(note, "links to the region", text);
    note_count(note, "populations they concern", region->hurt_clients);
}

static void note_link(const SimView *view, Note *note, const SimViewClient *client) {
    char text[96];
    if (client->hurt_region < 0) return;
    note_add(note, "link to",
             client->hurt_region < view->region_count ? view->regions[client->hurt_region].name
                                                      : "every region");
    snprintf(text, sizeof text, "+%.0f ms a round trip", (double)client->hurt_added / 1e6);
    note_add(note, "slower", text);
    snprintf(text, sizeof text, "%.3g%% of packets", client->hurt_loss * 100);
    note_add(note, "lost", text);
}

static void note_accelerator(const SimView *view, Note *note,
                             const SimViewAccelerator *accelerator) {
    char name[40], text[80];
    note_add(note, "Global Accelerator", accelerator->name);
    for (int32_t i = 0; i < accelerator->group_count; i++) {
        const SimViewEndpointGroup *group = &view->endpoint_groups[accelerator->first_group + i];
        snprintf(name, sizeof name, "%.28s, port %d", view->regions[group->region].name,
                 group->port);
        snprintf(text, sizeof text, "%d of %d healthy, dial %.3g %%%s", group->healthy,
                 group->endpoint_count, group->dial, group->is_able ? "" : ": failed over");
        note_add(note, name, text);
        snprintf(text, sizeof text, "%d, %lld so far", group->flows,
                 (long long)group->new_flows_total);
        note_add(note, "ActiveFlowCount", text);
    }
}

static void note_record(const Frame *f, Note *note, const SimViewRecord *record) {
    char text[80];
    snprintf(note->title, sizeof note->title, "%.60s, %.30s", record->name, record->policy);
    if (record->set_identifier[0] != '\0') note_add(note, "SetIdentifier", record->set_identifier);
    if (record->detail[0] != '\0') note_add(note, "goes by", record->detail);
    if (strcmp(record->policy, "weighted") == 0) note_count(note, "Weight", record->weight);
    if (record->target) note_add(note, record->is_cname ? "CNAME of" : "alias of", record->target);
    note_count(note, "DNSQueries", record->answers_total);
    const SimViewAccelerator *accelerator =
        layout_accelerator(f->view, (int32_t)(record - f->view->records));
    if (accelerator) {
        note_accelerator(f->view, note, accelerator);
        return;
    }
    note_add(note, "health",
             !record->is_judged   ? "not judged"
             : record->is_healthy ? "healthy"
                                  : "unhealthy");
    if (record->health_check < 0 || record->health_check >= f->view->health_check_count) return;
    const SimViewHealthCheck *check = &f->view->health_checks[record->health_check];
    snprintf(text, sizeof text, "%.30s, %.16s%s%s", check->name, check->type,
             check->is_inverted ? ", inverted" : "", check->is_disabled ? ", disabled" : "");
    note_add(note, "health check", text);
    snprintf(text, sizeof text, "%d of %d, needs more than 18 %%", check->healthy_checkers,
             check->checkers);
    if (check->checkers > 0) note_add(note, "checkers that say healthy", text);
    snprintf(text, sizeof text, "%d of %d, needs %d", check->healthy_children, check->children,
             check->children_needed);
    if (check->children > 0) note_add(note, "checks that are healthy", text);
    if (check->control >= 0) note_add(note, "routing control", check->control ? "On" : "Off");
    if (check->rules) note_add(note, "safety rules", check->rules);
}

static void note_alarm(Note *note, const SimViewAlarm *alarm) {
    char text[64];
    snprintf(note->title, sizeof note->title, "alarm %.80s", alarm->name);
    note_add(note, "state", sim_alarm_state_name(alarm->state));
    chart_format_time((double)alarm->since / (double)SIM_SECOND, text, sizeof text);
    note_add(note, "since", text);
    if (alarm->metric) {
        note_add(note, "metric", alarm->metric);
        if (alarm->dimensions) note_add(note, "dimensions", alarm->dimensions);
        snprintf(text, sizeof text, "%.20s in %g s", alarm->stat,
                 (double)alarm->period / (double)SIM_SECOND);
        note_add(note, "statistic", text);
        part_alarm_values(alarm, text, sizeof text);
        note_add(note, "newest datapoint", text);
        snprintf(text, sizeof text, "%d of %d", alarm->datapoints_to_alarm,
                 alarm->evaluation_periods);
        note_add(note, "datapoints to alarm", text);
    }
    note_sentence(note, "because", alarm->reason != NULL ? alarm->reason : "");
}

static bool note_of(const Frame *f, SceneTarget target, Note *note) {
    char text[64];
    if (target.kind == SCENE_TARGET_ALARM && target.index >= 0 &&
        target.index < f->view->alarm_count) {
        note_alarm(note, &f->view->alarms[target.index]);
        return true;
    }
    if (target.kind == SCENE_TARGET_MARK && target.index >= 0 &&
        target.index < f->scene->mark_count) {
        const SceneMark *mark = &f->scene->marks[target.index];
        snprintf(note->title, sizeof note->title, "%.90s", mark->text);
        chart_format_time((double)mark->time / (double)SIM_SECOND, text, sizeof text);
        note_add(note, "at", text);
        return true;
    }
    if (target.kind == SCENE_TARGET_LISTENER && target.index < f->view->listener_count) {
        note_listener(f, note, target.index);
        return true;
    }
    if (target.kind == SCENE_TARGET_ZONE && target.index >= 0 &&
        target.index < f->view->zone_count) {
        note_zone(f, note, target.index);
        return true;
    }
    if (target.kind != SCENE_TARGET_PLACE || layout_place(f->layout, target.place).w <= 0)
        return false;
    int32_t i = target.place.index;
    switch (target.place.kind) {
    case SIM_PLACE_INSTANCE:
        note_instance(f, note, i);
        return true;
    case SIM_PLACE_GROUP:
        note_group(f, note, i);
        return true;
    case SIM_PLACE_NODE:
        note_node(f, note, i);
        return true;
    case SIM_PLACE_RULE:
        note_rule(f, note, i);
        return true;
    case SIM_PLACE_ROUTE53:
        note_record(f, note, &f->view->records[i]);
        return true;
    case SIM_PLACE_RESOLVER:
        snprintf(note->title, sizeof note->title, "resolver %.60s", f->view->resolvers[i].name);
        note_add(note, "answer",
                 !f->view->resolvers[i].has_answer ? "none cached"
                 : f->view->resolvers[i].is_old    ? "old"
                                                   : "current");
        return true;
    case SIM_PLACE_CLIENT:
        snprintf(note->title, sizeof note->title, "%.40s, %.40s", f->view->clients[i].city,
                 f->view->clients[i].host);
        note_count(note, "requests", f->view->clients[i].born_total);
        note_count(note, "available", f->view->clients[i].available_total);
        note_count(note, "failed", f->view->clients[i].failed_total);
        note_count(note, "in flight", f->view->clients[i].in_flight);
        note_link(f->view, note, &f->view->clients[i]);
        part_protocol(&f->view->clients[i], text, sizeof text);
        note_add(note, "speak", text);
        if (f->view->clients[i].connections >= 0) {
            note_count(note, "open connections", f->view->clients[i].connections);
            note_count(note, "HTTP/2 streams", f->view->clients[i].streams);
        }
        if (f->view->clients[i].reconnecting > 0)
            note_count(note, "reconnecting WebSockets", f->view->clients[i].reconnecting);
        return true;
    }
    return false;
}

static void draw_note(const Frame *f, const Note *note) {
    float name = 0, value = 0, title = part_width(f, INK_BOLD, note->title);
    for (int i = 0; i < note->count; i++) {
        float n = part_width(f, INK_QUIET, note->names[i]),
              v = part_width(f, INK_MONO, note->values[i]);
        name = n > name ? n : name, value = v > value ? v : value;
    }
    float w = name + 20 + value > title ? name + 20 + value : title,
          h = 34 + 21 * (float)note->count;
    w += 24;
    float x = f->scene->hover_x + 16, y = f->scene->hover_y + 18;
    if (x + w > f->layout->width - 8) x = f->scene->hover_x - 12 - w;
    if (y + h > f->layout->height - 8) y = f->scene->hover_y - 10 - h;
    x = x < 8 ? 8 : x, y = y < 8 ? 8 : y;
    draw_box(f->list, draw_rect_make(x, y, w, h), 8, part_color(f, THEME_SELECTED),
             draw_stroke(part_color(f, THEME_EDGE), 1));
    part_text(f, x + 12, y + 22, INK_BOLD, note->title);
    for (int i = 0; i < note->count; i++) {
        float base = y + 45 + 21 * (float)i;
        part_text(f, x + 12, base, INK_QUIET, note->names[i]);
        part_right(f, x + w - 12, base, INK_MONO, note->values[i]);
    }
}

/// Title and question in full, below the title's place.
static void draw_title_note(const Frame *f) {
    enum { LINES = 8 };
    const SimScenarioInfo *info = f->view->info;
    float x = f->layout->margin, y = rect_bottom(f->layout->topbar) + 8;
    float width = part_width(f, INK_BOLD, info->title) + 26, most = f->layout->width - 2 * x;
    width = width < 560 ? 560 : width > most ? most : width;
    size_t starts[LINES + 1] = {0};
    int count = 0;
    for (size_t at = 0; count < LINES && info->question[at] != '\0'; count++) {
        at += part_break(f, INK_WORDS, info->question + at, width - 24);
        at += info->question[at] == ' ';
        starts[count + 1] = at;
    }
    draw_box(f->list, draw_rect_make(x, y, width, 40 + 21 * (float)count), 8,
             part_color(f, THEME_SELECTED), draw_stroke(part_color(f, THEME_EDGE), 1));
    part_name(f, x + 12, y + 22, INK_BOLD, width - 24, info->title);
    for (int i = 0; i < count; i++) {
        char line[300];
        snprintf(line, sizeof line, "%.*s", (int)(starts[i + 1] - starts[i]),
                 info->question + starts[i]);
        part_name(f, x + 12, y + 45 + 21 * (float)i, INK_WORDS, width - 24, line);
    }
}

void scene_draw_focus(const Frame *f) {
    const Scene *scene = f->scene;
    DrawRect rect = rect_of(f, scene->focus);
    draw_layer(f->list, LAYER_FOCUS);
    if (rect.w > 0) mark_focus(f->list, rect, 6);
    DrawRect hover = rect_of(f, scene->hover);
    if (hover.w > 0)
        draw_box(f->list, draw_rect_make(hover.x + 0.5f, hover.y + 0.5f, hover.w - 1, hover.h - 1),
                 6, (Color){0}, draw_stroke(part_color(f, THEME_SECONDARY), 1));
    Note note = {.count = 0};
    if (scene->overlay == SCENE_OVERLAY_NONE && note_of(f, scene->hover, &note)) {
        draw_layer(f->list, LAYER_DIALOG);
        draw_note(f, &note);
    }
    if (scene->overlay == SCENE_OVERLAY_NONE && scene->hover.kind == SCENE_TARGET_TITLE &&
        f->view->info) {
        draw_layer(f->list, LAYER_DIALOG);
        draw_title_note(f);
    }
}
