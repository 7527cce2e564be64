#include "tests/support/wording.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static unsigned wording_count(const char *text)
{
    unsigned count = 0;
    for (const char *at = text + strspn(text, " "); *at != '\0'; at += strspn(at, " ")) {
        count++;
        at += strcspn(at, " ");
    }
    return count;
}

static bool wording_has_token(const char *text, const char *token)
{
    for (const char *at = strstr(text, token); at != NULL; at = strstr(at + 1, token)) {
        char before = at == text ? ' ' : at[-1], after = at[strlen(token)];
        if (!isalnum((unsigned char)before) && !isalnum((unsigned char)after))
            return true;
    }
    return false;
}

static void wording_check_text(const char *text)
{
    static const char *const never[] = {"nan", "inf", "(null)", "–", "unknown/s"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        CU_ASSERT_FALSE(wording_has_token(text, never[i]));
    CU_ASSERT_PTR_NULL(strstr(text, "  "));
    CU_ASSERT_PTR_NULL(strstr(text, " ,"));
    CU_ASSERT_PTR_NULL(strstr(text, " ."));
    CU_ASSERT_PTR_NULL(strchr(text, '\n'));
}

void wording_check(const struct finding *finding)
{
    size_t length = strlen(finding->sentence);
    bool good = length > 0 && finding->sentence[length - 1] == '.' &&
                wording_count(finding->sentence) <= FINDING_WORDS_MAX;
    if (!good)
        (void)fprintf(stderr, "%s: %u words: %s\n", finding->rule, wording_count(finding->sentence),
                      finding->sentence);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(length + 1 < sizeof finding->sentence);
    wording_check_text(finding->sentence);
    wording_check_text(finding->why);
    wording_check_text(finding->next);
    CU_ASSERT_TRUE(strlen(finding->why) > 0 && strlen(finding->why) + 1 < sizeof finding->why);
    CU_ASSERT_TRUE(isfinite(finding->effect));
}

struct rule_place made_place(const struct made_run *run, int server)
{
    struct rule_place place = {.summary = &run->summary, .scenario = &run->scenario};
    if (server >= 0) {
        place.server = &run->servers[server];
        place.trial = &run->trials[server];
    }
    return place;
}

bool fires(rule_function *rule, const struct made_run *run, int server, struct finding *finding)
{
    *finding = (struct finding){.scenario = 0, .server = server};
    struct rule_place place = made_place(run, server);
    if (!rule(&place, finding))
        return false;
    wording_check(finding);
    return true;
}

void says(const struct finding *finding, const char *words)
{
    if (strstr(finding->sentence, words) == NULL)
        (void)fprintf(stderr, "no \"%s\" in: %s\n", words, finding->sentence);
    CU_ASSERT_PTR_NOT_NULL(strstr(finding->sentence, words));
}
