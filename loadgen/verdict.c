#include "loadgen/verdict.h"

#include <math.h>

#include "core/units.h"

#define LAG_OK_US          200.0
#define LAG_OK_SHARE       0.05 /* of the response time's p99 */
#define LAG_DEGRADED_US    1000.0
#define LAG_DEGRADED_SHARE 0.10
#define LITTLE_OFF_MAX     0.01
#define THREAD_CPU_MAX     0.90
#define STEAL_MAX          0.05

static void judge_books(const struct verdict_evidence *evidence, struct verdict *verdict)
{
    if (evidence->begun != evidence->recorded)
        verdict_add(verdict, VERDICT_INVALID,
                    "The books do not balance: %llu requests were begun, but %llu have an end.",
                    (unsigned long long)evidence->begun, (unsigned long long)evidence->recorded);
}

static void judge_little(const struct verdict_evidence *evidence, struct verdict *verdict)
{
    double counted = evidence->in_flight_counted;
    double recorded = evidence->in_flight_recorded;
    double larger = fmax(counted, recorded);
    double off = larger > 0 ? fabs(counted - recorded) / larger : 0;
    if (off > LITTLE_OFF_MAX)
        verdict_add(verdict, VERDICT_INVALID,
                    "Little's identity is off by %.3g %%: %.4g requests in flight by count, "
                    "%.4g by rate and mean time.",
                    off * 100, counted, recorded);
}

static void judge_lag(const struct verdict_evidence *evidence, struct verdict *verdict)
{
    double ok_us = fmax(LAG_OK_US, LAG_OK_SHARE * evidence->response_p99_us);
    double degraded_us = fmax(LAG_DEGRADED_US, LAG_DEGRADED_SHARE * evidence->response_p99_us);
    if (evidence->lag_p99_us <= ok_us)
        return;
    bool invalid = evidence->lag_p99_us > degraded_us;
    char lag[UNITS_TEXT_BYTES];
    char limit[UNITS_TEXT_BYTES];
    char response[UNITS_TEXT_BYTES];
    units_print_duration((uint64_t)(evidence->lag_p99_us * 1e3), lag);
    units_print_duration((uint64_t)((invalid ? degraded_us : ok_us) * 1e3), limit);
    units_print_duration((uint64_t)(evidence->response_p99_us * 1e3), response);
    verdict_add(verdict, invalid ? VERDICT_INVALID : VERDICT_DEGRADED,
                "The generator was late: lag p99 is %s, more than %s at a response p99 of %s.", lag,
                limit, response);
}

static void judge_sent(const struct verdict_evidence *evidence, struct verdict *verdict)
{
    if (evidence->untried * 1000 <= evidence->recorded)
        return;
    bool invalid = evidence->untried * 100 > evidence->recorded;
    verdict_add(verdict, invalid ? VERDICT_INVALID : VERDICT_DEGRADED,
                "The generator could not try %llu of %llu planned requests, more than %s %%.",
                (unsigned long long)evidence->untried, (unsigned long long)evidence->recorded,
                invalid ? "1" : "0.1");
}

static void judge_thread(const struct verdict_evidence *evidence, struct verdict *verdict)
{
    if (evidence->thread_cpu_share > THREAD_CPU_MAX)
        verdict_add(verdict, VERDICT_INVALID,
                    "The generator set the pace, not the server: one of its threads used %.3g %% "
                    "of a core, more than 90 %%.",
                    evidence->thread_cpu_share * 100);
}

static void judge_steal(const struct verdict_evidence *evidence, struct verdict *verdict)
{
    if (evidence->steal_share > STEAL_MAX)
        verdict_add(verdict, VERDICT_INVALID,
                    "The hypervisor took %.3g %% of the CPU time for others (steal), more than 5 "
                    "%%.",
                    evidence->steal_share * 100);
}

void verdict_judge(const struct verdict_evidence *evidence, struct verdict *verdict)
{
    *verdict = (struct verdict){.status = VERDICT_OK};
    judge_books(evidence, verdict);
    judge_little(evidence, verdict);
    if (evidence->closed) {
        judge_thread(evidence, verdict);
    } else {
        judge_lag(evidence, verdict);
        judge_sent(evidence, verdict);
    }
    judge_steal(evidence, verdict);
}

void verdict_worst(struct verdict *trial, const struct verdict *step, const char *where)
{
    if (step->status < trial->status)
        return;
    if (step->status > trial->status)
        *trial = (struct verdict){.status = step->status};
    for (unsigned i = 0; i < step->reason_count; i++)
        verdict_add(trial, step->status, "%s: %s", where, step->reasons[i]);
}
