// Conditions of rules by header, method, query and source address, and their limits, each fact seen
// in the run of a small scenario.
#include "rule_text.h"

#define HEADER(name, values) "\"http-header\":[{\"name\":\"" name "\",\"values\":[" values "]}]"
#define QUERY(values)        "\"query-string\":[{\"values\":[" values "]}]"
#define WITH_HEADERS(text)   ASK_WITH(",\"headers\":{" text "}")
#define WITH_QUERY(text)     ASK_WITH(",\"query\":\"" text "\"")
#define WITH_METHOD(text)    ASK_WITH(",\"method\":\"" text "\"")

// --- headers
// ----------------------------------------------------------------------------------------------------------------------

START_TEST(a_header_condition_looks_at_the_header_of_its_name) {
    const char *condition = HEADER("X-Version", "\"beta\"");
    ck_assert(is_met(WITH_HEADERS("\"X-Version\":\"beta\""), condition));
    ck_assert(!is_met(WITH_HEADERS("\"X-Version\":\"stable\""), condition));
    ck_assert(!is_met(WITH_HEADERS("\"X-Other\":\"beta\""), condition));
    ck_assert(!is_met(ASK("/"), condition));
}
END_TEST

START_TEST(names_of_headers_match_whatever_their_case) {
    ck_assert(is_met(WITH_HEADERS("\"x-VERSION\":\"beta\""), HEADER("X-Version", "\"beta\"")));
}
END_TEST

START_TEST(values_of_headers_match_whatever_their_case) {
    ck_assert(is_met(WITH_HEADERS("\"X-Version\":\"BeTa\""), HEADER("X-Version", "\"bEtA\"")));
}
END_TEST

START_TEST(a_header_sent_twice_is_searched_until_one_matches) {
    const char *twice = WITH_HEADERS("\"X-Version\":[\"stable\",\"beta\"]");
    ck_assert(is_met(twice, HEADER("X-Version", "\"stable\"")));
    ck_assert(is_met(twice, HEADER("X-Version", "\"beta\"")));
    ck_assert(!is_met(twice, HEADER("X-Version", "\"alpha\"")));
}
END_TEST

START_TEST(values_of_headers_have_wildcards_and_names_have_none) {
    const char *asked = WITH_HEADERS("\"User-Agent\":\"Mozilla/5.0 (X11) Firefox/140.0\"");
    ck_assert(is_met(asked, HEADER("User-Agent", "\"*firefox/14?.*\"")));
    ck_assert(!is_met(asked, HEADER("User-Agent", "\"firefox*\"")));
    ck_assert(is_condition_refused(HEADER("User-*", "\"*firefox*\""), "without wildcards"));
}
END_TEST

START_TEST(header_conditions_of_a_rule_must_all_match) {
    const char *both = "\"http-header\":[{\"name\":\"A\",\"values\":[\"1\",\"2\"]},{\"name\":\"B\","
                       "\"values\":[\"3\"]}]";
    ck_assert(is_met(WITH_HEADERS("\"A\":\"2\",\"B\":\"3\""), both));
    ck_assert(!is_met(WITH_HEADERS("\"A\":\"2\""), both));
    ck_assert(!is_met(WITH_HEADERS("\"A\":\"4\",\"B\":\"3\""), both));
}
END_TEST

START_TEST(a_header_condition_has_a_short_name_that_is_not_host) {
    ck_assert(is_condition_refused(HEADER("hOST", "\"app.example.com\""), "can not look at Host"));
    const char *long_name = HEADER("X-234567890123456789012345678901234567890", "\"1\"");
    ck_assert(is_condition_refused(long_name, "41 characters"));
    ck_assert(
        !is_condition_refused(HEADER("X-23456789012345678901234567890123456789", "\"1\""), ""));
}
END_TEST

// --- methods
// ----------------------------------------------------------------------------------------------------------------------

