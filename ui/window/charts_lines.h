/// A line of a chart: where its values come from, and how they are kept. See charts.h.
#pragma once

#include "window/scene.h"

typedef enum LineSource {
    LINE_METRIC,      ///< a question to the collector
    LINE_HEALTHY,     ///< targets that are healthy, all groups
    LINE_UNHEALTHY,   ///< targets that are unhealthy, all groups
    LINE_CPU,         ///< mean CPU of the instances of group `index` (-1: in no group), percent
    LINE_WEIGHT_SET,  ///< weight of the new group of release `index`
    LINE_WEIGHT_SEEN, ///< its share of requests over the last 10 s, percent
} LineSource;

enum { LINE_SEEN_S = 10 };

typedef struct LinePoints {
    SimPoint *items;
    int32_t count, capacity;
} LinePoints;

typedef struct Line {
    LineSource source;
    int32_t index;
    int32_t question, question_minute; ///< of LINE_METRIC
    SimTime resolution;                ///< what a datapoint covers: a minute or five
    bool is_published;                 ///< CloudWatch has such a metric, so there are datapoints
    bool is_rate; ///< counts events: a minute's count is drawn as its mean per second
    LinePoints seconds, minutes; ///< of the other sources
    LinePoints shown;            ///< datapoints as they are drawn
    int64_t fresh[LINE_SEEN_S + 1], both[LINE_SEEN_S + 1];
    char name[160]; ///< seeds its delays
    SceneSeries look;
} Line;

void line_deinit(Line *line);
/// Appends the value of the second that ends at view->now; and where a datapoint ends it as well.
void line_second(Line *line, const SimView *view);
void line_points_push(LinePoints *points, SimPoint point);
