/// Cookies that users keep for a load balancer: which target, or which target group, holds them and
/// until when.
///
/// A user's jar is a short list, one cookie for each place that holds him. The jars are made when
/// the first setting that needs them is on; a world without any has none. A cookie that ran out
/// stays in its jar until it is written anew, so that the jars stop growing once every user has
/// been everywhere. The model reads a jar when a request is at the node and writes it when the
/// answer is: the user is taken to have the cookie half a round trip early.
#pragma once

#include "sim/base.h"

typedef struct SimWorld SimWorld;

typedef enum CookieKind {
    COOKIE_TARGET_LB,  ///< AWSALB: a target, for its group
    COOKIE_TARGET_APP, ///< AWSALBAPP: the same, begun by a cookie of the application
    COOKIE_GROUP,      ///< AWSALBTG: a target group, for a rule
} CookieKind;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

typedef struct Cookie {
    SimTime expires; ///< as the balancer wrote it
    int32_t owner;   ///< whose it is: of a target's, the target group; of a group's, the rule
    int32_t value;   ///< whom it names: the target, the target group
    int32_t next1;   ///< the next in the same jar, index + 1
    uint8_t kind;    ///< CookieKind
    uint8_t is_lost; ///< what it names is gone, which was counted
    uint8_t padding[2];
} Cookie;

#pragma GCC diagnostic pop

/// Makes the jars if the scenario as it stands now needs them and they are not there.
void cookies_prepare(SimWorld *world);
/// A user's cookie, perhaps one that ran out; NULL: never had one.
Cookie *cookie_find(SimWorld *world, int32_t user, CookieKind kind, int32_t owner);
/// Writes a user's cookie.
void cookie_put(SimWorld *world, int32_t user, CookieKind kind, int32_t owner, int32_t value,
                SimTime expires);
