// A run is a function of scenario, seed and commands: however it is sliced, cloned, watched or
// replayed. And its books balance at every moment.
#include "chaos.h"

#include <malloc.h>

#define END (CHAOS_SECONDS * SIM_SECOND)

static SimScenario *scenario;

static void setup(void) {
    Sketch sketch = chaos_sketch();
    scenario = scenario_of(&sketch);
}

static void teardown(void) {
    sim_scenario_release(scenario);
}

static uint64_t finish_hash(SimWorld *world) {
    sim_world_finish(world, NULL);
    uint64_t hash = sim_world_hash(world);
    sim_world_destroy(world);
    return hash;
}

static uint64_t hash_in_one_go(uint64_t seed) {
    SimWorld *world = sim_world_create(scenario, seed);
    sim_world_advance(world, END, 0, NULL);
    return finish_hash(world);
}

START_TEST(slices_of_time_change_nothing) {
    SimWorld *world = sim_world_create(scenario, 0);
    for (SimTime t = 0; t < END; t += 370 * SIM_MILLISECOND)
        sim_world_advance(world, t, 0, NULL);
    sim_world_advance(world, END, 0, NULL);
    ck_assert_uint_eq(finish_hash(world), hash_in_one_go(0));
}
END_TEST

START_TEST(slices_by_count_of_events_change_nothing) {
    static const int64_t counts[] = {1, 7, 1000};
    for (int i = 0; i < 3; i++) {
        SimWorld *world = sim_world_create(scenario, 0);
        int64_t executed = 0, step;
        do
            executed += step = sim_world_advance(world, END, counts[i], NULL);
        while (step == counts[i]);
        ck_assert_int_eq(executed, sim_world_totals(world).events);
        ck_assert_int_eq(sim_world_now(world), END);
        ck_assert_uint_eq(finish_hash(world), hash_in_one_go(0));
    }
}
END_TEST

// Hashes after the same number of events, where one run stood still before and the other did not.
START_TEST(a_run_in_the_middle_is_the_same_however_it_got_there) {
    SimWorld *a = sim_world_create(scenario, 0), *b = sim_world_create(scenario, 0);
    for (int i = 0; i < 20; i++)
        sim_world_advance(a, END, 500, NULL);
    sim_world_advance(b, END, 10000, NULL);
    ck_assert_int_eq(sim_world_now(a), sim_world_now(b));
    ck_assert_uint_eq(sim_world_hash(a), sim_world_hash(b));
    sim_world_destroy(a);
    sim_world_destroy(b);
}
END_TEST

START_TEST(a_clone_and_its_original_go_on_identically) {
    static const int at_seconds[] = {0, 13, 36, 70};
    uint64_t expected = hash_in_one_go(0);
    for (int i = 0; i < 4; i++) {
        SimWorld *world = sim_world_create(scenario, 0);
        sim_world_advance(world, at_seconds[i] * SIM_SECOND, 0, NULL);
        SimWorld *clone = sim_world_clone(world), *late = sim_world_clone(world);
        ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(world));
        sim_world_advance(world, END, 0, NULL);
        ck_assert_uint_eq(finish_hash(world), expected);
        sim_world_advance(clone, END, 0, NULL);
        ck_assert_uint_eq(finish_hash(clone), expected);
        sim_world_advance(late, END, 33, NULL);
        sim_world_advance(late, END, 0, NULL);
        ck_assert_uint_eq(finish_hash(late), expected);
    }
}
END_TEST

START_TEST(listeners_change_nothing) {
    Sketch sketch = chaos_sketch();
    Run *run = run_begin(&sketch);
    run_watch_hops(run);
    sim_world_advance(run->world, END, 0, &run->sink);
    sim_world_finish(run->world, &run->sink);
    ck_assert_uint_eq(sim_world_hash(run->world), hash_in_one_go(0));
    ck_assert_int_gt(run->hops.count, 10000);
    ck_assert_int_gt(run->accesses.count, 1000);
    ck_assert_int_gt(run->incidents.count, 20);
    sim_world_destroy(run->world);
    array_deinit(&run->incidents), array_deinit(&run->accesses), array_deinit(&run->hops);
    free(run);
}
END_TEST

START_TEST(seeds_differ_and_the_same_seed_does_not) {
    ck_assert_uint_eq(hash_in_one_go(5), hash_in_one_go(5));
    ck_assert_uint_ne(hash_in_one_go(5), hash_in_one_go(6));
}
END_TEST

