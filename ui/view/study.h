/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study.h -- the parts of the Study screen: its table, its plots. */
#ifndef UI_VIEW_STUDY_H
#define UI_VIEW_STUDY_H

#include "canvas.h"
#include "study/summary.h"

#include <stdbool.h>
#include <stddef.h>

/* What is looked at. */
struct ui_study_look {
    const struct irt_study *study;
    size_t cell; /* in its section */
    enum irt_study_target target;
    enum irt_study_measure measure;
    size_t factor; /* the key on the x axis of the curves; a count of keys: none */
};

const struct irt_study_section *ui_study_section(const struct ui_study_look *look);

/* The table of the section's cells, from *top on: what each is, how many replications are
 * done, the measure with its error. */
void ui_study_table(const struct ui_study_look *look, size_t *top,
                    struct ui_canvas *canvas, struct ui_rect rect);
/* Columns the table would like. */
int ui_study_table_width(const struct ui_study_look *look);

/* The measure along a factor, a curve a method, for the cells that are like the chosen
 * one in all else. */
void ui_study_curves(const struct ui_study_look *look, struct ui_canvas *canvas,
                     struct ui_rect rect);

/* The chosen cell's errors. */
void ui_study_histogram(const struct ui_study_look *look, struct ui_canvas *canvas,
                        struct ui_rect rect);

/* The key after this one that varies in the section's data, round to the first; the
 * count of keys when none does. */
size_t ui_study_next_factor(const struct ui_study_look *look, size_t key);

#endif
