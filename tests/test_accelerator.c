// Global Accelerator: where connections end, what an edge knows, and what is counted.
#include "globe.h"

#include "sim/view.h"

#define WEB(weight) "{\"load_balancer\":\"us-east-1/web\",\"weight\":" weight "}"
#define ALT(weight) "{\"load_balancer\":\"us-east-1/alt\",\"weight\":" weight "}"
#define FIVE                                                                                       \
    GLOBE_TWO "," GLOBE_GROUP("ap-south-1", "") "," GLOBE_GROUP(                                   \
        "ap-southeast-1", "") "," GLOBE_GROUP("ap-northeast-1", "")
#define DIAL(n) ",\"traffic_dial_percentage\":" n

static double mean_time(const Run *run, const char *client) {
    char dimensions[64];
    snprintf(dimensions, sizeof dimensions, "Client=%s", client);
    return run_sum(run, "ResponseTime", dimensions) / run_sum(run, "Answered", dimensions);
}

static double told_at(const Run *run, const char *endpoint, const char *to) {
    const SeenIncident *seen = run_incident(run, "Endpoint", endpoint, to, 0);
    ck_assert_msg(seen != NULL, "%s never became %s", endpoint, to);
    return (double)seen->time / 1e9;
}

// --- the way of a connection
// --------------------------------------------------------------------------------------

START_TEST(each_client_is_served_by_the_closest_group) {
    Globe globe = {.groups = GLOBE_GROUP("eu-west-1", "") "," GLOBE_GROUP("us-east-1", "")};
    Run *run = globe_run(&globe, 0);
    ck_assert_double_eq(globe_share(run, 60, "us-east-1/web"), 1);
    run_end(run);
    globe.clients = GLOBE_USERS("l", "London", "app.example.com", GLOBE_RATE GLOBE_BRIEF);
    run = globe_run(&globe, 0);
    ck_assert_double_eq(globe_share(run, 60, "eu-west-1/web"), 1);
    run_end(run);
}
END_TEST

START_TEST(an_alias_gives_one_of_two_addresses) {
    Globe globe = {.client = GLOBE_BRIEF ",\"resolvers\":40"};
    Run *run = globe_run(&globe, 60);
    int32_t seen[4] = {0, 0, 0, 0};
    for (int32_t i = 0; i < 40; i++) {
        const CacheEntry *entry = &run->world->caches.items[cache_index(run->world, 0, i)];
        ck_assert_uint_lt(entry->zone_mask, 4);
        seen[entry->zone_mask]++;
    }
    ck_assert_int_eq(seen[0] + seen[3], 0);
    ck_assert_int_gt(seen[1], 8);
    ck_assert_int_gt(seen[2], 8);
    run_end(run);
}
END_TEST

START_TEST(a_traffic_dial_lets_in_its_share_and_the_rest_goes_elsewhere) {
    Globe globe = {
        .groups = GLOBE_GROUP("us-east-1", DIAL("50")) "," GLOBE_GROUP("eu-west-1", DIAL("50"))};
    Run *run = globe_run(&globe, 0);
    ck_assert_double_eq_tol(globe_share(run, 200, "us-east-1/web"), 0.5, 0.04);
    run_set(run,
            "global_accelerator.accelerators.front.listeners.0.endpoint_groups.0."
            "traffic_dial_percentage",
            "10");
    ck_assert_double_eq_tol(globe_share(run, 400, "eu-west-1/web"), 0.9, 0.03);
    run_end(run);
    globe.groups = GLOBE_GROUP("us-east-1", DIAL("50")) "," GLOBE_GROUP(
        "eu-west-1", DIAL("50")) "," GLOBE_GROUP("ap-south-1", "");
    run = globe_run(&globe, 0);
    ck_assert_double_eq_tol(globe_share(run, 200, "ap-south-1/web"), 0.25, 0.04);
    run_end(run);
}
END_TEST

