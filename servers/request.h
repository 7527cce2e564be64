#pragma once
/*
 * What a request asks for: the route and its methods, and for /work the steps in its query, run
 * left to right, WORK_STEPS_MAX at most:
 *
 *     /work?cpu=5ms&wait=20ms&bytes=64k
 *
 * Knows nothing about connections or how steps are carried out.
 */
#include <stdint.h>

#include "core/error.h"
#include "core/http.h"
#include "formats/stats_page.h"
#include "servers/conn.h"

struct request {
    enum stats_route route;
    unsigned status;     /* of the answer: 200 or 204, or what is wrong */
    uint64_t body_bytes; /* of the answer when the status is 200; of /work, the last `bytes` */
    unsigned step_count;
    struct step steps[WORK_STEPS_MAX];
};

/* Fills the request. When its status is not 200 or 204, `error` says why in one line that can be
 * shown to the client. */
void request_read(struct request *request, const struct http_request *http, struct error *error);
