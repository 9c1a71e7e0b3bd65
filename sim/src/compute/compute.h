/// Compute: instances, which hold a station each, break and heal.
#pragma once

#include "engine/event_queue.h"
#include "sim/base.h"

typedef struct SimWorld SimWorld;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

typedef struct Instance {
    int32_t zone, region, launch; ///< as its scenario says: at hand with what else is needed
    int32_t scope;
    double error_share; ///< injected
    int64_t answered, errors;
    uint8_t is_crashed, is_hung, is_terminated, is_booting;
    uint8_t is_health_failing; ///< injected errors strike checks too
    uint8_t is_stopped;        ///< in a warm pool: nothing of it runs
    uint8_t padding[2];
    // So far in the first line of the cache: what each request asks.
    int64_t lost;
    double slow_factor; ///< injected; 1: none
    double cpu;         ///< of the last closed second, 0 to 1
    EventId boot;
    uint32_t ip;
    int32_t sockets; ///< open WebSockets
    uint64_t padding_of_line[5];
} Instance;

typedef struct Zone {
    int32_t has_power, is_partitioned;
    int32_t number;         ///< within its region
    int32_t lacks_capacity; ///< EC2 launches nothing there
    int32_t is_impaired;    ///< AWS finds it so by its own telemetry
} Zone;

#pragma GCC diagnostic pop

void compute_start(SimWorld *world);
/// Takes up changed launch templates after a `set`.
void compute_reconfigure(SimWorld *world);
/// An attempt (request, straight request or check) reaches its instance.
void instance_receive(SimWorld *world, int32_t attempt);
/// A station's completion event.
void instance_complete(SimWorld *world, int32_t station, int32_t job);
/// A check at a separate health endpoint is done.
void instance_check_done(SimWorld *world, int32_t attempt);
void instance_booted(SimWorld *world, int32_t instance);
/// Whether it can be reached from a zone (index; -1: from clients).
bool instance_is_reachable(const SimWorld *world, int32_t instance, int32_t from_zone);
/// All inside is lost, without an answer; told by a reset when `is_reset`, else by silence.
void instance_lose_all(SimWorld *world, int32_t instance, bool is_reset);
/// The same of what came by one target: its process is gone, or restarts.
void instance_lose_target(SimWorld *world, int32_t target, bool is_reset);
/// Whether its application listens on the port.
bool instance_listens(const SimWorld *world, int32_t instance, int32_t port);
/// What a straight client's SYN meets.
typedef enum InstanceAnswer { INSTANCE_ACCEPTS, INSTANCE_REFUSES, INSTANCE_SILENT } InstanceAnswer;
InstanceAnswer instance_answers_syn(const SimWorld *world, int32_t instance, int32_t port);
/// Makes the station follow the instance's speed and state.
void instance_refresh(SimWorld *world, int32_t instance);
SimTime hop_between(const SimWorld *world, int32_t node, int32_t instance); ///< one way
/// The client of an attempt at the instance has gone: it works on unless told to cancel.
void instance_abandon(SimWorld *world, int32_t attempt);
