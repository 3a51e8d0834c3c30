/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choices.h -- everything a user has chosen, in one value that can be copied: options
 * fill it, Setup and commands change it, undo puts an older copy back. */
#ifndef UI_CHOICES_H
#define UI_CHOICES_H

#include "data/load.h"
#include "error.h"
#include "estimate/options.h"
#include "model/model.h"

#include <stdbool.h>

#define UI_PATH 1024
#define UI_NAME 128
#define UI_LIST 4096
#define UI_HELD 256

struct ui_choices {
    char file[UI_PATH];    /* "": none yet */
    char missing[UI_LIST]; /* "": the default codes */
    char freq_column[UI_NAME];
    char id_column[UI_NAME];
    char school_column[UI_NAME];
    char groups[UI_NAME];        /* a column; "": theta has one mean and variance */
    char free_items[UI_LIST];    /* with parameters of their own in each group */
    size_t schools;              /* to deal the persons to; 0: none */
    char effects[UI_NAME];       /* "auto": fixed where there are schools */
    char anchor_school[UI_NAME]; /* "": effects sum to 0 */
    bool score_given;            /* likewise */
    bool accelerate_given;       /* else it goes with the estimator */
    char items[UI_LIST];
    char omit[UI_LIST];
    char words[UI_LIST];
    char long_columns[UI_NAME];
    char key[UI_LIST]; /* a file, or answers */
    char reverse[UI_LIST];
    char item_models[UI_LIST]; /* "item7=3pl item9=grm": beside the general model */
    char prior[UI_LIST];       /* specifications, by blanks, as model.h takes them */
    char fix[UI_LIST];
    char equal[UI_LIST];
    char q_matrix[UI_PATH];
    char start[UI_PATH]; /* a fit to start from; "": none */
    bool correlations_free;
    char correlations[UI_HELD]; /* that they are held at; "": at 0 */
    char fit[UI_LIST];          /* statistics of fit, as wanted.h reads them; "": none */
    char dif[UI_NAME];          /* the column of dif=COLUMN among them; "": none */
    char model[UI_NAME]; /* "2pl" ...; "auto": 2pl, or gpcm where a response exceeds 1 */
    char estimator[UI_NAME]; /* "em" */
    struct irt_options options;
};

struct ui_choices ui_choices_defaults(void);

/* Takes back what is about the columns and items of one file. */
void ui_choices_forget_data(struct ui_choices *choices);

/* The loader's view of the choices: borrows their strings. */
struct irt_load_options ui_choices_load(const struct ui_choices *choices);

/* The model the choices ask for on these data, with its Q-matrix read where there is one.
 * NULL with *error filled.  Caller frees: irt_model_free(). */
struct irt_model *ui_choices_build(const struct ui_choices *choices,
                                   const struct irt_responses *data,
                                   struct irt_error *error);

/* One row a choice that has a name: what --NAME VALUE and :NAME VALUE do alike.
 * Walked by options.c (long options, --help), command.c and Setup.
 *
 * set() looks at its own value only and refuses a bad one with IRT_BAD_USAGE and a
 * sentence that begins "NAME: "; then the choices stay as they were.  Whether all
 * choices go together is for irt_options_check().  A column or a list is taken back by
 * "": the reader then finds it by itself.  A switch takes NULL, "on" or "off".
 * show() writes what set() reads: setting it again changes nothing (but of a switch). */
struct ui_choice {
    const char *name;     /* "quad", "tol", "model" ... */
    char letter;          /* short option, or 0 */
    const char *argument; /* "N", "LO:HI", NULL: a switch */
    const char *help;     /* one line */
    const char *values;   /* "none ramsay squarem" for completion and Setup; or NULL */
    bool (*set)(struct ui_choices *choices, const char *value, struct irt_error *error);
    void (*show)(const struct ui_choices *choices, char *out, size_t size);
};
extern const struct ui_choice ui_choice_table[]; /* ends with name NULL */
const struct ui_choice *ui_choice_find(const char *name);

#endif
