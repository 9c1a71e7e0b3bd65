// The outputs of a run: what stands in them, and what happens when they cannot be written.
#include "cloudwatch/series.h"
#include "export/outputs.h"

#include <check.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define START INT64_C(1767603600) // 2026-01-05T09:00:00Z
#define WEB   "LoadBalancer=app/web/0123456789abcdef"
#define BLUE  "TargetGroup=targetgroup/blue/1111111111111111"

static char directory[] = "/tmp/albatross-export-XXXXXX";
static char text[1 << 17];

static void make_directory(void) {
    ck_assert_ptr_nonnull(mkdtemp(directory));
}

static void path_of(const char *name, char path[256]) {
    snprintf(path, 256, "%s/%s", directory, name);
}

static void remove_directory(void) {
    static const char *const names[] = {"out", "out.part", "a/b", "a"};
    char path[256];
    chmod(directory, 0777);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        path_of(names[i], path);
        remove(path);
    }
    ck_assert_int_eq(rmdir(directory), 0);
}

static bool read_back(const char *name) {
    char path[256];
    path_of(name, path);
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    size_t length = fread(text, 1, sizeof text - 1, file);
    text[length] = '\0';
    fclose(file);
    return true;
}

static OutFile open_out(void) {
    OutFile file;
    SimError error = {0};
    ck_assert_msg(out_file_open(&file, directory, "out", &error), "%s", error.text);
    return file;
}

static const char *close_out(OutFile *file) {
    SimError error = {0};
    ck_assert_msg(out_file_finish(file, &error), "%s", error.text);
    ck_assert(read_back("out"));
    return text;
}

START_TEST(numbers_are_written_as_printf_writes_them) {
    static const double values[] = {
        0,      1,       -1,         0.1,        1.0 / 3,      123456789,   1234567890,   1e9,
        0.0001, 0.00001, 123456.789, 1e-300,     1.7e308,      999999999.5, 99999.99995,  -2.5e-7,
        1e15,   0.5,     1e21,       0.00012345, 123456789.25, 1e-4,        9.9999999949, 100.5};
    OutFile file = open_out();
    char expected[1024] = "";
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        out_number(&file, values[i]);
        out_char(&file, ' ');
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%.9g ",
                 values[i]);
    }
    ck_assert_str_eq(close_out(&file), expected);
}
END_TEST

START_TEST(integers_are_written_to_their_ends) {
    OutFile file = open_out();
    out_integer(&file, INT64_MIN);
    out_char(&file, ' ');
    out_integer(&file, INT64_MAX);
    out_char(&file, ' ');
    out_seconds(&file, 12 * SIM_SECOND + 1);
    out_char(&file, ' ');
    out_hex16(&file, UINT64_C(0xdeadbeef));
    ck_assert_str_eq(close_out(&file),
                     "-9223372036854775808 9223372036854775807 12.000000001 00000000deadbeef");
}
END_TEST

