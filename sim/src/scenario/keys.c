// One row a key. The loader decodes by it, `set` asks it what may change in a running world, the
// JSON Schema is printed from it: what one knows, all know.
#include "scenario/keys.h"

#include "scenario/command.h"
#include "scenario/quantity.h"
#include "scenario/raw.h"
#include "scenario/read.h"
#include "scenario/tls_policies.h"

#include <string.h>

// The rows bound the length, not the patterns: repetition with a bound is what costs time, and
// `set` reads a whole document while somebody watches.
#define NAME_PATTERN   "^[A-Za-z0-9][A-Za-z0-9._-]*$"
#define NAME_SHAPE     "1 to 63 letters, digits, '.', '_' or '-'"
#define AWS_PATTERN    "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$"
#define AWS_SHAPE      "1 to 32 letters, digits and hyphens, no hyphen at an end"
#define HOST_PATTERN   "^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$"
#define HOST_SHAPE     "a host name such as app.example.com"
#define COOKIE_PATTERN "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
#define COOKIE_SHAPE   "a cookie's name: letters, digits and the like, without spaces"
#define METHOD_SHAPE   "an HTTP method"
#define BLOCK_PATTERN  "^[0-9]+(\\.[0-9]+){3}/[0-9]+$"
#define BLOCK_SHAPE    "a block of IPv4 addresses such as 10.0.0.0/8"
#define PLACE_PATTERN  "^[^/]+/[^/]+$"
#define DAY            ((double)SIM_HOUR * 24)
#define SECONDS(n)     ((double)(n)*1e9)
#define END                                                                                        \
    { .name = NULL }

static const char *const levels[] = {"setup", "basic", "intermediate", "advanced", NULL};
static const char *const begins[] = {"steady", "cold", NULL};
static const char *const protocols[] = {"HTTP", "HTTPS", NULL};
static const char *const tls_versions[] = {"1.0", "1.1", "1.2", "1.3", NULL};
static const char *const client_certificates[] = {"none", "trusted", "untrusted", "expired", NULL};
static const char *const mutual_modes[] = {"off", "passthrough", "verify", NULL};
static const char *const jitters[] = {"none", "full", NULL};
static const char *const policies[] = {"simple", "weighted", NULL};
static const char *const later_policies[] = {
    "latency", "failover", "geolocation", "geoproximity", "multivalue_answer", "ip_based", NULL};
static const char *const balancer_types[] = {"application", NULL};
static const char *const later_balancer_types[] = {"network", "gateway", "classic", NULL};
static const char *const schemes[] = {"internet-facing", "internal", NULL};
static const char *const target_types[] = {"instance", "ip", NULL};
static const char *const later_target_types[] = {"lambda", "alb", NULL};
static const char *const traffic_port[] = {"traffic-port", NULL};
static const char *const target_versions[] = {"HTTP1", "HTTP2", "GRPC", NULL};
static const char *const serves[] = {"any", "HTTP", "HTTPS", NULL};
static const char *const response_defects[] = {"none", "malformed", "headers_too_large",
                                               "short_body", NULL};
static const char *const desync_modes[] = {"defensive", "monitor", "strictest", NULL};
static const char *const defects[] = {"none",
                                      "malformed",
                                      "no_data",
                                      "header_too_long",
                                      "headers_too_large",
                                      "url_too_long",
                                      "transfer_encoding",
                                      "http_version",
                                      NULL};
const char *const desync_reasons[] = {"Compliant",
                                      "GetHeadZeroContentLength",
                                      "NonCompliantHeader",
                                      "NonCompliantVersion",
                                      "SpaceInUri",
                                      "AmbiguousUri",
                                      "BothTeClPresent",
                                      "DuplicateContentLength",
                                      "EmptyHeader",
                                      "SuspiciousHeader",
                                      "UndefinedContentLengthSemantics",
                                      "UndefinedTransferEncodingSemantics",
                                      "BadContentLength",
                                      "BadHeader",
                                      "BadTransferEncoding",
                                      "BadUri",
                                      "BadMethod",
                                      "BadVersion",
                                      "MultipleContentLength",
                                      "MultipleTransferEncodingChunked",
                                      "SuspiciousTeClPresent",
                                      NULL};
static const char *const listener_later[] = {"TCP", "UDP", "TLS", "TCP_UDP", NULL};
static const char *const redirect_protocols[] = {"#{protocol}", "HTTP", "HTTPS", NULL};
static const char *const content_types[] = {
    "text/plain", "text/css", "text/html", "application/javascript", "application/json", NULL};
static const char *const disciplines[] = {"fcfs", "processor_sharing", NULL};
static const char *const on_full[] = {"drop", "refuse", "shed", NULL};
static const char *const stickiness_types[] = {"lb_cookie", "app_cookie", NULL};
static const char *const later_stickiness_types[] = {"source_ip", "source_ip_dest_ip",
                                                     "source_ip_dest_ip_proto", NULL};

static const char *const unlimited[] = {"unlimited", NULL};
static const char *const off[] = {"off", NULL};
static const char *const health_endpoints[] = {"shared", "separate", NULL};

#define AT(type, field) offsetof(type, field)

static const Key change_keys[] = {
    {"at", KEY_DURATION, KEY_REQUIRED, AT(RawChange, at), 0, 30 * DAY,
     .doc = "When the rate begins to change."},
    {"over", KEY_DURATION, 0, AT(RawChange, over), 0, 30 * DAY, "\"0s\"",
     .doc = "How long the change takes, in a straight line; 0s: a step."},
    {"rate", KEY_RATE, KEY_REQUIRED | KEY_LIVE, AT(RawChange, rate), 0, 1e7,
     .doc = "The rate it leads to."},
    {"for", KEY_DURATION, 0, AT(RawChange, for_), 0, 30 * DAY, "\"0s\"",
     .doc = "How long the new rate holds before the rate before returns as it came; 0s: it stays."},
    END,
};
static const KeyKind change = {
    "rate_change", "A change of the arrival rate: a step, a ramp or, with `for`, a spike.",
    sizeof(RawChange), change_keys, 0};

static const Key arrivals_keys[] = {
    {"poisson", KEY_RATE, KEY_EXCLUSIVE | KEY_LIVE, AT(RawArrivals, poisson), 0, 1e7,
     .doc = "Independent users: exponential gaps at this mean rate."},
    {"constant", KEY_RATE, KEY_EXCLUSIVE | KEY_LIVE, AT(RawArrivals, constant), 0, 1e7,
     .doc = "Equal gaps at this rate."},
    {"changes", KEY_OBJECTS, 0, AT(RawArrivals, changes), 0, 1000, .kind = &change,
     .doc = "How the rate changes over time, in order of time."},
    END,
};
static const KeyKind arrivals = {"arrivals", "When requests are born.", sizeof(RawArrivals),
                                 arrivals_keys, 0};

