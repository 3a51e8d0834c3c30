/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_grm.c -- the graded response model: P(x >= h) = logistic(a theta + d_h),
 * d_1 > d_2 > ...; thresholds b_h = -d_h / a.  Parameters: a, d_1 .. d_m.
 * Source: Samejima (1969), Psychometrika Monograph 17.
 *
 * With eta_h = a theta + d_h, P_h = L(x) - L(y) for x = eta_h, y = eta_{h+1}, where
 * eta_0 = infinity and eta_{m+1} = -infinity.  It is computed as
 * L(x) L(-y) (1 - exp(y - x)), which loses no digits when both are far out. */
#include "config.h"

#include "model/item.h"

#include "model/fast_math.h"
#include "model/moments.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define LARGEST_LOGIT 700.0
#define SMALLEST      1e-304 /* probability */

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
    c.P = fmax(c.P, SMALLEST);
    c.log_P = log(c.P);
    return c;
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

/* --- many nodes at once ----------------------------------------------------------------------------- */

/* What category h has from the gap between its boundaries, at any theta. */
struct gap {
    double factor, log_factor; /* 1 - exp(-gap), 1 where there is one boundary only */
    double push, curve;        /* 1 / (e^gap - 1), e^gap / (e^gap - 1)^2 */
};

static void
find_gaps(const struct irt_item *item, const double *par, struct gap *gap)
{
    for (unsigned h = 0; h < item->categories; h++) {
        gap[h] = (struct gap){ 1.0, 0.0, 0.0, 0.0 };
        if (h == 0 || h + 1 == item->categories)
            continue;
        double width = par[h] - par[h + 1];
        if (!(width > 0.0)) {
            gap[h].factor = 0.0;
            gap[h].log_factor = -INFINITY;
            continue;
        }
        gap[h].factor = -expm1(-width);
        gap[h].log_factor = log(gap[h].factor);
        gap[h].push = exp(-width) / gap[h].factor;
        gap[h].curve = gap[h].push / gap[h].factor;
    }
}

/* Some nodes; by boundary the logistic of eta and of -eta, and the logs of both; boundary 0
 * is below all categories, and the last above all. */
struct chunk {
    size_t count;
    const double *theta;
    double L[IRT_MAX_CATEGORIES + 1][IRT_NODE_CHUNK],
        M[IRT_MAX_CATEGORIES + 1][IRT_NODE_CHUNK];
    double log_L[IRT_MAX_CATEGORIES + 1][IRT_NODE_CHUNK],
        log_M[IRT_MAX_CATEGORIES + 1][IRT_NODE_CHUNK];
};

static void
fill_end(double *one, double *log_one, double *none, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        one[n] = 1.0;
        log_one[n] = none[n] = 0.0;
    }
}

IRT_TARGET_CLONES static void
fill_grm_chunk(const struct irt_item *item, const double *par, struct chunk *chunk,
               bool logs)
{
    size_t count = chunk->count;
    unsigned m = item->categories;
    double u[IRT_NODE_CHUNK];
    fill_end(chunk->L[0], chunk->log_L[0], chunk->M[0], count);
    fill_end(chunk->M[m], chunk->log_M[m], chunk->L[m], count);
    for (unsigned h = 1; h < m; h++) {
        double *L = chunk->L[h], *M = chunk->M[h];
        double *log_L = chunk->log_L[h], *log_M = chunk->log_M[h];
#pragma omp simd
        for (size_t n = 0; n < count; n++) {
            double eta = par[0] * chunk->theta[n] + par[h];
            eta = eta < -LARGEST_LOGIT ? -LARGEST_LOGIT : eta;
            log_L[n] = eta > LARGEST_LOGIT ? LARGEST_LOGIT : eta;
        }
#pragma omp simd
        for (size_t n = 0; n < count; n++)
            u[n] = irt_exp(-fabs(log_L[n]));
#pragma omp simd
        for (size_t n = 0; n < count; n++) {
            double large = 1.0 / (1.0 + u[n]), small = u[n] * large;
            L[n] = log_L[n] > 0.0 ? large : small;
            M[n] = log_L[n] > 0.0 ? small : large;
        }
        if (!logs)
            continue;
#pragma omp simd
        for (size_t n = 0; n < count; n++)
            u[n] = irt_log(1.0 + u[n]);
#pragma omp simd
        for (size_t n = 0; n < count; n++) {
            double eta = log_L[n];
            log_L[n] = (eta < 0.0 ? eta : 0.0) - u[n];
            log_M[n] = (eta > 0.0 ? -eta : 0.0) - u[n];
        }
    }
}

