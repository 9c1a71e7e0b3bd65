// The time budget of a failover by DNS: detecting, spreading, and what caches hold; each figure
// comes out of runs (route53.md 7).
#include "scenario_text.h"

#define FAULT_AT 100
#define SEEDS    6

#define BY_CHECK(ttl)                                                                              \
    "{\"name\":\"app.example.com\",\"policy\":\"failover\",\"set_identifier\":\"first\","          \
    "\"failover\":\"PRIMARY\",\"value\":\"ap-south-1/web-1\",\"ttl\":\"" ttl                       \
    "\",\"health_check\":\"a\"},{\"name\":\"app.example.com\",\"policy\":\"failover\","            \
    "\"set_identifier\":\"second\",\"failover\":\"SECONDARY\",\"value\":\"ap-south-1/web-2\","     \
    "\"ttl\":\"" ttl "\"}"
#define CHECK(members)                                                                             \
    ",\"health_checks\":[{\"name\":\"a\",\"type\":\"HTTP\",\"endpoint\":\"ap-south-1/"             \
    "web-1\"" members "}]"
#define BY_BALANCER                                                                                \
    "{\"name\":\"app.example.com\",\"policy\":\"failover\",\"set_identifier\":\"first\","          \
    "\"failover\":\"PRIMARY\",\"alias\":\"ap-south-1/web\",\"evaluate_target_health\":true},"      \
    "{\"name\":\"app.example.com\",\"policy\":\"failover\",\"set_identifier\":\"second\","         \
    "\"failover\":\"SECONDARY\",\"alias\":\"eu-west-1/web\",\"evaluate_target_health\":true}"
#define SERVERS(n)                                                                                 \
    "{\"name\":\"web\",\"count\":" n ",\"launch\":\"v1\",\"target_groups\":[\"web\"]}"
#define OTHER_REGION                                                                               \
    "]},{\"name\":\"eu-west-1\",\"zones\":[\"eu-west-1a\",\"eu-west-1b\"],\"load_balancers\":[{"   \
    "\"name\":\"web\",\"listeners\":[{\"protocol\":\"HTTP\",\"port\":80,\"default\":{"             \
    "\"forward\":\"web\"}}]}],\"target_groups\":[{\"name\":\"web\"}],\"instances\":[" SERVERS("2")

#define CRASH  "{\"at\":\"100s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"
#define SILENT "{\"at\":\"100s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"}"
#define DARK   "{\"at\":\"100s\",\"do\":\"region_power\",\"region\":\"ap-south-1\"}"

enum { RESOLVERS = 60 };
#define MANY_RESOLVERS ",\"keep_alive\":\"0s\",\"resolvers\":60"

/// Seconds from the fault on: until Route 53 answers otherwise, and until each resolver does.
typedef struct Times {
    double answer, typical, worst;
} Times;

static bool has_moved(const Run *run, int32_t resolver) {
    const SimWorld *world = run->world;
    int32_t record = world->caches.items[cache_index(world, 0, resolver)].record;
    return record >= 0 && strcmp(world->config->records[record].set_identifier, "second") == 0;
}

static Times times_of(const Sketch *sketch, double until) {
    Run *run = run_begin(sketch);
    double moved[RESOLVERS] = {0};
    for (double t = FAULT_AT; t < FAULT_AT + until; t += 0.5) {
        run_to(run, t);
        for (int32_t i = 0; i < RESOLVERS; i++)
            if (moved[i] <= 0 && has_moved(run, i)) moved[i] = t - FAULT_AT;
    }
    const SeenIncident *seen =
        run_incident(run, "RecordHealth", "app.example.com/first", "unhealthy", 0);
    ck_assert_ptr_nonnull(seen);
    Times times = {.answer = (double)seen->time / 1e9 - FAULT_AT};
    for (int32_t i = 0; i < RESOLVERS; i++) {
        ck_assert_double_gt(moved[i], 0);
        times.typical += moved[i] / RESOLVERS;
        if (moved[i] > times.worst) times.worst = moved[i];
    }
    run_end(run);
    return times;
}

typedef struct Budget {
    const char *checks, *records, *instances, *timeline;
    double earliest, latest; ///< answers change
    double answer;           ///< on average
    double typical, worst;   ///< resolvers have changed
} Budget;