static const Key request_keys[] = {
    {"share", KEY_NUMBER, KEY_LIVE, AT(RawRequest, request.share), 0, 1e6, "1",
     .doc = "How often, relative to the other requests of the population."},
    {"host", KEY_TEXT, 0, AT(RawRequest, request.host), 1, 253, .pattern = HOST_PATTERN,
     .shape = HOST_SHAPE, .doc = "The host asked for; the population's unless said."},
    {"method", KEY_TEXT, 0, AT(RawRequest, request.method), 1, 40, "\"GET\"",
     .pattern = "^[A-Za-z_-]+$", .shape = METHOD_SHAPE, .doc = "The HTTP method."},
    {"path", KEY_TEXT, 0, AT(RawRequest, request.path), 1, 2000, "\"/\"", .pattern = "^/[!-~]*$",
     .shape = "a path that begins with '/', without spaces", .doc = "The path, without the query."},
    {"query", KEY_TEXT, 0, AT(RawRequest, request.query), 0, 2000, "\"\"", .pattern = "^[!-~]*$",
     .shape = "a query without '?' and spaces", .doc = "The query, without '?'."},
    {"work", KEY_DISTRIBUTION, KEY_REQUIRED | KEY_LIVE, AT(RawRequest, request.work),
     .doc = "The time one worker needs for it at speed 1."},
    {"websocket", KEY_DISTRIBUTION, 0, AT(RawRequest, request.websocket),
     .doc = "Upgrades the connection to a WebSocket that stays open so long; no WebSocket unless "
            "said."},
    {"websocket_ping", KEY_DURATION, 0, AT(RawRequest, request.websocket_ping_ns), 1, 30 * DAY,
     "\"30s\"",
     .doc =
         "Time between messages on the WebSocket; not below the load balancer's idle timeout, it "
         "is closed as idle."},
    {"grpc", KEY_BOOLEAN, 0, AT(RawRequest, request.is_grpc), .default_ = "false",
     .doc = "Whether it is a gRPC call: over HTTP/2, with POST."},
    {"defect", KEY_ENUM, 0, AT(RawRequest, defect), .default_ = "\"none\"", .values = defects,
     .doc =
         "What is wrong with it: malformed and header_too_long are 400, no_data is 408 after the "
         "idle timeout, headers_too_large 413, url_too_long 414, transfer_encoding 501, "
         "http_version 505."},
    {"classification", KEY_ENUM, 0, AT(RawRequest, desync), .default_ = "\"Compliant\"",
     .values = desync_reasons,
     .doc = "What desync mitigation finds about it: four reasons are Acceptable, those from "
            "AmbiguousUri on Ambiguous, those from BadContentLength on Severe."},
    {"forwarded_for", KEY_INTEGER, 0, AT(RawRequest, request.forwarded_for), 0, 1000, "0",
     .doc = "Addresses in its X-Forwarded-For header; more than 30 are 463."},
    {"request_bytes", KEY_INTEGER, KEY_LIVE, AT(RawRequest, request.request_bytes), 0, 1e9, "400",
     .doc = "Size of the request."},
    {"response_bytes", KEY_INTEGER, KEY_LIVE, AT(RawRequest, request.response_bytes), 0, 1e9,
     "2000", .doc = "Size of the answer."},
    {"headers", KEY_HEADERS, KEY_LIVE, AT(RawRequest, headers), 0, 50,
     .doc = "Headers it carries, by name; a list of values sends the header so many times."},
    {"sets_cookie", KEY_TEXT, 0, AT(RawRequest, request.sets_cookie), 1, 256,
     .pattern = COOKIE_PATTERN, .shape = COOKIE_SHAPE,
     .doc = "The cookie that the target sets in its answer, as a login does; for app_cookie "
            "stickiness. None unless said."},
    END,
};
static const KeyKind request = {"request", "One kind of request of a population.",
                                sizeof(RawRequest), request_keys, 0};

static const Key retry_keys[] = {
    {"attempts", KEY_INTEGER, KEY_LIVE, AT(RawRetry, retry.attempts), 1, 100, "1",
     .doc = "Attempts in total: 1 means no retry."},
    {"backoff", KEY_DURATION, KEY_LIVE, AT(RawRetry, retry.backoff_ns), 0, DAY, "\"200ms\"",
     .doc = "Wait before the first retry; it doubles each time."},
    {"backoff_max", KEY_DURATION, KEY_LIVE, AT(RawRetry, retry.backoff_max_ns), 0, DAY, "\"20s\"",
     .doc = "The wait doubles up to here."},
    {"jitter", KEY_ENUM, KEY_LIVE, AT(RawRetry, jitter), .default_ = "\"full\"", .values = jitters,
     .doc = "full: wait anything between nothing and the backoff."},
    END,
};
static const KeyKind retry = {
    "retry", "What a client does after a connection failure, a time-out or a 502, 503 or 504.",
    sizeof(RawRetry), retry_keys, 0};

static const Key client_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawClient, client.name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name in paths and on screen."},
    {"city", KEY_TEXT, 0, AT(RawClient, client.city), 1, 60,
     .doc = "A city of the round-trip table."},
    {"inside", KEY_TEXT, 0, AT(RawClient, inside), 1, 63,
     .doc = "The region in whose network they are, instead of a city on the internet: they reach "
            "its internal load balancers."},
    {"host", KEY_TEXT, KEY_REQUIRED, AT(RawClient, client.host), 1, 253, .pattern = HOST_PATTERN,
     .shape = HOST_SHAPE, .doc = "The DNS name they ask for: a Route 53 record."},
    {"protocol", KEY_ENUM, 0, AT(RawClient, protocol), .default_ = "\"HTTPS\"", .values = protocols,
     .doc = "What they speak."},
    {"port", KEY_INTEGER, 0, AT(RawClient, client.port), 1, 65535,
     .doc = "The port they connect to: 443 for HTTPS and 80 for HTTP unless said."},
    {"tls", KEY_ENUM, 0, AT(RawClient, client.tls), .default_ = "\"1.3\"", .values = tls_versions,
     .doc = "The newest version of TLS they speak: 1.3 costs one round trip, older ones two."},
    {"tls_min", KEY_ENUM, 0, AT(RawClient, client.tls_min), .default_ = "\"1.0\"",
     .values = tls_versions, .doc = "The oldest version of TLS they accept."},
    {"tls_resumption", KEY_BOOLEAN, 0, AT(RawClient, client.is_resuming), .default_ = "false",
     .doc = "Whether a user takes up its TLS session again at a node it knows: a round trip less "
            "before TLS 1.3."},
    {"check_certificate", KEY_BOOLEAN, KEY_LIVE, AT(RawClient, client.is_checking_names),
     .default_ = "true", .doc = "Whether they refuse a certificate that is for another host."},
    {"client_certificate", KEY_ENUM, KEY_LIVE, AT(RawClient, certificate), .default_ = "\"none\"",
     .values = client_certificates,
     .doc = "What they show to a listener with mutual TLS, as its trust store judges it."},
    {"users", KEY_INTEGER, 0, AT(RawClient, client.users), 1, 1e7, "1000",
     .doc = "People; each keeps a connection."},
    {"resolvers", KEY_INTEGER, 0, AT(RawClient, client.resolvers), 1, 1e5, "2",
     .doc = "DNS resolvers that they share, each with its own cache."},
    {"addresses", KEY_INTEGER, 0, AT(RawClient, client.addresses), 1, 1e7,
     .doc = "Distinct addresses its users share, as behind a NAT; one each unless said."},
    {"source", KEY_TEXT, 0, AT(RawClient, source), 9, 18, .pattern = BLOCK_PATTERN,
     .shape = BLOCK_SHAPE,
     .doc = "The block their addresses lie in; public ones of the model's unless said."},
    {"stream", KEY_TEXT, 0, AT(RawClient, client.stream), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE,
     .doc =
         "Populations naming the same stream receive the same arrivals; its own name unless said."},
    {"arrivals", KEY_OBJECT, KEY_REQUIRED, AT(RawClient, arrivals), .kind = &arrivals,
     .doc = "When requests are born."},
    {"requests", KEY_OBJECTS, KEY_REQUIRED, AT(RawClient, requests), 1, 1000, .kind = &request,
     .doc = "The mix of requests."},
    {"timeout", KEY_DURATION, KEY_LIVE, AT(RawClient, client.timeout_ns), 1, 30 * DAY, "\"75s\"",
     .fact = "MODEL-107", .doc = "Patience for one attempt."},
    {"connect_timeout", KEY_DURATION, KEY_LIVE, AT(RawClient, client.connect_timeout_ns), 1,
     30 * DAY, "\"3s\"", .doc = "Patience for one address that does not answer."},
    {"keep_alive", KEY_DURATION, KEY_LIVE, AT(RawClient, client.keep_alive_ns), 0, 30 * DAY,
     "\"60s\"", .doc = "How long a user keeps an idle connection."},
    {"retry", KEY_OBJECT, KEY_LIVE, AT(RawClient, retry), .kind = &retry,
     .doc = "Retries; none unless said."},
    {"round_trip", KEY_DURATION, 0, AT(RawClient, client.round_trip_ns), 0, SECONDS(60),
     .doc = "Round trip to every region, instead of the table's by city."},
    {"dns_round_trip", KEY_DURATION, 0, AT(RawClient, client.dns_round_trip_ns), 0, SECONDS(60),
     .doc = "From a resolver to Route 53 and back; 5 to 30 ms, drawn for each query, unless said."},
    {"jitter", KEY_NUMBER, 0, AT(RawClient, client.jitter), 0, 10, "0.1",
     .doc = "Coefficient of variation of round trips; 0: none."},
    {"cookies", KEY_BOOLEAN, 0, AT(RawClient, client.keeps_cookies), .default_ = "true",
     .doc = "Whether they keep cookies and send them back; programs often do not."},
    {"http2", KEY_BOOLEAN, 0, AT(RawClient, client.is_http2), .default_ = "false",
     .doc = "Whether they can speak HTTP/2, over TLS where the load balancer offers it: a user's "
            "requests then share a connection."},
    {"think_time", KEY_NOT_YET, .doc = "A closed loop of users."},
    END,
};
static const KeyKind client = {"client", "A client population: the users of one city.",
                               sizeof(RawClient), client_keys, 0};

