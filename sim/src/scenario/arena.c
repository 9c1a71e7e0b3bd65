// Blocks in a list, each at least as large as what was asked for; nothing is ever given back alone.
#include "scenario/arena.h"

#include "engine/alloc.h"
#include "sim/base.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16384)

struct ArenaBlock {
    ArenaBlock *next;
    size_t used, capacity;
    alignas(max_align_t) char bytes[];
};

void arena_init(Arena *arena) {
    arena->blocks = NULL;
}

void arena_deinit(Arena *arena) {
    while (arena->blocks != NULL) {
        ArenaBlock *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}

static ArenaBlock *add_block(Arena *arena, size_t size) {
    size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    ArenaBlock *block = alloc_zeroed(1, sizeof *block + capacity);
    block->capacity = capacity;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_alloc(Arena *arena, size_t size) {
    SIM_ASSERT(size < SIZE_MAX / 2);
    size_t rounded =
        (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    if (rounded == 0) rounded = alignof(max_align_t);
    ArenaBlock *block = arena->blocks;
    if (block == NULL || block->capacity - block->used < rounded) block = add_block(arena, rounded);
    void *piece = block->bytes + block->used;
    block->used += rounded;
    return piece;
}

void *arena_array(Arena *arena, int64_t count, size_t size) {
    SIM_ASSERT(count >= 0 && size > 0 && (uint64_t)count < SIZE_MAX / 2 / size);
    return arena_alloc(arena, (size_t)count * size);
}

char *arena_copy(Arena *arena, const char *text, size_t length) {
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0) memcpy(copy, text, length);
    return copy;
}

char *arena_text(Arena *arena, const char *text) {
    return arena_copy(arena, text, strlen(text));
}

char *arena_format(Arena *arena, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    SIM_ASSERT(format != NULL);
    int length = vsnprintf(NULL, 0, format, arguments);
    SIM_ASSERT(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return text;
}
