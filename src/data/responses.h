/* SPDX-License-Identifier: GPL-3.0-or-later */
/* responses.h -- who answered what: persons x items of small integer codes.
 *
 * Shapes  code[i * items + j], i = 0 .. rows-1, j = 0 .. items-1.
 * Units   codes are categories 0 .. m_j, or IRT_MISSING; one byte a cell.
 * A row is a person, or in a pattern table a pattern that stands for
 * frequency[i] persons.  Immutable once read, so fits and screens on other
 * threads borrow it without locks until irt_responses_free(). */
#ifndef IRT_RESPONSES_H
#define IRT_RESPONSES_H

#include "data/factor.h"
#include "error.h"
#include "notes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_ALL_SCHOOLS  UINT32_MAX
#define IRT_MISSING      255
#define IRT_LARGEST_CODE 254
#define IRT_MOST_ROWS    2147483647u
#define IRT_MOST_ITEMS   65535u

/* The different answers to a keyed item: sorted, numbers by value, then texts. */
struct irt_item_options {
    size_t count;   /* 0: not keyed, or nobody answered */
    char **name;    /* count; owned */
    uint8_t *score; /* count: what the key gives for it; owned */
};

struct irt_responses {
    size_t rows;
    size_t items;
    uint8_t *code;       /* rows * items */
    double *frequency;   /* rows, or NULL: every row is one person */
    double persons;      /* sum of the frequencies; rows without them */
    double missing;      /* missing cells, by persons */
    char **item_name;    /* items */
    char **item_caption; /* items: what the item asks, or NULL; NULL: the file has none */
    unsigned *categories; /* items: the largest code seen + 1; 0: nobody answered */
    char **person_id;     /* rows, or NULL: the row's number is its id.  One block:
                             the pointers, then the texts they point to */
    uint32_t *school;     /* rows: index into school_name; NULL: no schools */
    char **school_name;   /* schools, in order of name (numbers by value) */
    size_t schools;
    uint32_t *school_of_item;  /* items: of one that was split (split.h) its school; else
                                 IRT_ALL_SCHOOLS; NULL: none was split */
    struct irt_factor *factor; /* what items are compared by; NULL: nothing */
    struct irt_item_options
        *option;  /* items; NULL: no key.  Then code[] are scores, and */
    uint8_t *raw; /* rows * items: which option was chosen; as code[] where not keyed */
    struct irt_notes notes; /* what the reader set aside or found odd, in sentences */
};

/* Frees what it owns and itself; NULL is fine. */
void irt_responses_free(struct irt_responses *data);

/* A table of rows x items filled with IRT_MISSING and names item1 ..; the caller
 * fills code and calls irt_responses_count().  NULL with *error filled when there
 * is no memory.  Caller frees: irt_responses_free(). */
struct irt_responses *irt_responses_new(size_t rows, size_t items,
                                        struct irt_error *error);

/* Recomputes categories, persons and missing from code and frequency. */
void irt_responses_count(struct irt_responses *data);

/* How many persons each school has, into persons[schools]. */
void irt_school_persons(const struct irt_responses *data, double *persons);

/* How many persons row i stands for. */
static inline double
irt_responses_frequency(const struct irt_responses *data, size_t i)
{
    return data->frequency ? data->frequency[i] : 1.0;
}

#endif
