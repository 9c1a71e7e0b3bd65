// What AWS does not take: refused in a scenario, with words that say why, or taken with a warning
// where AWS raises a limit on request.
#include "scenario_text.h"

// What is found in the text of a sketch: the first finding, formatted; "" when there is none.
static bool read_text(const char *text, char *finding, int32_t capacity) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    finding[0] = '\0';
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, finding, capacity);
    bool is_taken = scenario != NULL;
    if (is_taken) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    return is_taken;
}

static bool read_sketch(const Sketch *sketch, char *finding, int32_t capacity) {
    char *text = text_of(sketch);
    bool is_taken = read_text(text, finding, capacity);
    free(text);
    return is_taken;
}

static void expect_refused(const Sketch *sketch, const char *words) {
    char finding[1024];
    ck_assert_msg(!read_sketch(sketch, finding, sizeof finding), "taken, not \"%s\"", words);
    ck_assert_msg(strstr(finding, words) != NULL, "\"%s\", not \"%s\"", finding, words);
}

static void expect_warned(const Sketch *sketch, const char *words) {
    char finding[1024];
    ck_assert_msg(read_sketch(sketch, finding, sizeof finding), "%s", finding);
    ck_assert_msg(strstr(finding, words) != NULL, "\"%s\", not \"%s\"", finding, words);
}

static void expect_taken(const Sketch *sketch) {
    char finding[1024];
    ck_assert_msg(read_sketch(sketch, finding, sizeof finding), "%s", finding);
    ck_assert_str_eq(finding, "");
}

#define HTTP "{\"protocol\":\"HTTP\",\"port\":80,\"default\":{\"forward\":\"web\"}},"
#define HTTPS                                                                                      \
    "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"a.example.com\"],\"default\":"
#define OUT_OF_RANGE "out of range"

START_TEST(a_redirect_to_itself_is_refused) {
    Sketch sketch = {.action = "{\"redirect\":{\"query\":\"a=b\"}}"};
    expect_refused(&sketch, "leads to itself");
    sketch.action = "{\"redirect\":{\"path\":\"/new\"}}";
    expect_taken(&sketch);
}
END_TEST

START_TEST(a_redirect_from_https_to_http_is_refused) {
    Sketch sketch = {.listeners =
                         HTTP HTTPS "{\"redirect\":{\"protocol\":\"HTTP\",\"port\":\"80\"}}}"};
    expect_refused(&sketch, "from HTTPS to HTTP");
}
END_TEST

START_TEST(a_fixed_response_is_no_redirect) {
    Sketch sketch = {.action = "{\"fixed-response\":{\"status\":302}}"};
    expect_refused(&sketch, "no status for a fixed response");
    sketch.action = "{\"fixed-response\":{\"status\":204}}";
    expect_taken(&sketch);
}
END_TEST

START_TEST(a_fixed_response_has_a_short_body) {
    char action[1200];
    for (int length = 1024; length <= 1025; length++) {
        snprintf(action, sizeof action, "{\"fixed-response\":{\"status\":200,\"body\":\"%0*d\"}}",
                 length, 0);
        Sketch sketch = {.action = action};
        if (length > 1024)
            expect_refused(&sketch, "1025 characters");
        else
            expect_taken(&sketch);
    }
}
END_TEST

static void add_groups(int count, char *groups, char *forward, size_t capacity) {
    groups[0] = forward[0] = '\0';
    for (int i = 0; i < count; i++) {
        size_t used = strlen(groups);
        snprintf(groups + used, capacity - used, ",{\"name\":\"g%d\"}", i);
        used = strlen(forward);
        snprintf(forward + used, capacity - used, "%s{\"target_group\":\"g%d\"}", i > 0 ? "," : "",
                 i);
    }
}

START_TEST(an_action_forwards_to_five_groups_at_most) {
    char groups[2000], forward[2000], action[2100];
    for (int count = 5; count <= 6; count++) {
        add_groups(count, groups, forward, sizeof groups);
        snprintf(action, sizeof action, "{\"forward\":[%s]}", forward);
        Sketch sketch = {.groups = groups, .action = action};
        if (count > 5)
            expect_refused(&sketch, "6 elements");
        else
            expect_taken(&sketch);
    }
}
END_TEST

