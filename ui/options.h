/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h -- the command line: which command, on what, with which options.
 * The options that are choices come from choices.h; the others have their table here. */
#ifndef UI_OPTIONS_H
#define UI_OPTIONS_H

#include "choices.h"
#include "data/simulate.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One bit each, so that an option can say where it belongs. */
enum ui_program {
    UI_OPEN = 1,
    UI_FIT = 2,
    UI_SIMULATE = 4,
    UI_STUDY = 8,
    UI_SCORE = 16,
    UI_RACE = 32,
    UI_VAE_LOSS = 64
};

enum ui_format { UI_FORMAT_TEXT, UI_FORMAT_JSON, UI_FORMAT_CSV };

/* Strings are borrowed from argv. */
struct ui_options {
    enum ui_program program;
    bool help, version;

    struct ui_choices
        choices; /* choices.file: "" when none was given; study: the design */
    enum ui_format format;
    const char *output, *persons, *trace, *information, *fit_table; /* NULL: not given */
    const char *params;  /* of score: the fit; NULL: not given */
    const char *compare; /* another fit, its JSON; NULL: not given */
    bool sum_scores;
    bool quiet, no_color;
    const char *batch_only; /* an option given that only a report heeds; or NULL */

    const char *theme, *run; /* NULL: not given */
    bool ascii, no_tui;

    struct irt_simulation_options simulation;
    const char *log;      /* NULL: not given */
    size_t replications;  /* 0: as the design has it */
    const char *entrants; /* of a race; NULL: the usual ones */

    bool persons_given;
    const char *truth, *school_truth, *abilities, *answer_key; /* NULL: not given */
};

struct ui_option {
    const char *name; /* without the dashes */
    char letter;      /* short option, or 0 */
    const char *argument;
    const char *help;
    const char *values; /* "text json csv", or NULL */
    int programs;       /* enum ui_program, or-ed */
    bool (*set)(struct ui_options *options, const char *value, struct irt_error *error);
};
extern const struct ui_option ui_option_table[]; /* ends with name NULL */

/* Reads the command line.  The lecture's settings come first wherever --lecture stands,
 * so that what is said beside it holds.  False with *error filled (IRT_BAD_USAGE). */
bool ui_options_parse(struct ui_options *options, int argc, char **argv,
                      struct irt_error *error);

/* One option of a program, from either table, in the order that --help lists them:
 * index 0 ..; false when there are no more.  *out has no set(); default_value is "" or
 * what holds when the option is not given, in out[size]. */
bool ui_option_at(enum ui_program program, size_t index, struct ui_option *out,
                  char *default_value, size_t size);

/* What --help says of an option: its help, values and default in one sentence part. */
void ui_option_sentence(const struct ui_option *option, const char *default_value,
                        char *out, size_t size);

/* Does a program take a choice as an option? */
bool ui_choice_is_of(const struct ui_choice *choice, enum ui_program program);

/* irtop --help, irtop COMMAND --help. */
void ui_help(enum ui_program program, FILE *out);

#endif
