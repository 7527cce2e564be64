#include "report/words.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct words unknown = {"–"};

/* Three significant digits, but all digits of what is before the point; no zeros at the end. */
static void print_number(double value, char digits[32])
{
    double size = fabs(value);
    int decimals = size >= 100 || size == 0 ? 0 : 2 - (int)floor(log10(size));
    snprintf(digits, 32, "%.*f", decimals < 9 ? decimals : 9, value);
    if (strchr(digits, '.') == NULL)
        return;
    char *end = digits + strlen(digits);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
}

/* Puts commas between thousands of what is before the point. */
static void group(const char *digits, char *grouped, size_t size)
{
    size_t whole = strspn(digits, "-0123456789");
    size_t at = 0;
    for (size_t i = 0; digits[i] != '\0' && at + 2 < size; i++) {
        bool comma = i > 0 && i < whole && (whole - i) % 3 == 0 && digits[i - 1] != '-';
        if (comma)
            grouped[at++] = ',';
        grouped[at++] = digits[i];
    }
    grouped[at] = '\0';
}

static struct words with_unit(double value, const char *unit)
{
    if (!isfinite(value) || fabs(value) >= 1e15)
        return unknown;
    char digits[32];
    char grouped[32];
    print_number(value, digits);
    group(digits, grouped, sizeof grouped);
    struct words words;
    snprintf(words.text, sizeof words.text, "%s%s", grouped, unit);
    return words;
}

struct words words_number(double value)
{
    return with_unit(value, "");
}

struct words words_count(double count)
{
    return with_unit(round(count), "");
}

struct words words_rate(double per_s)
{
    return with_unit(per_s, "/s");
}

struct words words_share(double share)
{
    return with_unit(share >= 0.1 ? round(share * 100) : share * 100, " %");
}

struct words words_latency(double us)
{
    if (us >= 999500)
        return with_unit(us / 1e6, " s");
    if (us >= 99.95 || us == 0)
        return with_unit(us / 1e3, " ms");
    return with_unit(us, " µs");
}

struct words words_seconds(double s)
{
    if (!(s >= 120) || s >= 1e9)
        return with_unit(s, " s");
    double minutes = floor(s / 60);
    double rest = floor(s - minutes * 60);
    struct words words;
    if (rest > 0)
        snprintf(words.text, sizeof words.text, "%.0f min %.0f s", minutes, rest);
    else
        snprintf(words.text, sizeof words.text, "%.0f min", minutes);
    return words;
}

struct words words_bytes(double bytes)
{
    static const char *const units[] = {" B", " KiB", " MiB", " GiB", " TiB"};
    unsigned unit = 0;
    while (fabs(bytes) >= 1023.5 && unit < 4) {
        bytes /= 1024;
        unit++;
    }
    return with_unit(unit == 0 ? round(bytes) : bytes, units[unit]);
}
