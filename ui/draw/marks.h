/// The visual vocabulary: small pictures with one meaning each, appended to a draw list in its
/// current layer with its theme's colours. Coordinates are centres unless a function says
/// otherwise; texts take a baseline. Functions with a width return it, so that a row can be laid
/// from left to right.
#pragma once

#include "draw/draw_list.h"

/// Whatever has to be named for a viewer. Marks note in their list that they were drawn, so that
/// the legend can name what is to be seen, and a test can find what it does not name.
typedef enum MarkName {
    MARK_OK,
    MARK_ERROR,
    MARK_DROPPED,
    MARK_FINISHING, ///< under way on a target that drains
    MARK_PATIENCE,
    MARK_STOP,
    MARK_TLS,
    MARK_OWN_CODE,
    MARK_LINK,
    MARK_NO_POWER,
    MARK_SETUP,
    MARK_PIN,
    MARK_ANOMALOUS,
    MARK_WARNING,
    MARK_LEAVING,
    MARK_UNHEALTHY,
    MARK_INITIAL,
    MARK_COUNTDOWN,
    MARK_DRAINING,
    MARK_UNUSED,
    MARK_HEALTHY,
    MARK_HATCH,
    MARK_CHECKERS,
    MARK_SLOTS,
    MARK_UPDATED,
    MARK_OUTDATED,
    MARK_QUEUE,
    MARK_LOAD,
    MARK_WEIGHT,
    MARK_GROUP,
    MARK_GROUP_NEW,
    MARK_TTL,
    MARK_TTL_OLD,
    MARK_DEPLOYMENT, ///< events, in the order of EventMark
    MARK_COMMAND,
    MARK_SCALING,
    MARK_ROLLBACK,
    MARK_ALARM,
    MARK_FAULT,
    MARK_ZONAL_SHIFT,
    MARK_RECOVERY,
    MARK_CHANGE,
    MARK_COUNT
} MarkName;

static inline void mark_note(DrawList *list, MarkName name) {
    list->marks |= UINT64_C(1) << name;
}

typedef enum DotKind { DOT_OK, DOT_ERROR, DOT_DROPPED, DOT_DRAINING } DotKind;

/// A request on its way or at work. `work_left` 0 to 1 sets the area (radius 2.5 to 6);
/// `patience_left` 0 to 1 draws the ring, less than 0 none.
typedef struct Dot {
    DotKind kind;
    float x, y;
    float work_left;
    float patience_left;
    float size; ///< 1 full; towards 0 as an answered one shrinks away (0 counts as 1)
    bool has_halo;
} Dot;

void mark_dot(DrawList *list, Dot dot);
/// px of a dot with that share of its work left: area, not radius, in proportion.
float mark_dot_radius(float work_left);

typedef enum HealthGlyph {
    HEALTH_HEALTHY,   ///< tick in a disc
    HEALTH_INITIAL,   ///< dashed ring
    HEALTH_DRAINING,  ///< hourglass in a ring
    HEALTH_UNHEALTHY, ///< crossed diamond
    HEALTH_UNUSED,    ///< hollow ring with a bar
    HEALTH_LEAVING,   ///< as draining: a balancer's node leaving DNS
    HEALTH_WARN,      ///< warning triangle
    HEALTH_NO_POWER,  ///< a bolt that is struck through
    HEALTH_SETUP      ///< three dots in a ring: being set up
} HealthGlyph;

/// `radius` about 7 in tiles, 6.5 in chips.
void mark_health(DrawList *list, float x, float y, float radius, HealthGlyph glyph);
/// The word that always goes with the glyph ("healthy", "initial", ...).
const char *mark_health_word(HealthGlyph glyph);
/// Yellow triangle with an exclamation mark, as wide as 2 x `radius`.
void mark_warning(DrawList *list, float x, float y, float radius);
/// One of several that does otherwise than its peers: three bars, one of which stands out.
void mark_anomalous(DrawList *list, float x, float y, float radius);
/// A way that is closed: a disc with a bar across it.
void mark_stop(DrawList *list, float x, float y, float radius);
/// Handshakes fail: a padlock that is struck through.
void mark_tls(DrawList *list, float x, float y);
/// A link that is slow or loses packets: a broken wave in a disc.
void mark_link(DrawList *list, float x, float y, float radius);
/// A code that the balancer made by itself: the box of its badge, `width` x 22; left top corner.
void mark_own_code(DrawList *list, float x, float y, float width, ThemeColor edge);
/// A pin: what it stands beside stays where it is. `x` is its middle.
void mark_pin(DrawList *list, float x, float y);
/// Draining time left as a ring, 0 to 1 clockwise.
void mark_countdown(DrawList *list, float x, float y, float radius, float share);
/// Share of the TTL left as a ring; yellow when the answer is stale.
void mark_ttl(DrawList *list, float x, float y, float share, bool is_stale);

