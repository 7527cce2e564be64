#include "bench/suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "tests/support/folder.h"
#include "tests/support/suite.h"

static struct folder root;

static void put(const char *name, const char *text)
{
    char path[PATH_BYTES];
    char folder[PATH_BYTES];
    struct error error;
    (void)folder_join(&root, name, path);
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    CU_ASSERT_FATAL(file_make_folder(folder, &error));
    CU_ASSERT_FATAL(file_write(path, text, strlen(text), &error));
}

static void put_scenario(const char *file, const char *name)
{
    char text[512];
    (void)snprintf(text, sizeof text,
                   "{\"version\": 1, \"name\": \"%s\",\n"
                   " \"requests\": {\"hello\": {\"path\": \"/hello\"}},\n"
                   " \"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\",\n"
                   "   \"rate\": \"100/s\", \"duration\": \"1s\"}]}\n",
                   name);
    put(file, text);
}

static bool read_files(struct suite *suite, const char *first, const char *second,
                       struct error *error)
{
    char paths[2][PATH_BYTES];
    const char *const given[] = {paths[0], paths[1]};
    (void)folder_join(&root, first, paths[0]);
    if (second != NULL)
        (void)folder_join(&root, second, paths[1]);
    return suite_read(suite, given, second != NULL ? 2 : 1, error);
}

static void a_suite_is_named_after_its_scenario_or_by_their_number(void)
{
    struct suite suite;
    struct error error;
    folder_make(&root);
    put_scenario("a.json", "first");
    put_scenario("b.json", "second");
    CU_ASSERT_FATAL(read_files(&suite, "a.json", NULL, &error));
    CU_ASSERT_STRING_EQUAL(suite.name, "first");
    CU_ASSERT_PTR_NOT_NULL(strstr(suite.entries[0].text, "\"first\""));
    suite_release(&suite);
    CU_ASSERT_FATAL(read_files(&suite, "a.json", "b.json", &error));
    CU_ASSERT_STRING_EQUAL(suite.name, "2-scenarios");
    CU_ASSERT_STRING_EQUAL(suite.entries[1].scenario.name, "second");
    suite_release(&suite);
    folder_remove(&root);
}

static void the_errors_of_all_files_are_told_at_once(void)
{
    struct suite suite;
    struct error error;
    folder_make(&root);
    put("a.json", "{\"version\": 1,}");
    put("b.json", "{\"version\": 2}");
    CU_ASSERT_FALSE(read_files(&suite, "a.json", "b.json", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "a.json:1:"));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "b.json:1:"));
    CU_ASSERT_FALSE(read_files(&suite, "none.json", NULL, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "none.json: No such file or directory"));
    folder_remove(&root);
}

static void two_scenarios_of_one_name_are_refused(void)
{
    struct suite suite;
    struct error error;
    folder_make(&root);
    put_scenario("a.json", "same");
    put_scenario("b.json", "same");
    CU_ASSERT_FALSE(read_files(&suite, "a.json", "b.json", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "are both named \"same\"; give one another name"));
    folder_remove(&root);
}

static void the_default_list_is_found_here_and_above_the_programs(void)
{
    struct suite suite;
    struct error error;
    char programs[PATH_BYTES];
    char before[PATH_BYTES];
    folder_make(&root);
    put("build/bin/bench", "");
    put("scenarios/default.list", "# the suite\n\na.json  \nb.json");
    put_scenario("scenarios/a.json", "first");
    put_scenario("scenarios/b.json", "second");
    (void)folder_join(&root, "build/bin", programs);
    CU_ASSERT_FATAL(getcwd(before, sizeof before) != NULL && chdir(programs) == 0);
    CU_ASSERT_FATAL(suite_read_default(&suite, programs, &error));
    CU_ASSERT_STRING_EQUAL(suite.name, "default");
    CU_ASSERT_EQUAL(suite.count, 2);
    suite_release(&suite);
    CU_ASSERT_EQUAL_FATAL(chdir(root.path), 0);
    CU_ASSERT_FATAL(suite_read_default(&suite, "/nonexistent", &error));
    CU_ASSERT_STRING_EQUAL(suite.entries[0].scenario.path, "scenarios/a.json");
    suite_release(&suite);
    CU_ASSERT_EQUAL_FATAL(chdir(before), 0);
    folder_remove(&root);
}

static void a_missing_or_empty_list_is_told_with_the_remedy(void)
{
    struct suite suite;
    struct error error;
    char before[PATH_BYTES];
    folder_make(&root);
    CU_ASSERT_FATAL(getcwd(before, sizeof before) != NULL && chdir(root.path) == 0);
    CU_ASSERT_FALSE(suite_read_default(&suite, "/nonexistent/bin", &error));
    CU_ASSERT_STRING_EQUAL(error.text, "there is no scenarios/default.list here or above "
                                       "/nonexistent/bin; name the scenarios to run: bench run "
                                       "FILE.json");
    put("scenarios/default.list", "# nothing\n");
    CU_ASSERT_FALSE(suite_read_default(&suite, "/nonexistent/bin", &error));
    CU_ASSERT_STRING_EQUAL(error.text, "scenarios/default.list names no scenario");
    CU_ASSERT_EQUAL_FATAL(chdir(before), 0);
    folder_remove(&root);
}

static CU_TestInfo tests[] = {
    {"a suite is named after its scenario, or by their number",
     a_suite_is_named_after_its_scenario_or_by_their_number},
    {"the errors of all files are told at once", the_errors_of_all_files_are_told_at_once},
    {"two scenarios of one name are refused", two_scenarios_of_one_name_are_refused},
    {"the default list is found here and above the programs",
     the_default_list_is_found_here_and_above_the_programs},
    {"a missing or empty list is told with the remedy",
     a_missing_or_empty_list_is_told_with_the_remedy},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("suite", tests)
