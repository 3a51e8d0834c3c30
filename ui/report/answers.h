/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers.h -- who chose which option of a keyed item, by groups of persons with like scores
 * on the other items. */
#ifndef UI_REPORT_ANSWERS_H
#define UI_REPORT_ANSWERS_H

#include "data/options.h"
#include "report/json_values.h"
#include "report/report.h"

#include <stdio.h>

/* A table of all keyed items' options; nothing where there is no key. */
void ui_text_answers(const struct ui_report *report, FILE *out);

/* "groups": the persons in each; "no_answer": of them without one; "options": of each its
 * name, what it scores, how many persons chose it, their mean standing, its correlation with
 * the standing and "groups", how many chose it in each. */
void ui_json_answers(struct writer *w, json_t *item, const struct irt_responses *data,
                     const struct irt_row_scores *scores, size_t column);

#endif
