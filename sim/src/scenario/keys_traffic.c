// The keys of client populations: arrivals, requests, retries.
#include "scenario/key_rows.h"

static const char *const tls_versions[] = {"1.0", "1.1", "1.2", "1.3", NULL};
static const char *const client_certificates[] = {"none", "trusted", "untrusted", "expired", NULL};
static const char *const jitters[] = {"none", "full", NULL};
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

static const Key wave_keys[] = {
    {"swing", KEY_NUMBER, KEY_REQUIRED | KEY_LIVE, AT(RawWave, swing), 0, 1,
     .doc = "How far the rate swings about the one given: 0.6 is from 40 % to 160 %."},
    {"period", KEY_DURATION, 0, AT(RawWave, period), SECONDS(1), 30 * DAY, "\"24h\"",
     .doc = "From peak to peak."},
    {"peak_at", KEY_DURATION, 0, AT(RawWave, peak_at), 0, 30 * DAY, "\"0s\"",
     .doc = "When a peak comes, in time of the run."},
    END,
};
static const KeyKind wave = {"wave", "A daily wave: the rate follows a cosine.", sizeof(RawWave),
                             wave_keys, 0};

static const Key crowd_keys[] = {
    {"at", KEY_DURATION, KEY_REQUIRED, AT(RawCrowd, at), 0, 30 * DAY,
     .doc = "When the first of them come."},
    {"times", KEY_NUMBER, KEY_REQUIRED | KEY_LIVE, AT(RawCrowd, times), 1, 1000,
     .doc = "How many times the rate is reached at the top."},
    {"rise", KEY_DURATION, 0, AT(RawCrowd, rise), 0, DAY, "\"10s\"",
     .doc = "How long the way up takes, in a straight line."},
    {"decay", KEY_DURATION, KEY_REQUIRED, AT(RawCrowd, decay), SECONDS(1), 30 * DAY,
     .doc = "They lose interest exponentially: after this time 37 % of the excess is left."},
    END,
};
static const KeyKind crowd = {"flash_crowd",
                              "A flash crowd: a steep rise and an exponential decay.",
                              sizeof(RawCrowd), crowd_keys, 0};

static const Key bursts_keys[] = {
    {"times", KEY_NUMBER, KEY_REQUIRED | KEY_LIVE, AT(RawBursts, times), 0.01, 1000,
     .doc = "By what the rate is multiplied while a burst lasts."},
    {"calm", KEY_DURATION, KEY_REQUIRED, AT(RawBursts, calm), 1, 30 * DAY,
     .doc = "Mean time between bursts; exponential."},
    {"burst", KEY_DURATION, KEY_REQUIRED, AT(RawBursts, burst), 1, 30 * DAY,
     .doc = "Mean length of a burst; exponential."},
    END,
};
static const KeyKind bursts = {"bursts", "Bursts: arrivals of a Markov-modulated Poisson process.",
                               sizeof(RawBursts), bursts_keys, 0};

static const Key closed_loop_keys[] = {
    {"think_time", KEY_DISTRIBUTION, KEY_REQUIRED | KEY_LIVE, AT(RawClosedLoop, think),
     .doc = "From an answer, or from giving up, to the user's next request."},
    END,
};
static const KeyKind closed_loop = {"closed_loop",
                                    "Users who wait for each answer before they ask again: slow "
                                    "answers slow the traffic.",
                                    sizeof(RawClosedLoop), closed_loop_keys, 0};

static const Key replay_keys[] = {
    {"file", KEY_TEXT, KEY_REQUIRED, AT(RawReplay, file), 1, 500,
     .doc = "An access log of an Application Load Balancer, plain or gzip; beside the scenario "
            "unless its path begins with '/'. A host without a record is asked for as the "
            "population's own."},
    {"speed", KEY_NUMBER, 0, AT(RawReplay, speed), 0.001, 1000, "1",
     .doc = "How many times faster than recorded; what the targets have to do stays as it was."},
    {"begin", KEY_DURATION, 0, AT(RawReplay, begin), 0, 30 * DAY, "\"0s\"",
     .doc = "When the first request of the log comes."},
    END,
};
static const KeyKind replay = {"replay",
                               "The requests of a recorded log, at their times, from one user an "
                               "address, each with the time its target took as its work.",
                               sizeof(RawReplay), replay_keys, 0};

static const Key visits_keys[] = {
    {"requests", KEY_NUMBER, KEY_REQUIRED | KEY_LIVE, AT(RawVisits, requests), 1, 10000,
     .doc = "How many requests a visit has, on average; geometric."},
    {"think_time", KEY_DISTRIBUTION, KEY_REQUIRED | KEY_LIVE, AT(RawVisits, think),
     .doc = "From an answer, or from giving up, to the next request of the visit."},
    END,
};
static const KeyKind visits = {"visits", "Several requests of one user, one after the other.",
                               sizeof(RawVisits), visits_keys, 0};