START_TEST(connections_are_shared_by_weight) {
    Globe globe = {.groups = GLOBE_GROUP_OF("us-east-1", "", WEB("192") "," ALT("64"))};
    Run *run = globe_run(&globe, 0);
    ck_assert_double_eq_tol(globe_share(run, 200, "us-east-1/web"), 0.75, 0.04);
    run_set(run,
            "global_accelerator.accelerators.front.listeners.0.endpoint_groups.0.endpoints.0."
            "weight",
            "0");
    ck_assert_double_gt(globe_share(run, 300, "us-east-1/alt"), 0.999);
    run_end(run);
}
END_TEST

START_TEST(endpoints_weigh_128_and_their_groups_are_dialled_to_100_unless_said) {
    Globe globe = {.groups = GLOBE_GROUP_OF("us-east-1", "",
                                            GLOBE_ENDPOINT("us-east-1", "") "," ALT(
                                                "128")) "," GLOBE_GROUP("eu-west-1", DIAL("100"))};
    Run *run = globe_run(&globe, 0);
    ck_assert_double_eq_tol(globe_share(run, 200, "us-east-1/web"), 0.5, 0.04);
    ck_assert_int_eq(globe_taken(run, "eu-west-1/web"), 0);
    run_end(run);
}
END_TEST

START_TEST(without_affinity_each_connection_goes_its_own_way) {
    Globe globe = {.client = GLOBE_BRIEF ",\"addresses\":1",
                   .groups = GLOBE_GROUP_OF("us-east-1", "", WEB("100") "," ALT("100"))};
    Run *run = globe_run(&globe, 0);
    ck_assert_double_eq_tol(globe_share(run, 200, "us-east-1/web"), 0.5, 0.04);
    run_end(run);
}
END_TEST

START_TEST(with_affinity_an_address_stays_with_its_endpoint) {
    Globe globe = {.clients = GLOBE_USERS("ny", "New York", "app.example.com",
                                          GLOBE_RATE GLOBE_BRIEF ",\"addresses\":1"),
                   .listener = ",\"client_affinity\":\"SOURCE_IP\"",
                   .groups =
                       GLOBE_GROUP_OF("us-east-1", DIAL("50"),
                                      WEB("100") "," ALT("100")) "," GLOBE_GROUP("eu-west-1", "")};
    Run *run = globe_run(&globe, 100);
    int32_t used = (globe_taken(run, "us-east-1/web") > 0) +
                   (globe_taken(run, "us-east-1/alt") > 0) +
                   (globe_taken(run, "eu-west-1/web") > 0);
    ck_assert_int_eq(used, 1);
    run_end(run);
    // Many addresses are shared as ever.
    globe.clients = GLOBE_USERS("ny", "New York", "app.example.com", GLOBE_RATE GLOBE_BRIEF);
    run = globe_run(&globe, 0);
    ck_assert_double_eq_tol(globe_share(run, 300, "eu-west-1/web"), 0.5, 0.06);
    ck_assert_double_eq_tol(globe_share(run, 600, "us-east-1/alt"), 0.25, 0.06);
    run_end(run);
}
END_TEST

START_TEST(a_port_without_a_listener_stays_silent) {
    Globe globe = {.clients = GLOBE_USERS("ny", "New York", "app.example.com",
                                          GLOBE_RATE GLOBE_BRIEF ",\"port\":8080")};
    Run *run = globe_run(&globe, 60);
    ck_assert_double_eq(run_sum(run, "Answered", "Client=ny"), 0);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=connect_timeout"), 1000);
    run_end(run);
}
END_TEST

START_TEST(an_internal_balancer_is_reached_through_an_accelerator) {
    Globe globe = {.balancer = ",\"scheme\":\"internal\""};
    Run *run = globe_run(&globe, 60);
    ck_assert_double_gt(run_sum(run, "Answered", "Client=ny"), 1190);
    run_end(run);
}
END_TEST

// --- how long it takes
// --------------------------------------------------------------------------------------------

