/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design_text.h -- a design file taken apart: sections, keys, values; not yet what they
 * mean. */
#ifndef IRT_STUDY_DESIGN_TEXT_H
#define IRT_STUDY_DESIGN_TEXT_H

#include "error.h"
#include "study/design.h"

struct irt_study_values {
    size_t count;
    const char **value; /* owned; the texts are the design's */
    size_t line;
};

struct irt_study_block {
    const char *name, *title, *show, *claims;
    size_t line;
    size_t replications;
    struct irt_study_values values[IRT_STUDY_MOST_KEYS]; /* by irt_study_keys */
};

struct irt_study_text {
    uint64_t seed;
    size_t blocks;
    struct irt_study_block *block; /* the sections; without any, the whole */
};

/* Texts are put into the design's list.  False with *error filled as "FILE:LINE: ...".
 * Free with irt_study_text_clear(), also after a failure. */
bool irt_study_text_read(struct irt_study_text *out, const char *text, const char *file,
                         struct irt_study_design *design, struct irt_error *error);
void irt_study_text_clear(struct irt_study_text *text);

#endif
