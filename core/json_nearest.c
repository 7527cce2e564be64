#include <string.h>

#include "core/json.h"

#define WORD_BYTES_MAX 64 /* longer words are nobody's slip of the pen */

static size_t smallest(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Edits that turn one word into the other: a character too many, too few, wrong, or two neighbours
 * swapped (Damerau-Levenshtein in its "optimal string alignment" form). Three rows of the table
 * suffice, because a swap looks back two.
 */
static size_t edits(const char *from, size_t from_length, const char *to, size_t to_length)
{
    size_t rows[3][WORD_BYTES_MAX + 1];
    for (size_t j = 0; j <= to_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= from_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= to_length; j++) {
            size_t changed = from[i - 1] == to[j - 1] ? 0 : 1;
            row[j] = smallest(smallest(above[j], row[j - 1]) + 1, above[j - 1] + changed);
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                row[j] = smallest(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[from_length % 3][to_length];
}

const char *json_nearest(const char *word, const char *const *words, size_t count)
{
    size_t length = strlen(word);
    if (length == 0 || length > WORD_BYTES_MAX)
        return NULL;
    size_t limit = length / 3 > 1 ? length / 3 : 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t candidate_length = strlen(words[i]);
        if (candidate_length > WORD_BYTES_MAX)
            continue;
        size_t distance = edits(word, length, words[i], candidate_length);
        if (distance <= limit) {
            nearest = words[i];
            if (distance == 0)
                break;
            limit = distance - 1; /* a later word must be nearer still */
        }
    }
    return nearest;
}
