#pragma once
/*
 * Ctrl-C and its kin as something to wait for, beside whatever else bench waits for. SIGINT,
 * SIGTERM and SIGHUP are blocked and read from a descriptor, so that nothing ever runs inside a
 * signal handler. The first one asks bench to finish in order, a second one to end at once.
 *
 *     interrupt_open(&interrupt, error)
 *     switch (interrupt_pause(&interrupt, fds, count, until_ns)) …
 *     interrupt_close(&interrupt)
 *
 * Belongs to a program with one thread. Children must unblock the signals: child_start() does.
 */
#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

#define PAUSE_FOREVER UINT64_MAX

struct interrupt {
    int fd;                 /* owned */
    sigset_t before;        /* the mask to restore */
    unsigned count;         /* signals so far */
    int signal;             /* the first one; 0: none yet */
    void (*on_first)(void); /* called when the first one is taken in; NULL: nobody */
};

enum pause_end {
    PAUSE_TIME,  /* the instant has come */
    PAUSE_READY, /* a descriptor is readable, or at its end */
    PAUSE_SIGNAL /* a new signal was counted */
};

MUST_CHECK bool interrupt_open(struct interrupt *interrupt, struct error *error);
void interrupt_close(struct interrupt *interrupt);

/* Sleeps until an instant of CLOCK_MONOTONIC, a readable descriptor or a signal, and takes the
 * signal in. Negative descriptors are passed over. At most INTERRUPT_PAUSE_FDS_MAX of them. */
#define INTERRUPT_PAUSE_FDS_MAX 4
enum pause_end interrupt_pause(struct interrupt *interrupt, const int *fds, size_t count,
                               uint64_t until_ns);

/* The status that a shell expects of a program that ended for this signal: 130 for Ctrl-C. */
int interrupt_exit_status(const struct interrupt *interrupt);

/* "interrupted (SIGINT)", for run.json. */
#define INTERRUPT_WORDS_BYTES 40
void interrupt_words(const struct interrupt *interrupt, char words[INTERRUPT_WORDS_BYTES]);
