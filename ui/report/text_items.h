/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_items.h -- the items of a fit as a table for people. */
#ifndef UI_TEXT_ITEMS_H
#define UI_TEXT_ITEMS_H

#include "report/report.h"

#include <stdio.h>

/* The table, the formula under it, and how the standard errors were made. */
void ui_report_text_items(const struct ui_report *report, FILE *out);

/* A name from the data or the command line as this report can show it.  Caller frees;
 * NULL without memory. */
char *ui_report_foreign(const struct ui_report *report, const char *text);

#endif
