// The lowest bit of a generation tells live from free, so one array answers both "is it in use?"
// and "is it still the same one?", and a live generation is never 0.
#include "engine/pool.h"

#include "sim/base.h"

void pool_deinit(Pool *pool) {
    array_deinit(&pool->generation);
    array_deinit(&pool->free);
    pool->live = 0;
}

static uint32_t free_or_new_index(Pool *pool) {
    if (pool->free.count > 0) return pool->free.items[--pool->free.count];
    array_push(&pool->generation);
    return (uint32_t)(pool->generation.count - 1);
}

uint32_t pool_take(Pool *pool) {
    uint32_t index = free_or_new_index(pool);
    SIM_ASSERT(!pool_is_taken(pool, index));
    pool->generation.items[index]++;
    pool->live++;
    return index;
}

void pool_give(Pool *pool, uint32_t index) {
    SIM_ASSERT(index < (uint32_t)pool->generation.count);
    SIM_ASSERT(pool_is_taken(pool, index));
    pool->generation.items[index]++;
    pool->live--;
    *array_push(&pool->free) = index;
}

bool pool_is_live(const Pool *pool, uint32_t index1, uint32_t generation) {
    if (index1 == 0 || index1 > (uint32_t)pool->generation.count) return false;
    return (generation & 1) != 0 && pool->generation.items[index1 - 1] == generation;
}
