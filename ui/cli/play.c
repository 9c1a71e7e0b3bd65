// albatross play: opens the window, where this build has one.
#include "cli/headless.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/scenarios.h"
#include "cli/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef ALBATROSS_WINDOW
#include "window/sdl/play.h"
#endif

typedef struct PlayArguments {
    const char *commands, *keys, *log, *export;
    uint64_t seed;
    SimTime at;
    TextList changes;
    PixelSize size;
    double scale;
    bool is_light, is_full_screen;
} PlayArguments;

#ifdef ALBATROSS_WINDOW
// Where what is pressed is kept unless another place is named; NULL: there is no home.
static char *default_log_directory(void) {
    const char *state = getenv("XDG_STATE_HOME");
    if (state != NULL && state[0] == '/') return words_join(state, "/albatross", "");
    const char *home = getenv("HOME");
    if (home != NULL && home[0] == '/') return words_join(home, "/.local/state/albatross", "");
    return NULL;
}

// Whether a directory is there and can be written, or could be made.
static bool can_be_written(const char *directory) {
    char *path = words_join(directory, "", "");
    while (access(path, F_OK) != 0 && strrchr(path, '/') > path)
        *strrchr(path, '/') = '\0';
    bool is_right = access(path, W_OK) == 0;
    free(path);
    return is_right;
}

// A home that cannot be written is no reason not to play.
static char *choose_log_directory(void) {
    char *directory = default_log_directory();
    if (directory == NULL || can_be_written(directory)) return directory;
    fprintf(stderr, "albatross: what is pressed is not kept: %s cannot be written.\n", directory);
    free(directory);
    return NULL;
}

/// Read at exit only.
static struct {
    bool is_open;
    const char *log; ///< NULL: none
} window;

// Xlib calls exit(1) when its display goes away, and 1 is a failed expectation's.
static void leave_window(void) {
    if (!window.is_open) return;
    fprintf(stderr, "albatross: the window was torn down; what was pressed %s%s.\n",
            window.log != NULL ? "is in " : "was not kept", window.log != NULL ? window.log : "");
    fflush(NULL);
    _exit(CLI_OUTSIDE);
}

static bool play_until_closed(const PlayOptions *options, SimError *error) {
    atexit(leave_window);
    window.is_open = true;
    window.log = options->log_directory;
    bool is_played = play_run(options, NULL, error);
    window.is_open = false;
    return is_played;
}

static CliStatus open_window(const PlayArguments *arguments, const PlayOptions *options) {
    SimError error = {""};
    char *log = arguments->log != NULL ? NULL : choose_log_directory();
    PlayOptions chosen = *options;
    chosen.log_directory = arguments->log != NULL ? arguments->log : log;
    chosen.is_interrupted = interrupt_is_asked;
    interrupt_begin();
    bool is_played = play_until_closed(&chosen, &error);
    CliStatus status = is_played ? CLI_DONE : CLI_OUTSIDE;
    if (!is_played) {
        fprintf(stderr, "albatross: %s\n", error.text);
    } else if (interrupt_is_asked()) {
        fprintf(stderr, "albatross: interrupted; what was pressed %s%s.\n",
                chosen.log_directory != NULL ? "is in " : "was not kept",
                chosen.log_directory != NULL ? chosen.log_directory : "");
        status = CLI_INTERRUPTED;
    }
    free(log);
    return status;
}

static CliStatus play(const PlayArguments *arguments, const SimScenario *scenario,
                      const char *invocation) {
    SimCommand *commands;
    int32_t count;
    if (!headless_read_commands(arguments->commands, &commands, &count)) return CLI_WRONG;
    PlayOptions options = play_default(scenario);
    options.seed = arguments->seed;
    options.commands = commands;
    options.command_count = count;
    options.at = arguments->at;
    options.width = arguments->size.width;
    options.height = arguments->size.height;
    options.ui_scale = (float)arguments->scale;
    options.theme = arguments->is_light ? THEME_LIGHT : THEME_DARK;
    options.keys_file = arguments->keys;
    options.export_directory = arguments->export;
    options.is_full_screen = arguments->is_full_screen;
    options.invocation = invocation;
    options.version = ALBATROSS_VERSION;
    CliStatus status = open_window(arguments, &options);
    free(commands);
    return status;
}
#else
static CliStatus play(const PlayArguments *arguments, const SimScenario *scenario,
                      const char *invocation) {
    (void)arguments, (void)scenario, (void)invocation;
    fputs("albatross: this build has no window. \"albatross run\" writes the files of a run, "
          "\"albatross shot\" a picture.\n",
          stderr);
    return CLI_OUTSIDE;
}
#endif

static CliStatus play_named(const PlayArguments *arguments, const char *name,
                            const char *invocation) {
    SimScenario *scenario = scenarios_load_with(name, &arguments->changes);
    if (scenario == NULL) return CLI_WRONG;
    SimTime duration = sim_scenario_info(scenario)->duration;
    CliStatus status = CLI_WRONG;
    char end[WORDS_SIZE];
    if (arguments->at > duration)
        fprintf(stderr, "albatross: the scenario ends at %s; --at lies after it.\n",
                words_time(duration, end));
    else
        status = play(arguments, scenario, invocation);
    sim_scenario_release(scenario);
    return status;
}

CliStatus cli_play(int argc, char **argv) {
    PlayArguments arguments = {.size = {1280, 720}, .scale = 1};
    const Option options[] = {
        {"--seed", "N", OPTION_SEED, &arguments.seed, "another seed than the scenario's own"},
        {"--size", "WxH", OPTION_SIZE, &arguments.size, "of the window in pixels (1280x720)"},
        {"--ui-scale", "X", OPTION_SCALE, &arguments.scale, "everything larger, 0.5 to 4 (1)"},
        {"--full-screen", NULL, OPTION_FLAG, &arguments.is_full_screen, "begin in full screen"},
        {"--light", NULL, OPTION_FLAG, &arguments.is_light, "on a light ground"},
        {"--at", "T", OPTION_TIME, &arguments.at, "begin there"},
        {"--set", "PATH=VALUE", OPTION_TEXTS, &arguments.changes,
         "change a value of the scenario before the start; several times"},
        {"--commands", "LOG", OPTION_TEXT, &arguments.commands,
         "replay a commands.json or commands.jsonl of an earlier session"},
        {"--keys", "FILE", OPTION_TEXT, &arguments.keys, "another key map"},
        {"--log", "DIR", OPTION_TEXT, &arguments.log,
         "keep commands.jsonl, what is pressed, there\n($XDG_STATE_HOME/albatross)"},
        {"--export", "DIR", OPTION_TEXT, &arguments.export,
         "what the export key fills (a dated folder here)"},
    };
    const Usage usage = {"play [SCENARIO] [OPTION]...",
                         "Opens the window. Without a scenario, that of a bad release behind a "
                         "healthy health check.",
                         options,
                         sizeof options / sizeof options[0],
                         0,
                         1};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    char *invocation = words_invocation(argc, argv);
    const char *name = operands.count > 0 ? operands.items[0] : "bad-release";
    CliStatus status = play_named(&arguments, name, invocation);
    free(invocation);
    return status;
}
