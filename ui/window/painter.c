// The list is kept from frame to frame, so that a frame like the one before allocates nothing.
#include "window/painter.h"

bool painter_init(Painter *painter, ThemeMode mode, SimError *error) {
    if (!theme_load(&painter->theme, mode, error)) return false;
    painter->text = text_measure_create(error);
    if (painter->text == NULL) return false;
    draw_list_init(&painter->list, painter->text, &painter->theme);
    return true;
}

void painter_deinit(Painter *painter) {
    draw_list_deinit(&painter->list);
    text_measure_destroy(painter->text);
}

void painter_paint(Painter *painter, const Session *session) {
    scene_draw(session_scene(session), session_layout(session), &painter->list);
}
