// A row a second, a column a counter. A rate is what a counter gained since the row 10 s or 60 s
// back, over the time since, so that it moves with every frame and needs nothing but the rows.
// Percentiles of the last 60 s come from twelve blocks of 5 s that are merged when a block ends;
// the row keeps the result, for the past cannot be merged again.
#include "window/history.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "window/grow.h"

enum { BLOCKS = 12, BLOCK_S = 5, SPARK_S = 60 };

/// First column of each kind.
typedef struct Columns {
    int32_t born, available, finished, client, node, forward, region_errors, p99, region_p99, count;
} Columns;

/// Percentiles of one distribution over the last minute.
typedef struct Window {
    int32_t series;      ///< -1: there is none
    char dimensions[96]; ///< of the one that it waits for; empty: for none
    SimHistogram *blocks[BLOCKS];
    double p99_s; ///< below 0: no data
} Window;

struct History {
    Columns columns;
    double *rows;
    int32_t row_count, row_capacity; ///< capacity in values
    double *current;                 ///< a row for the present
    Window *windows;                 ///< all clients, then one a region
    int32_t window_count, region_count;
    SimHistogram *merged;
    int64_t period_count; ///< seconds taken in
    SceneMark *marks;
    int32_t mark_count, mark_capacity;
    int64_t incident_count;
    double *rates; ///< what SceneRates points to
    float *sparks;
    const float **spark_rows;
    int32_t client_count, rate_count;
};

static Columns make_columns(const SimView *view) {
    Columns columns = {.born = 0, .available = 1, .finished = 2, .client = 3};
    columns.region_errors = columns.client + view->client_count;
    columns.p99 = columns.region_errors + view->region_count;
    columns.region_p99 = columns.p99 + 1;
    columns.node = columns.region_p99 + view->region_count; // of these and the rest may come more
    columns.forward = columns.node + view->node_count;
    columns.count = columns.forward + view->forward_count;
    return columns;
}

static int32_t count_rates(const SimView *view) {
    return view->client_count + view->node_count + view->forward_count + view->record_count +
           3 * view->region_count;
}

static void init_window(Window *window, int32_t series) {
    window->series = series;
    window->p99_s = -1;
    for (int32_t i = 0; i < BLOCKS; i++)
        window->blocks[i] = sim_histogram_create();
}

// Of the region's first balancer, which may be created while the world runs.
static void name_dimensions(Window *window, const SimView *view, int32_t region) {
    if (view->regions[region].balancer_count == 0 || window->dimensions[0] != '\0') return;
    snprintf(window->dimensions, sizeof window->dimensions, "LoadBalancer=%s",
             view->balancers[view->balancer_order[view->regions[region].first_balancer]].name);
}

static void init_region(Window *window, const SimWorld *world, const SimView *view,
                        int32_t region) {
    init_window(window, -1);
    name_dimensions(window, view, region);
    if (window->dimensions[0] != '\0')
        window->series =
            sim_series_find(world, "AWS/ApplicationELB", "TargetResponseTime", window->dimensions);
}

History *history_create(const SimWorld *world, const SimView *view) {
    History *history = grow_zeroed(1, sizeof *history);
    history->columns = make_columns(view);
    history->current = grow_zeroed((size_t)history->columns.count, sizeof(double));
    history->region_count = view->region_count;
    history->window_count = 1 + view->region_count;
    history->windows = grow_zeroed((size_t)history->window_count, sizeof(Window));
    init_window(&history->windows[0], sim_series_find(world, "Albatross", "ResponseTime", ""));
    for (int32_t r = 0; r < view->region_count; r++)
        init_region(&history->windows[1 + r], world, view, r);
    history->merged = sim_histogram_create();
    history->client_count = view->client_count;
    history->rate_count = count_rates(view);
    history->rates = grow_zeroed((size_t)history->rate_count, sizeof(double));
    history->sparks = grow_zeroed((size_t)view->client_count * SPARK_S, sizeof(float));
    history->spark_rows = grow_zeroed((size_t)view->client_count, sizeof(float *));
    return history;
}

