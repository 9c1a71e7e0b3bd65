// A series is found by metric and by its whole set of dimensions, whatever their order. AWS's
// values of the form "app/web/0123456789abcdef" may be given by the name in their middle.
#include "cloudwatch/series.h"

#include "cloudwatch/meter_table.h"

#include <string.h>

// A piece of a text that is not its own.
typedef struct Span {
    const char *at;
    size_t length;
} Span;

static bool is_equal(Span a, Span b) {
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

// Splits `text` at the first `separator`: what stands before is returned, what follows remains.
static Span split(Span *text, char separator) {
    const char *end = text->length == 0 ? NULL : memchr(text->at, separator, text->length);
    size_t length = end == NULL ? text->length : (size_t)(end - text->at);
    size_t taken = end == NULL ? length : length + 1;
    Span head = {text->at, length};
    text->at += taken;
    text->length -= taken;
    return head;
}

static bool is_value(Span asked, Span value) {
    if (is_equal(asked, value)) return true;
    split(&value, '/');
    Span name = split(&value, '/');
    return value.length > 0 && is_equal(asked, name);
}

static bool has_dimension(Span dimensions, Span asked_name, Span asked_value) {
    while (dimensions.length > 0) {
        Span value = split(&dimensions, ';');
        Span name = split(&value, '=');
        if (is_equal(name, asked_name)) return is_value(asked_value, value);
    }
    return false;
}

// Each name of the series is asked for exactly once when the numbers are equal and no name is asked
// twice.
static bool has_no_repetition(Span text) {
    while (text.length > 0) {
        Span value = split(&text, ';');
        Span name = split(&value, '=');
        for (Span rest = text; rest.length > 0;) {
            Span other = split(&rest, ';');
            if (is_equal(name, split(&other, '='))) return false;
        }
    }
    return true;
}

static int32_t count_parts(Span text) {
    int32_t count = 0;
    for (; text.length > 0; count++)
        split(&text, ';');
    return count;
}

static bool is_whole_set(const char *dimensions, const char *asked_text) {
    Span series = {dimensions, strlen(dimensions)};
    Span asked = {asked_text, strlen(asked_text)};
    if (count_parts(series) != count_parts(asked) || !has_no_repetition(asked)) return false;
    while (asked.length > 0) {
        Span value = split(&asked, ';');
        Span name = split(&value, '=');
        if (!has_dimension(series, name, value)) return false;
    }
    return true;
}

SimTime series_resolution(const Meter *meter, int32_t index) {
    const MeterSeries *series = &meter->series.items[index];
    const MeterScope *scope = &meter->scopes.items[series->scope];
    int32_t minutes = scope->ec2_minutes;
    if (scope->kind == METER_FORECAST || scope->kind == METER_FORECAST_PAIR) return SIM_HOUR;
    bool is_ec2 = strcmp(metric_row(series->metric)->namespace_, "AWS/EC2") == 0;
    return (is_ec2 && minutes > 0 ? minutes : 1) * SIM_MINUTE;
}

SimSeries series_describe(const Meter *meter, int32_t index) {
    SIM_ASSERT(index >= 0 && index < meter->series.count);
    const MeterSeries *series = &meter->series.items[index];
    const MeterScope *scope = &meter->scopes.items[series->scope];
    const MetricRow *row = metric_row(series->metric);
    return (SimSeries){.namespace_ = row->namespace_,
                       .metric = row->name,
                       .dimensions = meter->text.items + scope->dimensions,
                       .unit = row->unit,
                       .kind = row->kind,
                       .reported = row->reported,
                       .stats = row->stats,
                       .is_level = row->merge == METRIC_LEVEL,
                       .resolution = series_resolution(meter, index),
                       .is_detail = meter_kind_is_detail(scope->kind)};
}

int32_t series_find(const Meter *meter, const char *namespace_, const char *metric,
                    const char *dimensions) {
    bool is_any = namespace_ == NULL || namespace_[0] == '\0';
    for (int32_t i = 0; i < meter->series.count; i++) {
        SimSeries series = series_describe(meter, i);
        if (strcmp(series.metric, metric) != 0) continue;
        if (!is_any && strcmp(series.namespace_, namespace_) != 0) continue;
        if (is_whole_set(series.dimensions, dimensions == NULL ? "" : dimensions)) return i;
    }
    return -1;
}

bool series_is_level(const Meter *meter, int32_t index) {
    return metric_row(meter->series.items[index].metric)->merge == METRIC_LEVEL;
}
