/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/deal.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row of the table that comes out: persons of one input row in one school. */
struct share {
    uint32_t row, school;
    double frequency;
};

/* school[p] of every person, in the order of the rows: each school as often as can be even,
 * shuffled (Fisher and Yates). */
static bool
shuffle_schools(uint32_t *school, size_t persons, size_t schools, uint64_t seed)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    if (!random)
        return false;
    gsl_rng_set(random, (unsigned long)seed);
    for (size_t p = 0; p < persons; p++)
        school[p] = (uint32_t)(p % schools);
    for (size_t p = persons; p > 1; p--) {
        size_t other = (size_t)(gsl_rng_uniform(random) * (double)p);
        uint32_t held = school[p - 1];
        school[p - 1] = school[other];
        school[other] = held;
    }
    gsl_rng_free(random);
    return true;
}

/* The shares of every row, by school; counts is room for schools numbers, all 0. */
static size_t
list_shares(const struct irt_responses *data, const uint32_t *school, size_t schools,
            double *counts, struct share *share)
{
    size_t count = 0, person = 0;
    for (size_t i = 0; i < data->rows; i++) {
        size_t f = (size_t)irt_responses_frequency(data, i);
        if (f == 1) { /* as most tables have it */
            share[count++] = (struct share){ (uint32_t)i, school[person++], 1.0 };
            continue;
        }
        for (size_t n = 0; n < f; n++)
            counts[school[person++]] += 1.0;
        for (size_t k = 0; k < schools; k++)
            if (counts[k] > 0.0) {
                share[count++] = (struct share){ (uint32_t)i, (uint32_t)k, counts[k] };
                counts[k] = 0.0;
            }
    }
    return count;
}

/* The persons' names in their new places: the pointers, then the texts. */
static char **
copy_ids(const struct irt_responses *data, const struct share *share, size_t count)
{
    size_t bytes = count * sizeof(char *);
    for (size_t i = 0; i < count; i++)
        bytes += strlen(data->person_id[share[i].row]) + 1;
    char **id = malloc(bytes + 1);
    if (!id)
        return NULL;
    char *text = (char *)(id + count);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(data->person_id[share[i].row]) + 1;
        memcpy(text, data->person_id[share[i].row], length);
        id[i] = text;
        text += length;
    }
    return id;
}

static uint8_t *
copy_rows(const uint8_t *from, size_t items, const struct share *share, size_t count)
{
    uint8_t *to = malloc(count * items + 1);
    for (size_t i = 0; to && i < count; i++)
        memcpy(to + i * items, from + (size_t)share[i].row * items, items);
    return to;
}

/* "1" .. "K". */
static char **
number_names(size_t schools)
{
    char **name = calloc(schools, sizeof *name), text[32];
    for (size_t k = 0; name && k < schools; k++) {
        int length = snprintf(text, sizeof text, "%zu", k + 1);
        name[k] = malloc((size_t)length + 1);
        if (!name[k]) {
            while (k-- > 0)
                free(name[k]);
            free(name);
            return NULL;
        }
        memcpy(name[k], text, (size_t)length + 1);
    }
    return name;
}

/* Puts the shares in the place of the rows; nothing is changed without memory. */
static bool
replace_rows(struct irt_responses *data, const struct share *share, size_t count,
             size_t schools)
{
    struct irt_responses new = *data;
    bool split = data->frequency != NULL;
    new.code = copy_rows(data->code, data->items, share, count);
    new.raw = data->raw ? copy_rows(data->raw, data->items, share, count) : NULL;
    new.frequency = split ? malloc((count + 1) * sizeof *new.frequency) : NULL;
    new.person_id = data->person_id ? copy_ids(data, share, count) : NULL;
    uint32_t *level = data->factor ? malloc((count + 1) * sizeof *level) : NULL;
    new.school = malloc((count + 1) * sizeof *new.school);
    new.school_name = number_names(schools);
    if (!new.code || (data->raw && !new.raw) || (split && !new.frequency) ||
        (data->person_id && !new.person_id) || !new.school || !new.school_name ||
        (data->factor && !level)) {
        free(new.code);
        free(new.raw);
        free(new.frequency);
        free(new.person_id);
        free(new.school);
        free(level);
        for (size_t k = 0; new.school_name &&k < schools; k++)
            free(new.school_name[k]);
        free(new.school_name);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        new.school[i] = share[i].school;
        if (split)
            new.frequency[i] = share[i].frequency;
    }
    for (size_t i = 0; level && i < count; i++)
        level[i] = data->factor->of_row[share[i].row];
    if (level) {
        free(data->factor->of_row);
        data->factor->of_row = level;
    }
    free(data->code);
    free(data->raw);
    free(data->frequency);
    free(data->person_id);
    free(data->school);
    for (size_t k = 0; k < data->schools; k++)
        free(data->school_name[k]);
    free(data->school_name);
    new.rows = count;
    new.schools = schools;
    *data = new;
    return true;
}

bool
irt_deal(struct irt_responses *data, size_t schools, uint64_t seed,
         struct irt_error *error)
{
    for (size_t i = 0; i < data->rows; i++) {
        double f = irt_responses_frequency(data, i);
        if (f != floor(f))
            return irt_fail(error, IRT_BAD_USAGE,
                            "schools: row %zu stands for %g persons, and only whole "
                            "persons can be dealt",
                            i + 1, f);
    }
    if ((double)schools > data->persons)
        return irt_fail(error, IRT_BAD_USAGE,
                        "schools: %zu schools are more than the %.15g persons", schools,
                        data->persons);
    size_t persons = (size_t)data->persons;
    uint32_t *school = malloc((persons + 1) * sizeof *school);
    double *counts = calloc(schools + 1, sizeof *counts);
    struct share *share = malloc((persons + 1) * sizeof *share);
    bool done = school && counts && share;
    if (done && shuffle_schools(school, persons, schools, seed)) {
        size_t count = list_shares(data, school, schools, counts, share);
        done = replace_rows(data, share, count, schools);
    } else {
        done = false;
    }
    free(school);
    free(counts);
    free(share);
    return done || irt_fail(error, IRT_NO_MEMORY,
                            "no memory to deal %zu persons to %zu "
                            "schools",
                            persons, schools);
}
