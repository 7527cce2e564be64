#include "core/units.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/limits.h"

#define SHOWN_BYTES 40 /* as much of a wrong text as a message repeats */

struct unit {
    const char *name;
    uint64_t factor;
    unsigned divisor;
};

static const struct unit duration_units[] = {
    {"ns", 1, 1},
    {"us", ONE_US_NS, 1},
    {"ms", ONE_MS_NS, 1},
    {"s", ONE_SECOND_NS, 1},
    {"m", 60 * ONE_SECOND_NS, 1},
    {"h", 3600 * ONE_SECOND_NS, 1},
};
static const struct unit rate_units[] = {
    {"/s", 1, 1},      {"/m", 1, 60},       {"k/s", 1000, 1},
    {"k/m", 1000, 60}, {"M/s", 1000000, 1}, {"M/m", 1000000, 60},
};
static const struct unit size_units[] = {
    {"", 1, 1},
    {"k", 1024, 1},
    {"M", 1048576, 1},
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* A decimal number as written: digits, then perhaps a point and more digits. */
struct decimal {
    uint64_t whole;
    double fraction; /* below 1 */
    bool has_fraction;
    bool overflow;
    size_t length; /* in characters; 0: no number at the start */
};

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static struct decimal read_decimal(const char *text, size_t length)
{
    struct decimal decimal = {0};
    size_t at = 0;
    for (; at < length && is_digit(text[at]); at++) {
        uint64_t digit = (uint64_t)(text[at] - '0');
        if (decimal.whole > (UINT64_MAX - digit) / 10)
            decimal.overflow = true;
        else
            decimal.whole = decimal.whole * 10 + digit;
    }
    if (at > 0 && at + 1 < length && text[at] == '.' && is_digit(text[at + 1])) {
        double digits = 0;
        double power = 1;
        for (at++; at < length && is_digit(text[at]); at++) {
            if (power < 1e15) { /* a double holds no more; the rest is below a nanosecond */
                digits = digits * 10 + (text[at] - '0');
                power *= 10;
            }
        }
        decimal.fraction = digits / power;
        decimal.has_fraction = true;
    }
    decimal.length = at;
    return decimal;
}

static const struct unit *find_unit(const struct unit *units, size_t count, const char *text,
                                    size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(units[i].name) == length && memcmp(units[i].name, text, length) == 0)
            return &units[i];
    return NULL;
}

static int shown(size_t length)
{
    return length < SHOWN_BYTES ? (int)length : SHOWN_BYTES;
}

/* Names what is wrong with a text that is no number with one of the units. */
static bool refuse(const char *text, size_t length, size_t number_length, const char *examples,
                   struct error *error)
{
    if (number_length == 0)
        return error_set(error, "\"%.*s\" does not start with a digit; write %s", shown(length),
                         text, examples);
    return error_set(error, "\"%.*s\" has the unknown unit \"%.*s\"; write %s", shown(length), text,
                     shown(length - number_length), text + number_length, examples);
}

static bool refuse_overflow(const char *text, size_t length, const char *examples,
                            struct error *error)
{
    return error_set(error, "\"%.*s\" is too large; write %s", shown(length), text, examples);
}

bool units_duration(const char *text, size_t length, uint64_t *duration_ns, struct error *error)
{
    static const char examples[] = "\"10s\" or \"250ms\" (ns us ms s m h)";
    struct decimal number = read_decimal(text, length);
    if (number.length > 0 && number.length == length)
        return error_set(error, "\"%.*s\" has no unit; write \"%.*ss\" or \"%.*sms\"",
                         shown(length), text, shown(length), text, shown(length), text);
    const struct unit *unit = find_unit(duration_units, COUNT_OF(duration_units),
                                        text + number.length, length - number.length);
    if (number.length == 0 || unit == NULL)
        return refuse(text, length, number.length, examples, error);
    uint64_t fraction_ns = (uint64_t)(number.fraction * (double)unit->factor + 0.5);
    if (number.overflow || number.whole > (UINT64_MAX - fraction_ns) / unit->factor)
        return refuse_overflow(text, length, examples, error);
    *duration_ns = number.whole * unit->factor + fraction_ns;
    return true;
}

bool units_rate(const char *text, size_t length, double *rate_per_s, struct error *error)
{
    static const char examples[] = "\"500/s\", \"2k/s\" or \"30/m\"";
    struct decimal number = read_decimal(text, length);
    if (number.length > 0 && number.length == length)
        return error_set(error, "\"%.*s\" has no unit; write \"%.*s/s\" or \"%.*s/m\"",
                         shown(length), text, shown(length), text, shown(length), text);
    const struct unit *unit =
        find_unit(rate_units, COUNT_OF(rate_units), text + number.length, length - number.length);
    if (number.length == 0 || unit == NULL)
        return refuse(text, length, number.length, examples, error);
    if (number.overflow)
        return refuse_overflow(text, length, examples, error);
    *rate_per_s = ((double)number.whole + number.fraction) * (double)unit->factor / unit->divisor;
    return true;
}

bool units_size(const char *text, size_t length, uint64_t *size_bytes, struct error *error)
{
    static const char examples[] = "\"512\", \"64k\" or \"1M\"";
    struct decimal number = read_decimal(text, length);
    const struct unit *unit =
        find_unit(size_units, COUNT_OF(size_units), text + number.length, length - number.length);
    if (number.length > 0 && number.has_fraction)
        return error_set(error, "\"%.*s\" is not a whole number of bytes; write %s", shown(length),
                         text, examples);
    if (number.length == 0 || unit == NULL)
        return refuse(text, length, number.length, examples, error);
    if (number.overflow || number.whole > UINT64_MAX / unit->factor)
        return refuse_overflow(text, length, examples, error);
    *size_bytes = number.whole * unit->factor;
    return true;
}

/* Three significant digits, without zeros behind a point: 1.5, 12, 250, 1230. */
static void print_number(double value, const char *unit, char text[UNITS_TEXT_BYTES])
{
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    int length = snprintf(text, UNITS_TEXT_BYTES, "%.*f", decimals, value);
    if (decimals > 0) {
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
    }
    (void)snprintf(text + length, UNITS_TEXT_BYTES - (size_t)length, "%s", unit);
}

void units_print_duration(uint64_t duration_ns, char text[UNITS_TEXT_BYTES])
{
    /* Each unit begins where the smaller one would round to its first value. */
    double value = (double)duration_ns;
    if (duration_ns < 1000)
        print_number(value, " ns", text);
    else if (value < 999.5e3)
        print_number(value / 1e3, " us", text);
    else if (value < 999.5e6)
        print_number(value / 1e6, " ms", text);
    else if (value < 120e9)
        print_number(value / 1e9, " s", text);
    else if (value < 7200e9)
        print_number(value / 60e9, " min", text);
    else
        print_number(value / 3600e9, " h", text);
}

void units_print_rate(double rate_per_s, char text[UNITS_TEXT_BYTES])
{
    if (rate_per_s > 0 && rate_per_s < 0.995)
        print_number(rate_per_s * 60, "/m", text);
    else if (rate_per_s < 999.5)
        print_number(rate_per_s, "/s", text);
    else if (rate_per_s < 999.5e3)
        print_number(rate_per_s / 1e3, "k/s", text);
    else
        print_number(rate_per_s / 1e6, "M/s", text);
}
