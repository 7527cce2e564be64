#include "servers/accept_trouble.h"

#include <errno.h>
#include <string.h>

#include "core/limits.h"
#include "core/log.h"

bool accept_must_pause(struct accept_trouble *trouble, int number, uint64_t now_ns)
{
    if (number == EAGAIN || number == EINTR || number == ECONNABORTED)
        return false;
    if (trouble->said_ns == 0 || now_ns - trouble->said_ns >= ONE_SECOND_NS) {
        trouble->said_ns = now_ns;
        char words[128];
        log_warn("cannot accept clients for the moment: %s",
                 strerror_r(number, words, sizeof words));
    }
    return true;
}
