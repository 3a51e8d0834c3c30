/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor.h -- looks data over after loading: what is odd, what comes of it, what helps.
 * Nothing is changed, and nothing stops: each remedy is a choice that the user may make. */
#ifndef IRT_DOCTOR_H
#define IRT_DOCTOR_H

#include "data/findings.h"
#include "data/load.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"

#include <stdbool.h>

/* What the reader noted, then what is found:
 *   items that nobody answered, or that have one answer only; that hold a code for missing,
 *   leave out categories, do not start at 0; more than half of whose answers are missing;
 *   that go against the others (negative item-rest correlation: reversed, or a wrong key);
 *   that are another item twice;
 *   columns that look like ids, schools or facts about persons; persons with no answer.
 * loaded: the options that the data were loaded with (remedies add to them).
 * Appends to findings, warnings first.  False with *error filled without memory. */
bool irt_doctor(const struct irt_responses *data, const struct irt_load_options *loaded,
                struct irt_findings *findings, struct irt_error *error);

/* Appends the items whose answers the chosen model does not take, which stop it, with
 * another model for each as remedy.  Costs next to nothing. */
bool irt_doctor_model(const struct irt_responses *data,
                      const struct irt_model_options *options,
                      struct irt_findings *findings, struct irt_error *error);

#endif
