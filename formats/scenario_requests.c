#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/scenario_parts.h"
#include "formats/scenario_values.h"

static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

static void read_method(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_request *request = target;
    size_t index;
    if (!scenario_take_choice(reader, item, methods, COUNT_OF(methods), &index))
        return;
    free(request->method);
    request->method = scenario_copy(reader, item, methods[index]);
}

/* Characters that may stand in a request target as they are. RFC 3986 has no [ ]; they are common
 * in queries and harmless. */
static bool is_target_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') ||
           (character != '\0' && strchr("-._~!$&'()*+,;=:@/?%[]", character) != NULL);
}

static bool is_hex(char character)
{
    return character != '\0' && strchr("0123456789abcdefABCDEF", character) != NULL;
}

/* Shows how the character is written right: every byte of it as %XX. */
static bool refuse_target_character(struct scenario_reader *reader, const cJSON *item,
                                    const char *character)
{
    char escapes[4 * 3 + 1] = "";
    char hint[SCENARIO_HINT_BYTES];
    size_t bytes = json_utf8_length(character, strlen(character));
    for (size_t i = 0; i < bytes; i++)
        (void)snprintf(escapes + 3 * i, sizeof escapes - 3 * i, "%%%02X",
                       (unsigned char)character[i]);
    (void)snprintf(hint, sizeof hint, "write %s for it", escapes);
    if (*character == ' ')
        return scenario_refuse(reader, item, hint, "a blank must be percent-encoded");
    if ((unsigned char)*character < ' ' || *character == 0x7f)
        return scenario_refuse(reader, item, hint, "a control character must be percent-encoded");
    return scenario_refuse(reader, item, hint, "'%.*s' must be percent-encoded", (int)bytes,
                           character);
}

static bool check_path(struct scenario_reader *reader, const cJSON *item, const char *path)
{
    if (path[0] != '/')
        return scenario_refuse(reader, item, "without scheme and host, as in \"/hello\"",
                               "must begin with \"/\"");
    for (const char *at = path; *at != '\0'; at++) {
        if (!is_target_character(*at))
            return refuse_target_character(reader, item, at);
        if (*at == '%' && !(is_hex(at[1]) && is_hex(at[2])))
            return scenario_refuse(reader, item, "a % itself is written %25",
                                   "two hex digits must follow '%%'");
    }
    return true;
}

static void read_path(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_request *request = target;
    const char *path = scenario_take_string(reader, item, "\"/hello\"");
    if (path != NULL && check_path(reader, item, path))
        request->path = scenario_copy(reader, item, path);
}

static void read_body(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_request *request = target;
    const char *body = scenario_take_string(reader, item, "the body in double quotes");
    if (body == NULL)
        return;
    request->body = scenario_copy(reader, item, body);
    request->body_length = strlen(body);
    if (request->method != NULL &&
        (strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0))
        (void)scenario_refuse(reader, item, "add \"method\": \"POST\"",
                              "a %s request carries no body", request->method);
}

static void read_timeout(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_request *request = target;
    (void)scenario_take_duration(reader, item, false, SCENARIO_WAIT_MAX_NS, &request->timeout_ns);
}

static void read_status(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_expect *expect = target;
    uint64_t status;
    if (cJSON_IsString(item)) {
        const char *text = item->valuestring;
        if (text[0] < '2' || text[0] > '5' || strcmp(text + 1, "xx") != 0) {
            (void)scenario_refuse(reader, item, "write 200 or \"2xx\"", "\"%.20s\" is no status",
                                  text);
            return;
        }
        expect->status = 0;
        expect->status_class = (unsigned)(text[0] - '0');
    } else if (scenario_take_integer(reader, item, 200, 599, &status)) {
        expect->status = (unsigned)status;
        expect->status_class = 0;
    }
}

static void read_body_length(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_expect *expect = target;
    uint64_t length;
    if (scenario_take_integer(reader, item, 0, RESPONSE_BODY_BYTES_MAX, &length))
        expect->body_length = (int64_t)length;
}

