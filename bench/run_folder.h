#pragma once
/*
 * Where a run's files go: RESULTS/<UTC>-<suite>/, with RESULTS/latest pointing to the newest run
 * and a lock that keeps a second bench away.
 */
#include <stddef.h>

#include "bench/lock.h"
#include "core/error.h"
#include "core/limits.h"

/* More than a trial of the default scenarios writes, charts included; for the check up front. */
#define RUN_FOLDER_TRIAL_BYTES (4 * 1024 * 1024)
#define RUN_FOLDER_SPARE_BYTES (16 * 1024 * 1024)

struct run_folder {
    char results[PATH_BYTES];
    char name[NAME_BYTES + 32]; /* of the run's own folder in it */
    char path[PATH_BYTES];      /* of that folder */
    struct lock lock;
};

/* Takes the lock, sees that there is room for that many trials, and makes the run's folder;
 * `started_at` is a clock_wall_label. */
MUST_CHECK bool run_folder_open(struct run_folder *folder, const char *results, const char *suite,
                                const char *started_at, size_t trials, struct error *error);
void run_folder_close(struct run_folder *folder);

/* False when the file system has no room for that many trials. */
MUST_CHECK bool run_folder_check_room(const char *path, size_t trials, struct error *error);

/* Makes RESULTS/latest point to this run: it always points to one or the other, never to none. */
MUST_CHECK bool run_folder_publish(const struct run_folder *folder, struct error *error);
