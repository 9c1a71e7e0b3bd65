/// A compiled scenario: what the loader made of the file, as plain structures that the model reads.
///
/// A config is immutable and owned by its SimScenario, which keeps the document it was compiled
/// from. `set PATH VALUE` edits a copy of the document and compiles it again, so one checker judges
/// the file,
/// `--set`, live commands and mutants alike. Names are resolved to indices into the arrays below;
/// -1 means none. Durations are nanoseconds, rates are per second, shares and weights are relative.
#pragma once

#include "cloudwatch/math.h"
#include "engine/regex.h"
#include "scenario/cron.h"
#include "sim/base.h"
#include "sim/command.h"
#include "sim/dashboard.h"
#include "sim/metrics.h"

typedef enum ConfigDistributionKind {
    CONFIG_CONSTANT,
    CONFIG_EXPONENTIAL,
    CONFIG_LOGNORMAL,
    CONFIG_GAMMA,
    CONFIG_PARETO,
    CONFIG_WEIBULL,
} ConfigDistributionKind;

/// A distribution of durations with a stated mean. `shape` is the coefficient of variation of the
/// lognormal and the gamma, the tail exponent (> 1) of the Pareto, and k of the Weibull.
typedef struct ConfigDistribution {
    ConfigDistributionKind kind;
    double mean_ns;
    double shape;
} ConfigDistribution;

/// The rate moves linearly to `rate` during `over_ns` from `at_ns` on (0: a step).
typedef struct ConfigRateChange {
    SimTime at_ns;
    SimTime over_ns;
    double rate;
} ConfigRateChange;

typedef enum ConfigArrivalKind {
    CONFIG_ARRIVALS_POISSON,
    CONFIG_ARRIVALS_CONSTANT,
    CONFIG_ARRIVALS_REPLAY,      ///< As a recorded access log has them.
    CONFIG_ARRIVALS_CLOSED_LOOP, ///< Each user thinks, asks, waits for the answer, thinks again.
} ConfigArrivalKind;

/// A Markov-modulated rate: it is multiplied while a burst lasts. Both states last an exponential
/// time.
typedef struct ConfigBursts {
    double times; ///< 0: no bursts.
    double calm_ns, burst_ns;
} ConfigBursts;

/// A request of a recorded log.
typedef struct ConfigReplayEntry {
    int64_t at_ns; ///< from the first one on
    int64_t work_ns;
    int32_t request; ///< index of ConfigClient.requests
    int32_t user;    ///< a number for its address, from 0 up; not below ConfigClient.users
} ConfigReplayEntry;

typedef struct ConfigReplay {
    const char *file;           ///< as the scenario names it
    ConfigReplayEntry *entries; ///< by time
    int32_t count;
    double speed;
    SimTime begin_ns; ///< when the first comes
} ConfigReplay;

typedef struct ConfigArrivals {
    ConfigArrivalKind kind;
    double rate;
    /// In order of time; a change with `for`, a wave and flash crowds were written out by the
    /// loader.
    ConfigRateChange *changes;
    int32_t change_count;
    ConfigBursts bursts;
    ConfigReplay replay;
} ConfigArrivals;

/// A visit is several requests of one user, each some time after the answer to the one before. How
/// many is geometric with mean `requests`; 0: visits are single requests.
typedef struct ConfigVisits {
    double requests;
    ConfigDistribution think;
} ConfigVisits;

/// A header that a request carries; of several with one name, in the order in which they are sent.
typedef struct ConfigHeader {
    const char *name, *value;
} ConfigHeader;

/// A block of IPv4 addresses; all those whose bits under `mask` are those of `address`.
typedef struct ConfigBlock {
    uint32_t address, mask;
} ConfigBlock;

/// What is wrong with a request, so that a balancer answers it before its rules.
typedef enum ConfigDefect {
    CONFIG_DEFECT_NONE,
    CONFIG_DEFECT_MALFORMED,
    CONFIG_DEFECT_NO_DATA,
    CONFIG_DEFECT_HEADER_TOO_LONG,
    CONFIG_DEFECT_HEADERS_TOO_LARGE,
    CONFIG_DEFECT_URL_TOO_LONG,
    CONFIG_DEFECT_TRANSFER_ENCODING,
    CONFIG_DEFECT_HTTP_VERSION,
} ConfigDefect;

/// Why desync mitigation finds a request not compliant, in AWS's words and by class.
typedef enum ConfigDesyncReason {
    CONFIG_DESYNC_COMPLIANT,
    CONFIG_DESYNC_GET_HEAD_ZERO_CONTENT_LENGTH,
    CONFIG_DESYNC_NON_COMPLIANT_HEADER,
    CONFIG_DESYNC_NON_COMPLIANT_VERSION,
    CONFIG_DESYNC_SPACE_IN_URI,
    CONFIG_DESYNC_FIRST_AMBIGUOUS, ///< AmbiguousUri
    CONFIG_DESYNC_BOTH_TE_CL_PRESENT,
    CONFIG_DESYNC_DUPLICATE_CONTENT_LENGTH,
    CONFIG_DESYNC_EMPTY_HEADER,
    CONFIG_DESYNC_SUSPICIOUS_HEADER,
    CONFIG_DESYNC_UNDEFINED_CONTENT_LENGTH,
    CONFIG_DESYNC_UNDEFINED_TRANSFER_ENCODING,
    CONFIG_DESYNC_FIRST_SEVERE, ///< BadContentLength
    CONFIG_DESYNC_BAD_HEADER,
    CONFIG_DESYNC_BAD_TRANSFER_ENCODING,
    CONFIG_DESYNC_BAD_URI,
    CONFIG_DESYNC_BAD_METHOD,
    CONFIG_DESYNC_BAD_VERSION,
    CONFIG_DESYNC_MULTIPLE_CONTENT_LENGTH,
    CONFIG_DESYNC_MULTIPLE_TRANSFER_ENCODING,
    CONFIG_DESYNC_SUSPICIOUS_TE_CL,
} ConfigDesyncReason;

