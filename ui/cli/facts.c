// albatross facts: what the model claims, how well each claim is founded, and which test watches
// it.
#include "sim/facts.h"
#include "cli/facts_markdown.h"
#include "cli/json_print.h"
#include "cli/options.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

// Whether `text` has `word` in it, whatever the case of plain letters.
static bool holds(const char *text, const char *word) {
    size_t length = strlen(word);
    for (; text != NULL && *text != '\0'; text++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i]))
            i++;
        if (i == length) return true;
    }
    return false;
}

static bool is_wanted(const SimFact *fact, const char *word) {
    return word == NULL || holds(fact->id, word) || holds(fact->sentence, word) ||
           holds(fact->source, word) || holds(sim_fact_status_name(fact->status), word) ||
           holds(fact->test, word) || holds(fact->reason, word);
}

static void print_json(const char *word) {
    JsonPrint json = {.file = stdout};
    json_print_open(&json, NULL, '[');
    for (int32_t i = 0; i < sim_fact_count(); i++) {
        SimFact fact = sim_fact(i);
        if (!is_wanted(&fact, word)) continue;
        json_print_open(&json, NULL, '{');
        json_print_text(&json, "id", fact.id);
        json_print_text(&json, "subject", sim_fact_subject(i));
        json_print_text(&json, "status", sim_fact_status_name(fact.status));
        json_print_text(&json, "sentence", fact.sentence);
        json_print_text(&json, "source", fact.source[0] != '\0' ? fact.source : NULL);
        json_print_text(&json, "test", fact.test);
        json_print_text(&json, "reason", fact.reason);
        json_print_close(&json, '}');
    }
    json_print_close(&json, ']');
}

static void print_sum(const int32_t *by_status, int32_t shown) {
    printf("%d of %d facts", shown, sim_fact_count());
    const char *separator = ": ";
    for (int32_t i = 0; i < SIM_FACT_STATUS_COUNT; i++) {
        if (by_status[i] == 0) continue;
        printf("%s%d %s", separator, by_status[i], sim_fact_status_name((SimFactStatus)i));
        separator = ", ";
    }
    puts(".");
}

// One more thing about the fact in the line above, unless there is none.
static void print_below(const char *what, const char *text) {
    if (text != NULL && text[0] != '\0') printf("%23s %s: %s\n", "", what, text);
}

static void print_list(const char *word) {
    int32_t by_status[SIM_FACT_STATUS_COUNT] = {0}, shown = 0;
    for (int32_t i = 0; i < sim_fact_count(); i++) {
        SimFact fact = sim_fact(i);
        if (!is_wanted(&fact, word)) continue;
        printf("%-9s %-13s %s\n", fact.id, sim_fact_status_name(fact.status), fact.sentence);
        print_below("source", fact.source);
        print_below("test", fact.test);
        print_below("reason", fact.reason);
        by_status[fact.status]++;
        shown++;
    }
    print_sum(by_status, shown);
}

CliStatus cli_facts(int argc, char **argv) {
    bool is_json = false, is_markdown = false;
    const Option options[] = {
        {"--json", NULL, OPTION_FLAG, &is_json, "for another program"},
        {"--markdown", NULL, OPTION_FLAG, &is_markdown, "all of them, as docs/fidelity.md"}};
    const Usage usage = {"facts [WORD] [--json | --markdown]",
                         "Lists what the model claims of AWS and what it decided by itself: each "
                         "fact with its status,\nwhere it comes from and the test that watches a "
                         "run for it. With a word, only those in which\nit stands: an id, a status "
                         "or anything of the sentence.",
                         options,
                         2,
                         0,
                         1};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    const char *word = operands.count > 0 ? operands.items[0] : NULL;
    if (is_markdown)
        facts_print_markdown(stdout);
    else if (is_json)
        print_json(word);
    else
        print_list(word);
    return CLI_DONE;
}
