/// All charts of a run on one sheet: charts.svg and charts.png.
#pragma once

#include "window/scene.h"

/// Draws the scene's charts, three in a row, under the scenario's title. The list is reset first.
/// Returns the height in px; the width is CHART_SHEET_WIDTH.
enum { CHART_SHEET_WIDTH = 1560 };
int chart_sheet_draw(const Scene *scene, DrawList *list);

/// Writes the sheet as charts.svg and charts.png into `directory`, which exists. Equal scenes leave
/// equal bytes. Only the scene's view, charts, marks and cursor are looked at. False: `error` says
/// why.
bool chart_sheet_write(const Scene *scene, const char *directory, SimError *error);
