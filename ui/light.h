/* SPDX-License-Identifier: GPL-3.0-or-later */
/* light.h -- how an item fares, as a letter in a colour, with the sentence why. */
#ifndef UI_LIGHT_H
#define UI_LIGHT_H

#include "canvas.h"
#include "session.h"

#include <stddef.h>

struct ui_light {
    const char *sign; /* "F", "✓": one column */
    const char *word; /* "flat" */
    enum ui_role role;
    bool sick; /* there is a reason */
};

#define UI_LIGHTS    9 /* kinds there are */
#define UI_LIGHT_WHY 320

/* Of a model's item: of its estimates where the session shows them, else as far as the run
 * has come; and what the doctor warned of.  The sentence goes to why[size], "" where all is
 * well. */
struct ui_light ui_item_light(const struct ui_session *session, size_t item, char *why,
                              size_t size);

/* "2 F flat, 1 E errors disagree": the lights of all items that are sick; "" when none is. */
void ui_lights_text(const struct ui_session *session, char *out, size_t size);

#endif
