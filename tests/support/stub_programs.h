#pragma once
/*
 * Stand-ins for server, loadgen and report, so that bench can be tested against programs that die,
 * lie, hang and fail. They are the test program itself, under other names:
 *
 *     int main(int argc, char **argv)
 *     {
 *         return stub_programs_are_meant(argv) ? stub_programs_run(argc, argv)
 *                                              : suite_run("bench", tests);
 *     }
 *
 * How they behave is said with words in the environment: stub_programs_set("server-dies").
 *
 *     server    server-debug server-sanitized server-dies server-silent server-malformed
 *               server-other-model server-without-page server-refuses server-stubborn
 *               server-dies-under-load event-loop-dies server-cannot-calibrate
 *               server-ends-badly
 *     loadgen   load-fails load-lasts load-without-result load-misses-threshold
 *     report    report-fails report-misses-threshold report-hangs
 */
#include <stdbool.h>

#include "core/limits.h"

/* Makes FOLDER/server, FOLDER/loadgen, FOLDER/report; the folder must be there. */
void stub_programs_make(const char *folder);

/* Words with blanks between; "" = all behave well. */
void stub_programs_set(const char *words);

bool stub_programs_are_meant(char **argv);
int stub_programs_run(int argc, char **argv);

/* A scenario of two requests and 0.2 s of load, as a file. */
void stub_programs_write_scenario(const char *path, const char *name, unsigned repetitions);
