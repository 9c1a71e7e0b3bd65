// The constant runs of a line: built once for a key, kept in a table where each key has one place,
// and built again when another key took it. What has no key is built for each line, in the same
// way.
//
// What a client sends is made harmless as AWS does it: what is not plain ASCII, and the quote,
// becomes \xNN, and a blank in a URL %20, so that a line always splits alike.
#include "export/access_template.h"

#include "base/fact.h"
#include "engine/hash.h"
#include "export/digits.h"

enum { FIELD_MAX = 2048 };

static const char account[] = "111122223333";

// A text that is cut where it reaches its limit.
typedef struct Text {
    char *start, *end, *limit;
} Text;

static void put(Text *text, const char *bytes, size_t length) {
    size_t room = (size_t)(text->limit - text->end);
    if (length > room) length = room;
    memcpy(text->end, bytes, length);
    text->end += length;
}

static void put_text(Text *text, const char *from) {
    put(text, from, strlen(from));
}

static void put_integer(Text *text, int64_t value) {
    char digits[1 + DIGITS_MAX] = "-";
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    const char *end = digits_plain(digits + 1, size), *start = digits + (value >= 0);
    put(text, start, (size_t)(end - start));
}

static void put_hex(Text *text, uint64_t value, size_t count) {
    char digits[16];
    digits_hex16(digits, value);
    put(text, digits + sizeof digits - count, count);
}

