#include "bench/trial_files.h"

#include <string.h>

#include "core/limits.h"
#include "tests/support/bench_stage.h"

static struct bench_stage stage;

/* One load as bench plans it. */
struct fixture {
    struct trial_setup setup;
    struct trial_spec spec;
    struct trial_load load;
    struct subject_options server;
};

static void begin(struct fixture *fixture, bool shared)
{
    bench_stage_prepare(&stage, "");
    stage.experiment.placement.shared = shared;
    stage.experiment.placement.server_nice_increment = shared ? 10 : 0;
    fixture->setup = (struct trial_setup){.programs = &stage.experiment.programs,
                                          .placement = &stage.experiment.placement};
    fixture->spec = (struct trial_spec){.entry = &stage.experiment.suite.entries[0],
                                        .server = &stage.experiment.scenarios[0].servers[1],
                                        .n = 2,
                                        .seed = 43};
    fixture->load = (struct trial_load){.setup = &fixture->setup,
                                        .spec = &fixture->spec,
                                        .directory = stage.folder.path,
                                        .port = 40123,
                                        .zero_ns = 777};
    fixture->server = (struct subject_options){.program = "bin/server",
                                               .server = fixture->spec.server,
                                               .placement = &stage.experiment.placement,
                                               .iterations_per_ms = 1000,
                                               .directory = stage.folder.path};
}

static void end(void)
{
    experiment_release(&stage.experiment);
    bench_stage_clear(&stage);
}

static bool has_word(const struct arguments *arguments, const char *word)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (strcmp(arguments->values[i], word) == 0)
            return true;
    return false;
}

static void the_generator_is_told_everything_it_writes_down(void)
{
    static const char *const expected[] = {"--url=http://127.0.0.1:40123",
                                           "--seed=43",
                                           "--server-id=event-loop",
                                           "--server-model=event-loop",
                                           "--start-at=777",
                                           "--server-label=event-loop",
                                           "--quiet"};
    struct fixture fixture;
    struct arguments arguments;
    struct error error;
    begin(&fixture, false);
    CU_ASSERT_FATAL(trial_files_list_load(&fixture.load, &arguments, &error));
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        CU_ASSERT(has_word(&arguments, expected[i]));
    CU_ASSERT_FALSE(has_word(&arguments, "--spin=0us"));
    end();
}

static void on_shared_cpus_it_must_not_spin(void)
{
    struct fixture fixture;
    struct arguments arguments;
    struct error error;
    begin(&fixture, true);
    CU_ASSERT_FATAL(trial_files_list_load(&fixture.load, &arguments, &error));
    CU_ASSERT(has_word(&arguments, "--spin=0us"));
    end();
}

static void the_scenario_is_kept_to_the_byte(void)
{
    struct fixture fixture;
    struct error error;
    begin(&fixture, false);
    CU_ASSERT_FATAL(trial_files_write_scenario(&fixture.spec, stage.folder.path, &error));
    char *given = folder_read(&stage.folder, "a.json");
    char *kept = folder_read(&stage.folder, "scenario.json");
    CU_ASSERT(given[0] != '\0');
    CU_ASSERT_STRING_EQUAL(kept, given);
    free(given);
    free(kept);
    end();
}

static void the_commands_can_be_pasted(void)
{
    struct fixture fixture;
    struct error error;
    char expected[PATH_BYTES];
    cpu_set_t cpus;
    begin(&fixture, true);
    CPU_ZERO(&cpus);
    CPU_SET(1, &cpus);
    CPU_ZERO(&stage.experiment.placement.generator_cpus);
    CPU_SET(0, &stage.experiment.placement.generator_cpus);
    CU_ASSERT_FATAL(trial_files_write_commands(&fixture.load, &fixture.server, &cpus, &error));
    char *text = folder_read(&stage.folder, "commands.txt");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "\ntaskset -c 1 nice -n 10 bin/server --model=event-loop --port=40123 "
                     "--iterations-per-ms=1000 --idle-timeout=120s\n"));
    (void)snprintf(expected, sizeof expected,
                   "\ntaskset -c 0 %s/loadgen %s/scenario.json --url=http://127.0.0.1:40123 "
                   "--out=again --seed=43 ",
                   stage.folder.path, stage.folder.path);
    const char *load = strstr(text, expected);
    CU_ASSERT_PTR_NOT_NULL_FATAL(load);
    CU_ASSERT_PTR_NULL(strstr(load, "--start-at=")); /* it has passed; a comment names it */
    CU_ASSERT_PTR_NULL(strstr(text, " --stats=/"));
    free(text);
    end();
}

static CU_TestInfo tests[] = {
    {"the generator is told everything it writes down",
     the_generator_is_told_everything_it_writes_down},
    {"on shared CPUs it must not spin", on_shared_cpus_it_must_not_spin},
    {"the scenario is kept to the byte", the_scenario_is_kept_to_the_byte},
    {"the commands can be pasted", the_commands_can_be_pasted},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("trial_files", tests)
