/// Why a node made a code of its own when its rules had taken the request: each cause is told once
/// a minute for each node, for the access log of AWS has no field for it.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct SimWorld SimWorld;

typedef enum CodeCause {
    CODE_CLIENT_LEFT,      ///< 460
    CODE_PROTOCOL_VERSION, ///< 464
    CODE_TRANSFORM,        ///< 500
    CODE_REFUSED,          ///< 502, as the next ones
    CODE_KEEP_ALIVE,       ///< the target has just closed the kept connection
    CODE_BROKEN,           ///< with the request inside
    CODE_NO_HANDSHAKE,
    CODE_BAD_ANSWER,
    CODE_CUT_OFF,   ///< by the end of the deregistration delay
    CODE_NO_TARGET, ///< 503, as the next ones
    CODE_NO_CAPACITY,
    CODE_NO_CONNECTION, ///< 504, as the next ones
    CODE_HANDSHAKE_LATE,
    CODE_NO_ANSWER,
    CODE_SHORT_BODY,
    CODE_URL_TOO_LONG, ///< 507
    CODE_CAUSES,
} CodeCause;

/// The node of an attempt answers it with `status`; the attempt still has what it had.
void code_tell(SimWorld *world, int32_t attempt, int32_t status, CodeCause cause);
/// The reason as it was last, in a few words: "app-1 refused the connection".
void code_describe(const SimWorld *world, int32_t node, CodeCause cause, char *out,
                   size_t capacity);
