/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.h -- what a number is made of: its formula, the formula with this run's
 * numbers put in, and the operands, which are quantities that open in turn. */
#ifndef UI_EXPLAIN_H
#define UI_EXPLAIN_H

#include "error.h"
#include "quantity.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

#define UI_EXPLAIN_LINES    24
#define UI_EXPLAIN_OPERANDS 64

struct ui_operand {
    char label[64]; /* "P of item3", "A at node .4444" */
    double value;
    struct ui_quantity quantity;
};

struct ui_explanation {
    char title[96];    /* "posterior at node .4444, pattern 10101" */
    char name[32];     /* of the formula: "Bayes" */
    char formula[160]; /* "p_l(X_n) = L_l(X_n) A_n / P_l" */
    size_t lines;
    char line[UI_EXPLAIN_LINES]
             [160]; /* the formula with the numbers, ending in "= result" */
    double value;   /* the number itself, recomputed from the operands */
    size_t operands;
    struct ui_operand operand[UI_EXPLAIN_OPERANDS];
    char source[96]; /* the paper */
};

/* Fills *out for the cycle that the session shows.  False with *error filled when the
 * number is not there (the stage is not done yet, an index is out of range).  Costs at
 * most some 20 ms: sums over very many patterns are told, not listed. */
bool ui_explain(const struct ui_session *session, struct ui_quantity quantity,
                struct ui_explanation *out, struct irt_error *error);

#endif
