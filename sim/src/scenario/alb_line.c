#include "scenario/alb_line.h"

#include <string.h>

enum { FIELDS_MAX = 40, FIELD_REQUEST = 12, FIELD_CREATION = 21 };

// --- fields
// --------------------------------------------------------------------------------------------------------------------

// Fields stand apart by single spaces; some are in quotes and may hold spaces. False: a quote does
// not end.
static bool split(const char *line, int32_t length, AlbText *fields, int32_t *count) {
    int32_t at = 0;
    for (*count = 0; at < length && *count < FIELDS_MAX; (*count)++) {
        char end = line[at] == '"' ? '"' : ' ';
        at += end == '"';
        const char *start = line + at;
        const char *stop = memchr(start, end, (size_t)(length - at));
        if (stop == NULL && end == '"') return false;
        if (stop == NULL) stop = line + length;
        fields[*count] = (AlbText){start, (int32_t)(stop - start)};
        at = (int32_t)(stop - line) + 1 + (end == '"');
    }
    return true;
}

static bool is_word(AlbText text, const char *word) {
    return (size_t)text.length == strlen(word) && memcmp(text.start, word, strlen(word)) == 0;
}

static bool is_any_of(AlbText text, const char *const *words) {
    for (; *words != NULL; words++)
        if (is_word(text, *words)) return true;
    return false;
}

// So many digits at `at`; -1: there are none.
static int64_t digits(AlbText text, int32_t at, int32_t count) {
    int64_t value = 0;
    if (at + count > text.length) return -1;
    for (int32_t i = at; i < at + count; i++) {
        if (text.start[i] < '0' || text.start[i] > '9') return -1;
        value = value * 10 + (text.start[i] - '0');
    }
    return value;
}

static int64_t number(AlbText text) {
    return text.length < 1 || text.length > 15 ? -1 : digits(text, 0, text.length);
}

// "0.052" in ns. -1: the log's own -1. -2: no such number.
static int64_t seconds(AlbText text) {
    if (is_word(text, "-1")) return -1;
    const char *point = memchr(text.start, '.', (size_t)text.length);
    int32_t whole = point == NULL ? text.length : (int32_t)(point - text.start);
    int32_t places = point == NULL ? 0 : text.length - whole - 1;
    if (whole < 1 || whole > 6 || places > 9) return -2;
    int64_t units = digits(text, 0, whole), parts = digits(text, whole + 1, places);
    if (units < 0 || (places > 0 && parts < 0)) return -2;
    for (int32_t i = places; i < 9; i++)
        parts *= 10;
    return units * SIM_SECOND + (places > 0 ? parts : 0);
}

// --- times
// ---------------------------------------------------------------------------------------------------------------------

