/*
 * The real programs together: bench on the smoke scenario, from plan to report. Shape is asserted,
 * never speed: under sanitizers and on a loaded machine everything may be late.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/json.h"
#include "core/version.h"
#include "formats/result.h"
#include "tests/support/folder.h"
#include "tests/support/process.h"
#include "tests/support/suite.h"

#define TEXT_BYTES (64 * 1024)

static const char *programs; /* their folder; set once by main() */
static struct folder folder;
static char output[TEXT_BYTES];
static char messages[TEXT_BYTES];

static const char *const servers[] = {"thread-per-request", "event-loop"};

static const char *program(const char *name)
{
    static char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/%s", programs, name);
    return path;
}

static bool is_optimised(void)
{
    const struct version *version = version_get();
    return strcmp(version->build_type, "Release") == 0 && version->sanitizers[0] == '\0';
}

static int bench(const char *scenario, const char *flag)
{
    char out[PATH_BYTES];
    (void)snprintf(out, sizeof out, "--out=%s", folder.path);
    const char *argv[] = {program("bench"), "run", scenario, out, flag, NULL};
    return process_run(argv, output, messages, TEXT_BYTES);
}

static bool has_file(const char *name)
{
    char path[PATH_BYTES];
    struct stat status;
    return stat(folder_join(&folder, name, path), &status) == 0 && status.st_size > 0;
}

static void check_has(const char *trial, const char *name)
{
    char file[PATH_BYTES];
    (void)snprintf(file, sizeof file, "%s/%s", trial, name);
    if (!has_file(file))
        fprintf(stderr, "missing: %s\n", file);
    CU_ASSERT_TRUE(has_file(file));
}

/* Every planned request is in exactly one class, in each step and in each request's share of it. */
static uint64_t check_books(const struct result_step *step)
{
    uint64_t shares = 0;
    for (unsigned r = 0; r < step->request_count; r++)
        shares += step->requests[r].planned;
    uint64_t ended = 0;
    for (unsigned outcome = 0; outcome < OUTCOMES; outcome++)
        ended += step->measures.outcomes[outcome];
    CU_ASSERT_EQUAL(ended, step->measures.planned);
    CU_ASSERT_EQUAL(shares, step->measures.planned);
    return step->measures.planned;
}

/* Returns how many requests step 0 of the last phase held: the same for every server. */
static uint64_t check_result(const char *trial)
{
    char path[PATH_BYTES];
    char file[PATH_BYTES];
    struct error error;
    struct result result;
    (void)snprintf(file, sizeof file, "%s/result.json", trial);
    if (!result_read(folder_join(&folder, file, path), &result, &error)) {
        CU_FAIL("result.json cannot be read");
        fprintf(stderr, "%s\n", error.text);
        return 0;
    }
    CU_ASSERT_EQUAL(result.phase_count, 2);
    CU_ASSERT_FALSE(result.interrupted);
    CU_ASSERT_EQUAL(result.measures.outcomes[OUTCOME_OK], result.measures.planned);
    uint64_t planned = 0;
    for (unsigned p = 0; p < result.phase_count; p++)
        for (unsigned s = 0; s < result.phases[p].step_count; s++)
            planned = check_books(&result.phases[p].steps[s]);
    result_release(&result);
    return planned;
}

static void check_json(const char *name)
{
    char path[PATH_BYTES];
    struct json_document document;
    struct error error;
    bool opened = json_open(folder_join(&folder, name, path), &document, &error);
    CU_ASSERT_TRUE(opened);
    if (opened)
        json_close(&document);
}

static void check_page(void)
{
    char *page = folder_read(&folder, "latest/report.html");
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "</html>"));
    CU_ASSERT_PTR_NULL(strstr(page, "<script"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "default-src &#39;none&#39;") != NULL
                               ? page
                               : strstr(page, "default-src 'none'"));
    for (unsigned s = 0; s < 2; s++)
        CU_ASSERT_PTR_NOT_NULL(strstr(page, servers[s]));
    CU_ASSERT(strlen(page) < 1536 * 1024);
    free(page);
}

