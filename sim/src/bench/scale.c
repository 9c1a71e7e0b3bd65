// The world at once: nine regions with a balancer each, 1,000 targets, sixteen cities that latency
// records send to the nearest region, 50,000 requests a simulated second, for an hour at full
// length. Metrics and their CSV files are on.
#include "bench/bench.h"
#include "bench/city.h"

#include <stdarg.h>
#include <stdio.h>

enum { ROUNDS = 5, TARGETS = 1000, REGIONS = 9, CITIES = 16, TEXT_MAX = 20000 };

#define RATE_A_CITY (50000.0 / CITIES)

static const char *const regions[REGIONS] = {
    "us-east-1",  "us-west-2",      "sa-east-1",      "eu-west-1",      "eu-central-1",
    "ap-south-1", "ap-southeast-1", "ap-northeast-1", "ap-southeast-2",
};

// Each where its cities send 60 % of what its targets can do, so that no region is idle or drowns.
static const struct {
    const char *name;
    int32_t region; ///< the nearest
} cities[CITIES] = {
    {"New York", 0},  {"San Francisco", 1}, {"Montreal", 0},  {"Mexico City", 0},
    {"Sao Paulo", 2}, {"London", 3},        {"Frankfurt", 4}, {"Stockholm", 4},
    {"Cape Town", 4}, {"Dubai", 5},         {"Mumbai", 5},    {"Singapore", 6},
    {"Hong Kong", 6}, {"Seoul", 7},         {"Tokyo", 7},     {"Sydney", 8},
};

typedef struct Text {
    char items[TEXT_MAX];
    int32_t length;
} Text;

__attribute__((format(printf, 2, 3))) static void add(Text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length =
        vsnprintf(text->items + text->length, (size_t)(TEXT_MAX - text->length), format, arguments);
    va_end(arguments);
    SIM_ASSERT(length >= 0 && length < TEXT_MAX - text->length);
    text->length += length;
}

static void add_clients(Text *text) {
    for (int32_t i = 0; i < CITIES; i++)
        add(text,
            "%s{\"name\":\"c%d\",\"city\":\"%s\",\"host\":\"app.example.com\",\"users\":2000,"
            "\"resolvers\":4,\"arrivals\":{\"poisson\":\"%.1f/s\"},\"requests\":[{\"path\":\"/\","
            "\"work\":{\"exponential\":{\"mean\":\"12ms\"}}}]}",
            i == 0 ? "" : ",", (int)i, cities[i].name, RATE_A_CITY);
}

static int32_t cities_of(int32_t region) {
    int32_t count = 0;
    for (int32_t i = 0; i < CITIES; i++)
        count += cities[i].region == region;
    return count;
}

static void add_region(Text *text, int32_t region) {
    int32_t before = 0;
    for (int32_t r = 0; r < region; r++)
        before += cities_of(r);
    int32_t targets = TARGETS * (before + cities_of(region)) / CITIES - TARGETS * before / CITIES;
    const char *name = regions[region];
    add(text,
        "%s{\"name\":\"%s\",\"zones\":[\"%sa\",\"%sb\"],\"load_balancers\":[{\"name\":\"web\","
        "\"listeners\":[{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":["
        "\"app.example.com\"],\"default\":{\"forward\":\"web\"}}]}],\"target_groups\":[{\"name\":"
        "\"web\",\"algorithm\":\"least_outstanding_requests\"}],\"instances\":[{\"name\":\"web\","
        "\"count\":%d,\"launch\":\"v\",\"target_groups\":[\"web\"]}]}",
        region == 0 ? "" : ",", name, name, name, (int)targets);
}

static void write_world(Text *text) {
    add(text, "{\"albatross\":1,\"title\":\"world\",\"duration\":\"24h\",\"seed\":1,\"clients\":[");
    add_clients(text);
    add(text, "],\"route53\":{\"records\":[");
    for (int32_t r = 0; r < REGIONS; r++)
        add(text,
            "%s{\"name\":\"app.example.com\",\"policy\":\"latency\",\"region\":\"%s\","
            "\"set_identifier\":\"%s\",\"alias\":\"%s/web\",\"evaluate_target_health\":true}",
            r == 0 ? "" : ",", regions[r], regions[r], regions[r]);
    add(text, "]},\"regions\":[");
    for (int32_t r = 0; r < REGIONS; r++)
        add_region(text, r);
    add(text, "],\"launch_templates\":[{\"name\":\"v\",\"workers\":1,\"backlog\":\"unlimited\"}]}");
}

bool bench_world(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                 SimError *error) {
    (void)parameter;
    Text text = {.length = 0};
    write_world(&text);
    CityRun run;
    if (!city_begin_text(&run, text.items, host->directory, error)) return false;
    int64_t seconds = host->is_full ? 3600 / ROUNDS : 20;
    city_seconds(&run, 10);
    int64_t peak = host->peak_bytes();
    BenchRounds speeds = {0};
    for (int i = 0; i < ROUNDS; i++) {
        double start = host->cpu_seconds();
        int64_t requests = city_seconds(&run, seconds);
        bench_rounds_add(&speeds, 1e-6 * (double)requests / (host->cpu_seconds() - start));
    }
    bench_result_set(result, &speeds);
    snprintf(result->note, sizeof result->note,
             "%lld s simulated, memory %.1f MB after 10 s and %.1f MB at the end",
             (long long)(ROUNDS * seconds), (double)peak / 1e6, (double)host->peak_bytes() / 1e6);
    city_end(&run);
    return true;
}
