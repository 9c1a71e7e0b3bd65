// Recorded access logs: reading them as users have them, and asking again.
#include "scenario_text.h"

#include "only.h"
#include "scenario/replay.h"

#include <unistd.h>
#include <zlib.h>

static char folder[] = "/tmp/albatross-replay-XXXXXX";
static char path[300];

#define LINE(time, client, work, request)                                                          \
    "http " time " app/web/1 " client ":1000 10.0.0.1:80 0.001 " work                              \
    " 0.000 200 200 100 2000 \"" request "\" \"curl\" - - arn \"Root=1\" \"-\" \"-\" 0 " time      \
    " \"forward\" \"-\" \"-\" \"10.0.0.1:80\" \"200\" \"-\" \"-\"\n"
#define A "GET http://app.example.com:80/a HTTP/1.1"
#define B "POST http://app.example.com:80/b?x=1 HTTP/1.1"

static void make_folder(void) {
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/access.log", folder);
}

static void remove_folder(void) {
    unlink(path);
    rmdir(folder);
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
}

static void write_plain(const char *text) {
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

static void write_gzip(const char *text) {
    gzFile file = gzopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    gzputs(file, text);
    ck_assert_int_eq(gzclose(file), Z_OK);
}

static Sketch sketch_of_log(const char *more) {
    static char clients[900];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
             "\"10ms\",\"dns_round_trip\":\"10ms\",\"jitter\":0,\"users\":50,\"arrivals\":{"
             "\"replay\":{\"file\":\"%s\"%s}}}",
             path, more);
    return (Sketch){.clients = clients};
}

static const char three[] = LINE("2026-01-05T09:00:10.500000Z", "10.1.1.1", "0.250", B)
    LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.100", A)
        LINE("2026-01-05T09:00:12.000000Z", "10.1.1.2", "-1", A);

// The births of a run of the log, by time and work.
static void expect_births(const char *more, const double *seconds, const double *works) {
    Sketch sketch = sketch_of_log(more);
    Run *run = run_begin(&sketch);
    run_watch_hops(run);
    run_to(run, 30);
    int32_t births = 0;
    for (int32_t i = 0; i < run->hops.count; i++) {
        const SimHop *hop = &run->hops.items[i];
        if (hop->kind != SIM_HOP_BORN) continue;
        ck_assert_int_lt(births, 3);
        ck_assert_double_eq_tol((double)hop->time / 1e9, seconds[births], 1e-6);
        ck_assert_double_eq_tol((double)hop->work / 1e9, works[births], 1e-6);
        births++;
    }
    ck_assert_int_eq(births, 3);
    ck_assert_int_eq(sim_world_totals(run->world).requests_available, 3);
    run_end(run);
}

START_TEST(a_replay_asks_at_the_recorded_times) {
    write_plain(three);
    expect_births("", (double[]){0, 0.5, 2}, (double[]){0.1, 0.25, 0.1});
    expect_births(",\"speed\":2,\"begin\":\"4s\"", (double[]){4, 4.25, 5},
                  (double[]){0.1, 0.25, 0.1});
}
END_TEST

START_TEST(a_replayed_request_works_as_long_as_it_did) {
    write_gzip(three);
    expect_births("", (double[]){0, 0.5, 2}, (double[]){0.1, 0.25, 0.1});
}
END_TEST

static SimDiagnostics diagnostics;

static SimScenario *load(const char *more) {
    Sketch sketch = sketch_of_log(more);
    char *text = text_of(&sketch);
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    free(text);
    return scenario;
}

static void expect_words(const char *words) {
    for (int32_t i = 0; i < diagnostics.count; i++) {
        char text[1024];
        sim_diagnostic_format(&diagnostics, i, text, sizeof text);
        if (strstr(text, words) != NULL) return;
    }
    ck_abort_msg("nobody said: %s", words);
}

