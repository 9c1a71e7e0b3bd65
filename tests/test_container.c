// Containers of one host: each a target by its port, with faults of its own.
#include "scenario_text.h"

#define PORT(port) "{\"target_group\":\"web\",\"port\":" #port "}"
#define HOST(name, zone, ports)                                                                    \
    "{\"name\":\"" name "\",\"launch\":\"v1\",\"zones\":[\"" zone "\"],\"target_groups\":[" ports  \
    "]}"
#define THREE PORT(32768) "," PORT(32769) "," PORT(32770)

// Two hosts, one a zone, three containers on the first and one on the second.
static Sketch service(void) {
    return (Sketch){.instances = HOST("host", "ap-south-1a", THREE) "," HOST("other", "ap-south-1b",
                                                                             PORT(32768)),
                    .health = "\"interval\":\"10s\",\"timeout\":\"5s\"",
                    .rate = "100/s"};
}

static int32_t target_at(const Run *run, int32_t port) {
    int32_t target = target_find(run->world, 0, run_instance(run, "host"), port);
    ck_assert_int_ge(target, 0);
    return target;
}

static SimTargetState state_at(const Run *run, int32_t port, const char **reason) {
    return target_state(run->world, target_at(run, port), reason, NULL, NULL, NULL);
}

static int64_t requests_at(const Run *run, int32_t port) {
    return run->world->targets.items[target_at(run, port)].requests;
}

static SimCommand strike(SimCommandKind kind, const char *target) {
    SimCommand command = {.kind = kind};
    snprintf(command.target, sizeof command.target, "ap-south-1/%s", target);
    return command;
}

