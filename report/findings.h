#pragma once
/*
 * From numbers to sentences. Every rule is a pure function over the summary (findings_rules.h);
 * this module applies them all, drops what another finding already explains, and puts the rest in
 * the order in which it is to be read: errors, cautions, infos; the largest effect first.
 */
#include "report/summary.h"

/* Fills summary->findings. Calling it again gives the same findings. */
void findings_diagnose(struct summary *summary);

/* The ids of all rules: "V16", "V9", …; NULL beyond the last. */
const char *findings_rule(size_t index);

/* Rules whose id starts with V judge whether the run can be believed; all others explain it. */
bool finding_is_about_trust(const struct finding *finding);

/* "error", "caution", "info". */
const char *finding_severity_name(enum finding_severity severity);
