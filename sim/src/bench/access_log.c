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

enum { ROUNDS = 5, DISK_MEGABYTES = 64 };

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

static double seconds_for(const SimBenchHost *host, CityRun *run, int64_t requests) {
    double start = host->cpu_seconds();
    int64_t answered = city_answer(run, requests);
    return (host->cpu_seconds() - start) / (double)answered;
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

static void measure(const SimBenchHost *host, CityRun *plain, CityRun *logged,
                    SimBenchResult *result) {
    int64_t requests = host->is_full ? 3000000 : 400000;
    BenchRounds costs = {0};
    city_answer(plain, requests / 4);
    city_answer(logged, requests / 4);
    for (int i = 0; i < ROUNDS; i++) {
        double without = seconds_for(host, plain, requests);
        bench_rounds_add(&costs, 100 * (seconds_for(host, logged, requests) / without - 1));
    }
    bench_result_set(result, &costs);
    snprintf(result->note, sizeof result->note, "%.0f bytes a line; the disk takes %.0f MB/s",
             bytes_a_line(logged), disk_speed(host));
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
        measure(host, &plain, &logged, result);
        close_null(&counted);
    }
    city_end(&plain);
    city_end(&logged);
    return is_open;
}
