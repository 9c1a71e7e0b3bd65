// Routing policies, each seen in the run of a small zone.
#include "scenario/scenario.h"
#include "zone_text.h"

START_TEST(a_simple_record_gives_all_its_values) {
    Run *run = zone_run("{\"name\":\"app.example.com\",\"ttl\":\"10s\",\"values\":[\"ap-south-1/"
                        "p-1\",\"ap-south-1/p-2\",\"ap-south-1/p-3\"]}",
                        ONE_CITY, NULL, 300);
    const char *const names[] = {"p-1", "p-2", "p-3"};
    // In random order: each gets a third.
    for (int i = 0; i < 3; i++)
        ck_assert_double_eq_tol((double)zone_served(run, names[i]), 2000, 150);
    run_end(run);
}
END_TEST

START_TEST(a_client_takes_eight_addresses_of_an_answer) {
    Run *run = zone_run("{\"name\":\"app.example.com\",\"ttl\":\"24h\",\"values\":[\"ap-south-1/p-"
                        "1\",\"ap-south-1/p-2\",\"ap-south-1/p-3\",\"ap-south-1/p-4\",\"ap-south-1/"
                        "p-5\",\"ap-south-1/p-6\",\"ap-south-1/p-7\",\"ap-south-1/p-8\",\"ap-south-"
                        "1/p-9\",\"ap-south-1/p-10\"]}",
                        USERS_OF("ny", "New York", "1", ""), NULL, 100);
    int32_t served = 0;
    char name[16];
    for (int i = 1; i <= 10; i++) {
        snprintf(name, sizeof name, "p-%d", i);
        served += zone_served(run, name) > 0;
    }
    ck_assert_int_eq(served, 8);
    run_end(run);
}
END_TEST

// --- weighted
// -------------------------------------------------------------------------------------------------

#define W(id, weight, n) RECORD("weighted", id, "\"weight\":" weight "," TO_BALANCER(n) JUDGED)

START_TEST(an_unhealthy_record_is_dropped_and_the_rest_share_by_weight) {
    Run *run = zone_run(W("a", "10", "1") "," W("b", "20", "2") "," W("c", "20", "3"), ONE_CITY,
                        SICK_SERVER("3"), 120);
    ck_assert_double_eq_tol(zone_share(run, 1500, 0), 1 / 3.0, 0.035);
    ck_assert_str_ne(zone_seen(run, 0), "c");
    run_end(run);
}
END_TEST

START_TEST(weight_zero_is_tried_when_all_above_zero_are_unhealthy) {
    Run *run = zone_run(W("a", "1", "1") "," W("b", "0", "2"), ONE_CITY, SICK_SERVER("1"), 4);
    ck_assert_int_eq(zone_served(run, "s2"), 0);
    ck_assert_str_eq(zone_seen(run, 0), "a");
    run_to(run, 90);
    ck_assert_double_eq(zone_share(run, 300, 1), 1);
    run_end(run);
}
END_TEST

START_TEST(when_all_are_unhealthy_the_plain_draw_applies) {
    Run *run = zone_run(W("a", "30", "1") "," W("b", "10", "2") "," W("c", "0", "3"), ONE_CITY,
                        SICK_SERVER("1") "," SICK_SERVER("2") "," SICK_SERVER("3"), 100);
    int64_t zero = zone_answers(run, 2);
    ck_assert_double_eq_tol(zone_share(run, 1500, 0), 0.75, 0.035);
    ck_assert_int_eq(zone_answers(run, 2), zero);
    run_end(run);
}
END_TEST