START_TEST(a_weight_is_at_most_999) {
    Sketch sketch = {.action = "{\"forward\":[{\"target_group\":\"web\",\"weight\":1000}]}"};
    expect_refused(&sketch, OUT_OF_RANGE);
    sketch.action = "{\"forward\":[{\"target_group\":\"web\",\"weight\":999}]}";
    expect_taken(&sketch);
}
END_TEST

START_TEST(a_group_serves_one_balancer) {
    Sketch sketch = {.balancer = "},{\"name\":\"other\",\"listeners\":[{\"protocol\":\"HTTP\","
                                 "\"port\":80,\"default\":{\"forward\":\"web\"}}]"};
    expect_refused(&sketch, "serves the load balancer \"web\" already");
}
END_TEST

START_TEST(a_listener_has_certificates_when_it_is_https_and_then_only) {
    Sketch without = {.listeners = HTTP
                      "{\"protocol\":\"HTTPS\",\"port\":443,\"default\":{\"forward\":\"web\"}}"};
    expect_refused(&without, "needs a certificate");
    Sketch with = {.listeners = "{\"protocol\":\"HTTP\",\"port\":80,\"certificates\":[\"a.example."
                                "com\"],\"default\":{\"forward\":\"web\"}}"};
    expect_refused(&with, "has no certificates");
}
END_TEST

#define LISTENER_ON(port)                                                                          \
    "{\"protocol\":\"HTTP\",\"port\":" #port ",\"default\":{\"forward\":\"web\"}}"
#define RULE_OF(priority)                                                                          \
    "{\"priority\":" #priority ",\"if\":{\"path-pattern\":[\"/"                                    \
    "a\"]},\"then\":{\"forward\":\"web\"}}"

START_TEST(a_priority_is_between_1_and_50000) {
    Sketch sketch = {.rules = RULE_OF(50001)};
    expect_refused(&sketch, OUT_OF_RANGE);
    sketch.rules = RULE_OF(0);
    expect_refused(&sketch, OUT_OF_RANGE);
    sketch.rules = RULE_OF(50000) "," RULE_OF(1);
    expect_taken(&sketch);
}
END_TEST

START_TEST(a_listener_is_on_a_port_of_1_to_65535) {
    Sketch sketch = {.listeners = LISTENER_ON(65536) "," LISTENER_ON(80)};
    expect_refused(&sketch, OUT_OF_RANGE);
    sketch.listeners = LISTENER_ON(0) "," LISTENER_ON(80);
    expect_refused(&sketch, OUT_OF_RANGE);
    sketch.listeners = LISTENER_ON(65535) "," LISTENER_ON(1) "," LISTENER_ON(80);
    expect_taken(&sketch);
}
END_TEST

START_TEST(a_redirect_is_301_or_302) {
    static const char *const statuses[] = {"HTTP_301", "HTTP_302"};
    char action[128];
    for (int32_t i = 0; i < 2; i++) {
        snprintf(action, sizeof action, "{\"redirect\":{\"status\":\"%s\",\"path\":\"/b\"}}",
                 statuses[i]);
        Run *run = run_begin(&(Sketch){.action = action});
        run_to(run, 5);
        ck_assert_int_gt(run_codes(run, 301 + i, -1, 0, 5), 10);
        ck_assert_int_eq(run_codes(run, 301 + i, -1, 0, 5), run->accesses.count);
        run_end(run);
    }
    Sketch sketch = {.action = "{\"redirect\":{\"status\":\"HTTP_307\",\"path\":\"/b\"}}"};
    expect_refused(&sketch, "HTTP_301");
}
END_TEST

