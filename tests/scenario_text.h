/// Small scenarios for tests, built from a text with variations, and what is seen of their runs.
///
/// A Sketch names only what a test is about; everything else is one balancer `web` in two zones
/// that forwards HTTP to one group `web`, an instance a zone, and one population that asks at a
/// constant rate. A Run is the world made of it, with all that was told to the sink.
#pragma once

#include "engine/array.h"
#include "sim/scenario.h"
#include "sim/world.h"
#include "world/world.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Members are JSON; NULL: as said in text_of(). Those called "more" are further members of their
/// object and begin with a comma.
typedef struct Sketch {
    const char *begin;     ///< "steady" unless said
    const char *rate;      ///< "10/s", constant
    const char *arrivals;  ///< instead of the rate
    const char *requests;  ///< list; else one with `work`
    const char *work;      ///< {"constant":"10ms"}
    const char *client;    ///< more
    const char *clients;   ///< list, instead of all that
    const char *records;   ///< list
    const char *route53;   ///< more
    const char *zones;     ///< list, two
    const char *region;    ///< more
    const char *listeners; ///< list; else one that does `action` by default and has `rules`
    const char *rules;     ///< list
    const char *action;    ///< {"forward":"web"}
    const char *balancer;  ///< more
    const char *health;    ///< members: of the check of group web
    const char *group;     ///< more, of group web
    const char *groups;    ///< list, further groups, begins with a comma
    const char *instances; ///< list; else web-1 and web-2, one a zone
    const char *launch;    ///< more, of the template v1
    const char *launches;  ///< list, further templates, begins with a comma
    const char *timeline;  ///< list
    const char *top;       ///< more, of the scenario
} Sketch;

static inline const char *or_else(const char *given, const char *otherwise) {
    return given != NULL ? given : otherwise;
}

/// The text of a sketch; to be freed.
static inline char *text_of(const Sketch *s) {
    size_t capacity = 32768;
    char *text = malloc(capacity);
    char requests[4096], arrivals[128], clients[8192], listeners[4096];
    snprintf(requests, sizeof requests, "{\"path\":\"/\",\"work\":%s}",
             or_else(s->work, "{\"constant\":\"10ms\"}"));
    snprintf(arrivals, sizeof arrivals, "{\"constant\":\"%s\"}", or_else(s->rate, "10/s"));
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
             "\"10ms\",\"dns_round_trip\":\"10ms\",\"jitter\":0,\"users\":1000,\"arrivals\":%s,"
             "\"requests\":[%s]%s}",
             or_else(s->arrivals, arrivals), or_else(s->requests, requests),
             or_else(s->client, ""));
    snprintf(listeners, sizeof listeners,
             "{\"protocol\":\"HTTP\",\"port\":80,\"rules\":[%s],\"default\":%s}",
             or_else(s->rules, ""), or_else(s->action, "{\"forward\":\"web\"}"));
    int length = snprintf(
        text, capacity,
        "{\"albatross\":1,\"title\":\"t\",\"begin\":\"%s\",\"duration\":\"24h\"%s,"
        "\"clients\":[%s],\"route53\":{\"records\":[%s]%s},"
        "\"regions\":[{\"name\":\"ap-south-1\",\"zones\":[%s]%s,"
        "\"load_balancers\":[{\"name\":\"web\",\"listeners\":[%s]%s}],"
        "\"target_groups\":[{\"name\":\"web\",\"health_check\":{%s}%s}%s],"
        "\"instances\":[%s]}],"
        "\"launch_templates\":[{\"name\":\"v1\",\"workers\":8%s}%s],\"timeline\":[%s]}",
        or_else(s->begin, "steady"), or_else(s->top, ""), or_else(s->clients, clients),
        or_else(s->records, "{\"name\":\"app.example.com\",\"alias\":\"ap-south-1/web\"}"),
        or_else(s->route53, ""), or_else(s->zones, "\"ap-south-1a\",\"ap-south-1b\""),
        or_else(s->region, ""), or_else(s->listeners, listeners), or_else(s->balancer, ""),
        or_else(s->health, "\"interval\":\"10s\",\"timeout\":\"5s\""), or_else(s->group, ""),
        or_else(s->groups, ""),
        or_else(s->instances,
                "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]}"),
        or_else(s->launch, ""), or_else(s->launches, ""), or_else(s->timeline, ""));
    ck_assert_int_lt(length, (int)capacity);
    return text;
}

