/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spots.h -- numbers on a screen, for tests: each is what opens there. */
#ifndef TESTS_SPOTS_H
#define TESTS_SPOTS_H

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "rig.h"

/* What is written where a spot is. */
static inline void
spot_text(const struct ui_spot *spot, char *out)
{
    for (int x = 0; x < spot->where.w; x++)
        *out++ = (char)ui_cell_at(&app->canvas, spot->where.y, spot->where.x + x)->glyph;
    *out = '\0';
}

/* Half a unit of the last place printed. */
static inline double
half_unit(const char *text)
{
    const char *point = strchr(text, '.'), *power = strpbrk(text, "eE");
    size_t decimals = point ? strspn(point + 1, "0123456789") : 0;

    return 0.51 * pow(10.0, (power ? strtod(power + 1, NULL) : 0.0) - (double)decimals);
}

/* Every number on the screen is what opens there. */
static inline size_t
check_spots(void)
{
    static struct ui_explanation made;
    size_t opened = 0;

    for (size_t k = 0; k < app->canvas.spots; k++) {
        const struct ui_spot *spot = &app->canvas.spot[k];
        char text[256];

        if (!spot->opens)
            continue;
        spot_text(spot, text);
        ck_assert_msg(ui_explain(&app->session, spot->quantity, &made, &error),
                      "%s (kind %d): %s", text, (int)spot->quantity.kind, error.message);
        double seen = strtod(text, NULL);
        ck_assert_msg(seen == made.value || made.value == 0.0 ||
                          fabs(seen - made.value) <= half_unit(text),
                      "%s (kind %d) opens as %.12g", text, (int)spot->quantity.kind,
                      made.value);
        opened++;
    }
    return opened;
}

#endif
