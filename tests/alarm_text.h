/// Alarms as text, and what is seen of them in a run.
#pragma once

#include "scenario_text.h"

#define ALARM(name, metric, dimensions, stat, period, comparison, threshold, n, more)              \
    "{\"name\":\"" name "\",\"metric\":\"" metric "\",\"dimensions\":{" dimensions                 \
    "},\"stat\":\"" stat "\",\"period\":\"" period "\",\"comparison\":\"" comparison               \
    "\",\"threshold\":" threshold ",\"evaluation_periods\":" n more "}"
#define OF_WEB       "\"LoadBalancer\":\"web\""
#define GREATER      "GreaterThanThreshold"
#define LESS         "LessThanThreshold"
#define PROMPT       ",\"publication_delay\":false"
#define ALARMS(list) ",\"alarms\":[" list "]"
// One that has no datapoint for a minute without requests.
#define REQUESTS(name, n, more)                                                                    \
    ALARM(name, "TargetResponseTime", OF_WEB, "SampleCount", "60s", GREATER, "30", n, more)
#define NOTIFIES        ",\"alarm_actions\":[\"sns:on-call\"]"
#define BURST(at, rate) "{\"at\":\"" at "\",\"rate\":\"" rate "\",\"for\":\"30s\"}"
#define BURSTS(list)    "{\"constant\":\"0/s\",\"changes\":[" list "]}"

#define OK      SIM_ALARM_OK
#define BAD     SIM_ALARM_ALARM
#define UNKNOWN SIM_ALARM_INSUFFICIENT_DATA

static inline SimAlarmState alarm_state_of(const Run *run, const char *name) {
    char full[96];
    snprintf(full, sizeof full, "ap-south-1/%s", name);
    int32_t alarm = world_find_alarm(run->world, full);
    ck_assert_int_ge(alarm, 0);
    return (SimAlarmState)run->world->alarms.items[alarm].state;
}

static inline void alarm_set_state(Run *run, const char *name, SimAlarmState state) {
    SimCommand command = {.kind = SIM_COMMAND_SET_ALARM_STATE};
    snprintf(command.target, sizeof command.target, "ap-south-1/%s", name);
    snprintf(command.value, sizeof command.value, "%s", sim_alarm_state_name(state));
    run_command(run, command);
}

static inline Run *run_of(Sketch sketch, double seconds) {
    Run *run = run_begin(&sketch);
    run_to(run, seconds);
    return run;
}

/// When the alarm came into the state for the first time, in seconds; -1: it did not.
static inline double alarm_first(const Run *run, const char *name, const char *state) {
    char full[96];
    snprintf(full, sizeof full, "ap-south-1/%s", name);
    const SeenIncident *seen = run_incident(run, "Alarm", full, state, 0);
    return seen == NULL ? -1 : (double)seen->time / 1e9;
}

static inline int32_t count_incidents(const Run *run, const char *type) {
    int32_t count = 0;
    while (run_incident(run, type, NULL, NULL, count) != NULL)
        count++;
    return count;
}

/// What reading a scenario whose region has `more` says first.
static inline void expect_of_region(const char *more, bool is_taken, const char *words) {
    char finding[1024] = "";
    char *text = text_of(&(Sketch){.region = more});
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, finding, sizeof finding);
    ck_assert_msg((scenario != NULL) == is_taken, "\"%s\", not \"%s\"", finding, words);
    ck_assert_msg(strstr(finding, words) != NULL, "\"%s\", not \"%s\"", finding, words);
    if (scenario != NULL) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}
