// A line made of kept runs is the line that is written from the entry alone: for all that a run can
// show, in every digit, and after a change of the scenario.
#include "export/digits.h"
#include "export/outputs.h"
#include "sim/command.h"
#include "sim/world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define START INT64_C(1767603600) // 2026-01-05T09:00:00Z

// A log in memory that holds one line.
typedef struct Sheet {
    AccessLog log;
    OutFile file;
    char buffer[OUT_BUFFER_SIZE];
} Sheet;

static void sheet_begin(Sheet *sheet) {
    memset(sheet, 0, sizeof *sheet);
    sheet->file = (OutFile){.descriptor = -1, .buffer = sheet->buffer};
    sheet->log = (AccessLog){.file = &sheet->file, .start_unix_s = START};
}

static const char *sheet_write(Sheet *sheet, const SimAccessEntry *entry) {
    sheet->file.used = 0;
    access_log_write(&sheet->log, entry);
    sheet->buffer[sheet->file.used] = '\0';
    return sheet->buffer;
}

// Two balancers and two groups of equal names, protocols, TLS versions, all actions, URLs that are
// long, longer than what is kept and longer than what is written, a group without targets, and
// clients without patience. %s are paths.
static const char form[] =
    "{'albatross':1,'title':'t','duration':'1h','seed':1,'clients':["
    "{'name':'a','host':'a.example.com','protocol':'HTTP','round_trip':'10ms','users':100,"
    "'resolvers':50,"
    "'timeout':'300ms','arrivals':{'poisson':'200/s'},'requests':["
    "{'path':'/old','query':'x=1','work':{'constant':'1ms'}},"
    "{'path':'/fixed','method':'PUT','work':{'constant':'1ms'}},"
    "{'path':'/both','method':'POST','work':{'constant':'1ms'}},"
    "{'path':'/both/a','request_bytes':0,'work':{'constant':'1ms'}},"
    "{'path':'/nobody','work':{'constant':'1ms'}},"
    "{'path':'/slow','work':{'constant':'2s'}},"
    "{'path':'/%s','query':'q=%%22','work':{'constant':'1ms'}},"
    "{'path':'/%s','query':'%s','work':{'constant':'1ms'}}]},"
    "{'name':'b','host':'b.example.com','tls':'1.2','round_trip':'10ms','users':100,"
    "'arrivals':{'poisson':'100/s'},'requests':[{'path':'/both','work':{'constant':'1ms'}}]},"
    "{'name':'c','host':'b.example.com','tls':'1.3','round_trip':'10ms','users':100,"
    "'arrivals':{'poisson':'100/s'},'requests':[{'path':'/both','work':{'constant':'1ms'}}]}],"
    "'route53':{'records':["
    "{'name':'a.example.com','policy':'weighted','weight':9,'alias':'ap-south-1/web'},"
    "{'name':'a.example.com','policy':'weighted','weight':1,'alias':'eu-west-1/web'},"
    "{'name':'b.example.com','alias':'eu-west-1/web'}]},"
    "'regions':[{'name':'ap-south-1','zones':['ap-south-1a','ap-south-1b']%s},"
    "{'name':'eu-west-1','zones':['eu-west-1a','eu-west-1b']%s}],"
    "'launch_templates':[{'name':'v1','workers':100}]}";

static const char region[] =
    ",'load_balancers':[{'name':'web','listeners':["
    "{'protocol':'HTTP','port':80,'rules':["
    "{'priority':1,'if':{'path-pattern':['/old']},'then':{'redirect':{'protocol':'HTTPS','port':"
    "'443','path':'/#{path}-%s'}}},"
    "{'priority':2,'if':{'path-pattern':['/fixed']},'then':{'fixed-response':{'status':404,"
    "'body':'gone'}}},"
    "{'priority':3,'if':{'path-pattern':['/both*']},'then':{'forward':["
    "{'target_group':'web','weight':1},{'target_group':'api','weight':1}]}},"
    "{'priority':4,'if':{'path-pattern':['/nobody']},'then':{'forward':'none'}}],"
    "'default':{'forward':'web'}},"
    "{'protocol':'HTTPS','port':443,'certificates':['a.example.com','*.example.com'],"
    "'default':{'forward':'web'}}]}],"
    "'target_groups':[{'name':'web','port':8080},{'name':'api','port':80},{'name':'none'}],"
    "'instances':[{'name':'i','count':4,'launch':'v1','target_groups':['web','api']}]";

