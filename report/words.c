#include "report/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Digits of a whole number with a blank between groups of three. */
static void group_thousands(const char *digits, char text[WORDS_BYTES])
{
    size_t length = strlen(digits), used = 0;
    for (size_t i = 0; i < length && used + 2 < WORDS_BYTES; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[used++] = ' ';
        text[used++] = digits[i];
    }
    text[used] = '\0';
}

const char *words_count(uint64_t count, char text[WORDS_BYTES])
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
    group_thousands(digits, text);
    return text;
}

static void drop_trailing_zeros(char *text)
{
    char *point = strchr(text, '.');
    if (point == NULL)
        return;
    char *end = text + strlen(text);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
}

/* Three significant digits, two below one; from 100 up whole numbers, rounded to three digits. */
static void positive_number(double value, char text[WORDS_BYTES])
{
    if (value >= 99.95) {
        double unit = pow(10.0, floor(log10(value)) - 2.0);
        words_count((uint64_t)(round(value / unit) * unit + 0.5), text);
        return;
    }
    int decimals = 1;
    if (value < 9.995)
        decimals = 2;
    for (double below = 0.1; value < below && decimals < 6; below /= 10)
        decimals++;
    (void)snprintf(text, WORDS_BYTES, "%.*f", decimals, value);
    drop_trailing_zeros(text);
}

const char *words_number(double value, char text[WORDS_BYTES])
{
    if (!isfinite(value) || fabs(value) >= 1e15) {
        (void)snprintf(text, WORDS_BYTES, "%s", WORDS_UNKNOWN);
        return text;
    }
    if (value >= 0) {
        positive_number(value, text);
        return text;
    }
    char digits[WORDS_BYTES];
    positive_number(-value, digits);
    (void)snprintf(text, WORDS_BYTES, "%s%.*s", strcmp(digits, "0") == 0 ? "" : "-",
                   WORDS_BYTES - 2, digits);
    return text;
}

static const char *with_unit(double value, const char *unit, char text[WORDS_BYTES])
{
    char number[WORDS_BYTES];
    words_number(value, number);
    if (strcmp(number, WORDS_UNKNOWN) == 0)
        unit = "";
    (void)snprintf(text, WORDS_BYTES, "%.*s%s", WORDS_BYTES - 8, number, unit);
    return text;
}

const char *words_duration(double value_us, char text[WORDS_BYTES])
{
    if (fabs(value_us) < 999.5)
        return with_unit(value_us, " us", text);
    if (fabs(value_us) < 999500)
        return with_unit(value_us / 1000, " ms", text);
    return with_unit(value_us / 1e6, " s", text);
}

const char *words_seconds(double value_s, char text[WORDS_BYTES])
{
    return words_duration(value_s * 1e6, text);
}

const char *words_rate(double per_s, char text[WORDS_BYTES])
{
    return with_unit(per_s, "/s", text);
}

/* Whole per cents, but never "0 %" or "100 %" for what only lies near it. */
const char *words_share(double share, char text[WORDS_BYTES])
{
    double per_cent = share * 100;
    if (per_cent >= 9.5 && per_cent < 99)
        per_cent = round(per_cent);
    if (per_cent > 0 && per_cent < 0.01) {
        (void)snprintf(text, WORDS_BYTES, "less than 0.01 %%");
        return text;
    }
    if (per_cent >= 99 && per_cent < 100)
        per_cent = fmin(round(per_cent * 10) / 10, 99.9);
    return with_unit(per_cent, " %", text);
}

const char *words_bytes(double bytes, char text[WORDS_BYTES])
{
    static const char *const units[] = {" bytes", " KiB", " MiB", " GiB", " TiB"};
    unsigned unit = 0;
    while (fabs(bytes) >= 999.5 && unit + 1 < sizeof units / sizeof units[0]) {
        bytes /= 1024;
        unit++;
    }
    return with_unit(bytes, units[unit], text);
}

unsigned words_in(const char *text)
{
    unsigned count = 0;
    for (const char *at = text + strspn(text, " \n\t"); *at != '\0'; at += strspn(at, " \n\t")) {
        count++;
        at += strcspn(at, " \n\t");
    }
    return count;
}

const char *words_plural(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}
