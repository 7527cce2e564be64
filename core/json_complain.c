#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/json.h"

#define LINE_COLUMNS   88 /* of the file's line; with its number about 100 */
#define LEFT_COLUMNS   30 /* kept in front of the place when a line is cut */
#define TAB_COLUMNS    4
#define RIGHT_COLUMNS  100 /* a hint that would end beyond this gets a line of its own */
#define WORDS_BYTES    512
#define CUT_MARK       "..."
#define CUT_MARK_BYTES 3

/* A complaint while it is put together; what does not fit makes it too long, not cut. */
struct draft {
    char text[ERROR_TEXT_BYTES];
    size_t length;
    bool too_long;
};

static void append_bytes(struct draft *draft, const char *bytes, size_t length)
{
    if (draft->too_long || length >= sizeof draft->text - draft->length) {
        draft->too_long = true;
        return;
    }
    memcpy(draft->text + draft->length, bytes, length);
    draft->length += length;
    draft->text[draft->length] = '\0';
}

static void append_repeated(struct draft *draft, char character, size_t count)
{
    for (size_t i = 0; i < count; i++)
        append_bytes(draft, &character, 1);
}

/* Invisible characters, and those that turn the direction of writing, so that a text can look
 * different from what it is: U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF. */
static bool deceives(const unsigned char *byte)
{
    if (byte[0] == 0xe2 && byte[1] == 0x80)
        return (byte[2] >= 0x8b && byte[2] <= 0x8f) || (byte[2] >= 0xaa && byte[2] <= 0xae);
    return (byte[0] == 0xe2 && byte[1] == 0x81 && byte[2] >= 0xa0 && byte[2] <= 0xaf) ||
           (byte[0] == 0xef && byte[1] == 0xbb && byte[2] == 0xbf);
}

/* Bytes of the character at `text`; *clean false for what a terminal might obey or not show. */
static size_t next_character(const char *text, size_t length, bool *clean)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t bytes = json_utf8_length(text, length);
    bool control = byte[0] < 0x20 || byte[0] == 0x7f ||
                   (bytes == 2 && byte[0] == 0xc2 && byte[1] < 0xa0) ||
                   (bytes == 3 && deceives(byte));
    *clean = bytes > 0 && !control;
    return bytes > 0 ? bytes : 1;
}

static void append_clean(struct draft *draft, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        bool clean;
        size_t bytes = next_character(text + at, length - at, &clean);
        append_bytes(draft, clean ? text + at : "?", clean ? bytes : 1);
        at += bytes;
    }
}

void json_line_column(const struct json_document *document, size_t offset, unsigned *line,
                      unsigned *column)
{
    *line = 1;
    *column = 1;
    for (size_t at = 0; at < offset && at < document->length; at++) {
        unsigned char byte = (unsigned char)document->text[at];
        if (byte == '\n') {
            (*line)++;
            *column = 1;
        } else if ((byte & 0xc0) != 0x80) { /* not the inner byte of a character */
            (*column)++;
        }
    }
}

/* One line of the file, as it will be shown. Columns count from 0, with tabs spread out. */
struct shown_line {
    const char *text;
    size_t length;
    size_t width;
    size_t place_from; /* columns of the place, cut to this line */
    size_t place_to;
    size_t window_from; /* what is shown of a long line */
    size_t window_to;
};

static size_t columns_of(char first_byte, size_t column)
{
    return first_byte == '\t' ? TAB_COLUMNS - column % TAB_COLUMNS : 1;
}

static void measure_line(struct shown_line *line, size_t place_start, size_t place_end)
{
    size_t column = 0;
    line->place_from = line->place_to = SIZE_MAX;
    for (size_t at = 0; at < line->length;) {
        bool clean;
        if (at >= place_start && line->place_from == SIZE_MAX)
            line->place_from = column;
        if (at >= place_end && line->place_to == SIZE_MAX)
            line->place_to = column;
        column += columns_of(line->text[at], column);
        at += next_character(line->text + at, line->length - at, &clean);
    }
    line->width = column;
    if (line->place_from == SIZE_MAX)
        line->place_from = column;
    if (line->place_to == SIZE_MAX)
        line->place_to = column;
}