static void fill(char *out, size_t length, const char *with) {
    size_t step = strlen(with);
    for (size_t i = 0; i + step <= length; i += step)
        memcpy(out + i, with, step);
}

static SimWorld *make_world(void) {
    static char text[16384], regions[2][2048], paths[3][2000];
    fill(paths[0], 600, "word/");
    fill(paths[1], 1500, "x");
    fill(paths[2], 1500, "\\\\");
    for (int i = 0; i < 2; i++)
        snprintf(regions[i], sizeof regions[i], region, i == 0 ? "new" : "other");
    int length =
        snprintf(text, sizeof text, form, paths[0], paths[1], paths[2], regions[0], regions[1]);
    ck_assert_int_lt(length, (int)sizeof text);
    for (char *at = text; *at != '\0'; at++)
        if (*at == '\'') *at = '"';
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, length, "lines", &diagnostics);
    char line[512] = "";
    if (scenario == NULL) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg(scenario != NULL, "%s", line);
    sim_diagnostics_deinit(&diagnostics);
    SimWorld *world = sim_world_create(scenario, 0);
    sim_scenario_release(scenario);
    return world;
}

// What must have been among the lines for the test to say anything.
typedef struct Kinds {
    int64_t lines, without_key, redirects, fixed, nobody, gone, tls12, tls13, other_region, api;
    int64_t cut, sent_7;
} Kinds;

typedef struct Pair {
    Sheet kept, alone;
    Kinds kinds;
} Pair;

static void count_kinds(Kinds *kinds, const SimAccessEntry *entry, size_t length) {
    kinds->lines++;
    kinds->without_key += entry->key.scenario == 0;
    kinds->redirects += entry->redirect.host != NULL;
    kinds->fixed += entry->action == SIM_ACCESS_FIXED_RESPONSE;
    kinds->nobody += entry->elb_status == 503;
    kinds->gone += entry->elb_status == 460;
    kinds->tls12 += entry->is_https && entry->tls == SIM_TLS_1_2;
    kinds->tls13 += entry->is_https && entry->tls == SIM_TLS_1_3;
    kinds->other_region += strcmp(entry->region, "eu-west-1") == 0;
    kinds->api += entry->target_group != NULL && strstr(entry->target_group, "/api/") != NULL;
    kinds->cut += length > 2048;
    kinds->sent_7 += entry->sent_bytes == 7;
}

static void write_both(void *context, const SimAccessEntry *entry) {
    Pair *pair = context;
    SimAccessEntry alone = *entry;
    alone.key.scenario = 0;
    const char *expected = sheet_write(&pair->alone, &alone);
    const char *found = sheet_write(&pair->kept, entry);
    ck_assert_str_eq(found, expected);
    count_kinds(&pair->kinds, entry, strlen(expected));
}

static void set(SimWorld *world, const char *path, const char *value) {
    SimError error;
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target, "%s", path);
    snprintf(command.value, sizeof command.value, "%s", value);
    ck_assert_msg(sim_world_command(world, &command, false, &error), "%s", error.text);
}

static void check_kinds(const Kinds *kinds) {
    ck_assert_int_gt(kinds->lines, 2000);
    ck_assert_int_gt(kinds->without_key, 10);
    ck_assert_int_gt(kinds->lines, 2 * kinds->without_key);
    ck_assert_int_gt(kinds->redirects, 10);
    ck_assert_int_gt(kinds->fixed, 10);
    ck_assert_int_gt(kinds->nobody, 10);
    ck_assert_int_gt(kinds->gone, 10);
    ck_assert_int_gt(kinds->tls12, 10);
    ck_assert_int_gt(kinds->tls13, 10);
    ck_assert_int_gt(kinds->other_region, 10);
    ck_assert_int_gt(kinds->api, 10);
    ck_assert_int_gt(kinds->cut, 10);
}

START_TEST(kept_runs_give_the_line_of_the_entry_alone) {
    static Pair pair;
    sheet_begin(&pair.kept);
    sheet_begin(&pair.alone);
    SimWorld *world = make_world();
    SimSink sink = {.context = &pair, .access = write_both};
    sim_world_advance(world, 10 * SIM_SECOND, 0, &sink);
    check_kinds(&pair.kinds);
    ck_assert_int_eq(pair.kinds.sent_7, 0);
    set(world, "clients.a.requests.2.response_bytes", "7");
    set(world, "clients.a.requests.3.request_bytes", "5");
    set(world, "regions.ap-south-1.load_balancers.web.listeners.80.rules.3.then.forward.api.weight",
        "999");
    sim_world_advance(world, 20 * SIM_SECOND, 0, &sink);
    ck_assert_int_gt(pair.kinds.sent_7, 10);
    sim_world_destroy(world);
}
END_TEST

