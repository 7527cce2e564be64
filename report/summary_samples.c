#include "report/summary_samples.h"

#include <math.h>
#include <string.h>

#include "formats/stats_page.h"
#include "report/ndjson.h"

struct reading {
    struct summary_trial *trial;
    struct sampled_steps *steps;
    bool ended;
};

static double busiest_loop_s(struct fields *fields, const cJSON *object, bool *has_loops)
{
    const cJSON *loops = fields_array(fields, object, "loops");
    double most_s = 0;
    for (const cJSON *loop = loops == NULL ? NULL : loops->child; loop != NULL; loop = loop->next) {
        *has_loops = true;
        most_s = fmax(most_s, fields_number(fields, loop, "busySeconds"));
    }
    return most_s;
}

static void add_sample(struct summary_trial *trial, struct fields *fields, const cJSON *object)
{
    struct summary_sample *room = ndjson_make_room(fields, object, trial->samples,
                                                   trial->sample_count, sizeof *trial->samples);
    if (room == NULL)
        return;
    trial->samples = room;
    trial->samples[trial->sample_count++] = (struct summary_sample){
        .t = fields_number(fields, object, "t"),
        .cpu_s = fields_number(fields, object, "cpuSeconds"),
        .generator_cpu_s = fields_number(fields, object, "generatorCpuSeconds"),
        .machine_busy_s = fields_number(fields, object, "machineBusySeconds"),
        .machine_steal_s = fields_number(fields, object, "machineStealSeconds"),
        .threads = fields_number(fields, object, "threads"),
        .rss_bytes = fields_number(fields, object, "rssBytes"),
        .accepted = fields_number(fields, object, "accepted"),
        .open = fields_number(fields, object, "open"),
        .in_flight = fields_number(fields, object, "inFlight"),
        .requests = fields_number(fields, object, "requests"),
        .loop_busy_s = busiest_loop_s(fields, object, &trial->has_loops),
    };
}

static void add_busy(struct summary_trial *trial, struct fields *fields, const cJSON *object)
{
    struct summary_busy *room =
        ndjson_make_room(fields, object, trial->busy, trial->busy_count, sizeof *trial->busy);
    if (room == NULL)
        return;
    trial->busy = room;
    struct summary_busy *busy = &trial->busy[trial->busy_count++];
    busy->slot = fields_unsigned(fields, object, "slot");
    busy->start_s = fields_number(fields, object, "startSeconds");
    busy->end_s = fields_number(fields, object, "endSeconds");
    if (fields->good && busy->slot >= STATS_SLOTS)
        fields_refuse(fields, object, "slot %u is not below %d", busy->slot, STATS_SLOTS);
}

static void add_step(struct sampled_steps *steps, struct fields *fields, const cJSON *object)
{
    struct step_resources *room =
        ndjson_make_room(fields, object, steps->items, steps->count, sizeof *steps->items);
    if (room == NULL)
        return;
    steps->items = room;
    struct step_resources *step = &steps->items[steps->count++];
    fields_text(fields, object, "phase", step->phase, sizeof step->phase);
    step->step = fields_unsigned(fields, object, "step");
    step->pss_bytes = fields_number(fields, object, "pssBytes");
    step->threads = fields_number(fields, object, "threads");
    step->descriptors = fields_number(fields, object, "descriptors");
    step->kernel_bytes = fields_number(fields, object, "kernelStackBytes") +
                         fields_number(fields, object, "pageTablesBytes") +
                         fields_number(fields, object, "slabBytes");
    step->listen_overflows = fields_number(fields, object, "listenOverflows");
}

static void read_end(struct reading *reading, struct fields *fields, const cJSON *object)
{
    reading->ended = true;
    reading->trial->voluntary_switches = fields_number(fields, object, "voluntarySwitches");
    reading->trial->involuntary_switches = fields_number(fields, object, "involuntarySwitches");
}

/* Kinds of lines that a later version may add are passed over. */
static void on_line(void *context, struct fields *fields, const cJSON *object)
{
    struct reading *reading = context;
    char kind[16];
    fields_text(fields, object, "kind", kind, sizeof kind);
    if (strcmp(kind, "sample") == 0)
        add_sample(reading->trial, fields, object);
    else if (strcmp(kind, "busy") == 0)
        add_busy(reading->trial, fields, object);
    else if (strcmp(kind, "step") == 0)
        add_step(reading->steps, fields, object);
    else if (strcmp(kind, "end") == 0)
        read_end(reading, fields, object);
}

bool summary_samples_read(const char *path, struct summary_trial *trial,
                          struct sampled_steps *steps, struct error *error)
{
    struct reading reading = {.trial = trial, .steps = steps};
    trial->voluntary_switches = trial->involuntary_switches = (double)NAN;
    if (!ndjson_read(path, on_line, &reading, error))
        return false;
    return reading.ended ||
           error_set(error, "%s: error: the last line, of kind \"end\", is missing", path);
}