static void
probability(const struct irt_item *item, const double *par, const double *theta, size_t Q,
            double *P)
{
    struct gap gap[IRT_MAX_CATEGORIES];
    struct chunk chunk;
    find_gaps(item, par, gap);
    for (size_t from = 0; from < Q; from += chunk.count) {
        chunk.count = Q - from < IRT_NODE_CHUNK ? Q - from : IRT_NODE_CHUNK;
        chunk.theta = theta + from;
        fill_grm_chunk(item, par, &chunk, false);
        for (unsigned h = 0; h < item->categories; h++)
            for (size_t n = 0; n < chunk.count; n++) {
                double p = chunk.L[h][n] * chunk.M[h + 1][n] * gap[h].factor;
                P[h * Q + from + n] = gap[h].factor > 0.0 && p < SMALLEST ? SMALLEST : p;
            }
    }
}

/* Sums over nodes, with theta to the powers 0, 1, 2. */
typedef double moments[3];

/* Of minus the second derivatives by the eta of each boundary, or of the information, and of
 * the mixed ones of boundaries h and h + 1. */
struct sums {
    moments second[IRT_MAX_CATEGORIES], mixed[IRT_MAX_CATEGORIES];
};

/* The expected log-likelihood, and its derivatives by the eta of each boundary.  Category h
 * has boundary h below it, with d log P / d eta = M_h + push, and boundary h + 1
 * above it, with -L_{h+1} - push. */
IRT_TARGET_CLONES static void
add_grm_chunk(const struct chunk *chunk, const struct gap *gap, unsigned m,
              const double *r, size_t Q, moments *first, double *F)
{
    double w[IRT_NODE_CHUNK];
    for (unsigned h = 0; h < m; h++) {
        double sum = 0.0;
        const double *count = r + h * Q;
#pragma omp simd reduction(+ : sum)
        for (size_t n = 0; n < chunk->count; n++) {
            double log_P =
                chunk->log_L[h][n] + chunk->log_M[h + 1][n] + gap[h].log_factor;
            sum += count[n] > 0.0 ? count[n] * log_P : 0.0;
        }
        *F += sum;
    }
    for (unsigned h = 1; h < m; h++) {
        const double *above = r + h * Q, *below = r + (h - 1) * Q;
        for (size_t n = 0; n < chunk->count; n++)
            w[n] = above[n] * (chunk->M[h][n] + gap[h].push) -
                   below[n] * (chunk->L[h][n] + gap[h - 1].push);
        irt_moments_add(w, chunk->theta, chunk->count, first[h]);
    }
}

/* Minus the second derivatives. */
IRT_TARGET_CLONES static void
add_observed(const struct chunk *chunk, const struct gap *gap, unsigned m,
             const double *r, size_t Q, struct sums *sums)
{
    double w[IRT_NODE_CHUNK];
    for (unsigned h = 1; h < m; h++) {
        const double *above = r + h * Q, *below = r + (h - 1) * Q;
        for (size_t n = 0; n < chunk->count; n++)
            w[n] = (above[n] + below[n]) * chunk->L[h][n] * chunk->M[h][n] +
                   above[n] * gap[h].curve + below[n] * gap[h - 1].curve;
        irt_moments_add(w, chunk->theta, chunk->count, sums->second[h]);
        for (size_t n = 0; n < chunk->count; n++)
            w[n] = -above[n] * gap[h].curve;
        irt_moments_add(w, chunk->theta, chunk->count, sums->mixed[h]);
    }
}

