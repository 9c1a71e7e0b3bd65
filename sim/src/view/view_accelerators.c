// Accelerators as the edges of AWS know them, and where they send each city's connections now.
#include "route53/route53.h"
#include "view/viewer.h"

static void view_group(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ConfigEndpointGroup *config = &world->config->endpoint_groups[index];
    const ConfigAcceleratorListener *listener =
        &world->config->accelerator_listeners[config->listener];
    SimViewEndpointGroup group = {.accelerator = listener->accelerator,
                                  .region = config->region,
                                  .port = listener->ranges[0].from,
                                  .dial = config->dial,
                                  .is_able = endpoint_group_is_able(world, index),
                                  .first_endpoint = config->first_endpoint,
                                  .endpoint_count = config->endpoint_count,
                                  .new_flows_total = world->endpoint_groups.items[index].new_flows};
    for (int32_t i = config->first_endpoint; i < config->first_endpoint + config->endpoint_count;
         i++) {
        group.healthy += world->endpoints.items[i].is_held_healthy;
        group.flows += world->endpoints.items[i].flows;
    }
    *array_push(&viewer->endpoint_groups) = group;
}

static void view_endpoint(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ConfigEndpoint *config = &world->config->endpoints[index];
    *array_push(&viewer->endpoints) =
        (SimViewEndpoint){.group = config->group,
                          .balancer = config->balancer,
                          .instance = config->instance,
                          .weight = config->weight,
                          .is_healthy = world->endpoints.items[index].is_held_healthy != 0};
}

static void view_accelerator(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ConfigAccelerator *config = &world->config->accelerators[index];
    const ConfigAcceleratorListener *listeners =
        &world->config->accelerator_listeners[config->first_listener];
    SimViewAccelerator accelerator = {.name = config->name,
                                      .addresses = {config->addresses[0], config->addresses[1]},
                                      .first_group = listeners[0].first_group};
    for (int32_t i = 0; i < config->listener_count; i++)
        accelerator.group_count += listeners[i].group_count;
    *array_push(&viewer->accelerators) = accelerator;
}

// By the answer that its first resolver with one holds.
static int32_t group_of_client(const SimViewer *viewer, const SimWorld *world, int32_t client) {
    const SimViewClient *it = &viewer->clients.items[client];
    for (int32_t i = it->first_resolver; i < it->first_resolver + it->resolver_count; i++) {
        const SimViewResolver *resolver = &viewer->resolvers.items[i];
        if (!resolver->has_answer || resolver->record < 0) continue;
        int32_t accelerator = world->config->records[resolver->record].accelerator;
        return accelerator < 0 ? -1 : accelerator_prefers(world, client, accelerator);
    }
    return -1;
}

void view_accelerators(SimViewer *viewer, const SimWorld *world) {
    array_clear(&viewer->accelerators);
    array_clear(&viewer->endpoint_groups);
    array_clear(&viewer->endpoints);
    for (int32_t i = 0; i < world->config->accelerator_count; i++)
        view_accelerator(viewer, world, i);
    for (int32_t i = 0; i < world->config->endpoint_group_count; i++)
        view_group(viewer, world, i);
    for (int32_t i = 0; i < world->config->endpoint_count; i++)
        view_endpoint(viewer, world, i);
    for (int32_t i = 0; i < viewer->clients.count; i++)
        viewer->clients.items[i].endpoint_group =
            world->config->accelerator_count > 0 ? group_of_client(viewer, world, i) : -1;
}
