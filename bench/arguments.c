#include "bench/arguments.h"

#include <stdarg.h>
#include <string.h>

void arguments_init(struct arguments *arguments)
{
    arguments->values[0] = NULL;
    arguments->count = 0;
    arguments->used = 0;
    arguments->overflow = false;
}

void arguments_add(struct arguments *arguments, const char *format, ...)
{
    size_t room = sizeof arguments->text - arguments->used;
    char *place = arguments->text + arguments->used;
    va_list values;
    va_start(values, format);
    int length = vsnprintf(place, room, format, values);
    va_end(values);
    if (length < 0 || (size_t)length >= room || arguments->count == ARGUMENTS_MAX) {
        arguments->overflow = true;
        return;
    }
    arguments->used += (size_t)length + 1;
    arguments->values[arguments->count++] = place;
    arguments->values[arguments->count] = NULL;
}

/* Words of these characters mean themselves to every shell. */
static bool is_plain(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_=./:,+@%";
    return word[0] != '\0' && strspn(word, plain) == strlen(word);
}

static void print_quoted(const char *word, FILE *stream)
{
    fputc('\'', stream);
    for (; *word != '\0'; word++)
        if (*word == '\'')
            fputs("'\\''", stream);
        else
            fputc(*word, stream);
    fputc('\'', stream);
}

void arguments_print(const struct arguments *arguments, FILE *stream)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (i > 0)
            fputc(' ', stream);
        if (is_plain(arguments->values[i]))
            fputs(arguments->values[i], stream);
        else
            print_quoted(arguments->values[i], stream);
    }
}
