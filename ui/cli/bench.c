// albatross bench: each row in a process of its own, so that no row warms, fragments or grows the
// memory of the next.
#include "sim/bench.h"
#include "cli/json_print.h"
#include "cli/options.h"
#include "cli/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct Answer {
    bool is_done;
    SimBenchResult result;
    SimError error;
} Answer;

static double read_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(void) {
    return read_clock(CLOCK_MONOTONIC);
}

static double cpu_seconds(void) {
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int64_t peak_bytes(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (int64_t)usage.ru_maxrss * 1024;
}

static bool read_answer(int descriptor, Answer *answer) {
    size_t got = 0;
    while (got < sizeof *answer) {
        ssize_t count = read(descriptor, (char *)answer + got, sizeof *answer - got);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        got += (size_t)count;
    }
    return true;
}

static _Noreturn void run_and_tell(int32_t row, const SimBenchHost *host, int descriptor) {
    Answer answer = {0};
    answer.is_done = sim_bench_run(row, host, &answer.result, &answer.error);
    ssize_t written = write(descriptor, &answer, sizeof answer);
    _exit(written == (ssize_t)sizeof answer ? 0 : 1);
}

static Answer run_apart(int32_t row, const SimBenchHost *host) {
    Answer answer = {0};
    int ends[2];
    fflush(NULL);
    pid_t child = pipe(ends) == 0 ? fork() : -1;
    if (child < 0) {
        sim_error_set(&answer.error, "no process could be started: %s", strerror(errno));
        return answer;
    }
    if (child == 0) run_and_tell(row, host, ends[1]);
    close(ends[1]);
    if (!read_answer(ends[0], &answer)) {
        answer = (Answer){0};
        sim_error_set(&answer.error, "the row's process ended without an answer");
    }
    close(ends[0]);
    waitpid(child, NULL, 0);
    return answer;
}

static bool meets(const SimBenchRow *row, const SimBenchResult *result, double value,
                  double ratio) {
    bool is_met = row->is_more_better ? result->value >= value : result->value <= value;
    return is_met && (ratio == 0 || result->ratio >= ratio);
}

static const char *verdict(const SimBenchRow *row, const SimBenchResult *result) {
    if (meets(row, result, row->goal, row->ratio_goal)) return "goal";
    return meets(row, result, row->floor, row->ratio_floor) ? "floor" : "below";
}

static void print_table_head(void) {
    printf("%-14s%10s %-6s%9s%9s  %-6s %s\n", "row", "value", "unit", "floor", "goal", "met",
           "median of rounds (min to max); beside it");
}

static void print_line(const SimBenchRow *row, const SimBenchResult *result) {
    printf("%-14s%10.3g %-6s%9g%9g  %-6s %s", row->name, result->value, row->unit, row->floor,
           row->goal, verdict(row, result), row->work);
    printf("\n%14s(%d: %.3g to %.3g)", "", result->rounds, result->value_min, result->value_max);
    if (result->ratio > 0) printf("; textbook %.3g, ratio %.2fx", result->baseline, result->ratio);
    if (row->ratio_floor > 0) printf(" (floor %gx, goal %gx)", row->ratio_floor, row->ratio_goal);
    if (result->theory > 0)
        printf("; mean %.4f +- %.4f, theory %.4f", result->mean, result->mean_half_width,
               result->theory);
    if (result->note[0] != '\0') printf("; %s", result->note);
    if (row->beside[0] != '\0') printf("; elsewhere: %s", row->beside);
    putchar('\n');
}

static void print_json(JsonPrint *json, const SimBenchRow *row, const SimBenchResult *result) {
    json_print_open(json, NULL, '{');
    json_print_text(json, "name", row->name);
    json_print_text(json, "work", row->work);
    json_print_text(json, "unit", row->unit);
    json_print_number(json, "value", result->value);
    json_print_number(json, "min", result->value_min);
    json_print_number(json, "max", result->value_max);
    json_print_integer(json, "rounds", result->rounds);
    json_print_number(json, "floor", row->floor);
    json_print_number(json, "goal", row->goal);
    json_print_text(json, "met", verdict(row, result));
    if (result->ratio > 0) {
        json_print_number(json, "textbook", result->baseline);
        json_print_number(json, "ratio", result->ratio);
    }
    if (result->theory > 0) {
        json_print_number(json, "mean", result->mean);
        json_print_number(json, "mean_half_width", result->mean_half_width);
        json_print_number(json, "theory", result->theory);
    }
    json_print_text(json, "note", result->note);
    json_print_text(json, "elsewhere", row->beside);
    json_print_close(json, '}');
}

static void print_rows(void) {
    puts("\nRows:");
    for (int32_t i = 0; i < sim_bench_count(); i++)
        printf("  %-20s  %s, %s\n", sim_bench_row(i)->name, sim_bench_row(i)->work,
               sim_bench_row(i)->unit);
}

static CliStatus refuse_row(const char *name) {
    const char *names[64];
    int32_t count = sim_bench_count() < 64 ? sim_bench_count() : 64;
    for (int32_t i = 0; i < count; i++)
        names[i] = sim_bench_row(i)->name;
    const char *nearest = words_nearest(name, names, count);
    fprintf(stderr, "albatross: bench has no row \"%s\".", name);
    if (nearest != NULL) fprintf(stderr, " Did you mean \"%s\"?", nearest);
    fputs(" \"albatross help bench\" lists them.\n", stderr);
    return CLI_WRONG;
}

static bool is_asked(const TextList *names, int32_t row) {
    for (int i = 0; i < names->count; i++)
        if (sim_bench_find(names->items[i]) == row) return true;
    return names->count == 0;
}

static CliStatus run_rows(const TextList *names, const SimBenchHost *host, bool is_json) {
    JsonPrint json = {.file = stdout};
    CliStatus status = CLI_DONE;
    if (is_json)
        json_print_open(&json, NULL, '[');
    else
        print_table_head();
    for (int32_t i = 0; i < sim_bench_count(); i++) {
        if (!is_asked(names, i)) continue;
        Answer answer = run_apart(i, host);
        if (!answer.is_done) {
            fprintf(stderr, "albatross: bench %s: %s.\n", sim_bench_row(i)->name,
                    answer.error.text);
            status = CLI_OUTSIDE;
        } else if (is_json) {
            print_json(&json, sim_bench_row(i), &answer.result);
        } else {
            print_line(sim_bench_row(i), &answer.result);
        }
        fflush(stdout);
    }
    if (is_json) json_print_close(&json, ']');
    return status;
}

// The files of a benchmark are worth nothing afterwards.
static void remove_directory(const char *directory) {
    static const char *const names[] = {"metrics.csv", "metrics-wide.csv", "events.csv",
                                        "trail.json",  "commands.json",    "summary.json",
                                        "disk"};
    char path[512];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
        snprintf(path, sizeof path, "%s/%s.part", directory, names[i]);
        unlink(path);
    }
    rmdir(directory);
}