START_TEST(above_an_adjustable_quota_is_a_warning) {
    static char listeners[8192], balancers[8192], certificates[2048];
    listeners[0] = balancers[0] = certificates[0] = '\0';
    for (int i = 0; i < 51; i++) {
        size_t used = strlen(listeners);
        snprintf(listeners + used, sizeof listeners - used,
                 "%s{\"protocol\":\"HTTP\",\"port\":%d,\"default\":{\"forward\":\"web\"}}",
                 i > 0 ? "," : "", 80 + i);
        used = strlen(balancers);
        snprintf(balancers + used, sizeof balancers - used, "%s\"name\":\"b%d\",\"listeners\":[]",
                 i > 0 ? "},{" : "},{", i);
    }
    for (int i = 0; i < 27; i++) {
        size_t used = strlen(certificates);
        snprintf(certificates + used, sizeof certificates - used, "%s\"h%d.example.com\"",
                 i > 0 ? "," : "", i);
    }
    Sketch many_listeners = {.listeners = listeners}, many_balancers = {.balancer = balancers};
    expect_warned(&many_listeners, "51 listeners of a load balancer");
    expect_warned(&many_balancers, "52 load balancers of a region");
    char secure[2300];
    snprintf(secure, sizeof secure,
             "{\"protocol\":\"HTTP\",\"port\":80,\"default\":{\"forward\":\"web\"}},{\"protocol\":"
             "\"HTTPS\",\"port\":443,\"certificates\":[%s],\"default\":{\"forward\":\"web\"}}",
             certificates);
    Sketch many_certificates = {.listeners = secure};
    expect_warned(&many_certificates, "26 certificates of a load balancer");
}
END_TEST

START_TEST(above_a_fixed_quota_is_an_error) {
    static char groups[8192], rules[16384];
    groups[0] = rules[0] = '\0';
    // With the group web of the default rule a hundred and one.
    for (int i = 0; i < 100; i++) {
        size_t used = strlen(groups);
        snprintf(groups + used, sizeof groups - used, ",{\"name\":\"g%d\"}", i);
        used = strlen(rules);
        snprintf(rules + used, sizeof rules - used,
                 "%s{\"protocol\":\"HTTP\",\"port\":%d,\"default\":{\"forward\":\"g%d\"}}",
                 i > 0 ? "," : "", 1000 + i, i);
    }
    Sketch full = {.groups = groups, .listeners = rules};
    char finding[1024];
    ck_assert_msg(read_sketch(&full, finding, sizeof finding), "%s", finding);
    strcat(rules, ",{\"protocol\":\"HTTP\",\"port\":80,\"default\":{\"forward\":\"web\"}}");
    ck_assert(!read_sketch(&full, finding, sizeof finding));
}
END_TEST

// --- target groups and times
// ------------------------------------------------------------------------------------------------------------

static void expect_range(const char *key, const char *low, const char *high, const char *below,
                         const char *above, bool is_of_group) {
    const char *values[] = {low, high, below, above};
    for (int i = 0; i < 4; i++) {
        if (values[i] == NULL) continue;
        char member[100];
        snprintf(member, sizeof member, ",\"%s\":\"%s\"", key, values[i]);
        Sketch sketch = {.group = is_of_group ? member : NULL,
                         .balancer = is_of_group ? NULL : member};
        if (i < 2)
            expect_taken(&sketch);
        else
            expect_refused(&sketch, OUT_OF_RANGE);
    }
}

START_TEST(a_deregistration_delay_is_an_hour_at_most) {
    expect_range("deregistration_delay", "0s", "3600s", NULL, "3601s", true);
}
END_TEST

START_TEST(a_slow_start_lasts_30_to_900_seconds) {
    expect_range("slow_start", "30s", "900s", "29s", "901s", true);
    expect_range("slow_start", "0s", "900s", NULL, NULL, true);
}
END_TEST

START_TEST(the_times_of_connections_have_limits) {
    expect_range("idle_timeout", "1s", "4000s", "999ms", "4001s", false);
    expect_range("client_keep_alive", "60s", "604800s", "59s", "604801s", false);
}
END_TEST

START_TEST(slow_start_is_refused_with_weighted_random) {
    Sketch sketch = {.group = ",\"algorithm\":\"weighted_random\",\"slow_start\":\"60s\""};
    expect_refused(&sketch, "slow start does not work with weighted_random");
    sketch.group = ",\"algorithm\":\"round_robin\",\"slow_start\":\"60s\"";
    expect_taken(&sketch);
}
END_TEST