void history_destroy(History *history) {
    if (history == NULL) return;
    for (int32_t w = 0; w < history->window_count; w++)
        for (int32_t i = 0; i < BLOCKS; i++)
            sim_histogram_destroy(history->windows[w].blocks[i]);
    sim_histogram_destroy(history->merged);
    free(history->windows);
    free(history->rows);
    free(history->current);
    free(history->marks);
    free(history->rates);
    free(history->sparks);
    free(history->spark_rows);
    free(history);
}

// ---- taking in

static void merge_window(History *history, Window *window) {
    sim_histogram_clear(history->merged);
    for (int32_t i = 0; i < BLOCKS; i++)
        sim_histogram_merge(history->merged, window->blocks[i]);
    double ns = sim_histogram_percentile(history->merged, 0.99);
    window->p99_s = ns < 0 ? -1 : ns / 1e9;
}

static void feed_window(History *history, Window *window, const SimPeriod *period, int64_t second) {
    if (window->series < 0 && window->dimensions[0] != '\0')
        window->series = sim_period_series_find(period, "AWS/ApplicationELB", "TargetResponseTime",
                                                window->dimensions);
    if (window->series < 0 || window->series >= period->series_count) return;
    int64_t block = second / BLOCK_S % BLOCKS;
    if (second % BLOCK_S == 0) sim_histogram_clear(window->blocks[block]);
    const SimHistogram *closed = period->histograms[window->series];
    if (closed != NULL) sim_histogram_merge(window->blocks[block], closed);
    if (second % BLOCK_S == BLOCK_S - 1 || second < BLOCK_S) merge_window(history, window);
}

void history_period(History *history, const SimPeriod *period) {
    int64_t second = period->start / SIM_SECOND;
    if (second < history->period_count) return;
    history->period_count = second + 1;
    for (int32_t i = 0; i < history->window_count; i++)
        feed_window(history, &history->windows[i], period, second);
}

static void write_mark(SceneMark *mark, const SimIncident *incident) {
    *mark = (SceneMark){.time = incident->time, .mark = incident->mark};
    bool has_cause = incident->cause != NULL && incident->cause[0] != '\0';
    bool has_states = incident->from != NULL && incident->to != NULL && incident->to[0] != '\0';
    const char *name = strrchr(incident->subject, '/');
    if (has_states && incident->mark == SIM_MARK_HEALTH)
        snprintf(mark->text, sizeof mark->text, "%s: %s to %s", incident->subject, incident->from,
                 incident->to);
    else if (has_states && incident->mark == SIM_MARK_ALARM)
        snprintf(mark->text, sizeof mark->text, "%s %s",
                 name != NULL ? name + 1 : incident->subject, incident->to);
    else
        snprintf(mark->text, sizeof mark->text, "%s",
                 has_cause ? incident->cause : incident->subject);
}

void history_incident(History *history, int64_t n, const SimIncident *incident) {
    if (n < history->incident_count) return;
    history->incident_count = n + 1;
    if (incident->mark == SIM_MARK_NONE) return;
    history->marks = grow_array(history->marks, &history->mark_capacity, history->mark_count + 1,
                                sizeof *history->marks);
    write_mark(&history->marks[history->mark_count++], incident);
}

static double region_errors(const SimView *view, int32_t region) {
    int64_t errors = 0;
    for (int32_t i = 0; i < view->node_count; i++)
        if (view->balancers[view->nodes[i].balancer].region == region)
            errors += view->nodes[i].elb_5xx_total;
    for (int32_t i = 0; i < view->group_count; i++)
        if (view->groups[i].region == region) errors += view->groups[i].target_5xx_total;
    return (double)errors;
}

