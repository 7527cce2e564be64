#pragma once
/*
 * Which characters may stand where in HTTP, as RFC 9110 and RFC 3986 say; one table look-up each.
 * Independent of the locale.
 */
#include <stdbool.h>
#include <stdint.h>

enum http_character_class {
    HTTP_TOKEN = 1,  /* tchar of RFC 9110 5.6.2: methods and field names */
    HTTP_TARGET = 2, /* in a request target: printable ASCII without '#' */
    HTTP_TEXT = 4,   /* in field values and reasons: HTAB, SP, printable ASCII, obs-text */
    HTTP_HOST = 8    /* in a host name: unreserved, sub-delims and '%' of RFC 3986 */
};

/* Bits of http_character_class. */
extern const uint8_t http_character_classes[256];

static inline bool http_character_is(char character, enum http_character_class class)
{
    return (http_character_classes[(unsigned char)character] & class) != 0;
}

/* The value of a hexadecimal digit of either case, or -1. */
int http_hex_digit(char character);