/// One kind of request of a population.
typedef struct ConfigRequest {
    double share;
    const char *host; ///< The population's host unless said.
    const char *method;
    const char *path;  ///< Begins with '/', without the query.
    const char *query; ///< Without '?'; empty: none.
    ConfigHeader *headers;
    int32_t header_count;
    ConfigDefect defect;
    ConfigDesyncReason desync;
    const char *desync_reason; ///< In AWS's words; NULL: compliant.
    int32_t forwarded_for;     ///< Addresses in its X-Forwarded-For.
    bool is_grpc;
    ConfigDistribution websocket; ///< How long the socket it opens stays; mean 0: no WebSocket.
    SimTime websocket_ping_ns;    ///< Between messages on it.
    bool is_reconnecting;         ///< Its client opens it anew when it is cut.
    bool has_invalid_header;      ///< A header whose name has more than letters, digits, hyphens.
    bool is_odd;                  ///< Any of that, or a method that no balancer accepts.
    ConfigDistribution work;
    int32_t request_bytes;
    int32_t response_bytes;
    const char *sets_cookie; ///< The cookie its answer sets; NULL: none.
} ConfigRequest;

typedef enum ConfigJitter { CONFIG_JITTER_NONE, CONFIG_JITTER_FULL } ConfigJitter;

/// `attempts` is the total, 1 means no retry. Backoff doubles from `backoff_ns` up to
/// `backoff_max_ns`.
typedef struct ConfigRetry {
    int32_t attempts;
    SimTime backoff_ns;
    SimTime backoff_max_ns;
    ConfigJitter jitter;
} ConfigRetry;

/// A client's own certificate, as the trust store of a listener judges it.
typedef enum ConfigCertificate {
    CONFIG_CERTIFICATE_NONE,
    CONFIG_CERTIFICATE_TRUSTED,
    CONFIG_CERTIFICATE_UNTRUSTED,
    CONFIG_CERTIFICATE_EXPIRED,
} ConfigCertificate;

/// Caches that keep an answer longer than its TTL.
typedef struct ConfigDnsCache {
    SimTime browser_hold_ns; ///< A user's own machine asks no resolver for so long; 0: always.
    double browser_share;    ///< Of the users that have one.
    SimTime overstay_ns;     ///< How much longer than the TTL an overstaying resolver keeps it.
    double overstay_share;   ///< Of the resolvers.
} ConfigDnsCache;

/// A client population: the users of one city.
typedef struct ConfigClient {
    const char *name;
    const char *city; ///< A row of assets/round_trips.csv, or NULL when `round_trip_ns` is given.
    int32_t inside;   ///< The region in whose network they are; -1: on the internet.
    int32_t place;    ///< Index into `places`; -1: unknown, or no record asks.
    const char *host;
    bool is_https;
    bool is_http2; ///< Offers h2 when it connects with TLS.
    int32_t port;
    int32_t tls, tls_min;   ///< Newest and oldest version it speaks, by minor number.
    bool is_resuming;       ///< Takes up TLS sessions again.
    bool is_checking_names; ///< Refuses a certificate that has expired or is for another host.
    bool knows_ecdsa;       ///< Can do with a certificate that has such a key.
    ConfigCertificate certificate; ///< What it shows to a listener that asks.
    int32_t users;
    int32_t resolvers;
    int32_t addresses; ///< Distinct client addresses its users share (a NAT has few); `users`
                       ///< unless said.
    bool has_source;   ///< Its addresses lie in `source`; else the model gives them.
    ConfigBlock source;
    ConfigDnsCache dns_cache;
    const char *resolver_city; ///< NULL: where the users are.
    bool has_client_subnet;    ///< Its resolvers say of whom they ask (EDNS client subnet).
    int32_t subnet_bits;       ///< So many bits of the address.
    bool has_resolver_source;  ///< Its resolvers ask from `resolver_source`, not from `source`.
    ConfigBlock resolver_source;
    const char *stream; ///< Populations naming the same stream receive the same arrivals.
    ConfigArrivals arrivals;
    ConfigVisits visits; ///< Of a closed loop without end: `requests` infinite.
    ConfigRequest *requests;
    int32_t request_count;
    SimTime timeout_ns;         ///< Patience for one attempt.
    SimTime connect_timeout_ns; ///< Per address.
    SimTime keep_alive_ns;      ///< How long a user keeps an idle connection.
    bool keeps_cookies;
    ConfigRetry retry;
    SimTime round_trip_ns;     ///< To every region; -1: by the table of cities.
    SimTime dns_round_trip_ns; ///< From its resolvers to Route 53 and back; -1: drawn from 5 to 30
                               ///< ms for each query.
    double jitter;             ///< Coefficient of variation of round trips (lognormal); 0: none.
    SimTime *round_trip_by_region_ns; ///< One a region, resolved by the loader.
    /// Of the checkers of a health check, which are no people: checker * regions + region. NULL: of
    /// people.
    const SimTime *checker_round_trips_ns;
} ConfigClient;

typedef enum ConfigPolicy {
    CONFIG_POLICY_SIMPLE,
    CONFIG_POLICY_WEIGHTED,
    CONFIG_POLICY_LATENCY,
    CONFIG_POLICY_FAILOVER,
    CONFIG_POLICY_GEOLOCATION,
    CONFIG_POLICY_GEOPROXIMITY,
    CONFIG_POLICY_MULTIVALUE,
    CONFIG_POLICY_IP_BASED,
    CONFIG_POLICY_COUNT,
} ConfigPolicy;

/// Names that aliases may lead through, one below the other.
enum { CONFIG_ALIAS_DEPTH = 8 };

/// A row of assets/places.csv: a city or a region. Texts are empty where there is none.
typedef struct ConfigPlace {
    const char *name, *country, *continent, *subdivision;
    const char *round_trips_as; ///< The city of assets/round_trips.csv that stands for it.
    double latitude, longitude;
} ConfigPlace;

/// A Route 53 record: an alias of a balancer or of other records, or plain addresses of instances.
typedef struct ConfigRecord {
    const char *name;
    bool is_deleted;            ///< Kept for those who remember it.
    const char *set_identifier; ///< Its name within its group; its position if not said.
    ConfigPolicy policy;
    int32_t weight;      ///< 0 to 255.
    int32_t balancer;    ///< -1: no alias of a balancer.
    int32_t accelerator; ///< -1: no alias of an accelerator.
    int32_t instance;    ///< Index into `instances`, the first of `values`; -1: an alias.
    int32_t target; ///< The first record of the name that it is an alias or CNAME of; -1: none.
    int32_t health_check; ///< Index into `checks`; -1: nothing checks it.
    SimTime ttl_ns;       ///< 60 s for a balancer's alias; an alias of records has theirs.
    int32_t *values;      ///< Instances whose addresses it gives.
    int32_t value_count;
    bool is_cname;                                 ///< It gives a name, not an address.
    bool evaluates_health;                         ///< Of an alias.
    bool is_secondary;                             ///< Failover.
    bool is_default;                               ///< Geolocation or ip_based: "*".
    const char *region;                            ///< Latency.
    const char *continent, *country, *subdivision; ///< Geolocation; empty: any.
    double *distances;   ///< One a place: ms of a latency record, km of a geoproximity record.
    int32_t bias;        ///< Geoproximity, -99 to 99.
    ConfigBlock *blocks; ///< IP-based.
    int32_t block_count;
    const char *detail; ///< What the policy goes by, in a word or two: "eu-west-1", "PRIMARY".
} ConfigRecord;

