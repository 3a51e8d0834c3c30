/* SPDX-License-Identifier: GPL-3.0-or-later */
/* power.h -- numbers far too small for a double, printed from their logarithms. */
#ifndef UI_POWER_H
#define UI_POWER_H

#include <stddef.h>

/* exp(log) as "1.2346e-412", with so many digits after the point; 0 for -INFINITY. */
void ui_power_text(double log, int digits, char *out, size_t size);

#endif
