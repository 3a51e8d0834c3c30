/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.h -- items that are other items in each school or group: one column becomes several,
 * "item3@A", "item3@B" ..., each answered by its own persons only.  So its parameters are
 * free by group, in any model and for any estimator. */
#ifndef IRT_SPLIT_H
#define IRT_SPLIT_H

#include "data/responses.h"
#include "error.h"

#include <stdbool.h>

/* Splits each item in a comma list by data->school.  What a column lacks because other
 * persons had the item is not counted in data->missing.  False with *error filled:
 * IRT_BAD_USAGE without schools, for an item that is not there or stands twice, or when no
 * item is left that all schools share, for then nothing ties their scales together;
 * IRT_NO_MEMORY.  Then data are as they were. */
bool irt_split(struct irt_responses *data, const char *list, struct irt_error *error);

#endif
