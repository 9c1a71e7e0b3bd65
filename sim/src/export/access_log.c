// access.log: AWS's entry of an Application Load Balancer, all 33 fields, one line a request. Most
// of a line is copied from the runs that its kind has in common (access_template.h); here stands
// what each line has of its own. Room for a line is asked for once.
#include "export/outputs.h"

#include "base/fact.h"
#include "engine/hash.h"
#include "export/digits.h"

// Above all that a line holds beside its runs: three numbers of 24 characters, two times of 26,
// three addresses of 21, hexadecimal digits, blanks and the end.
enum { OWN_MAX = 320, ADDRESS_MAX = 21 };

#define TEN(tens, end)                                                                             \
    tens "0." end tens "1." end tens "2." end tens "3." end tens "4." end tens "5." end tens       \
         "6." end tens "7." end tens "8." end tens "9." end
#define NINETY(hundreds, end)                                                                      \
    TEN(hundreds "1", end)                                                                         \
    TEN(hundreds "2", end)                                                                         \
    TEN(hundreds "3", end)                                                                         \
    TEN(hundreds "4", end)                                                                         \
    TEN(hundreds "5", end)                                                                         \
    TEN(hundreds "6", end)                                                                         \
    TEN(hundreds "7", end)                                                                         \
    TEN(hundreds "8", end)                                                                         \
    TEN(hundreds "9", end)

// "0." to "255.", four characters each: addresses are as good as random, so that a branch on the
// number of their digits would be guessed wrong.
static const char octets[] =
    TEN("", "  ") NINETY("", " ") TEN("10", "") NINETY("1", "") TEN("20", "") TEN("21", "")
        TEN("22", "") TEN("23", "") TEN("24", "") "250.251.252.253.254.255.";

static char *put_octet(char *at, uint32_t octet) {
    memcpy(at, octets + 4 * (size_t)octet, 4);
    return at + 2 + (octet > 9) + (octet > 99);
}

static char *put_address(char *at, uint32_t ip, uint16_t port) {
    at = put_octet(at, ip >> 24);
    at = put_octet(at, ip >> 16 & 255);
    at = put_octet(at, ip >> 8 & 255);
    at = put_octet(at, ip & 255);
    at[-1] = ':';
    return digits_port(at, port);
}

static char *put_target(char *at, const SimAccessEntry *entry) {
    if (SIM_FACT("ELB-605", entry->target_ip != 0))
        return put_address(at, entry->target_ip, entry->target_port);
    *at = '-';
    return at + 1;
}

static char *put_long_duration(char *at, uint64_t milliseconds) {
    at = digits_plain(at, milliseconds / 1000);
    *at++ = '.';
    return digits_three(at, (uint32_t)(milliseconds % 1000));
}

// Seconds with three decimals, rounded, after a blank. Nearly all are below ten seconds.
static char *put_duration(char *at, SimTime time) {
    if (time < 0) {
        *at++ = ' ';
        *at++ = '-';
        *at++ = '1';
        return at;
    }
    uint64_t milliseconds = (uint64_t)(time + SIM_MILLISECOND / 2) / (uint64_t)SIM_MILLISECOND;
    *at = ' ';
    if (milliseconds >= 10000) return put_long_duration(at + 1, milliseconds);
    uint32_t rest = (uint32_t)milliseconds;
    digits_two(at + 1, rest / 100);
    digits_two(at + 4, rest % 100);
    at[3] = at[2];
    at[2] = '.';
    return at + 6;
}

// Calendars are slow and seconds hold many requests: the last second stays written.
static void wind(AccessClock *clock, SimTime time, int64_t start_unix_s) {
    if ((uint64_t)(time - clock->from) < clock->length) return;
    int64_t second = time / SIM_SECOND;
    clock->from = second * SIM_SECOND;
    clock->length = SIM_SECOND;
    format_date_time(start_unix_s + second, clock->text);
    clock->text[DATE_TIME_LENGTH] = '.';
    digits_hex8(clock->hex, (uint32_t)(start_unix_s + second));
}

static char *put_clock(char *at, const AccessClock *clock, SimTime time) {
    memcpy(at, clock->text, sizeof clock->text);
    return digits_six(at + sizeof clock->text, (uint32_t)(time - clock->from) / 1000);
}

static char *put_trace(char *at, const AccessClock *created, uint64_t bits) {
    memcpy(at, created->hex, sizeof created->hex);
    at += sizeof created->hex;
    *at++ = '-';
    return digits_hex8(digits_hex16(at, bits), (uint32_t)hash_mix(bits));
}

// Where the next run is read.
typedef struct Copier {
    const char *from;
    const uint16_t *length;
} Copier;

static char *put_run(char *at, Copier *copier) {
    size_t length = *copier->length++;
    for (size_t done = 0; done < length; done += ACCESS_BLOCK)
        memcpy(at + done, copier->from + done, ACCESS_BLOCK);
    copier->from += length;
    return at + length;
}

// The fields in their order; what belongs to which run is told at AccessRun.
static char *put_line(char *at, const AccessLog *log, const AccessRuns *runs,
                      const SimAccessEntry *entry) {
    Copier copier = {runs->text, runs->lengths};
    at = put_run(at, &copier);
    at = put_clock(at, &log->sent, entry->time);
    at = put_run(at, &copier);
    at = put_address(at, entry->client_ip, entry->client_port);
    *at++ = ' ';
    const char *target = at;
    at = put_target(at, entry);
    size_t target_length = (size_t)(at - target);
    at = put_duration(at, entry->request_processing);
    at = put_duration(at, entry->target_processing);
    at = put_duration(at, entry->response_processing);
    at = put_run(at, &copier);
    at = put_trace(at, &log->created, entry->trace_bits);
    at = put_run(at, &copier);
    at = put_clock(at, &log->created, entry->created);
    at = put_run(at, &copier);
    memcpy(at, target, ADDRESS_MAX);
    at += SIM_FACT("ELB-620", true) ? target_length : 0;
    at = put_run(at, &copier);
    at = digits_hex16(at, entry->connection_bits);
    return put_run(at, &copier);
}

void access_log_write(AccessLog *log, const SimAccessEntry *entry) {
    AccessRuns runs = access_runs(&log->templates, entry);
    wind(&log->sent, entry->time, log->start_unix_s);
    wind(&log->created, entry->created, log->start_unix_s);
    char *line = out_room(log->file, runs.length + OWN_MAX + ACCESS_BLOCK);
    out_advance(log->file, put_line(line, log, &runs, entry));
}