static void a_bench_goes_from_plan_to_report(void)
{
    static const char *const trial_files[] = {"result.json",   "timeseries.csv", "slow.ndjson",
                                              "events.ndjson", "samples.ndjson", "scenario.json",
                                              "commands.txt"};
    static const char *const charts[] = {"c1", "c2", "c4", "c5"};

    folder_make(&folder);
    int status =
        bench(SOURCE_DIR "/scenarios/smoke.json", is_optimised() ? NULL : "--allow-unoptimised");
    CU_ASSERT_EQUAL(status, 0);
    if (status != 0)
        fprintf(stderr, "%s\n", messages);
    check_json("latest/run.json");
    check_json("latest/summary.json");
    CU_ASSERT_TRUE(has_file("latest/summary.csv"));
    uint64_t planned[2];
    for (unsigned s = 0; s < 2; s++) {
        char trial[PATH_BYTES];
        (void)snprintf(trial, sizeof trial, "latest/trials/smoke/%s/1", servers[s]);
        for (unsigned f = 0; f < sizeof trial_files / sizeof trial_files[0]; f++)
            check_has(trial, trial_files[f]);
        planned[s] = check_result(trial);
    }
    CU_ASSERT(planned[0] > 0);
    CU_ASSERT_EQUAL(planned[0], planned[1]); /* the same arrivals for every server */
    check_page();
    for (unsigned c = 0; c < sizeof charts / sizeof charts[0]; c++) {
        char name[PATH_BYTES];
        (void)snprintf(name, sizeof name, "latest/charts/smoke-%s.svg", charts[c]);
        CU_ASSERT_TRUE(has_file(name));
        (void)snprintf(name, sizeof name, "latest/charts/smoke-%s.png", charts[c]);
        CU_ASSERT_TRUE(has_file(name));
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "report.html"));
}

static void a_report_is_made_again_without_gnuplot(void)
{
    char latest[PATH_BYTES];
    (void)folder_join(&folder, "latest", latest);
    const char *argv[] = {"/usr/bin/env", "PATH=/nonexistent", program("report"), latest, NULL};
    CU_ASSERT_EQUAL(process_run(argv, output, messages, TEXT_BYTES), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "gnuplot"));
    check_page();
    folder_remove(&folder);
}

static void a_wrong_scenario_shows_its_place_and_runs_nothing(void)
{
    static const char wrong[] = "{ \"version\": 1, \"name\": \"wrong\",\n"
                                "  \"requests\": { \"hello\": { \"path\": \"/hello\" } },\n"
                                "  \"phases\": [ { \"name\": \"load\",\n"
                                "    \"executor\": \"constant-arrival-rate\",\n"
                                "    \"rate\": \"1k/s\", \"duratoin\": \"10s\" } ] }\n";
    char path[PATH_BYTES];
    char place[PATH_BYTES + 32];
    folder_make(&folder);
    FILE *file = fopen(folder_join(&folder, "wrong.json", path), "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    (void)fputs(wrong, file);
    (void)fclose(file);
    CU_ASSERT_EQUAL(bench(path, NULL), 2);
    (void)snprintf(place, sizeof place, "%s:5:21: error: ", path);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, place));
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "did you mean \"duration\"?"));
    CU_ASSERT_FALSE(has_file("latest"));
    const char *argv[] = {program("loadgen"), "check", path, NULL};
    CU_ASSERT_EQUAL(process_run(argv, output, messages, TEXT_BYTES), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, place));
    folder_remove(&folder);
}

static void unoptimised_builds_are_refused(void)
{
    if (is_optimised())
        return; /* nothing to refuse: the stand-ins of test_bench.c cover the words */
    folder_make(&folder);
    CU_ASSERT_EQUAL(bench(SOURCE_DIR "/scenarios/smoke.json", NULL), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "--allow-unoptimised"));
    CU_ASSERT_FALSE(has_file("latest"));
    folder_remove(&folder);
}

static CU_TestInfo tests[] = {
    {"a bench goes from plan to report", a_bench_goes_from_plan_to_report},
    {"a report is made again without gnuplot", a_report_is_made_again_without_gnuplot},
    {"a wrong scenario shows its place", a_wrong_scenario_shows_its_place_and_runs_nothing},
    {"unoptimised builds are refused", unoptimised_builds_are_refused},
    CU_TEST_INFO_NULL,
};

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    programs = argv[1];
    return suite_run("smoke", tests);
}
