/// Stations: where work is done. An instance is a station with workers and a bounded backlog.
///
/// Jobs are known by an index the caller chose (its attempt); the station keeps what it needs about
/// a job in an array of the same indexing. First-come-first-served keeps a queue; processor sharing
/// divides `workers` cores among all inside, no job above one core, and keeps its jobs ordered by
/// the attained service at which they finish.
///
/// Both count *attained service*: how much work a job would have had done that was in service since
/// the station was last empty. It advances at `speed` (shared: times workers / inside when that is
/// below 1), so a job is done when it has advanced by its work.
#pragma once

#include "engine/array.h"
#include "engine/event_queue.h"
#include "engine/fifo.h"
#include "scenario/config.h"

typedef enum StationEntry {
    STATION_SERVED, ///< a worker took it at once (always, under processor sharing)
    STATION_QUEUED, ///< it waits in the backlog
    STATION_FULL,   ///< workers + backlog (or max_in_flight) are taken: nothing has changed
} StationEntry;

typedef struct Station {
    double
        speed; ///< work is divided by it: the launch template's speed over the slow-down in force
    double served_until; ///< attained service per job (ns of work) at `updated`
    SimTime updated;
    SimTime busy_ns;      ///< integral of busy workers over time, up to `busy_updated`
    SimTime busy_updated; ///< apart from `updated`, so that asking for it changes no rounding of
                          ///< the service
    SimTime work_ns;      ///< of all inside and waiting, as it was given
    int64_t arrivals;     ///< processor sharing: numbers the jobs, for those that finish together
    EventId completion;   ///< processor sharing: the one pending completion
    IndexList queue;      ///< first-come-first-served: those who wait
    IndexList inside;     ///< those in service, in the order they began
    int32_t workers;
    int32_t backlog;       ///< -1: unlimited
    int32_t max_in_flight; ///< processor sharing: bound on all inside; 0: workers + backlog
    int32_t discipline;    ///< ConfigDiscipline
    uint32_t heap1;        ///< processor sharing: root of the jobs by finish, index + 1
    int32_t is_frozen;     ///< hung or without power: nothing finishes
    uint64_t padding[2];
} Station;

typedef struct StationJob {
    double finish; ///< attained service at which it is done
    SimTime
        work_ns; ///< as given, before the speed; what is left of it is asked by station_job_left
    union {
        EventId completion; ///< first-come-first-served
        int64_t arrival;    ///< processor sharing: the how manyth to arrive
    };
    int32_t station1; ///< index + 1 of the station it is in; 0: none
    union {
        int32_t is_waiting; ///< first-come-first-served: no worker took it yet
        uint32_t child1;    ///< processor sharing: pairing heap (see finish_heap.h)
    };
    uint32_t sibling1, previous1;
    IndexLink link; ///< in its station's `queue` or `inside`
    uint64_t padding[2];
} StationJob;

typedef struct Stations {
    ARRAY_OF(Station) stations;
    ARRAY_OF(StationJob) jobs; ///< grown by stations_reserve_jobs
    int32_t event_kind; ///< kind of the completion events this pushes: a = station, b = job (0
                        ///< under processor sharing)
    int32_t padding;
} Stations;

/// Adds a station as a launch template describes it; returns its index.
int32_t stations_add(Stations *stations, const ConfigLaunch *launch);
/// Makes room for jobs below `count`; room is never taken back.
void stations_reserve_jobs(Stations *stations, int32_t count);
/// Frees what the arrays hold.
void stations_deinit(Stations *stations);

/// A job with `work_ns` arrives. Completion events are pushed into `events`.
StationEntry station_enter(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                           int32_t job, SimTime work_ns);

/// Whether a job of `work_ns`, inside or about to enter, is certain to be done within `span_ns` as
/// long as the station keeps its speed and its workers, whatever else arrives. Never under
/// processor sharing.
bool station_is_done_within(const Stations *stations, int32_t station, int32_t job, SimTime work_ns,
                            SimTime span_ns);

/// Takes the job whose completion event has come out of the station, and lets the next one begin.
/// Returns the job finished. `started` (may be NULL) receives the job that a worker took from the
/// backlog, -1 none.
int32_t station_complete(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                         int32_t job, int32_t *started);

/// Takes a job out before it is done (the client has gone and the target notices). `started` as
/// above.
void station_abandon(Stations *stations, EventQueue *events, SimTime now, int32_t job,
                     int32_t *started);

/// Takes any one job out without starting another, for a crash, which does it until the station is
/// empty: then -1.
int32_t station_evict(Stations *stations, EventQueue *events, SimTime now, int32_t station);

/// Changes the speed; what is under way goes on at the new speed.
void station_set_speed(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                       double speed);
/// Frozen: nothing progresses or finishes until thawed, arrivals still enter (a hung process
/// accepts).
void station_set_frozen(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                        bool is_frozen);
/// Changes workers and backlog (a `set` on the launch template); more workers begin at once. Jobs
/// beyond a smaller backlog stay, and jobs in service beyond fewer workers are finished. At most
/// `started_capacity` jobs begin (`started` NULL: all): when
/// `*started_count` says that many did, call again.
void station_resize(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                    const ConfigLaunch *launch, int32_t *started, int32_t started_capacity,
                    int32_t *started_count);

/// An empty station becomes that of another instance.
void station_relaunch(Stations *stations, int32_t station, const ConfigLaunch *launch);
/// Busy workers now: min(inside, workers) under processor sharing. A job in a frozen station keeps
/// its worker busy.
int32_t station_busy(const Stations *stations, int32_t station);
int32_t station_queued(const Stations *stations, int32_t station);
/// Busy worker time since the last call, in ns: for CPUUtilization.
SimTime station_take_busy(Stations *stations, SimTime now, int32_t station);
/// Work left of a job in ns at speed 1, rounded up.
SimTime station_job_left(const Stations *stations, SimTime now, int32_t job);
