#pragma once
/*
 * Axes: ranges, tick marks with words, and where on an axis a value lies. gnuplot gets the ticks
 * as numbers and units made here, so that a locale or a version of it changes nothing.
 */
#include <stdbool.h>
#include <stdio.h>

struct axis {
    double low, high; /* low < high; both > 0 when logarithmic */
    bool log;
};

/* Latencies in milliseconds, logarithmic, with some air around the given microseconds. Values that
 * are not positive numbers give an axis of 1 ms to 1 s. The objective (NAN: none) is on it too. */
struct axis axis_latency(double low_us, double high_us, double objective_us);

/* Linear from 0 to at least `high`. */
struct axis axis_from_zero(double high);

/* 0 = the low end, 1 = the high end; values outside are put on the nearer end. */
double axis_place(const struct axis *axis, double value);

/* gnuplot's "set <name>range" and "set <name>tics" for an axis of latencies, of how long loops were
 * busy (5 ms and up, with a tick at 20 ms), of plain numbers, and of 1/(1 - p) for percentiles.
 * `name` is 'x' or 'y'; `room` is how many ticks fit. */
void axis_write_latency(FILE *script, char name, const struct axis *axis, unsigned room);
void axis_write_blocking(FILE *script, char name, const struct axis *axis);
void axis_write_numbers(FILE *script, char name, const struct axis *axis, unsigned room);
void axis_write_percentiles(FILE *script, char name, const struct axis *axis);
