// When requests are born. Whatever the shape, the course of the rate is written out as pieces that
// are linear: 48 a wave come within 0.3 % of a cosine, 6 while a crowd decays by e within 0.4 % of
// its exponential.
#include "base/fact.h"
#include "scenario/compile.h"

#include <math.h>
#include <stdlib.h>

#define PIECES_A_WAVE  48
#define PIECES_A_DECAY 6
#define DECAYS         6 // then a quarter of a percent is left, and a last piece ends it
#define WAVES_MAX      2000

/// Writes a change, and with `for` the way back to the rate before, as two.
static void compile_changes(Compiler *compiler, const RawArrivals *raw, ConfigArrivals *arrivals) {
    const RawChange *changes = raw->changes.items;
    arrivals->changes =
        arena_array(compiler->arena, 2 * (int64_t)raw->changes.count, sizeof *arrivals->changes);
    double rate = arrivals->rate;
    SimTime end = 0;
    for (int32_t i = 0; i < raw->changes.count; i++) {
        const RawChange *change = &changes[i];
        if (change->at < end)
            COMPILE_REFUSE(compiler, change->node, "at",
                           "Write changes in order of time, none within another.",
                           "this change begins before the one before it has ended");
        arrivals->changes[arrivals->change_count++] =
            (ConfigRateChange){change->at, change->over, change->rate};
        end = change->at + change->over;
        if (change->for_ == 0) {
            rate = change->rate;
            continue;
        }
        arrivals->changes[arrivals->change_count++] =
            (ConfigRateChange){end + change->for_, change->over, rate};
        end += change->for_ + change->over;
    }
}

// --- waves and crowds
// ------------------------------------------------------------------------------------------------------------

typedef struct Course {
    const RawArrivals *raw;
    SimTime *times; ///< where pieces meet
    int64_t count, capacity;
} Course;

static void meet(Course *course, SimTime at) {
    if (at >= 0 && course->count < course->capacity) course->times[course->count++] = at;
}

static double wave_at(const RawWave *wave, SimTime at) {
    if (wave->node == NULL) return 1;
    double turns = (double)(at - wave->peak_at) / (double)wave->period;
    return SIM_FACT("MODEL-211", true) ? 1 + wave->swing * cos(2 * acos(-1) * turns) : 1;
}

// What a crowd adds, in units of the rate.
static double crowd_at(const RawCrowd *crowd, SimTime at) {
    SimTime top = crowd->at + crowd->rise;
    if (at < crowd->at) return 0;
    if (at < top) return (crowd->times - 1) * (double)(at - crowd->at) / (double)crowd->rise;
    double decays = (double)(at - top) / (double)crowd->decay;
    bool is_lasting = SIM_FACT("MODEL-212", decays <= DECAYS);
    return is_lasting ? (crowd->times - 1) * exp(-decays) : 0;
}

static double course_at(const RawArrivals *raw, SimTime at) {
    double crowds = 0;
    const RawCrowd *all = raw->crowds.items;
    for (int32_t i = 0; i < raw->crowds.count; i++)
        crowds += crowd_at(&all[i], at);
    return wave_at(&raw->wave, at) * (1 + crowds);
}

static void meet_wave(Course *course, SimTime duration) {
    const RawWave *wave = &course->raw->wave;
    if (wave->node == NULL) return;
    double step = (double)wave->period / PIECES_A_WAVE;
    for (int64_t i = 1; (double)(i - 1) * step <= (double)duration; i++)
        meet(course, (SimTime)((double)i * step));
}

static void meet_crowds(Course *course) {
    const RawCrowd *crowds = course->raw->crowds.items;
    for (int32_t i = 0; i < course->raw->crowds.count; i++) {
        const RawCrowd *crowd = &crowds[i];
        SimTime top = crowd->at + crowd->rise;
        meet(course, crowd->at);
        for (int32_t k = 0; k <= DECAYS * PIECES_A_DECAY; k++)
            meet(course, top + crowd->decay * k / PIECES_A_DECAY);
        meet(course, top + crowd->decay * DECAYS + SIM_SECOND);
    }
}

