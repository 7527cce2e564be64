#include "core/deadline.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

bool deadline_queue_open(struct deadline_queue *queue, size_t capacity, struct error *error)
{
    *queue = (struct deadline_queue){.fd = -1, .armed_ns = DEADLINE_NEVER, .capacity = capacity};
    queue->heap = calloc(capacity > 0 ? capacity : 1, sizeof *queue->heap);
    if (queue->heap == NULL)
        return error_set(error, "out of memory for %zu deadlines", capacity);
    queue->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (queue->fd < 0) {
        free(queue->heap);
        queue->heap = NULL;
        return error_set_errno(error, "cannot make a timer");
    }
    return true;
}

void deadline_queue_close(struct deadline_queue *queue)
{
    if (queue->fd >= 0)
        close(queue->fd);
    free(queue->heap);
    *queue = (struct deadline_queue){.fd = -1, .armed_ns = DEADLINE_NEVER};
}

static void put(struct deadline_queue *queue, size_t index, struct deadline *deadline)
{
    queue->heap[index] = deadline;
    deadline->place = index + 1;
}

static void rise(struct deadline_queue *queue, size_t index)
{
    struct deadline *moving = queue->heap[index];
    while (index > 0) {
        size_t parent = (index - 1) / 2;
        if (queue->heap[parent]->at_ns <= moving->at_ns)
            break;
        put(queue, index, queue->heap[parent]);
        index = parent;
    }
    put(queue, index, moving);
}

static void sink(struct deadline_queue *queue, size_t index)
{
    struct deadline *moving = queue->heap[index];
    for (;;) {
        size_t child = 2 * index + 1;
        if (child >= queue->count)
            break;
        if (child + 1 < queue->count && queue->heap[child + 1]->at_ns < queue->heap[child]->at_ns)
            child++;
        if (moving->at_ns <= queue->heap[child]->at_ns)
            break;
        put(queue, index, queue->heap[child]);
        index = child;
    }
    put(queue, index, moving);
}

bool deadline_is_set(const struct deadline *deadline)
{
    return deadline->place != 0;
}

void deadline_set(struct deadline_queue *queue, struct deadline *deadline, uint64_t at_ns)
{
    if (!deadline_is_set(deadline)) {
        assert(queue->count < queue->capacity);
        put(queue, queue->count++, deadline);
    }
    deadline->at_ns = at_ns;
    rise(queue, deadline->place - 1);
    sink(queue, deadline->place - 1);
}

void deadline_cancel(struct deadline_queue *queue, struct deadline *deadline)
{
    if (!deadline_is_set(deadline))
        return;
    size_t index = deadline->place - 1;
    assert(queue->heap[index] == deadline);
    struct deadline *last = queue->heap[--queue->count];
    deadline->place = 0;
    if (last == deadline)
        return;
    put(queue, index, last);
    rise(queue, index);
    sink(queue, last->place - 1);
}

uint64_t deadline_next_ns(const struct deadline_queue *queue)
{
    return queue->count > 0 ? queue->heap[0]->at_ns : DEADLINE_NEVER;
}

struct deadline *deadline_take_due(struct deadline_queue *queue, uint64_t now_ns)
{
    if (deadline_next_ns(queue) > now_ns)
        return NULL;
    struct deadline *due = queue->heap[0];
    deadline_cancel(queue, due);
    return due;
}

void deadline_arm(struct deadline_queue *queue, uint64_t at_ns)
{
    uint64_t next_ns = deadline_next_ns(queue);
    if (at_ns < next_ns)
        next_ns = at_ns;
    if (next_ns == queue->armed_ns && !queue->expired)
        return;
    queue->armed_ns = next_ns;
    queue->expired = false;
    struct itimerspec timer = {0}; /* all zero disarms */
    if (next_ns != DEADLINE_NEVER) {
        uint64_t when_ns = next_ns > 0 ? next_ns : 1; /* 0 would disarm */
        timer.it_value.tv_sec = (time_t)(when_ns / ONE_SECOND_NS);
        timer.it_value.tv_nsec = (long)(when_ns % ONE_SECOND_NS);
    }
    int failed = timerfd_settime(queue->fd, TFD_TIMER_ABSTIME, &timer, NULL);
    assert(failed == 0); /* only a bug can give it a bad descriptor or value */
    (void)failed;
}

void deadline_acknowledge(struct deadline_queue *queue)
{
    queue->expired = true;
}
