/// Traffic: the people. Populations of users send requests, keep connections, lose patience and try
/// again.
///
/// A request is what a user wanted; an attempt is one try of it, which is what AWS sees. This
/// header holds the client's side; the balancer's side of an attempt is in elb/elb.h.
#pragma once

#include "engine/array.h"
#include "engine/event_queue.h"
#include "engine/fifo.h"
#include "engine/random.h"
#include "scenario/config.h"
#include "sim/base.h"

/// What random draws about one request are for: each mixes (the request's bits, purpose, attempt).
typedef enum DrawPurpose {
    DRAW_ROUND_TRIP = 1,
    DRAW_ADDRESS,
    DRAW_FORWARD,
    DRAW_TARGET,
    DRAW_ERROR,
    DRAW_BACKOFF,
    DRAW_HEALTH_WORK,
    DRAW_BOOT,
    DRAW_OVERFLOW,
    DRAW_SOCKET,
    DRAW_PUBLICATION, ///< when a datapoint appears; of a series, not of a request
    DRAW_VISIT,
    DRAW_CHECKER,
    DRAW_STATUS_TRIP,
    DRAW_DNS_HOLD,
    DRAW_RECONNECT,
    DRAW_LOSS,
    DRAW_ENDPOINT, ///< where an accelerator sends a connection
} DrawPurpose;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// What a request is when it is born.
typedef struct Birth {
    uint64_t bits;
    SimTime work_ns;
    int32_t kind, user;
} Birth;

/// The moving part of a client population; its constants are ConfigClient.
typedef struct Population {
    RandomStream arrivals; ///< when requests come
    RandomStream requests; ///< who wants what, with how much work
    EventId next_arrival;
    SimTime mass_from; ///< since when the mass is being used up
    double mass_left;  ///< of integrated rate until the next arrival
    double share_total;
    int32_t first_user, first_resolver;
    int32_t first_kind;   ///< of its request kinds, over all populations
    int32_t scope;        ///< of the meter
    int32_t connections;  ///< open ones to nodes, and the requests under way on those with HTTP/2:
    int32_t streams;      ///< counted in scenarios with HTTP/2 only
    int32_t reconnecting; ///< users whose WebSocket was cut and is not open again
    int32_t has_next;
    Birth next; ///< the next arrival, drawn when the one before it came, so that its user can
                ///< be fetched from memory meanwhile
    RandomStream before; ///< `requests` before that
    int64_t born, answered, available, failed, in_flight;
} Population;

/// Whether a population's rate bursts just now.
typedef struct Burst {
    RandomStream stream;
    int32_t is_on;
    int32_t padding;
} Burst;

/// A user between two requests of a visit. Pooled.
typedef struct Thinker {
    uint64_t bits; ///< from which the next request follows
    int32_t user;
    int32_t population;
} Thinker;

enum { KIND_ODD = 1, KIND_GRPC = 2, KIND_WEBSOCKET = 4, KIND_CHECKER = 8 };

/// A kind of request, flattened over all populations, with what was worked out once: all that is
/// asked about each request of it, in one line of the cache.
typedef struct RequestKind {
    int32_t population;
    int32_t config;     ///< index of ConfigClient.requests
    int32_t name;       ///< of its host: index of Names; -1: no record
    int32_t flags;      ///< KIND_...
    int32_t first_url1; ///< of the places that redirects have sent it to, index + 1
    uint16_t port;      ///< where it is asked
    uint8_t is_https;
    uint8_t padding;
    double share_up_to;    ///< of its population, cumulative
    SimTime patience_ns;   ///< of its population, as the next
    SimTime keep_alive_ns; ///< how long an idle connection is kept
    double jitter_sigma;   ///< of the logarithm of round trips
    int32_t request_bytes, response_bytes;
} RequestKind;

_Static_assert(sizeof(RequestKind) == 64, "a RequestKind is a line of the cache");

