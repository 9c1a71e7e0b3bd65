// Each line goes to the disk in one piece when it is written, and what of it got there before a
// failure is cut off again: whatever happens to the program or the disk, the log ends with a whole
// line, or with a torn one after a power failure, which is ignored when it is read. What could not
// be written is tried again with the next command. Nothing is ever overwritten.
#include "window/log.h"

#include <errno.h>
#include <fcntl.h>
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
    int descriptor; ///< -1: there is no file
    off_t length;   ///< of whole lines
    int32_t kept;   ///< commands of the tape that the file holds
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

static bool write_bytes(int descriptor, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno != EINTR) return false;
        if (written <= 0) continue;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static void close_file(FlightLog *log) {
    if (log->descriptor >= 0) close(log->descriptor);
    log->descriptor = -1;
}

static bool write_line(FlightLog *log, const SimCommand *command) {
    char line[8193];
    int32_t length = sim_command_write(command, line, (int32_t)sizeof line - 1);
    line[length++] = '\n';
    if (write_bytes(log->descriptor, line, (size_t)length)) {
        log->length += length;
        return true;
    }
    // Behind half a line that stays nothing may be written: the next call begins another file.
    int reason = errno;
    if (ftruncate(log->descriptor, log->length) != 0) close_file(log);
    errno = reason;
    return false;
}

// A log whose directory was removed takes lines that nobody will find.
static bool is_there(const FlightLog *log) {
    struct stat status;
    if (fstat(log->descriptor, &status) != 0) return false;
    if (status.st_nlink > 0) return true;
    errno = ENOENT;
    return false;
}

static bool sync_file(const FlightLog *log) {
    return fsync(log->descriptor) == 0 || errno == EINVAL;
}

static bool keep(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error) {
    bool is_kept = is_there(log);
    for (; is_kept && log->kept < count; log->kept += is_kept)
        is_kept = write_line(log, &commands[log->kept]);
    if (is_kept && sync_file(log)) return true;
    return sim_error_set(error, "The log %s cannot be written: %s. What is pressed is not kept.",
                         log->path, strerror(errno));
}

static bool begin(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error) {
    close_file(log);
    if (!set_aside(log))
        return sim_error_set(error, "The log %s cannot be set aside: %s.", log->path,
                             strerror(errno));
    log->length = log->kept = 0;
    log->descriptor = open(log->path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
    if (log->descriptor >= 0) return keep(log, commands, count, error);
    return sim_error_set(error, "The log %s cannot be written: %s.", log->path, strerror(errno));
}

FlightLog *flight_log_open(const char *directory, const SimCommand *commands, int32_t count,
                           SimError *error) {
    SIM_ASSERT(directory != NULL);
    if (strlen(directory) >= sizeof((FlightLog *)0)->directory || !make_directory(directory)) {
        sim_error_set(error, "The directory %s cannot be made: %s.", directory, strerror(errno));
        return NULL;
    }
    FlightLog *log = grow_zeroed(1, sizeof *log);
    log->descriptor = -1;
    snprintf(log->directory, sizeof log->directory, "%s", directory);
    snprintf(log->path, sizeof log->path, "%s/commands.jsonl", directory);
    if (begin(log, commands, count, error)) return log;
    flight_log_close(log);
    return NULL;
}

void flight_log_close(FlightLog *log) {
    if (log == NULL) return;
    close_file(log);
    free(log);
}

bool flight_log_keep(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error) {
    SIM_ASSERT(log->kept <= count);
    return log->descriptor < 0 ? begin(log, commands, count, error)
                               : keep(log, commands, count, error);
}

bool flight_log_fork(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error) {
    return begin(log, commands, count, error);
}
