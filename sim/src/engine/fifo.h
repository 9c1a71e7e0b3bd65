/// First-in-first-out lists of indexes, threaded through a link in each record, which lies on
/// the same line of memory as what else is touched then: a record is in at most one list by one
/// link. Backlogs use them: a request that gives up leaves the middle of the queue in constant
/// time, nothing allocates. All zero is an empty list; links of records in no list hold nothing.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "sim/base.h"

typedef struct IndexLink {
    uint32_t next1, prev1; ///< index + 1 of the neighbours; 0: none
} IndexLink;

typedef struct IndexList {
    uint32_t head1, tail1; ///< index + 1 of first and last; 0: none
    int32_t count;
} IndexList;

/// The links of an array of records: where the first is and how far apart they are. Made by
/// INDEX_LINKS where it is needed, for arrays move.
typedef struct IndexLinks {
    char *first;
    size_t stride;
} IndexLinks;

/// The links `member` of the records of an ARRAY_OF.
#define INDEX_LINKS(array, member)                                                                 \
    ((IndexLinks){(char *)(array)->items + offsetof(__typeof__(*(array)->items), member),          \
                  sizeof *(array)->items})

static inline IndexLink *index_link(IndexLinks links, uint32_t index) {
    return (IndexLink *)(void *)(links.first + index * links.stride);
}

/// Appends record `index` (0-based), which must not be in a list already.
static inline void index_list_push_back(IndexList *list, IndexLinks links, uint32_t index) {
    *index_link(links, index) = (IndexLink){.next1 = 0, .prev1 = list->tail1};
    if (list->tail1 != 0)
        index_link(links, list->tail1 - 1)->next1 = index + 1;
    else
        list->head1 = index + 1;
    list->tail1 = index + 1;
    list->count++;
}

/// Takes record `index` out of the list that holds it.
static inline void index_list_remove(IndexList *list, IndexLinks links, uint32_t index) {
    IndexLink link = *index_link(links, index);
    SIM_ASSERT(list->count > 0);
    SIM_ASSERT(link.prev1 != 0 || list->head1 == index + 1);
    SIM_ASSERT(link.next1 != 0 || list->tail1 == index + 1);
    if (link.prev1 != 0)
        index_link(links, link.prev1 - 1)->next1 = link.next1;
    else
        list->head1 = link.next1;
    if (link.next1 != 0)
        index_link(links, link.next1 - 1)->prev1 = link.prev1;
    else
        list->tail1 = link.prev1;
    *index_link(links, index) = (IndexLink){0};
    list->count--;
}

/// Takes the first record out and returns its index + 1; 0: the list is empty.
static inline uint32_t index_list_pop_front(IndexList *list, IndexLinks links) {
    uint32_t head1 = list->head1;
    if (head1 != 0) index_list_remove(list, links, head1 - 1);
    return head1;
}
