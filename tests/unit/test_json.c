#include "core/json.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/limits.h"
#include "tests/support/suite.h"

static bool parse(const char *text, struct json_document *document, struct error *error)
{
    return json_parse("a.json", text, strlen(text), document, error);
}

/* True when the text is refused with words that contain `words`. */
static bool refused(const char *text, const char *words)
{
    struct json_document document;
    struct error error;
    if (parse(text, &document, &error)) {
        json_close(&document);
        return false;
    }
    if (strstr(error.text, words) == NULL)
        (void)fprintf(stderr, "%s\n", error.text);
    return strstr(error.text, words) != NULL;
}

static void the_tree_has_what_the_text_says(void)
{
    struct json_document document;
    struct error error;
    CU_ASSERT_TRUE_FATAL(
        parse("{\"\": [1.5e3, -0, true, null], \"k\\u0065y\": \"\\ud83d\\ude00\\n\"}", &document,
              &error));
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(document.root, "");
    CU_ASSERT_EQUAL(cJSON_GetArraySize(array), 4);
    CU_ASSERT_EQUAL(cJSON_GetArrayItem(array, 0)->valuedouble, 1500);
    CU_ASSERT_STRING_EQUAL(cJSON_GetObjectItemCaseSensitive(document.root, "key")->valuestring,
                           "\xf0\x9f\x98\x80\n");
    CU_ASSERT_STRING_EQUAL(document.path, "a.json");
    json_close(&document);
}

static void numbers_of_every_allowed_length_arrive_whole(void)
{
    char text[JSON_NUMBER_BYTES + 3];
    struct json_document document;
    struct error error;
    memset(text, '0', sizeof text);
    memcpy(text, "[1.", 3);
    memcpy(text + 1 + JSON_NUMBER_BYTES - 2, "e2]", 4);
    CU_ASSERT_TRUE_FATAL(parse(text, &document, &error));
    CU_ASSERT_EQUAL(document.root->child->valuedouble, 100);
    json_close(&document);
}

static void check_place(struct json_place place, size_t offset, size_t length)
{
    CU_ASSERT_EQUAL(place.offset, offset);
    CU_ASSERT_EQUAL(place.length, length);
}

static void keys_and_values_are_found_again(void)
{
    struct json_document document;
    struct error error;
    CU_ASSERT_TRUE_FATAL(parse("{\"a\": [10, {\"b\": \"x\"}], \"c\" :0}", &document, &error));
    const cJSON *a = document.root->child;
    const cJSON *b = a->child->next->child;
    check_place(json_value_place(&document, document.root), 0, document.length);
    check_place(json_key_place(&document, a), 1, 3);
    check_place(json_value_place(&document, a), 6, 16);
    check_place(json_value_place(&document, a->child), 7, 2);
    check_place(json_key_place(&document, b), 12, 3);
    check_place(json_value_place(&document, b), 17, 3);
    check_place(json_key_place(&document, a->next), 24, 3);
    check_place(json_value_place(&document, a->next), 29, 1);
    json_close(&document);
}

static void a_path_leads_from_the_root_to_the_item(void)
{
    struct json_document document;
    struct error error;
    char path[JSON_PATH_BYTES];
    CU_ASSERT_TRUE_FATAL(parse("{\"a\": [[], [0, {\"b c\": {\"\": 1}}]]}", &document, &error));
    const cJSON *object = document.root->child->child->next->child->next;
    json_path(&document, document.root, path);
    CU_ASSERT_STRING_EQUAL(path, "");
    json_path(&document, document.root->child, path);
    CU_ASSERT_STRING_EQUAL(path, "a");
    json_path(&document, object, path);
    CU_ASSERT_STRING_EQUAL(path, "a[1][1]");
    json_path(&document, object->child->child, path);
    CU_ASSERT_STRING_EQUAL(path, "a[1][1].b c.");
    json_close(&document);
}

static void a_path_that_is_too_long_is_cut(void)
{
    char text[3000] = "";
    char path[JSON_PATH_BYTES];
    struct json_document document;
    struct error error;
    for (int i = 0; i < 10; i++) {
        size_t length = strlen(text);
        (void)snprintf(text + length, sizeof text - length, "{\"%0100d\":", i);
    }
    strncat(text, "1}}}}}}}}}}", sizeof text - strlen(text) - 1);
    CU_ASSERT_TRUE_FATAL(parse(text, &document, &error));
    const cJSON *item = document.root;
    while (item->child != NULL)
        item = item->child;
    json_path(&document, item, path);
    CU_ASSERT_EQUAL(strlen(path), JSON_PATH_BYTES - 1);
    json_close(&document);
}

