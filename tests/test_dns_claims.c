// What is often said of DNS, and what happens in a run: claims about queries, health, TTLs, places
// and distances.
#include "zone_text.h"

#define CHECKED(n, check)                                                                          \
    "\"ttl\":\"1s\",\"value\":\"ap-south-1/" n "\",\"health_check\":\"" check "\""
#define PAIR(first)                                                                                \
    RECORD("failover", "first", "\"failover\":\"PRIMARY\"," first)                                 \
    "," RECORD("failover", "second",                                                               \
               "\"failover\":\"SECONDARY\",\"ttl\":\"1s\",\"value\":\"ap-south-1/web-2\"")
#define CHECK_OF(n)                                                                                \
    ",\"health_checks\":[{\"name\":\"a\",\"type\":\"HTTP\",\"endpoint\":\"ap-south-1/" n "\"}]"
#define CRASH(n) "{\"at\":\"100s\",\"do\":\"crash\",\"instance\":\"ap-south-1/" n "\"}"

static Run *failing(const char *record, const char *check, const char *timeline, const char *rate) {
    Sketch sketch = {.records = record,
                     .route53 = check,
                     .timeline = timeline,
                     .rate = rate,
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":20"};
    return run_begin(&sketch);
}

static double checks_asked(const Run *run) {
    double asked = 0;
    for (int32_t i = 0; i < run->world->checkers.count; i++)
        asked += run->world->checkers.items[i].number;
    return asked;
}

START_TEST(a_query_probes_nothing_and_goes_by_the_health_known) {
    Run *busy = failing(PAIR(CHECKED("web-1", "a")), CHECK_OF("web-1"), CRASH("web-1"), "100/s");
    Run *idle = failing(PAIR(CHECKED("web-1", "a")), CHECK_OF("web-1"), CRASH("web-1"), "1/s");
    run_to(busy, 100), run_to(idle, 100);
    ck_assert_double_gt(run_sum(busy, "DNSQueries", "HostedZoneId=Z0ALBATROSS"),
                        10 * run_sum(idle, "DNSQueries", "HostedZoneId=Z0ALBATROSS"));
    ck_assert_double_eq(checks_asked(busy), checks_asked(idle));
    // For a minute nobody knows, and every query is answered with the dead.
    ck_assert_double_eq(zone_share(busy, 160, 0), 1);
    run_to(busy, 200);
    ck_assert_double_eq(zone_share(busy, 260, 1), 1);
    run_end(busy), run_end(idle);
}
END_TEST