#define BOTH(more)                                                                                 \
    GLOBE_USERS("over", "London", "app.example.com", GLOBE_RATE more)                              \
    "," GLOBE_USERS("direct", "London", "direct.example.com", GLOBE_RATE more)

START_TEST(a_round_trip_leads_over_the_edge) {
    // 117 ms to Mumbai; over the edge 5 and half of the other 112. Kept connections: one each.
    Globe globe = {.clients = BOTH(",\"keep_alive\":\"10m\""),
                   .groups = GLOBE_GROUP("ap-south-1", ""),
                   .balancer = ",\"idle_timeout\":\"1h\"",
                   .accelerator = ",\"backbone_factor\":0.5"};
    Run *run = globe_run(&globe, 300);
    double direct = run_sum(run, "ResponseTime", "Client=direct"),
           over = run_sum(run, "ResponseTime", "Client=over");
    double n = run_sum(run, "Answered", "Client=direct");
    run_to(run, 400);
    direct = run_sum(run, "ResponseTime", "Client=direct") - direct;
    over = run_sum(run, "ResponseTime", "Client=over") - over;
    n = run_sum(run, "Answered", "Client=direct") - n;
    ck_assert_double_eq_tol((direct - over) / n, 0.056, 0.002);
    run_end(run);
    // Nobody takes a detour: a region nearer than the edge is reached as ever.
    globe.accelerator = ",\"edge_round_trip\":\"500ms\"";
    run = globe_run(&globe, 60);
    ck_assert_double_lt(mean_time(run, "over"), 0.5);
    run_end(run);
}
END_TEST

START_TEST(a_connection_is_made_at_the_edge) {
    Globe globe = {.clients = BOTH(GLOBE_BRIEF),
                   .groups = GLOBE_GROUP("ap-south-1", ""),
                   .accelerator = ",\"backbone_factor\":1,\"edge_round_trip\":\"40ms\""};
    Run *run = globe_run(&globe, 100);
    // The first round trip is that of the edge's own connection, 77 of 117 ms.
    ck_assert_double_eq_tol(mean_time(run, "direct") - mean_time(run, "over"), 0.040, 0.002);
    run_end(run);
}
END_TEST

START_TEST(a_slow_link_is_not_on_the_way_through_an_accelerator) {
    Globe globe = {.clients = BOTH(GLOBE_BRIEF),
                   .groups = GLOBE_GROUP("ap-south-1", ""),
                   .timeline = "{\"at\":\"0s\",\"do\":\"link_slow\",\"link\":\"London/ap-south-1\","
                               "\"by\":\"200ms\"},{\"at\":\"0s\",\"do\":\"link_loss\",\"link\":"
                               "\"London/ap-south-1\",\"share\":0.3}"};
    Run *run = globe_run(&globe, 100);
    ck_assert_double_lt(mean_time(run, "over"), 0.25);
    ck_assert_double_gt(mean_time(run, "direct"), 0.6);
    run_end(run);
}
END_TEST

START_TEST(a_slow_access_is_on_every_way) {
    Globe globe = {.clients = BOTH(GLOBE_BRIEF), .groups = GLOBE_GROUP("ap-south-1", "")};
    Run *run = globe_run(&globe, 100);
    double over = mean_time(run, "over"), direct = mean_time(run, "direct");
    run_end(run);
    globe.timeline = "{\"at\":\"0s\",\"do\":\"link_slow\",\"link\":\"London/*\",\"by\":\"50ms\"}";
    run = globe_run(&globe, 100);
    // Two round trips over HTTP.
    ck_assert_double_eq_tol(mean_time(run, "over"), over + 0.1, 0.01);
    ck_assert_double_eq_tol(mean_time(run, "direct"), direct + 0.1, 0.01);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->clients[0].hurt_region, view->region_count);
    ck_assert_int_eq(view->regions[3].hurt_clients, 2);
    sim_viewer_destroy(viewer);
    run_end(run);
    globe.timeline = "{\"at\":\"0s\",\"do\":\"link_loss\",\"link\":\"London/*\",\"share\":0.2}";
    run = globe_run(&globe, 100);
    ck_assert_double_gt(mean_time(run, "over"), over + 0.2);
    ck_assert_double_gt(mean_time(run, "direct"), direct + 0.2);
    run_end(run);
}
END_TEST

