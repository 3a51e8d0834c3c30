/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.h -- what the tests of the readers share: load a text, compare two tables. */
#ifndef TESTS_TABLES_H
#define TESTS_TABLES_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/load.h"
#include "data/responses.h"

static inline struct irt_responses *
read_bytes(const char *text, size_t length, const struct irt_load_options *options)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_responses *data = irt_load_memory(text, length, "t.csv", options, &error);

    ck_assert_msg(data != NULL, "%.80s: %s", text, error.message);
    return data;
}

static inline struct irt_responses *
read_text(const char *text, const struct irt_load_options *options)
{
    return read_bytes(text, strlen(text), options);
}

/* The same rows, items, codes, ids, schools, frequencies and counts. */
static inline void
check_same(const struct irt_responses *a, const struct irt_responses *b)
{
    ck_assert_uint_eq(a->rows, b->rows);
    ck_assert_uint_eq(a->items, b->items);
    ck_assert_mem_eq(a->code, b->code, a->rows * a->items);
    for (size_t j = 0; j < a->items; j++) {
        ck_assert_str_eq(a->item_name[j], b->item_name[j]);
        ck_assert_uint_eq(a->categories[j], b->categories[j]);
    }
    ck_assert_double_eq(a->persons, b->persons);
    ck_assert_double_eq(a->missing, b->missing);
    ck_assert_uint_eq(a->schools, b->schools);
    for (size_t k = 0; k < a->schools; k++)
        ck_assert_str_eq(a->school_name[k], b->school_name[k]);
    ck_assert_int_eq(a->person_id == NULL, b->person_id == NULL);
    ck_assert_int_eq(a->frequency == NULL, b->frequency == NULL);
    ck_assert_int_eq(a->school == NULL, b->school == NULL);
    for (size_t i = 0; i < a->rows; i++) {
        ck_assert_double_eq(irt_responses_frequency(a, i), irt_responses_frequency(b, i));
        if (a->person_id != NULL)
            ck_assert_str_eq(a->person_id[i], b->person_id[i]);
        if (a->school != NULL)
            ck_assert_uint_eq(a->school[i], b->school[i]);
    }
}

static inline void
check_codes(const struct irt_responses *data, const char *expected)
{
    /* One character a cell: a digit, '.' missing; rows run on. */
    ck_assert_uint_eq(data->rows * data->items, strlen(expected));
    for (size_t k = 0; expected[k] != '\0'; k++)
        ck_assert_msg(data->code[k] == (expected[k] == '.'
                                            ? IRT_MISSING
                                            : (uint8_t)(expected[k] - '0')),
                      "cell %zu is %u, expected %c", k, data->code[k], expected[k]);
}

static inline bool
has_note(const struct irt_responses *data, const char *part)
{
    for (size_t k = 0; k < data->notes.count; k++)
        if (strstr(data->notes.text[k], part) != NULL)
            return true;
    return false;
}

#endif
