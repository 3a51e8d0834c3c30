/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/loss.h"

#include "report/table.h"
#include "wrap.h"

#define COLUMNS 79
#define EVERY   2 /* so many places of the line are a row of the table */

void
ui_loss_claim(const struct ui_loss_report *report, char *out, size_t size)
{
    snprintf(
        out, size,
        "Without noise the gradient at %s is 0 but for rounding: there the claim \"the "
        "true parameters minimise the loss\" holds. With noise of SD %.2f it is %.3g, "
        "and "
        "the claim does not hold: the noise does not pass through the probability.",
        report->truth, irt_loss_noise[IRT_LOSS_HALF],
        report->picture->norm[IRT_LOSS_HALF]);
}

void
ui_loss_line(const struct ui_loss_report *report, char *out, size_t size)
{
    snprintf(
        out, size,
        "Of these the least is at %.2f without noise, at %.2f with it (0 is the truth, 1 "
        "the estimate).",
        irt_loss_least(report->picture, false), irt_loss_least(report->picture, true));
}

static void
name_free(const struct ui_loss_report *report, size_t f, char *label, size_t size)
{
    const struct irt_model *model = report->model;

    label[0] = '\0';
    for (size_t k = model->sigma; k-- > 0;)
        if (model->parameter[k].free == f)
            irt_model_label(model, report->data, k, label, size);
}

static void
write_wrapped(const char *text, FILE *out)
{
    char line[200];

    while (ui_wrap_line(&text, COLUMNS, line, sizeof line))
        fprintf(out, "%s\n", line);
}

bool
ui_loss_text(const void *context, FILE *out, struct irt_error *error)
{
    const struct ui_loss_report *report = context;
    const struct irt_loss_picture *picture = report->picture;
    char text[600];

    snprintf(text, sizeof text,
             "Expected reconstruction loss of a person, answers replaced by their "
             "probabilities at %s, in an encoder that sees theta with normal noise.",
             report->truth);
    write_wrapped(text, out);
    fprintf(out, "\nnoise SD      loss   gradient norm   largest, by\n");
    for (size_t i = 0; i < IRT_LOSS_NOISES; i++) {
        char label[100];

        name_free(report, picture->largest[i], label, sizeof label);
        fprintf(out, "%8.2f %9.4f %15.3e   %s\n", irt_loss_noise[i], picture->loss[i],
                picture->norm[i], label);
    }
    fputc('\n', out);
    ui_loss_claim(report, text, sizeof text);
    write_wrapped(text, out);
    fprintf(out,
            "\nAlong the line from %s (0) to what vae came to (1), and beyond:\n\n"
            "   place   without noise   noise %.2f, the mean posterior SD\n",
            report->truth, picture->noise);
    for (size_t s = 0; s < IRT_LOSS_PLACES; s += EVERY)
        fprintf(out, "%8.2f %15.6f %12.6f\n", picture->place[s], picture->along[0][s],
                picture->along[1][s]);
    fputc('\n', out);
    ui_loss_line(report, text, sizeof text);
    write_wrapped(text, out);
    return ui_table_done(out, error);
}

bool
ui_loss_csv(const void *context, FILE *out, struct irt_error *error)
{
    const struct ui_loss_report *report = context;
    const struct irt_loss_picture *picture = report->picture;

    fputs("part,x,loss,loss_with_noise,gradient_norm\n", out);
    for (size_t i = 0; i < IRT_LOSS_NOISES; i++)
        fprintf(out, "noise,%.17g,,%.17g,%.17g\n", irt_loss_noise[i], picture->loss[i],
                picture->norm[i]);
    for (size_t s = 0; s < IRT_LOSS_PLACES; s++)
        fprintf(out, "line,%.17g,%.17g,%.17g,\n", picture->place[s], picture->along[0][s],
                picture->along[1][s]);
    return ui_table_done(out, error);
}
