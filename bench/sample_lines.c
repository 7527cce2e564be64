#include "bench/sample_lines.h"

#include <inttypes.h>
#include <math.h>

static void print_loop(FILE *file, const struct loop_sample *loop)
{
    fprintf(file,
            "{\"slot\":%u,\"iterations\":%" PRIu64 ",\"busySeconds\":%.6f,"
            "\"blockedSeconds\":%.6f,\"longestSeconds\":%.6f,\"enteredSeconds\":",
            loop->slot, loop->iterations, loop->busy_s, loop->blocked_s, loop->longest_s);
    if (isnan(loop->entered_s))
        fputs("null}", file);
    else
        fprintf(file, "%.6f}", loop->entered_s);
}

void sample_lines_sample(FILE *file, const struct sample *sample)
{
    fprintf(file,
            "{\"t\":%.6f,\"kind\":\"sample\",\"cpuSeconds\":%.6f,\"threads\":%" PRIu64
            ",\"processes\":%" PRIu64 ",\"rssBytes\":%" PRIu64 ",\"generatorCpuSeconds\":%.6f,"
            "\"machineBusySeconds\":%.2f,\"machineStealSeconds\":%.2f,",
            sample->t_s, sample->server.cpu_s, sample->server.threads, sample->server.processes,
            sample->server.resident_bytes, sample->generator_cpu_s, sample->machine.busy_s,
            sample->machine.steal_s);
    fprintf(file,
            "\"accepted\":%" PRIu64 ",\"open\":%" PRIu64 ",\"inFlight\":%" PRIu64
            ",\"requests\":%" PRIu64 ",\"loops\":[",
            sample->accepted, sample->open, sample->in_flight, sample->requests);
    for (unsigned i = 0; i < sample->loop_count; i++) {
        if (i > 0)
            fputc(',', file);
        print_loop(file, &sample->loops[i]);
    }
    fputs("]}\n", file);
}

void sample_lines_busy(FILE *file, double t_s, unsigned slot, double start_s, double end_s)
{
    fprintf(file,
            "{\"t\":%.6f,\"kind\":\"busy\",\"slot\":%u,\"startSeconds\":%.6f,"
            "\"endSeconds\":%.6f}\n",
            t_s, slot, start_s, end_s);
}

void sample_lines_step(FILE *file, const struct step_sample *sample)
{
    /* Names of phases are letters, digits, "-" and "_": nothing to escape. */
    fprintf(file, "{\"t\":%.6f,\"kind\":\"step\",\"phase\":\"%s\",\"step\":%u,", sample->t_s,
            sample->step->phase, sample->step->step);
    fprintf(file,
            "\"pssBytes\":%" PRIu64 ",\"rssBytes\":%" PRIu64 ",\"threads\":%" PRIu64
            ",\"descriptors\":%" PRIu64 ",",
            sample->memory.proportional_bytes, sample->memory.resident_bytes, sample->threads,
            sample->memory.descriptors);
    fprintf(file,
            "\"kernelStackBytes\":%" PRId64 ",\"pageTablesBytes\":%" PRId64
            ",\"slabBytes\":%" PRId64 ",\"listenOverflows\":%" PRId64 "}\n",
            sample->growth.kernel_stack_bytes, sample->growth.page_tables_bytes,
            sample->growth.slab_bytes, sample->growth.listen_overflows);
}

static double seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

void sample_lines_end(FILE *file, double t_s, const struct rusage *usage)
{
    fprintf(file,
            "{\"t\":%.6f,\"kind\":\"end\",\"userSeconds\":%.6f,\"systemSeconds\":%.6f,"
            "\"maxRssBytes\":%lld,\"voluntarySwitches\":%ld,\"involuntarySwitches\":%ld}\n",
            t_s, seconds(&usage->ru_utime), seconds(&usage->ru_stime),
            (long long)usage->ru_maxrss * 1024, usage->ru_nvcsw, usage->ru_nivcsw);
}
