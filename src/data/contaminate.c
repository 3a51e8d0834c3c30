/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/contaminate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"

static const char *const names[] = {
    [IRT_CLEAN] = "none",
    [IRT_ALL_ZERO] = "all-zero",
    [IRT_ALL_MAXIMUM] = "all-maximum",
    [IRT_RANDOM_ROWS] = "random",
    [IRT_STRAIGHT_LINES] = "straight-line",
};

#define KINDS (sizeof names / sizeof *names)

const char *
irt_contamination_name(enum irt_contamination_kind kind)
{
    return names[kind];
}

bool
irt_contamination_from_name(const char *name, enum irt_contamination_kind *out)
{
    for (size_t k = 0; k < KINDS; k++)
        if (strcmp(names[k], name) == 0) {
            *out = (enum irt_contamination_kind)k;
            return true;
        }
    return false;
}

bool
irt_contamination_parse(const char *text, struct irt_contamination *out,
                        struct irt_error *error)
{
    const char *equal = strchr(text, '=');
    struct irt_cell share = { equal != NULL ? equal + 1 : "",
                              equal != NULL ? strlen(equal + 1) : 0 };
    struct irt_contamination read = { IRT_CLEAN, 0 };
    char name[20];

    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "="), text);
    if (irt_contamination_from_name(name, &read.kind) &&
        (equal == NULL) == (read.kind == IRT_CLEAN) &&
        (equal == NULL || irt_cell_number(share, &read.share)) && read.share >= 0 &&
        read.share <= 1) {
        *out = read;
        return true;
    }
    return irt_fail(error, IRT_BAD_USAGE,
                    "'%.60s' is no contamination: write none, or a kind and the share of "
                    "persons, such as all-zero=0.2; the kinds are all-zero, all-maximum, "
                    "random and straight-line",
                    text);
}

/* --- which rows ------------------------------------------------------------------------ */

/* The rows school by school: those of school k are row[start[k] .. start[k + 1] - 1]. */
static void
group(const struct irt_responses *data, size_t schools, size_t *start, uint32_t *row)
{
    memset(start, 0, (schools + 2) * sizeof *start);
    for (size_t i = 0; i < data->rows; i++)
        start[(data->school != NULL ? data->school[i] : 0) + 2]++;
    for (size_t k = 2; k < schools + 2; k++)
        start[k] += start[k - 1];
    for (size_t i = 0; i < data->rows; i++)
        row[start[(data->school != NULL ? data->school[i] : 0) + 1]++] = (uint32_t)i;
}

static void
shuffle(uint32_t *row, size_t count, gsl_rng *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(gsl_rng_uniform(random) * (double)i);
        uint32_t kept = row[i - 1];

        row[i - 1] = row[other];
        row[other] = kept;
    }
}

/* --- what they hold ---------------------------------------------------------------------- */

static unsigned
pick(double number, unsigned categories)
{
    return (unsigned)(number * categories);
}

/* One number for the row and one for each item, whatever the kind. */
static void
draw_row(enum irt_contamination_kind kind, const unsigned *categories, size_t items,
         gsl_rng *random, uint8_t *code)
{
    double line = gsl_rng_uniform(random);

    for (size_t j = 0; j < items; j++) {
        double number = gsl_rng_uniform(random);

        switch (kind) {
        case IRT_CLEAN: break;
        case IRT_ALL_ZERO: code[j] = 0; break;
        case IRT_ALL_MAXIMUM: code[j] = (uint8_t)(categories[j] - 1); break;
        case IRT_RANDOM_ROWS: code[j] = (uint8_t)pick(number, categories[j]); break;
        case IRT_STRAIGHT_LINES: code[j] = (uint8_t)pick(line, categories[j]); break;
        }
    }
}

static void
overwrite(uint8_t *to, const uint8_t *from, size_t items)
{
    for (size_t j = 0; j < items; j++)
        if (to[j] != IRT_MISSING)
            to[j] = from[j];
}

/* One school: its first rows, in random order, are those that are written over. */
static void
contaminate_school(struct irt_responses *data, const unsigned *categories,
                   const struct irt_contamination *contamination, gsl_rng *random,
                   uint32_t *row, size_t count, uint8_t *code, uint8_t *contaminated)
{
    size_t spoilt = (size_t)floor(contamination->share * (double)count + 0.5);

    shuffle(row, count, random);
    for (size_t i = 0; i < count; i++) {
        draw_row(contamination->kind, categories, data->items, random, code);
        if (i < spoilt && contamination->kind != IRT_CLEAN) {
            overwrite(data->code + row[i] * data->items, code, data->items);
            contaminated[row[i]] = 1;
        }
    }
}

bool
irt_contaminate(struct irt_responses *data, const unsigned *categories,
                const struct irt_contamination *contamination, gsl_rng *random,
                uint8_t *contaminated, struct irt_error *error)
{
    size_t schools = data->school != NULL ? data->schools : 1;
    size_t *start = malloc((schools + 2) * sizeof *start);
    uint32_t *row = malloc((data->rows + 1) * sizeof *row);
    uint8_t *code = calloc(data->items + 1, 1);
    bool ok = start != NULL && row != NULL && code != NULL;

    memset(contaminated, 0, data->rows);
    if (ok)
        group(data, schools, start, row);
    for (size_t k = 0; ok && k < schools; k++)
        contaminate_school(data, categories, contamination, random, row + start[k],
                           start[k + 1] - start[k], code, contaminated);
    free(start);
    free(row);
    free(code);
    return ok ||
           irt_fail(error, IRT_NO_MEMORY, "there is no memory to contaminate the rows");
}
