/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_plots.c -- a study in pictures: a measure along a factor, and a cell's errors. */
#include "config.h"

#include "view/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot.h"
#include "report/study.h"
#include "view/parts.h"

#define MOST_POINTS  64
#define MOST_METHODS 12

size_t
ui_study_next_factor(const struct ui_study_look *look, size_t key)
{
    const struct irt_study_section *section = ui_study_section(look);
    size_t keys = irt_study_key_count();

    for (size_t step = 1; step <= keys; step++) {
        size_t k = (key + step) % keys;

        if (section->varies[k] && irt_study_keys[k].part != IRT_STUDY_METHOD)
            return k;
    }
    return keys;
}

/* A value as a place on the axis: the number in it (of a contamination its share), or else
 * its rank. */
static double
place_of(const char *value, size_t rank)
{
    const char *equal = strchr(value, '='), *number = equal ? equal + 1 : value;
    char *end;
    double x = strtod(number, &end);

    if (strcmp(value, "none") == 0)
        return 0;
    return *end == '\0' && end != number ? x : (double)rank;
}

/* A contamination of another kind is not on the same curve. */
static bool
same_kind(const struct irt_study_cell *a, const struct irt_study_cell *b)
{
    const struct irt_contamination *x = &a->data.contamination,
                                   *y = &b->data.contamination;

    return x->kind == y->kind || !(x->share > 0) || !(y->share > 0);
}

/* Alike in all data keys but the factor. */
static bool
on_the_way(const struct ui_study_look *look, size_t c)
{
    const struct irt_study_design *design = irt_study_design(look->study);
    const struct irt_study_cell *cell = &design->cell[c],
                                *chosen = &design->cell[look->cell];
    char one[IRT_STUDY_VALUE], other[IRT_STUDY_VALUE];

    for (size_t k = 0; k < irt_study_key_count(); k++) {
        const struct irt_study_key *key = &irt_study_keys[k];

        if (key->part == IRT_STUDY_METHOD || !ui_study_section(look)->varies[k])
            continue;
        if (k == look->factor) {
            if (key->part == IRT_STUDY_CONTAMINATION && !same_kind(cell, chosen))
                return false;
            continue;
        }
        key->show(cell, one, sizeof one);
        key->show(chosen, other, sizeof other);
        if (strcmp(one, other) != 0)
            return false;
    }
    return true;
}

/* One method's curve. */
struct way {
    size_t cell[MOST_POINTS], points;
    double x[MOST_POINTS], y[MOST_POINTS];
};

static void
find_way(const struct ui_study_look *look, size_t method, struct way *way)
{
    const struct irt_study_design *design = irt_study_design(look->study);
    const struct irt_study_section *section = ui_study_section(look);
    char value[IRT_STUDY_VALUE] = "";

    way->points = 0;
    for (size_t c = section->first; c < section->first + section->cells; c++) {
        if (design->cell[c].method != method || way->points == MOST_POINTS ||
            !on_the_way(look, c))
            continue;
        if (look->factor < irt_study_key_count())
            irt_study_keys[look->factor].show(&design->cell[c], value, sizeof value);
        way->cell[way->points] = c;
        way->x[way->points] = place_of(value, way->points);
        way->y[way->points++] =
            irt_study_measure(look->study, c, look->target, look->measure).value;
    }
}

/* What all curves need; false where there is nothing to draw. */
static bool
find_ranges(const struct ui_study_look *look, struct ui_axes *axes)
{
    struct way way;
    bool any = false;

    axes->x0 = axes->y0 = INFINITY;
    axes->x1 = axes->y1 = -INFINITY;
    for (size_t m = 0; m < ui_study_section(look)->methods; m++) {
        find_way(look, m, &way);
        for (size_t i = 0; i < way.points; i++) {
            axes->x0 = fmin(axes->x0, way.x[i]);
            axes->x1 = fmax(axes->x1, way.x[i]);
            if (!isfinite(way.y[i]))
                continue;
            axes->y0 = fmin(axes->y0, way.y[i]);
            axes->y1 = fmax(axes->y1, way.y[i]);
            any = true;
        }
    }
    if (!any)
        return false;
    if (look->measure == IRT_STUDY_COVERAGE) {
        axes->y0 = fmin(axes->y0, 0.9);
        axes->y1 = 1;
    } else {
        axes->y0 = fmin(axes->y0, 0);
        axes->y1 = fmax(axes->y1, 0);
    }
    if (axes->x1 > axes->x0) { /* so that the ends stand free */
        double margin = 0.04 * (axes->x1 - axes->x0);
        axes->x0 -= margin;
        axes->x1 += margin;
    }
    return true;
}

static void
nothing_yet(struct ui_canvas *canvas, struct ui_rect rect, const char *title,
            const char *why)
{
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TITLE, "%s", title);
    if (rect.h > 2)
        ui_cut_text(canvas, rect.y + 2, rect.x + 3, rect.w - 3, UI_DIM, "%s", why);
}

