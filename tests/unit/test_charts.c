#include "report/charts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "report/table.h"
#include "tests/support/folder.h"
#include "tests/support/markup.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

/* All tests but one draw with the real gnuplot: what it makes of the scripts is the point. */
struct drawing {
    struct summary *summary;
    struct folder folder;
    struct charts charts;
};

static void draw(struct drawing *drawing)
{
    struct error error = {""};
    folder_make(&drawing->folder);
    bool written = charts_write(drawing->summary, drawing->folder.path, &drawing->charts, &error);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    CU_ASSERT_TRUE_FATAL(written);
}

static void release(struct drawing *drawing)
{
    charts_release(&drawing->charts);
    folder_remove(&drawing->folder);
    fixture_free(drawing->summary);
}

static bool exists(const struct drawing *drawing, const char *id, const char *suffix)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/charts/%s%s%s", drawing->folder.path, id,
                   suffix[0] != '\0' ? "." : "", suffix);
    return access(path, F_OK) == 0;
}

/* Everything that must hold for any chart, whatever its data. */
static void check_chart(const struct drawing *drawing, const struct chart *chart)
{
    static const char *const suffixes[] = {"svg", "png", "dat", "gp"};
    struct markup_report report;
    for (unsigned i = 0; i < 4; i++)
        CU_ASSERT_TRUE(exists(drawing, chart->id, suffixes[i]));
    CU_ASSERT_NOT_EQUAL(chart->title[0] * chart->subtitle[0] * chart->question[0], 0);
    CU_ASSERT_NOT_EQUAL(chart->reading[0] * chart->description[0], 0);
    CU_ASSERT_PTR_NULL(strstr(chart->title, "nan"));
    CU_ASSERT_EQUAL(chart->table.cell_count, (chart->table.rows + 1) * chart->table.columns);
    CU_ASSERT_PTR_NOT_NULL_FATAL(chart->svg);
    CU_ASSERT(strlen(chart->svg) < 150 * 1024);
    markup_check(chart->svg, &report);
    CU_ASSERT_STRING_EQUAL(report.problem, "");
}

static void check_all(const struct drawing *drawing)
{
    CU_ASSERT_STRING_EQUAL(drawing->charts.note, "");
    for (unsigned i = 0; i < drawing->charts.count; i++)
        check_chart(drawing, &drawing->charts.items[i]);
}

static const struct chart *find(const struct drawing *drawing, const char *kind)
{
    for (unsigned i = 0; i < drawing->charts.count; i++)
        if (strcmp(drawing->charts.items[i].kind, kind) == 0)
            return &drawing->charts.items[i];
    return NULL;
}

static void whole_run(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    static const char *const ids[] = {"cpu-tail-c1", "cpu-tail-c1-all", "cpu-tail-c2",
                                      "cpu-tail-c4", "cpu-tail-c5"};
    draw(&drawing);
    check_all(&drawing);
    CU_ASSERT_EQUAL_FATAL(drawing.charts.count, 5);
    for (unsigned i = 0; i < 5; i++)
        CU_ASSERT_STRING_EQUAL(drawing.charts.items[i].id, ids[i]);
    CU_ASSERT_PTR_NOT_NULL(strstr(find(&drawing, "c5")->svg, "no loop to block"));
    CU_ASSERT_PTR_NOT_NULL(strstr(find(&drawing, "c1")->svg, "objective 20 ms"));
    CU_ASSERT_PTR_NULL(strstr(find(&drawing, "c1-all")->svg, "objective"));
    CU_ASSERT_PTR_NOT_NULL(strstr(find(&drawing, "c4")->svg, "1,000/s"));
    release(&drawing);
}

static void nothing_succeeded(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    fixture_lose_all(drawing.summary);
    draw(&drawing);
    check_all(&drawing);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(find(&drawing, "c1")->svg, "no data: 0 light requests succeeded"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(find(&drawing, "c2")->svg, "no data: 0 light requests succeeded"));
    CU_ASSERT_PTR_NOT_NULL(strstr(find(&drawing, "c4")->svg, "no data: no request succeeded"));
    release(&drawing);
}

static void no_trials(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    for (unsigned s = 0; s < FIXTURE_SERVERS; s++)
        drawing.summary->scenarios[0].servers[s].shown = -1;
    draw(&drawing);
    check_all(&drawing);
    CU_ASSERT_PTR_NULL(find(&drawing, "c5")); /* nobody knows whether there was a loop */
    CU_ASSERT_PTR_NOT_NULL(strstr(find(&drawing, "c4")->svg, "no trial was finished"));
    release(&drawing);
}

static void one_server_without_loop(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    fixture_drop_server(drawing.summary);
    draw(&drawing);
    check_all(&drawing);
    CU_ASSERT_PTR_NULL(find(&drawing, "c5")); /* it would have no question */
    release(&drawing);
}

static void one_point(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    for (unsigned s = 0; s < FIXTURE_SERVERS; s++) {
        struct summary_trial *trial = fixture_trial(drawing.summary, s);
        trial->step_count = 1;
        trial->second_count = 1;
        trial->busy_count = trial->busy_count > 0 ? 1 : 0;
        trial->result.phases[1].steps[0].measures.response_time.spectrum_count = 1;
        trial->result.phases[1].steps[0].requests[0].response_time.spectrum_count = 1;
    }
    drawing.summary->scenarios[0].common_step = 0;
    draw(&drawing);
    check_all(&drawing);
    release(&drawing);
}

