// Worlds side by side on threads: they share a scenario and nothing else. Runs under the thread
// sanitizer too.
#include "chaos.h"

#include <pthread.h>

#define WORKERS 4
#define END     (CHAOS_SECONDS * SIM_SECOND / (TEST_SCALE > 1 ? 4 : 1))

typedef struct Worker {
    SimWorld *world;
    uint64_t hash;
    int64_t seen;
} Worker;

static void count_period(void *context, const SimPeriod *period) {
    ((Worker *)context)->seen += period->series_count > 0;
}

static void *work(void *context) {
    Worker *worker = context;
    SimSink sink = {.context = worker, .period = count_period};
    // Setting a value reads the shared scenario and makes a new one.
    SimCommand set = {.kind = SIM_COMMAND_SET, .target = "clients.c.timeout", .value = "5s"};
    sim_world_advance(worker->world, sim_world_now(worker->world) + SIM_SECOND, 0, &sink);
    if (!sim_world_command(worker->world, &set, false, NULL)) return NULL;
    sim_world_advance(worker->world, END, 0, &sink);
    sim_world_finish(worker->world, &sink);
    worker->hash = sim_world_hash(worker->world);
    sim_world_destroy(worker->world);
    return NULL;
}

// Two worlds of one scenario and one seed, one of another seed, and a clone taken half-way of the
// first.
static void make(Worker workers[WORKERS]) {
    Sketch sketch = chaos_sketch();
    SimScenario *scenario = scenario_of(&sketch);
    workers[0] = (Worker){.world = sim_world_create(scenario, 0)};
    workers[1] = (Worker){.world = sim_world_create(scenario, 0)};
    workers[2] = (Worker){.world = sim_world_create(scenario, 77)};
    sim_world_advance(workers[0].world, END / 2, 0, NULL);
    workers[3] = (Worker){.world = sim_world_clone(workers[0].world)};
    sim_scenario_release(scenario);
}

START_TEST(worlds_on_threads_do_what_they_do_alone) {
    Worker alone[WORKERS], beside[WORKERS];
    make(alone);
    for (int i = 0; i < WORKERS; i++)
        work(&alone[i]);
    make(beside);
    pthread_t threads[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &beside[i]), 0);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < WORKERS; i++) {
        ck_assert_uint_ne(beside[i].hash, 0);
        ck_assert_uint_eq(beside[i].hash, alone[i].hash);
        ck_assert_int_gt(beside[i].seen, 10);
    }
    ck_assert_uint_eq(alone[0].hash, alone[3].hash);
    ck_assert_uint_ne(alone[0].hash, alone[1].hash);
    ck_assert_uint_ne(alone[1].hash, alone[2].hash);
}
END_TEST

// Clones are taken while others run; the original stands still.
static void *clone_and_run(void *context) {
    Worker *worker = context;
    SimWorld *original = worker->world;
    worker->world = sim_world_clone(original);
    return work(worker);
}

START_TEST(clones_may_be_taken_on_many_threads_at_once) {
    Sketch sketch = chaos_sketch();
    SimScenario *scenario = scenario_of(&sketch);
    SimWorld *original = sim_world_create(scenario, 0);
    sim_scenario_release(scenario);
    sim_world_advance(original, END / 2, 0, NULL);
    uint64_t hash = sim_world_hash(original);
    Worker workers[WORKERS];
    pthread_t threads[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = (Worker){.world = original};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, clone_and_run, &workers[i]), 0);
    }
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 1; i < WORKERS; i++)
        ck_assert_uint_eq(workers[i].hash, workers[0].hash);
    ck_assert_uint_eq(sim_world_hash(original), hash);
    sim_world_destroy(original);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("threads_world");
    TCase *tests = tcase_create("threads_world");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, worlds_on_threads_do_what_they_do_alone);
    tcase_add_test(tests, clones_may_be_taken_on_many_threads_at_once);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
