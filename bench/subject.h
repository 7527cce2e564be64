#pragma once
/*
 * The server under test of one trial: a fresh process on a port that the kernel chose, with its
 * stats page mapped. The page's file is gone from the folder as soon as both have it open, so that
 * nothing is left behind however the run ends.
 */
#include <stdint.h>

#include "bench/arguments.h"
#include "bench/child.h"
#include "bench/cpu_placement.h"
#include "formats/scenario.h"
#include "formats/stats_page.h"

#define SUBJECT_READY_DEADLINE_NS (10 * ONE_SECOND_NS)
#define SUBJECT_STOP_GRACE_NS     (DRAIN_DEADLINE_NS + 2 * ONE_SECOND_NS)

struct subject_options {
    const char *program;                  /* path of `server` */
    const struct scenario_server *server; /* model, CPUs and options */
    const struct cpu_placement *placement;
    double iterations_per_ms;
    const char *directory; /* of the trial: server.log goes there */
};

struct subject {
    struct child child;
    cpu_set_t cpus;
    uint16_t port;
    const struct stats_page *page; /* owned */
};

/* The command line that starts it; page NULL: without a stats page, as by hand. */
void subject_list_arguments(const struct subject_options *options, uint16_t port, const char *page,
                            struct arguments *arguments);

/* Starts it and waits until it is ready. False with one sentence, and nothing runs. */
MUST_CHECK bool subject_start(struct subject *subject, const struct subject_options *options,
                              struct interrupt *interrupt, struct error *error);

/* Ends the process; child.usage is valid afterwards. False when it had to be killed, because its
 * time was up or because a second signal asked bench to end at once. */
bool subject_stop(struct subject *subject, struct interrupt *interrupt);

/* After subject_stop(): unmaps the page. */
void subject_release(struct subject *subject);

/* Reads "ready port=N model=M pid=P". For tests. */
MUST_CHECK bool subject_parse_ready(const char *line, const char *model, uint16_t *port,
                                    struct error *error);
