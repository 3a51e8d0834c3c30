/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.h -- what statistics of fit are, in words: formula, source, and how to read them. */
#ifndef UI_STATISTIC_EXPLAIN_H
#define UI_STATISTIC_EXPLAIN_H

#include "fit/statistic.h"
#include "report/report.h"

#include <stdio.h>

/* One, or with NULL all of them, for a text that is shown. */
void ui_statistics_explain(const struct irt_statistic *statistic, FILE *out);

/* Of those that a report has, how to read them, each beside its name. */
void ui_statistics_reading(const struct ui_report *report, FILE *out);

#endif
