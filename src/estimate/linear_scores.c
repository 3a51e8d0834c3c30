/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/linear_scores.h"

#include "products.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK         64   /* patterns at a time */
#define PATTERNS      1024 /* of a slice */
#define MOST_SLICES   8
#define SLICES_MEMORY ((size_t)1 << 22) /* numbers, for their sums together */
#define STRAIGHT      1e-12             /* a line, but for rounding */
#define MOST_MISSING  0.25              /* beyond, pairs of items cost less */

/* The sums of some of the patterns, and what they are made in. */
struct slice {
    double *taken;     /* width * width, upper: sum f T T' */
    double *outer;     /* the same of E[S]; NULL: not wanted */
    double *slope;     /* slopes * slopes, upper: sum f E[X^2] beta beta' */
    double *astray;    /* width * width: what missing answers brought; NULL: none is */
    double *posterior; /* Q * CHUNK */
    double *mean;      /* CHUNK * width: T */
    double *weighed;   /* CHUNK * width */
    double *line, *weighed_line; /* CHUNK * slopes: beta */
    double *gap;    /* Q * width, and width * width: work for missing answers */
    double *moment; /* width */
    size_t *which;  /* P, and so is gone: parameters of missing answers */
    bool *gone;
};

struct linear {
    const struct irt_scored *scored;
    size_t Q, P, width;    /* P: parameters of items; width: padded */
    size_t categories;     /* most of an item */
    double *alpha, *beta;  /* [k * categories + h] */
    size_t slopes, *slope; /* parameters that have a beta, padded; which */
    size_t lines;          /* of them */
    double *base;          /* [n * width + k]: G */
    bool outer, missing;
    size_t slices;
    struct slice *slice;
};

/* --- is it so? ------------------------------------------------------------------------------ */

/* The score of parameter k = item->first + p in category h against that in category 0. */
static bool
find_line(struct linear *linear, size_t j, size_t p, unsigned h)
{
    const struct irt_score_table *table = linear->scored->table;
    const double *x = linear->scored->quadrature->node;
    const double *zero = irt_score_table_at(table, j, p, 0);
    const double *score = irt_score_table_at(table, j, p, h);
    size_t last = linear->Q - 1, at = table->model->item[j].first + p;
    double slope = (score[last] - zero[last] - (score[0] - zero[0])) / (x[last] - x[0]);
    double start = score[0] - zero[0] - slope * x[0];
    double size = 1.0 + fabs(start) + fabs(slope) * fmax(fabs(x[0]), fabs(x[last]));
    for (size_t n = 0; n <= last; n++)
        if (!(fabs(score[n] - zero[n] - (start + slope * x[n])) <=
              STRAIGHT * (size + fabs(zero[n]))))
            return false;
    /* Intercepts do not lean; what rounding makes of that would cost as slopes do. */
    linear->alpha[at * linear->categories + h] = start;
    linear->beta[at * linear->categories + h] =
        fabs(slope) > STRAIGHT * size ? slope : 0.0;
    return true;
}

static bool
is_straight(struct linear *linear)
{
    const struct irt_model *model = linear->scored->table->model;
    for (size_t j = 0; j < model->items; j++)
        for (size_t p = 0; p < model->item[j].count; p++)
            for (unsigned h = 1; h < model->item[j].categories; h++)
                if (!find_line(linear, j, p, h))
                    return false;
    return true;
}

/* Whether missing answers are few enough; sets whether there are any. */
static bool
has_few_missing(struct linear *linear)
{
    const struct irt_scored *scored = linear->scored;
    const struct irt_model *model = scored->table->model;
    size_t missing = 0, cells = scored->patterns->count * model->items;
    for (size_t l = 0; l < scored->patterns->count; l++) {
        const uint8_t *code =
            scored->data->code + scored->patterns->row[l] * scored->data->items;
        for (size_t j = 0; j < model->items; j++)
            missing += code[model->item[j].column] == IRT_MISSING;
    }
    linear->missing = missing > 0;
    return (double)missing <= MOST_MISSING * (double)cells;
}

/* --- memory --------------------------------------------------------------------------------- */

