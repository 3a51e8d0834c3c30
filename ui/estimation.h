/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimation.h -- from choices to a finished fit, in the caller's thread: read, collapse,
 * build the model, advance cycle by cycle, errors, scores. */
#ifndef UI_ESTIMATION_H
#define UI_ESTIMATION_H

#include "choices.h"
#include "data/findings.h"
#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/fit.h"
#include "estimate/trace.h"
#include "fit/diagnostics.h"
#include "model/model.h"
#include "score/sum_score.h"

#include <stdbool.h>

/* Owns all it points to. */
struct ui_estimation {
    struct irt_responses *data;
    struct irt_findings findings; /* the data doctor's */
    struct irt_patterns *patterns;
    struct irt_model *model;
    struct irt_trace trace;
    struct irt_fit *fit;
    double *score, *score_se;    /* by pattern and dimension; NULL unless asked for */
    struct irt_sum_scores *sums; /* NULL unless asked for */
    struct irt_diagnostics *diagnostics; /* NULL unless asked for */
    struct irt_error failure; /* why the estimator failed; code IRT_OK: it did not */
};

/* Looks on: look() after the start and after each cycle, and false stops the run as it
 * stands; finishing() when the last cycle is done and the errors are next (may be NULL). */
struct ui_watch {
    bool (*look)(void *context, const struct irt_trace *trace);
    void (*finishing)(void *context);
    void *context;
};

/* Reads choices->file and builds the model.  False with *error filled. */
bool ui_estimation_read(struct ui_estimation *estimation,
                        const struct ui_choices *choices, struct irt_error *error);

/* Estimates.  A run that was stopped or that failed has a fit that says so, without
 * standard errors; fit->seconds is the time of opening and advancing, not of the errors.
 * False with *error filled when there is no fit. */
bool ui_estimation_run(struct ui_estimation *estimation, const struct ui_choices *choices,
                       const struct ui_watch *watch, struct irt_error *error);

/* Adds the persons' scores. */
bool ui_estimation_score(struct ui_estimation *estimation, struct irt_error *error);

/* Adds the table of sum scores; of a fit that failed there is none. */
bool ui_estimation_sums(struct ui_estimation *estimation, struct irt_error *error);

/* The statistics of fit that choices->fit asks for, into *out (NULL: none); progress, which may
 * be NULL, hears how far each is, share 0 .. 1.  Those that cannot be had say why.  Caller
 * frees: irt_diagnostics_free(). */
bool ui_diagnose(const struct irt_fit *fit, const struct ui_choices *choices,
                 void (*progress)(void *context, const char *what, double share),
                 void *context, struct irt_diagnostics **out, struct irt_error *error);

/* Adds them. */
bool ui_estimation_diagnose(struct ui_estimation *estimation,
                            const struct ui_choices *choices,
                            void (*progress)(void *context, const char *what,
                                             double share),
                            void *context, struct irt_error *error);

/* Frees what it owns and empties it; an empty one is fine. */
void ui_estimation_clear(struct ui_estimation *estimation);

/* Seconds on a clock that only goes forward. */
double ui_seconds(void);

#endif
