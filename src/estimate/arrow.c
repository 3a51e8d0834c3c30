/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/arrow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct irt_arrow {
    size_t own, shared; /* room: own unknowns an item, shared unknowns */
    size_t items;
    double *block;                 /* items * own * own: A_j */
    double *border;                /* items * own * shared: B_j */
    double *right;                 /* items * own */
    double *corner, *corner_right; /* shared * shared, shared: C, h */
    double *factor;                /* work: the larger of own^2 and shared^2 */
    double *solved; /* work: items * own * (shared + 1): A_j^-1 [B_j g_j] */
    double *x, *s;
};

void
irt_arrow_free(struct irt_arrow *arrow)
{
    if (!arrow)
        return;
    free(arrow->block);
    free(arrow->border);
    free(arrow->right);
    free(arrow->corner);
    free(arrow->corner_right);
    free(arrow->factor);
    free(arrow->solved);
    free(arrow->x);
    free(arrow->s);
    free(arrow);
}

struct irt_arrow *
irt_arrow_new(size_t items, size_t own, size_t shared, struct irt_error *error)
{
    struct irt_arrow *arrow = calloc(1, sizeof *arrow);
    size_t larger = own > shared ? own : shared;
    if (arrow) {
        arrow->own = own;
        arrow->shared = shared;
        /* One more, so that nothing asked for is of size 0. */
        arrow->block = calloc(items * own * own + 1, sizeof(double));
        arrow->border = calloc(items * own * shared + 1, sizeof(double));
        arrow->right = calloc(items * own + 1, sizeof(double));
        arrow->corner = calloc(shared * shared + 1, sizeof(double));
        arrow->corner_right = calloc(shared + 1, sizeof(double));
        arrow->factor = calloc(larger * larger + shared * shared + 1, sizeof(double));
        arrow->solved = calloc(items * own * (shared + 1) + 1, sizeof(double));
        arrow->x = calloc(items * own + 1, sizeof(double));
        arrow->s = calloc(shared + 1, sizeof(double));
    }
    if (!arrow || !arrow->block || !arrow->border || !arrow->right || !arrow->corner ||
        !arrow->corner_right || !arrow->factor || !arrow->solved || !arrow->x ||
        !arrow->s) {
        irt_arrow_free(arrow);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the equations of %zu items", items);
        return NULL;
    }
    return arrow;
}

void
irt_arrow_clear(struct irt_arrow *arrow)
{
    arrow->items = 0;
    memset(arrow->corner, 0, arrow->shared * arrow->shared * sizeof(double));
    memset(arrow->corner_right, 0, arrow->shared * sizeof(double));
}

/* Adds value where unknowns v and w (own, or own + shared index) meet. */
static void
add_entry(struct irt_arrow *arrow, size_t v, size_t w, double value)
{
    size_t own = arrow->own, i = arrow->items;
    if (v < own && w < own)
        arrow->block[(i * own + v) * own + w] += value;
    else if (v < own)
        arrow->border[(i * own + v) * arrow->shared + (w - own)] += value;
    else if (w >= own)
        arrow->corner[(v - own) * arrow->shared + (w - own)] += value;
}

void
irt_arrow_add(struct irt_arrow *arrow, size_t count, const size_t *where,
              const double *matrix, const double *right)
{
    size_t own = arrow->own, shared = arrow->shared, i = arrow->items, used = 0;
    memset(arrow->block + i * own * own, 0, own * own * sizeof(double));
    memset(arrow->border + i * own * shared, 0, own * shared * sizeof(double));
    memset(arrow->right + i * own, 0, own * sizeof(double));
    for (size_t v = 0; v < count; v++) {
        if (where[v] == (size_t)-1)
            continue;
        if (where[v] < own)
            arrow->right[i * own + where[v]] += right[v];
        else
            arrow->corner_right[where[v] - own] += right[v];
        if (where[v] < own && where[v] + 1 > used)
            used = where[v] + 1;
        for (size_t w = 0; w < count; w++)
            if (where[w] != (size_t)-1)
                add_entry(arrow, where[v], where[w], matrix[v * count + w]);
    }
    for (size_t v = used; v < own; v++) /* room not used by this item */
        arrow->block[(i * own + v) * own + v] = 1.0;
    arrow->items++;
}

