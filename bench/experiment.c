#include "bench/experiment.h"

#include <stdlib.h>

static bool read_suite(struct experiment *experiment, const struct bench_options *options,
                       struct error *error)
{
    char own[PATH_BYTES];
    if (options->scenario_count > 0)
        return suite_read(&experiment->suite, options->scenarios, options->scenario_count, error);
    return programs_own_folder(own, error) && suite_read_default(&experiment->suite, own, error);
}

static bool ask_programs(struct experiment *experiment, const struct bench_options *options,
                         struct interrupt *interrupt, struct error *error)
{
    char own[PATH_BYTES];
    if (!programs_own_folder(own, error))
        return false;
    const char *folder = options->programs != NULL ? options->programs : own;
    return programs_find(&experiment->programs, folder, error) &&
           programs_ask(&experiment->programs, interrupt, error) &&
           programs_check(&experiment->programs, options->allow_unoptimised, error);
}

static bool observe_machine(struct experiment *experiment, struct error *error)
{
    struct cpu_placement_view view;
    if (!cpu_placement_observe(&view, error))
        return false;
    cpu_placement_decide(&view, &experiment->placement);
    machine_describe(&experiment->machine);
    experiment->machine.cpus_allowed = (unsigned)CPU_COUNT(&view.allowed);
    experiment->machine.quota_cpus = view.quota_cpus;
    return true;
}

static bool fill_scenarios(struct experiment *experiment, const struct bench_options *options,
                           struct error *error)
{
    size_t count = experiment->suite.count;
    experiment->scenarios = calloc(count, sizeof experiment->scenarios[0]);
    if (experiment->scenarios == NULL)
        return error_set(error, "out of memory for %zu scenarios", count);
    for (size_t i = 0; i < count; i++) {
        const struct scenario *scenario = &experiment->suite.entries[i].scenario;
        experiment->scenarios[i].scenario = scenario;
        experiment->scenarios[i].repetitions =
            options->repetitions > 0 ? options->repetitions : scenario->repetitions;
    }
    return lineup_choose(experiment->scenarios, count, options->servers,
                         &experiment->programs.models, error);
}

enum experiment_readiness experiment_prepare(struct experiment *experiment,
                                             const struct bench_options *options,
                                             struct interrupt *interrupt, struct error *error)
{
    experiment->scenarios = NULL;
    experiment->plan = (struct plan){.trials = NULL};
    if (!read_suite(experiment, options, error))
        return EXPERIMENT_WRONG_INPUT;
    enum experiment_readiness readiness = EXPERIMENT_READY;
    if (!ask_programs(experiment, options, interrupt, error) || !observe_machine(experiment, error))
        readiness = EXPERIMENT_FAILED;
    else if (!fill_scenarios(experiment, options, error))
        readiness = EXPERIMENT_WRONG_INPUT;
    else if (!plan_build(&experiment->plan, experiment->scenarios, experiment->suite.count, error))
        readiness = EXPERIMENT_FAILED;
    if (readiness != EXPERIMENT_READY)
        experiment_release(experiment);
    return readiness;
}

void experiment_release(struct experiment *experiment)
{
    plan_release(&experiment->plan);
    free(experiment->scenarios);
    experiment->scenarios = NULL;
    suite_release(&experiment->suite);
}
