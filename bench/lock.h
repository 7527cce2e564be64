#pragma once
/*
 * One bench at a time in a results folder: two would disturb each other's measurements. The lock
 * is the kernel's (flock) and goes with the process, however it ends; the file stays and says who
 * held it last.
 */
#include "core/error.h"

struct lock {
    int fd; /* owned */
};

/* False when another process holds it; the error names its pid. */
MUST_CHECK bool lock_open(struct lock *lock, const char *folder, struct error *error);
void lock_close(struct lock *lock);
