/* SPDX-License-Identifier: GPL-3.0-or-later */
/* classical.h -- the part of a report that no model is needed for. */
#ifndef UI_REPORT_CLASSICAL_H
#define UI_REPORT_CLASSICAL_H

#include "data/classical.h"
#include "report/json_values.h"
#include "report/report.h"

#include <stdio.h>

/* The table of items, alpha and sums; nothing where classical is NULL. */
void ui_text_classical(const struct ui_report *report,
                       const struct irt_classical *classical, FILE *out);

/* "classical": null where classical is NULL. */
json_t *ui_json_classical(struct writer *w, const struct irt_responses *data,
                          const struct irt_classical *classical);

/* The width of the first column, and a name in it. */
int ui_text_name_width(const struct irt_responses *data);
void ui_text_name(const struct ui_report *report, FILE *out, const char *name, int width);

/* The same of an item's column of the data, cut so that it can be told from the others. */
void ui_text_item_name(const struct ui_report *report, FILE *out, size_t column,
                       int width);

#endif
