/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/school_plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"
#include "data/distribution.h"

#define LARGEST_SCHOOL 100000000
#define MOST_SCHOOLS   1000000

static const char default_effects[] = "uniform(-1,1)";

/* --- reading ------------------------------------------------------------------------------ */

/* The number of cells of a comma list whose every cell is a number; 0: it is no list. */
static size_t
count_numbers(const char *list)
{
    struct irt_cell cell;
    size_t count = 0;
    double value;

    while (irt_list_next(&list, &cell)) {
        if (!irt_cell_number(cell, &value) || !isfinite(value))
            return 0;
        count++;
    }
    return count;
}

static bool
is_size(double value)
{
    return value >= 1 && value <= LARGEST_SCHOOL && value == floor(value);
}

/* "LO:HI" */
static bool
read_range(const char *text, double *lo, double *hi)
{
    const char *colon = strchr(text, ':');
    struct irt_cell cell = { text, colon != NULL ? (size_t)(colon - text) : 0 };

    if (colon == NULL || !irt_cell_number(cell, lo))
        return false;
    cell = (struct irt_cell){ colon + 1, strlen(colon + 1) };
    return irt_cell_number(cell, hi) && is_size(*lo) && is_size(*hi) && *lo <= *hi;
}

/* "even(LO,HI)", by the reader of distributions: it has the form of a range. */
static bool
read_even(const char *text, struct irt_distribution *range)
{
    char as_range[80];
    size_t blanks = strspn(text, " \t");

    text += blanks;
    if (strncmp(text, "even", 4) != 0 || strlen(text) > 60)
        return false;
    snprintf(as_range, sizeof as_range, "uniform%s", text + 4);
    return irt_distribution_parse(as_range, range, NULL) && range->kind == IRT_UNIFORM;
}

static bool
check_sizes(const char *text, size_t *listed, struct irt_error *error)
{
    const char *list = text;
    struct irt_cell cell;
    double lo, hi;
    size_t count;
    bool fine = true;

    *listed = 0;
    if (text == NULL || read_range(text, &lo, &hi))
        return true;
    count = count_numbers(text);
    while (count > 0 && irt_list_next(&list, &cell))
        fine = fine && irt_cell_number(cell, &lo) && is_size(lo);
    if (count == 0 || !fine)
        return irt_fail(error, IRT_BAD_USAGE,
                        "'%.60s' are no sizes of schools: write a number from 1 to %d, a "
                        "list such as 50,120,80 or a range such as 50:300",
                        text, LARGEST_SCHOOL);
    *listed = count > 1 ? count : 0;
    return true;
}

static bool
check_effects(const char *text, size_t *listed, struct irt_error *error)
{
    struct irt_distribution unused;

    *listed = 0;
    if (text == NULL || read_even(text, &unused))
        return true;
    *listed = count_numbers(text);
    if (*listed == 1)
        *listed = 0;
    if (*listed > 0 || irt_distribution_parse(text, &unused, NULL))
        return true;
    return irt_fail(error, IRT_BAD_USAGE,
                    "'%.60s' are no effects of schools: write a list such as -0.5,0,0.5, "
                    "even(lo,hi), uniform(lo,hi) or normal(mean,sd)",
                    text);
}

bool
irt_school_plan_read(const struct irt_school_plan *plan, struct irt_error *error)
{
    size_t unused;

    return check_sizes(plan->sizes, &unused, error) &&
           check_effects(plan->effects, &unused, error);
}

bool
irt_school_plan_check(const struct irt_school_plan *plan, size_t *schools,
                      struct irt_error *error)
{
    size_t sizes, effects;

