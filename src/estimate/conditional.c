/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conditional.c -- by the distribution of the score.
 *
 * With p_j = exp(d_j) / (1 + exp(d_j)) the product over items of (1 - p_j + p_j t) has
 * gamma_r / prod (1 + exp(d_j)) for its coefficients: the distribution of the total score of
 * somebody with theta = 0, numbers between 0 and 1.  They are kept with the exponent of a
 * long double, for the rarest scores of many items are rarer than a double can say. */
#include "estimate/conditional.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Persons who answered the same items. */
struct answered {
    size_t n;       /* items */
    size_t *item;   /* n */
    double *scores; /* n + 1: persons by total score */
};

struct irt_conditional {
    size_t items;
    double *total; /* T_j */
    double extreme;
    size_t sets;
    struct answered *set;
    /* Work for the largest set, n of its items: */
    double *p;           /* n */
    long double *before; /* (n + 1)^2: score of the first k items, [k * (n + 1) + s] */
    long double *after;  /* (n + 1)^2: score of those from k on */
    long double *pass;   /* n + 2: as one item is held to be right */
    long double *value;  /* (n + 1)^2: what is to come after k items with score s */
    double *probability; /* n * (n + 1): P(item right | score), [k * (n + 1) + r] */
};

void
irt_conditional_free(struct irt_conditional *c)
{
    if (!c)
        return;
    for (size_t k = 0; c->set && k < c->sets; k++) {
        free(c->set[k].item);
        free(c->set[k].scores);
    }
    free(c->set);
    free(c->total);
    free(c->p);
    free(c->before);
    free(c->after);
    free(c->pass);
    free(c->value);
    free(c->probability);
    free(c);
}

/* --- the sets of items answered ------------------------------------------------------------- */

/* A pattern, to be sorted by which items it answers. */
struct answers {
    const unsigned char *code; /* a row of the data */
    const struct irt_model *model;
    double frequency;
};

static bool
is_answered(const struct answers *a, size_t j)
{
    return a->code[a->model->item[j].column] != IRT_MISSING;
}

static int
by_answered(const void *x, const void *y)
{
    const struct answers *a = x, *b = y;
    for (size_t j = 0; j < a->model->items; j++) {
        int difference = (int)is_answered(a, j) - (int)is_answered(b, j);
        if (difference)
            return difference;
    }
    return 0;
}

static bool
begin_set(struct irt_conditional *c, const struct answers *a)
{
    struct answered *set = &c->set[c->sets++];
    set->item = calloc(c->items + 1, sizeof *set->item);
    if (!set->item)
        return false;
    for (size_t j = 0; j < c->items; j++)
        if (is_answered(a, j))
            set->item[set->n++] = j;
    set->scores = calloc(set->n + 1, sizeof *set->scores);
    return set->scores != NULL;
}

static void
add_pattern(struct irt_conditional *c, const struct answers *a)
{
    struct answered *set = &c->set[c->sets - 1];
    size_t score = 0;
    for (size_t k = 0; k < set->n; k++) {
        const struct irt_item *item = &a->model->item[set->item[k]];
        if (irt_item_category(item, a->code[item->column]) == 0)
            continue;
        score++;
        c->total[set->item[k]] += a->frequency;
    }
    set->scores[score] += a->frequency;
    if (score == 0 || score == set->n)
        c->extreme += a->frequency;
}

static bool
sort_patterns(struct irt_conditional *c, struct answers *a, size_t count)
{
    qsort(a, count, sizeof *a, by_answered);
    for (size_t l = 0; l < count; l++) {
        if (l == 0 || by_answered(&a[l - 1], &a[l]) != 0)
            if (!begin_set(c, &a[l]))
                return false;
        add_pattern(c, &a[l]);
    }
    return true;
}