static inline SimScenario *scenario_of(const Sketch *sketch) {
    char *text = text_of(sketch);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    if (scenario == NULL) {
        char line[1024] = "";
        if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
        ck_abort_msg("%s in %s", line, text);
    }
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return scenario;
}

typedef struct SeenIncident {
    SimTime time;
    char type[32], subject[96], from[32], to[64], cause[160];
} SeenIncident;

typedef struct SeenAccess {
    SimTime time, created, target_processing;
    uint32_t target_ip, client_ip;
    int32_t elb_status, target_status, rule_priority;
    SimAccessProtocol protocol;
    SimAccessAction action;
    char classification[16], classification_reason[48];
    SimTlsVersion tls;
    char certificate[64];
    char group[64], path[64];
} SeenAccess;

typedef struct Run {
    SimWorld *world;
    SimSink sink;
    double sums[4096]; ///< of each series, of seconds in which AWS would report it
    bool is_reported[4096];
    ARRAY_OF(SeenIncident) incidents;
    ARRAY_OF(SeenAccess) accesses;
    ARRAY_OF(SimHop) hops; ///< only when asked for
} Run;

static inline void see_period(void *context, const SimPeriod *period) {
    Run *run = context;
    ck_assert_int_le(period->series_count, 4096);
    for (int32_t i = 0; i < period->series_count; i++) {
        if (!period->is_present[i]) continue;
        run->sums[i] += period->samples[i].sum;
        run->is_reported[i] = true;
    }
}

static inline void see_incident(void *context, const SimIncident *incident) {
    SeenIncident *seen = array_push(&((Run *)context)->incidents);
    seen->time = incident->time;
    snprintf(seen->type, sizeof seen->type, "%s", incident->type);
    snprintf(seen->subject, sizeof seen->subject, "%s", incident->subject);
    snprintf(seen->from, sizeof seen->from, "%s", incident->from);
    snprintf(seen->to, sizeof seen->to, "%s", incident->to);
    snprintf(seen->cause, sizeof seen->cause, "%s", incident->cause);
}

static inline void see_access(void *context, const SimAccessEntry *entry) {
    SeenAccess *seen = array_push(&((Run *)context)->accesses);
    *seen = (SeenAccess){.time = entry->time,
                         .created = entry->created,
                         .target_processing = entry->target_processing,
                         .target_ip = entry->target_ip,
                         .client_ip = entry->client_ip,
                         .elb_status = entry->elb_status,
                         .target_status = entry->target_status,
                         .rule_priority = entry->rule_priority,
                         .protocol = entry->protocol,
                         .tls = entry->tls};
    seen->action = entry->action;
    snprintf(seen->classification, sizeof seen->classification, "%s",
             entry->classification != NULL ? entry->classification : "-");
    snprintf(seen->classification_reason, sizeof seen->classification_reason, "%s",
             entry->classification_reason != NULL ? entry->classification_reason : "-");
    snprintf(seen->certificate, sizeof seen->certificate, "%s",
             entry->certificate != NULL ? entry->certificate : "-");
    snprintf(seen->group, sizeof seen->group, "%s",
             entry->target_group != NULL ? entry->target_group : "-");
    snprintf(seen->path, sizeof seen->path, "%s", entry->path);
}

static inline void see_hop(void *context, const SimHop *hop) {
    *(SimHop *)array_push(&((Run *)context)->hops) = *hop;
}

static inline Run *run_begin(const Sketch *sketch) {
    Run *run = calloc(1, sizeof *run);
    SimScenario *scenario = scenario_of(sketch);
    run->world = sim_world_create(scenario, 0);
    sim_scenario_release(scenario);
    run->sink = (SimSink){
        .context = run, .period = see_period, .access = see_access, .incident = see_incident};
    return run;
}

