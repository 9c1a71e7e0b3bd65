// A command that takes effect at T was given when the world stood at T - 1 ns, so it is given again
// exactly there: what the world checks when it takes a command is then the same as the first time.
// Clones are taken at multiples of an interval, when the instant is lived for the first time; a
// clone knows how many commands of the tape it had been given.
#include "window/flight.h"

#include <stdlib.h>
#include <string.h>

#include "window/grow.h"

enum { KEPT_MAX = 16 };

typedef struct Kept {
    SimWorld *world;
    SimTime time;
    int32_t given;
    int64_t incidents;
} Kept;

struct Flight {
    SimScenario *scenario;
    uint64_t seed;
    SimTime duration, interval, lived;
    SimWorld *world;
    SimCommand *tape;
    int32_t tape_count, tape_capacity, given;
    int64_t incidents;
    Kept kept[KEPT_MAX];
    int32_t kept_count;
};

static void push_tape(Flight *flight, const SimCommand *command) {
    flight->tape = grow_array(flight->tape, &flight->tape_capacity, flight->tape_count + 1,
                              sizeof *flight->tape);
    flight->tape[flight->tape_count++] = *command;
}

Flight *flight_create(const SimScenario *scenario, uint64_t seed, const SimCommand *commands,
                      int32_t count) {
    Flight *flight = grow_zeroed(1, sizeof *flight);
    flight->scenario = sim_scenario_retain(scenario);
    flight->seed = seed;
    flight->duration = sim_scenario_info(scenario)->duration;
    SimTime part = flight->duration / KEPT_MAX / SIM_SECOND * SIM_SECOND;
    flight->interval = part > 5 * SIM_SECOND ? part : 5 * SIM_SECOND;
    flight->world = sim_world_create(scenario, seed);
    for (int32_t i = 0; i < count; i++)
        push_tape(flight, &commands[i]);
    return flight;
}

static void drop_kept(Flight *flight, SimTime after) {
    while (flight->kept_count > 0 && flight->kept[flight->kept_count - 1].time > after)
        sim_world_destroy(flight->kept[--flight->kept_count].world);
}

void flight_destroy(Flight *flight) {
    if (flight == NULL) return;
    drop_kept(flight, -1);
    sim_world_destroy(flight->world);
    sim_scenario_release(flight->scenario);
    free(flight->tape);
    free(flight);
}

const SimWorld *flight_world(const Flight *flight) {
    return flight->world;
}

SimTime flight_now(const Flight *flight) {
    return sim_world_now(flight->world);
}

SimTime flight_duration(const Flight *flight) {
    return flight->duration;
}

const SimScenario *flight_scenario(const Flight *flight) {
    return flight->scenario;
}

SimTime flight_lived(const Flight *flight) {
    return flight->lived;
}

int64_t flight_incident_count(const Flight *flight) {
    return flight->incidents;
}

const SimCommand *flight_tape(const Flight *flight, int32_t *count, int32_t *given) {
    *count = flight->tape_count;
    *given = flight->given;
    return flight->tape;
}

// ---- giving commands again

// `reached`: the run stands there, even if nothing has happened for a while.
static bool give_due(SimWorld *world, SimTime reached, const SimCommand *commands, int32_t count,
                     int32_t *given, SimError *error) {
    bool is_taken = true;
    for (; *given < count && commands[*given].at - 1 <= reached; ++*given)
        is_taken = sim_world_command(world, &commands[*given], true, error) && is_taken;
    return is_taken;
}

static SimTime next_stop(const SimCommand *commands, int32_t count, int32_t given, SimTime until) {
    return given < count && commands[given].at - 1 < until ? commands[given].at - 1 : until;
}

bool flight_replay(SimWorld *world, const SimCommand *commands, int32_t count, int32_t *given,
                   SimTime until, const SimSink *sink, SimError *error) {
    bool is_taken = give_due(world, sim_world_now(world), commands, count, given, error);
    SimTime stop;
    do {
        stop = next_stop(commands, count, *given, until);
        sim_world_advance(world, stop, 0, sink);
        is_taken = give_due(world, stop, commands, count, given, error) && is_taken;
    } while (stop < until);
    return is_taken;
}

// ---- going on

// Counts incidents on their way to the listener.
typedef struct Listener {
    Flight *flight;
    const SimSink *sink;
} Listener;

static void tell_period(void *context, const SimPeriod *period) {
    const SimSink *sink = ((Listener *)context)->sink;
    sink->period(sink->context, period);
}

