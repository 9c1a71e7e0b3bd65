/// A world of five regions behind an accelerator, for tests: in each a balancer `web` over a server
/// `s`, in us-east-1 a second balancer `alt` over `t`. The name app.example.com leads
/// to the accelerator `front`, direct.example.com to the balancer of ap-south-1. A Globe names only
/// what a test is about.
#pragma once

#include "scenario_text.h"

typedef struct Globe {
    const char *clients;     ///< list; else ONE population of New York
    const char *client;      ///< more, of that one
    const char *groups;      ///< endpoint groups; else GROUP us-east-1 and eu-west-1
    const char *listener;    ///< more
    const char *accelerator; ///< more
    const char *records;     ///< further ones, begins with a comma
    const char *balancer;    ///< more, of every balancer
    const char *timeline;    ///< list
} Globe;

#define GLOBE_ENDPOINT(region, more) "{\"load_balancer\":\"" region "/web\"" more "}"
#define GLOBE_GROUP_OF(region, more, endpoints)                                                    \
    "{\"region\":\"" region "\"" more ",\"endpoints\":[" endpoints "]}"
#define GLOBE_GROUP(region, more) GLOBE_GROUP_OF(region, more, GLOBE_ENDPOINT(region, ""))
#define GLOBE_TWO                 GLOBE_GROUP("us-east-1", "") "," GLOBE_GROUP("eu-west-1", "")
#define GLOBE_USERS(name, city, host, more)                                                        \
    "{\"name\":\"" name "\",\"city\":\"" city "\",\"host\":\"" host                                \
    "\",\"protocol\":\"HTTP\",\"dns_round_trip\":\"0s\",\"jitter\":0,\"users\":1000,"              \
    "\"timeout\":\"10s\",\"requests\":[{\"work\":{\"constant\":\"1ms\"},\"request_bytes\":400,"    \
    "\"response_bytes\":2000}]" more "}"
#define GLOBE_RATE      ",\"arrivals\":{\"constant\":\"20/s\"}"
#define GLOBE_BRIEF     ",\"keep_alive\":\"0s\""
#define LOSE(at, which) "{\"at\":\"" at "\",\"do\":\"region_power\",\"region\":\"" which "\"}"

static inline int globe_region(char *out, size_t capacity, const char *name, bool has_alt,
                               const char *more) {
    return snprintf(
        out, capacity,
        "{\"name\":\"%s\",\"zones\":[\"%sa\",\"%sb\"],\"load_balancers\":[{\"name\":\"web\","
        "\"listeners\":[{\"protocol\":\"HTTP\",\"port\":80,\"default\":{\"forward\":\"web\"}}]%s}"
        "%s],\"target_groups\":[{\"name\":\"web\",\"health_check\":{\"interval\":\"5s\","
        "\"timeout\":\"2s\"}}%s],\"instances\":[{\"name\":\"s\",\"launch\":\"v1\","
        "\"target_groups\":[\"web\"]}%s]}",
        name, name, name, more,
        has_alt ? ",{\"name\":\"alt\",\"listeners\":[{\"protocol\":\"HTTP\",\"port\":80,"
                  "\"default\":{\"forward\":\"alt\"}}]}"
                : "",
        has_alt ? ",{\"name\":\"alt\"}" : "",
        has_alt ? ",{\"name\":\"t\",\"launch\":\"v1\",\"target_groups\":[\"alt\"]}" : "");
}

/// To be freed.
static inline char *globe_text(const Globe *g) {
    static const char *const names[] = {"us-east-1", "eu-west-1", "ap-south-1", "ap-southeast-1",
                                        "ap-northeast-1"};
    size_t capacity = 32768;
    char *text = malloc(capacity), client[2048], regions[12000];
    snprintf(client, sizeof client,
             GLOBE_USERS("ny", "New York", "app.example.com", GLOBE_RATE "%s"),
             or_else(g->client, GLOBE_BRIEF));
    size_t used = 0;
    for (int i = 0; i < 5; i++) {
        if (i > 0) regions[used++] = ',';
        used += (size_t)globe_region(regions + used, sizeof regions - used, names[i], i == 0,
                                     or_else(g->balancer, ""));
    }
    int length = snprintf(
        text, capacity,
        "{\"albatross\":1,\"title\":\"t\",\"duration\":\"24h\",\"clients\":[%s],"
        "\"global_accelerator\":{\"accelerators\":[{\"name\":\"front\",\"listeners\":[{"
        "\"port_ranges\":[{\"from_port\":80}],\"endpoint_groups\":[%s]%s}]%s}]},"
        "\"route53\":{\"records\":[{\"name\":\"app.example.com\",\"alias\":\"accelerator/front\"},"
        "{\"name\":\"direct.example.com\",\"alias\":\"ap-south-1/web\"}%s]},\"regions\":[%s],"
        "\"launch_templates\":[{\"name\":\"v1\",\"workers\":64}],\"timeline\":[%s]}",
        or_else(g->clients, client), or_else(g->groups, GLOBE_TWO), or_else(g->listener, ""),
        or_else(g->accelerator, ""), or_else(g->records, ""), regions, or_else(g->timeline, ""));
    ck_assert_int_lt(length, (int)capacity);
    return text;
}

/// The scenario; NULL: refused. `finding` receives what is said first of it, "" when nothing is.
static inline SimScenario *globe_read(const Globe *globe, char *finding, int32_t capacity) {
    char *text = globe_text(globe);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "globe", &diagnostics);
    finding[0] = '\0';
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, finding, capacity);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return scenario;
}

static inline Run *globe_run(const Globe *globe, double seconds) {
    char finding[1024];
    SimScenario *scenario = globe_read(globe, finding, sizeof finding);
    ck_assert_msg(scenario != NULL, "%s", finding);
    Run *run = calloc(1, sizeof *run);
    run->world = sim_world_create(scenario, 0);
    run->sink = (SimSink){
        .context = run, .period = see_period, .access = see_access, .incident = see_incident};
    sim_scenario_release(scenario);
    run_to(run, seconds);
    return run;
}

/// Requests that a balancer has taken so far.
static inline int64_t globe_taken(const Run *run, const char *balancer) {
    int32_t index = world_find_balancer(run->world, balancer);
    ck_assert_int_ge(index, 0);
    const Balancer *it = &run->world->balancers.items[index];
    int64_t taken = 0;
    for (int32_t n = 0; n < it->node_count; n++)
        taken += run->world->nodes.items[it->first_node + n].requests;
    return taken;
}

/// Runs on to `until` and returns the share of a balancer among all requests taken meanwhile.
static inline double globe_share(Run *run, double until, const char *balancer) {
    int64_t before = globe_taken(run, balancer), all = 0;
    for (int32_t i = 0; i < run->world->nodes.count; i++)
        all -= run->world->nodes.items[i].requests;
    run_to(run, until);
    for (int32_t i = 0; i < run->world->nodes.count; i++)
        all += run->world->nodes.items[i].requests;
    ck_assert_int_gt(all, 0);
    return (double)(globe_taken(run, balancer) - before) / (double)all;
}
