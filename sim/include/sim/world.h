/// The world: everything that changes during a run, as one value.
///
/// A run is a function of (scenario, seed, commands). A world can be advanced by time and by count
/// of events, cloned half-way, hashed, and watched through a sink that never changes it.
#pragma once

#include "sim/access.h"
#include "sim/base.h"
#include "sim/command.h"
#include "sim/metrics.h"
#include "sim/scenario.h"

typedef struct SimWorld SimWorld;

/// The mark of an event on a timeline: its letter and shape come from it.
typedef enum SimMark {
    SIM_MARK_NONE,
    SIM_MARK_DEPLOYMENT, ///< D, square
    SIM_MARK_COMMAND,    ///< C, square
    SIM_MARK_ROLLBACK,   ///< R, square
    SIM_MARK_FAULT,      ///< F, diamond
    SIM_MARK_RECOVERY,   ///< a fault that healed
    SIM_MARK_HEALTH,     ///< a target changed state: small, not a letter
    SIM_MARK_ALARM,      ///< A, diamond: an alarm went into ALARM or left it
    SIM_MARK_SHIFT,      ///< Z, triangle: traffic was taken away from a zone, or given back
} SimMark;

/// A state change or control-plane action, with its cause. Texts are lent during the call only.
typedef struct SimIncident {
    SimTime time;
    SimMark mark;
    const char *type;    ///< "TargetHealth", "Command", "Fault", "NodeDNS", "Caption", ...
    const char *subject; ///< "ap-south-1/blue/i-0a1f"
    const char *from;    ///< the state before ("" where it makes no sense)
    const char *to;
    const char *cause; ///< a sentence
    const char *api;   ///< the AWS API action of a control-plane step ("ModifyRule"), else NULL
    const char *parameters; ///< its request parameters as JSON text, else NULL
} SimIncident;

typedef enum SimPlaceKind {
    SIM_PLACE_CLIENT,   ///< index of SimView.clients
    SIM_PLACE_RESOLVER, ///< index of SimView.resolvers
    SIM_PLACE_ROUTE53,  ///< index of SimView.records (-1: no record)
    SIM_PLACE_NODE,     ///< index of SimView.nodes
    SIM_PLACE_RULE,     ///< index of SimView.rules
    SIM_PLACE_GROUP,    ///< index of SimView.groups
    SIM_PLACE_INSTANCE, ///< index of SimView.instances
} SimPlaceKind;

typedef struct SimPlace {
    SimPlaceKind kind;
    int32_t index;
} SimPlace;

typedef enum SimHopKind {
    SIM_HOP_BORN,     ///< at a client
    SIM_HOP_TRAVEL,   ///< leaves `from` for `to`; arrives at `arrives`
    SIM_HOP_QUEUED,   ///< waits in the backlog of instance `to`
    SIM_HOP_SERVED,   ///< a worker of instance `to` takes it
    SIM_HOP_FINISHED, ///< the instance is done with it (the answer then travels)
    SIM_HOP_ANSWERED, ///< the client has an answer with `status`
    SIM_HOP_FAILED,   ///< given up: time-out, refused, no address; `status` 0, or the code
    SIM_HOP_DROPPED,  ///< lost at `to`: a full backlog, a dead node; nobody tells the client
} SimHopKind;

/// One step of one attempt, told to those who watch. `request` never repeats within a run.
typedef struct SimHop {
    SimTime time;
    SimTime arrives; ///< of a travel; else `time`
    uint64_t request;
    uint64_t bits; ///< the request's random bits: a stable sample is `bits % n == 0`
    SimHopKind kind;
    SimPlace from, to;
    int32_t status;   ///< HTTP code, 0 none yet
    int32_t attempt;  ///< 0 the first
    bool is_response; ///< on the way back
    bool is_draining; ///< its target drains
    SimTime work;     ///< the work it brings
    SimTime born;     ///< of this attempt
    SimTime deadline; ///< when the client's patience ends
} SimHop;

