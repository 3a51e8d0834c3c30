/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score_table.h -- complete-data scores d log P_jh / d psi of all items at the nodes, and
 * how derivatives by the items' parameters become derivatives by the free parameters: one
 * to one, several to one where parameters are equal, and all of them to what moves theta
 * (sigma, and the mean and spread of one group).
 *
 * Free parameters are numbered for one group: first those that are not of a single group, as
 * in the model, then the group's own, so that a thousand schools do not make a matrix of a
 * thousand rows for each. */
#ifndef IRT_SCORE_TABLE_H
#define IRT_SCORE_TABLE_H

#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stddef.h>

struct irt_score_table {
    const struct irt_model *model; /* borrowed */
    size_t points, stride;         /* stride: points padded to a multiple of 8 with 0 */
    size_t *first;                 /* items: where an item's scores begin */
    double *score;                 /* [first[j] + (p * categories + h) * stride + n] */
    size_t group;
    size_t free_count;    /* numbered for this group */
    size_t common;        /* of them, not the group's own */
    size_t moves;         /* what moves theta in the group and is free */
    size_t move[3];       /* of each: the index into psi, */
    size_t move_free[3];  /* its number, */
    double *direction[3]; /* and the weight of psi[k]'s derivative in its own */
    double
        *population; /* [c * points + n]: d log A_n / d rho_c; NULL without free ones */
};

/* For group g at psi; the nodes are the group's.  NULL with *error filled without memory.  Caller frees: irt_score_table_free(). */
struct irt_score_table *irt_score_table_new(const struct irt_model *model,
                                            const double *psi, size_t g,
                                            const struct irt_quadrature *quadrature,
                                            struct irt_error *error);
void irt_score_table_free(struct irt_score_table *table);

/* Adds a matrix by the numbers of this group to one by the model's free parameters. */
void irt_score_table_scatter(const struct irt_score_table *table, const double *matrix,
                             double *information);

static inline const double *
irt_score_table_at(const struct irt_score_table *table, size_t j, size_t p, unsigned h)
{
    return table->score + table->first[j] +
           (p * table->model->item[j].categories + h) * table->stride;
}

/* The posterior mean of a row's score by free parameter, into mean[free_count]: the
 * person's part of the gradient (Fisher's identity).  code: a row of the data. */
void irt_score_table_mean(const struct irt_score_table *table, const unsigned char *code,
                          const double *posterior, double *mean);

/* Adds a matrix over the parameters of items j and k ([p * count_k + q]) to a matrix over
 * the free parameters; for j != k also its transpose. */
void irt_score_table_add(const struct irt_score_table *table, size_t j, size_t k,
                         const double *matrix, double *free_matrix);

#endif
