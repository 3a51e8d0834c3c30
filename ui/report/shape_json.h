/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shape_json.h -- what a fit was (fit/shape.h) in its JSON, under "structure"; and two fits
 * compared, under "comparison". */
#ifndef UI_SHAPE_JSON_H
#define UI_SHAPE_JSON_H

#include "fit/nested.h"
#include "fit/shape.h"
#include "report/json_values.h"

/* NULL, with w->failed, without memory. */
json_t *ui_json_structure(struct writer *w, const struct irt_fit *fit);

json_t *ui_json_comparison(struct writer *w, const struct irt_comparison *comparison,
                           const char *why_not);

/* Of a file that irtop fit wrote with --format json.  NULL with *error filled (IRT_BAD_DATA) as
 * "FILE: what is wrong, and what to do".  Caller frees: irt_shape_free(). */
struct irt_shape *ui_shape_read(const char *file, struct irt_error *error);

#endif
