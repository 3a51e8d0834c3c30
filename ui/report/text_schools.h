/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_schools.h -- schools or groups of a fit as a table for people. */
#ifndef UI_TEXT_SCHOOLS_H
#define UI_TEXT_SCHOOLS_H

#include "report/report.h"

#include <stdio.h>

/* The population, and the table of schools; nothing where there are none. */
void ui_report_text_schools(const struct ui_report *report, FILE *out);

#endif
