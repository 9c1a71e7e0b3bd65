// Questions about the same series, period and span share one track, which merges the seconds of the
// open period; a question keeps only the values of periods. The value of the open period stands
// last and is brought up to date second by second.
#include "cloudwatch/collector.h"

#include "cloudwatch/series.h"
#include "cloudwatch/statistic.h"
#include "engine/alloc.h"

#include <string.h>

typedef struct Track {
    int32_t series;
    SimTime period, from, to;
    Accumulator open;
    int64_t open_index; ///< number of the open period; -1: nothing was fed yet
    bool is_fed;        ///< the second being told belongs to it
} Track;

typedef struct Question {
    int32_t track;
    Stat stat;
    ARRAY_OF(SimPoint) points;
    int64_t first_index; ///< the number of the period of the first point
} Question;

struct SimCollector {
    ARRAY_OF(bool) is_level; ///< of each series
    ARRAY_OF(Track) tracks;
    ARRAY_OF(Question) questions;
};

SimCollector *collector_create(const Meter *meter) {
    SimCollector *collector = alloc_zeroed(1, sizeof *collector);
    array_resize(&collector->is_level, meter->series.count);
    for (int32_t i = 0; i < meter->series.count; i++)
        collector->is_level.items[i] = series_is_level(meter, i);
    return collector;
}

void sim_collector_destroy(SimCollector *collector) {
    if (collector == NULL) return;
    for (int32_t i = 0; i < collector->tracks.count; i++)
        accumulator_deinit(&collector->tracks.items[i].open);
    for (int32_t i = 0; i < collector->questions.count; i++)
        array_deinit(&collector->questions.items[i].points);
    array_deinit(&collector->is_level);
    array_deinit(&collector->tracks);
    array_deinit(&collector->questions);
    alloc_free(collector);
}

static int32_t find_track(SimCollector *collector, int32_t series, SimTime period, SimTime from,
                          SimTime to) {
    for (int32_t i = collector->tracks.count - 1; i >= 0; i--) {
        const Track *track = &collector->tracks.items[i];
        bool is_same = track->series == series && track->period == period && track->from == from &&
                       track->to == to;
        if (is_same && track->open_index < 0)
            return i; // one that has begun would hide what it was fed
    }
    Track *added = array_push(&collector->tracks);
    *added = (Track){.series = series, .period = period, .from = from, .to = to, .open_index = -1};
    accumulator_init(&added->open, collector->is_level.items[series], false);
    return collector->tracks.count - 1;
}

int32_t sim_collector_add(SimCollector *collector, int32_t series, const char *stat,
                          SimTime period_ns, SimTime from, SimTime to) {
    SIM_ASSERT(series >= 0 && series < collector->is_level.count);
    SIM_ASSERT(period_ns >= 0 && period_ns % SIM_SECOND == 0);
    Stat parsed;
    bool is_known = stat_parse(stat, strlen(stat), &parsed);
    SIM_ASSERT(is_known);
    int32_t track = find_track(collector, series, period_ns, from, to);
    Accumulator *open = &collector->tracks.items[track].open;
    if (parsed.kind >= STAT_PERCENTILE && open->histogram == NULL)
        open->histogram = sim_histogram_create();
    *array_push(&collector->questions) = (Question){.track = track, .stat = parsed};
    return collector->questions.count - 1;
}

static void feed_track(Track *track, const SimPeriod *period) {
    track->is_fed = period->start >= track->from && period->start < track->to;
    if (!track->is_fed) return;
    int64_t index = track->period == 0 ? 0 : period->start / track->period;
    SIM_ASSERT(index >= track->open_index);
    if (index != track->open_index) accumulator_clear(&track->open);
    track->open_index = index;
    accumulator_add(&track->open, period, track->series);
}

// Periods nobody told of are points without a value.
static SimPoint *open_point(Question *question, const Track *track) {
    if (question->points.count == 0) question->first_index = track->open_index;
    while (question->first_index + question->points.count <= track->open_index) {
        int64_t index = question->first_index + question->points.count;
        SimTime start = track->period == 0 ? track->from : index * track->period;
        array_push(&question->points)->start = start;
    }
    return &question->points.items[question->points.count - 1];
}

// Things are built while a world runs, and their series come with them.
void sim_collector_learn(SimCollector *collector, const SimPeriod *period) {
    for (int32_t i = collector->is_level.count;
         period->meter != NULL && i < period->meter->series.count; i++)
        *array_push(&collector->is_level) = series_is_level(period->meter, i);
}

void sim_collector_period(SimCollector *collector, const SimPeriod *period) {
    sim_collector_learn(collector, period);
    for (int32_t i = 0; i < collector->tracks.count; i++)
        feed_track(&collector->tracks.items[i], period);
    for (int32_t i = 0; i < collector->questions.count; i++) {
        Question *question = &collector->questions.items[i];
        const Track *track = &collector->tracks.items[question->track];
        if (!track->is_fed) continue;
        SimPoint *point = open_point(question, track);
        point->is_present = accumulator_value(&track->open, question->stat, &point->value);
    }
}

const SimPoint *sim_collector_points(const SimCollector *collector, int32_t question,
                                     int32_t *count) {
    SIM_ASSERT(question >= 0 && question < collector->questions.count);
    *count = collector->questions.items[question].points.count;
    return collector->questions.items[question].points.items;
}

bool sim_collector_value(const SimCollector *collector, int32_t question, double *value) {
    SIM_ASSERT(question >= 0 && question < collector->questions.count);
    const Question *asked = &collector->questions.items[question];
    const Track *track = &collector->tracks.items[asked->track];
    SIM_ASSERT(track->period == 0);
    if (accumulator_value(&track->open, asked->stat, value)) return true;
    return asked->stat.kind == STAT_SUM || asked->stat.kind == STAT_SAMPLE_COUNT;
}