static const Key record_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawRecord, record.name), 1, 253, .pattern = HOST_PATTERN,
     .shape = HOST_SHAPE, .doc = "The DNS name."},
    {"policy", KEY_ENUM, 0, AT(RawRecord, policy), .default_ = "\"simple\"", .values = policies,
     .later = later_policies, .doc = "The routing policy."},
    {"set_identifier", KEY_TEXT, 0, AT(RawRecord, record.set_identifier), 1, 128,
     .pattern = "^[^.]+$", .shape = "1 to 128 characters without '.'",
     .doc = "Tells a weighted record from its siblings."},
    {"weight", KEY_INTEGER, KEY_LIVE, AT(RawRecord, record.weight), 0, 255,
     .doc = "Of a weighted record: its share is weight / sum."},
    {"alias", KEY_TEXT, KEY_EXCLUSIVE, AT(RawRecord, alias), 3, 128, .pattern = PLACE_PATTERN,
     .shape = "\"region/load balancer\"",
     .doc = "The load balancer it stands for, as region/name."},
    {"value", KEY_TEXT, KEY_EXCLUSIVE, AT(RawRecord, value), 3, 128, .pattern = PLACE_PATTERN,
     .shape = "\"region/instance\"", .doc = "The plain address of one instance, as region/name."},
    {"ttl", KEY_DURATION, KEY_LIVE, AT(RawRecord, record.ttl_ns), 0, 30 * DAY,
     .doc = "How long resolvers may keep a plain address (300s unless said); an alias has 60s, not "
            "settable."},
    {"evaluate_target_health", KEY_NOT_YET, .doc = "Health of an alias."},
    {"health_check", KEY_NOT_YET, .doc = "A Route 53 health check."},
    {"region", KEY_NOT_YET, .doc = "Region of a latency record."},
    {"failover", KEY_NOT_YET, .doc = "Role of a failover record."},
    {"geolocation", KEY_NOT_YET, .doc = "Place of a geolocation record."},
    {"bias", KEY_NOT_YET, .doc = "Bias of a geoproximity record."},
    END,
};
static const KeyKind record = {"record", "A Route 53 record.", sizeof(RawRecord), record_keys, 0};

static const Key route53_keys[] = {
    {"records", KEY_OBJECTS, KEY_REQUIRED, AT(RawRoute53, records), 1, 10000, .kind = &record,
     .doc = "The records of the hosted zone."},
    {"health_checks", KEY_NOT_YET, .doc = "Route 53 health checks."},
    END,
};
static const KeyKind route53 = {"route53", "The hosted zone.", sizeof(RawRoute53), route53_keys, 0};

static const Key forward_keys[] = {
    {"target_group", KEY_TEXT, KEY_REQUIRED, AT(RawForward, target_group), 1, 32,
     .pattern = AWS_PATTERN, .shape = AWS_SHAPE, .doc = "A target group of the same region."},
    {"weight", KEY_INTEGER, KEY_LIVE, AT(RawForward, weight), 0, 999, "1", .limits_fact = "ELB-157",
     .doc = "Its share is weight / sum."},
    END,
};
static const KeyKind forward = {"forward", "A target group and its weight.", sizeof(RawForward),
                                forward_keys, 0};

static const Key redirect_keys[] = {
    {"status", KEY_REDIRECT, 0, AT(RawRedirect, status), .default_ = "\"HTTP_301\"",
     .doc = "HTTP_301 (for good) or HTTP_302 (for now)."},
    {"protocol", KEY_ENUM, 0, AT(RawRedirect, protocol), .default_ = "\"#{protocol}\"",
     .values = redirect_protocols, .doc = "The new protocol."},
    {"host", KEY_TEXT, 0, AT(RawRedirect, host), 1, 128, "\"#{host}\"", .doc = "The new host."},
    {"port", KEY_TEXT, 0, AT(RawRedirect, port), 1, 7, "\"#{port}\"",
     .pattern = "^([1-9][0-9]{0,4}|#\\{port\\})$",
     .shape = "a port as text, \"443\", or \"#{port}\"", .doc = "The new port."},
    {"path", KEY_TEXT, 0, AT(RawRedirect, path), 1, 128, "\"/#{path}\"", .pattern = "^/",
     .shape = "a path that begins with '/'", .doc = "The new path."},
    {"query", KEY_TEXT, 0, AT(RawRedirect, query), 0, 128, "\"#{query}\"",
     .doc = "The new query, without '?'."},
    END,
};
static const KeyKind redirect = {"redirect",
                                 "Sends the client elsewhere; the placeholders #{protocol} #{host} "
                                 "#{port} #{path} #{query} keep a part.",
                                 sizeof(RawRedirect), redirect_keys, 1};

static const Key fixed_response_keys[] = {
    {"status", KEY_INTEGER, KEY_REQUIRED, AT(RawFixedResponse, status), 200, 599,
     .doc = "2XX, 4XX or 5XX."},
    {"content_type", KEY_ENUM, 0, AT(RawFixedResponse, content_type), .default_ = "\"text/plain\"",
     .values = content_types, .doc = "Type of the body."},
    {"body", KEY_TEXT, 0, AT(RawFixedResponse, body), 0, 1024, "\"\"", .limits_fact = "ELB-129",
     .doc = "At most 1024 characters."},
    END,
};
static const KeyKind fixed_response = {"fixed_response", "The balancer answers by itself.",
                                       sizeof(RawFixedResponse), fixed_response_keys, 0};

static const Key group_stickiness_keys[] = {
    {"enabled", KEY_BOOLEAN, KEY_LIVE, AT(RawGroupStickiness, is_enabled), .default_ = "true",
     .doc = "Whether it is on."},
    {"duration", KEY_DURATION, KEY_LIVE, AT(RawGroupStickiness, duration_ns), SECONDS(1),
     SECONDS(604800),
     .doc = "How long a user is held after the last answer: 1s to 604800s (7 days); to be said "
            "when it is on."},
    END,
};
static const KeyKind group_stickiness = {
    "target_group_stickiness",
    "A cookie, AWSALBTG, holds a user to one of the action's target groups; off unless given.",
    sizeof(RawGroupStickiness), group_stickiness_keys, 0};

static const Key action_keys[] = {
    {"forward", KEY_FORWARD, KEY_EXCLUSIVE, AT(RawAction, forward), 1, 5, .kind = &forward,
     .limits_fact = "ELB-156", .doc = "To one target group by name, or to 1 to 5 by weight."},
    {"redirect", KEY_OBJECT, KEY_EXCLUSIVE, AT(RawAction, redirect), .kind = &redirect,
     .doc = "Redirect."},
    {"fixed-response", KEY_OBJECT, KEY_EXCLUSIVE, AT(RawAction, fixed_response),
     .kind = &fixed_response, .doc = "Fixed response."},
    {"authenticate-oidc", KEY_NOT_YET, .doc = "OIDC."},
    {"authenticate-cognito", KEY_NOT_YET, .doc = "Cognito."},
    {"jwt-validation", KEY_NOT_YET, .doc = "JWT."},
    {"stickiness", KEY_OBJECT, KEY_LIVE, AT(RawAction, stickiness), .kind = &group_stickiness,
     .doc = "Holds users to the target group they met first; for a forward action."},
    END,
};
static const KeyKind action = {
    "action", "What a rule does: exactly one of forward, redirect, fixed-response.",
    sizeof(RawAction), action_keys, 0};

#define VISIBLE_SHAPE "1 to 128 visible characters"
#define REGEX_SHAPE   "a regular expression of 1 to 128 characters"
static const Key header_condition_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawHeaderCondition, name), 1, 40,
     .pattern = READ_HEADER_PATTERN, .shape = "the name of a header, without wildcards",
     .doc = "The header's name; case does not matter."},
    {"values", KEY_TEXTS, KEY_EXCLUSIVE, AT(RawHeaderCondition, values), 1, 3,
     .pattern = "^[ -~]+$", .characters = 128, .shape = VISIBLE_SHAPE,
     .doc = "Any of these; case does not matter; * any characters, ? one."},
    {"regex_values", KEY_TEXTS, KEY_EXCLUSIVE, AT(RawHeaderCondition, regexes), 1, 3,
     .characters = 128, .shape = REGEX_SHAPE,
     .doc = "Any of these regular expressions; case does not matter."},
    END,
};
static const KeyKind header_condition = {"header_condition", "What a header must say.",
                                         sizeof(RawHeaderCondition), header_condition_keys, 0};

