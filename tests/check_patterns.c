/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_patterns.c -- responses in memory, equal rows collapsed, and notes. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "data/patterns.h"
#include "data/responses.h"
#include "notes.h"
#include "suite.h"

static struct irt_responses *
table(size_t rows, size_t items)
{
    struct irt_error error;
    struct irt_responses *data = irt_responses_new(rows, items, &error);

    ck_assert_ptr_nonnull(data);
    return data;
}

/* Codes 0 .. categories-1, some missing; the same for the same seed. */
static void
fill(struct irt_responses *data, unsigned categories, unsigned seed)
{
    uint32_t state = seed * 2654435761u + 1;

    for (size_t k = 0; k < data->rows * data->items; k++) {
        state = state * 1664525u + 1013904223u;
        unsigned draw = (state >> 16) % (categories + 1);
        data->code[k] = draw == categories ? IRT_MISSING : (uint8_t)draw;
    }
    irt_responses_count(data);
}

START_TEST(new_table_is_all_missing)
{
    struct irt_responses *data = table(3, 4);

    for (size_t k = 0; k < 12; k++)
        ck_assert_uint_eq(data->code[k], IRT_MISSING);
    ck_assert_str_eq(data->item_name[0], "item1");
    ck_assert_str_eq(data->item_name[3], "item4");
    ck_assert_uint_eq(data->categories[2], 0);
    ck_assert_double_eq(data->persons, 3);
    ck_assert_double_eq(data->missing, 12);
    irt_responses_free(data);
}
END_TEST

START_TEST(counts_follow_codes_and_frequencies)
{
    struct irt_responses *data = table(2, 3);
    const uint8_t code[] = { 0, 254, IRT_MISSING, 2, IRT_MISSING, IRT_MISSING };

    memcpy(data->code, code, sizeof code);
    data->frequency = malloc(2 * sizeof(double));
    data->frequency[0] = 2.5;
    data->frequency[1] = 4;
    irt_responses_count(data);
    ck_assert_uint_eq(data->categories[0], 3);
    ck_assert_uint_eq(data->categories[1], 255);
    ck_assert_uint_eq(data->categories[2], 0);
    ck_assert_double_eq(data->persons, 6.5);
    ck_assert_double_eq(data->missing, 2.5 + 2 * 4);
    irt_responses_free(data);
}
END_TEST

START_TEST(too_large_a_table_is_refused)
{
    struct irt_error error = { IRT_OK, "" };

    ck_assert_ptr_null(irt_responses_new(SIZE_MAX, 3, &error));
    ck_assert_int_eq(error.code, IRT_NO_MEMORY);
    irt_responses_free(NULL);
    irt_patterns_free(NULL);
}
END_TEST

/* What patterns.h promises, checked against the rows one by one. */
static void
check_promises(const struct irt_responses *data, const struct irt_patterns *patterns)
{
    double total = 0;
    double *frequency = calloc(patterns->count + 1, sizeof *frequency);
    size_t seen = 0;

    for (size_t i = 0; i < data->rows; i++) {
        size_t l = patterns->of_row[i];
        ck_assert_uint_lt(l, patterns->count);
        ck_assert_mem_eq(data->code + i * data->items,
                         data->code + patterns->row[l] * data->items, data->items);
        if (patterns->row[l] == i) /* first appearance: in order */
            ck_assert_uint_eq(l, seen++);
        else
            ck_assert_uint_lt(patterns->row[l], i);
        frequency[l] += irt_responses_frequency(data, i);
    }
    ck_assert_uint_eq(seen, patterns->count);
    for (size_t l = 0; l < patterns->count; l++) {
        ck_assert_double_eq(frequency[l], patterns->frequency[l]);
        total += frequency[l];
    }
    ck_assert_double_eq_tol(total, data->persons, 1e-9 * data->persons);
    free(frequency);
}

/* Different patterns are different rows: all pairs, so for small tables. */
static void
check_different(const struct irt_responses *data, const struct irt_patterns *patterns)
{
    for (size_t l = 1; l < patterns->count; l++)
        for (size_t m = 0; m < l; m++)
            ck_assert_int_ne(memcmp(data->code + patterns->row[l] * data->items,
                                    data->code + patterns->row[m] * data->items,
                                    data->items),
                             0);
}

static const struct {
    size_t rows, items;
    unsigned categories;
} shapes[] = { { 1, 1, 2 },    { 7, 1, 3 },     { 500, 2, 2 },
               { 700, 5, 2 },  { 900, 7, 2 },   { 900, 8, 2 },
               { 1200, 9, 1 }, { 1000, 40, 2 }, { 300, 17, 5 } };

