// Balancers and records that come and go by command while requests pass.
#include "building.h"

#include "route53/route53.h"
#include "scenario/scenario.h"

#define IN               "ap-south-1"
#define WEB              "ap-south-1/web"
#define APP              "ap-south-1/app"
#define NEW_NAME         "{\"name\":\"app\"}"
#define APP_RECORD(more) "{\"name\":\"app.example.com\"" more "}"

static SimBalancerState state_of(const Run *run, const char *name) {
    int32_t balancer = world_find_balancer(run->world, name);
    ck_assert_int_ge(balancer, 0);
    return (SimBalancerState)run->world->capacities.items[balancer].state;
}

// --- AWS's refusals
// ---------------------------------------------------------------------------------------------------------------

START_TEST(a_second_balancer_of_a_name_is_refused) {
    Run *run = run_begin(&(Sketch){0});
    ck_assert(is_refused(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN, "{\"name\":\"web\"}",
                         "DuplicateLoadBalancerName"));
    run_end(run);
}
END_TEST

START_TEST(a_protected_balancer_is_not_deleted) {
    Run *run = run_begin(&(Sketch){.balancer = ",\"deletion_protection\":true"});
    ck_assert(is_refused(run, SIM_COMMAND_DELETE_LOAD_BALANCER, WEB, "", "OperationNotPermitted"));
    run_set(run, "regions.0.load_balancers.web.deletion_protection", "false");
    run_to(run, 1);
    build(run, SIM_COMMAND_DELETE_LOAD_BALANCER, WEB, "");
    run_to(run, 2);
    ck_assert_int_lt(world_find_balancer(run->world, WEB), 0);
    run_end(run);
}
END_TEST

START_TEST(a_record_that_is_there_is_not_created_again) {
    Run *run = run_begin(&(Sketch){0});
    ck_assert(is_refused(run, SIM_COMMAND_CREATE_RECORD, "",
                         APP_RECORD(",\"value\":\"ap-south-1/web-1\""), "InvalidChangeBatch"));
    ck_assert(
        is_refused(run, SIM_COMMAND_DELETE_RECORD, "www.example.com", "", "InvalidChangeBatch"));
    run_end(run);
}
END_TEST

START_TEST(what_no_file_may_say_no_command_creates) {
    static const struct {
        SimCommandKind kind;
        const char *target, *value, *word;
    } cases[] = {
        {SIM_COMMAND_CREATE_LOAD_BALANCER, IN, "{\"name\":\"app\",\"zones\":[\"ap-south-1a\"]}",
         "two zones"},
        {SIM_COMMAND_CREATE_LOAD_BALANCER, IN, "{\"name\":\"-app\"}", "hyphen"},
        {SIM_COMMAND_CREATE_LOAD_BALANCER, "eu-west-1", NEW_NAME, "eu-west-1"},
        {SIM_COMMAND_CREATE_LOAD_BALANCER, IN, "{\"name\":\"app\",\"security_groups\":[\"alb\"]}",
         "alb"},
        {SIM_COMMAND_CREATE_LOAD_BALANCER, IN,
         "{\"name\":\"app\",\"listeners\":[" LISTENER(80, FIXED(404)) "]}", "create_listener"},
        {SIM_COMMAND_DELETE_LOAD_BALANCER, APP, "", "app"},
        {SIM_COMMAND_DELETE_LOAD_BALANCER, "web", "", "region/load balancer"},
        {SIM_COMMAND_CREATE_RECORD, "", "{\"name\":\"b.example.com\",\"alias\":\"" APP "\"}",
         "app"},
        {SIM_COMMAND_CREATE_RECORD, "",
         APP_RECORD(",\"policy\":\"weighted\",\"weight\":1,\"set_identifier\":\"b\",\"alias\":"
                    "\"" WEB "\""),
         "policies"},
    };
    Run *run = run_begin(&(Sketch){0});
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert(is_refused(run, cases[i].kind, cases[i].target, cases[i].value, cases[i].word));
    run_end(run);
}
END_TEST

// --- balancers
// --------------------------------------------------------------------------------------------------------------------

