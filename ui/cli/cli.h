/// The program seen from the command line: subcommands and what they end with.
#pragma once

/// How the program ends.
typedef enum CliStatus {
    CLI_DONE = 0,
    CLI_EXPECTATION_FAILED = 1,
    CLI_WRONG = 2,   ///< wrong usage, or a wrong scenario
    CLI_OUTSIDE = 3, ///< the outside world failed: disk full, no display
    CLI_INTERRUPTED = 130,
} CliStatus;

typedef struct Subcommand {
    const char *name;
    const char *summary; ///< one line, for the overview
    /// argv[0] is the subcommand's name.
    CliStatus (*run)(int argc, char **argv);
} Subcommand;

/// All of them in the order of the overview; ends with a name of NULL.
extern const Subcommand cli_subcommands[];
/// NULL: there is none of that name.
const Subcommand *cli_find(const char *name);

/// Runs the program. Results have reached standard output when it returns, or the status says they
/// have not.
int cli_main(int argc, char **argv);

/// The overview of all subcommands, on standard output.
void cli_print_overview(void);
/// Says that there is no such subcommand, with the nearest one; returns CLI_WRONG.
CliStatus cli_refuse(const char *name);

CliStatus cli_play(int argc, char **argv);
CliStatus cli_run(int argc, char **argv);
CliStatus cli_check(int argc, char **argv);
CliStatus cli_validate(int argc, char **argv);
CliStatus cli_shot(int argc, char **argv);
CliStatus cli_list(int argc, char **argv);
CliStatus cli_algorithms(int argc, char **argv);
CliStatus cli_bench(int argc, char **argv);
CliStatus cli_facts(int argc, char **argv);
CliStatus cli_schema(int argc, char **argv);
CliStatus cli_help(int argc, char **argv);
