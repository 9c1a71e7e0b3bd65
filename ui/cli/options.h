/// The options of a subcommand as a table: read by it, and told by --help from it, so that the two
/// cannot differ.
#pragma once

#include "cli/cli.h"
#include "sim/base.h"

/// What stands after the option, and where it goes.
typedef enum OptionKind {
    OPTION_FLAG,  ///< nothing; `into` is a bool *
    OPTION_TEXT,  ///< any text; const char **, lent from argv
    OPTION_TEXTS, ///< any text, several times; TextList *
    OPTION_TIME,  ///< "90s", "5m", plain seconds; SimTime *
    OPTION_SEED,  ///< a whole number from 1 up; uint64_t *
    OPTION_SIZE,  ///< "1280x720"; PixelSize *
    OPTION_SCALE, ///< 0.5 to 4; double *
} OptionKind;

enum { TEXTS_MAX = 1024 };
typedef struct TextList {
    const char *items[TEXTS_MAX];
    int count;
} TextList;

typedef struct PixelSize {
    int width, height;
} PixelSize;

typedef struct Option {
    const char *name;  ///< with its two hyphens
    const char *value; ///< what its value is called: "FILE"; NULL for a flag
    OptionKind kind;
    void *into;
    const char *help;
} Option;

typedef struct Usage {
    const char *synopsis; ///< "run SCENARIO --out DIR [OPTION]..."
    const char *details;  ///< a paragraph
    const Option *options;
    int option_count;
    int operand_min, operand_max;
} Usage;

typedef enum OptionsResult { OPTIONS_GO, OPTIONS_HELP, OPTIONS_WRONG } OptionsResult;

/// Reads the arguments after argv[0]; what is no option becomes an operand, wherever it stands;
/// after "--" everything is one. Values may follow as the next argument or after "=". OPTIONS_HELP:
/// help was asked for and printed. OPTIONS_WRONG: what is wrong was said on standard error.
OptionsResult options_read(const Usage *usage, int argc, char **argv, TextList *operands);

/// What a subcommand returns when it is not to go on.
CliStatus options_status(OptionsResult result);
