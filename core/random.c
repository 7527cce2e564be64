#include "core/random.h"

#include <assert.h>
#include <math.h>

__extension__ typedef unsigned __int128 wide_uint;

#define GOLDEN_GAMMA UINT64_C(0x9e3779b97f4a7c15) /* 2^64 / golden ratio, odd: a Weyl sequence */

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct random_stream random_stream_init(uint64_t seed, enum random_purpose purpose)
{
    return (struct random_stream){
        mix(mix(seed + GOLDEN_GAMMA) ^ (GOLDEN_GAMMA * (uint64_t)purpose))};
}

struct random_stream random_stream_part(struct random_stream stream, uint64_t part)
{
    return (struct random_stream){mix(mix(stream.key) + GOLDEN_GAMMA * (part + 1))};
}

uint64_t random_bits(struct random_stream stream, uint64_t k)
{
    return mix(stream.key + GOLDEN_GAMMA * (k + 1));
}

double random_unit(struct random_stream stream, uint64_t k)
{
    return ((double)(random_bits(stream, k) >> 11) + 0.5) * 0x1p-53;
}

double random_exponential(struct random_stream stream, uint64_t k)
{
    return -log(random_unit(stream, k));
}

uint64_t random_below(struct random_stream stream, uint64_t k, uint64_t bound)
{
    assert(bound > 0);
    return (uint64_t)(((wide_uint)random_bits(stream, k) * bound) >> 64);
}
