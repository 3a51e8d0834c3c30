/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_facts.h -- the session's schools: which is chosen, what the data and the run say of each,
 * the truth where it is known. */
#ifndef UI_SCHOOL_FACTS_H
#define UI_SCHOOL_FACTS_H

#include "data/school_truth.h"
#include "error.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

/* Counts new data's schools and looks for their truth beside the file: exam.csv has it in
 * exam-schools.csv.  Without memory there are no counts. */
void ui_schools_take(struct ui_session *session);
void ui_schools_drop(struct ui_session *session);

/* Reads the true effects; what was known stays when that fails. */
bool ui_schools_read_truth(struct ui_session *session, const char *file,
                           struct irt_error *error);

/* How many there are, 0: none. */
size_t ui_schools_count(const struct ui_session *session);

/* The chosen one: that of the chosen pattern, or where schools share their patterns that of
 * the chosen person.  Choosing a school chooses its first pattern and person. */
size_t ui_schools_chosen(const struct ui_session *session);
void ui_schools_choose(struct ui_session *session, size_t k);

/* Schools that are left out of a federated run.  It goes on with the others from the next round
 * on: one that has ended is open again, and waits to be run; one that failed is dropped.  False
 * with *error filled when the run is not federated, or cannot do without the school. */
bool ui_schools_is_out(const struct ui_session *session, size_t k);
bool ui_schools_drop_out(struct ui_session *session, size_t k, bool out,
                         struct irt_error *error);

/* Of a school, as it is shown (of the past cycle when travelling); NAN: not known, or not
 * yet. */
struct ui_school {
    double persons, extreme; /* extreme: a share, of all lowest and all highest */
    double effect, se;       /* se: after the fit */
    double truth;            /* less what fixes the origin of the estimates */
    double rival
        [UI_RIVALS]; /* effects by the other fits (rivals.h): fixed, random, averages */
};
/* All of them, in the order of the data; NULL without memory.  Caller frees. */
struct ui_school *ui_schools_list(const struct ui_session *session);

/* What is taken off the true effects, which are known, for the origin of the estimates. */
double ui_schools_origin(const struct ui_session *session);

/* The command that deals the persons to one school more (step 1) or fewer (-1). */
void ui_schools_deal(const struct ui_session *session, int step, char *line, size_t size);

/* What the effects are, and what fixes their origin: "fixed, Σ s = 0". */
void ui_schools_describe(const struct ui_session *session, char *out, size_t size);

#endif
