/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quantity.h -- the numbers on the screens that can be opened, named by what they are.
 * explain.h says what each is made of. */
#ifndef UI_QUANTITY_H
#define UI_QUANTITY_H

#include <stddef.h>

enum ui_quantity_kind {
    UI_QUANTITY_NODE,        /* X_n */
    UI_QUANTITY_WEIGHT,      /* A_n */
    UI_QUANTITY_PROBABILITY, /* P_j(u | X_n), of the answer in the pattern */
    UI_QUANTITY_LIKELIHOOD,  /* L_l(X_n) */
    UI_QUANTITY_PRODUCT,     /* L_l(X_n) A_n */
    UI_QUANTITY_MARGINAL,    /* P_l */
    UI_QUANTITY_POSTERIOR,   /* p_l(X_n) */
    UI_QUANTITY_NBAR,        /* n-bar of an item at a node */
    UI_QUANTITY_RBAR,        /* r-bar of an item and category at a node */
    UI_QUANTITY_RATIO,       /* r-bar / n-bar */
    UI_QUANTITY_LOGLIK,      /* the log-likelihood */
    UI_QUANTITY_GAIN,        /* its gain over the cycle before */
    UI_QUANTITY_CHANGE,      /* the largest change of a parameter */
    UI_QUANTITY_PARAMETER,   /* a parameter after a cycle, or after a Newton step */
    UI_QUANTITY_SCORE,       /* a component of an item's Newton gradient */
    UI_QUANTITY_INFORMATION, /* an entry of an item's Newton information */
    UI_QUANTITY_CURVE,       /* the item's model curve P_j(X_n) at a node */
    UI_QUANTITY_DIFFICULTY,  /* b = -d / a */
    UI_QUANTITY_SE,          /* a standard error */
    UI_QUANTITY_EAP,         /* a person's score, not only EAP */
    UI_QUANTITY_EAP_SE,      /* its standard error */
    UI_QUANTITY_LOADING,     /* an item's standardised loading, or what goes with it */
    UI_QUANTITY_EFFECT,      /* a school's effect, or a group's mean */
    UI_QUANTITY_ENCODED,     /* what the encoder makes of the chosen answers */
    UI_QUANTITY_EXACT,       /* the same of the posterior */
    UI_QUANTITY_GAP,         /* from the one to the other */
    UI_QUANTITY_FIT          /* a statistic of fit */
};

/* Which one: the category of UI_QUANTITY_FIT. */
enum ui_stat {
    UI_STAT_SX2,    /* of item */
    UI_STAT_SQUARE, /* of item: row 0 infit, 1 its z, 2 outfit, 3 its z; node: which form */
    UI_STAT_Q3,     /* of items item and row */
    UI_STAT_LD,     /* likewise; column 1: standardised */
    UI_STAT_LZ,     /* of pattern; column 1: l_z* */
    UI_STAT_PERSON, /* outfit of pattern; column 1: infit */
    UI_STAT_M2,     /* column 1: C2 instead; row: enum ui_fit_index */
    UI_STAT_G2,
    UI_STAT_RELIABILITY, /* row: alpha, omega of the sum, omega behind the answers, marginal,
                           empirical of dimension column */
    UI_STAT_DIF /* of item in pair row: column 0 delta, 1 Mantel-Haenszel, 2 regression, 3
                  likelihood ratio, 4 Wald */
};
enum ui_fit_index {
    UI_INDEX_VALUE,
    UI_INDEX_RMSEA,
    UI_INDEX_LOW,
    UI_INDEX_HIGH,
    UI_INDEX_SRMSR,
    UI_INDEX_TLI,
    UI_INDEX_CFI
};

/* Unused indices are 0.  Everything refers to the cycle that is shown, but:
 *   PARAMETER, LOGLIK, GAIN, CHANGE   row c + 1: of row c of the trace; 0: of the cycle
 *   CURVE, PARAMETER, SCORE, INFORMATION   step k + 1: at Newton step k of the item (0 is
 *       where it starts); 0: as far as the cycle has come
 *   NODE to POSTERIOR   step UI_AT_ESTIMATES: at the end of the run, as EAP and EAP_SE are;
 *       0: where the cycle's E-step stands
 *   EAP, EAP_SE   row: which score, enum irt_score; column: the dimension
 *   LOADING   column 0: the loading on dimension row; 1: threshold row; 2: the communality
 *   EFFECT   row: the school
 *   ENCODED, EXACT   row 0: the mean, 1: the standard deviation; column: the dimension
 *   GAP   row 0: KL(q || posterior), 1: log P(u), 2: E_q log P(u | theta), 3: KL(q || prior)
 *   INFORMATION   row, column: parameters of the item, 0 .. count - 1
 *   SE   parameter k; with column 1: of the difficulty b of item
 *   DIFFICULTY, and SE of it   category: which step or threshold, 0 .. */
#define UI_AT_ESTIMATES 1

struct ui_quantity {
    enum ui_quantity_kind kind;
    size_t item; /* index into model->item */
    size_t category;
    size_t node;
    size_t pattern;   /* index into the patterns */
    size_t parameter; /* index into psi */
    size_t row, column;
    size_t step;
};

#endif
