#include "core/json_scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/limits.h"

#define NO_ENTRY SIZE_MAX

struct scanner {
    struct json_cursor cursor;
    unsigned depth;
    struct json_scan *scan;
    size_t capacity; /* of scan->entries */
};

/* Index of the entry of the value that begins here, or NO_ENTRY with the fault set. */
static size_t add_entry(struct scanner *scanner, struct json_place key)
{
    struct json_scan *scan = scanner->scan;
    if (scan->count == scanner->capacity) {
        size_t capacity = scanner->capacity == 0 ? 64 : scanner->capacity * 2;
        struct json_scan_entry *entries = realloc(scan->entries, capacity * sizeof *entries);
        if (entries == NULL) {
            (void)json_fault(&scanner->cursor, scanner->cursor.at, 1, NULL, "out of memory");
            return NO_ENTRY;
        }
        scan->entries = entries;
        scanner->capacity = capacity;
    }
    scan->entries[scan->count] = (struct json_scan_entry){
        .key_offset = (uint32_t)key.offset,
        .key_length = (uint32_t)key.length,
        .value_offset = (uint32_t)scanner->cursor.at,
    };
    return scan->count++;
}

static bool never_closed(struct json_cursor *cursor, size_t open, char close)
{
    return json_fault(cursor, open, 1, NULL, "no '%c' closes this '%c'", close, cursor->text[open]);
}

/* Behind a member or an element: takes the comma, or stops in front of the closing bracket. */
static bool take_separator(struct json_cursor *cursor, size_t open, char close)
{
    size_t value_end = cursor->at;
    json_skip_blanks(cursor);
    unsigned char byte = json_peek(cursor, 0);
    if (byte == (unsigned char)close)
        return true;
    if (json_at_end(cursor))
        return never_closed(cursor, open, close);
    if (byte == '"' || byte == '{' || byte == '[') /* shown where the comma belongs */
        return json_fault(cursor, value_end - 1, 1, "behind this", "a comma is missing");
    if (byte != ',')
        return json_fault_unexpected(cursor, close == '}' ? "',' or '}'" : "',' or ']'");
    size_t comma = cursor->at++;
    json_skip_blanks(cursor);
    if (json_peek(cursor, 0) == '}' || json_peek(cursor, 0) == ']')
        return json_fault(cursor, comma, 1, "take it out", "a comma behind the last element");
    return true;
}

static bool scan_value(struct scanner *scanner, struct json_place key);

static bool scan_member(struct scanner *scanner)
{
    struct json_cursor *cursor = &scanner->cursor;
    struct json_place key;
    if (json_peek(cursor, 0) != '"')
        return json_fault_unexpected(cursor, "a key in double quotes");
    if (!json_take_string(cursor, &key))
        return false;
    json_skip_blanks(cursor);
    if (json_peek(cursor, 0) != ':')
        return json_fault(cursor, key.offset, key.length, "a ':' and a value are missing",
                          "a key without a value");
    cursor->at++;
    json_skip_blanks(cursor);
    return scan_value(scanner, key);
}

static bool scan_container(struct scanner *scanner, char close)
{
    struct json_cursor *cursor = &scanner->cursor;
    const struct json_place no_key = {0, 0};
    size_t open = cursor->at;
    if (++scanner->depth > JSON_DEPTH_MAX)
        return json_fault(cursor, open, 1, NULL, "nested deeper than %d levels", JSON_DEPTH_MAX);
    cursor->at++;
    json_skip_blanks(cursor);
    while (json_peek(cursor, 0) != (unsigned char)close) {
        if (json_at_end(cursor))
            return never_closed(cursor, open, close);
        if (!(close == '}' ? scan_member(scanner) : scan_value(scanner, no_key)))
            return false;
        if (!take_separator(cursor, open, close))
            return false;
    }
    cursor->at++;
    scanner->depth--;
    return true;
}

static bool scan_by_first_byte(struct scanner *scanner)
{
    struct json_place place;
    unsigned char byte = json_peek(&scanner->cursor, 0);
    if (byte == '{')
        return scan_container(scanner, '}');
    if (byte == '[')
        return scan_container(scanner, ']');
    if (byte == '"')
        return json_take_string(&scanner->cursor, &place);
    if (byte == '-' || (byte >= '0' && byte <= '9'))
        return json_take_number(&scanner->cursor);
    return json_take_literal(&scanner->cursor);
}

/* Recursive: JSON_DEPTH_MAX bounds the stack. */
static bool scan_value(struct scanner *scanner, struct json_place key)
{
    size_t entry = add_entry(scanner, key);
    if (entry == NO_ENTRY || !scan_by_first_byte(scanner))
        return false;
    struct json_scan_entry *value = &scanner->scan->entries[entry];
    value->value_length = (uint32_t)scanner->cursor.at - value->value_offset;
    return true;
}

static bool check_encoding(struct json_cursor *cursor)
{
    if (cursor->length >= 3 && memcmp(cursor->text, "\xef\xbb\xbf", 3) == 0)
        return json_fault(cursor, 0, 1, "save it as UTF-8 without BOM",
                          "the file begins with a byte-order mark");
    if (cursor->length >= 2 &&
        (memcmp(cursor->text, "\xff\xfe", 2) == 0 || memcmp(cursor->text, "\xfe\xff", 2) == 0))
        return json_fault(cursor, 0, 1, "save it as UTF-8", "the file is in UTF-16");
    return true;
}

static bool scan_text(struct scanner *scanner)
{
    struct json_cursor *cursor = &scanner->cursor;
    if (!check_encoding(cursor))
        return false;
    json_skip_blanks(cursor);
    if (json_at_end(cursor))
        return json_fault(cursor, 0, 0, NULL, "the file is empty");
    if (!scan_value(scanner, (struct json_place){0, 0}))
        return false;
    json_skip_blanks(cursor);
    if (!json_at_end(cursor))
        return json_fault(cursor, cursor->at, 1, NULL, "the file goes on behind its value");
    return true;
}

bool json_scan(const char *text, size_t length, struct json_scan *scan)
{
    assert(length <= JSON_FILE_BYTES_MAX);
    *scan = (struct json_scan){0};
    struct scanner scanner = {.cursor = {.text = text, .length = length}, .scan = scan};
    bool good = scan_text(&scanner);
    scan->fault = scanner.cursor.fault;
    return good;
}

void json_scan_release(struct json_scan *scan)
{
    free(scan->entries);
    *scan = (struct json_scan){0};
}
