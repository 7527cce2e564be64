#pragma once
/* A deadline that knows what it is for, so that one queue serves all of a worker's waits. */
#include "core/deadline.h"

enum alarm_kind {
    ALARM_CONNECTION, /* in struct connection: connect or response timeout */
    ALARM_USER,       /* in struct user: a virtual user's next request */
    ALARM_WAITING,    /* the oldest waiting request may have waited too long */
    ALARM_STEP,       /* a step ends */
    ALARM_GRACE,      /* the phase's gracefulStop is over */
};

struct alarm {
    struct deadline deadline; /* first, so that the alarm is where its deadline is */
    enum alarm_kind kind;
};
