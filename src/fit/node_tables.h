/* SPDX-License-Identifier: GPL-3.0-or-later */
/* node_tables.h -- the categories' probabilities of all items at the nodes of one population of
 * theta, and the patterns' posteriors there: what most statistics of fit begin with. */
#ifndef IRT_NODE_TABLES_H
#define IRT_NODE_TABLES_H

#include "error.h"
#include "fit/diagnosis.h"

#include <stddef.h>

struct irt_node_tables {
    size_t group;
    size_t Q;
    const double *theta; /* Q * dims */
    double *weight;      /* Q, summing to 1 */
    double *P;           /* of item j at P + at[j], there [h * Q + n] */
    size_t *at;          /* items */
    struct irt_quadrature *nodes;
    double *room;
};

/* Of group g.  NULL with *error filled without memory.  Caller frees. */
struct irt_node_tables *irt_node_tables_new(const struct irt_diagnosis *diagnosis,
                                            size_t g, struct irt_error *error);
void irt_node_tables_free(struct irt_node_tables *tables);

/* P_jh at the nodes. */
static inline const double *
irt_node_probability(const struct irt_node_tables *tables, size_t j, unsigned h)
{
    return tables->P + tables->at[j] + h * tables->Q;
}

/* The category of item j in pattern l; IRT_MISSING where it was not answered. */
unsigned irt_pattern_category(const struct irt_diagnosis *diagnosis, size_t l, size_t j);

/* The persons of group g. */
double irt_group_persons(const struct irt_diagnosis *diagnosis, size_t g);

/* Patterns go over threads in as many slices as this, whatever the threads: sums kept by slice
 * and added up in their order do not depend on them. */
#define IRT_SLICES 32

/* What is done at every pattern with its posterior p_l(n). */
struct irt_walk {
    /* Before the patterns of each group; NULL: nothing.  False with *error filled ends it. */
    bool (*begin)(void *context, const struct irt_node_tables *tables,
                  struct irt_error *error);
    /* On any thread; of the patterns of one slice one after the other.  tables are those of
     * the pattern's group. */
    void (*each)(void *context, size_t slice, size_t l,
                 const struct irt_node_tables *tables, const double *posterior);
    void *context;
};

/* False with *error filled: no memory, or cancelled. */
bool irt_posterior_walk(const struct irt_diagnosis *diagnosis,
                        const struct irt_walk *walk, struct irt_error *error);

/* Patterns in slices without their posteriors: task() has those from first to end - 1. */
bool irt_pattern_walk(const struct irt_diagnosis *diagnosis,
                      void (*task)(void *context, size_t slice, size_t first, size_t end),
                      void *context, struct irt_error *error);

#endif
