/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loss.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "atomic.h"
#include "encoded.h"

#define SOME     200  /* persons that the noise is of while a run goes on */
#define SEQUENCE 4000 /* points in several dimensions: a screen does not wait long */

bool
ui_truth_restore(const struct irt_model *model, const struct irt_responses *data,
                 const struct irt_item_report *truth, const char *where, double *psi,
                 struct irt_error *error)
{
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];

        if (!item->ops->restore(item, &truth[item->column], psi + item->first))
            return irt_fail(error, IRT_BAD_DATA,
                            "%.200s: item '%.80s' is no item of the model %s", where,
                            data->item_name[item->column], model->kind->title);
    }
    return true;
}

/* --- the noise --- */

static double
scored_noise(const struct ui_session *session)
{
    size_t D = session->model->dims;
    const double *se = session->score_se[IRT_SCORE_EAP];
    double sum = 0, persons = 0;

    for (size_t l = 0; l < session->patterns->count; l++) {
        persons += session->patterns->frequency[l];
        for (size_t r = 0; r < D; r++)
            sum += session->patterns->frequency[l] * se[l * D + r];
    }
    return sum / (persons * (double)D * session->fit->psi[session->model->sigma]);
}

static void
take_categories(const struct ui_session *session, size_t pattern, uint8_t *category)
{
    const uint8_t *code = session->data->code +
                          (size_t)session->patterns->row[pattern] * session->data->items;

    for (size_t j = 0; j < session->model->items; j++) {
        const struct irt_item *item = &session->model->item[j];
        unsigned u = code[item->column];

        category[j] =
            (uint8_t)(u == IRT_MISSING ? IRT_MISSING : irt_item_category(item, u));
    }
}

static bool
encoded_noise(const struct ui_session *session, double *noise, struct irt_error *error)
{
    const struct irt_encoder *encoder = &ui_session_shown(session)->encoder;
    size_t D = session->model->dims, count = session->patterns->count;
    size_t step = (count + SOME - 1) / SOME, taken = 0;
    uint8_t *category = malloc(session->model->items + 1);
    double sum = 0;
    bool ok = category != NULL || irt_fail(error, IRT_NO_MEMORY, "no memory for answers");

    for (size_t l = 0; ok && l < count; l += step, taken++) {
        struct irt_normal normal;

        take_categories(session, l, category);
        ok = irt_encoder_run(encoder, session->model, category, &normal, NULL, error);
        for (size_t r = 0; ok && r < D; r++)
            sum += irt_normal_sd(&normal, r);
    }
    free(category);
    *noise = sum / (double)(taken * D);
    return ok;
}

/* --- the picture --- */

static bool
has_truth(const struct ui_session *session, struct irt_error *error)
{
    if (!ui_has_encoder(session, error))
        return false;
    return session->truth.item ||
           irt_fail(error, IRT_BAD_USAGE,
                    "the truth is known of simulated data alone: truth FILE reads it, as "
                    "simulate wrote it");
}

bool
ui_loss_make(const struct ui_session *session, struct irt_loss_picture *out,
             struct irt_error *error)
{
    struct irt_expected_loss loss = { 0 };
    const struct irt_model *model = session->model;
    double *truth, noise;

    if (!has_truth(session, error))
        return false;
    const struct irt_encoder *encoder = &ui_session_shown(session)->encoder;
    bool scored = session->fit && !session->travel && session->score_se[IRT_SCORE_EAP];

    truth = malloc((model->parameters + 1) * sizeof *truth);
    if (!truth)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the truth");
    memcpy(truth, session->start, model->parameters * sizeof *truth);
    noise = scored ? scored_noise(session) : 0;
    bool made = ui_truth_restore(model, session->data, session->truth.item, "truth",
                                 truth, error) &&
                (scored || encoded_noise(session, &noise, error)) &&
                irt_expected_loss_open(&loss, model, SEQUENCE, error) &&
                irt_loss_picture_make(&loss, truth, encoder->psi, noise, out, error);
    irt_expected_loss_close(&loss);
    free(truth);
    return made;
}

bool
ui_loss_write(const struct ui_session *session, const char *file, struct irt_error *error)
{
    struct irt_loss_picture picture;
    struct ui_loss_report report = { session->model, session->data, "the true parameters",
                                     &picture };
    const char *ending = strrchr(file, '.');
    bool csv = ending && strcasecmp(ending, ".csv") == 0;

    if (!csv && !(ending && strcasecmp(ending, ".txt") == 0))
        return irt_fail(error, IRT_BAD_USAGE, "export loss: give FILE.csv or .txt");
    return ui_loss_make(session, &picture, error) &&
           ui_atomic_write(file, csv ? ui_loss_csv : ui_loss_text, &report, error);
}