typedef enum RequestState {
    REQUEST_RESOLVING,  ///< waits for a DNS answer
    REQUEST_CONNECTING, ///< a SYN is under way or unanswered
    REQUEST_SENT,       ///< the request travels to the address
    REQUEST_INSIDE,     ///< at the balancer or the server
    REQUEST_RETURNING,  ///< the answer travels back
    REQUEST_BACKOFF,    ///< waits before the next attempt
} RequestState;

/// What the other side sees of the connection over which a request comes. The request brings it
/// along, for until it arrives its connection lies far away in memory.
typedef struct Carrier {
    int32_t node; ///< -1: straight to an instance
    union {
        int32_t listener;
        int32_t instance; ///< when node is -1
    };
    uint16_t client_port, port;
    uint8_t tls; ///< as of a Connection
    uint8_t is_http2;
    uint16_t padding;
} Carrier;

/// A request in flight. Pooled; the index is reused, `serial` never is.
typedef struct Request {
    uint64_t bits;
    uint64_t serial;
    SimTime born;
    SimTime attempt_born;
    SimTime work_ns;
    SimTime round_trip_ns; ///< of this attempt
    union {
        EventId step;      ///< what happens to it next on its way
        IndexLink waiting; ///< while resolving: among those who wait for the same answer
    };
    EventId patience;      ///< its user gives up, as an event: see request_waits
    SimTime patience_ends; ///< when he does; SIM_NEVER: he does not, or by an event of its own
    int32_t user;
    int32_t kind;           ///< index of RequestKind
    int32_t url1;           ///< where a redirect sent it: index + 1 of Urls; 0: as its kind says
    int32_t next_url1;      ///< where the redirect under way points
    int32_t attempt1;       ///< the attempt inside, index + 1; 0: none
    int32_t connection1;    ///< index + 1 of the connection it uses; 0: none
    Carrier carrier;        ///< of the attempt under way, once it is sent
    int32_t instance;       ///< of the DNS answer: a plain address; -1: an alias
    int16_t balancer;       ///< of the DNS answer; -1: a plain address
    uint16_t status;        ///< of the answer under way
    uint8_t addresses_left; ///< bit n: the n-th node of the answer was not tried yet
    uint8_t address;        ///< node number within the balancer being tried
    uint8_t state;          ///< RequestState
    uint8_t tries;          ///< attempts so far that are not redirects
    uint8_t redirects;
    uint8_t attempt_number;     ///< all attempts so far: for draws
    uint8_t cause;              ///< SimCause of the failure or of the answer under way
    uint8_t is_connection_kept; ///< the answer under way leaves the connection open
} Request;

/// A user keeps at most one idle connection.
typedef struct User {
    int32_t idle1; ///< index + 1 of Connections; 0: none
} User;

/// A client's connection to a node or to a server without a balancer.
typedef struct Connection {
    SimTime opened;
    SimTime expires; ///< when it closes unless it is used again; in use: of the last time
    EventId timer;   ///< goes off at that time, or before
    int32_t user;
    int32_t name; ///< the host it was opened for
    int32_t node; ///< index of nodes; -1: straight to an instance
    union {
        int32_t listener; ///< index of listeners
        int32_t instance; ///< when node is -1
    };
    uint16_t client_port, port;
    uint8_t is_https;
    uint8_t is_http2;      ///< ALPN chose h2: what it carries stands in SimWorld.http2
    uint8_t is_going_away; ///< takes no further requests and closes with its last answer
    uint8_t tls;           ///< TLS_MADE of its handshake; 0: none
    uint64_t padding[2];   ///< a line of the cache
} Connection;

// A version of TLS by its minor number, whether a session was taken up again, and which of the
// certificates for the host was shown (of the first 15), in a byte that is never 0.
#define TLS_CERTIFICATES_MAX 15
#define TLS_MADE(minor, is_resumed, certificate)                                                   \
    ((uint8_t)(1 + (minor) + ((is_resumed) ? 8 : 0) + (certificate)*16))
#define TLS_MINOR(tls)       ((((tls)&15) - 1) & 7)
#define TLS_IS_RESUMED(tls)  (((tls)&15) > 8)
#define TLS_CERTIFICATE(tls) ((tls) >> 4)

