// Each line is flushed and synced when it is written: whatever happens to the program, what was
// pressed is not lost, and a torn last line is ignored when it is read. Nothing is ever
// overwritten.
#include "window/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "window/grow.h"

enum { KEPT_LOGS_MAX = 9999 };

struct FlightLog {
    char directory[1024];
    char path[1100];
    FILE *file;
};

static bool make_directory(const char *path) {
    char partial[1024];
    snprintf(partial, sizeof partial, "%s", path);
    for (char *slash = strchr(partial + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(partial, 0777) != 0 && errno != EEXIST) return false;
        *slash = '/';
    }
    return mkdir(partial, 0777) == 0 || errno == EEXIST;
}

static bool set_aside(const FlightLog *log) {
    char aside[1100];
    if (access(log->path, F_OK) != 0) return true;
    for (int32_t n = 1; n <= KEPT_LOGS_MAX; n++) {
        snprintf(aside, sizeof aside, "%s/commands-%d.jsonl", log->directory, (int)n);
        if (access(aside, F_OK) != 0) return rename(log->path, aside) == 0;
    }
    return false;
}

static bool write_line(FlightLog *log, const SimCommand *command) {
    char line[1024];
    int32_t length = sim_command_write(command, line, (int32_t)sizeof line);
    return fwrite(line, 1, (size_t)length, log->file) == (size_t)length &&
           fputc('\n', log->file) != EOF;
}

static bool sync_file(FlightLog *log) {
    return fflush(log->file) == 0 && (fsync(fileno(log->file)) == 0 || errno == EINVAL);
}

static bool begin(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error) {
    if (!set_aside(log))
        return sim_error_set(error, "The log %s cannot be set aside: %s.", log->path,
                             strerror(errno));
    log->file = fopen(log->path, "w");
    if (log->file == NULL)
        return sim_error_set(error, "The log %s cannot be written: %s.", log->path,
                             strerror(errno));
    bool is_written = true;
    for (int32_t i = 0; i < count && is_written; i++)
        is_written = write_line(log, &commands[i]);
    if (!is_written || !sync_file(log))
        return sim_error_set(error, "The log %s cannot be written: %s.", log->path,
                             strerror(errno));
    return true;
}

FlightLog *flight_log_open(const char *directory, const SimCommand *commands, int32_t count,
                           SimError *error) {
    SIM_ASSERT(directory != NULL);
    if (strlen(directory) >= sizeof((FlightLog *)0)->directory || !make_directory(directory)) {
        sim_error_set(error, "The directory %s cannot be made: %s.", directory, strerror(errno));
        return NULL;
    }
    FlightLog *log = grow_zeroed(1, sizeof *log);
    snprintf(log->directory, sizeof log->directory, "%s", directory);
    snprintf(log->path, sizeof log->path, "%s/commands.jsonl", directory);
    if (begin(log, commands, count, error)) return log;
    flight_log_close(log);
    return NULL;
}

void flight_log_close(FlightLog *log) {
    if (log == NULL) return;
    if (log->file != NULL) fclose(log->file);
    free(log);
}

bool flight_log_append(FlightLog *log, const SimCommand *command, SimError *error) {
    if (log->file == NULL)
        return sim_error_set(error, "The log %s is not open: what is pressed is not kept.",
                             log->path);
    if (write_line(log, command) && sync_file(log)) return true;
    return sim_error_set(error, "The log %s cannot be written: %s. What is pressed is not kept.",
                         log->path, strerror(errno));
}

bool flight_log_fork(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error) {
    if (log->file != NULL) fclose(log->file);
    log->file = NULL;
    return begin(log, commands, count, error);
}
