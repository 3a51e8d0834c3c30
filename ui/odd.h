/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odd.h -- everything odd about data, model and estimates as one list: what the doctor
 * found, then the notes on model and estimates.  Reports print it as warnings, screens and
 * the doctor command show it with its numbers. */
#ifndef UI_ODD_H
#define UI_ODD_H

#include "data/findings.h"
#include "data/responses.h"
#include "estimate/fit.h"
#include "model/model.h"

#include <stddef.h>

#define UI_ODD_TEXT 1200

/* All borrowed; each may be NULL. */
struct ui_odd {
    const struct irt_responses
        *data; /* whose notes stand for the findings without them */
    const struct irt_findings *findings; /* they begin with these notes */
    const struct irt_model *model;
    const struct irt_fit *fit;
};

size_t ui_odd_count(const struct ui_odd *odd);

/* Sentence k, 0 .. count - 1, without a full stop. */
void ui_odd_text(const struct ui_odd *odd, size_t k, char *out, size_t size);

/* The same with its remedy as an option behind it, when that is short: "... (--reverse q4)". */
void ui_odd_warning(const struct ui_odd *odd, size_t k, char *out, size_t size);

/* "data", "model" or "estimates": what sentence k is about. */
const char *ui_odd_about(const struct ui_odd *odd, size_t k);

/* The command line that mends k, or "" where there is none; a longer one is cut to size
 * unless size is UI_LIST or more. */
void ui_odd_remedy(const struct ui_odd *odd, size_t k, char *out, size_t size);

/* The finding that k is; NULL: a note. */
const struct irt_finding *ui_odd_finding(const struct ui_odd *odd, size_t k);

#endif
