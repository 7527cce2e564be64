#include "report/finding_thresholds.h"

#include "core/limits.h"
#include "formats/result.h"

#define IN_SECONDS(ns) ((double)(ns) / (double)ONE_SECOND_NS)

const struct threshold thresholds[THRESHOLDS] = {
    [KEPT_UP_SHARE] = {"V2", "served >= 99 % of offered counts as keeping up", 0.99,
                       "one per cent is more than rounding and less than any real overload"},
    [QUEUE_GROWTH_SHARE] = {"V2",
                            "the queue grows by >= 2 % of the offered rate, and over the step by "
                            "as much as was in flight on average",
                            0.02, "smaller growth cannot be told from chance in a step of 4 s"},
    [QUEUE_RUNAWAY_SHARE] = {"V2", "the queue grows by >= 10 % of the offered rate", 0.10,
                             "clear however long the queue was at the start of the step"},
    [SUSTAINED_ERRORS] = {"", "errors <= 0.1 % in a step that is sustained", 0.001,
                          "one in a thousand is what people still call working"},
    [SAMPLES_BEYOND] = {"V3", "a percentile is shown with >= 10 samples beyond it",
                        RESULT_SAMPLES_BEYOND, "with fewer, one request more moves it"},
    [OTHERS_SHARE] = {"V7", "other programs used > 10 % of the cores", 0.10,
                      "less is what any machine does beside its work"},
    [STEAL_SHARE] = {"V7", "or the hypervisor took > 2 % of the CPU time", 0.02,
                     "stolen time falls on single requests, and so into the tail"},
    [BOOKS_GAP] = {"V12", "mean in flight and rate x time differ by > 10 %", 0.10,
                   "beyond what the requests at the edges of a step can explain"},
    [ERRORS_SHARE] = {"V14", "errors > 1 % of the requests", 0.01,
                      "from here on percentiles describe a selection"},
    [BLOCK_SECONDS] = {"D1", "a loop away from its poll for > 20 ms is blocked",
                       IN_SECONDS(LOOP_BLOCKED_NS),
                       "a rule of thumb for event loops (\"keep it below 20 ms\"), not a law"},
    [BLOCKED_SHARE] = {"D1", "blocked during >= 1 % of the run", 0.01,
                       "below, a 99th percentile does not see it"},
    [BLOCK_LONGEST_SECONDS] = {"D1", "or one block of >= 100 ms", 0.1,
                               "the maximum that Clinic.js Doctor lets pass"},
    [SLOW_OVERLAP_SHARE] = {"D1", "and >= 50 % of the slow requests overlap a block", 0.5,
                            "blocks must explain most of what they are blamed for"},
    [CHANCE_SHARE] = {"D1", "from > 50 % by chance on it is only \"consistent with\"", 0.5,
                      "when most requests meet a block anyway, that slow ones do proves little"},
    [LOOP_FULL_SHARE] = {"D3", "a loop busy >= 95 % of the time is full", 0.95,
                         "above, waiting time grows without a bound"},
    [LOOP_CORES_LEAST] = {"D3", "with the server using >= 0.9 cores", 0.9,
                          "a loop that waits for a CPU is busy too, but not with work"},
    [LOOP_CORES_MOST] = {"D3", "and <= 1.3 cores", 1.3, "it is one thread that does the work"},
    [CORES_IDLE] = {"D3", "while >= 0.5 cores idle", 0.5,
                    "a second loop would gain at least half a core"},
    [CORES_FULL_SHARE] = {"D4", "the server uses >= 90 % of the cores it can get", 0.9,
                          "above, requests wait for CPUs more than for anything else"},
};