/// The sessions a user could take up again: with nodes, for the host it asked last.
typedef struct TlsSessions {
    int32_t name1;  ///< index + 1 of Names; 0: none
    uint32_t nodes; ///< bit n: the n-th of the balancer's nodes
} TlsSessions;

/// What an HTTP/2 connection has beside its Connection, at the same index.
typedef struct Http2 {
    SimTime ready;            ///< when its handshakes are done and its client may send
    int32_t streams;          ///< requests under way on it
    int32_t requests;         ///< carried since it was opened
    int32_t next1, previous1; ///< its neighbours among those of its user, index + 1
} Http2;

/// A place that a rule made of requests, by a redirect or by a rewrite: see elb/url.h.
typedef struct Url {
    int32_t from_url1; ///< where the request was: index + 1; 0: as its kind says
    int32_t rule;      ///< that made it
    int32_t next1;     ///< the next of the same kind, index + 1
    int32_t outcome;   ///< of a redirect: its Location is too long; of a rewrite: TransformStatus
    int32_t host, path, query; ///< where they begin in `url_text`; a rewritten path has its query,
                               ///< and -1 is as it came
    int32_t is_https;
    int32_t port;
    int32_t name; ///< index of Names; -1: no record
} Url;

#pragma GCC diagnostic pop

typedef struct SimWorld SimWorld;

/// What the request asks for now, redirects included.
typedef struct RequestTarget {
    const char *host, *path, *query;
    int32_t name, port;
    bool is_https;
    const ConfigRequest *config; ///< its method and headers, which no redirect changes
} RequestTarget;

void traffic_start(SimWorld *world);
/// Takes up changed rates and limits after a `set`; `old` is the config until now.
void traffic_reconfigure(SimWorld *world, const Config *old);
/// Takes up listeners that came and went.
void traffic_reshape(SimWorld *world);
void population_arrival(SimWorld *world, int32_t population);
/// A request that nothing is known of yet.
int32_t request_take(SimWorld *world);
/// Whether a request is the question of a health check's checker rather than a user's wish.
#define REQUEST_IS_QUESTION(world, request)                                                        \
    (((world)->kinds.items[(request)->kind].flags & KIND_CHECKER) != 0)
void population_bears(SimWorld *world, int32_t population, const Birth *birth);
/// A request of a user (-1: drawn) is born; `draws` says what it is.
void population_asks(SimWorld *world, int32_t population, RandomStream *draws, int32_t user);
/// The rate of requests asked for at a time, per second, bursts as they stand; in a closed loop
/// what it would be if answers took no time.
double population_rate(const SimWorld *world, int32_t population, SimTime at);
/// The rate is another one from now on; until now it was that of `old`, multiplied.
void population_rate_changes(SimWorld *world, int32_t population, const ConfigArrivals *old,
                             double old_factor);

// Bursts (bursts.c).
void bursts_start(SimWorld *world, int32_t population);
/// A burst begins or ends.
void burst_turns(SimWorld *world, int32_t population);
/// By what the rate of a configuration is multiplied just now.
double burst_factor(const SimWorld *world, const Config *config, int32_t population);

// Recorded logs (replay.c).
void replay_start(SimWorld *world, int32_t population);
/// The next request of the log is due.
void replay_asks(SimWorld *world, int32_t population);
/// Requests due in the second from a time on.
double replay_rate(const SimWorld *world, int32_t population, SimTime at);

// Visits (visits.c).
void visits_start(SimWorld *world, int32_t population);
/// The request is over: its user thinks about the next one, or leaves.
void visit_request_ends(SimWorld *world, const Request *request);
void visit_goes_on(SimWorld *world, int32_t thinker);

/// A user whose WebSocket was cut asks for it anew, after `delay_ns` and a backoff, and will stay
/// until then.
void request_again(SimWorld *world, int32_t kind, int32_t user, RandomStream *draws,
                   SimTime delay_ns, SimTime until);