/// Load 0 to 1 in a bar 8 px high with notches at 70 and 90 %; `x`, `y` is its left top corner.
/// Yellow from 90 %, purple when draining.
void mark_load_bar(DrawList *list, float x, float y, float width, float load, bool is_draining);
/// Share seen as a bar and share set as an upright tick (less than 0: none); left top corner.
void mark_weight_bar(DrawList *list, float x, float y, float width, float height, float seen,
                     float set, Color color);
/// Requests waiting, stacked upwards from (x, y), at most `rows` a column, then "+N" is the
/// caller's to write. Returns how many were drawn.
int mark_queue(DrawList *list, float x, float y, int count, int rows, int columns);
/// Requests still finishing on a draining target: hollow dots to the left of (x, y), at most
/// `most`.
int mark_finishing(DrawList *list, float x, float y, int count, int most);

/// A release's mark: index 0 is white on a blue square, 1 dark on a green disc, further ones
/// outlined squares; the letter is the release's own. 20 px wide at `size` 20; `x`, `y` is the left
/// top corner.
void mark_version(DrawList *list, float x, float y, float size, char letter, int index);
/// The colour of a release's rails and lines.
Color mark_version_color(const DrawList *list, int index);
Color mark_version_line(const DrawList *list, int index);

typedef enum EventMark {
    EVENT_DEPLOYMENT, ///< square D
    EVENT_COMMAND,    ///< square C
    EVENT_SCALING,    ///< square S
    EVENT_ROLLBACK,   ///< square R
    EVENT_ALARM,      ///< diamond A
    EVENT_FAULT,      ///< diamond F
    EVENT_ZONAL_SHIFT ///< triangle Z
} EventMark;
/// On the timeline: what came back, and what changed its state.
void mark_recovery(DrawList *list, float x, float y);
void mark_change(DrawList *list, float x, float y);
void mark_event(DrawList *list, float x, float y, EventMark event);
char mark_event_letter(EventMark event);

/// A badge of failures counted where they happen: shape, code, count and span. 104 px wide unless
/// `width` is given, 58 px high ("is_tall" false: one line, 28 px); left top corner.
typedef struct FailureBadge {
    DotKind shape;    ///< DOT_ERROR or DOT_DROPPED
    const char *code; ///< "500", "504", "refused"
    int64_t count;
    const char *span; ///< "in last 10 s"
} FailureBadge;
void mark_failure(DrawList *list, float x, float y, float width, FailureBadge badge, bool is_tall);

/// A key with its meaning beside it; left top corner of the 24 px high cap. Returns the width of
/// both.
float mark_key_hint(DrawList *list, float x, float y, const char *key, const char *meaning);
/// Only the cap.
float mark_key_cap(DrawList *list, float x, float y, const char *key);
/// A chip 24 px high with an optional glyph and a word; left top corner; outlined yellow when it
/// warns.
float mark_chip(DrawList *list, float x, float y, HealthGlyph glyph, const char *word);
/// A box 16 px wide to be ticked; left top corner.
void mark_checkbox(DrawList *list, float x, float y, bool is_checked);
/// A small line of the last values in a rectangle, lowest at its bottom; gaps where a value is NaN.
void mark_sparkline(DrawList *list, DrawRect rect, const float *values, int count, Color color);
/// Play and pause as shapes 14 px high.
void mark_play(DrawList *list, float x, float y, bool is_playing);
/// A group's slots: in service filled, wanted dashed, the rest outlined to `max`; tick at `min`.
/// Left centre.
float mark_slots(DrawList *list, float x, float y, int in_service, int desired, int min, int max,
                 Color color);
/// The corner of an instance that an instance refresh is about: full when it is updated, hollow
/// when it is to be replaced. The right top corner of the tile.
void mark_corner(DrawList *list, float right, float top, bool is_updated);
/// The checkers of a health check, those that say healthy first: bars, diamonds for the others, and
/// an upright tick where more than 18 % of them stand to its left. Left centre; returns the width.
float mark_checkers(DrawList *list, float x, float y, int count, int healthy);
/// The outline of what has the focus, 3 px outside `rect`.
void mark_focus(DrawList *list, DrawRect rect, float radius);
