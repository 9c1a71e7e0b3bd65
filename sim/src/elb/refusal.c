#include "elb/refusal.h"

#define TELL_AGAIN_AFTER (60 * SIM_SECOND)

bool refusal_count(Refusal *refusal, SimTime now, int32_t status, int32_t party) {
    refusal->count++;
    refusal->last = now;
    refusal->status = status;
    refusal->party = party;
    if (refusal->told != 0 && now - refusal->told < TELL_AGAIN_AFTER) return false;
    refusal->told = now;
    return true;
}
