// A table instead of getopt: options and operands in any order, near misses named, help from the
// same lines.
#include "cli/options.h"

#include "cli/words.h"

#include <stdio.h>
#include <string.h>

static void print_option(const char *name, const char *value, const char *help) {
    char left[48];
    snprintf(left, sizeof left, "%s%s%s", name, value != NULL ? " " : "",
             value != NULL ? value : "");
    printf("  %-20s  ", left);
    for (; *help != '\0'; help++) {
        putchar(*help);
        if (*help == '\n') printf("%24s", "");
    }
    putchar('\n');
}

static void print_help(const Usage *usage) {
    printf("Usage: albatross %s\n\n%s\n\n", usage->synopsis, usage->details);
    for (int i = 0; i < usage->option_count; i++)
        print_option(usage->options[i].name, usage->options[i].value, usage->options[i].help);
    print_option("--help", NULL, "this text");
}

static OptionsResult refuse_value(const Option *option, const char *value, const char *allowed) {
    fprintf(stderr, "albatross: \"%s\" does not fit %s: %s.\n", value, option->name, allowed);
    return OPTIONS_WRONG;
}

static bool read_size(const char *text, PixelSize *size) {
    char copy[32];
    uint64_t width, height;
    if (snprintf(copy, sizeof copy, "%s", text) >= (int)sizeof copy) return false;
    char *cross = strchr(copy, 'x');
    if (cross == NULL) return false;
    *cross = '\0';
    if (!words_read_whole(copy, &width) || !words_read_whole(cross + 1, &height)) return false;
    if (width < 320 || width > 16384 || height < 240 || height > 16384) return false;
    *size = (PixelSize){(int)width, (int)height};
    return true;
}

static bool read_seed(const char *text, uint64_t *seed) {
    return words_read_whole(text, seed) && *seed > 0;
}

static bool read_scale(const char *text, double *scale) {
    return words_read_decimal(text, scale) && *scale >= 0.5 && *scale <= 4;
}

static OptionsResult take_text(const Option *option, const char *value) {
    if (*value == '\0') return refuse_value(option, value, "it must not be empty");
    *(const char **)option->into = value;
    return OPTIONS_GO;
}

static OptionsResult take_one_more(const Option *option, const char *value) {
    TextList *list = option->into;
    if (list->count == TEXTS_MAX) return refuse_value(option, value, "there are too many of them");
    list->items[list->count++] = value;
    return OPTIONS_GO;
}

static OptionsResult take_value(const Option *option, const char *value) {
    bool is_right = false;
    const char *allowed = "it takes no value";
    switch (option->kind) {
    case OPTION_FLAG:
        break;
    case OPTION_TEXT:
        return take_text(option, value);
    case OPTION_TEXTS:
        return take_one_more(option, value);
    case OPTION_TIME:
        is_right = words_read_time(value, option->into);
        allowed = "a time is written \"90s\", \"5m\", \"1h30m\", \"250ms\" or as plain seconds";
        break;
    case OPTION_SEED:
        is_right = read_seed(value, option->into);
        allowed = "a seed is a whole number from 1 up";
        break;
    case OPTION_SIZE:
        is_right = read_size(value, option->into);
        allowed = "a size is written \"1280x720\", from 320x240 to 16384x16384";
        break;
    case OPTION_SCALE:
        is_right = read_scale(value, option->into);
        allowed = "a scale is a number from 0.5 to 4";
        break;
    }
    return is_right ? OPTIONS_GO : refuse_value(option, value, allowed);
}

static const Option *find_option(const Usage *usage, const char *text, size_t length) {
    for (int i = 0; i < usage->option_count; i++) {
        const char *name = usage->options[i].name;
        if (strlen(name) == length && strncmp(name, text, length) == 0) return &usage->options[i];
    }
    return NULL;
}

static OptionsResult refuse_option(const Usage *usage, const char *subcommand, const char *text,
                                   size_t length) {
    const char *names[64] = {"--help"};
    char name[64];
    int count = 1;
    for (int i = 0; i < usage->option_count && count < 64; i++)
        names[count++] = usage->options[i].name;
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    const char *nearest = words_nearest(name, names, count);
    fprintf(stderr, "albatross: %s knows no option \"%s\".", subcommand, name);
    if (nearest != NULL) fprintf(stderr, " Did you mean \"%s\"?", nearest);
    fprintf(stderr, " \"albatross help %s\" lists them.\n", subcommand);
    return OPTIONS_WRONG;
}

// Takes the option at argv[*index], and its value when that is the next argument.
static OptionsResult take_option(const Usage *usage, int argc, char **argv, int *index) {
    const char *text = argv[*index];
    const char *equals = strchr(text, '=');
    size_t length = equals != NULL ? (size_t)(equals - text) : strlen(text);
    const Option *option = find_option(usage, text, length);
    if (option == NULL) return refuse_option(usage, argv[0], text, length);
    if (equals != NULL) return take_value(option, equals + 1);
    if (option->kind == OPTION_FLAG) {
        *(bool *)option->into = true;
        return OPTIONS_GO;
    }
    if (*index + 1 >= argc) {
        fprintf(stderr, "albatross: %s needs its value: %s %s.\n", option->name, option->name,
                option->value);
        return OPTIONS_WRONG;
    }
    *index += 1;
    return take_value(option, argv[*index]);
}

static OptionsResult judge_operands(const Usage *usage, const char *subcommand,
                                    const TextList *operands) {
    int count = operands->count;
    if (count >= usage->operand_min && count <= usage->operand_max) return OPTIONS_GO;
    if (count < usage->operand_min)
        fprintf(stderr, "albatross: %s needs to know what.", subcommand);
    else
        fprintf(stderr, "albatross: %s has no use for \"%s\".", subcommand,
                operands->items[usage->operand_max]);
    fprintf(stderr, " Usage: albatross %s\n", usage->synopsis);
    return OPTIONS_WRONG;
}

static bool is_option(const char *text) {
    return text[0] == '-' && text[1] != '\0';
}

OptionsResult options_read(const Usage *usage, int argc, char **argv, TextList *operands) {
    bool is_after_end = false;
    operands->count = 0;
    for (int i = 1; i < argc; i++) {
        OptionsResult result = OPTIONS_GO;
        if (is_after_end || !is_option(argv[i])) {
            const Option operand = {.name = "one call", .into = operands};
            result = take_one_more(&operand, argv[i]);
        } else if (strcmp(argv[i], "--") == 0) {
            is_after_end = true;
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(usage);
            return OPTIONS_HELP;
        } else {
            result = take_option(usage, argc, argv, &i);
        }
        if (result != OPTIONS_GO) return result;
    }
    return judge_operands(usage, argv[0], operands);
}

CliStatus options_status(OptionsResult result) {
    return result == OPTIONS_HELP ? CLI_DONE : CLI_WRONG;
}