// With a TTL of 60 s a resolver of 1,000 users sends all of them one way for a window.
START_TEST(nine_to_one_through_one_resolver_is_all_or_nothing_in_each_window) {
    Run *run = zone_run(
        RECORD(
            "weighted", "a",
            "\"weight\":90,\"ttl\":\"60s\",\"value\":\"ap-south-1/p-1\"") "," RECORD("weighted",
                                                                                     "b",
                                                                                     "\"weight\":"
                                                                                     "10,\"ttl\":"
                                                                                     "\"60s\","
                                                                                     "\"value\":"
                                                                                     "\"ap-south-1/"
                                                                                     "p-2\""),
        USERS_OF("ny", "New York", "1", ""), NULL, 70);
    int32_t split = 0, windows = 0;
    for (double t = 70; t < 6000; t += 10) {
        int64_t a = zone_served(run, "p-1"), b = zone_served(run, "p-2");
        int64_t queries = zone_answers(run, 0) + zone_answers(run, 1);
        run_to(run, t + 10);
        if (zone_answers(run, 0) + zone_answers(run, 1) != queries) continue;
        windows++;
        split += zone_served(run, "p-1") > a && zone_served(run, "p-2") > b;
    }
    ck_assert_int_gt(windows, 400);
    // What was under way when the answer changed.
    ck_assert_int_le(split, 2);
    ck_assert_double_gt((double)zone_answers(run, 0), 5 * (double)zone_answers(run, 1));
    ck_assert_int_gt(zone_answers(run, 1), 2);
    run_end(run);
}
END_TEST

// --- latency
// --------------------------------------------------------------------------------------------------

#define L(region, more) RECORD("latency", region, "\"region\":\"" region "\"," more)

START_TEST(latency_takes_the_region_with_the_shortest_round_trip) {
    Run *run = zone_run(
        L("us-east-1", TO_PLAIN("1")) "," L("eu-central-1", TO_PLAIN("2")) "," L("ap-south-1",
                                                                                 TO_PLAIN("3")),
        USERS_OF("ny", "New York", "2", "") "," USERS_OF("london", "London", "2", "") "," USERS_OF(
            "dubai", "Dubai", "2", "") "," USERS_OF("rio", "Sao Paulo", "2", ""),
        NULL, 60);
    ck_assert_str_eq(zone_seen(run, 0), "us-east-1");
    ck_assert_str_eq(zone_seen(run, 1), "eu-central-1");
    // Not the nearest on the map: Dubai is 30 ms from Mumbai.
    ck_assert_str_eq(zone_seen(run, 2), "ap-south-1");
    ck_assert_str_eq(zone_seen(run, 3), "us-east-1");
    run_end(run);
}
END_TEST

START_TEST(an_unhealthy_region_is_left_for_the_next_best) {
    Run *run = zone_run(
        L("us-east-1", TO_BALANCER("1") JUDGED) "," L("eu-west-1", TO_BALANCER("2") JUDGED) "," L(
            "ap-south-1", TO_BALANCER("3") JUDGED),
        USERS_OF("ny", "New York", "2", "") "," USERS_OF("bom", "Mumbai", "2", ""),
        SICK_SERVER("1"), 4);
    ck_assert_str_eq(zone_seen(run, 0), "us-east-1");
    run_to(run, 120);
    ck_assert_str_eq(zone_seen(run, 0), "eu-west-1");
    ck_assert_str_eq(zone_seen(run, 1), "ap-south-1");
    run_end(run);
}
END_TEST

START_TEST(without_a_line_in_the_table_distance_decides) {
    SimScenario *scenario;
    Sketch sketch = zone_sketch(L("us-west-2", TO_PLAIN("1")) "," L("us-east-1", TO_PLAIN("2")),
                                ONE_CITY, NULL);
    scenario = scenario_of(&sketch);
    const Config *config = scenario_config(scenario);
    const ConfigRecord *west = &config->records[0];
    for (int32_t i = 0; i < config->place_count; i++) {
        const char *name = config->places[i].name;
        // New York has a line of its own; Oregon has none, and is 0 km from itself.
        if (strcmp(name, "New York") == 0) ck_assert_double_eq(west->distances[i], 64);
        if (strcmp(name, "us-west-2") == 0) ck_assert_double_eq(west->distances[i], 0);
        if (strcmp(name, "us-east-1") == 0) ck_assert_double_eq(west->distances[i], 64);
    }
    sim_scenario_release(scenario);
}
END_TEST

// --- failover
// -------------------------------------------------------------------------------------------------

#define F(role, more) RECORD("failover", role, "\"failover\":\"" role "\"," more)