START_TEST(timestamps_are_iso_8601_in_utc) {
    static const struct {
        int64_t start;
        SimTime time;
        int digits;
        const char *expected;
    } rows[] = {{START, 0, 0, "2026-01-05T09:00:00Z"},
                {START, 15 * SIM_HOUR, 3, "2026-01-06T00:00:00.000Z"},
                {START, SIM_SECOND + 482913999, 6, "2026-01-05T09:00:01.482913Z"},
                {951782399, SIM_SECOND, 0, "2000-02-29T00:00:00Z"},
                {951782400, 24 * SIM_HOUR, 0, "2000-03-01T00:00:00Z"},
                {0, 1, 9, "1970-01-01T00:00:00.000000001Z"},
                {4107542399, SIM_SECOND, 0, "2100-03-01T00:00:00Z"},
                {-1, 0, 0, "1969-12-31T23:59:59Z"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        OutFile file = open_out();
        out_timestamp(&file, rows[i].start, rows[i].time, rows[i].digits);
        ck_assert_str_eq(close_out(&file), rows[i].expected);
    }
}
END_TEST

START_TEST(csv_fields_are_quoted_when_they_must_be) {
    OutFile file = open_out();
    const char *fields[] = {"plain", "a,b", "say \"no\"", "two\nlines", "", "semi;colon=fine"};
    for (int i = 0; i < 6; i++) {
        out_csv(&file, fields[i]);
        out_char(&file, '|');
    }
    ck_assert_str_eq(close_out(&file),
                     "plain|\"a,b\"|\"say \"\"no\"\"\"|\"two\nlines\"||semi;colon=fine|");
}
END_TEST

START_TEST(json_escapes_text_and_places_commas) {
    OutFile file = open_out();
    JsonOut json = {.file = &file};
    json_begin_object(&json, NULL);
    json_text(&json, "a\"b", "c\\d\n\x01\xc3\xa9");
    json_begin_array(&json, "list");
    json_integer(&json, NULL, 1);
    json_number(&json, NULL, NAN);
    json_end_array(&json);
    json_begin_object(&json, "none");
    json_end_object(&json);
    json_hash(&json, "hash", 255);
    json_boolean(&json, "yes", true);
    json_end_object(&json);
    ck_assert_str_eq(
        close_out(&file),
        "{\n  \"a\\\"b\": \"c\\\\d\\n\\u0001\xc3\xa9\",\n  \"list\": [\n    1,\n    null\n  ],\n"
        "  \"none\": {},\n  \"hash\": \"00000000000000ff\",\n  \"yes\": true\n}\n");
}
END_TEST

// Files that fail and files that do not.

START_TEST(the_older_file_stays_whole_until_the_new_one_is) {
    OutFile file = open_out();
    out_text(&file, "old");
    close_out(&file);
    file = open_out();
    for (int i = 0; i < 100000; i++)
        out_text(&file, "new"); // more than the buffer holds, so some of it is on disk
    ck_assert(read_back("out"));
    ck_assert_str_eq(text, "old");
    out_file_discard(&file);
    ck_assert(read_back("out"));
    ck_assert_str_eq(text, "old");
    ck_assert(!read_back("out.part"));
}
END_TEST

START_TEST(large_writes_arrive_whole) {
    OutFile file = open_out();
    for (int i = 0; i < 20000; i++)
        out_digits(&file, (uint64_t)i, 5);
    close_out(&file);
    ck_assert_uint_eq(strlen(text), 100000);
    ck_assert_mem_eq(text + 5 * 13107, "13107", 5);
    ck_assert(!read_back("out.part"));
}
END_TEST

START_TEST(a_full_disk_is_reported_and_leaves_the_older_file) {
    OutFile file = open_out();
    out_text(&file, "old");
    close_out(&file);
    char part[256];
    path_of("out.part", part);
    ck_assert_int_eq(symlink("/dev/full", part), 0);
    file = open_out();
    for (int i = 0; i < 100000; i++)
        out_text(&file, "new");
    ck_assert(out_file_has_failed(&file));
    SimError error = {0};
    ck_assert(!out_file_finish(&file, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "/out"));
    ck_assert_ptr_nonnull(strstr(error.text, strerror(ENOSPC)));
    ck_assert(out_file_has_failed(&file));
    out_file_discard(&file);
    struct stat status;
    ck_assert_int_ne(lstat(part, &status), 0);
    ck_assert(read_back("out"));
    ck_assert_str_eq(text, "old");
}
END_TEST

START_TEST(a_full_disk_is_found_at_the_end_too) {
    char part[256];
    path_of("out.part", part);
    ck_assert_int_eq(symlink("/dev/full", part), 0);
    OutFile file = open_out();
    out_text(&file, "little");
    ck_assert(!out_file_has_failed(&file));
    SimError error = {0};
    ck_assert(!out_file_finish(&file, &error));
    ck_assert_ptr_nonnull(strstr(error.text, strerror(ENOSPC)));
    ck_assert(!read_back("out"));
}
END_TEST

START_TEST(a_file_that_cannot_be_made_says_why) {
    OutFile file;
    SimError error = {0};
    char missing[256];
    path_of("missing", missing);
    ck_assert(!out_file_open(&file, missing, "out", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "missing/out"));
    ck_assert_ptr_nonnull(strstr(error.text, strerror(ENOENT)));
    out_file_discard(&file);
    ck_assert_int_eq(chmod(directory, 0555), 0);
    if (geteuid() != 0) {
        ck_assert(!out_file_open(&file, directory, "out", &error));
        ck_assert_ptr_nonnull(strstr(error.text, strerror(EACCES)));
    }
}
END_TEST

START_TEST(directories_are_made_with_their_parents) {
    char path[256];
    SimError error = {0};
    path_of("a/b", path);
    ck_assert_msg(make_directories(path, &error), "%s", error.text);
    ck_assert_msg(make_directories(path, &error), "%s", error.text);
    struct stat status;
    ck_assert(stat(path, &status) == 0 && S_ISDIR(status.st_mode));
    OutFile file = open_out();
    close_out(&file);
    path_of("out/c", path);
    ck_assert(!make_directories(path, &error));
    ck_assert_ptr_nonnull(strstr(error.text, strerror(EEXIST)));
}
END_TEST

// The access log.

static SimAccessEntry make_entry(void) {
    return (SimAccessEntry){.time = 30 * SIM_SECOND + 482913 * SIM_MICROSECOND,
                            .created = 30 * SIM_SECOND + 439000 * SIM_MICROSECOND,
                            .region = "eu-west-1",
                            .balancer = "app/web/0123456789abcdef",
                            .client_ip = 0xC6336417,
                            .client_port = 51422,
                            .target_ip = 0x0A00020F,
                            .target_port = 8080,
                            .request_processing = SIM_MILLISECOND,
                            .target_processing = 42 * SIM_MILLISECOND,
                            .response_processing = 0,
                            .elb_status = 200,
                            .target_status = 200,
                            .received_bytes = 412,
                            .sent_bytes = 1893,
                            .is_https = true,
                            .method = "GET",
                            .host = "shop.example.test",
                            .path = "/api/items",
                            .query = "id=7",
                            .port = 443,
                            .target_group = "targetgroup/blue/1122334455667788",
                            .trace_bits = UINT64_C(0x0123456789abcdef),
                            .connection_bits = UINT64_C(0x5f0c9a7e31b24d68),
                            .certificate = "shop.example.test",
                            .rule_priority = 10,
                            .action = SIM_ACCESS_FORWARD};
}

typedef struct Fields {
    char items[40][2200];
    bool is_quoted[40];
    int count;
} Fields;

// Splits a line as log tools do: blanks divide, quotes hold together.
static void split_line(const char *line, Fields *fields) {
    fields->count = 0;
    while (*line != '\n') {
        ck_assert_int_lt(fields->count, 40);
        char *out = fields->items[fields->count];
        bool is_quoted = *line == '"';
        fields->is_quoted[fields->count++] = is_quoted;
        line += is_quoted;
        while (*line != '\n' && *line != (is_quoted ? '"' : ' '))
            *out++ = *line++;
        *out = '\0';
        line += is_quoted;
        line += *line == ' ';
    }
    ck_assert_str_eq(line, "\n");
}

static Fields written;

static void write_entry(const SimAccessEntry *entry) {
    OutFile file = open_out();
    AccessLog log = {.file = &file, .start_unix_s = START};
    access_log_write(&log, entry);
    split_line(close_out(&file), &written);
}

static void check_field(int number, const char *expected) {
    ck_assert_msg(strcmp(written.items[number - 1], expected) == 0, "field %d is %s, not %s",
                  number, written.items[number - 1], expected);
}

START_TEST(an_entry_has_the_33_fields_of_aws) {
    SimAccessEntry entry = make_entry();
    write_entry(&entry);
    ck_assert_int_eq(written.count, 33);
    static const char *const expected[33] = {
        "https",
        "2026-01-05T09:00:30.482913Z",
        "app/web/0123456789abcdef",
        "198.51.100.23:51422",
        "10.0.2.15:8080",
        "0.001",
        "0.042",
        "0.000",
        "200",
        "200",
        "412",
        "1893",
        "GET https://shop.example.test:443/api/items?id=7 HTTP/1.1",
        "-",
        "TLS_AES_128_GCM_SHA256",
        "TLSv1.3",
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/blue/1122334455667788",
        NULL,
        "shop.example.test",
        NULL,
        "10",
        "2026-01-05T09:00:30.439000Z",
        "forward",
        "-",
        "-",
        "10.0.2.15:8080",
        "200",
        "-",
        "-",
        "TID_5f0c9a7e31b24d68",
        "-",
        "-",
        "-"};
    static const int quoted[] = {13, 14, 18, 19, 20, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33};
    for (int i = 0; i < 33; i++)
        if (expected[i] != NULL) check_field(i + 1, expected[i]);
    for (int i = 1, at = 0; i <= 33; i++) {
        bool is_quoted = at < 15 && quoted[at] == i;
        ck_assert_msg(written.is_quoted[i - 1] == is_quoted, "field %d", i);
        at += is_quoted;
    }
    ck_assert_uint_eq(strlen(written.items[17]),
                      strlen("Root=1-695b7dae-0123456789abcdef01234567"));
    ck_assert_int_eq(strncmp(written.items[17], "Root=1-695b7dae-0123456789abcdef", 32), 0);
    const char *arn = "arn:aws:acm:eu-west-1:111122223333:certificate/";
    ck_assert_int_eq(strncmp(written.items[19], arn, strlen(arn)), 0);
    ck_assert_uint_eq(strlen(written.items[19]), strlen(arn) + 36);
}
END_TEST

START_TEST(what_does_not_apply_is_a_dash_or_minus_one) {
    SimAccessEntry entry = make_entry();
    entry.is_https = false;
    entry.target_ip = 0;
    entry.request_processing = entry.target_processing = entry.response_processing = -1;
    entry.elb_status = 503;
    entry.target_status = 0;
    entry.target_group = NULL;
    entry.certificate = NULL;
    entry.rule_priority = -2;
    entry.action = SIM_ACCESS_NONE;
    entry.query = "";
    entry.port = 80;
    write_entry(&entry);
    ck_assert_int_eq(written.count, 33);
    static const int dashes[] = {5, 10, 15, 16, 17, 19, 20, 21, 23, 24, 25, 26, 27};
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++)
        check_field(dashes[i], "-");
    for (int number = 6; number <= 8; number++)
        check_field(number, "-1");
    check_field(1, "http");
    check_field(9, "503");
    check_field(13, "GET http://shop.example.test:80/api/items HTTP/1.1");
}
END_TEST

