// Facts about targets, clients and queues of this model.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    // Targets under stress
    FACT("MODEL-101", "A full backlog drops: 504 after the connect limit of 10 s.", "", MODEL, "a_full_backlog_drops_and_that_is_504_after_ten_seconds"),
    FACT("MODEL-102", "A full backlog with on_full refuse is 502 at once.", "", MODEL, "a_full_backlog_that_refuses_is_502_at_once"),
    FACT("MODEL-103", "A full target with on_full shed answers 503 itself.", "", MODEL, "a_full_target_that_sheds_answers_503_itself"),
    FACT("MODEL-104", "A target works on for a client that has gone, unless cancel_on_disconnect.", "", MODEL, "work_stops_when_the_client_leaves_if_the_target_notices"),
    FACT("MODEL-105", "A partition cuts a zone's targets off from the nodes of other zones only.", "", MODEL, "a_partition_cuts_only_nodes_of_other_zones_off"),
    FACT("MODEL-106", "Injected errors leave health checks alone unless health_errors.", "", MODEL, "errors_leave_health_alone_unless_they_strike_it"),
    FACT("MODEL-107", "A browser gives up after 75 s unless said.", "", MODEL, "a_browser_gives_up_after_seventy_five_seconds"),
    // Clients
    FACT("MODEL-201", "Attempts count in all; 502, 503 and 504 are tried again.", "", MODEL, "attempts_count_in_all_and_502_503_and_504_are_retried"),
    FACT("MODEL-202", "Neither 500 nor an answer below it is tried again.", "", MODEL, "neither_500_nor_an_answer_below_it_is_retried"),
    FACT("MODEL-203", "Time-outs and failures to connect are tried again.", "", MODEL, "time_outs_and_refusals_are_retried"),
    FACT("MODEL-204", "The wait before a retry doubles up to its limit.", "", MODEL, "the_backoff_doubles_up_to_its_limit"),
    FACT("MODEL-205", "A redirect is followed at most five times, as an attempt of the same request and not a retry.", "", MODEL, "a_redirect_is_followed_at_most_five_times"),
    FACT("MODEL-206", "Populations that name the same stream receive the same arrivals.", "", MODEL, "populations_of_one_stream_get_the_same_arrivals"),
    FACT("MODEL-207", "An answer of 500 or above is answered and not available; it is lost under its code.", "", MODEL, "an_answer_of_500_or_above_is_answered_and_not_available"),
    FACT("MODEL-208", "A server without a balancer refuses, resets and falls silent by itself.", "", MODEL, "a_server_without_a_balancer_refuses_resets_and_falls_silent"),
    FACT("MODEL-209", "Requests and attempts are conserved: born are answered, failed or in flight.", "", MODEL, "the_books_balance_at_every_moment"),
    FACT("MODEL-210", "Scenarios that differ only in the algorithm get exactly the same requests.", "", MODEL, "another_algorithm_gets_exactly_the_same_requests"),
    FACT("MODEL-211", "A wave is a cosine about the rate, written out in 48 straight pieces.", "", MODEL, "a_wave_swings_about_the_rate"),
    FACT("MODEL-212", "A flash crowd rises in a straight line and decays exponentially.", "", MODEL, "a_flash_crowd_rises_steeply_and_decays"),
    FACT("MODEL-213", "Bursts are a Markov-modulated rate: calm and burst last exponential times.", "", MODEL, "a_burst_multiplies_the_rate_while_it_lasts"),
    FACT("MODEL-214", "In a closed loop N users send N / (think time + response time) requests a second.", "queueing theory", MODEL, "in_a_closed_loop_slow_answers_slow_the_traffic"),
    FACT("MODEL-215", "The requests of a visit are geometric in number.", "", MODEL, "a_visit_has_as_many_requests_as_said_on_average"),
    FACT("MODEL-216", "What a visit asks follows from its first request, whatever answers it.", "", MODEL, "a_visit_asks_the_same_whatever_answers_it"),
    FACT("MODEL-217", "A replayed log asks for the same things at the times at which they came, in order of time.", "", MODEL, "a_replay_asks_at_the_recorded_times"),
    FACT("MODEL-218", "A replayed request takes its target as long as it took then; one that no target answered the mean of its kind.", "", MODEL, "a_replayed_request_works_as_long_as_it_did"),
    // Queues
    FACT("MODEL-301", "One worker with a queue is M/M/1.", "queueing theory", MODEL, "one_worker_is_mm1"),
    FACT("MODEL-302", "Four workers with one queue are M/M/4.", "queueing theory", MODEL, "four_workers_with_one_queue_are_mm4"),
    FACT("MODEL-303", "Under processor sharing the mean stay depends on the mean of the work only.", "queueing theory", MODEL, "shared_work_of_wide_spread_stays_as_long_as_its_mean_says"),
    FACT("MODEL-304", "What is inside is arrivals a second times the mean stay.", "Little's law", MODEL, "littles_law_holds_at_the_instance"),
    FACT("MODEL-305", "Under processor sharing small and large requests are slowed down alike.", "queueing theory", MODEL, "shared_work_slows_small_and_large_alike"),
    FACT("MODEL-306", "Two workers with eight places to wait are M/M/2/10.", "queueing theory", MODEL, "two_workers_with_eight_places_to_wait_are_mm2_10"),
    FACT("MODEL-307", "One worker gives every request the wait of Lindley's recursion.", "queueing theory", MODEL, "every_stay_at_mg1_is_that_of_lindleys_recursion_over_the_same_draws"),
    FACT("MODEL-308", "Power of two choices among many servers comes near its limit of infinitely many.", "queueing theory", MODEL, "two_choices_among_a_thousand_servers_are_near_their_mean_field"),
};
// clang-format on

const FactTable facts_model = FACT_TABLE("Targets, clients and queues of this model", rows);
