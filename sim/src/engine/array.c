// Arrays double when they are full and never shrink, so that nothing allocates once a run has
// reached its steady size.
#include "engine/array.h"

#include "engine/alloc.h"
#include "sim/base.h"

enum { CAPACITY_FIRST = 8 };

void array_reserve_items(Array *array, size_t item_size, int32_t capacity) {
    SIM_ASSERT(capacity >= 0);
    if (capacity <= array->capacity) return;
    array->items =
        alloc_grow_lines(array->items, (size_t)array->count, (size_t)capacity, item_size);
    array->capacity = capacity;
}

void array_make_room(Array *array, size_t item_size) {
    SIM_ASSERT(array->capacity <= INT32_MAX / 2);
    int32_t doubled = array->capacity * 2;
    array_reserve_items(array, item_size, doubled > CAPACITY_FIRST ? doubled : CAPACITY_FIRST);
}

void array_resize_items(Array *array, size_t item_size, int32_t count) {
    SIM_ASSERT(count >= 0);
    if (count > array->capacity) {
        int32_t doubled = array->capacity <= INT32_MAX / 2 ? array->capacity * 2 : INT32_MAX;
        array_reserve_items(array, item_size, count > doubled ? count : doubled);
    }
    if (count > array->count) {
        size_t added = (size_t)(count - array->count);
        memset((char *)array->items + (size_t)array->count * item_size, 0, added * item_size);
    }
    array->count = count;
}

void array_deinit_items(Array *array) {
    alloc_free(array->items);
    *array = (Array){0};
}

void array_copy_items(Array *to, const Array *from, size_t item_size) {
    if (to == from) return;
    array_reserve_items(to, item_size, from->count);
    if (from->count > 0) memcpy(to->items, from->items, (size_t)from->count * item_size);
    to->count = from->count;
}
