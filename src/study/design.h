/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design.h -- a simulation study as it is planned: what is simulated, how it is estimated,
 * how often.
 *
 * A design file is plain text, a line a key, "KEY = VALUE VALUE ...".  A key with several
 * values is a factor, and the cells of the study are all combinations.  "[NAME]" begins a
 * section, a study of its own that starts from what stands above the first section.  What
 * is behind # is a comment.  The keys are rows of irt_study_keys, and besides
 *
 *   seed = S            of the whole study; above the sections
 *   replications = R    data sets a cell
 *   title = TEXT        one line for people
 *   show = WHAT ...     the tables of the text report, such as b.mse or s.coverage
 *   claims = WHAT ...   what the section is to show (claim.h), such as lower:s.mse
 *
 * A replication's data depend on the study's seed, what the cell simulates and the
 * replication's number, on nothing else: methods are compared on the same data sets, and
 * so are shares of contamination.  Cells that are the same are run once. */
#ifndef IRT_STUDY_DESIGN_H
#define IRT_STUDY_DESIGN_H

#include "data/simulate.h"
#include "error.h"
#include "estimate/options.h"
#include "model/model.h"
#include "notes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_STUDY_VALUE     2000 /* bytes of a value */
#define IRT_STUDY_MOST_KEYS 40

/* One combination. */
struct irt_study_cell {
    size_t section;
    struct irt_simulation_options data; /* seed: not used */
    const char *estimator;
    const char
        *effects; /* name of enum irt_effects; NULL: fixed where there are schools */
    struct irt_options options;
    size_t replications;

    uint64_t data_hash; /* of what is simulated, but for contamination */
    uint64_t hash;      /* of all above but the number of replications */
    size_t same_as;     /* the first cell with this hash; its own index */
    size_t setting;     /* in its section: cells with one setting differ by method only */
    size_t method;      /* in its section: cells with one method differ by data only */
};

struct irt_study_section {
    const char *name, *title;  /* "" where there is none */
    const char *show, *claims; /* as written; NULL: not said */
    size_t first, cells;       /* cell[first ..], setting by setting */
    size_t settings, methods;
    bool varies[IRT_STUDY_MOST_KEYS]; /* [key]: has several values here */
};

struct irt_study_design {
    uint64_t seed;
    size_t sections, cells;
    struct irt_study_section *section;
    struct irt_study_cell *cell;
    struct irt_notes notes; /* combinations left out, and why */
    size_t texts;           /* what the names above point to */
    char **text;
};

/* What a key says of a cell. */
enum irt_study_part { IRT_STUDY_DATA, IRT_STUDY_CONTAMINATION, IRT_STUDY_METHOD };

struct irt_study_key {
    const char *name;
    enum irt_study_part part;
    const char *help;
    /* Borrows value.  False with *error filled: a sentence without the key's name. */
    bool (*set)(struct irt_study_cell *cell, const char *value, struct irt_error *error);
    /* The value in a form of its own, the same for the same meaning. */
    void (*show)(const struct irt_study_cell *cell, char *out, size_t size);
};
extern const struct irt_study_key irt_study_keys[]; /* ends with name NULL */
size_t irt_study_key_count(void);

/* NULL with *error filled, as "FILE:LINE: ..." (IRT_BAD_USAGE), or IRT_BAD_DATA when the
 * file cannot be read.  Caller frees: irt_study_design_free(). */
struct irt_study_design *irt_study_design_load(const char *file, struct irt_error *error);

/* The same from text; file is for messages. */
struct irt_study_design *irt_study_design_read(const char *text, const char *file,
                                               struct irt_error *error);
void irt_study_design_free(struct irt_study_design *design);

/* What the fit makes of schools. */
enum irt_effects irt_study_effects(const struct irt_study_cell *cell);

/* The seed of a cell's replication. */
uint64_t irt_study_seed(const struct irt_study_design *design,
                        const struct irt_study_cell *cell, size_t replication);

#endif