START_TEST(failover_answers_the_primary_while_it_is_healthy_and_then_the_secondary) {
    Run *run =
        zone_run(F("SECONDARY", TO_BALANCER("2") JUDGED) "," F("PRIMARY", TO_BALANCER("1") JUDGED),
                 ONE_CITY, SICK_SERVER("1"), 4);
    ck_assert_str_eq(zone_seen(run, 0), "PRIMARY");
    run_to(run, 120);
    ck_assert_double_eq(zone_share(run, 300, 0), 1);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/s1");
    run_to(run, 420);
    ck_assert_double_eq(zone_share(run, 600, 1), 1);
    run_end(run);
}
END_TEST

START_TEST(with_both_unhealthy_the_primary_is_answered) {
    Run *run =
        zone_run(F("SECONDARY", TO_BALANCER("2") JUDGED) "," F("PRIMARY", TO_BALANCER("1") JUDGED),
                 ONE_CITY, SICK_SERVER("1") "," SICK_SERVER("2"), 120);
    ck_assert_double_eq(zone_share(run, 300, 1), 1);
    run_end(run);
}
END_TEST

START_TEST(a_dead_secondary_that_nobody_checks_is_answered) {
    Run *run = zone_run(F("PRIMARY", TO_BALANCER("1") JUDGED) "," F("SECONDARY", TO_BALANCER("2")),
                        ONE_CITY, SICK_SERVER("1") "," SICK_SERVER("2"), 120);
    ck_assert_double_eq(zone_share(run, 300, 1), 1);
    run_end(run);
}
END_TEST

// --- places
// ---------------------------------------------------------------------------------------------------

#define G(id, place, more) RECORD("geolocation", id, "\"geolocation\":{" place "}," more)

#define FOUR_CITIES                                                                                \
    USERS_OF("ny", "New York", "2", "")                                                            \
    "," USERS_OF("sf", "San Francisco", "2", "") "," USERS_OF(                                     \
        "mtl", "Montreal", "2", "") "," USERS_OF("lon", "London", "2", "")

START_TEST(geolocation_takes_the_smallest_place_that_matches) {
    Run *run = zone_run(G("default", "\"country\":\"*\"", TO_PLAIN("1")) "," G(
                            "america", "\"continent\":\"NA\"",
                            TO_PLAIN("2")) "," G("us", "\"country\":\"US\"",
                                                 TO_PLAIN("3")) "," G("california",
                                                                      "\"country\":\"US\","
                                                                      "\"subdivision\":\"CA\"",
                                                                      TO_PLAIN("4")),
                        FOUR_CITIES, NULL, 60);
    ck_assert_str_eq(zone_seen(run, 0), "us");
    ck_assert_str_eq(zone_seen(run, 1), "california");
    ck_assert_str_eq(zone_seen(run, 2), "america");
    ck_assert_str_eq(zone_seen(run, 3), "default");
    run_end(run);
}
END_TEST

START_TEST(who_matches_nothing_gets_no_answer_and_not_the_nearest) {
    Run *run = zone_run(G("us", "\"country\":\"US\"", TO_PLAIN("1")), FOUR_CITIES, NULL, 60);
    ck_assert_str_eq(zone_seen(run, 0), "us");
    ck_assert_str_eq(zone_seen(run, 2), "-");
    ck_assert_str_eq(zone_seen(run, 3), "-");
    const Population *montreal = &run->world->populations.items[2];
    ck_assert_int_eq(montreal->answered, 0);
    ck_assert_int_gt(montreal->failed, 1000);
    ck_assert_int_gt(run->world->populations.items[0].answered, 1000);
    run_end(run);
}
END_TEST

