/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reference.h -- other programs' tables beside the source tree, read column by column. */
#ifndef TESTS_REFERENCE_H
#define TESTS_REFERENCE_H

#include <stddef.h>

/* The named column of a CSV file of numbers in the folder of references ("sim-gpcm/x.csv"):
 * rows numbers, NAN where a cell holds none.  A file or column that is not there fails the
 * test.  Caller frees. */
double *reference_column(const char *file, const char *column, size_t *rows);

#endif
