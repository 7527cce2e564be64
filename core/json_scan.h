#pragma once
/*
 * Is this text JSON, by the letter of RFC 8259, and where in it does every key and value stand?
 * cJSON takes much that the RFC forbids ("01", raw line breaks in strings, bad escapes, a text that
 * goes on behind its end) and remembers no places, so core/json runs this scan first. It builds no
 * tree and does not look for duplicate keys: core/json compares those unescaped.
 *
 *     struct json_scan scan;
 *     if (!json_scan(text, length, &scan))       scan.fault says what and where
 *         …
 *     json_scan_release(&scan);                  in both cases
 *
 * Beyond the grammar it refuses what no file of ours needs: depth over JSON_DEPTH_MAX, numbers
 * beyond a double's range or JSON_NUMBER_BYTES, \u0000, lone surrogates, a byte-order mark.
 */
#include <stdint.h>

#include "core/json_token.h"

/* One value. 32 bits are enough: files end at 4 MiB. */
struct json_scan_entry {
    uint32_t key_offset;
    uint32_t key_length; /* 0: not a member of an object */
    uint32_t value_offset;
    uint32_t value_length;
};

struct json_scan {
    struct json_scan_entry *entries; /* in the order in which values begin in the text; owned */
    size_t count;
    struct json_fault fault;
};

/* length <= JSON_FILE_BYTES_MAX. */
MUST_CHECK bool json_scan(const char *text, size_t length, struct json_scan *scan);
void json_scan_release(struct json_scan *scan);
