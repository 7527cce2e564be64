#include "report/gnuplot.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/limits.h"
#include "tests/support/suite.h"

/* Stand-ins for gnuplot. $1 is "-d", the rest are scripts. */
#define WHOLE(name)                                                                                \
    "printf '<svg></svg>\\n\\n' > " name ".svg; "                                                  \
    "printf '\\211PNG\\r\\n\\032\\n....\\000\\000\\000\\000IEND\\256B`\\202' > " name ".png\n"
#define EACH_SCRIPT "shift; for script; do name=${script%.gp}\n"

static const char draws[] = EACH_SCRIPT WHOLE("$name") "done\n";
static const char hangs[] = "/bin/sleep 1000 &\necho $! > sleeper; wait\n";
static const char crashes[] = "kill -SEGV $$\n";
static const char writes_half[] = EACH_SCRIPT "printf '<svg><g>' > $name.svg\n"
                                              "printf '\\211PNG\\r\\n' > $name.png\ndone\n";
static const char breaks_at_b[] =
    EACH_SCRIPT "if [ $name = b ]; then printf '<svg>' > b.svg; "
                "echo 'line 1: warning: harmless' >&2; "
                "echo '\"b.gp\" line 7: undefined' >&2; exit 1; fi\n" WHOLE("$name") "done\n";
static const char tells_all[] = "env > environment; echo \"$@\" > arguments\n";

struct stage {
    char folder[64]; /* where gnuplot draws */
    char tools[64];  /* the only folder of PATH */
    struct gnuplot_job jobs[3];
    char note[GNUPLOT_NOTE_BYTES];
    char *path; /* PATH as it was */
};

static void write_text(const char *folder, const char *name, const char *text, mode_t mode)
{
    char path[PATH_BYTES];
    struct error error;
    CU_ASSERT_FATAL(file_join(path, folder, name, &error));
    CU_ASSERT_FATAL(file_write(path, text, strlen(text), &error));
    CU_ASSERT_EQUAL_FATAL(chmod(path, mode), 0);
}

/* script NULL: there is no gnuplot. */
static void set_stage(struct stage *stage, const char *script, mode_t mode)
{
    *stage = (struct stage){.folder = "/tmp/test_gnuplot.XXXXXX",
                            .tools = "/tmp/test_gnuplot.XXXXXX",
                            .jobs = {{.id = "a"}, {.id = "b"}, {.id = "c"}}};
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(stage->folder));
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(stage->tools));
    stage->path = strdup(getenv("PATH"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(stage->path);
    if (script != NULL) {
        char text[1024];
        (void)snprintf(text, sizeof text, "#!/bin/sh\nPATH=/usr/bin:/bin\n%s", script);
        write_text(stage->tools, "gnuplot", text, mode);
    }
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", stage->tools, 1), 0);
}

static void clear_folder(const char *folder)
{
    static const char *const names[] = {"a.svg",   "a.png",       "b.svg",       "b.png",
                                        "c.svg",   "c.png",       "gnuplot.log", "gnuplot",
                                        "sleeper", "environment", "arguments"};
    char path[PATH_BYTES];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    CU_ASSERT_EQUAL(rmdir(folder), 0);
}

static void strike_stage(struct stage *stage)
{
    CU_ASSERT_EQUAL(setenv("PATH", stage->path, 1), 0);
    free(stage->path);
    clear_folder(stage->folder);
    clear_folder(stage->tools);
}

static bool exists(const struct stage *stage, const char *name)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/%s", stage->folder, name);
    return access(path, F_OK) == 0;
}

/* The first line of a file that gnuplot's stand-in wrote; the caller frees it. */
static char *read_back(const struct stage *stage, const char *name)
{
    char path[PATH_BYTES];
    char *text;
    size_t length;
    struct error error;
    (void)snprintf(path, sizeof path, "%s/%s", stage->folder, name);
    CU_ASSERT_FATAL(file_read(path, 1 << 16, &text, &length, &error));
    return text;
}

static void run(struct stage *stage)
{
    gnuplot_run(stage->folder, stage->jobs, 3, 10 * ONE_SECOND_NS, stage->note);
}

static void all_drawn(void)
{
    struct stage stage;
    set_stage(&stage, draws, 0755);
    run(&stage);
    for (unsigned i = 0; i < 3; i++)
        CU_ASSERT_TRUE(stage.jobs[i].drawn);
    CU_ASSERT_STRING_EQUAL(stage.note, "");
    CU_ASSERT_TRUE(exists(&stage, "c.png"));
    CU_ASSERT_FALSE(exists(&stage, "gnuplot.log"));
    strike_stage(&stage);
}

