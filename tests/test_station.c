// Stations against examples worked by hand, and against queueing theory.
#include "compute/station.h"

#include "engine/random.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

enum { KIND = 7, JOBS = 64 };

typedef struct Bench {
    Stations stations;
    EventQueue events;
    SimTime now;
    int32_t station;
} Bench;

static Bench bench;

static ConfigLaunch launch_of(ConfigDiscipline discipline, int32_t workers, int32_t backlog) {
    return (ConfigLaunch){
        .name = "v1", .workers = workers, .backlog = backlog, .discipline = discipline, .speed = 1};
}

static void begin(ConfigDiscipline discipline, int32_t workers, int32_t backlog) {
    ConfigLaunch launch = launch_of(discipline, workers, backlog);
    bench = (Bench){0};
    event_queue_init(&bench.events);
    bench.stations.event_kind = KIND;
    bench.station = stations_add(&bench.stations, &launch);
    stations_reserve_jobs(&bench.stations, JOBS);
}

static void end(void) {
    stations_deinit(&bench.stations);
    event_queue_deinit(&bench.events);
}

static StationEntry enter(SimTime at, int32_t job, SimTime work_ns) {
    bench.now = at;
    return station_enter(&bench.stations, &bench.events, at, bench.station, job, work_ns);
}

static int32_t complete_next(int32_t *started) {
    Event event;
    if (!event_queue_pop(&bench.events, &event)) return -1;
    // Not asserted one by one: check writes a message for each, and this runs millions of times.
    if (event.kind != KIND || (int32_t)event.a != bench.station || event.time < bench.now)
        ck_abort_msg("event %d of station %d at %lld, but it is %lld", event.kind, (int)event.a,
                     (long long)event.time, (long long)bench.now);
    bench.now = event.time;
    return station_complete(&bench.stations, &bench.events, event.time, (int32_t)event.a,
                            (int32_t)event.b, started);
}

static void expect_next(int32_t job, SimTime at) {
    ck_assert_int_eq(complete_next(NULL), job);
    ck_assert_int_eq(bench.now, at);
}

static void expect_nothing_left(void) {
    ck_assert_int_eq(event_queue_count(&bench.events), 0);
    ck_assert_int_eq(station_busy(&bench.stations, bench.station), 0);
    ck_assert_int_eq(station_queued(&bench.stations, bench.station), 0);
}

static void set_speed(SimTime at, double speed) {
    bench.now = at;
    station_set_speed(&bench.stations, &bench.events, at, bench.station, speed);
}

static void set_frozen(SimTime at, bool is_frozen) {
    bench.now = at;
    station_set_frozen(&bench.stations, &bench.events, at, bench.station, is_frozen);
}

static int32_t abandon(SimTime at, int32_t job) {
    int32_t started = -2;
    bench.now = at;
    station_abandon(&bench.stations, &bench.events, at, job, &started);
    return started;
}

