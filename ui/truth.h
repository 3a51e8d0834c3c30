/* SPDX-License-Identifier: GPL-3.0-or-later */
/* truth.h -- the session's data were simulated: the true items and abilities, and how far the
 * estimates are from them.  The schools' truth: school_facts.h. */
#ifndef UI_TRUTH_H
#define UI_TRUTH_H

#include "error.h"
#include "model/item.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

/* Looks for the truth of new data beside the file: exam.csv has it in exam-truth.csv and
 * exam-abilities.csv. */
void ui_truth_take(struct ui_session *session);
void ui_truth_drop(struct ui_session *session);

/* Reads a table of true items, abilities or effects of schools, whichever it is; what was
 * known stays when that fails. */
bool ui_truth_read(struct ui_session *session, const char *file, struct irt_error *error);

/* "exam.csv", "truth" -> "exam-truth.csv"; false when it does not fit. */
bool ui_file_beside(const char *file, const char *word, char *out, size_t size);

/* Estimates and what they should be.  Zeroed is empty; ui_pairs_clear() frees. */
struct ui_pairs {
    size_t count;
    double *estimate, *truth;
};
void ui_pairs_clear(struct ui_pairs *pairs);

enum ui_truth_of { UI_TRUTH_A, UI_TRUTH_B };

/* Of all items, as they are shown (of a past cycle when travelling): slopes other than fixed
 * ones, or difficulties, steps and thresholds.  Where the items fix the origin (rasch by jml
 * and cml), that of the truth is moved to that of the estimates; where schools have true effects, to their mean.  Empty
 * without a truth, without parameters, or without memory. */
struct ui_pairs ui_truth_items(const struct ui_session *session, enum ui_truth_of what);

/* The persons' scores by a method with the true abilities; of persons with a finite score
 * only.  score[l * dims + d] of the patterns, as the session has it. */
struct ui_pairs ui_truth_persons(const struct ui_session *session, const double *score,
                                 size_t dimension);

/* Mean and root mean square of estimate less truth; NAN of none. */
void ui_pairs_errors(const struct ui_pairs *pairs, double *bias, double *rmse);

#endif