// Days from 1970 to a day of the Gregorian calendar, counted in years that begin in March.
static int64_t days_from(int64_t year, int64_t month, int64_t day) {
    int64_t y = month > 2 ? year : year - 1, m = (month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static bool is_shape(AlbText text, const char *shape) {
    for (int32_t i = 0; shape[i] != '\0'; i++) {
        if (i >= text.length) return false;
        bool is_digit = text.start[i] >= '0' && text.start[i] <= '9';
        if (shape[i] == '0' ? !is_digit : text.start[i] != shape[i]) return false;
    }
    return true;
}

// "2026-01-05T09:00:00.123456Z" in ns since 1970; -1: no such time.
static int64_t moment(AlbText text) {
    if (!is_shape(text, "0000-00-00T00:00:00") || text.start[text.length - 1] != 'Z') return -1;
    int64_t year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    int64_t hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
        minute > 59 || second > 60)
        return -1;
    AlbText rest = {text.start + 17, text.length - 18};
    int64_t ns = seconds(rest);
    if (ns < 0) return -1;
    return ((days_from(year, month, day) * 24 + hour) * 60 + minute) * 60 * SIM_SECOND + ns;
}

// --- the request
// ---------------------------------------------------------------------------------------------------------------

static AlbText until(AlbText *rest, char mark) {
    const char *stop = rest->length > 0 ? memchr(rest->start, mark, (size_t)rest->length) : NULL;
    int32_t length = stop == NULL ? rest->length : (int32_t)(stop - rest->start);
    AlbText head = {rest->start, length};
    int32_t used = stop == NULL ? length : length + 1;
    rest->start += used;
    rest->length -= used;
    return head;
}

static bool is_plain(AlbText text) {
    for (int32_t i = 0; i < text.length; i++)
        if (text.start[i] <= ' ' || text.start[i] > '~') return false;
    return true;
}

// "http://host:port/path?query".
static bool read_url(AlbText url, AlbLine *out) {
    static const char *const schemes[] = {"http", "https", NULL};
    AlbText scheme = until(&url, ':');
    if (!is_any_of(scheme, schemes) || url.length < 3 || memcmp(url.start, "//", 2) != 0)
        return false;
    url.start += 2;
    url.length -= 2;
    const char *slash = memchr(url.start, '/', (size_t)url.length);
    if (slash == NULL) return false;
    AlbText authority = {url.start, (int32_t)(slash - url.start)};
    out->query = (AlbText){slash, url.length - authority.length};
    out->path = until(&out->query, '?');
    out->host = until(&authority, ':');
    return out->host.length > 0 && is_plain(out->host) && is_plain(out->path) &&
           is_plain(out->query) && (authority.length == 0 || number(authority) > 0);
}

static AlbLineStatus read_request(AlbText request, AlbLine *out) {
    out->method = until(&request, ' ');
    if (is_word(out->method, "-")) return ALB_LINE_NO_REQUEST;
    for (int32_t i = 0; i < out->method.length; i++) {
        char c = out->method.start[i];
        if ((c < 'A' || c > 'Z') && c != '-' && c != '_') return ALB_LINE_NO_REQUEST;
    }
    bool is_url = out->method.length > 0 && read_url(until(&request, ' '), out);
    return is_url && request.length > 5 && memcmp(request.start, "HTTP/", 5) == 0
               ? ALB_LINE_READ
               : ALB_LINE_NO_REQUEST;
}

// "10.1.1.1:2817", "[2001:db8::1]:2817" or "2001:db8::1:2817": the port stands behind the last
// colon.
static AlbText address_of(AlbText client) {
    for (int32_t i = client.length - 1; i >= 0; i--)
        if (client.start[i] == ':') return (AlbText){client.start, i};
    return client;
}

static bool is_status(AlbText text) {
    return is_word(text, "-") || (text.length == 3 && number(text) >= 100);
}

AlbLineStatus alb_line_read(const char *line, int32_t length, AlbLine *out) {
    static const char *const types[] = {"http", "https", "h2", NULL};
    static const char *const others[] = {"ws", "wss", "grpcs", NULL};
    AlbText fields[FIELDS_MAX];
    int32_t count = 0;
    *out = (AlbLine){0};
    bool is_whole = split(line, length, fields, &count);
    if (count < 2 || (!is_any_of(fields[0], types) && !is_any_of(fields[0], others)))
        return ALB_LINE_FOREIGN;
    int64_t answered = moment(fields[1]);
    if (count <= FIELD_REQUEST && (answered >= 0 || count == 2)) return ALB_LINE_CUT;
    if (answered < 0 || count <= FIELD_REQUEST) return ALB_LINE_FOREIGN;
    if (!is_whole && count < FIELD_REQUEST + 1) return ALB_LINE_CUT;
    int64_t before = seconds(fields[5]), work = seconds(fields[6]), after = seconds(fields[7]);
    out->received_bytes = number(fields[10]);
    out->sent_bytes = number(fields[11]);
    if (before < -1 || work < -1 || after < -1 || !is_status(fields[8]) || !is_status(fields[9]) ||
        out->received_bytes < 0 || out->sent_bytes < 0)
        return ALB_LINE_FOREIGN;
    out->client = address_of(fields[3]);
    out->work_ns = work;
    int64_t spent = before < 0 || work < 0 || after < 0 ? 0 : before + work + after;
    int64_t created = count > FIELD_CREATION ? moment(fields[FIELD_CREATION]) : -1;
    out->at_ns = created >= 0 ? created : answered - spent;
    if (is_any_of(fields[0], others)) return ALB_LINE_OTHER;
    return read_request(fields[FIELD_REQUEST], out);
}
