#include "core/json_token.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/limits.h"

unsigned char json_peek(const struct json_cursor *cursor, size_t ahead)
{
    size_t at = cursor->at + ahead;
    return at < cursor->length ? (unsigned char)cursor->text[at] : 0;
}

bool json_at_end(const struct json_cursor *cursor)
{
    return cursor->at >= cursor->length;
}

void json_skip_blanks(struct json_cursor *cursor)
{
    unsigned char byte = json_peek(cursor, 0);
    while (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') {
        cursor->at++;
        byte = json_peek(cursor, 0);
    }
}

static bool is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t word_length(const struct json_cursor *cursor)
{
    size_t length = 0;
    for (;; length++) {
        unsigned char byte = json_peek(cursor, length);
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!letter && !is_digit(byte) && byte != '_' && byte != '$')
            return length;
    }
}

bool json_fault(struct json_cursor *cursor, size_t offset, size_t length, const char *hint,
                const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(cursor->fault.words, sizeof cursor->fault.words, format, arguments);
    va_end(arguments);
    cursor->fault.place = (struct json_place){offset, length};
    cursor->fault.hint = hint;
    return false;
}

bool json_fault_unexpected(struct json_cursor *cursor, const char *expected)
{
    size_t at = cursor->at;
    unsigned char byte = json_peek(cursor, 0);
    size_t word = word_length(cursor);
    if (json_at_end(cursor))
        return json_fault(cursor, at, 0, NULL, "the file ends where %s should be", expected);
    if (byte == '/' && (json_peek(cursor, 1) == '/' || json_peek(cursor, 1) == '*'))
        return json_fault(cursor, at, 2, "take it out; a \"description\" can hold the words",
                          "JSON has no comments");
    if (byte == '\'')
        return json_fault(cursor, at, 1, "write \"", "JSON strings stand in double quotes");
    if (byte == '+')
        return json_fault(cursor, at, 1, "leave it out", "a number may not begin with '+'");
    if (byte == '.')
        return json_fault(cursor, at, 1, "write 0.5, not .5", "a number begins with a digit");
    if (word > 0 && !is_digit(byte))
        return json_fault(cursor, at, word, "words stand in double quotes",
                          "%.*s where %s should be", word < 40 ? (int)word : 40, cursor->text + at,
                          expected);
    if (byte > ' ' && byte < 0x7f)
        return json_fault(cursor, at, 1, NULL, "'%c' where %s should be", byte, expected);
    return json_fault(cursor, at, 1, NULL, "byte 0x%02x where %s should be", byte, expected);
}

size_t json_utf8_length(const char *text, size_t length)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (length == 0)
        return 0;
    if (byte[0] < 0x80)
        return 1;
    size_t wanted = byte[0] < 0xc2 ? 0 : byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : 4;
    if (wanted == 0 || byte[0] > 0xf4 || wanted > length)
        return 0;
    for (size_t i = 1; i < wanted; i++)
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (byte[0] == 0xe0 && byte[1] < 0xa0) || (byte[0] == 0xf0 && byte[1] < 0x90);
    bool surrogate = byte[0] == 0xed && byte[1] > 0x9f;
    bool too_large = byte[0] == 0xf4 && byte[1] > 0x8f;
    return overlong || surrogate || too_large ? 0 : wanted;
}

