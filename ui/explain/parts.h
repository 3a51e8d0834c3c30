/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h -- what the files of ui/explain share: where an explanation stands, and how its
 * lines and operands are written.
 *
 * Numbers are printed so that a reader who does the arithmetic on the printed digits gets
 * the printed result: digits are added to the operands until that is so. */
#ifndef UI_EXPLAIN_PARTS_H
#define UI_EXPLAIN_PARTS_H

#include "estimate/staged.h"
#include "explain.h"

#include <stdbool.h>
#include <stddef.h>

/* What an E-step's numbers are computed from. */
struct ui_stand {
    const double *psi;
    const struct irt_quadrature *quadrature;
    int stages; /* of the E-step that are done there, 0 to 4 */
};

struct ui_making {
    const struct ui_session *session;
    const struct irt_model *model;
    const struct irt_snapshot *shown;
    struct ui_quantity q;
    struct ui_stand stand;
    struct ui_explanation *out;
    struct irt_error *error;
};

/* One a kind, in the files of this folder; the sentences of a failure are theirs. */
bool ui_explain_node(struct ui_making *m);
bool ui_explain_weight(struct ui_making *m);
bool ui_explain_probability(struct ui_making *m);
bool ui_explain_likelihood(struct ui_making *m);
bool ui_explain_product(struct ui_making *m);
bool ui_explain_marginal(struct ui_making *m);
bool ui_explain_posterior(struct ui_making *m);
bool ui_explain_nbar(struct ui_making *m);
bool ui_explain_rbar(struct ui_making *m);
bool ui_explain_ratio(struct ui_making *m);
bool ui_explain_loglik(struct ui_making *m);
bool ui_explain_gain(struct ui_making *m);
bool ui_explain_change(struct ui_making *m);
bool ui_explain_parameter(struct ui_making *m);
bool ui_explain_score(struct ui_making *m);
bool ui_explain_information(struct ui_making *m);
bool ui_explain_curve(struct ui_making *m);
bool ui_explain_difficulty(struct ui_making *m);
bool ui_explain_se(struct ui_making *m);
bool ui_explain_loading(struct ui_making *m);
bool ui_explain_effect(struct ui_making *m);
bool ui_explain_encoded(struct ui_making *m);
bool ui_explain_exact(struct ui_making *m);
bool ui_explain_gap(struct ui_making *m);
bool ui_explain_fit(struct ui_making *m);
bool ui_explain_eap(struct ui_making *m);
bool ui_explain_eap_se(struct ui_making *m);
/* Scores by the other methods. */
bool ui_explain_root(struct ui_making *m);
bool ui_explain_root_se(struct ui_making *m);
/* The same in several dimensions. */
bool ui_explain_root_dims(struct ui_making *m);
bool ui_explain_root_se_dims(struct ui_making *m);

/* --- what is there ----------------------------------------------------------------------- */

/* True when E-step stage 1 .. 4 is done where m stands; else false with a sentence. */
bool ui_needs_stage(struct ui_making *m, int stage);
/* True when the indices exist; else false with a sentence. */
bool ui_needs_node(struct ui_making *m);
bool ui_needs_item(struct ui_making *m);
bool ui_needs_pattern(struct ui_making *m);
bool ui_needs_parameter(struct ui_making *m);

/* A quantity like m's with another kind. */
struct ui_quantity ui_alike(const struct ui_making *m, enum ui_quantity_kind kind);

const unsigned char *ui_pattern_codes(const struct ui_making *m, size_t pattern);

/* A pattern's E-step where m stands: likelihood, product, posterior.  False with the
 * error filled without memory.  Caller: ui_pattern_close(), also after false. */
bool ui_pattern_open(struct ui_making *m, size_t pattern, struct irt_pattern_step *step);
void ui_pattern_close(struct irt_pattern_step *step);

/* The item is logit P = d + a theta. */
bool ui_is_logistic(const struct irt_item *item);
/* Lines that write P of a category out with its numbers; false: the model is not known. */
bool ui_print_model(struct ui_making *m, const struct irt_item *item, const double *par,
                    const double *theta, unsigned category);
