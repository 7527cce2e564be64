#pragma once
/* Every fixed limit of Barista, one line and one reason each. */
#include <stdint.h>

#define ONE_SECOND_NS UINT64_C(1000000000)
#define ONE_MS_NS     UINT64_C(1000000)
#define ONE_US_NS     UINT64_C(1000)

/* Words */
#define ERROR_TEXT_BYTES 4096 /* ten placed scenario errors fit */
#define NAME_BYTES       65   /* identifiers of scenarios, models and servers, with their NUL */
#define PATH_BYTES       4096 /* as PATH_MAX */

/* HTTP, as a server accepts it. The same for every model. */
#define HTTP_TARGET_BYTES          8192          /* RFC 9112 3: at least 8,000; above: 414 */
#define HTTP_HEADER_SECTION_BYTES  16384         /* all header lines together; above: 431 */
#define HTTP_HEADER_COUNT          100           /* fields of one request; above: 431 */
#define HTTP_REQUEST_BODY_BYTES    (1024 * 1024) /* above: 413 */
#define HTTP_CHUNK_EXTENSION_BYTES 4096          /* chunk extensions of one body; above: 400 */
#define HEAD_DEADLINE_NS           (10 * ONE_SECOND_NS) /* first byte to end of head; then 408 */
#define REQUEST_DEADLINE_NS        (30 * ONE_SECOND_NS) /* first byte to end of body; then 408 */
#define IDLE_DEADLINE_NS           (5 * ONE_SECOND_NS)  /* keep-alive without a request */
#define DRAIN_DEADLINE_NS          (10 * ONE_SECOND_NS) /* SIGTERM to the end, at most */
#define LAST_RESORT_NS             (250 * ONE_MS_NS)    /* and then the process ends anyway */
#define LISTEN_BACKLOG             4096          /* the kernel cuts it to net.core.somaxconn */
#define SPARE_DESCRIPTORS          64            /* RLIMIT_NOFILE less this = connection limit */
#define CONNECTION_LIMIT_MAX       (1024 * 1024) /* as fs.nr_open by default */
#define LINGER_NS                  ONE_SECOND_NS /* reading on after an early response */
#define ACCEPT_PAUSE_NS            (100 * ONE_MS_NS) /* after EMFILE and its like */
#define ACCEPT_BATCH               64                /* accepted at most before clients go on */
#define REFUSAL_NS                 (10 * ONE_MS_NS)  /* spent at most on telling a client 503 */

/* The work one request may ask for */
#define WORK_STEPS_MAX   16
#define WORK_CPU_MAX_NS  (60 * ONE_SECOND_NS)
#define WORK_WAIT_MAX_NS (60 * ONE_SECOND_NS)
#define WORK_BYTES_MAX   (16 * 1024 * 1024)

/* Stats page */
#define STATS_SLOTS            64
#define STATS_BUSY_RING        4096             /* last busy intervals kept per slot */
#define STATS_BUSY_INTERVAL_NS (5 * ONE_MS_NS)  /* shorter ones are only summed up */
#define LOOP_BLOCKED_NS        (20 * ONE_MS_NS) /* the articles' "keep it below 20 ms" */

/* Scenario files */
#define JSON_FILE_BYTES_MAX      (4 * 1024 * 1024)
#define JSON_DEPTH_MAX           32
#define JSON_NUMBER_BYTES        60 /* cJSON cuts longer numbers off */
#define SCENARIO_ERRORS_MAX      10
#define SCENARIO_REQUESTS_MAX    64
#define SCENARIO_HEADERS_MAX     64 /* of one request; the generator adds its own */
#define SCENARIO_PHASES_MAX      32
#define SCENARIO_STEPS_MAX       64 /* steps of one staircase */
#define SCENARIO_SERVERS_MAX     32
#define SCENARIO_OPTIONS_MAX     32 /* of one server */
#define SCENARIO_THRESHOLDS_MAX  32
#define SCENARIO_CONNECTIONS_MAX 18000 /* descriptor limits of common machines are 20,000 */
#define SCENARIO_REPETITIONS_MAX 100
#define SCENARIO_SEED_MAX        ((UINT64_C(1) << 53) - 1) /* as far as doubles count exactly */
#define SCENARIO_IN_FLIGHT_MAX   1000000
#define SCENARIO_CPUS_MAX        1024                 /* as CPU_SETSIZE */
#define SCENARIO_LABEL_CHARS_MAX 40                   /* longer ones do not fit beside a chart */
#define SCENARIO_WAIT_MAX_NS     (60 * ONE_SECOND_NS) /* timeouts; latencies end there, see below */
#define SCENARIO_SPIN_MAX_NS     (10 * ONE_MS_NS)
#define SCENARIO_RATE_MIN_PER_S  0.001 /* less is a pause */
#define SCENARIO_RATE_MAX_PER_S  10e6  /* nonsense above; loadgen's own cap is lower, see below */
#define SCENARIO_LOAD_MAX_NS     (86400 * ONE_SECOND_NS) /* of all phases; the same */

/* Load generator */
#define LOADGEN_THREADS_MAX     256
#define LOADGEN_RATE_MAX_PER_S  200000.0               /* raised with --max-rate */
#define LOADGEN_DURATION_MAX_NS (3600 * ONE_SECOND_NS) /* raised with --max-duration */
#define LOADGEN_WAITING_MAX     1048576 /* requests waiting for a connection; more are dropped */
#define CONNECT_TIMEOUT_NS      (5 * ONE_SECOND_NS)
#define RESPONSE_BODY_BYTES_MAX (64 * 1024 * 1024) /* above: body_too_large */
#define RESPONSE_HEAD_BYTES_MAX (64 * 1024)        /* above: parse_error */
#define SLOW_REQUEST_NS         (20 * ONE_MS_NS)   /* slower ones go into slow.ndjson */
#define SLOW_REQUESTS_MAX       20000
#define ERROR_SAMPLES_MAX       5

/* Histograms: HdrHistogram's usual settings */
#define HISTOGRAM_LOWEST_NS  UINT64_C(1)
#define HISTOGRAM_HIGHEST_NS (60 * ONE_SECOND_NS)
