/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_grm.c -- the graded response model: P(x >= h) = logistic(a theta + d_h),
 * d_1 > d_2 > ...; thresholds b_h = -d_h / a.  Parameters: a, d_1 .. d_m.
 * Source: Samejima (1969), Psychometrika Monograph 17.  Maths, section 1.
 *
 * With eta_h = a theta + d_h, P_h = L(x) - L(y) for x = eta_h, y = eta_{h+1}, where
 * eta_0 = infinity and eta_{m+1} = -infinity.  It is computed as
 * L(x) L(-y) (1 - exp(y - x)), which loses no digits when both are far out. */
#include "config.h"

#include "model/item.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define LARGEST_LOGIT 700.0

static size_t
parameters(const struct irt_item *item)
{
    return item->categories;
}

static const char *
parameter_name(const struct irt_item *item, size_t p)
{
    return p == 0 ? "a" : irt_item_numbered('d', item, p);
}

static int
is_slope(const struct irt_item *item, size_t p)
{
    (void)item;
    return p == 0;
}

/* The intercepts that give the observed shares at a = 1: see item_2pl.c. */
static void
start(const struct irt_item *item, const double *share, double *par)
{
    const double c = 16.0 * sqrt(3.0) / (15.0 * M_PI);
    double above = 1.0;
    par[0] = 1.0;
    for (unsigned h = 1; h < item->categories; h++) {
        above -= share[h - 1];
        par[h] = log(above / (1.0 - above)) * sqrt(1.0 + c * c);
    }
}

static void
shift(const struct irt_item *item, double *par, double delta)
{
    for (unsigned h = 1; h < item->categories; h++)
        par[h] += par[0] * delta;
}

static double
logistic(double x)
{
    return 1.0 / (1.0 + exp(-x));
}

/* Category h at one theta: P, and the derivatives of log P by its upper eta (x, the
 * boundary below the category) and its lower one (y). */
struct cell {
    bool has_x, has_y;
    double P, log_P;
    double by_x, by_y;       /* d log P */
    double xx, xy, yy;       /* second derivatives */
    double slope_x, slope_y; /* L'(x), L'(y): P' = L'(x) x' - L'(y) y' */
};

static struct cell
at_theta(const struct irt_item *item, const double *par, double theta, unsigned h)
{
    struct cell c = { .has_x = h > 0, .has_y = h + 1 < item->categories, .P = 1.0 };
    double x = 0.0, y = 0.0;
    if (c.has_x) {
        x = fmin(fmax(par[0] * theta + par[h], -LARGEST_LOGIT), LARGEST_LOGIT);
        double above = logistic(-x);
        c.P *= logistic(x);
        c.by_x = above;
        c.slope_x = above * logistic(x);
        c.xx = -c.slope_x;
    }
    if (c.has_y) {
        y = fmin(fmax(par[0] * theta + par[h + 1], -LARGEST_LOGIT), LARGEST_LOGIT);
        double below = logistic(y);
        c.P *= logistic(-y);
        c.by_y = -below;
        c.slope_y = below * logistic(-y);
        c.yy = -c.slope_y;
    }
    if (c.has_x && c.has_y) {
        /* The gap is the parameters', which keeps its digits. */
        double gap = par[h] - par[h + 1], e = -expm1(-gap); /* 1 - exp(-gap) */
        if (!(gap > 0.0)) {
            c.P = 0.0;
            c.log_P = -INFINITY;
            return c;
        }
        double push = exp(-gap) / e,
               curve = push / e; /* 1 / (e^gap - 1), e^gap / (e^gap - 1)^2 */
        c.P *= e;
        c.by_x += push;
        c.by_y -= push;
        c.xx -= curve;
        c.yy -= curve;
        c.xy = curve;
    }
    c.P = fmax(c.P, 1e-304);
    c.log_P = log(c.P);
    return c;
}

static void
probability(const struct irt_item *item, const double *par, const double *theta, size_t Q,
            double *P)
{
    for (unsigned h = 0; h < item->categories; h++)
        for (size_t n = 0; n < Q; n++)
            P[h * Q + n] = at_theta(item, par, theta[n], h).P;
}

static void
score(const struct irt_item *item, const double *par, const double *theta, size_t Q,
      double *out)
{
    unsigned m = item->categories;
    memset(out, 0, item->count * m * Q * sizeof *out);
    for (unsigned h = 0; h < m; h++)
        for (size_t n = 0; n < Q; n++) {
            struct cell c = at_theta(item, par, theta[n], h);
            out[h * Q + n] = (c.by_x + c.by_y) * theta[n];
            if (c.has_x)
                out[(h * m + h) * Q + n] = c.by_x;
            if (c.has_y)
                out[((h + 1) * m + h) * Q + n] = c.by_y;
        }
}