static const Key query_value_keys[] = {
    {"key", KEY_TEXT, 0, AT(RawQueryValue, key), 1, 128, .pattern = "^[!-~]+$",
     .shape = VISIBLE_SHAPE, .doc = "The pair's key; any unless said."},
    {"value", KEY_TEXT, KEY_REQUIRED, AT(RawQueryValue, value), 1, 128, .pattern = "^[!-~]+$",
     .shape = VISIBLE_SHAPE,
     .doc = "The pair's value; case does not matter; * any characters, ? one, \\* and \\? "
            "themselves."},
    END,
};
static const KeyKind query_value = {"query_value", "A pair of a query string.",
                                    sizeof(RawQueryValue), query_value_keys, 0};

static const Key query_condition_keys[] = {
    {"values", KEY_OBJECTS, KEY_REQUIRED, AT(RawQueryCondition, values), 1, 3, .kind = &query_value,
     .doc = "Any of these pairs."},
    END,
};
static const KeyKind query_condition = {"query_condition", "What a query string must hold.",
                                        sizeof(RawQueryCondition), query_condition_keys, 0};

static const Key condition_keys[] = {
    {"host-header", KEY_TEXTS, 0, AT(RawConditions, hosts), 1, 3, .pattern = "^[A-Za-z0-9.*?_-]+$",
     .characters = 128, .shape = "1 to 128 letters, digits, '.', '-', '_', '*' or '?'",
     .doc = "Any of these hosts; case does not matter; * any characters, ? one."},
    {"host-header-regex", KEY_TEXTS, 0, AT(RawConditions, host_regexes), 1, 3, .characters = 128,
     .shape = REGEX_SHAPE, .doc = "The same by regular expressions."},
    {"path-pattern", KEY_TEXTS, 0, AT(RawConditions, paths), 1, 3, .pattern = "^[!-~]+$",
     .characters = 128, .shape = "1 to 128 characters without spaces",
     .doc = "Any of these paths; case matters; * any characters, ? one."},
    {"path-pattern-regex", KEY_TEXTS, 0, AT(RawConditions, path_regexes), 1, 3, .characters = 128,
     .shape = REGEX_SHAPE, .doc = "The same by regular expressions."},
    {"http-header", KEY_OBJECTS, 0, AT(RawConditions, headers), 1, 5, .kind = &header_condition,
     .doc = "Headers, all of which must match."},
    {"http-request-method", KEY_TEXTS, 0, AT(RawConditions, methods), 1, 3, .pattern = "^[A-Z_-]+$",
     .characters = 40, .shape = "an HTTP method in capitals",
     .doc = "Any of these methods, as they are written."},
    {"query-string", KEY_OBJECTS, 0, AT(RawConditions, queries), 1, 5, .kind = &query_condition,
     .doc = "Pairs of the query string, all of which must be there."},
    {"source-ip", KEY_TEXTS, 0, AT(RawConditions, sources), 1, 3, .pattern = BLOCK_PATTERN,
     .characters = 18, .shape = BLOCK_SHAPE,
     .doc = "Any of these blocks; it is the address that connects, whatever X-Forwarded-For says."},
    END,
};
static const KeyKind conditions = {"conditions", "All of these must hold.", sizeof(RawConditions),
                                   condition_keys, 1};

// Not required by the table: an object that is not given is read with all defaults.
static const Key rewrite_keys[] = {
    {"regex", KEY_TEXT, 0, AT(RawRewrite, regex), 1, 1024, .shape = REGEX_SHAPE,
     .doc = "The regular expression that is looked for."},
    {"replace", KEY_TEXT, 0, AT(RawRewrite, replace), 0, 1024, "\"\"", .pattern = "^[!-~]*$",
     .shape = "a text without spaces",
     .doc = "What stands in the place of what it found; $1 to $9 are its groups."},
    END,
};
static const KeyKind rewrite = {"rewrite", "A rewrite by a regular expression.", sizeof(RawRewrite),
                                rewrite_keys, 0};
static const Key transform_keys[] = {
    {"host-header-rewrite", KEY_OBJECT, 0, AT(RawTransforms, host), .kind = &rewrite,
     .doc = "Of the host."},
    {"url-rewrite", KEY_OBJECT, 0, AT(RawTransforms, url), .kind = &rewrite,
     .doc = "Of path and query."},
    END,
};
static const KeyKind transforms = {"transforms", "What is rewritten on the way to the target.",
                                   sizeof(RawTransforms), transform_keys, 0};

static const Key rule_keys[] = {
    {"priority", KEY_INTEGER, KEY_REQUIRED, AT(RawRule, priority), 1, 50000,
     .limits_fact = "ELB-160", .doc = "The lowest number that matches wins."},
    {"if", KEY_OBJECT, KEY_REQUIRED, AT(RawRule, conditions), .kind = &conditions,
     .doc = "The conditions."},
    {"then", KEY_OBJECT, KEY_REQUIRED, AT(RawRule, action), .kind = &action, .doc = "The action."},
    {"transforms", KEY_OBJECT, 0, AT(RawRule, transforms), .kind = &transforms,
     .doc = "What is rewritten on the way to the target; the rule must forward."},
    END,
};
static const KeyKind rule = {"rule", "A rule of a listener.", sizeof(RawRule), rule_keys, 0};

static const Key listener_keys[] = {
    {"protocol", KEY_ENUM, KEY_REQUIRED, AT(RawListener, protocol), .values = protocols,
     .later = listener_later, .doc = "HTTP or HTTPS."},
    {"port", KEY_INTEGER, KEY_REQUIRED, AT(RawListener, port), 1, 65535, .doc = "The port."},
    {"certificates", KEY_TEXTS, KEY_LIVE, AT(RawListener, certificates), 0, 1000,
     .pattern = "^[A-Za-z0-9.*_-]+$", .characters = 253,
     .shape = "a host name such as *.example.com",
     .doc = "The names of its certificates, the default one first."},
    {"rules", KEY_OBJECTS, 0, AT(RawListener, rules), 0, 10000, .kind = &rule, .doc = "Its rules."},
    {"default", KEY_OBJECT, KEY_REQUIRED, AT(RawListener, default_), .kind = &action,
     .doc = "The default rule's action."},
    {"ssl_policy", KEY_ENUM, KEY_LIVE, AT(RawListener, ssl_policy), .fact = "ELB-442",
     .default_ = "\"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09\"", .values = tls_policy_names,
     .doc = "The security policy: which versions of TLS clients may speak. Unless said, what the "
            "console gives."},
    {"alpn_policy", KEY_NOT_YET, .doc = "ALPN."},
    {"mutual_authentication", KEY_ENUM, KEY_LIVE, AT(RawListener, mutual), .default_ = "\"off\"",
     .values = mutual_modes,
     .doc = "Whether clients must show a certificate: off; passthrough: the targets judge it; "
            "verify: the listener's trust store does."},
    END,
};
static const KeyKind listener = {"listener", "A listener.", sizeof(RawListener), listener_keys, 0};

static const char *const overflows[] = {"reject", "answer_503", NULL};
static const Key capacity_keys[] = {
    {"units", KEY_NUMBER, 0, AT(RawCapacity, capacity.units), 0.01, 1e6,
     .doc = "LCUs it has as the run begins, which is also the least it keeps; must be said."},
    {"grow", KEY_BOOLEAN, KEY_LIVE, AT(RawCapacity, capacity.can_grow), .default_ = "true",
     .doc = "Whether it can scale; false: its subnets have no free addresses, and it becomes "
            "active_impaired when it should grow."},
    {"doubles_in", KEY_DURATION, KEY_LIVE, AT(RawCapacity, capacity.doubling_ns), SECONDS(1),
     SECONDS(3600), "\"300s\"", .doc = "How fast it grows at most: twice as much after this time."},
    {"overflow", KEY_ENUM, KEY_LIVE, AT(RawCapacity, overflow), .default_ = "\"reject\"",
     .values = overflows,
     .doc = "What becomes of the load above it: new connections are rejected, or requests are "
            "answered 503 by the balancer."},
    END,
};
static const KeyKind capacity = {"capacity", "The capacity of a balancer that scales reactively.",
                                 sizeof(RawCapacity), capacity_keys, 0};

static const Key reservation_keys[] = {
    {"capacity_units", KEY_INTEGER, KEY_LIVE, AT(RawReservation, units), 0, 1000000, "0",
     .doc = "Reserved LCUs, at least 100; 0: none. It takes minutes, and may be lowered twice a "
            "day."},
    END,
};
static const KeyKind reservation = {"reservation", "A capacity reservation.",
                                    sizeof(RawReservation), reservation_keys, 0};

