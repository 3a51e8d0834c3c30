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
#include "loss.h"
#include "truth.h"

/* What is reported, and what of; owned but for the choices. */
struct inquiry {
    const struct ui_choices *choices;
    struct ui_estimation estimation;
    struct irt_fit *em; /* in the place of the truth, or NULL */
    bool true_items;
    double *truth; /* parameters */
    struct irt_expected_loss loss;
    double noise; /* the encoder's: posteriors' mean SD */
    struct irt_loss_picture picture;
};

static void
clear(struct inquiry *inquiry)
{
    irt_expected_loss_close(&inquiry->loss);
    irt_fit_free(inquiry->em);
    ui_estimation_clear(&inquiry->estimation);
    free(inquiry->truth);
}

/* --- the truth ------------------------------------------------------------------------- */

static bool
restore_truth(struct inquiry *inquiry, const char *file, struct irt_error *error)
{
    const struct irt_model *model = inquiry->estimation.model;
    const struct irt_responses *data = inquiry->estimation.data;
    struct irt_item_report *truth = calloc(data->items + 1, sizeof *truth);
    bool done = truth != NULL;

    if (!done)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the true items");
    done = irt_item_truth_read(file, data, truth, error) &&
           ui_truth_restore(model, data, truth, file, inquiry->truth, error);
    free(truth);
    inquiry->true_items = done;
    return done;
}

/* As simulated, or what EM comes to. */
static bool
find_truth(struct inquiry *inquiry, const char *file, struct irt_error *error)
{
    struct ui_estimation *x = &inquiry->estimation;
    char beside[UI_PATH];

    irt_model_start(x->model, inquiry->truth);
    if (file == NULL &&
        ui_file_beside(inquiry->choices->file, "truth", beside, sizeof beside) &&
        access(beside, R_OK) == 0)
        file = beside;
    if (file != NULL)
        return restore_truth(inquiry, file, error);
    struct irt_options options = inquiry->choices->options;

    options.se = IRT_SE_NONE;
    inquiry->em = irt_run(irt_estimator_find("em"), x->data, x->patterns, x->model,
                          &options, error);
    if (inquiry->em == NULL)
        return false;
    memcpy(inquiry->truth, inquiry->em->psi, x->model->parameters * sizeof(double));
    return true;
}

/* --- the picture ------------------------------------------------------------------------- */

/* The standard deviation of a person's posterior, on average. */
static bool
find_noise(struct inquiry *inquiry, struct irt_error *error)
{
    struct ui_estimation *x = &inquiry->estimation;
    size_t D = x->model->dims;
    double sum = 0;

    if (!ui_estimation_score(x, error))
        return false;
    for (size_t l = 0; l < x->patterns->count; l++)
        for (size_t r = 0; r < D; r++)
            sum += x->patterns->frequency[l] * x->score_se[l * D + r];
    inquiry->noise = sum / (x->data->persons * (double)D * x->fit->psi[x->model->sigma]);
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
prepare(struct inquiry *inquiry, const struct ui_options *options,
        struct irt_error *error)
{
    struct ui_choices choices = options->choices;
    struct ui_watch look = { watch, NULL, NULL };
    struct ui_estimation *x = &inquiry->estimation;

    snprintf(choices.estimator, sizeof choices.estimator, "vae");
    choices.options.se = IRT_SE_NONE;
    choices.options.score = IRT_SCORE_EAP;
    if (!ui_estimation_read(x, &choices, error))
        return false;
    size_t K = x->model->parameters;

    inquiry->truth = calloc(K, sizeof *inquiry->truth);
    if (!inquiry->truth)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", K);
    if (!irt_expected_loss_open(&inquiry->loss, x->model, 0, error) ||
        !find_truth(inquiry, options->truth, error) ||
        !ui_estimation_run(x, &choices, &look, error))
        return false;
    if (ui_interrupted())
        return irt_fail(error, IRT_INTERRUPTED, "training was interrupted");
    return find_noise(inquiry, error) &&
           irt_loss_picture_make(&inquiry->loss, inquiry->truth, x->fit->psi,
                                 inquiry->noise, &inquiry->picture, error);
}

enum ui_status
ui_vae_loss_program(const struct ui_options *options)
{
    struct inquiry inquiry = { .choices = &options->choices };
    struct irt_error error = { IRT_OK, "" };
    bool done;

    ui_interrupt_mode(UI_INTERRUPT_ASKS);
    done = prepare(&inquiry, options, &error);
    if (done) {
        struct ui_loss_report report = { inquiry.estimation.model,
                                         inquiry.estimation.data,
                                         inquiry.true_items ? "the true parameters"
                                                            : "EM's estimates",
                                         &inquiry.picture };

        done =
            ui_write_stdout(options->format == UI_FORMAT_CSV ? ui_loss_csv : ui_loss_text,
                            &report, &error);
    }
    clear(&inquiry);
    return done ? UI_STATUS_DONE : ui_complain(&error);
}