// Means over some seeds, and the extremes.
static void expect_budget(const Budget *budget) {
    double answer = 0, typical = 0, worst = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
        char top[32];
        snprintf(top, sizeof top, ",\"seed\":%d", seed);
        Sketch sketch = {.route53 = budget->checks,
                         .records = budget->records,
                         .instances = budget->instances,
                         .timeline = budget->timeline,
                         .health = "",
                         .client = MANY_RESOLVERS,
                         .rate = "100/s",
                         .top = top};
        Times times = times_of(&sketch, budget->worst + 15);
        ck_assert_double_ge(times.answer, budget->earliest);
        ck_assert_double_le(times.answer, budget->latest);
        answer += times.answer / SEEDS;
        typical += times.typical / SEEDS;
        if (times.worst > worst) worst = times.worst;
    }
    ck_assert_double_eq_tol(answer, budget->answer, 4);
    ck_assert_double_eq_tol(typical, budget->typical, 0.06 * budget->typical + 3);
    ck_assert_double_le(worst, budget->worst + 1);
    ck_assert_double_ge(worst, 0.85 * budget->worst);
}

// Up to five seconds of spread belong to each: answers change with the 14th of 16 checkers.

// Each checker by itself, then the vote, then the record with what caches make of it.
START_TEST(the_chain_of_a_failover_is_told_step_by_step) {
    Sketch sketch = {.route53 = CHECK(""),
                     .records = BY_CHECK("60s"),
                     .timeline = CRASH,
                     .client = MANY_RESOLVERS,
                     .rate = "100/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 300);
    const SeenIncident *vote = run_incident(run, "HealthCheck", "a", "unhealthy", 0),
                       *record = run_incident(run, "RecordHealth", "app.example.com/first",
                                              "unhealthy", 0);
    ck_assert_ptr_nonnull(vote);
    ck_assert_ptr_nonnull(record);
    ck_assert_int_eq(record->time, vote->time);
    ck_assert_ptr_nonnull(strstr(record->cause, "health check a is unhealthy; "));
    ck_assert_ptr_nonnull(strstr(record->cause, " resolvers hold it, the last for 5"));
    int32_t gave_up = 0, in_time = 0;
    for (int32_t i = 0; i < run->incidents.count; i++) {
        const SeenIncident *seen = &run->incidents.items[i];
        if (strcmp(seen->type, "Checker") != 0) continue;
        ck_assert_str_eq(seen->to, "unhealthy");
        ck_assert_ptr_nonnull(strstr(seen->cause, "3 in a row: connection refused; "));
        gave_up++;
        in_time += seen->time <= vote->time;
    }
    ck_assert_int_eq(gave_up, 16);
    ck_assert_int_ge(in_time, 14);
    run_end(run);
}
END_TEST

START_TEST(thirty_seconds_times_three_and_a_minute_of_ttl_are_two_minutes) {
    expect_budget(&(Budget){.checks = CHECK(""),
                            .records = BY_CHECK("60s"),
                            .timeline = CRASH,
                            .earliest = 60,
                            .latest = 95,
                            .answer = 85 + 3,
                            .typical = 118,
                            .worst = 155});
}
END_TEST

START_TEST(ten_seconds_times_three_and_a_minute_of_ttl_are_a_minute) {
    expect_budget(&(Budget){.checks = CHECK(",\"request_interval\":\"10s\""),
                            .records = BY_CHECK("60s"),
                            .timeline = CRASH,
                            .earliest = 20,
                            .latest = 35,
                            .answer = 28 + 3,
                            .typical = 61,
                            .worst = 95});
}
END_TEST

START_TEST(ten_seconds_times_one_and_a_minute_of_ttl_are_forty_seconds) {
    expect_budget(
        &(Budget){.checks = CHECK(",\"request_interval\":\"10s\",\"failure_threshold\":1"),
                  .records = BY_CHECK("60s"),
                  .timeline = CRASH,
                  .earliest = 1,
                  .latest = 15,
                  .answer = 8 + 3,
                  .typical = 41,
                  .worst = 75});
}
END_TEST

START_TEST(five_minutes_of_ttl_make_a_failover_four_minutes_long) {
    expect_budget(&(Budget){.checks = CHECK(""),
                            .records = BY_CHECK("300s"),
                            .timeline = CRASH,
                            .earliest = 60,
                            .latest = 95,
                            .answer = 85 + 3,
                            .typical = 238,
                            .worst = 395});
}
END_TEST

START_TEST(an_alias_leaves_a_dark_region_after_eighty_seconds) {
    expect_budget(&(Budget){.records = BY_BALANCER,
                            .instances = SERVERS("1") OTHER_REGION,
                            .timeline = DARK,
                            .earliest = 35,
                            .latest = 65,
                            .answer = 55,
                            .typical = 85,
                            .worst = 125});
}
END_TEST

START_TEST(an_alias_leaves_refusing_targets_within_two_intervals) {
    expect_budget(&(Budget){.records = BY_BALANCER,
                            .instances = SERVERS("1") OTHER_REGION,
                            .timeline = CRASH,
                            .earliest = 30,
                            .latest = 60,
                            .answer = 50,
                            .typical = 80,
                            .worst = 120});
}
END_TEST

START_TEST(a_region_that_is_back_is_answered_again_when_its_checks_pass) {
    Sketch sketch = {.records = BY_BALANCER,
                     .instances = SERVERS("1") OTHER_REGION,
                     .timeline =
                         DARK ",{\"at\":\"300s\",\"do\":\"recover\",\"target\":\"ap-south-1\"}",
                     .health = "",
                     .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 600);
    const SeenIncident *back =
        run_incident(run, "RecordHealth", "app.example.com/first", "healthy", 0);
    // Five checks in a row, of one node at least.
    ck_assert_ptr_nonnull(back);
    ck_assert_double_ge((double)back->time / 1e9, 300 + 4 * 30);
    ck_assert_double_le((double)back->time / 1e9, 300 + 5 * 30 + 1);
    run_end(run);
}
END_TEST

// --- the worked example
// -----------------------------------------------------------------------------------------------------------

#define POPULATION(name, more)                                                                     \
    "{\"name\":\"" name "\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"    \
    "\"10ms\",\"dns_round_trip\":\"10ms\",\"jitter\":0,\"users\":3000,\"keep_alive\":\"0s\","      \
    "\"resolvers\":60,\"arrivals\":{\"constant\":\"300/s\"},\"requests\":[{\"work\":{"             \
    "\"constant\":\"1ms\"}}]" more "}"

// The last second in which a client of the population sets out for the old address.
static void watch_tail(Run *run, const char *client, double until, double *last) {
    double before = run_sum(run, "OldAnswerShare", client);
    for (double t = FAULT_AT + 1; t <= until; t += 1) {
        run_to(run, t);
        double sum = run_sum(run, "OldAnswerShare", client);
        if (sum > before) *last = t;
        before = sum;
    }
}

static double tail_of(const char *client, const char *timeline, double *answer) {
    Sketch sketch = {.records = BY_CHECK("60s"),
                     .route53 = CHECK(""),
                     .clients = POPULATION("plain", "") "," POPULATION(
                         "tab", ",\"dns_cache\":{\"browser_hold\":\"60s\"}"),
                     .timeline = timeline};
    Run *run = run_begin(&sketch);
    double last = 0;
    run_to(run, FAULT_AT);
    watch_tail(run, client, FAULT_AT + 280, &last);
    *answer = (double)run_incident(run, "HealthCheck", "a", "unhealthy", 0)->time / 1e9 - FAULT_AT;
    run_end(run);
    return last - FAULT_AT;
}

START_TEST(resolvers_move_within_a_ttl_and_browsers_a_minute_later) {
    double answer, refused;
    double plain = tail_of("Client=plain", SILENT, &answer);
    ck_assert_double_eq_tol(answer, 100, 5);
    ck_assert_double_eq_tol(plain, answer + 60, 3);
    double tab = tail_of("Client=tab", SILENT, &answer);
    ck_assert_double_ge(tab, answer + 105);
    ck_assert_double_le(tab, answer + 121);
    // The same rhythm of checkers, without the time-outs of three probes.
    plain = tail_of("Client=plain", CRASH, &refused);
    ck_assert_double_eq_tol(answer - refused, 12, 2);
    ck_assert_double_eq_tol(plain, refused + 60, 3);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("failover");
    TCase *tests = tcase_create("failover");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_chain_of_a_failover_is_told_step_by_step);
    tcase_add_test(tests, thirty_seconds_times_three_and_a_minute_of_ttl_are_two_minutes);
    tcase_add_test(tests, ten_seconds_times_three_and_a_minute_of_ttl_are_a_minute);
    tcase_add_test(tests, ten_seconds_times_one_and_a_minute_of_ttl_are_forty_seconds);
    tcase_add_test(tests, five_minutes_of_ttl_make_a_failover_four_minutes_long);
    tcase_add_test(tests, an_alias_leaves_a_dark_region_after_eighty_seconds);
    tcase_add_test(tests, an_alias_leaves_refusing_targets_within_two_intervals);
    tcase_add_test(tests, a_region_that_is_back_is_answered_again_when_its_checks_pass);
    tcase_add_test(tests, resolvers_move_within_a_ttl_and_browsers_a_minute_later);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
