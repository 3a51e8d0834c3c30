/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.h -- a fit as text, JSON or CSV, as the contract has it. */
#ifndef UI_REPORT_H
#define UI_REPORT_H

#include "choices.h"
#include "data/findings.h"
#include "error.h"
#include "estimate/fit.h"
#include "estimate/trace.h"
#include "fit/diagnostics.h"
#include "fit/nested.h"
#include "score/sum_score.h"

#include <stdbool.h>
#include <stdio.h>

struct ui_report { /* what a report may draw on; all borrowed */
    const struct irt_fit *fit;
    const struct ui_choices *choices;
    const struct irt_trace *trace;
    const struct irt_findings *findings;       /* the data doctor's, or NULL */
    const double *score, *score_se;            /* by pattern and dimension, or NULL */
    const struct irt_sum_scores *sums;         /* or NULL: not asked for */
    const struct irt_diagnostics *diagnostics; /* or NULL: none were asked for */
    const struct irt_comparison *comparison;   /* with another fit; or NULL, and */
    const char *no_comparison;                 /* why not; NULL: not asked for */
    const char *params; /* irtop score: the file of the fit; else NULL */
    bool colour;        /* the text report for a terminal */
    bool ascii;         /* the text report without UTF-8 signs */
};

/* Each writes to out and returns false with *error filled when that fails. */
bool ui_report_text(const struct ui_report *report, FILE *out, struct irt_error *error);
bool ui_report_json(const struct ui_report *report, FILE *out, struct irt_error *error);
bool ui_report_csv(const struct ui_report *report, FILE *out, struct irt_error *error);
bool ui_report_persons(const struct ui_report *report, FILE *out,
                       struct irt_error *error);
bool ui_report_trace(const struct ui_report *report, FILE *out, struct irt_error *error);

/* Information of test, sum score and items over theta, as CSV.  IRT_BAD_USAGE in several
 * dimensions. */
bool ui_report_information(const struct ui_report *report, FILE *out,
                           struct irt_error *error);

/* All numbers of the statistics of fit as one long CSV: statistic, of, name, value. */
bool ui_report_fit_table(const struct ui_report *report, FILE *out,
                         struct irt_error *error);

/* The table of sum scores as CSV, and for people; report->sums is there. */
bool ui_report_sums(const struct ui_report *report, FILE *out, struct irt_error *error);
bool ui_report_sums_text(const struct ui_report *report, FILE *out,
                         struct irt_error *error);

/* What irtop score found: of the fit there are data, patterns, model, psi, quadrature and
 * options; nothing was estimated. */
bool ui_report_scores_text(const struct ui_report *report, FILE *out,
                           struct irt_error *error);
bool ui_report_scores_json(const struct ui_report *report, FILE *out,
                           struct irt_error *error);

/* Runs write() on a file beside FILE and renames it when all went well: never a half
 * file.  IRT_CANNOT_WRITE with the reason otherwise. */
bool ui_report_file(const struct ui_report *report, const char *file,
                    bool (*write)(const struct ui_report *, FILE *, struct irt_error *),
                    struct irt_error *error);

#endif
