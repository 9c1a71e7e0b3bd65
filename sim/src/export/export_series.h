/// The series of a run as the outputs need them: described once, merged by the asked period, and
/// for the summary over the whole run. They do not point into the world.
#pragma once

#include "cloudwatch/statistic.h"

typedef struct ExportedSeries {
    SimSeries series;  ///< its dimensions are owned
    Accumulator open;  ///< of the open period
    Accumulator whole; ///< of the run; only when `is_summed`
    bool is_summed;
} ExportedSeries;

typedef struct ExportSeries {
    ARRAY_OF(ExportedSeries) items;
    SimTime period;
    int64_t open_index;  ///< number of the open period; -1: none
    int32_t first_count; ///< how many there were when the run began
    int32_t padding;
} ExportSeries;

void export_series_init(ExportSeries *series, const Meter *meter, SimTime period);
void export_series_deinit(ExportSeries *series);

/// Whether this second begins another period than the open one, which must then be written and
/// cleared.
bool export_series_is_full(const ExportSeries *series, const SimPeriod *second);
bool export_series_has_open(const ExportSeries *series);
/// When the open period began.
SimTime export_series_start(const ExportSeries *series);
void export_series_add(ExportSeries *series, const SimPeriod *second);
void export_series_clear_open(ExportSeries *series);