static struct shown_line find_line(const struct json_document *document, struct json_place place)
{
    const char *text = document->text;
    size_t from = place.offset;
    while (from > 0 && text[from - 1] != '\n')
        from--;
    const char *end = memchr(text + from, '\n', document->length - from);
    size_t to = end == NULL ? document->length : (size_t)(end - text);
    if (to > from && text[to - 1] == '\r')
        to--;
    struct shown_line line = {.text = text + from, .length = to - from};
    measure_line(&line, place.offset - from, place.offset + place.length - from);
    if (line.width > LINE_COLUMNS) {
        line.window_from = line.place_from > LEFT_COLUMNS ? line.place_from - LEFT_COLUMNS : 0;
        if (line.window_from > line.width - LINE_COLUMNS)
            line.window_from = line.width - LINE_COLUMNS;
    }
    line.window_to = line.window_from + LINE_COLUMNS;
    return line;
}

static void append_line(struct draft *draft, const struct shown_line *line)
{
    size_t column = 0;
    if (line->window_from > 0)
        append_bytes(draft, CUT_MARK, CUT_MARK_BYTES);
    for (size_t at = 0; at < line->length && column < line->window_to;) {
        bool clean;
        size_t columns = columns_of(line->text[at], column);
        size_t bytes = next_character(line->text + at, line->length - at, &clean);
        if (column >= line->window_from) {
            if (line->text[at] == '\t')
                append_repeated(draft, ' ', columns);
            else
                append_bytes(draft, clean ? line->text + at : "?", clean ? bytes : 1);
        }
        column += columns;
        at += bytes;
    }
    if (line->width > line->window_to)
        append_bytes(draft, CUT_MARK, CUT_MARK_BYTES);
}

/* ^~~~ under the place, and the hint: its first line behind the caret, the others below. */
static void append_caret(struct draft *draft, const struct shown_line *line, const char *hint)
{
    size_t cut = line->window_from > 0 ? CUT_MARK_BYTES : 0;
    size_t from = line->place_from - line->window_from + cut;
    size_t to = line->place_to < line->window_to ? line->place_to : line->window_to;
    size_t tildes = to > line->place_from + 1 ? to - line->place_from - 1 : 0;
    append_bytes(draft, "\n      | ", 9);
    append_repeated(draft, ' ', from);
    append_bytes(draft, "^", 1);
    append_repeated(draft, '~', tildes);
    if (hint == NULL)
        return;
    size_t first = strcspn(hint, "\n");
    if (first > 0) {
        bool beside = from + tildes + first < RIGHT_COLUMNS;
        append_bytes(draft, beside ? " " : "\n   ", beside ? 1 : 4);
        append_clean(draft, hint, first);
    }
    while (hint[first] != '\0') {
        hint += first + 1;
        first = strcspn(hint, "\n");
        append_bytes(draft, "\n   ", 4);
        append_clean(draft, hint, first);
    }
}

static bool append_draft(const struct draft *draft, struct error *error)
{
    size_t length = strlen(error->text);
    size_t separator = length > 0 ? 2 : 0;
    if (draft->too_long || length + separator + draft->length >= sizeof error->text)
        return false;
    memcpy(error->text + length, "\n\n", separator);
    memcpy(error->text + length + separator, draft->text, draft->length + 1);
    return true;
}

bool json_complain(const struct json_document *document, struct json_place place,
                   struct error *error, const char *hint, const char *format, ...)
{
    struct draft draft = {.text = ""};
    char words[WORDS_BYTES];
    char head[64];
    unsigned line_number;
    unsigned column;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);

    json_line_column(document, place.offset, &line_number, &column);
    struct shown_line line = find_line(document, place);
    append_clean(&draft, document->path, strlen(document->path));
    (void)snprintf(head, sizeof head, ":%u:%u: error: ", line_number, column);
    append_bytes(&draft, head, strlen(head));
    append_clean(&draft, words, strlen(words));
    (void)snprintf(head, sizeof head, "\n%5u | ", line_number);
    append_bytes(&draft, head, strlen(head));
    append_line(&draft, &line);
    append_caret(&draft, &line, hint);
    return append_draft(&draft, error);
}
