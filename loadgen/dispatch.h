#pragma once
/*
 * What becomes of a request that is due: it takes an idle connection at once, or waits, or is
 * dropped, as the phase's onBusy, maxInFlight and deadline say; and it ends in the books, whatever
 * happened.
 *
 * Waiting is one queue per worker, oldest first. Whichever connection is free takes the oldest.
 * While more requests wait than connections are being opened, another is opened, up to the worker's
 * share of connections.max. A connection that cannot be opened fails the oldest waiting request: at
 * most one attempt per request, and no loop of attempts against a server that is down.
 */
#include "formats/result.h"
#include "loadgen/worker.h"

/* A request is due. Its dispatched_ns is the clock's reading when it was found to be. */
void dispatch_submit(struct worker *worker, const struct ticket *ticket);

/* It was due, and nothing is tried any more: begun, and aborted at once. */
void dispatch_give_up(struct worker *worker, const struct ticket *ticket);

/* Lets waiting requests take idle connections, and opens connections for the others as far as may
 * be. Belongs at the end of whatever may have freed a connection. */
void dispatch_settle(struct worker *worker);

/* A connection could not be opened: ends the oldest waiting request, if one waits. */
void dispatch_fail_oldest(struct worker *worker, enum outcome outcome, const char *words);

/* The oldest waiting requests may have waited for too long. */
void dispatch_on_waiting_alarm(struct worker *worker);

/* Ends all waiting requests as aborted. */
void dispatch_abort(struct worker *worker);

/* What a request's record says in any case; it ends now, by the clock as it was read last. */
struct exchange_record dispatch_record(const struct worker *worker, const struct ticket *ticket,
                                       enum outcome outcome, const char *words);

/* Ends a request: into the recorder, and on to those who wait for its end. */
void dispatch_end(struct worker *worker, const struct ticket *ticket,
                  const struct exchange_record *record);
