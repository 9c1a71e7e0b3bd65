// The page is made from the table of facts and nothing else, so that it cannot promise more than
// the tests see to.
#include "cli/facts_markdown.h"
#include "sim/facts.h"

#include <string.h>

static const char head[] =
    "# Fidelity: what the model holds of AWS, and how we know\n\n"
    "Printed by `albatross facts --markdown`; do not edit. Each fact that is modelled names the "
    "test that observes it in a run. In a build\n"
    "of its own (`tests/flip.sh`) each mechanism is turned round where it stands in the code, and "
    "that test has to fail.\n\n"
    "*documented*: AWS says so, on the page named. *observed*: somebody measured it. *inferred*: "
    "follows from what AWS says.\n"
    "*memory*: known, not looked up. *model*: decided here, for AWS is silent or says two things. "
    "*not modelled*: true of AWS and left out, with the reason.\n\n";

// Plain text in a cell of a table: nothing in it is markup.
static void print_cell(FILE *file, const char *text) {
    for (; *text != '\0'; text++) {
        if (strchr("*|<\\", *text) != NULL) fputc('\\', file);
        fputc(*text, file);
    }
}

static void print_counts_row(FILE *file, const char *subject, const int32_t *counts) {
    int32_t sum = 0;
    fputs("| ", file);
    print_cell(file, subject);
    for (int32_t i = 0; i < SIM_FACT_STATUS_COUNT; i++) {
        fprintf(file, " | %d", counts[i]);
        sum += counts[i];
    }
    fprintf(file, " | %d |\n", sum);
}

// Where the subject that begins at `begin` ends.
static int32_t find_end(int32_t begin) {
    int32_t end = begin + 1;
    while (end < sim_fact_count() && strcmp(sim_fact_subject(end), sim_fact_subject(begin)) == 0)
        end++;
    return end;
}

static void print_counts(FILE *file) {
    fputs("| subject", file);
    for (int32_t i = 0; i < SIM_FACT_STATUS_COUNT; i++)
        fprintf(file, " | %s", sim_fact_status_name((SimFactStatus)i));
    fputs(" | all |\n|---|---|---|---|---|---|---|---|\n", file);
    int32_t all[SIM_FACT_STATUS_COUNT] = {0};
    for (int32_t begin = 0, end; begin < sim_fact_count(); begin = end) {
        int32_t counts[SIM_FACT_STATUS_COUNT] = {0};
        end = find_end(begin);
        for (int32_t i = begin; i < end; i++) {
            counts[sim_fact(i).status]++;
            all[sim_fact(i).status]++;
        }
        print_counts_row(file, sim_fact_subject(begin), counts);
    }
    print_counts_row(file, "all", all);
}

static void print_fact(FILE *file, const SimFact *fact) {
    fprintf(file, "| %s | ", fact->id);
    print_cell(file, fact->sentence);
    fprintf(file, " | %s | ", sim_fact_status_name(fact->status));
    print_cell(file, fact->source);
    fputs(fact->source[0] != '\0' ? " | " : "| ", file);
    if (fact->test != NULL)
        fprintf(file, "`%s`", fact->test);
    else
        print_cell(file, fact->reason);
    fputs(" |\n", file);
}

void facts_print_markdown(FILE *file) {
    fputs(head, file);
    print_counts(file);
    for (int32_t begin = 0, end; begin < sim_fact_count(); begin = end) {
        end = find_end(begin);
        fprintf(file, "\n## %s\n\n", sim_fact_subject(begin));
        fputs("| id | fact | status | source | test, or why not |\n|---|---|---|---|---|\n", file);
        for (int32_t i = begin; i < end; i++) {
            SimFact fact = sim_fact(i);
            print_fact(file, &fact);
        }
    }
}