static void
free_slice(struct slice *slice)
{
    free(slice->taken);
    free(slice->outer);
    free(slice->slope);
    free(slice->astray);
    free(slice->posterior);
    free(slice->mean);
    free(slice->weighed);
    free(slice->line);
    free(slice->weighed_line);
    free(slice->gap);
    free(slice->moment);
    free(slice->which);
    free(slice->gone);
}

static void
free_linear(struct linear *linear)
{
    for (size_t s = 0; linear->slice && s < linear->slices; s++)
        free_slice(&linear->slice[s]);
    free(linear->slice);
    free(linear->alpha);
    free(linear->beta);
    free(linear->slope);
    free(linear->base);
}

static bool
fill_slice(const struct linear *linear, struct slice *slice)
{
    size_t width = linear->width, slopes = linear->slopes, square = width * width;
    slice->taken = calloc(square, sizeof *slice->taken);
    slice->slope = calloc(slopes * slopes + 1, sizeof *slice->slope);
    slice->posterior = calloc(linear->Q * CHUNK, sizeof *slice->posterior);
    slice->mean = calloc(CHUNK * width, sizeof *slice->mean);
    slice->weighed = calloc(CHUNK * width, sizeof *slice->weighed);
    slice->line = calloc(CHUNK * slopes + 1, sizeof *slice->line);
    slice->weighed_line = calloc(CHUNK * slopes + 1, sizeof *slice->weighed_line);
    if (linear->outer)
        slice->outer = calloc(square, sizeof *slice->outer);
    if (linear->missing) {
        slice->astray = calloc(square, sizeof *slice->astray);
        slice->gap = calloc(linear->Q * width + square, sizeof *slice->gap);
        slice->moment = calloc(width, sizeof *slice->moment);
        slice->which = calloc(width, sizeof *slice->which);
        slice->gone = calloc(width, sizeof *slice->gone);
    }
    return slice->taken && slice->slope && slice->posterior && slice->mean &&
           slice->weighed && slice->line && slice->weighed_line &&
           (slice->outer || !linear->outer) &&
           ((slice->astray && slice->gap && slice->moment && slice->which &&
             slice->gone) ||
            !linear->missing);
}

/* As the sizes have it alone. */
static size_t
slices_for(const struct linear *linear)
{
    size_t slices = linear->scored->patterns->count / PATTERNS;
    size_t most = SLICES_MEMORY / (linear->width * linear->width * 3 + 1);
    slices = slices < MOST_SLICES ? slices : MOST_SLICES;
    slices = slices < most ? slices : most;
    return slices ? slices : 1;
}

static bool
fill_slices(struct linear *linear)
{
    linear->slices = slices_for(linear);
    linear->slice = calloc(linear->slices, sizeof *linear->slice);
    bool ok = linear->slice != NULL;
    for (size_t s = 0; ok && s < linear->slices; s++)
        ok = fill_slice(linear, &linear->slice[s]);
    return ok;
}

static bool
find_slopes(struct linear *linear)
{
    linear->slope = calloc(linear->P, sizeof *linear->slope);
    for (size_t k = 0; linear->slope && k < linear->P; k++) {
        bool leans = false;
        for (size_t h = 0; h < linear->categories; h++)
            leans = leans || linear->beta[k * linear->categories + h] != 0.0;
        if (leans)
            linear->slope[linear->lines++] = k;
    }
    linear->slopes = irt_products_padded(linear->lines);
    return linear->slope != NULL;
}

/* G by node. */
static bool
find_base(struct linear *linear)
{
    const struct irt_score_table *table = linear->scored->table;
    const struct irt_model *model = table->model;
    linear->base = calloc(linear->Q * linear->width, sizeof *linear->base);
    for (size_t j = 0; linear->base && j < model->items; j++)
        for (size_t p = 0; p < model->item[j].count; p++) {
            const double *zero = irt_score_table_at(table, j, p, 0);
            for (size_t n = 0; n < linear->Q; n++)
                linear->base[n * linear->width + model->item[j].first + p] = zero[n];
        }
    return linear->base != NULL;
}

/* --- patterns ------------------------------------------------------------------------------- */

struct moments {
    double mean, square; /* of X */
};