static void none_drawn(const char *script, mode_t mode, const char *words)
{
    struct stage stage;
    set_stage(&stage, script, mode);
    write_text(stage.folder, "a.svg", "<svg></svg>\n", 0644); /* of an earlier report */
    run(&stage);
    for (unsigned i = 0; i < 3; i++)
        CU_ASSERT_FALSE(stage.jobs[i].drawn);
    CU_ASSERT_PTR_NOT_NULL(strstr(stage.note, words));
    CU_ASSERT_FALSE(exists(&stage, "a.svg"));
    CU_ASSERT_FALSE(exists(&stage, "b.png"));
    strike_stage(&stage);
}

static void missing(void)
{
    none_drawn(NULL, 0, "gnuplot was not found. Install it");
    none_drawn(draws, 0644, "gnuplot was not found. Install it");
}

static void crashing(void)
{
    none_drawn(crashes, 0755, "3 of 3 charts are missing because gnuplot failed");
}

static void half_written(void)
{
    none_drawn(writes_half, 0755, "3 of 3 charts are missing");
}

static void one_breaks(void)
{
    struct stage stage;
    set_stage(&stage, breaks_at_b, 0755);
    run(&stage);
    CU_ASSERT_TRUE(stage.jobs[0].drawn);
    CU_ASSERT_FALSE(stage.jobs[1].drawn);
    CU_ASSERT_TRUE(stage.jobs[2].drawn);
    CU_ASSERT_PTR_NOT_NULL(strstr(stage.note, "1 of 3 charts are missing"));
    CU_ASSERT_PTR_NOT_NULL(strstr(stage.note, "\"b.gp\" line 7: undefined"));
    CU_ASSERT_FALSE(exists(&stage, "b.svg"));
    CU_ASSERT_TRUE(exists(&stage, "gnuplot.log"));
    strike_stage(&stage);
}

/* Gone, or dead and only waiting for whoever inherited it. */
static bool is_dead(long pid)
{
    char path[64];
    char text[256] = "";
    (void)snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return true;
    bool read = fgets(text, sizeof text, file) != NULL;
    (void)fclose(file);
    const char *name_end = strrchr(text, ')');
    return !read || name_end == NULL || name_end[2] == 'Z' || name_end[2] == 'X';
}

static void hanging(void)
{
    struct stage stage;
    set_stage(&stage, hangs, 0755);
    uint64_t before_ns = clock_now_ns();
    gnuplot_run(stage.folder, stage.jobs, 3, 500 * ONE_MS_NS, stage.note);
    CU_ASSERT(clock_now_ns() - before_ns >= 500 * ONE_MS_NS);
    CU_ASSERT(clock_now_ns() - before_ns < 8 * ONE_SECOND_NS);
    CU_ASSERT_FALSE(stage.jobs[0].drawn);
    CU_ASSERT_PTR_NOT_NULL(strstr(stage.note, "did not finish in time and was stopped"));
    char *sleeper = read_back(&stage, "sleeper");
    long pid = strtol(sleeper, NULL, 10);
    for (unsigned i = 0; i < 1000 && !is_dead(pid); i++)
        clock_sleep_until_ns(clock_now_ns() + ONE_MS_NS);
    CU_ASSERT_TRUE(is_dead(pid));
    free(sleeper);
    strike_stage(&stage);
}

static void clean_environment(void)
{
    struct stage stage;
    set_stage(&stage, tells_all, 0755);
    CU_ASSERT_EQUAL(setenv("GNUTERM", "x11", 1), 0);
    CU_ASSERT_EQUAL(setenv("GNUPLOT_LIB", "/elsewhere", 1), 0);
    gnuplot_run(stage.folder, stage.jobs, 1, 10 * ONE_SECOND_NS, stage.note);
    char *environment = read_back(&stage, "environment");
    char *arguments = read_back(&stage, "arguments");
    CU_ASSERT_PTR_NULL(strstr(environment, "GNU"));
    CU_ASSERT_PTR_NOT_NULL(strstr(environment, "LC_ALL=C.UTF-8"));
    CU_ASSERT_STRING_EQUAL(arguments, "-d a.gp\n");
    free(environment);
    free(arguments);
    (void)unsetenv("GNUTERM");
    (void)unsetenv("GNUPLOT_LIB");
    strike_stage(&stage);
}

static CU_TestInfo tests[] = {
    {"one process draws all", all_drawn},
    {"without gnuplot the note says how to get it", missing},
    {"a gnuplot that crashes leaves no charts and no old ones", crashing},
    {"half a picture is no picture", half_written},
    {"a chart that breaks gnuplot does not cost the others", one_breaks},
    {"a gnuplot that hangs is killed with what it started", hanging},
    {"the environment holds nothing that changes a chart", clean_environment},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("gnuplot", tests)
