// The loop. A frame lasts a sixtieth of a second: what is pressed, then as much simulation as there
// is time for, then the picture. All clocks are read here, and nowhere in the session.
#include "window/sdl/play.h"

#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "sim/export.h"
#include "window/painter.h"
#include "window/sdl/input.h"
#include "window/sdl/render.h"

static const double frame_s = 1.0 / 60;
static const double work_s = 0.009; // of a frame, for the simulation; the rest is for the picture
static const double frame_s_longest =
    0.1; // after a longer pause (a dragged window) time does not leap
enum { SCRIPT_SLICES = 40 };
static const size_t window_room = (size_t)32 << 20; // for what SDL loads and asks of the display
static const size_t driver_room = (size_t)1 << 30;  // for an OpenGL driver, LLVM included

typedef struct Play {
    const PlayOptions *options;
    SDL_Window *window;
    Renderer *renderer;
    Painter painter;
    Session *session;
    Input input;
    PlayOutcome outcome;
    int32_t script_next;
    uint64_t frame_began;
    bool is_over, has_failed, wants_picture, has_painter;
} Play;

PlayOptions play_default(const SimScenario *scenario) {
    return (PlayOptions){.scenario = scenario,
                         .width = 1280,
                         .height = 720,
                         .ui_scale = 1,
                         .theme = THEME_DARK,
                         .has_intro = true,
                         .invocation = "albatross play",
                         .version = ""};
}

static double seconds_since(uint64_t began) {
    return (double)(SDL_GetPerformanceCounter() - began) / (double)SDL_GetPerformanceFrequency();
}

// ---- opening and closing

/// Without a display SDL falls back on drivers that nobody can see; they count only when somebody
/// asked for one.
static bool is_driver_seen(void) {
    static const char *const unseen[] = {"offscreen", "dummy", "evdev"};
    const char *driver = SDL_GetCurrentVideoDriver();
    if (SDL_GetHint(SDL_HINT_VIDEODRIVER) != NULL) return true;
    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++)
        if (driver == NULL || SDL_strcmp(driver, unseen[i]) == 0) return false;
    return true;
}

static bool open_window(Play *play, SimError *error) {
    const PlayOptions *options = play->options;
    if (options->is_interrupted != NULL) SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (!sim_memory_has_room(window_room))
        return sim_error_set(error, "Out of memory: less than %zu MB are left to open a window.",
                             window_room >> 20);
    // SDL would show its picture through OpenGL, whose drivers do not survive a failed allocation.
    if (!sim_memory_has_room(driver_room)) SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    bool is_open = SDL_Init(SDL_INIT_VIDEO) == 0;
    if (!is_open || !is_driver_seen())
        return sim_error_set(error,
                             "There is no display to open a window on (%s). `albatross shot` makes "
                             "a picture without one, "
                             "`albatross run` writes the files.",
                             is_open ? "neither DISPLAY nor WAYLAND_DISPLAY leads to one"
                                     : SDL_GetError());
    uint32_t flags =
        SDL_WINDOW_RESIZABLE | (options->is_full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    char title[160];
    snprintf(title, sizeof title, "Albatross - %.100s",
             sim_scenario_info(options->scenario)->title);
    play->window = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                    options->width, options->height, flags);
    if (play->window == NULL)
        return sim_error_set(error, "The window cannot be opened: %s.", SDL_GetError());
    SDL_SetWindowMinimumSize(play->window, (int)(1024 * options->ui_scale),
                             (int)(640 * options->ui_scale));
    SDL_StartTextInput();
    play->renderer = renderer_create(play->window, options->ui_scale, error);
    return play->renderer != NULL;
}

static bool open_session(Play *play, SimError *error) {
    const PlayOptions *options = play->options;
    SessionOptions inner = {.scenario = options->scenario,
                            .seed = options->seed,
                            .commands = options->commands,
                            .command_count = options->command_count,
                            .log_directory = options->log_directory,
                            .keys_file = options->keys_file,
                            .has_intro = options->has_intro && options->at == 0};
    renderer_size(play->renderer, &inner.width, &inner.height);
    play->session = session_create(&inner, error);
    if (play->session != NULL && options->at > 0) session_seek(play->session, options->at);
    return play->session != NULL;
}

static bool open_all(Play *play, SimError *error) {
    if (!(play->options->ui_scale >= 0.5f && play->options->ui_scale <= 4))
        return sim_error_set(error, "The scale is %g; it must be between 0.5 and 4.",
                             (double)play->options->ui_scale);
    play->has_painter = painter_init(&play->painter, play->options->theme, error);
    return play->has_painter && open_window(play, error) && open_session(play, error);
}

static void close_all(Play *play) {
    session_destroy(play->session);
    if (play->renderer != NULL) renderer_destroy(play->renderer);
    if (play->window != NULL) SDL_DestroyWindow(play->window);
    if (play->has_painter) painter_deinit(&play->painter);
    SDL_Quit();
}

// ---- wishes

/// "albatross-2026-01-05-090000" with an ending, and a number when there is one already.
static void dated_name(const char *ending, char *out, size_t capacity) {
    time_t now = time(NULL);
    struct tm parts;
    char date[32];
    localtime_r(&now, &parts);
    strftime(date, sizeof date, "%Y-%m-%d-%H%M%S", &parts);
    struct stat there;
    snprintf(out, capacity, "albatross-%s%s", date, ending);
    for (int n = 2; stat(out, &there) == 0 && n < 1000; n++)
        snprintf(out, capacity, "albatross-%s-%d%s", date, n, ending);
}

