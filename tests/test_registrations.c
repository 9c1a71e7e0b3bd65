// Registrations: on which port, at which address, and what a target says of itself on its way in
// and out.
#include "scenario_text.h"

#define IN_A "\"zones\":[\"ap-south-1a\"]"

static const char *reason_of(const Run *run, int32_t target) {
    const char *reason = "";
    target_state(run->world, target, &reason, NULL, NULL, NULL);
    return reason;
}

static int32_t target_on(const Run *run, const char *instance, int32_t port) {
    int32_t target = target_find(run->world, 0, run_instance(run, instance), port);
    ck_assert_int_ge(target, 0);
    return target;
}

static const Target *on_port(const Run *run, const char *instance, int32_t port) {
    return &run->world->targets.items[target_on(run, instance, port)];
}

static SimTargetState state_on(const Run *run, const char *instance, int32_t port) {
    return target_state(run->world, target_on(run, instance, port), NULL, NULL, NULL, NULL);
}

static bool give(Run *run, SimCommandKind kind, const char *instance, double port,
                 SimError *error) {
    SimCommand command = {.kind = kind, .number = port, .value = "ap-south-1/web"};
    snprintf(command.target, sizeof command.target, "ap-south-1/%s", instance);
    bool is_accepted = sim_world_command(run->world, &command, false, error);
    run_to(run, (double)run->world->now / 1e9 + 0.01);
    return is_accepted;
}

// What the loader says of a scenario; "" when it takes it.
static void diagnose(const Sketch *sketch, char *out, size_t capacity) {
    char *text = text_of(sketch);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    out[0] = 0;
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "t", &diagnostics);
    if (scenario == NULL) sim_diagnostic_format(&diagnostics, 0, out, (int32_t)capacity);
    if (scenario != NULL) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}

// --- ports
// --------------------------------------------------------------------------------------------------------------------

#define HOST                                                                                       \
    "{\"name\":\"host\",\"launch\":\"v1\"," IN_A                                                   \
    ",\"target_groups\":[{\"target_group\":\"web\",\"port\":32768},{\"target_group\":\"web\","     \
    "\"port\":32769},\"web\"]}"

static uint16_t logged_port;
static void see_port(void *context, const SimAccessEntry *entry) {
    (void)context;
    logged_port = entry->target_port;
}

START_TEST(a_registration_may_name_a_port_of_its_own) {
    Sketch sketch = {.group = ",\"port\":8080",
                     .instances = "{\"name\":\"a\",\"launch\":\"v1\",\"target_groups\":[{\"target_"
                                  "group\":\"web\",\"port\":9090}]}"};
    Run *run = run_begin(&sketch);
    run->sink.access = see_port;
    run_to(run, 1);
    ck_assert_int_eq(logged_port, 9090);
    run_end(run);
    sketch.instances = "{\"name\":\"a\",\"launch\":\"v1\",\"target_groups\":[\"web\"]}";
    run = run_begin(&sketch);
    run->sink.access = see_port;
    run_to(run, 1);
    ck_assert_int_eq(logged_port, 8080);
    run_end(run);
}
END_TEST