START_TEST(that_there_is_no_answer_is_remembered_for_900_seconds) {
    Run *run = zone_run(G("us", "\"country\":\"US\"", TO_PLAIN("1")),
                        USERS_OF("mtl", "Montreal", "1", ""), NULL, 9000);
    ck_assert_double_eq_tol(run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS"), 10, 1);
    run_end(run);
}
END_TEST

START_TEST(an_unhealthy_place_falls_back_to_the_larger_one) {
    Run *run = zone_run(
        G("world", "\"country\":\"*\"", TO_BALANCER("4") JUDGED) "," G(
            "america", "\"continent\":\"NA\"",
            TO_BALANCER("3") JUDGED) "," G("us", "\"country\":\"US\"",
                                           TO_BALANCER("2") JUDGED) "," G("ny",
                                                                          "\"country\":\"US\","
                                                                          "\"subdivision\":"
                                                                          "\"NY\"",
                                                                          TO_BALANCER("1") JUDGED),
        USERS_OF("ny", "New York", "2", ""),
        SICK_SERVER("1") ",{\"at\":\"300s\",\"do\":\"crash\",\"instance\":\"ap-south-1/s2\"},"
                         "{\"at\":\"600s\",\"do\":\"crash\",\"instance\":\"ap-south-1/s3\"}",
        4);
    ck_assert_str_eq(zone_seen(run, 0), "ny");
    run_to(run, 200);
    ck_assert_str_eq(zone_seen(run, 0), "us");
    run_to(run, 500);
    ck_assert_str_eq(zone_seen(run, 0), "america");
    run_to(run, 800);
    ck_assert_str_eq(zone_seen(run, 0), "world");
    run_end(run);
}
END_TEST

// Two resources on New York's meridian; a degree of latitude is 111.2 km.
#define N(id, north, bias)                                                                         \
    RECORD("geoproximity", id,                                                                     \
           "\"geoproximity\":{\"latitude\":" north ",\"longitude\":-74.01,\"bias\":" bias          \
           "},\"ttl\":\"10s\",\"value\":\"ap-south-1/p-1\"")

START_TEST(geoproximity_compares_distances_times_one_minus_bias) {
    const struct {
        const char *records, *seen;
    } rows[] = {
        // 150 km and 100 km away.
        {N("a", "42.059", "0") "," N("b", "41.609", "0"), "b"},
        {N("a", "42.059", "50") "," N("b", "41.609", "0"), "a"},
        {N("a", "42.059", "30") "," N("b", "41.609", "0"), "b"},
        // Stretched by a half, 100 km are 150 km.
        {N("a", "41.9", "0") "," N("b", "41.609", "-50"), "a"},
        {N("a", "42.2", "0") "," N("b", "41.609", "-50"), "b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Run *run = zone_run(rows[i].records, USERS_OF("ny", "New York", "2", ""), NULL, 20);
        ck_assert_msg(strcmp(zone_seen(run, 0), rows[i].seen) == 0, "row %d gives %s", (int)i,
                      zone_seen(run, 0));
        run_end(run);
    }
}
END_TEST

// --- many values, and blocks of addresses
// -----------------------------------------------------------------------

#define M(n) RECORD("multivalue_answer", n, "\"ttl\":\"24h\",\"value\":\"ap-south-1/p-" n "\"")

START_TEST(a_multivalue_answer_has_up_to_eight_values) {
    Run *run = zone_run(M("1") "," M("2") "," M("3") "," M("4") "," M("5") "," M("6") "," M(
                            "7") "," M("8") "," M("9") "," M("10"),
                        USERS_OF("ny", "New York", "1", ""), NULL, 200);
    int32_t served = 0;
    char name[16];
    for (int i = 1; i <= 10; i++) {
        snprintf(name, sizeof name, "p-%d", i);
        int64_t n = zone_served(run, name);
        served += n > 0;
        if (n > 0) ck_assert_double_eq_tol((double)n, 500, 90);
    }
    ck_assert_int_eq(served, 8);
    run_end(run);
}
END_TEST

START_TEST(who_is_refused_by_one_address_tries_another) {
    Run *run =
        zone_run(M("1") "," M("2") "," M("3"), USERS_OF("ny", "New York", "1", ""), NULL, 100);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/p-1");
    run_to(run, 110); // what was under way at the crash is lost
    int64_t lost = sim_world_totals(run->world).lost[SIM_CAUSE_REFUSED];
    int64_t dead = zone_served(run, "p-1"), served = zone_served(run, "p-2");
    run_to(run, 300);
    ck_assert_int_eq(sim_world_totals(run->world).lost[SIM_CAUSE_REFUSED], lost);
    ck_assert_int_eq(zone_served(run, "p-1"), dead);
    ck_assert_int_gt(zone_served(run, "p-2"), served + 200);
    // All three: nobody is left to be tried.
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/p-2");
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/p-3");
    run_to(run, 320);
    ck_assert_int_gt(sim_world_totals(run->world).lost[SIM_CAUSE_REFUSED], lost + 20);
    run_end(run);
}
END_TEST

// Each of ten records with a check of its own, of which the first three fail.
#define M_CHECKED(n)                                                                               \
    RECORD("multivalue_answer", n,                                                                 \
           "\"ttl\":\"60s\",\"health_check\":\"c" n "\",\"value\":\"ap-south-1/p-" n "\"")
#define CONTROL(n) "{\"name\":\"c" n "\",\"state\":\"On\"}"
#define CHECK(n)                                                                                   \
    "{\"name\":\"c" n "\",\"type\":\"RECOVERY_CONTROL\",\"routing_control\":\"c" n "\"}"
#define TURN_OFF(n)                                                                                \
    "{\"at\":\"1s\",\"do\":\"update_routing_control_state\",\"routing_control\":\"c" n             \
    "\",\"state\":\"Off\"}"
#define TEN(X, b)                                                                                  \
    X("1") b X("2") b X("3") b X("4") b X("5") b X("6") b X("7") b X("8") b X("9") b X("10")

// How many of p-1 to p-`last` were served between two times.
static int32_t count_served(Run *run, double until, int32_t last) {
    int64_t before[11];
    char name[16];
    int32_t count = 0;
    for (int i = 1; i <= last; i++) {
        snprintf(name, sizeof name, "p-%d", i);
        before[i] = zone_served(run, name);
    }
    run_to(run, until);
    for (int i = 1; i <= last; i++) {
        snprintf(name, sizeof name, "p-%d", i);
        count += zone_served(run, name) > before[i];
    }
    return count;
}

START_TEST(a_multivalue_answer_leaves_out_the_unhealthy_while_any_is_healthy) {
    Sketch sketch = zone_sketch(TEN(M_CHECKED, ","), USERS_OF("ny", "New York", "1", ""),
                                TURN_OFF("1") "," TURN_OFF("2") "," TURN_OFF("3"));
    const char *members =
        "\"routing_controls\":[" TEN(CONTROL, ",") "],\"health_checks\":[" TEN(CHECK, ",") "]";
    Run *run = zone_run_with(&sketch, members);
    run_to(run, 100);
    ck_assert_int_eq(count_served(run, 300, 3), 0);
    ck_assert_int_eq(count_served(run, 400, 10), 7);
    run_end(run);
    sketch.timeline = TEN(TURN_OFF, ",");
    run = zone_run_with(&sketch, members);
    run_to(run, 100);
    // None is healthy: up to eight of them all the same.
    ck_assert_int_ge(count_served(run, 155, 10), 8);
    run_end(run);
}
END_TEST

#define I(id, place)                                                                               \
    RECORD("ip_based", id,                                                                         \
           "\"cidr\":{\"collection\":\"isps\",\"location\":\"" place                               \
           "\"},\"ttl\":\"10s\",\"value\":\"ap-south-1/p-1\"")
static char *with_collections(const Sketch *sketch, const char *collections) {
    // Sketches have no place for them: they are put before the records.
    char *text = text_of(sketch), *at = strstr(text, "\"route53\":{");
    size_t before = (size_t)(at - text) + strlen("\"route53\":{");
    char *out = malloc(strlen(text) + strlen(collections) + 40);
    sprintf(out, "%.*s\"cidr_collections\":%s,%s", (int)before, text, collections, text + before);
    free(text);
    return out;
}

START_TEST(an_ip_based_record_answers_the_longest_block_and_else_the_default) {
    Sketch sketch = zone_sketch(
        I("wide", "wide") "," I("narrow", "narrow") "," I("rest", "*"),
        USERS_OF("a", "London", "1", ",\"source\":\"81.0.0.0/9\"") "," USERS_OF(
            "b", "London", "1", ",\"source\":\"81.1.2.0/24\"") "," USERS_OF("c", "London", "1",
                                                                            ",\"source"
                                                                            "\":\"9.0."
                                                                            "0.0/8\""),
        NULL);
    Run *run =
        zone_run_with(&sketch, "\"cidr_collections\":[{\"name\":\"isps\",\"locations\":[{\"name\":"
                               "\"wide\",\"blocks\":[\"81.0."
                               "0.0/8\"]},{\"name\":\"narrow\",\"blocks\":[\"81.1.0.0/16\"]}]}]");
    run_to(run, 30);
    ck_assert_str_eq(zone_seen(run, 0), "wide");
    ck_assert_str_eq(zone_seen(run, 1), "narrow");
    ck_assert_str_eq(zone_seen(run, 2), "rest");
    run_end(run);
}
END_TEST

// --- what Route 53 refuses
// ------------------------------------------------------------------------------------

// What is refused for one reason is accepted without it.
static void accept(const char *records) {
    Sketch sketch = zone_sketch(records, ONE_CITY, NULL);
    Run *run =
        zone_run_with(&sketch, "\"cidr_collections\":[{\"name\":\"isps\",\"locations\":[{\"name\":"
                               "\"wide\",\"blocks\":[\"81.0.0.0/8\"]}]}]");
    run_end(run);
}

static void refuse(const char *records, const char *words) {
    Sketch sketch = zone_sketch(records, ONE_CITY, NULL);
    char *text = with_collections(
        &sketch, "[{\"name\":\"isps\",\"locations\":[{\"name\":\"wide\",\"blocks\":[\"81.0.0.0/8\"]"
                 "},{\"name\":\"tiny\",\"blocks\":[\"81.1.1.1/32\"]}]}]");
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "text", &diagnostics);
    bool is_said = false;
    char line[1024] = "";
    for (int32_t i = 0; i < diagnostics.count; i++) {
        sim_diagnostic_format(&diagnostics, i, line, sizeof line);
        is_said = is_said || strstr(line, words) != NULL;
    }
    ck_assert_msg(scenario == NULL && is_said, "\"%s\" is not said of %.500s but %s", words,
                  records, line);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}

// `count` records of one name, with the number in the place of %d.
static void refuse_many(int32_t count, const char *record, const char *words) {
    char *records = calloc(1, 20000);
    for (int32_t i = 0; i < count; i++) {
        size_t used = strlen(records);
        if (i > 0) records[used++] = ',';
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(records + used, 20000 - used, record, i);
#pragma GCC diagnostic pop
    }
    refuse(records, words);
    free(records);
}

START_TEST(records_that_route_53_refuses_are_refused) {
    const struct {
        const char *records, *words;
    } rows[] = {
        {L("us-east-1", TO_PLAIN("1")) "," RECORD("weighted", "w", "\"weight\":1," TO_PLAIN("1")),
         "can not mix policies"},
        {L("us-east-1", TO_PLAIN("1")) "," RECORD("latency", "x",
                                                  "\"region\":\"us-east-1\"," TO_PLAIN("2")),
         "another latency record of this name is for this region"},
        {F("PRIMARY", TO_PLAIN("1")) "," RECORD("failover", "x",
                                                "\"failover\":\"PRIMARY\"," TO_PLAIN("2")),
         "there is a PRIMARY record of this name already"},
        {G("a", "\"country\":\"US\"", TO_PLAIN("1")) "," G("b", "\"country\":\"US\"",
                                                           TO_PLAIN("2")),
         "another geolocation record of this name is for this place"},
        {RECORD("weighted", "w", "\"weight\":1," TO_PLAIN("1")) "," RECORD(
             "weighted", "w", "\"weight\":2," TO_PLAIN("2")),
         "has the set identifier \"w\""},
        {G("a", "\"country\":\"CA\",\"subdivision\":\"ON\"", TO_PLAIN("1")),
         "only states of the US are known as subdivisions"},
        {RECORD("weighted", "w", "\"weight\":256," TO_PLAIN("1")), "out of range"},
        {N("a", "1", "100"), "out of range"},
        {RECORD("multivalue_answer", "m", TO_BALANCER("1")), "can not be an alias"},
        {I("tiny", "tiny"), "is not of 1 to 24 bits"},
        {"{\"name\":\"app.example.com\",\"alias\":\"ap-south-1/b1\",\"ttl\":\"10s\"}",
         "the TTL of an alias can not be set"},
        {"{\"name\":\"app.example.com\",\"value\":\"ap-south-1/p-1\",\"evaluate_target_health\":"
         "true}",
         "only an alias can evaluate its target's health"},
        {"{\"name\":\"app.example.com\",\"alias\":\"b.example.com\"},{\"name\":\"b.example.com\","
         "\"alias\":\"app.example.com\"}",
         "leads back to itself"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        refuse(rows[i].records, rows[i].words);
    accept(N("a", "1", "0") "," N("b", "2", "0"));
    accept(RECORD("weighted", "a", "\"weight\":1," TO_PLAIN("1")) "," RECORD(
        "weighted", "b", "\"weight\":1," TO_PLAIN("1")));
    accept(I("wide", "wide") "," I("rest", "*"));
    refuse_many(101, RECORD("weighted", "%d", "\"weight\":1," TO_PLAIN("1")),
                "more than 100 records of one name");
    char *values = calloc(1, 16000), *record = calloc(1, 20000);
    for (int i = 0; i < 401; i++)
        strcat(values, i == 0 ? "\"ap-south-1/p-1\"" : ",\"ap-south-1/p-1\"");
    snprintf(record, 20000, "{\"name\":\"app.example.com\",\"values\":[%s]}", values);
    refuse(record, "this list has 401 elements");
    free(values), free(record);
    refuse_many(
        31,
        RECORD("geoproximity", "%d", "\"geoproximity\":{\"region\":\"us-east-1\"}," TO_PLAIN("1")),
        "more than 30 geoproximity records");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("policies");
    TCase *tests = tcase_create("policies");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_simple_record_gives_all_its_values);
    tcase_add_test(tests, a_client_takes_eight_addresses_of_an_answer);
    tcase_add_test(tests, an_unhealthy_record_is_dropped_and_the_rest_share_by_weight);
    tcase_add_test(tests, weight_zero_is_tried_when_all_above_zero_are_unhealthy);
    tcase_add_test(tests, when_all_are_unhealthy_the_plain_draw_applies);
    tcase_add_test(tests, nine_to_one_through_one_resolver_is_all_or_nothing_in_each_window);
    tcase_add_test(tests, latency_takes_the_region_with_the_shortest_round_trip);
    tcase_add_test(tests, an_unhealthy_region_is_left_for_the_next_best);
    tcase_add_test(tests, without_a_line_in_the_table_distance_decides);
    tcase_add_test(tests, failover_answers_the_primary_while_it_is_healthy_and_then_the_secondary);
    tcase_add_test(tests, with_both_unhealthy_the_primary_is_answered);
    tcase_add_test(tests, a_dead_secondary_that_nobody_checks_is_answered);
    tcase_add_test(tests, geolocation_takes_the_smallest_place_that_matches);
    tcase_add_test(tests, who_matches_nothing_gets_no_answer_and_not_the_nearest);
    tcase_add_test(tests, that_there_is_no_answer_is_remembered_for_900_seconds);
    tcase_add_test(tests, an_unhealthy_place_falls_back_to_the_larger_one);
    tcase_add_test(tests, geoproximity_compares_distances_times_one_minus_bias);
    tcase_add_test(tests, a_multivalue_answer_has_up_to_eight_values);
    tcase_add_test(tests, who_is_refused_by_one_address_tries_another);
    tcase_add_test(tests, a_multivalue_answer_leaves_out_the_unhealthy_while_any_is_healthy);
    tcase_add_test(tests, an_ip_based_record_answers_the_longest_block_and_else_the_default);
    tcase_add_test(tests, records_that_route_53_refuses_are_refused);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
