#pragma once
/* What every finding must be like, and asking a rule about one place of a made run. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/findings_rules.h"
#include "tests/support/made_run.h"
#include "tests/support/suite.h"

/* Asserts: at most FINDING_WORDS_MAX words, a full stop, no "nan" or "inf", nothing cut. */
void wording_check(const struct finding *finding);

/* server -1: the scenario and the run. */
struct rule_place made_place(const struct made_run *run, int server);

/* Whether a rule fires there. Checks the wording of what it says. */
bool fires(rule_function *rule, const struct made_run *run, int server, struct finding *finding);

/* Asserts that the sentence holds these words. */
void says(const struct finding *finding, const char *words);
