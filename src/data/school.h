/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school.h -- schools of the rows while they are read: names to indices in order. */
#ifndef IRT_SCHOOL_H
#define IRT_SCHOOL_H

#include "data/cell.h"
#include "data/names.h"
#include "data/responses.h"
#include "error.h"

/* The number of the school that a cell names; IRT_NO_NAME with *error filled: IRT_BAD_DATA
 * as "FILE:LINE: ..." when the cell is missing. */
size_t irt_school_of(struct irt_names *names, struct irt_cell cell,
                     const struct irt_missing *missing, const struct irt_place *place,
                     size_t line, struct irt_error *error);

/* Puts the names in order into data->school_name and turns the numbers in data->school
 * into indices of it. */
bool irt_school_sort(struct irt_responses *data, const struct irt_names *names,
                     struct irt_error *error);

#endif
