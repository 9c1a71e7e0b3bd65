#include "faults/links.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "world/world.h"

#define TRIES_MAX 6

bool link_is_command(SimCommandKind kind) {
    return kind == SIM_COMMAND_LINK_SLOW || kind == SIM_COMMAND_LINK_LOSS ||
           kind == SIM_COMMAND_LINK_RECOVER;
}

static bool is_at(const Config *config, int32_t client, const char *place, size_t length) {
    const ConfigClient *it = &config->clients[client];
    const char *name = it->inside >= 0 ? config->regions[it->inside].name : it->city;
    return name != NULL && strlen(name) == length && strncmp(name, place, length) == 0;
}

// "Mumbai/us-east-1": the clients of a city, or of a region they are inside of, and a region; their
// access, "Mumbai/*", stands behind the regions.
static int32_t region_of_link(const Config *config, const char *link, size_t *place_length) {
    const char *slash = strrchr(link, '/');
    if (slash == NULL) return -1;
    *place_length = (size_t)(slash - link);
    if (strcmp(slash + 1, "*") == 0) return config->region_count;
    for (int32_t i = 0; i < config->region_count; i++)
        if (strcmp(config->regions[i].name, slash + 1) == 0) return i;
    return -1;
}

bool link_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    const Config *config = world->config;
    size_t length = 0;
    if (region_of_link(config, command->target, &length) < 0)
        return sim_error_set(error,
                             "There is no link \"%s\": name it as \"city/region\" or "
                             "\"city/*\".",
                             command->target);
    for (int32_t i = 0; i < config->client_count; i++)
        if (is_at(config, i, command->target, length)) return true;
    return sim_error_set(error, "There are no clients in \"%.*s\".", (int)length, command->target);
}

static void change(Link *link, const SimCommand *command) {
    if (command->kind == SIM_COMMAND_LINK_SLOW)
        link->added_ns = (SimTime)command->number;
    else if (command->kind == SIM_COMMAND_LINK_LOSS)
        link->loss = command->number;
    else
        *link = (Link){0, 0};
}

static void tell(SimWorld *world, const SimCommand *command) {
    char words[64];
    if (command->kind == SIM_COMMAND_LINK_SLOW)
        snprintf(words, sizeof words, "%g ms slower", command->number / 1e6);
    else
        snprintf(words, sizeof words, "loses %g %% of packets", command->number * 100);
    if (command->kind == SIM_COMMAND_LINK_RECOVER)
        world_tell(world, SIM_MARK_RECOVERY, "Recovery", command->target, "", "as ever", "recover");
    else
        world_tell(world, SIM_MARK_FAULT, "Fault", command->target, "", words,
                   sim_command_name(command->kind));
}

void link_apply(SimWorld *world, const SimCommand *command) {
    const Config *config = world->config;
    size_t length = 0;
    int32_t region = region_of_link(config, command->target, &length);
    if (world->links.count == 0)
        array_resize(&world->links, world->populations.count * (config->region_count + 1));
    for (int32_t i = 0; i < config->client_count; i++)
        if (is_at(config, i, command->target, length))
            change(&world->links.items[i * (config->region_count + 1) + region], command);
    tell(world, command);
}

static const Link *link_of(const SimWorld *world, int32_t population, int32_t region) {
    return &world->links.items[population * (world->config->region_count + 1) + region];
}

Link link_whole(const SimWorld *world, int32_t population, int32_t region) {
    if (world->links.count == 0) return (Link){0, 0};
    Link whole = *link_of(world, population, world->config->region_count);
    if (!SIM_FACT("R53-272", true)) whole = (Link){0, 0};
    if (region == LINK_TO_EDGE) return whole;
    const Link *link = link_of(world, population, region);
    whole.added_ns += link->added_ns;
    whole.loss += link->loss - whole.loss * link->loss;
    return whole;
}

SimTime link_added(const SimWorld *world, int32_t population, int32_t region) {
    return SIM_FACT("R53-250", true) ? link_whole(world, population, region).added_ns : 0;
}

SimTime link_lost(const SimWorld *world, const Request *request, int32_t region, SimTime timeout_ns,
                  uint32_t leg) {
    if (world->links.count == 0) return 0;
    double loss = link_whole(world, world->kinds.items[request->kind].population, region).loss;
    if (!SIM_FACT("R53-251", loss > 0)) return 0;
    double fails = 1 - (1 - loss) * (1 - loss);
    RandomStream stream =
        random_mixed(request->bits, DRAW_LOSS, (uint32_t)request->attempt_number * 1024 + leg);
    SimTime lost = 0;
    for (int32_t i = 0; i < TRIES_MAX && random_unit(&stream) < fails; i++)
        lost += timeout_ns << i;
    return lost;
}
