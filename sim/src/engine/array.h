/// Growing arrays of records: all that changes in a world lives in these, addressed by index.
/// `ARRAY_OF(Thing) things;` all zero is an empty array. Items move when an array grows: keep
/// indexes, not pointers.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARRAY_OF(type)                                                                             \
    struct {                                                                                       \
        type *items;                                                                               \
        int32_t count;                                                                             \
        int32_t capacity;                                                                          \
    }

/// What every ARRAY_OF looks like when the type of its items does not matter.
typedef struct __attribute__((may_alias)) Array {
    void *items;
    int32_t count;
    int32_t capacity;
} Array;

/// Makes room for `capacity` items, so that pushes up to there do not allocate.
#define array_reserve(array, wanted)                                                               \
    array_reserve_items((Array *)(array), sizeof(*(array)->items), (wanted))

/// Appends a zeroed item and returns a pointer to it, valid until the array grows again.
#define array_push(array)                                                                          \
    ((__typeof__((array)->items))array_push_item((Array *)(array), sizeof(*(array)->items)))

/// Changes the number of items; those added are zeroed.
#define array_resize(array, wanted)                                                                \
    array_resize_items((Array *)(array), sizeof(*(array)->items), (wanted))

/// Forgets the items and keeps the memory.
#define array_clear(array) ((void)((array)->count = 0))

/// Frees the memory and leaves an empty array.
#define array_deinit(array) array_deinit_items((Array *)(array))

/// Makes the items of `to` equal to those of `from`, an array of the same type.
#define array_copy(to, from)                                                                       \
    ((void)sizeof((to)->items == (from)->items),                                                   \
     array_copy_items((Array *)(to), (const Array *)(from), sizeof(*(to)->items)))

void array_reserve_items(Array *array, size_t item_size, int32_t capacity);
void array_resize_items(Array *array, size_t item_size, int32_t count);
void array_deinit_items(Array *array);
void array_copy_items(Array *to, const Array *from, size_t item_size);
/// Makes room for at least one more item, at least doubling the capacity.
void array_make_room(Array *array, size_t item_size);

static inline void *array_push_item(Array *array, size_t item_size) {
    if (array->count == array->capacity) array_make_room(array, item_size);
    void *item = (char *)array->items + (size_t)array->count * item_size;
    array->count++;
    return memset(item, 0, item_size);
}