START_TEST(an_idle_connection_is_closed_after_340_seconds) {
    Globe globe = {.clients = GLOBE_USERS("ny", "New York", "app.example.com",
                                          ",\"arrivals\":{\"constant\":\"0.001/s\"},"
                                          "\"keep_alive\":\"1h\""),
                   .groups = GLOBE_GROUP("us-east-1", ""),
                   .balancer = ",\"idle_timeout\":\"3600s\""};
    Run *run = globe_run(&globe, 1338);
    ck_assert_int_eq(run->world->endpoints.items[0].flows, 1);
    run_to(run, 1342);
    ck_assert_int_eq(run->world->endpoints.items[0].flows, 0);
    run_end(run);
}
END_TEST

// --- failover
// -----------------------------------------------------------------------------------------------------

START_TEST(a_failover_of_an_accelerator_changes_no_answer_of_dns) {
    Globe globe = {.client =
                       GLOBE_BRIEF ",\"resolvers\":10,\"dns_cache\":{\"browser_hold\":\"60s\"}",
                   .timeline = LOSE("60s", "us-east-1")};
    Run *run = globe_run(&globe, 0);
    ck_assert_double_eq(globe_share(run, 60, "us-east-1/web"), 1);
    run_to(run, 75);
    ck_assert_double_eq(globe_share(run, 300, "eu-west-1/web"), 1);
    ck_assert_double_eq(run_sum(run, "OldAnswerShare", "Client=ny"), 0);
    ck_assert_int_eq(run->world->caches.items[0].record, 0);
    ck_assert_ptr_nonnull(run_incident(run, "EndpointGroup", "front/us-east-1", "failed over", 0));
    run_end(run);
}
END_TEST

START_TEST(a_failover_ignores_traffic_dials) {
    Globe globe = {.groups = GLOBE_GROUP("us-east-1", "") "," GLOBE_GROUP("eu-west-1", DIAL("0")),
                   .timeline = LOSE("60s", "us-east-1")};
    Run *run = globe_run(&globe, 0);
    ck_assert_double_eq(globe_share(run, 60, "us-east-1/web"), 1);
    run_to(run, 75);
    ck_assert_double_eq(globe_share(run, 120, "eu-west-1/web"), 1);
    run_end(run);
}
END_TEST

START_TEST(three_more_groups_are_tried) {
    // From New York: us-east-1, eu-west-1, ap-northeast-1, ap-south-1, ap-southeast-1.
    Globe globe = {.groups = FIVE,
                   .timeline = LOSE("10s", "us-east-1") "," LOSE("10s", "eu-west-1") "," LOSE(
                       "10s", "ap-northeast-1") "," LOSE("100s", "ap-south-1")};
    Run *run = globe_run(&globe, 30);
    ck_assert_double_eq(globe_share(run, 100, "ap-south-1/web"), 1);
    run_to(run, 120);
    // The fifth is healthy and is not asked: it is the closest one's turn, silent as it is.
    int64_t before = globe_taken(run, "ap-southeast-1/web");
    run_to(run, 200);
    ck_assert_int_eq(globe_taken(run, "ap-southeast-1/web"), before);
    run_end(run);
}
END_TEST

START_TEST(with_nothing_healthy_the_closest_group_gets_the_connections) {
    Globe globe = {.groups = GLOBE_GROUP("eu-west-1", "") "," GLOBE_GROUP("us-east-1", ""),
                   .timeline = "{\"at\":\"10s\",\"do\":\"crash\",\"instance\":\"us-east-1/s\"},"
                               "{\"at\":\"10s\",\"do\":\"crash\",\"instance\":\"eu-west-1/s\"}"};
    Run *run = globe_run(&globe, 100);
    // Its balancer fails open as well, and answers 502.
    ck_assert_double_eq(globe_share(run, 200, "us-east-1/web"), 1);
    ck_assert_double_eq(run_sum(run, "UnhealthyEndpointCount", "Accelerator=front") > 0, 1);
    run_end(run);
}
END_TEST

