// The same history and charts as in the window, fed by the same calls, so that a picture of charts
// says what the window said.
#include "window/recorder.h"

#include <stdlib.h>

#include "window/chart_sheet.h"
#include "window/grow.h"

struct Recorder {
    const SimSink *inner;
    SimSink sink;
    SimViewer *viewer;
    History *history;
    Charts *charts;
    int64_t incidents;
};

static void take_period(void *context, const SimPeriod *period) {
    Recorder *recorder = context;
    history_period(recorder->history, period);
    charts_period(recorder->charts, period);
    if (recorder->inner != NULL && recorder->inner->period != NULL)
        recorder->inner->period(recorder->inner->context, period);
}

static void take_incident(void *context, const SimIncident *incident) {
    Recorder *recorder = context;
    history_incident(recorder->history, recorder->incidents++, incident);
    if (recorder->inner != NULL && recorder->inner->incident != NULL)
        recorder->inner->incident(recorder->inner->context, incident);
}

static void take_access(void *context, const SimAccessEntry *entry) {
    const SimSink *inner = ((Recorder *)context)->inner;
    inner->access(inner->context, entry);
}

static void take_hop(void *context, const SimHop *hop) {
    const SimSink *inner = ((Recorder *)context)->inner;
    inner->hop(inner->context, hop);
}

Recorder *recorder_create(const SimWorld *world, const SimSink *inner) {
    Recorder *recorder = grow_zeroed(1, sizeof *recorder);
    recorder->inner = inner;
    recorder->sink =
        (SimSink){.context = recorder,
                  .period = take_period,
                  .incident = take_incident,
                  .access = inner != NULL && inner->access != NULL ? take_access : NULL,
                  .hop = inner != NULL && inner->hop != NULL ? take_hop : NULL};
    recorder->viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(recorder->viewer, world);
    recorder->history = history_create(world, view);
    recorder->charts = charts_create(world, sim_world_scenario(world), view);
    recorder_second(recorder, world);
    return recorder;
}

void recorder_destroy(Recorder *recorder) {
    if (recorder == NULL) return;
    history_destroy(recorder->history);
    charts_destroy(recorder->charts);
    sim_viewer_destroy(recorder->viewer);
    free(recorder);
}

const SimSink *recorder_sink(Recorder *recorder) {
    return &recorder->sink;
}

void recorder_second(Recorder *recorder, const SimWorld *world) {
    const SimView *view = sim_viewer_look(recorder->viewer, world);
    history_second(recorder->history, view);
    charts_second(recorder->charts, view);
}

void recorder_advance(Recorder *recorder, SimWorld *world, SimTime until) {
    while (sim_world_now(world) < until) {
        SimTime second = (sim_world_now(world) / SIM_SECOND + 1) * SIM_SECOND;
        sim_world_advance(world, second < until ? second : until, 0, &recorder->sink);
        recorder_second(recorder, world);
    }
}

void recorder_release(Recorder *recorder, History **history, Charts **charts) {
    *history = recorder->history;
    *charts = recorder->charts;
    recorder->history = NULL;
    recorder->charts = NULL;
}

bool recorder_write(Recorder *recorder, const SimWorld *world, const char *directory,
                    SimError *error) {
    Scene scene = {.view = sim_viewer_look(recorder->viewer, world), .cursor = -1};
    scene.charts = charts_list(recorder->charts, scene.view, -1, false, &scene.chart_count);
    scene.marks = history_marks(recorder->history, &scene.mark_count);
    return chart_sheet_write(&scene, directory, error);
}