/// Global Accelerator: listeners, endpoint groups and endpoints lie flat in the Config, those of
/// one owner as neighbours.
typedef struct ConfigEndpoint {
    int32_t group;
    int32_t balancer, instance; ///< -1: the other.
    int32_t weight;             ///< 0 to 255.
    const char *name;           ///< "region/name".
} ConfigEndpoint;

typedef struct ConfigEndpointGroup {
    int32_t listener, region;
    double dial; ///< Per cent, of what is directed to it.
    SimTime interval_ns;
    int32_t threshold, port; ///< Of the checks of instances.
    int32_t first_endpoint, endpoint_count;
} ConfigEndpointGroup;

typedef struct ConfigPortRange {
    int32_t from, to;
} ConfigPortRange;

typedef struct ConfigAcceleratorListener {
    int32_t accelerator;
    ConfigPortRange *ranges;
    int32_t range_count;
    bool has_affinity; ///< Connections of one client address go to one endpoint.
    int32_t first_group, group_count;
} ConfigAcceleratorListener;

typedef struct ConfigAccelerator {
    const char *name;
    uint32_t addresses[2];
    SimTime edge_round_trip_ns; ///< Clients to the nearest edge and back.
    double backbone_factor;     ///< The rest of the way, beside the internet's.
    SimTime failover_delay_ns;
    int32_t first_listener, listener_count;
} ConfigAccelerator;

typedef enum ConfigCheckType {
    CONFIG_CHECK_TCP,
    CONFIG_CHECK_HTTP,
    CONFIG_CHECK_HTTPS,
    CONFIG_CHECK_HTTP_STR_MATCH,
    CONFIG_CHECK_HTTPS_STR_MATCH,
    CONFIG_CHECK_CALCULATED,
    CONFIG_CHECK_RECOVERY_CONTROL,
    CONFIG_CHECK_ALARM,
} ConfigCheckType;

/// Where checkers of Route 53 are, and how many in each place.
enum { CHECKER_REGIONS = 8, CHECKERS_A_REGION = 2 };
/// "us-east-1"; compile_checks.c
const char *checker_region(int32_t number);

typedef enum ConfigInsufficient {
    CONFIG_INSUFFICIENT_HEALTHY,
    CONFIG_INSUFFICIENT_UNHEALTHY,
    CONFIG_INSUFFICIENT_LAST_KNOWN,
} ConfigInsufficient;

/// A Route 53 health check.
typedef struct ConfigCheck {
    const char *name;
    ConfigCheckType type;
    const char *endpoint_text;  ///< As written.
    int32_t balancer, instance; ///< The endpoint; -1: the other, or none.
    int32_t port;
    const char *path, *host;
    const char *search_string; ///< NULL: the body does not count.
    SimTime interval_ns;
    int32_t failure_threshold;
    bool is_measuring, is_inverted, is_disabled;
    ConfigDistribution work;
    int32_t *regions; ///< Of its checkers: numbers for checker_region().
    int32_t region_count;
    int32_t population; ///< In `clients`, behind the people: its checkers. -1: it asks nobody.
    int32_t *children;
    int32_t child_count;
    int32_t health_threshold;
    int32_t routing_control; ///< -1: none
    int32_t alarm;           ///< -1: none
    ConfigInsufficient insufficient;
} ConfigCheck;

/// A switch that a health check mirrors.
typedef struct ConfigControl {
    const char *name;
    bool is_on;
    const char *rules; ///< Names of the safety rules that guard it; NULL: none.
} ConfigControl;

typedef enum ConfigRuleType { CONFIG_RULE_ATLEAST, CONFIG_RULE_AND, CONFIG_RULE_OR } ConfigRuleType;

/// A safety rule over routing controls.
typedef struct ConfigSafetyRule {
    const char *name;
    bool is_gating; ///< Else an assertion rule, which guards the controls that it looks at.
    int32_t *controls;
    int32_t control_count;
    int32_t *targets; ///< That a gating rule guards.
    int32_t target_count;
    ConfigRuleType type;
    int32_t threshold; ///< Of ATLEAST.
    bool is_inverted;
    SimTime wait_ns;
    const char *text; ///< "at least 1 of its 2 controls must be On"
} ConfigSafetyRule;

typedef struct ConfigForward {
    int32_t target_group;
    int32_t weight; ///< 0 to 999.
} ConfigForward;

typedef enum ConfigActionKind {
    CONFIG_ACTION_FORWARD,
    CONFIG_ACTION_REDIRECT,
    CONFIG_ACTION_FIXED_RESPONSE,
} ConfigActionKind;

typedef struct ConfigAction {
    ConfigActionKind kind;
    ConfigForward *forwards;
    int32_t forward_count;
    SimTime sticky_ns; ///< How long a cookie holds a user to one of the groups; 0: not.
    int32_t status;    ///< Of a redirect (301, 302) or fixed response.
    /// Parts of a redirect, with placeholders; default "#{protocol}", "#{host}", "#{port}",
    /// "/#{path}", "#{query}".
    const char *protocol, *host, *port, *path, *query;
    const char *content_type, *body;
} ConfigAction;

typedef enum ConfigConditionKind {
    CONFIG_CONDITION_HOST,
    CONFIG_CONDITION_PATH,
    CONFIG_CONDITION_HEADER,
    CONFIG_CONDITION_METHOD,
    CONFIG_CONDITION_QUERY,
    CONFIG_CONDITION_SOURCE,
} ConfigConditionKind;

/// One value that a condition compares with.
typedef struct ConfigValue {
    const char *text;   ///< As written: a pattern with wildcards, a regular expression, a block.
    const char *key;    ///< Of a query: of the pair; NULL: any.
    const Regex *regex; ///< NULL: `text` has wildcards.
    ConfigBlock block;  ///< Of a source address.
} ConfigValue;

/// Holds when one of its values matches.
typedef struct ConfigCondition {
    ConfigConditionKind kind;
    const char *header; ///< Its name, of a header condition.
    ConfigValue *values;
    int32_t value_count;
} ConfigCondition;

