/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/simulate_options.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/simulate.h"

/* Some distractors draw many, some hardly anybody; some rather the able among those who are
 * wrong. */
static const struct irt_distribution of_zeta = { IRT_NORMAL, 0, 0.7 };
static const struct irt_distribution of_lambda = { IRT_NORMAL, 0, 0.5 };

static const char letters[IRT_MOST_LETTERS][2] = {
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M",
    "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z",
};

const char *
irt_simulated_letter(unsigned letter)
{
    return letters[letter];
}

void
irt_simulated_options_clear(struct irt_simulated_options *options)
{
    free(options->right);
    free(options->letter);
    free(options->lambda);
    free(options->zeta);
    *options = (struct irt_simulated_options){ 0 };
}

static bool
allocate(struct irt_simulation *s, unsigned count)
{
    struct irt_simulated_options *o = &s->options;
    struct irt_responses *data = s->data;
    size_t items = data->items, places = items * count;

    o->count = count;
    o->right = malloc(items);
    if (s->item[0].categories > 2) {
        o->letter = malloc(places);
    } else {
        o->lambda = malloc(places * sizeof *o->lambda);
        o->zeta = malloc(places * sizeof *o->zeta);
    }
    data->raw = malloc(data->rows * items);
    data->option = calloc(items, sizeof *data->option);
    return o->right != NULL &&
           (o->letter != NULL || (o->lambda != NULL && o->zeta != NULL)) &&
           data->raw != NULL && data->option != NULL;
}

/* All letters of all items, with what the key gives for them. */
static bool
name_options(struct irt_simulation *s)
{
    unsigned count = s->options.count;

    for (size_t j = 0; j < s->data->items; j++) {
        struct irt_item_options *option = &s->data->option[j];

        option->name = calloc(count, sizeof *option->name);
        option->score = calloc(count, sizeof *option->score);
        if (option->name == NULL || option->score == NULL)
            return false;
        option->score[s->options.right[j]] = 1;
        for (; option->count < count; option->count++)
            if ((option->name[option->count] = strdup(letters[option->count])) == NULL)
                return false;
    }
    return true;
}

/* A letter for each category. */
static void
deal_letters(struct irt_simulation *s, gsl_rng *random)
{
    unsigned count = s->options.count;

    for (size_t j = 0; j < s->data->items; j++) {
        uint8_t *letter = s->options.letter + j * count;

        for (unsigned h = 0; h < count; h++)
            letter[h] = (uint8_t)h;
        gsl_ran_shuffle(random, letter, count, 1);
        s->options.right[j] = letter[count - 1];
    }
}

static void
draw_distractors(struct irt_simulation *s, gsl_rng *random)
{
    struct irt_simulated_options *o = &s->options;
    size_t items = s->data->items;

    for (size_t j = 0; j < items; j++)
        o->right[j] = (uint8_t)gsl_rng_uniform_int(random, o->count);
    for (size_t k = 0; k < items * o->count; k++) {
        bool right = k % o->count == o->right[k / o->count];

        o->zeta[k] = right ? (double)NAN : irt_distribution_draw(&of_zeta, random);
    }
    for (size_t k = 0; k < items * o->count; k++)
        o->lambda[k] =
            isnan(o->zeta[k]) ? (double)NAN : irt_distribution_draw(&of_lambda, random);
}

/* Which distractor of item j is taken by who is wrong, for a number drawn from [0, 1). */
static unsigned
take_distractor(const struct irt_simulated_options *o, size_t j, double theta,
                double number)
{
    const double *zeta = o->zeta + j * o->count, *lambda = o->lambda + j * o->count;
    double weight[IRT_MOST_LETTERS], sum = 0, most = -INFINITY;
    unsigned last = 0;

    for (unsigned v = 0; v < o->count; v++)
        if (v != o->right[j])
            most = fmax(most, zeta[v] + lambda[v] * theta);
    for (unsigned v = 0; v < o->count; v++)
        sum += weight[v] = v == o->right[j] ? 0 : exp(zeta[v] + lambda[v] * theta - most);
    number *= sum;
    for (unsigned v = 0; v < o->count; v++) {
        if (v == o->right[j])
            continue;
        last = v;
        if (number < weight[v])
            break;
        number -= weight[v];
    }
    return last;
}

static void
draw_answers(struct irt_simulation *s, gsl_rng *random)
{
    const struct irt_simulated_options *o = &s->options;
    struct irt_responses *data = s->data;

    for (size_t k = 0; k < data->rows * data->items; k++) {
        size_t i = k / data->items, j = k % data->items;
        double theta = s->theta[i] + (s->effect ? s->effect[data->school[i]] : 0);

        if (data->code[k] == IRT_MISSING)
            data->raw[k] = IRT_MISSING;
        else if (o->letter != NULL)
            data->raw[k] = o->letter[j * o->count + data->code[k]];
        else if (data->code[k] == 1)
            data->raw[k] = o->right[j];
        else
            data->raw[k] = (uint8_t)take_distractor(o, j, theta, gsl_rng_uniform(random));
        if (data->raw[k] != IRT_MISSING)
            data->code[k] = data->raw[k] == o->right[j];
    }
}

bool
irt_simulate_options(struct irt_simulation *s, unsigned count, gsl_rng *random,
                     struct irt_error *error)
{
    if (!allocate(s, count))
        return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the options");
    if (s->options.letter != NULL)
        deal_letters(s, random);
    else
        draw_distractors(s, random);
    draw_answers(s, random);
    return name_options(s) ||
           irt_fail(error, IRT_NO_MEMORY, "there is no memory for the options");
}
