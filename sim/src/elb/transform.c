// A regular expression is looked for in the host, and another in the URL, which is path and query;
// what the leftmost match covers is replaced. Without a match the request goes on as it came; what
// does not become a host or a URL is a failure.
#include "elb/transform.h"

#include <string.h>

#include "base/fact.h"
#include "elb/elb.h"
#include "elb/url.h"
#include "world/world.h"

enum { REWRITTEN_MAX = 4096 };

typedef struct Rewritten {
    char text[REWRITTEN_MAX + 1];
    size_t length; ///< goes on where there is no room
} Rewritten;

static void put(Rewritten *out, const char *from, size_t length) {
    if (out->length + length <= REWRITTEN_MAX) memcpy(out->text + out->length, from, length);
    out->length += length;
}

// The replacement, in which $1 to $9 stand for the groups of the match, $0 for all of it.
static void put_replacement(Rewritten *out, const char *replace, const char *text,
                            const int32_t *slots) {
    for (; *replace != '\0'; replace++) {
        bool is_group = replace[0] == '$' && replace[1] >= '0' && replace[1] <= '9';
        if (!is_group) {
            put(out, replace, 1);
            continue;
        }
        const int32_t *slot = &slots[2 * (*++replace - '0')];
        if (slot[0] >= 0) put(out, text + slot[0], (size_t)(slot[1] - slot[0]));
    }
}

// False: there was no match.
static bool rewrite(const ConfigRewrite *config, const char *text, Rewritten *out) {
    int32_t slots[REGEX_SLOTS];
    out->length = 0;
    if (!regex_search(config->regex, text, slots)) return false;
    put(out, text, (size_t)slots[0]);
    put_replacement(out, config->replace, text, slots);
    put(out, text + slots[1], strlen(text + slots[1]));
    out->text[out->length <= REWRITTEN_MAX ? out->length : 0] = '\0';
    return true;
}

static bool has_only(const char *text, const char *refused) {
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~' || strchr(refused, *text) != NULL) return false;
    return true;
}

static TransformStatus judge(const Rewritten *out, bool is_valid, TransformStatus otherwise) {
    if (SIM_FACT("ELB-165", out->length > REWRITTEN_MAX)) return TRANSFORM_BUFFER_TOO_SMALL;
    return is_valid ? TRANSFORM_SUCCESS : otherwise;
}

static TransformStatus rewrite_host(SimWorld *world, const ConfigRule *rule,
                                    const RequestTarget *from, Url *url) {
    Rewritten out;
    if (rule->host_rewrite.regex == NULL || SIM_FACT("ELB-176", false)) return TRANSFORM_NONE;
    if (!rewrite(&rule->host_rewrite, from->host, &out)) return TRANSFORM_NONE;
    bool is_valid = out.length > 0 && has_only(out.text, "/?#@\\\"");
    TransformStatus status = judge(&out, is_valid, TRANSFORM_INVALID_HOST);
    if (status == TRANSFORM_SUCCESS && strcmp(out.text, from->host) != 0)
        url->host = url_keep_text(world, out.text);
    return status;
}

static TransformStatus rewrite_url(SimWorld *world, const ConfigRule *rule, const char *asked,
                                   Url *url) {
    Rewritten out;
    if (rule->url_rewrite.regex == NULL || SIM_FACT("ELB-175", false)) return TRANSFORM_NONE;
    if (!rewrite(&rule->url_rewrite, asked, &out)) return TRANSFORM_NONE;
    bool is_valid = out.text[0] == '/' && has_only(out.text, "#\"");
    TransformStatus status = judge(&out, is_valid, TRANSFORM_INVALID_PATH);
    if (status == TRANSFORM_SUCCESS && strcmp(out.text, asked) != 0)
        url->path = url_keep_text(world, out.text);
    return status;
}

// The request in words, which are copied first: keeping others may move them.
static Url make_url(SimWorld *world, const ConfigRule *rule, const Request *request) {
    RequestTarget from = request_target(world, request);
    Rewritten asked = {.length = 0};
    put(&asked, from.path, strlen(from.path));
    if (from.query[0] != '\0') put(&asked, "?", 1);
    put(&asked, from.query, strlen(from.query));
    asked.text[asked.length <= REWRITTEN_MAX ? asked.length : REWRITTEN_MAX] = '\0';
    Url url = {.host = -1, .path = -1};
    TransformStatus host = rewrite_host(world, rule, &from, &url),
                    path = rewrite_url(world, rule, asked.text, &url);
    url.outcome = (int32_t)(host > path ? host : path);
    return url;
}

bool transform_request(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    const ConfigRule *rule = world_rule(world, attempt->rule);
    if (!rule->has_transforms) return true;
    int32_t at1 = url_find(world, attempt->kind_index, attempt->url1, attempt->rule);
    if (at1 == 0) {
        Url url = make_url(world, rule, &world->requests.items[attempt->request1 - 1]);
        at1 = url_keep(world, attempt->kind_index, attempt->url1, attempt->rule, url);
    }
    int32_t outcome = world->urls.items[at1 - 1].outcome;
    if (outcome == TRANSFORM_NONE) return SIM_FACT("ELB-177", true);
    return SIM_FACT("ELB-178", outcome == TRANSFORM_SUCCESS);
}

const Url *transform_of(const SimWorld *world, const Attempt *attempt) {
    if (!world->config->has_transforms || attempt->rule < 0) return NULL;
    if (!world_rule(world, attempt->rule)->has_transforms) return NULL;
    int32_t at1 = url_find(world, attempt->kind_index, attempt->url1, attempt->rule);
    return at1 != 0 ? &world->urls.items[at1 - 1] : NULL;
}

const char *transform_status_name(TransformStatus status) {
    static const char *const names[] = {NULL, "TransformSuccess", "TransformInvalidHost",
                                        "TransformInvalidPath", "TransformBufferTooSmall"};
    return names[status];
}
