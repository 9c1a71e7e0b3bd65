/// Runs of one Auto Scaling group `g` behind the usual balancer, for tests.
#pragma once

#include "scenario_text.h"

/// A group's members from min on, and what the scenario has beside it.
#define GROUP(members)                                                                             \
    ",\"auto_scaling_groups\":[{\"name\":\"g\",\"launch\":\"v1\",\"target_groups\":[\"web\"]"      \
    "," members "}]"
#define SHORT_DRAIN ",\"deregistration_delay\":\"10s\""
#define PATH        "regions.ap-south-1.auto_scaling_groups.g."
#define G           "ap-south-1/g"
#define ELB         ",\"health_check_type\":\"ELB\""
#define QUICK       "\"interval\":\"5s\",\"timeout\":\"2s\",\"unhealthy_threshold\":2"
#define QUICK_BOOT  ",\"boot\":{\"constant\":\"5s\"}"
#define V2          ",{\"name\":\"v2\",\"workers\":8,\"boot\":{\"constant\":\"5s\"}}"

/// A sketch whose instances are those of a group.
#define GROUP_SKETCH(members, ...)                                                                 \
    { .region = GROUP(members), .instances = "", .group = SHORT_DRAIN, __VA_ARGS__ }

/// A run of a group with these members, with what `sketch` says of the rest, until `seconds`.
static inline Run *run_group(Sketch sketch, const char *members, const char *region_more,
                             double seconds) {
    char region[4096];
    int length = snprintf(region, sizeof region, GROUP("%s") "%s", members, region_more);
    ck_assert_int_lt(length, (int)sizeof region);
    sketch.region = region;
    sketch.instances = "";
    if (sketch.group == NULL) sketch.group = SHORT_DRAIN;
    Run *run = run_begin(&sketch);
    run_to(run, seconds);
    return run;
}

/// What reading a scenario with such a group says first has these words; "": it is taken.
static inline void expect_of_group(Sketch sketch, const char *members, const char *words) {
    char region[4096], line[1024] = "";
    int length = snprintf(region, sizeof region, GROUP("%s"), members);
    ck_assert_int_lt(length, (int)sizeof region);
    sketch.region = region;
    sketch.instances = "";
    char *text = text_of(&sketch);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg((scenario != NULL) == (words[0] == '\0'), "%s: \"%s\"", members, line);
    ck_assert_msg(strstr(line, words) != NULL, "\"%s\", not \"%s\"", line, words);
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}

static inline SimViewScalingGroup counts(const Run *run) {
    return scaling_counts_of(run->world, 0);
}

static inline int32_t desired(const Run *run) {
    return run->world->scaling_groups.items[0].desired;
}

/// The n-th oldest instance: its slot.
static inline const ScalingInstance *nth(const Run *run, int32_t n) {
    int32_t instance = autoscaling_nth(run->world, 0, n);
    ck_assert_int_ge(instance, 0);
    return &run->world->scaling_instances.items[run->world->config->instances[instance].slot1 - 1];
}

static inline int32_t count_in(const Run *run, const char *zone) {
    int32_t count = 0, index = world_find_zone(run->world, zone);
    for (int32_t i = 0; i < run->world->scaling_instances.count; i++) {
        const ScalingInstance *it = &run->world->scaling_instances.items[i];
        count += it->state == SIM_LIFECYCLE_IN_SERVICE &&
                 run->world->config->instances[it->instance].zone == index;
    }
    return count;
}

static inline void want(Run *run, int32_t capacity) {
    run_command(
        run,
        (SimCommand){.kind = SIM_COMMAND_SET_DESIRED_CAPACITY, .target = G, .number = capacity});
}

static inline void order(Run *run, SimCommandKind kind, const char *target, const char *value,
                         bool flag) {
    SimCommand command = {.kind = kind, .is_health = flag};
    snprintf(command.target, sizeof command.target, "%s", target);
    snprintf(command.value, sizeof command.value, "%s", value);
    run_command(run, command);
}

/// When the first incident of a type came whose `to` begins so, from the n-th on; -1: never.
static inline double when(const Run *run, const char *type, const char *to, int32_t n) {
    for (int32_t i = 0; i < run->incidents.count; i++) {
        const SeenIncident *seen = &run->incidents.items[i];
        if (strcmp(seen->type, type) == 0 && strncmp(seen->to, to, strlen(to)) == 0 && n-- == 0)
            return (double)seen->time / 1e9;
    }
    return -1;
}

static inline int32_t how_many(const Run *run, const char *type, const char *to) {
    int32_t count = 0;
    while (when(run, type, to, count) >= 0)
        count++;
    return count;
}
