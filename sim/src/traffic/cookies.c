// Jars and what is in them.
#include "traffic/cookies.h"

#include "world/world.h"

static bool are_needed(const Config *config) {
    if (config->has_sticky_rules) return true;
    for (int32_t i = 0; i < config->target_group_count; i++)
        if (config->target_groups[i].stickiness.kind != CONFIG_STICKINESS_OFF) return true;
    return false;
}

void cookies_prepare(SimWorld *world) {
    if (world->jars.count == 0 && are_needed(world->config))
        array_resize(&world->jars, world->users.count);
}

Cookie *cookie_find(SimWorld *world, int32_t user, CookieKind kind, int32_t owner) {
    for (int32_t at1 = world->jars.items[user]; at1 != 0;
         at1 = world->cookies.items[at1 - 1].next1) {
        Cookie *cookie = &world->cookies.items[at1 - 1];
        if (cookie->kind == (uint8_t)kind && cookie->owner == owner) return cookie;
    }
    return NULL;
}

static Cookie *add(SimWorld *world, int32_t user, CookieKind kind, int32_t owner) {
    Cookie *cookie = array_push(&world->cookies);
    *cookie = (Cookie){.owner = owner, .kind = (uint8_t)kind, .next1 = world->jars.items[user]};
    world->jars.items[user] = world->cookies.count;
    return cookie;
}

void cookie_put(SimWorld *world, int32_t user, CookieKind kind, int32_t owner, int32_t value,
                SimTime expires) {
    Cookie *cookie = cookie_find(world, user, kind, owner);
    if (cookie == NULL) cookie = add(world, user, kind, owner);
    cookie->value = value;
    cookie->expires = expires;
    cookie->is_lost = 0;
}