/* "P(x ≥ h) = logistic(aθ + d_h)" */
const char *ui_model_formula(const struct irt_model *model, const struct irt_item *item);
/* Who published the item's model. */
const char *ui_model_source(const struct irt_model *model, const struct irt_item *item);
/* P_j of a category at theta[dims], by the item's own model. */
double ui_item_probability(const struct irt_item *item, const double *par,
                           const double *theta, unsigned category);
/* theta = sigma X_n, in dimension d */
double ui_theta(const struct ui_making *m, double sigma, size_t node, size_t d);
/* The same in all dimensions, into theta[IRT_MAX_DIMS]. */
void ui_thetas(const struct ui_making *m, double sigma, size_t node, double *theta);
/* X of the node that q names, one operand a dimension. */
void ui_node_operands(struct ui_making *m, struct ui_quantity q);

/* --- text --------------------------------------------------------------------------------- */

void ui_title(struct ui_making *m, const char *format, ...) IRT_PRINTF(2, 3);
/* A line more; false when there is no room, and then the line is dropped. */
bool ui_line(struct ui_making *m, const char *format, ...) IRT_PRINTF(2, 3);
void ui_operand(struct ui_making *m, struct ui_quantity quantity, double value,
                const char *format, ...) IRT_PRINTF(4, 5);

/* "item3" cut to 20 columns, "10101" cut to 24, "-0.4444" or "(-0.44, 1.33)". */
struct ui_short {
    char text[96];
};
/* "a", "σ", "r12"; and "a of item3", "σ of θ", "school2.μ", "r12" */
const char *ui_parameter_name(const struct ui_making *m, size_t k);
struct ui_short ui_parameter_short(const struct ui_making *m, size_t k);
struct ui_short ui_item_short(const struct ui_making *m, size_t item);
struct ui_short ui_pattern_short(const struct ui_making *m, size_t pattern);
/* " in θ2", the dimension asked about where there are several. */
struct ui_short ui_dimension_of(const struct ui_making *m);
struct ui_short ui_node_short(const struct ui_making *m, size_t node);

/* --- numbers as a reader sees them ---------------------------------------------------------- */

struct ui_printed {
    char text[32];
    double value; /* what the text says */
};

/* A form is a number of decimals.  A number too small for them is printed with an exponent,
 * unless UI_FIXED is added (for sums that should come to nothing); UI_MORE is added for each
 * digit more. */
#define UI_FIXED 100
#define UI_MORE  1000
struct ui_printed ui_printed(double value, int form);

/* Prints x[n] in form[i], with as many more digits as it takes for f(x as printed) to print
 * as the result does in result_form. */
void ui_print_operands(double (*f)(const double *x, size_t n), const double *x, size_t n,
                       const int *form, double result, int result_form,
                       struct ui_printed *out);

double ui_product_of(const double *x, size_t n);
double ui_sum_of(const double *x, size_t n);
double ui_ratio_of(const double *x, size_t n); /* x[0] x[1] ... x[n-2] / x[n-1] */

/* A fraction over three lines: "= top / bottom = result". */
void ui_fraction(struct ui_making *m, const char *top, const char *bottom,
                 const char *result);

/* Terms of a sum or factors of a product one after the other, broken into lines of at most
 * 70 columns; sign stands between them, " + " or " × ". */
struct ui_flow {
    char line[160];
    const char *sign;
    bool begun;
};
void ui_flow_add(struct ui_making *m, struct ui_flow *flow, const char *text);
void ui_flow_end(struct ui_making *m, struct ui_flow *flow);

/* The terms that are shown of a long sum: all of them, or the largest. */
#define UI_TERMS 32
struct ui_terms {
    size_t shown;
    size_t which[UI_TERMS]; /* indices: ascending, or the largest term first */
    size_t more;            /* terms left out */
    double rest;            /* their sum */
    int form;               /* in which printed terms add up to the printed total */
};
/* most: at most so many are shown.  by_size: the largest first, not by index. */
struct ui_terms ui_choose_terms(const double *term, size_t n, size_t most, bool by_size,
                                double total, int total_decimals);

/* Prints the operands of the terms that are shown, n each (x and out: shown * n), and the
 * rest, such that the arithmetic on all of it gives the printed total. */
void ui_print_terms(double (*f)(const double *x, size_t n), const double *x, size_t n,
                    const int *form, const struct ui_terms *terms, double total,
                    int total_form, struct ui_printed *out, struct ui_printed *rest);

#endif
