/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deal.h -- persons dealt at random to simulated schools. */
#ifndef IRT_DEAL_H
#define IRT_DEAL_H

#include "data/responses.h"
#include "error.h"

#include <stddef.h>
#include <stdint.h>

/* Gives every person a school "1" .. "K", of as equal sizes as can be, by a random order of
 * the persons; schools that the data had are forgotten.  A row that stands for several persons
 * becomes one row for each school that got some of them.  False with *error filled:
 * IRT_BAD_USAGE when there are more schools than persons or a frequency is not whole,
 * IRT_NO_MEMORY; then data are as they were. */
bool irt_deal(struct irt_responses *data, size_t schools, uint64_t seed,
              struct irt_error *error);

#endif