// A request's life (request.c).
/// The wait before the next attempt, by the population's retry.
SimTime request_backoff(const SimWorld *world, const Request *request);
/// The first attempt of a request just born.
void request_begin(SimWorld *world, int32_t request);
void request_retry(SimWorld *world, int32_t request);
void request_patience_ends(SimWorld *world, int32_t request);
/// Nothing is certain to happen to a request any more before its user's patience ends: makes an
/// event of that, unless it is one already.
void request_waits(SimWorld *world, int32_t request);
/// What is certain to happen to a request under way, after `delay_ns`; `kind` is an EventKind.
void request_step(SimWorld *world, int32_t request, SimTime delay_ns, int32_t kind, uint32_t b);
/// The attempt is over without an answer; tries again or gives up.
void request_attempt_fails(SimWorld *world, int32_t request, int32_t cause, int32_t status);
/// An answer has come.
void request_response(SimWorld *world, int32_t request);
/// The answer of DNS is there: connects.
void request_resolved(SimWorld *world, int32_t request);

// Connections (connection.c).
/// Sends over the user's idle connection when it fits. False: there is none.
bool connection_reuse(SimWorld *world, int32_t request);
/// Opens one to an address of the DNS answer in the request's resolver, in a random order.
void connection_open(SimWorld *world, int32_t request);
/// Opens one to an address that the request has left; it fails when there is none.
void connection_try(SimWorld *world, int32_t request);
void connection_syn(SimWorld *world, int32_t request);
void connection_timeout(SimWorld *world, int32_t request);
/// The client learns that its handshake failed: a TlsOutcome and, 8 bits up, the listener.
void connection_tls_failed(SimWorld *world, int32_t request, uint32_t outcome_of_listener);
/// The timer of a connection: closes it when it has been idle long enough.
void connection_timer(SimWorld *world, int32_t connection);
/// Connections to listeners that were deleted: idle ones close, the others do after their answer.
void connections_of_deleted_close(SimWorld *world);
/// A connection that belongs to a WebSocket closes with it.
void connection_close(SimWorld *world, int32_t connection);
/// How long connections may be idle may have changed.
void connections_limit_changed(SimWorld *world);
/// Whether it leads where a request wants to go.
bool connection_fits(const Connection *connection, const RequestTarget *target);
/// The request no longer needs its connection; kept when `is_reusable`, else closed.
void connection_release(SimWorld *world, int32_t request, bool is_reusable);

// HTTP/2 (http2.c). All of it is for scenarios that have HTTP/2 (Config.has_http2) only.
#define HTTP2_STREAMS_MAX  128   ///< at once on a connection
#define HTTP2_REQUESTS_MAX 10000 ///< then the node sends GOAWAY
/// Whether a new connection of a population to a node will speak HTTP/2.
bool http2_is_negotiated(const SimWorld *world, int32_t population, int32_t node, bool is_https);
/// Begins a stream on one of the user's connections for what is asked. Returns the connection
/// (index), -1 when none has room.
int32_t http2_take(SimWorld *world, int32_t user, const RequestTarget *target);
/// A connection was opened with its first stream; its client may send from `ready` on.
void http2_opened(SimWorld *world, int32_t connection, SimTime ready);
/// A stream has ended.
void http2_stream_ends(SimWorld *world, int32_t connection);
/// The connection closes, without streams.
void http2_closed(SimWorld *world, int32_t connection);
/// Counts a connection that a population's user opened (1) or closed (-1).
void http2_count(SimWorld *world, int32_t user, int32_t connections, int32_t streams);

/// A duration drawn from a distribution, in ns, at least 0.
SimTime distribution_draw(const ConfigDistribution *distribution, RandomStream *stream);

RequestTarget request_target(const SimWorld *world, const Request *request);
/// The host that is asked for: index of Names; -1: no record.
int32_t request_name(const SimWorld *world, const Request *request);
uint32_t user_address(const SimWorld *world, int32_t user);
/// The same for whoever made a request.
uint32_t request_address(const SimWorld *world, const Request *request);
/// The address of the n-th user of a population.
uint32_t population_address(const SimWorld *world, int32_t population, uint32_t number);