START_TEST(fcfs_serves_in_order_of_arrival) {
    begin(CONFIG_FCFS, 1, -1);
    ck_assert_int_eq(enter(0, 3, 100), STATION_SERVED);
    ck_assert_int_eq(enter(10, 1, 5), STATION_QUEUED);
    ck_assert_int_eq(enter(20, 2, 50), STATION_QUEUED);
    int32_t started = -2;
    ck_assert_int_eq(complete_next(&started), 3);
    ck_assert_int_eq(bench.now, 100);
    ck_assert_int_eq(started, 1);
    expect_next(1, 105);
    expect_next(2, 155);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(fcfs_with_two_workers_serves_two_at_once) {
    begin(CONFIG_FCFS, 2, -1);
    enter(0, 0, 100);
    ck_assert_int_eq(enter(0, 1, 30), STATION_SERVED);
    ck_assert_int_eq(enter(0, 2, 40), STATION_QUEUED);
    ck_assert_int_eq(enter(0, 3, 10), STATION_QUEUED);
    expect_next(1, 30);
    expect_next(2, 70);
    expect_next(3, 80);
    expect_next(0, 100);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(a_full_backlog_refuses_and_changes_nothing) {
    begin(CONFIG_FCFS, 1, 1);
    enter(0, 0, 10);
    ck_assert_int_eq(enter(0, 1, 10), STATION_QUEUED);
    ck_assert_int_eq(enter(5, 2, 10), STATION_FULL);
    ck_assert_int_eq(station_queued(&bench.stations, bench.station), 1);
    ck_assert_int_eq(event_queue_count(&bench.events), 1);
    ck_assert_int_eq(bench.stations.jobs.items[2].station1, 0);
    expect_next(0, 10);
    ck_assert_int_eq(enter(10, 2, 10), STATION_QUEUED);
    expect_next(1, 20);
    expect_next(2, 30);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(no_backlog_serves_only_who_finds_a_worker) {
    begin(CONFIG_FCFS, 1, 0);
    ck_assert_int_eq(enter(0, 0, 10), STATION_SERVED);
    ck_assert_int_eq(enter(0, 1, 10), STATION_FULL);
    end();
}
END_TEST

START_TEST(fcfs_speed_changes_what_is_left) {
    begin(CONFIG_FCFS, 1, -1);
    enter(0, 0, 100);
    enter(0, 1, 100);
    set_speed(40, 0.5);
    ck_assert_int_eq(station_job_left(&bench.stations, 60, 0), 50);
    ck_assert_int_eq(station_job_left(&bench.stations, 60, 1), 100);
    expect_next(0, 160);
    set_speed(260, 2);
    expect_next(1, 285);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(a_whole_slow_down_takes_exactly_as_many_times_as_long) {
    for (int32_t factor = 2; factor <= 200; factor++) {
        begin(CONFIG_FCFS, 1, -1);
        set_speed(0, 1.0 / factor);
        SimTime at = 0;
        for (int32_t job = 0; job < 8; job++) {
            enter(0, job, 1000000 + job * 12345);
        }
        for (int32_t job = 0; job < 8; job++) {
            at += factor * (1000000 + job * 12345);
            expect_next(job, at);
        }
        end();
    }
}
END_TEST

START_TEST(equal_shares_end_exactly_together) {
    for (int32_t count = 1; count <= JOBS; count++) {
        begin(CONFIG_PROCESSOR_SHARING, 1, -1);
        for (int32_t job = 0; job < count; job++) {
            enter(0, job, 1000003);
        }
        for (int32_t job = 0; job < count; job++) {
            expect_next(job, count * (SimTime)1000003);
        }
        end();
    }
}
END_TEST

START_TEST(an_idle_moment_gives_back_full_precision) {
    begin(CONFIG_PROCESSOR_SHARING, 1, -1);
    set_speed(0, 1e9);
    enter(0, 0, 4000000000000000000);
    expect_next(0, 4000000000);
    set_speed(4000000000, 1);
    enter(4000000000, 1, 130);
    enter(4000000000, 2, 100);
    expect_next(2, 4000000200);
    expect_next(1, 4000000230);
    end();
}
END_TEST

static void freeze_in_the_middle(ConfigDiscipline discipline, SimTime second) {
    begin(discipline, 1, -1);
    enter(0, 0, 100);
    set_frozen(30, true);
    ck_assert_int_eq(event_queue_count(&bench.events), 0);
    ck_assert_int_eq(station_job_left(&bench.stations, 500, 0), 70);
    enter(500, 1, 100);
    ck_assert_int_eq(event_queue_count(&bench.events), 0);
    set_speed(600, 2);
    ck_assert_int_eq(event_queue_count(&bench.events), 0);
    set_speed(700, 1);
    set_frozen(1000, false);
    ck_assert_int_eq(event_queue_count(&bench.events), 1);
    expect_next(0, discipline == CONFIG_FCFS ? 1070 : 1140);
    expect_next(1, second);
    expect_nothing_left();
    end();
}

START_TEST(a_frozen_station_keeps_what_is_left_and_resumes) {
    freeze_in_the_middle(CONFIG_FCFS, 1170);
    freeze_in_the_middle(CONFIG_PROCESSOR_SHARING, 1170);
}
END_TEST

START_TEST(fcfs_abandoning_one_in_service_starts_the_next) {
    begin(CONFIG_FCFS, 1, -1);
    for (int32_t job = 0; job < 4; job++) {
        enter(0, job, 100);
    }
    ck_assert_int_eq(abandon(10, 2), -1);
    ck_assert_int_eq(abandon(30, 0), 1);
    ck_assert_int_eq(event_queue_count(&bench.events), 1);
    expect_next(1, 130);
    expect_next(3, 230);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(evicting_empties_a_station_and_starts_nobody) {
    for (int32_t discipline = 0; discipline < 2; discipline++) {
        begin(discipline == 0 ? CONFIG_FCFS : CONFIG_PROCESSOR_SHARING, 2, -1);
        for (int32_t job = 0; job < 7; job++) {
            enter(job, job, 100);
        }
        bool seen[7] = {false};
        for (int32_t i = 0; i < 7; i++) {
            int32_t job = station_evict(&bench.stations, &bench.events, 20, bench.station);
            ck_assert(job >= 0 && job < 7 && !seen[job]);
            seen[job] = true;
        }
        ck_assert_int_eq(station_evict(&bench.stations, &bench.events, 20, bench.station), -1);
        expect_nothing_left();
        // It serves again as if new.
        ck_assert_int_eq(enter(50, 3, 10), STATION_SERVED);
        expect_next(3, 60);
        end();
    }
}
END_TEST

START_TEST(busy_time_is_exact) {
    begin(CONFIG_FCFS, 2, -1);
    enter(0, 0, 100);
    enter(50, 1, 100);
    enter(60, 2, 100);
    expect_next(0, 100);
    // One worker for 50 ns and two for 50 ns.
    ck_assert_int_eq(station_take_busy(&bench.stations, 100, bench.station), 150);
    ck_assert_int_eq(station_take_busy(&bench.stations, 100, bench.station), 0);
    expect_next(1, 150);
    expect_next(2, 200);
    ck_assert_int_eq(station_take_busy(&bench.stations, 1000, bench.station), 150);
    ck_assert_int_eq(station_take_busy(&bench.stations, 2000, bench.station), 0);
    end();
}
END_TEST

START_TEST(busy_time_under_sharing_stops_at_the_workers) {
    begin(CONFIG_PROCESSOR_SHARING, 2, -1);
    for (int32_t job = 0; job < 4; job++) {
        enter(0, job, 100);
    }
    ck_assert_int_eq(station_busy(&bench.stations, bench.station), 2);
    ck_assert_int_eq(station_take_busy(&bench.stations, 50, bench.station), 100);
    end();
}
END_TEST

START_TEST(asking_for_busy_time_changes_no_completion) {
    SimTime at[2][40];
    for (int32_t asked = 0; asked < 2; asked++) {
        begin(CONFIG_PROCESSOR_SHARING, 3, -1);
        RandomStream stream;
        random_stream_seed(&stream, 1, "asked");
        for (int32_t job = 0; job < 40; job++) {
            enter(job, job, 1000 + (SimTime)random_below(&stream, 100000));
        }
        for (int32_t i = 0; i < 40; i++) {
            complete_next(NULL);
            at[asked][i] = bench.now;
            if (asked) station_take_busy(&bench.stations, bench.now + 1, bench.station);
        }
        end();
    }
    for (int32_t i = 0; i < 40; i++) {
        ck_assert_int_eq(at[0][i], at[1][i]);
    }
}
END_TEST

START_TEST(sharing_divides_one_worker) {
    begin(CONFIG_PROCESSOR_SHARING, 1, -1);
    // 0 alone until 50 (50 left), then halves until 1 is done at 110 (30 each), then alone.
    ck_assert_int_eq(enter(0, 0, 100), STATION_SERVED);
    ck_assert_int_eq(enter(50, 1, 30), STATION_SERVED);
    ck_assert_int_eq(event_queue_count(&bench.events), 1);
    ck_assert_int_eq(station_job_left(&bench.stations, 70, 0), 40);
    ck_assert_int_eq(station_job_left(&bench.stations, 70, 1), 20);
    expect_next(1, 110);
    expect_next(0, 130);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(sharing_gives_no_job_more_than_one_worker) {
    begin(CONFIG_PROCESSOR_SHARING, 2, -1);
    enter(0, 0, 100);
    enter(0, 1, 100);
    // Two workers among four from 40 on: half speed each, 2 and 3 done after 20 ns of work.
    enter(40, 2, 20);
    enter(40, 3, 20);
    ck_assert_int_eq(event_queue_count(&bench.events), 1);
    expect_next(2, 80);
    expect_next(3, 80);
    expect_next(0, 120);
    expect_next(1, 120);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(sharing_finishes_ties_in_order_of_arrival) {
    static const int32_t order[] = {5, 0, 9, 2, 7, 1, 8};
    begin(CONFIG_PROCESSOR_SHARING, 1, -1);
    for (int32_t i = 0; i < 7; i++) {
        enter(0, order[i], 100);
    }
    for (int32_t i = 0; i < 7; i++) {
        expect_next(order[i], 700);
    }
    end();
}
END_TEST

START_TEST(sharing_speed_changes_what_is_left) {
    begin(CONFIG_PROCESSOR_SHARING, 1, -1);
    enter(0, 0, 100);
    enter(0, 1, 60);
    set_speed(40, 0.25);
    // 80 and 40 left, at an eighth each.
    expect_next(1, 360);
    expect_next(0, 520);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(sharing_abandoned_job_makes_room_at_once) {
    begin(CONFIG_PROCESSOR_SHARING, 1, -1);
    enter(0, 0, 100);
    enter(0, 1, 100);
    enter(0, 2, 50);
    ck_assert_int_eq(abandon(30, 2), -1);
    // 10 done of each; 90 left at half speed.
    expect_next(0, 210);
    expect_next(1, 210);
    expect_nothing_left();
    end();
}
END_TEST

START_TEST(sharing_is_bounded_by_max_in_flight_or_else_by_workers_and_backlog) {
    begin(CONFIG_PROCESSOR_SHARING, 1, 2);
    for (int32_t job = 0; job < 3; job++) {
        ck_assert_int_eq(enter(0, job, 100), STATION_SERVED);
    }
    ck_assert_int_eq(enter(0, 3, 100), STATION_FULL);
    ConfigLaunch launch = launch_of(CONFIG_PROCESSOR_SHARING, 1, 0);
    launch.max_in_flight = 5;
    station_resize(&bench.stations, &bench.events, 0, bench.station, &launch, NULL, 0, NULL);
    ck_assert_int_eq(enter(0, 3, 100), STATION_SERVED);
    ck_assert_int_eq(enter(0, 4, 100), STATION_SERVED);
    ck_assert_int_eq(enter(0, 5, 100), STATION_FULL);
    end();
}
END_TEST

START_TEST(more_workers_begin_at_once) {
    begin(CONFIG_FCFS, 1, -1);
    for (int32_t job = 0; job < 5; job++) {
        enter(0, job, 100);
    }
    ConfigLaunch launch = launch_of(CONFIG_FCFS, 4, -1);
    int32_t started[2], count = 0;
    station_resize(&bench.stations, &bench.events, 10, bench.station, &launch, started, 2, &count);
    ck_assert_int_eq(count, 2);
    ck_assert_int_eq(started[0], 1);
    ck_assert_int_eq(started[1], 2);
    station_resize(&bench.stations, &bench.events, 10, bench.station, &launch, started, 2, &count);
    ck_assert_int_eq(count, 1);
    ck_assert_int_eq(started[0], 3);
    launch.workers = 1;
    station_resize(&bench.stations, &bench.events, 20, bench.station, &launch, started, 2, &count);
    ck_assert_int_eq(count, 0);
    expect_next(0, 100);
    expect_next(1, 110);
    expect_next(2, 110);
    ck_assert_int_eq(station_queued(&bench.stations, bench.station), 1);
    expect_next(3, 110);
    expect_next(4, 210);
    end();
}
END_TEST

START_TEST(more_workers_speed_up_sharing) {
    begin(CONFIG_PROCESSOR_SHARING, 1, -1);
    enter(0, 0, 100);
    enter(0, 1, 100);
    ConfigLaunch launch = launch_of(CONFIG_PROCESSOR_SHARING, 2, -1);
    station_resize(&bench.stations, &bench.events, 100, bench.station, &launch, NULL, 0, NULL);
    expect_next(0, 150);
    expect_next(1, 150);
    end();
}
END_TEST

START_TEST(no_work_is_done_at_once) {
    for (int32_t discipline = 0; discipline < 2; discipline++) {
        begin(discipline == 0 ? CONFIG_FCFS : CONFIG_PROCESSOR_SHARING, 1, -1);
        enter(5, 0, 0);
        expect_next(0, 5);
        expect_nothing_left();
        end();
    }
}
END_TEST

START_TEST(a_hopelessly_slow_job_never_completes_and_can_be_abandoned) {
    begin(CONFIG_FCFS, 1, -1);
    set_speed(0, 1e-15);
    enter(0, 0, SIM_HOUR);
    ck_assert_int_eq(event_queue_count(&bench.events), 0);
    ck_assert_int_eq(abandon(SIM_HOUR, 0), -1);
    expect_nothing_left();
    end();
}
END_TEST

// Processor sharing with everything that can happen to it, against a model that goes through all
// jobs at each step.
typedef struct Naive {
    double left[JOBS]; ///< of work, ns; negative: not inside
    SimTime updated;
    double speed;
    bool is_frozen;
} Naive;

static int32_t naive_count(const Naive *naive) {
    int32_t count = 0;
    for (int32_t job = 0; job < JOBS; job++) {
        count += naive->left[job] >= 0;
    }
    return count;
}

static void naive_advance(Naive *naive, SimTime now, int32_t workers) {
    int32_t count = naive_count(naive);
    double rate = naive->is_frozen ? 0 : naive->speed * fmin(1, (double)workers / count);
    for (int32_t job = 0; job < JOBS; job++) {
        if (naive->left[job] < 0) continue;
        naive->left[job] = fmax(0, naive->left[job] - (double)(now - naive->updated) * rate);
    }
    naive->updated = now;
}

static void naive_complete(Naive *naive, int32_t workers) {
    int32_t job = complete_next(NULL);
    naive_advance(naive, bench.now, workers);
    ck_assert_msg(naive->left[job] >= 0 && naive->left[job] < 4, "job %d has %g ns left", job,
                  naive->left[job]);
    naive->left[job] = -1;
    for (int32_t other = 0; other < JOBS; other++) {
        // Nobody waits who is long done.
        if (naive->left[other] >= 0)
            ck_assert_int_le(llabs(station_job_left(&bench.stations, bench.now, other) -
                                   (SimTime)ceil(naive->left[other])),
                             8);
    }
}

static void disturb(Naive *naive, RandomStream *stream, int32_t job, int32_t workers) {
    SimTime at = bench.now;
    naive_advance(naive, at, workers);
    uint32_t what = random_below(stream, 16);
    if (what == 0) {
        naive->speed = 0.1 + 2 * random_unit(stream);
        set_speed(at, naive->speed);
    } else if (what == 1) {
        naive->is_frozen = !naive->is_frozen;
        set_frozen(at, naive->is_frozen);
    } else if (naive->left[job] >= 0) {
        if (what < 6) {
            abandon(at, job);
            naive->left[job] = -1;
        }
    } else {
        SimTime work_ns = (SimTime)random_below(stream, 100000);
        ck_assert_int_eq(enter(at, job, work_ns), STATION_SERVED);
        naive->left[job] = (double)work_ns;
    }
}

START_TEST(sharing_agrees_with_a_model_that_looks_at_every_job) {
    int32_t workers = _i + 1;
    RandomStream stream;
    random_stream_seed(&stream, (uint64_t)_i, "disturb");
    begin(CONFIG_PROCESSOR_SHARING, workers, -1);
    Naive naive = {.speed = 1};
    for (int32_t job = 0; job < JOBS; job++) {
        naive.left[job] = -1;
    }
    for (int32_t step = 0; step < 5000; step++) {
        SimTime next;
        SimTime until = bench.now + (SimTime)random_below(&stream, 10000);
        while (event_queue_peek_time(&bench.events, &next, NULL) && next <= until) {
            naive_complete(&naive, workers);
        }
        bench.now = until;
        disturb(&naive, &stream, (int32_t)random_below(&stream, JOBS), workers);
        bool is_pending = !naive.is_frozen && naive_count(&naive) > 0;
        ck_assert_int_eq(event_queue_count(&bench.events), is_pending ? 1 : 0);
    }
    end();
}
END_TEST

// A distribution of work with mean 1.
typedef double Work(RandomStream *stream);

static double exponential_work(RandomStream *stream) {
    return random_exponential(stream);
}

// Mean 1, coefficient of variation 2.
static double hyperexponential_work(RandomStream *stream) {
    double rate = random_unit(stream) < 0.887298334620742 ? 1.774596669241483 : 0.225403330758517;
    return random_exponential(stream) / rate;
}

// Mean time inside of `customers` that arrive by a Poisson process, in mean works.
static double mean_time_inside(ConfigDiscipline discipline, int32_t workers, double load,
                               Work *work, int32_t customers) {
    static SimTime arrived[4096];
    static int32_t free_jobs[4096];
    begin(discipline, workers, -1);
    stations_reserve_jobs(&bench.stations, 4096);
    RandomStream arrivals, works;
    random_stream_seed(&arrivals, 42, "arrivals");
    random_stream_seed(&works, 42, "works");
    for (int32_t i = 0; i < 4096; i++) {
        free_jobs[i] = i;
    }
    int32_t free_count = 4096, done = 0;
    double gap_ns = 1e6 / (load * workers), sum_ns = 0;
    SimTime arrival = 0, next;
    while (done < customers) {
        if (event_queue_peek_time(&bench.events, &next, NULL) && next <= arrival) {
            int32_t job = complete_next(NULL);
            sum_ns += (double)(bench.now - arrived[job]);
            free_jobs[free_count++] = job;
            done++;
        } else {
            if (free_count == 0) ck_abort_msg("more jobs inside than there are");
            int32_t job = free_jobs[--free_count];
            arrived[job] = arrival;
            enter(arrival, job, (SimTime)llround(1e6 * work(&works)));
            arrival += (SimTime)llround(gap_ns * random_exponential(&arrivals));
        }
    }
    double utilisation = (double)station_take_busy(&bench.stations, bench.now, bench.station) /
                         (double)bench.now / workers;
    ck_assert_double_eq_tol(utilisation, load, 0.02);
    end();
    return sum_ns / customers / 1e6;
}

START_TEST(fcfs_agrees_with_theory) {
    // M/M/1 at load 0.7: 1 / (1 - 0.7).
    double one = mean_time_inside(CONFIG_FCFS, 1, 0.7, exponential_work, 400000);
    ck_assert_double_eq_tol(one, 1 / 0.3, 0.15);
    // M/M/4 at load 0.7: Erlang C is 0.428661; 1 + C / (4 * 0.3).
    double four = mean_time_inside(CONFIG_FCFS, 4, 0.7, exponential_work, 400000);
    ck_assert_double_eq_tol(four, 1 + 0.428661 / 1.2, 0.03);
    // M/G/1, Pollaczek and Khinchine: 1 + 0.5 / 0.5 * (1 + 4) / 2.
    double wide = mean_time_inside(CONFIG_FCFS, 1, 0.5, hyperexponential_work, 400000);
    ck_assert_double_eq_tol(wide, 3.5, 0.25);
}
END_TEST

START_TEST(sharing_is_insensitive_to_the_shape_of_work) {
    double same = mean_time_inside(CONFIG_PROCESSOR_SHARING, 1, 0.5, exponential_work, 400000);
    double wide = mean_time_inside(CONFIG_PROCESSOR_SHARING, 1, 0.5, hyperexponential_work, 400000);
    ck_assert_double_eq_tol(same, 2, 0.06);
    ck_assert_double_eq_tol(wide, 2, 0.10);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("station");
    TCase *tests = tcase_create("station");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, fcfs_serves_in_order_of_arrival);
    tcase_add_test(tests, fcfs_with_two_workers_serves_two_at_once);
    tcase_add_test(tests, a_full_backlog_refuses_and_changes_nothing);
    tcase_add_test(tests, no_backlog_serves_only_who_finds_a_worker);
    tcase_add_test(tests, fcfs_speed_changes_what_is_left);
    tcase_add_test(tests, a_whole_slow_down_takes_exactly_as_many_times_as_long);
    tcase_add_test(tests, equal_shares_end_exactly_together);
    tcase_add_test(tests, an_idle_moment_gives_back_full_precision);
    tcase_add_test(tests, a_frozen_station_keeps_what_is_left_and_resumes);
    tcase_add_test(tests, fcfs_abandoning_one_in_service_starts_the_next);
    tcase_add_test(tests, evicting_empties_a_station_and_starts_nobody);
    tcase_add_test(tests, busy_time_is_exact);
    tcase_add_test(tests, busy_time_under_sharing_stops_at_the_workers);
    tcase_add_test(tests, asking_for_busy_time_changes_no_completion);
    tcase_add_test(tests, sharing_divides_one_worker);
    tcase_add_test(tests, sharing_gives_no_job_more_than_one_worker);
    tcase_add_test(tests, sharing_finishes_ties_in_order_of_arrival);
    tcase_add_test(tests, sharing_speed_changes_what_is_left);
    tcase_add_test(tests, sharing_abandoned_job_makes_room_at_once);
    tcase_add_test(tests, sharing_is_bounded_by_max_in_flight_or_else_by_workers_and_backlog);
    tcase_add_test(tests, more_workers_begin_at_once);
    tcase_add_test(tests, more_workers_speed_up_sharing);
    tcase_add_test(tests, no_work_is_done_at_once);
    tcase_add_test(tests, a_hopelessly_slow_job_never_completes_and_can_be_abandoned);
    tcase_add_loop_test(tests, sharing_agrees_with_a_model_that_looks_at_every_job, 0, 4);
    tcase_add_test(tests, fcfs_agrees_with_theory);
    tcase_add_test(tests, sharing_is_insensitive_to_the_shape_of_work);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
