// The fields of the access log as they are written, of the requests of a run.
#include "export/outputs.h"
#include "scenario_text.h"

#define START  INT64_C(1767603600) // 2026-01-05T09:00:00Z
#define FIELDS 33

/// Lines of a run, split; fields are numbered from 1, as AWS does.
typedef struct Line {
    char text[1200];
    const char *field[FIELDS + 1];
    int32_t count;
    SimAccessEntry entry; ///< its texts are no longer lent
} Line;

typedef struct Lines {
    AccessLog log;
    OutFile file;
    char buffer[OUT_BUFFER_SIZE];
    ARRAY_OF(Line) items;
} Lines;

// At blanks outside quotes, which are dropped.
static void split(Line *line) {
    char *at = line->text;
    while (*at != '\0' && *at != '\n') {
        bool is_quoted = *at == '"';
        at += is_quoted;
        if (++line->count <= FIELDS) line->field[line->count] = at;
        at += strcspn(at, is_quoted ? "\"" : " \n");
        bool is_last = *at == '\0' || *at == '\n';
        if (*at != '\0') *at++ = '\0';
        if (is_quoted && *at == ' ') at++;
        if (is_last && !is_quoted) break;
    }
}

static void see_line(void *context, const SimAccessEntry *entry) {
    Lines *lines = context;
    lines->file.used = 0;
    access_log_write(&lines->log, entry);
    lines->buffer[lines->file.used] = '\0';
    Line *line = array_push(&lines->items);
    memset(line, 0, sizeof *line);
    ck_assert_uint_lt(lines->file.used, sizeof line->text);
    memcpy(line->text, lines->buffer, lines->file.used);
    line->entry = *entry;
}

// The lines of the first seconds of a run.
static Lines *lines_of(const Sketch *sketch, double seconds) {
    Lines *lines = calloc(1, sizeof *lines);
    lines->file = (OutFile){.descriptor = -1, .buffer = lines->buffer};
    lines->log = (AccessLog){.file = &lines->file, .start_unix_s = START};
    Run *run = run_begin(sketch);
    SimSink sink = {.context = lines, .access = see_line};
    sim_world_advance(run->world, (SimTime)(seconds * 1e9), 0, &sink);
    run_end(run);
    for (int32_t i = 0; i < lines->items.count; i++) {
        split(&lines->items.items[i]);
        ck_assert_int_eq(lines->items.items[i].count, FIELDS);
    }
    ck_assert_int_gt(lines->items.count, 0);
    return lines;
}

static void lines_free(Lines *lines) {
    array_deinit(&lines->items);
    free(lines);
}

// The first line with this code.
static const Line *line_with(const Lines *lines, const char *code) {
    for (int32_t i = 0; i < lines->items.count; i++)
        if (strcmp(lines->items.items[i].field[9], code) == 0) return &lines->items.items[i];
    ck_abort_msg("no line with %s", code);
    return NULL;
}

#define EXPECT(line, number, value) ck_assert_str_eq((line)->field[number], value)

#define ASK(path) "{\"path\":\"" path "\",\"work\":{\"constant\":\"50ms\"}}"
#define RULE(priority, path, action)                                                               \
    "{\"priority\":" #priority ",\"if\":{\"path-pattern\":[\"" path "\"]},\"then\":" action "}"
#define NO_TRIPS ",\"same_zone_round_trip\":\"0s\",\"cross_zone_round_trip\":\"0s\""

