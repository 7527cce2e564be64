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

#define PHASE                                                                                      \
    "\"name\": \"p\", \"executor\": \"constant-arrival-rate\", \"rate\": \"1/s\", "                \
    "\"duration\": \"1s\""
#define STAIRS "\"name\": \"p\", \"executor\": \"staircase-arrival-rate\""

/* One field of a good scenario set to this: what files of their own would not be worth. */
static const char *const wrong_fields[][2] = {
    {"$schema", "1"},
    {"name", "7"},
    {"repetitions", "101"},
    {"repetitions", "1.5"},
    {"servers", "\"event-loop\""},
    {"servers", "{}"},
    {"connections", "10"},
    {"connections", "{\"max\": \"10\"}"},
    {"connections", "{\"max\": 1.5}"},
    {"defaults", "[]"},
    {"defaults", "{\"body\": \"x\"}"},
    {"defaults", "{\"headers\": []}"},
    {"defaults", "{\"expect\": 200}"},
    {"defaults", "{\"expect\": {\"status\": 199}}"},
    {"defaults", "{\"expect\": {\"bodyLength\": 1.5}}"},
    {"defaults", "{\"expect\": {\"bodyLength\": -1}}"},
    {"requests", "{\"light\": \"/hello\"}"},
    {"requests", "{\"light\": {\"path\": 1}}"},
    {"requests", "{\"light\": {\"path\": \"/\", \"method\": \"POST\", \"body\": {}}}"},
    {"mix", "[\"light\"]"},
    {"mix", "[{\"request\": \"light\", \"weight\": 1, \"more\": 1}]"},
    {"mix", "[{\"request\": \"light\", \"weight\": 1e10}]"},
    {"phases", "{}"},
    {"phases", "\"load\""},
    {"phases", "[{\"rate\": \"1/s\", \"duration\": \"1s\"}]"},
    {"phases", "[{\"name\": \"p\", \"executor\": \"ramping-arrival-rate\"}]"},
    {"phases",
     "[{\"executor\": \"constant-arrival-rate\", \"rate\": \"1/s\", \"duration\": \"1s\"}]"},
    {"phases", "[{" PHASE ", \"warmup\": 1}]"},
    {"phases", "[{" PHASE ", \"maxInFlight\": 1.5}]"},
    {"phases", "[{" PHASE ", \"maxInFlight\": 1000001}]"},
    {"phases", "[{" STAIRS ", \"rates\": [\"1/s\"]}]"},
    {"phases", "[{" STAIRS ", \"stepDuration\": \"1s\"}]"},
    {"objective", "{\"threshold\": \"errorRate < 1%\", \"phase\": \"load\"}"},
    {"thresholds", "\"errorRate < 1%\""},
    {"thresholds", "{}"},
    {"generator", "\"auto\""},
    {"generator", "{\"threads\": 0}"},
    {"generator", "{\"threads\": 257}"},
    {"generator", "{\"spin\": \"always\"}"},
    {"generator", "{\"spin\": 80}"},
    {"servers", "[{\"model\": \"m\", \"external\": \"node\"}]"},
    {"servers", "[{\"model\": \"m\", \"cpus\": 0}]"},
    {"servers", "[{\"model\": \"m\", \"cpus\": 1025}]"},
    {"servers", "[{\"model\": \"m\", \"cpus\": 1.5}]"},
    {"servers", "[{\"model\": \"m\", \"options\": []}]"},
    {"servers", "[{\"model\": \"m\", \"options\": \"--workers=2\"}]"},
};

static void checker_and_schema_refuse_every_wrong_field(void)
{
    struct json_document schema;
    struct error error;
    CU_ASSERT_TRUE_FATAL(json_open(SCHEMA_PATH, &schema, &error));
    for (size_t i = 0; i < sizeof wrong_fields / sizeof *wrong_fields; i++) {
        struct json_document document;
        char *text = scenario_text_make(wrong_fields[i][0], wrong_fields[i][1]);
        CU_ASSERT_TRUE_FATAL(json_parse("a.json", text, strlen(text), &document, &error));
        bool by_schema = !schema_accepts(schema.root, document.root);
        bool by_checker = scenario_text_refused(wrong_fields[i][0], wrong_fields[i][1], "error: ");
        if (!by_schema)
            (void)fprintf(stderr, "the schema accepts %s\n", text);
        CU_ASSERT_TRUE(by_schema && by_checker);
        json_close(&document);
        free(text);
    }
    json_close(&schema);
}

/* The field's key stands in the README as code. */
static bool is_explained(const char *readme, const char *key)
{
    char code[NAME_BYTES + 2];
    (void)snprintf(code, sizeof code, "`%s`", key);
    return strstr(readme, code) != NULL;
}

static unsigned check_fields(const cJSON *properties, const char *readme)
{
    unsigned count = 0;
    for (const cJSON *field = properties->child; field != NULL; field = field->next, count++) {
        bool described = cJSON_GetObjectItemCaseSensitive(field, "description") != NULL ||
                         cJSON_GetObjectItemCaseSensitive(field, "$ref") != NULL;
        bool explained = is_explained(readme, field->string);
        if (!described || !explained)
            (void)fprintf(stderr, "not described or not in the README: %s\n", field->string);
        CU_ASSERT_TRUE(described && explained);
    }
    return count;
}

static unsigned visit_objects(const cJSON *schema, const char *readme)
{
    unsigned count = 0;
    for (const cJSON *item = schema->child; item != NULL; item = item->next) {
        if (item->string != NULL && strcmp(item->string, "properties") == 0)
            count += check_fields(item, readme);
        if (item->string == NULL || strcmp(item->string, "if") != 0)
            count += visit_objects(item, readme);
    }
    return count;
}

static void every_field_is_described_in_schema_and_readme(void)
{
    struct json_document schema;
    struct error error;
    size_t length;
    char *readme = golden_read(SOURCE_DIR "/scenarios/README.md", &length);
    CU_ASSERT_TRUE_FATAL(json_open(SCHEMA_PATH, &schema, &error));
    CU_ASSERT_TRUE(visit_objects(schema.root, readme) > 50);
    json_close(&schema);
    free(readme);
}

static void the_readmes_example_is_a_scenario(void)
{
    static const char fence[] = "```json\n";
    struct scenario scenario;
    struct error error;
    size_t length;
    char *readme = golden_read(SOURCE_DIR "/scenarios/README.md", &length);
    const char *start = strstr(readme, fence);
    CU_ASSERT_PTR_NOT_NULL_FATAL(start);
    start += strlen(fence);
    const char *end = strstr(start, "```");
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    CU_ASSERT_TRUE_FATAL(
        scenario_parse("README.md", start, (size_t)(end - start), &scenario, &error));
    scenario_release(&scenario);
    free(readme);
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
    {"every field is described in schema and README",
     every_field_is_described_in_schema_and_readme},
    {"defaults are filled in", defaults_are_filled_in},
    {"a spin of zero is not auto", a_spin_of_zero_is_not_auto},
    {"the fingerprint is that of the file's bytes", the_fingerprint_is_that_of_the_files_bytes},
    {"a scenario cut off anywhere is refused", a_scenario_cut_off_anywhere_is_refused_without_harm},
    {"a missing file is named", a_missing_file_is_named},
    {"checker and schema refuse every wrong field", checker_and_schema_refuse_every_wrong_field},
    {"the README's example is a scenario", the_readmes_example_is_a_scenario},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario", tests)