START_TEST(patterns_are_the_rows_collapsed)
{
    struct irt_error error;
    struct irt_responses *data = table(shapes[_i].rows, shapes[_i].items);
    struct irt_patterns *patterns;

    fill(data, shapes[_i].categories, (unsigned)_i + 1);
    patterns = irt_patterns_new(data, NULL, 1, &error);
    ck_assert_ptr_nonnull(patterns);
    check_promises(data, patterns);
    check_different(data, patterns);
    irt_patterns_free(patterns);
    irt_responses_free(data);
}
END_TEST

START_TEST(a_large_table_grows_the_hash)
{
    struct irt_error error;
    struct irt_responses *data = table(60000, 11);
    struct irt_patterns *patterns;

    fill(data, 2, 11);
    data->frequency = malloc(data->rows * sizeof(double));
    for (size_t i = 0; i < data->rows; i++)
        data->frequency[i] = (double)(i % 7) + .5;
    irt_responses_count(data);
    patterns = irt_patterns_new(data, NULL, 1, &error);
    ck_assert_ptr_nonnull(patterns);
    ck_assert_uint_gt(patterns->count, 40000);
    check_promises(data, patterns);
    irt_patterns_free(patterns);
    irt_responses_free(data);
}
END_TEST

/* Slices one after the other are the whole, each pattern in its group. */
START_TEST(slices_keep_the_groups)
{
    struct irt_error error;
    struct irt_responses *data = table(200, 3);
    uint32_t group[200];
    size_t first[4];

    fill(data, 2, 5);
    for (size_t i = 0; i < 200; i++)
        group[i] = (uint32_t)(i % 3);
    struct irt_patterns *patterns = irt_patterns_new(data, group, 3, &error);
    ck_assert_ptr_nonnull(patterns);
    for (size_t from = 0; from < patterns->count; from += 5) {
        size_t count = patterns->count - from < 5 ? patterns->count - from : 5;
        struct irt_patterns part = irt_patterns_slice(patterns, from, count, first);

        ck_assert_uint_eq(part.count, count);
        ck_assert_uint_eq(part.groups, 3);
        ck_assert_uint_eq(first[0], 0);
        ck_assert_uint_eq(first[3], count);
        for (size_t g = 0; g < 3; g++)
            for (size_t l = first[g]; l < first[g + 1]; l++) {
                ck_assert_uint_eq(group[part.row[l]], g);
                ck_assert_uint_eq(part.row[l], patterns->row[from + l]);
                ck_assert_double_eq(part.frequency[l], patterns->frequency[from + l]);
            }
    }
    irt_patterns_free(patterns);
    irt_responses_free(data);
}
END_TEST

START_TEST(no_rows_have_no_patterns)
{
    struct irt_error error;
    struct irt_responses *data = table(0, 3);
    struct irt_patterns *patterns = irt_patterns_new(data, NULL, 1, &error);

    ck_assert_ptr_nonnull(patterns);
    ck_assert_uint_eq(patterns->count, 0);
    irt_patterns_free(patterns);
    irt_responses_free(data);
}
END_TEST

START_TEST(notes_grow_copy_and_clear)
{
    struct irt_notes notes = { 0 }, copy = { 0 };
    char longer[600];

    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    ck_assert(irt_notes_add(&notes, "item %d: %.3f", 7, 2.385));
    ck_assert(irt_notes_add(&notes, "%s", longer));
    ck_assert(irt_notes_copy(&copy, &notes));
    ck_assert(irt_notes_copy(&copy, &copy));
    irt_notes_clear(&notes);
    ck_assert_uint_eq(notes.count, 0);
    ck_assert_uint_eq(copy.count, 4);
    ck_assert_str_eq(copy.text[0], "item 7: 2.385");
    ck_assert_str_eq(copy.text[3], longer);
    irt_notes_clear(&copy);
    irt_notes_clear(&copy);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("patterns");
    TCase *cases = tcase_create("patterns");

    tcase_add_test(cases, new_table_is_all_missing);
    tcase_add_test(cases, counts_follow_codes_and_frequencies);
    tcase_add_test(cases, too_large_a_table_is_refused);
    tcase_add_loop_test(cases, patterns_are_the_rows_collapsed, 0,
                        (int)(sizeof shapes / sizeof *shapes));
    tcase_add_test(cases, a_large_table_grows_the_hash);
    tcase_add_test(cases, slices_keep_the_groups);
    tcase_add_test(cases, no_rows_have_no_patterns);
    tcase_add_test(cases, notes_grow_copy_and_clear);
    suite_add_tcase(suite, cases);
    return suite;
}
