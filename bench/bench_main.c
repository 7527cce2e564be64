/*
 * The program bench: the whole experiment, every scenario x server x repetition.
 *
 *     bench run scenarios/cpu-tail.json
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/arguments.h"
#include "bench/bench_options.h"
#include "bench/bench_run.h"
#include "bench/experiment.h"
#include "bench/interrupt.h"
#include "core/log.h"
#include "core/version.h"

#define EXIT_USAGE 2

static int tell_usage(const struct error *error)
{
    log_error("%s", error->text);
    return EXIT_USAGE;
}

/* Each line stands as it is, with its file in front, where editors find it. */
static int tell_wrong_input(const struct error *error)
{
    fprintf(stderr, "%s\nbench: nothing was run\n", error->text);
    return EXIT_USAGE;
}

static int tell_failure(const struct error *error)
{
    log_error("%s", error->text);
    return EXIT_FAILURE;
}

static void on_problem(const char *sentence)
{
    log_error("%s", sentence);
}

/* What was typed, with quotes where a shell needs them, for run.json; the caller frees it. */
static char *join_command_line(int argc, char **argv)
{
    struct arguments arguments;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL)
        return strdup("");
    arguments_init(&arguments);
    for (int i = 0; i < argc; i++)
        arguments_add(&arguments, "%s", argv[i]);
    arguments_print(&arguments, stream);
    (void)fclose(stream);
    return text;
}

static int carry_out(const struct bench_options *options, const struct experiment *experiment,
                     struct interrupt *interrupt, const char *command_line)
{
    struct run_progress progress;
    run_progress_init(&progress, experiment, options);
    if (options->dry_run) {
        run_progress_plan(&progress, stdout);
        run_progress_trials(&progress, stdout);
        return EXIT_SUCCESS;
    }
    if (!options->quiet)
        run_progress_plan(&progress, stderr);
    return bench_run_execute(&(struct bench_run_input){.options = options,
                                                       .experiment = experiment,
                                                       .interrupt = interrupt,
                                                       .progress = &progress,
                                                       .command_line = command_line,
                                                       .on_problem = on_problem});
}

static int prepare_and_run(const struct bench_options *options, struct interrupt *interrupt,
                           const char *command_line)
{
    struct experiment experiment; /* 0.7 MB */
    struct error error;
    switch (experiment_prepare(&experiment, options, interrupt, &error)) {
    case EXPERIMENT_WRONG_INPUT:
        return tell_wrong_input(&error);
    case EXPERIMENT_FAILED:
        return tell_failure(&error);
    case EXPERIMENT_READY:
        break;
    }
    int status = carry_out(options, &experiment, interrupt, command_line);
    experiment_release(&experiment);
    return status;
}

static void on_first_signal(void)
{
    /* On a terminal the "^C" stands behind the line that is redrawn. */
    fprintf(stderr, "%sbench: stopping; what is finished is kept (once more ends it at once)\n",
            isatty(STDERR_FILENO) == 1 ? "\n" : "");
}

/* Descriptors 0 to 2 must be the standard streams, also when bench was started without them. */
static void open_missing_streams(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

static int run(const struct bench_options *options, const char *command_line)
{
    struct interrupt interrupt;
    struct error error;
    open_missing_streams();
    (void)sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, NULL); /* bench | head */
    if (!interrupt_open(&interrupt, &error))
        return tell_failure(&error);
    interrupt.on_first = options->quiet ? NULL : on_first_signal;
    int status = prepare_and_run(options, &interrupt, command_line);
    if (interrupt.count > 0)
        status = interrupt_exit_status(&interrupt);
    interrupt_close(&interrupt);
    return status;
}

static int act(const struct bench_options *options, const char *command_line)
{
    if (options->show_help)
        bench_options_print_help();
    else if (options->show_version)
        version_print("bench", options->json);
    else
        return run(options, command_line);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct bench_options options;
    struct error error;
    log_open("bench", LOG_LEVEL_INFO);
    char *command_line = join_command_line(argc, argv); /* before reading it reorders the words */
    int status = bench_options_read(argc, argv, &options, &error) ? act(&options, command_line)
                                                                  : tell_usage(&error);
    free(command_line);
    return status;
}