/// What listens to a run. Every member may be NULL. A sink must not touch the world.
typedef struct SimSink {
    void *context;
    void (*period)(void *context, const SimPeriod *period);     ///< a closed second of metrics
    void (*access)(void *context, const SimAccessEntry *entry); ///< an access-log line
    void (*incident)(void *context, const SimIncident *incident);
    void (*hop)(void *context, const SimHop *hop);
} SimSink;

/// Makes a world at t = 0. Retains the scenario. `seed` 0: the scenario's own. Never fails:
/// whatever could be wrong was found when the scenario was loaded.
SimWorld *sim_world_create(const SimScenario *scenario, uint64_t seed);
void sim_world_destroy(SimWorld *world);

/// An independent world that goes on identically. Thread-safe as long as the original stands still.
SimWorld *sim_world_clone(const SimWorld *world);

/// Runs the model until `until_ns`, inclusive, until `max_events` were executed (0: no bound), or
/// until no event remains. What happens is told to `sink`, which may be NULL. Returns the events
/// executed.
int64_t sim_world_advance(SimWorld *world, SimTime until_ns, int64_t max_events,
                          const SimSink *sink);

/// Ends the run: tells the last, open second to the sink and asserts that requests and attempts are
/// conserved. The world can still be looked at, not advanced.
void sim_world_finish(SimWorld *world, const SimSink *sink);

/// Submits a command. It takes effect at `now + 1 ns`, or at command->at when `is_replay` (which
/// must not lie in the past). False: refused, `error` says why, nothing changed and nothing is
/// logged.
bool sim_world_command(SimWorld *world, const SimCommand *command, bool is_replay, SimError *error);

/// The commands accepted so far, the timeline's not among them, lent until the next call that
/// changes the world.
const SimCommand *sim_world_commands(const SimWorld *world, int32_t *count);

SimTime sim_world_now(const SimWorld *world);
uint64_t sim_world_seed(const SimWorld *world);
/// The scenario as it stands now, with all that was set; lent until the next advance.
const SimScenario *sim_world_scenario(const SimWorld *world);
/// Of executed events and live state.
uint64_t sim_world_hash(const SimWorld *world);
int64_t sim_world_bytes(const SimWorld *world);

/// Why requests were lost: the cause of their last attempt.
typedef enum SimCause {
    SIM_CAUSE_NONE,
    SIM_CAUSE_NO_ADDRESS,      ///< DNS gave no usable answer
    SIM_CAUSE_CONNECT_TIMEOUT, ///< no address answered
    SIM_CAUSE_REFUSED,         ///< connection refused, or rejected by a balancer at its limit
    SIM_CAUSE_RESET,           ///< connection reset (a server without a balancer)
    SIM_CAUSE_TIMEOUT,         ///< the client's patience ended
    SIM_CAUSE_TARGET_5XX,      ///< the target answered 500 or above
    SIM_CAUSE_ELB_502,
    SIM_CAUSE_ELB_503,
    SIM_CAUSE_ELB_504,
    SIM_CAUSE_FIXED_5XX, ///< a fixed response of 500 or above
    SIM_CAUSE_TOO_MANY_REDIRECTS,
    SIM_CAUSE_TLS,       ///< the handshake failed
    SIM_CAUSE_ELB_OTHER, ///< the balancer answered with another code of 500 or above
    SIM_CAUSE_COUNT,
} SimCause;
const char *sim_cause_name(SimCause cause);

/// Totals since t = 0. born = answered + failed + in_flight, for requests and for attempts alike.
typedef struct SimTotals {
    int64_t events;
    int64_t requests_born, requests_answered, requests_available, requests_failed,
        requests_in_flight;
    int64_t attempts_born, attempts_answered, attempts_failed, attempts_in_flight;
    int64_t retries, redirects;
    int64_t lost[SIM_CAUSE_COUNT]; ///< requests by the cause of their last attempt
} SimTotals;
SimTotals sim_world_totals(const SimWorld *world);
