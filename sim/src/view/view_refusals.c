// What nodes answer by themselves, and handshakes that fail: the reasons, the latest first.
#include <stdio.h>
#include <string.h>

#include "elb/code.h"
#include "elb/defect.h"
#include "elb/tls.h"
#include "view/viewer.h"

// The latest come first; older ones than fit are left out.
static SimViewReason *find_slot(SimViewNode *node, SimTime last) {
    int32_t at = 0;
    while (at < node->reason_count && node->reasons[at].last >= last)
        at++;
    if (at == SIM_VIEW_REASONS) return NULL;
    if (node->reason_count < SIM_VIEW_REASONS) node->reason_count++;
    size_t behind = (size_t)(node->reason_count - 1 - at);
    memmove(&node->reasons[at + 1], &node->reasons[at], behind * sizeof node->reasons[0]);
    return &node->reasons[at];
}

static SimViewReason *add_reason(SimViewNode *node, const Refusal *refusal) {
    SimViewReason *reason = refusal->count > 0 ? find_slot(node, refusal->last) : NULL;
    if (reason == NULL) return NULL;
    reason->status = refusal->status;
    reason->count = refusal->count;
    reason->last = refusal->last;
    return reason;
}

void view_reasons(SimViewNode *node, const SimWorld *world, int32_t index) {
    for (int32_t cause = 0; cause < CODE_CAUSES; cause++) {
        const Refusal *refusal = &world->codes_told.items[index * CODE_CAUSES + cause];
        SimViewReason *reason = add_reason(node, refusal);
        if (reason != NULL)
            code_describe(world, index, (CodeCause)cause, reason->text, sizeof reason->text);
    }
    for (int32_t kind = 0; kind < world->defects_told.count; kind++) {
        const Refusal *refusal = &world->defects_told.items[kind];
        // What is wrong with a request is wrong at every node of the balancer.
        if (refusal->count == 0 || world->nodes.items[refusal->party].balancer != node->balancer)
            continue;
        SimViewReason *reason = add_reason(node, refusal);
        if (reason != NULL)
            snprintf(reason->text, sizeof reason->text, "%s", defect_why(world, kind));
    }
}

void view_handshakes(SimViewListener *listener, const SimWorld *world, int32_t index) {
    for (int32_t outcome = 0; outcome < TLS_OUTCOMES; outcome++) {
        const Refusal *refusal = &world->tls_told.items[index * TLS_OUTCOMES + outcome];
        if (refusal->count == 0) continue;
        listener->tls_failed_total += refusal->count;
        if (listener->tls_failure != NULL && refusal->last < listener->tls_failed_last) continue;
        listener->tls_failed_last = refusal->last;
        listener->tls_failure = tls_why((TlsOutcome)outcome);
    }
}
