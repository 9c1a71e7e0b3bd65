// Little's law at every place of every shipped scenario: clients, nodes, target groups, and the
// queue and the workers of each instance.
//
// L comes from the world's own counts, looked at after every single event and integrated over time;
// lambda W from the hops, as the sum of all visits, each as long as its hops say. Visits that the
// end cuts are counted up to it, so both are whole nanoseconds and must be equal. Work for nobody
// (health checks of balancers and of Route 53, and what a target does after its client or node has
// given up) has no hops and is not counted on either side.
//
// One thing the hops do not tell: when a process crashes, those inside are gone at once, but their
// last hop is when the reset reaches the node or the client. So much, one way a request lost
// inside, is the bound of the difference. And a zone that loses its power tells nobody: what is
// inside its nodes and instances is gone at once, so those visits are ended by hand at that moment.
#include "engine/array.h"
#include "sim/scenario.h"
#include "sim/world.h"
#include "world/world.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES_MAX = 400 };
#define SECONDS     (TEST_SCALE > 1 ? 130 : 1200)      ///< at most: what is shipped, or a beginning
#define EVENTS_MAX  (TEST_SCALE > 1 ? 100000 : 600000) ///< then the watching ends, as far as it came
#define VISITS_MIN  (TEST_SCALE > 1 ? 0 : 1) ///< a beginning may come before the first request
#define AFTER       (30 * SIM_SECOND)        ///< until it is known who was waiting to try again
#define ONE_WAY_MAX (50 * SIM_MILLISECOND)

typedef enum PlaceOf { AT_CLIENT, AT_NODE, AT_GROUP, IN_QUEUE, IN_SERVICE, PLACE_KINDS } PlaceOf;
static const char *const place_names[] = {"client", "node", "group", "queue", "service"};

typedef struct Place {
    int32_t count;   ///< of the world, since its last event
    SimTime counted; ///< integral of the world's count
    SimTime visited; ///< sum of visits
    int64_t visits, lost;
} Place;

// Where a request is, by its hops; -1: nowhere.
typedef struct Traveller {
    SimTime since[PLACE_KINDS];
    SimTime ended; ///< its last attempt; -1: one is under way
    int32_t at[PLACE_KINDS];
} Traveller;

typedef struct Ledger {
    Place places[PLACE_KINDS][PLACES_MAX];
    bool is_dark[PLACES_MAX];       ///< of zones: without power
    int32_t used[PLACE_KINDS];      ///< how many places of a kind the world has
    ARRAY_OF(Traveller) travellers; ///< by number
    SimTime end;
} Ledger;

static void add_visit(Ledger *ledger, PlaceOf kind, const Traveller *who, SimTime until) {
    Place *place = &ledger->places[kind][who->at[kind]];
    SimTime from = who->since[kind];
    if (from >= ledger->end) return;
    place->visited += (until < ledger->end ? until : ledger->end) - from;
    place->visits++;
}

static void leave(Ledger *ledger, PlaceOf kind, Traveller *who, SimTime now) {
    if (who->since[kind] < 0) return;
    add_visit(ledger, kind, who, now);
    who->since[kind] = -1;
}

static void enter(PlaceOf kind, Traveller *who, int32_t index, SimTime now) {
    if (who->since[kind] >= 0) ck_abort_msg("two visits at once");
    if (index >= PLACES_MAX) ck_abort_msg("more places than %d", PLACES_MAX);
    who->since[kind] = now;
    who->at[kind] = index;
}

// It leaves its instance, done or not.
static void leave_instance(Ledger *ledger, Traveller *who, SimTime now, bool is_done) {
    for (PlaceOf kind = IN_QUEUE; kind <= IN_SERVICE; kind++) {
        if (who->since[kind] >= 0 && !is_done) ledger->places[kind][who->at[kind]].lost++;
        leave(ledger, kind, who, now);
    }
}

static void leave_balancer(Ledger *ledger, Traveller *who, SimTime now) {
    leave_instance(ledger, who, now, false);
    leave(ledger, AT_GROUP, who, now);
    leave(ledger, AT_NODE, who, now);
}

static void travel(Ledger *ledger, Traveller *who, const SimHop *hop) {
    if (hop->from.kind == SIM_PLACE_NODE && hop->to.kind == SIM_PLACE_GROUP) {
        enter(AT_NODE, who, hop->from.index, hop->time);
        enter(AT_GROUP, who, hop->to.index, hop->time);
    } else if (hop->to.kind == SIM_PLACE_CLIENT) {
        leave_balancer(ledger, who, hop->time);
    }
}

