/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ticks.h -- round numbers along an axis.  For the files of ui/plot only. */
#ifndef UI_PLOT_TICKS_H
#define UI_PLOT_TICKS_H

#include <stdbool.h>

#define UI_MOST_TICKS 64

struct ui_ticks {
    int n;
    double value[UI_MOST_TICKS];
    char text[UI_MOST_TICKS][24];
    int columns; /* of the widest text */
};

/* About wanted ticks in lo .. hi (lo < hi) at multiples of 1, 2 or 5 times a power of
 * ten, as many as fit: room cells, each tick taking its text's columns and gap more
 * (across), or gap rows (down, columns_count false).  At least two where two fit. */
struct ui_ticks ui_linear_ticks(double lo, double hi, int wanted, int room, int gap,
                                bool columns_count, bool whole);

/* Powers of ten, every one or every second, third ...; 0 < lo < hi.  Where
 * these are fewer than two: 1, 2, 5; and within less, linear ticks, which may be too close
 * at the upper end. */
struct ui_ticks ui_log_ticks(double lo, double hi, int wanted, int room, int gap);

#endif
