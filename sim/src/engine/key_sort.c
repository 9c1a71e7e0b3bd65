// An insertion sort: nothing is faster for a handful. A heap of four children a node for the rest.
#include "engine/key_sort.h"

enum { ARITY = 4 };

static uint32_t greatest_child(const EventKey *heap, uint32_t first, uint32_t end) {
    uint32_t greatest = first;
    for (uint32_t i = first + 1; i < end && i < first + ARITY; i++)
        if (heap[i] > heap[greatest]) greatest = i;
    return greatest;
}

static void sift_down(EventKey *heap, uint32_t count, uint32_t hole, EventKey key) {
    for (uint32_t first; (first = hole * ARITY + 1) < count;) {
        uint32_t greatest = greatest_child(heap, first, count);
        if (key > heap[greatest]) break;
        heap[hole] = heap[greatest];
        hole = greatest;
    }
    heap[hole] = key;
}

// Heapsort, for the rare bucket of many events of one time, which no rung can part.
static void sort_many(EventKey *keys, uint32_t count) {
    for (uint32_t i = count / ARITY + 1; i-- > 0;)
        if (i < count) sift_down(keys, count, i, keys[i]);
    while (count > 1) {
        EventKey greatest = keys[0];
        count--;
        sift_down(keys, count, 0, keys[count]);
        keys[count] = greatest;
    }
}

static void sort_few(EventKey *keys, int32_t count) {
    for (int32_t i = 1; i < count; i++) {
        EventKey key = keys[i];
        int32_t at = i;
        for (; at > 0 && keys[at - 1] > key; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

void key_sort(EventKey *keys, int32_t count) {
    if (count <= KEY_SORT_FEW)
        sort_few(keys, count);
    else
        sort_many(keys, (uint32_t)count);
}