/* The posterior of pattern i of a chunk, into its column. */
static struct moments
find_posterior(const struct linear *linear, struct slice *slice, size_t l, size_t i)
{
    const double *x = linear->scored->quadrature->node;
    double posterior[IRT_MAX_POINTS];
    struct moments of = { 0.0, 0.0 };
    irt_kernel_posterior(linear->scored->kernel, l, 1, posterior, NULL);
    for (size_t n = 0; n < linear->Q; n++) {
        slice->posterior[n * CHUNK + i] = posterior[n];
        of.mean += posterior[n] * x[n];
        of.square += posterior[n] * x[n] * x[n];
    }
    return of;
}

static const uint8_t *
code_of(const struct linear *linear, size_t l)
{
    const struct irt_scored *scored = linear->scored;
    return scored->data->code + scored->patterns->row[l] * scored->data->items;
}

/* Adds beta_l E[X] to the row of E[G], and keeps beta_l. */
static void
add_lines(const struct linear *linear, struct slice *slice, size_t l, size_t i,
          struct moments of)
{
    const struct irt_model *model = linear->scored->table->model;
    const uint8_t *code = code_of(linear, l);
    double f = linear->scored->patterns->frequency[l];
    double *line = slice->line + i * linear->slopes;
    double *weighed = slice->weighed_line + i * linear->slopes;
    double *mean = slice->mean + i * linear->width;
    size_t at = 0;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        uint8_t answer = code[item->column];
        unsigned h = answer == IRT_MISSING ? 0 : irt_item_category(item, answer);
        for (; at < linear->lines && linear->slope[at] < item->first + item->count;
             at++) {
            size_t k = linear->slope[at];
            line[at] = linear->beta[k * linear->categories + h];
            weighed[at] = f * of.square * line[at];
            mean[k] += of.mean * line[at];
        }
    }
}

/* From T to E[S]: alpha is added, and where no answer is, there is no score. */
static void
add_starts(const struct linear *linear, struct slice *slice, size_t l, size_t i)
{
    const struct irt_model *model = linear->scored->table->model;
    const uint8_t *code = code_of(linear, l);
    double *mean = slice->mean + i * linear->width;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        uint8_t answer = code[item->column];
        for (size_t k = item->first; k < item->first + item->count; k++)
            mean[k] = answer == IRT_MISSING
                          ? 0.0
                          : mean[k] + linear->alpha[k * linear->categories +
                                                    irt_item_category(item, answer)];
    }
}

/* c += sum f m m' over the rows of the chunk. */
static void
add_squares(const struct linear *linear, struct slice *slice, size_t first, size_t count,
            double *c)
{
    size_t width = linear->width;
    for (size_t i = 0; i < count; i++) {
        double f = linear->scored->patterns->frequency[first + i];
        for (size_t k = 0; k < width; k++)
            slice->weighed[i * width + k] = f * slice->mean[i * width + k];
    }
    irt_products_add(c, slice->weighed, width, slice->mean, width, count, true);
}

/* The parameters of items that pattern l has no answer to. */
static size_t
list_missing(const struct linear *linear, struct slice *slice, size_t l)
{
    const struct irt_model *model = linear->scored->table->model;
    const uint8_t *code = code_of(linear, l);
    size_t count = 0;
    memset(slice->gone, 0, linear->P * sizeof *slice->gone);
    for (size_t j = 0; j < model->items; j++)
        for (size_t p = 0;
             code[model->item[j].column] == IRT_MISSING && p < model->item[j].count;
             p++) {
            slice->which[count++] = model->item[j].first + p;
            slice->gone[model->item[j].first + p] = true;
        }
    return count;
}

/* What pattern l's missing answers, taken for category 0, brought to f Cov_l(S): rows and
 * columns of Cov_l(G, G + beta X). */