static void fill_row(const History *history, const SimView *view, double *row) {
    const Columns *columns = &history->columns;
    const SimTotals *totals = &view->totals;
    row[columns->born] = (double)totals->requests_born;
    row[columns->available] = (double)totals->requests_available;
    row[columns->finished] = (double)(totals->requests_answered + totals->requests_failed);
    for (int32_t i = 0; i < view->client_count; i++)
        row[columns->client + i] = (double)view->clients[i].born_total;
    for (int32_t i = 0; i < view->node_count; i++)
        row[columns->node + i] = (double)view->nodes[i].requests_total;
    for (int32_t i = 0; i < view->forward_count; i++)
        row[columns->forward + i] = (double)view->forwards[i].chosen_total;
    for (int32_t i = 0; i < view->region_count; i++)
        row[columns->region_errors + i] = region_errors(view, i);
    row[columns->p99] = history->windows[0].p99_s;
    for (int32_t i = 0; i < view->region_count; i++)
        row[columns->region_p99 + i] = history->windows[1 + i].p99_s;
}

static void copy_row(double *to, Columns after, const double *from, Columns before) {
    memcpy(to, from, (size_t)before.forward * sizeof *to);
    memcpy(to + after.forward, from + before.forward,
           (size_t)(before.count - before.forward) * sizeof *to);
}

// Balancers that are built while the world runs bring nodes with them, and rules forwards: their
// columns begin with zeros.
static void widen_rows(History *history, const SimView *view) {
    Columns before = history->columns, after = make_columns(view);
    if (after.count == before.count) return;
    int32_t rows_capacity = (history->row_count + 1) * after.count;
    double *rows = grow_zeroed((size_t)rows_capacity, sizeof *rows);
    for (int32_t i = 0; i < history->row_count; i++)
        copy_row(&rows[(ptrdiff_t)i * after.count], after,
                 &history->rows[(ptrdiff_t)i * before.count], before);
    free(history->rows);
    free(history->current);
    history->rows = rows;
    history->row_capacity = rows_capacity;
    history->columns = after;
    history->current = grow_zeroed((size_t)after.count, sizeof(double));
}

static void widen(History *history, const SimView *view) {
    widen_rows(history, view);
    if (count_rates(view) == history->rate_count) return;
    free(history->rates);
    history->rate_count = count_rates(view);
    history->rates = grow_zeroed((size_t)history->rate_count, sizeof(double));
}

void history_second(History *history, const SimView *view) {
    widen(history, view);
    if (view->now % SIM_SECOND != 0 || view->now / SIM_SECOND != history->row_count) return;
    history->rows =
        grow_array(history->rows, &history->row_capacity,
                   (history->row_count + 1) * history->columns.count, sizeof *history->rows);
    fill_row(history, view, &history->rows[(ptrdiff_t)history->row_count * history->columns.count]);
    history->row_count++;
    for (int32_t r = 0; r < view->region_count; r++)
        name_dimensions(&history->windows[1 + r], view, r);
}

SimTime history_next_second(const History *history) {
    return history->row_count * SIM_SECOND;
}

const SceneMark *history_marks(const History *history, int32_t *count) {
    *count = history->mark_count;
    return history->marks;
}

// ---- rates

/// Two rows and the time between them.
typedef struct Span {
    const double *from, *to;
    double seconds; ///< 0: no time has passed
} Span;

static const double *row_at(const History *history, int64_t second) {
    if (second >= history->row_count) second = history->row_count - 1;
    return second < 0 ? NULL : &history->rows[second * history->columns.count];
}

static Span last_seconds(const History *history, SimTime now, int64_t seconds) {
    int64_t begin = now / SIM_SECOND - seconds;
    if (begin < 0) begin = 0;
    if (begin >= history->row_count) begin = history->row_count - 1;
    const double *from = row_at(history, begin);
    if (from == NULL) return (Span){0};
    return (Span){from, history->current, (double)(now - begin * SIM_SECOND) / 1e9};
}

static double gain(Span span, int32_t column) {
    return span.from == NULL ? 0 : span.to[column] - span.from[column];
}

static double rate(Span span, int32_t column) {
    return span.seconds > 0 ? gain(span, column) / span.seconds : -1;
}

static double share(double part, double whole) {
    return whole > 0 ? part / whole : -1;
}

