/* SPDX-License-Identifier: GPL-3.0-or-later */
/* labels.c -- names at the ends of curves, moved apart as little as can be.  A name that stood
 * beside another curve than its own would be worse than none: those that would push others away
 * from their curves are left out. */
#include "config.h"

#include <math.h>
#include <stdbool.h>

#include "plot/plot.h"
#include "plot/raster.h"

/* More names than rows are never shown. */
#define MOST_LABELS 256
#define FURTHEST    1.5 /* rows from its curve's end */

struct label {
    size_t index; /* in the caller's order */
    double row;   /* where its curve ends, from the top of the inner part */
};

static int
by_row(const struct label *p, const struct label *q)
{
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    return p->index < q->index ? -1 : p->index > q->index;
}

/* Rows that keep the order, a row apart, with the least sum of squared moves: i off, this
 * is isotonic regression, by pooling neighbours that press on each other. */
static void
move_apart(const struct label *label, size_t n, int rows, int *row)
{
    double mean[MOST_LABELS];
    size_t size[MOST_LABELS], pools = 0, i = 0;

    for (size_t k = 0; k < n; k++) {
        mean[pools] = label[k].row - (double)k;
        size[pools++] = 1;
        while (pools > 1 && mean[pools - 2] >= mean[pools - 1]) {
            double all = (double)(size[pools - 2] + size[pools - 1]);

            mean[pools - 2] = (mean[pools - 2] * (double)size[pools - 2] +
                               mean[pools - 1] * (double)size[pools - 1]) /
                              all;
            size[pools - 2] += size[pools - 1];
            pools--;
        }
    }
    for (size_t pool = 0; pool < pools; pool++) {
        double top = fmin(fmax(floor(mean[pool] + 0.5), 0), rows - (double)n);

        for (size_t k = 0; k < size[pool]; k++, i++)
            row[i] = (int)top + (int)i;
    }
}

/* Each would stand near its curve's end. */
static bool
stand_near(const struct label *label, size_t n, int rows)
{
    int row[MOST_LABELS];

    move_apart(label, n, rows, row);
    for (size_t i = 0; i < n; i++)
        if (fabs(row[i] - label[i].row) > FURTHEST)
            return false;
    return true;
}

/* Puts it among the others by height; out again when not all would stand near. */
static bool
add(struct label *label, size_t n, struct label another, int rows)
{
    size_t at = n;

    for (; at > 0 && by_row(&label[at - 1], &another) > 0; at--)
        label[at] = label[at - 1];
    label[at] = another;
    if (stand_near(label, n + 1, rows))
        return true;
    for (; at < n; at++)
        label[at] = label[at + 1];
    return false;
}

/* The labels whose curves end at some height inside, in the order given as far as there is room
 * near their ends. */
static size_t
choose(const struct ui_plot *plot, const double *y, size_t n, struct label *label)
{
    int down = ui_dots_in_cell(plot->canvas->glyphs).down;
    size_t most =
        (size_t)plot->inner.h < MOST_LABELS ? (size_t)plot->inner.h : MOST_LABELS;
    size_t chosen = 0;

    for (size_t i = 0; i < n && chosen < most; i++) {
        double row = (ui_scale_y(plot, y[i]) + 0.5) / down - 0.5;

        if (isnan(row))
            continue;
        struct label another = { .index = i,
                                 .row = fmin(fmax(row, 0), plot->inner.h - 1) };
        chosen += add(label, chosen, another, plot->inner.h);
    }
    return chosen;
}

void
ui_plot_end_labels(struct ui_plot *plot, const enum ui_role *role, const double *y,
                   const char *const *text, size_t n)
{
    struct label label[MOST_LABELS] = { { 0 } };
    int row[MOST_LABELS];
    int left = plot->inner.x + plot->inner.w + 1;
    int columns = plot->outer.x + plot->outer.w - left;
    size_t chosen;
    char fitted[256];

    if (plot->inner.h < 1 || plot->inner.w < 1 || columns < 1)
        return;
    chosen = choose(plot, y, n, label);
    move_apart(label, chosen, plot->inner.h, row);
    for (size_t i = 0; i < chosen; i++) {
        if (columns < 4 && ui_columns(text[label[i].index]) > columns)
            continue; /* "i…" says nothing */
        ui_fit_text(text[label[i].index], columns, fitted, sizeof fitted);
        ui_text(plot->canvas, plot->inner.y + row[i], left, role[label[i].index], "%s",
                fitted);
    }
}
