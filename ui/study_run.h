/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_run.h -- a simulation study beside the screen: a thread runs it, the screen's
 * thread asks (start, stop) and takes copies of the results; nothing else is shared.
 * All functions are for the screen's thread. */
#ifndef UI_STUDY_RUN_H
#define UI_STUDY_RUN_H

#include "error.h"
#include "study/summary.h"

#include <stdbool.h>
#include <stddef.h>

struct ui_study_run;

/* The design of a file, its show lines looked at.  NULL with *error filled. */
struct irt_study_design *ui_study_load(const char *file, struct irt_error *error);

/* Opens the study of a design read from file, with its log: NULL is for NAME.log in the
 * current folder, where the file is NAME.study.  NULL with *error filled.  Caller frees:
 * irt_study_close(). */
struct irt_study *ui_study_open(const struct irt_study_design *design, const char *file,
                                const char *log, struct irt_error *error);

/* Opens a design and its log; nothing runs yet.  NULL with *error filled.  Caller frees:
 * ui_study_run_free(). */
struct ui_study_run *ui_study_run_open(const char *file, const char *log,
                                       struct irt_error *error);
/* Stops the study and waits for what is under way. */
void ui_study_run_free(struct ui_study_run *run);

/* Does what is missing, on all cores.  True when it runs already or nothing is missing. */
bool ui_study_run_start(struct ui_study_run *run, unsigned threads,
                        struct irt_error *error);
/* Leaves off; replications under way are dropped, those done are in the log. */
void ui_study_run_stop(struct ui_study_run *run);
/* Waits so long at most for the thread to end (after a stop); true when it has. */
bool ui_study_run_gone_within(struct ui_study_run *run, unsigned milliseconds);
/* Waits until it has come to its end. */
void ui_study_run_wait(struct ui_study_run *run);

/* Takes what is new.  True when something changed. */
bool ui_study_run_poll(struct ui_study_run *run);
/* A file descriptor that becomes readable when there is news; poll() drains it. */
int ui_study_run_fd(const struct ui_study_run *run);

/* The results as last taken. */
const struct irt_study *ui_study_run_results(const struct ui_study_run *run);
const char *ui_study_run_file(const struct ui_study_run *run); /* the design's */
bool ui_study_run_running(const struct ui_study_run *run);
/* Why it ended: IRT_OK while it has not, or when all is done or it was stopped. */
const struct irt_error *ui_study_run_trouble(const struct ui_study_run *run);
/* Seconds that what is missing will take, at the pace since the start; NAN: not known. */
double ui_study_run_left(const struct ui_study_run *run);

#endif
