// The first word chooses the subcommand; whatever it printed must really have been written before
// the program calls itself done.
#include "cli/cli.h"

#include "cli/limits.h"
#include "cli/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const Subcommand cli_subcommands[] = {
    {"play", "opens the window and plays a scenario", cli_play},
    {"run", "runs without a window, as fast as it goes, and leaves CSV files and charts", cli_run},
    {"check", "runs scenarios and judges what they expect", cli_check},
    {"validate", "reads and checks scenarios only", cli_validate},
    {"shot", "writes a picture of the window at one moment; needs no display", cli_shot},
    {"list", "lists the scenarios found", cli_list},
    {"algorithms", "lists the balancing algorithms", cli_algorithms},
    {"bench", "measures how fast this machine simulates", cli_bench},
    {"facts", "lists what the model claims, each with its source and its test", cli_facts},
    {"schema", "prints the JSON Schema of scenario files", cli_schema},
    {"help", "says how a subcommand is used", cli_help},
    {NULL, NULL, NULL},
};

const Subcommand *cli_find(const char *name) {
    for (const Subcommand *it = cli_subcommands; it->name != NULL; it++)
        if (strcmp(it->name, name) == 0) return it;
    return NULL;
}

void cli_print_overview(void) {
    puts("Albatross, a flight simulator for load balancing.\n\n"
         "Usage: albatross SUBCOMMAND [ARGUMENT]...\n");
    for (const Subcommand *it = cli_subcommands; it->name != NULL; it++)
        printf("  %-12s%s\n", it->name, it->summary);
    puts("\n\"albatross help SUBCOMMAND\" says more, \"albatross --version\" which one this is.\n"
         "Exit status: 0 done, 1 an expectation failed, 2 wrong usage or a wrong scenario,\n"
         "3 the outside world failed (disk full, no display), 130 interrupted.");
}

CliStatus cli_refuse(const char *name) {
    const char *names[32];
    int count = 0;
    for (const Subcommand *it = cli_subcommands; it->name != NULL; it++)
        names[count++] = it->name;
    const char *nearest = words_nearest(name, names, count);
    fprintf(stderr, "albatross: there is no subcommand \"%s\".", name);
    if (nearest != NULL) fprintf(stderr, " Did you mean \"%s\"?", nearest);
    fputs(" \"albatross help\" lists them.\n", stderr);
    return CLI_WRONG;
}

static CliStatus dispatch(int argc, char **argv) {
    if (argc < 2) {
        fputs("albatross: no subcommand. \"albatross help\" lists them, \"albatross play\" opens "
              "the window.\n",
              stderr);
        return CLI_WRONG;
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0) {
        puts("albatross " ALBATROSS_VERSION);
        return CLI_DONE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
    const Subcommand *subcommand = cli_find(name);
    if (subcommand == NULL) return cli_refuse(name);
    return subcommand->run(argc - 1, argv + 1);
}

int cli_main(int argc, char **argv) {
    limits_begin();
    CliStatus status = dispatch(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "albatross: standard output could not be written: %s.\n", strerror(errno));
        return CLI_OUTSIDE;
    }
    return (int)status;
}