/// What a transform replaces, and by what; without `regex` there is none.
typedef struct ConfigRewrite {
    const Regex *regex;
    const char *replace; ///< $1 to $9 stand for groups.
} ConfigRewrite;

typedef struct ConfigRule {
    int32_t priority; ///< 1 to 50000; 0: the default rule, always the last of its listener.
    ConfigCondition *conditions; ///< All must hold; that of the source address comes last.
    int32_t condition_count;
    bool has_source; ///< The last one is of the source address.
    bool has_transforms;
    ConfigRewrite host_rewrite, url_rewrite;
    ConfigAction action;
    int32_t handle;   ///< Of the running world; see compile_handles.c.
    bool is_deleted;  ///< It stands behind the live ones, for those in flight that it took.
    uint64_t content; ///< A hash of what it says, its priority apart.
    uint64_t shape;   ///< Where it leads and what it makes of a request, whatever its weights.
    const char *condition_text; ///< "/api/*", "app.example.com /api/*", "default"
    const char *action_text;    ///< "forward", "fixed 404", "301 to HTTPS"
} ConfigRule;

typedef enum ConfigDesyncMode {
    CONFIG_DESYNC_DEFENSIVE,
    CONFIG_DESYNC_MONITOR,
    CONFIG_DESYNC_STRICTEST,
} ConfigDesyncMode;

/// What a balancer does with the X-Forwarded-For of a request.
typedef enum ConfigForwardedMode {
    CONFIG_FORWARDED_APPEND,
    CONFIG_FORWARDED_PRESERVE,
    CONFIG_FORWARDED_REMOVE
} ConfigForwardedMode;

typedef enum ConfigMutual {
    CONFIG_MUTUAL_OFF,
    CONFIG_MUTUAL_PASSTHROUGH,
    CONFIG_MUTUAL_VERIFY
} ConfigMutual;

/// The kind of a server certificate's key, in AWS's words; see tls_certificates.c.
typedef enum ConfigKeyAlgorithm {
    CONFIG_RSA_2048,
    CONFIG_RSA_1024,
    CONFIG_RSA_3072,
    CONFIG_RSA_4096,
    CONFIG_EC_256,
    CONFIG_EC_384,
    CONFIG_EC_521,
} ConfigKeyAlgorithm;

typedef enum ConfigSignature {
    CONFIG_SHA256,
    CONFIG_SHA1,
    CONFIG_SHA384,
    CONFIG_SHA512
} ConfigSignature;

/// A certificate that a listener can show.
typedef struct ConfigServerCertificate {
    const char *name; ///< The host it is for, or *.example.com.
    ConfigKeyAlgorithm key_algorithm;
    ConfigSignature signature;
    SimTime expires_ns;  ///< 0: not during the run.
    SimTime validity_ns; ///< From its issue to its end.
    const char *label;   ///< Tells it from others for the same name.
} ConfigServerCertificate;

typedef struct ConfigListener {
    bool is_https;
    int32_t ssl_policy; ///< Of tls_policy().
    ConfigMutual mutual;
    int32_t port;
    ConfigServerCertificate *certificates; ///< The default one first.
    int32_t certificate_count;
    ConfigRule *rules; ///< By priority, the default rule last; then those deleted.
    int32_t rule_count;
    int32_t rule_total; ///< With those deleted.
    int32_t handle;     ///< Of the running world.
    bool is_deleted;
} ConfigListener;

/// The packets that a rule of a security group or of a network ACL is about, by the other end and
/// the port they are sent to.
typedef struct ConfigTraffic {
    uint32_t address, mask;
    int32_t security_group; ///< the other end bears it; -1: its address counts
    int32_t first_port, last_port;
    bool is_tcp; ///< else it is about protocols that nothing here speaks
} ConfigTraffic;

/// What it does not permit is dropped; replies to what it permitted are known and pass.
typedef struct ConfigSecurityGroup {
    const char *name;
    int32_t region;
    ConfigTraffic *inbound, *outbound;
    int32_t inbound_count, outbound_count;
} ConfigSecurityGroup;

typedef struct ConfigAclEntry {
    int32_t number;
    bool is_allowed;
    ConfigTraffic traffic;
} ConfigAclEntry;

/// The entry of the lowest number that fits decides; what none fits is denied. Replies are judged
/// like any packet.
typedef struct ConfigNetworkAcl {
    const char *name;
    int32_t region;
    ConfigAclEntry *inbound, *outbound; ///< By number.
    int32_t inbound_count, outbound_count;
} ConfigNetworkAcl;

/// Each zone has two subnets: one for the nodes of balancers, one for instances.
typedef enum ConfigSubnet {
    CONFIG_SUBNET_BALANCERS,
    CONFIG_SUBNET_INSTANCES,
    CONFIG_SUBNETS
} ConfigSubnet;

typedef enum ConfigOverflow { CONFIG_OVERFLOW_REJECT, CONFIG_OVERFLOW_ANSWER_503 } ConfigOverflow;

#define CONFIG_NODES_MAX 8 ///< of a balancer: as many addresses as a DNS answer holds

/// A balancer's capacity in LCUs, and how it follows the load.
typedef struct ConfigCapacity {
    double units;    ///< As the run begins, and the least it keeps.
    bool is_limited; ///< False: it carries whatever comes.
    bool can_grow;
    SimTime doubling_ns; ///< It doubles no faster.
    ConfigOverflow overflow;
    double node_units; ///< LCUs that one node carries; 0: a zone has one node, which grows.
    int32_t ranks_max; ///< Nodes that a zone can have.
} ConfigCapacity;

/// Minutes from Monday, 0:00 UTC; it may reach over the end of the week.
typedef struct ConfigWindow {
    int32_t from, until;
} ConfigWindow;

/// Zonal autoshift and its practice runs.
typedef struct ConfigAutoshift {
    bool is_enabled;
    SimTime practice_at_ns; ///< When the first one is due; -1: never.
    SimTime practice_length_ns;
    SimTime telemetry_delay_ns;
    int32_t *outcome_alarms;
    int32_t outcome_alarm_count;
    int32_t *blocking_alarms;
    int32_t blocking_alarm_count;
    ConfigWindow *blocked_windows;
    int32_t blocked_window_count;
    int32_t *blocked_dates; ///< Days from 1970.
    int32_t blocked_date_count;
} ConfigAutoshift;