/* The value of the four hex digits at `ahead`, or -1. */
static int hex4(const struct json_cursor *cursor, size_t ahead)
{
    int value = 0;
    for (size_t i = 0; i < 4; i++) {
        int byte = json_peek(cursor, ahead + i);
        int digit = -1;
        if (byte >= '0' && byte <= '9')
            digit = byte - '0';
        else if (byte >= 'a' && byte <= 'f')
            digit = byte - 'a' + 10;
        else if (byte >= 'A' && byte <= 'F')
            digit = byte - 'A' + 10;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static bool take_unicode_escape(struct json_cursor *cursor)
{
    int unit = hex4(cursor, 2);
    if (unit < 0)
        return json_fault(cursor, cursor->at, 2, "as in \\u00e9", "\\u wants four hex digits");
    if (unit == 0)
        return json_fault(cursor, cursor->at, 6, NULL, "\\u0000 is not allowed in a string");
    bool high = unit >= 0xd800 && unit <= 0xdbff;
    bool escape_follows = json_peek(cursor, 6) == '\\' && json_peek(cursor, 7) == 'u';
    int low = high && escape_follows ? hex4(cursor, 8) : -1;
    bool pair = low >= 0xdc00 && low <= 0xdfff;
    if (unit >= 0xd800 && unit <= 0xdfff && !pair)
        return json_fault(cursor, cursor->at, 6, NULL, "half of a surrogate pair stands alone");
    cursor->at += pair ? 12 : 6;
    return true;
}

static bool take_escape(struct json_cursor *cursor)
{
    unsigned char kind = json_peek(cursor, 1);
    if (kind == 'u')
        return take_unicode_escape(cursor);
    if (kind == 0 || strchr("\"\\/bfnrt", kind) == NULL)
        return json_fault(cursor, cursor->at, 2, "known: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9",
                          "unknown escape in a string");
    cursor->at += 2;
    return true;
}

static bool take_string_character(struct json_cursor *cursor, size_t start)
{
    unsigned char byte = json_peek(cursor, 0);
    if (json_at_end(cursor) || byte == '\n' || byte == '\r')
        return json_fault(cursor, start, cursor->at - start, "the closing \" is missing",
                          "this string does not end on its line");
    if (byte == '\\')
        return take_escape(cursor);
    if (byte == '\t')
        return json_fault(cursor, cursor->at, 1, "write \\t", "a raw tab in a string");
    if (byte < 0x20)
        return json_fault(cursor, cursor->at, 1, "write it as \\u00..",
                          "a raw control character (0x%02x) in a string", byte);
    size_t length = json_utf8_length(cursor->text + cursor->at, cursor->length - cursor->at);
    if (length == 0)
        return json_fault(cursor, cursor->at, 1, "save the file as UTF-8",
                          "byte 0x%02x is not UTF-8", byte);
    cursor->at += length;
    return true;
}

bool json_take_string(struct json_cursor *cursor, struct json_place *place)
{
    size_t start = cursor->at++;
    while (json_at_end(cursor) || json_peek(cursor, 0) != '"')
        if (!take_string_character(cursor, start))
            return false;
    cursor->at++;
    *place = (struct json_place){start, cursor->at - start};
    return true;
}

static size_t skip_digits(struct json_cursor *cursor)
{
    size_t start = cursor->at;
    while (is_digit(json_peek(cursor, 0)))
        cursor->at++;
    return cursor->at - start;
}

static bool check_range(struct json_cursor *cursor, size_t start)
{
    char number[JSON_NUMBER_BYTES + 1];
    size_t length = cursor->at - start;
    if (length > JSON_NUMBER_BYTES)
        return json_fault(cursor, start, length, NULL, "a number of more than %d characters",
                          JSON_NUMBER_BYTES);
    memcpy(number, cursor->text + start, length);
    number[length] = '\0';
    if (!isfinite(strtod(number, NULL)))
        return json_fault(cursor, start, length, NULL, "this number is too large");
    return true;
}

/* [.digits] [(e|E) [+|-] digits] */
static bool take_fraction_and_exponent(struct json_cursor *cursor, size_t start)
{
    if (json_peek(cursor, 0) == '.') {
        cursor->at++;
        if (skip_digits(cursor) == 0)
            return json_fault(cursor, start, cursor->at - start, "write 1.0 or 1",
                              "a digit is missing behind the point");
    }
    if (json_peek(cursor, 0) == 'e' || json_peek(cursor, 0) == 'E') {
        bool sign = json_peek(cursor, 1) == '+' || json_peek(cursor, 1) == '-';
        cursor->at += sign ? 2 : 1;
        if (skip_digits(cursor) == 0)
            return json_fault(cursor, start, cursor->at - start, "as in 1e6",
                              "a digit is missing in the exponent");
    }
    return true;
}

bool json_take_number(struct json_cursor *cursor)
{
    size_t start = cursor->at;
    if (json_peek(cursor, 0) == '-')
        cursor->at++;
    bool leading_zero = json_peek(cursor, 0) == '0';
    size_t whole = skip_digits(cursor);
    if (whole == 0)
        return json_fault(cursor, start, 1, NULL, "a '-' without a number");
    if (leading_zero && whole > 1)
        return json_fault(cursor, start, cursor->at - start, "leave the zeros out",
                          "a number may not begin with 0");
    if (!take_fraction_and_exponent(cursor, start))
        return false;
    size_t rest = word_length(cursor);
    if (rest > 0)
        return json_fault(cursor, start, cursor->at - start + rest,
                          "with a unit it is a string: \"10s\"", "this is not a number");
    return check_range(cursor, start);
}

bool json_take_literal(struct json_cursor *cursor)
{
    static const char *const literals[] = {"true", "false", "null"};
    size_t length = word_length(cursor);
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        if (length == strlen(literals[i]) &&
            memcmp(cursor->text + cursor->at, literals[i], length) == 0) {
            cursor->at += length;
            return true;
        }
    }
    return json_fault_unexpected(cursor, "a value");
}
