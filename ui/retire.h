/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retire.h -- runs that were dropped while their thread was in a cycle, and what they
 * borrow: kept aside until the thread has ended, so that the screen never waits. */
#ifndef UI_RETIRE_H
#define UI_RETIRE_H

#include "session.h"

#include <stdbool.h>

/* Entries are freed in the order they were retired: a model or data retired after the
 * runs on them outlive those. */
struct ui_retired {
    struct ui_retired *next;
    struct ui_exam *exam; /* each may be NULL */
    struct ui_worker *worker;
    struct irt_model *model;
    struct irt_responses *data;
    struct irt_patterns *patterns;
};

/* Takes over what is named, and asks its thread to end. */
void ui_retire(struct ui_session *session, struct ui_retired what);

/* Asks all threads to end, and waits so long at most; true when they have.  Then, and only
 * then, ui_session_free() will not wait. */
bool ui_session_end(struct ui_session *session, unsigned milliseconds);

/* Frees what no thread needs any more; wait: all, when the threads have ended. */
void ui_sweep(struct ui_session *session, bool wait);

#endif