typedef struct ConfigBalancer {
    const char *name;
    int32_t region;
    bool is_deleted;   ///< Kept for those in flight.
    bool is_protected; ///< It can not be deleted.
    bool is_internal;
    bool is_http2; ///< Its HTTPS listeners accept h2.
    ConfigDesyncMode desync_mode;
    bool drops_invalid_headers;
    ConfigForwardedMode forwarded_mode;
    SimTime idle_timeout_ns;
    SimTime client_keep_alive_ns;
    ConfigCapacity capacity;
    bool has_zonal_shift; ///< It may be shifted away from a zone.
    ConfigAutoshift autoshift;
    int32_t reserved_units;  ///< LCUs; 0: none.
    SimTime provisioning_ns; ///< Of a cold begin.
    int32_t *zones; ///< Indices into `zones`: all of its region, so that nodes keep numbers.
    int32_t zone_count;
    int32_t enabled_count;
    uint32_t enabled;         ///< A bit a zone of `zones`: where it has nodes.
    int32_t *security_groups; ///< None: nothing is held back.
    int32_t security_group_count;
    ConfigListener *listeners; ///< The live ones, then those deleted.
    int32_t listener_count;
    int32_t listener_total; ///< With those deleted.
    const char *id16;       ///< 16 hexadecimal digits, from the names.
    const char *full_name;  ///< "app/web/<id16>"
} ConfigBalancer;

/// Statuses of gRPC stand behind the codes of HTTP.
enum { CONFIG_GRPC_STATUS = 600, CONFIG_CODES = 700 };

typedef struct ConfigHealthCheck {
    const char *path;
    int32_t port; ///< -1: the target's own.
    bool is_https;
    SimTime interval_ns;
    SimTime timeout_ns;
    int32_t healthy_threshold;
    int32_t unhealthy_threshold;
    uint8_t matcher[CONFIG_CODES]; ///< By code: nonzero where it counts as success.
    const char *matcher_text;      ///< Of HTTP.
    const char *grpc_code;         ///< Of gRPC.
} ConfigHealthCheck;

typedef enum ConfigStickinessKind {
    CONFIG_STICKINESS_OFF,
    CONFIG_STICKINESS_LB_COOKIE,
    CONFIG_STICKINESS_APP_COOKIE,
} ConfigStickinessKind;

typedef struct ConfigStickiness {
    ConfigStickinessKind kind;
    SimTime duration_ns;
    const char *cookie; ///< The application's; NULL for the balancer's own.
} ConfigStickiness;

/// How many targets must be healthy: below either number an action is taken. -1: off.
typedef struct ConfigMinimum {
    int32_t count;
    int32_t percentage; ///< of the registered targets
} ConfigMinimum;

/// What is spoken over a target group's connections.
typedef enum ConfigVersion { CONFIG_HTTP1, CONFIG_HTTP2, CONFIG_GRPC } ConfigVersion;

typedef struct ConfigTargetGroup {
    const char *name;
    int32_t region;
    bool is_deleted;  ///< Kept for those in flight.
    int32_t balancer; ///< The one balancer whose rules name it; -1: not in use, its targets are
                      ///< `unused`.
    int32_t port;
    bool is_https; ///< TLS to the targets.
    ConfigVersion version;
    bool is_ip;            ///< Its targets are addresses, not instances.
    const char *algorithm; ///< A name of `sim_algorithm_list`.
    SimTime deregistration_delay_ns;
    bool is_drain_early_end;
    SimTime slow_start_ns; ///< 0: off.
    bool is_cross_zone;
    bool is_anomaly_mitigation; ///< Only with weighted_random.
    ConfigStickiness stickiness;
    ConfigHealthCheck health_check;
    ConfigMinimum dns_minimum;     ///< below it the node's address leaves DNS
    ConfigMinimum routing_minimum; ///< below it the node fails open
    const char *id16;
    const char *full_name; ///< "targetgroup/blue/<id16>"
} ConfigTargetGroup;

typedef enum ConfigDiscipline { CONFIG_FCFS, CONFIG_PROCESSOR_SHARING } ConfigDiscipline;
typedef enum ConfigOnFull {
    CONFIG_ON_FULL_DROP,
    CONFIG_ON_FULL_REFUSE,
    CONFIG_ON_FULL_SHED
} ConfigOnFull;

/// What an instance answers at a path.
typedef struct ConfigPathAnswer {
    const char *path; ///< a pattern with * and ?
    int32_t status;
    int32_t grpc_status;
} ConfigPathAnswer;

/// What an application takes on its port, and what is wrong with its answers.
typedef enum ConfigServes {
    CONFIG_SERVES_ANY,
    CONFIG_SERVES_HTTP,
    CONFIG_SERVES_HTTPS
} ConfigServes;
typedef enum ConfigResponseDefect {
    CONFIG_RESPONSE_GOOD,
    CONFIG_RESPONSE_MALFORMED,
    CONFIG_RESPONSE_HEADERS_TOO_LARGE,
    CONFIG_RESPONSE_SHORT_BODY,
} ConfigResponseDefect;

/// A launch template: what an instance is. Its name is shown as the version that runs on it.
typedef struct ConfigLaunch {
    const char *name;
    int32_t workers;
    int32_t backlog; ///< -1: unlimited.
    ConfigDiscipline discipline;
    int32_t max_in_flight; ///< Processor sharing only; 0: workers + backlog.
    ConfigOnFull on_full;
    bool is_health_separate;        ///< Health checks do not wait behind requests.
    ConfigPathAnswer *health_paths; ///< The first that matches counts.
    int32_t health_path_count;      ///< 0: every path is answered with 200, in gRPC with 12.
    ConfigPathAnswer *paths;        ///< The same for requests.
    int32_t path_count;
    ConfigDistribution health_work;
    const char *body; ///< Of its answers, as far as somebody looks for a text in it.
    ConfigDistribution boot;
    ConfigDistribution user_data; ///< What its first boot installs.
    double speed;                 ///< Work is divided by it; 1 unless said.
    double errors;         ///< Share of requests answered with 500, health checks apart; 0 to 1.
    SimTime keep_alive_ns; ///< How long the target keeps an idle connection open.
    bool is_cancel_on_disconnect;
    int32_t port; ///< The only one its application listens on; 0: any.
    ConfigServes serves;
    ConfigResponseDefect response_defect;
    bool is_detailed;         ///< Monitored by the minute, else every five.
    SimTime tls_work_ns;      ///< A handshake as server, at speed 1.
    const char *needs_header; ///< A request without it is answered with 400; NULL: none.
    bool answers_all;         ///< Nothing above keeps a request from a good answer.
} ConfigLaunch;

