#include "report/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#define REPLACEMENT 0xFFFD

/* Marks that reorder or hide what follows: U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F,
 * U+FEFF. A name made of them would read as another. */
static bool is_hidden(uint32_t character)
{
    return (character >= 0x200B && character <= 0x200F) ||
           (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2060 && character <= 0x206F) || character == 0xFEFF;
}

static uint32_t fit(uint32_t character)
{
    if (character == '\t' || character == '\n' || character == '\r')
        return ' ';
    if (character < 0x20 || (character >= 0x7F && character < 0xA0))
        return REPLACEMENT;
    if (character >= 0xD800 && character <= 0xDFFF)
        return REPLACEMENT;
    if (character > 0x10FFFF || (character & 0xFFFE) == 0xFFFE || is_hidden(character))
        return REPLACEMENT;
    return character;
}

uint32_t text_next(const char **cursor)
{
    const unsigned char *bytes = (const unsigned char *)*cursor;
    if (bytes[0] == '\0')
        return 0;

    static const struct {
        unsigned char mask, lead;
        unsigned more;
        uint32_t least; /* below it the form is overlong */
    } forms[] = {{0x80, 0x00, 0, 0},
                 {0xE0, 0xC0, 1, 0x80},
                 {0xF0, 0xE0, 2, 0x800},
                 {0xF8, 0xF0, 3, 0x10000}};

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if ((bytes[0] & forms[i].mask) != forms[i].lead)
            continue;
        uint32_t character = bytes[0] & (unsigned char)~forms[i].mask;
        unsigned more = 0;
        while (more < forms[i].more && (bytes[more + 1] & 0xC0) == 0x80)
            character = character << 6 | (bytes[++more] & 0x3F);
        if (more < forms[i].more || character < forms[i].least)
            break;
        *cursor += more + 1;
        return fit(character);
    }
    *cursor += 1;
    return REPLACEMENT;
}

size_t text_encode(uint32_t character, char utf8[TEXT_UTF8_BYTES])
{
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 1; character >>= 6)
        utf8[i] = (char)(0x80 | (character & 0x3F));
    utf8[0] = (char)(leads[length] | character);
    utf8[length] = '\0';
    return length;
}

static unsigned columns_of(uint32_t character)
{
    bool wide = (character >= 0x1100 && character <= 0x115F) ||
                (character >= 0x2E80 && character <= 0xA4CF) ||
                (character >= 0xAC00 && character <= 0xD7A3) ||
                (character >= 0xF900 && character <= 0xFAFF) ||
                (character >= 0xFE30 && character <= 0xFE6F) ||
                (character >= 0xFF00 && character <= 0xFF60) ||
                (character >= 0x1F300 && character <= 0x1FAFF) ||
                (character >= 0x20000 && character <= 0x3FFFD);
    return wide ? 2 : 1;
}

unsigned text_columns(const char *text)
{
    unsigned columns = 0;
    for (uint32_t character; (character = text_next(&text)) != 0;)
        columns += columns_of(character);
    return columns;
}

void text_clean(const char *text, unsigned columns, char *clean, size_t size)
{
    static const char dots[] = "…";
    bool whole = text_columns(text) <= columns;
    unsigned room = whole || columns == 0 ? columns : columns - 1;
    size_t length = 0;
    unsigned used = 0;
    for (uint32_t character; (character = text_next(&text)) != 0;) {
        char utf8[TEXT_UTF8_BYTES];
        size_t bytes = text_encode(character, utf8);
        used += columns_of(character);
        if (used > room || length + bytes + sizeof dots > size) {
            whole = false;
            break;
        }
        memcpy(clean + length, utf8, bytes);
        length += bytes;
    }
    clean[length] = '\0';
    if (!whole && length + sizeof dots <= size && columns > 0)
        memcpy(clean + length, dots, sizeof dots);
}

void text_quote(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (uint32_t character; (character = text_next(&text)) != 0;) {
        char utf8[TEXT_UTF8_BYTES];
        if (character == '"')
            fputs("”", stream);
        else if (character == '\\')
            fputs("\\\\", stream);
        else if (text_encode(character, utf8) > 0)
            fputs(utf8, stream);
    }
    fputc('"', stream);
}

/* A blank after a digit and before a letter or a sign: "70 ms", "26 %". */
static bool joins_number(const char *text, const char *blank)
{
    bool number = blank > text && blank[-1] >= '0' && blank[-1] <= '9';
    bool unit = strchr("%kmMGsµ", blank[1]) != NULL && blank[1] != '\0';
    return number && unit;
}

size_t text_line(const char *text, unsigned columns)
{
    const char *cursor = text;
    const char *blank = NULL;
    for (unsigned used = 0;;) {
        const char *before = cursor;
        uint32_t character = text_next(&cursor);
        if (character == 0)
            return (size_t)(before - text);
        if (character == ' ' && !joins_number(text, before))
            blank = before;
        used += columns_of(character);
        if (used > columns && character != ' ')
            return (size_t)((blank != NULL ? blank : before) - text);
    }
}

void text_append(char *text, size_t size, const char *format, ...)
{
    size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    int wanted = vsnprintf(text + length, size - length, format, arguments);
    va_end(arguments);
    if (wanted < 0 || (size_t)wanted < size - length)
        return;
    size_t end = strlen(text); /* it was cut: perhaps in the middle of a character */
    size_t start = end;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0xC0)
        text[start - 1] = '\0';
}
