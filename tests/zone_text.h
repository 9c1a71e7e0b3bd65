/// A hosted zone to try policies on: four balancers b1 to b4 with a server s1 to s4 each, ten plain
/// servers p-1 to p-10, and populations in cities. A run is told which servers are sick, and what
/// the resolvers hold is read back.
#pragma once

#include "scenario_text.h"

#define ZONE_BALANCER(n)                                                                           \
    "},{\"name\":\"b" n "\",\"listeners\":[{\"protocol\":\"HTTP\",\"port\":80,\"default\":"        \
    "{\"forward\":\"b" n "\"}}]"
#define ZONE_GROUP(n)                                                                              \
    ",{\"name\":\"b" n "\",\"health_check\":{\"interval\":\"10s\",\"unhealthy_threshold\":2}}"
#define ZONE_SERVER(n)                                                                             \
    ",{\"name\":\"s" n "\",\"launch\":\"v1\",\"zones\":[\"ap-south-1a\"],\"target_groups\":[\"b" n \
    "\"]}"

/// A server answers 500 to everything from the fifth second on, health checks too.
#define SICK_SERVER(n)                                                                             \
    "{\"at\":\"5s\",\"do\":\"errors\",\"instance\":\"ap-south-1/s" n                               \
    "\",\"share\":1,\"health_errors\":true}"

/// A record of app.example.com (or another name) with its policy's own members `more`.
#define RECORD_OF(name, policy, id, more)                                                          \
    "{\"name\":\"" name "\",\"policy\":\"" policy "\",\"set_identifier\":\"" id "\"," more "}"
#define RECORD(policy, id, more) RECORD_OF("app.example.com", policy, id, more)
#define TO_PLAIN(n)              "\"ttl\":\"10s\",\"value\":\"ap-south-1/p-" n "\""
#define TO_BALANCER(n)           "\"alias\":\"ap-south-1/b" n "\""
#define JUDGED                   ",\"evaluate_target_health\":true"

/// A population of a city, its resolvers being as many.
#define USERS_OF(name, city, resolvers, more)                                                      \
    "{\"name\":\"" name "\",\"city\":\"" city "\",\"host\":\"app.example.com\",\"protocol\":"      \
    "\"HTTP\",\"round_trip\":\"10ms\",\"dns_round_trip\":\"10ms\",\"jitter\":0,\"users\":1000,"    \
    "\"keep_alive\":\"0s\",\"resolvers\":" resolvers ",\"arrivals\":{\"constant\":\"20/s\"},"      \
    "\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]" more "}"
#define ONE_CITY USERS_OF("ny", "New York", "100", "")

static inline Sketch zone_sketch(const char *records, const char *clients, const char *timeline) {
    return (Sketch){
        .records = records,
        .clients = clients,
        .timeline = timeline,
        .balancer = ZONE_BALANCER("1") ZONE_BALANCER("2") ZONE_BALANCER("3") ZONE_BALANCER("4"),
        .groups = ZONE_GROUP("1") ZONE_GROUP("2") ZONE_GROUP("3") ZONE_GROUP("4"),
        .instances = "{\"name\":\"p\",\"count\":10,\"launch\":\"v1\"},{\"name\":\"web\",\"count\":"
                     "2,\"launch\":\"v1\",\"target_groups\":[\"web\"]}" ZONE_SERVER("1")
                         ZONE_SERVER("2") ZONE_SERVER("3") ZONE_SERVER("4")};
}

static inline Run *zone_run(const char *records, const char *clients, const char *timeline,
                            double seconds) {
    Sketch sketch = zone_sketch(records, clients, timeline);
    Run *run = run_begin(&sketch);
    run_to(run, seconds);
    return run;
}

/// The same with further members of the object "route53".
static inline Run *zone_run_with(const Sketch *sketch, const char *members) {
    char *text = text_of(sketch), *at = strstr(text, "\"route53\":{") + strlen("\"route53\":{");
    char *all = malloc(strlen(text) + strlen(members) + 2);
    sprintf(all, "%.*s%s,%s", (int)(at - text), text, members, at);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(all, (int64_t)strlen(all), "zone", &diagnostics);
    char line[1024] = "";
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg(scenario != NULL, "%s", line);
    Run *run = calloc(1, sizeof *run);
    run->world = sim_world_create(scenario, 0);
    run->sink = (SimSink){
        .context = run, .period = see_period, .access = see_access, .incident = see_incident};
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text), free(all);
    return run;
}

/// The set identifier of what the first resolver of a population holds, "-" when there is no
/// answer.
static inline const char *zone_seen(const Run *run, int32_t population) {
    const SimWorld *world = run->world;
    int32_t resolver = world->populations.items[population].first_resolver;
    int32_t record = world->caches.items[cache_index(world, 0, resolver)].record;
    return record < 0 ? "-" : world->config->records[record].set_identifier;
}

/// Queries answered with the n-th record so far.
static inline int64_t zone_answers(const Run *run, int32_t record) {
    return run->world->records.items[record].answers;
}

static inline int64_t zone_served(const Run *run, const char *instance) {
    return run->world->instances.items[run_instance(run, instance)].answered;
}

/// Runs on for so long and returns the share of a record among the answers of its name meanwhile.
static inline double zone_share(Run *run, double until, int32_t record) {
    int64_t before = zone_answers(run, record), others = 0;
    const SimWorld *world = run->world;
    for (int32_t i = 0; i < world->records.count; i++)
        if (world->records.items[i].name == world->records.items[record].name)
            others -= zone_answers(run, i);
    run_to(run, until);
    for (int32_t i = 0; i < world->records.count; i++)
        if (world->records.items[i].name == world->records.items[record].name)
            others += zone_answers(run, i);
    ck_assert_int_gt(others, 0);
    return (double)(zone_answers(run, record) - before) / (double)others;
}
