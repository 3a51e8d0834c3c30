/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replicate.h -- one replication: simulate, estimate, compare with the truth. */
#ifndef IRT_STUDY_REPLICATE_H
#define IRT_STUDY_REPLICATE_H

#include "cancel.h"
#include "error.h"
#include "study/design.h"
#include "study/result.h"

/* Works in the caller's thread alone.  A fit that fails or does not converge is a result;
 * false with *error filled is for what would fail in every replication (IRT_BAD_USAGE,
 * IRT_NO_MEMORY) and for IRT_INTERRUPTED, when cancel (may be NULL) was asked for. */
bool irt_study_replicate(const struct irt_study_design *design,
                         const struct irt_study_cell *cell, size_t replication,
                         const struct irt_cancel *cancel, struct irt_study_result *result,
                         struct irt_error *error);

#endif
