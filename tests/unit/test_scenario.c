#include "formats/scenario.h"

#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "tests/support/golden.h"
#include "tests/support/scenario_text.h"
#include "tests/support/schema.h"
#include "tests/support/suite.h"

#define CASES       "tests/golden/scenario/"
#define SCHEMA_PATH SOURCE_DIR "/scenarios/schema/scenario.schema.json"

/* Messages name the file alone, so that they do not depend on where the tests run. */
static bool parse_file(const char *path, const char *name, struct error *error)
{
    struct scenario scenario;
    size_t length;
    char *text = golden_read(path, &length);
    bool good = scenario_parse(name, text, length, &scenario, error);
    if (good)
        scenario_release(&scenario);
    free(text);
    return good;
}

static void check_message(const char *path, const char *name, void *context)
{
    struct error error;
    char golden_path[PATH_BYTES];
    char found[ERROR_TEXT_BYTES + 1];
    (void)context;
    bool good = parse_file(path, name, &error);
    if (good)
        (void)fprintf(stderr, "%s was accepted\n", path);
    CU_ASSERT_FALSE_FATAL(good);
    (void)snprintf(found, sizeof found, "%s\n", error.text);
    (void)snprintf(golden_path, sizeof golden_path, "%.*s.txt", (int)(strlen(path) - 5), path);
    golden_compare(golden_path, found);
}

static void every_wrong_file_gets_its_message(void)
{
    size_t count = golden_each(CASES "bad", ".json", check_message, NULL);
    count += golden_each(CASES "checker-only", ".json", check_message, NULL);
    count += golden_each(CASES "syntax", ".json", check_message, NULL);
    CU_ASSERT_TRUE(count >= 150);
}

static void check_good(const char *path, const char *name, void *context)
{
    struct error error;
    (void)context;
    bool good = parse_file(path, name, &error);
    if (!good)
        (void)fprintf(stderr, "%s\n", error.text);
    CU_ASSERT_TRUE(good);
}

static void good_files_and_those_that_we_ship_are_accepted(void)
{
    CU_ASSERT_TRUE(golden_each(CASES "good", ".json", check_good, NULL) >= 8);
    CU_ASSERT_TRUE(golden_each("scenarios", ".json", check_good, NULL) >= 2);
}

struct agreement {
    struct json_document schema;
    bool accepts;
};

static void check_schema(const char *path, const char *name, void *context)
{
    const struct agreement *agreement = context;
    struct json_document document;
    struct error error;
    (void)name;
    CU_ASSERT_TRUE_FATAL(json_open(path, &document, &error));
    bool accepted = schema_accepts(agreement->schema.root, document.root);
    if (accepted != agreement->accepts)
        (void)fprintf(stderr, "the schema %s %s\n", accepted ? "accepts" : "refuses", path);
    CU_ASSERT_EQUAL(accepted, agreement->accepts);
    json_close(&document);
}

static void the_schema_agrees_with_the_checker(void)
{
    struct agreement agreement = {.accepts = true};
    struct error error;
    CU_ASSERT_TRUE_FATAL(json_open(SCHEMA_PATH, &agreement.schema, &error));
    (void)golden_each(CASES "good", ".json", check_schema, &agreement);
    (void)golden_each("scenarios", ".json", check_schema, &agreement);
    (void)golden_each(CASES "checker-only", ".json", check_schema, &agreement);
    agreement.accepts = false;
    (void)golden_each(CASES "bad", ".json", check_schema, &agreement);
    json_close(&agreement.schema);
}

static void count_descriptions(const cJSON *properties, unsigned *fields, unsigned *described)
{
    for (const cJSON *field = properties->child; field != NULL; field = field->next) {
        const cJSON *description = cJSON_GetObjectItemCaseSensitive(field, "description");
        const cJSON *reference = cJSON_GetObjectItemCaseSensitive(field, "$ref");
        (*fields)++;
        if (description != NULL || reference != NULL)
            (*described)++;
        else
            (void)fprintf(stderr, "no description: %s\n", field->string);
    }
}

