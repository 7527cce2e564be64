#include <stdlib.h>
#include <string.h>

#include "core/units.h"
#include "formats/scenario_parts.h"
#include "formats/scenario_values.h"

/* In the order of enum scenario_executor; files know the first FILE_EXECUTORS of them. */
static const char *const executors[] = {"constant-arrival-rate", "staircase-arrival-rate",
                                        "constant-vus"};

#define FILE_EXECUTORS 2

static const char *const arrivals[] = {"poisson", "constant"};
static const char *const on_busy[] = {"open", "queue", "drop"};

const char *scenario_executor_name(enum scenario_executor executor)
{
    return executors[executor];
}

static void read_name(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    if (!scenario_take_identifier(reader, item, phase->name))
        return;
    for (const struct scenario_phase *other = reader->scenario->phases; other < phase; other++)
        if (strcmp(other->name, phase->name) == 0)
            (void)scenario_refuse(reader, item, "every phase has a name of its own",
                                  "phases[%zu] is called \"%s\" already",
                                  (size_t)(other - reader->scenario->phases), phase->name);
}

/* read_phase has done it: the other fields depend on it. */
static void read_executor(struct scenario_reader *reader, const cJSON *item, void *target)
{
    (void)reader;
    (void)item;
    (void)target;
}

static void read_arrivals(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    size_t index;
    if (scenario_take_choice(reader, item, arrivals, COUNT_OF(arrivals), &index))
        phase->arrivals = (enum scenario_arrivals)index;
}

static void read_max_in_flight(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    uint64_t value;
    if (scenario_take_integer(reader, item, 1, SCENARIO_IN_FLIGHT_MAX, &value))
        phase->max_in_flight = (unsigned)value;
}

static void read_deadline(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    (void)scenario_take_duration(reader, item, false, SCENARIO_WAIT_MAX_NS, &phase->deadline_ns);
}

static void read_on_busy(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    size_t index;
    if (scenario_take_choice(reader, item, on_busy, COUNT_OF(on_busy), &index))
        phase->on_busy = (enum scenario_on_busy)index;
}

static void read_warmup(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    (void)scenario_take_boolean(reader, item, &phase->warmup);
}

static void read_graceful_stop(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    (void)scenario_take_duration(reader, item, true, SCENARIO_WAIT_MAX_NS,
                                 &phase->graceful_stop_ns);
}

static void read_rate(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    (void)scenario_take_rate(reader, item, &phase->rates_per_s[0]);
    phase->step_count = 1;
}

static void read_duration(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    (void)scenario_take_duration(reader, item, false, SCENARIO_LOAD_MAX_NS,
                                 &phase->step_duration_ns);
}

static void read_rates(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    if (scenario_take_array(reader, item, 1, SCENARIO_STEPS_MAX) == 0)
        return;
    phase->step_count = 0; /* of an unknown executor there may have been a "rate" */
    for (const cJSON *rate = item->child; rate != NULL; rate = rate->next)
        (void)scenario_take_rate(reader, rate, &phase->rates_per_s[phase->step_count++]);
}

/* After the rates: the same steps again, backwards. */
static void read_then_down(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    size_t up = phase->step_count;
    if (!scenario_take_boolean(reader, item, &phase->then_down) || !phase->then_down)
        return;
    if (up > SCENARIO_STEPS_MAX / 2) {
        (void)scenario_refuse(reader, item, NULL, "up and down makes %zu steps, more than %d",
                              2 * up, SCENARIO_STEPS_MAX);
        return;
    }
    for (size_t i = 0; i < up; i++)
        phase->rates_per_s[up + i] = phase->rates_per_s[up - 1 - i];
    phase->step_count = 2 * up;
}

static const struct scenario_field common_fields[] = {
    {"name", read_name, "\"load\""},
    {"executor", read_executor, "\"constant-arrival-rate\""},
    {"warmup", read_warmup, NULL},
    {"arrivals", read_arrivals, NULL},
    {"mix", scenario_read_phase_mix, NULL},
    {"maxInFlight", read_max_in_flight, NULL},
    {"deadline", read_deadline, NULL},
    {"onBusy", read_on_busy, NULL},
    {"gracefulStop", read_graceful_stop, NULL},
};

static const struct scenario_field constant_fields[] = {
    {"rate", read_rate, "\"500/s\""},
    {"duration", read_duration, "\"10s\""},
};