/* Room for the names of methods at the right. */
static int
names_width(const struct ui_study_look *look, int w)
{
    const struct irt_study_section *section = ui_study_section(look);
    int most = w / 3, width = 0;
    char text[200];

    if (section->methods < 2)
        return 1;
    for (size_t c = section->first; c < section->first + section->cells; c++) {
        ui_study_method_label(irt_study_design(look->study), c, text, sizeof text);
        if (ui_columns(text) > width)
            width = ui_columns(text);
    }
    return (width < most ? width : most) + 2;
}

static void
draw_names(const struct ui_study_look *look, struct ui_plot *plot)
{
    char text[MOST_METHODS][64];
    const char *name[MOST_METHODS];
    enum ui_role role[MOST_METHODS];
    double y[MOST_METHODS];
    size_t n = 0;
    struct way way;

    for (size_t m = 0; m < ui_study_section(look)->methods && n < MOST_METHODS; m++) {
        find_way(look, m, &way);
        while (way.points > 0 && !isfinite(way.y[way.points - 1]))
            way.points--;
        if (way.points == 0)
            continue;
        ui_study_method_label(irt_study_design(look->study), way.cell[way.points - 1],
                              text[n], sizeof text[n]);
        name[n] = text[n];
        role[n] = ui_curve_role(m);
        y[n++] = way.y[way.points - 1];
    }
    if (ui_study_section(look)->methods > 1)
        ui_plot_end_labels(plot, role, y, name, n);
}

void
ui_study_curves(const struct ui_study_look *look, struct ui_canvas *canvas,
                struct ui_rect rect)
{
    bool varies = look->factor < irt_study_key_count();
    const char *factor = varies ? irt_study_keys[look->factor].name : "";
    struct ui_axes axes = { .x_title = factor,
                            .x_ticks = 5,
                            .y_ticks = rect.h > 8 ? 5 : 3 };
    struct ui_plot plot;
    struct way way;
    char title[120];

    snprintf(title, sizeof title, "%s of %s%s%s", irt_study_measure_name(look->measure),
             irt_study_target_name(look->target), varies ? " by " : "", factor);
    if (!find_ranges(look, &axes)) {
        nothing_yet(canvas, rect, title, "nothing to draw yet");
        return;
    }
    axes.title = title;
    axes.right = names_width(look, rect.w);
    plot = ui_plot_open(canvas, rect, &axes);
    if (look->measure == IRT_STUDY_COVERAGE) {
        double x[] = { axes.x0, axes.x1 }, y[] = { 0.95, 0.95 };
        ui_plot_dashed(&plot, UI_GHOST, x, y, 2);
    }
    for (size_t m = 0; m < ui_study_section(look)->methods; m++) {
        find_way(look, m, &way);
        ui_plot_curve(&plot, ui_curve_role(m), way.x, way.y, way.points);
        ui_plot_points(&plot, ui_curve_role(m), 0x25cf, way.x, way.y, way.points);
    }
    draw_names(look, &plot);
}

/* --- errors ----------------------------------------------------------------------------------- */

void
ui_study_histogram(const struct ui_study_look *look, struct ui_canvas *canvas,
                   struct ui_rect rect)
{
    enum irt_study_target target = look->target;
    double count[IRT_STUDY_BINS], x[IRT_STUDY_BINS], largest = 0, width;
    struct ui_axes axes = { .x_title = "error", .x_ticks = 5, .y_ticks = 3 };
    struct ui_plot plot;
    char title[120];
    int columns;

    /* Of s all are shown, for they are not kept by its size. */
    if (irt_study_histogram(target) >= IRT_STUDY_HISTOGRAMS)
        target = IRT_STUDY_S;
    snprintf(title, sizeof title, "errors of %s", irt_study_target_name(target));
    irt_study_errors_histogram(look->study, look->cell, target, count);
    width = irt_study_bin_width(target);
    for (size_t bin = 0; bin < IRT_STUDY_BINS; bin++) {
        x[bin] = ((double)bin + 0.5 - IRT_STUDY_BINS / 2) * width;
        largest = fmax(largest, count[bin]);
    }
    if (!(largest > 0)) {
        nothing_yet(canvas, rect, title, "nothing to draw yet");
        return;
    }
    axes.title = title;
    axes.x0 = -width * IRT_STUDY_BINS / 2;
    axes.x1 = -axes.x0;
    axes.y1 = largest;
    plot = ui_plot_open(canvas, rect, &axes);
    columns = plot.inner.w / IRT_STUDY_BINS;
    ui_plot_bars(&plot, UI_CURVE_0, x, count, IRT_STUDY_BINS, columns < 1 ? 1 : columns);
    ui_plot_vertical(&plot, UI_AXIS, 0);
}
