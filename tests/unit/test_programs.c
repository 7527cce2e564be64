#include "bench/programs.h"

#include <string.h>
#include <unistd.h>

#include "tests/support/bench_stage.h"

static struct folder folder;

static struct interrupt begin(struct programs *programs, const char *stubs)
{
    struct interrupt interrupt;
    struct error error;
    folder_make(&folder);
    stub_programs_make(folder.path);
    stub_programs_set(stubs);
    CU_ASSERT_FATAL(interrupt_open(&interrupt, &error));
    CU_ASSERT_FATAL(programs_find(programs, folder.path, &error));
    return interrupt;
}

static void end(struct interrupt *interrupt)
{
    interrupt_close(interrupt);
    folder_remove(&folder);
}

static void programs_tell_their_build_and_the_servers_models(void)
{
    struct programs programs;
    struct error error;
    struct interrupt interrupt = begin(&programs, "server-sanitized");
    CU_ASSERT_FATAL(programs_ask(&programs, &interrupt, &error));
    CU_ASSERT_STRING_EQUAL(programs.server_build.version, "0.0.1");
    CU_ASSERT_STRING_EQUAL(programs.server_build.sanitizers, "thread");
    CU_ASSERT_STRING_EQUAL(programs.loadgen_build.build_type, "Release");
    CU_ASSERT_STRING_EQUAL(programs.loadgen_build.sanitizers, "");
    CU_ASSERT_EQUAL(programs.models.count, 2);
    CU_ASSERT_STRING_EQUAL(programs.models.names[1], "event-loop");
    end(&interrupt);
}

static void only_optimised_builds_without_sanitizers_are_accepted(void)
{
    static const struct {
        struct program_build build;
        bool good;
    } cases[] = {
        {{.build_type = "Release"}, true},
        {{.build_type = "RelWithDebInfo"}, true},
        {{.build_type = "Debug"}, false},
        {{.build_type = ""}, false},
        {{.build_type = "Release", .sanitizers = "address,undefined"}, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error;
        struct programs programs = {.server_build = cases[i].build,
                                    .loadgen_build = {.build_type = "Release"}};
        struct programs mirrored = {.server_build = {.build_type = "Release"},
                                    .loadgen_build = cases[i].build};
        CU_ASSERT_EQUAL(programs_check(&programs, false, &error), cases[i].good);
        CU_ASSERT_EQUAL(programs_check(&mirrored, false, &error), cases[i].good);
        CU_ASSERT_EQUAL(programs_are_optimised(&mirrored), cases[i].good);
        CU_ASSERT(programs_check(&programs, true, &error));
    }
}

static void the_refusal_names_program_build_and_remedy(void)
{
    struct error error;
    struct programs programs = {.server = "bin/server",
                                .server_build = {.build_type = "Debug", .sanitizers = "thread"}};
    CU_ASSERT_FALSE(programs_check(&programs, false, &error));
    CU_ASSERT_STRING_EQUAL(error.text,
                           "bin/server is a Debug build with sanitizers thread, whose timings mean "
                           "nothing; build with \"make build\" and run build/release/bin/bench, or "
                           "pass --allow-unoptimised to run it all the same");
}

static void calibration_runs_on_the_servers_cpus(void)
{
    struct programs programs;
    struct error error;
    struct cpu_placement_view view;
    struct cpu_placement placement;
    double iterations_per_ms = 0.0;
    struct interrupt interrupt = begin(&programs, "");
    CU_ASSERT_FATAL(cpu_placement_observe(&view, &error));
    cpu_placement_decide(&view, &placement);
    CU_ASSERT(programs_calibrate(&programs, &placement, &interrupt, &iterations_per_ms, &error));
    CU_ASSERT_DOUBLE_EQUAL(iterations_per_ms, 1234.5, 1e-9);
    CPU_ZERO(&placement.server_cpus);
    CU_ASSERT_FALSE(
        programs_calibrate(&programs, &placement, &interrupt, &iterations_per_ms, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "its CPUs"));
    end(&interrupt);
}

static void what_is_missing_is_named(void)
{
    struct programs programs;
    struct error error;
    char path[PATH_BYTES];
    struct interrupt interrupt = begin(&programs, "");
    CU_ASSERT_EQUAL(unlink(folder_join(&folder, "report", path)), 0);
    CU_ASSERT(programs_find(&programs, folder.path, &error)); /* it is not needed yet */
    CU_ASSERT_EQUAL(unlink(folder_join(&folder, "server", path)), 0);
    CU_ASSERT_FALSE(programs_find(&programs, folder.path, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/server; build it with \"make build\""));
    end(&interrupt);
}

static void its_own_folder_is_absolute(void)
{
    struct error error;
    char own[PATH_BYTES];
    CU_ASSERT_FATAL(programs_own_folder(own, &error));
    CU_ASSERT_EQUAL(own[0], '/');
    CU_ASSERT_EQUAL(access(own, X_OK), 0);
}

static CU_TestInfo tests[] = {
    {"programs tell their build, and the server's models",
     programs_tell_their_build_and_the_servers_models},
    {"only optimised builds without sanitizers are accepted",
     only_optimised_builds_without_sanitizers_are_accepted},
    {"the refusal names program, build and remedy", the_refusal_names_program_build_and_remedy},
    {"calibration runs on the server's CPUs", calibration_runs_on_the_servers_cpus},
    {"what is missing is named", what_is_missing_is_named},
    {"its own folder is absolute", its_own_folder_is_absolute},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("programs", tests)