static const char moves[] =
    "{\"at\":\"5s\",\"do\":\"create_load_balancer\",\"region\":\"ap-south-1\",\"load_balancer\":"
    "{\"name\":\"app\",\"provisioning\":\"30s\"}},"
    "{\"at\":\"6s\",\"do\":\"create_listener\",\"load_balancer\":\"ap-south-1/app\",\"listener\":"
    "{\"protocol\":\"HTTP\",\"port\":80,\"default\":{\"fixed-response\":{\"status\":410}}}},"
    "{\"at\":\"7s\",\"do\":\"create_record\",\"record\":{\"name\":\"app.example.com\",\"alias\":"
    "\"ap-south-1/app\"}}";

START_TEST(a_created_balancer_is_provisioning_and_then_serves) {
    Sketch sketch = {.records = "", .timeline = moves, .rate = "1/s"};
    sketch.arrivals = "{\"constant\":\"0/s\",\"changes\":[{\"at\":\"8s\",\"rate\":\"10/s\"}]}";
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_eq(state_of(run, APP), SIM_BALANCER_PROVISIONING);
    run_to(run, 34);
    ck_assert_int_eq(run->accesses.count, 0);
    run_to(run, 36);
    ck_assert_int_eq(state_of(run, APP), SIM_BALANCER_ACTIVE);
    run_to(run, 60);
    ck_assert_int_gt(run_codes(run, 410, -1, 35, 60), 200);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=connect_timeout"), 100);
    ck_assert_ptr_null(run_incident(run, "Refused", NULL, NULL, 0));
    run_end(run);
}
END_TEST

START_TEST(a_balancer_whose_subnets_are_full_is_failed) {
    Run *run = run_begin(&(Sketch){0});
    build(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN,
          "{\"name\":\"app\",\"provisioning\":\"20s\",\"capacity\":{\"units\":1,\"grow\":"
          "false}}");
    run_to(run, 10);
    ck_assert_int_eq(state_of(run, APP), SIM_BALANCER_PROVISIONING);
    build(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN,
          "{\"name\":\"full\",\"capacity\":{\"units\":1,\"grow\":false}}");
    run_to(run, 30);
    ck_assert_int_eq(state_of(run, APP), SIM_BALANCER_FAILED);
    ck_assert_int_eq(state_of(run, "ap-south-1/full"), SIM_BALANCER_FAILED);
    ck_assert(!node_answers(run->world, run->world->balancers.items[1].first_node));
    ck_assert_ptr_nonnull(run_incident(run, "LoadBalancer", APP, "failed", 0));
    run_end(run);
}
END_TEST

