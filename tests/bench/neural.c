/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neural.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/q_matrix.h"
#include "data/simulate.h"
#include "estimate/run.h"
#include "estimation.h"
#include "score/score.h"

#define SEED 20240601

struct shape {
    const char *model;
    size_t persons, items, dims;
    double missing;
    double a, d, rmse, score; /* correlations at least, root mean square at most */
    double seconds;           /* at most; 0: not looked at */
};

static const struct shape shapes[] = {
    { "2pl", 2000, 20, 1, 0.05, 0.995, 0.999, 0.08, 0.99, 0 },
    { "m2pl", 2000, 20, 2, 0, 0.97, 0.99, 0.1, 0.8, 0 },
    { "gpcm", 1500, 10, 1, 0, 0.995, 0.999, 0.08, 0.99, 0 },
    { "m2pl", 5000, 30, 3, 0, 0.97, 0.99, 0.1, 0.8, 20 },
};

/* Estimates, and scores of rows times dims; owned. */
struct outcome {
    struct irt_fit *fit;
    double *score, *se, seconds, processor; /* on all cores together */
};

static void
clear(struct outcome *outcome)
{
    irt_fit_free(outcome->fit);
    free(outcome->score);
    free(outcome->se);
}

static bool
estimate(const char *name, const struct irt_responses *data,
         const struct irt_patterns *patterns, const struct irt_model *model,
         const struct irt_options *options, struct outcome *out, struct irt_error *error)
{
    size_t scores = patterns->count * model->dims;
    double start = ui_seconds();
    clock_t before = clock();

    out->fit = irt_run(irt_estimator_find(name), data, patterns, model, options, error);
    out->seconds = ui_seconds() - start;
    out->processor = (double)(clock() - before) / CLOCKS_PER_SEC;
    out->score = calloc(scores, sizeof *out->score);
    out->se = calloc(scores, sizeof *out->se);
    return out->fit != NULL && out->score != NULL && out->se != NULL &&
           irt_scores(IRT_SCORE_EAP, data, patterns, model, out->fit->psi,
                      out->fit->quadrature, 0, out->score, out->se, error);
}

/* --- comparing -------------------------------------------------------------------------- */

/* Pairs of numbers. */
struct pairs {
    double count, x, y, xx, yy, xy, square;
};

static void
add(struct pairs *p, double x, double y)
{
    p->count++;
    p->x += x;
    p->y += y;
    p->xx += x * x;
    p->yy += y * y;
    p->xy += x * y;
    p->square += (x - y) * (x - y);
}

static double
correlation(const struct pairs *p)
{
    double n = p->count;

    return (n * p->xy - p->x * p->y) /
           sqrt((n * p->xx - p->x * p->x) * (n * p->yy - p->y * p->y));
}

static double
distance(const struct pairs *p)
{
    return sqrt(p->square / p->count);
}

/* Slopes that are free, and intercepts, of psi against another. */
static void
compare_items(const struct irt_model *model, const double *psi, const double *with,
              struct pairs *a, struct pairs *d)
{
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].free != IRT_NONE)
            add(model->parameter[k].slope ? a : d, psi[k], with[k]);
}

static void
compare_scores(const struct irt_patterns *patterns, size_t rows, size_t dims,
               const double *score, const double *with, bool by_row, struct pairs *p)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t r = 0; r < dims; r++) {
            size_t l = patterns->of_row[i];

            add(p, score[l * dims + r], with[(by_row ? i : l) * dims + r]);
        }
}

static bool
print_line(const struct shape *shape, const struct irt_simulation *simulation,
           const struct irt_model *model, const struct irt_patterns *patterns,
           const struct outcome *em, const struct outcome *vae)
{
    struct pairs a = { 0 }, d = { 0 }, score = { 0 }, truth = { 0 }, skill = { 0 };

    compare_items(model, vae->fit->psi, em->fit->psi, &a, &d);
    for (size_t k = 0; k < model->sigma; k++) /* those that are 0 by the Q-matrix too */
        if (model->parameter[k].slope) {
            const struct irt_item *item = &model->item[model->parameter[k].item];

            add(&truth, vae->fit->psi[k],
                simulation->psi[simulation->item[item->column].first + k - item->first]);
        }
    compare_scores(patterns, simulation->data->rows, shape->dims, vae->score, em->score,
                   false, &score);
    compare_scores(patterns, simulation->data->rows, shape->dims, vae->score,
                   simulation->theta, true, &skill);
    bool good = correlation(&a) >= shape->a && correlation(&d) >= shape->d &&
                distance(&a) <= shape->rmse && correlation(&score) >= 0.99 &&
                (shape->dims == 1 || (correlation(&truth) >= shape->a &&
                                      correlation(&skill) >= shape->score)) &&
                (shape->seconds == 0 || vae->seconds < shape->seconds);

    printf("%-5s %zu x %-3zu %zu %9.5f %9.5f %8.4f %8.4f %9.5f %9.4f %9.4f %8.2f %8.2f "
           "%8.2f%s\n",
           shape->model, shape->persons, shape->items, shape->dims, correlation(&a),
           correlation(&d), distance(&a), distance(&d), correlation(&score),
           correlation(&truth), correlation(&skill), vae->seconds, vae->processor,
           em->seconds, good ? "" : "  WORSE THAN IT SHOULD BE");
    fflush(stdout);
    return good;
}

static bool
run_shape(const struct shape *shape)
{
    struct irt_simulation_options simulate = irt_simulation_defaults();
    struct irt_options options = irt_options_defaults();
    struct irt_error error = { IRT_OK, "" };
    struct irt_simulation *simulation;
    struct irt_patterns *patterns = NULL;
    struct irt_model *model = NULL;
    struct outcome em = { 0 }, vae = { 0 };
    bool done = false, good = false;

    simulate.model = shape->model;
    simulate.persons = shape->persons;
    simulate.items = shape->items;
    simulate.dims = shape->dims;
    simulate.missing = shape->missing;
    simulate.seed = SEED;
    options.dims = shape->dims;
    options.se = IRT_SE_NONE;
    simulation = irt_simulate(&simulate, &error);
    if (simulation != NULL) {
        struct irt_q_matrix q = { shape->items, shape->dims, simulation->loads };

        patterns = irt_patterns_new(simulation->data, NULL, 1, &error);
        model =
            irt_model_new(simulation->data,
                          &(struct irt_model_options){ .kind = shape->model,
                                                       .dims = shape->dims,
                                                       .q = shape->dims > 1 ? &q : NULL },
                          &error);
    }
    if (patterns != NULL && model != NULL)
        done = estimate("em", simulation->data, patterns, model, &options, &em, &error) &&
               estimate("vae", simulation->data, patterns, model, &options, &vae, &error);
    if (done)
        good = print_line(shape, simulation, model, patterns, &em, &vae);
    else
        printf("%-5s failed: %s\n", shape->model, error.message);
    clear(&em);
    clear(&vae);
    irt_model_free(model);
    irt_patterns_free(patterns);
    irt_simulation_free(simulation);
    return good;
}

bool
bench_neural(void)
{
    bool good = true;

    printf(
        "vae, 2 starts, beside EM: correlations of slopes and intercepts with EM's, root "
        "mean squares of\ntheir differences, correlation of EAP scores; correlations of "
        "slopes and scores with the truth; seconds by the clock, and of the processor's "
        "cores "
        "together\n\n");
    printf(
        "model persons x items D    a EM      d EM    rms a    rms d    EAP EM   a true  "
        "skill true   vae s    cpu s     em s\n");
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        good = run_shape(&shapes[s]) && good;
    printf("\n");
    return good;
}
