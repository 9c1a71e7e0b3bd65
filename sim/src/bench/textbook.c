// Deliberately plain: no pool, no handle, no stream of its own a server, doubles for time.
#include "bench/textbook.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "engine/alloc.h"

typedef struct Customer {
    double arrived;
    struct Customer *next;
} Customer;

typedef struct Server {
    Customer *first, *last;
    int32_t count;
} Server;

typedef struct Happening {
    double time;
    int32_t server; ///< -1: an arrival
} Happening;

struct Textbook {
    gsl_rng *rng;
    Happening *heap;
    int32_t count, capacity;
    Server *servers;
    int32_t server_count;
    double now;
};

Textbook *textbook_create(uint64_t seed) {
    Textbook *book = alloc_zeroed(1, sizeof *book);
    book->rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(book->rng, (unsigned long)seed);
    return book;
}

static void leave(Server *server) {
    Customer *customer = server->first;
    server->first = customer->next;
    server->count--;
    alloc_free(customer);
}

void textbook_destroy(Textbook *book) {
    for (int32_t i = 0; i < book->server_count; i++)
        while (book->servers[i].count > 0)
            leave(&book->servers[i]);
    alloc_free(book->servers);
    alloc_free(book->heap);
    gsl_rng_free(book->rng);
    alloc_free(book);
}

static void push(Textbook *book, double time, int32_t server) {
    if (book->count == book->capacity) {
        book->capacity = book->capacity > 0 ? 2 * book->capacity : 64;
        book->heap = alloc_grow(book->heap, (size_t)book->capacity, sizeof *book->heap);
    }
    int32_t at = book->count++;
    for (; at > 0 && book->heap[(at - 1) / 2].time > time; at = (at - 1) / 2)
        book->heap[at] = book->heap[(at - 1) / 2];
    book->heap[at] = (Happening){time, server};
}

static Happening pop(Textbook *book) {
    Happening top = book->heap[0], last = book->heap[--book->count];
    int32_t at = 0;
    for (int32_t child; (child = 2 * at + 1) < book->count; at = child) {
        if (child + 1 < book->count && book->heap[child + 1].time < book->heap[child].time) child++;
        if (last.time <= book->heap[child].time) break;
        book->heap[at] = book->heap[child];
    }
    book->heap[at] = last;
    return top;
}

double textbook_hold(Textbook *book, int32_t pending, int64_t holds) {
    while (book->count < pending)
        push(book, gsl_ran_exponential(book->rng, 1), 0);
    double sum = 0;
    for (int64_t i = 0; i < holds; i++) {
        Happening event = pop(book);
        sum += event.time;
        push(book, event.time + gsl_ran_exponential(book->rng, 1), event.server);
    }
    return sum;
}

static void arrive(Textbook *book, int32_t index) {
    Server *server = &book->servers[index];
    Customer *customer = alloc_grow(NULL, 1, sizeof *customer);
    *customer = (Customer){.arrived = book->now};
    if (server->count == 0)
        server->first = customer;
    else
        server->last->next = customer;
    server->last = customer;
    if (++server->count == 1) push(book, book->now + gsl_ran_exponential(book->rng, 1), index);
}

static double complete(Textbook *book, int32_t index) {
    Server *server = &book->servers[index];
    double stay = book->now - server->first->arrived;
    leave(server);
    if (server->count > 0) push(book, book->now + gsl_ran_exponential(book->rng, 1), index);
    return stay;
}

static int32_t shorter_of_two(const Textbook *book) {
    if (book->server_count == 1) return 0;
    int32_t a = (int32_t)gsl_rng_uniform_int(book->rng, (unsigned long)book->server_count);
    int32_t b = (int32_t)gsl_rng_uniform_int(book->rng, (unsigned long)book->server_count - 1);
    if (b >= a) b++;
    return book->servers[b].count < book->servers[a].count ? b : a;
}

double textbook_choices(Textbook *book, int32_t servers, double load, int64_t jobs) {
    if (book->servers == NULL) {
        book->servers = alloc_zeroed((size_t)servers, sizeof *book->servers);
        book->server_count = servers;
        push(book, 0, -1);
    }
    double sum = 0;
    while (jobs > 0) {
        Happening event = pop(book);
        book->now = event.time;
        if (event.server < 0) {
            push(book, book->now + gsl_ran_exponential(book->rng, 1 / (load * servers)), -1);
            arrive(book, shorter_of_two(book));
        } else {
            sum += complete(book, event.server);
            jobs--;
        }
    }
    return sum;
}

double textbook_queue(Textbook *book, double load, int64_t customers) {
    return textbook_choices(book, 1, load, customers);
}
