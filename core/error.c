#include "core/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

bool error_set_errno(struct error *error, const char *format, ...)
{
    int number = errno; /* vsnprintf may change it */
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    size_t length = strlen(error->text);
    char words[128];
    (void)snprintf(error->text + length, sizeof error->text - length, ": %s",
                   strerror_r(number, words, sizeof words));
    return false;
}

bool error_prefix(struct error *error, const char *format, ...)
{
    struct error callee = *error;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    size_t length = strlen(error->text);
    size_t space = sizeof error->text - length - 1;
    size_t wanted = strnlen(callee.text, sizeof callee.text);
    size_t copied = wanted < space ? wanted : space;
    memcpy(error->text + length, callee.text, copied);
    error->text[length + copied] = '\0';
    return false;
}