static const Key balancer_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawBalancer, balancer.name), 1, 32, .pattern = AWS_PATTERN,
     .shape = AWS_SHAPE, .doc = "Its name."},
    {"type", KEY_ENUM, 0, AT(RawBalancer, type), .default_ = "\"application\"",
     .values = balancer_types, .later = later_balancer_types, .doc = "The kind of load balancer."},
    {"scheme", KEY_ENUM, 0, AT(RawBalancer, scheme), .default_ = "\"internet-facing\"",
     .values = schemes,
     .doc = "internet-facing: its nodes have public addresses; internal: private ones, which only "
            "clients inside the region reach."},
    {"zones", KEY_TEXTS, 0, AT(RawBalancer, zones), 1, 20,
     .doc = "Zones it is enabled in, two at least; all of the region unless said."},
    {"idle_timeout", KEY_DURATION, KEY_LIVE, AT(RawBalancer, balancer.idle_timeout_ns), SECONDS(1),
     SECONDS(4000), "\"60s\"", .limits_fact = "ELB-417",
     .doc = "Silence after which a connection is closed; a target silent so long is a 504."},
    {"client_keep_alive", KEY_DURATION, KEY_LIVE, AT(RawBalancer, balancer.client_keep_alive_ns),
     SECONDS(60), SECONDS(604800), "\"3600s\"", .limits_fact = "ELB-417",
     .doc = "The longest life of a client's connection."},
    {"desync_mitigation_mode", KEY_ENUM, KEY_LIVE, AT(RawBalancer, desync_mode),
     .default_ = "\"defensive\"", .values = desync_modes,
     .doc = "monitor lets all pass; defensive blocks Severe requests with 400 and closes both "
            "connections behind Ambiguous ones; strictest lets Compliant ones pass only."},
    {"http2", KEY_BOOLEAN, KEY_LIVE, AT(RawBalancer, balancer.is_http2), .default_ = "true",
     .doc = "Whether its HTTPS listeners offer HTTP/2 to new connections."},
    {"listeners", KEY_OBJECTS, KEY_REQUIRED, AT(RawBalancer, listeners), 0, 1000, .kind = &listener,
     .doc = "Its listeners; without any, no traffic."},
    {"security_groups", KEY_TEXTS, KEY_LIVE, AT(RawBalancer, security_groups), 1, 5,
     .characters = 63,
     .doc = "Security groups of the region that its nodes bear; none: nothing is held back."},
    {"web_acl", KEY_NOT_YET, .doc = "WAF."},
    {"capacity", KEY_OBJECT, KEY_LIVE, AT(RawBalancer, capacity), .kind = &capacity,
     .doc = "What the balancer can carry and how that grows; without it, whatever comes (AWS does "
            "not publish how much a balancer begins with)."},
    {"minimum_load_balancer_capacity", KEY_OBJECT, KEY_LIVE, AT(RawBalancer, reservation),
     .kind = &reservation, .doc = "A capacity reservation: the balancer keeps at least that much."},
    {"provisioning", KEY_DURATION, 0, AT(RawBalancer, balancer.provisioning_ns), 0, SECONDS(3600),
     "\"0s\"",
     .doc = "How long it is in state provisioning, where nothing answers yet, when the run begins "
            "cold."},
    {"zonal_shift", KEY_BOOLEAN, KEY_LIVE, AT(RawBalancer, balancer.has_zonal_shift),
     .default_ = "false", .doc = "Whether the command zonal_shift may be given for it."},
    END,
};
static const KeyKind balancer = {"load_balancer", "A load balancer: a node in each of its zones.",
                                 sizeof(RawBalancer), balancer_keys, 0};

static const Key draining_keys[] = {
    {"early_end", KEY_BOOLEAN, KEY_LIVE, AT(RawDraining, is_early_end), .default_ = "false",
     .doc = "Draining ends with the last request; AWS shows it for the whole delay."},
    END,
};
static const KeyKind draining = {"draining", "How draining ends.", sizeof(RawDraining),
                                 draining_keys, 0};

#define MATCHER_ITEM "[2-4][0-9]{2}(-[2-4][0-9]{2})?"
static const Key health_check_keys[] = {
    {"path", KEY_TEXT, KEY_LIVE, AT(RawHealthCheck, check.path), 1, 1024, "\"/\"",
     .pattern = "^/[!-~]*$", .shape = "a path that begins with '/'", .doc = "The path asked for."},
    {"interval", KEY_DURATION, KEY_LIVE, AT(RawHealthCheck, check.interval_ns), SECONDS(5),
     SECONDS(300), "\"30s\"", .fact = "ELB-306", .limits_fact = "ELB-333",
     .doc = "From one check's start to the next, for each node and target."},
    {"timeout", KEY_DURATION, KEY_LIVE, AT(RawHealthCheck, check.timeout_ns), SECONDS(2),
     SECONDS(120), "\"5s\"", .fact = "ELB-317", .limits_fact = "ELB-333",
     .doc = "No answer so long is a failure; below the interval."},
    {"healthy_threshold", KEY_INTEGER, KEY_LIVE, AT(RawHealthCheck, check.healthy_threshold), 2, 10,
     "5", .fact = "ELB-306", .limits_fact = "ELB-333",
     .doc = "Successes in a row that make an unhealthy target healthy."},
    {"unhealthy_threshold", KEY_INTEGER, KEY_LIVE, AT(RawHealthCheck, check.unhealthy_threshold), 2,
     10, "2", .fact = "ELB-306", .limits_fact = "ELB-333",
     .doc = "Failures in a row that make a target unhealthy."},
    {"matcher", KEY_TEXT, KEY_LIVE, AT(RawHealthCheck, check.matcher_text), 1, 200, "\"200\"",
     .pattern = "^" MATCHER_ITEM "(," MATCHER_ITEM ")*$",
     .shape = "codes 200 to 499 like \"200\", \"200,202\" or \"200-299\"",
     .doc = "The codes that count as success."},
    {"protocol", KEY_ENUM, KEY_LIVE, AT(RawHealthCheck, protocol), .default_ = "\"HTTP\"",
     .values = protocols, .doc = "What a check speaks, whatever requests speak."},
    {"port", KEY_INTEGER_OR, KEY_LIVE, AT(RawHealthCheck, check.port), 1, 65535, "\"traffic-port\"",
     .values = traffic_port,
     .doc = "The port asked: \"traffic-port\", the one the target gets requests on, or a number."},
    END,
};
static const KeyKind health_check = {"health_check",
                                     "Health checks: every node checks every target by itself.",
                                     sizeof(RawHealthCheck), health_check_keys, 0};

static const Key stickiness_keys[] = {
    {"type", KEY_ENUM, KEY_LIVE, AT(RawStickiness, type), .default_ = "\"lb_cookie\"",
     .values = stickiness_types, .later = later_stickiness_types,
     .doc =
         "lb_cookie: a cookie of the load balancer's own, AWSALB, with every answer. app_cookie: "
         "from the answer on in which the target sets the cookie named."},
    {"duration", KEY_DURATION, KEY_LIVE, AT(RawStickiness, duration_ns), SECONDS(1),
     SECONDS(604800), "\"86400s\"",
     .doc = "How long a user is held after the last answer: 1s to 604800s (7 days)."},
    {"name", KEY_TEXT, KEY_LIVE, AT(RawStickiness, name), 1, 256, .pattern = COOKIE_PATTERN,
     .shape = COOKIE_SHAPE,
     .doc = "Of app_cookie: the cookie of the application; not AWSALB, AWSALBAPP or AWSALBTG."},
    {"enabled", KEY_BOOLEAN, KEY_LIVE, AT(RawStickiness, is_enabled), .default_ = "true",
     .doc = "Whether it is on."},
    END,
};
static const KeyKind stickiness = {
    "stickiness", "Sticky sessions: a cookie holds a user to one target; off unless given.",
    sizeof(RawStickiness), stickiness_keys, 0};

#define HEALTHY_PERCENTAGE(type)                                                                   \
    {                                                                                              \
        "percentage", KEY_INTEGER_OR, KEY_LIVE, AT(type, minimum.percentage), 1, 100, "\"off\"",   \
            .values = off, .doc = "Of the registered targets, 1 to 100, or \"off\"."               \
    }
