#include "tests/support/scenario_text.h"

#include <CUnit/CUnit.h>
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char base[] =
    "{\"version\": 1, \"name\": \"base\","
    "\"requests\": {\"light\": {\"path\": \"/hello\"}, \"heavy\": {\"path\": \"/work?cpu=5ms\"}},"
    "\"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\", \"rate\": "
    "\"100/s\","
    "\"duration\": \"10s\"}]}";

char *scenario_text_make(const char *key, const char *value)
{
    cJSON *root = cJSON_Parse(base);
    if (key != NULL) {
        cJSON_DeleteItemFromObjectCaseSensitive(root, key);
        if (value != NULL)
            cJSON_AddItemToObject(root, key, cJSON_CreateRaw(value));
    }
    char *text = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

bool scenario_text_parse(const char *key, const char *value, struct scenario *scenario,
                         struct error *error)
{
    char *text = scenario_text_make(key, value);
    bool good = scenario_parse("case.json", text, strlen(text), scenario, error);
    free(text);
    return good;
}

bool scenario_text_refused(const char *key, const char *value, const char *words)
{
    struct scenario scenario;
    struct error error;
    if (scenario_text_parse(key, value, &scenario, &error)) {
        scenario_release(&scenario);
        (void)fprintf(stderr, "%s: %s was accepted\n", key, value);
        return false;
    }
    if (strstr(error.text, words) != NULL)
        return true;
    (void)fprintf(stderr, "%s: %s gave:\n%s\n", key, value, error.text);
    return false;
}
