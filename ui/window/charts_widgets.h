/// Widgets of a dashboard as charts: what they are once, and their values whenever they are shown.
#pragma once

#include "window/charts_lines.h"

/// Title, place and lines of a widget.
void widget_plan(const SimDashboard *dashboard, int32_t index, SceneChart *chart);
/// Fills its series with the datapoints that can be seen at `now`, and its numbers with those at
/// `cursor`; `lines` keep sums of what is stacked.
void widget_show(SimDashboard *dashboard, int32_t index, SceneChart *chart, Line *lines,
                 SimTime now, SimTime cursor, bool has_delay);