static void
take_back(const struct linear *linear, struct slice *slice, size_t l, size_t i)
{
    size_t Q = linear->Q, width = linear->width;
    size_t count = list_missing(linear, slice, l), columns = irt_products_padded(count);
    const size_t *which = slice->which;
    const double *x = linear->scored->quadrature->node;
    const double *line = slice->line + i * linear->slopes;
    double f = linear->scored->patterns->frequency[l];
    double *gap = slice->gap, *rows = slice->gap + Q * width;
    if (count == 0)
        return;
    memset(gap, 0, Q * columns * sizeof *gap);
    memset(rows, 0, columns * width * sizeof *rows);
    memset(slice->moment, 0, width * sizeof *slice->moment);
    for (size_t m = 0; m < count; m++) {
        double mean = slice->mean[i * width + which[m]];
        for (size_t n = 0; n < Q; n++) {
            gap[n * columns + m] = f * slice->posterior[n * CHUNK + i] *
                                   (linear->base[n * width + which[m]] - mean);
            slice->moment[m] += gap[n * columns + m] * x[n];
        }
    }
    irt_products_add(rows, gap, columns, linear->base, width, Q, false);
    for (size_t m = 0; m < count; m++) {
        for (size_t at = 0; at < linear->lines; at++)
            rows[m * width + linear->slope[at]] += slice->moment[m] * line[at];
        for (size_t k = 0; k < linear->P; k++) {
            slice->astray[which[m] * width + k] += rows[m * width + k];
            if (!slice->gone[k])
                slice->astray[k * width + which[m]] += rows[m * width + k];
        }
    }
}

static void
add_chunk(const struct linear *linear, struct slice *slice, size_t first, size_t count)
{
    size_t width = linear->width;
    struct moments of[CHUNK];
    for (size_t i = 0; i < count; i++)
        of[i] = find_posterior(linear, slice, first + i, i);
    memset(slice->mean, 0, CHUNK * width * sizeof *slice->mean);
    irt_products_add(slice->mean, slice->posterior, CHUNK, linear->base, width, linear->Q,
                     false);
    for (size_t i = 0; i < count; i++)
        add_lines(linear, slice, first + i, i, of[i]);
    add_squares(linear, slice, first, count, slice->taken);
    irt_products_add(slice->slope, slice->weighed_line, linear->slopes, slice->line,
                     linear->slopes, count, true);
    for (size_t i = 0; linear->missing && i < count; i++)
        take_back(linear, slice, first + i, i);
    if (!linear->outer)
        return;
    for (size_t i = 0; i < count; i++)
        add_starts(linear, slice, first + i, i);
    add_squares(linear, slice, first, count, slice->outer);
}

static void
slice_task(void *context, size_t s)
{
    const struct linear *linear = context;
    size_t all = linear->scored->patterns->count, end = (s + 1) * all / linear->slices;
    for (size_t from = s * all / linear->slices;
         from < end && !irt_cancelled(linear->scored->cancel); from += CHUNK)
        add_chunk(linear, &linear->slice[s], from,
                  end - from < CHUNK ? end - from : CHUNK);
}

/* --- all of them ---------------------------------------------------------------------------- */

/* The slices' sums, in their order, into the first's. */
static void
sum_slices(struct linear *linear)
{
    size_t square = linear->width * linear->width,
           lines = linear->slopes * linear->slopes;
    struct slice *to = linear->slice;
    for (size_t s = 1; s < linear->slices; s++) {
        const struct slice *from = &linear->slice[s];
        for (size_t i = 0; i < square; i++)
            to->taken[i] += from->taken[i];
        for (size_t i = 0; i < lines; i++)
            to->slope[i] += from->slope[i];
        for (size_t i = 0; linear->outer && i < square; i++)
            to->outer[i] += from->outer[i];
        for (size_t i = 0; linear->missing && i < square; i++)
            to->astray[i] += from->astray[i];
    }
}

