/// The access log: one entry an answer, as the node saw the attempt.
#pragma once

#include "sim/base.h"

typedef struct SimWorld SimWorld;

/// Tells the sink what became of an attempt. `target_status` 0: the target sent nothing.
void access_tell(SimWorld *world, int32_t attempt, int32_t elb_status, int32_t target_status,
                 int64_t sent_bytes);
