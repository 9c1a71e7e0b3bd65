// Links between the clients of a place and a region: slow ones, and ones that lose packets.
#include "zone_text.h"

#include "sim/view.h"

#define RECORDS                                                                                    \
    RECORD("latency", "us-east-1", "\"region\":\"us-east-1\"," TO_PLAIN("1"))                      \
    "," RECORD("latency", "eu-west-1", "\"region\":\"eu-west-1\"," TO_PLAIN("2"))
#define NEW_YORK   USERS_OF("ny", "New York", "2", "")
#define TWO_CITIES NEW_YORK "," USERS_OF("bom", "Mumbai", "2", "")
#define LINK(at, command, more)                                                                    \
    "{\"at\":\"" at "\",\"do\":\"" command "\",\"link\":\"New York/ap-south-1\"" more "}"

// How long the users of a population wait on average until this time.
static double mean(Run *run, const char *client, double until) {
    double time = -run_sum(run, "ResponseTime", client), count = -run_sum(run, "Answered", client);
    run_to(run, until);
    time += run_sum(run, "ResponseTime", client);
    return time / (count + run_sum(run, "Answered", client));
}

START_TEST(a_slow_link_adds_to_every_round_trip_of_its_clients) {
    Run *run = zone_run(
        RECORDS, TWO_CITIES,
        LINK("60s", "link_slow", ",\"by\":\"100ms\"") "," LINK("120s", "link_recover", ""), 10);
    // A connection and a request over HTTP: two round trips of 10 ms, and 1 ms of work.
    ck_assert_double_eq_tol(mean(run, "Client=ny", 59), 0.021, 0.003);
    run_to(run, 62);
    ck_assert_double_eq_tol(mean(run, "Client=ny", 119), 0.221, 0.003);
    run_to(run, 122);
    ck_assert_double_eq_tol(mean(run, "Client=ny", 180), 0.021, 0.003);
    ck_assert_double_eq_tol(run_sum(run, "ResponseTime", "Client=bom") /
                                run_sum(run, "Answered", "Client=bom"),
                            0.021, 0.003);
    run_end(run);
}
END_TEST

START_TEST(a_lost_packet_comes_again_after_a_wait) {
    Run *run = zone_run(
        RECORDS, TWO_CITIES,
        LINK("60s", "link_loss", ",\"share\":0.05") "," LINK("600s", "link_recover", ""), 62);
    // An exchange fails in 9.75 %: 1 s for a SYN, 210 ms for a request, then twice that.
    ck_assert_double_eq_tol(mean(run, "Client=ny", 599), 0.021 + 0.0975 * 1.21, 0.03);
    ck_assert_double_eq_tol(run_sum(run, "ResponseTime", "Client=bom") /
                                run_sum(run, "Answered", "Client=bom"),
                            0.021, 0.003);
    run_to(run, 610);
    ck_assert_double_eq_tol(mean(run, "Client=ny", 700), 0.021, 0.003);
    run_end(run);
}
END_TEST

START_TEST(a_look_at_a_region_says_what_is_wrong_with_the_ways_to_it) {
    Run *run =
        zone_run(RECORDS, TWO_CITIES,
                 LINK("1s", "link_slow", ",\"by\":\"100ms\"") "," LINK(
                     "2s", "link_loss", ",\"share\":0.05") "," LINK("5s", "link_recover", ""),
                 4);
    SimViewer *viewer = sim_viewer_create();
    const SimViewRegion *region = sim_viewer_look(viewer, run->world)->regions;
    ck_assert_int_eq(region->hurt_clients, 1);
    ck_assert_int_eq(region->hurt_added, 100 * SIM_MILLISECOND);
    ck_assert_double_eq(region->hurt_loss, 0.05);
    run_to(run, 6);
    region = sim_viewer_look(viewer, run->world)->regions;
    ck_assert_int_eq(region->hurt_clients, 0);
    ck_assert_int_eq(region->hurt_added, 0);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

START_TEST(latency_routing_does_not_see_that_a_link_is_slow_today) {
    Run *run = zone_run(RECORDS, NEW_YORK, LINK("10s", "link_slow", ",\"by\":\"900ms\""), 200);
    ck_assert_str_eq(zone_seen(run, 0), "us-east-1");
    run_end(run);
}
END_TEST

START_TEST(a_link_without_clients_or_region_is_refused) {
    Run *run = zone_run(RECORDS, NEW_YORK, NULL, 1);
    SimCommand command = {.kind = SIM_COMMAND_LINK_SLOW, .number = 1e6};
    const char *const wrong[] = {"Mumbai/ap-south-1", "New York/mars-1", "New York"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        SimError error;
        snprintf(command.target, sizeof command.target, "%s", wrong[i]);
        ck_assert(!sim_world_command(run->world, &command, false, &error));
    }
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("links");
    TCase *tests = tcase_create("links");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_slow_link_adds_to_every_round_trip_of_its_clients);
    tcase_add_test(tests, a_lost_packet_comes_again_after_a_wait);
    tcase_add_test(tests, a_look_at_a_region_says_what_is_wrong_with_the_ways_to_it);
    tcase_add_test(tests, latency_routing_does_not_see_that_a_link_is_slow_today);
    tcase_add_test(tests, a_link_without_clients_or_region_is_refused);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
