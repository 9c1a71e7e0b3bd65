// What the access log costs a request: two equal cities turn by turn, one of which writes every
// line to /dev/null.
#include "bench/bench.h"
#include "bench/city.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/alloc.h"
#include "export/outputs.h"

enum { ROUNDS = 7, TURNS = 10, DISK_MEGABYTES = 64 };

typedef struct Counted {
    AccessLog log;
    OutFile file;
    int64_t lines;
} Counted;

static void take(void *context, const SimAccessEntry *entry) {
    Counted *counted = context;
    access_log_write(&counted->log, entry);
    counted->lines++;
}

static bool open_null(Counted *counted, SimError *error) {
    *counted = (Counted){.file = {.descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC)}};
    counted->log = (AccessLog){.file = &counted->file, .start_unix_s = 1767603600};
    if (counted->file.descriptor < 0)
        return sim_error_set(error, "cannot open /dev/null: %s", strerror(errno));
    counted->file.buffer = alloc_zeroed(OUT_BUFFER_SIZE, 1);
    return true;
}

static void close_null(Counted *counted) {
    close(counted->file.descriptor);
    alloc_free(counted->file.buffer);
}

// Bytes a line: one more line, written to a buffer that is empty.
typedef struct Measure {
    AccessLog log;
    OutFile file;
    int64_t bytes, lines;
} Measure;

static void measure_line(void *context, const SimAccessEntry *entry) {
    Measure *measure = context;
    measure->file.used = 0;
    access_log_write(&measure->log, entry);
    measure->bytes += (int64_t)measure->file.used;
    measure->lines++;
}

static double bytes_a_line(CityRun *run) {
    Measure measure = {.file = {.descriptor = -1, .buffer = alloc_zeroed(OUT_BUFFER_SIZE, 1)}};
    measure.log = (AccessLog){.file = &measure.file, .start_unix_s = 1767603600};
    SimSink kept = run->sink;
    run->sink = (SimSink){.context = &measure, .access = measure_line};
    city_answer(run, 1000);
    run->sink = kept;
    alloc_free(measure.file.buffer);
    return (double)measure.bytes / (double)measure.lines;
}

// How fast the directory's own disk takes bytes, MB a second; 0: it does not.
static double disk_speed(const SimBenchHost *host) {
    OutFile file;
    static const char block[OUT_BUFFER_SIZE];
    if (!out_file_open(&file, host->directory, "disk", NULL)) return 0;
    double start = host->seconds();
    for (int i = 0; i < DISK_MEGABYTES * 16; i++)
        out_bytes(&file, block, sizeof block);
    bool is_written = !out_file_has_failed(&file) && fsync(file.descriptor) == 0;
    double seconds = host->seconds() - start;
    out_file_discard(&file);
    return is_written ? DISK_MEGABYTES / seconds * 1.048576 : 0;
}

// An export's own sink, with the log beside it: its context is the export's, so the log needs one
// of its own.
typedef struct Both {
    const SimSink *files;
    Counted *counted;
} Both;

static void both_period(void *context, const SimPeriod *period) {
    const Both *both = context;
    both->files->period(both->files->context, period);
}

static void both_incident(void *context, const SimIncident *incident) {
    const Both *both = context;
    both->files->incident(both->files->context, incident);
}

static void both_access(void *context, const SimAccessEntry *entry) {
    take(((const Both *)context)->counted, entry);
}

// The plain city and the one with a log, in this order.
typedef struct Pair {
    CityRun *runs[2];
    int64_t answered[2]; ///< in a round
    double seconds[2];
} Pair;

static void run_one(const SimBenchHost *host, Pair *pair, int which) {
    double start = host->cpu_seconds();
    pair->answered[which] += city_answer(pair->runs[which], host->is_full ? 300000 : 40000);
    pair->seconds[which] += host->cpu_seconds() - start;
}

// In short turns, since a machine grows slower and faster over seconds; who begins changes.
static void run_round(const SimBenchHost *host, Pair *pair) {
    *pair = (Pair){.runs = {pair->runs[0], pair->runs[1]}};
    for (int turn = 0; turn < TURNS; turn++) {
        run_one(host, pair, turn % 2);
        run_one(host, pair, 1 - turn % 2);
    }
}

static double request_ns(const Pair *pair, int which) {
    return 1e9 * pair->seconds[which] / (double)pair->answered[which];
}

static void measure(const SimBenchHost *host, Pair *pair, const Counted *counted,
                    SimBenchResult *result) {
    BenchRounds costs = {0}, line_ns = {0};
    run_round(host, pair);
    for (int i = 0; i < ROUNDS; i++) {
        int64_t lines = counted->lines;
        run_round(host, pair);
        double plain = request_ns(pair, 0), logged = request_ns(pair, 1);
        double requests_a_line = (double)pair->answered[1] / (double)(counted->lines - lines);
        bench_rounds_add(&costs, 100 * (logged / plain - 1));
        bench_rounds_add(&line_ns, (logged - plain) * requests_a_line);
    }
    bench_result_set(result, &costs);
    snprintf(result->note, sizeof result->note,
             "%.0f ns (%.0f to %.0f) and %.0f bytes a line; the disk takes %.0f MB/s",
             bench_rounds_median(&line_ns), line_ns.values[0], line_ns.values[ROUNDS - 1],
             bytes_a_line(pair->runs[1]), disk_speed(host));
}

bool bench_access_log(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                      SimError *error) {
    (void)parameter;
    City city = {.targets = 10};
    CityRun plain, logged;
    Counted counted;
    if (!city_begin(&plain, &city, host->directory, error)) return false;
    if (!city_begin(&logged, &city, host->directory, error)) {
        city_end(&plain);
        return false;
    }
    bool is_open = open_null(&counted, error);
    Both both = {.files = sim_export_sink(logged.export), .counted = &counted};
    logged.sink = (SimSink){
        .context = &both, .period = both_period, .access = both_access, .incident = both_incident};
    if (is_open) {
        Pair pair = {.runs = {&plain, &logged}};
        measure(host, &pair, &counted, result);
        close_null(&counted);
    }
    city_end(&plain);
    city_end(&logged);
    return is_open;
}