START_TEST(every_field_says_what_aws_writes) {
    Sketch sketch = {
        .rate = "1/s",
        .requests =
            "{\"path\":\"/a\",\"query\":\"q=1\",\"method\":\"PUT\",\"request_bytes\":321,"
            "\"response_bytes\":4567,\"headers\":{\"User-Agent\":\"curl/8.5\",\"Accept\":\"*\"},"
            "\"work\":{\"constant\":\"50ms\"}}",
        .rules = RULE(7, "/a", "{\"forward\":\"web\"}"),
        .region = NO_TRIPS};
    Lines *lines = lines_of(&sketch, 3.5);
    const Line *line = line_with(lines, "200");
    EXPECT(line, 1, "http");
    EXPECT(line, 2, "2026-01-05T09:00:01.065000Z");
    ck_assert_int_eq(strncmp(line->field[3], "app/web/", 8), 0);
    ck_assert_uint_eq(strlen(line->field[3]), strlen("app/web/0123456789abcdef"));
    ck_assert_ptr_nonnull(strstr(line->field[5], ":80"));
    EXPECT(line, 6, "0.000");
    EXPECT(line, 7, "0.050");
    EXPECT(line, 8, "0.000");
    EXPECT(line, 10, "200");
    EXPECT(line, 11, "321");
    EXPECT(line, 12, "4567");
    EXPECT(line, 13, "PUT http://app.example.com:80/a?q=1 HTTP/1.1");
    EXPECT(line, 14, "curl/8.5");
    ck_assert_ptr_nonnull(strstr(line->field[17], ":targetgroup/web/"));
    ck_assert_int_eq(strncmp(line->field[18], "Root=1-", 7), 0);
    ck_assert_uint_eq(strlen(line->field[18]), strlen("Root=1-67c6d2c2-0123456789abcdef01234567"));
    EXPECT(line, 21, "7");
    EXPECT(line, 22, "2026-01-05T09:00:01.015000Z");
    EXPECT(line, 23, "forward");
    EXPECT(line, 26, line->field[5]);
    EXPECT(line, 27, "200");
    for (int32_t i = 1; i < lines->items.count; i++)
        ck_assert_str_ne(lines->items.items[i].field[18] + strlen("Root=1-67c6d2c2-"),
                         lines->items.items[i - 1].field[18] + strlen("Root=1-67c6d2c2-"));
    lines_free(lines);
    // The same by the default rule and over HTTPS.
    sketch.listeners =
        "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example.com\"],"
        "\"default\":{\"forward\":\"web\"}}";
    sketch.requests = ASK("/");
    sketch.clients = "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\","
                     "\"arrivals\":{\"constant\":\"5/s\"},\"requests\":[" ASK("/") "]}";
    lines = lines_of(&sketch, 3);
    line = line_with(lines, "200");
    EXPECT(line, 1, "https");
    EXPECT(line, 14, "-");
    ck_assert_str_ne(line->field[15], "-");
    EXPECT(line, 16, "TLSv1.3");
    EXPECT(line, 19, "app.example.com");
    ck_assert_ptr_nonnull(strstr(line->field[20], ":certificate/"));
    EXPECT(line, 21, "0");
    lines_free(lines);
}
END_TEST

START_TEST(what_does_not_apply_is_a_dash) {
    Sketch sketch = {
        .requests = ASK("/") "," ASK("/moved") "," ASK("/gone") "," ASK("/none"),
        .rules =
            RULE(1, "/moved", "{\"redirect\":{\"path\":\"/\",\"query\":\"from=#{path}\"}}") "," RULE(
                2, "/gone",
                "{\"fixed-response\":{\"status\":404}}") "," RULE(3, "/none",
                                                                  "{\"forward\":\"none\"}"),
        .groups = ",{\"name\":\"none\"}"};
    Lines *lines = lines_of(&sketch, 5);
    static const char *const codes[] = {"301", "404", "503"};
    static const char *const actions[] = {"redirect", "fixed-response", "forward"};
    for (int i = 0; i < 3; i++) {
        const Line *line = line_with(lines, codes[i]);
        static const int dashes[] = {5, 10, 15, 16, 19, 20, 25, 26, 27, 28, 29, 31, 32, 33};
        for (size_t d = 0; d < sizeof dashes / sizeof dashes[0]; d++)
            EXPECT(line, dashes[d], "-");
        static const int unknown[] = {6, 7, 8};
        for (size_t d = 0; d < 3; d++)
            EXPECT(line, unknown[d], "-1");
        EXPECT(line, 23, actions[i]);
        ck_assert_int_eq(strcmp(line->field[24], "-") != 0, i == 0);
        ck_assert_int_eq(strcmp(line->field[17], "-") != 0, i == 2);
    }
    EXPECT(line_with(lines, "301"), 24, "http://app.example.com:80/?from=moved");
    EXPECT(line_with(lines, "200"), 15, "-");
    EXPECT(line_with(lines, "200"), 24, "-");
    lines_free(lines);
}
END_TEST