START_TEST(what_does_not_parse_is_counted_with_its_lines) {
    char text[8000];
    snprintf(text, sizeof text, "%s%s%s%s%s%s%s", three,
             "24.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 2326\n", "\n",
             "#Version: 1.0\n",
             LINE("2026-01-05T09:00:13.000000Z", "10.1.1.1", "0.100", "- http://h:80- -"),
             "ws 2026-01-05T09:00:13.000000Z a 1.1.1.1:1 - 0.1 0.1 0.1 101 101 1 1 \"GET "
             "http://app.example.com:80/ws HTTP/1.1\" \"-\" - -\n",
             "http 2026-01-05T09:00:14.000000Z app/web/1 10.1.1.1:10");
    write_gzip(text);
    SimScenario *scenario = load("");
    ck_assert_ptr_nonnull(scenario);
    expect_words("2 of 9 lines are no entries of a load balancer's access log: lines 4, 6");
    expect_words("1 of 9 lines hold no request that could be read: line 7");
    expect_words("1 of 9 lines are WebSockets or gRPC calls: line 8");
    expect_words("1 of 9 lines are cut short: line 9");
    expect_words("1 request was answered by no target");
    sim_diagnostics_deinit(&diagnostics);
    sim_scenario_release(scenario);
}
END_TEST

START_TEST(a_compressed_log_that_is_cut_gives_what_it_has) {
    char text[60000] = "";
    for (int i = 0; i < 100; i++)
        snprintf(text + strlen(text), 600,
                 LINE("2026-01-05T09:00:%02d.%03d000Z", "10.1.1.1", "0.1%02d", A), i / 2, i * 7, i,
                 i / 2, i * 7);
    write_gzip(text);
    FILE *file = fopen(path, "rb");
    char bytes[20000];
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    file = fopen(path, "wb");
    fwrite(bytes, 1, size * 2 / 3, file);
    fclose(file);
    SimScenario *scenario = load("");
    ck_assert_ptr_nonnull(scenario);
    expect_words("the file ends in the middle of its compressed data");
    sim_diagnostics_deinit(&diagnostics);
    sim_scenario_release(scenario);
}
END_TEST

static const struct {
    const char *text, *words;
} useless[] = {
    {NULL, "it can not be read: No such file"},
    {"", "no line of it is an entry"},
    {"hello\nworld\n", "no line of it is an entry"},
};

START_TEST(a_log_without_an_entry_is_refused) {
    if (useless[_i].text != NULL) write_plain(useless[_i].text);
    ck_assert_ptr_null(load(""));
    expect_words(useless[_i].words);
    sim_diagnostics_deinit(&diagnostics);
}
END_TEST

START_TEST(a_folder_is_no_log) {
    snprintf(path, sizeof path, "%s", folder);
    ck_assert_ptr_null(load(""));
    expect_words("it is no ordinary file");
    sim_diagnostics_deinit(&diagnostics);
}
END_TEST

START_TEST(another_log_is_another_scenario) {
    write_plain(three);
    SimScenario *one = load("");
    sim_diagnostics_deinit(&diagnostics);
    write_plain(LINE("2026-01-05T09:00:13.000000Z", "10.1.1.1", "0.100", A));
    SimScenario *other = load("");
    sim_diagnostics_deinit(&diagnostics);
    ck_assert_uint_ne(sim_scenario_hash(one), sim_scenario_hash(other));
    sim_scenario_release(one);
    sim_scenario_release(other);
}
END_TEST

START_TEST(a_running_world_keeps_its_log_whatever_becomes_of_the_file) {
    write_plain(three);
    Sketch sketch = sketch_of_log("");
    Run *run = run_begin(&sketch);
    run_to(run, 1);
    write_plain("gone\n");
    run_set(run, "clients.c.timeout", "5s");
    run_set(run, "clients.c.timeout", "6s");
    run_to(run, 30);
    ck_assert_int_eq(sim_world_totals(run->world).requests_born, 3);
    run_end(run);
}
END_TEST

