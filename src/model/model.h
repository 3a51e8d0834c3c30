/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h -- a test's items with their models over one parameter vector psi.
 *
 * psi[] is the full vector: each item's parameters, then sigma, the standard deviation of
 * theta, in several dimensions the correlations, row by row, and where theta has several
 * populations their locations and spreads.  A parameter is fixed, or it belongs to a free
 * parameter; equal parameters share one.  Rasch is 2PL items with a fixed to 1 and sigma free; 1PL is
 * 2PL items whose slopes share one free parameter; PCM and RSM likewise are constraints.
 * Items that cannot be estimated (constant, nobody answered) are set aside: the model
 * holds only the others, each knowing its column in the data. */
#ifndef IRT_MODEL_H
#define IRT_MODEL_H

#include "data/q_matrix.h"
#include "data/responses.h"
#include "error.h"
#include "model/item.h"
#include "model/prior.h"
#include "notes.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_NONE ((size_t)-1)

/* What schools, or the levels of another column, do to theta. */
enum irt_effects {
    IRT_EFFECTS_NONE,     /* one population */
    IRT_EFFECTS_FIXED,    /* school k: theta = sigma z + s_k, s_k a parameter */
    IRT_EFFECTS_RANDOM,   /* s_k ~ N(0, tau^2) */
    IRT_EFFECTS_AVERAGES, /* fitted as one population; then the schools' mean scores */
    IRT_EFFECTS_GROUPS    /* group g: theta = sigma sd_g z + mean_g */
};
const char *irt_effects_name(enum irt_effects effects); /* "none", "fixed" ... */
bool irt_effects_from_name(const char *name, enum irt_effects *out); /* not "groups" */

struct irt_parameter {
    const char *name; /* "a", "d", "sigma": static storage */
    size_t item;      /* index into item[], IRT_NONE for those of the population */
    size_t group;     /* of a location or spread; else IRT_NONE */
    double start;
    bool slope;          /* multiplies theta */
    size_t free;         /* index of its free parameter; IRT_NONE: fixed at start */
    bool owner;          /* the first of those that share the free parameter */
    double lower, upper; /* open bounds; infinite: none */
    struct irt_prior prior;
    bool by_default; /* the prior is the item model\'s, not the user\'s */
};

/* A test model that --model names: how items are constrained. */
struct irt_model_kind {
    const char *name;  /* "rasch" "1pl" "2pl" ... */
    const char *title; /* "Rasch" "1PL" "2PL" ... */
    const char *formula;
    const char *meaning; /* one sentence for Setup */
    const struct irt_item_ops *item;
    bool slope_fixed; /* a = 1 and sigma is free */
    bool slope_equal; /* one slope for all items */
    bool steps_equal; /* items with as many categories share the steps t */
};
extern const struct irt_model_kind irt_model_kinds[]; /* ends with name NULL */
const struct irt_model_kind *irt_model_find(const char *name);

struct irt_model {
    const struct irt_model_kind *kind;
    size_t items;
    struct irt_item *item;
    size_t parameters; /* length of psi */
    struct irt_parameter *parameter;
    size_t sigma;       /* psi[sigma] */
    size_t dims;        /* of theta */
    size_t correlation; /* psi[correlation ..], correlations of them */
    size_t correlations;
    bool correlations_free;
    bool confirmatory; /* a Q-matrix says what items measure */
    bool by_items; /* theta has no distribution; where slopes are fixed, b's mean is 0 */
    enum irt_effects effects;
    size_t groups;   /* populations of theta: schools or groups; else 1 */
    size_t location; /* groups > 1: psi[location + g] is the mean of theta in group g */
    size_t spread;   /* effects GROUPS: psi[spread + g] its SD over sigma */
    size_t tau;      /* effects RANDOM: psi[tau] is the SD of the locations, which are not
                             estimated but hold their posterior means; else IRT_NONE */
    bool centred;    /* the locations sum to 0: one of the free ones is not estimated */
    size_t anchor;   /* the group whose location is 0 (and spread 1): among groups that
                             of the first row; IRT_NONE when centred */
    size_t free_count;      /* free parameters; centred locations are all counted */
    size_t *item_of_column; /* data items: index into item[], IRT_NONE: set aside */
    size_t columns;         /* items of the data */
    size_t priors;          /* free parameters that have one */
    bool own_scale;  /* a prior or a fixed value ties slopes or intercepts to theta's
                               scale, so that they cannot be rescaled */
    uint8_t *recode; /* behind irt_item.recode */
    uint8_t *loads;  /* behind irt_item.loads */
    struct irt_notes notes; /* which items were set aside, and why */
    size_t item_notes;      /* the first of them, on items set aside or recoded: what the
                               data doctor finds too */
};

/* Strings are borrowed.  Specifications are separated by blanks; PAR is a name such as a, d,
 * c, or ITEM.PAR for one item. */
struct irt_model_options {
    const char *kind;  /* NULL or "auto": 2pl, or gpcm where a response exceeds 1 */
    bool start_flat;   /* start from d = 0, a = 1 (the lecture) */
    const char *items; /* "item7=3pl item9=rasch": other models for some items */
    const char *prior; /* "a=lognormal(0,0.5) item3.c=none" */
    const char *fix;   /* "item3.a=1" */
    const char *equal; /* "a": equal over items */
    size_t dims;       /* of m2pl; 0: 1 */
    const struct irt_q_matrix *q; /* NULL: every item measures every dimension */
    bool correlations_free;
    const char
        *correlations; /* "0.5" for all, or "0.5,0.3,.." (r12, r13, ..): they are held at
                                 these; NULL: at 0, or free */
    bool by_items; /* the items fix the origin and the scale: theta has no distribution */
    enum irt_effects effects; /* schools or groups are data->school */
    const char *anchor; /* name of the school or group that is held; NULL: schools are
                                 centred, groups held at that of the first row */
};

/* NULL with *error filled: IRT_BAD_USAGE (unknown kind), IRT_BAD_DATA (a response
 * beyond what the model takes; no item left), IRT_NO_MEMORY.
 * Borrows nothing.  Caller frees: irt_model_free(). */
struct irt_model *irt_model_new(const struct irt_responses *data,
                                const struct irt_model_options *options,
                                struct irt_error *error);
void irt_model_free(struct irt_model *model);

/* The sum of the log priors at psi, each free parameter counted once; and added to its
 * derivatives by the free parameters, which may be NULL: gradient[free_count], and minus the
 * second derivatives to the diagonal of information[free_count * free_count]. */
double irt_model_log_prior(const struct irt_model *model, const double *psi,
                           double *gradient, double *information);

/* Starting values into psi[parameters]. */
void irt_model_start(const struct irt_model *model, double *psi);

/* How many parameters are estimated: the free ones, less one where locations are centred. */
size_t irt_model_estimated(const struct irt_model *model);

/* Takes psi to the identification agreed on, by moving (and for groups of free spread
 * stretching) theta for items and populations alike: no probability changes.  Does nothing
 * where values fixed or priors tie the items to theta's scale. */
void irt_model_identify(const struct irt_model *model, double *psi);

/* A label such as "item3.a" or "sigma" for parameter k, cut to size. */
void irt_model_label(const struct irt_model *model, const struct irt_responses *data,
                     size_t k, char *label, size_t size);

#endif
