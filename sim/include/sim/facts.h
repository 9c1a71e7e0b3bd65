/// The facts that the model claims to hold: what AWS documents and what had to be decided where it
/// is silent, each with its status, where it comes from and the test that watches a run for it.
#pragma once

#include "sim/base.h"

typedef enum SimFactStatus {
    SIM_FACT_DOCUMENTED,   ///< AWS says so
    SIM_FACT_OBSERVED,     ///< somebody measured it
    SIM_FACT_INFERRED,     ///< follows from what AWS says
    SIM_FACT_MEMORY,       ///< known, not looked up
    SIM_FACT_MODEL,        ///< a decision of this model
    SIM_FACT_NOT_MODELLED, ///< true of AWS and not simulated yet
    SIM_FACT_STATUS_COUNT,
} SimFactStatus;

/// Texts live as long as the program.
typedef struct SimFact {
    const char *id;       ///< "ELB-217": service, section and number
    const char *sentence; ///< one whole sentence
    /// The page of AWS's documentation, or who observed it; "" when the model's own.
    const char *source;
    SimFactStatus status;
    const char *test;   ///< the name of the test; NULL when not modelled
    const char *reason; ///< why it is not modelled, a few words; else NULL
} SimFact;

int32_t sim_fact_count(void);
/// The fact at `index`, from 0: subject by subject.
SimFact sim_fact(int32_t index);
/// What the fact at `index` is about; equal for all facts of one subject, which stand together.
const char *sim_fact_subject(int32_t index);
/// "documented", "observed", "inferred", "memory", "model" or "not modelled".
const char *sim_fact_status_name(SimFactStatus status);
