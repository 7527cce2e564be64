#include "loadgen/run.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "loadgen/coordinator.h"
#include "loadgen/worker.h"

/* What exists only while the run lasts. */
struct crew {
    struct traffic traffic;
    struct rendezvous rendezvous;
    struct coordinator coordinator;
    struct worker_config config;
    struct worker *workers;
    pthread_t *threads;
    unsigned opened;  /* workers */
    unsigned started; /* threads */
};

static void *work(void *argument)
{
    worker_run(argument);
    return NULL;
}

static bool open_workers(struct crew *crew, unsigned count, struct error *error)
{
    crew->workers = calloc(count, sizeof *crew->workers);
    crew->threads = calloc(count, sizeof *crew->threads);
    if (crew->workers == NULL || crew->threads == NULL)
        return error_set(error, "out of memory for %u threads", count);
    for (; crew->opened < count; crew->opened++) {
        if (!worker_open(&crew->workers[crew->opened], &crew->config, crew->opened, error))
            return false;
    }
    return true;
}

static bool start_threads(struct crew *crew, struct error *error)
{
    for (; crew->started < crew->opened; crew->started++) {
        struct worker *worker = &crew->workers[crew->started];
        int number = pthread_create(&crew->threads[crew->started], NULL, work, worker);
        if (number != 0)
            return error_set(error, "cannot start thread %u of %u: %s", crew->started + 1,
                             crew->opened, strerror(number));
    }
    return true;
}

/* Whatever was started is told to leave and waited for; then what it recorded can be read. */
static void join_threads(struct crew *crew)
{
    rendezvous_finish(&crew->rendezvous);
    for (unsigned i = 0; i < crew->started; i++) {
        int failed = pthread_join(crew->threads[i], NULL);
        assert(failed == 0);
        (void)failed;
    }
}

static void dismiss(struct crew *crew)
{
    for (unsigned i = 0; i < crew->opened; i++)
        worker_close(&crew->workers[i]);
    free(crew->workers);
    free(crew->threads);
}

static bool run_crew(struct crew *crew, const struct run_config *config, struct run *run,
                     struct error *error)
{
    crew->coordinator = (struct coordinator){
        .scenario = config->scenario,
        .rendezvous = &crew->rendezvous,
        .plan = &run->plan,
        .events = config->events,
        .steal_shares = run->steal_shares,
        .start_at_ns = config->start_at_ns,
    };
    if (!coordinator_open(&crew->coordinator, error))
        return false;
    bool good = open_workers(crew, config->threads, error) && start_threads(crew, error) &&
                coordinator_run(&crew->coordinator, error);
    join_threads(crew);
    for (unsigned i = 0; good && i < crew->opened; i++)
        recorder_merge(&run->recorder, &crew->workers[i].recorder);
    run->signal = crew->coordinator.signal;
    dismiss(crew);
    coordinator_close(&crew->coordinator);
    return good;
}

static bool make_crew(const struct run_config *config, struct run *run, struct error *error)
{
    struct crew crew = {
        .config = {.scenario = config->scenario,
                   .traffic = &crew.traffic,
                   .plan = &run->plan,
                   .address = &config->target->address,
                   .rendezvous = &crew.rendezvous,
                   .seed = config->seed,
                   .spin_ns = config->spin_ns,
                   .worker_count = config->threads,
                   .connections_total = config->connections_total},
    };
    if (!traffic_init(&crew.traffic, config->scenario, config->target->authority, config->seed,
                      error))
        return false;
    bool good = rendezvous_open(&crew.rendezvous, config->threads, error);
    if (good) {
        good = run_crew(&crew, config, run, error);
        rendezvous_close(&crew.rendezvous);
    }
    traffic_release(&crew.traffic);
    return good;
}

static bool make_records(const struct run_config *config, struct run *run, struct error *error)
{
    if (!recorder_plan_init(&run->plan, config->scenario, 0, error))
        return false;
    run->recorder.plan = &run->plan;
    run->steal_shares = calloc(run->plan.step_count, sizeof *run->steal_shares);
    if (run->steal_shares == NULL)
        return error_set(error, "out of memory");
    for (size_t i = 0; i < run->plan.step_count; i++)
        run->steal_shares[i] = (double)NAN;
    return recorder_init(&run->recorder, &run->plan, error);
}

bool run_load(const struct run_config *config, struct run *run, struct error *error)
{
    assert(config->threads > 0 && config->threads <= config->connections_total);
    *run = (struct run){.signal = 0};
    uint64_t cpu_ns = clock_process_cpu_ns();
    clock_wall_label(run->started_at);
    if (make_records(config, run, error) && make_crew(config, run, error)) {
        run->cpu_ns = clock_process_cpu_ns() - cpu_ns;
        return true;
    }
    run_release(run);
    return false;
}

void run_release(struct run *run)
{
    if (run->recorder.plan != NULL)
        recorder_release(&run->recorder);
    recorder_plan_release(&run->plan);
    free(run->steal_shares);
    run->steal_shares = NULL;
}