static Traveller *traveller(Ledger *ledger, uint64_t request) {
    while (ledger->travellers.count <= (int32_t)request) {
        Traveller *who = array_push(&ledger->travellers);
        memset(who, 0, sizeof *who);
        for (int32_t kind = 0; kind < PLACE_KINDS; kind++)
            who->since[kind] = -1;
        who->ended = -1;
    }
    return &ledger->travellers.items[request];
}

static void see_hop(void *context, const SimHop *hop) {
    Ledger *ledger = context;
    Traveller *who = traveller(ledger, hop->request);
    who->ended = -1;
    switch (hop->kind) {
    case SIM_HOP_BORN:
        enter(AT_CLIENT, who, hop->from.index, hop->time);
        break;
    case SIM_HOP_TRAVEL:
        travel(ledger, who, hop);
        break;
    case SIM_HOP_QUEUED:
        enter(IN_QUEUE, who, hop->to.index, hop->time);
        break;
    case SIM_HOP_SERVED:
        leave(ledger, IN_QUEUE, who, hop->time);
        enter(IN_SERVICE, who, hop->to.index, hop->time);
        break;
    case SIM_HOP_FINISHED:
    case SIM_HOP_DROPPED:
        leave_instance(ledger, who, hop->time, true);
        break;
    case SIM_HOP_ANSWERED:
    case SIM_HOP_FAILED:
        leave_balancer(ledger, who, hop->time);
        who->ended = hop->time;
        break;
    }
}

// Whether a person waits for an attempt, and no checker of Route 53.
static bool is_awaited(const SimWorld *world, const Attempt *attempt) {
    return attempt->request1 != 0 &&
           !REQUEST_IS_QUESTION(world, &world->requests.items[attempt->request1 - 1]);
}

// Those of a station whom somebody waits for.
static int32_t count_awaited(const SimWorld *world, const IndexList *list) {
    int32_t count = 0;
    for (uint32_t at1 = list->head1; at1 != 0; at1 = world->stations.jobs.items[at1 - 1].link.next1)
        count += is_awaited(world, &world->attempts.items[at1 - 1]);
    return count;
}

static void count_balancers(Ledger *ledger, const SimWorld *world) {
    for (int32_t i = 0; i < ledger->used[AT_NODE]; i++)
        ledger->places[AT_NODE][i].count = 0;
    for (int32_t i = 0; i < ledger->used[AT_GROUP]; i++)
        ledger->places[AT_GROUP][i].count = 0;
    for (int32_t i = 0; i < world->attempts.count; i++) {
        const Attempt *attempt = &world->attempts.items[i];
        if (!pool_is_taken(&world->attempt_pool, (uint32_t)i) || !attempt->is_counted ||
            !is_awaited(world, attempt))
            continue;
        ledger->places[AT_NODE][attempt->node].count++;
        ledger->places[AT_GROUP][attempt->group1 - 1].count++;
    }
}

static int32_t places_of(int32_t count) {
    ck_assert_int_le(count, PLACES_MAX);
    return count;
}

static void count_places(Ledger *ledger, const SimWorld *world) {
    ledger->used[AT_CLIENT] = places_of(world->config->client_count);
    ledger->used[AT_NODE] = places_of(world->nodes.count);
    ledger->used[AT_GROUP] = places_of(world->groups.count);
    ledger->used[IN_QUEUE] = ledger->used[IN_SERVICE] = places_of(world->stations.stations.count);
}

static void count_all(Ledger *ledger, const SimWorld *world) {
    count_places(ledger, world);
    for (int32_t i = 0; i < world->config->client_count; i++)
        ledger->places[AT_CLIENT][i].count = (int32_t)world->populations.items[i].in_flight;
    for (int32_t i = 0; i < world->stations.stations.count; i++) {
        const Station *station = &world->stations.stations.items[i];
        ledger->places[IN_QUEUE][i].count = count_awaited(world, &station->queue);
        ledger->places[IN_SERVICE][i].count = count_awaited(world, &station->inside);
    }
    count_balancers(ledger, world);
}

// What was counted has lasted for `lasted`.
static void integrate(Ledger *ledger, SimTime lasted) {
    for (int32_t kind = 0; kind < PLACE_KINDS; kind++)
        for (int32_t i = 0; i < ledger->used[kind]; i++)
            ledger->places[kind][i].counted += lasted * ledger->places[kind][i].count;
}

// The zone has just lost its power: see the top.
static void end_visits_of_zone(Ledger *ledger, const SimWorld *world, int32_t zone) {
    SimTime now = sim_world_now(world);
    for (int32_t i = 0; i < ledger->travellers.count; i++) {
        Traveller *who = &ledger->travellers.items[i];
        bool is_in_node =
            who->since[AT_NODE] >= 0 && world->nodes.items[who->at[AT_NODE]].zone == zone;
        if (is_in_node) leave_balancer(ledger, who, now);
        for (PlaceOf kind = IN_QUEUE; kind <= IN_SERVICE; kind++)
            if (who->since[kind] >= 0 && world->instances.items[who->at[kind]].zone == zone)
                leave(ledger, kind, who, now);
    }
}

