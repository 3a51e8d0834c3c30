/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exam.h -- statistics of fit, computed on a thread beside the run, once; all functions are for
 * the screen's thread. */
#ifndef UI_EXAM_H
#define UI_EXAM_H

#include "error.h"
#include "fit/diagnosis.h"
#include "fit/diagnostics.h"
#include "fit/wanted.h"

#include <stdbool.h>
#include <stddef.h>

struct ui_exam;

/* Starts it.  Parameters and nodes are copied; the rest of diagnosis is borrowed until
 * ui_exam_gone() or ui_exam_free().  NULL with *error filled without memory or a thread. */
struct ui_exam *ui_exam_new(const struct irt_diagnosis *diagnosis,
                            const struct irt_wanted *wanted, struct irt_error *error);
/* Asks it to leave off, and does not wait: what is not done says that it was interrupted. */
void ui_exam_cancel(struct ui_exam *exam);
/* Has the thread come to its end? */
bool ui_exam_gone(struct ui_exam *exam);
bool ui_exam_gone_within(struct ui_exam *exam, unsigned milliseconds);
/* Cancels, waits, and frees everything. */
void ui_exam_free(struct ui_exam *exam);

/* What is under way, and which share of that is done, 0 .. 1. */
double ui_exam_progress(struct ui_exam *exam, char *what, size_t size);
/* Becomes readable when there is news; ui_exam_drain() empties it. */
int ui_exam_fd(const struct ui_exam *exam);
void ui_exam_drain(struct ui_exam *exam);

/* What was found, and what of; only when the thread has come to its end.  The diagnostics may be
 * NULL (without memory). */
const struct irt_diagnostics *ui_exam_diagnostics(const struct ui_exam *exam);
const struct irt_diagnosis *ui_exam_diagnosis(const struct ui_exam *exam);
double ui_exam_seconds(const struct ui_exam *exam); /* it took */
bool ui_exam_gave_way(const struct ui_exam *exam);  /* the run did not wait for it */

#endif
