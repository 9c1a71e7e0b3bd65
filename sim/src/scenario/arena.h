/// An arena: memory that is given out in pieces and given back all at once, zeroed.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    ArenaBlock *blocks;
} Arena;

void arena_init(Arena *arena);
void arena_deinit(Arena *arena);
/// Zeroed memory aligned for any type; never NULL (out of memory ends the program).
void *arena_alloc(Arena *arena, size_t size);
/// Room for `count` elements of `size` bytes; a valid pointer also when `count` is 0.
void *arena_array(Arena *arena, int64_t count, size_t size);
char *arena_copy(Arena *arena, const char *text, size_t length);
char *arena_text(Arena *arena, const char *text);
char *arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