/// One instance; an entry with `count` was written out by the loader ("i-0a1b2c" style ids unless
/// named).
typedef struct ConfigInstance {
    const char *name;
    int32_t region;
    int32_t zone;
    int32_t launch;
    uint32_t address; ///< Given; 0: one is made.
    int32_t *target_groups;
    int32_t *target_ports; ///< One a target group.
    int32_t target_group_count;
    int32_t *security_groups; ///< None: nothing is held back.
    int32_t security_group_count;
    int32_t entry; ///< The entry of `regions.N.instances` it came from.
    int32_t slot1; ///< Of an Auto Scaling group: its slot + 1, and it is there when it is launched;
                   ///< 0: a fixed instance.
    int32_t scaling_group;   ///< Of a slot.
    bool is_borne_by_launch; ///< A slot's instance bears what its launch template says.
} ConfigInstance;

/// The security groups that a launch template gives its instances in a region.
typedef struct ConfigBearer {
    int32_t *groups; ///< None: nothing is held back.
    int32_t count;
} ConfigBearer;

/// A lifecycle hook holds an instance until it is completed or its time is over.
typedef struct ConfigHook {
    const char *name;
    bool is_terminating;    ///< Else launching.
    bool is_continue;       ///< Its default result; else ABANDON.
    bool is_self_completed; ///< The instance completes it when its application serves.
    SimTime timeout_ns;     ///< Of a heartbeat.
} ConfigHook;

/// How the instances of a warm pool wait.
typedef enum ConfigPoolState {
    CONFIG_POOL_STOPPED,
    CONFIG_POOL_RUNNING,
    CONFIG_POOL_HIBERNATED,
} ConfigPoolState;

/// A warm pool; see autoscaling/pool.c.
typedef struct ConfigWarmPool {
    bool is_there;
    bool is_reused;   ///< What scales in returns to it.
    int32_t prepared; ///< Most instances of group and pool together; -1: the group's max.
    int32_t min_size;
    ConfigPoolState state;
} ConfigWarmPool;

/// Which instance goes first when a group shrinks; see autoscaling/placement.c.
typedef enum ConfigTermination {
    CONFIG_TERMINATE_DEFAULT,
    CONFIG_TERMINATE_OLDEST_INSTANCE,
    CONFIG_TERMINATE_NEWEST_INSTANCE,
    CONFIG_TERMINATE_OLDEST_LAUNCH_TEMPLATE,
    CONFIG_TERMINATE_CLOSEST_TO_NEXT_HOUR,
} ConfigTermination;

/// Processes of a group that may be suspended, a bit each, in the order of `scaling_processes`.
typedef enum ConfigProcess {
    CONFIG_PROCESS_LAUNCH,
    CONFIG_PROCESS_TERMINATE,
    CONFIG_PROCESS_ADD_TO_LOAD_BALANCER,
    CONFIG_PROCESS_ALARM_NOTIFICATION,
    CONFIG_PROCESS_AZ_REBALANCE,
    CONFIG_PROCESS_HEALTH_CHECK,
    CONFIG_PROCESS_REPLACE_UNHEALTHY,
    CONFIG_PROCESS_SCHEDULED_ACTIONS,
    CONFIG_PROCESS_INSTANCE_REFRESH,
} ConfigProcess;
extern const char *const scaling_processes[];

/// How an alarm changes a group's desired capacity; see autoscaling/policy.c.
typedef enum ConfigScalingKind {
    CONFIG_SCALING_TARGET,
    CONFIG_SCALING_STEP,
    CONFIG_SCALING_SIMPLE,
    CONFIG_SCALING_PREDICTIVE,
} ConfigScalingKind;
typedef enum ConfigAdjustment {
    CONFIG_ADJUST_CHANGE,  ///< ChangeInCapacity
    CONFIG_ADJUST_EXACT,   ///< ExactCapacity
    CONFIG_ADJUST_PERCENT, ///< PercentChangeInCapacity
} ConfigAdjustment;

/// What a step policy makes of the datapoints of its alarm.
typedef enum ConfigAggregation {
    CONFIG_AGGREGATE_AVERAGE,
    CONFIG_AGGREGATE_MINIMUM,
    CONFIG_AGGREGATE_MAXIMUM,
} ConfigAggregation;

/// Bounds relative to the alarm's threshold; infinite where they are open.
typedef struct ConfigPolicyStep {
    double lower, upper, by;
} ConfigPolicyStep;

/// What a predictive policy forecasts by. Load is requests a minute, or the CPU of all instances
/// together in percent.
typedef struct ConfigPredictive {
    bool is_cpu;        ///< Else requests of the group's first target group.
    bool scales;        ///< ForecastAndScale; else it only forecasts.
    SimTime buffer_ns;  ///< How long before the hour it launches.
    bool raises_max;    ///< IncreaseMaxCapacity.
    int32_t max_buffer; ///< Percent of the forecast by which the maximum is to exceed it.
    double *history;    ///< The load of each hour before the run, the oldest first.
    int32_t history_hours;
} ConfigPredictive;

typedef struct ConfigScalingPolicy {
    const char *name;
    int32_t group;
    ConfigScalingKind kind;
    ConfigAdjustment adjustment;
    ConfigPolicyStep *steps;
    int32_t step_count;
    int32_t min_magnitude; ///< Least change of PercentChangeInCapacity.
    double by;             ///< Of simple scaling.
    double target;         ///< Of target tracking.
    double in_factor;      ///< Scale-in begins below this share of the target; 0: by the size.
    bool is_in_disabled;   ///< Target tracking never scales in.
    ConfigAggregation aggregation;
    int32_t high_alarm, low_alarm;
    SimTime warmup_ns, cooldown_ns;
    ConfigPredictive predictive;
} ConfigScalingPolicy;

/// Sets limits and desired capacity at a time, once or again and again; -1: leaves it.
typedef struct ConfigScheduledAction {
    const char *name;
    int32_t group;
    SimTime at_ns;    ///< -1: not at a time of its own
    SimTime every_ns; ///< from then on; 0: it does not recur so
    SimTime end_ns;   ///< recurs until then
    bool has_cron;    ///< recurs by an expression
    Cron cron;
    int64_t offset_s; ///< of the expression's time zone, ahead of UTC
    int32_t min, max, desired;
} ConfigScheduledAction;

#define CONFIG_CHECKPOINTS_MAX    100
#define CONFIG_REFRESH_ALARMS_MAX 10

/// What an instance refresh does with those that stand aside: protected from scale-in, in standby.
typedef enum ConfigAside {
    CONFIG_ASIDE_WAIT,
    CONFIG_ASIDE_IGNORE,
    CONFIG_ASIDE_TAKE, ///< Refresh, Terminate
} ConfigAside;

