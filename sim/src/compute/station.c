// Stations of either discipline: entering, leaving, changes of speed, and the time integrals. Time
// passes for a station only when something happens to it: `catch_up` then adds what was served and
// how many workers were busy since.
#include "compute/station.h"

#include "base/fact.h"
#include "compute/discipline.h"

#include <math.h>

// Both are hashed and copied as bytes, so none may be padding.
_Static_assert(sizeof(Station) == 128, "a Station has padding");
_Static_assert(sizeof(StationJob) == 64, "a StationJob has padding");

// Service is a sum of rounded products: without this allowance (ns) a job that is done at a whole
// nanosecond would now and then be told a nanosecond late.
static const double ROUNDING_NS = 1e-3;

static bool is_sharing(const Station *s) {
    return s->discipline == CONFIG_PROCESSOR_SHARING;
}

double station_rate(const Station *s) {
    if (s->is_frozen) return 0;
    if (SIM_FACT("MODEL-303 MODEL-305", is_sharing(s) && s->inside.count > s->workers))
        return s->speed * s->workers / s->inside.count;
    return s->speed;
}

SimTime station_due(SimTime now, double left, double rate) {
    if (rate <= 0) return SIM_NEVER;
    double wait = left / rate - ROUNDING_NS;
    if (wait <= 0) return now;
    // In double, so that the sum can not overflow; the bound is safely below 2^63.
    if (wait + (double)now >= 9.2e18) return SIM_NEVER;
    SimTime whole = (SimTime)wait;
    return now + whole + ((double)whole < wait); // rounded up
}

EventId station_push_completion(Stations *stations, EventQueue *events, SimTime due,
                                int32_t station, int32_t job) {
    if (due == SIM_NEVER) return (EventId){0};
    return event_queue_push(events, due, EVENT_CLASS_MODEL, (uint16_t)stations->event_kind,
                            (uint32_t)station, (uint32_t)job);
}

static int32_t busy_workers(const Station *s) {
    if (is_sharing(s) && s->inside.count > s->workers) return s->workers;
    return s->inside.count;
}

static void catch_up_busy(Station *s, SimTime now) {
    SIM_ASSERT(now >= s->busy_updated);
    s->busy_ns += (now - s->busy_updated) * busy_workers(s);
    s->busy_updated = now;
}

static Station *catch_up(Stations *stations, SimTime now, int32_t station) {
    SIM_ASSERT(station >= 0 && station < stations->stations.count);
    Station *s = &stations->stations.items[station];
    SIM_ASSERT(now >= s->updated);
    catch_up_busy(s, now);
    // Attained service is relative: beginning anew at every chance keeps it small, hence exact.
    if (s->inside.count == 0) {
        s->served_until = 0;
    } else {
        s->served_until += (double)(now - s->updated) * station_rate(s);
    }
    s->updated = now;
    return s;
}

static void set_size(Station *s, const ConfigLaunch *launch) {
    SIM_ASSERT(launch->workers > 0);
    s->workers = launch->workers;
    s->backlog = launch->backlog;
    s->max_in_flight = launch->max_in_flight;
}

int32_t stations_add(Stations *stations, const ConfigLaunch *launch) {
    SIM_ASSERT(launch->speed > 0);
    Station *s = array_push(&stations->stations);
    s->speed = launch->speed;
    s->discipline = (int32_t)launch->discipline;
    set_size(s, launch);
    return stations->stations.count - 1;
}

void station_relaunch(Stations *stations, int32_t station, const ConfigLaunch *launch) {
    Station *s = &stations->stations.items[station];
    SIM_ASSERT(s->queue.count == 0 && s->inside.count == 0);
    s->discipline = (int32_t)launch->discipline;
    s->speed = launch->speed;
    set_size(s, launch);
}

void stations_reserve_jobs(Stations *stations, int32_t count) {
    if (count <= stations->jobs.count) return;
    array_resize(&stations->jobs, count);
}

void stations_deinit(Stations *stations) {
    array_deinit(&stations->stations);
    array_deinit(&stations->jobs);
}

StationEntry station_enter(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                           int32_t job, SimTime work_ns) {
    SIM_ASSERT(job >= 0 && job < stations->jobs.count && work_ns >= 0);
    const Station *s = catch_up(stations, now, station);
    StationJob *j = &stations->jobs.items[job];
    SIM_ASSERT(j->station1 == 0);
    *j = (StationJob){.work_ns = work_ns};
    StationEntry entry = is_sharing(s) ? sharing_enter(stations, events, now, station, job)
                                       : fcfs_enter(stations, events, now, station, job);
    if (entry == STATION_FULL) return entry;
    j->station1 = station + 1;
    stations->stations.items[station].work_ns += work_ns;
    return entry;
}

