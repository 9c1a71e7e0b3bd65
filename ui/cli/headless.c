// Slices of one simulated second, and of so many events that an interruption is heard soon. How a
// run is sliced never changes it.
#include "cli/headless.h"

#include "cli/interrupt.h"
#include "draw/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS_A_SLICE = 200000 };

static HeadlessEnd fly_second(SimWorld *world, const HeadlessPlan *plan, SimTime end) {
    int64_t executed;
    do {
        executed = sim_world_advance(world, end, EVENTS_A_SLICE, plan->sink);
        if (plan->export != NULL && sim_export_failure(plan->export) != NULL)
            return HEADLESS_FAILED;
        if (plan->progress != NULL) progress_show(plan->progress, world, plan->until);
        if (interrupt_is_asked()) return HEADLESS_INTERRUPTED;
    } while (executed >= EVENTS_A_SLICE);
    if (plan->second != NULL) plan->second(plan->context, world);
    return HEADLESS_DONE;
}

HeadlessEnd headless_fly(SimWorld *world, const HeadlessPlan *plan) {
    HeadlessEnd end = HEADLESS_DONE;
    SimTime now = sim_world_now(world);
    while (end == HEADLESS_DONE && now < plan->until) {
        SimTime next = (now / SIM_SECOND + 1) * SIM_SECOND;
        now = next < plan->until ? next : plan->until;
        end = fly_second(world, plan, now);
    }
    if (plan->progress != NULL) progress_end(plan->progress);
    return end;
}

static char *read_file(const char *path, int64_t *length) {
    enum { PIECE = 1 << 16 };
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    char *text = NULL;
    size_t used = 0, got;
    do {
        text = memory_check(realloc(text, used + PIECE));
        got = fread(text + used, 1, PIECE, file);
        used += got;
    } while (got > 0);
    bool is_whole = ferror(file) == 0;
    int reason = errno;
    fclose(file);
    if (!is_whole) {
        free(text);
        errno = reason;
        return NULL;
    }
    *length = (int64_t)used;
    return text;
}

bool headless_read_commands(const char *file, SimCommand **commands, int32_t *count) {
    *commands = NULL;
    *count = 0;
    if (file == NULL) return true;
    int64_t length;
    SimError error = {""};
    char *text = read_file(file, &length);
    if (text == NULL) {
        fprintf(stderr, "albatross: %s cannot be read: %s.\n", file, strerror(errno));
        return false;
    }
    bool is_right = sim_command_log_read(text, length, commands, count, &error);
    if (!is_right) fprintf(stderr, "albatross: %s: %s\n", file, error.text);
    free(text);
    return is_right;
}
