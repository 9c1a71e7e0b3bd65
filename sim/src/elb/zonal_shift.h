/// Zonal shift: traffic is taken away from one zone of a balancer, by hand and for a while.
///
/// The zone's address leaves DNS. With cross-zone balancing the nodes also stop sending new
/// requests to the zone's targets, whatever their health; without it the zone's own node goes on
/// serving whoever still comes to it, and leaving DNS is all. What is under way goes on.
#pragma once

#include "engine/event_queue.h"
#include "sim/command.h"

typedef struct SimWorld SimWorld;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// Of one balancer.
typedef struct ZonalShift {
    SimTime ends;
    EventId timer;
    int32_t node1; ///< the node in the zone shifted away from, its number + 1; 0: none
    int32_t kind;  ///< ShiftKind
} ZonalShift;

#pragma GCC diagnostic pop

bool is_zonal_shift(SimCommandKind kind);
/// Whether the command makes sense now; false: `error` says why not.
bool zonal_shift_check(const SimWorld *world, const SimCommand *command, SimError *error);
/// The balancer was deleted: no shift is left, and nobody is told.
void zonal_shift_forget(SimWorld *world, int32_t balancer);
/// Applies a shift that is not begun by hand, in the place of any other; `ends` is for show.
void zonal_shift_begin(SimWorld *world, int32_t balancer, int32_t node1, int32_t kind,
                       SimTime ends);
void zonal_shift_stop(SimWorld *world, int32_t balancer, const char *cause);
void zonal_shift_apply(SimWorld *world, const SimCommand *command);
void zonal_shift_expires(SimWorld *world, int32_t balancer);
/// The registrations of a group have changed, and with them what the shift may block.
void zonal_shift_group_changed(SimWorld *world, int32_t group);
/// What is seen of a target: "no_override", "zonal_shift_active" or
/// "zonal_shift_delegated_to_dns".
const char *target_override(const SimWorld *world, int32_t target);
/// Counts the targets that are shifted away from, as long as a shift is active.
void zonal_shift_gauges(SimWorld *world);
