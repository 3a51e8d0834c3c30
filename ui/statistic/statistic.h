/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistic.h -- how statistics of fit are written: in JSON, for people, and as columns of the
 * CSV of items.
 *
 * TO ADD ONE: a file with its struct ui_statistic at the end, a row in statistic.c. */
#ifndef UI_STATISTIC_H
#define UI_STATISTIC_H

#include "fit/diagnostics.h"
#include "report/json_values.h"
#include "report/report.h"

#include <stdio.h>

/* Each function gets what the engine computed; any of them may be NULL. */
struct ui_statistic {
    const struct irt_statistic *statistic;

    /* Puts its keys into the JSON's "fit". */
    void (*json)(struct writer *w, json_t *fit, const struct ui_report *report,
                 const void *result);

    /* Its part of the report for people, 80 columns wide, after an empty line and its
     * heading. */
    void (*text)(const struct ui_report *report, const void *result, FILE *out);

    /* Columns that it adds to the CSV of items, by blanks, and their cells by item of the
     * model; NAN: empty. */
    const char *columns;
    double (*cell)(const void *result, size_t j, size_t column);

    /* The same for the CSV of persons, by row of the data. */
    const char *person_columns;
    double (*person_cell)(const struct ui_report *report, const void *result, size_t row,
                          size_t column);
};

extern const struct ui_statistic *const ui_statistics[]; /* ends with NULL */

/* All keys that statistics add to "fit", and "why_not" where one that was asked for is not
 * there. */
void ui_statistics_json(struct writer *w, json_t *fit, const struct ui_report *report);

/* The part of a report for people: statistics, and why those that are not there are not. */
void ui_statistics_text(const struct ui_report *report, FILE *out);

/* What statistics add to the header and to the row of an item (IRT_NONE: set aside) of its
 * CSV; each cell begins with a comma. */
void ui_statistics_csv_header(const struct ui_report *report, FILE *out);
void ui_statistics_csv_cells(const struct ui_report *report, size_t j, FILE *out);
void ui_statistics_person_header(const struct ui_report *report, FILE *out);
void ui_statistics_person_cells(const struct ui_report *report, size_t row, FILE *out);

extern const struct ui_statistic ui_statistic_reliability;
extern const struct ui_statistic ui_statistic_m2;
extern const struct ui_statistic ui_statistic_c2;
extern const struct ui_statistic ui_statistic_g2;
extern const struct ui_statistic ui_statistic_sx2;
extern const struct ui_statistic ui_statistic_infit;
extern const struct ui_statistic ui_statistic_curves;
extern const struct ui_statistic ui_statistic_q3;
extern const struct ui_statistic ui_statistic_ld;
extern const struct ui_statistic ui_statistic_dif;
extern const struct ui_statistic ui_statistic_lz;

#endif