static void fill_forward_shares(const History *history, const SimView *view, Span span,
                                double *out) {
    for (int32_t r = 0; r < view->rule_count; r++) {
        const SimViewRule *rule = &view->rules[r];
        double sum = 0;
        for (int32_t i = rule->first_forward; i < rule->first_forward + rule->forward_count; i++)
            sum += gain(span, history->columns.forward + i);
        for (int32_t i = rule->first_forward; i < rule->first_forward + rule->forward_count; i++)
            out[i] = share(gain(span, history->columns.forward + i), sum);
    }
}

static void fill_record_shares(const SimView *view, double *out) {
    for (int32_t i = 0; i < view->record_count; i++) {
        double sum = 0;
        for (int32_t j = 0; j < view->record_count; j++)
            if (strcmp(view->records[i].name, view->records[j].name) == 0)
                sum += (double)view->records[j].answers_total;
        out[i] = share((double)view->records[i].answers_total, sum);
    }
}

// One value a second of the last minute, the last to the right; before the start: none.
static void fill_spark(const History *history, int32_t client, SimTime now, float *out) {
    int64_t second = now / SIM_SECOND;
    for (int32_t i = 0; i < SPARK_S; i++) {
        int64_t end = second - SPARK_S + 1 + i;
        const double *from = row_at(history, end - 1), *to = row_at(history, end);
        bool is_lived = end >= 1 && from != NULL && to != NULL;
        out[i] = is_lived ? (float)(to[history->columns.client + client] -
                                    from[history->columns.client + client])
                          : NAN;
    }
}

static void fill_clients(History *history, const SimView *view, Span span, SceneRates *rates) {
    for (int32_t i = 0; i < view->client_count; i++) {
        rates->client_rate[i] = rate(span, history->columns.client + i);
        history->spark_rows[i] = &history->sparks[i * SPARK_S];
        fill_spark(history, i, view->now, &history->sparks[i * SPARK_S]);
    }
    rates->client_spark = history->spark_rows;
    rates->spark_count = SPARK_S;
}

static void fill_regions(const History *history, const SimView *view, Span span, const double *past,
                         SceneRates *rates) {
    for (int32_t r = 0; r < view->region_count; r++) {
        double requests = 0;
        for (int32_t i = 0; i < view->node_count; i++)
            if (view->balancers[view->nodes[i].balancer].region == r)
                requests += gain(span, history->columns.node + i);
        rates->region_rate[r] = span.seconds > 0 ? requests / span.seconds : -1;
        rates->region_5xx_rate[r] = rate(span, history->columns.region_errors + r);
        rates->region_p99_s[r] = past != NULL ? past[history->columns.region_p99 + r] : -1;
    }
}

static void fill_top(const History *history, Span ten, Span sixty, const double *past,
                     SceneRates *rates) {
    const Columns *columns = &history->columns;
    double finished = gain(sixty, columns->finished), available = gain(sixty, columns->available);
    rates->requests_rate = rate(ten, columns->born);
    rates->availability = share(available, finished);
    rates->errors_rate = sixty.seconds > 0 ? (finished - available) / sixty.seconds : -1;
    rates->error_share = share(finished - available, finished);
    rates->p99_s = past != NULL ? past[columns->p99] : -1;
}

void history_rates(History *history, const SimView *view, SceneRates *rates) {
    widen(history, view);
    double *out = history->rates;
    *rates = (SceneRates){.client_rate = out};
    rates->node_rate = out += view->client_count;
    rates->forward_share = out += view->node_count;
    rates->record_share = out += view->forward_count;
    rates->region_rate = out += view->record_count;
    rates->region_p99_s = out += view->region_count;
    rates->region_5xx_rate = out + view->region_count;
    fill_row(history, view, history->current);
    Span ten = last_seconds(history, view->now, 10), sixty = last_seconds(history, view->now, 60);
    const double *past = row_at(history, view->now / SIM_SECOND);
    fill_clients(history, view, ten, rates);
    for (int32_t i = 0; i < view->node_count; i++)
        rates->node_rate[i] = rate(ten, history->columns.node + i);
    fill_forward_shares(history, view, ten, rates->forward_share);
    fill_record_shares(view, rates->record_share);
    fill_regions(history, view, ten, past, rates);
    fill_top(history, ten, sixty, past, rates);
}
