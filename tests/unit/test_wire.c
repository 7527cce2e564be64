/* Sockets of the generator: every way in which a server can answer, fail or stall ends in its
 * class, and takes the connection with it where it must. */
#include "loadgen/wire.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/load_rig.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Faults of the generator's own calls; those of the scripted server in this process pass. */
static atomic_int connect_errno;
static atomic_int send_errno;
static atomic_bool send_slowly;
static atomic_uint connects;

int __real_connect(int fd, const struct sockaddr *address, socklen_t length);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t length);

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t length)
{
    atomic_fetch_add(&connects, 1);
    if (atomic_load(&connect_errno) == 0)
        return __real_connect(fd, address, length);
    errno = atomic_load(&connect_errno);
    return -1;
}

ssize_t __real_send(int fd, const void *bytes, size_t length, int flags);
ssize_t __wrap_send(int fd, const void *bytes, size_t length, int flags);

ssize_t __wrap_send(int fd, const void *bytes, size_t length, int flags)
{
    bool is_request = memcmp(bytes, "HTTP/1.1", length < 8 ? length : 8) != 0;
    if (is_request && atomic_load(&send_errno) != 0) {
        errno = atomic_load(&send_errno);
        return -1;
    }
    if (is_request && atomic_load(&send_slowly) && length > 1)
        return __real_send(fd, bytes, length / 2, flags);
    return __real_send(fd, bytes, length, flags);
}

static void every_manner_ends_in_its_class(void)
{
    static const struct {
        enum script_manner manner;
        enum outcome outcome;
        bool one_each; /* a connection carries one request only */
    } cases[] = {
        {SCRIPT_ANSWER, OUTCOME_OK, false},
        {SCRIPT_BYTEWISE, OUTCOME_OK, false},
        {SCRIPT_NOT_FOUND, OUTCOME_STATUS_MISMATCH, false},
        {SCRIPT_CLOSE, OUTCOME_OK, true},
        {SCRIPT_CLOSE_SILENTLY, OUTCOME_OK, true},
        {SCRIPT_SURPLUS, OUTCOME_OK, true},
        {SCRIPT_SILENT, OUTCOME_RESPONSE_TIMEOUT, true},
        {SCRIPT_CLOSE_UNANSWERED, OUTCOME_CLOSED_BEFORE_RESPONSE, true},
        {SCRIPT_RESET, OUTCOME_RESET_BEFORE_RESPONSE, true},
        {SCRIPT_TRUNCATE, OUTCOME_TRUNCATED_BODY, true},
        {SCRIPT_GARBAGE, OUTCOME_PARSE_ERROR, true},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct load_rig rig;
        load_rig_open(&rig, &(struct script){.manner = cases[i].manner});
        load_rig_run(&rig, LOAD_RIG_SCENARIO("40/s", "200ms", ""));
        CU_ASSERT_EQUAL(load_rig_begun(&rig), 8);
        CU_ASSERT_EQUAL(load_rig_count(&rig, cases[i].outcome), 8);
        CU_ASSERT_EQUAL(rig.server.seen_count, 8);
        CU_ASSERT_TRUE(cases[i].one_each ? rig.server.accepted >= 8 : rig.server.accepted < 8);
        CU_ASSERT_TRUE(load_rig_balances(&rig));
        load_rig_close(&rig);
    }
}

static void a_timeout_counts_from_sent(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_SILENT});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("40/s", "100ms", ""));
    const struct cell *cell = load_rig_cell(&rig, 0, 0);
    CU_ASSERT(cell->service.min_ns >= 150 * ONE_MS_NS);
    CU_ASSERT_EQUAL(cell->censored_from_ns, cell->response.min_ns);
    load_rig_close(&rig);
}

static void a_connect_that_fails_has_a_class_of_its_own(void)
{
    static const struct {
        int number;
        enum outcome outcome;
    } cases[] = {
        {ECONNREFUSED, OUTCOME_CONNECT_REFUSED}, {ETIMEDOUT, OUTCOME_CONNECT_TIMEOUT},
        {ECONNRESET, OUTCOME_CONNECT_RESET},     {EADDRNOTAVAIL, OUTCOME_ADDRESS_UNAVAILABLE},
        {EMFILE, OUTCOME_DESCRIPTOR_LIMIT},      {ENOBUFS, OUTCOME_DESCRIPTOR_LIMIT},
        {EPERM, OUTCOME_CONNECT_REFUSED},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct load_rig rig;
        load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
        atomic_store(&connect_errno, cases[i].number);
        atomic_store(&connects, 0);
        load_rig_run(&rig, LOAD_RIG_SCENARIO("200/s", "50ms", ""));
        CU_ASSERT_EQUAL(load_rig_count(&rig, cases[i].outcome), 10);
        CU_ASSERT_EQUAL(atomic_load(&connects), 10); /* one attempt per request */
        CU_ASSERT_STRING_EQUAL(load_rig_cell(&rig, 0, 0)->errors[0].words,
                               strerror(cases[i].number));
        load_rig_close(&rig);
    }
    atomic_store(&connect_errno, 0);
}

