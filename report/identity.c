#include "report/identity.h"

#include <string.h>

#define LINETYPES_PER_VARIANT 100 /* linetype 102: the second server of model 2 */
#define VARIANTS              3

struct look {
    const char *model; /* NULL: whichever needs one */
    unsigned colours[2];
    const char *dashes[VARIANTS]; /* numbers below about 5 look solid at this line width */
    unsigned points[VARIANTS];
};

static const struct look looks[] = {
    {"thread-per-request", {0xD55E00, 0xB84C00}, {"", "5,8", "24,9,6,9"}, {7, 11, 15}},
    {"event-loop", {0x0072B2, 0x3C96D2}, {"24,10", "12,6", ""}, {5, 13, 9}},
    {"cluster", {0x009E73, 0x00785A}, {"7,9", "14,5", ""}, {9, 5, 13}},
    {"worker-pool", {0xCC79A7, 0xB0528A}, {"24,9,6,9", "10,5,5,5", ""}, {13, 7, 11}},
    {NULL, {0x8A63D2, 0x7850C4}, {"5,8", "16,6", ""}, {15, 9, 5}},
    {NULL, {0x7A7A00, 0x6E6E00}, {"30,6", "5,5", ""}, {11, 7, 13}},
    {NULL, {0x5F7F8F, 0x4A6B80}, {"16,6,5,6", "8,8", ""}, {7, 15, 9}},
    {NULL, {0xA6761D, 0xB98A3A}, {"10,10", "20,6,20,12", ""}, {5, 11, 15}},
};

#define LOOKS (sizeof looks / sizeof looks[0])
#define FIXED 4

static bool is_fixed(const char *model, size_t *look)
{
    for (size_t i = 0; i < FIXED; i++)
        if (strcmp(looks[i].model, model) == 0) {
            *look = i;
            return true;
        }
    return false;
}

/* The servers of the run in order, as one list. */
static const char *model_at(const struct summary *summary, unsigned place)
{
    for (unsigned s = 0; s < summary->scenario_count; s++) {
        if (place < summary->scenarios[s].server_count)
            return summary->scenarios[s].servers[place].model;
        place -= summary->scenarios[s].server_count;
    }
    return NULL;
}

/* How many other models came first in the run. */
static size_t others_before(const struct summary *summary, const char *model)
{
    size_t others = 0;
    const char *seen;
    for (unsigned i = 0; (seen = model_at(summary, i)) != NULL && strcmp(seen, model) != 0; i++) {
        size_t look;
        bool counted = is_fixed(seen, &look);
        for (unsigned j = 0; j < i && !counted; j++)
            counted = strcmp(model_at(summary, j), seen) == 0;
        others += !counted;
    }
    return others;
}

struct identity identity_of(const struct summary *summary, unsigned scenario, unsigned server)
{
    const struct summary_server *servers = summary->scenarios[scenario].servers;
    const char *model = servers[server].model;
    size_t place;
    if (!is_fixed(model, &place))
        place = FIXED + others_before(summary, model);
    size_t turns = place < FIXED ? 0 : (place - FIXED) / (LOOKS - FIXED); /* of the scale */
    size_t look = place < FIXED ? place : FIXED + (place - FIXED) % (LOOKS - FIXED);
    size_t namesakes = 0;
    for (unsigned i = 0; i < server; i++)
        namesakes += strcmp(servers[i].model, model) == 0;
    size_t dash = (namesakes + turns) % VARIANTS; /* with `point` nine pairs that all differ */
    size_t point = (namesakes + 2 * turns) % VARIANTS;
    return (struct identity){
        .linetype = (unsigned)(place + 1 + namesakes * LINETYPES_PER_VARIANT),
        .colour = looks[look].colours[namesakes % 2],
        .dashes = looks[look].dashes[dash],
        .point = looks[look].points[point],
        .point_size = looks[look].points[point] == 7 ? 0.7 : 0.9,
    };
}
