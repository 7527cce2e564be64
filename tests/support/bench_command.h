#pragma once
/*
 * The program bench, run on stand-ins (stub_programs.h) in a folder of its own: as
 * `bench run a.json --programs=FOLDER --out=FOLDER/results` with further flags.
 */
#include "tests/support/folder.h"
#include "tests/support/process.h"

#define BENCH_COMMAND_TEXT_BYTES 16384

struct bench_command {
    const char *program; /* set it first */
    struct folder folder;
    struct process process;                  /* after bench_command_start() */
    char output[BENCH_COMMAND_TEXT_BYTES];   /* what was on stdout */
    char messages[BENCH_COMMAND_TEXT_BYTES]; /* and on stderr */
};

/* A list of words for bench_command_run(): FLAGS("--quiet", "--json"). */
#define FLAGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Makes the folder with the stand-ins, which are to behave as `stubs` says, and a.json: scenario
 * "stub", one repetition of the two default models. */
void bench_command_begin(struct bench_command *command, const char *stubs);

/* Removes the folder. False when a process is left alive: the test program must be a subreaper
 * (prctl), so that orphans become its own. */
bool bench_command_end(struct bench_command *command);

/* To its end; flags may be NULL. Returns the exit status. */
int bench_command_run(struct bench_command *command, const char *const *flags);

/* Only starts it; bench_command_stop() sends a signal and waits for the exit status. */
void bench_command_start(struct bench_command *command);
int bench_command_stop(struct bench_command *command, int signal_number);

/* Waits until a file of the only run is there and not empty; `name` may hold a "*". False after
 * half a minute. */
bool bench_command_wait_for(const struct bench_command *command, const char *name);

/* The text of such a file, "" when there is none; the caller frees it with free(). */
char *bench_command_read(const struct bench_command *command, const char *name);
