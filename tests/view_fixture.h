/// Views made by hand, for tests of the window: one like the mock-up, and others that are odd in
/// one way each.
#pragma once

#include "window/scene.h"

enum {
    FIXTURE_CLIENTS = 16,
    FIXTURE_RESOLVERS = 64,
    FIXTURE_RECORDS = 8,
    FIXTURE_ZONES = 6,
    FIXTURE_NODES = 8,
    FIXTURE_RULES = 24,
    FIXTURE_GROUPS = 6,
    FIXTURE_INSTANCES = 1200,
    FIXTURE_POINTS = 583,
    FIXTURE_DOTS = 160,
};

typedef struct Fixture {
    SimView view;
    Scene scene;
    SimScenarioInfo info;
    SimViewClient clients[FIXTURE_CLIENTS];
    SimViewResolver resolvers[FIXTURE_RESOLVERS];
    SimViewRecord records[FIXTURE_RECORDS];
    SimViewRegion regions[2];
    SimViewZone zones[FIXTURE_ZONES];
    SimViewBalancer balancers[2];
    SimViewNode nodes[FIXTURE_NODES];
    SimViewListener listeners[4];
    int32_t order[FIXTURE_RULES]; ///< of listeners and of rules: as they stand
    SimViewRule rules[FIXTURE_RULES];
    SimViewForward forwards[FIXTURE_RULES * 2];
    SimViewGroup groups[FIXTURE_GROUPS];
    SimViewInstance instances[FIXTURE_INSTANCES];
    SimViewTarget targets[FIXTURE_INSTANCES];
    SimViewRelease releases[1];
    SimViewTimer timers[12];
    SimViewAlarm alarms[4];
    SimViewHealthCheck health_checks[3];
    SimViewScalingGroup scaling_groups[2];
    char names[FIXTURE_INSTANCES][24];
    double client_rate[FIXTURE_CLIENTS], node_rate[FIXTURE_NODES], forward_share[FIXTURE_RULES * 2];
    double record_share[FIXTURE_RECORDS], region_rate[2], region_p99_s[2], region_5xx_rate[2];
    float sparks[FIXTURE_CLIENTS][60];
    const float *client_spark[FIXTURE_CLIENTS];
    SimPoint points[12][FIXTURE_POINTS];
    SceneChart charts[6];
    SceneDot dots[FIXTURE_DOTS];
    SceneBadge badges[8];
    SceneMark marks[8];
    SceneHint hints[20];
} Fixture;

typedef enum FixtureKind {
    FIXTURE_BLUE_GREEN,
    FIXTURE_LONE_SERVER,
    FIXTURE_THREE_ZONES,
    FIXTURE_SIXTY,
    FIXTURE_THOUSAND,
    FIXTURE_LONG_NAMES,
    FIXTURE_ALL_FAILED,
    FIXTURE_START,
    FIXTURE_CROWDED,
    FIXTURE_TWO_REGIONS,
    FIXTURE_LONE_CRASHED,
    FIXTURE_MIXED,
    FIXTURE_KIND_COUNT,
} FixtureKind;

/// Fills `fixture` (large: allocate it) with a view and a scene of that kind.
void fixture_fill(Fixture *fixture, FixtureKind kind);
/// Puts dots on the ways of the map; call it after layout_update.
void fixture_scatter(Fixture *fixture, const Layout *layout);
const char *fixture_name(FixtureKind kind);
