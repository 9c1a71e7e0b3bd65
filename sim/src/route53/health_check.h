/// Health checks of Route 53: sixteen checkers around the world ask an endpoint and vote.
///
/// Each checker asks by itself, in a rhythm of its own, and keeps a count of its own: only after a
/// run of equal results (the failure threshold) does it change what it says. What it says travels
/// to the DNS locations, which hold the check healthy while more than 18 % of its checkers say so.
/// Nobody is asked when a query comes: records read the status as it is held.
///
/// The smallest true way for a check to travel is that of anybody's request, so the checkers of a
/// check are a population behind the people (`Config.population_count`), two users a region, and a
/// question is a Request that begins at an address of the endpoint instead of at a resolver. It
/// pays its region's round trips, meets barriers, listeners, TLS, rules and targets, is counted and
/// logged there, and costs work. It is no request of a user: no metric or total of clients knows
/// it, and nobody draws it as a dot. Limits: what checkers ask is answered by one piece, so the two
/// seconds for the body are those for the status; all DNS locations hear of a change at the same
/// time; an instance is reached by an address of its own that is public.
#pragma once

#include "engine/event_queue.h"
#include "sim/base.h"
#include "sim/command.h"

typedef struct SimWorld SimWorld;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// Moving part of a check.
typedef struct HealthCheck {
    int32_t first_checker, checker_count; ///< none where nobody is asked
    int32_t is_healthy;                   ///< as the DNS locations hold it
    int32_t scope;                        ///< of the meter
    // Of one that goes by an alarm: what the data said last, and what the DNS locations have heard.
    int32_t says_healthy, is_held_healthy;
} HealthCheck;

typedef enum CheckerReason {
    CHECKER_NOTHING,
    CHECKER_NO_CONNECTION, ///< not within the limit
    CHECKER_REFUSED,
    CHECKER_RESET,
    CHECKER_NO_TLS,
    CHECKER_NO_ANSWER, ///< not within two seconds
    CHECKER_STATUS,    ///< neither 2xx nor 3xx
    CHECKER_NO_TEXT,
} CheckerReason;

typedef struct Checker {
    uint64_t bits; ///< seeds its draws
    EventId next;
    SimTime sent; ///< when its request left, all handshakes being done
    int32_t check;
    int32_t region;          ///< number for checker_region()
    int32_t scope;           ///< of the meter; -1: latency is not measured
    int32_t number;          ///< questions asked
    int16_t streak;          ///< results in a row that contradict what it says
    uint16_t status;         ///< of the last answer
    uint8_t is_healthy;      ///< what it says
    uint8_t is_held_healthy; ///< what the DNS locations have heard of it last
    uint8_t reason;          ///< CheckerReason of the last failure
    uint8_t has_text;        ///< the answer under way holds the text looked for
} Checker;

/// A routing control, as it was set and as the DNS locations hold it.
typedef struct RoutingControl {
    int32_t is_on, is_held_on;
} RoutingControl;

#pragma GCC diagnostic pop

void health_checks_start(SimWorld *world);
/// Takes up what was set: inverted, disabled, thresholds.
void health_checks_reconfigure(SimWorld *world);
void health_checks_gauges(SimWorld *world);

/// Whether the DNS locations hold a check healthy now; -1, no check: always.
bool health_check_status(const SimWorld *world, int32_t check);
/// How many of its checkers say healthy.
int32_t health_check_votes(const SimWorld *world, int32_t check);
/// How many children of a calculated check are healthy.
int32_t health_check_children(const SimWorld *world, int32_t check);

// checker.c
/// The next question of a checker.
void checker_ask(SimWorld *world, int32_t checker);
/// A checker says something else than before, which the DNS locations hear after `trip_ns`.
void health_check_tells(SimWorld *world, int32_t checker, SimTime trip_ns);
/// What a checker says has reached the DNS locations.
void checker_heard(SimWorld *world, int32_t checker, bool is_healthy);
/// Reads the data of the alarm that a check goes by.
void health_check_reads(SimWorld *world, int32_t check);
/// What that said has reached the DNS locations.
void health_check_heard(SimWorld *world, int32_t check, bool is_healthy);
/// The status of checks may have changed: works it out anew and tells.
void health_checks_judge(SimWorld *world);
/// A change of a routing control has reached the DNS locations.
void control_heard(SimWorld *world, int32_t control);
/// How long a status travels to the DNS locations.
SimTime status_trip(uint64_t bits, int32_t number);

// Called where requests pass that are questions of checkers (KIND_CHECKER).
/// The connection stands; TLS took so many round trips more, and the request arrives in `delay_ns`.
/// False: the check wanted no more than that.
bool checker_connected(SimWorld *world, int32_t request, int32_t tls_round_trips, SimTime delay_ns);
/// The answer leaves for the checker: is the text in it?
void checker_reads(SimWorld *world, int32_t request, int32_t attempt, int32_t status);
/// An answer has come.
void checker_answered(SimWorld *world, int32_t request);
/// There will be none; a SimCause.
void checker_failed(SimWorld *world, int32_t request, int32_t cause);

// routing_control.c
bool is_routing_control(SimCommandKind kind);
bool control_check(const SimWorld *world, const SimCommand *command, SimError *error);
void control_apply(SimWorld *world, const SimCommand *command);
