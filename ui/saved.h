/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saved.h -- a fit read back from the JSON that irtop fit wrote. */
#ifndef UI_SAVED_H
#define UI_SAVED_H

#include "error.h"
#include "model/saved.h"

/* NULL with *error filled, IRT_BAD_DATA as "FILE: what is wrong, and what to do":
 * a file that cannot be read, is no JSON, or not such a fit.  Caller frees:
 * irt_saved_free(). */
struct irt_saved *ui_saved_read(const char *file, struct irt_error *error);

#endif