static bool
make_room(struct irt_conditional *c)
{
    size_t n = 0;
    for (size_t k = 0; k < c->sets; k++)
        n = c->set[k].n > n ? c->set[k].n : n;
    size_t square = (n + 1) * (n + 1);
    c->p = calloc(n + 1, sizeof *c->p);
    c->before = calloc(square, sizeof *c->before);
    c->after = calloc(square, sizeof *c->after);
    c->pass = calloc(n + 2, sizeof *c->pass);
    c->value = calloc(square, sizeof *c->value);
    c->probability = calloc(square, sizeof *c->probability);
    return c->p && c->before && c->after && c->pass && c->value && c->probability;
}

struct irt_conditional *
irt_conditional_new(const struct irt_responses *data, const struct irt_patterns *patterns,
                    const struct irt_model *model, struct irt_error *error)
{
    struct irt_conditional *c = calloc(1, sizeof *c);
    struct answers *a = calloc(patterns->count + 1, sizeof *a);
    bool ok = c && a;
    if (ok) {
        c->items = model->items;
        c->total = calloc(model->items + 1, sizeof *c->total);
        c->set = calloc(patterns->count + 1, sizeof *c->set);
        for (size_t l = 0; l < patterns->count; l++)
            a[l] = (struct answers){ data->code + (size_t)patterns->row[l] * data->items,
                                     model, patterns->frequency[l] };
        ok = c->total && c->set && sort_patterns(c, a, patterns->count) && make_room(c);
    }
    free(a);
    if (ok)
        return c;
    irt_conditional_free(c);
    irt_fail(error, IRT_NO_MEMORY, "no memory for the conditional likelihood");
    return NULL;
}

double
irt_conditional_extreme(const struct irt_conditional *conditional)
{
    return conditional->extreme;
}

/* --- distributions of the score ------------------------------------------------------------------ */

/* Adds an item to the distribution of a score from 0 to n. */
static void
add_item(const long double *from, size_t n, double p, long double *to)
{
    to[n + 1] = from[n] * p;
    for (size_t s = n; s > 0; s--)
        to[s] = from[s] * (1.0L - p) + from[s - 1] * p;
    to[0] = from[0] * (1.0L - p);
}

/* before[k] and after[k] of a set's items, whose p are known. */
static void
distribute(struct irt_conditional *c, size_t n)
{
    size_t w = n + 1;
    memset(c->before, 0, w * w * sizeof *c->before);
    memset(c->after, 0, w * w * sizeof *c->after);
    c->before[0] = 1.0L;
    for (size_t k = 0; k < n; k++)
        add_item(c->before + k * w, k, c->p[k], c->before + (k + 1) * w);
    c->after[n * w] = 1.0L;
    for (size_t k = n; k-- > 0;)
        add_item(c->after + (k + 1) * w, n - k - 1, c->p[k], c->after + k * w);
}

/* P(item k right | score r), for the scores that occur. */
static void
find_probabilities(struct irt_conditional *c, const struct answered *set)
{
    size_t n = set->n, w = n + 1;
    const long double *score = c->before + n * w;
    for (size_t k = 0; k < n; k++)
        for (size_t r = 0; r <= n; r++) {
            long double sum = 0.0L;
            c->probability[k * w + r] = 0.0;
            if (set->scores[r] == 0.0 || !(score[r] > 0.0L))
                continue;
            for (size_t s = 0; s < r && s <= k; s++)
                if (r - 1 - s <= n - k - 1)
                    sum += c->before[k * w + s] * c->after[(k + 1) * w + r - 1 - s];
            c->probability[k * w + r] = (double)(sum * c->p[k] / score[r]);
        }
}

/* value[k][s]: the sum over what items k .. n - 1 may add to score s, of the persons with the
 * total over its probability. */