START_TEST(open_connections_are_not_moved) {
    Globe globe = {.clients = GLOBE_USERS("ny", "New York", "app.example.com",
                                          GLOBE_RATE ",\"keep_alive\":\"10m\""),
                   .balancer = ",\"idle_timeout\":\"1h\""};
    Run *run = globe_run(&globe, 60);
    run_set(run,
            "global_accelerator.accelerators.front.listeners.0.endpoint_groups.0."
            "traffic_dial_percentage",
            "0");
    // Who has a connection stays; who opens one goes to the other region.
    double stays = globe_share(run, 90, "us-east-1/web");
    ck_assert_double_gt(stays, 0.5);
    ck_assert_double_lt(stays, 0.9);
    run_end(run);
}
END_TEST

// When the balancer of us-east-1 became unhealthy, or healthy again, as a record says that goes by
// it.
#define JUDGED_RECORD                                                                              \
    ",{\"name\":\"d.example.com\",\"alias\":\"us-east-1/web\",\"evaluate_target_health\":true}"

static double balancer_at(const Run *run, const char *to) {
    const SeenIncident *seen = run_incident(run, "RecordHealth", "d.example.com/1", to, 0);
    ck_assert_ptr_nonnull(seen);
    return (double)seen->time / 1e9;
}

START_TEST(the_edges_know_of_a_failure_after_a_while) {
    Globe globe = {.records = JUDGED_RECORD, .timeline = LOSE("60s", "us-east-1")};
    Run *run = globe_run(&globe, 120);
    double lost = balancer_at(run, "unhealthy");
    ck_assert_double_eq_tol(told_at(run, "front: us-east-1/web", "unhealthy"), lost + 10, 0.01);
    run_end(run);
    globe.accelerator = ",\"failover_delay\":\"25s\"";
    run = globe_run(&globe, 120);
    ck_assert_double_eq_tol(told_at(run, "front: us-east-1/web", "unhealthy"), lost + 25, 0.01);
    run_end(run);
}
END_TEST

#define FAILS_OVER(id, role, more)                                                                 \
    ",{\"name\":\"f.example.com\",\"policy\":\"failover\",\"set_identifier\":\"" id                \
    "\",\"failover\":\"" role "\"," more "}"

// Of the accelerator alone there would be nobody left to take over.
START_TEST(an_alias_goes_by_an_accelerator_that_has_a_healthy_endpoint) {
    Globe globe = {
        .clients = GLOBE_USERS("ny", "New York", "f.example.com", GLOBE_RATE GLOBE_BRIEF),
        .groups = GLOBE_GROUP("us-east-1", ""),
        .records = FAILS_OVER("first", "PRIMARY",
                              "\"alias\":\"accelerator/front\",\"evaluate_target_health\":true")
            FAILS_OVER("second", "SECONDARY", "\"alias\":\"ap-south-1/web\""),
        .timeline = LOSE("60s", "us-east-1") ",{\"at\":\"600s\",\"do\":\"recover\",\"target\":"
                                             "\"us-east-1\"}"};
    Run *run = globe_run(&globe, 10);
    ck_assert_double_eq(globe_share(run, 59, "us-east-1/web"), 1);
    // The TTL of an accelerator's name is 300 s.
    run_to(run, 420);
    ck_assert_double_eq(globe_share(run, 590, "ap-south-1/web"), 1);
    const SeenIncident *left =
        run_incident(run, "RecordHealth", "f.example.com/first", "unhealthy", 0);
    ck_assert_ptr_nonnull(left);
    ck_assert_int_eq(left->time,
                     run_incident(run, "EndpointGroup", "front/us-east-1", "failed over", 0)->time);
    ck_assert_ptr_nonnull(strstr(left->cause, "accelerator front has no healthy endpoint"));
    run_to(run, 1000);
    ck_assert_double_eq(globe_share(run, 1100, "us-east-1/web"), 1);
    run_end(run);
}
END_TEST