START_TEST(nobody_answers_at_the_addresses_of_a_deleted_balancer) {
    Sketch sketch = {.work = "{\"constant\":\"2s\"}",
                     .rate = "5/s",
                     .client = ",\"connect_timeout\":\"3s\"",
                     .launch = ",\"backlog\":1000"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    build(run, SIM_COMMAND_DELETE_LOAD_BALANCER, WEB, "");
    run_to(run, 40);
    ck_assert_int_gt(run_codes(run, 200, 200, 10, 12.2), 5); // those in flight
    ck_assert_int_eq(run_codes(run, -1, -1, 12.2, 40), 0);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=connect_timeout"), 50);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNUSED);
    ck_assert_ptr_nonnull(run_incident(run, "NodeDNS", "web/ap-south-1a", "withdrawn", 0));
    run_end(run);
}
END_TEST

START_TEST(an_alias_of_a_deleted_balancer_has_no_address) {
    Run *run = run_begin(&(Sketch){.rate = "5/s"});
    run_to(run, 10);
    ck_assert_int_gt(run_codes(run, 200, 200, 0, 10), 40); // while it is there, it has some
    build(run, SIM_COMMAND_DELETE_LOAD_BALANCER, WEB, "");
    run_to(run, 69);
    double before = run_sum(run, "LostRequests", "Cause=no_address");
    run_to(run, 140);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=no_address") - before, 300);
    ck_assert_int_eq(run->world->caches.items[0].ttl_ns, 900 * SIM_SECOND);
    run_end(run);
}
END_TEST

START_TEST(a_balancer_created_under_an_earlier_name_is_another_one) {
    Run *run = run_begin(&(Sketch){0});
    int32_t first = world_find_balancer(run->world, WEB);
    char before[128];
    snprintf(before, sizeof before, "%s", run->world->config->balancers[first].full_name);
    build(run, SIM_COMMAND_DELETE_LOAD_BALANCER, WEB, "");
    run_to(run, 1);
    build(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN, "{\"name\":\"web\"}");
    run_to(run, 2);
    int32_t second = world_find_balancer(run->world, WEB);
    ck_assert_int_ne(second, first);
    ck_assert_str_ne(run->world->config->balancers[second].full_name, before);
    build(run, SIM_COMMAND_CREATE_LISTENER, WEB, LISTENER(80, "{\"forward\":\"web\"}"));
    run_to(run, 90); // its caches still lead to the first one for a while
    ck_assert_int_gt(run_requests(run, "web", "web-1"), 5);
    run_end(run);
}
END_TEST

START_TEST(a_balancer_costs_from_its_creation_to_its_deletion) {
    Run *run = run_begin(&(Sketch){.rate = "0.01/s"});
    run_to(run, 5400);
    build(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN, NEW_NAME);
    run_to(run, 5460);
    int32_t app = world_find_balancer(run->world, APP);
    ck_assert_int_eq(sim_balancer_cost(run->world, app).hours, 1);
    build(run, SIM_COMMAND_DELETE_LOAD_BALANCER, APP, "");
    run_to(run, 5400 + 7200);
    ck_assert_int_eq(sim_balancer_cost(run->world, app).hours, 1);
    ck_assert_int_eq(sim_balancer_cost(run->world, 0).hours, 4);
    run_end(run);
}
END_TEST

// --- records
// ----------------------------------------------------------------------------------------------------------------------

// The first who ask learn that there is no such name, and their resolvers keep that.
START_TEST(that_a_name_is_missing_is_remembered_for_900_seconds) {
    Sketch sketch = {.records = "",
                     .timeline = "{\"at\":\"100s\",\"do\":\"create_record\",\"record\":{\"name\":"
                                 "\"app.example.com\",\"alias\":\"ap-south-1/web\"}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 899);
    ck_assert_int_eq(run->accesses.count, 0);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=no_address"), 8000);
    run_to(run, 910);
    ck_assert_int_gt(run->accesses.count, 50);
    run_end(run);
}
END_TEST

START_TEST(a_deleted_record_is_remembered_for_its_ttl) {
    Run *run = run_begin(&(Sketch){.rate = "5/s", .client = ",\"keep_alive\":\"0s\""});
    run_to(run, 30);
    build(run, SIM_COMMAND_DELETE_RECORD, "app.example.com", "");
    run_to(run, 160);
    ck_assert_int_gt(run_codes(run, 200, 200, 30.1, 90.1), 20); // caches run out one by one
    ck_assert_int_eq(run_codes(run, -1, -1, 90.1, 160), 0);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=no_address"), 340);
    run_end(run);
}
END_TEST

#define WEIGHTED(weight, instance)                                                                 \
    "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"weight\":" #weight                    \
    ",\"ttl\":\"0s\",\"value\":\"ap-south-1/" instance "\"}"

// Records that were told apart by their places keep what they meant.
START_TEST(a_weighted_record_that_goes_leaves_its_siblings_what_they_were) {
    Run *run = run_begin(&(Sketch){
        .records = WEIGHTED(1, "web-1") "," WEIGHTED(1, "web-2") "," WEIGHTED(0, "web-1")});
    run_to(run, 5);
    build(run, SIM_COMMAND_DELETE_RECORD, "app.example.com/2", "");
    run_to(run, 6);
    const Config *config = run->world->config;
    ck_assert_int_eq(config->record_count, 3);
    ck_assert(config->records[1].is_deleted && !config->records[2].is_deleted);
    ck_assert_str_eq(config->records[2].set_identifier, "3");
    ck_assert_int_eq(config->records[2].instance, run_instance(run, "web-1"));
    int64_t answers = run->world->records.items[1].answers;
    run_to(run, 20);
    ck_assert_int_eq(run->world->records.items[1].answers, answers);
    ck_assert_int_gt(run->world->records.items[0].answers, 100);
    run_end(run);
}
END_TEST

// --- handles
// ----------------------------------------------------------------------------------------------------------------------

static void play(Run *run) {
    run_to(run, 3);
    build(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN, NEW_NAME);
    run_to(run, 4);
    build(run, SIM_COMMAND_CREATE_LISTENER, APP, LISTENER(80, FIXED(410)));
    build(run, SIM_COMMAND_CREATE_RECORD, "", "{\"name\":\"b.example.com\",\"alias\":\"" APP "\"}");
    run_to(run, 5);
    build(run, SIM_COMMAND_DELETE_RECORD, "app.example.com", "");
    run_to(run, 6);
    build(run, SIM_COMMAND_CREATE_RECORD, "", APP_RECORD(",\"alias\":\"" APP "\""));
    build(run, SIM_COMMAND_DELETE_LOAD_BALANCER, WEB, "");
    run_to(run, 80);
}

static void play_on(Run *run) {
    build(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN, "{\"name\":\"web\"}");
    build(run, SIM_COMMAND_DELETE_RECORD, "app.example.com", "");
    run_to(run, 200);
}

static uint64_t hash_at_end(Run *run) {
    uint64_t hash = sim_world_hash(run->world);
    run_end(run);
    return hash;
}

START_TEST(what_was_built_serves_and_goes_on_the_same_in_a_clone_and_a_replay) {
    Sketch sketch = {.rate = "50/s"};
    Run *run = run_begin(&sketch), *replay = run_begin(&sketch);
    play(run);
    ck_assert_int_gt(run_codes(run, 410, -1, 70, 80), 300);
    Run *clone = calloc(1, sizeof *clone);
    clone->world = sim_world_clone(run->world);
    clone->sink = (SimSink){
        .context = clone, .period = see_period, .access = see_access, .incident = see_incident};
    play_on(run);
    play_on(clone);
    int32_t count;
    const SimCommand *log = sim_world_commands(run->world, &count);
    SimError error;
    for (int32_t i = 0; i < count; i++)
        ck_assert(sim_world_command(replay->world, &log[i], true, &error));
    run_to(replay, 200);
    uint64_t hash = hash_at_end(run);
    ck_assert_uint_eq(hash_at_end(clone), hash);
    ck_assert_uint_eq(hash_at_end(replay), hash);
}
END_TEST

START_TEST(a_view_has_no_place_for_what_was_deleted) {
    Run *run = run_begin(&(Sketch){0});
    SimViewer *viewer = sim_viewer_create();
    build(run, SIM_COMMAND_CREATE_LOAD_BALANCER, IN, NEW_NAME);
    run_to(run, 1);
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->balancer_order_count, 2);
    ck_assert_int_eq(view->regions[0].balancer_count, 2);
    build(run, SIM_COMMAND_DELETE_LOAD_BALANCER, WEB, "");
    build(run, SIM_COMMAND_DELETE_RECORD, "app.example.com", "");
    run_to(run, 2);
    view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->regions[0].balancer_count, 1);
    ck_assert_int_eq(view->balancer_order[0], 1);
    ck_assert(view->balancers[0].is_deleted && view->records[0].is_deleted);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("build_balancers");
    TCase *tests = tcase_create("build_balancers");
    tcase_add_test(tests, a_second_balancer_of_a_name_is_refused);
    tcase_add_test(tests, a_protected_balancer_is_not_deleted);
    tcase_add_test(tests, a_record_that_is_there_is_not_created_again);
    tcase_add_test(tests, what_no_file_may_say_no_command_creates);
    tcase_add_test(tests, a_created_balancer_is_provisioning_and_then_serves);
    tcase_add_test(tests, a_balancer_whose_subnets_are_full_is_failed);
    tcase_add_test(tests, nobody_answers_at_the_addresses_of_a_deleted_balancer);
    tcase_add_test(tests, an_alias_of_a_deleted_balancer_has_no_address);
    tcase_add_test(tests, a_balancer_created_under_an_earlier_name_is_another_one);
    tcase_add_test(tests, a_balancer_costs_from_its_creation_to_its_deletion);
    tcase_add_test(tests, that_a_name_is_missing_is_remembered_for_900_seconds);
    tcase_add_test(tests, a_deleted_record_is_remembered_for_its_ttl);
    tcase_add_test(tests, a_weighted_record_that_goes_leaves_its_siblings_what_they_were);
    tcase_add_test(tests, what_was_built_serves_and_goes_on_the_same_in_a_clone_and_a_replay);
    tcase_add_test(tests, a_view_has_no_place_for_what_was_deleted);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