/* The expected form: n-bar P times the products of the first derivatives. */
IRT_TARGET_CLONES static void
add_expected(const struct chunk *chunk, const struct gap *gap, unsigned m,
             const double *r, size_t Q, struct sums *sums)
{
    double nbar[IRT_NODE_CHUNK], w[IRT_NODE_CHUNK];
    for (size_t n = 0; n < chunk->count; n++)
        nbar[n] = 0.0;
    for (unsigned h = 0; h < m; h++)
        for (size_t n = 0; n < chunk->count; n++)
            nbar[n] += r[h * Q + n];
    for (unsigned h = 1; h < m; h++) {
        for (size_t n = 0; n < chunk->count; n++) {
            double by_lower = chunk->M[h][n] + gap[h].push;
            double by_upper = chunk->L[h][n] + gap[h - 1].push;
            double P = chunk->L[h][n] * chunk->M[h + 1][n] * gap[h].factor;
            double P_below = chunk->L[h - 1][n] * chunk->M[h][n] * gap[h - 1].factor;
            w[n] = nbar[n] * (P * by_lower * by_lower + P_below * by_upper * by_upper);
        }
        irt_moments_add(w, chunk->theta, chunk->count, sums->second[h]);
        for (size_t n = 0; n < chunk->count; n++)
            w[n] = -nbar[n] * chunk->L[h][n] * chunk->M[h + 1][n] * gap[h].factor *
                   (chunk->M[h][n] + gap[h].push) * (chunk->L[h + 1][n] + gap[h].push);
        irt_moments_add(w, chunk->theta, chunk->count, sums->mixed[h]);
    }
}

/* From the boundaries' etas, a theta + d_h, to a and d_h.  The last boundary that there is
 * has nothing mixed with the next. */
static void
collect(unsigned m, const struct sums *sums, double *matrix)
{
    for (size_t i = 0; i < (size_t)m * m; i++)
        matrix[i] = 0.0;
    for (unsigned h = 1; h < m; h++) {
        const double *own = sums->second[h], *mixed = sums->mixed[h];
        bool last = h + 1 == m;
        matrix[h * m + h] = own[0];
        matrix[h] += own[1];
        matrix[0] += own[2];
        if (last)
            continue;
        matrix[h * m + h + 1] = matrix[(h + 1) * m + h] = mixed[0];
        matrix[h] += mixed[1];
        matrix[h + 1] += mixed[1];
        matrix[0] += 2.0 * mixed[2];
    }
    for (unsigned h = 1; h < m; h++)
        matrix[h * m] = matrix[h];
}

static double
expected(const struct irt_item *item, const double *par, const double *theta, size_t Q,
         const double *r, double *gradient, double *hessian, double *information)
{
    unsigned m = item->categories;
    struct gap gap[IRT_MAX_CATEGORIES];
    struct chunk chunk;
    struct sums observed = { 0 }, fisher = { 0 };
    moments first[IRT_MAX_CATEGORIES] = { { 0.0 } };
    double F = 0.0;
    find_gaps(item, par, gap);
    for (size_t from = 0; from < Q; from += chunk.count) {
        chunk.count = Q - from < IRT_NODE_CHUNK ? Q - from : IRT_NODE_CHUNK;
        chunk.theta = theta + from;
        fill_grm_chunk(item, par, &chunk, true);
        add_grm_chunk(&chunk, gap, m, r + from, Q, first, &F);
        if (hessian)
            add_observed(&chunk, gap, m, r + from, Q, &observed);
        if (information)
            add_expected(&chunk, gap, m, r + from, Q, &fisher);
    }
    gradient[0] = 0.0;
    for (unsigned h = 1; h < m; h++) {
        gradient[0] += first[h][1];
        gradient[h] = first[h][0];
    }
    if (information)
        collect(m, &fisher, information);
    if (hessian) {
        collect(m, &observed, hessian);
        for (size_t i = 0; i < (size_t)m * m; i++)
            hessian[i] = -hessian[i];
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

static bool
restore(const struct irt_item *item, const struct irt_item_report *in, double *par)
{
    unsigned m = item->categories - 1;
    if (!irt_item_reports(in, 1, m))
        return false;
    par[0] = in->a[0];
    for (unsigned h = 1; h <= m; h++) {
        par[h] = in->d[h - 1];
        if (h > 1 && !(par[h] < par[h - 1]))
            return false;
    }
    return true;
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
    .restore = restore,
};
