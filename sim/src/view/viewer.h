/// A viewer's memory: the arrays a SimView lends.
#pragma once

#include "engine/array.h"
#include "sim/view.h"
#include "world/world.h"

struct SimViewer {
    SimView view;
    ARRAY_OF(SimViewClient) clients;
    ARRAY_OF(SimViewResolver) resolvers;
    ARRAY_OF(SimViewRecord) records;
    ARRAY_OF(SimViewRegion) regions;
    ARRAY_OF(SimViewZone) zones;
    ARRAY_OF(SimViewBalancer) balancers;
    ARRAY_OF(SimViewNode) nodes;
    ARRAY_OF(SimViewListener) listeners;
    ARRAY_OF(int32_t) balancer_order;
    ARRAY_OF(int32_t) listener_order;
    ARRAY_OF(int32_t) rule_order;
    ARRAY_OF(SimViewRule) rules;
    ARRAY_OF(SimViewForward) forwards;
    ARRAY_OF(SimViewGroup) groups;
    ARRAY_OF(SimViewInstance) instances;
    ARRAY_OF(SimViewTarget) targets;
    ARRAY_OF(SimViewScalingGroup) scaling_groups;
    ARRAY_OF(SimViewRelease) releases;
    ARRAY_OF(SimViewHealthCheck) health_checks;
    ARRAY_OF(SimViewAccelerator) accelerators;
    ARRAY_OF(SimViewEndpointGroup) endpoint_groups;
    ARRAY_OF(SimViewEndpoint) endpoints;
    ARRAY_OF(SimViewAlarm) alarms;
    ARRAY_OF(SimViewTimer) timers;
    ARRAY_OF(int32_t) sessions; ///< by target of the world
    ARRAY_OF(char) text;        ///< names made for the view; filled before any of it is lent
};

/// An empty slot of an Auto Scaling group; one whose instance was terminated is shown for a while.
bool view_is_absent(const SimWorld *world, int32_t instance);
void view_traffic(SimViewer *viewer, const SimWorld *world);
/// What is wrong with the ways to a region.
void view_region_links(SimViewRegion *region, const SimWorld *world, int32_t index);
/// Why a node answered by itself, and what became of handshakes at a listener.
void view_reasons(SimViewNode *node, const SimWorld *world, int32_t index);
void view_handshakes(SimViewListener *listener, const SimWorld *world, int32_t index);
void view_balancers(SimViewer *viewer, const SimWorld *world);
void view_compute(SimViewer *viewer, const SimWorld *world);
void view_health_checks(SimViewer *viewer, const SimWorld *world);
void view_accelerators(SimViewer *viewer, const SimWorld *world);
void view_alarms(SimViewer *viewer, const SimWorld *world);
void view_timers(SimViewer *viewer, const SimWorld *world);