    if (!check_sizes(plan->sizes, &sizes, error) ||
        !check_effects(plan->effects, &effects, error))
        return false;
    *schools = plan->schools > 0 ? plan->schools : sizes > 0 ? sizes : effects;
    if (*schools > MOST_SCHOOLS)
        return irt_fail(error, IRT_BAD_USAGE, "%zu schools are too many: at most %d",
                        *schools, MOST_SCHOOLS);
    if (sizes > 0 && sizes != *schools)
        return irt_fail(error, IRT_BAD_USAGE, "there are %zu schools, but %zu sizes",
                        *schools, sizes);
    if (effects > 0 && effects != *schools)
        return irt_fail(error, IRT_BAD_USAGE, "there are %zu schools, but %zu effects",
                        *schools, effects);
    if (*schools == 0 && (plan->sizes != NULL || plan->effects != NULL))
        return irt_fail(error, IRT_BAD_USAGE,
                        "sizes or effects of schools are given, but not how many schools "
                        "there are");
    return true;
}

/* --- drawing -------------------------------------------------------------------------------- */

static void
listed_sizes(const char *list, size_t schools, uint32_t *size)
{
    struct irt_cell cell;
    double value = 0;

    for (size_t k = 0; k < schools; k++) {
        if (irt_list_next(&list, &cell))
            irt_cell_number(cell, &value);
        size[k] = (uint32_t)value; /* a single number stays for all */
    }
}

size_t
irt_school_plan_sizes(const struct irt_school_plan *plan, size_t schools, size_t persons,
                      gsl_rng *random, uint32_t *size)
{
    double lo, hi;
    size_t sum = 0;

    if (plan->sizes != NULL && read_range(plan->sizes, &lo, &hi))
        for (size_t k = 0; k < schools; k++)
            size[k] = (uint32_t)(lo + floor(gsl_rng_uniform(random) * (hi - lo + 1)));
    else if (plan->sizes != NULL)
        listed_sizes(plan->sizes, schools, size);
    else
        for (size_t k = 0; k < schools; k++)
            size[k] = (uint32_t)(persons / schools + (k < persons % schools));
    for (size_t k = 0; k < schools; k++)
        sum += size[k];
    return sum;
}

static void
centre(double *x, size_t count)
{
    double mean = 0;

    for (size_t k = 0; k < count; k++)
        mean += x[k] / (double)count;
    for (size_t k = 0; k < count; k++)
        x[k] -= mean;
}

void
irt_school_plan_effects(const struct irt_school_plan *plan, size_t schools,
                        gsl_rng *random, double *effect)
{
    const char *text = plan->effects != NULL ? plan->effects : default_effects;
    struct irt_distribution d;
    struct irt_cell cell;

    if (read_even(text, &d)) {
        double step = schools > 1 ? (d.second - d.first) / (double)(schools - 1) : 0;

        for (size_t k = 0; k < schools; k++)
            effect[k] = d.first + step * (double)k;
    } else if (count_numbers(text) > 0) {
        double value = 0;

        for (size_t k = 0; k < schools; k++) {
            if (irt_list_next(&text, &cell))
                irt_cell_number(cell, &value);
            effect[k] = value; /* a single number stays for all */
        }
    } else if (irt_distribution_parse(text, &d, NULL)) {
        for (size_t k = 0; k < schools; k++)
            effect[k] = irt_distribution_draw(&d, random);
        centre(effect, schools);
    }
}

bool
irt_school_plan_assign(struct irt_responses *data, size_t schools, const uint32_t *size,
                       struct irt_error *error)
{
    size_t row = 0;

    data->school = malloc(data->rows * sizeof *data->school);
    data->school_name = calloc(schools + 1, sizeof *data->school_name);
    if (data->school == NULL || data->school_name == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the schools");
    data->schools = schools;
    for (size_t k = 0; k < schools; k++) {
        char name[24];

        snprintf(name, sizeof name, "%zu", k + 1);
        data->school_name[k] = strdup(name);
        if (data->school_name[k] == NULL)
            return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the schools");
        for (uint32_t i = 0; i < size[k]; i++)
            data->school[row++] = (uint32_t)k;
    }
    return true;
}
