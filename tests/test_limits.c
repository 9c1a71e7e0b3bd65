// Limits are kept to the nanosecond whatever befalls: they are events only while nothing else is
// certain to happen before, so each way of losing that certainty is tried here.
#include "scenario_text.h"

#include <check.h>

#include "world/world.h"

#define RARE_CHECKS "\"interval\":\"300s\",\"timeout\":\"120s\""
// Whoever opens a connection has ten seconds; these all come over one that stands.
#define PATIENT ",\"timeout\":\"500s\",\"keep_alive\":\"300s\""

// Answers with a code that took from `least` to `most`.
static int32_t took(const Run *run, int32_t code, SimTime least, SimTime most) {
    int32_t count = 0;
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        SimTime time = a->time - a->created;
        count += a->elb_status == code && time >= least && time <= most;
    }
    return count;
}

// How many there were with a code, all of which took as long.
static int32_t all_took(const Run *run, int32_t code, SimTime least, SimTime most) {
    int32_t count = took(run, code, least, most);
    ck_assert_int_eq(count, run_codes(run, code, -1, 0, 1e9));
    return count;
}

static Run *at_work(const char *rate, const char *work, const char *client, SimTime until) {
    Sketch sketch = {.rate = rate,
                     .work = work,
                     .health = RARE_CHECKS,
                     .client = client,
                     .balancer = ",\"idle_timeout\":\"20s\""};
    Run *run = run_begin(&sketch);
    run_to(run, (double)until / 1e9);
    return run;
}

static void do_to_both(Run *run, SimCommandKind kind, double number) {
    SimCommand command = {.kind = kind, .number = number};
    for (int i = 1; i <= 2; i++) {
        snprintf(command.target, sizeof command.target, "ap-south-1/web-%d", i);
        run_command(run, command);
    }
}

// Goes on, and ends the run: all that was 504 was so at the idle timeout, `least` times or more.
static void end_cut_off(Run *run, double until, int32_t least) {
    run_to(run, until);
    ck_assert_int_ge(all_took(run, 504, 20 * SIM_SECOND, 20 * SIM_SECOND + 5 * SIM_MILLISECOND),
                     least);
    run_end(run);
}

START_TEST(a_target_that_hangs_in_the_middle_of_its_work_is_given_the_idle_timeout) {
    Run *run = at_work("2/s", "{\"constant\":\"2s\"}", PATIENT, 10 * SIM_SECOND);
    do_to_both(run, SIM_COMMAND_HANG, 0);
    end_cut_off(run, 60, 50);
}
END_TEST

START_TEST(a_target_that_becomes_slow_in_the_middle_of_its_work_is_given_the_idle_timeout) {
    Run *run = at_work("2/s", "{\"constant\":\"2s\"}", PATIENT, 10 * SIM_SECOND);
    do_to_both(run, SIM_COMMAND_SLOW, 1000);
    end_cut_off(run, 31, 3);
}
END_TEST

START_TEST(who_waits_in_a_queue_is_given_the_idle_timeout_too) {
    Run *run = at_work("2/s", "{\"constant\":\"15s\"}", PATIENT, 60 * SIM_SECOND);
    end_cut_off(run, 60, 20);
}
END_TEST

START_TEST(work_that_is_longer_than_the_limit_is_cut_off_at_it) {
    Run *run = at_work("2/s", "{\"constant\":\"25s\"}", PATIENT, 45 * SIM_SECOND);
    ck_assert_int_eq(run_codes(run, 200, -1, 0, 1e9), 0);
    end_cut_off(run, 45, 20);
}
END_TEST

START_TEST(a_user_leaves_a_target_that_hangs_when_his_patience_ends) {
    Run *run = at_work("2/s", "{\"constant\":\"2s\"}", ",\"timeout\":\"7s\"", 10 * SIM_SECOND);
    do_to_both(run, SIM_COMMAND_HANG, 0);
    run_to(run, 60);
    // He waits from when he asks, and the node hears of his leaving as long after as of his asking.
    ck_assert_int_gt(all_took(run, 460, 6500 * SIM_MILLISECOND, 7 * SIM_SECOND), 50);
    run_end(run);
}
END_TEST

START_TEST(a_queue_before_fewer_workers_than_it_counted_on_is_given_the_idle_timeout) {
    Run *run = at_work("6/s", "{\"constant\":\"4s\"}", PATIENT, 18 * SIM_SECOND);
    run_set(run, "launch_templates.0.workers", "1");
    run_to(run, 19);
    ck_assert_int_eq(run_codes(run, 504, -1, 0, 1e9), 0);
    end_cut_off(run, 38, 10);
}
END_TEST

START_TEST(a_target_that_loses_its_power_is_given_the_idle_timeout_by_the_other_zone) {
    Run *run = at_work("2/s", "{\"constant\":\"2s\"}", PATIENT, 10 * SIM_SECOND);
    run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1b");
    run_to(run, 31);
    ck_assert_int_ge(took(run, 504, 20 * SIM_SECOND, 20 * SIM_SECOND + 5 * SIM_MILLISECOND), 1);
    // Those to whom no connection was open yet.
    ck_assert_int_ge(took(run, 504, 10 * SIM_SECOND, 10 * SIM_SECOND + 5 * SIM_MILLISECOND), 1);
    run_end(run);
}
END_TEST

START_TEST(users_of_a_dead_zone_leave_when_their_patience_ends) {
    Run *run = at_work("200/s", "{\"constant\":\"20ms\"}", ",\"timeout\":\"7s\"", 10 * SIM_SECOND);
    run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1a");
    run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1b");
    int64_t under_way = sim_world_totals(run->world).requests_in_flight;
    ck_assert_int_ge(under_way, 4);
    run_to(run, 16.9);
    ck_assert_int_eq(sim_world_totals(run->world).lost[SIM_CAUSE_TIMEOUT], 0);
    // Also those that were travelling then, there or back.
    run_to(run, 17);
    ck_assert_int_ge(sim_world_totals(run->world).lost[SIM_CAUSE_TIMEOUT], under_way - 2);
    run_to(run, 30);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("limits");
    TCase *tests = tcase_create("limits");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_target_that_hangs_in_the_middle_of_its_work_is_given_the_idle_timeout);
    tcase_add_test(tests,
                   a_target_that_becomes_slow_in_the_middle_of_its_work_is_given_the_idle_timeout);
    tcase_add_test(tests, who_waits_in_a_queue_is_given_the_idle_timeout_too);
    tcase_add_test(tests, work_that_is_longer_than_the_limit_is_cut_off_at_it);
    tcase_add_test(tests, a_user_leaves_a_target_that_hangs_when_his_patience_ends);
    tcase_add_test(tests,
                   a_target_that_loses_its_power_is_given_the_idle_timeout_by_the_other_zone);
    tcase_add_test(tests,
                   a_queue_before_fewer_workers_than_it_counted_on_is_given_the_idle_timeout);
    tcase_add_test(tests, users_of_a_dead_zone_leave_when_their_patience_ends);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