START_TEST(methods_match_exactly_and_with_their_case) {
    const char *condition = "\"http-request-method\":[\"POST\",\"PUT\"]";
    ck_assert(is_met(WITH_METHOD("POST"), condition));
    ck_assert(is_met(WITH_METHOD("PUT"), condition));
    ck_assert(!is_met(WITH_METHOD("post"), condition));
    ck_assert(!is_met(WITH_METHOD("GET"), condition));
    ck_assert(!is_met(WITH_METHOD("POSTS"), condition));
}
END_TEST

START_TEST(methods_may_be_custom_and_have_no_wildcards) {
    ck_assert(is_met(WITH_METHOD("PURGE-ALL"), "\"http-request-method\":[\"PURGE-ALL\"]"));
    ck_assert(is_condition_refused("\"http-request-method\":[\"P*\"]", "an HTTP method"));
}
END_TEST

// --- queries
// ----------------------------------------------------------------------------------------------------------------------

START_TEST(a_query_condition_finds_its_pair_among_others) {
    const char *condition = QUERY("{\"key\":\"version\",\"value\":\"v1\"}");
    ck_assert(is_met(WITH_QUERY("version=v1"), condition));
    ck_assert(is_met(WITH_QUERY("a=b&version=v1&c"), condition));
    ck_assert(!is_met(WITH_QUERY("version=v12"), condition));
    ck_assert(!is_met(WITH_QUERY("theversion=v1"), condition));
    ck_assert(!is_met(ASK("/version=v1"), condition));
}
END_TEST

START_TEST(queries_match_whatever_their_case) {
    ck_assert(is_met(WITH_QUERY("Version=V1"), QUERY("{\"key\":\"vERSION\",\"value\":\"v1\"}")));
}
END_TEST

START_TEST(a_query_value_without_a_key_matches_any_key) {
    const char *condition =
        QUERY("{\"key\":\"version\",\"value\":\"v1\"},{\"value\":\"*example*\"}");
    ck_assert(is_met(WITH_QUERY("q=an-example-here"), condition));
    ck_assert(is_met(WITH_QUERY("other=1&version=v1"), condition));
    ck_assert(!is_met(WITH_QUERY("example=q"), condition));
}
END_TEST

START_TEST(a_backslash_makes_a_wildcard_of_a_query_a_character) {
    const char *condition = QUERY("{\"key\":\"q\",\"value\":\"\\\\*x\\\\?\"}");
    ck_assert(is_met(WITH_QUERY("q=*x?"), condition));
    ck_assert(!is_met(WITH_QUERY("q=axb"), condition));
    ck_assert(is_met(WITH_QUERY("q=axb"), QUERY("{\"key\":\"q\",\"value\":\"*x?\"}")));
}
END_TEST

START_TEST(query_conditions_of_a_rule_must_all_match) {
    const char *both =
        "\"query-string\":[{\"values\":[{\"key\":\"a\",\"value\":\"1\"}]},{\"values\":"
        "[{\"key\":\"b\",\"value\":\"2\"}]}]";
    ck_assert(is_met(WITH_QUERY("b=2&a=1"), both));
    ck_assert(!is_met(WITH_QUERY("a=1"), both));
}
END_TEST

// --- source addresses
// ----------------------------------------------------------------------------------------------------------------------

#define SOURCE(block) "\"source-ip\":[\"" block "\"]"

static int32_t code_from(const char *source, const char *headers, const char *condition) {
    char client[128], rule[512], requests[256];
    snprintf(client, sizeof client, ",\"source\":\"%s\"", source);
    snprintf(rule, sizeof rule, "{\"priority\":1,\"if\":{%s},\"then\":" FIXED(410) "}", condition);
    snprintf(requests, sizeof requests,
             "{\"path\":\"/\",\"headers\":{%s},\"work\":{\"constant\":\"1ms\"}}", headers);
    return code_of(
        &(Sketch){.client = client, .requests = requests, .rules = rule, .action = FIXED(404)});
}