/// The desired configuration and the preferences of an instance refresh; see autoscaling/refresh.h.
/// A refresh keeps a copy of what it was started with, so there is no padding.
typedef struct ConfigRefresh {
    SimTime warmup_ns, checkpoint_delay_ns, bake_ns;
    int32_t launch;                   ///< -1: no desired configuration
    int32_t min_healthy, max_healthy; ///< percent
    int32_t on_protected, on_standby; ///< ConfigAside
    int32_t skips_matching, is_auto_rollback;
    int32_t checkpoint_count, alarm_count;
    int32_t alarms[CONFIG_REFRESH_ALARMS_MAX];
    uint8_t checkpoints[CONFIG_CHECKPOINTS_MAX]; ///< percent, ascending
} ConfigRefresh;

#define CONFIG_TERMINATIONS_MAX 5
#define CONFIG_VICTIMS_MAX      10000 ///< As many instances a group may have.

/// An Auto Scaling group. Its instances are slots among the instances, enough of them in each of
/// its zones, made when it is compiled; a launch fills one.
typedef struct ConfigScalingGroup {
    const char *name;
    int32_t region, launch;
    int32_t *zones; ///< Indices into `zones`.
    int32_t zone_count;
    int32_t *target_groups;
    int32_t target_group_count;
    int32_t *security_groups; ///< That its instances bear.
    int32_t security_group_count;
    bool is_borne_by_launch;   ///< They come from the launch template.
    int32_t min, desired, max; ///< As the file has them; the world's may have moved on.
    int32_t slots_a_zone;
    int32_t room;              ///< As far as its slots let the maximum be raised.
    bool is_elb_health;        ///< Health checks of its target groups count too.
    SimTime grace_ns;          ///< 0: off.
    SimTime default_warmup_ns; ///< -1: none.
    SimTime default_cooldown_ns;
    int32_t
        terminations[CONFIG_TERMINATIONS_MAX]; ///< ConfigTermination, tried one after the other.
    int32_t termination_count;
    bool is_balanced_only;  ///< A zone without capacity is asked again, rather than another.
    bool is_protected;      ///< New instances are protected from scale-in.
    bool ignores_unhealthy; ///< In a zone that is shifted away from.
    int32_t min_healthy, max_healthy; ///< Of the maintenance policy, percent; -1: none.
    uint32_t suspended;               ///< Bits of ConfigProcess.
    SimTime max_lifetime_ns;          ///< 0: none.
    ConfigHook *hooks;
    int32_t hook_count;
    ConfigRefresh refresh;
    ConfigWarmPool warm_pool;
} ConfigScalingGroup;

typedef struct ConfigZone {
    const char *name;
    int32_t region;
    int32_t network_acl1[CONFIG_SUBNETS]; ///< Index + 1; 0: the default one, which lets all pass.
    bool is_private; ///< Its balancers' subnet has no route to an internet gateway.
} ConfigZone;

typedef struct ConfigRegion {
    const char *name;
    const char *place; ///< "Mumbai" for ap-south-1; the name itself when unknown.
    SimTime same_zone_hop_ns, cross_zone_hop_ns; ///< One way.
    SimTime cross_zone_round_trip_ns;
} ConfigRegion;

/// A release moves a rule's weight between two of its target groups.
typedef struct ConfigRelease {
    const char *name;
    int32_t balancer, listener, rule; ///< listener and rule as indices within their owner.
    int32_t stable, fresh;            ///< Target groups: `stable` and `new` in the file.
} ConfigRelease;

/// A planned command, with what the caption says when it comes (may be NULL). A kind of
/// SIM_COMMAND_NONE only says.
typedef struct ConfigStep {
    SimCommand command;
    const char *say;
} ConfigStep;

typedef enum ConfigComparison {
    CONFIG_EQ,
    CONFIG_NE,
    CONFIG_LT,
    CONFIG_LE,
    CONFIG_GT,
    CONFIG_GE
} ConfigComparison;

/// What a run must show. `dimensions` is "Name=Value;Name=Value" in name order with short values
/// allowed.
typedef struct ConfigExpect {
    const char *namespace_; ///< NULL: found by the metric's name.
    const char *metric;
    const char *dimensions;
    const char *stat;
    SimTime from_ns, to_ns; ///< to_ns SIM_NEVER: the end.
    ConfigComparison comparison;
    double value;
    const char *is; ///< As written: "== 0".
} ConfigExpect;

/// What an alarm makes of periods without a datapoint.
typedef enum ConfigTreatMissing {
    CONFIG_MISSING_MISSING,
    CONFIG_MISSING_IGNORE,
    CONFIG_MISSING_BREACHING,
    CONFIG_MISSING_NOT_BREACHING,
} ConfigTreatMissing;

typedef enum ConfigAlarmActionKind {
    CONFIG_ALARM_NOTIFIES, ///< an SNS topic
    CONFIG_ALARM_SCALES,   ///< a policy of an Auto Scaling group
} ConfigAlarmActionKind;

typedef struct ConfigAlarmAction {
    ConfigAlarmActionKind kind;
    const char *name; ///< The topic, or "group/policy".
    int32_t policy;   ///< Of an Auto Scaling action; else -1.
} ConfigAlarmAction;

/// One metric an alarm looks at.
typedef struct ConfigAlarmMetric {
    const char *namespace_; ///< NULL: found by the metric's name.
    const char *metric;
    const char *dimensions; ///< By name, load balancers and target groups under their full names.
    const char *stat;
} ConfigAlarmMetric;

/// A part of a metric-math alarm: one of its metrics or an expression over other parts.
typedef struct ConfigAlarmQuery {
    const char *id;
    int32_t metric;             ///< of the alarm's metrics; -1: an expression
    const MathProgram *program; ///< of an expression
} ConfigAlarmQuery;

typedef enum ConfigTermKind {
    CONFIG_TERM_STATE, ///< whether an alarm is in a state
    CONFIG_TERM_TRUE,
    CONFIG_TERM_FALSE,
    CONFIG_TERM_NOT,
    CONFIG_TERM_AND,
    CONFIG_TERM_OR,
} ConfigTermKind;

/// A step of a composite alarm's rule: operands first, then what combines them.
typedef struct ConfigTerm {
    ConfigTermKind kind;
    int32_t alarm;
    SimAlarmState state;
} ConfigTerm;

