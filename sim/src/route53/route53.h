/// Route 53 and the resolvers in front of it: names, records, answers, caches.
///
/// A query is for a name. Route 53 picks one record of it by their policy, leaves out the unhealthy
/// and picks again (policy.c), and follows aliases of records down to an address (answer.c). It
/// happens once a cache miss, upon health known already: nothing is probed for a query.
#pragma once

#include "engine/event_queue.h"
#include "engine/fifo.h"
#include "engine/random.h"
#include "scenario/config.h"
#include "sim/base.h"

typedef struct SimWorld SimWorld;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// A name. Its records are neighbours in `name_records`. A name that is asked for and has no record
/// is one too.
typedef struct Name {
    RandomStream stream;  ///< weighted draws and the like, one a query
    int32_t first_record; ///< index of the first ConfigRecord that lives; -1: there is none
    int32_t any_record;   ///< of one that has or had the name; -1: only a client asked for it
    int32_t client;       ///< whose host it is, when nobody made a record yet
    int32_t first, count; ///< of `name_records`: those that live
    int32_t balancer1;    ///< it is the own DNS name of this load balancer, outside the zone
} Name;

/// Moving part of a record.
typedef struct Record {
    int64_t answers;
    int32_t name;
    int32_t alias_name; ///< the name it is an alias of; -1: none
    int32_t is_healthy; ///< of an alias that evaluates its target's health, as it was told last
    int32_t cname;      ///< the name that a CNAME gives; -1: it is none
} Record;

/// Addresses that clients take from an answer (model); AWS gives all of a simple record's values.
enum { ANSWER_ADDRESSES = 8 };

/// A query is under way, or the answer leads to a name that is asked for.
typedef enum CacheAsking { CACHE_ASKS_NOBODY, CACHE_ASKS, CACHE_WAITS_FOR_NAME } CacheAsking;

/// What one resolver remembers of one name. Of one that is a CNAME it is what lies at the end of
/// the way, and until when the first step holds.
typedef struct CacheEntry {
    SimTime expires; ///< 0: nothing yet
    SimTime ttl_ns;
    SimTime next_ttl_ns;  ///< of the answer under way
    SimTime trip_ns;      ///< of the query under way, there and back
    SimTime link_expires; ///< of `link_record`; `expires` is of the whole way
    IndexList waiting;    ///< requests, threaded through Request.waiting
    int32_t record;       ///< the record answered; -1: none
    uint32_t zone_mask;   ///< of a balancer's alias: nodes in the answer; else a bit an address
    int32_t next_record;  ///< the answer under way
    uint32_t next_mask;
    int32_t is_asking;           ///< CacheAsking
    int32_t cname1, next_cname1; ///< the name that must be asked for instead
    int32_t link_record;         ///< the CNAME that says so
    int32_t padding;
    uint16_t addresses[ANSWER_ADDRESSES]; ///< of plain addresses: DnsAnswer.addresses
    uint16_t next_addresses[ANSWER_ADDRESSES];
} CacheEntry;

typedef struct Resolver {
    RandomStream stream; ///< how far Route 53 is, a query
    int32_t population;
    int32_t padding;
} Resolver;

#pragma GCC diagnostic pop

void route53_start(SimWorld *world);
/// Records came or went.
void route53_reshape(SimWorld *world);
/// What a resolver remembers of a name.
int32_t cache_index(const SimWorld *world, int32_t name, int32_t resolver);
/// The request needs the address of its host: goes on at once when it is cached, else waits.
void resolver_ask(SimWorld *world, int32_t request);
/// The request no longer waits (its user gave up).
void resolver_forget(SimWorld *world, int32_t request);
void resolver_query_arrives(SimWorld *world, int32_t entry);
void resolver_answer_arrives(SimWorld *world, int32_t entry);
/// Takes over what is known of the name that a CNAME leads to.
void cache_inherit(const SimWorld *world, CacheEntry *entry, int32_t resolver);
/// Where Route 53 thinks a query comes from.
typedef struct QuerySource {
    int32_t place;    ///< index of Config.places; -1: unknown
    uint32_t address; ///< of the resolver, or what EDNS client subnet says of the client
    int32_t bits;     ///< so many of the address are said
} QuerySource;

/// How long "there is no such record" is remembered: the lesser of the two TTLs of a zone's SOA as
/// Route 53 makes it.
#define ANSWER_NEGATIVE_TTL (900 * SIM_SECOND)

/// What Route 53 says to one query.
typedef struct DnsAnswer {
    SimTime ttl_ns;
    int32_t record; ///< at which the way ended, and whose addresses these are; -1: no answer
    int32_t cname1; ///< it gives no address but this name, to be asked for
    uint32_t mask;  ///< of a balancer's alias: its nodes; else a bit for each of `addresses`
    uint16_t addresses[ANSWER_ADDRESSES]; ///< of a simple record: which of its values; of
                                          ///< multivalue records: which records
    int32_t path[CONFIG_ALIAS_DEPTH];     ///< records passed, `record` last
    int32_t path_count;
} DnsAnswer;

/// Answers a query for a name, drawing from `stream`.
DnsAnswer route53_answer(const SimWorld *world, int32_t name, QuerySource source,
                         RandomStream *stream);
/// The same as a query, which counts.
DnsAnswer route53_query(SimWorld *world, int32_t name, QuerySource source);
/// Where the queries of a resolver seem to come from.
QuerySource resolver_source(const SimWorld *world, int32_t resolver);
/// The instance behind address `number` of what is cached.
int32_t cache_instance(const SimWorld *world, const CacheEntry *entry, int32_t number);

/// Positions among the records of one name, at most 128.
typedef struct RecordSet {
    uint64_t bits[2];
} RecordSet;
/// Picks one of a name's records by their policy, without those `dropped`. Returns its position
/// among them; -1: none is left, or none is for this source.
int32_t policy_choose(const SimWorld *world, const Name *name, QuerySource source,
                      RandomStream *stream, const RecordSet *dropped);
/// Values in a record.
enum { POLICY_SAMPLE_MAX = 400 };
/// Draws `count` of 0 to `total` - 1 without repetition, in random order.
void policy_sample(RandomStream *stream, int32_t total, int32_t count, uint16_t *out);

/// Whether a record may be answered: its health check, and of an alias that evaluates it, what it
/// stands for.
bool record_is_healthy(const SimWorld *world, int32_t record);
/// Tells which records' health changed, and why: balancers, accelerators or health checks just did.
void route53_health_changed(SimWorld *world);
/// Whether a balancer is healthy to an alias.
bool balancer_is_healthy(const SimWorld *world, int32_t balancer);

/// Whether what is cached could not be answered any more.
bool cache_is_old(const SimWorld *world, const CacheEntry *entry);
/// The resolver a user asks.
int32_t resolver_of_user(const SimWorld *world, int32_t user);
int32_t name_find(const SimWorld *world, const char *host);
