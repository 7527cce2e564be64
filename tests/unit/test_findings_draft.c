#include "report/findings_draft.h"

#include "tests/support/wording.h"

static struct made_run run;

static double weight_by_rate(const struct rule_place *place, const struct summary_step *step)
{
    (void)place;
    return step->rate_per_s >= 500 ? step->rate_per_s : 0;
}

static double weight_of_none(const struct rule_place *place, const struct summary_step *step)
{
    (void)place;
    (void)step;
    return (double)NAN;
}

static void steps_of_one_cause_are_grouped(void)
{
    made_run(&run);
    struct rule_place place = made_place(&run, LOOP_SERVER);
    struct step_group group = steps_where(&place, weight_by_rate);
    CU_ASSERT_EQUAL(group.of, 3);
    CU_ASSERT_EQUAL(group.count, 2);
    CU_ASSERT_PTR_EQUAL(group.first, &run.steps[LOOP_SERVER][1]);
    CU_ASSERT_PTR_EQUAL(group.worst, &run.steps[LOOP_SERVER][2]);
    CU_ASSERT_STRING_EQUAL(steps_words(&group).text, "in 2 of 3 steps");
    CU_ASSERT_STRING_EQUAL(step_within(&group, group.worst).text, "at 700/s ");
    group.count = 1;
    CU_ASSERT_STRING_EQUAL(steps_words(&group).text, "at 500/s");
    CU_ASSERT_STRING_EQUAL(step_within(&group, group.worst).text, "");
    CU_ASSERT_EQUAL(steps_where(&place, weight_of_none).count, 0);
}

static void a_step_without_a_rate_has_a_number(void)
{
    made_run(&run);
    run.steps[0][1].rate_per_s = (double)NAN;
    CU_ASSERT_STRING_EQUAL(step_words(&run.steps[0][1]).text, "in step 2");
}

static void latency_is_the_objectives_or_p99_or_the_maximum(void)
{
    made_run(&run);
    struct rule_place place = made_place(&run, LOOP_SERVER);
    struct latency_words words = latency_words(&place, &run.steps[LOOP_SERVER][0]);
    CU_ASSERT_STRING_EQUAL(words.name, "p99 of light");
    CU_ASSERT_STRING_EQUAL(words.value.text, "1 ms");
    run.shares[LOOP_SERVER][0][0].response_time.p99_us = (double)NAN;
    words = latency_words(&place, &run.steps[LOOP_SERVER][0]);
    CU_ASSERT_STRING_EQUAL(words.name, "the maximum");
    CU_ASSERT_STRING_EQUAL(words.value.text, "3 ms");
    run.scenario.scenario.objective.metric = METRIC_GOODPUT;
    words = latency_words(&place, &run.steps[LOOP_SERVER][1]);
    CU_ASSERT_STRING_EQUAL(words.name, "p99");
}

static void half_a_command_is_left_out(void)
{
    struct finding finding = {.scenario = 0};
    finding_next(&finding, "make bench SCENARIOS=%s", "a.json");
    CU_ASSERT_STRING_EQUAL(finding.next, "make bench SCENARIOS=a.json");
    char path[400];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    finding_next(&finding, "make bench SCENARIOS=%s", path);
    CU_ASSERT_STRING_EQUAL(finding.next, "");
}

static void rates_are_written_as_scenarios_take_them(void)
{
    CU_ASSERT_STRING_EQUAL(rate_text(700).text, "700/s");
    CU_ASSERT_STRING_EQUAL(rate_text(1250.5).text, "1250.5/s");
    CU_ASSERT_STRING_EQUAL(rate_text(200000).text, "200000/s");
    CU_ASSERT_STRING_EQUAL(rate_text(100.0 / 3).text, "33.3/s");
}

static void a_scenario_without_a_file_is_still_named(void)
{
    made_run(&run);
    struct rule_place place = made_place(&run, -1);
    CU_ASSERT_STRING_EQUAL(place_file(&place), "scenarios/mixed.json");
    run.scenario.file[0] = '\0';
    CU_ASSERT_STRING_EQUAL(place_file(&place), "the scenario");
    CU_ASSERT_STRING_EQUAL(plural(1, "step", "steps"), "step");
    CU_ASSERT_STRING_EQUAL(plural(2, "step", "steps"), "steps");
}

static CU_TestInfo tests[] = {
    {"steps of one cause are grouped", steps_of_one_cause_are_grouped},
    {"a step without a rate has a number", a_step_without_a_rate_has_a_number},
    {"latency is the objective's, or p99, or the maximum",
     latency_is_the_objectives_or_p99_or_the_maximum},
    {"half a command is left out", half_a_command_is_left_out},
    {"rates are written as scenarios take them", rates_are_written_as_scenarios_take_them},
    {"a scenario without a file is still named", a_scenario_without_a_file_is_still_named},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("findings_draft", tests)
