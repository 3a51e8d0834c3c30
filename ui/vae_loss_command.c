/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae_loss_command.c -- irtop vae-loss: do the true parameters minimise an autoencoder's
 * expected loss?  The gradient there as the encoder's noise grows, and the loss along the line
 * from the truth to what training comes to. */
#include "config.h"

#include "programs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/truth.h"
#include "estimate/run.h"
#include "estimation.h"
#include "interrupt.h"
#include "model/model.h"
#include "neural/expected_loss.h"
#include "report/table.h"
#include "truth.h"

#define NOISES 9
#define STEPS  9

static const double noises[NOISES] = { 0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1 };
static const double steps[STEPS] = { -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5 };

/* What is reported; owned but for the choices. */
struct picture {
    const struct ui_choices *choices;
    struct ui_estimation estimation;
    struct irt_fit *em; /* in the place of the truth, or NULL */
    bool true_items;
    double *truth, *psi; /* parameters; work */
    struct irt_expected_loss loss;
    double *gradient;
    double norm[NOISES], value[NOISES]; /* at the truth, a noise */
    size_t largest[NOISES];             /* whose derivative is the largest */
    double along[2][STEPS]; /* on the line: without noise, with the encoder's */
    double noise;           /* the encoder's: posteriors' mean SD */
};

static void
clear(struct picture *picture)
{
    irt_expected_loss_close(&picture->loss);
    irt_fit_free(picture->em);
    ui_estimation_clear(&picture->estimation);
    free(picture->truth);
    free(picture->psi);
    free(picture->gradient);
}

/* --- the truth ------------------------------------------------------------------------- */

static bool
restore_truth(struct picture *picture, const char *file, struct irt_error *error)
{
    const struct irt_model *model = picture->estimation.model;
    const struct irt_responses *data = picture->estimation.data;
    struct irt_item_report *truth = calloc(data->items + 1, sizeof *truth);
    bool done = truth != NULL;

    if (!done)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the true items");
    done = irt_item_truth_read(file, data, truth, error);
    for (size_t j = 0; done && j < model->items; j++) {
        const struct irt_item *item = &model->item[j];

        if (!item->ops->restore(item, &truth[item->column], picture->truth + item->first))
            done = irt_fail(error, IRT_BAD_DATA,
                            "%.200s: item '%.80s' is no item of the model %s", file,
                            data->item_name[item->column], model->kind->title);
    }
    free(truth);
    picture->true_items = done;
    return done;
}

/* As simulated, or what EM comes to. */
static bool
find_truth(struct picture *picture, const char *file, struct irt_error *error)
{
    struct ui_estimation *x = &picture->estimation;
    char beside[UI_PATH];

    irt_model_start(x->model, picture->truth);
    if (file == NULL &&
        ui_file_beside(picture->choices->file, "truth", beside, sizeof beside) &&
        access(beside, R_OK) == 0)
        file = beside;
    if (file != NULL)
        return restore_truth(picture, file, error);
    struct irt_options options = picture->choices->options;

    options.se = IRT_SE_NONE;
    picture->em = irt_run(irt_estimator_find("em"), x->data, x->patterns, x->model,
                          &options, error);
    if (picture->em == NULL)
        return false;
    memcpy(picture->truth, picture->em->psi, x->model->parameters * sizeof(double));
    return true;
}

/* --- the picture ------------------------------------------------------------------------- */

static void
measure_truth(struct picture *picture)
{
    size_t F = picture->estimation.model->free_count;

    for (size_t i = 0; i < NOISES; i++) {
        double square = 0;

        picture->value[i] =
            irt_expected_loss_at(&picture->loss, picture->truth, picture->truth,
                                 noises[i], picture->gradient);
        picture->largest[i] = 0;
        for (size_t f = 0; f < F; f++) {
            square += picture->gradient[f] * picture->gradient[f];
            if (fabs(picture->gradient[f]) > fabs(picture->gradient[picture->largest[i]]))
                picture->largest[i] = f;
        }
        picture->norm[i] = sqrt(square);
    }
}

static void
measure_line(struct picture *picture)
{
    const struct irt_model *model = picture->estimation.model;
    const double *estimate = picture->estimation.fit->psi;

    for (size_t s = 0; s < STEPS; s++) {
        for (size_t k = 0; k < model->parameters; k++)
            picture->psi[k] =
                picture->truth[k] + steps[s] * (estimate[k] - picture->truth[k]);
        for (int with = 0; with < 2; with++)
            picture->along[with][s] =
                irt_expected_loss_at(&picture->loss, picture->truth, picture->psi,
                                     with ? picture->noise : 0, NULL);
    }
}

/* The standard deviation of a person's posterior, on average. */
static bool
find_noise(struct picture *picture, struct irt_error *error)
{
    struct ui_estimation *x = &picture->estimation;
    size_t D = x->model->dims;
    double sum = 0;

    if (!ui_estimation_score(x, error))
        return false;
    for (size_t l = 0; l < x->patterns->count; l++)
        for (size_t r = 0; r < D; r++)
            sum += x->patterns->frequency[l] * x->score_se[l * D + r];
    picture->noise = sum / (x->data->persons * (double)D * x->fit->psi[x->model->sigma]);
    return true;
}