START_TEST(the_way_back_takes_half_a_minute) {
    Globe globe = {.records = JUDGED_RECORD,
                   .timeline = LOSE("60s", "us-east-1") ",{\"at\":\"120s\",\"do\":\"recover\","
                                                        "\"target\":\"us-east-1\"}"};
    Run *run = globe_run(&globe, 300);
    ck_assert_double_eq_tol(told_at(run, "front: us-east-1/web", "healthy"),
                            balancer_at(run, "healthy") + 30, 0.01);
    ck_assert_ptr_nonnull(run_incident(run, "EndpointGroup", "front/us-east-1", "serving", 0));
    ck_assert_double_eq(globe_share(run, 400, "us-east-1/web"), 1);
    run_end(run);
}
END_TEST

START_TEST(an_instance_is_judged_by_checks_of_the_accelerator) {
    static const char *const crash =
        "{\"at\":\"61s\",\"do\":\"crash\",\"instance\":\"us-east-1/s\"},{\"at\":\"300s\",\"do\":"
        "\"recover\",\"target\":\"us-east-1/s\"}";
    Globe globe = {
        .groups =
            GLOBE_GROUP_OF("us-east-1", "", "{\"instance\":\"us-east-1/s\"}") "," GLOBE_GROUP_OF(
                "eu-west-1", "", "{\"instance\":\"eu-west-1/s\"}"),
        .timeline = crash};
    Run *run = globe_run(&globe, 60);
    ck_assert_double_gt(run_sum(run, "Answered", "Client=ny"), 1190);
    run_to(run, 500);
    // Checked at 75, 105 and 135 s: three failures of 30 s each.
    ck_assert_double_eq_tol(told_at(run, "front: us-east-1/s", "unhealthy"), 135, 0.01);
    ck_assert_double_eq_tol(told_at(run, "front: us-east-1/s", "healthy"), 375 + 30, 0.01);
    run_end(run);
    globe.groups =
        GLOBE_GROUP_OF("us-east-1", ",\"health_check_interval\":\"10s\",\"threshold_count\":2",
                       "{\"instance\":\"us-east-1/s\"}") "," GLOBE_GROUP("eu-west-1", "");
    run = globe_run(&globe, 200);
    ck_assert_double_eq_tol(told_at(run, "front: us-east-1/s", "unhealthy"), 75, 0.01);
    run_end(run);
}
END_TEST

START_TEST(a_deleted_balancer_is_an_unhealthy_endpoint) {
    Globe globe = {.timeline = "{\"at\":\"60s\",\"do\":\"delete_load_balancer\","
                               "\"load_balancer\":\"us-east-1/web\"}"};
    Run *run = globe_run(&globe, 90);
    ck_assert_double_eq(globe_share(run, 150, "eu-west-1/web"), 1);
    run_end(run);
}
END_TEST

// --- metrics
// ------------------------------------------------------------------------------------------------------