START_TEST(a_source_condition_takes_the_addresses_of_its_block) {
    ck_assert_int_eq(code_from("203.0.113.0/24", "", SOURCE("203.0.113.0/24")), 410);
    ck_assert_int_eq(code_from("203.0.113.64/32", "", SOURCE("203.0.113.64/26")), 410);
    ck_assert_int_eq(code_from("203.0.113.63/32", "", SOURCE("203.0.113.64/26")), 404);
    ck_assert_int_eq(code_from("203.0.113.128/32", "", SOURCE("203.0.113.64/26")), 404);
    ck_assert_int_eq(code_from("203.0.113.0/24", "", SOURCE("0.0.0.0/0")), 410);
    ck_assert_int_eq(
        code_from("203.0.113.9/32", "", "\"source-ip\":[\"10.0.0.0/8\",\"203.0.113.9/32\"]"), 410);
    // Half of the users: both codes.
    ck_assert_int_eq(code_from("203.0.113.0/24", "", SOURCE("203.0.113.0/25")), -1);
}
END_TEST

START_TEST(a_source_condition_does_not_see_x_forwarded_for) {
    const char *forwarded = "\"X-Forwarded-For\":\"198.51.100.7\"";
    ck_assert_int_eq(code_from("203.0.113.0/24", forwarded, SOURCE("198.51.100.0/24")), 404);
    ck_assert_int_eq(
        code_from("203.0.113.0/24", forwarded, HEADER("X-Forwarded-For", "\"198.51.*\"")), 410);
}
END_TEST

START_TEST(the_broadcast_address_is_refused_as_a_source) {
    ck_assert(is_condition_refused(SOURCE("255.255.255.255/32"), "AWS refuses this block"));
    ck_assert(!is_condition_refused(SOURCE("255.255.255.254/32"), ""));
}
END_TEST

// Rules that ask for addresses between others: each request goes to the first that takes it.
START_TEST(rules_by_source_are_tried_in_their_order_with_all_others) {
    Sketch sketch = {
        .client = ",\"source\":\"10.0.0.0/24\"",
        .requests = ASK("/a") "," ASK("/b"),
        .rules = RULE(1, "\"path-pattern\":[\"/a\"],\"source-ip\":[\"10.0.0.0/26\"]",
                      FIXED(410)) "," RULE(2, "\"source-ip\":[\"10.0.0.0/25\"]",
                                           FIXED(420)) "," RULE(3, "\"path-pattern\":[\"/b\"]",
                                                                FIXED(430)),
        .action = FIXED(404)};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    int32_t met[4] = {0};
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *seen = &run->accesses.items[i];
        uint32_t low = seen->client_ip & 255;
        bool is_a = strcmp(seen->path, "/a") == 0;
        int32_t wanted = low < 64 && is_a ? 410 : low < 128 ? 420 : is_a ? 404 : 430;
        ck_assert_int_eq(seen->elb_status, wanted);
        met[wanted == 410 ? 0 : wanted == 420 ? 1 : wanted == 430 ? 2 : 3]++;
    }
    for (int i = 0; i < 4; i++)
        ck_assert_int_gt(met[i], 40);
    double evaluations = met[0] + 2.0 * met[1] + 3.0 * (met[2] + met[3]);
    ck_assert_double_eq(run_sum(run, "RuleEvaluations", "LoadBalancer=web"), evaluations);
    // The memory of routes does not grow with the requests.
    ck_assert_int_eq(run->world->route_rules.count, 5);
    run_end(run);
}
END_TEST

START_TEST(changed_headers_find_another_rule_at_once) {
    Sketch sketch = {.requests = WITH_HEADERS("\"X-Version\":\"beta\""),
                     .rules = RULE(1, HEADER("X-Version", "\"beta\""), FIXED(410)),
                     .action = FIXED(404)};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    ck_assert_int_eq(run_codes(run, 404, -1, 0, 5), 0);
    run_set(run, "clients.c.requests.0.headers.X-Version", "stable");
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 410, -1, 5.1, 10), 0);
    ck_assert_int_gt(run_codes(run, 404, -1, 5.1, 10), 40);
    run_end(run);
}
END_TEST