static const struct scenario_field expect_fields[] = {
    {"status", read_status, NULL},
    {"bodyLength", read_body_length, NULL},
};

static const struct scenario_object expect_object = {.fields = expect_fields,
                                                     .field_count = COUNT_OF(expect_fields)};

static void read_expect(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_request *request = target;
    scenario_read_object(reader, item, &expect_object, &request->expect);
}

static void read_headers(struct scenario_reader *reader, const cJSON *item, void *target)
{
    (void)target; /* merged with the defaults' when the request is complete */
    if (scenario_check_headers(reader, item))
        reader->own_headers = item;
}

static const struct scenario_field request_fields[] = {
    {"method", read_method, NULL},   {"path", read_path, "\"/hello\""},
    {"headers", read_headers, NULL}, {"body", read_body, NULL}, /* after the method */
    {"timeout", read_timeout, NULL}, {"expect", read_expect, NULL},
};

static const struct scenario_object request_object = {.fields = request_fields,
                                                      .field_count = COUNT_OF(request_fields)};

static void read_default_headers(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_defaults *defaults = target;
    if (scenario_check_headers(reader, item))
        defaults->headers = item;
}

static void read_default_timeout(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_defaults *defaults = target;
    (void)scenario_take_duration(reader, item, false, SCENARIO_WAIT_MAX_NS, &defaults->timeout_ns);
}

static void read_default_expect(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_defaults *defaults = target;
    scenario_read_object(reader, item, &expect_object, &defaults->expect);
}

static const struct scenario_field defaults_fields[] = {
    {"headers", read_default_headers, NULL},
    {"timeout", read_default_timeout, NULL},
    {"expect", read_default_expect, NULL},
};

static const struct scenario_object defaults_object = {.fields = defaults_fields,
                                                       .field_count = COUNT_OF(defaults_fields)};

void scenario_read_defaults(struct scenario_reader *reader, const cJSON *item, void *target)
{
    (void)target;
    scenario_read_object(reader, item, &defaults_object, &reader->defaults);
}

static void read_request(struct scenario_reader *reader, const cJSON *item,
                         struct scenario_request *request)
{
    if (!scenario_is_identifier(item->string))
        scenario_complain(reader, json_key_place(reader->document, item),
                          "a letter or '_', then letters, digits, '-' and '_'; at most 64",
                          "\"%.70s\" is no name for a request", item->string);
    (void)snprintf(request->name, sizeof request->name, "%s", item->string);
    request->method = scenario_copy(reader, item, "GET");
    request->timeout_ns = reader->defaults.timeout_ns;
    request->expect = reader->defaults.expect;
    reader->own_headers = NULL;
    scenario_read_object(reader, item, &request_object, request);
    scenario_merge_headers(reader, item, request);
}

void scenario_read_requests(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    size_t count = 0;
    if (!cJSON_IsObject(item)) {
        (void)scenario_refuse(reader, item, "write { \"hello\": { \"path\": \"/hello\" } }",
                              "must be an object");
        return;
    }
    for (const cJSON *member = item->child; member != NULL; member = member->next)
        count++;
    if (count == 0 || count > SCENARIO_REQUESTS_MAX) {
        (void)scenario_refuse(reader, item, "as in { \"hello\": { \"path\": \"/hello\" } }",
                              "must have 1 to %d requests, has %zu", SCENARIO_REQUESTS_MAX, count);
        return;
    }
    scenario->requests = calloc(count, sizeof *scenario->requests);
    if (scenario->requests == NULL) {
        (void)scenario_refuse(reader, item, NULL, "out of memory");
        return;
    }
    for (const cJSON *member = item->child; member != NULL; member = member->next)
        read_request(reader, member, &scenario->requests[scenario->request_count++]);
}

void scenario_release_request(struct scenario_request *request)
{
    for (size_t i = 0; i < request->header_count; i++) {
        free(request->headers[i].name);
        free(request->headers[i].value);
    }
    free(request->headers);
    free(request->method);
    free(request->path);
    free(request->body);
}
