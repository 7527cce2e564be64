#pragma once
/*
 * The thread that walks the workers through the phases, notes the events, reads the machine's
 * stolen time at the seams of steps, and takes the signals that interrupt a run.
 *
 *     coordinator_open(&coordinator, error)      before any thread is started: it blocks signals
 *     coordinator_run(&coordinator, error)
 *     coordinator_close(&coordinator)
 *
 * A phase starts when the one before it has drained on all workers, a moment after everybody has
 * been told when. SIGINT or SIGTERM stops the run; once it was seen, a second one ends the process
 * at once, in the usual way.
 */
#include "core/error.h"
#include "formats/scenario.h"
#include "loadgen/events.h"
#include "loadgen/recorder_plan.h"
#include "loadgen/rendezvous.h"

struct coordinator {
    const struct scenario *scenario; /* borrowed, like the next four */
    struct rendezvous *rendezvous;
    struct recorder_plan *plan; /* zero_ns is set when the first phase starts */
    struct events *events;
    double *steal_shares; /* one per step of the plan, filled for every step that ran */
    uint64_t start_at_ns; /* of the first phase; 0: as soon as everybody is ready */
    int signal_fd;
    int signal; /* that interrupted the run; 0: none */
};

/* Fill the borrowed members first. Blocks SIGINT and SIGTERM in this thread and those to come. */
MUST_CHECK bool coordinator_open(struct coordinator *coordinator, struct error *error);

/* Until the last phase has drained or the run was interrupted; then the workers leave their loops.
 * Fails when start_at_ns had passed before the workers were ready; nothing was sent then. */
MUST_CHECK bool coordinator_run(struct coordinator *coordinator, struct error *error);

void coordinator_close(struct coordinator *coordinator);
