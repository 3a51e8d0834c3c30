/* SPDX-License-Identifier: GPL-3.0-or-later */
/* truth_plots.h -- estimates against the truth of a simulation: a histogram of the errors, and the
 * estimates over what they should be. */
#ifndef UI_TRUTH_PLOTS_H
#define UI_TRUTH_PLOTS_H

#include "canvas.h"
#include "truth.h"

#include <stdio.h>

/* What is compared: "b", "θ"; and of how many what: "items", "persons". */
struct ui_truth_words {
    const char *name, *of;
};

/* Each with its title; the histogram's says bias and root mean square error as well. */
void ui_truth_histogram(const struct ui_pairs *pairs, const struct ui_truth_words *words,
                        struct ui_canvas *canvas, struct ui_rect rect);
void ui_truth_scatter(const struct ui_pairs *pairs, const struct ui_truth_words *words,
                      struct ui_canvas *canvas, struct ui_rect rect);

/* Both, one above the other, or where there is little room the histogram; in its place why
 * there is nothing when pairs is empty. */
void ui_truth_plots(const struct ui_pairs *pairs, const struct ui_truth_words *words,
                    const char *nothing, struct ui_canvas *canvas, struct ui_rect rect);

/* "b̂ - b of 20 items: bias -0.012, root mean square error 0.113." */
void ui_truth_speak(const struct ui_pairs *pairs, const struct ui_truth_words *words,
                    FILE *out);

#endif