START_TEST(above_the_quota_of_targets_is_a_warning) {
    Sketch sketch = {.instances = "{\"name\":\"web\",\"count\":1001,\"launch\":\"v1\","
                                  "\"target_groups\":[\"web\"]}"};
    expect_warned(&sketch, "1001 targets");
    sketch.instances = "{\"name\":\"web\",\"count\":1000,\"launch\":\"v1\",\"target_groups\":"
                       "[\"web\"]}";
    expect_taken(&sketch);
}
END_TEST

START_TEST(above_the_quota_of_targets_of_a_balancer_is_a_warning) {
    Sketch sketch = {.groups = ",{\"name\":\"blue\"}",
                     .rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/b\"]},\"then\":{"
                              "\"forward\":\"blue\"}}"};
    sketch.instances = "{\"name\":\"web\",\"count\":501,\"launch\":\"v1\",\"target_groups\":"
                       "[\"web\",\"blue\"]}";
    expect_warned(&sketch, "1002 targets are above the quota of 1000 a load balancer");
    sketch.instances = "{\"name\":\"web\",\"count\":500,\"launch\":\"v1\",\"target_groups\":"
                       "[\"web\",\"blue\"]}";
    expect_taken(&sketch);
}
END_TEST

// The sketch's text with so many groups before its own.
static char *with_groups(int32_t count) {
    char *text = text_of(&(Sketch){0}), *list = strstr(text, "\"target_groups\":[");
    list += strlen("\"target_groups\":[");
    size_t capacity = strlen(text) + 24 * (size_t)count + 1;
    char *out = malloc(capacity);
    size_t used = (size_t)snprintf(out, capacity, "%.*s", (int)(list - text), text);
    for (int32_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, capacity - used, "{\"name\":\"g%d\"},", i);
    snprintf(out + used, capacity - used, "%s", list);
    free(text);
    return out;
}

START_TEST(above_the_quota_of_groups_of_a_region_is_a_warning) {
    for (int32_t count = 2999; count <= 3000; count++) { // and the group web
        char *text = with_groups(count), finding[1024];
        ck_assert_msg(read_text(text, finding, sizeof finding), "%s", finding);
        bool is_warned = strstr(finding, "3001 target groups are above the quota") != NULL;
        ck_assert_int_eq(count > 2999, is_warned);
        free(text);
    }
}
END_TEST

START_TEST(above_the_quota_of_reserved_units_is_a_warning) {
    Sketch sketch = {.balancer = ",\"minimum_load_balancer_capacity\":{\"capacity_units\":15001}"};
    expect_warned(&sketch, "15001 reserved LCUs");
    sketch.balancer = ",\"minimum_load_balancer_capacity\":{\"capacity_units\":15000}";
    expect_taken(&sketch);
}
END_TEST

#define RULE_IF(condition) "{\"priority\":1,\"if\":{" condition "},\"then\":{\"forward\":\"web\"}}"

// --- the same in a running world
// ------------------------------------------------------------------------------------------------------------

#define GROUP "regions.ap-south-1.target_groups.web."
#define ALB   "regions.ap-south-1.load_balancers.web."
#define RULE  ALB "listeners.80.rules.10.then."
#define TWO_GROUPS                                                                                 \
    "{\"priority\":10,\"if\":{\"path-pattern\":[\"/x\"]},\"then\":{\"forward\":["                  \
    "{\"target_group\":\"web\",\"weight\":1},{\"target_group\":\"b\",\"weight\":1}]}}"
#define STICKY   ",\"stickiness\":{\"type\":\"lb_cookie\"}"
#define WEIGHTED ",\"algorithm\":\"weighted_random\""

static void expect_refused_live(Run *run, const char *path, const char *value, const char *words) {
    uint64_t hash = sim_world_hash(run->world);
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target, "%s", path);
    snprintf(command.value, sizeof command.value, "%s", value);
    SimError error = {{0}};
    ck_assert_msg(!sim_world_command(run->world, &command, false, &error), "%s = %s", path, value);
    ck_assert_msg(strstr(error.text, words) != NULL, "%s = %s: %s", path, value, error.text);
    ck_assert_uint_eq(sim_world_hash(run->world), hash);
}

