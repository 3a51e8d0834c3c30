/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neural/people.h"

#include "neural/encoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_UNITS 20000 /* beyond the patterns, however many persons these stand for */

static void
fill_categories(struct irt_people *people, const struct irt_responses *data,
                const struct irt_patterns *patterns)
{
    const struct irt_model *model = people->model;
    for (size_t l = 0; l < patterns->count; l++)
        for (size_t j = 0; j < model->items; j++) {
            const struct irt_item *item = &model->item[j];
            unsigned u =
                data->code[(size_t)patterns->row[l] * data->items + item->column];
            people->category[l * model->items + j] =
                (uint8_t)(u == IRT_MISSING ? IRT_MISSING : irt_item_category(item, u));
        }
}

/* Units of one pattern when each may stand for so many persons. */
static size_t
units_of(double frequency, double persons)
{
    double units = ceil(frequency / persons);
    return units < 1.0 ? 1 : (size_t)units;
}

static size_t
count_units(const struct irt_patterns *patterns, double persons)
{
    size_t units = 0;
    for (size_t l = 0; l < patterns->count; l++)
        units += units_of(patterns->frequency[l], persons);
    return units;
}

static bool
deal_units(struct irt_people *people, const struct irt_patterns *patterns)
{
    double each = 1.0;
    size_t i = 0;
    while (count_units(patterns, each) > patterns->count + MOST_UNITS)
        each *= 2.0;
    people->units = count_units(patterns, each);
    people->pattern = malloc((people->units + 1) * sizeof *people->pattern);
    people->weight = malloc((people->units + 1) * sizeof *people->weight);
    people->order = malloc((people->units + 1) * sizeof *people->order);
    people->dealt = malloc((people->units + 1) * sizeof *people->dealt);
    if (!people->pattern || !people->weight || !people->order || !people->dealt)
        return false;
    for (size_t l = 0; l < patterns->count; l++) {
        size_t units = units_of(patterns->frequency[l], each);
        people->persons += patterns->frequency[l];
        for (size_t k = 0; k < units; k++, i++) {
            people->pattern[i] = (uint32_t)l;
            people->weight[i] = patterns->frequency[l] / (double)units;
            people->order[i] = (uint32_t)i;
        }
    }
    return true;
}

bool
irt_people_open(struct irt_people *people, const struct irt_responses *data,
                const struct irt_patterns *patterns, const struct irt_model *model,
                double held_out, gsl_rng *random, struct irt_error *error)
{
    people->model = model;
    people->patterns = patterns->count;
    people->frequency = patterns->frequency;
    people->inputs = irt_encoder_inputs(model);
    people->category = malloc(patterns->count * model->items + 1);
    if (!people->category || !deal_units(people, patterns))
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu persons",
                        patterns->count);
    fill_categories(people, data, patterns);
    irt_people_shuffle(people, people->units, random);
    memcpy(people->dealt, people->order, people->units * sizeof *people->dealt);
    people->training = people->units - (size_t)(held_out * (double)people->units);
    for (size_t i = 0; i < people->training; i++)
        people->persons_training += people->weight[people->order[i]];
    return true;
}

void
irt_people_close(struct irt_people *people)
{
    free(people->category);
    free(people->pattern);
    free(people->weight);
    free(people->order);
    free(people->dealt);
    *people = (struct irt_people){ 0 };
}

void
irt_people_deal(struct irt_people *people)
{
    memcpy(people->order, people->dealt, people->units * sizeof *people->order);
}

/* Source: Fisher and Yates; Durstenfeld (1964), CACM 7, 420. */
void
irt_people_shuffle(struct irt_people *people, size_t count, gsl_rng *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(gsl_rng_uniform(random) * (double)i);
        uint32_t held = people->order[i - 1];
        people->order[i - 1] = people->order[other];
        people->order[other] = held;
    }
}