static const Key arrivals_keys[] = {
    {"poisson", KEY_RATE, KEY_EXCLUSIVE | KEY_LIVE, AT(RawArrivals, poisson), 0, 1e7,
     .doc = "Independent users: exponential gaps at this mean rate."},
    {"constant", KEY_RATE, KEY_EXCLUSIVE | KEY_LIVE, AT(RawArrivals, constant), 0, 1e7,
     .doc = "Equal gaps at this rate."},
    {"changes", KEY_OBJECTS, 0, AT(RawArrivals, changes), 0, 1000, .kind = &change,
     .doc = "How the rate changes over time, in order of time."},
    {"wave", KEY_OBJECT, KEY_OPTIONAL, AT(RawArrivals, wave), .kind = &wave,
     .doc = "A daily wave about the rate; none unless said."},
    {"flash_crowds", KEY_OBJECTS, 0, AT(RawArrivals, crowds), 0, 100, .kind = &crowd,
     .doc = "Flash crowds, which add to each other and ride on the wave."},
    {"bursts", KEY_OBJECT, KEY_OPTIONAL, AT(RawArrivals, bursts), .kind = &bursts,
     .doc = "Bursts, on top of everything else; none unless said."},
    {"closed_loop", KEY_OBJECT, KEY_EXCLUSIVE | KEY_LIVE, AT(RawArrivals, closed_loop),
     .kind = &closed_loop, .doc = "No rate: each user thinks, asks, waits and thinks again."},
    {"replay", KEY_OBJECT, KEY_EXCLUSIVE, AT(RawArrivals, replay), .kind = &replay,
     .doc = "No rate: requests as a recorded access log has them."},
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
    {"websocket_reconnect", KEY_BOOLEAN, 0, AT(RawRequest, request.is_reconnecting),
     .default_ = "false",
     .doc = "Whether its client opens the WebSocket anew when it is cut before its user leaves, "
            "after the backoff of the population's retry."},
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

static const Key dns_cache_keys[] = {
    {"browser_hold", KEY_DURATION, 0, AT(RawDnsCache, cache.browser_hold_ns), 0, 30 * DAY, "\"0s\"",
     .doc = "How long a user's own machine keeps an answer whatever its TTL: browsers 60s, some "
            "programs for ever; 0s: it asks its resolver each time."},
    {"browser_share", KEY_NUMBER, 0, AT(RawDnsCache, cache.browser_share), 0, 1, "1",
     .doc = "The share of users that have such a machine."},
    {"overstay", KEY_DURATION, 0, AT(RawDnsCache, cache.overstay_ns), 0, 30 * DAY, "\"0s\"",
     .doc = "How much longer than the TTL an overstaying resolver keeps an answer."},
    {"overstay_share", KEY_NUMBER, 0, AT(RawDnsCache, cache.overstay_share), 0, 1, "0",
     .doc = "The share of resolvers that overstay."},
    END,
};
static const KeyKind dns_cache = {"dns_cache",
                                  "Caches that keep DNS answers longer than their TTL.",
                                  sizeof(RawDnsCache), dns_cache_keys, 0};

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
    {"protocol", KEY_ENUM, 0, AT(RawClient, protocol), .default_ = "\"HTTPS\"",
     .values = key_protocols, .doc = "What they speak."},
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
     .default_ = "true",
     .doc = "Whether they refuse a certificate that is for another host or has expired."},
    {"ecdsa", KEY_BOOLEAN, KEY_LIVE, AT(RawClient, client.knows_ecdsa), .default_ = "true",
     .doc = "Whether they can do with an ECDSA certificate; very old ones know RSA alone."},
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
    {"requests", KEY_OBJECTS, 0, AT(RawClient, requests), 1, 1000, .kind = &request,
     .doc = "The mix of requests; a replay has its own."},
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
    {"dns_cache", KEY_OBJECT, 0, AT(RawClient, dns_cache), .kind = &dns_cache,
     .doc = "Answers that are kept longer than their TTL; none unless said."},
    {"resolver_city", KEY_TEXT, 0, AT(RawClient, client.resolver_city), 1, 60,
     .doc = "Where their resolvers are: policies that go by location then take them to be there; "
            "their own city unless said."},
    {"edns_client_subnet", KEY_BOOLEAN, 0, AT(RawClient, client.has_client_subnet),
     .default_ = "false",
     .doc = "Whether their resolvers say where the client is, by EDNS client subnet."},
    {"client_subnet_bits", KEY_INTEGER, 0, AT(RawClient, client.subnet_bits), 1, 32, "24",
     .doc = "How many bits of a client's address its resolvers say by EDNS client subnet."},
    {"resolver_source", KEY_TEXT, 0, AT(RawClient, resolver_source), 9, 18,
     .pattern = BLOCK_PATTERN, .shape = BLOCK_SHAPE,
     .doc = "The block that their resolvers ask from, where no EDNS client subnet is said; that of "
            "the clients unless said."},
    {"jitter", KEY_NUMBER, 0, AT(RawClient, client.jitter), 0, 10, "0.1",
     .doc = "Coefficient of variation of round trips; 0: none."},
    {"cookies", KEY_BOOLEAN, 0, AT(RawClient, client.keeps_cookies), .default_ = "true",
     .doc = "Whether they keep cookies and send them back; programs often do not."},
    {"http2", KEY_BOOLEAN, 0, AT(RawClient, client.is_http2), .default_ = "false",
     .doc = "Whether they can speak HTTP/2, over TLS where the load balancer offers it: a user's "
            "requests then share a connection."},
    {"visits", KEY_OBJECT, KEY_OPTIONAL, AT(RawClient, visits), .kind = &visits,
     .doc = "Arrivals are visits of several requests; single requests unless said."},
    END,
};
const KeyKind key_client = {"client", "A client population: the users of one city.",
                            sizeof(RawClient), client_keys, 0};