static const struct {
    const char *line;
    AlbLineStatus status;
} lines[] = {
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.100", A), ALB_LINE_READ},
    {LINE("2026-13-05T09:00:10.000000Z", "10.1.1.1", "0.100", A), ALB_LINE_FOREIGN},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1x0", A), ALB_LINE_FOREIGN},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "-2", A), ALB_LINE_FOREIGN},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", "get http://h:80/ HTTP/1.1"),
     ALB_LINE_NO_REQUEST},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", "GET ftp://h:80/ HTTP/1.1"),
     ALB_LINE_NO_REQUEST},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", "GET http://h:80 HTTP/1.1"),
     ALB_LINE_NO_REQUEST},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", "GET http://h:80/"),
     ALB_LINE_NO_REQUEST},
    {"http 2016-08-10T22:08:42.945958Z app/my/1 1.1.1.1:2817 - -1 -1 -1 502 - 34 366 \"GET "
     "http://www.example.com:80/a?b=c HTTP/1.1\" \"curl/7.46.0\" - -",
     ALB_LINE_READ},
    {"http 2016-08-10T22:08:42.945958Z app/my/1 1.1.1.1:2817 - -1 -1 -1 502 - 34 366 \"GET http",
     ALB_LINE_CUT},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", "GET http://h:80/a b HTTP/1.1"),
     ALB_LINE_NO_REQUEST},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", A "\" \"Moz \\\"x\\\" \"y\" z"),
     ALB_LINE_READ},
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", A "\" \"never ends"), ALB_LINE_READ},
    {"tls 2.0 2018-12-20T02:59:40 net/my/c6e7 g3d4 72.21.218.154:51341 172.16.0.1:443 5 2 98 246 - "
     "arn - ECDHE tlsv12 - my.example.com - - -",
     ALB_LINE_FOREIGN},
    {"2015-05-13T23:39:43.945958Z my 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 0.000057 "
     "200 200 0 29 \"GET http://h:80/ HTTP/1.1\" \"curl\" - -",
     ALB_LINE_FOREIGN},
    {"2026-01-05\t09:00:00\tSFO5\t2390\t1.2.3.4\tGET\td111.cloudfront.net\t/x\t200",
     ALB_LINE_FOREIGN},
    {"{\"type\":\"http\"}", ALB_LINE_FOREIGN},
    {"", ALB_LINE_FOREIGN},
};

START_TEST(a_line_is_an_entry_or_is_not_guessed_at) {
    AlbLine entry;
    int32_t length = (int32_t)strcspn(lines[_i].line, "\n");
    ck_assert_int_eq(alb_line_read(lines[_i].line, length, &entry), lines[_i].status);
}
END_TEST

START_TEST(an_entry_says_when_who_what_and_how_long) {
    static const char text[] = LINE("2026-01-05T09:00:10.500000Z", "10.1.1.1", "0.250", B);
    AlbLine entry;
    ck_assert_int_eq(alb_line_read(text, (int32_t)sizeof text - 2, &entry), ALB_LINE_READ);
    ck_assert_int_eq(entry.at_ns, (INT64_C(1767603600) * 10 + 105) * 100000000);
    ck_assert_int_eq(entry.work_ns, 250000000);
    ck_assert_mem_eq(entry.client.start, "10.1.1.1", 8);
    ck_assert_mem_eq(entry.method.start, "POST", (size_t)entry.method.length);
    ck_assert_mem_eq(entry.host.start, "app.example.com", (size_t)entry.host.length);
    ck_assert_mem_eq(entry.path.start, "/b", (size_t)entry.path.length);
    ck_assert_mem_eq(entry.query.start, "x=1", (size_t)entry.query.length);
    ck_assert_int_eq(entry.received_bytes, 100);
    ck_assert_int_eq(entry.sent_bytes, 2000);
}
END_TEST