START_TEST(users_of_a_block_have_its_addresses_and_no_others) {
    Sketch sketch = {.client = ",\"source\":\"10.1.2.3/29\",\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    int32_t seen[8] = {0};
    for (int32_t i = 0; i < run->accesses.count; i++) {
        uint32_t ip = run->accesses.items[i].client_ip;
        ck_assert_uint_eq(ip & ~7u, 10u << 24 | 1u << 16 | 2u << 8);
        seen[ip & 7]++;
    }
    // Six of them: the network's own address and that of broadcasts belong to nobody.
    ck_assert_int_eq(seen[0] + seen[7], 0);
    for (int i = 1; i < 7; i++)
        ck_assert_int_gt(seen[i], 20);
    run_end(run);
    ck_assert(is_refused(&(Sketch){.client = ",\"source\":\"10.0.0.0/30\",\"addresses\":3"},
                         "has 2 addresses"));
}
END_TEST

// --- regular expressions
// ----------------------------------------------------------------------------------------------------------------------

START_TEST(hosts_paths_and_headers_may_be_matched_by_regular_expressions) {
    ck_assert(is_met(ASK("/api/v2/x"), "\"path-pattern-regex\":[\"^/api/v[0-9]+/\"]"));
    ck_assert(!is_met(ASK("/API/v2/x"), "\"path-pattern-regex\":[\"^/api/v[0-9]+/\"]"));
    ck_assert(is_met(ASK("/"), "\"host-header-regex\":[\"^(APP|www)\\\\.example\\\\.com$\"]"));
    ck_assert(!is_met(ASK("/"), "\"host-header-regex\":[\"^(api|www)\\\\.example\\\\.com$\"]"));
    const char *any = "\"http-header\":[{\"name\":\"User-Agent\",\"regex_values\":[\".+\"]}]";
    ck_assert(is_met(WITH_HEADERS("\"User-Agent\":\"x\""), any));
    ck_assert(!is_met(ASK("/"), any));
    ck_assert(is_condition_refused("\"path-pattern-regex\":[\"^/(a\"]", "not closed"));
    ck_assert(is_condition_refused("\"path-pattern\":[\"/a\"],\"path-pattern-regex\":[\"^/a\"]",
                                   "one condition of this kind"));
}
END_TEST

// --- limits
// ----------------------------------------------------------------------------------------------------------------------

START_TEST(a_condition_has_three_values_and_a_rule_five) {
    ck_assert(!is_condition_refused("\"path-pattern\":[\"/a\",\"/b\",\"/c\"]", ""));
    ck_assert(is_condition_refused("\"path-pattern\":[\"/a\",\"/b\",\"/c\",\"/d\"]", "4 elements"));
    const char *five = "\"path-pattern\":[\"/a\",\"/b\"],\"http-request-method\":[\"GET\",\"PUT\"],"
                       "\"source-ip\":[\"10.0.0.0/8\"]";
    ck_assert(!is_condition_refused(five, ""));
    const char *six = "\"path-pattern\":[\"/a\",\"/b\"],\"http-request-method\":[\"GET\",\"PUT\"],"
                      "\"source-ip\":[\"10.0.0.0/8\",\"11.0.0.0/8\"]";
    ck_assert(is_condition_refused(six, "more than 5 values"));
}
END_TEST

START_TEST(a_rule_has_five_wildcards_over_all_its_conditions) {
    const char *five = "\"path-pattern\":[\"/*/*\"]," HEADER("A", "\"*b?\"") "," QUERY(
        "{\"key\":\"k\",\"value\":\"*\\\\*\"}");
    ck_assert(!is_condition_refused(five, ""));
    const char *six = "\"path-pattern\":[\"/*/*\"]," HEADER("A", "\"*b?\"") "," QUERY(
        "{\"key\":\"?\",\"value\":\"*\\\\*\"}");
    ck_assert(is_condition_refused(six, "more than 5 wildcards"));
}
END_TEST

START_TEST(a_host_has_a_dot_and_only_letters_behind_the_last_one) {
    ck_assert(is_condition_refused("\"host-header\":[\"localhost\"]", "without a dot"));
    ck_assert(is_condition_refused("\"host-header\":[\"a.10\"]", "only letters"));
    ck_assert(is_condition_refused("\"host-header\":[\"example.\"]", "only letters"));
    ck_assert(!is_condition_refused("\"host-header\":[\"*.example.com\",\"a1.b2.*\"]", ""));
}
END_TEST

START_TEST(texts_of_conditions_have_at_most_128_characters) {
    char condition[400], text[130] = "/";
    memset(text + 1, 'a', 127);
    snprintf(condition, sizeof condition, "\"path-pattern\":[\"%s\"]", text);
    ck_assert(!is_condition_refused(condition, ""));
    text[128] = 'a';
    snprintf(condition, sizeof condition, "\"path-pattern\":[\"%s\"]", text);
    ck_assert(is_condition_refused(condition, "129 characters"));
    text[0] = 'a';
    snprintf(condition, sizeof condition, HEADER("A", "\"%s\""), text);
    ck_assert(is_condition_refused(condition, "129 characters"));
}
END_TEST

// --- actions
// ----------------------------------------------------------------------------------------------------------------------

// A run in which paths of so many bytes are redirected to five times as much and two bytes.
static Run *redirect_run(int32_t path_length) {
    char requests[2200], path[2001] = "/";
    memset(path + 1, 'a', (size_t)path_length - 1);
    snprintf(requests, sizeof requests, ASK("%s"), path);
    Run *run = run_begin(&(Sketch){
        .requests = requests,
        .rules = RULE(1, "\"path-pattern\":[\"/aaaaaaa*a\"]",
                      "{\"redirect\":{\"path\":\"/#{path}/#{path}/#{path}/#{path}/#{path}/x\"}}"),
        .action = FIXED(404)});
    run_to(run, 20);
    return run;
}

#define TOO_LONG "HTTP_Redirect_Url_Limit_Exceeded_Count"
#define WEB      "LoadBalancer=web"

START_TEST(a_redirect_longer_than_eight_kilobytes_is_507) {
    // "HTTP://app.example.com:80", five paths and "/x": 25 + 5 * 1633 + 2 = 8192.
    Run *run = redirect_run(1633);
    ck_assert_double_eq(run_sum(run, TOO_LONG, WEB), 0);
    ck_assert_int_gt(run_codes(run, 404, -1, 0, 20), 100);
    ck_assert_int_eq((int32_t)strlen(run->world->url_text.items + run->world->urls.items[0].path),
                     5 * 1633 + 2);
    run_end(run);
    run = redirect_run(1634);
    int32_t count = run_codes(run, 507, 0, 0, 20);
    ck_assert_int_gt(count, 100);
    ck_assert_int_eq(count, run->accesses.count);
    ck_assert_double_eq(run_sum(run, TOO_LONG, WEB), count);
    ck_assert_double_eq(run_sum(run, "HTTP_Redirect_Count", WEB), 0);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_5XX_Count", WEB), count);
    ck_assert_int_gt(sim_world_totals(run->world).lost[SIM_CAUSE_ELB_OTHER], 100);
    run_end(run);
}
END_TEST

// A rule for each of /p1, /p2 ...; to be freed.
static char *many_rules(int32_t count) {
    char *rules = calloc(1, (size_t)count * 128);
    for (int32_t i = 1; i <= count; i++)
        sprintf(rules + strlen(rules),
                "%s{\"priority\":%d,\"if\":{\"path-pattern\":[\"/p%d\"]},\"then\":" FIXED(410) "}",
                i > 1 ? "," : "", i, i);
    return rules;
}

static bool is_warned_of(int32_t rule_count) {
    char *rules = many_rules(rule_count), listeners[16384];
    snprintf(listeners, sizeof listeners,
             "{\"protocol\":\"HTTP\",\"port\":80,\"rules\":[%s],\"default\":" FIXED(404) "}",
             rules);
    char *text = text_of(&(Sketch){.listeners = listeners}), line[1024] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    ck_assert_ptr_nonnull(scenario);
    bool is_warned = diagnostics.count > 0;
    if (is_warned) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert(!is_warned || strstr(line, "101 rules") != NULL);
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(rules), free(text);
    return is_warned;
}

START_TEST(more_than_a_hundred_rules_are_worth_a_warning) {
    ck_assert(!is_warned_of(100));
    ck_assert(is_warned_of(101));
}
END_TEST

START_TEST(a_priority_stands_once_in_a_listener) {
    Sketch sketch = {.rules = RULE(7, "\"path-pattern\":[\"/a\"]", FIXED(410)) "," RULE(
                         7, "\"path-pattern\":[\"/b\"]", FIXED(420))};
    ck_assert(is_refused(&sketch, "another rule has this priority"));
    sketch.rules = RULE(7, "\"path-pattern\":[\"/a\"]",
                        FIXED(410)) "," RULE(8, "\"path-pattern\":[\"/b\"]", FIXED(420));
    ck_assert(!is_refused(&sketch, ""));
    sketch.rules = RULE(50001, "\"path-pattern\":[\"/a\"]", FIXED(410));
    ck_assert(is_refused(&sketch, "out of range"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("rules");
    TCase *tests = tcase_create("rules");
    tcase_add_test(tests, a_header_condition_looks_at_the_header_of_its_name);
    tcase_add_test(tests, names_of_headers_match_whatever_their_case);
    tcase_add_test(tests, values_of_headers_match_whatever_their_case);
    tcase_add_test(tests, a_header_sent_twice_is_searched_until_one_matches);
    tcase_add_test(tests, values_of_headers_have_wildcards_and_names_have_none);
    tcase_add_test(tests, header_conditions_of_a_rule_must_all_match);
    tcase_add_test(tests, a_header_condition_has_a_short_name_that_is_not_host);
    tcase_add_test(tests, methods_match_exactly_and_with_their_case);
    tcase_add_test(tests, methods_may_be_custom_and_have_no_wildcards);
    tcase_add_test(tests, a_query_condition_finds_its_pair_among_others);
    tcase_add_test(tests, queries_match_whatever_their_case);
    tcase_add_test(tests, a_query_value_without_a_key_matches_any_key);
    tcase_add_test(tests, a_backslash_makes_a_wildcard_of_a_query_a_character);
    tcase_add_test(tests, query_conditions_of_a_rule_must_all_match);
    tcase_add_test(tests, a_source_condition_takes_the_addresses_of_its_block);
    tcase_add_test(tests, a_source_condition_does_not_see_x_forwarded_for);
    tcase_add_test(tests, the_broadcast_address_is_refused_as_a_source);
    tcase_add_test(tests, rules_by_source_are_tried_in_their_order_with_all_others);
    tcase_add_test(tests, changed_headers_find_another_rule_at_once);
    tcase_add_test(tests, users_of_a_block_have_its_addresses_and_no_others);
    tcase_add_test(tests, hosts_paths_and_headers_may_be_matched_by_regular_expressions);
    tcase_add_test(tests, a_condition_has_three_values_and_a_rule_five);
    tcase_add_test(tests, a_rule_has_five_wildcards_over_all_its_conditions);
    tcase_add_test(tests, a_host_has_a_dot_and_only_letters_behind_the_last_one);
    tcase_add_test(tests, texts_of_conditions_have_at_most_128_characters);
    tcase_add_test(tests, more_than_a_hundred_rules_are_worth_a_warning);
    tcase_add_test(tests, a_priority_stands_once_in_a_listener);
    tcase_add_test(tests, a_redirect_longer_than_eight_kilobytes_is_507);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
