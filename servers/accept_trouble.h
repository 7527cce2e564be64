#pragma once
/*
 * What to do when accept() fails. Out of descriptors or memory the listener stays ready for ever,
 * so that a loop which just tries again spins at 100 %: accepting must pause, while the clients
 * that are there go on.
 */
#include <stdbool.h>
#include <stdint.h>

/* Zero-initialised; one per thread that accepts. */
struct accept_trouble {
    uint64_t said_ns; /* when the last line about it was logged; 0 = never */
};

/* True: pause for ACCEPT_PAUSE_NS, then try again; said in the log once a second at most. False:
 * nobody waits, or that one client has gone. `number` is the errno of accept(). */
bool accept_must_pause(struct accept_trouble *trouble, int number, uint64_t now_ns);
