/// The scene: everything a frame of the window is drawn from, and where things stand.
///
/// A frame is a pure function: (SimView, Scene state, size) -> draw list. The session (session.h)
/// fills the state from the world and from what was pressed; the layout says where each place of
/// the map is, for drawing, for dots and for the mouse. No SDL here: the same frame is shown in the
/// window, photographed by `albatross shot`, and checked by tests.
#pragma once

#include "draw/draw_list.h"
#include "sim/dashboard.h"
#include "sim/metrics.h"
#include "sim/view.h"

/// What can have the focus or be under the mouse: a place of the map, or a control.
typedef enum SceneTargetKind {
    SCENE_TARGET_NONE,
    SCENE_TARGET_PLACE,    ///< `place`
    SCENE_TARGET_ZONE,     ///< index of SimView.zones
    SCENE_TARGET_CHART,    ///< index of Scene.charts
    SCENE_TARGET_TIMELINE, ///< `time`
    SCENE_TARGET_MARK,     ///< index of Scene.marks
    SCENE_TARGET_KEY,      ///< index of Scene.hints: a click presses it
    SCENE_TARGET_ALARM,    ///< index of SimView.alarms
    SCENE_TARGET_LISTENER, ///< index of SimView.listeners
    SCENE_TARGET_TITLE,    ///< the scenario's title and question
} SceneTargetKind;

typedef struct SceneTarget {
    SceneTargetKind kind;
    int32_t index;
    SimPlace place;
    SimTime time;
} SceneTarget;

typedef enum SceneDotShape {
    SCENE_DOT_OK,
    SCENE_DOT_ERROR,
    SCENE_DOT_DROPPED,
    SCENE_DOT_DRAINING
} SceneDotShape;

/// A request on the map, in px at ui-scale 1.
typedef struct SceneDot {
    float x, y;
    float work;     ///< 0 to 1: share of the work left that its area shows
    float patience; ///< 0 to 1 left of the client's patience; below 0: no ring
    float fade;     ///< 1 full, towards 0 as an answered one shrinks away
    SceneDotShape shape;
} SceneDot;

/// Failures counted where they happened, within the last 10 s of simulated time.
typedef struct SceneBadge {
    SimPlace place;
    int32_t status; ///< 500, 502, 503, 504, 460, 0: no code (dropped, connect time-out)
    int32_t count;
    SceneDotShape shape;
} SceneBadge;

typedef struct SceneMark {
    SimTime time;
    SimMark mark;
    char text[96]; ///< "Green begins to answer 500"
} SceneMark;

/// A line of a chart. Values at `period` spacing from t = 0; absent points are gaps.
typedef struct SceneSeries {
    char label[48];
    int32_t color; ///< ThemeColor
    int32_t style; ///< 0 thin, 1 medium, 2 thick with markers, 3 dashed, 4 dotted, 5 area, 6 step
    const SimPoint *points;
    int32_t point_count;
    const SimPoint *datapoints; ///< CloudWatch's, by 60 s, already shifted to when they appear;
                                ///< NULL: no such metric there
    int32_t datapoint_count;
    double scale;  ///< values are multiplied by it before drawing (1)
    bool is_step;  ///< a value holds until the next, whatever the style
    double gap_s;  ///< points further apart are not joined; 0: 2.5
    bool is_right; ///< on the right axis
    double number; ///< at the cursor, or the newest; of a widget
    bool has_number;
} SceneSeries;

typedef struct SceneChart {
    char title[48];    ///< the AWS metric name
    char subtitle[64]; ///< "Sum, 1 s - ap-south-1/web"
    char value[32];    ///< at the cursor, or now
    SceneSeries series[4];
    int32_t series_count;
    double threshold; ///< drawn when has_threshold
    bool has_threshold;
    char threshold_label[48];
    bool is_widget;   ///< of a dashboard: it stands on the grid, as `widget` says
    SimWidget widget; ///< its texts are lent as long as the charts live
} SceneChart;

