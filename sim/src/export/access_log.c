// access.log: AWS's entry of an Application Load Balancer, all 33 fields, one line a request. Texts
// that a client sends are made harmless as AWS does it: what is not plain ASCII, and the quote,
// becomes \xNN, and a blank in a URL %20, so that a line always splits alike.
#include "export/outputs.h"

#include "engine/hash.h"

#include <string.h>

enum { REQUEST_LINE_MAX = 2048 };

static const char account[] = "111122223333";

// A text that is cut where it is full.
typedef struct Line {
    char text[REQUEST_LINE_MAX];
    size_t length, limit;
} Line;

static void put(Line *line, const char *bytes, size_t length) {
    size_t room = line->limit - line->length;
    if (length > room) length = room;
    memcpy(line->text + line->length, bytes, length);
    line->length += length;
}

static void put_text(Line *line, const char *text) {
    put(line, text, strlen(text));
}

static bool is_plain(unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void put_special(Line *line, unsigned char c) {
    char escape[4] = {'\\', 'x', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
    bool is_blank = c == ' ';
    size_t length = is_blank ? 3 : 4;
    if (line->limit - line->length < length) {
        line->limit = line->length; // half an escape would be misread
        return;
    }
    put(line, is_blank ? "%20" : escape, length);
}

static void put_escaped(Line *line, const char *text) {
    while (*text != '\0') {
        const char *end = text;
        while (is_plain((unsigned char)*end))
            end++;
        put(line, text, (size_t)(end - text));
        text = end;
        if (*text != '\0') put_special(line, (unsigned char)*text++);
    }
}

static void put_port(Line *line, int32_t port) {
    char digits[12];
    int at = sizeof digits;
    for (uint32_t rest = (uint32_t)port; rest > 0 || at == sizeof digits; rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    put(line, digits + at, sizeof digits - (size_t)at);
}

// The URL is what is cut when the line would be too long: readers look for the protocol at its end.
static void out_request_line(OutFile *file, const SimAccessEntry *entry) {
    static const char protocol[] = " HTTP/1.1";
    Line line;
    line.length = 0;
    line.limit = REQUEST_LINE_MAX - (sizeof protocol - 1);
    put_escaped(&line, entry->method);
    put_text(&line, entry->is_https ? " https://" : " http://");
    put_escaped(&line, entry->host);
    put_text(&line, ":");
    put_port(&line, entry->port);
    put_escaped(&line, entry->path);
    if (entry->query != NULL && entry->query[0] != '\0') {
        put_text(&line, "?");
        put_escaped(&line, entry->query);
    }
    line.limit = REQUEST_LINE_MAX;
    put(&line, protocol, sizeof protocol - 1);
    out_char(file, '"');
    out_bytes(file, line.text, line.length);
    out_char(file, '"');
}

static void out_quoted(OutFile *file, const char *text) {
    Line line;
    line.length = 0;
    line.limit = sizeof line.text;
    put_escaped(&line, text == NULL || text[0] == '\0' ? "-" : text);
    out_char(file, '"');
    out_bytes(file, line.text, line.length);
    out_char(file, '"');
}

static void out_address(OutFile *file, uint32_t ip, uint16_t port) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out_digits(file, ip >> shift & 255, 1);
        out_char(file, shift > 0 ? '.' : ':');
    }
    out_digits(file, port, 1);
}

static void out_target(OutFile *file, const SimAccessEntry *entry) {
    if (entry->target_ip == 0)
        out_char(file, '-');
    else
        out_address(file, entry->target_ip, entry->target_port);
}

// Calendars are slow and seconds hold many requests: the last second stays written.
static void out_clock(AccessLog *log, AccessClock *clock, SimTime time) {
    int64_t second = log->start_unix_s + time / SIM_SECOND;
    if (clock->text[0] == '\0' || clock->second != second) format_date_time(second, clock->text);
    clock->second = second;
    out_bytes(log->file, clock->text, sizeof clock->text);
    out_char(log->file, '.');
    out_digits(log->file, (uint64_t)(time % SIM_SECOND / SIM_MICROSECOND), 6);
    out_char(log->file, 'Z');
}

// Seconds with three decimals, rounded.
static void out_processing(OutFile *file, SimTime time) {
    if (time < 0) {
        out_text(file, "-1");
        return;
    }
    uint64_t milliseconds = (uint64_t)((time + SIM_MILLISECOND / 2) / SIM_MILLISECOND);
    out_digits(file, milliseconds / 1000, 1);
    out_char(file, '.');
    out_digits(file, milliseconds % 1000, 3);
}

static void out_status(OutFile *file, int32_t status) {
    if (status == 0)
        out_char(file, '-');
    else
        out_digits(file, (uint64_t)status, 3);
}

static void out_arn(OutFile *file, const char *service, const char *region) {
    out_text(file, "arn:aws:");
    out_text(file, service);
    out_char(file, ':');
    out_text(file, region);
    out_char(file, ':');
    out_bytes(file, account, sizeof account - 1);
    out_char(file, ':');
}

static void out_hex(OutFile *file, uint64_t value, size_t digits) {
    char text[16];
    for (size_t i = digits; i-- > 0; value >>= 4)
        text[i] = "0123456789abcdef"[value & 15];
    out_bytes(file, text, digits);
}

static void out_trace(OutFile *file, const SimAccessEntry *entry, int64_t start_unix_s) {
    out_text(file, "\"Root=1-");
    out_hex(file, (uint64_t)(start_unix_s + entry->created / SIM_SECOND), 8);
    out_char(file, '-');
    out_hex(file, entry->trace_bits, 16);
    out_hex(file, hash_mix(entry->trace_bits), 8);
    out_char(file, '"');
}

// A certificate given by its domain gets an ARN whose id is made of the name.
static void out_certificate(OutFile *file, const SimAccessEntry *entry) {
    const char *name = entry->certificate;
    if (name == NULL || name[0] == '\0' || strncmp(name, "arn:", 4) == 0 ||
        strcmp(name, "session-reused") == 0) {
        out_quoted(file, name);
        return;
    }
    uint64_t high = hash_text(HASH_START, name), low = hash_mix(high);
    out_char(file, '"');
    out_arn(file, "acm", entry->region);
    out_text(file, "certificate/");
    out_hex(file, high >> 32, 8);
    out_char(file, '-');
    out_hex(file, high >> 16, 4);
    out_char(file, '-');
    out_hex(file, high, 4);
    out_char(file, '-');
    out_hex(file, low >> 48, 4);
    out_char(file, '-');
    out_hex(file, low, 12);
    out_char(file, '"');
}

static const char *action_text(SimAccessAction action) {
    switch (action) {
    case SIM_ACCESS_NONE:
        return "\"-\"";
    case SIM_ACCESS_FORWARD:
        return "\"forward\"";
    case SIM_ACCESS_REDIRECT:
        return "\"redirect\"";
    case SIM_ACCESS_FIXED_RESPONSE:
        return "\"fixed-response\"";
    }
    return "\"-\"";
}

static void out_priority(OutFile *file, int32_t priority) {
    if (priority < -1)
        out_char(file, '-');
    else
        out_integer(file, priority);
}

// Fields 1 to 5: who spoke with whom, and when.
static void write_parties(AccessLog *log, const SimAccessEntry *entry) {
    OutFile *file = log->file;
    out_text(file, entry->is_https ? "https " : "http ");
    out_clock(log, &log->sent, entry->time);
    out_char(file, ' ');
    out_text(file, entry->balancer);
    out_char(file, ' ');
    out_address(file, entry->client_ip, entry->client_port);
    out_char(file, ' ');
    out_target(file, entry);
    out_char(file, ' ');
}

// Fields 6 to 12: times, codes, bytes.
static void write_figures(OutFile *file, const SimAccessEntry *entry) {
    out_processing(file, entry->request_processing);
    out_char(file, ' ');
    out_processing(file, entry->target_processing);
    out_char(file, ' ');
    out_processing(file, entry->response_processing);
    out_char(file, ' ');
    out_status(file, entry->elb_status);
    out_char(file, ' ');
    out_status(file, entry->target_status);
    out_char(file, ' ');
    out_integer(file, entry->received_bytes);
    out_char(file, ' ');
    out_integer(file, entry->sent_bytes);
    out_char(file, ' ');
}

// Fields 13 to 20: the request, its group and its TLS. The clients name no user agent.
static void write_request(OutFile *file, const SimAccessEntry *entry, int64_t start_unix_s) {
    out_request_line(file, entry);
    out_text(file, " \"-\" ");
    if (!entry->is_https)
        out_text(file, "- - ");
    else
        out_text(file, entry->is_tls12 ? "ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 "
                                       : "TLS_AES_128_GCM_SHA256 TLSv1.3 ");
    if (entry->target_group == NULL) {
        out_char(file, '-');
    } else {
        out_arn(file, "elasticloadbalancing", entry->region);
        out_text(file, entry->target_group);
    }
    out_char(file, ' ');
    out_trace(file, entry, start_unix_s);
    out_char(file, ' ');
    out_quoted(file, entry->is_https ? entry->host : NULL);
    out_char(file, ' ');
    out_certificate(file, entry);
    out_char(file, ' ');
}

// Fields 21 to 33: what was decided. Nothing here is ambiguous or transformed.
static void write_decision(AccessLog *log, const SimAccessEntry *entry) {
    OutFile *file = log->file;
    out_priority(file, entry->rule_priority);
    out_char(file, ' ');
    out_clock(log, &log->created, entry->created);
    out_char(file, ' ');
    out_text(file, action_text(entry->action));
    out_char(file, ' ');
    out_quoted(file, entry->redirect_url);
    out_char(file, ' ');
    out_quoted(file, entry->error_reason);
    out_text(file, " \"");
    out_target(file, entry);
    out_text(file, "\" \"");
    out_status(file, entry->target_status);
    out_text(file, "\" \"-\" \"-\" TID_");
    out_hex16(file, entry->connection_bits);
    out_text(file, " \"-\" \"-\" \"-\"\n");
}

void access_log_write(AccessLog *log, const SimAccessEntry *entry) {
    write_parties(log, entry);
    write_figures(log->file, entry);
    write_request(log->file, entry, log->start_unix_s);
    write_decision(log, entry);
}
