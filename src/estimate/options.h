/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h -- everything a user may choose about an estimation. */
#ifndef IRT_OPTIONS_H
#define IRT_OPTIONS_H

#include "cancel.h"
#include "error.h"
#include "neural/options.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum irt_criterion {
    IRT_CRITERION_PARAMETER,
    IRT_CRITERION_GRADIENT,
    IRT_CRITERION_LOGLIK
};
enum irt_acceleration {
    IRT_ACCELERATE_NONE,
    IRT_ACCELERATE_RAMSAY,
    IRT_ACCELERATE_SQUAREM,
    IRT_ACCELERATE_LBFGS /* federated alone */
};
enum irt_score { IRT_SCORE_EAP, IRT_SCORE_MAP, IRT_SCORE_ML, IRT_SCORE_WLE };
#define IRT_SCORES (IRT_SCORE_WLE + 1)
/* What a school does about its extreme patterns, or the server about odd schools (maths,
 * section 4). */
enum irt_robust {
    IRT_ROBUST_NONE,
    IRT_ROBUST_TRIM,  /* leaves out a share of the persons */
    IRT_ROBUST_CAP,   /* counts no pattern more often than the model expects it */
    IRT_ROBUST_MEDIAN /* the median of the schools' mean gradients */
};
enum irt_optimizer { IRT_OPTIMIZER_NEWTON, IRT_OPTIMIZER_ADAM }; /* of jml */
enum irt_se { IRT_SE_NONE, IRT_SE_OAKES, IRT_SE_CROSSPROD };

struct irt_options {
    enum irt_nodes nodes;
    size_t points;
    bool
        points_given; /* by the user: else 61 is no number of nodes in each of three or more
                          dimensions */
    double lo, hi;    /* range of the equal nodes */
    double tolerance;
    enum irt_criterion criterion;
    size_t max_cycles;
    enum irt_acceleration accelerate;
    enum irt_robust robust;
    double trim; /* share of a school's persons that trim may leave out */
    enum irt_optimizer optimizer;
    double learning_rate; /* of Adam */
    double penalty;       /* of Adam: of the squared mean difficulty */
    bool correct;         /* jml of Rasch and PCM: difficulties times (J - 1) / J */
    struct irt_neural_options neural; /* of vae */
    enum irt_se se;
    enum irt_score score;
    unsigned threads; /* 0: one a core.  No result depends on it. */
    uint64_t seed;
    struct irt_cancel cancel; /* ends standard errors early; estimators are stepped */
    size_t dims;              /* of theta: 1, but for m2pl */
    bool lecture; /* rounded table, Newton left at a step of .05, d = 0, a = 1 */
};

/* 61 equal nodes on [-6, 6], tolerance 1e-4 on the parameters, 500 cycles, squarem,
 * oakes, seed 1. */
struct irt_options irt_options_defaults(void);

/* The settings of the published walk-through: 10 rounded nodes on [-4, 4], starts a = 1 and
 * d = 0, each Newton iteration left at changes of .05, no acceleration, tolerance 1e-4. */
void irt_options_set_lecture(struct irt_options *options);

/* Refuses what cannot be: IRT_BAD_USAGE with a sentence. */
bool irt_options_check(const struct irt_options *options, struct irt_error *error);

/* What nodes the options come to.  In several dimensions they are the product of a rule of
 * one dimension, while those are no more than IRT_MAX_NODES; points is its number, by default
 * 61 in two dimensions and 21 in three.  Else, and where asked for, they are of a Sobol
 * sequence: points in all, by default 10000. */
struct irt_node_plan {
    enum irt_nodes nodes; /* SOBOL, or as the options have it */
    size_t each;          /* in each dimension; 0: of a Sobol sequence */
    size_t all;
};
struct irt_node_plan irt_options_nodes(const struct irt_options *options);

/* The quadrature the options ask for.  Caller frees: irt_quadrature_free(). */
struct irt_quadrature *irt_options_quadrature(const struct irt_options *options,
                                              struct irt_error *error);

/* Names as the options and the JSON spell them; IRT_..._from_name return false when
 * the name is none of them. */
const char *irt_nodes_name(enum irt_nodes nodes);
const char *irt_criterion_name(enum irt_criterion criterion);
const char *irt_acceleration_name(enum irt_acceleration acceleration);
const char *irt_se_name(enum irt_se se);
const char *irt_score_name(enum irt_score score);
/* "none", "trim=0.1", "cap" or "median", cut to size. */
void irt_robust_text(const struct irt_options *options, char *text, size_t size);
/* What is done: trim=0 leaves nobody out, and is none. */
enum irt_robust irt_options_robust(const struct irt_options *options);
/* Reads such a text; false when it is none, or the share is not in [0, 1). */
bool irt_robust_from_text(const char *text, struct irt_options *options);
bool irt_nodes_from_name(const char *name, enum irt_nodes *out);
bool irt_criterion_from_name(const char *name, enum irt_criterion *out);
bool irt_acceleration_from_name(const char *name, enum irt_acceleration *out);
const char *irt_optimizer_name(enum irt_optimizer optimizer);
bool irt_optimizer_from_name(const char *name, enum irt_optimizer *out);
bool irt_se_from_name(const char *name, enum irt_se *out);
bool irt_score_from_name(const char *name, enum irt_score *out);

#endif