START_TEST(the_cipher_tells_the_kind_of_the_certificate_before_tls_1_3) {
    SimAccessEntry entry = make_entry();
    entry.key.scenario = 0;
    entry.is_ecdsa = true;
    write_entry(&entry);
    check_field(15, "TLS_AES_128_GCM_SHA256");
    entry.tls = SIM_TLS_1_2;
    write_entry(&entry);
    check_field(15, "ECDHE-ECDSA-AES128-GCM-SHA256");
    entry.tls = SIM_TLS_1_0;
    write_entry(&entry);
    check_field(15, "ECDHE-ECDSA-AES128-SHA");
}
END_TEST

START_TEST(rules_and_actions_have_their_own_words) {
    SimAccessEntry entry = make_entry();
    entry.rule_priority = 0;
    entry.action = SIM_ACCESS_REDIRECT;
    entry.redirect =
        (SimAccessUrl){.host = "shop.example.test", .port = 443, .path = "/api", .is_https = true};
    entry.tls = SIM_TLS_1_2;
    write_entry(&entry);
    check_field(15, "ECDHE-RSA-AES128-GCM-SHA256");
    check_field(16, "TLSv1.2");
    check_field(21, "0");
    check_field(23, "redirect");
    check_field(24, "https://shop.example.test:443/api");
    entry.rule_priority = -1;
    entry.action = SIM_ACCESS_FIXED_RESPONSE;
    write_entry(&entry);
    check_field(21, "-1");
    check_field(23, "fixed-response");
}
END_TEST

