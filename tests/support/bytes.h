#pragma once
/*
 * Input for tests of parsers: short notations for long inputs, and memory whose last byte lies
 * before a page that must not be touched.
 *
 * Notation: "{text*N}" stands for N times the text, "{%00*1}" for a byte by its two hex digits.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct bytes {
    char *text; /* owned, NUL-terminated; release with free() */
    size_t length;
    size_t capacity;
};

static inline void bytes_append(struct bytes *bytes, const char *text, size_t length)
{
    if (bytes->length + length >= bytes->capacity) {
        bytes->capacity = 2 * (bytes->length + length) + 256;
        bytes->text = realloc(bytes->text, bytes->capacity);
        assert(bytes->text != NULL);
    }
    memcpy(bytes->text + bytes->length, text, length);
    bytes->length += length;
    bytes->text[bytes->length] = '\0';
}

/* Appends what stands between '{' and '}'. */
static inline void bytes_append_repeated(struct bytes *bytes, const char *inside, const char *end)
{
    const char *star = memrchr(inside, '*', (size_t)(end - inside));
    assert(star != NULL);
    char byte = 0;
    size_t length = (size_t)(star - inside);
    if (inside[0] == '%' && length == 3) {
        byte = (char)strtoul((char[]){inside[1], inside[2], '\0'}, NULL, 16);
        inside = &byte;
        length = 1;
    }
    for (long times = strtol(star + 1, NULL, 10); times > 0; times--)
        bytes_append(bytes, inside, length);
}

static inline struct bytes bytes_of(const char *notation)
{
    struct bytes bytes = {NULL, 0, 0};
    bytes_append(&bytes, "", 0);
    while (*notation != '\0') {
        size_t plain = strcspn(notation, "{");
        bytes_append(&bytes, notation, plain);
        notation += plain;
        if (*notation == '{') {
            const char *end = strchr(notation, '}');
            assert(end != NULL);
            bytes_append_repeated(&bytes, notation + 1, end);
            notation = end + 1;
        }
    }
    return bytes;
}

/* A text of which a parser must take the first part and no more. */
struct bytes_parts {
    struct bytes text; /* both; owned, release with free() */
    size_t first;      /* bytes of the first part */
};

static inline struct bytes_parts bytes_of_parts(const char *first, const char *rest)
{
    struct bytes text = bytes_of(first);
    struct bytes more = bytes_of(rest);
    size_t length = text.length;
    bytes_append(&text, more.text, more.length);
    free(more.text);
    return (struct bytes_parts){text, length};
}

#define BYTES_EDGE_ROOM ((size_t)1024 * 1024)
#define BYTES_PAGE      ((size_t)4096)

/* Copies of bytes that end where the next access would be a fault. One at a time. */
struct bytes_edge {
    char *room; /* owned; release with bytes_edge_release() */
};

static inline struct bytes_edge bytes_edge_init(void)
{
    char *room = mmap(NULL, BYTES_EDGE_ROOM + BYTES_PAGE, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert(room != MAP_FAILED);
    int protected = mprotect(room + BYTES_EDGE_ROOM, BYTES_PAGE, PROT_NONE);
    assert(protected == 0);
    return (struct bytes_edge){room};
}

static inline const char *bytes_edge_copy(struct bytes_edge *edge, const char *text, size_t length)
{
    assert(length <= BYTES_EDGE_ROOM);
    return memcpy(edge->room + BYTES_EDGE_ROOM - length, text, length);
}

static inline void bytes_edge_release(struct bytes_edge *edge)
{
    munmap(edge->room, BYTES_EDGE_ROOM + BYTES_PAGE);
}

/* Where to cut an input in two next: a long one everywhere near its ends, and now and then between.
 */
static inline size_t bytes_next_cut(size_t cut, size_t length)
{
    if (length < 2000 || cut < 100 || cut + 100 >= length)
        return cut + 1;
    return cut + (length < 20000 ? 61 : 1021);
}