static void expect_times(const Sketch *sketch, const char *code, const char *first) {
    Lines *lines = lines_of(sketch, 20);
    const Line *line = line_with(lines, code);
    EXPECT(line, 6, first);
    EXPECT(line, 7, "-1");
    EXPECT(line, 8, "-1");
    EXPECT(line, 10, "-");
    ck_assert_int_eq(strcmp(line->field[5], "-") == 0, strcmp(first, "-1") == 0);
    lines_free(lines);
}

#define SLOW_CHECKS "\"interval\":\"300s\",\"timeout\":\"120s\""

START_TEST(without_a_connection_no_time_is_known) {
    Sketch refused = {.health = SLOW_CHECKS,
                      .timeline =
                          "{\"at\":\"1ms\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"};
    expect_times(&refused, "502", "-1");
    Sketch silent = {.health = SLOW_CHECKS,
                     .timeline =
                         "{\"at\":\"1ms\",\"do\":\"zone_partition\",\"zone\":\"ap-south-1a\"}"};
    expect_times(&silent, "504", "-1");
}
END_TEST

START_TEST(a_silent_target_leaves_the_first_time_only) {
    Sketch sketch = {.health = SLOW_CHECKS,
                     .balancer = ",\"idle_timeout\":\"5s\"",
                     .region = NO_TRIPS,
                     .timeline =
                         "{\"at\":\"1ms\",\"do\":\"hang\",\"instance\":\"ap-south-1/web-1\"}"};
    expect_times(&sketch, "504", "0.000");
}
END_TEST

START_TEST(a_request_line_bears_the_version_that_was_sent) {
    Sketch sketch = {.requests = "{\"path\":\"/\",\"work\":{\"constant\":\"10ms\"}},"
                                 "{\"path\":\"/odd\",\"defect\":\"http_version\",\"work\":"
                                 "{\"constant\":\"10ms\"}}"};
    Lines *lines = lines_of(&sketch, 5);
    EXPECT(line_with(lines, "505"), 13, "GET http://app.example.com:80/odd HTTP/2.0");
    EXPECT(line_with(lines, "200"), 13, "GET http://app.example.com:80/ HTTP/1.1");
    EXPECT(line_with(lines, "505"), 1, "http");
    lines_free(lines);
}
END_TEST

START_TEST(opening_a_connection_to_the_target_is_request_processing_time) {
    Sketch sketch = {.launch = ",\"keep_alive\":\"0s\"",
                     .region = ",\"same_zone_round_trip\":\"30ms\",\"cross_zone_round_trip\":"
                               "\"30ms\""};
    Lines *lines = lines_of(&sketch, 3);
    EXPECT(line_with(lines, "200"), 6, "0.030");
    lines_free(lines);
}
END_TEST

START_TEST(entries_of_one_connection_share_port_and_id) {
    Sketch sketch = {.rate = NULL};
    sketch.clients = "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\","
                     "\"round_trip\":\"1ms\",\"jitter\":0,\"users\":3,\"arrivals\":{\"constant\":"
                     "\"2/s\"},\"requests\":[" ASK("/") "]}";
    Lines *lines = lines_of(&sketch, 60);
    int32_t same = 0;
    for (int32_t i = 0; i < lines->items.count; i++)
        for (int32_t j = 0; j < i; j++) {
            const Line *a = &lines->items.items[i], *b = &lines->items.items[j];
            bool is_same = strcmp(a->field[4], b->field[4]) == 0;
            ck_assert_int_eq(strcmp(a->field[30], b->field[30]) == 0, is_same);
            same += is_same;
            ck_assert_ptr_null(strstr(a->field[4], ":0\0"));
        }
    // Three users with hardly more than a connection each.
    ck_assert_int_gt(same, lines->items.count * (lines->items.count - 1) / 2 / 8);
    ck_assert_int_lt(same, lines->items.count * (lines->items.count - 1) / 2 * 3 / 4);
    lines_free(lines);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("log_fields");
    TCase *tests = tcase_create("log_fields");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_field_says_what_aws_writes);
    tcase_add_test(tests, what_does_not_apply_is_a_dash);
    tcase_add_test(tests, without_a_connection_no_time_is_known);
    tcase_add_test(tests, a_silent_target_leaves_the_first_time_only);
    tcase_add_test(tests, a_request_line_bears_the_version_that_was_sent);
    tcase_add_test(tests, opening_a_connection_to_the_target_is_request_processing_time);
    tcase_add_test(tests, entries_of_one_connection_share_port_and_id);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
