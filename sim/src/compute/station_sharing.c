// Processor sharing: all jobs inside advance alike, so the order in which they will finish never
// changes and only the first of them needs an event. An arrival or a departure changes how fast
// they advance; it moves that event and touches no other job.
#include "compute/discipline.h"
#include "compute/finish_heap.h"

static bool is_full(const Station *s) {
    if (s->max_in_flight > 0) return s->inside.count >= s->max_in_flight;
    return s->backlog >= 0 && s->inside.count >= (int64_t)s->workers + s->backlog;
}

StationEntry sharing_enter(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                           int32_t job) {
    Station *s = &stations->stations.items[station];
    StationJob *j = &stations->jobs.items[job];
    if (is_full(s)) return STATION_FULL;
    double rate_before = station_rate(s);
    uint32_t first_before1 = s->heap1;
    j->finish = s->served_until + (double)j->work_ns;
    j->arrival = ++s->arrivals;
    index_list_push_back(&s->inside, INDEX_LINKS(&stations->jobs, link), (uint32_t)job);
    s->heap1 = finish_heap_add(stations->jobs.items, s->heap1, job);
    if (s->heap1 != first_before1 || station_rate(s) != rate_before)
        sharing_reschedule(stations, events, now, station);
    return STATION_SERVED;
}

void sharing_leave(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                   int32_t job) {
    Station *s = &stations->stations.items[station];
    double rate_before = station_rate(s);
    uint32_t first_before1 = s->heap1;
    index_list_remove(&s->inside, INDEX_LINKS(&stations->jobs, link), (uint32_t)job);
    s->heap1 = finish_heap_remove(stations->jobs.items, s->heap1, job);
    if (s->heap1 != first_before1 || station_rate(s) != rate_before)
        sharing_reschedule(stations, events, now, station);
}

void sharing_reschedule(Stations *stations, EventQueue *events, SimTime now, int32_t station) {
    Station *s = &stations->stations.items[station];
    event_queue_cancel(events, s->completion);
    s->completion = (EventId){0};
    if (s->heap1 == 0) return;
    double left = stations->jobs.items[s->heap1 - 1].finish - s->served_until;
    SimTime due = station_due(now, left, station_rate(s));
    s->completion = station_push_completion(stations, events, due, station, 0);
}
