/// Transforms: a rule that forwards may rewrite host and URL of a request on its way to the target
/// (elb.md 1.2). They come after the rule was found and never change that.
#pragma once

#include "elb/elb.h"

/// How a transform ended, by the names of the access log.
typedef enum TransformStatus {
    TRANSFORM_NONE, ///< nothing matched: the request goes on as it came
    TRANSFORM_SUCCESS,
    TRANSFORM_INVALID_HOST,
    TRANSFORM_INVALID_PATH,
    TRANSFORM_BUFFER_TOO_SMALL,
} TransformStatus;

/// The request of an attempt as its rule rewrites it. False: that failed, and the answer is 500.
bool transform_request(SimWorld *world, int32_t attempt);
/// What came of it, after the request was transformed; NULL: the rule has no transforms.
const Url *transform_of(const SimWorld *world, const Attempt *attempt);
/// "TransformSuccess"; NULL: nothing was rewritten.
const char *transform_status_name(TransformStatus status);
