#include "traffic/course.h"

#include <math.h>

// The piece in which `at` lies: linear from (at, rate) with a slope a second, up to `end`.
typedef struct RatePiece {
    SimTime end;
    double rate;
    double slope; ///< per second
} RatePiece;

// How many changes have begun at `at`.
static int32_t begun_at(const ConfigArrivals *arrivals, SimTime at) {
    int32_t low = 0, high = arrivals->change_count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (arrivals->changes[middle].at_ns <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static RatePiece piece_at(const ConfigArrivals *arrivals, SimTime at) {
    int32_t begun = begun_at(arrivals, at);
    SimTime next = begun < arrivals->change_count ? arrivals->changes[begun].at_ns : SIM_NEVER;
    if (begun == 0) return (RatePiece){next, arrivals->rate, 0};
    const ConfigRateChange *change = &arrivals->changes[begun - 1];
    SimTime done = change->at_ns + change->over_ns;
    if (at >= done) return (RatePiece){next, change->rate, 0};
    double before = begun < 2 ? arrivals->rate : arrivals->changes[begun - 2].rate;
    double slope = (change->rate - before) / ((double)change->over_ns / 1e9);
    return (RatePiece){done, before + slope * (double)(at - change->at_ns) / 1e9, slope};
}

double course_rate(const ConfigArrivals *arrivals, SimTime at) {
    return piece_at(arrivals, at).rate;
}

// Seconds until a rate `rate` with `slope` has integrated to `mass`; infinity when it never does.
static double seconds_for(double mass, double rate, double slope) {
    if (slope == 0) return rate > 0 ? mass / rate : INFINITY;
    double discriminant = rate * rate + 2 * slope * mass;
    if (discriminant < 0) return INFINITY;
    double denominator = rate + sqrt(discriminant);
    return denominator > 0 ? 2 * mass / denominator : INFINITY;
}

double course_mass(const ConfigArrivals *arrivals, SimTime from, SimTime to) {
    double mass = 0;
    while (from < to) {
        RatePiece piece = piece_at(arrivals, from);
        SimTime end = piece.end < to ? piece.end : to;
        double seconds = (double)(end - from) / 1e9;
        mass += (piece.rate + piece.slope * seconds / 2) * seconds;
        from = end;
    }
    return mass;
}

// Where no change lies ahead or behind.
static SimTime time_after_at(double rate, SimTime from, double mass) {
    double seconds = seconds_for(mass, rate, 0);
    return seconds < 9e9 ? from + (SimTime)(seconds * 1e9 + 0.5) : SIM_NEVER;
}

SimTime course_time_after(const ConfigArrivals *arrivals, double factor, SimTime from,
                          double mass) {
    if (arrivals->change_count == 0) return time_after_at(factor * arrivals->rate, from, mass);
    for (;;) {
        RatePiece piece = piece_at(arrivals, from);
        double seconds = seconds_for(mass, factor * piece.rate, factor * piece.slope);
        double to_end = piece.end == SIM_NEVER ? INFINITY : (double)(piece.end - from) / 1e9;
        if (seconds <= to_end && seconds < 9e9) return from + (SimTime)(seconds * 1e9 + 0.5);
        if (piece.end == SIM_NEVER) return SIM_NEVER;
        mass -= factor * course_mass(arrivals, from, piece.end);
        if (mass < 0) mass = 0;
        from = piece.end;
    }
}