/* sum_n N_n G G', upper, into even[]; sum_n X_n R_n G', rows by slope, into leaning[]. */
static bool
sum_nodes(const struct linear *linear, double *even, double *leaning)
{
    const struct irt_expected *expected = linear->scored->expected;
    const struct irt_model *model = linear->scored->table->model;
    const double *x = linear->scored->quadrature->node;
    size_t Q = linear->Q, width = linear->width, slopes = linear->slopes, at = 0;
    double *left = calloc(Q * (width + slopes), sizeof *left), *lean = left + Q * width;
    if (!left)
        return false;
    for (size_t n = 0; n < Q; n++)
        for (size_t k = 0; k < linear->P; k++)
            left[n * width + k] = expected->population[n] * linear->base[n * width + k];
    for (size_t j = 0; j < model->items; j++)
        for (; at < linear->lines &&
               linear->slope[at] < model->item[j].first + model->item[j].count;
             at++)
            for (unsigned h = 1; h < model->item[j].categories; h++) {
                const double *r = expected->r + expected->first[j] + h * Q;
                double beta = linear->beta[linear->slope[at] * linear->categories + h];
                for (size_t n = 0; n < Q; n++)
                    lean[n * slopes + at] += x[n] * beta * r[n];
            }
    irt_products_add(even, left, width, linear->base, width, Q, true);
    irt_products_add(leaning, lean, slopes, linear->base, width, Q, false);
    free(left);
    return true;
}

/* An upper triangle by the items' parameters, to the free ones. */
static void
collect(const struct linear *linear, const double *upper, double *to)
{
    const struct irt_model *model = linear->scored->table->model;
    double matrix[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    for (size_t j = 0; j < model->items; j++)
        for (size_t k = j; k < model->items; k++) {
            const struct irt_item *one = &model->item[j], *other = &model->item[k];
            for (size_t p = 0; p < one->count; p++)
                for (size_t q = 0; q < other->count; q++) {
                    size_t a = one->first + p, b = other->first + q;
                    matrix[p * other->count + q] =
                        upper[(a < b ? a : b) * linear->width + (a < b ? b : a)];
                }
            irt_score_table_add(linear->scored->table, j, k, matrix, to);
        }
}

/* sum f Cov(S) from its parts. */
static bool
find_missing(const struct linear *linear, double *missing)
{
    size_t width = linear->width, P = linear->P;
    const struct slice *sums = linear->slice;
    double *even = calloc(width * (width + linear->slopes), sizeof *even);
    double *leaning = even + width * width;
    if (!even || !sum_nodes(linear, even, leaning)) {
        free(even);
        return false;
    }
    for (size_t a = 0; a < P; a++)
        for (size_t b = a; b < P; b++) {
            even[a * width + b] -= sums->taken[a * width + b];
            if (linear->missing)
                even[a * width + b] -= sums->astray[a * width + b];
        }
    for (size_t i = 0; i < linear->lines; i++) {
        size_t a = linear->slope[i];
        for (size_t b = 0; b < P; b++)
            even[(a < b ? a : b) * width + (a < b ? b : a)] +=
                (a == b ? 2.0 : 1.0) * leaning[i * width + b];
        for (size_t m = i; m < linear->lines; m++)
            even[a * width + linear->slope[m]] += sums->slope[i * linear->slopes + m];
    }
    collect(linear, even, missing);
    free(even);
    return true;
}

static bool
run(struct linear *linear, double *missing, double *outer, struct irt_error *error)
{
    if (find_slopes(linear) && find_base(linear) && fill_slices(linear)) {
        irt_pool_run(linear->scored->pool, linear->slices, slice_task, linear);
        sum_slices(linear);
        if (outer)
            collect(linear, linear->slice->outer, outer);
        if (!missing || find_missing(linear, missing))
            return true;
    }
    return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
}

bool
irt_linear_scores(const struct irt_scored *scored, double *missing, double *outer,
                  bool *is_linear, struct irt_error *error)
{
    const struct irt_model *model = scored->table->model;
    struct linear linear = { .scored = scored,
                             .Q = scored->quadrature->points,
                             .P = model->sigma,
                             .outer = outer != NULL };
    linear.width = irt_products_padded(linear.P);
    for (size_t j = 0; j < model->items; j++)
        if (model->item[j].categories > linear.categories)
            linear.categories = model->item[j].categories;
    *is_linear = false;
    if (scored->quadrature->dims > 1)
        return true;
    linear.alpha = calloc(linear.P * linear.categories + 1, sizeof *linear.alpha);
    linear.beta = calloc(linear.P * linear.categories + 1, sizeof *linear.beta);
    bool done = (linear.alpha && linear.beta) ||
                irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    if (done && is_straight(&linear) && has_few_missing(&linear)) {
        *is_linear = true;
        done = run(&linear, missing, outer, error);
    }
    free_linear(&linear);
    return done;
}