START_TEST(queries_answered_by_a_cache_are_not_counted) {
    Sketch sketch = {.records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\","
                                "\"ttl\":\"30s\"}",
                     .rate = "100/s",
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":3"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    double before = run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS");
    run_to(run, 360);
    double asked = run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS") - before;
    ck_assert_double_eq_tol(asked, 3 * 300 / 30, 3);
    run_end(run);
}
END_TEST

START_TEST(a_plain_record_has_five_minutes_unless_said) {
    Sketch sketch = {.records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\"}",
                     .rate = "100/s",
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":1"};
    Run *run = run_begin(&sketch);
    run_to(run, 301);
    double before = run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS");
    run_to(run, 301 + 1500);
    ck_assert_double_eq(run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS") - before, 5);
    run_end(run);
}
END_TEST

START_TEST(a_check_watches_its_endpoint_and_not_the_value_of_the_record) {
    // The record gives web-2, and its check asks web-1.
    const char *crossed = PAIR(CHECKED("web-2", "a"));
    Run *run = failing(crossed, CHECK_OF("web-1"), CRASH("web-1"), "10/s");
    run_to(run, 250);
    ck_assert(!record_is_healthy(run->world, 0));
    run_end(run);
    run = failing(crossed, CHECK_OF("web-1"), CRASH("web-2"), "10/s");
    run_to(run, 250);
    ck_assert(record_is_healthy(run->world, 0));
    run_end(run);
}
END_TEST

// A switch moves all from web-1 to web-2 at 200 s; a minute and a half before, somebody lowers the
// TTL.
START_TEST(a_lower_ttl_helps_only_when_the_old_one_is_over) {
    Sketch sketch = {
        .records = PAIR("\"ttl\":\"300s\",\"value\":\"ap-south-1/web-1\",\"health_check\":\"a\""),
        .route53 = ",\"health_checks\":[{\"name\":\"a\",\"type\":\"RECOVERY_CONTROL\","
                   "\"routing_control\":\"c\"}],\"routing_controls\":[{\"name\":\"c\",\"state\":"
                   "\"On\"}]",
        .client = ",\"keep_alive\":\"0s\",\"resolvers\":100",
        .rate = "100/s",
        .timeline = "{\"at\":\"110s\",\"do\":\"set\",\"path\":\"route53.records.first.ttl\","
                    "\"value\":\"10s\"},{\"at\":\"200s\",\"do\":\"update_routing_control_state\","
                    "\"routing_control\":\"c\",\"state\":\"Off\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 216);
    double before = run_sum(run, "OldAnswerShare", "Client=c");
    run_to(run, 226);
    double share = (run_sum(run, "OldAnswerShare", "Client=c") - before) / 100 / 1000;
    // Those that asked anew before 110 s, and those whose five minutes have not run out yet.
    ck_assert_double_eq_tol(share, (110 + 300 - 221) / 300.0, 0.08);
    run_to(run, 420);
    before = run_sum(run, "OldAnswerShare", "Client=c");
    run_to(run, 440);
    ck_assert_double_eq(run_sum(run, "OldAnswerShare", "Client=c"), before);
    run_end(run);
}
END_TEST

#define G(id, place, n) RECORD("geolocation", id, "\"geolocation\":{" place "}," TO_PLAIN(n))

START_TEST(who_is_at_no_known_place_gets_the_default) {
    Run *run =
        zone_run(G("us", "\"country\":\"US\"", "1") "," G("default", "\"country\":\"*\"", "2"),
                 USERS_OF("ny", "New York", "1", "") ","
                                                     "{\"name\":\"x\",\"host\":\"app.example.com\","
                                                     "\"protocol\":\"HTTP\",\"round_trip\":"
                                                     "\"10ms\",\"resolvers\":1,\"arrivals\":{"
                                                     "\"constant\":\"20/s\"},\"requests\":[{"
                                                     "\"work\":{\"constant\":\"1ms\"}}]}",
                 NULL, 30);
    ck_assert_str_eq(zone_seen(run, 0), "us");
    ck_assert_str_eq(zone_seen(run, 1), "default");
    run_end(run);
}
END_TEST

// --- distances
// ----------------------------------------------------------------------------------------------------

#define POPULATION                                                                                 \
    "{\"name\":\"%s\",\"city\":\"%s\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\","         \
    "\"dns_round_trip\":\"0s\",\"jitter\":0,\"users\":500,\"keep_alive\":\"0s\",\"resolvers\":1,"  \
    "\"arrivals\":{\"constant\":\"10/s\"},\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]}"

static double mean_until(Run *run, const char *client, double until) {
    double time = -run_sum(run, "ResponseTime", client), count = -run_sum(run, "Answered", client);
    run_to(run, until);
    time += run_sum(run, "ResponseTime", client);
    return 1000 * time / (count + run_sum(run, "Answered", client));
}

#define FAR_REGION                                                                                 \
    "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]}]},{\"name\":"    \
    "\"eu-west-1\",\"zones\":[\"eu-west-1a\",\"eu-west-1b\"],\"load_balancers\":[{\"name\":"       \
    "\"web\",\"listeners\":[{\"protocol\":\"HTTP\",\"port\":80,\"default\":{\"forward\":\"web\"}}" \
    "]}],\"target_groups\":[{\"name\":\"web\"}],\"instances\":[{\"name\":\"web\",\"count\":2,"     \
    "\"launch\":\"v1\",\"target_groups\":[\"web\"]}"
#define BY_LATENCY(region)                                                                         \
    RECORD("latency", region,                                                                      \
           "\"region\":\"" region "\",\"evaluate_target_health\":true,\"alias\":\"" region         \
           "/web\"")

START_TEST(users_of_a_lost_region_pay_the_round_trips_of_the_next_best) {
    char clients[1000];
    snprintf(clients, sizeof clients, POPULATION, "c", "Mumbai");
    Sketch sketch = {.records = BY_LATENCY("ap-south-1") "," BY_LATENCY("eu-west-1"),
                     .instances = FAR_REGION,
                     .clients = clients,
                     .timeline =
                         "{\"at\":\"100s\",\"do\":\"region_power\",\"region\":\"ap-south-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    double before = mean_until(run, "Client=c", 99);
    run_to(run, 260);
    double after = mean_until(run, "Client=c", 400);
    // 126 ms instead of 3, for a connection and for a request.
    ck_assert_double_eq_tol(after - before, 2 * (126 - 3), 1);
    run_end(run);
}
END_TEST

enum { CITIES = 16, REGIONS = 9 };
static const char *const regions[REGIONS] = {"us-east-1",      "us-west-2",      "sa-east-1",
                                             "eu-west-1",      "eu-central-1",   "ap-south-1",
                                             "ap-southeast-1", "ap-northeast-1", "ap-southeast-2"};
static const char *const cities[CITIES] = {"New York",  "San Francisco", "Montreal",  "Mexico City",
                                           "Sao Paulo", "London",        "Frankfurt", "Stockholm",
                                           "Cape Town", "Dubai",         "Mumbai",    "Singapore",
                                           "Hong Kong", "Seoul",         "Tokyo",     "Sydney"};
// Medians of a year, in ms.
static const int16_t round_trips[CITIES][REGIONS] = {
    {5, 64, 115, 70, 93, 191, 219, 149, 200},      {64, 22, 175, 130, 153, 231, 170, 108, 139},
    {16, 61, 126, 69, 93, 192, 215, 145, 198},     {58, 92, 170, 125, 149, 246, 242, 168, 213},
    {115, 175, 3, 178, 204, 301, 327, 258, 312},   {78, 129, 187, 14, 18, 117, 172, 212, 266},
    {93, 142, 204, 27, 4, 129, 161, 227, 252},     {112, 155, 223, 41, 23, 148, 181, 247, 272},
    {227, 274, 338, 159, 155, 272, 317, 357, 409}, {194, 257, 306, 130, 116, 30, 90, 169, 181},
    {191, 222, 301, 126, 129, 3, 64, 134, 154},    {219, 161, 327, 182, 161, 64, 4, 71, 95},
    {198, 145, 309, 230, 194, 98, 37, 52, 128},    {179, 123, 288, 232, 231, 134, 74, 36, 145},
    {149, 98, 258, 201, 227, 134, 71, 3, 107},     {200, 141, 312, 256, 252, 154, 95, 107, 4}};

static void expect_round_trips_to(int32_t number) {
    const char *region = regions[number];
    char clients[8000] = "", instances[1000], record[300], client[64];
    for (int32_t i = 0; i < CITIES; i++) {
        size_t used = strlen(clients);
        snprintf(client, sizeof client, "c%d", i);
        snprintf(clients + used, sizeof clients - used, "%s" POPULATION, i == 0 ? "" : ",", client,
                 cities[i]);
    }
    bool is_own = strcmp(region, "ap-south-1") == 0;
    snprintf(instances, sizeof instances,
             is_own
                 ? "%s{\"name\":\"far\",\"launch\":\"v1\"}"
                 : "{\"name\":\"web\",\"launch\":\"v1\",\"target_groups\":[\"web\"]}]},{\"name\":"
                   "\"%s\",\"zones\":[\"a\"],\"instances\":[{\"name\":\"far\",\"launch\":\"v1\"}",
             is_own ? "" : region);
    snprintf(record, sizeof record, "{\"name\":\"app.example.com\",\"value\":\"%s/far\"}", region);
    Sketch sketch = {.records = record, .instances = instances, .clients = clients};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    for (int32_t i = 0; i < CITIES; i++) {
        snprintf(client, sizeof client, "Client=c%d", i);
        // A connection, a request, and its work.
        double mean = mean_until(run, client, 10 + 2 * i);
        ck_assert_double_eq_tol(mean, 2 * round_trips[i][number] + 1, 0.6);
    }
    run_end(run);
}

START_TEST(a_round_trip_is_that_of_the_measured_table) {
    for (int32_t i = 0; i < REGIONS; i++)
        expect_round_trips_to(i);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("dns_claims");
    TCase *tests = tcase_create("dns_claims");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_query_probes_nothing_and_goes_by_the_health_known);
    tcase_add_test(tests, queries_answered_by_a_cache_are_not_counted);
    tcase_add_test(tests, a_plain_record_has_five_minutes_unless_said);
    tcase_add_test(tests, a_check_watches_its_endpoint_and_not_the_value_of_the_record);
    tcase_add_test(tests, a_lower_ttl_helps_only_when_the_old_one_is_over);
    tcase_add_test(tests, who_is_at_no_known_place_gets_the_default);
    tcase_add_test(tests, users_of_a_lost_region_pay_the_round_trips_of_the_next_best);
    tcase_add_test(tests, a_round_trip_is_that_of_the_measured_table);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
