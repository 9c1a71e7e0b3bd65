// Zonal autoshift: alarms that watch practice, and when it is not wanted.
#include "base/fact.h"
#include "scenario/compile.h"

#include <stdio.h>
#include <string.h>

static int32_t day_number(const char *name) {
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (int32_t i = 0; i < 7; i++)
        if (strncmp(name, days[i], 3) == 0) return i;
    return 0;
}

// Minutes from Monday, 0:00.
static ConfigWindow window_of(const char *text) {
    char from[4] = "", until[4] = "";
    int a = 0, b = 0, c = 0, d = 0;
    if (sscanf(text, "%3[A-Za-z]:%2d:%2d-%3[A-Za-z]:%2d:%2d", from, &a, &b, until, &c, &d) != 6)
        return (ConfigWindow){0, 0};
    return (ConfigWindow){day_number(from) * 1440 + a * 60 + b,
                          day_number(until) * 1440 + c * 60 + d};
}

// Days from 1 January 1970, in the calendar of today.
static int32_t date_of(const char *text) {
    int year = 1970, month = 1, day = 1;
    sscanf(text, "%4d-%2d-%2d", &year, &month, &day);
    int32_t y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int32_t *find_alarms(Compiler *compiler, const RawAutoshift *raw, const RawTexts *texts,
                            const char *key, int32_t region, int32_t *count) {
    int32_t *alarms = arena_array(compiler->arena, texts->count, sizeof *alarms);
    const Node *list = node_member(raw->node, key);
    for (int32_t i = 0; i < texts->count; i++) {
        const Node *place = node_element(list, i);
        int32_t alarm = compile_find(compiler, &compiler->alarms, texts->items[i], place, "alarm");
        if (alarm < 0) continue;
        if (SIM_FACT("R53-818", compiler->config->alarms[alarm].region != region))
            COMPILE_REFUSE(compiler, place, NULL, "Name one of its own region.",
                           "alarms for practice runs are of the load balancer's region");
        alarms[(*count)++] = alarm;
    }
    return alarms;
}

static void check_autoshift(Compiler *compiler, const RawBalancer *raw, const ConfigBalancer *it) {
    const RawAutoshift *autoshift = &raw->autoshift;
    if (SIM_FACT("R53-819", !it->has_zonal_shift))
        COMPILE_REFUSE(compiler, raw->node, "zonal_autoshift", "Add \"zonal_shift\": true.",
                       "the load balancer has not opted in to zonal shifts");
    if (SIM_FACT("R53-817", node_member(autoshift->node, "outcome_alarms") == NULL))
        COMPILE_REFUSE(compiler, autoshift->node, NULL, "Add \"outcome_alarms\".",
                       "zonal autoshift needs practice runs, and these an outcome alarm");
}

static void compile_one(Compiler *compiler, const RawBalancer *raw, ConfigBalancer *balancer) {
    const RawAutoshift *from = &raw->autoshift;
    ConfigAutoshift *to = &balancer->autoshift;
    check_autoshift(compiler, raw, balancer);
    to->is_enabled = from->is_enabled;
    to->practice_length_ns = from->practice_length;
    to->telemetry_delay_ns = from->telemetry_delay;
    if (node_member(from->node, "practice_run_at") != NULL) to->practice_at_ns = from->practice_at;
    to->outcome_alarms = find_alarms(compiler, from, &from->outcome_alarms, "outcome_alarms",
                                     balancer->region, &to->outcome_alarm_count);
    to->blocking_alarms = find_alarms(compiler, from, &from->blocking_alarms, "blocking_alarms",
                                      balancer->region, &to->blocking_alarm_count);
    to->blocked_windows =
        arena_array(compiler->arena, from->blocked_windows.count, sizeof *to->blocked_windows);
    for (int32_t i = 0; i < from->blocked_windows.count; i++)
        to->blocked_windows[to->blocked_window_count++] = window_of(from->blocked_windows.items[i]);
    to->blocked_dates =
        arena_array(compiler->arena, from->blocked_dates.count, sizeof *to->blocked_dates);
    for (int32_t i = 0; i < from->blocked_dates.count; i++)
        to->blocked_dates[to->blocked_date_count++] = date_of(from->blocked_dates.items[i]);
}

void compile_autoshifts(Compiler *compiler) {
    Config *config = compiler->config;
    for (int32_t i = 0; i < config->balancer_count; i++)
        config->balancers[i].autoshift = (ConfigAutoshift){.practice_at_ns = -1};
    const RawRegion *regions = compiler->raw->regions.items;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++) {
        const RawBalancer *balancers = regions[r].balancers.items;
        for (int32_t b = 0; b < regions[r].balancers.count; b++) {
            if (balancers[b].autoshift.node == NULL || balancers[b].balancer.name == NULL) continue;
            int32_t index = names_find(&compiler->balancers,
                                       compile_scoped(compiler, r, balancers[b].balancer.name));
            if (index >= 0) compile_one(compiler, &balancers[b], &config->balancers[index]);
        }
    }
}