static const Key dns_minimum_keys[] = {
    {"count", KEY_INTEGER_OR, KEY_LIVE, AT(RawMinimum, minimum.count), 1, 100000, "1",
     .values = off, .doc = "Healthy targets, or \"off\"."},
    HEALTHY_PERCENTAGE(RawMinimum),
    END,
};
static const KeyKind dns_minimum = {"dns_minimum_healthy_targets",
                                    "Below either of these the node's address leaves DNS.",
                                    sizeof(RawMinimum), dns_minimum_keys, 0};
static const Key routing_minimum_keys[] = {
    {"count", KEY_INTEGER, KEY_LIVE, AT(RawMinimum, minimum.count), 1, 100000, "1",
     .doc = "Healthy targets."},
    HEALTHY_PERCENTAGE(RawMinimum),
    END,
};
static const KeyKind routing_minimum = {"routing_minimum_healthy_targets",
                                        "Below either of these a node routes to all its targets.",
                                        sizeof(RawMinimum), routing_minimum_keys, 0};
static const Key dns_failover_keys[] = {
    {"minimum_healthy_targets", KEY_OBJECT, KEY_LIVE, AT(RawFailover, minimum),
     .kind = &dns_minimum, .doc = "How many must be healthy."},
    END,
};
static const KeyKind dns_failover = {"dns_failover", "When the node's address leaves DNS.",
                                     sizeof(RawFailover), dns_failover_keys, 0};
static const Key routing_failover_keys[] = {
    {"minimum_healthy_targets", KEY_OBJECT, KEY_LIVE, AT(RawFailover, minimum),
     .kind = &routing_minimum, .doc = "How many must be healthy."},
    END,
};
static const KeyKind routing_failover = {"unhealthy_state_routing", "When a node fails open.",
                                         sizeof(RawFailover), routing_failover_keys, 0};
static const Key target_group_health_keys[] = {
    {"dns_failover", KEY_OBJECT, KEY_LIVE, AT(RawThresholds, dns), .kind = &dns_failover,
     .doc = "When the node's address leaves DNS; not below the threshold of routing."},
    {"unhealthy_state_routing", KEY_OBJECT, KEY_LIVE, AT(RawThresholds, routing),
     .kind = &routing_failover, .doc = "When a node fails open."},
    END,
};
static const KeyKind target_group_health = {
    "target_group_health",
    "Thresholds of a target group's health, for each zone without cross-zone balancing, for the "
    "whole group with it.",
    sizeof(RawThresholds), target_group_health_keys, 0};

static const Key target_group_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawTargetGroup, group.name), 1, 32, .pattern = AWS_PATTERN,
     .shape = AWS_SHAPE, .doc = "Its name."},
    {"target_type", KEY_ENUM, 0, AT(RawTargetGroup, target_type), .default_ = "\"instance\"",
     .values = target_types, .later = later_target_types, .doc = "What is registered."},
    {"protocol", KEY_ENUM, 0, AT(RawTargetGroup, protocol), .default_ = "\"HTTP\"",
     .values = protocols,
     .doc = "Spoken to the targets: with HTTPS a new connection costs a handshake."},
    {"port", KEY_INTEGER, 0, AT(RawTargetGroup, group.port), 1, 65535, "80",
     .doc = "The targets' port."},
    {"algorithm", KEY_TEXT, KEY_LIVE, AT(RawTargetGroup, group.algorithm), 1, 63, "\"round_robin\"",
     .doc = "How a node chooses a target: `albatross algorithms` lists them."},
    {"deregistration_delay", KEY_DURATION, KEY_LIVE,
     AT(RawTargetGroup, group.deregistration_delay_ns), 0, SECONDS(3600), "\"300s\"",
     .fact = "ELB-218", .limits_fact = "ELB-228",
     .doc = "How long a deregistered target may finish its requests."},
    {"draining", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, draining), .kind = &draining,
     .doc = "How draining ends."},
    {"slow_start", KEY_DURATION, KEY_LIVE, AT(RawTargetGroup, group.slow_start_ns), 0, SECONDS(900),
     "\"0s\"", .limits_fact = "ELB-229",
     .doc = "Ramp of a new target's share: 30s to 900s, 0s off; with round_robin only."},
    {"cross_zone", KEY_BOOLEAN, KEY_LIVE, AT(RawTargetGroup, group.is_cross_zone),
     .default_ = "true", .doc = "Whether a node also uses targets of other zones."},
    {"health_check", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, health_check), .kind = &health_check,
     .doc = "Health checks."},
    {"stickiness", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, stickiness), .kind = &stickiness,
     .doc = "Sticky sessions; none unless said."},
    {"protocol_version", KEY_ENUM, 0, AT(RawTargetGroup, version), .default_ = "\"HTTP1\"",
     .values = target_versions,
     .doc = "HTTP1 takes HTTP/1.1 and HTTP/2; HTTP2 and GRPC take no HTTP/1.1 and need HTTPS "
            "listeners; a request that does not fit is 464."},
    {"anomaly_mitigation", KEY_BOOLEAN, KEY_LIVE, AT(RawTargetGroup, group.is_anomaly_mitigation),
     .default_ = "false",
     .doc = "Automatic target weights: whether targets that fail more than their peers get less; "
            "with weighted_random only. They are found in any case."},
    {"target_group_health", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, thresholds),
     .kind = &target_group_health, .doc = "How many healthy targets are enough."},
    {"empty_group", KEY_NOT_YET, .doc = "Alias health of an empty group."},
    {"capacity", KEY_NOT_YET, .doc = "Target optimizer."},
    END,
};
static const KeyKind target_group = {"target_group", "A target group.", sizeof(RawTargetGroup),
                                     target_group_keys, 0};

static const Key registration_keys[] = {
    {"target_group", KEY_TEXT, KEY_REQUIRED, AT(RawRegistration, target_group), 1, 32,
     .doc = "A target group of the same region."},
    {"port", KEY_INTEGER, 0, AT(RawRegistration, port), 1, 65535,
     .doc =
         "The port of this target; the target group's unless said. One instance on several ports "
         "is several targets, as containers are."},
    END,
};
static const KeyKind registration = {"registration", "A registration in a target group.",
                                     sizeof(RawRegistration), registration_keys, 0};

