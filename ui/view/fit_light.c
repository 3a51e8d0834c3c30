/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_light.c -- how an item fits, as a letter. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "examine.h"
#include "fit/p_text.h"

/* S-X2 is looked at for many items at once: 1 of 100 sound ones is marked. */
#define LEVEL 0.01
/* A mean square is odd where it is far from 1, and farther than chance makes it. */
#define NOISY   1.2
#define REGULAR 0.8
#define FAR     2.0

enum { FITS, MISFIT, NOISE, REGULARITY, UNKNOWN, LIGHTS };

static const struct ui_fit_light lights[LIGHTS] = {
    [FITS] = { "✓", "fits", UI_GOOD, false },
    [MISFIT] = { "X", "misfit", UI_BAD, true },
    [NOISE] = { "N", "noisy", UI_WARN, true },
    [REGULARITY] = { "R", "too regular", UI_WARN, true },
    [UNKNOWN] = { "·", "not known", UI_DIM, false },
};

enum ui_fit_form
ui_fit_form_shown(const struct ui_session *session, enum ui_fit_form wanted)
{
    const char *why;
    const struct irt_infit *infit = ui_examined_of(session, &irt_statistic_infit, &why);

    for (size_t j = 0; infit && j < infit->items; j++)
        if (isfinite(infit->item[j].posterior.infit) ||
            isfinite(infit->item[j].eap.infit))
            return wanted;
        else if (isfinite(infit->item[j].wle.infit))
            return UI_FIT_WLE;
    return wanted;
}

struct ui_item_fit
ui_item_fit(const struct ui_session *session, size_t item, enum ui_fit_form form)
{
    const char *why;
    const struct irt_sx2 *sx2 = ui_examined_of(session, &irt_statistic_sx2, &why);
    const struct irt_infit *infit = ui_examined_of(session, &irt_statistic_infit, &why);
    struct ui_item_fit fit = { NULL, NULL };

    if (sx2 && item < sx2->items)
        fit.sx2 = &sx2->item[item];
    form = ui_fit_form_shown(session, form);
    if (infit && item < infit->items)
        fit.squares = form == UI_FIT_EAP   ? &infit->item[item].eap
                      : form == UI_FIT_WLE ? &infit->item[item].wle
                                           : &infit->item[item].posterior;
    return fit;
}

/* The farther of the two from 1, where one is odd; else NAN. */
static double
odd_square(const struct irt_mean_squares *squares, double *z, const char **name)
{
    const double value[] = { squares->outfit, squares->infit };
    const double far[] = { squares->outfit_z, squares->infit_z };
    static const char *const names[] = { "outfit", "infit" };

    for (int k = 0; k < 2; k++)
        if ((value[k] > NOISY && far[k] > FAR) || (value[k] < REGULAR && far[k] < -FAR)) {
            *z = far[k];
            *name = names[k];
            return value[k];
        }
    return NAN;
}

static int
kind_of(const struct ui_session *session, size_t item, enum ui_fit_form form, char *why,
        size_t size)
{
    struct ui_item_fit fit = ui_item_fit(session, item, form);
    const char *name = "";
    char p[IRT_P_TEXT];
    double z = 0, odd = fit.squares ? odd_square(fit.squares, &z, &name) : NAN;

    if (size > 0)
        why[0] = '\0';
    if (fit.sx2 && fit.sx2->p < LEVEL) {
        snprintf(why, size,
                 "its curve misses the answers: S-X² %.1f with %ld df, %s; compare it "
                 "with the shares observed",
                 fit.sx2->value, fit.sx2->df, irt_p_phrase(fit.sx2->p, p));
        return MISFIT;
    }
    /* At a point a short test is too regular by itself. */
    if (odd < 1 && ui_fit_form_shown(session, form) != UI_FIT_POSTERIOR)
        odd = NAN;
    if (isfinite(odd)) {
        snprintf(why, size,
                 odd > 1 ? "%s %.2f (z %.1f): answers are more erratic than the model "
                           "expects; unclear wording, or guessing"
                         : "%s %.2f (z %.1f): answers are more regular than the model "
                           "expects; items that repeat one another do that",
                 name, odd, z);
        return odd > 1 ? NOISE : REGULARITY;
    }
    return (fit.sx2 && isfinite(fit.sx2->p)) ||
                   (fit.squares && isfinite(fit.squares->infit))
               ? FITS
               : UNKNOWN;
}

struct ui_fit_light
ui_fit_light(const struct ui_session *session, size_t item, enum ui_fit_form form,
             char *why, size_t size)
{
    return lights[kind_of(session, item, form, why, size)];
}

void
ui_fit_lights(const struct ui_session *session, enum ui_fit_form form, char *out,
              size_t size)
{
    size_t count[LIGHTS] = { 0 }, length = 0;

    out[0] = '\0';
    for (size_t j = 0; j < session->model->items; j++)
        count[kind_of(session, j, form, NULL, 0)]++;
    for (int k = 0; k < LIGHTS && length < size; k++)
        if (count[k] > 0 && lights[k].sick)
            length += (size_t)snprintf(out + length, size - length, "%s%zu %s %s",
                                       length ? ", " : "", count[k], lights[k].sign,
                                       lights[k].word);
}
