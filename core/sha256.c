#include "core/sha256.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BLOCK_BYTES 64
#define ROUNDS      64
#define WORDS       8

/* The first 32 bits of the fractional parts of the square roots of the first 8 primes, and of the
 * cube roots of the first 64. */
static const uint32_t start_words[WORDS] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};
static const uint32_t round_words[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate_right(uint32_t word, unsigned bits)
{
    return (word >> bits) | (word << (32 - bits));
}

static uint32_t read_big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void expand_block(const unsigned char *block, uint32_t schedule[ROUNDS])
{
    for (size_t i = 0; i < 16; i++)
        schedule[i] = read_big_endian(block + 4 * i);
    for (size_t i = 16; i < ROUNDS; i++) {
        uint32_t early = schedule[i - 15];
        uint32_t late = schedule[i - 2];
        uint32_t sigma0 = rotate_right(early, 7) ^ rotate_right(early, 18) ^ (early >> 3);
        uint32_t sigma1 = rotate_right(late, 17) ^ rotate_right(late, 19) ^ (late >> 10);
        schedule[i] = schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1;
    }
}

/* The names a to h and T1, T2 are the standard's. */
static void add_block(uint32_t hash[WORDS], const unsigned char *block)
{
    uint32_t schedule[ROUNDS];
    expand_block(block, schedule);
    uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3];
    uint32_t e = hash[4], f = hash[5], g = hash[6], h = hash[7];
    for (size_t i = 0; i < ROUNDS; i++) {
        uint32_t sum1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
        uint32_t choice = (e & f) ^ (~e & g);
        uint32_t t1 = h + sum1 + choice + round_words[i] + schedule[i];
        uint32_t sum0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
        uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        uint32_t t2 = sum0 + majority;
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const uint32_t added[WORDS] = {a, b, c, d, e, f, g, h};
    for (size_t i = 0; i < WORDS; i++)
        hash[i] += added[i];
}

/* The rest of the message, a 1 bit, zeros, and the message's length in bits as 64 bits. */
static void add_last_blocks(uint32_t hash[WORDS], const unsigned char *rest, size_t rest_bytes,
                            uint64_t message_bytes)
{
    unsigned char blocks[2 * BLOCK_BYTES] = {0};
    size_t padded_bytes = rest_bytes + 1 + 8 <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    if (rest_bytes > 0)
        memcpy(blocks, rest, rest_bytes);
    blocks[rest_bytes] = 0x80;
    for (unsigned i = 0; i < 8; i++)
        blocks[padded_bytes - 1 - i] = (unsigned char)(message_bytes * 8 >> (8 * i));
    for (size_t at = 0; at < padded_bytes; at += BLOCK_BYTES)
        add_block(hash, blocks + at);
}

void sha256_hex(const void *data, size_t length, char hex[SHA256_HEX_BYTES])
{
    const unsigned char *bytes = data;
    uint32_t hash[WORDS];
    memcpy(hash, start_words, sizeof hash);
    size_t at = 0;
    for (; length - at >= BLOCK_BYTES; at += BLOCK_BYTES)
        add_block(hash, bytes + at);
    add_last_blocks(hash, bytes + at, length - at, length);
    for (size_t i = 0; i < WORDS; i++)
        (void)snprintf(hex + 8 * i, 9, "%08x", hash[i]);
}
