// Totals come from the world; percentiles of the whole run are questions to a collector.
#include "cli/summary.h"

#include "cli/json_print.h"
#include "cli/words.h"
#include "sim/export.h"

#include <math.h>
#include <stdio.h>

static const char *const stats[] = {"Average", "p50", "p90", "p99", "p99.9", "Maximum"};
enum { AVERAGE, P50, P90, P99, P999, MAXIMUM, STAT_COUNT };

void summary_init(Summary *summary, const SimWorld *world) {
    summary->collector = sim_collector_create(world);
    summary->scenario_hash = sim_scenario_hash(sim_world_scenario(world));
    int32_t series = sim_series_find(world, "Albatross", "ResponseTime", "");
    for (int i = 0; i < STAT_COUNT; i++)
        summary->questions[i] =
            series < 0 ? -1
                       : sim_collector_add(summary->collector, series, stats[i], 0, 0, SIM_NEVER);
}

void summary_deinit(Summary *summary) {
    sim_collector_destroy(summary->collector);
}

void summary_period(Summary *summary, const SimPeriod *period) {
    sim_collector_period(summary->collector, period);
}

// NAN: no data.
static double response_time(const Summary *summary, int stat) {
    double value;
    int32_t question = summary->questions[stat];
    bool has_data = question >= 0 && sim_collector_value(summary->collector, question, &value);
    return has_data ? value : NAN;
}

static double availability(const SimTotals *totals) {
    int64_t finished = totals->requests_answered + totals->requests_failed;
    return finished > 0 ? 100 * (double)totals->requests_available / (double)finished : NAN;
}

static void print_times(const Summary *summary) {
    static const int shown[] = {P50, P90, P99};
    printf("  response time  ");
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        char text[WORDS_SIZE];
        double value = response_time(summary, shown[i]);
        printf("%s%s %s", i == 0 ? "" : "   ", stats[shown[i]],
               words_span(isnan(value) ? -1 : value, text));
    }
    putchar('\n');
}

static void print_lost(const SimTotals *totals) {
    char text[WORDS_SIZE];
    int64_t lost = 0;
    for (int cause = SIM_CAUSE_NONE + 1; cause < SIM_CAUSE_COUNT; cause++)
        lost += totals->lost[cause];
    printf("  lost           %s", words_count(lost, text));
    const char *before = ": ";
    for (int cause = SIM_CAUSE_NONE + 1; cause < SIM_CAUSE_COUNT; cause++) {
        if (totals->lost[cause] == 0) continue;
        printf("%s%s %s", before, sim_cause_name((SimCause)cause),
               words_count(totals->lost[cause], text));
        before = ", ";
    }
    putchar('\n');
}

static void print_requests(const SimTotals *totals) {
    char born[WORDS_SIZE], answered[WORDS_SIZE], failed[WORDS_SIZE], left[WORDS_SIZE];
    printf("  requests       %s: %s answered, %s failed, %s under way\n",
           words_count(totals->requests_born, born),
           words_count(totals->requests_answered, answered),
           words_count(totals->requests_failed, failed),
           words_count(totals->requests_in_flight, left));
    if (isnan(availability(totals)))
        puts("  availability   -");
    else
        printf("  availability   %.3f %%\n", availability(totals));
}

void summary_print(const Summary *summary, const SimWorld *world, double wall_seconds,
                   const char *directory) {
    SimTotals totals = sim_world_totals(world);
    char time[WORDS_SIZE], wall[WORDS_SIZE];
    const SimScenarioInfo *info = sim_scenario_info(sim_world_scenario(world));
    printf("%s: %s simulated in %s, seed %llu\n", info->title,
           words_time(sim_world_now(world), time), words_span(wall_seconds, wall),
           (unsigned long long)sim_world_seed(world));
    print_requests(&totals);
    print_times(summary);
    print_lost(&totals);
    if (directory != NULL) printf("  files          %s\n", directory);
}

static void print_json_totals(JsonPrint *json, const SimTotals *totals) {
    json_print_open(json, "requests", '{');
    json_print_integer(json, "born", totals->requests_born);
    json_print_integer(json, "answered", totals->requests_answered);
    json_print_integer(json, "available", totals->requests_available);
    json_print_integer(json, "failed", totals->requests_failed);
    json_print_integer(json, "in_flight", totals->requests_in_flight);
    json_print_close(json, '}');
    json_print_open(json, "attempts", '{');
    json_print_integer(json, "born", totals->attempts_born);
    json_print_integer(json, "answered", totals->attempts_answered);
    json_print_integer(json, "failed", totals->attempts_failed);
    json_print_integer(json, "in_flight", totals->attempts_in_flight);
    json_print_integer(json, "retries", totals->retries);
    json_print_integer(json, "redirects", totals->redirects);
    json_print_close(json, '}');
}

static void print_json_quality(JsonPrint *json, const Summary *summary, const SimTotals *totals,
                               double seconds) {
    json_print_number(json, "availability_percent", availability(totals));
    json_print_number(json, "goodput_per_s", (double)totals->requests_available / seconds);
    json_print_open(json, "response_time_s", '{');
    for (int i = 0; i < STAT_COUNT; i++)
        json_print_number(json, stats[i], response_time(summary, i));
    json_print_close(json, '}');
    json_print_open(json, "lost", '{');
    for (int cause = SIM_CAUSE_NONE + 1; cause < SIM_CAUSE_COUNT; cause++)
        json_print_integer(json, sim_cause_name((SimCause)cause), totals->lost[cause]);
    json_print_close(json, '}');
}

void summary_print_json(const Summary *summary, const SimWorld *world, bool is_complete) {
    SimTotals totals = sim_world_totals(world);
    const SimScenario *scenario = sim_world_scenario(world);
    double seconds = (double)sim_world_now(world) / (double)SIM_SECOND;
    int32_t count;
    const SimCommand *commands = sim_world_commands(world, &count);
    JsonPrint json = {.file = stdout};
    json_print_open(&json, NULL, '{');
    json_print_text(&json, "title", sim_scenario_info(scenario)->title);
    json_print_boolean(&json, "complete", is_complete);
    json_print_number(&json, "simulated_s", seconds);
    json_print_unsigned(&json, "seed", sim_world_seed(world));
    json_print_hash(&json, "scenario_hash", summary->scenario_hash);
    json_print_hash(&json, "command_hash", sim_commands_hash(commands, count));
    json_print_hash(&json, "run_hash", sim_world_hash(world));
    json_print_integer(&json, "commands", count);
    json_print_integer(&json, "events", totals.events);
    print_json_totals(&json, &totals);
    print_json_quality(&json, summary, &totals, seconds);
    json_print_close(&json, '}');
}