static void zeros(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    for (unsigned s = 0; s < FIXTURE_SERVERS; s++) {
        struct summary_trial *trial = fixture_trial(drawing.summary, s);
        for (unsigned i = 0; i < FIXTURE_STEPS; i++) {
            struct measures *measures = &trial->result.phases[1].steps[i].requests[0];
            measures->response_time.p50_us = measures->response_time.p99_us = 0;
            measures->achieved_per_s = 0;
            for (unsigned p = 0; p < measures->response_time.spectrum_count; p++)
                measures->response_time.spectrum[p].value_us = p % 2 == 0 ? 0 : (double)INFINITY;
        }
        for (size_t i = 0; i < trial->second_count; i++)
            trial->seconds[i].p50_us = trial->seconds[i].max_us = 0;
        for (size_t i = 0; i < trial->busy_count; i++)
            trial->busy[i].end_s = trial->busy[i].start_s;
    }
    draw(&drawing);
    check_all(&drawing);
    release(&drawing);
}

static void many_alike(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    while (drawing.summary->scenarios[0].server_count < SCENARIO_SERVERS_MAX)
        fixture_add_server(drawing.summary, "event-loop", "the same curve again");
    draw(&drawing);
    check_all(&drawing);
    CU_ASSERT_PTR_NOT_NULL(strstr(find(&drawing, "c4")->table.note, "first 12 servers"));
    release(&drawing);
}

static void long_run(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    struct summary_trial *trial = fixture_trial(drawing.summary, FIXTURE_THREADS);
    size_t count = 5000;
    free(trial->seconds);
    trial->seconds = calloc(count, sizeof *trial->seconds);
    CU_ASSERT_PTR_NOT_NULL_FATAL(trial->seconds);
    trial->second_count = count;
    for (size_t i = 0; i < count; i++)
        trial->seconds[i] = (struct summary_second){
            .second = (double)i, .p50_us = 500, .p99_us = 900, .max_us = i == 2500 ? 77e6 : 1000};
    trial->result.phases[1].steps[FIXTURE_STEPS - 1].duration_s = (double)count;
    draw(&drawing);
    check_all(&drawing);
    CU_ASSERT_PTR_NOT_NULL(strstr(find(&drawing, "c4")->title, "77 s")); /* thinning keeps it */
    CU_ASSERT(find(&drawing, "c4")->table.rows < 140);
    release(&drawing);
}

static void hostile_names(void)
{
    static const char *const names[] = {
        "`touch charts-were-here`\"; system('touch charts-were-here'); \"\n!touch charts-were-here",
        "../</title><script>alert(1)</script> ]]> --> %s %n \\ \\n @a_b^{c} &\xE2\x80\xAE\xFF",
        "",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct drawing drawing = {.summary = fixture_new()};
        fixture_rename(drawing.summary, names[i]);
        draw(&drawing);
        check_all(&drawing);
        CU_ASSERT(drawing.charts.count >= 4);
        CU_ASSERT_NOT_EQUAL(access("charts-were-here", F_OK), 0);
        CU_ASSERT_FALSE(exists(&drawing, "charts-were-here", ""));
        release(&drawing);
    }
}

/* Scenarios whose names leave the same file name behind. */
static void same_slugs(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    struct summary_scenario scenarios[3];
    struct summary all = *drawing.summary;
    static const char *const names[] = {"a b", "A-B", "☕"};
    for (unsigned i = 0; i < 3; i++) {
        scenarios[i] = drawing.summary->scenarios[0];
        (void)snprintf(scenarios[i].name, sizeof scenarios[i].name, "%s", names[i]);
    }
    all.scenarios = scenarios;
    all.scenario_count = 3;
    struct error error;
    folder_make(&drawing.folder);
    CU_ASSERT_TRUE_FATAL(charts_write(&all, drawing.folder.path, &drawing.charts, &error));
    CU_ASSERT_EQUAL_FATAL(drawing.charts.count, 15);
    CU_ASSERT_STRING_EQUAL(drawing.charts.items[0].id, "a-b-c1");
    CU_ASSERT_STRING_EQUAL(drawing.charts.items[5].id, "a-b--2-c1");
    CU_ASSERT_STRING_EQUAL(drawing.charts.items[10].id, "scenario--3-c1");
    release(&drawing);
}

static void without_gnuplot(void)
{
    struct drawing drawing = {.summary = fixture_new()};
    char *path = strdup(getenv("PATH"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(path);
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", "/nowhere", 1), 0);
    draw(&drawing);
    CU_ASSERT_EQUAL(setenv("PATH", path, 1), 0);
    free(path);
    CU_ASSERT_PTR_NOT_NULL(strstr(drawing.charts.note, "apt install gnuplot"));
    CU_ASSERT_EQUAL(drawing.charts.count, 5);
    CU_ASSERT_PTR_NULL(drawing.charts.items[0].svg);
    CU_ASSERT(drawing.charts.items[0].table.rows > 10);
    release(&drawing);
}

static void unwritable(void)
{
    struct summary *summary = fixture_new();
    struct charts charts;
    struct error error = {""};
    CU_ASSERT_FALSE(charts_write(summary, "/proc/nowhere", &charts, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/proc/nowhere"));
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"a run has its charts, in the order of the page", whole_run},
    {"when nothing succeeded the frames say so", nothing_succeeded},
    {"servers without a trial are named", no_trials},
    {"without any loop there is no chart of loops", one_server_without_loop},
    {"a single point is drawn", one_point},
    {"zeros and infinities on logarithmic axes are left out", zeros},
    {"as many equal curves as there can be are drawn", many_alike},
    {"a long run is thinned and keeps its worst moment", long_run},
    {"names run nothing and break nothing", hostile_names},
    {"file names are unique", same_slugs},
    {"without gnuplot words and tables remain", without_gnuplot},
    {"a folder that cannot be made is an error with its name", unwritable},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("charts", tests)