static bool is_plain(unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void put_special(Text *text, unsigned char c) {
    char escape[4] = {'\\', 'x', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
    bool is_blank = c == ' ';
    size_t length = is_blank ? 3 : 4;
    if ((size_t)(text->limit - text->end) < length) {
        text->limit = text->end; // half an escape would be misread
        return;
    }
    put(text, is_blank ? "%20" : escape, length);
}

static void put_escaped(Text *text, const char *from) {
    while (*from != '\0') {
        const char *end = from;
        while (is_plain((unsigned char)*end))
            end++;
        put(text, from, (size_t)(end - from));
        from = end;
        if (*from != '\0') put_special(text, (unsigned char)*from++);
    }
}

// The quote before a field, whose length is limited; the text goes on with the field alone.
static Text begin_quoted(Text *text) {
    put(text, "\"", 1);
    Text field = *text;
    if (field.limit - field.end > FIELD_MAX) field.limit = field.end + FIELD_MAX;
    return field;
}

static void end_quoted(Text *text, const Text *field) {
    text->end = field->end;
    put(text, "\"", 1);
}

static void put_quoted(Text *text, const char *from) {
    Text field = begin_quoted(text);
    put_escaped(&field, from == NULL || from[0] == '\0' ? "-" : from);
    end_quoted(text, &field);
}

static void put_url(Text *text, const SimAccessUrl *url) {
    put_text(text, url->is_https ? "https://" : "http://");
    put_escaped(text, url->host);
    put(text, ":", 1);
    put_integer(text, SIM_FACT("ELB-610", true) ? url->port : 0);
    put_escaped(text, url->path);
    if (url->query == NULL || url->query[0] == '\0') return;
    put(text, "?", 1);
    put_escaped(text, url->query);
}

// The URL is what is cut when the line would be too long: readers look for the protocol at its end.
static void put_request_line(Text *text, const SimAccessEntry *entry) {
    bool is_http1 = entry->protocol == SIM_ACCESS_HTTP || entry->protocol == SIM_ACCESS_WS;
    const char *protocol = is_http1 && !entry->has_odd_version ? " HTTP/1.1" : " HTTP/2.0";
    SimAccessUrl url = {.is_https = entry->is_https,
                        .host = entry->host,
                        .port = entry->port,
                        .path = entry->path,
                        .query = entry->query};
    Text field = begin_quoted(text);
    char *limit = field.limit;
    field.limit -= strlen(protocol);
    put_escaped(&field, entry->method);
    put(&field, " ", 1);
    put_url(&field, &url);
    field.limit = limit;
    put_text(&field, protocol);
    end_quoted(text, &field);
}

static void put_redirect(Text *text, const SimAccessUrl *url) {
    Text field = begin_quoted(text);
    if (url->host == NULL)
        put(&field, "-", 1);
    else
        put_url(&field, url);
    end_quoted(text, &field);
}

static void put_status(Text *text, int32_t status) {
    if (SIM_FACT("ELB-608", status == 0))
        put(text, "-", 1);
    else
        put_integer(text, status);
}

static void put_arn(Text *text, const char *service, const char *region) {
    const char *const parts[] = {"arn:aws:", service, ":", region, ":", account, ":"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        put_text(text, parts[i]);
}

static void put_group(Text *text, const SimAccessEntry *entry) {
    if (entry->target_group == NULL || !SIM_FACT("ELB-613", true)) {
        put(text, "-", 1);
        return;
    }
    put_arn(text, "elasticloadbalancing", entry->region);
    put_text(text, entry->target_group);
}

// The id of a certificate that has only a name: a UUID made of it.
static void put_certificate_id(Text *text, const char *name) {
    uint64_t high = hash_text(HASH_START, name), low = hash_mix(high);
    put_hex(text, high >> 32, 8);
    put(text, "-", 1);
    put_hex(text, high >> 16, 4);
    put(text, "-", 1);
    put_hex(text, high, 4);
    put(text, "-", 1);
    put_hex(text, low >> 48, 4);
    put(text, "-", 1);
    put_hex(text, low, 12);
}

static void put_certificate(Text *text, const SimAccessEntry *entry) {
    const char *name = entry->certificate;
    if (name == NULL || name[0] == '\0' || strncmp(name, "arn:", 4) == 0 ||
        strcmp(name, "session-reused") == 0) {
        put_quoted(text, name);
        return;
    }
    put(text, "\"", 1);
    put_arn(text, "acm", entry->region);
    put_text(text, "certificate/");
    put_certificate_id(text, name);
    put(text, "\"", 1);
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

static const char *tls_text(const SimAccessEntry *entry) {
    if (!SIM_FACT("ELB-612", entry->is_https)) return "- - ";
    static const char *const texts[] = {
        "TLS_AES_128_GCM_SHA256 TLSv1.3 ", "ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ",
        "ECDHE-RSA-AES128-SHA TLSv1.1 ", "ECDHE-RSA-AES128-SHA TLSv1 "};
    static const char *const ecdsa[] = {
        "TLS_AES_128_GCM_SHA256 TLSv1.3 ", "ECDHE-ECDSA-AES128-GCM-SHA256 TLSv1.2 ",
        "ECDHE-ECDSA-AES128-SHA TLSv1.1 ", "ECDHE-ECDSA-AES128-SHA TLSv1 "};
    return entry->is_ecdsa ? ecdsa[entry->tls] : texts[entry->tls];
}

static void put_type(Text *text, const SimAccessEntry *entry) {
    switch (entry->protocol) {
    case SIM_ACCESS_HTTP:
        put_text(text, SIM_FACT("ELB-602", entry->is_https) ? "https " : "http ");
        break;
    case SIM_ACCESS_H2:
        put_text(text, "h2 ");
        break;
    case SIM_ACCESS_GRPCS:
        put_text(text, "grpcs ");
        break;
    case SIM_ACCESS_WS:
        put_text(text, entry->is_https ? "wss " : "ws ");
        break;
    }
}

static void put_balancer(Text *text, const SimAccessEntry *entry) {
    put_text(text, "Z ");
    put_text(text, entry->balancer);
    put(text, " ", 1);
}

// Fields 9 to 17.
static void put_request(Text *text, const SimAccessEntry *entry) {
    put(text, " ", 1);
    put_status(text, entry->elb_status);
    put(text, " ", 1);
    put_status(text, entry->target_status);
    put(text, " ", 1);
    put_integer(text, entry->received_bytes);
    put(text, " ", 1);
    put_integer(text, entry->sent_bytes);
    put(text, " ", 1);
    put_request_line(text, entry);
    put(text, " ", 1);
    put_quoted(text, entry->user_agent);
    put(text, " ", 1);
    put_text(text, tls_text(entry));
    put_group(text, entry);
    put_text(text, " \"Root=1-");
}

static void put_tls(Text *text, const SimAccessEntry *entry) {
    put_text(text, "\" ");
    put_quoted(text, SIM_FACT("ELB-615", entry->is_https) ? entry->host : NULL);
    put(text, " ", 1);
    put_certificate(text, entry);
    put(text, " ", 1);
    if (entry->rule_priority < -1)
        put(text, "-", 1);
    else
        put_integer(text, entry->rule_priority);
    put(text, " ", 1);
}

static void put_action(Text *text, const SimAccessEntry *entry) {
    put_text(text, "Z ");
    if (entry->is_rewritten) put_text(text, "\"rewrite,");
    put_text(text, action_text(entry->action) + entry->is_rewritten);
    put(text, " ", 1);
    put_redirect(text, &entry->redirect);
    put(text, " ", 1);
    put_quoted(text, entry->error_reason);
    put_text(text, " \"");
}

static void put_target_status(Text *text, const SimAccessEntry *entry) {
    put_text(text, "\" \"");
    put_status(text, entry->target_status);
    put_text(text, "\" ");
    put_quoted(text, entry->classification);
    put(text, " ", 1);
    put_quoted(text, entry->classification_reason);
    put_text(text, " TID_");
}

static void put_transform(Text *text, const SimAccessEntry *entry) {
    const char *const fields[] = {entry->transformed_host, entry->transformed_uri,
                                  entry->transform_status};
    for (int i = 0; i < 3; i++) {
        put(text, " ", 1);
        put_quoted(text, fields[i]);
    }
    put(text, "\n", 1);
}

// The last block of the last run may reach beyond it, so that much of the memory stays unused.
static AccessRuns build(AccessTemplates *templates, const SimAccessEntry *entry) {
    static void (*const put_run[ACCESS_RUN_COUNT])(Text *, const SimAccessEntry *) = {
        put_type, put_balancer, put_request, put_tls, put_action, put_target_status, put_transform};
    Text text = {.start = templates->text, .end = templates->text};
    text.limit = templates->text + ACCESS_TEXT - ACCESS_BLOCK;
    for (int run = 0; run < ACCESS_RUN_COUNT; run++) {
        const char *start = text.end;
        put_run[run](&text, entry);
        templates->lengths[run] = (uint16_t)(text.end - start);
    }
    SIM_ASSERT(text.end < text.limit);
    return (AccessRuns){templates->text, templates->lengths, (size_t)(text.end - text.start)};
}

static AccessTemplateKey key_of(const SimAccessEntry *entry) {
    return (AccessTemplateKey){.texts = entry->key,
                               .received_bytes = entry->received_bytes,
                               .sent_bytes = entry->sent_bytes,
                               .elb_status = entry->elb_status,
                               .target_status = entry->target_status};
}

static bool is_of(const AccessTemplateKey *key, const SimAccessEntry *entry) {
    const SimAccessKey *texts = &key->texts, *wanted = &entry->key;
    return texts->scenario == wanted->scenario && texts->rule == wanted->rule &&
           texts->request == wanted->request && texts->group == wanted->group &&
           texts->variant == wanted->variant && key->received_bytes == entry->received_bytes &&
           key->sent_bytes == entry->sent_bytes && key->elb_status == entry->elb_status &&
           key->target_status == entry->target_status;
}

// The one place where the runs of an entry may be kept: the highest bits of a sum of odd multiples.
// The sizes do not take part, for they follow from the rest.
static AccessTemplate *place_of(AccessTemplates *templates, const SimAccessEntry *entry) {
    uint64_t spread = (uint32_t)entry->key.rule * UINT64_C(0x9E3779B97F4A7C15) +
                      (uint32_t)entry->key.request * UINT64_C(0xBF58476D1CE4E5B9) +
                      (uint32_t)entry->key.group * UINT64_C(0x94D049BB133111EB) +
                      (uint32_t)entry->elb_status * UINT64_C(0xA0761D6478BD642F) +
                      (uint32_t)entry->target_status * UINT64_C(0xE7037ED1A0B428DB);
    return &templates->kept[spread >> (64 - ACCESS_KEPT_BITS)];
}

static void keep(AccessTemplate *place, const SimAccessEntry *entry, const AccessRuns *runs) {
    place->key = key_of(entry);
    memcpy(place->lengths, runs->lengths, sizeof place->lengths);
    memcpy(place->text, runs->text, runs->length);
    place->length = (uint16_t)runs->length;
}

AccessRuns access_runs(AccessTemplates *templates, const SimAccessEntry *entry) {
    if (entry->key.scenario == 0) return build(templates, entry);
    AccessTemplate *place = place_of(templates, entry);
    if (is_of(&place->key, entry)) return (AccessRuns){place->text, place->lengths, place->length};
    AccessRuns runs = build(templates, entry);
    if (runs.length <= ACCESS_KEPT_TEXT - ACCESS_BLOCK) keep(place, entry, &runs);
    return runs;
}