// Fresh memory filled with other bytes: nothing read was never written, and no padding is hashed.
START_TEST(what_memory_held_before_does_not_matter) {
    mallopt(M_PERTURB, 0x55);
    uint64_t hash = hash_in_one_go(0);
    mallopt(M_PERTURB, 0xC3);
    ck_assert_uint_eq(hash_in_one_go(0), hash);
    mallopt(M_PERTURB, 0);
    ck_assert_uint_eq(hash_in_one_go(0), hash);
}
END_TEST

// --- commands
// ---------------------------------------------------------------------------------------------------------------------

static SimCommand command_of(SimCommandKind kind, const char *target, const char *value,
                             double number) {
    SimCommand command = {.kind = kind, .number = number};
    snprintf(command.target, sizeof command.target, "%s", target);
    snprintf(command.value, sizeof command.value, "%s", value);
    return command;
}

static void give(SimWorld *world, SimCommandKind kind, const char *target, const char *value,
                 double number) {
    SimCommand command = command_of(kind, target, value, number);
    SimError error;
    if (!sim_world_command(world, &command, false, &error)) ck_abort_msg("%s", error.text);
}

// A person at the keys: at t = 0, twice in one instant, paused in the middle, after single steps,
// in the instant of a timeline step.
static SimWorld *played(void) {
    SimWorld *world = sim_world_create(scenario, 0);
    give(world, SIM_COMMAND_SLOW, "ap-south-1/web-3", "", 2);
    sim_world_advance(world, 7 * SIM_SECOND, 0, NULL);
    give(world, SIM_COMMAND_CRASH, "ap-south-1/web-3", "", 0);
    give(world, SIM_COMMAND_RECOVER, "ap-south-1/web-3", "", 0);
    sim_world_advance(world, 20 * SIM_SECOND - 1, 0, NULL);
    give(world, SIM_COMMAND_SET, "regions.ap-south-1.target_groups.web.algorithm", "round_robin",
         0);
    sim_world_advance(world, END, 1, NULL);
    give(world, SIM_COMMAND_DEREGISTER, "ap-south-1/green-3", "ap-south-1/green", 0);
    for (int i = 0; i < 3; i++)
        sim_world_advance(world, END, 1, NULL);
    give(world, SIM_COMMAND_SET, "clients.c.arrivals.poisson", "90/s", 0);
    sim_world_advance(world, 61 * SIM_SECOND, 0, NULL);
    give(world, SIM_COMMAND_ZONE_POWER, "ap-south-1a", "", 0);
    sim_world_advance(world, 62 * SIM_SECOND, 0, NULL);
    give(world, SIM_COMMAND_RECOVER, "ap-south-1a", "", 0);
    sim_world_advance(world, END, 0, NULL);
    return world;
}

START_TEST(a_log_given_at_the_start_replays_what_was_played) {
    SimWorld *live = played(), *replay = sim_world_create(scenario, 0);
    int32_t count;
    const SimCommand *log = sim_world_commands(live, &count);
    ck_assert_int_eq(count, 8);
    ck_assert_int_eq(log[0].at, 1);
    ck_assert_int_eq(log[1].at, log[2].at);
    for (int32_t i = 0; i < count; i++)
        ck_assert(sim_world_command(replay, &log[i], true, NULL));
    sim_world_advance(replay, END, 0, NULL);
    ck_assert_uint_eq(finish_hash(replay), finish_hash(live));
}
END_TEST

START_TEST(a_log_given_bit_by_bit_replays_what_was_played) {
    SimWorld *live = played(), *replay = sim_world_create(scenario, 0);
    int32_t count;
    const SimCommand *log = sim_world_commands(live, &count);
    for (int32_t i = 0; i < count; i++) {
        sim_world_advance(replay, log[i].at - 1, 0, NULL);
        ck_assert(sim_world_command(replay, &log[i], true, NULL));
    }
    sim_world_advance(replay, END, 0, NULL);
    uint64_t hash = finish_hash(live);
    ck_assert_uint_eq(finish_hash(replay), hash);
    ck_assert_uint_ne(hash, hash_in_one_go(0));
}
END_TEST

START_TEST(a_log_written_and_read_again_is_the_same_log) {
    SimWorld *live = played(), *replay = sim_world_create(scenario, 0);
    int32_t count;
    const SimCommand *log = sim_world_commands(live, &count);
    for (int32_t i = 0; i < count; i++) {
        char line[1024];
        SimCommand read;
        sim_command_write(&log[i], line, sizeof line);
        ck_assert(sim_command_read(line, &read, NULL));
        ck_assert(sim_world_command(replay, &read, true, NULL));
    }
    sim_world_advance(replay, END, 0, NULL);
    ck_assert_uint_eq(finish_hash(replay), finish_hash(live));
}
END_TEST

