/// The charts of a scenario: its dashboard or charts of its own, or six that fit what it is made
/// of.
///
/// A thin line shows the engine's truth by the second. Over it stand CloudWatch's datapoints, which
/// tell of a whole minute (or five) and appear late: at the period's end, plus 60 s, plus up to 60
/// s more. That last part is the engine's (sim_published), so a disc appears when alarms see it
/// too. Like history, charts ignore what they know already.
#pragma once

#include "window/scene.h"

enum { CHARTS_MAX = 24, CHART_LINES_MAX = 4 };

typedef struct Charts Charts;

Charts *charts_create(const SimWorld *world, const SimScenario *scenario, const SimView *view);
void charts_destroy(Charts *charts);

/// Takes a closed second in.
void charts_period(Charts *charts, const SimPeriod *period);
/// Takes a view in that stands at a whole second: for lines that no metric gives, such as a weight.
void charts_second(Charts *charts, const SimView *view);

/// The charts as they stand at the time of a view, with values at `cursor` (below 0: at that time);
/// nothing later is in them. With `has_delay` datapoints stand where they appear, without it at the
/// end of their minute. Lent until the next call.
const SceneChart *charts_list(Charts *charts, const SimView *view, SimTime cursor, bool has_delay,
                              int32_t *count);