static int by_time(const void *a, const void *b) {
    const SimTime *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int64_t pieces_of(const RawArrivals *raw, SimTime duration) {
    int64_t waves = 0;
    if (raw->wave.node != NULL && raw->wave.period > 0)
        waves = (duration / raw->wave.period + 2) * PIECES_A_WAVE;
    return waves + raw->crowds.count * (DECAYS * PIECES_A_DECAY + 3);
}

static void write_course(Compiler *compiler, const RawArrivals *raw, ConfigArrivals *arrivals) {
    SimTime duration = compiler->raw->duration;
    Course course = {.raw = raw, .capacity = pieces_of(raw, duration)};
    course.times = arena_array(compiler->arena, course.capacity, sizeof *course.times);
    meet_wave(&course, duration);
    meet_crowds(&course);
    qsort(course.times, (size_t)course.count, sizeof *course.times, by_time);
    double base = arrivals->rate;
    arrivals->rate = base * course_at(raw, 0);
    arrivals->changes = arena_array(compiler->arena, course.count, sizeof *arrivals->changes);
    SimTime from = 0;
    for (int64_t i = 0; i < course.count; i++) {
        SimTime to = course.times[i];
        if (to == from && arrivals->change_count > 0) continue;
        arrivals->changes[arrivals->change_count++] =
            (ConfigRateChange){from, to - from, base * course_at(raw, to)};
        from = to;
    }
}

static bool has_course(Compiler *compiler, const RawArrivals *raw) {
    if (raw->wave.node == NULL && raw->crowds.count == 0) return false;
    if (raw->changes.count > 0)
        COMPILE_REFUSE(compiler, raw->node, "changes", "Write one or the other.",
                       "changes give rates, a wave and flash crowds multiply one");
    else if (compiler->raw->duration > raw->wave.period * WAVES_MAX && raw->wave.period > 0)
        COMPILE_REFUSE(compiler, raw->node, "wave", "Take a longer period.",
                       "more than %d waves in this run", WAVES_MAX);
    else
        return true;
    return false;
}

// --- loops
// ---------------------------------------------------------------------------------------------------------------------

static void compile_closed_loop(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    static const char *const open[] = {"changes", "wave", "flash_crowds", "bursts"};
    for (int i = 0; i < 4; i++)
        if (node_member(raw->arrivals.node, open[i]) != NULL)
            COMPILE_REFUSE(compiler, raw->arrivals.node, open[i],
                           "Change the number of users or their think time.",
                           "a closed loop has no rate of its own");
    if (raw->visits.node != NULL)
        COMPILE_REFUSE(compiler, raw->node, "visits", "Leave it out.",
                       "in a closed loop a visit does not end");
    client->visits = (ConfigVisits){INFINITY, raw->arrivals.closed_loop.think};
}

void compile_arrivals(Compiler *compiler, const RawClient *raw, ConfigClient *client,
                      int32_t index) {
    const RawArrivals *said = &raw->arrivals;
    ConfigArrivals *arrivals = &client->arrivals;
    bool is_constant = node_member(said->node, "constant") != NULL;
    arrivals->kind = is_constant ? CONFIG_ARRIVALS_CONSTANT : CONFIG_ARRIVALS_POISSON;
    arrivals->rate = is_constant ? said->constant : said->poisson;
    arrivals->bursts =
        (ConfigBursts){said->bursts.times, (double)said->bursts.calm, (double)said->bursts.burst};
    client->visits = (ConfigVisits){raw->visits.requests, raw->visits.think};
    if (node_member(said->node, "closed_loop") != NULL) {
        arrivals->kind = CONFIG_ARRIVALS_CLOSED_LOOP;
        arrivals->rate = 0;
        compile_closed_loop(compiler, raw, client);
    } else if (has_course(compiler, said)) {
        write_course(compiler, said, arrivals);
    } else {
        compile_changes(compiler, said, arrivals);
    }
    if (node_member(said->node, "replay") != NULL) compile_replay(compiler, raw, client, index);
    Config *config = compiler->config;
    config->has_bursts = config->has_bursts || arrivals->bursts.times > 0;
    config->has_visits = config->has_visits || client->visits.requests > 0;
}
