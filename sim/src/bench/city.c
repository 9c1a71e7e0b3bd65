// Nothing here knows a short way: text, loader, world, advance, and the export that `albatross run`
// uses.
#include "bench/city.h"

#include <stdio.h>
#include <string.h>

#include "world/world.h"

static const char form[] =
    "{\"albatross\":1,\"title\":\"bench\",\"duration\":\"24h\",\"seed\":1,\"clients\":[{\"name\":"
    "\"mumbai\",\"city\":\"Mumbai\","
    "\"host\":\"app.example.com\",\"users\":%d,\"keep_alive\":\"%s\",\"resolvers\":4,\"arrivals\":{"
    "\"poisson\":\"%.6f/"
    "s\"},"
    "\"requests\":[{\"share\":9,\"path\":\"/api/"
    "orders\",\"work\":{\"exponential\":{\"mean\":\"%.3fms\"}}},"
    "{\"share\":1,\"path\":\"/\",\"work\":{\"exponential\":{\"mean\":\"%.3fms\"}}}]}],"
    "\"route53\":{\"records\":[{\"name\":\"app.example.com\",\"alias\":\"ap-south-1/web\"}]},"
    "\"regions\":[{\"name\":\"ap-south-1\",\"zones\":[\"ap-south-1a\",\"ap-south-1b\"],\"load_"
    "balancers\":[{\"name\":\"web\","
    "\"listeners\":[{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example.com\"],"
    "\"rules\":[{\"priority\":10,\"if\":{\"path-pattern\":[\"/api/"
    "*\"]},\"then\":{\"forward\":\"web\"}}],"
    "\"default\":{\"forward\":\"web\"}}]}],"
    "\"target_groups\":[{\"name\":\"web\",\"health_check\":{\"interval\":\"%ds\",\"timeout\":"
    "\"4s\"}}],"
    "\"instances\":[{\"name\":\"web\",\"count\":%d,\"launch\":\"small\",\"target_groups\":[\"web\"]"
    "}]}],"
    "\"launch_templates\":[{\"name\":\"small\",\"workers\":%d,\"backlog\":\"unlimited\",\"health_"
    "endpoint\":\"separate\"}]}";

static void tell_first_error(const SimDiagnostics *diagnostics, SimError *error) {
    int32_t first = 0;
    while (first + 1 < diagnostics->count &&
           diagnostics->items[first].class_ == SIM_DIAGNOSTIC_WARNING)
        first++;
    sim_diagnostic_format(diagnostics, first, error->text, sizeof error->text);
}

static SimScenario *parse(const char *text, SimError *error) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "bench", &diagnostics);
    if (scenario == NULL) tell_first_error(&diagnostics, error);
    sim_diagnostics_deinit(&diagnostics);
    return scenario;
}

bool city_begin_text(CityRun *run, const char *text, const char *directory, SimError *error) {
    *run = (CityRun){0};
    SimScenario *scenario = parse(text, error);
    if (scenario == NULL) return false;
    run->world = sim_world_create(scenario, 0);
    sim_scenario_release(scenario);
    if (directory == NULL) return true;
    SimExportOptions options = sim_export_default(directory);
    options.has_access_log = false;
    run->export = sim_export_create(run->world, &options, error);
    if (run->export == NULL) {
        city_end(run);
        return false;
    }
    run->sink = *sim_export_sink(run->export);
    return true;
}

bool city_begin(CityRun *run, const City *city, const char *directory, SimError *error) {
    double share = city->rate_share > 0 ? city->rate_share : 1,
           work_ms = city->work_ms > 0 ? city->work_ms : 20;
    int32_t users = city->users > 0 ? city->users : 20 * city->targets;
    char text[sizeof form + 256];
    int length = snprintf(text, sizeof text, form, users, city->has_no_keep_alive ? "0s" : "60s",
                          30.0 * share * city->targets, work_ms, work_ms,
                          city->check_seconds > 0 ? city->check_seconds : 30, city->targets,
                          city->workers > 0 ? city->workers : 1);
    SIM_ASSERT(length < (int)sizeof text);
    return city_begin_text(run, text, directory, error);
}

void city_end(CityRun *run) {
    sim_export_destroy(run->export);
    sim_world_destroy(run->world);
    *run = (CityRun){0};
}

static int64_t finished(const CityRun *run) {
    return run->world->totals.requests_answered + run->world->totals.requests_failed;
}

int64_t city_seconds(CityRun *run, int64_t seconds) {
    int64_t before = finished(run);
    SimTime until = (sim_world_now(run->world) / SIM_SECOND + seconds) * SIM_SECOND;
    sim_world_advance(run->world, until, 0, run->export != NULL ? &run->sink : NULL);
    return finished(run) - before;
}

int64_t city_answer(CityRun *run, int64_t count) {
    int64_t answered = 0;
    while (answered < count)
        answered += city_seconds(run, 1);
    return answered;
}

int64_t city_checks(const CityRun *run) {
    int64_t checks = 0;
    for (int32_t i = 0; i < run->world->probes.count; i++)
        checks += run->world->probes.items[i].number;
    return checks;
}
