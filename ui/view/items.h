/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items.h -- the parts of the Items screen: its table and its curves. */
#ifndef UI_ITEMS_H
#define UI_ITEMS_H

#include "canvas.h"
#include "data/options.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define UI_ITEM_COLUMNS 14 /* of an item's name in the table, at most */

/* What the table shows: estimates with their errors, or a run's parameters. */
struct ui_items_source {
    const struct ui_session *session;
    const struct irt_model *model; /* NULL: there is none */
    const double *psi;
    const struct irt_fit *fit; /* NULL: no errors */
};
struct ui_items_source ui_items_source(const struct ui_session *session);

enum ui_items_order { UI_ITEMS_BY_DATA, UI_ITEMS_BY_B, UI_ITEMS_BY_A, UI_ITEMS_ORDERS };

/* A line of the table. */
struct ui_items_line {
    size_t column; /* in the data */
    size_t item;   /* in the model; IRT_NONE: set aside */
    double key;    /* what it is sorted by */
};

/* All items of the data in the order shown; what was set aside last, but in the data's
 * order at its place.  NULL without memory; the caller frees. */
struct ui_items_line *ui_items_lines(const struct ui_items_source *source,
                                     enum ui_items_order order);

/* The line of a model's item. */
size_t ui_items_find(const struct ui_items_line *line, size_t count, size_t item);

/* Why an item of the data was set aside, as the model's notes have it. */
const char *ui_items_reason(const struct ui_items_source *source, size_t column);

/* The table, scrolled so that the chosen item is in view. */
void ui_items_table(size_t *top, enum ui_items_order order,
                    const struct ui_items_source *source, struct ui_canvas *canvas,
                    struct ui_rect rect);
/* How wide it is where there is room columns; columns that do not fit are left out. */
int ui_items_width(const struct ui_items_source *source, int room);

/* The parameter that all items share, where there is one; else "". */
void ui_items_shared(const struct ui_items_source *source, char *out, size_t size);
/* Why there are no errors; "" when there are. */
const char *ui_items_missing_errors(const struct ui_items_source *source);

/* What stands under the table, in at most so many rows: the least needed gives way.
 * Returns its rows; draws them at the top of rect where drawn is set. */
int ui_items_caption(const struct ui_items_source *source, const char *order,
                     struct ui_canvas *canvas, struct ui_rect rect, int most, bool drawn);

/* The item in the reported metrics. */
struct irt_item_report ui_item_report(const struct irt_model *model, const double *psi,
                                      size_t item);

/* Its difficulty b, the mean of its steps or thresholds; NAN where there is none. */
double ui_item_difficulty(const struct irt_model *model, const double *psi, size_t item);

#define UI_OPTIONS     26 /* of an item that are shown */
#define UI_OPTION_NAME 10 /* columns of their names */

/* Who chose what of one item, kept while data and item do not change. */
struct ui_item_answers {
    bool counted; /* false: nothing yet */
    size_t loads, column;
    bool keyed;
    double persons[IRT_OPTION_GROUPS]; /* in each group, low scores on the others first */
    double none[IRT_OPTION_GROUPS];    /* of them gave no answer */
    size_t options, left_out;
    struct ui_option_answers {
        char sign; /* one letter or digit for it */
        char name[4 * UI_OPTION_NAME + 8];
        unsigned score; /* 0: not what the key has */
        double correlation;
        double persons[IRT_OPTION_GROUPS];
    } option[UI_OPTIONS];
};
void ui_item_answers_update(struct ui_item_answers *answers,
                            const struct ui_session *session);

/* The shares as curves, and as a table under them. */
void ui_items_answers(const struct ui_item_answers *answers, struct ui_canvas *canvas,
                      struct ui_rect rect, const char *name);
void ui_items_speak_answers(const struct ui_item_answers *answers, const char *name,
                            FILE *out);

/* P(θ) of the chosen item, of the others faintly behind it. */
void ui_items_curves(struct ui_canvas *canvas, struct ui_rect rect,
                     const struct ui_session *session, const double *psi);

/* In several dimensions: P over the axes' two, along the items' own directions, and these
 * directions; and what the chosen item measures, in a sentence. */
void ui_items_surface(struct ui_canvas *canvas, struct ui_rect rect,
                      const struct ui_session *session, const double *psi);
void ui_items_directions(struct ui_canvas *canvas, struct ui_rect rect,
                         const struct ui_session *session, const double *psi);
void ui_items_arrows(struct ui_canvas *canvas, struct ui_rect rect,
                     const struct ui_session *session, const double *psi);
void ui_items_direction_text(const struct ui_session *session, const double *psi,
                             char *out, size_t size);

#define UI_THETAS 81 /* places on -4 .. 4 */

/* Information of the test, kept while psi does not change: a long test's takes time. */
struct ui_test_information {
    const struct irt_model *model; /* NULL: none yet */
    double key;
    double test[UI_THETAS], sum[UI_THETAS];
};
void ui_test_information_update(struct ui_test_information *information,
                                const struct irt_model *model, const double *psi);

/* Information of the chosen item, of the test and of the sum score. */
void ui_items_information(struct ui_canvas *canvas, struct ui_rect rect,
                          const struct ui_session *session, const double *psi,
                          const struct ui_test_information *information);

/* The standard error of a score, 1 / sqrt(information of the test). */
void ui_items_error(struct ui_canvas *canvas, struct ui_rect rect,
                    const struct ui_test_information *information);

/* Where on -4 .. 4 the test measures best, and its standard error there. */
void ui_items_best(const struct ui_test_information *information, double *theta,
                   double *error);

#endif
