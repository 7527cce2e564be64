#pragma once
/*
 * Counter-based random numbers: number k of a purpose depends on (seed, purpose, k) and on nothing
 * else, so any thread can compute any of them in any order, and changing the use of one purpose
 * never shifts another. Not for secrets.
 *
 * Mixing function: the finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom
 * number generators", OOPSLA 2014), applied to a key per (seed, purpose) plus a Weyl sequence.
 */
#include <stdint.h>

enum random_purpose {
    RANDOM_ARRIVALS = 1, /* gaps between arrivals */
    RANDOM_MIX,          /* which request an arrival sends */
    RANDOM_PICK,         /* which idle connection takes it */
    RANDOM_ORDER,        /* order of trials */
};

/* One stream: cheap to copy, nothing to release. */
struct random_stream {
    uint64_t key;
};

struct random_stream random_stream_init(uint64_t seed, enum random_purpose purpose);

/* A stream of its own for part `part` (a phase, a thread) of another stream. */
struct random_stream random_stream_part(struct random_stream stream, uint64_t part);

/* 64 random bits: number k. */
uint64_t random_bits(struct random_stream stream, uint64_t k);

/* In the open interval (0, 1): never 0 and never 1, so its logarithm is finite. */
double random_unit(struct random_stream stream, uint64_t k);

/* Exponential with mean 1: -ln of random_unit. */
double random_exponential(struct random_stream stream, uint64_t k);

/* A whole number below `bound` (> 0), without bias worth speaking of (< bound / 2^64). */
uint64_t random_below(struct random_stream stream, uint64_t k, uint64_t bound);