START_TEST(each_line_has_its_own_times) {
    static const char *const expected[] = {
        "http 2026-01-05T09:00:30.482913Z ", "http 2026-01-05T09:00:31.000000Z ",
        "http 2026-01-05T09:00:31.999999Z ", "http 2026-01-06T09:00:00.000000Z "};
    static const SimTime times[] = {30 * SIM_SECOND + 482913 * SIM_MICROSECOND, 31 * SIM_SECOND,
                                    32 * SIM_SECOND - 1, 24 * SIM_HOUR};
    OutFile file = open_out();
    AccessLog log = {.file = &file, .start_unix_s = START};
    SimAccessEntry entry = make_entry();
    entry.is_https = false;
    for (int i = 0; i < 4; i++) {
        entry.time = times[i];
        access_log_write(&log, &entry);
    }
    const char *line = close_out(&file);
    for (int i = 0; i < 4; i++) {
        ck_assert_msg(strncmp(line, expected[i], strlen(expected[i])) == 0, "%.40s", line);
        line = strchr(line, '\n') + 1;
    }
}
END_TEST

START_TEST(times_are_rounded_to_milliseconds) {
    static const struct {
        SimTime time;
        const char *expected;
    } rows[] = {{499999, "0.000"},
                {500000, "0.001"},
                {1999 * SIM_MILLISECOND + 500000, "2.000"},
                {60001 * SIM_MILLISECOND, "60.001"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        SimAccessEntry entry = make_entry();
        entry.target_processing = rows[i].time;
        write_entry(&entry);
        check_field(7, rows[i].expected);
    }
}
END_TEST

START_TEST(hostile_paths_do_not_break_a_line) {
    SimAccessEntry entry = make_entry();
    entry.path = "/a \"b\" \\ \n\xc3\xa9";
    write_entry(&entry);
    ck_assert_int_eq(written.count, 33);
    check_field(13,
                "GET https://shop.example.test:443/a%20\\x22b\\x22%20\\x5c%20\\x0a\\xc3\\xa9?id=7 "
                "HTTP/1.1");
}
END_TEST

START_TEST(a_request_line_has_at_most_2048_characters) {
    static char path[5000];
    for (int blank = 0; blank < 2; blank++) {
        memset(path, blank == 0 ? 'a' : '"', sizeof path - 1);
        path[0] = '/';
        SimAccessEntry entry = make_entry();
        entry.path = path;
        write_entry(&entry);
        ck_assert_int_eq(written.count, 33);
        size_t length = strlen(written.items[12]);
        ck_assert_uint_le(length, 2048);
        ck_assert_uint_ge(length, 2045);
        ck_assert_str_eq(written.items[12] + length - 9, " HTTP/1.1");
    }
}
END_TEST

// Metrics and events.

static void feed(void *context, const SimPeriod *period) {
    export_series_add(context, period);
}

START_TEST(metrics_have_a_row_a_datapoint_and_none_for_a_gap) {
    Meter meter = {0};
    int32_t balancer = meter_scope_add(&meter, METER_BALANCER, WEB, -1, -1, -1);
    int32_t node = meter_scope_add(&meter, METER_NODE, "AvailabilityZone=a;" WEB, balancer, -1, -1);
    int32_t group = meter_scope_add(&meter, METER_GROUP, WEB ";" BLUE, -1, -1, -1);
    int32_t group_node = meter_scope_add(&meter, METER_GROUP_NODE,
                                         "AvailabilityZone=a;" WEB ";" BLUE, group, node, balancer);
    ExportSeries series;
    export_series_init(&series, &meter, SIM_MINUTE);
    SimSink sink = {.context = &series, .period = feed};
    for (int second = 60; second < 62; second++) {
        meter_count(&meter, node, METRIC_ELB_503, 3);
        meter_observe(&meter, group_node, METRIC_TARGET_RESPONSE_TIME, second == 60 ? 100 : 300);
        meter_close(&meter, second * SIM_SECOND, (second + 1) * SIM_SECOND, &sink);
    }
    ck_assert(export_series_is_full(&series, &(SimPeriod){.start = 2 * SIM_MINUTE}));
    OutFile file = open_out();
    metrics_csv_begin(&file);
    metrics_csv_write(&file, &series, START);
    const char *got = close_out(&file);
    const char *heading = "timestamp,namespace,metric,dimensions,stat,period,unit,value\n";
    ck_assert_int_eq(strncmp(got, heading, strlen(heading)), 0);
    const char *rows[] = {
        "\n2026-01-05T09:01:00Z,AWS/ApplicationELB,HTTPCode_ELB_503_Count," WEB ",Sum,60,Count,6\n",
        "\n2026-01-05T09:01:00Z,AWS/ApplicationELB,HTTPCode_ELB_503_Count,AvailabilityZone=a;" WEB
        ",Sum,60,Count,6\n",
        "\n2026-01-05T09:01:00Z,AWS/ApplicationELB,TargetResponseTime," WEB
        ",Average,60,Seconds,2e-07\n",
        "\n2026-01-05T09:01:00Z,AWS/ApplicationELB,TargetResponseTime," WEB
        ",p50,60,Seconds,1e-07\n"};
    for (int i = 0; i < 4; i++)
        ck_assert_msg(strstr(got, rows[i]) != NULL, "%s not in\n%s", rows[i], got);
    ck_assert_ptr_null(strstr(got, "HTTPCode_ELB_502_Count"));
    ck_assert_ptr_null(strstr(got, ",RequestCount,"));

    file = open_out();
    metrics_wide_csv_begin(&file, &series, false);
    metrics_wide_csv_write(&file, &series, false, START);
    got = close_out(&file);
    int commas[2] = {0, 0}, line = 0;
    for (const char *at = got; *at != '\0'; at++) {
        if (*at == '\n')
            line++;
        else if (*at == ',')
            commas[line]++;
    }
    ck_assert_int_eq(line, 2);
    ck_assert_int_eq(commas[0], commas[1]);
    ck_assert_ptr_nonnull(strstr(got, ",HTTPCode_ELB_503_Count Sum {" WEB "},"));
    ck_assert_ptr_null(strstr(got, "{AvailabilityZone=a;" WEB ";" BLUE "}"));
    export_series_deinit(&series);
    array_deinit(&meter.scopes), array_deinit(&meter.series), array_deinit(&meter.samples);
    array_deinit(&meter.buckets), array_deinit(&meter.text);
}
END_TEST

static int commas_of_line(const char *at) {
    int commas = 0;
    for (; *at != '\n'; at++)
        commas += *at == ',';
    return commas;
}

static const char *line_after(const char *at) {
    return strchr(at, '\n') + 1;
}

static void export_second(ExportSeries *series, Meter *meter, OutFile *file, int second) {
    SimSink sink = {.context = series, .period = feed};
    meter_close(meter, second * SIM_SECOND, (second + 1) * SIM_SECOND, &sink);
    metrics_wide_csv_write(file, series, false, START);
    export_series_clear_open(series);
}

START_TEST(what_was_built_later_has_columns_too) {
    Meter meter = {0};
    ExportSeries series;
    meter_scope_add(&meter, METER_BALANCER, WEB, -1, -1, -1);
    export_series_init(&series, &meter, SIM_SECOND);
    OutFile file = open_out();
    metrics_wide_csv_begin(&file, &series, false);
    export_second(&series, &meter, &file, 0);
    int32_t group = meter_scope_add(&meter, METER_GROUP, WEB ";" BLUE, -1, -1, -1);
    meter_set_registered(&meter, group, 2);
    meter_gauge(&meter, group, METRIC_HEALTHY_HOSTS, 2);
    export_second(&series, &meter, &file, 1);
    metrics_wide_csv_end(&file, &series, false);
    const char *head = close_out(&file), *first = line_after(head), *second = line_after(first);
    ck_assert_ptr_nonnull(strstr(head, ",HealthyHostCount Average {" WEB ";" BLUE "},"));
    ck_assert_int_eq(commas_of_line(first), commas_of_line(head));
    ck_assert_int_eq(commas_of_line(second), commas_of_line(head));
    ck_assert_ptr_null(strstr(head, ",timestamp"));
    ck_assert_ptr_nonnull(strstr(second, ",2,2,2,")); // Average, Minimum, Maximum
    ck_assert_str_eq(line_after(second), "");
    export_series_deinit(&series);
    array_deinit(&meter.scopes), array_deinit(&meter.series), array_deinit(&meter.samples);
    array_deinit(&meter.buckets), array_deinit(&meter.text);
}
END_TEST

static const SimIncident incident = {.time = 540 * SIM_SECOND + 1,
                                     .mark = SIM_MARK_DEPLOYMENT,
                                     .type = "Deployment",
                                     .subject = "ap-south-1/web/443/10",
                                     .from = "100/0",
                                     .to = "95/5",
                                     .cause = "Weights shifted, as asked.",
                                     .api = "ModifyRule",
                                     .parameters = "{\"ruleArn\":\"x\"}"};

START_TEST(events_are_rows_with_their_cause) {
    OutFile file = open_out();
    events_csv_begin(&file);
    events_csv_write(&file, &incident, START);
    ck_assert_str_eq(close_out(&file),
                     "timestamp,time_s,mark,type,subject,from,to,cause,api,parameters\n"
                     "2026-01-05T09:09:00.000Z,540.000000001,deployment,Deployment,ap-south-1/web/"
                     "443/10,100/0,95/5,"
                     "\"Weights shifted, as asked.\",ModifyRule,\"{\"\"ruleArn\"\":\"\"x\"\"}\"\n");
}
END_TEST

START_TEST(the_trail_has_api_calls_only) {
    OutFile file = open_out();
    JsonOut json = {.file = &file};
    SimIncident silent = incident;
    silent.api = NULL;
    int64_t count = 0;
    trail_begin(&json);
    trail_write(&json, &incident, START, &count);
    trail_write(&json, &silent, START, &count);
    trail_end(&json);
    ck_assert_int_eq(count, 1);
    const char *got = close_out(&file);
    const char *members[] = {"\"Records\": [",
                             "\"eventTime\": \"2026-01-05T09:09:00Z\"",
                             "\"eventSource\": \"elasticloadbalancing.amazonaws.com\"",
                             "\"eventName\": \"ModifyRule\"",
                             "\"awsRegion\": \"ap-south-1\"",
                             "\"requestParameters\": {\"ruleArn\":\"x\"}",
                             "\"userIdentity\": {"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        ck_assert_msg(strstr(got, members[i]) != NULL, "%s not in\n%s", members[i], got);
    ck_assert_ptr_null(strstr(strstr(got, "eventName") + 1, "eventName"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("export");
    TCase *tests = tcase_create("export");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, make_directory, remove_directory);
    tcase_add_test(tests, numbers_are_written_as_printf_writes_them);
    tcase_add_test(tests, integers_are_written_to_their_ends);
    tcase_add_test(tests, timestamps_are_iso_8601_in_utc);
    tcase_add_test(tests, csv_fields_are_quoted_when_they_must_be);
    tcase_add_test(tests, json_escapes_text_and_places_commas);
    tcase_add_test(tests, the_older_file_stays_whole_until_the_new_one_is);
    tcase_add_test(tests, large_writes_arrive_whole);
    tcase_add_test(tests, a_full_disk_is_reported_and_leaves_the_older_file);
    tcase_add_test(tests, a_full_disk_is_found_at_the_end_too);
    tcase_add_test(tests, a_file_that_cannot_be_made_says_why);
    tcase_add_test(tests, directories_are_made_with_their_parents);
    tcase_add_test(tests, an_entry_has_the_33_fields_of_aws);
    tcase_add_test(tests, what_does_not_apply_is_a_dash_or_minus_one);
    tcase_add_test(tests, the_cipher_tells_the_kind_of_the_certificate_before_tls_1_3);
    tcase_add_test(tests, rules_and_actions_have_their_own_words);
    tcase_add_test(tests, each_line_has_its_own_times);
    tcase_add_test(tests, times_are_rounded_to_milliseconds);
    tcase_add_test(tests, hostile_paths_do_not_break_a_line);
    tcase_add_test(tests, a_request_line_has_at_most_2048_characters);
    tcase_add_test(tests, metrics_have_a_row_a_datapoint_and_none_for_a_gap);
    tcase_add_test(tests, what_was_built_later_has_columns_too);
    tcase_add_test(tests, events_are_rows_with_their_cause);
    tcase_add_test(tests, the_trail_has_api_calls_only);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