/// A key that works now, with its word ("Space", "pause"). Sorted by use; the frame shows as many
/// as fit.
typedef struct SceneHint {
    char key[16];
    char word[24];
} SceneHint;

/// Figures over windows of simulated time; below 0: no data yet.
typedef struct SceneRates {
    double *client_rate;        ///< requests/s over 10 s, one a client
    const float **client_spark; ///< last 60 s of arrivals/s, one a client; NaN before the start
    int32_t spark_count;
    double *node_rate;     ///< one a node
    double *forward_share; ///< 0 to 1 of its rule's choices over 10 s, one a forward
    double *record_share;  ///< 0 to 1 of its name's answers so far, one a record
    double *region_rate, *region_p99_s, *region_5xx_rate;
    double requests_rate, availability, p99_s, errors_rate,
        error_share; ///< top bar: 10 s, then 60 s
} SceneRates;

/// Room for the longest `say` that the loader takes, 300 characters.
enum { SCENE_CAPTION_BYTES = 1204 };

typedef enum SceneOverlay {
    SCENE_OVERLAY_NONE,
    SCENE_OVERLAY_HELP,
    SCENE_OVERLAY_ALGORITHMS
} SceneOverlay;

typedef struct Scene {
    const SimView *view;
    SceneRates rates;
    bool is_playing, is_finished, is_literal;
    double speed,
        speed_achieved;       ///< simulated seconds a second; achieved below 0: not measured yet
    int32_t dot_weight;       ///< N of "1 dot = N requests"; 1 in literal mode
    int32_t dot_weight_error; ///< of failed ones
    SceneTarget focus, hover;
    char caption[SCENE_CAPTION_BYTES], caption_step[24]; ///< "" none; "Step 4 of 7"
    char toast[200];
    const SceneDot *dots;
    int32_t dot_count;
    const SceneBadge *badges;
    int32_t badge_count;
    const SceneMark *marks;
    int32_t mark_count;
    const SceneChart
        *charts; ///< six, or as many as there are; the frame shows three of them on small windows
    int32_t chart_count, chart_page;
    SimTime cursor; ///< of the charts; below 0: now
    const SceneHint *hints;
    int32_t hint_count;
    const struct KeyMap *keys; ///< what the help tells; NULL: the program's own map
    SceneOverlay overlay;
    int32_t overlay_choice;
    float hover_x, hover_y;
} Scene;

typedef struct ScenePoint {
    float x, y;
} ScenePoint;

/// Where things stand for a view, a size and a scale. Remade when the size or the number of things
/// changes; made of rectangles in px (see layout.c); opaque to all but the frame's files.
typedef struct Layout Layout;
Layout *layout_create(void);
void layout_destroy(Layout *layout);
/// `width`, `height` in px at ui-scale 1 (that is, divided by the scale); at least 1024x640.
void layout_update(Layout *layout, const SimView *view, float width, float height);
/// The way a dot takes from one place to another, as a polyline in px: along the drawn edges and
/// rails. Returns the number of points (at most `capacity`), 0 when one of the places is not on the
/// map.
int32_t layout_path(const Layout *layout, const SimView *view, SimPlace from, SimPlace to,
                    ScenePoint *points, int32_t capacity);
/// Where the n-th waiting (or served) dot of a place rests.
ScenePoint layout_rest(const Layout *layout, SimPlace place, bool is_queued, int32_t n);
/// What is under a point.
SceneTarget layout_hit(const Layout *layout, const Scene *scene, float x, float y);
/// The next focus in reading order (Tab: step 1, -1), or in a direction (arrows) from `from`.
SceneTarget layout_next(const Layout *layout, const SimView *view, SceneTarget from, int32_t step);
SceneTarget layout_towards(const Layout *layout, const SimView *view, SceneTarget from, int32_t dx,
                           int32_t dy);

/// Draws one frame. The list is reset first.
void scene_draw(const Scene *scene, const Layout *layout, DrawList *list);
