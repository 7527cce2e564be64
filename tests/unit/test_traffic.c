/* Traffic: the exact bytes of requests, and mixes that follow their weights. */
#include "loadgen/traffic.h"

#include <math.h>
#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

static char accept_name[] = "Accept", accept_value[] = "*/*";
static char host_name[] = "hOST", host_value[] = "shop.example";
static char get[] = "GET", post[] = "POST", head[] = "HEAD";
static char root[] = "/", work[] = "/work?cpu=1ms", body[] = "a=1";

static struct scenario_header accept_header[] = {{accept_name, accept_value}};
static struct scenario_header host_header[] = {{host_name, host_value}};

static struct scenario_request requests[] = {
    {.name = "plain", .method = get, .path = root, .timeout_ns = ONE_SECOND_NS},
    {.name = "work", .method = get, .path = work, .headers = accept_header, .header_count = 1},
    {.name = "post", .method = post, .path = root, .body = body, .body_length = 3},
    {.name = "head", .method = head, .path = root, .headers = host_header, .header_count = 1},
};

static struct scenario_phase phases[] = {
    {.name = "all",
     .mix = {{.request = 0, .weight = 99},
             {.request = 1, .weight = 1},
             {.request = 3, .weight = 300}},
     .mix_count = 3},
    {.name = "one", .mix = {{.request = 2, .weight = 0.25}}, .mix_count = 1},
};

static struct scenario shop = {
    .requests = requests, .request_count = 4, .phases = phases, .phase_count = 2};

static void open_traffic(struct traffic *traffic, uint64_t seed)
{
    struct error error;
    CU_ASSERT_TRUE_FATAL(traffic_init(traffic, &shop, "127.0.0.1:8080", seed, &error));
}

static void requests_are_rendered_to_the_byte(void)
{
    static const char *const wanted[] = {
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n",
        "GET /work?cpu=1ms HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Length: 3\r\n\r\na=1",
        "HEAD / HTTP/1.1\r\nhOST: shop.example\r\n\r\n",
    };
    struct traffic traffic;
    open_traffic(&traffic, 1);
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(traffic.requests[i].length, strlen(wanted[i]));
        CU_ASSERT_STRING_EQUAL(traffic.requests[i].bytes, wanted[i]);
        CU_ASSERT_EQUAL(traffic.requests[i].head_only, i == 3);
    }
    CU_ASSERT_EQUAL(traffic.requests[0].timeout_ns, ONE_SECOND_NS);
    traffic_release(&traffic);
}

static void a_mix_follows_its_weights(void)
{
    enum {
        DRAWS = 400000
    };

    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct traffic traffic;
        open_traffic(&traffic, seed);
        double counts[4] = {0};
        for (uint64_t number = 0; number < DRAWS; number++)
            counts[traffic_pick(&traffic, 0, number)]++;
        static const double shares[4] = {99 / 400.0, 1 / 400.0, 0, 300 / 400.0};
        for (size_t i = 0; i < 4; i++) {
            double deviation = sqrt(DRAWS * shares[i] * (1 - shares[i]));
            CU_ASSERT_DOUBLE_EQUAL(counts[i], DRAWS * shares[i], 4 * deviation);
        }
        traffic_release(&traffic);
    }
}

static void a_single_request_is_always_picked(void)
{
    struct traffic traffic;
    open_traffic(&traffic, 1);
    for (uint64_t number = 0; number < 1000; number++)
        CU_ASSERT_EQUAL(traffic_pick(&traffic, 1, number), 2);
    traffic_release(&traffic);
}

static void a_pick_depends_on_seed_and_number_only(void)
{
    struct traffic first;
    struct traffic second;
    struct traffic other;
    open_traffic(&first, 7);
    open_traffic(&second, 7);
    open_traffic(&other, 8);
    unsigned differences = 0;
    for (uint64_t number = 1000; number-- > 0;) {
        CU_ASSERT_EQUAL(traffic_pick(&first, 0, number), traffic_pick(&second, 0, number));
        differences += traffic_pick(&first, 0, number) != traffic_pick(&other, 0, number);
    }
    CU_ASSERT(differences > 200);
    traffic_release(&first);
    traffic_release(&second);
    traffic_release(&other);
}

static void virtual_users_draw_each_for_themselves(void)
{
    struct traffic traffic;
    open_traffic(&traffic, 7);
    unsigned differences = 0;
    for (uint64_t iteration = 0; iteration < 1000; iteration++)
        differences += traffic_pick_user(&traffic, 0, 0, iteration) !=
                       traffic_pick_user(&traffic, 0, 1, iteration);
    CU_ASSERT(differences > 200);
    traffic_release(&traffic);
}

static CU_TestInfo tests[] = {
    {"requests are rendered to the byte", requests_are_rendered_to_the_byte},
    {"a mix follows its weights", a_mix_follows_its_weights},
    {"a single request is always picked", a_single_request_is_always_picked},
    {"a pick depends on seed and number only", a_pick_depends_on_seed_and_number_only},
    {"virtual users draw each for themselves", virtual_users_draw_each_for_themselves},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("traffic", tests)
