#pragma once
/*
 * SHA-256 of bytes in memory, to tell whether two results came from the same scenario file. An
 * identity, not a protection: nothing secret goes through it. Algorithm: FIPS 180-4, section 6.2.
 */
#include <stddef.h>

#define SHA256_HEX_BYTES 65

/* 64 lower-case hex digits and a NUL. */
void sha256_hex(const void *data, size_t length, char hex[SHA256_HEX_BYTES]);
