/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_parts.h -- statistics of fit that open: one function a kind of number (quantity.h), in the
 * files fit_*.c of this folder. */
#ifndef UI_EXPLAIN_FIT_PARTS_H
#define UI_EXPLAIN_FIT_PARTS_H

#include "explain/parts.h"
#include "fit/statistic.h"

bool ui_explain_sx2(struct ui_making *m);
bool ui_explain_square(struct ui_making *m);
bool ui_explain_q3(struct ui_making *m);
bool ui_explain_ld(struct ui_making *m);
bool ui_explain_lz(struct ui_making *m);
bool ui_explain_person(struct ui_making *m);
bool ui_explain_m2(struct ui_making *m);
bool ui_explain_g2(struct ui_making *m);
bool ui_explain_reliability(struct ui_making *m);
bool ui_explain_dif(struct ui_making *m);

/* What was found last, or NULL with the error filled: the reason why it is not there. */
const void *ui_fit_result(struct ui_making *m, const struct irt_statistic *statistic);

/* What the number is made by, and where that is published. */
void ui_fit_formula(struct ui_making *m, const char *name, const char *formula,
                    const char *source);

/* The number itself; false with the error filled when it is none. */
bool ui_fit_value(struct ui_making *m, double value);

/* A line of terms, over two where there is no room. */
void ui_fit_long_line(struct ui_making *m, const char *text);

/* (O - E)^2 / E summed; x: O, E, O, E ... */
double ui_pearson_of(const double *x, size_t n);
/* "(12 - 10.35)²/10.35 + ... = 0.2945" behind a label, such that the printed arithmetic holds. */
void ui_fit_pearson(struct ui_making *m, const char *label, const double *x, size_t n,
                    double value, int form);

/* Terms one after the other, and their sum in so many decimals. */
void ui_fit_sum(struct ui_making *m, const double *term, size_t n, size_t most,
                double total, int decimals, const char *rest);

/* A quantity of fit of the same item, pair or pattern. */
struct ui_quantity ui_fit_alike(const struct ui_making *m, size_t row, size_t column);

#endif
