// Places by kind of request: each kind has a short list of those it was led to.
#include "elb/url.h"

#include <string.h>

#include "world/world.h"

int32_t url_find(const SimWorld *world, int32_t kind, int32_t from_url1, int32_t rule) {
    for (int32_t at1 = world->kinds.items[kind].first_url1; at1 != 0;
         at1 = world->urls.items[at1 - 1].next1) {
        const Url *url = &world->urls.items[at1 - 1];
        if (url->from_url1 == from_url1 && url->rule == rule) return at1;
    }
    return 0;
}

int32_t url_keep(SimWorld *world, int32_t kind, int32_t from_url1, int32_t rule, Url url) {
    RequestKind *owner = &world->kinds.items[kind];
    url.from_url1 = from_url1;
    url.rule = rule;
    url.next1 = owner->first_url1;
    *array_push(&world->urls) = url;
    owner->first_url1 = world->urls.count;
    return world->urls.count;
}

int32_t url_keep_text(SimWorld *world, const char *text) {
    int32_t start = world->url_text.count, length = (int32_t)strlen(text) + 1;
    array_resize(&world->url_text, start + length);
    memcpy(world->url_text.items + start, text, (size_t)length);
    return start;
}