START_TEST(flows_are_counted_by_accelerator_listener_and_endpoint_group) {
    static const char *const of_group = "Accelerator=front;EndpointGroup=us-east-1;Listener=80",
                             *const of_listener = "Accelerator=front;Listener=80",
                             *const whole = "Accelerator=front";
    Globe globe = {.timeline = LOSE("100s", "eu-west-1")};
    Run *run = globe_run(&globe, 100);
    ck_assert_double_eq_tol(run_sum(run, "NewFlowCount", of_group), 2000, 3);
    ck_assert_double_eq_tol(run_sum(run, "NewFlowCount", of_listener), 2000, 3);
    ck_assert_double_eq_tol(run_sum(run, "NewFlowCount", whole), 2000, 3);
    ck_assert_double_eq_tol(run_sum(run, "ProcessedBytesIn", whole), 2000 * 440, 2000);
    ck_assert_double_eq_tol(run_sum(run, "ProcessedBytesOut", whole), 2000 * 2080, 8000);
    ck_assert_double_eq(run_sum(run, "HealthyEndpointCount", whole), 200);
    ck_assert_double_eq(run_sum(run, "UnhealthyEndpointCount", whole), 0);
    run_to(run, 150);
    ck_assert_double_eq_tol(run_sum(run, "UnhealthyEndpointCount", whole), 30, 10);
    ck_assert_double_eq(run_sum(run, "UnhealthyEndpointCount", of_group), 0);
    run_end(run);
    globe.clients =
        GLOBE_USERS("ny", "New York", "app.example.com", GLOBE_RATE ",\"keep_alive\":\"10m\"");
    globe.balancer = ",\"idle_timeout\":\"1h\"";
    run = globe_run(&globe, 1000);
    double so_far = run_sum(run, "ActiveFlowCount", whole);
    run_to(run, 1010);
    double open = (run_sum(run, "ActiveFlowCount", whole) - so_far) / 10;
    ck_assert_double_eq_tol(open, run->world->endpoints.items[0].flows, 3);
    ck_assert_double_gt(open, 900);
    run_end(run);
}
END_TEST

// --- what may be said
// ---------------------------------------------------------------------------------------------

typedef struct BadGlobe {
    const char *groups, *listener, *records, *words;
} BadGlobe;

#define TEN                                                                                        \
    WEB("1")                                                                                       \
    "," ALT("1") "," WEB("2") "," WEB("3") "," WEB("4") "," WEB("5") "," WEB("6") "," WEB(         \
        "7") "," WEB("8") "," WEB("9")

static const BadGlobe refusals[] = {
    {GLOBE_GROUP_OF("us-east-1", "", WEB("256")), NULL, NULL, "out of range"},
    {GLOBE_GROUP_OF("us-east-1", ",\"health_check_interval\":\"15s\"",
                    "{\"instance\":\"us-east-1/s\"}"),
     NULL, NULL, "every 10s or every 30s"},
    {GLOBE_GROUP_OF("us-east-1", ",\"threshold_count\":11", "{\"instance\":\"us-east-1/s\"}"), NULL,
     NULL, "out of range"},
    {GLOBE_GROUP_OF("us-east-1", "", GLOBE_ENDPOINT("eu-west-1", "")), NULL, NULL,
     "this is in eu-west-1, and the endpoint group in us-east-1"},
    {GLOBE_GROUP("us-east-1", "") "," GLOBE_GROUP_OF("us-east-1", "", ALT("1")), NULL, NULL,
     "an endpoint group in us-east-1 already"},
    {GLOBE_GROUP_OF("us-east-1", "", TEN "," ALT("2")), NULL, NULL, "10"},
    {GLOBE_GROUP_OF("us-east-1", "", WEB("1") "," WEB("2")), NULL, NULL, "already"},
    {GLOBE_TWO, ",\"udp\":true", NULL, "unknown"},
    {GLOBE_TWO, NULL, ",{\"name\":\"x.example.com\",\"alias\":\"accelerator/back\"}",
     "no accelerator"},
    {GLOBE_TWO, NULL,
     ",{\"name\":\"x.example.com\",\"alias\":\"accelerator/front\",\"ttl\":\"60s\"}",
     "can not be set"},
};

START_TEST(what_aws_refuses_of_accelerators_is_refused) {
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        char finding[1024];
        Globe globe = {.groups = refusals[i].groups,
                       .listener = refusals[i].listener,
                       .records = refusals[i].records};
        SimScenario *scenario = globe_read(&globe, finding, sizeof finding);
        ck_assert_msg(scenario == NULL, "taken, not \"%s\"", refusals[i].words);
        ck_assert_msg(strstr(finding, refusals[i].words) != NULL, "\"%s\", not \"%s\"", finding,
                      refusals[i].words);
    }
}
END_TEST

