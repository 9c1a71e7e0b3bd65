// The bar at the top: what is being seen, how time goes, and four figures that say how the users
// fare. Figures stand in slots of fixed width from the right, so that no digit ever moves; the
// title has the rest.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

typedef enum FigureKind {
    FIGURE_MODE,
    FIGURE_TIME,
    FIGURE_SPEED,
    FIGURE_SEED,
    FIGURE_REQUESTS,
    FIGURE_AVAILABILITY,
    FIGURE_P99,
    FIGURE_ERRORS
} FigureKind;

enum { WIDE, MEDIUM, SMALL, TINY, WIDTH_COUNT };

/// A slot: its kind, its words on a wide and on a narrow window, its px at 1920, 1600, 1280 and
/// 1024 (0: left out).
typedef struct Figure {
    FigureKind kind;
    const char *label, *label_small;
    float widths[WIDTH_COUNT];
} Figure;

static const Figure figures[] = {
    {FIGURE_MODE, "Mode", "Mode", {120, 100, 104, 104}},
    {FIGURE_TIME, "Simulated time", "Time", {144, 138, 116, 116}},
    {FIGURE_SPEED, "Speed", "Speed", {196, 152, 140, 92}},
    {FIGURE_SEED, "Seed", "Seed", {96, 60, 0, 0}},
    {FIGURE_REQUESTS, "Requests, 10 s", "Requests", {176, 124, 112, 0}},
    {FIGURE_AVAILABILITY, "Availability, 60 s", "Availability, 60 s", {208, 150, 148, 140}},
    {FIGURE_P99, "p99, 60 s", "p99, 60 s", {176, 148, 132, 116}},
    {FIGURE_ERRORS, "Errors, 60 s", "Errors, 60 s", {184, 168, 172, 124}},
};
enum { FIGURE_COUNT = sizeof figures / sizeof figures[0], BASE = 53 };

#define INK_FIGURE                                                                                 \
    (Ink) {                                                                                        \
        TEXT_MONO_MEDIUM, TEXT_FIGURE, THEME_TEXT                                                  \
    }

static void draw_mode(const Frame *f, float x) {
    bool is_playing = f->scene->is_playing && !f->scene->is_finished;
    mark_play(f->list, x + 6, 44, is_playing);
    const char *word = f->scene->is_finished ? "ENDED" : is_playing ? "PLAY" : "PAUSE";
    part_text(f, x + 20, 51, (Ink){TEXT_WORDS_BOLD, 20, THEME_TEXT}, word);
}

static void draw_time(const Frame *f, float x, float width) {
    char clock[24];
    part_clock(f->view->now, clock, sizeof clock);
    Ink ink = INK_FIGURE;
    if (part_width(f, ink, clock) > width - 8) ink.size = 20;
    float w = part_text(f, x, BASE, ink, clock);
    // In slow motion the seconds stand still: then thousandths say that time goes.
    char small[8];
    snprintf(small, sizeof small, ".%03d", (int)(f->view->now / SIM_MILLISECOND % 1000));
    if (f->scene->speed < 1 || !f->scene->is_playing)
        part_if_fits(f, x + w, BASE, (Ink){TEXT_MONO, TEXT_LABEL, THEME_SECONDARY}, width - w,
                     small);
}

static void draw_speed(const Frame *f, float x, float width) {
    char text[48];
    snprintf(text, sizeof text, "×%.3g", f->scene->speed);
    Ink ink = INK_FIGURE;
    if (part_width(f, ink, text) > width - 6) ink.size = 20;
    float w = part_text(f, x, BASE, ink, text) + 6;
    if (f->scene->speed_achieved < 0 || f->layout->is_tiny) return;
    snprintf(text, sizeof text, "achieved ×%.3g", f->scene->speed_achieved);
    if (part_if_fits(f, x + w, BASE, INK_QUIET, width - w - 26, text) == 0) {
        snprintf(text, sizeof text, "got ×%.3g", f->scene->speed_achieved);
        part_if_fits(f, x + w, BASE, INK_QUIET, width - w - 22, text);
    }
}

/// A figure that is judged: a glyph, the number, its unit.
static void draw_judged(const Frame *f, float x, HealthGlyph glyph, const char *value,
                        const char *unit) {
    mark_health(f->list, x + 8, 44, glyph == HEALTH_HEALTHY ? 7 : 8, glyph);
    float w = part_text(f, x + 24, BASE, INK_FIGURE, value);
    if (*unit) part_text(f, x + 24 + w + 5, BASE, INK_QUIET, unit);
}

static void draw_availability(const Frame *f, float x) {
    double share = f->scene->rates.availability;
    char value[16] = "-";
    if (share >= 0)
        snprintf(value, sizeof value,
                 share >= 0.99995 ? "100%%"
                 : share >= 0.999 ? "%.2f%%"
                                  : "%.1f%%",
                 share * 100);
    draw_judged(f, x,
                share < 0       ? HEALTH_INITIAL
                : share < 0.999 ? HEALTH_WARN
                                : HEALTH_HEALTHY,
                value, "");
}

static void draw_p99(const Frame *f, float x) {
    double p99 = f->scene->rates.p99_s;
    char value[16];
    part_seconds(p99, value, sizeof value);
    draw_judged(f, x,
                p99 < 0   ? HEALTH_INITIAL
                : p99 > 1 ? HEALTH_WARN
                          : HEALTH_HEALTHY,
                value, "s");
}