static SimAccessEntry make_entry(void) {
    return (SimAccessEntry){.time = 30 * SIM_SECOND,
                            .created = 30 * SIM_SECOND,
                            .client_ip = 0x01020304,
                            .elb_status = 200,
                            .target_status = 200,
                            .received_bytes = 1,
                            .sent_bytes = 2,
                            .key = {.scenario = 1, .rule = 2, .request = 3, .group = 4},
                            .region = "eu-west-1",
                            .balancer = "app/web/0123456789abcdef",
                            .is_https = true,
                            .method = "GET",
                            .host = "shop.example.test",
                            .path = "/",
                            .port = 443,
                            .target_group = "targetgroup/blue/1122334455667788",
                            .certificate = "shop.example.test",
                            .action = SIM_ACCESS_FORWARD};
}

// The texts of a scenario are gone once it was changed, and others may stand at their place.
START_TEST(kept_runs_do_not_read_the_texts_again) {
    static Sheet sheet;
    static char expected[OUT_BUFFER_SIZE];
    char path[] = "/first";
    sheet_begin(&sheet);
    SimAccessEntry entry = make_entry();
    entry.path = path;
    snprintf(expected, sizeof expected, "%s", sheet_write(&sheet, &entry));
    ck_assert_ptr_nonnull(strstr(expected, ":443/first HTTP"));
    strcpy(path, "/other");
    ck_assert_str_eq(sheet_write(&sheet, &entry), expected);
    entry.key.scenario++;
    ck_assert_ptr_nonnull(strstr(sheet_write(&sheet, &entry), ":443/other HTTP"));
}
END_TEST

// Each member of the key alone tells two lines apart. There are more values than places in the
// table, so that some meet in one.
START_TEST(each_part_of_a_key_tells_lines_apart) {
    static Sheet sheet;
    char path[32];
    sheet_begin(&sheet);
    for (int member = 0; member < 8; member++) {
        for (int value = 1; value <= 300; value++) {
            SimAccessEntry entry = make_entry();
            int32_t *const parts[] = {&entry.key.rule, &entry.key.request, &entry.key.group,
                                      &entry.elb_status, &entry.target_status};
            if (member < 5) *parts[member] += value;
            if (member == 5) entry.key.scenario += (uint64_t)value;
            if (member == 6) entry.received_bytes += value;
            if (member == 7) entry.sent_bytes += value;
            snprintf(path, sizeof path, "/%d-%d-", member, value);
            entry.path = path;
            ck_assert_ptr_nonnull(strstr(sheet_write(&sheet, &entry), path));
        }
    }
}
END_TEST

START_TEST(every_octet_and_port_is_written_in_full) {
    static const uint16_t ports[] = {0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10000, 12345, 65535};
    static Sheet sheet;
    char expected[64];
    sheet_begin(&sheet);
    SimAccessEntry entry = make_entry();
    for (unsigned i = 0; i < 256; i++) {
        uint16_t port = ports[i % (sizeof ports / sizeof ports[0])];
        unsigned octets[] = {i, 255 - i, i * 7 & 255, (i + 100) & 255};
        entry.client_ip = octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
        entry.client_port = port;
        entry.target_ip = octets[3] << 24 | octets[2] << 16 | octets[1] << 8 | octets[0] | 1;
        entry.target_port = (uint16_t)(port + 1);
        const char *line = sheet_write(&sheet, &entry);
        snprintf(expected, sizeof expected, " %u.%u.%u.%u:%u ", octets[0], octets[1], octets[2],
                 octets[3], entry.client_port);
        ck_assert_msg(strstr(line, expected) != NULL, "%s in %s", expected, line);
        snprintf(expected, sizeof expected, " %u.%u.%u.%u:%u ", octets[3], octets[2], octets[1],
                 octets[0] | 1, entry.target_port);
        ck_assert_msg(strstr(line, expected) != NULL, "%s in %s", expected, line);
        expected[0] = expected[strlen(expected) - 1] = '"';
        ck_assert_msg(strstr(line, expected) != NULL, "%s in %s", expected, line);
    }
}
END_TEST

