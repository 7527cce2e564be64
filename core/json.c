#include "core/json.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/json_scan.h"
#include "core/limits.h"

#define DUPLICATES_SHOWN 10

struct item_place {
    const cJSON *item;
    const cJSON *parent; /* NULL: the root */
    size_t index;        /* among the parent's children */
    struct json_scan_entry entry;
};

/* Sorted by the items' addresses, to be found by binary search. */
struct json_places {
    size_t count;
    struct item_place items[];
};

static int compare_items(const void *left, const void *right)
{
    uintptr_t left_item = (uintptr_t)((const struct item_place *)left)->item;
    uintptr_t right_item = (uintptr_t)((const struct item_place *)right)->item;
    return (left_item > right_item) - (left_item < right_item);
}

/* The tree in document order meets the scan's entries in the order of their beginning. */
static void pair_items(const cJSON *item, const cJSON *parent, const struct json_scan *scan,
                       struct json_places *places)
{
    for (size_t index = 0; item != NULL; item = item->next, index++) {
        assert(places->count < scan->count);
        places->items[places->count] =
            (struct item_place){item, parent, index, scan->entries[places->count]};
        places->count++;
        pair_items(item->child, item, scan, places);
    }
}

static struct json_places *places_new(const cJSON *root, const struct json_scan *scan)
{
    struct json_places *places = malloc(sizeof *places + scan->count * sizeof *places->items);
    if (places == NULL)
        return NULL;
    places->count = 0;
    pair_items(root, NULL, scan, places);
    assert(places->count == scan->count);
    qsort(places->items, places->count, sizeof *places->items, compare_items);
    return places;
}

static const struct item_place *find_item(const struct json_document *document, const cJSON *item)
{
    const struct item_place key = {.item = item};
    const struct json_places *places = document->places;
    const struct item_place *found =
        bsearch(&key, places->items, places->count, sizeof key, compare_items);
    assert(found != NULL); /* an item of another document */
    return found;
}

struct json_place json_value_place(const struct json_document *document, const cJSON *item)
{
    const struct item_place *found = find_item(document, item);
    return (struct json_place){found->entry.value_offset, found->entry.value_length};
}

struct json_place json_key_place(const struct json_document *document, const cJSON *item)
{
    const struct item_place *found = find_item(document, item);
    assert(found->entry.key_length > 0); /* an element of an array has no key */
    return (struct json_place){found->entry.key_offset, found->entry.key_length};
}

void json_path(const struct json_document *document, const cJSON *item, char path[JSON_PATH_BYTES])
{
    const struct item_place *found = find_item(document, item);
    path[0] = '\0';
    if (found->parent == NULL)
        return;
    json_path(document, found->parent, path);
    size_t length = strlen(path);
    size_t space = JSON_PATH_BYTES - length;
    if (item->string == NULL)
        (void)snprintf(path + length, space, "[%zu]", found->index);
    else
        (void)snprintf(path + length, space, "%s%s", length > 0 ? "." : "", item->string);
}

struct member {
    const cJSON *item;
    size_t offset;
};

static int compare_members(const void *left, const void *right)
{
    const struct member *left_member = left;
    const struct member *right_member = right;
    int order = strcmp(left_member->item->string, right_member->item->string);
    if (order != 0)
        return order;
    return (left_member->offset > right_member->offset) -
           (left_member->offset < right_member->offset);
}

static void complain_duplicate(const struct json_document *document, struct member first,
                               struct member second, struct error *error)
{
    unsigned line;
    unsigned column;
    json_line_column(document, first.offset, &line, &column);
    (void)json_complain(document, json_key_place(document, second.item), error,
                        "keep one of the two", "\"%.40s\" appears twice (first at %u:%u)",
                        second.item->string, line, column);
}

/* Adds to *found; sorting keeps an object of a million keys a matter of a second. */
static bool find_duplicates(const struct json_document *document, const cJSON *object,
                            unsigned *found, struct error *error)
{
    size_t count = 0;
    for (const cJSON *item = object->child; item != NULL; item = item->next)
        count++;
    struct member *members = malloc((count + 1) * sizeof *members);
    if (members == NULL)
        return error_set(error, "cannot read %s: out of memory", document->path);
    count = 0;
    for (const cJSON *item = object->child; item != NULL; item = item->next)
        members[count++] = (struct member){item, json_key_place(document, item).offset};
    qsort(members, count, sizeof *members, compare_members);
    for (size_t i = 1; i < count && *found < DUPLICATES_SHOWN; i++) {
        if (strcmp(members[i - 1].item->string, members[i].item->string) == 0) {
            complain_duplicate(document, members[i - 1], members[i], error);
            (*found)++;
        }
    }
    free(members);
    return *found == 0;
}

/* Every object at every level. */
static bool refuse_duplicates(const struct json_document *document, const cJSON *item,
                              unsigned *found, struct error *error)
{
    bool good = true;
    for (; item != NULL && *found < DUPLICATES_SHOWN; item = item->next) {
        if (cJSON_IsObject(item) && !find_duplicates(document, item, found, error))
            good = false;
        if (!refuse_duplicates(document, item->child, found, error))
            good = false;
    }
    return good;
}

static bool scan_and_build(struct json_document *document, struct error *error)
{
    struct json_scan scan;
    bool good = json_scan(document->text, document->length, &scan);
    if (!good) {
        (void)json_complain(document, scan.fault.place, error, scan.fault.hint, "%s",
                            scan.fault.words);
    } else {
        document->root = cJSON_ParseWithLength(document->text, document->length);
        document->places = document->root ? places_new(document->root, &scan) : NULL;
        good = document->places != NULL;
        if (!good)
            (void)error_set(error, "cannot read %s: out of memory", document->path);
    }
    json_scan_release(&scan);
    return good;
}

/* Takes over `text`. */
static bool open_text(const char *path, char *text, size_t length, struct json_document *document,
                      struct error *error)
{
    unsigned duplicates = 0;
    error->text[0] = '\0';
    *document = (struct json_document){.path = strdup(path), .text = text, .length = length};
    if (document->path != NULL && scan_and_build(document, error) &&
        refuse_duplicates(document, document->root, &duplicates, error))
        return true;
    if (document->path == NULL)
        (void)error_set(error, "cannot read %s: out of memory", path);
    json_close(document);
    return false;
}

bool json_open(const char *path, struct json_document *document, struct error *error)
{
    char *text;
    size_t length;
    return file_read(path, JSON_FILE_BYTES_MAX, &text, &length, error) &&
           open_text(path, text, length, document, error);
}

bool json_parse(const char *path, const char *text, size_t length, struct json_document *document,
                struct error *error)
{
    if (length > JSON_FILE_BYTES_MAX)
        return error_set(error, "cannot read %s: it has %zu bytes, more than %d", path, length,
                         JSON_FILE_BYTES_MAX);
    char *copy = malloc(length + 1);
    if (copy == NULL)
        return error_set(error, "cannot read %s: out of memory", path);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return open_text(path, copy, length, document, error);
}

void json_close(struct json_document *document)
{
    cJSON_Delete(document->root);
    free(document->places);
    free(document->text);
    free(document->path);
    *document = (struct json_document){0};
}