/// An alarm on a metric, on an expression over metrics, or (with a rule) on the states of other
/// alarms. Live changes keep its state.
typedef struct ConfigAlarm {
    const char *name;
    int32_t region;
    ConfigAlarmMetric *metrics;
    int32_t metric_count;
    SimTime period_ns;
    double threshold;
    ConfigComparison comparison;
    int32_t evaluation_periods;  ///< N
    int32_t datapoints_to_alarm; ///< M, at most N
    ConfigTreatMissing treat_missing;
    bool is_low_sample_ignored;    ///< Percentiles of few samples leave the state alone.
    bool has_delay;                ///< Datapoints are published late, as CloudWatch's are.
    bool has_actions;              ///< Its actions are enabled.
    ConfigAlarmAction *actions[3]; ///< By SimAlarmState.
    int32_t action_count[3];
    ConfigAlarmQuery *queries; ///< Of metric math, what others name first; the last is returned.
    int32_t query_count;       ///< 0: the only metric itself.
    ConfigTerm *rule;          ///< Of a composite alarm; NULL: it has a metric.
    int32_t rule_count;
    const char *rule_text;
    int32_t low_of1;    ///< The target-tracking policy whose low alarm this is, index + 1.
    int32_t suppressor; ///< While this alarm is in ALARM the composite's actions wait; -1: none.
    SimTime suppressor_wait_ns, suppressor_extension_ns;
} ConfigAlarm;

typedef struct ConfigMutant {
    const char *path;
    const char *value;
} ConfigMutant;

/// A chart of the scenario's own choice; none: the window's six defaults.
typedef struct ConfigChart {
    const char *title, *label; ///< NULL: made from the metric.
    bool has_annotation;
    double annotation;
    const char *annotation_label;
    const char *metric;
    const char *dimensions;
    const char *stat;
} ConfigChart;

/// A line or a number of a widget.
typedef struct ConfigWidgetMetric {
    const char *id, *label;
    ConfigAlarmMetric metric;
    const MathProgram *program; ///< Of an expression over those before it; NULL: the metric.
    bool is_visible;
    bool is_right; ///< Measured on the right axis.
} ConfigWidgetMetric;

/// A widget of the dashboard. What others name stands before them among its metrics; `order` has
/// the visible ones as the file has them.
typedef struct ConfigWidget {
    SimWidget widget;
    ConfigWidgetMetric *metrics;
    int32_t metric_count;
    int32_t *order;
} ConfigWidget;

typedef struct Config {
    bool has_transforms;   ///< A rule rewrites requests.
    bool has_sticky_rules; ///< A rule holds users to a target group.
    const char *title, *level, *question, *answer, *pitfall;
    const char **topics, **curriculum, **follow_ups;
    int32_t topic_count, curriculum_count, follow_up_count;
    int64_t start_unix_s;      ///< Wall clock of t = 0, seconds since 1970, UTC.
    bool is_cold;              ///< `begin`: "cold"; else "steady".
    bool is_sharing;           ///< It refers to what the configuration before holds.
    uint64_t replay_hash;      ///< Of the recorded logs; 0: none.
    bool has_replays;          ///< Some population's requests come from a recorded log.
    bool has_dns_holds;        ///< Some population keeps answers longer than it may.
    bool tells_old_answers;    ///< That, or health checks: OldAnswerShare is counted.
    bool has_bursts;           ///< Some population's arrivals come in bursts.
    bool has_visits;           ///< Some population's users come back with another request.
    bool has_http2;            ///< Some population can speak HTTP/2.
    bool has_websockets;       ///< Some request opens one.
    bool has_reconnects;       ///< Some client opens a WebSocket anew when it is cut.
    bool has_response_defects; ///< Some launch template gives bad answers.
    bool has_resumption;       ///< Some population takes up TLS sessions again.
    uint64_t seed;
    SimTime duration_ns;
    ConfigRegion *regions;
    ConfigZone *zones;
    ConfigBalancer *balancers;
    ConfigTargetGroup *target_groups;
    ConfigInstance *instances;
    ConfigLaunch *launches;
    ConfigScalingGroup *scaling_groups;
    ConfigScalingPolicy *scaling_policies;
    ConfigScheduledAction *scheduled_actions;
    ConfigClient *clients;
    ConfigRecord *records;
    ConfigCheck *checks;
    ConfigControl *controls;
    ConfigSafetyRule *safety_rules;
    int32_t safety_rule_count;
    ConfigAccelerator *accelerators;
    ConfigAcceleratorListener *accelerator_listeners;
    ConfigEndpointGroup *endpoint_groups;
    ConfigEndpoint *endpoints;
    int32_t accelerator_count; ///< 0: nothing of Global Accelerator costs anything.
    int32_t accelerator_listener_count, endpoint_group_count, endpoint_count;
    ConfigPlace *places; ///< None unless a record's policy goes by location.
    int32_t place_count;
    bool evaluates_health;         ///< Some alias does.
    bool has_cnames;               ///< Some record is one.
    bool is_empty_group_unhealthy; ///< To Route 53; else it has no say.
    ConfigRelease *releases;
    ConfigStep *timeline;
    ConfigExpect *expects;
    ConfigMutant *mutants;
    ConfigChart *charts;
    ConfigWidget *widgets; ///< Of the dashboard; none: charts.
    int32_t widget_count;
    ConfigSecurityGroup *security_groups;
    ConfigBearer *bearers; ///< Of launch templates, one a region each; NULL: no slot asks.
    ConfigNetworkAcl *network_acls;
    ConfigAlarm *alarms;
    int32_t alarm_count;
    bool has_barriers; ///< Somebody bears a security group, or a subnet has a network ACL or no
                       ///< way to the internet.
    bool has_stateless_barriers; ///< Some judge each packet: a network ACL, a missing route.
    int32_t security_group_count, network_acl_count;
    // Of a configuration that was changed while its world runs; see compile_handles.c.
    int32_t listener_handle_count, rule_handle_count;
    int32_t shape;    ///< Another number: listeners, rules or target groups came, went or moved.
    bool has_deleted; ///< Something of the configuration before was deleted just now.
    int32_t region_count, zone_count, balancer_count, target_group_count, instance_count,
        launch_count;
    int32_t client_count, record_count, release_count, step_count, expect_count, mutant_count,
        chart_count;
    int32_t check_count, control_count;
    int32_t population_count; ///< Of `clients`: the people, then the checkers of health checks.
    int32_t scaling_group_count, slot_count;
    int32_t scaling_policy_count, scheduled_action_count; ///< Auto Scaling groups and their slots.
    double price_balancer_hour, price_lcu_hour;           ///< USD
} Config;

/// Whether an address is one of the VPC that the model gives a region.
bool address_is_in_vpc(uint32_t address, int32_t region);