static void
find_values(struct irt_conditional *c, const struct answered *set)
{
    size_t n = set->n, w = n + 1;
    const long double *score = c->before + n * w;
    for (size_t r = 0; r <= n; r++)
        c->value[n * w + r] = score[r] > 0.0L ? set->scores[r] / score[r] : 0.0L;
    for (size_t k = n; k-- > 0;)
        for (size_t s = 0; s <= k; s++)
            c->value[k * w + s] = (1.0L - c->p[k]) * c->value[(k + 1) * w + s] +
                                  c->p[k] * c->value[(k + 1) * w + s + 1];
}

/* Adds sum_r N_r P(items j and k right | r) for one j and all k > j. */
static void
add_pairs(struct irt_conditional *c, const struct answered *set, size_t j,
          double *information)
{
    size_t n = set->n, w = n + 1;
    long double *pass = c->pass;
    pass[0] = 0.0L;
    for (size_t s = 0; s <= j; s++)
        pass[s + 1] = c->before[j * w + s] * c->p[j];
    for (size_t k = j + 1; k < n; k++) {
        long double sum = 0.0L;
        for (size_t s = 1; s <= k; s++)
            sum += pass[s] * c->value[(k + 1) * w + s + 1];
        double both = (double)(sum * c->p[k]);
        size_t a = set->item[j], b = set->item[k];
        information[a * c->items + b] += both;
        information[b * c->items + a] += both;
        add_item(pass, k, c->p[k], pass);
    }
}

/* Adds the covariances of the answers given the scores. */
static void
add_information(struct irt_conditional *c, const struct answered *set,
                double *information)
{
    size_t n = set->n, w = n + 1;
    find_values(c, set);
    for (size_t j = 0; j < n; j++) {
        size_t a = set->item[j];
        for (size_t k = 0; k < n; k++) {
            size_t b = set->item[k];
            double sum = 0.0;
            for (size_t r = 0; r <= n; r++)
                sum += set->scores[r] * c->probability[j * w + r] *
                       ((j == k ? 1.0 : 0.0) - c->probability[k * w + r]);
            information[a * c->items + b] += sum;
        }
        add_pairs(c, set, j, information);
    }
}

double
irt_conditional_evaluate(struct irt_conditional *c, const double *d, double *gradient,
                         double *information)
{
    double loglik = 0.0;
    for (size_t j = 0; j < c->items; j++) {
        loglik += d[j] * c->total[j];
        if (gradient)
            gradient[j] = c->total[j];
    }
    if (information)
        memset(information, 0, c->items * c->items * sizeof *information);
    for (size_t k = 0; k < c->sets; k++) {
        const struct answered *set = &c->set[k];
        size_t n = set->n, w = n + 1;
        double scale = 0.0; /* log of the product of 1 + exp(d) */
        for (size_t i = 0; i < n; i++) {
            double x = d[set->item[i]];
            c->p[i] = 1.0 / (1.0 + exp(-x));
            scale += x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
        }
        distribute(c, n);
        for (size_t r = 0; r <= n; r++)
            if (set->scores[r] > 0.0)
                loglik -= set->scores[r] * ((double)logl(c->before[n * w + r]) + scale);
        if (!gradient && !information)
            continue;
        find_probabilities(c, set);
        for (size_t i = 0; gradient && i < n; i++)
            for (size_t r = 0; r <= n; r++)
                gradient[set->item[i]] -= set->scores[r] * c->probability[i * w + r];
        if (information)
            add_information(c, set, information);
    }
    return loglik;
}

bool
irt_symmetric_functions(const double *d, size_t n, double *log_gamma)
{
    long double *score = calloc(n + 2, sizeof *score);
    double scale = 0.0;
    if (!score)
        return false;
    score[0] = 1.0L;
    for (size_t j = 0; j < n; j++) {
        add_item(score, j, 1.0 / (1.0 + exp(-d[j])), score);
        scale += d[j] > 0.0 ? d[j] + log1p(exp(-d[j])) : log1p(exp(d[j]));
    }
    for (size_t r = 0; r <= n; r++)
        log_gamma[r] = (double)logl(score[r]) + scale;
    free(score);
    return true;
}