static void visit_objects(const cJSON *schema, unsigned *fields, unsigned *described)
{
    for (const cJSON *item = schema->child; item != NULL; item = item->next) {
        bool under_if = item->string != NULL && strcmp(item->string, "if") == 0;
        if (item->string != NULL && strcmp(item->string, "properties") == 0)
            count_descriptions(item, fields, described);
        if (!under_if)
            visit_objects(item, fields, described);
    }
}

static void every_field_of_the_schema_is_described(void)
{
    struct json_document schema;
    struct error error;
    unsigned fields = 0;
    unsigned described = 0;
    CU_ASSERT_TRUE_FATAL(json_open(SCHEMA_PATH, &schema, &error));
    visit_objects(schema.root, &fields, &described);
    CU_ASSERT_TRUE(fields > 50);
    CU_ASSERT_EQUAL(fields, described);
    json_close(&schema);
}

static void defaults_are_filled_in(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(NULL, NULL, &scenario, &error));
    CU_ASSERT_STRING_EQUAL(scenario.path, "case.json");
    CU_ASSERT_STRING_EQUAL(scenario.name, "base");
    CU_ASSERT_PTR_NULL(scenario.title);
    CU_ASSERT_EQUAL(scenario.server_count, 0);
    CU_ASSERT_EQUAL(scenario.seed, 1);
    CU_ASSERT_EQUAL(scenario.repetitions, 1);
    CU_ASSERT_EQUAL(scenario.connections_max, 1024);
    CU_ASSERT_EQUAL(scenario.generator_threads, 0);
    CU_ASSERT_TRUE(scenario.spin_auto);
    CU_ASSERT_FALSE(scenario.has_objective);
    CU_ASSERT_EQUAL(scenario.threshold_count, 0);
    CU_ASSERT_EQUAL(scenario_load_ns(&scenario), 10 * ONE_SECOND_NS);
    scenario_release(&scenario);
}

static void a_spin_of_zero_is_not_auto(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(
        scenario_text_parse("generator", "{\"threads\": 3, \"spin\": \"0us\"}", &scenario, &error));
    CU_ASSERT_EQUAL(scenario.generator_threads, 3);
    CU_ASSERT_FALSE(scenario.spin_auto);
    CU_ASSERT_EQUAL(scenario.spin_ns, 0);
    scenario_release(&scenario);
}

static void the_fingerprint_is_that_of_the_files_bytes(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(
        scenario_read(SOURCE_DIR "/tests/golden/scenario/good/shortest.json", &scenario, &error));
    CU_ASSERT_STRING_EQUAL(scenario.sha256_hex,
                           "c4d2decb7ec7aa27e32c3eb257410a1465c9560465e29ab8bc386f7826a4488f");
    scenario_release(&scenario);
}

static void a_scenario_cut_off_anywhere_is_refused_without_harm(void)
{
    size_t length;
    char *text = golden_read(SOURCE_DIR "/scenarios/cpu-tail.json", &length);
    size_t end = length;
    while (end > 0 && text[end - 1] != '}')
        end--;
    for (size_t cut = 0; cut < end; cut++) {
        struct scenario scenario;
        struct error error;
        bool good = scenario_parse("cut.json", text, cut, &scenario, &error);
        CU_ASSERT_FALSE_FATAL(good);
        CU_ASSERT_EQUAL(strncmp(error.text, "cut.json:", 9), 0);
    }
    free(text);
}

static void a_missing_file_is_named(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_FALSE(scenario_read("/nowhere/at-all.json", &scenario, &error));
    CU_ASSERT_STRING_EQUAL(error.text,
                           "cannot open /nowhere/at-all.json: No such file or directory");
}

static CU_TestInfo tests[] = {
    {"every wrong file gets its message", every_wrong_file_gets_its_message},
    {"good files and those that we ship are accepted",
     good_files_and_those_that_we_ship_are_accepted},
    {"the schema agrees with the checker", the_schema_agrees_with_the_checker},
    {"every field of the schema is described", every_field_of_the_schema_is_described},
    {"defaults are filled in", defaults_are_filled_in},
    {"a spin of zero is not auto", a_spin_of_zero_is_not_auto},
    {"the fingerprint is that of the file's bytes", the_fingerprint_is_that_of_the_files_bytes},
    {"a scenario cut off anywhere is refused", a_scenario_cut_off_anywhere_is_refused_without_harm},
    {"a missing file is named", a_missing_file_is_named},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario", tests)