/* Cholesky factor of n x n a into l (lower); false when a is not positive definite. */
static bool
cholesky(const double *a, size_t n, double ridge, double *l)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = a[i * n + j];
            if (i == j)
                sum += ridge * fabs(a[i * n + i]);
            for (size_t k = 0; k < j; k++)
                sum -= l[i * n + k] * l[j * n + k];
            if (i == j && !(sum > 1e-13 * fabs(a[i * n + i])))
                return false;
            l[i * n + j] = i == j ? sqrt(sum) : sum / l[j * n + j];
        }
    return true;
}

/* Solves l l' x = b in place; x has stride between its entries. */
static void
back_substitute(const double *l, size_t n, double *x, size_t stride)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            x[i * stride] -= l[i * n + k] * x[k * stride];
        x[i * stride] /= l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i * stride] -= l[k * n + i] * x[k * stride];
        x[i * stride] /= l[i * n + i];
    }
}

/* A_j^-1 [B_j g_j] for item i, and its part of the reduced corner. */
static bool
eliminate(struct irt_arrow *arrow, size_t i, double ridge, double *corner)
{
    size_t own = arrow->own, shared = arrow->shared, columns = shared + 1;
    double *solved = arrow->solved + i * own * columns;
    if (!cholesky(arrow->block + i * own * own, own, ridge, arrow->factor))
        return false;
    for (size_t v = 0; v < own; v++) {
        for (size_t k = 0; k < shared; k++)
            solved[v * columns + k] = arrow->border[(i * own + v) * shared + k];
        solved[v * columns + shared] = arrow->right[i * own + v];
    }
    for (size_t k = 0; k < columns; k++)
        back_substitute(arrow->factor, own, solved + k, columns);
    for (size_t v = 0; v < own; v++)
        for (size_t k = 0; k < shared; k++) {
            double b = arrow->border[(i * own + v) * shared + k];
            arrow->s[k] -= b * solved[v * columns + shared];
            for (size_t m = 0; m < shared; m++)
                corner[k * shared + m] -= b * solved[v * columns + m];
        }
    return true;
}

bool
irt_arrow_solve(struct irt_arrow *arrow, double ridge)
{
    size_t own = arrow->own, shared = arrow->shared, columns = shared + 1;
    size_t larger = own > shared ? own : shared;
    double *corner = arrow->factor + larger * larger;
    memcpy(arrow->s, arrow->corner_right, shared * sizeof(double));
    memcpy(corner, arrow->corner, shared * shared * sizeof(double));
    for (size_t i = 0; i < arrow->items; i++)
        if (!eliminate(arrow, i, ridge, corner))
            return false;
    if (!cholesky(corner, shared, ridge, arrow->factor))
        return false;
    back_substitute(arrow->factor, shared, arrow->s, 1);
    for (size_t i = 0; i < arrow->items; i++)
        for (size_t v = 0; v < own; v++) {
            const double *solved = arrow->solved + (i * own + v) * columns;
            double x = solved[shared];
            for (size_t k = 0; k < shared; k++)
                x -= solved[k] * arrow->s[k];
            arrow->x[i * own + v] = x;
        }
    return true;
}

double
irt_arrow_gain(const struct irt_arrow *arrow)
{
    double sum = 0.0;
    for (size_t v = 0; v < arrow->items * arrow->own; v++)
        sum += arrow->right[v] * arrow->x[v];
    for (size_t k = 0; k < arrow->shared; k++)
        sum += arrow->corner_right[k] * arrow->s[k];
    return 0.5 * sum;
}

const double *
irt_arrow_own(const struct irt_arrow *arrow, size_t item)
{
    return arrow->x + item * arrow->own;
}

const double *
irt_arrow_shared(const struct irt_arrow *arrow)
{
    return arrow->s;
}
