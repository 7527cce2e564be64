#pragma once
/*
 * Being on time beside busy neighbours: what a thread may ask of the scheduler without rights.
 */

/*
 * The calling thread runs in short slices and, when it wakes, may cut short others in longer ones:
 * on CPUs shared with the server an arrival is then not late by the rest of a slice (a millisecond
 * or more). Two requests, each harmless where the kernel does not know it:
 * - a slice of 0.1 ms instead of about 3 (Linux 6.12 and later, sched_setattr(2));
 * - a timer slack of 1 ns for waits that are not a timerfd's.
 * Takes no CPU from anyone: shares stay those of the nice values.
 */
void punctual_begin(void);