START_TEST(an_instance_on_several_ports_is_several_targets) {
    Sketch sketch = {.instances = HOST ",{\"name\":\"a\",\"launch\":\"v1\"," IN_A
                                       ",\"target_groups\":[\"web\"]}",
                     .rate = "100/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 40);
    ck_assert_int_eq(run->world->groups.items[0].registered, 4);
    const int32_t ports[] = {32768, 32769, 80};
    for (int i = 0; i < 3; i++) {
        ck_assert_int_ge(on_port(run, "host", ports[i])->requests, 990);
        ck_assert_int_le(on_port(run, "host", ports[i])->requests, 1010);
    }
    ck_assert_int_le(run_requests(run, "web", "a"), 1010);
    run_end(run);
}
END_TEST

START_TEST(each_port_is_checked_by_itself) {
    Sketch sketch = {.instances = HOST, .launch = ",\"port\":32769"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    ck_assert_int_eq(state_on(run, "host", 32769), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(state_on(run, "host", 32768), SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason_of(run, target_on(run, "host", 80)), "Target.FailedHealthChecks");
    // The incidents tell them apart.
    ck_assert_ptr_nonnull(
        run_incident(run, "TargetHealth", "ap-south-1/web/host:32768", "unhealthy", 0));
    ck_assert_ptr_nonnull(run_incident(run, "TargetHealth", "ap-south-1/web/host", "unhealthy", 0));
    ck_assert_ptr_null(run_incident(run, "TargetHealth", "ap-south-1/web/host:32769", NULL, 0));
    run_end(run);
}
END_TEST

START_TEST(ports_are_registered_and_deregistered_one_by_one) {
    Sketch sketch = {.group = ",\"deregistration_delay\":\"5s\"", .instances = HOST};
    Run *run = run_begin(&sketch);
    SimError error;
    run_to(run, 1);
    ck_assert(give(run, SIM_COMMAND_DEREGISTER, "host", 0, &error)); // the group's own, 80
    ck_assert_int_eq(state_on(run, "host", 80), SIM_TARGET_DRAINING);
    ck_assert(!give(run, SIM_COMMAND_DEREGISTER, "host", 40000, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "not registered"));
    run_to(run, 10);
    ck_assert(!give(run, SIM_COMMAND_DEREGISTER, "host", 0, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "on several ports"));
    ck_assert(give(run, SIM_COMMAND_DEREGISTER, "host", 32768, &error));
    ck_assert_int_eq(state_on(run, "host", 32768), SIM_TARGET_DRAINING);
    ck_assert_int_eq(state_on(run, "host", 32769), SIM_TARGET_HEALTHY);
    ck_assert(!give(run, SIM_COMMAND_REGISTER, "host", 32769, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "already"));
    // Far more than there was room for, with connections kept and in use.
    for (int32_t port = 40000; port < 40100; port++)
        ck_assert(give(run, SIM_COMMAND_REGISTER, "host", port, &error));
    run_to(run, 60);
    ck_assert_int_eq(state_on(run, "host", 40099), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(on_port(run, "host", 40099)->requests, 0);
    ck_assert_int_eq(run_codes(run, 200, 200, 50, 60), 100);
    run_end(run);
}
END_TEST

// A group that no rule names any more takes registrations all the same, and they count when it is
// named again.
START_TEST(targets_registered_while_no_rule_names_the_group_serve_later) {
    const char *rule = "{\"priority\":10,\"if\":{\"path-pattern\":[\"/*\"]},\"then\":{\"forward\":"
                       "\"web\"}}";
    Sketch sketch = {
        .action = "{\"fixed-response\":{\"status\":404}}", .rules = rule, .instances = HOST};
    Run *run = run_begin(&sketch);
    SimError error;
    run_to(run, 5);
    run_do(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10");
    run_to(run, 10);
    for (int32_t port = 40000; port < 40040; port++)
        ck_assert(give(run, SIM_COMMAND_REGISTER, "host", port, &error));
    ck_assert_int_eq(state_on(run, "host", 40039), SIM_TARGET_UNUSED);
    SimCommand create = {.kind = SIM_COMMAND_CREATE_RULE, .target = "ap-south-1/web/80"};
    snprintf(create.value, sizeof create.value, "%s", rule);
    run_command(run, create);
    run_to(run, 60);
    ck_assert_int_eq(state_on(run, "host", 40039), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(on_port(run, "host", 40039)->requests, 3);
    ck_assert_int_eq(run_codes(run, 200, 200, 50, 60), 100);
    run_end(run);
}
END_TEST

START_TEST(a_check_goes_to_the_port_that_is_named) {
    Sketch sketch = {.health = "\"interval\":\"10s\",\"port\":8081", .launch = ",\"port\":80"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_int_gt(run_codes(run, 200, 200, 20, 30), 90); // fail-open: port 80 serves
    run_set(run, "regions.ap-south-1.target_groups.web.health_check.port", "traffic-port");
    run_to(run, 120);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

// --- addresses
// ----------------------------------------------------------------------------------------------------------------

#define BY_ADDRESS ",\"target_type\":\"ip\",\"deregistration_delay\":\"30s\""
#define AT(name, address)                                                                          \
    "{\"name\":\"" name "\",\"launch\":\"v1\"," IN_A ",\"address\":\"" address                     \
    "\",\"target_groups\":[\"web\"]}"

START_TEST(an_address_is_registered_again_only_after_its_delay) {
    for (int is_ip = 0; is_ip < 2; is_ip++) {
        Sketch sketch = {.group = is_ip ? BY_ADDRESS : ",\"deregistration_delay\":\"30s\""};
        Run *run = run_begin(&sketch);
        SimError error;
        run_to(run, 1);
        ck_assert(give(run, SIM_COMMAND_DEREGISTER, "web-1", 0, &error));
        run_to(run, 20);
        bool is_accepted = give(run, SIM_COMMAND_REGISTER, "web-1", 0, &error);
        ck_assert_int_eq(is_accepted, !is_ip);
        if (is_ip) {
            ck_assert_ptr_nonnull(strstr(error.text, "deregistration delay has passed"));
            ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_DRAINING);
            run_to(run, 32);
            ck_assert(give(run, SIM_COMMAND_REGISTER, "web-1", 0, &error));
        }
        ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_INITIAL);
        run_end(run);
    }
}
END_TEST

START_TEST(an_address_outlives_its_instance_and_fails_its_checks) {
    Sketch sketch = {.group = BY_ADDRESS,
                     .timeline =
                         "{\"at\":\"5s\",\"do\":\"terminate\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 6);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_to(run, 40);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason_of(run, run_target(run, "web", "web-1")), "Target.Timeout");
    run_end(run);
}
END_TEST

START_TEST(addresses_of_targets_are_private) {
    static const struct {
        const char *address;
        bool is_private;
    } rows[] = {
        {"10.0.0.9", true},     {"10.255.255.255", true}, {"172.16.0.1", true},
        {"172.31.255.1", true}, {"172.32.0.1", false},    {"192.168.7.7", true},
        {"192.169.0.1", false}, {"100.64.0.1", true},     {"100.127.255.255", true},
        {"100.128.0.1", false}, {"54.1.2.3", false},      {"9.255.255.255", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char instance[256], said[1024];
        snprintf(instance, sizeof instance, AT("a", "%s"), rows[i].address);
        Sketch sketch = {.group = BY_ADDRESS, .instances = instance};
        diagnose(&sketch, said, sizeof said);
        ck_assert_msg((strstr(said, "public address") == NULL) == rows[i].is_private, "%s: %s",
                      rows[i].address, said);
    }
}
END_TEST

START_TEST(an_address_outside_the_vpc_needs_a_group_of_addresses) {
    char said[1024];
    Sketch inside = {.instances = AT("a", "10.0.1.2")},
           outside = {.instances = AT("a", "192.168.1.2")},
           by_address = {.group = BY_ADDRESS, .instances = AT("a", "192.168.1.2")};
    diagnose(&inside, said, sizeof said);
    ck_assert_str_eq(said, "");
    diagnose(&by_address, said, sizeof said);
    ck_assert_str_eq(said, "");
    diagnose(&outside, said, sizeof said);
    ck_assert_ptr_nonnull(strstr(said, "outside the VPC"));
    Run *run = run_begin(&by_address);
    run_to(run, 1);
    ck_assert_uint_eq(run->accesses.items[0].target_ip, UINT32_C(0xC0A80102));
    run_end(run);
}
END_TEST

START_TEST(an_address_outside_the_vpc_is_a_target_of_every_zone) {
    Sketch sketch = {.group = BY_ADDRESS ",\"cross_zone\":false",
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":20",
                     .instances = AT("a", "192.168.1.2")};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run_codes(run, 503, -1, 0, 60), 0);
    ck_assert_int_gt((int)run->world->nodes.items[1].requests, 100);
    run_end(run);
    // One of the VPC stands in its zone.
    sketch.instances = AT("a", "10.0.1.2");
    run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_gt(run_codes(run, 503, -1, 0, 60), 100);
    run_end(run);
}
END_TEST

START_TEST(the_address_of_a_node_is_unusable) {
    Sketch sketch = {.group = BY_ADDRESS,
                     .instances = AT("a", "10.15.0.0") "," AT("b", "10.1.0.0")};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    ck_assert_int_eq(run_state(run, "web", "a"), SIM_TARGET_UNUSED);
    ck_assert_str_eq(reason_of(run, run_target(run, "web", "a")), "Target.IpUnusable");
    ck_assert_int_eq(run_requests(run, "web", "a"), 0);
    ck_assert_int_eq(run_state(run, "web", "b"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

// --- on the way in and out
// ----------------------------------------------------------------------------------------------------

START_TEST(a_new_target_says_first_registration_and_then_checking) {
    Sketch sketch = {.begin = "cold",
                     .health = "\"interval\":\"60s\"",
                     .launch = ",\"boot\":{\"constant\":\"10m\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 0.001);
    int32_t target = run_target(run, "web", "web-1");
    ck_assert_str_eq(reason_of(run, target), "Elb.RegistrationInProgress");
    run_to(run, 61);
    ck_assert_str_eq(reason_of(run, target), "Elb.InitialHealthChecking");
    const SeenIncident *seen =
        run_incident(run, "TargetHealth", "ap-south-1/web/web-1", "initial", 0);
    ck_assert_ptr_nonnull(seen);
    ck_assert_ptr_nonnull(strstr(seen->cause, "Elb.InitialHealthChecking"));
    ck_assert_ptr_null(run_incident(run, "TargetHealth", "ap-south-1/web/web-1", "initial", 1));
    run_end(run);
}
END_TEST

START_TEST(a_target_that_leaves_says_so_until_it_is_gone) {
    Sketch sketch = {.group = ",\"deregistration_delay\":\"10s\""};
    Run *run = run_begin(&sketch);
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-1");
    run_to(run, 5);
    int32_t target = run_target(run, "web", "web-1");
    ck_assert_str_eq(reason_of(run, target), "Target.DeregistrationInProgress");
    run_to(run, 11);
    ck_assert_str_eq(reason_of(run, target), "Target.NotRegistered");
    const SeenIncident *gone = run_incident(run, "TargetHealth", NULL, "unused", 0);
    ck_assert_ptr_nonnull(strstr(gone->cause, "Target.NotRegistered"));
    run_do(run, SIM_COMMAND_REGISTER, "ap-south-1/web-1");
    run_to(run, 11.001);
    const SeenIncident *back = run_incident(run, "TargetHealth", NULL, "initial", 0);
    ck_assert_ptr_nonnull(strstr(back->cause, "Elb.RegistrationInProgress"));
    run_end(run);
}
END_TEST

START_TEST(a_draining_target_that_breaks_off_is_a_502) {
    Sketch sketch = {.group = ",\"deregistration_delay\":\"60s\"",
                     .work = "{\"constant\":\"20s\"}",
                     .rate = "1/s",
                     .instances = "{\"name\":\"a\",\"launch\":\"v1\",\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/a");
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 502, -1, 0, 10), 0);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/a");
    run_to(run, 11);
    ck_assert_int_ge(run_codes(run, 502, -1, 10, 11), 4);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("registrations");
    TCase *tests = tcase_create("registrations");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_registration_may_name_a_port_of_its_own);
    tcase_add_test(tests, an_instance_on_several_ports_is_several_targets);
    tcase_add_test(tests, each_port_is_checked_by_itself);
    tcase_add_test(tests, ports_are_registered_and_deregistered_one_by_one);
    tcase_add_test(tests, targets_registered_while_no_rule_names_the_group_serve_later);
    tcase_add_test(tests, a_check_goes_to_the_port_that_is_named);
    tcase_add_test(tests, an_address_is_registered_again_only_after_its_delay);
    tcase_add_test(tests, an_address_outlives_its_instance_and_fails_its_checks);
    tcase_add_test(tests, addresses_of_targets_are_private);
    tcase_add_test(tests, an_address_outside_the_vpc_needs_a_group_of_addresses);
    tcase_add_test(tests, an_address_outside_the_vpc_is_a_target_of_every_zone);
    tcase_add_test(tests, the_address_of_a_node_is_unusable);
    tcase_add_test(tests, a_new_target_says_first_registration_and_then_checking);
    tcase_add_test(tests, a_target_that_leaves_says_so_until_it_is_gone);
    tcase_add_test(tests, a_draining_target_that_breaks_off_is_a_502);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
