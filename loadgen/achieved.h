#pragma once
/*
 * The throughput that a step achieved: answers per second, seen through a window as long as the
 * step, and later by the median response time d of the step's requests:
 *
 *     achieved = answers in [start + d, end + d) / (end - start)
 *
 * Whose arrivals they answer does not matter, as long as it is the same set of requests and the
 * same phase. Why this window:
 *   - a server that keeps up answers in it what arrived in [start, end), however long it takes;
 *   - an overloaded one that serves in turn answers without a pause through all of it, the drain
 *     after the last step included, so that what comes out is its capacity, not its arrivals;
 *   - a step that inherits a backlog can achieve more than was offered in it: that is capacity too.
 * Counting all answers to the step's arrivals would call an overloaded step a success as soon as
 * its backlog has drained; counting those in [start, end) would fail every slow and healthy one.
 *
 * Requests that are given up (graceful stop, interrupt) end the answers of their phase: d is at
 * most so long that the window ends there. Without a response time d is 0.
 *
 * Error: departures.h, at both ends of the window; and where nothing runs before or after a step
 * that keeps up, it misses at most rate * mean |response time - d| requests, those much faster or
 * slower than the median at its edges.
 */
#include "core/histogram.h"
#include "loadgen/recorder.h"

#define ACHIEVED_ALL (-1)

/* Of a step that has started; `request`: its index, or ACHIEVED_ALL; `response`: the response
 * times of just these requests in the step. */
double achieved_per_s(const struct recorder *recorder, unsigned step, int request,
                      const struct histogram *response);