START_TEST(a_container_fails_alone_while_its_neighbours_serve) {
    Sketch sketch = service();
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_command(run, strike(SIM_COMMAND_CRASH, "host:32769"));
    run_to(run, 40);
    const char *reason = "";
    ck_assert_int_eq(state_at(run, 32769, &reason), SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason, "Target.FailedHealthChecks");
    ck_assert_int_eq(state_at(run, 32768, NULL), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(state_at(run, 32770, NULL), SIM_TARGET_HEALTHY);
    // Until it was found out every fourth request was refused; nobody since.
    ck_assert_int_gt(run_codes(run, 502, -1, 10, 20), 150);
    ck_assert_int_eq(run_codes(run, 502, -1, 35, 40), 0);
    int64_t left = requests_at(run, 32768), right = requests_at(run, 32770);
    run_to(run, 60);
    ck_assert_int_gt(requests_at(run, 32768), left + 600);
    ck_assert_int_gt(requests_at(run, 32770), right + 600);
    run_command(run, strike(SIM_COMMAND_RECOVER, "host:32769"));
    run_to(run, 120);
    ck_assert_int_eq(state_at(run, 32769, NULL), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

START_TEST(a_crash_loses_what_is_inside_and_leaves_the_neighbours_requests) {
    Sketch sketch = service();
    sketch.work = "{\"constant\":\"3s\"}";
    sketch.rate = "2/s";
    Run *run = run_begin(&sketch);
    run_to(run, 10.25);
    int32_t inside = run->world->targets.items[target_at(run, 32769)].in_flight.count;
    ck_assert_int_gt(inside, 0);
    run_command(run, strike(SIM_COMMAND_CRASH, "host:32769"));
    run_to(run, 10.4);
    ck_assert_int_eq(run_codes(run, 502, -1, 10.25, 10.4), inside);
    ck_assert_int_eq(run->world->targets.items[target_at(run, 32769)].in_flight.count, 0);
    ck_assert_int_gt(run->world->targets.items[target_at(run, 32770)].in_flight.count, 0);
    run_to(run, 13);
    ck_assert_int_gt(run_codes(run, 200, 200, 10.4, 13), 2);
    run_end(run);
}
END_TEST

// Nobody answers at its port: checks time out, and requests end with the idle timeout. Its host's
// workers are the neighbours' alone.
START_TEST(a_container_that_hangs_takes_no_worker_from_its_neighbours) {
    Sketch sketch = service();
    sketch.balancer = ",\"idle_timeout\":\"8s\"";
    sketch.launch = ",\"backlog\":0,\"on_full\":\"refuse\"";
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_command(run, strike(SIM_COMMAND_HANG, "host:32769"));
    run_to(run, 60);
    const char *reason = "";
    ck_assert_int_eq(state_at(run, 32769, &reason), SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason, "Target.Timeout");
    ck_assert_int_eq(state_at(run, 32768, NULL), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(run_codes(run, 502, -1, 0, 60), 0);
    ck_assert_int_gt(run_codes(run, 504, 0, 18, 40), 100);
    ck_assert_int_gt(run_codes(run, 200, 200, 50, 60), 950);
    run_end(run);
}
END_TEST

START_TEST(a_restart_resets_what_waited_for_a_container_that_hung) {
    Sketch sketch = service();
    sketch.health = "\"interval\":\"300s\"";
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_command(run, strike(SIM_COMMAND_HANG, "host:32769"));
    run_to(run, 14);
    int32_t waiting = run->world->targets.items[target_at(run, 32769)].in_flight.count;
    ck_assert_int_gt(waiting, 80);
    run_command(run, strike(SIM_COMMAND_RECOVER, "host"));
    run_to(run, 14.1);
    ck_assert_int_ge(run_codes(run, 502, -1, 14, 14.1), waiting);
    int32_t broken = run_codes(run, 502, -1, 0, 14.1);
    run_to(run, 30);
    ck_assert_int_eq(run_codes(run, 502, -1, 0, 30), broken);
    run_end(run);
}
END_TEST

START_TEST(errors_of_a_container_are_its_own) {
    Sketch sketch = service();
    Run *run = run_begin(&sketch);
    SimCommand errors = strike(SIM_COMMAND_ERRORS, "host:32770");
    errors.number = 1;
    run_command(run, errors);
    run_to(run, 20);
    // Checks are well, so a quarter of the requests fails.
    ck_assert_int_eq(state_at(run, 32770, NULL), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(run_codes(run, 500, 500, 0, 20), 480);
    ck_assert_int_le(run_codes(run, 500, 500, 0, 20), 501);
    errors.is_health = 1;
    run_command(run, errors);
    run_to(run, 60);
    const char *reason = "";
    ck_assert_int_eq(state_at(run, 32770, &reason), SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason, "Target.ResponseCodeMismatch");
    ck_assert_int_eq(run_codes(run, 500, 500, 50, 60), 0);
    ck_assert_int_eq(state_at(run, 32768, NULL), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

START_TEST(what_no_container_can_suffer_is_refused) {
    static const struct {
        SimCommandKind kind;
        const char *target, *words;
    } rows[] = {
        {SIM_COMMAND_CRASH, "host:40000", "Nothing of ap-south-1/host:40000 is registered"},
        {SIM_COMMAND_CRASH, "host:", "is registered"},
        {SIM_COMMAND_CRASH, "host:99999999999", "is registered"},
        {SIM_COMMAND_CRASH, "nobody:32768", "There is no instance"},
        {SIM_COMMAND_RECOVER, "nobody:32768", "There is no instance or zone"},
        {SIM_COMMAND_TERMINATE, "host:32768", "is for a whole instance"},
        {SIM_COMMAND_SLOW, "host:32768", "is for a whole instance"},
    };
    Sketch sketch = service();
    Run *run = run_begin(&sketch);
    run_to(run, 1);
    uint64_t before = sim_world_hash(run->world);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        SimCommand command = strike(rows[i].kind, rows[i].target);
        command.number = 3;
        SimError error;
        ck_assert_msg(!sim_world_command(run->world, &command, false, &error), "%s",
                      rows[i].target);
        ck_assert_msg(strstr(error.text, rows[i].words) != NULL, "%s", error.text);
    }
    ck_assert(sim_world_hash(run->world) == before);
    run_end(run);
}
END_TEST

START_TEST(clients_who_come_straight_meet_the_container_of_their_port) {
    Sketch sketch = {.records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\"}",
                     .instances = "{\"name\":\"web-1\",\"launch\":\"v1\",\"target_groups\":["
                                  "\"web\",{\"target_group\":\"web\",\"port\":81}]}"};
    Run *run = run_begin(&sketch);
    run_command(run, strike(SIM_COMMAND_CRASH, "web-1:81"));
    run_to(run, 10);
    ck_assert_double_gt(run_sum(run, "Answered", ""), 90);
    run_command(run, strike(SIM_COMMAND_CRASH, "web-1:80"));
    run_to(run, 20);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=refused") +
                            run_sum(run, "LostRequests", "Cause=reset"),
                        90);
    run_end(run);
}
END_TEST

START_TEST(a_clone_has_the_faults_of_containers_too) {
    Sketch sketch = service();
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_command(run, strike(SIM_COMMAND_HANG, "host:32769"));
    run_to(run, 15);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 60);
    sim_world_advance(clone, 60 * SIM_SECOND, 0, NULL);
    ck_assert(sim_world_hash(clone) == sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("container");
    TCase *tests = tcase_create("container");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_container_fails_alone_while_its_neighbours_serve);
    tcase_add_test(tests, a_crash_loses_what_is_inside_and_leaves_the_neighbours_requests);
    tcase_add_test(tests, a_container_that_hangs_takes_no_worker_from_its_neighbours);
    tcase_add_test(tests, a_restart_resets_what_waited_for_a_container_that_hung);
    tcase_add_test(tests, errors_of_a_container_are_its_own);
    tcase_add_test(tests, what_no_container_can_suffer_is_refused);
    tcase_add_test(tests, clients_who_come_straight_meet_the_container_of_their_port);
    tcase_add_test(tests, a_clone_has_the_faults_of_containers_too);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
