// The series of a world are those of its meter.
#include "cloudwatch/collector.h"
#include "cloudwatch/series.h"
#include "world/world_meter.h"

int32_t sim_series_count(const SimWorld *world) {
    return world_meter(world)->series.count;
}

SimSeries sim_series(const SimWorld *world, int32_t index) {
    return series_describe(world_meter(world), index);
}

int32_t sim_series_find(const SimWorld *world, const char *namespace_, const char *metric,
                        const char *dimensions) {
    return series_find(world_meter(world), namespace_, metric, dimensions);
}

int32_t sim_period_series_find(const SimPeriod *period, const char *namespace_, const char *metric,
                               const char *dimensions) {
    return period->meter == NULL ? -1 : series_find(period->meter, namespace_, metric, dimensions);
}

SimSeries sim_period_series(const SimPeriod *period, int32_t index) {
    return series_describe(period->meter, index);
}

SimCollector *sim_collector_create(const SimWorld *world) {
    return collector_create(world_meter(world));
}