static const struct scenario_field staircase_fields[] = {
    {"rates", read_rates, "[\"300/s\", \"1k/s\"]"},
    {"stepDuration", read_duration, "\"4s\""},
    {"thenDown", read_then_down, NULL},
};

/* Of an unknown executor: whatever belongs to one of them is taken, nothing is missing. */
static const struct scenario_field any_fields[] = {
    {"rate", read_rate, NULL},          {"rates", read_rates, NULL},
    {"duration", read_duration, NULL},  {"stepDuration", read_duration, NULL},
    {"thenDown", read_then_down, NULL},
};

#define STAIRCASE_TAKES                                                                            \
    "\"staircase-arrival-rate\" takes it; this executor takes \"rate\" and \"duration\""
#define CONSTANT_TAKES                                                                             \
    "\"constant-arrival-rate\" takes it; this executor takes \"rates\" and \"stepDuration\""

static const struct scenario_misplaced staircase_only[] = {
    {"rates", STAIRCASE_TAKES},
    {"stepDuration", STAIRCASE_TAKES},
    {"thenDown", STAIRCASE_TAKES},
};
static const struct scenario_misplaced constant_only[] = {
    {"rate", CONSTANT_TAKES},
    {"duration", CONSTANT_TAKES},
};

static const struct scenario_object constant_object = {
    .fields = common_fields,
    .field_count = COUNT_OF(common_fields),
    .more_fields = constant_fields,
    .more_field_count = COUNT_OF(constant_fields),
    .owner = "to executor \"constant-arrival-rate\"",
    .misplaced = staircase_only,
    .misplaced_count = COUNT_OF(staircase_only),
};
static const struct scenario_object staircase_object = {
    .fields = common_fields,
    .field_count = COUNT_OF(common_fields),
    .more_fields = staircase_fields,
    .more_field_count = COUNT_OF(staircase_fields),
    .owner = "to executor \"staircase-arrival-rate\"",
    .misplaced = constant_only,
    .misplaced_count = COUNT_OF(constant_only),
};
static const struct scenario_object any_object = {
    .fields = common_fields,
    .field_count = COUNT_OF(common_fields),
    .more_fields = any_fields,
    .more_field_count = COUNT_OF(any_fields),
};

static const struct scenario_object *read_kind(struct scenario_reader *reader, const cJSON *item,
                                               struct scenario_phase *phase)
{
    const cJSON *executor = cJSON_GetObjectItemCaseSensitive(item, "executor");
    size_t index;
    if (executor == NULL || /* reported with the other missing fields */
        !scenario_take_choice(reader, executor, executors, FILE_EXECUTORS, &index))
        return &any_object;
    phase->executor = (enum scenario_executor)index;
    return phase->executor == EXECUTOR_CONSTANT_ARRIVAL_RATE ? &constant_object : &staircase_object;
}

static void read_phase(struct scenario_reader *reader, const cJSON *item,
                       struct scenario_phase *phase)
{
    phase->graceful_stop_ns = 2 * ONE_SECOND_NS;
    memcpy(phase->mix, reader->mix, sizeof phase->mix);
    phase->mix_count = reader->mix_count;
    scenario_read_object(reader, item, read_kind(reader, item, phase), phase);
}

void scenario_read_phases(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    size_t count = scenario_take_array(reader, item, 1, SCENARIO_PHASES_MAX);
    if (count == 0)
        return;
    scenario->phases = calloc(count, sizeof *scenario->phases);
    if (scenario->phases == NULL) {
        (void)scenario_refuse(reader, item, NULL, "out of memory");
        return;
    }
    if (reader->mix_count == 0)
        scenario_mix_all(reader);
    for (const cJSON *phase = item->child; phase != NULL; phase = phase->next)
        read_phase(reader, phase, &scenario->phases[scenario->phase_count++]);
    uint64_t load_ns = scenario_load_ns(scenario);
    if (load_ns > SCENARIO_LOAD_MAX_NS) {
        char total[UNITS_TEXT_BYTES];
        char bound[UNITS_TEXT_BYTES];
        units_print_duration(load_ns, total);
        units_print_duration(SCENARIO_LOAD_MAX_NS, bound);
        (void)scenario_refuse(reader, item, NULL, "take %s together, more than %s", total, bound);
    }
}
