/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study.h -- the results of a study as text, JSON or CSV; of one that is not finished as
 * far as it has come. */
#ifndef UI_REPORT_STUDY_H
#define UI_REPORT_STUDY_H

#include "error.h"
#include "study/summary.h"

#include <stdbool.h>
#include <stdio.h>

struct ui_study_report { /* all borrowed */
    const struct irt_study *study;
    const char *file; /* the design's */
    bool ascii;
};

/* Each writes to out and returns false with *error filled when that fails. */
typedef bool ui_study_writer(const struct ui_study_report *report, FILE *out,
                             struct irt_error *error);
ui_study_writer ui_study_text, ui_study_json, ui_study_csv;

/* One table of the text: what irt_study_section.show names. */
enum ui_study_show_kind {
    UI_STUDY_SHOW_MEASURE,    /* "b.mse" */
    UI_STUDY_SHOW_DIFFERENCE, /* "b.mse.difference": from the section's first method */
    UI_STUDY_SHOW_ROUNDS,     /* "rounds" */
};
struct ui_study_show {
    enum ui_study_show_kind kind;
    enum irt_study_target target;
    bool bands; /* "s_bands.mse": a row for each band of |s| */
    enum irt_study_measure measure;
};

/* Reads one word of a show line.  False with *error filled (IRT_BAD_USAGE). */
bool ui_study_show_read(const char *word, size_t length, struct ui_study_show *out,
                        struct irt_error *error);

/* Every word of every section's tables and claims can be read. */
bool ui_study_show_check(const struct irt_study_design *design, struct irt_error *error);

/* What a section claims, and in which settings it holds, in sentences.  False with *error
 * filled without memory. */
bool ui_study_claims(const struct irt_study *study, size_t section, FILE *out,
                     struct irt_error *error);

/* The measure in words: "mean squared error". */
const char *ui_study_measure_words(enum irt_study_measure measure);
extern const char *const ui_study_band_words[]; /* "|s| < 0.25" ... */

/* A number with its Monte Carlo standard error, "0.0312 (0.0008)": as many decimals as two
 * digits of the error have. */
void ui_study_number(struct irt_study_number number, char *out, size_t size);

/* What tells a cell's method, or its data, from the others of its section: the values of
 * the keys that vary, by blanks; "" when none does. */
void ui_study_method_label(const struct irt_study_design *design, size_t cell, char *out,
                           size_t size);
void ui_study_data_label(const struct irt_study_design *design, size_t cell, char *out,
                         size_t size);

#endif