// Workers take the jobs in their order and do not rest while one waits: whoever waits is taken no
// later than they all together need for what there is, each job rounded up to a nanosecond.
bool station_is_done_within(const Stations *stations, int32_t station, int32_t job, SimTime work_ns,
                            SimTime span_ns) {
    const Station *s = &stations->stations.items[station];
    const StationJob *j = &stations->jobs.items[job];
    if (is_sharing(s) || s->is_frozen) return false;
    bool has_worker = j->station1 != 0 ? !j->is_waiting : s->inside.count < s->workers;
    double before_ns = has_worker ? 0 : (double)s->work_ns / s->workers;
    double spare_ns = 1000 + s->queue.count;
    return before_ns + (double)work_ns <= ((double)span_ns - spare_ns) * s->speed;
}

// Takes a job out; the station has been caught up.
static void leave(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                  int32_t job) {
    StationJob *j = &stations->jobs.items[job];
    SIM_ASSERT(j->station1 == station + 1);
    if (is_sharing(&stations->stations.items[station])) {
        sharing_leave(stations, events, now, station, job);
    } else {
        fcfs_leave(stations, events, station, job);
    }
    j->station1 = 0;
    stations->stations.items[station].work_ns -= j->work_ns;
}

static void start_next(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                       int32_t *started) {
    int32_t next = -1;
    if (!is_sharing(&stations->stations.items[station]))
        next = fcfs_start_next(stations, events, now, station);
    if (started != NULL) *started = next;
}

int32_t station_complete(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                         int32_t job, int32_t *started) {
    Station *s = catch_up(stations, now, station);
    if (is_sharing(s)) {
        SIM_ASSERT(s->heap1 != 0);
        job = (int32_t)s->heap1 - 1;
        s->completion = (EventId){0};
    } else {
        SIM_ASSERT(job >= 0 && job < stations->jobs.count);
        SIM_ASSERT(!stations->jobs.items[job].is_waiting);
        stations->jobs.items[job].completion = (EventId){0};
    }
    leave(stations, events, now, station, job);
    start_next(stations, events, now, station, started);
    return job;
}

void station_abandon(Stations *stations, EventQueue *events, SimTime now, int32_t job,
                     int32_t *started) {
    SIM_ASSERT(job >= 0 && job < stations->jobs.count);
    int32_t station = stations->jobs.items[job].station1 - 1;
    catch_up(stations, now, station);
    leave(stations, events, now, station, job);
    start_next(stations, events, now, station, started);
}

int32_t station_evict(Stations *stations, EventQueue *events, SimTime now, int32_t station) {
    const Station *s = catch_up(stations, now, station);
    uint32_t job1 = s->inside.count > 0 ? s->inside.head1 : s->queue.head1;
    if (job1 == 0) return -1;
    leave(stations, events, now, station, (int32_t)job1 - 1);
    return (int32_t)job1 - 1;
}

static void reschedule(Stations *stations, EventQueue *events, SimTime now, int32_t station) {
    if (is_sharing(&stations->stations.items[station])) {
        sharing_reschedule(stations, events, now, station);
    } else {
        fcfs_reschedule(stations, events, now, station);
    }
}

void station_set_speed(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                       double speed) {
    SIM_ASSERT(speed > 0);
    Station *s = catch_up(stations, now, station);
    if (s->speed == speed) return;
    s->speed = speed;
    reschedule(stations, events, now, station);
}

void station_set_frozen(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                        bool is_frozen) {
    Station *s = catch_up(stations, now, station);
    if ((s->is_frozen != 0) == is_frozen) return;
    s->is_frozen = is_frozen;
    reschedule(stations, events, now, station);
}

void station_resize(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                    const ConfigLaunch *launch, int32_t *started, int32_t started_capacity,
                    int32_t *started_count) {
    Station *s = catch_up(stations, now, station);
    set_size(s, launch);
    int32_t count = 0;
    if (is_sharing(s)) {
        sharing_reschedule(stations, events, now, station);
    } else {
        while (started == NULL || count < started_capacity) {
            int32_t job = fcfs_start_next(stations, events, now, station);
            if (job < 0) break;
            if (started != NULL) started[count] = job;
            count++;
        }
    }
    if (started_count != NULL) *started_count = count;
}

int32_t station_busy(const Stations *stations, int32_t station) {
    return busy_workers(&stations->stations.items[station]);
}

int32_t station_queued(const Stations *stations, int32_t station) {
    return stations->stations.items[station].queue.count;
}

SimTime station_take_busy(Stations *stations, SimTime now, int32_t station) {
    Station *s = &stations->stations.items[station];
    catch_up_busy(s, now);
    SimTime busy_ns = s->busy_ns;
    s->busy_ns = 0;
    return busy_ns;
}

SimTime station_job_left(const Stations *stations, SimTime now, int32_t job) {
    const StationJob *j = &stations->jobs.items[job];
    SIM_ASSERT(j->station1 != 0);
    const Station *s = &stations->stations.items[j->station1 - 1];
    if (!is_sharing(s) && j->is_waiting) return j->work_ns;
    double served = s->served_until + (double)(now - s->updated) * station_rate(s);
    double left = ceil(j->finish - served - ROUNDING_NS);
    return left > 0 ? (SimTime)left : 0;
}