CliStatus cli_bench(int argc, char **argv) {
    bool is_json = false, is_full = false;
    const Option options[] = {{"--json", NULL, OPTION_FLAG, &is_json, "for another program"},
                              {"--full", NULL, OPTION_FLAG, &is_full,
                               "at full length: minutes instead of seconds a row"}};
    const Usage usage = {
        "bench [ROW]... [--json] [--full]",
        "Measures how fast the simulator is on this machine, beside the textbook program for the "
        "same\n"
        "work, what was promised, and what others reach. Without a row: all of them.",
        options,
        2,
        0,
        TEXTS_MAX};
    TextList names;
    OptionsResult read = options_read(&usage, argc, argv, &names);
    if (read == OPTIONS_HELP) print_rows();
    if (read != OPTIONS_GO) return options_status(read);
    for (int i = 0; i < names.count; i++)
        if (sim_bench_find(names.items[i]) < 0) return refuse_row(names.items[i]);
    const char *base = getenv("TMPDIR");
    char directory[256];
    snprintf(directory, sizeof directory, "%s/albatross-bench-XXXXXX",
             base != NULL ? base : "/tmp");
    if (mkdtemp(directory) == NULL) {
        fprintf(stderr, "albatross: no directory for the benchmark's files: %s.\n",
                strerror(errno));
        return CLI_OUTSIDE;
    }
    SimBenchHost host = {.cpu_seconds = cpu_seconds,
                         .seconds = seconds,
                         .peak_bytes = peak_bytes,
                         .directory = directory,
                         .is_full = is_full};
    CliStatus status = run_rows(&names, &host, is_json);
    remove_directory(directory);
    return status;
}
