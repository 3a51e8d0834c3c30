/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/truth_plots.h"

#include <math.h>
#include <stdio.h>

#include "plot/plot.h"
#include "view/parts.h"

#define MOST_BINS   41
#define NARROW      50 /* columns of a plot whose title has to be short */
#define NARROWER    30 /* and still shorter */
#define BOTH        14 /* rows from when on there are two plots */
#define LEAST_RANGE 0.1

/* "b̂": the circumflex goes on the letter before it. */
#define HAT "\xcc\x82"

/* --- the histogram ------------------------------------------------------------------------ */

struct bins {
    size_t count; /* odd: the middle one is about 0 */
    double width;
    double x[MOST_BINS], y[MOST_BINS];
};

/* The range holds all errors but those beyond 4 root mean squares, which count in the last
 * bins; it ends on a round number, so that bars do not dance while estimates change. */
static struct bins
count_errors(const struct ui_pairs *pairs, int columns)
{
    double bias, rmse, end = 0, lo;
    struct bins bins = { .count = 11 };

    if (pairs->count >= 50 && columns >= 21)
        bins.count = pairs->count >= 400 && columns >= MOST_BINS ? MOST_BINS : 21;
    ui_pairs_errors(pairs, &bias, &rmse);
    for (size_t k = 0; k < pairs->count; k++)
        end = fmax(end, fabs(pairs->estimate[k] - pairs->truth[k]));
    end = fmax(fmin(end, 4 * rmse), LEAST_RANGE);
    lo = -end;
    ui_nice_range(&lo, &end, 5);
    bins.width = 2 * end / (double)bins.count;
    for (size_t b = 0; b < bins.count; b++)
        bins.x[b] = -end + bins.width * ((double)b + 0.5);
    for (size_t k = 0; k < pairs->count; k++) {
        double place = (pairs->estimate[k] - pairs->truth[k] + end) / bins.width;
        double last = (double)bins.count - 1;

        bins.y[(size_t)fmin(fmax(floor(place), 0), last)]++;
    }
    return bins;
}

void
ui_truth_histogram(const struct ui_pairs *pairs, const struct ui_truth_words *words,
                   struct ui_canvas *canvas, struct ui_rect rect)
{
    struct bins bins = count_errors(pairs, rect.w - 10);
    double end = bins.x[bins.count - 1] + bins.width / 2, most = 1, least = 0, bias, rmse;
    struct ui_plot plot;
    char title[160], x_title[32];
    int width;

    ui_pairs_errors(pairs, &bias, &rmse);
    for (size_t b = 0; b < bins.count; b++)
        most = fmax(most, bins.y[b]);
    ui_nice_range(&least, &most, 3);
    snprintf(x_title, sizeof x_title, "%s" HAT " - %s", words->name, words->name);
    if (rect.w < NARROWER)
        snprintf(title, sizeof title, "RMSE %.3f", rmse);
    else if (rect.w < NARROW)
        snprintf(title, sizeof title, "bias %+.3f  RMSE %.3f", bias, rmse);
    else
        snprintf(title, sizeof title, "%s: bias %+.3f  RMSE %.3f", words->of, bias, rmse);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = x_title,
                                           .x0 = -end,
                                           .x1 = end,
                                           .x_ticks = 3,
                                           .y1 = most,
                                           .y_ticks = 3,
                                           .label_columns = 5 });
    width = plot.inner.w / (int)bins.count;
    ui_plot_vertical(&plot, UI_AXIS, 0);
    ui_plot_bars(&plot, UI_CURVE_0, bins.x, bins.y, bins.count, width < 1 ? 1 : width);
}

/* --- the scatter -------------------------------------------------------------------------- */

static double
identity(double x, const void *context)
{
    (void)context;
    return x;
}

void
ui_truth_scatter(const struct ui_pairs *pairs, const struct ui_truth_words *words,
                 struct ui_canvas *canvas, struct ui_rect rect)
{
    double lo = INFINITY, hi = -INFINITY;
    char title[80];
    struct ui_plot plot;

    for (size_t k = 0; k < pairs->count; k++) {
        lo = fmin(lo, fmin(pairs->truth[k], pairs->estimate[k]));
        hi = fmax(hi, fmax(pairs->truth[k], pairs->estimate[k]));
    }
    ui_nice_range(&lo, &hi, 3);
    snprintf(title, sizeof title, "estimated %s" HAT " over the true %s", words->name,
             words->name);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = words->name,
                                           .x0 = lo,
                                           .x1 = hi,
                                           .x_ticks = 3,
                                           .y0 = lo,
                                           .y1 = hi,
                                           .y_ticks = 3,
                                           .label_columns = 5 });
    ui_plot_function(&plot, UI_AXIS, identity, NULL);
    ui_plot_points(&plot, UI_CURVE_0, pairs->count > 200 ? 0x00B7 : 0x2022, pairs->truth,
                   pairs->estimate, pairs->count);
}

/* --- both --------------------------------------------------------------------------------- */

void
ui_truth_plots(const struct ui_pairs *pairs, const struct ui_truth_words *words,
               const char *nothing, struct ui_canvas *canvas, struct ui_rect rect)
{
    int upper = rect.h >= BOTH ? rect.h / 2 : rect.h;

    if (pairs->count == 0) {
        ui_paragraph(canvas,
                     (struct ui_rect){ rect.y + rect.h / 3, rect.x + 2, rect.h,
                                       rect.w - 3 },
                     UI_DIM, nothing);
        return;
    }
    ui_truth_histogram(pairs, words, canvas, ui_rows(rect, 0, upper));
    if (upper < rect.h)
        ui_truth_scatter(pairs, words, canvas, ui_rows(rect, upper, rect.h - upper));
}

void
ui_truth_speak(const struct ui_pairs *pairs, const struct ui_truth_words *words,
               FILE *out)
{
    double bias, rmse;

    if (pairs->count == 0)
        return;
    ui_pairs_errors(pairs, &bias, &rmse);
    fprintf(out,
            "Against the truth, %s of %zu %s has bias %.3f and root mean square error "
            "%.3f.\n",
            words->name, pairs->count, words->of, bias, rmse);
}