/* Adds weight times the symmetric form xx dx dx + xy (dx dy + dy dx) + yy dy dy, where dx
 * and dy are the derivatives of the two etas by (a, d_h, d_{h+1}). */
static void
add_form(double *matrix, size_t np, const struct cell *c, unsigned h, double theta,
         double xx, double xy, double yy)
{
    size_t x = h, y = h + 1;
    matrix[0] += theta * theta * (xx + 2.0 * xy + yy);
    if (c->has_x) {
        matrix[x * np + x] += xx;
        matrix[x] += theta * (xx + xy);
        matrix[x * np] += theta * (xx + xy);
    }
    if (c->has_y) {
        matrix[y * np + y] += yy;
        matrix[y] += theta * (yy + xy);
        matrix[y * np] += theta * (yy + xy);
    }
    if (c->has_x && c->has_y) {
        matrix[x * np + y] += xy;
        matrix[y * np + x] += xy;
    }
}

static double
expected(const struct irt_item *item, const double *par, const double *theta, size_t Q,
         const double *r, double *gradient, double *hessian, double *information)
{
    size_t np = item->count;
    double F = 0.0;
    memset(gradient, 0, np * sizeof *gradient);
    if (hessian)
        memset(hessian, 0, np * np * sizeof *hessian);
    if (information)
        memset(information, 0, np * np * sizeof *information);
    for (size_t n = 0; n < Q; n++) {
        double nbar = 0.0;
        for (unsigned h = 0; h < item->categories; h++)
            nbar += r[h * Q + n];
        for (unsigned h = 0; h < item->categories; h++) {
            struct cell c = at_theta(item, par, theta[n], h);
            double w = r[h * Q + n], v = nbar * c.P;
            if (w > 0.0)
                F += w * c.log_P;
            gradient[0] += w * (c.by_x + c.by_y) * theta[n];
            if (c.has_x)
                gradient[h] += w * c.by_x;
            if (c.has_y)
                gradient[h + 1] += w * c.by_y;
            if (hessian)
                add_form(hessian, np, &c, h, theta[n], w * c.xx, w * c.xy, w * c.yy);
            if (information)
                add_form(information, np, &c, h, theta[n], v * c.by_x * c.by_x,
                         v * c.by_x * c.by_y, v * c.by_y * c.by_y);
        }
    }
    return F;
}

static void
curve(const struct irt_item *item, const double *par, double theta, double *P, double *P1,
      double *P2)
{
    double a = par[0];
    for (unsigned h = 0; h < item->categories; h++) {
        struct cell c = at_theta(item, par, theta, h);
        double Lx = c.has_x ? logistic(a * theta + par[h]) : 1.0;
        double Ly = c.has_y ? logistic(a * theta + par[h + 1]) : 0.0;
        P[h] = c.P;
        P1[h] = a * (c.slope_x - c.slope_y);
        P2[h] = a * a * (c.slope_x * (1.0 - 2.0 * Lx) - c.slope_y * (1.0 - 2.0 * Ly));
    }
}

static void
report(const struct irt_item *item, const double *par, struct irt_item_report *out)
{
    unsigned m = item->categories - 1;
    *out = (struct irt_item_report){
        .a_count = 1, .d_count = m, .b_count = m, .c = NAN, .u = NAN
    };
    out->a[0] = par[0];
    for (unsigned h = 1; h <= m; h++) {
        out->d[h - 1] = par[h];
        out->b[h - 1] = -par[h] / par[0];
    }
}

const struct irt_item_ops irt_item_grm = {
    .name = "grm",
    .title = "GRM",
    .difficulty = "b_h = -d_h/a",
    .formula = "P(x ≥ h) = logistic(aθ + d_h)",
    .meaning =
        "ordered categories by their boundaries: a slope, and an intercept for each",
    .max_categories = IRT_MAX_CATEGORIES,
    .parameters = parameters,
    .parameter_name = parameter_name,
    .is_slope = is_slope,
    .bounds = irt_item_unbounded,
    .default_prior = irt_item_no_prior,
    .start = start,
    .shift = shift,
    .probability = probability,
    .score = score,
    .expected = expected,
    .curve = curve,
    .report = report,
};
