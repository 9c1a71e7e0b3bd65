/// What the files of the frame share: a frame in the making, short ways to write words and figures,
/// and the few questions about a view that several of them ask.
#pragma once

#include "draw/chart.h"
#include "draw/marks.h"
#include "window/layout.h"

/// A frame in the making; everything is borrowed.
typedef struct Frame {
    const Scene *scene;
    const SimView *view;
    const Layout *layout;
    DrawList *list;
} Frame;

// Each draws its part of the frame.
void scene_draw_topbar(const Frame *f);
void scene_draw_clients(const Frame *f);
void scene_draw_route53(const Frame *f);
void scene_draw_regions(const Frame *f);
void scene_draw_balancers(const Frame *f);
void scene_draw_groups(const Frame *f);
void scene_draw_instances(const Frame *f);
void scene_draw_edges(const Frame *f);
void scene_draw_dots(const Frame *f);
void scene_draw_barriers(const Frame *f);
void scene_draw_badges(const Frame *f);
void scene_draw_links(const Frame *f);
void scene_draw_legend(const Frame *f);
void scene_draw_caption(const Frame *f);
void scene_draw_timers(const Frame *f);
void scene_draw_alarms(const Frame *f);
void scene_draw_scaling(const Frame *f);
void scene_draw_charts(const Frame *f);
void scene_draw_timeline(const Frame *f);
void scene_draw_keys(const Frame *f);
void scene_draw_focus(const Frame *f);
void scene_draw_help(const Frame *f);
void scene_draw_algorithms(const Frame *f);
void scene_draw_toast(const Frame *f);

/// The alarms of a region between `x` and `right`, on the baseline `y`; nothing without alarms.
void part_alarms(const Frame *f, int32_t region, float x, float right, float y);

/// How a piece of text looks.
typedef struct Ink {
    TextStyle style;
    float size;
    ThemeColor color;
} Ink;

#define INK_WORDS                                                                                  \
    (Ink) {                                                                                        \
        TEXT_WORDS, TEXT_LABEL, THEME_TEXT                                                         \
    }
#define INK_QUIET                                                                                  \
    (Ink) {                                                                                        \
        TEXT_WORDS, TEXT_LABEL, THEME_SECONDARY                                                    \
    }
#define INK_BOLD                                                                                   \
    (Ink) {                                                                                        \
        TEXT_WORDS_BOLD, TEXT_LABEL, THEME_TEXT                                                    \
    }
#define INK_MONO                                                                                   \
    (Ink) {                                                                                        \
        TEXT_MONO, TEXT_LABEL, THEME_TEXT                                                          \
    }
#define INK_COUNT                                                                                  \
    (Ink) {                                                                                        \
        TEXT_MONO_MEDIUM, TEXT_LABEL, THEME_TEXT                                                   \
    }