static const struct {
    const char *line;
    const char *address;
} addresses[] = {
    {LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.1", A), "10.1.1.1"},
    {LINE("2026-01-05T09:00:10.000000Z", "2001:db8::1", "0.1", A), "2001:db8::1"},
    {LINE("2026-01-05T09:00:10.000000Z", "[2001:db8::1]", "0.1", A), "[2001:db8::1]"},
};

START_TEST(the_port_stands_behind_the_last_colon) {
    AlbLine entry;
    int32_t length = (int32_t)strcspn(addresses[_i].line, "\n");
    ck_assert_int_eq(alb_line_read(addresses[_i].line, length, &entry), ALB_LINE_READ);
    char text[64];
    snprintf(text, sizeof text, "%.*s", entry.client.length, entry.client.start);
    ck_assert_str_eq(text, addresses[_i].address);
}
END_TEST

// As a log looks that was opened on another system and saved.
START_TEST(a_byte_order_mark_and_other_line_ends_are_no_harm) {
    char text[4000];
    snprintf(text, sizeof text, "\xef\xbb\xbf%s", three);
    for (char *end = strchr(text, '\n'); end != NULL; end = strchr(end + 2, '\n')) {
        memmove(end + 1, end, strlen(end) + 1);
        *end = '\r';
    }
    write_plain(text);
    expect_births("", (double[]){0, 0.5, 2}, (double[]){0.1, 0.25, 0.1});
}
END_TEST

START_TEST(gzip_files_one_behind_the_other_are_one_log) {
    static const char part[] = LINE("2026-01-05T09:00:10.000000Z", "10.1.1.1", "0.100", A);
    write_gzip(part);
    gzFile file = gzopen(path, "ab");
    gzputs(file, LINE("2026-01-05T09:00:12.000000Z", "10.1.1.2", "-1", A) "not an entry\n");
    ck_assert_int_eq(gzclose(file), Z_OK);
    SimScenario *scenario = load("");
    ck_assert_ptr_nonnull(scenario);
    expect_words("1 of 3 lines are no entries of a load balancer's access log: line 3");
    sim_diagnostics_deinit(&diagnostics);
    sim_scenario_release(scenario);
}
END_TEST

// One address is one user, so that a visitor's requests share a connection and nobody else's do.
START_TEST(more_addresses_than_users_are_said) {
    char text[60000] = "";
    for (int i = 0; i < 51; i++)
        snprintf(text + strlen(text), 600, LINE("2026-01-05T09:00:10.%06dZ", "10.1.1.%d", "0.1", A),
                 i, i, i);
    write_plain(text);
    SimScenario *scenario = load("");
    ck_assert_ptr_nonnull(scenario);
    expect_words("the log has 51 addresses, and the population 50 users");
    sim_diagnostics_deinit(&diagnostics);
    sim_scenario_release(scenario);
}
END_TEST

START_TEST(each_address_is_a_user_of_its_own) {
    char text[60000] = "";
    for (int i = 0; i < 100; i++)
        snprintf(text + strlen(text), 600,
                 LINE("2026-01-05T09:00:%02d.%06dZ", "2001:db8::%x", "0.001", A), i / 50 * 20, i,
                 i % 50, i / 50 * 20, i);
    write_plain(text);
    Arena arena;
    arena_init(&arena);
    Replay replay;
    SimError error;
    ck_assert(replay_read(&arena, path, &replay, &error));
    ck_assert_int_eq(replay.user_count, 50);
    uint64_t seen = 0;
    for (int i = 0; i < 50; i++) {
        ck_assert_int_eq(replay.entries[i].user, replay.entries[i + 50].user);
        seen |= UINT64_C(1) << replay.entries[i].user;
    }
    ck_assert_uint_eq(seen, (UINT64_C(1) << 50) - 1);
    arena_deinit(&arena);
}
END_TEST

// One entry of long ago makes all others late: nothing would be seen of them.
START_TEST(requests_that_come_when_the_run_is_over_are_said) {
    char text[4000];
    snprintf(text, sizeof text, "%s%s", LINE("2016-01-05T09:00:10.000000Z", "10.1.1.1", "0.100", A),
             three);
    write_plain(text);
    SimScenario *scenario = load("");
    ck_assert_ptr_nonnull(scenario);
    expect_words("3 of 4 requests come after the run's end");
    sim_diagnostics_deinit(&diagnostics);
    sim_scenario_release(scenario);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("replay");
    TCase *tests = tcase_create("files");
    tcase_add_checked_fixture(tests, make_folder, remove_folder);
    tcase_add_test(tests, a_replay_asks_at_the_recorded_times);
    tcase_add_test(tests, a_replayed_request_works_as_long_as_it_did);
    tcase_add_test(tests, what_does_not_parse_is_counted_with_its_lines);
    tcase_add_test(tests, a_compressed_log_that_is_cut_gives_what_it_has);
    tcase_add_loop_test(tests, a_log_without_an_entry_is_refused, 0,
                        (int)(sizeof useless / sizeof useless[0]));
    tcase_add_test(tests, a_folder_is_no_log);
    tcase_add_test(tests, another_log_is_another_scenario);
    tcase_add_test(tests, a_running_world_keeps_its_log_whatever_becomes_of_the_file);
    tcase_add_test(tests, a_byte_order_mark_and_other_line_ends_are_no_harm);
    tcase_add_test(tests, gzip_files_one_behind_the_other_are_one_log);
    tcase_add_test(tests, more_addresses_than_users_are_said);
    tcase_add_test(tests, each_address_is_a_user_of_its_own);
    tcase_add_test(tests, requests_that_come_when_the_run_is_over_are_said);
    suite_add_tcase(suite, tests);
    TCase *entries = tcase_create("lines");
    tcase_add_loop_test(entries, a_line_is_an_entry_or_is_not_guessed_at, 0,
                        (int)(sizeof lines / sizeof lines[0]));
    tcase_add_loop_test(entries, the_port_stands_behind_the_last_colon, 0,
                        (int)(sizeof addresses / sizeof addresses[0]));
    tcase_add_test(entries, an_entry_says_when_who_what_and_how_long);
    suite_add_tcase(suite, entries);
    return run_tests(suite);
}
