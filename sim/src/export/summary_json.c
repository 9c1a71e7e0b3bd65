// summary.json: a run in one object, for people and for programs that compare runs. What has no
// value is null.
#include "export/outputs.h"

#include "sim/view.h"

#include <math.h>
#include <string.h>

static double ratio(double part, double whole) {
    return whole > 0 ? part / whole : NAN;
}

static void write_run(JsonOut *json, const RunSummary *summary) {
    json_text(json, "title", summary->title);
    json_boolean(json, "complete", summary->is_complete);
    json_begin_value(json, "start");
    out_char(json->file, '"');
    out_timestamp(json->file, summary->start_unix_s, 0, 0);
    out_char(json->file, '"');
    json_begin_value(json, "simulated_s");
    out_seconds(json->file, summary->simulated);
    json_begin_value(json, "seed");
    out_digits(json->file, summary->seed, 1);
    json_hash(json, "scenario_hash", summary->scenario_hash);
    json_hash(json, "command_hash", summary->command_hash);
    json_hash(json, "run_hash", summary->run_hash);
    json_integer(json, "commands", summary->command_count);
    json_integer(json, "events", summary->totals.events);
}

static void write_totals(JsonOut *json, const SimTotals *totals) {
    json_begin_object(json, "requests");
    json_integer(json, "born", totals->requests_born);
    json_integer(json, "answered", totals->requests_answered);
    json_integer(json, "available", totals->requests_available);
    json_integer(json, "failed", totals->requests_failed);
    json_integer(json, "in_flight", totals->requests_in_flight);
    json_end_object(json);
    json_begin_object(json, "attempts");
    json_integer(json, "born", totals->attempts_born);
    json_integer(json, "answered", totals->attempts_answered);
    json_integer(json, "failed", totals->attempts_failed);
    json_integer(json, "in_flight", totals->attempts_in_flight);
    json_integer(json, "retries", totals->retries);
    json_integer(json, "redirects", totals->redirects);
    json_end_object(json);
}

static void write_quality(JsonOut *json, const RunSummary *summary) {
    const SimTotals *totals = &summary->totals;
    double finished = (double)(totals->requests_answered + totals->requests_failed);
    double seconds = (double)summary->simulated / (double)SIM_SECOND;
    json_number(json, "availability_percent",
                100 * ratio((double)totals->requests_available, finished));
    json_number(json, "goodput_per_s", ratio((double)totals->requests_available, seconds));
}

static const Accumulator *find_summed(const ExportSeries *series, const char *metric) {
    for (int32_t i = 0; i < series->items.count; i++) {
        const ExportedSeries *item = &series->items.items[i];
        if (item->is_summed && strcmp(item->series.metric, metric) == 0) return &item->whole;
    }
    return NULL;
}

static void write_times(JsonOut *json, const ExportSeries *series) {
    static const char *const stats[] = {"Average", "p50", "p90", "p99", "p99.9", "Maximum"};
    const Accumulator *times = find_summed(series, "ResponseTime");
    json_begin_object(json, "response_time_s");
    for (size_t i = 0; i < sizeof stats / sizeof stats[0]; i++) {
        Stat stat;
        double value;
        stat_parse(stats[i], strlen(stats[i]), &stat);
        bool has_data = times != NULL && accumulator_value(times, stat, &value);
        json_number(json, stats[i], has_data ? value : NAN);
    }
    json_end_object(json);
}

static void write_lost(JsonOut *json, const SimTotals *totals) {
    json_begin_object(json, "lost");
    for (int cause = SIM_CAUSE_NONE + 1; cause < SIM_CAUSE_COUNT; cause++)
        json_integer(json, sim_cause_name((SimCause)cause), totals->lost[cause]);
    json_end_object(json);
}

static bool is_first_of_its_metric(const ExportSeries *series, int32_t index) {
    return find_summed(series, series->items.items[index].series.metric) ==
           &series->items.items[index].whole;
}

static double sum_over_balancers(const ExportSeries *series, const char *metric) {
    double sum = 0;
    for (int32_t i = 0; i < series->items.count; i++) {
        const ExportedSeries *item = &series->items.items[i];
        if (item->is_summed && strcmp(item->series.metric, metric) == 0)
            sum += item->whole.sample.sum;
    }
    return sum;
}

static void write_codes(JsonOut *json, const ExportSeries *series) {
    json_begin_object(json, "codes");
    for (int32_t i = 0; i < series->items.count; i++) {
        const ExportedSeries *item = &series->items.items[i];
        bool is_code = item->is_summed && item->series.kind == SIM_SERIES_COUNTER;
        if (!is_code || !is_first_of_its_metric(series, i)) continue;
        json_number(json, item->series.metric, sum_over_balancers(series, item->series.metric));
    }
    json_end_object(json);
}

// By the list prices of us-east-1.
static void write_cost(JsonOut *json, const SimWorld *world) {
    double total = 0;
    json_begin_object(json, "cost");
    json_text(json, "currency", "USD");
    json_begin_array(json, "load_balancers");
    for (int32_t i = 0; i < sim_balancer_count(world); i++) {
        SimCost cost = sim_balancer_cost(world, i);
        json_begin_object(json, NULL);
        json_text(json, "name", sim_balancer_name(world, i));
        json_integer(json, "hours", cost.hours);
        json_number(json, "lcu_hours", cost.lcu_hours);
        json_text(json, "dimension", sim_lcu_dimension_name(cost.dimension));
        json_number(json, "usd", cost.usd);
        json_end_object(json);
        total += cost.usd;
    }
    json_end_array(json);
    json_number(json, "total", total);
    json_end_object(json);
}

void summary_json_write(OutFile *file, const RunSummary *summary) {
    JsonOut json = {.file = file};
    json_begin_object(&json, NULL);
    write_run(&json, summary);
    write_totals(&json, &summary->totals);
    write_quality(&json, summary);
    write_times(&json, summary->series);
    write_lost(&json, &summary->totals);
    write_codes(&json, summary->series);
    write_cost(&json, summary->world);
    json_end_object(&json);
}