static bool
watch(void *context, const struct irt_trace *trace)
{
    (void)context;
    (void)trace;
    return !ui_interrupted();
}

static bool
prepare(struct picture *picture, const struct ui_options *options,
        struct irt_error *error)
{
    struct ui_choices choices = options->choices;
    struct ui_watch look = { watch, NULL, NULL };
    struct ui_estimation *x = &picture->estimation;

    snprintf(choices.estimator, sizeof choices.estimator, "vae");
    choices.options.se = IRT_SE_NONE;
    choices.options.score = IRT_SCORE_EAP;
    if (!ui_estimation_read(x, &choices, error))
        return false;
    size_t K = x->model->parameters, F = x->model->free_count;

    picture->truth = calloc(K, sizeof *picture->truth);
    picture->psi = calloc(K, sizeof *picture->psi);
    picture->gradient = calloc(F + 1, sizeof *picture->gradient);
    if (!picture->truth || !picture->psi || !picture->gradient)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", K);
    if (!irt_expected_loss_open(&picture->loss, x->model, error) ||
        !find_truth(picture, options->truth, error) ||
        !ui_estimation_run(x, &choices, &look, error))
        return false;
    if (ui_interrupted())
        return irt_fail(error, IRT_INTERRUPTED, "training was interrupted");
    return find_noise(picture, error);
}

/* --- reporting ------------------------------------------------------------------------------ */

/* Where the least of the line is. */
static double
least(const double *value)
{
    size_t best = 0;

    for (size_t s = 1; s < STEPS; s++)
        if (value[s] < value[best])
            best = s;
    return steps[best];
}

static void
name_free(const struct picture *picture, size_t f, char *label, size_t size)
{
    const struct irt_model *model = picture->estimation.model;

    label[0] = '\0';
    for (size_t k = model->sigma; k-- > 0;)
        if (model->parameter[k].free == f)
            irt_model_label(model, picture->estimation.data, k, label, size);
}

static bool
write_text(const void *context, FILE *out, struct irt_error *error)
{
    const struct picture *picture = context;
    const char *truth = picture->true_items ? "the true parameters" : "EM's estimates";
    char label[100];

    fprintf(out,
            "Expected reconstruction loss of a person, answers replaced by their "
            "probabilities\nat %s, in an encoder that sees theta with normal noise.\n\n",
            truth);
    fprintf(out, "noise SD      loss   gradient norm   largest, by\n");
    for (size_t i = 0; i < NOISES; i++) {
        name_free(picture, picture->largest[i], label, sizeof label);
        fprintf(out, "%8.2f %9.4f %15.3e   %s\n", noises[i], picture->value[i],
                picture->norm[i], label);
    }
    fprintf(
        out,
        "\nWithout noise the gradient at %s is 0 but for rounding: there the claim\n"
        "\"the true parameters minimise the loss\" holds. With noise of SD %.2f it is "
        "%.3g,\nand the claim does not hold: the noise does not pass through the "
        "probability.\n",
        truth, noises[NOISES - 3], picture->norm[NOISES - 3]);
    fprintf(out,
            "\nAlong the line from %s (0) to what vae came to (1), and beyond:\n\n"
            "   place   without noise   noise %.2f, the mean posterior SD\n",
            truth, picture->noise);
    for (size_t s = 0; s < STEPS; s++)
        fprintf(out, "%8.2f %15.6f %12.6f\n", steps[s], picture->along[0][s],
                picture->along[1][s]);
    fprintf(out, "\nOf these the least is at %.2f without noise, at %.2f with it.\n",
            least(picture->along[0]), least(picture->along[1]));
    return ui_table_done(out, error);
}

static bool
write_csv(const void *context, FILE *out, struct irt_error *error)
{
    const struct picture *picture = context;

    fputs("part,x,loss,loss_with_noise,gradient_norm\n", out);
    for (size_t i = 0; i < NOISES; i++)
        fprintf(out, "noise,%.17g,,%.17g,%.17g\n", noises[i], picture->value[i],
                picture->norm[i]);
    for (size_t s = 0; s < STEPS; s++)
        fprintf(out, "line,%.17g,%.17g,%.17g,\n", steps[s], picture->along[0][s],
                picture->along[1][s]);
    return ui_table_done(out, error);
}

enum ui_status
ui_vae_loss_program(const struct ui_options *options)
{
    struct picture picture = { .choices = &options->choices };
    struct irt_error error = { IRT_OK, "" };
    bool done;

    ui_interrupt_mode(UI_INTERRUPT_ASKS);
    done = prepare(&picture, options, &error);
    if (done) {
        measure_truth(&picture);
        measure_line(&picture);
        done = ui_write_stdout(options->format == UI_FORMAT_CSV ? write_csv : write_text,
                               &picture, &error);
    }
    clear(&picture);
    return done ? UI_STATUS_DONE : ui_complain(&error);
}
