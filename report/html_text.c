#include "report/html_text.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>

#include "report/text.h"

static const char *entity(uint32_t character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(FILE *page, const char *text)
{
    for (uint32_t character; (character = text_next(&text)) != 0;) {
        char utf8[TEXT_UTF8_BYTES];
        const char *escaped = entity(character);
        if (escaped == NULL && text_encode(character, utf8) > 0)
            escaped = utf8;
        fputs(escaped, page);
    }
}

void html_put(FILE *page, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    for (const char *at = format; *at != '\0'; at++) {
        if (*at != '%') {
            fputc(*at, page);
            continue;
        }
        at++;
        assert(*at == 's' || *at == '%');
        if (*at == '%')
            fputc('%', page);
        else
            html_text(page, va_arg(arguments, const char *));
    }
    va_end(arguments);
}
