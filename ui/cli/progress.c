// The line is rewritten in place. Time left is what the average speed so far promises.
#include "cli/progress.h"

#include "cli/words.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double wall_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

Progress progress_begin(void) {
    double now = wall_seconds();
    return (Progress){.is_shown = isatty(STDERR_FILENO) == 1, .began_s = now, .last_s = now};
}

void progress_show(Progress *progress, const SimWorld *world, SimTime until) {
    if (!progress->is_shown) return;
    double now_s = wall_seconds();
    if (now_s - progress->last_s < 0.1) return;
    progress->last_s = now_s;
    progress->has_line = true;
    char at[WORDS_SIZE], end[WORDS_SIZE], requests[WORDS_SIZE], left[WORDS_SIZE];
    SimTime now = sim_world_now(world);
    double speed = (double)now / (double)SIM_SECOND / (now_s - progress->began_s);
    double left_ns = speed > 0 ? (double)(until - now) / speed : 0;
    fprintf(stderr, "\r\033[K%s of %s  %s requests  %.*fx  %s left", words_time(now, at),
            words_time(until, end), words_count(sim_world_totals(world).requests_born, requests),
            speed < 10 ? 1 : 0, speed, words_time((SimTime)left_ns, left));
    fflush(stderr);
}

void progress_end(Progress *progress) {
    if (progress->has_line) fputs("\r\033[K", stderr);
    progress->has_line = false;
}

double progress_seconds(const Progress *progress) {
    return wall_seconds() - progress->began_s;
}