static void duplicate_keys_are_refused_at_every_level(void)
{
    CU_ASSERT_TRUE(refused("{\"a\":1,\"b\":2,\"a\":3}", "\"a\" appears twice (first at 1:2)"));
    CU_ASSERT_TRUE(refused("{\"o\":{\"a\":1,\"a\":1}}", "a.json:1:13: error: \"a\" appears twice"));
    CU_ASSERT_TRUE(refused("[[[{\"a\":1,\n\"a\":1}]]]", "a.json:2:1: error: \"a\" appears twice"));
    CU_ASSERT_TRUE(refused("{\"\":1,\"\":1}", "\"\" appears twice"));
    CU_ASSERT_TRUE(refused("{\"a\":1,\"\\u0061\":1}", "\"a\" appears twice"));
}

static void equal_keys_of_different_objects_are_fine(void)
{
    struct json_document document;
    struct error error;
    CU_ASSERT_TRUE_FATAL(
        parse("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}],\"A\":0}", &document, &error));
    json_close(&document);
}

static void what_is_not_json_is_placed(void)
{
    CU_ASSERT_TRUE(refused("{\"a\":01}", "a.json:1:6: error: a number may not begin with 0\n"));
    CU_ASSERT_TRUE(refused("[1]\n x", "a.json:2:2: error: the file goes on behind its value\n"));
}

static void the_size_ends_at_its_limit(void)
{
    struct json_document document;
    struct error error;
    char *text = malloc(JSON_FILE_BYTES_MAX + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, ' ', JSON_FILE_BYTES_MAX + 1);
    text[0] = '7';
    CU_ASSERT_TRUE(json_parse("a.json", text, JSON_FILE_BYTES_MAX, &document, &error));
    json_close(&document);
    CU_ASSERT_FALSE(json_parse("a.json", text, JSON_FILE_BYTES_MAX + 1, &document, &error));
    CU_ASSERT_STRING_EQUAL(error.text,
                           "cannot read a.json: it has 4194305 bytes, more than 4194304");
    free(text);
}

static void opens_not(const char *path, const char *words)
{
    struct json_document document;
    struct error error;
    CU_ASSERT_FALSE(json_open(path, &document, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, words));
}

static void only_regular_files_are_opened(void)
{
    char folder[] = "/tmp/barista-json-XXXXXX";
    char path[64];
    struct json_document document;
    struct error error;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    opens_not(folder, "not a regular file");
    opens_not("/dev/zero", "not a regular file");
    (void)snprintf(path, sizeof path, "%s/a", folder);
    opens_not(path, "No such file or directory");
    CU_ASSERT_EQUAL_FATAL(mkfifo(path, 0600), 0);
    opens_not(path, "not a regular file"); /* and does not hang */
    (void)unlink(path);
    CU_ASSERT_TRUE_FATAL(file_write(path, "[1]", 3, &error));
    CU_ASSERT_TRUE_FATAL(json_open(path, &document, &error));
    CU_ASSERT_STRING_EQUAL(document.text, "[1]");
    json_close(&document);
    CU_ASSERT_EQUAL(truncate(path, JSON_FILE_BYTES_MAX + 1), 0);
    opens_not(path, "more than 4194304");
    (void)unlink(path);
    (void)rmdir(folder);
}

static CU_TestInfo tests[] = {
    {"the tree has what the text says", the_tree_has_what_the_text_says},
    {"numbers of every allowed length arrive whole", numbers_of_every_allowed_length_arrive_whole},
    {"keys and values are found again", keys_and_values_are_found_again},
    {"a path leads from the root to the item", a_path_leads_from_the_root_to_the_item},
    {"a path that is too long is cut", a_path_that_is_too_long_is_cut},
    {"duplicate keys are refused at every level", duplicate_keys_are_refused_at_every_level},
    {"equal keys of different objects are fine", equal_keys_of_different_objects_are_fine},
    {"what is not JSON is placed", what_is_not_json_is_placed},
    {"the size ends at its limit", the_size_ends_at_its_limit},
    {"only regular files are opened", only_regular_files_are_opened},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("json", tests)
