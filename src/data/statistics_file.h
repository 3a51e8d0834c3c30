/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistics_file.h -- responses from a file of SPSS, Stata or SAS, read by ReadStat.
 *
 * A variable is a column of a table, read as text tables are: the same parts by the same
 * names, the same refusals.  System-missing and user-missing values are missing.  A
 * variable's label becomes its item's caption.  Text and date variables are set aside with
 * a note, but for those that have a part, are listed in --items or scored by --key.  The
 * weight variable of an SPSS file gives the frequencies, with a note. */
#ifndef IRT_STATISTICS_FILE_H
#define IRT_STATISTICS_FILE_H

#include "data/load.h"
#include "data/responses.h"
#include "data/statistics_kind.h"
#include "error.h"

#include <stddef.h>

/* Reads the file at path, or its bytes where they are not NULL; name is what messages call
 * it.  NULL with *error filled: IRT_BAD_DATA as "NAME: ..." or "NAME: row ROW: ...", also
 * when irtop was built without ReadStat, and then it says what to install; IRT_NO_MEMORY.
 * Caller frees: irt_responses_free(). */
struct irt_responses *irt_statistics_load(const struct irt_statistics_kind *kind,
                                          const char *path, const char *bytes,
                                          size_t length, const char *name,
                                          const struct irt_load_options *options,
                                          struct irt_error *error);

#endif
