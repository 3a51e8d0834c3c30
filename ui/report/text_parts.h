/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_parts.h -- the parts that reports for people share: 80 columns, what a heading says
 * stands beside it. */
#ifndef UI_TEXT_PARTS_H
#define UI_TEXT_PARTS_H

#include "report/report.h"

#include <stdio.h>

/* The colour with this code, where the report has colours; "0": none. */
void ui_text_colour(const struct ui_report *report, FILE *out, const char *code);

void ui_text_heading(const struct ui_report *report, FILE *out, const char *title);

/* A heading, and beside it a text broken at blanks. */
void ui_text_paragraph(const struct ui_report *report, FILE *out, const char *title,
                       const char *format, ...) IRT_PRINTF(4, 5);

/* The name of a file without its folder. */
const char *ui_text_base_name(const char *path);

/* "Data", "Note" and the table of sum scores. */
void ui_text_data(const struct ui_report *report, FILE *out);
void ui_text_warnings(const struct ui_report *report, FILE *out);
void ui_text_sums(const struct ui_report *report, FILE *out);

/* Makes a report in memory, so that it can be turned into ASCII as a whole, and writes
 * it. */
bool ui_text_write(const struct ui_report *report,
                   void (*write)(const struct ui_report *report, FILE *out), FILE *out,
                   struct irt_error *error);

#endif
