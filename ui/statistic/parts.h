/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h -- what the writers of statistics share: items in the data's order, columns of
 * numbers. */
#ifndef UI_STATISTIC_PARTS_H
#define UI_STATISTIC_PARTS_H

#include "report/json_values.h"
#include "report/report.h"

#include <stdio.h>

/* A list with an entry for each item of the data; entry() fills that of an item of the model,
 * and one that was set aside has the keys, given by spaces, as nulls after its name. */
json_t *ui_json_items(struct writer *w, const struct ui_report *report, const char *keys,
                      const void *result,
                      void (*entry)(struct writer *w, json_t *part, const void *result,
                                    size_t j));

/* The name of item j of the model. */
const char *ui_statistic_item_name(const struct ui_report *report, size_t j);

/* A table for people, a line an item of the model: its title line with columns given by
 * spaces, each width wide; line() prints the numbers of one. */
void ui_text_item_table(const struct ui_report *report, const void *result,
                        const char *columns, int width,
                        void (*line)(const void *result, size_t j, FILE *out), FILE *out);

/* A number in a column; "-" where it is not one.  A probability as everywhere (p_text.h). */
void ui_text_number(FILE *out, int width, int digits, double value);
void ui_text_p(FILE *out, int width, double p);

#endif