static const Key instance_keys[] = {
    {"name", KEY_TEXT, 0, AT(RawInstance, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE,
     .doc = "Its name; with count, name-1, name-2 ...; an id is made unless said."},
    {"count", KEY_INTEGER, 0, AT(RawInstance, count), 1, 1e6, "1", .doc = "How many."},
    {"launch", KEY_TEXT, KEY_REQUIRED, AT(RawInstance, launch), 1, 63,
     .doc = "The launch template it runs."},
    {"zones", KEY_TEXTS, 0, AT(RawInstance, zones), 1, 20,
     .doc = "Dealt out over these zones in turn; all of the region unless said."},
    {"target_groups", KEY_REGISTRATIONS, 0, AT(RawInstance, target_groups), 0, 1000,
     .kind = &registration,
     .doc = "The target groups it is registered with: names, or objects that also say a port."},
    {"address", KEY_TEXT, 0, AT(RawInstance, address), 7, 15,
     .pattern = "^(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}$",
     .shape = "an IPv4 address",
     .doc = "Its private address; one of the VPC (10.0.0.0/12 in the first region) unless said. "
            "Outside the VPC it can be a target of groups of target_type ip only."},
    {"security_groups", KEY_TEXTS, KEY_LIVE, AT(RawInstance, security_groups), 1, 5,
     .characters = 63,
     .doc = "Security groups of the region that it bears; none: nothing is held back."},
    {"weight", KEY_NOT_YET, .doc = "A weight of its own."},
    END,
};
static const KeyKind instance = {"instance", "One or more equal instances.", sizeof(RawInstance),
                                 instance_keys, 0};

static const Key health_path_keys[] = {
    {"path", KEY_TEXT, KEY_REQUIRED | KEY_LIVE, AT(RawHealthPath, path.path), 1, 1024,
     .pattern = "^[/*?][!-~]*$", .shape = "a path like \"/health\" or \"/*\"",
     .doc = "The path of a health check; * any characters, ? one."},
    {"status", KEY_INTEGER, KEY_REQUIRED | KEY_LIVE, AT(RawHealthPath, path.status), 200, 599,
     .doc = "The code it is answered with."},
    END,
};
static const KeyKind health_path = {"health_path", "What a path of health checks answers.",
                                    sizeof(RawHealthPath), health_path_keys, 0};

static const Key launch_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawLaunch, launch.name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name, shown as the version that runs."},
    {"workers", KEY_INTEGER, KEY_REQUIRED | KEY_LIVE, AT(RawLaunch, launch.workers), 1, 100000,
     .doc = "Requests served at once (cores under processor sharing)."},
    {"backlog", KEY_INTEGER_OR, KEY_LIVE, AT(RawLaunch, launch.backlog), 0, 1e8, "128",
     .values = unlimited, .doc = "Requests that may wait, or \"unlimited\"."},
    {"discipline", KEY_ENUM, 0, AT(RawLaunch, discipline), .default_ = "\"fcfs\"",
     .values = disciplines,
     .doc = "fcfs: first come, first served; processor_sharing: all inside share the workers."},
    {"max_in_flight", KEY_INTEGER, KEY_LIVE, AT(RawLaunch, launch.max_in_flight), 0, 1e8, "0",
     .doc = "Processor sharing only: bound on all inside; 0: workers + backlog."},
    {"on_full", KEY_ENUM, KEY_LIVE, AT(RawLaunch, on_full), .default_ = "\"drop\"",
     .values = on_full,
     .doc = "A full target: drop (504 after 10 s), refuse (502 at once), shed (it answers 503 "
            "itself)."},
    {"health_endpoint", KEY_ENUM, KEY_LIVE, AT(RawLaunch, health_endpoint),
     .default_ = "\"shared\"", .values = health_endpoints,
     .doc = "shared: health checks wait in the same queue as requests."},
    {"health_paths", KEY_OBJECTS, 0, AT(RawLaunch, health_paths), 0, 100, .kind = &health_path,
     .doc =
         "What health checks are answered with, by path, the first that matches; 200 for what is "
         "not named."},
    {"health_work", KEY_DISTRIBUTION, KEY_LIVE, AT(RawLaunch, launch.health_work),
     .default_ = "{\"constant\":\"1ms\"}", .doc = "Work of a health check."},
    {"boot", KEY_DISTRIBUTION, KEY_LIVE, AT(RawLaunch, launch.boot),
     .default_ = "{\"constant\":\"30s\"}",
     .doc =
         "Time from launch until it serves; counts for fixed instances when the run begins cold."},
    {"speed", KEY_NUMBER, KEY_LIVE, AT(RawLaunch, launch.speed), 0.001, 1000, "1",
     .doc = "Work is divided by it."},
    {"errors", KEY_NUMBER, KEY_LIVE, AT(RawLaunch, launch.errors), 0, 1, "0",
     .doc = "Share of requests answered with 500; health checks are not."},
    {"keep_alive", KEY_DURATION, KEY_LIVE, AT(RawLaunch, launch.keep_alive_ns), 0, 30 * DAY,
     "\"75s\"",
     .doc = "How long it keeps an idle connection; below the balancer's idle timeout, 502s come of "
            "it."},
    {"cancel_on_disconnect", KEY_BOOLEAN, KEY_LIVE, AT(RawLaunch, launch.is_cancel_on_disconnect),
     .default_ = "false", .doc = "Whether it stops working when the client has gone."},
    {"serves", KEY_ENUM, KEY_LIVE, AT(RawLaunch, serves), .default_ = "\"any\"", .values = serves,
     .doc = "What its application takes: a plain request to HTTPS is 400, a handshake with HTTP "
            "fails (502)."},
    {"tls_work", KEY_DURATION, KEY_LIVE, AT(RawLaunch, launch.tls_work_ns), 0, SECONDS(60),
     "\"1ms\"",
     .doc = "Work of a TLS handshake, for each new connection of a target group with HTTPS."},
    {"response_defect", KEY_ENUM, KEY_LIVE, AT(RawLaunch, response_defect), .default_ = "\"none\"",
     .values = response_defects,
     .doc = "What is wrong with its answers: malformed and headers_too_large (32 K) are 502, "
            "short_body is 504 after the idle timeout."},
    {"port", KEY_INTEGER, KEY_LIVE, AT(RawLaunch, launch.port), 1, 65535,
     .doc = "The only port its application listens on: a connection to another is reset; any port "
            "unless said."},
    END,
};
static const KeyKind launch = {"launch_template", "What an instance is.", sizeof(RawLaunch),
                               launch_keys, 0};

static const Key region_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawRegion, name), 1, 63,
     .pattern = "^[a-z]{2}(-[a-z]+)+-[0-9]$", .shape = "a region such as ap-south-1",
     .doc = "The region."},
    {"zones", KEY_TEXTS, KEY_REQUIRED, AT(RawRegion, zones), 1, 8, .pattern = NAME_PATTERN,
     .characters = 63, .shape = NAME_SHAPE, .doc = "Its zones."},
    {"same_zone_round_trip", KEY_DURATION, 0, AT(RawRegion, same_zone_round_trip), 0, SECONDS(1),
     "\"200us\"", .doc = "Between a node and a target of its zone."},
    {"cross_zone_round_trip", KEY_DURATION, 0, AT(RawRegion, cross_zone_round_trip), 0, SECONDS(1),
     "\"1ms\"", .doc = "Between a node and a target of another zone."},
    {"load_balancers", KEY_OBJECTS, 0, AT(RawRegion, balancers), 0, 1000, .kind = &balancer,
     .doc = "Its load balancers."},
    {"target_groups", KEY_OBJECTS, 0, AT(RawRegion, target_groups), 0, 10000, .kind = &target_group,
     .doc = "Its target groups."},
    {"instances", KEY_OBJECTS, 0, AT(RawRegion, instances), 0, 100000, .kind = &instance,
     .doc = "Its instances."},
    {"auto_scaling_groups", KEY_NOT_YET, .doc = "Auto Scaling."},
    {"lambda_functions", KEY_NOT_YET, .doc = "Lambda."},
    {"session_stores", KEY_NOT_YET, .doc = "Session stores."},
    {"security_groups", KEY_OBJECTS, 0, AT(RawRegion, security_groups), 0, 2500,
     .kind = &key_security_group, .doc = "Its security groups."},
    {"network_acls", KEY_OBJECTS, 0, AT(RawRegion, network_acls), 0, 200, .kind = &key_network_acl,
     .doc = "Its network ACLs."},
    {"alarms", KEY_NOT_YET, .doc = "Alarms."},
    END,
};
static const KeyKind region = {"region", "A region.", sizeof(RawRegion), region_keys, 0};

static const Key release_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"rule", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, rule), 1, 128,
     .pattern = "^[^/]+/[^/]+/[0-9]+/([0-9]+|default)$",
     .shape = "\"region/load balancer/port/priority\" or .../default",
     .doc = "The rule whose weights it moves."},
    {"stable", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, stable), 1, 32,
     .doc = "The target group that serves now."},
    {"new", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, fresh), 1, 32,
     .doc = "The target group of the new version."},
    {"strategy", KEY_NOT_YET, .doc = "Canary, linear and the like."},
    {"rollback", KEY_NOT_YET, .doc = "Rollback on an alarm."},
    END,
};
static const KeyKind release = {
    "release", "A release moves a rule's weight from one of its target groups to another.",
    sizeof(RawRelease), release_keys, 0};

static const char *const later_commands[] = {"region_power", "scale",           "instance_refresh",
                                             "deploy",       "set_alarm_state", NULL};
static const Key step_keys[] = {
    {"at", KEY_DURATION, KEY_REQUIRED, AT(RawStep, at), 0, 30 * DAY, .doc = "When."},
    {"do", KEY_ENUM, KEY_ELSEWHERE, 0, .values = command_names, .later = later_commands,
     .doc = "The command; without it the step only says."},
    {"say", KEY_TEXT, 0, AT(RawStep, say), 1, 300, .doc = "The caption."},
    {"instance", KEY_ANY, .doc = "Region/name of the instance concerned."},
    {"zone", KEY_ANY, .doc = "The zone concerned."},
    {"target", KEY_ANY, .doc = "Of recover: an instance or a zone."},
    {"target_group", KEY_NAME_OR_JSON,
     .doc = "Of register, deregister and delete_target_group: region/name; of create_target_group: "
            "the group."},
    {"region", KEY_ANY, .doc = "Where a group is created."},
    {"load_balancer", KEY_ANY, .doc = "Of create_listener and of zonal shifts: region/name."},
    {"listener", KEY_NAME_OR_JSON,
     .doc = "Of create_listener: the listener; of others: region/load balancer/port."},
    {"rule", KEY_NAME_OR_JSON,
     .doc = "Of create_rule: the rule; of delete_rule: region/load balancer/port/priority."},
    {"priorities", KEY_NAME_OR_JSON,
     .doc = "Of set_rule_priorities: new priorities by the old ones."},
    {"security_group", KEY_NAME_OR_JSON,
     .doc = "Of create_security_group: the group; of others: region/name."},
    {"permission", KEY_NAME_OR_JSON,
     .doc = "Of authorize_ and revoke_security_group_...: the rule."},
    {"port", KEY_ANY,
     .doc = "Of register and deregister: the target's; the target group's unless said."},
    {"release", KEY_ANY, .doc = "Of shift and rollback."},
    {"path", KEY_ANY, .doc = "Of set: what to change."},
    {"value", KEY_ANY, .doc = "Of set: the new value."},
    {"factor", KEY_ANY, .doc = "Of slow: work is multiplied by it (3 unless said)."},
    {"share", KEY_ANY, .doc = "Of errors: the share answered with 500."},
    {"health_errors", KEY_ANY, .doc = "Of errors: health checks fail too."},
    {"weight", KEY_ANY, .doc = "Of shift: the new group's weight, 0 to 100."},
    {"expires_in", KEY_ANY, .doc = "Of zonal_shift: how long it lasts, 1m to 72h."},
    END,
};
static const KeyKind step = {"step", "A step of the timeline: a command, a caption or both.",
                             sizeof(RawStep), step_keys, 2};

