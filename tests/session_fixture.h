// A small flight for tests of the window: two cities, two zones, a release, a timeline with
// captions; a minute long.
#pragma once

#include "sim/scenario.h"
#include "window/session.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char session_scenario_text[] =
    "{\"albatross\":1,\"title\":\"A small "
    "flight\",\"level\":\"basic\",\"topics\":[\"test\"],\"curriculum\":[\"S2\"],"
    "\"question\":\"q\",\"answer\":\"a\",\"pitfall\":\"p\",\"follow_ups\":[\"f\"],"
    "\"start\":\"2026-01-05T09:00:00Z\",\"begin\":\"steady\",\"seed\":7,\"duration\":\"60s\","
    "\"clients\":[{\"name\":\"mumbai\",\"city\":\"Mumbai\",\"host\":\"app.example.com\",\"users\":"
    "200,\"resolvers\":2,"
    "\"arrivals\":{\"poisson\":\"60/s\"},\"requests\":["
    "{\"share\":9,\"path\":\"/api/"
    "orders\",\"work\":{\"lognormal\":{\"mean\":\"60ms\",\"cv\":1.2}}},"
    "{\"share\":1,\"path\":\"/images/logo.png\",\"work\":{\"exponential\":{\"mean\":\"10ms\"}}}]},"
    "{\"name\":\"singapore\",\"city\":\"Singapore\",\"host\":\"app.example.com\",\"users\":90,"
    "\"resolvers\":1,"
    "\"arrivals\":{\"poisson\":\"30/s\"},\"requests\":["
    "{\"share\":1,\"path\":\"/api/orders\",\"work\":{\"constant\":\"40ms\"}}]}],"
    "\"route53\":{\"records\":[{\"name\":\"app.example.com\",\"policy\":\"simple\",\"alias\":\"ap-"
    "south-1/web\"}]},"
    "\"regions\":[{\"name\":\"ap-south-1\",\"zones\":[\"ap-south-1a\",\"ap-south-1b\"],"
    "\"load_balancers\":[{\"name\":\"web\",\"type\":\"application\",\"listeners\":[{\"protocol\":"
    "\"HTTPS\",\"port\":443,"
    "\"certificates\":[\"app.example.com\"],\"rules\":[{\"priority\":10,\"if\":{\"path-pattern\":["
    "\"/api/*\"]},"
    "\"then\":{\"forward\":[{\"target_group\":\"blue\",\"weight\":100},{\"target_group\":\"green\","
    "\"weight\":0}]}},"
    "{\"priority\":20,\"if\":{\"path-pattern\":[\"/images/*\"]},\"then\":{\"forward\":\"blue\"}}],"
    "\"default\":{\"fixed-response\":{\"status\":404}}}]}],"
    "\"target_groups\":[{\"name\":\"blue\",\"algorithm\":\"round_robin\",\"deregistration_delay\":"
    "\"20s\","
    "\"health_check\":{\"path\":\"/health\",\"interval\":\"5s\",\"timeout\":\"2s\"}},"
    "{\"name\":\"green\",\"algorithm\":\"round_robin\",\"deregistration_delay\":\"20s\","
    "\"health_check\":{\"path\":\"/health\",\"interval\":\"5s\",\"timeout\":\"2s\"}}],"
    "\"instances\":[{\"count\":4,\"launch\":\"v1\",\"zones\":[\"ap-south-1a\",\"ap-south-1b\"],"
    "\"target_groups\":[\"blue\"]},"
    "{\"count\":2,\"launch\":\"v2\",\"zones\":[\"ap-south-1a\",\"ap-south-1b\"],\"target_groups\":["
    "\"green\"]}]}],"
    "\"launch_templates\":[{\"name\":\"v1\",\"workers\":4,\"backlog\":32},{\"name\":\"v2\","
    "\"workers\":4,\"backlog\":32,\"errors\":0.5}],"
    "\"releases\":[{\"name\":\"v2\",\"rule\":\"ap-south-1/web/443/"
    "10\",\"stable\":\"blue\",\"new\":\"green\"}],"
    "\"timeline\":[{\"at\":\"20s\",\"do\":\"shift\",\"release\":\"v2\",\"weight\":10,\"say\":\"Ten "
    "percent go to green.\"},"
    "{\"at\":\"40s\",\"do\":\"rollback\",\"release\":\"v2\",\"say\":\"Rolled back.\"}],"
    "\"expect\":[{\"metric\":\"RequestCount\",\"dimensions\":{\"LoadBalancer\":\"web\"},\"stat\":"
    "\"Sum\",\"is\":\"> 0\"}]}";

static inline SimScenario *session_scenario(void) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(
        session_scenario_text, (int64_t)strlen(session_scenario_text), "small.json", &diagnostics);
    char text[512] = "";
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, text, sizeof text);
    ck_assert_msg(scenario != NULL, "%s", text);
    sim_diagnostics_deinit(&diagnostics);
    return scenario;
}

static inline void make_directory(char *out, size_t capacity) {
    snprintf(out, capacity, "/tmp/albatross-session-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(out));
}

static inline void remove_directory(const char *path) {
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        char file[1024];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) remove(file);
    }
    if (directory != NULL) closedir(directory);
    rmdir(path);
}

/// The whole file, to be freed; its length in `*length`.
static inline char *read_whole(const char *directory, const char *name, size_t *length) {
    char path[1200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s is missing", path);
    size_t capacity = 1 << 16;
    char *text = malloc(capacity + 1);
    *length = 0;
    for (size_t got; (got = fread(text + *length, 1, capacity - *length, file)) > 0;) {
        *length += got;
        if (*length == capacity) text = realloc(text, (capacity *= 2) + 1);
    }
    fclose(file);
    text[*length] = '\0';
    return text;
}

static inline void assert_same_files(const char *a, const char *b) {
    static const char *const names[] = {"metrics.csv", "metrics-wide.csv", "access.log",
                                        "events.csv",  "trail.json",       "commands.json",
                                        "summary.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length_a, length_b;
        char *text_a = read_whole(a, names[i], &length_a),
             *text_b = read_whole(b, names[i], &length_b);
        ck_assert_msg(length_a > 0 && length_a == length_b && memcmp(text_a, text_b, length_a) == 0,
                      "%s differs", names[i]);
        free(text_a);
        free(text_b);
    }
}
