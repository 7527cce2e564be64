#include "servers/request.h"

#include <string.h>

#include "core/http_characters.h"
#include "core/units.h"

#define HELLO_BYTES        13 /* "Hello, world!" */
#define BODY_BYTES_DEFAULT 2  /* "ok" */
#define VALUE_BYTES        32 /* the longest sensible value: "999999999.999999999ms" */

/* A piece of the target. */
struct slice {
    const char *text;
    size_t length;
};

static bool is_text(struct slice slice, const char *text)
{
    return slice.length == strlen(text) && memcmp(slice.text, text, slice.length) == 0;
}

/* Takes off what stands before the first `separator`, or everything. */
static struct slice take_until(struct slice *rest, char separator)
{
    const char *found = memchr(rest->text, separator, rest->length);
    struct slice taken = {rest->text, found != NULL ? (size_t)(found - rest->text) : rest->length};
    size_t gone = found != NULL ? taken.length + 1 : taken.length;
    *rest = (struct slice){rest->text + gone, rest->length - gone};
    return taken;
}

/* For messages: at most so much of a client's text is repeated to it. */
static int shown(struct slice slice)
{
    return (int)(slice.length < VALUE_BYTES ? slice.length : VALUE_BYTES);
}

static enum stats_route route_of(struct slice path)
{
    if (is_text(path, "/hello"))
        return STATS_ROUTE_HELLO;
    if (is_text(path, "/work"))
        return STATS_ROUTE_WORK;
    if (is_text(path, "/healthz"))
        return STATS_ROUTE_HEALTHZ;
    return STATS_ROUTE_OTHER;
}

/* Percent-decodes into value[VALUE_BYTES]; a value that is too long or ill-formed is refused. */
static bool decode(struct slice encoded, char *value, size_t *length)
{
    *length = 0;
    for (size_t i = 0; i < encoded.length; i++) {
        char character = encoded.text[i];
        if (character == '%') {
            if (encoded.length - i < 3)
                return false;
            int high = http_hex_digit(encoded.text[i + 1]);
            int low = http_hex_digit(encoded.text[i + 2]);
            if (high < 0 || low < 0)
                return false;
            character = (char)(high << 4 | low);
            i += 2;
        }
        if (*length == VALUE_BYTES || character <= ' ' || character > '~')
            return false;
        value[(*length)++] = character;
    }
    return true;
}

/* The steps whose value is a duration. */
static const struct timed_step {
    const char *name;
    enum step_kind kind;
    uint64_t limit_ns;
} timed_steps[] = {
    {"cpu", STEP_CPU, WORK_CPU_MAX_NS},
    {"wait", STEP_WAIT, WORK_WAIT_MAX_NS},
};

static bool read_timed(struct request *request, const struct timed_step *step, struct slice value,
                       struct error *error)
{
    uint64_t amount_ns;
    if (!units_duration(value.text, value.length, &amount_ns, error))
        return error_prefix(error, "step %s: ", step->name);
    if (amount_ns > step->limit_ns) {
        char most[UNITS_TEXT_BYTES];
        units_print_duration(step->limit_ns, most);
        return error_set(error,
                         "step %s: %.*s is more than %s, the most that a request may ask for",
                         step->name, (int)value.length, value.text, most);
    }
    request->steps[request->step_count++] = (struct step){step->kind, amount_ns};
    return true;
}

static bool read_bytes(struct request *request, struct slice value, struct error *error)
{
    if (!units_size(value.text, value.length, &request->body_bytes, error))
        return error_prefix(error, "step bytes: ");
    if (request->body_bytes <= WORK_BYTES_MAX)
        return true;
    return error_set(error,
                     "step bytes: %.*s is more than %dM, the most that a request may ask for",
                     (int)value.length, value.text, WORK_BYTES_MAX / (1024 * 1024));
}

static bool read_step(struct request *request, struct slice name, struct slice encoded,
                      struct error *error)
{
    const size_t count = sizeof timed_steps / sizeof timed_steps[0];
    size_t i = 0;
    while (i < count && !is_text(name, timed_steps[i].name))
        i++;
    if (i == count && !is_text(name, "bytes"))
        return error_set(error, "unknown step \"%.*s\": there are cpu, wait and bytes", shown(name),
                         name.text);

    char decoded[VALUE_BYTES];
    struct slice value = {decoded, 0};
    if (!decode(encoded, decoded, &value.length))
        return error_set(error, "step %.*s: \"%.*s\" is not a plain value such as 5ms or 64k",
                         (int)name.length, name.text, shown(encoded), encoded.text);
    return i < count ? read_timed(request, &timed_steps[i], value, error)
                     : read_bytes(request, value, error);
}

static bool read_steps(struct request *request, struct slice query, struct error *error)
{
    unsigned seen = 0;
    while (query.length > 0) {
        struct slice value = take_until(&query, '&');
        struct slice name = take_until(&value, '=');
        if (seen++ == WORK_STEPS_MAX)
            return error_set(error, "a request may have %d steps at most", WORK_STEPS_MAX);
        if (!read_step(request, name, value, error))
            return false;
    }
    return true;
}

static unsigned refuse(struct error *error, unsigned status, const char *why)
{
    error_set(error, "%s", why);
    return status;
}

static unsigned read_get(struct request *request, struct slice query, struct error *error)
{
    request->body_bytes = request->route == STATS_ROUTE_HELLO ? HELLO_BYTES : BODY_BYTES_DEFAULT;
    if (request->route == STATS_ROUTE_OTHER)
        return refuse(error, 404, "there is nothing here but /hello, /work and /healthz");
    if (request->route == STATS_ROUTE_WORK && !read_steps(request, query, error)) {
        request->step_count = 0;
        return 400;
    }
    return 200;
}

void request_read(struct request *request, const struct http_request *http, struct error *error)
{
    struct slice query = {http->target, http->target_length};
    request->route = route_of(take_until(&query, '?'));
    request->step_count = 0;
    request->body_bytes = 0;

    switch (http->method) {
    case HTTP_METHOD_OPTIONS:
        request->status = 204;
        break;
    case HTTP_METHOD_GET:
    case HTTP_METHOD_HEAD:
        request->status = read_get(request, query, error);
        break;
    case HTTP_METHOD_CONNECT:
    case HTTP_METHOD_TRACE:
    case HTTP_METHOD_OTHER:
        request->status = refuse(error, 405, "only GET, HEAD and OPTIONS are allowed");
    }
}
