// First-come-first-served: a worker serves one job from beginning to end at the station's full
// speed, so a job's completion is known when it begins and moves only with the speed.
#include "compute/discipline.h"

#include "base/fact.h"

static void begin(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                  int32_t job) {
    Station *s = &stations->stations.items[station];
    StationJob *j = &stations->jobs.items[job];
    index_list_push_back(&s->inside, INDEX_LINKS(&stations->jobs, link), (uint32_t)job);
    j->is_waiting = 0;
    j->finish = s->served_until + (double)j->work_ns;
    // Not from `finish`, whose sum may have been rounded.
    SimTime due = station_due(now, (double)j->work_ns, station_rate(s));
    j->completion = station_push_completion(stations, events, due, station, job);
}

StationEntry fcfs_enter(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                        int32_t job) {
    Station *s = &stations->stations.items[station];
    if (SIM_FACT("MODEL-301 MODEL-302 MODEL-307", s->inside.count < s->workers)) {
        begin(stations, events, now, station, job);
        return STATION_SERVED;
    }
    if (s->backlog >= 0 && SIM_FACT("MODEL-306", s->queue.count >= s->backlog)) return STATION_FULL;
    stations->jobs.items[job].is_waiting = 1;
    index_list_push_back(&s->queue, INDEX_LINKS(&stations->jobs, link), (uint32_t)job);
    return STATION_QUEUED;
}

void fcfs_leave(Stations *stations, EventQueue *events, int32_t station, int32_t job) {
    Station *s = &stations->stations.items[station];
    StationJob *j = &stations->jobs.items[job];
    IndexList *list = j->is_waiting ? &s->queue : &s->inside;
    index_list_remove(list, INDEX_LINKS(&stations->jobs, link), (uint32_t)job);
    event_queue_cancel(events, j->completion);
    j->completion = (EventId){0};
}

int32_t fcfs_start_next(Stations *stations, EventQueue *events, SimTime now, int32_t station) {
    Station *s = &stations->stations.items[station];
    if (s->inside.count >= s->workers || s->queue.count == 0) return -1;
    int32_t job = (int32_t)index_list_pop_front(&s->queue, INDEX_LINKS(&stations->jobs, link)) - 1;
    begin(stations, events, now, station, job);
    return job;
}

void fcfs_reschedule(Stations *stations, EventQueue *events, SimTime now, int32_t station) {
    const Station *s = &stations->stations.items[station];
    double rate = station_rate(s);
    for (uint32_t at1 = s->inside.head1; at1 != 0; at1 = stations->jobs.items[at1 - 1].link.next1) {
        StationJob *j = &stations->jobs.items[at1 - 1];
        event_queue_cancel(events, j->completion);
        SimTime due = station_due(now, j->finish - s->served_until, rate);
        j->completion = station_push_completion(stations, events, due, station, (int32_t)at1 - 1);
    }
}