Color part_color(const Frame *f, ThemeColor color);
float part_width(const Frame *f, Ink ink, const char *text);
/// Writes at a left edge and a baseline; returns the width.
float part_text(const Frame *f, float x, float y, Ink ink, const char *text);
float part_textf(const Frame *f, float x, float y, Ink ink, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/// Writes so that it ends at `right`; returns the width.
float part_right(const Frame *f, float right, float y, Ink ink, const char *text);
float part_center(const Frame *f, float x, float y, Ink ink, const char *text);
/// A name, cut with "…" when it is wider than `width`. Returns the width written.
float part_name(const Frame *f, float x, float y, Ink ink, float width, const char *text);
/// Bytes of `text` that fit in `width`, cut at a space; all of them when they fit.
size_t part_break(const Frame *f, Ink ink, const char *text, float width);
/// A name of which the end matters ("web-12"): "…eb-12". Returns the width written.
float part_tail(const Frame *f, float x, float y, Ink ink, float width, const char *text);
/// Words that are left out when they do not fit. Returns the width written, 0 for none.
float part_if_fits(const Frame *f, float x, float y, Ink ink, float width, const char *text);
/// A figure with its unit, ending at `right`; returns the width of both.
float part_figure(const Frame *f, float right, float y, Ink ink, const char *value,
                  const char *unit);

void part_panel(const Frame *f, DrawRect rect, float radius, ThemeColor fill);
void part_rule(const Frame *f, float x1, float x2, float y);

/// "301", "12.4", "1.2k"; "-" below 0.
void part_rate(double rate, char *out, size_t capacity);
/// The same with a decimal below 100: "16.2".
void part_rate_fine(double rate, char *out, size_t capacity);
/// "12,345".
void part_count(int64_t count, char *out, size_t capacity);
/// "0.048", "1.54", "12.3" seconds; "-" below 0.
void part_seconds(double seconds, char *out, size_t capacity);
/// What is left of a time: the figure, and its unit as the result ("s", "min", "h").
const char *part_left(SimTime left, char *out, size_t capacity);
/// "09:42", "1:02:05".
void part_clock(SimTime time, char *out, size_t capacity);
/// "1a" of "ap-south-1a": what follows the last hyphen.
const char *part_zone(const char *name);
/// The zone of a node, "1a", and of a further node there "1a·2".
void part_node_zone(const SimView *view, int32_t node, char *out, size_t capacity);

/// The badge of a group: its letter, and 1 for the new one of a release, else 0.
char part_group_letter(const SimView *view, int32_t group);
int part_group_index(const SimView *view, int32_t group);
void part_group_badge(const Frame *f, float x, float y, float size, int32_t group);
/// The registration of an instance in the group of its row; NULL: none.
const SimViewTarget *part_target(const Frame *f, int32_t instance);
/// Stickiness of a group in words: "sticky 1 d", or longer "cookie AWSALB, 1 d"; "" without.
void part_stickiness(const SimViewGroup *group, bool is_short, char *out, size_t capacity);
/// Stickiness of a rule in words: "cookie AWSALBTG, 1 h"; "" without.
void part_rule_stickiness(const SimViewRule *rule, char *out, size_t capacity);
/// What anomaly detection has found in a group: "1 anomalous, 1 held down"; "" for nothing.
void part_anomalies(const SimViewGroup *group, char *out, size_t capacity);
/// A target that is held down: "weight 6%", or shorter "wt 6%"; "" for others.
void part_held_down(const SimViewTarget *target, bool is_short, char *out, size_t capacity);
/// What clients speak: "HTTP", "HTTPS", "HTTPS h2", "HTTPS 1.2" where TLS 1.3 is too new for them.
void part_protocol(const SimViewClient *client, char *out, size_t capacity);
/// Whether handshakes at it failed within the last 10 s.
bool part_fails_handshakes(const SimView *view, const SimViewListener *listener);
/// What an HTTPS listener takes: "h2, TLS 1.2+", "h2, mTLS verify, TLS 1.3"; `is_short`:
/// "TLS 1.2+", "mTLS".
void part_listener(const SimViewListener *listener, bool is_short, char *out, size_t capacity);
/// What ails an instance, in a word or two ("crashed", "slow ×3"); "" when nothing does.
/// `is_short`: at most six letters.
const char *part_trouble(const SimViewInstance *instance, bool is_short, char *out,
                         size_t capacity);
/// Its health thresholds: "DNS ≥50%, routing ≥1". Whether they are other than usual.
bool part_thresholds(const SimViewGroup *group, char *out, size_t capacity);
/// "fail-open: all used", "fail-open in 1b".
void part_fail_open(const SimView *view, const SimViewGroup *group, char *out, size_t capacity);
/// Of an alarm: "12.5, alarm > 5"; "" when it looks at other alarms.
void part_alarm_values(const SimViewAlarm *alarm, char *out, size_t capacity);
/// AWS's word; `is_short`: "no data" instead of "INSUFFICIENT_DATA".
const char *part_alarm_word(SimAlarmState state, bool is_short);
HealthGlyph part_glyph(SimTargetState state);
enum { PART_CHART_EVENTS = 64, PART_CHART_SERIES = 4 };
/// The marks that charts show, up to now. Returns how many.
int part_chart_events(const Frame *f, ChartEvent events[PART_CHART_EVENTS]);
/// A chart as ui/draw takes it; `series` is where its series are put.
ChartInput part_chart_input(const Frame *f, const SceneChart *chart,
                            ChartSeries series[PART_CHART_SERIES], const ChartEvent *events,
                            int event_count);
/// Draws chart `index`, whatever its kind, into a place.
void part_chart(const Frame *f, int32_t index, DrawRect rect, const ChartEvent *events,
                int event_count);
/// Draws a widget that has no time axis: a number, a gauge, bars, states of alarms.
void part_widget(const Frame *f, const SceneChart *chart, DrawRect rect);
/// What a mark means, in a few words; NULL for what needs none.
const char *part_mark_word(MarkName name);
/// px of a mark with its words.
float part_mark_width(const Frame *f, MarkName name);
/// A mark with its words, from `x` on the baseline `y`. Returns where it ends.
float part_mark(const Frame *f, MarkName name, float x, float y);
/// Ends of the charts' one time axis, in seconds.
double part_axis_s(const SimView *view);
/// "+200 ms, 2% lost" of a link; "" when nothing is wrong with it.
void part_link(SimTime added, double loss, char *out, size_t capacity);
/// scene_checks.c: within Route 53's panel.
void scene_draw_checks(const Frame *f);
/// An accelerator in the card of the record that leads to it, and the line of one of its endpoints.
void scene_draw_accelerator(const Frame *f, const SimViewAccelerator *accelerator, DrawRect card);
void scene_draw_endpoint(const Frame *f, const LayoutLine *line);