static void watch_power(Ledger *ledger, const SimWorld *world) {
    for (int32_t i = 0; i < world->zones.count; i++) {
        bool is_dark = !world->zones.items[i].has_power;
        if (is_dark && !ledger->is_dark[i]) end_visits_of_zone(ledger, world, i);
        ledger->is_dark[i] = is_dark;
    }
}

static void run_counted(Ledger *ledger, const SimScenario *scenario) {
    SimWorld *world = sim_world_create(scenario, 0);
    SimSink sink = {.context = ledger, .hop = see_hop};
    for (int64_t events = 0; sim_world_now(world) < ledger->end; events++) {
        if (events == EVENTS_MAX) ledger->end = sim_world_now(world);
        SimTime before = sim_world_now(world);
        sim_world_advance(world, ledger->end, 1, &sink);
        SimTime lasted = sim_world_now(world) - before;
        if (lasted > 0) integrate(ledger, lasted);
        count_all(ledger, world);
        watch_power(ledger, world);
    }
    sim_world_advance(world, ledger->end + AFTER, 0, &sink);
    sim_world_destroy(world);
}

// Visits that were not over when the watching was.
static void close_visits(Ledger *ledger) {
    for (int32_t i = 0; i < ledger->travellers.count; i++) {
        Traveller *who = &ledger->travellers.items[i];
        leave(ledger, AT_CLIENT, who, who->ended >= 0 ? who->ended : ledger->end);
        for (PlaceOf kind = AT_NODE; kind < PLACE_KINDS; kind++)
            leave(ledger, kind, who, ledger->end);
    }
}

static void expect_equal(const Ledger *ledger, const char *file) {
    for (int32_t kind = 0; kind < PLACE_KINDS; kind++) {
        for (int32_t i = 0; i < PLACES_MAX; i++) {
            const Place *place = &ledger->places[kind][i];
            if (place->visits == 0 && place->counted == 0) continue;
            double seconds = (double)ledger->end / 1e9, lambda = (double)place->visits / seconds;
            printf("%s %s %d: L %.6f, lambda %.3f/s, W %.3f ms, off by %lld ns, %lld lost\n", file,
                   place_names[kind], i, (double)place->counted / (double)ledger->end, lambda,
                   (double)place->visited / (double)place->visits / 1e6,
                   (long long)(place->visited - place->counted), (long long)place->lost);
            fflush(stdout);
            ck_assert_int_ge(place->visited, place->counted);
            ck_assert_int_le(place->visited - place->counted, place->lost * ONE_WAY_MAX);
        }
    }
}

static glob_t scenario_files(void) {
    glob_t files;
    // Asked outside of tests too, where assertions of check do not work.
    if (glob(SOURCE_DIR "/scenarios/*.json", 0, NULL, &files) != 0) abort();
    return files;
}

static bool is_scenario(const char *file) {
    return strcmp(strrchr(file, '/'), "/schema.json") != 0;
}

static void check_scenario(const char *file) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(file, &diagnostics);
    ck_assert_msg(scenario != NULL, "%s", file);
    sim_diagnostics_deinit(&diagnostics);
    Ledger *ledger = calloc(1, sizeof *ledger);
    SimTime duration = sim_scenario_info(scenario)->duration;
    ledger->end = duration < SECONDS * SIM_SECOND ? duration : SECONDS * SIM_SECOND;
    run_counted(ledger, scenario);
    close_visits(ledger);
    expect_equal(ledger, strrchr(file, '/') + 1);
    int64_t visits = 0;
    for (int32_t i = 0; i < PLACES_MAX; i++)
        visits += ledger->places[IN_SERVICE][i].visits;
    ck_assert_int_ge(visits, VISITS_MIN); // few, where one request is followed slowly
    array_deinit(&ledger->travellers);
    free(ledger);
    sim_scenario_release(scenario);
}

START_TEST(littles_law_holds_at_every_place_of_every_shipped_scenario) {
    glob_t files = scenario_files();
    if (is_scenario(files.gl_pathv[_i])) check_scenario(files.gl_pathv[_i]);
    globfree(&files);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("little");
    TCase *tests = tcase_create("little");
    tcase_set_timeout(tests, 300);
    glob_t files = scenario_files();
    tcase_add_loop_test(tests, littles_law_holds_at_every_place_of_every_shipped_scenario, 0,
                        (int)files.gl_pathc);
    globfree(&files);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