static const Key expect_keys[] = {
    {"namespace", KEY_TEXT, 0, AT(RawExpect, expect.namespace_), 1, 255,
     .doc = "CloudWatch namespace; found by the metric's name unless said."},
    {"metric", KEY_TEXT, KEY_REQUIRED, AT(RawExpect, expect.metric), 1, 255,
     .doc = "The metric's name."},
    {"dimensions", KEY_DIMENSIONS, 0, AT(RawExpect, expect.dimensions), .default_ = "{}",
     .doc = "Its dimensions; values may be short names."},
    {"stat", KEY_TEXT, KEY_REQUIRED, AT(RawExpect, expect.stat), 1, 12,
     .pattern = "^(Sum|Average|Minimum|Maximum|SampleCount|p(100|[0-9]{1,2}(\\.[0-9]{1,4})?))$",
     .shape = "Sum, Average, Minimum, Maximum, SampleCount or a percentile like p99.9",
     .doc = "The statistic."},
    {"is", KEY_TEXT, KEY_REQUIRED, AT(RawExpect, expect.is), 1, 40,
     .pattern = "^(==|!=|<|<=|>|>=) ?-?[0-9]+(\\.[0-9]+)?(e-?[0-9]{1,2})?$",
     .shape = "a comparison like \"== 0\", \"< 0.5\" or \">= 99.9\"", .doc = "What must hold."},
    {"from", KEY_DURATION, 0, AT(RawExpect, expect.from_ns), 0, 30 * DAY, "\"0s\"",
     .doc = "From when on."},
    {"to", KEY_DURATION, 0, AT(RawExpect, expect.to_ns), 0, 30 * DAY,
     .doc = "Until when; the end unless said."},
    END,
};
static const KeyKind expect = {"expect", "What a run must show.", sizeof(RawExpect), expect_keys,
                               0};

static const Key chart_keys[] = {
    {"metric", KEY_TEXT, KEY_REQUIRED, AT(RawChart, chart.metric), 1, 255,
     .doc = "The metric's name."},
    {"dimensions", KEY_DIMENSIONS, 0, AT(RawChart, chart.dimensions), .default_ = "{}",
     .doc = "Its dimensions."},
    {"stat", KEY_TEXT, KEY_REQUIRED, AT(RawChart, chart.stat), 1, 12,
     .pattern = "^(Sum|Average|Minimum|Maximum|SampleCount|p(100|[0-9]{1,2}(\\.[0-9]{1,4})?))$",
     .shape = "Sum, Average, Minimum, Maximum, SampleCount or a percentile like p99.9",
     .doc = "The statistic."},
    END,
};
static const KeyKind chart = {"chart", "A chart of the scenario's own choice.", sizeof(RawChart),
                              chart_keys, 0};

static const Key scenario_keys[] = {
    {"$schema", KEY_TEXT, 0, AT(RawScenario, schema), 0, 2000, .doc = "For editors."},
    {"albatross", KEY_INTEGER, KEY_REQUIRED, AT(RawScenario, version), 1, 1,
     .doc = "Version of the format: 1."},
    {"title", KEY_TEXT, KEY_REQUIRED, AT(RawScenario, title), 1, 120, .doc = "The title."},
    {"level", KEY_ENUM, 0, AT(RawScenario, level), .default_ = "\"basic\"", .values = levels,
     .doc = "For whom."},
    {"topics", KEY_TEXTS, 0, AT(RawScenario, topics), 0, 50, .doc = "Topics."},
    {"curriculum", KEY_TEXTS, 0, AT(RawScenario, curriculum), 0, 50,
     .pattern = "^[SBIA][0-9]{1,2}$", .shape = "a row of the curriculum such as B5",
     .doc = "Rows of the curriculum."},
    {"question", KEY_TEXT, 0, AT(RawScenario, question), 0, 1000, "\"\"",
     .doc = "The interview's question."},
    {"answer", KEY_TEXT, 0, AT(RawScenario, answer), 0, 10000, "\"\"",
     .doc = "A good answer, as spoken."},
    {"pitfall", KEY_TEXT, 0, AT(RawScenario, pitfall), 0, 5000, "\"\"",
     .doc = "The popular mistake."},
    {"follow_ups", KEY_TEXTS, 0, AT(RawScenario, follow_ups), 0, 50, .doc = "What is asked next."},
    {"start", KEY_START, 0, AT(RawScenario, start_unix_s), .default_ = "\"2026-01-05T09:00:00Z\"",
     .doc = "The wall clock at the start, UTC."},
    {"begin", KEY_ENUM, 0, AT(RawScenario, begin), .default_ = "\"steady\"", .values = begins,
     .doc = "steady: healthy and warm; cold: everything comes up."},
    {"seed", KEY_SEED, 0, AT(RawScenario, seed), 1, 9007199254740991.0, "1",
     .doc = "Seed of all random streams."},
    {"duration", KEY_DURATION, KEY_REQUIRED, AT(RawScenario, duration), 1, 30 * DAY,
     .doc = "How long a run is."},
    {"clients", KEY_OBJECTS, KEY_REQUIRED, AT(RawScenario, clients), 1, 1000, .kind = &client,
     .doc = "Client populations."},
    {"route53", KEY_OBJECT, KEY_REQUIRED, AT(RawScenario, route53), .kind = &route53,
     .doc = "The hosted zone."},
    {"regions", KEY_OBJECTS, KEY_REQUIRED, AT(RawScenario, regions), 1, 40, .kind = &region,
     .doc = "The regions."},
    {"launch_templates", KEY_OBJECTS, KEY_REQUIRED, AT(RawScenario, launches), 0, 1000,
     .kind = &launch, .doc = "Launch templates."},
    {"releases", KEY_OBJECTS, 0, AT(RawScenario, releases), 0, 100, .kind = &release,
     .doc = "Releases."},
    {"timeline", KEY_OBJECTS, 0, AT(RawScenario, timeline), 0, 10000, .kind = &step,
     .doc = "What happens, and when."},
    {"charts", KEY_OBJECTS, 0, AT(RawScenario, charts), 0, 100, .kind = &chart,
     .doc = "Charts; the usual six unless said."},
    {"expect", KEY_OBJECTS, 0, AT(RawScenario, expects), 0, 1000, .kind = &expect,
     .doc = "What a run must show."},
    {"mutants", KEY_TEXTS, 0, AT(RawScenario, mutants), 0, 1000, .pattern = "^[^=]+=",
     .shape = "\"path=value\"", .doc = "Changes under which `expect` must fail."},
    {"lesson", KEY_NOT_YET, .doc = "Predict and reveal."},
    {"alarms", KEY_NOT_YET, .doc = "CloudWatch alarms."},
    {"health_checks", KEY_NOT_YET, .doc = "Route 53 health checks."},
    {"web_acls", KEY_NOT_YET, .doc = "WAF."},
    {"session_stores", KEY_NOT_YET, .doc = "Session stores."},
    {"global_accelerator", KEY_NOT_YET, .doc = "Global Accelerator."},
    END,
};
const KeyKind key_scenario = {"scenario", "A scenario for Albatross.", sizeof(RawScenario),
                              scenario_keys, 0};

const Key *key_find(const KeyKind *kind, const char *name) {
    for (const Key *key = kind->keys; key->name != NULL; key++)
        if (strcmp(key->name, name) == 0) return key;
    return NULL;
}