START_TEST(durations_have_three_decimals_however_long) {
    static const struct {
        SimTime time;
        const char *expected;
    } rows[] = {{-1, " -1 -1 -1 "},
                {0, " 0.000 0.000 0.000 "},
                {7 * SIM_MILLISECOND, " 0.007 0.007 0.007 "},
                {9999499999, " 9.999 9.999 9.999 "},
                {9999500000, " 10.000 10.000 10.000 "},
                {4000 * SIM_SECOND + 999 * SIM_MILLISECOND, " 4000.999 4000.999 4000.999 "},
                {INT64_MAX / 2, " 4611686018.427 4611686018.427 4611686018.427 "}};
    static Sheet sheet;
    sheet_begin(&sheet);
    SimAccessEntry entry = make_entry();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        entry.request_processing = entry.target_processing = entry.response_processing =
            rows[i].time;
        const char *line = sheet_write(&sheet, &entry);
        ck_assert_msg(strstr(line, rows[i].expected) != NULL, "%s in %s", rows[i].expected, line);
    }
}
END_TEST

START_TEST(digits_are_those_of_printf) {
    char found[32], expected[32];
    uint64_t value = 1;
    for (int i = 0; i < 1000; i++, value = value * 6364136223846793005u + 1442695040888963407u) {
        uint64_t shown = value >> (i & 63);
        *digits_plain(found, shown) = '\0';
        snprintf(expected, sizeof expected, "%llu", (unsigned long long)shown);
        ck_assert_str_eq(found, expected);
        *digits_hex16(found, value) = '\0';
        snprintf(expected, sizeof expected, "%016llx", (unsigned long long)value);
        ck_assert_str_eq(found, expected);
        *digits_six(found, (uint32_t)(shown % 1000000)) = '\0';
        snprintf(expected, sizeof expected, "%06llu", (unsigned long long)(shown % 1000000));
        ck_assert_str_eq(found, expected);
    }
    for (uint64_t power = 1, i = 0; i < 20; i++, power *= 10) {
        *digits_plain(found, power) = '\0';
        snprintf(expected, sizeof expected, "%llu", (unsigned long long)power);
        ck_assert_str_eq(found, expected);
        *digits_plain(found, power - 1) = '\0';
        snprintf(expected, sizeof expected, "%llu", (unsigned long long)power - 1);
        ck_assert_str_eq(found, expected);
    }
}
END_TEST

// Longer than the buffer, so that lines meet its end at any place.
START_TEST(lines_are_whole_where_the_buffer_ends) {
    static char directory[] = "/tmp/albatross-lines-XXXXXX", all[1 << 20], back[1 << 20];
    static Sheet sheet, alone;
    ck_assert_ptr_nonnull(mkdtemp(directory));
    sheet_begin(&sheet);
    sheet_begin(&alone);
    SimError error = {0};
    OutFile file;
    ck_assert_msg(out_file_open(&file, directory, "access.log", &error), "%s", error.text);
    sheet.log.file = &file;
    size_t length = 0;
    static char path[1200];
    for (int i = 0; i < 900; i++) {
        memset(path, 'p', sizeof path);
        path[0] = '/';
        path[1 + i % 1100] = '\0';
        SimAccessEntry entry = make_entry();
        entry.path = path;
        entry.key.request = i % 1100;
        access_log_write(&sheet.log, &entry);
        length +=
            (size_t)snprintf(all + length, sizeof all - length, "%s", sheet_write(&alone, &entry));
    }
    ck_assert_uint_gt(length, 5 * OUT_BUFFER_SIZE);
    ck_assert_uint_lt(length, sizeof all - 1);
    ck_assert_msg(out_file_finish(&file, &error), "%s", error.text);
    char name[256];
    snprintf(name, sizeof name, "%s/access.log", directory);
    FILE *stream = fopen(name, "rb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fread(back, 1, sizeof back, stream), length);
    fclose(stream);
    remove(name);
    remove(directory);
    ck_assert_int_eq(memcmp(all, back, length), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("access_template");
    TCase *tests = tcase_create("access_template");
    tcase_add_test(tests, kept_runs_give_the_line_of_the_entry_alone);
    tcase_add_test(tests, kept_runs_do_not_read_the_texts_again);
    tcase_add_test(tests, each_part_of_a_key_tells_lines_apart);
    tcase_add_test(tests, every_octet_and_port_is_written_in_full);
    tcase_add_test(tests, durations_have_three_decimals_however_long);
    tcase_add_test(tests, digits_are_those_of_printf);
    tcase_add_test(tests, lines_are_whole_where_the_buffer_ends);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
