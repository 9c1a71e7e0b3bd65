// Lines that no metric gives are read off the view at each whole second; their datapoints are means
// of sixty of them, or as many as an instance is monitored by.
#include "window/charts_lines.h"

#include <stdlib.h>

#include "window/grow.h"

void line_points_push(LinePoints *points, SimPoint point) {
    points->items =
        grow_array(points->items, &points->capacity, points->count + 1, sizeof *points->items);
    points->items[points->count++] = point;
}

void line_deinit(Line *line) {
    free(line->seconds.items);
    free(line->minutes.items);
    free(line->shown.items);
}

static double mean_cpu(const SimView *view, int32_t group, bool *is_present) {
    double sum = 0;
    int32_t count = 0;
    for (int32_t i = 0; i < view->instance_count; i++)
        if (view->instances[i].first_group == group && !view->instances[i].is_absent) {
            sum += view->instances[i].cpu;
            count++;
        }
    *is_present = count > 0;
    return count > 0 ? 100 * sum / count : 0;
}

static double count_targets(const SimView *view, bool is_healthy) {
    int32_t count = 0;
    for (int32_t i = 0; i < view->group_count; i++)
        count += is_healthy ? view->groups[i].healthy : view->groups[i].unhealthy;
    return count;
}

// Totals now and ten seconds ago stand in a ring by second.
static double seen_share(Line *line, const SimView *view, int64_t second, bool *is_present) {
    const SimViewRelease *release = &view->releases[line->index];
    const SimViewRule *rule = &view->rules[release->rule];
    int64_t fresh = 0, both = 0;
    for (int32_t i = rule->first_forward; i < rule->first_forward + rule->forward_count; i++) {
        const SimViewForward *forward = &view->forwards[i];
        fresh += forward->group == release->fresh ? forward->chosen_total : 0;
        both += forward->group == release->fresh || forward->group == release->stable
                    ? forward->chosen_total
                    : 0;
    }
    int64_t slot = second % (LINE_SEEN_S + 1), past = (second + 1) % (LINE_SEEN_S + 1);
    line->fresh[slot] = fresh;
    line->both[slot] = both;
    bool is_full = second >= LINE_SEEN_S;
    double whole = (double)(both - (is_full ? line->both[past] : 0));
    *is_present = whole > 0;
    return whole > 0 ? 100 * (double)(fresh - (is_full ? line->fresh[past] : 0)) / whole : 0;
}

static double value_of(Line *line, const SimView *view, int64_t second, bool *is_present) {
    *is_present = true;
    switch (line->source) {
    case LINE_HEALTHY:
    case LINE_UNHEALTHY:
        return count_targets(view, line->source == LINE_HEALTHY);
    case LINE_CPU:
        return mean_cpu(view, line->index, is_present);
    case LINE_WEIGHT_SET:
        return view->releases[line->index].weight;
    case LINE_WEIGHT_SEEN:
        return seen_share(line, view, second, is_present);
    case LINE_METRIC:
        break;
    }
    *is_present = false;
    return 0;
}

static void close_datapoint(Line *line, SimTime start, int32_t seconds) {
    double sum = 0;
    int32_t count = 0;
    for (int32_t i = line->seconds.count - seconds; i < line->seconds.count; i++)
        if (line->seconds.items[i].is_present) {
            sum += line->seconds.items[i].value;
            count++;
        }
    line_points_push(
        &line->minutes,
        (SimPoint){.start = start, .value = count > 0 ? sum / count : 0, .is_present = count > 0});
}

void line_second(Line *line, const SimView *view) {
    int64_t second = view->now / SIM_SECOND;
    bool is_present;
    double value = value_of(line, view, second, &is_present);
    if (line->source == LINE_METRIC || second == 0) return;
    line_points_push(
        &line->seconds,
        (SimPoint){.start = (second - 1) * SIM_SECOND, .value = value, .is_present = is_present});
    int32_t whole = (int32_t)(line->resolution / SIM_SECOND);
    if (second % whole == 0 && line->seconds.count >= whole)
        close_datapoint(line, (second - whole) * SIM_SECOND, whole);
}