START_TEST(a_live_command_falls_a_nanosecond_later_and_never_among_events_begun) {
    SimWorld *world = sim_world_create(scenario, 0);
    sim_world_advance(world, 3 * SIM_SECOND, 0, NULL);
    give(world, SIM_COMMAND_CRASH, "ap-south-1/web-3", "", 0);
    int32_t count;
    ck_assert_int_eq(sim_world_commands(world, &count)[0].at, 3 * SIM_SECOND + 1);
    int32_t index = world_find_instance(world, "ap-south-1/web-3");
    ck_assert(!world->instances.items[index].is_crashed);
    sim_world_advance(world, 3 * SIM_SECOND + 1, 0, NULL);
    ck_assert(world->instances.items[index].is_crashed);
    sim_world_destroy(world);
}
END_TEST

START_TEST(a_command_is_the_first_of_its_instant) {
    // Requests are born at whole seconds, and so is the fault.
    Sketch sketch = {.rate = "1/s",
                     .timeline =
                         "{\"at\":\"3s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 2.999999999);
    int64_t born = sim_world_totals(run->world).requests_born;
    ck_assert_int_eq(sim_world_advance(run->world, 3 * SIM_SECOND, 1, NULL), 1);
    ck_assert_int_eq(sim_world_now(run->world), 3 * SIM_SECOND);
    ck_assert(run->world->instances.items[0].is_crashed);
    ck_assert_int_eq(sim_world_totals(run->world).requests_born, born);
    run_to(run, 3);
    ck_assert_int_eq(sim_world_totals(run->world).requests_born, born + 1);
    run_end(run);
}
END_TEST

START_TEST(bytes_behind_the_end_of_a_commands_texts_are_no_part_of_the_run) {
    uint64_t hashes[2];
    for (int i = 0; i < 2; i++) {
        SimWorld *world = sim_world_create(scenario, 0);
        SimCommand command;
        memset(&command, i == 0 ? 0x11 : 0x77, sizeof command);
        command.kind = SIM_COMMAND_CRASH, command.number = 0, command.is_health = 0;
        snprintf(command.target, sizeof command.target, "ap-south-1/web-1");
        command.value[0] = '\0';
        ck_assert(sim_world_command(world, &command, false, NULL));
        sim_world_advance(world, 5 * SIM_SECOND, 0, NULL);
        hashes[i] = finish_hash(world);
    }
    ck_assert_uint_eq(hashes[0], hashes[1]);
}
END_TEST

START_TEST(a_refused_command_changes_nothing) {
    SimWorld *world = sim_world_create(scenario, 0);
    uint64_t hash = sim_world_hash(world);
    SimError error;
    SimCommand nobody = command_of(SIM_COMMAND_CRASH, "ap-south-1/nobody", "", 0);
    SimCommand wrong =
        command_of(SIM_COMMAND_SET, "regions.ap-south-1.target_groups.web.slow_start", "60s", 0);
    ck_assert(!sim_world_command(world, &nobody, false, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "nobody"));
    ck_assert(!sim_world_command(world, &wrong, false, &error));
    int32_t count;
    sim_world_commands(world, &count);
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(sim_world_hash(world), hash);
    sim_world_destroy(world);
}
END_TEST

// --- the same requests
// --------------------------------------------------------------------------------------------------------------

typedef struct Births {
    ARRAY_OF(SimHop) hops;
} Births;

static void see_birth(void *context, const SimHop *hop) {
    if (hop->kind == SIM_HOP_BORN) *(SimHop *)array_push(&((Births *)context)->hops) = *hop;
}

static void births_of(const char *path, const char *value, bool is_midway, Births *births) {
    SimError error = {""};
    SimScenario *varied = is_midway ? sim_scenario_retain(scenario)
                                    : sim_scenario_set(scenario, path, value, false, &error);
    if (varied == NULL) ck_abort_msg("%s", error.text);
    SimWorld *world = sim_world_create(varied, 0);
    SimSink sink = {.context = births, .hop = see_birth};
    sim_world_advance(world, 17 * SIM_SECOND + 12345, 0, &sink);
    if (is_midway) give(world, SIM_COMMAND_SET, path, value, 0);
    sim_world_advance(world, END, 0, &sink);
    sim_world_destroy(world);
    sim_scenario_release(varied);
}

static void expect_same_births(const Births *a, const Births *b) {
    ck_assert_int_gt(a->hops.count, 7000);
    ck_assert_int_eq(a->hops.count, b->hops.count);
    for (int32_t i = 0; i < a->hops.count; i++) {
        const SimHop *x = &a->hops.items[i], *y = &b->hops.items[i];
        if (x->time != y->time || x->bits != y->bits || x->work != y->work ||
            x->request != y->request || x->from.index != y->from.index)
            ck_abort_msg("request %d differs", i);
    }
}

START_TEST(another_algorithm_gets_exactly_the_same_requests) {
    static const char *const algorithms[] = {"round_robin", "power_of_two_choices", "ip_hash"};
    const char *path = "regions.ap-south-1.target_groups.web.algorithm";
    Births first = {0};
    births_of(path, "least_outstanding_requests", false, &first);
    for (int i = 0; i < 3; i++) {
        Births other = {0};
        births_of(path, algorithms[i], false, &other);
        expect_same_births(&first, &other);
        array_deinit(&other.hops);
    }
    array_deinit(&first.hops);
}
END_TEST

START_TEST(an_algorithm_set_midway_moves_no_arrival) {
    const char *path = "regions.ap-south-1.target_groups.web.algorithm";
    Births a = {0}, b = {0};
    births_of(path, "least_outstanding_requests", false, &a);
    births_of(path, "round_robin", true, &b);
    expect_same_births(&a, &b);
    array_deinit(&a.hops), array_deinit(&b.hops);
}
END_TEST

START_TEST(nothing_set_again_and_again_moves_an_arrival) {
    SimWorld *world = sim_world_create(scenario, 0);
    Births a = {0}, b = {0};
    SimSink sink = {.context = &b, .hop = see_birth};
    for (SimTime t = 0; t < END; t += END / (TEST_SCALE > 1 ? 20 : 150) + 7) {
        sim_world_advance(world, t, 0, &sink);
        give(world, SIM_COMMAND_SET, "clients.c.timeout", t % 2 == 0 ? "4s" : "3s", 0);
    }
    sim_world_advance(world, END, 0, &sink);
    sim_world_destroy(world);
    births_of("clients.c.timeout", "4s", false, &a);
    expect_same_births(&a, &b);
    array_deinit(&a.hops);
    array_deinit(&b.hops);
}
END_TEST

START_TEST(shares_set_midway_change_the_mix) {
    Sketch sketch = {
        .rate = "100/s",
        .requests = "{\"path\":\"/a\",\"share\":1,\"work\":{\"constant\":\"1ms\"}},{\"path\":\"/"
                    "b\",\"share\":0,\"work\":{\"constant\":\"1ms\"}}",
        .rules =
            "{\"priority\":1,\"if\":{\"path-pattern\":[\"/b\"]},\"then\":{\"forward\":\"web\"}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_eq(run->world->rules.items[0].matched, 0);
    run_set(run, "clients.c.requests.1.share", "1");
    run_to(run, 10.5);
    run_set(run, "clients.c.requests.0.share", "0");
    run_to(run, 11);
    int64_t before = run->world->rules.items[1].matched;
    run_to(run, 20);
    ck_assert_int_eq(run->world->rules.items[1].matched, before);
    ck_assert_int_gt(run->world->rules.items[0].matched, 800);
    run_end(run);
}
END_TEST

// --- the books
// ----------------------------------------------------------------------------------------------------------------------

typedef struct Books {
    int32_t counted, in_stations, with_request, waiting;
} Books;

static Books books_of(const SimWorld *world) {
    Books books = {0};
    for (int32_t i = 0; i < world->attempts.count; i++) {
        if (!pool_is_taken(&world->attempt_pool, (uint32_t)i)) continue;
        const Attempt *attempt = &world->attempts.items[i];
        books.counted += attempt->is_counted;
        books.in_stations += world->stations.jobs.items[i].station1 != 0;
        if (attempt->request1 == 0) continue;
        books.with_request++;
        ck_assert_int_eq(world->requests.items[attempt->request1 - 1].attempt1, i + 1);
    }
    for (int32_t i = 0; i < world->requests.count; i++) {
        if (!pool_is_taken(&world->request_pool, (uint32_t)i)) continue;
        const Request *request = &world->requests.items[i];
        books.waiting += request->state == REQUEST_BACKOFF;
        if (request->attempt1 != 0)
            ck_assert_int_eq(world->attempts.items[request->attempt1 - 1].request1, i + 1);
    }
    return books;
}

static void expect_balance(const SimWorld *world) {
    Books books = books_of(world);
    int32_t in_flight = 0, outstanding = 0, at_targets = 0, inside = 0, connections = 0;
    for (int32_t i = 0; i < world->nodes.count; i++) {
        in_flight += world->nodes.items[i].in_flight;
        connections += world->nodes.items[i].connections;
    }
    for (int32_t i = 0; i < world->choosers.members.count; i++)
        outstanding += world->choosers.members.items[i].outstanding;
    for (int32_t i = 0; i < world->targets.count; i++)
        at_targets += world->targets.items[i].in_flight.count;
    for (int32_t i = 0; i < world->stations.stations.count; i++)
        inside += world->stations.stations.items[i].inside.count +
                  world->stations.stations.items[i].queue.count;
    int32_t to_nodes = 0;
    for (int32_t i = 0; i < world->connections.count; i++)
        to_nodes += pool_is_taken(&world->connection_pool, (uint32_t)i) &&
                    world->connections.items[i].node >= 0;
    ck_assert_int_eq(in_flight, books.counted);
    ck_assert_int_eq(outstanding, books.counted);
    ck_assert_int_eq(at_targets, books.counted);
    ck_assert_int_eq(inside, books.in_stations);
    ck_assert_int_eq(connections, to_nodes + books.counted + world->target_connection_pool.live);
    SimTotals t = sim_world_totals(world);
    ck_assert_int_eq(t.requests_born,
                     t.requests_answered + t.requests_failed + t.requests_in_flight);
    ck_assert_int_eq(t.attempts_born,
                     t.attempts_answered + t.attempts_failed + t.attempts_in_flight);
    ck_assert_int_eq(t.requests_in_flight, world->request_pool.live);
    // A retry is counted when it is decided; what waits for its backoff is not yet an attempt.
    ck_assert_int_eq(t.attempts_born + books.waiting, t.requests_born + t.retries + t.redirects);
}

START_TEST(the_books_balance_at_every_moment) {
    SimWorld *world = sim_world_create(scenario, 0);
    for (SimTime t = 0; t <= END; t += SIM_SECOND / 4) {
        sim_world_advance(world, t, 0, NULL);
        expect_balance(world);
    }
    sim_world_finish(world, NULL);
    sim_world_destroy(world);
}
END_TEST

// Every way to lose a request is walked, so that the tests above speak of them.
START_TEST(the_chaos_is_a_chaos) {
    Sketch sketch = chaos_sketch();
    Run *run = run_begin(&sketch);
    run_to(run, CHAOS_SECONDS);
    static const int32_t codes[] = {200, 301, 404, 460, 500, 502};
    SimTotals totals = sim_world_totals(run->world);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (run_codes(run, codes[i], -1, 0, 1e9) == 0) ck_abort_msg("no %d in the chaos", codes[i]);
    static const SimCause causes[] = {SIM_CAUSE_NO_ADDRESS, SIM_CAUSE_TIMEOUT, SIM_CAUSE_TARGET_5XX,
                                      SIM_CAUSE_REFUSED};
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (totals.lost[causes[i]] == 0)
            ck_abort_msg("nothing lost to %s in the chaos", sim_cause_name(causes[i]));
    ck_assert_int_gt(totals.retries, 100);
    ck_assert_int_gt(totals.redirects, 100);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("world");
    TCase *tests = tcase_create("world");
    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, slices_of_time_change_nothing);
    tcase_add_test(tests, slices_by_count_of_events_change_nothing);
    tcase_add_test(tests, a_run_in_the_middle_is_the_same_however_it_got_there);
    tcase_add_test(tests, a_clone_and_its_original_go_on_identically);
    tcase_add_test(tests, listeners_change_nothing);
    tcase_add_test(tests, seeds_differ_and_the_same_seed_does_not);
    tcase_add_test(tests, what_memory_held_before_does_not_matter);
    tcase_add_test(tests, a_log_given_at_the_start_replays_what_was_played);
    tcase_add_test(tests, a_log_given_bit_by_bit_replays_what_was_played);
    tcase_add_test(tests, a_log_written_and_read_again_is_the_same_log);
    tcase_add_test(tests, a_live_command_falls_a_nanosecond_later_and_never_among_events_begun);
    tcase_add_test(tests, bytes_behind_the_end_of_a_commands_texts_are_no_part_of_the_run);
    tcase_add_test(tests, a_refused_command_changes_nothing);
    tcase_add_test(tests, another_algorithm_gets_exactly_the_same_requests);
    tcase_add_test(tests, an_algorithm_set_midway_moves_no_arrival);
    tcase_add_test(tests, a_command_is_the_first_of_its_instant);
    tcase_add_test(tests, nothing_set_again_and_again_moves_an_arrival);
    tcase_add_test(tests, shares_set_midway_change_the_mix);
    tcase_add_test(tests, the_books_balance_at_every_moment);
    tcase_add_test(tests, the_chaos_is_a_chaos);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
