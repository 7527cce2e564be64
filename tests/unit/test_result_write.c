#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/json.h"
#include "formats/result.h"
#include "tests/support/example_result.h"
#include "tests/support/suite.h"

#define GOLDEN SOURCE_DIR "/tests/golden/result/example.json"
#define SCHEMA SOURCE_DIR "/results/schema/result.schema.json"

static char *print(const struct result *result)
{
    struct error error;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    CU_ASSERT(result_print(result, stream, &error));
    (void)fclose(stream);
    return text;
}

/* After an intended change of the format: UPDATE_GOLDEN=1 test_result_write */
static void writes_the_golden_file(void)
{
    struct error error;
    struct result result = example_result();
    char *text = print(&result);
    if (getenv("UPDATE_GOLDEN") != NULL)
        CU_ASSERT(file_write(GOLDEN, text, strlen(text), &error));
    char *golden;
    size_t length;
    CU_ASSERT_FATAL(file_read(GOLDEN, JSON_FILE_BYTES_MAX, &golden, &length, &error));
    size_t same = 0;
    while (text[same] != '\0' && text[same] == golden[same])
        same++;
    if (text[same] != golden[same])
        printf("\n    from byte %zu: %.60s\n    golden: %.60s ", same, text + same, golden + same);
    CU_ASSERT_EQUAL(text[same], golden[same]);
    free(text);
    free(golden);
    result_release(&result);
}

static void file_and_stream_are_the_same(void)
{
    char folder[] = "/tmp/test_result_write.XXXXXX";
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    char path[64];
    (void)snprintf(path, sizeof path, "%s/result.json", folder);
    struct error error;
    struct result result = example_result();
    CU_ASSERT(result_write(&result, path, &error));
    char *written;
    size_t length;
    CU_ASSERT_FATAL(file_read(path, JSON_FILE_BYTES_MAX, &written, &length, &error));
    char *printed = print(&result);
    CU_ASSERT_STRING_EQUAL(written, printed);
    free(written);
    free(printed);
    result_release(&result);
    CU_ASSERT_EQUAL(unlink(path), 0);
    CU_ASSERT_EQUAL(rmdir(folder), 0); /* no temporary file is left */
}

static void a_stream_that_takes_nothing_is_an_error(void)
{
    struct error error;
    struct result result = example_result();
    FILE *full = fopen("/dev/full", "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(full);
    CU_ASSERT_FALSE(result_print(&result, full, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "cannot print the result: No space left on device");
    (void)fclose(full);
    CU_ASSERT_FALSE(result_write(&result, "/nowhere/result.json", &error));
    CU_ASSERT_STRING_EQUAL(error.text,
                           "cannot write /nowhere/result.json: No such file or directory");
    result_release(&result);
}

/* The part of JSON Schema that ours uses, types and numbers' ranges left out. */
static unsigned check_schema(const cJSON *root, const cJSON *schema, const cJSON *item);

static const cJSON *at(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const cJSON *resolve(const cJSON *root, const cJSON *schema)
{
    const cJSON *reference = at(schema, "$ref");
    if (reference == NULL)
        return schema;
    return resolve(root, at(at(root, "$defs"), strrchr(reference->valuestring, '/') + 1));
}

static bool is_known(const cJSON *root, const cJSON *schema, const char *name)
{
    schema = resolve(root, schema);
    if (at(at(schema, "properties"), name) != NULL)
        return true;
    const cJSON *part;
    cJSON_ArrayForEach(part, at(schema, "allOf")) if (is_known(root, part, name)) return true;
    return false;
}

static unsigned fault(const cJSON *item, const char *words, const char *name)
{
    printf("\n    %s: %s %s ", item->string != NULL ? item->string : "[]", words, name);
    return 1;
}

static unsigned check_members(const cJSON *root, const cJSON *schema, const cJSON *item)
{
    unsigned faults = 0;
    bool closed = cJSON_IsFalse(at(schema, "additionalProperties")) ||
                  cJSON_IsFalse(at(schema, "unevaluatedProperties"));
    const cJSON *required;
    cJSON_ArrayForEach(required, at(schema, "required")) faults +=
        at(item, required->valuestring) == NULL ? fault(item, "lacks", required->valuestring) : 0;
    for (const cJSON *member = item->child; member != NULL; member = member->next) {
        const cJSON *property = at(at(schema, "properties"), member->string);
        if (property == NULL && cJSON_IsObject(at(schema, "additionalProperties")))
            property = at(schema, "additionalProperties");
        if (property != NULL)
            faults += check_schema(root, property, member);
        else if (closed && !is_known(root, schema, member->string))
            faults += fault(item, "has the unknown", member->string);
    }
    return faults;
}

static unsigned check_schema(const cJSON *root, const cJSON *schema, const cJSON *item)
{
    schema = resolve(root, schema);
    unsigned faults = 0;
    const cJSON *part;
    cJSON_ArrayForEach(part, at(schema, "allOf")) faults += check_schema(root, part, item);
    const cJSON *type = at(schema, "type");
    if (cJSON_IsString(type) && strcmp(type->valuestring, "object") == 0) {
        faults += cJSON_IsObject(item) ? 0 : fault(item, "is no", "object");
        faults += check_members(root, schema, item);
    }
    if (cJSON_IsString(type) && strcmp(type->valuestring, "array") == 0) {
        faults += cJSON_IsArray(item) ? 0 : fault(item, "is no", "array");
        for (const cJSON *element = item->child; element != NULL; element = element->next)
            faults += check_schema(root, at(schema, "items"), element);
    }
    return faults;
}

/* Names: the schema asks for what is written, and knows nothing else. */
static void what_is_written_is_what_the_schema_says(void)
{
    struct error error;
    struct json_document schema;
    struct json_document document;
    struct result result = example_result();
    char *text = print(&result);
    CU_ASSERT_FATAL(json_open(SCHEMA, &schema, &error));
    CU_ASSERT_FATAL(json_parse("example", text, strlen(text), &document, &error));
    CU_ASSERT_EQUAL(check_schema(schema.root, schema.root, document.root), 0);
    cJSON_DeleteItemFromObjectCaseSensitive(document.root, "seed"); /* the check can fail */
    CU_ASSERT_PTR_NOT_NULL(cJSON_AddNullToObject(cJSON_GetObjectItem(document.root, "lag"), "p98"));
    CU_ASSERT_EQUAL(check_schema(schema.root, schema.root, document.root), 2);
    json_close(&schema);
    json_close(&document);
    free(text);
    result_release(&result);
}

static CU_TestInfo tests[] = {
    {"the golden file is written to the byte", writes_the_golden_file},
    {"the file holds what the stream gets, and nothing else is left", file_and_stream_are_the_same},
    {"a stream or folder that takes nothing is an error", a_stream_that_takes_nothing_is_an_error},
    {"what is written is what the schema says", what_is_written_is_what_the_schema_says},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("result_write", tests)
