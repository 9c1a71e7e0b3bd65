// albatross help: the overview, or what a subcommand says of itself.
#include "cli/options.h"

#include <stddef.h>

CliStatus cli_help(int argc, char **argv) {
    const Usage usage = {"help [SUBCOMMAND]", "Says how a subcommand is used.", NULL, 0, 0, 1};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    if (operands.count == 0) {
        cli_print_overview();
        return CLI_DONE;
    }
    const Subcommand *subcommand = cli_find(operands.items[0]);
    if (subcommand == NULL) return cli_refuse(operands.items[0]);
    char help[] = "--help";
    char *words[] = {argv[1], help, NULL};
    return subcommand->run(2, words);
}