static void draw_errors(const Frame *f, float x) {
    const SceneRates *rates = &f->scene->rates;
    char value[16], unit[24] = "/s";
    part_rate_fine(rates->errors_rate, value, sizeof value);
    if (rates->error_share >= 0 && !f->layout->is_tiny)
        snprintf(unit, sizeof unit, rates->error_share < 0.0995 ? "/s  %.1f%%" : "/s  %.0f%%",
                 rates->error_share * 100);
    HealthGlyph glyph = rates->errors_rate < 0   ? HEALTH_INITIAL
                        : rates->errors_rate > 0 ? HEALTH_UNHEALTHY
                                                 : HEALTH_HEALTHY;
    draw_judged(f, x, glyph, value, unit);
}

static void draw_figure(const Frame *f, const Figure *figure, float x, float width) {
    char text[32];
    bool is_narrow = f->layout->width < 1900;
    part_text(f, x, 22, INK_QUIET, is_narrow ? figure->label_small : figure->label);
    switch (figure->kind) {
    case FIGURE_MODE:
        draw_mode(f, x);
        break;
    case FIGURE_TIME:
        draw_time(f, x, width);
        break;
    case FIGURE_SPEED:
        draw_speed(f, x, width);
        break;
    case FIGURE_SEED:
        snprintf(text, sizeof text, "%llu", (unsigned long long)f->view->seed);
        part_name(f, x, 51, (Ink){TEXT_MONO_MEDIUM, 20, THEME_TEXT}, width - 12, text);
        break;
    case FIGURE_REQUESTS:
        part_rate(f->scene->rates.requests_rate, text, sizeof text);
        part_text(f, x + part_text(f, x, BASE, INK_FIGURE, text) + 6, BASE, INK_QUIET, "/s");
        break;
    case FIGURE_AVAILABILITY:
        draw_availability(f, x);
        break;
    case FIGURE_P99:
        draw_p99(f, x);
        break;
    case FIGURE_ERRORS:
        draw_errors(f, x);
        break;
    }
}

/// A sentence that ends with a whole word and "…" where it is too long; the note has all of it.
static void draw_sentence(const Frame *f, float x, float y, Ink ink, float width,
                          const char *sentence) {
    char line[400];
    size_t cut = part_break(f, ink, sentence, width);
    if (sentence[cut] != 0) cut = part_break(f, ink, sentence, width - part_width(f, ink, " …"));
    snprintf(line, sizeof line, sentence[cut] ? "%.*s …" : "%.*s", (int)cut, sentence);
    part_name(f, x, y, ink, width, line);
}

/// The title, and below it the question: on two lines when it is long and the window wide.
static void draw_question(const Frame *f, Ink title, float width, const char *question) {
    float x = f->layout->margin;
    const char *name = f->view->info->title;
    size_t cut = f->layout->is_small ? strlen(question) : part_break(f, INK_QUIET, question, width);
    if (question[cut] == 0) {
        draw_sentence(f, x, 27, title, width, name);
        draw_sentence(f, x, 50, INK_QUIET, width, question);
        return;
    }
    char line[300];
    snprintf(line, sizeof line, "%.*s", (int)cut, question);
    draw_sentence(f, x, 22, title, width, name);
    part_name(f, x, 41, INK_QUIET, width, line);
    draw_sentence(f, x, 57, INK_QUIET, width, question + cut + 1);
}

/// A title on two lines, where a small window has no room for it on one.
static void draw_long_title(const Frame *f, float width, const char *below) {
    float x = f->layout->margin;
    const char *name = f->view->info->title;
    size_t cut = part_break(f, INK_BOLD, name, width);
    char line[300];
    snprintf(line, sizeof line, "%.*s", (int)cut, name);
    part_name(f, x, 20, INK_BOLD, width, line);
    draw_sentence(f, x, 37, INK_BOLD, width, name + cut + (name[cut] == ' '));
    draw_sentence(f, x, 55, INK_QUIET, width, below);
}

void scene_draw_topbar(const Frame *f) {
    DrawRect bar = f->layout->topbar;
    int column = f->layout->is_tiny        ? TINY
                 : f->layout->is_small     ? SMALL
                 : f->layout->width < 1900 ? MEDIUM
                                           : WIDE;
    draw_layer(f->list, LAYER_BARS);
    draw_fill(f->list, bar, part_color(f, THEME_PANEL));
    part_rule(f, 0, bar.w, bar.h - 1);
    float x = bar.w - f->layout->margin;
    for (int i = FIGURE_COUNT - 1; i >= 0; i--) {
        float width = figures[i].widths[column];
        if (width <= 0) continue;
        x -= width;
        draw_figure(f, &figures[i], x, width);
        bool is_first_of_part = figures[i].kind == FIGURE_MODE ||
                                figures[i].kind == FIGURE_REQUESTS ||
                                (column == TINY && figures[i].kind == FIGURE_AVAILABILITY);
        if (is_first_of_part)
            draw_line(f->list, x - 15.5f, 12, x - 15.5f, 52,
                      draw_stroke(part_color(f, THEME_HAIRLINE), 1));
    }
    const SimScenarioInfo *info = f->view->info;
    float width = x - 28 - f->layout->margin;
    if (!info) return;
    Ink title = {TEXT_WORDS_BOLD, TEXT_TITLE, THEME_TEXT};
    bool has_step = f->layout->is_small && f->scene->caption_step[0];
    const char *below = has_step ? f->scene->caption_step : info->question;
    if (f->layout->is_small &&
        part_width(f, (Ink){TEXT_WORDS_BOLD, TEXT_BODY, THEME_TEXT}, info->title) > width) {
        draw_long_title(f, width, below);
        return;
    }
    if (part_width(f, title, info->title) > width) title.size = TEXT_BODY;
    draw_question(f, title, width, below);
}
