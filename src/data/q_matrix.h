/* SPDX-License-Identifier: GPL-3.0-or-later */
/* q_matrix.h -- which item measures which dimension. */
#ifndef IRT_Q_MATRIX_H
#define IRT_Q_MATRIX_H

#include "data/responses.h"
#include "error.h"

#include <stddef.h>
#include <stdint.h>

struct irt_q_matrix {
    size_t items, dims;
    uint8_t *loads; /* [column * dims + d]: 1 where the item measures the dimension */
};

/* Reads a CSV: a header, then a row an item, its name and 0 or 1 for each dimension, in any
 * order; every item of the data must be there, others are left out.  NULL with *error
 * filled (IRT_BAD_DATA).  Caller frees: irt_q_matrix_free(). */
struct irt_q_matrix *irt_q_matrix_load(const char *file, const struct irt_responses *data,
                                       size_t dims, struct irt_error *error);
/* From text, "10,01,11": a group of dims digits a column of the data, in their order.  NULL with
 * *error filled (IRT_BAD_DATA). */
bool irt_q_matrix_is_text(const char *text);
struct irt_q_matrix *irt_q_matrix_of_text(const char *text,
                                          const struct irt_responses *data, size_t dims,
                                          struct irt_error *error);
void irt_q_matrix_free(struct irt_q_matrix *q);

#endif
