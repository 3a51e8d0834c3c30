/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "power.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void
ui_power_text(double log, int digits, char *out, size_t size)
{
    double tens = log / M_LN10, exponent = floor(tens);
    char text[40];

    if (!isfinite(log)) {
        snprintf(out, size, "%s", isnan(log) ? "nan" : log < 0 ? "0" : "inf");
        return;
    }
    snprintf(text, sizeof text, "%.*f", digits, pow(10.0, tens - exponent));
    if (strncmp(text, "10", 2) == 0) { /* 9.99996 printed with 4 digits */
        snprintf(text, sizeof text, "%.*f", digits, 1.0);
        exponent++;
    }
    snprintf(out, size, "%se%c%02.0f", text, exponent < 0 ? '-' : '+', fabs(exponent));
}