static void tell_access(void *context, const SimAccessEntry *entry) {
    const SimSink *sink = ((Listener *)context)->sink;
    sink->access(sink->context, entry);
}

static void tell_hop(void *context, const SimHop *hop) {
    const SimSink *sink = ((Listener *)context)->sink;
    sink->hop(sink->context, hop);
}

static void tell_incident(void *context, const SimIncident *incident) {
    Listener *listener = context;
    if (listener->sink != NULL && listener->sink->incident != NULL)
        listener->sink->incident(listener->sink->context, incident);
    listener->flight->incidents++;
}

static SimSink listen(Listener *listener) {
    const SimSink *sink = listener->sink;
    return (SimSink){.context = listener,
                     .period = sink != NULL && sink->period != NULL ? tell_period : NULL,
                     .access = sink != NULL && sink->access != NULL ? tell_access : NULL,
                     .incident = tell_incident,
                     .hop = sink != NULL && sink->hop != NULL ? tell_hop : NULL};
}

static SimTime next_keeping(const Flight *flight) {
    return (flight->kept_count + 1) * flight->interval;
}

static void keep(Flight *flight) {
    if (flight->kept_count == KEPT_MAX || flight_now(flight) != next_keeping(flight)) return;
    flight->kept[flight->kept_count++] = (Kept){.world = sim_world_clone(flight->world),
                                                .time = flight_now(flight),
                                                .given = flight->given,
                                                .incidents = flight->incidents};
}

// Runs to the nearest of: a command to come, an instant to keep, `until`. True when the instant was
// reached.
static bool advance_piece(Flight *flight, SimTime until, int64_t max_events, const SimSink *sink,
                          int64_t *executed) {
    give_due(flight->world, flight_now(flight), flight->tape, flight->tape_count, &flight->given,
             NULL);
    SimTime stop = next_stop(flight->tape, flight->tape_count, flight->given, until);
    SimTime keeping = next_keeping(flight);
    if (keeping > flight_now(flight) && keeping < stop) stop = keeping;
    *executed = sim_world_advance(flight->world, stop, max_events, sink);
    bool is_reached = max_events == 0 || *executed < max_events;
    if (flight_now(flight) > flight->lived) flight->lived = flight_now(flight);
    if (is_reached) {
        keep(flight);
        give_due(flight->world, stop, flight->tape, flight->tape_count, &flight->given, NULL);
    }
    return is_reached && stop == until;
}

bool flight_advance(Flight *flight, SimTime until, int64_t max_events, const SimSink *sink,
                    int64_t *executed) {
    SIM_ASSERT(flight != NULL && max_events >= 0);
    Listener listener = {flight, sink};
    SimSink all = listen(&listener);
    if (until > flight->duration) until = flight->duration;
    int64_t sum = 0, piece = 0;
    bool is_reached = until < flight_now(flight);
    while (!is_reached && (max_events == 0 || sum < max_events)) {
        is_reached =
            advance_piece(flight, until, max_events == 0 ? 0 : max_events - sum, &all, &piece);
        sum += piece;
    }
    if (executed != NULL) *executed = sum;
    return is_reached;
}

bool flight_command(Flight *flight, const SimCommand *command, bool *has_forked, SimError *error) {
    if (flight_now(flight) >= flight->duration)
        return sim_error_set(error, "The run has ended. Go back in time first.");
    if (!sim_world_command(flight->world, command, false, error)) return false;
    int32_t count;
    const SimCommand *taken = sim_world_commands(flight->world, &count);
    SIM_ASSERT(count > 0);
    *has_forked = flight->given < flight->tape_count || flight->lived > flight_now(flight);
    flight->tape_count = flight->given;
    push_tape(flight, &taken[count - 1]);
    flight->given++;
    drop_kept(
        flight,
        flight_now(flight)); // a clone of this very instant is given the command from the tape
    flight->lived = flight_now(flight);
    return true;
}

void flight_rewind(Flight *flight, SimTime time) {
    if (time >= flight_now(flight)) return;
    int32_t i = flight->kept_count - 1;
    while (i >= 0 && flight->kept[i].time > time)
        i--;
    sim_world_destroy(flight->world);
    flight->world = i >= 0 ? sim_world_clone(flight->kept[i].world)
                           : sim_world_create(flight->scenario, flight->seed);
    flight->given = i >= 0 ? flight->kept[i].given : 0;
    flight->incidents = i >= 0 ? flight->kept[i].incidents : 0;
}
