/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_label.h -- an item's name in few columns, so that it can be told from the others. */
#ifndef UI_ITEM_LABEL_H
#define UI_ITEM_LABEL_H

#include "data/responses.h"
#include "session.h"

#include <stddef.h>

/* The name of a column of the data.  One that is wider than columns loses, out of its middle,
 * what it has in common with the name most like it, and then its end: "Schoo…03_size".
 * Among more than 1000 items only the first are compared. */
void ui_column_label(const struct irt_responses *data, size_t column, int columns,
                     char *out, size_t size);

/* The same of an item of the model; "?" when there is none. */
void ui_item_label(const struct ui_session *session, size_t item, int columns, char *out,
                   size_t size);

#endif