static void a_send_that_fails_is_a_write_error(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    atomic_store(&send_errno, EPIPE);
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ""));
    atomic_store(&send_errno, 0);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_WRITE_ERROR), 10);
    CU_ASSERT_EQUAL(rig.server.seen_count, 0);
    load_rig_close(&rig);
}

static void a_request_that_goes_out_in_pieces_arrives_whole(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    atomic_store(&send_slowly, true);
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ""));
    atomic_store(&send_slowly, false);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 10);
    for (size_t i = 0; i < rig.server.seen_count; i++)
        CU_ASSERT_STRING_EQUAL(rig.server.seen[i].target, "/hello");
    load_rig_close(&rig);
}

static void a_request_that_cannot_be_sent_times_out(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    atomic_store(&send_errno, EAGAIN);
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "50ms", ""));
    atomic_store(&send_errno, 0);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_RESPONSE_TIMEOUT), 5);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->service.total, 0);
    load_rig_close(&rig);
}

static void the_time_to_open_a_connection_is_that_requests_own(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_CLOSE});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ""));
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->connect.total, 10);
    load_rig_close(&rig);
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ", \"onBusy\": \"queue\""));
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->connect.total, 0); /* they were there before */
    load_rig_close(&rig);
}

static void a_server_that_dies_is_survived(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER, .die_at_ns = 100 * ONE_MS_NS});
    atomic_store(&connects, 0);
    load_rig_run(&rig, LOAD_RIG_SCENARIO("200/s", "300ms", ""));
    CU_ASSERT_EQUAL(load_rig_begun(&rig), 60);
    CU_ASSERT(load_rig_count(&rig, OUTCOME_OK) > 0);
    CU_ASSERT(load_rig_count(&rig, OUTCOME_CONNECT_REFUSED) > 0);
    CU_ASSERT_TRUE(load_rig_balances(&rig));
    CU_ASSERT(atomic_load(&connects) <= 60);
    load_rig_close(&rig);
}

/* A listener that accepts nobody, its queue full: the kernel lets further connects hang. */
static void a_connect_that_hangs_times_out(void)
{
    struct load_rig rig;
    int queued[4];
    struct net_address deaf = {.length = sizeof deaf.storage};
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CU_ASSERT_EQUAL_FATAL(listen(listener, 0), 0); /* on a port of the kernel's choice */
    CU_ASSERT_EQUAL_FATAL(getsockname(listener, (struct sockaddr *)&deaf.storage, &deaf.length), 0);
    for (size_t i = 0; i < COUNT(queued); i++)
        queued[i] = net_connect_start(&deaf);
    rig.target.address = deaf;
    load_rig_run(&rig, LOAD_RIG_SCENARIO("20/s", "50ms", ", \"gracefulStop\": \"10s\""));
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_CONNECT_TIMEOUT), 1);
    for (size_t i = 0; i < COUNT(queued); i++)
        close(queued[i]);
    close(listener);
    load_rig_close(&rig);
}

static CU_TestInfo tests[] = {
    {"every manner ends in its class", every_manner_ends_in_its_class},
    {"a timeout counts from sent", a_timeout_counts_from_sent},
    {"a connect that fails has a class of its own", a_connect_that_fails_has_a_class_of_its_own},
    {"a send that fails is a write error", a_send_that_fails_is_a_write_error},
    {"a request that goes out in pieces arrives whole",
     a_request_that_goes_out_in_pieces_arrives_whole},
    {"a request that cannot be sent times out", a_request_that_cannot_be_sent_times_out},
    {"the time to open a connection is that request's own",
     the_time_to_open_a_connection_is_that_requests_own},
    {"a server that dies is survived", a_server_that_dies_is_survived},
    {"a connect that hangs times out", a_connect_that_hangs_times_out},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("wire", tests)