START_TEST(what_changes_nothing_of_accelerators_is_said) {
    char finding[1024];
    Globe globe = {.groups = GLOBE_GROUP("us-east-1", ",\"threshold_count\":2")};
    SimScenario *scenario = globe_read(&globe, finding, sizeof finding);
    ck_assert_msg(scenario != NULL, "%s", finding);
    ck_assert_msg(strstr(finding, "changes nothing") != NULL, "\"%s\"", finding);
    sim_scenario_release(scenario);
}
END_TEST

START_TEST(a_live_change_beyond_limits_is_refused) {
    Globe globe = {.groups = NULL};
    Run *run = globe_run(&globe, 10);
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target,
             "global_accelerator.accelerators.front.listeners.0.endpoint_groups.0."
             "traffic_dial_percentage");
    snprintf(command.value, sizeof command.value, "101");
    SimError error;
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_msg(strstr(error.text, "out of range") != NULL, "%s", error.text);
    ck_assert_double_eq(run->world->config->endpoint_groups[0].dial, 100);
    run_end(run);
}
END_TEST

START_TEST(a_clone_goes_on_alike) {
    Globe globe = {.client = ",\"keep_alive\":\"20s\"",
                   .timeline = LOSE("60s", "us-east-1") ",{\"at\":\"90s\",\"do\":\"recover\","
                                                        "\"target\":\"us-east-1\"}"};
    Run *run = globe_run(&globe, 65);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 200);
    sim_world_advance(clone, 200 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("accelerator");
    TCase *tests = tcase_create("accelerator");
    tcase_add_test(tests, each_client_is_served_by_the_closest_group);
    tcase_add_test(tests, an_alias_gives_one_of_two_addresses);
    tcase_add_test(tests, a_traffic_dial_lets_in_its_share_and_the_rest_goes_elsewhere);
    tcase_add_test(tests, connections_are_shared_by_weight);
    tcase_add_test(tests, endpoints_weigh_128_and_their_groups_are_dialled_to_100_unless_said);
    tcase_add_test(tests, without_affinity_each_connection_goes_its_own_way);
    tcase_add_test(tests, with_affinity_an_address_stays_with_its_endpoint);
    tcase_add_test(tests, a_port_without_a_listener_stays_silent);
    tcase_add_test(tests, an_internal_balancer_is_reached_through_an_accelerator);
    tcase_add_test(tests, a_round_trip_leads_over_the_edge);
    tcase_add_test(tests, a_connection_is_made_at_the_edge);
    tcase_add_test(tests, a_slow_link_is_not_on_the_way_through_an_accelerator);
    tcase_add_test(tests, a_slow_access_is_on_every_way);
    tcase_add_test(tests, an_idle_connection_is_closed_after_340_seconds);
    tcase_add_test(tests, a_failover_of_an_accelerator_changes_no_answer_of_dns);
    tcase_add_test(tests, a_failover_ignores_traffic_dials);
    tcase_add_test(tests, three_more_groups_are_tried);
    tcase_add_test(tests, with_nothing_healthy_the_closest_group_gets_the_connections);
    tcase_add_test(tests, open_connections_are_not_moved);
    tcase_add_test(tests, the_edges_know_of_a_failure_after_a_while);
    tcase_add_test(tests, an_alias_goes_by_an_accelerator_that_has_a_healthy_endpoint);
    tcase_add_test(tests, the_way_back_takes_half_a_minute);
    tcase_add_test(tests, an_instance_is_judged_by_checks_of_the_accelerator);
    tcase_add_test(tests, a_deleted_balancer_is_an_unhealthy_endpoint);
    tcase_add_test(tests, flows_are_counted_by_accelerator_listener_and_endpoint_group);
    tcase_add_test(tests, what_aws_refuses_of_accelerators_is_refused);
    tcase_add_test(tests, what_changes_nothing_of_accelerators_is_said);
    tcase_add_test(tests, a_live_change_beyond_limits_is_refused);
    tcase_add_test(tests, a_clone_goes_on_alike);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
