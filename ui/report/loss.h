/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loss.h -- an autoencoder's expected loss around the truth, as text or CSV, and what it says of
 * the claim that the true parameters minimise it. */
#ifndef UI_REPORT_LOSS_H
#define UI_REPORT_LOSS_H

#include "data/responses.h"
#include "error.h"
#include "neural/loss_picture.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct ui_loss_report { /* all borrowed */
    const struct irt_model *model;
    const struct irt_responses *data;
    const char *truth; /* "the true parameters" */
    const struct irt_loss_picture *picture;
};

/* Two sentences on the gradient, one on the line. */
void ui_loss_claim(const struct ui_loss_report *report, char *out, size_t size);
void ui_loss_line(const struct ui_loss_report *report, char *out, size_t size);

/* Each writes to out and returns false with *error filled when that fails; context is a
 * report. */
bool ui_loss_text(const void *context, FILE *out, struct irt_error *error);
bool ui_loss_csv(const void *context, FILE *out, struct irt_error *error);

#endif