// What the API refuses together is refused from either side, whichever of the two came first.
START_TEST(what_does_not_go_together_is_refused_in_a_running_world_and_changes_nothing) {
    static const struct {
        Sketch sketch;
        const char *path, *value, *words;
    } cases[] = {
        {{.group = ",\"slow_start\":\"30s\""},
         GROUP "algorithm",
         "least_outstanding_requests",
         "slow start"},
        {{.group = ",\"slow_start\":\"30s\""}, GROUP "algorithm", "weighted_random", "slow start"},
        {{.group = WEIGHTED}, GROUP "slow_start", "30s", "slow start"},
        {{.group = ",\"algorithm\":\"least_outstanding_requests\""},
         GROUP "slow_start",
         "60s",
         "slow start"},
        {{0}, GROUP "slow_start", "29s", OUT_OF_RANGE},
        {{.group = STICKY}, GROUP "algorithm", "weighted_random", "stickiness"},
        {{.group = WEIGHTED}, GROUP "stickiness", "{\"type\":\"lb_cookie\"}", "stickiness"},
        {{.group = STICKY}, GROUP "cross_zone", "false", "cross-zone"},
        {{.group = ",\"cross_zone\":false"},
         GROUP "stickiness",
         "{\"type\":\"lb_cookie\"}",
         "cross-zone"},
        {{0}, GROUP "stickiness", "{\"type\":\"app_cookie\"}", "name of a cookie"},
        {{0}, GROUP "stickiness", "{\"type\":\"app_cookie\",\"name\":\"AWSALB\"}", "AWSALB"},
        {{.rules = TWO_GROUPS, .groups = ",{\"name\":\"b\"}"},
         GROUP "stickiness",
         "{\"type\":\"lb_cookie\"}",
         "needs stickiness of the action"},
        {{.rules = TWO_GROUPS, .groups = ",{\"name\":\"b\"}"},
         GROUP "stickiness",
         "{\"type\":\"app_cookie\",\"name\":\"SID\"}",
         "weighted target groups"},
        {{.rules = TWO_GROUPS, .groups = ",{\"name\":\"b\"}"},
         RULE "stickiness",
         "{\"enabled\":true}",
         "duration"},
        {{0}, GROUP "anomaly_mitigation", "true", "anomaly mitigation"},
        {{.group = WEIGHTED ",\"anomaly_mitigation\":true"},
         GROUP "algorithm",
         "round_robin",
         "anomaly mitigation"},
        {{0},
         GROUP "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
         "2",
         "must not be below"},
        {{.group = ",\"target_group_health\":{\"unhealthy_state_routing\":{"
                   "\"minimum_healthy_targets\":{\"percentage\":50}}}"},
         GROUP "target_group_health.dns_failover.minimum_healthy_targets.percentage",
         "40",
         "must not be below"},
        {{0},
         GROUP "target_group_health.dns_failover.minimum_healthy_targets.percentage",
         "101",
         "Allowed are"},
        {{0}, GROUP "health_check.timeout", "10s", "below its interval"},
        {{0}, GROUP "health_check.matcher", "500", "200 to 499"},
        {{0}, GROUP "health_check.grpc_code", "0", "GRPC"},
        {{0}, GROUP "deregistration_delay", "3601s", OUT_OF_RANGE},
        {{0}, ALB "idle_timeout", "4001s", OUT_OF_RANGE},
        {{0}, ALB "client_keep_alive", "59s", OUT_OF_RANGE},
        {{0}, ALB "minimum_load_balancer_capacity.capacity_units", "99", "at least 100"},
        {{0}, ALB "listeners.80.certificates", "[\"a.example.com\"]", "no certificates"},
        {{0}, ALB "listeners.80.mutual_authentication", "verify", "needs TLS"},
        {{.listeners = HTTP HTTPS "{\"forward\":\"web\"}}"},
         ALB "listeners.443.certificates",
         "[]",
         "needs a certificate"},
        // What a target group or a balancer was created with stays.
        {{0}, GROUP "target_type", "ip", "can not be changed while"},
        {{0}, GROUP "protocol", "HTTPS", "can not be changed while"},
        {{0}, GROUP "protocol_version", "HTTP2", "can not be changed while"},
        {{0}, GROUP "port", "8080", "can not be changed while"},
        {{0}, ALB "scheme", "internal", "can not be changed while"},
        {{0}, ALB "type", "application", "can not be changed while"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Run *run = run_begin(&cases[i].sketch);
        run_to(run, 2);
        expect_refused_live(run, cases[i].path, cases[i].value, cases[i].words);
        run_to(run, 4);
        run_end(run);
    }
}
END_TEST

START_TEST(a_group_that_takes_no_http11_needs_an_https_listener) {
    static const char *const versions[] = {"HTTP2", "GRPC"};
    for (int i = 0; i < 2; i++) {
        char group[96];
        snprintf(group, sizeof group, ",{\"name\":\"new\",\"protocol_version\":\"%s\"}",
                 versions[i]);
        Sketch sketch = {.groups = group,
                         .listeners = HTTP "{\"protocol\":\"HTTP\",\"port\":81,\"default\":"
                                           "{\"forward\":\"new\"}}"};
        expect_refused(&sketch, "needs an HTTPS listener");
        sketch.listeners = HTTP HTTPS "{\"forward\":\"new\"}}";
        expect_taken(&sketch);
    }
}
END_TEST

START_TEST(a_percentage_of_healthy_targets_is_1_to_100) {
    static const char *const prefix = "\"target_group_health\":{\"dns_failover\":"
                                      "{\"minimum_healthy_targets\":{\"percentage\":";
    static const struct {
        const char *value;
        bool is_taken;
    } rows[] = {{"1", true}, {"100", true}, {"0", false}, {"101", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char group[160];
        snprintf(group, sizeof group, ",%s%s}}}", prefix, rows[i].value);
        Sketch sketch = {.group = group};
        if (rows[i].is_taken)
            expect_taken(&sketch);
        else
            expect_refused(&sketch, OUT_OF_RANGE);
    }
}
END_TEST

START_TEST(the_type_of_a_target_group_is_fixed_when_it_is_created) {
    Run *run = run_begin(&(Sketch){0});
    run_to(run, 1);
    expect_refused_live(run, GROUP "target_type", "ip", "can not be changed while");
    run_set(run, GROUP "deregistration_delay", "30s"); // an attribute may
    run_end(run);
}
END_TEST

START_TEST(a_condition_is_of_values_or_of_regular_expressions) {
    Sketch sketch = {.rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/a\"],"
                              "\"path-pattern-regex\":[\"^/b\"]},\"then\":{\"forward\":\"web\"}}"};
    expect_refused(&sketch, "one condition of this kind");
    sketch.rules = "{\"priority\":1,\"if\":{\"host-header\":[\"a.example.com\"],"
                   "\"path-pattern-regex\":[\"^/b\"]},\"then\":{\"forward\":\"web\"}}";
    expect_taken(&sketch);
}
END_TEST

#define VERIFYING(port)                                                                            \
    "{\"protocol\":\"HTTPS\",\"port\":" #port ",\"certificates\":[\"a.example.com\"],"             \
    "\"mutual_authentication\":\"verify\",\"default\":{\"forward\":\"web\"}}"

START_TEST(two_listeners_may_verify_their_clients) {
    Sketch sketch = {.listeners = HTTP VERIFYING(443) "," VERIFYING(444)};
    expect_taken(&sketch);
    sketch.listeners = HTTP VERIFYING(443) "," VERIFYING(444) "," VERIFYING(445);
    expect_refused(&sketch, "3 listeners verify");
}
END_TEST

START_TEST(a_second_node_needs_room_among_eight) {
    Sketch sketch = {.zones = "\"ap-south-1a\",\"ap-south-1b\",\"ap-south-1c\",\"ap-south-1d\","
                              "\"ap-south-1e\"",
                     .balancer = ",\"capacity\":{\"units\":10,\"node_units\":2}"};
    expect_refused(&sketch, "in 5 zones none gets a second");
    sketch.zones = "\"ap-south-1a\",\"ap-south-1b\",\"ap-south-1c\",\"ap-south-1d\"";
    expect_taken(&sketch);
}
END_TEST

START_TEST(a_path_condition_holds_no_other_characters) {
    static const char *const odd[] = {"/a%20b", "/a=b", "/a,b", "/a;b", "/a!", "/a(b)", "/a#b"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        char rule[200];
        snprintf(rule, sizeof rule, RULE_IF("\"path-pattern\":[\"%s\"]"), odd[i]);
        Sketch sketch = {.rules = rule};
        expect_refused(&sketch, "a path condition can not hold");
    }
    Sketch sketch = {.rules = RULE_IF("\"path-pattern\":[\"/A_z-0.$~\\\"'@:+&*?\"]")};
    expect_taken(&sketch);
    sketch.rules = RULE_IF("\"path-pattern-regex\":[\"^/a%20b$\"]");
    expect_taken(&sketch);
}
END_TEST

START_TEST(texts_of_conditions_have_limits) {
    static const struct {
        const char *before, *after;
        int32_t longest;
    } rows[] = {
        {"\"path-pattern\":[\"/", "\"]", 127},
        {"\"host-header\":[\"", ".com\"]", 124},
        {"\"http-request-method\":[\"", "\"]", 40},
        {"\"http-header\":[{\"name\":\"", "\",\"values\":[\"a\"]}]", 40},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int32_t more = 0; more < 2; more++) {
            char letters[160], rule[400];
            memset(letters, 'A', sizeof letters);
            letters[rows[i].longest + more] = '\0';
            snprintf(rule, sizeof rule, RULE_IF("%s%s%s"), rows[i].before, letters, rows[i].after);
            Sketch sketch = {.rules = rule};
            if (more > 0)
                expect_refused(&sketch, "characters");
            else
                expect_taken(&sketch);
        }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("refusals");
    TCase *tests = tcase_create("refusals");
    tcase_add_test(tests, a_redirect_to_itself_is_refused);
    tcase_add_test(tests, a_redirect_from_https_to_http_is_refused);
    tcase_add_test(tests, a_fixed_response_is_no_redirect);
    tcase_add_test(tests, a_fixed_response_has_a_short_body);
    tcase_add_test(tests, an_action_forwards_to_five_groups_at_most);
    tcase_add_test(tests, a_weight_is_at_most_999);
    tcase_add_test(tests, a_group_serves_one_balancer);
    tcase_add_test(tests, a_listener_has_certificates_when_it_is_https_and_then_only);
    tcase_add_test(tests, a_priority_is_between_1_and_50000);
    tcase_add_test(tests, a_listener_is_on_a_port_of_1_to_65535);
    tcase_add_test(tests, a_redirect_is_301_or_302);
    tcase_add_test(tests, above_an_adjustable_quota_is_a_warning);
    tcase_add_test(tests, above_a_fixed_quota_is_an_error);
    tcase_add_test(tests, a_deregistration_delay_is_an_hour_at_most);
    tcase_add_test(tests, a_slow_start_lasts_30_to_900_seconds);
    tcase_add_test(tests, the_times_of_connections_have_limits);
    tcase_add_test(tests, slow_start_is_refused_with_weighted_random);
    tcase_add_test(tests, above_the_quota_of_targets_is_a_warning);
    tcase_add_test(tests, above_the_quota_of_targets_of_a_balancer_is_a_warning);
    tcase_add_test(tests, above_the_quota_of_groups_of_a_region_is_a_warning);
    tcase_add_test(tests, above_the_quota_of_reserved_units_is_a_warning);
    tcase_add_test(tests, the_type_of_a_target_group_is_fixed_when_it_is_created);
    tcase_add_test(tests, a_group_that_takes_no_http11_needs_an_https_listener);
    tcase_add_test(tests, a_percentage_of_healthy_targets_is_1_to_100);
    tcase_add_test(tests, a_condition_is_of_values_or_of_regular_expressions);
    tcase_add_test(tests, two_listeners_may_verify_their_clients);
    tcase_add_test(tests, a_second_node_needs_room_among_eight);
    tcase_add_test(tests,
                   what_does_not_go_together_is_refused_in_a_running_world_and_changes_nothing);
    tcase_add_test(tests, a_path_condition_holds_no_other_characters);
    tcase_add_test(tests, texts_of_conditions_have_limits);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