static void export_files(Play *play) {
    char dated[64];
    const char *directory = play->options->export_directory;
    dated_name("", dated, sizeof dated);
    directory = directory != NULL ? directory : dated;
    SimError error = {0};
    uint64_t began = SDL_GetPerformanceCounter();
    const SimWorld *world = flight_world(session_flight(play->session));
    SimTotals totals = sim_world_totals(world);
    bool is_written =
        session_export(play->session, directory, &error) &&
        sim_export_run_info(directory, play->options->invocation, play->options->version,
                            seconds_since(began), &totals, sim_world_now(world), &error);
    if (is_written)
        session_toast(play->session, "The run so far is in %s.", directory);
    else
        session_toast(play->session, "%s", error.text);
}

static void keep_picture(Play *play) {
    char dated[64];
    const char *path = play->options->picture_path;
    dated_name(".png", dated, sizeof dated);
    path = path != NULL ? path : dated;
    SimError error = {0};
    if (renderer_read_png(play->renderer, path, &error))
        session_toast(play->session, "The picture is in %s.", path);
    else
        session_toast(play->session, "%s", error.text);
    play->wants_picture = false;
}

static void toggle_full_screen(Play *play) {
    bool is_full = (SDL_GetWindowFlags(play->window) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
    if (SDL_SetWindowFullscreen(play->window, is_full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP) != 0)
        session_toast(play->session, "Full screen is not possible here: %s.", SDL_GetError());
}

static void grant_wishes(Play *play) {
    for (SessionWish wish; (wish = session_take_wish(play->session)) != SESSION_WISH_NONE;) {
        play->is_over = play->is_over || wish == SESSION_WISH_QUIT;
        play->wants_picture = play->wants_picture || wish == SESSION_WISH_PICTURE;
        if (wish == SESSION_WISH_EXPORT) export_files(play);
        if (wish == SESSION_WISH_FULL_SCREEN) toggle_full_screen(play);
    }
}

// ---- a frame

static void push_script(Play *play) {
    const PlayScript *script = play->options->script;
    for (; play->script_next < script->key_count &&
           script->keys[play->script_next].frame <= play->outcome.frames;
         play->script_next++) {
        bool is_key = input_push_key(script->keys[play->script_next].key);
        SIM_ASSERT(is_key);
    }
    play->is_over =
        play->is_over || (script->frame_count > 0 && play->outcome.frames >= script->frame_count);
}

static void tell_size(Play *play) {
    UiEvent event = {.kind = UI_EVENT_RESIZE};
    renderer_size(play->renderer, &event.x, &event.y);
    session_event(play->session, &event);
}

static void take_events(Play *play) {
    SDL_Event event;
    UiEvent ours;
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED)
            tell_size(play);
        else if (event.type == SDL_RENDER_TARGETS_RESET || event.type == SDL_RENDER_DEVICE_RESET)
            renderer_invalidate(play->renderer);
        else if (input_translate(&play->input, &event, play->options->ui_scale, &ours))
            session_event(play->session, &ours);
    }
}

static void work(Play *play, uint64_t began) {
    bool is_scripted = play->options->script != NULL;
    int32_t slices = 0;
    while (session_work(play->session)) {
        slices++;
        if (is_scripted ? slices >= SCRIPT_SLICES : seconds_since(began) >= work_s) break;
    }
}

static void show(Play *play, SimError *error) {
    play->has_failed = !renderer_fit(play->renderer, error);
    if (play->has_failed) return;
    painter_paint(&play->painter, play->session);
    renderer_play(play->renderer, &play->painter.list);
    if (play->wants_picture) keep_picture(play);
    renderer_present(play->renderer);
}

// Viewing time since the last frame: by the clock, or as the script has it.
static double next_frame(Play *play) {
    double passed_s = seconds_since(play->frame_began);
    play->frame_began = SDL_GetPerformanceCounter();
    if (play->outcome.frames > 0)
        play->outcome.frame_s_worst = fmax(play->outcome.frame_s_worst, passed_s);
    return play->options->script != NULL ? frame_s : fmin(passed_s, frame_s_longest);
}

static void pace(const Play *play) {
    double left_s = frame_s - seconds_since(play->frame_began);
    if (left_s > 0.001 && play->options->script == NULL) SDL_Delay((uint32_t)(left_s * 1000));
}

static void run_frame(Play *play, SimError *error) {
    double dt_s = next_frame(play);
    if (play->options->script != NULL) push_script(play);
    take_events(play);
    play->is_over =
        play->is_over || (play->options->is_interrupted != NULL && play->options->is_interrupted());
    session_begin(play->session, dt_s);
    work(play, play->frame_began);
    session_end(play->session, dt_s);
    grant_wishes(play);
    show(play, error);
    play->outcome.frames++;
    pace(play);
}

bool play_run(const PlayOptions *options, PlayOutcome *outcome, SimError *error) {
    SIM_ASSERT(options != NULL && options->scenario != NULL);
    Play play = {.options = options};
    bool is_open = open_all(&play, error);
    play.frame_began = SDL_GetPerformanceCounter();
    while (is_open && !play.is_over && !play.has_failed)
        run_frame(&play, error);
    if (is_open && !play.has_failed) play.has_failed = !session_keep_log(play.session, error);
    if (is_open) {
        play.outcome.now = flight_now(session_flight(play.session));
        play.outcome.hash = sim_world_hash(flight_world(session_flight(play.session)));
    }
    if (outcome != NULL) *outcome = play.outcome;
    close_all(&play);
    return is_open && !play.has_failed;
}