static inline void run_watch_hops(Run *run) {
    run->sink.hop = see_hop;
}

static inline void run_to(Run *run, double seconds) {
    sim_world_advance(run->world, (SimTime)(seconds * 1e9 + 0.5), 0, &run->sink);
}

/// Ends the run, which asserts conservation, and frees it.
static inline void run_end(Run *run) {
    sim_world_finish(run->world, &run->sink);
    sim_world_destroy(run->world);
    array_deinit(&run->incidents);
    array_deinit(&run->accesses);
    array_deinit(&run->hops);
    free(run);
}

static inline void run_command(Run *run, SimCommand command) {
    SimError error;
    if (!sim_world_command(run->world, &command, false, &error)) ck_abort_msg("%s", error.text);
}

static inline void run_do(Run *run, SimCommandKind kind, const char *target) {
    SimCommand command = {.kind = kind};
    snprintf(command.target, sizeof command.target, "%s", target);
    if (kind == SIM_COMMAND_REGISTER || kind == SIM_COMMAND_DEREGISTER)
        snprintf(command.value, sizeof command.value, "ap-south-1/web");
    run_command(run, command);
}

static inline void run_set(Run *run, const char *path, const char *value) {
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target, "%s", path);
    snprintf(command.value, sizeof command.value, "%s", value);
    run_command(run, command);
}

static inline int32_t run_series(const Run *run, const char *metric, const char *dimensions) {
    int32_t series = sim_series_find(run->world, NULL, metric, dimensions);
    if (series < 0) ck_abort_msg("no series %s of %s", metric, dimensions);
    return series;
}

/// The Sum of a metric over the seconds closed so far.
static inline double run_sum(const Run *run, const char *metric, const char *dimensions) {
    return run->sums[run_series(run, metric, dimensions)];
}

/// Access-log entries with this pair of codes (-1: any) whose response lies in [from, to) seconds.
static inline int32_t run_codes(const Run *run, int32_t elb, int32_t target, double from,
                                double to) {
    int32_t count = 0;
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        if ((elb >= 0 && a->elb_status != elb) || (target >= 0 && a->target_status != target))
            continue;
        count += (double)a->time >= from * 1e9 && (double)a->time < to * 1e9;
    }
    return count;
}

/// The n-th incident of this type about this subject that leads to `to` (NULL: any), from 0; NULL:
/// none.
static inline const SeenIncident *run_incident(const Run *run, const char *type,
                                               const char *subject, const char *to, int32_t n) {
    for (int32_t i = 0; i < run->incidents.count; i++) {
        const SeenIncident *seen = &run->incidents.items[i];
        if (strcmp(seen->type, type) != 0 ||
            (subject != NULL && strcmp(seen->subject, subject) != 0))
            continue;
        if (to != NULL && strcmp(seen->to, to) != 0) continue;
        if (n-- == 0) return seen;
    }
    return NULL;
}

static inline int32_t run_instance(const Run *run, const char *name) {
    char full[128];
    snprintf(full, sizeof full, "ap-south-1/%s", name);
    int32_t index = world_find_instance(run->world, full);
    ck_assert_int_ge(index, 0);
    return index;
}

static inline int32_t run_target(const Run *run, const char *group, const char *instance) {
    char full[128];
    snprintf(full, sizeof full, "ap-south-1/%s", group);
    int32_t target =
        target_find(run->world, world_find_group(run->world, full), run_instance(run, instance), 0);
    ck_assert_int_ge(target, 0);
    return target;
}

/// What the nodes together say of an instance in a group.
static inline SimTargetState run_state(const Run *run, const char *group, const char *instance) {
    return target_state(run->world, run_target(run, group, instance), NULL, NULL, NULL, NULL);
}

/// Requests sent to a target so far.
static inline int64_t run_requests(const Run *run, const char *group, const char *instance) {
    return run->world->targets.items[run_target(run, group, instance)].requests;
}

static inline int run_tests(Suite *suite) {
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
