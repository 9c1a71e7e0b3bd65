/// Answers that are kept longer than they should be, and how many set out by them.
///
/// Between a user and Route 53 stand more caches than the resolver's: the browser's or the
/// operating system's, which goes by a time of its own, and resolvers that overstay a TTL. Both are
/// shares of a population (`dns_cache`), so a failover has the tail that is seen in practice. An
/// address is old when Route 53 would not give it any more to whoever asked where this user asks.
/// All of it is for scenarios that have health checks or such caches.
#pragma once

#include "route53/route53.h"

typedef struct Request Request;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// What a user's own machine remembers: the answer for the host it asked for last.
typedef struct HeldAnswer {
    SimTime until;
    int32_t name;
    int32_t is_holder; ///< this user's machine holds answers at all
    int32_t record;
    uint32_t zone_mask;
    uint16_t addresses[ANSWER_ADDRESSES];
} HeldAnswer;

/// What was found out lately about an address that a population's users have.
typedef struct KnownAddress {
    int64_t dns_changes; ///< as many as there were then; 0: nothing yet
    int32_t name, balancer, number, instance;
    int32_t is_old;
    int32_t padding;
} KnownAddress;

#define KNOWN_ADDRESSES 8 ///< of each population; users of one have a few at a time

#pragma GCC diagnostic pop

/// Makes room for the users from `first` on, of one population.
void hold_start(SimWorld *world, int32_t population, int32_t first);
/// Whether the user's own machine knows the address of the request's host.
bool hold_serves(const SimWorld *world, const Request *request);
/// The answer that a request goes by: its user's own, or its resolver's; `scratch` may lend room.
const CacheEntry *hold_answer(const SimWorld *world, const Request *request, CacheEntry *scratch);
/// The user's machine keeps what the resolver has just said, if it does so.
void hold_keep(SimWorld *world, const Request *request, const CacheEntry *entry);
/// How much longer than its TTL a resolver keeps an answer.
SimTime resolver_overstay(const SimWorld *world, int32_t resolver);

/// A request sets out for a node of a balancer, or for an instance (balancer -1): counts whether
/// that is an old answer. Route 53 is asked about each address once until something changes, for
/// those who use it are thousands.
void old_answers_count(SimWorld *world, const Request *request, int32_t balancer, int32_t number,
                       int32_t instance);
