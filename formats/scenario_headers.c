#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "formats/scenario_parts.h"
#include "formats/scenario_values.h"

/* Characters of a header's name: a token of RFC 9110, section 5.6.2. */
#define TOKEN_CHARACTERS                                                                           \
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const struct reserved {
    const char *name;
    const char *why;
} reserved[] = {
    {"Host", "the load generator writes it from the URL"},
    {"Content-Length", "the load generator writes it from the body"},
    {"Transfer-Encoding", "the load generator sends bodies with a Content-Length"},
    {"Connection", "the load generator decides when a connection closes"},
    {"Expect", "the load generator does not wait for 100 Continue"},
    {"Upgrade", "the load generator speaks nothing but HTTP/1.1"},
};

static bool check_name(struct scenario_reader *reader, const cJSON *header)
{
    const char *name = header->string;
    struct json_place place = json_key_place(reader->document, header);
    if (name[0] == '\0' || name[strspn(name, TOKEN_CHARACTERS)] != '\0') {
        scenario_complain(reader, place, "letters, digits and -, as in \"X-Request-Id\"",
                          "\"%.64s\" is no header name", name);
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(reserved); i++) {
        if (strcasecmp(reserved[i].name, name) == 0) {
            scenario_complain(reader, place, reserved[i].why, "the header \"%s\" cannot be set",
                              name);
            return false;
        }
    }
    for (const cJSON *other = header->prev; other->next != NULL; other = other->prev) {
        if (strcasecmp(other->string, name) == 0) {
            scenario_complain(reader, place, "names of headers ignore case; keep one of the two",
                              "the header \"%.64s\" is set twice", name);
            return false;
        }
    }
    return true;
}

/* Visible ASCII with blanks and tabs inside: anything else would end the header or confuse it. */
static void check_value(struct scenario_reader *reader, const cJSON *header)
{
    const char *value = scenario_take_string(reader, header, "the value in double quotes");
    if (value == NULL)
        return;
    size_t length = strlen(value);
    if (strpbrk(value, "\r\n") != NULL) {
        (void)scenario_refuse(reader, header, "one line; it would begin another header",
                              "has a line break");
        return;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)value[i];
        if (byte != '\t' && (byte < 0x20 || byte > 0x7e)) {
            (void)scenario_refuse(reader, header, "printable ASCII only",
                                  "has a character that HTTP headers do not carry");
            return;
        }
    }
    if (length > 0 && (strchr(" \t", value[0]) != NULL || strchr(" \t", value[length - 1]) != NULL))
        (void)scenario_refuse(reader, header, "servers cut it off", "begins or ends with a blank");
}

static size_t count_members(const cJSON *object)
{
    size_t count = 0;
    for (const cJSON *item = object != NULL ? object->child : NULL; item != NULL; item = item->next)
        count++;
    return count;
}

bool scenario_check_headers(struct scenario_reader *reader, const cJSON *headers)
{
    if (!cJSON_IsObject(headers))
        return scenario_refuse(reader, headers, "write { \"Accept\": \"*/*\" }",
                               "must be an object");
    if (count_members(headers) > SCENARIO_HEADERS_MAX)
        return scenario_refuse(reader, headers, NULL, "has more than %d headers",
                               SCENARIO_HEADERS_MAX);
    for (const cJSON *header = headers->child; header != NULL; header = header->next)
        if (check_name(reader, header))
            check_value(reader, header);
    return true;
}

static struct scenario_header *find_header(struct scenario_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return &request->headers[i];
    return NULL;
}

static void set_header(struct scenario_reader *reader, const cJSON *item,
                       struct scenario_request *request)
{
    struct scenario_header *header = find_header(request, item->string);
    char *name = scenario_copy(reader, item, item->string);
    char *value = scenario_copy(reader, item, cJSON_IsString(item) ? item->valuestring : "");
    if (name == NULL || value == NULL) {
        free(name);
        free(value);
        return;
    }
    if (header == NULL)
        header = &request->headers[request->header_count++];
    free(header->name);
    free(header->value);
    *header = (struct scenario_header){name, value};
}

void scenario_merge_headers(struct scenario_reader *reader, const cJSON *item,
                            struct scenario_request *request)
{
    const cJSON *const sources[] = {reader->defaults.headers, reader->own_headers};
    size_t capacity = count_members(sources[0]) + count_members(sources[1]);
    assert(request->header_count == 0);
    if (capacity == 0)
        return;
    request->headers = calloc(capacity, sizeof *request->headers);
    if (request->headers == NULL) {
        (void)scenario_refuse(reader, item, NULL, "out of memory");
        return;
    }
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        const cJSON *header = sources[i] != NULL ? sources[i]->child : NULL;
        for (; header != NULL; header = header->next)
            set_header(reader, header, request);
    }
}
