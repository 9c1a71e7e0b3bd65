/// Route 53 and the resolvers in front of it: names, records, answers, caches.
#pragma once

#include "engine/event_queue.h"
#include "engine/fifo.h"
#include "engine/random.h"
#include "sim/base.h"

typedef struct SimWorld SimWorld;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// A name with its records, which are neighbours in nothing: they are found by `name` below. A name
/// that is asked for and has no record is one too.
typedef struct Name {
    RandomStream stream;  ///< weighted draws, one a query
    int32_t first_record; ///< index of the first ConfigRecord that lives; -1: there is none
    int32_t any_record;   ///< of one that has or had the name; -1: only a client asked for it
    int32_t client;       ///< whose host it is, when nobody made a record yet
    int32_t padding;
} Name;

/// Moving part of a record.
typedef struct Record {
    int64_t answers;
    int32_t name;
    int32_t padding;
} Record;

/// What one resolver remembers of one name.
typedef struct CacheEntry {
    SimTime expires; ///< 0: nothing yet
    SimTime ttl_ns;
    SimTime trip_ns;     ///< of the query under way, there and back
    IndexList waiting;   ///< requests, threaded through Request.waiting
    int32_t record;      ///< the record answered; -1: there was none
    uint32_t zone_mask;  ///< of an alias: nodes in the answer
    int32_t next_record; ///< the answer under way
    uint32_t next_mask;
    int32_t is_asking; ///< a query is under way
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
/// The record a query would get now, drawing from `stream`; -1: none.
int32_t record_choose(const SimWorld *world, int32_t name, RandomStream *stream);
/// Whether what is cached could not be answered any more.
bool cache_is_old(const SimWorld *world, const CacheEntry *entry);
/// The resolver a user asks.
int32_t resolver_of_user(const SimWorld *world, int32_t user);
int32_t name_find(const SimWorld *world, const char *host);
