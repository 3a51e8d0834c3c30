/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/p_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LEAST 0.00005 /* below it four decimals are all 0 */

const char *
irt_p_text(double p, char out[IRT_P_TEXT])
{
    char shown[IRT_P_TEXT];

    if (!isfinite(p))
        snprintf(shown, sizeof shown, "-");
    else if (p < LEAST)
        snprintf(shown, sizeof shown, "<.0001");
    else
        snprintf(shown, sizeof shown, "%.4f", p > 1 ? 1.0 : p);
    strcpy(out, shown + (shown[0] == '0'));
    return out;
}

const char *
irt_p_phrase(double p, char out[IRT_P_TEXT])
{
    char shown[IRT_P_TEXT];

    if (!isfinite(p))
        strcpy(out, "no p");
    else if (p < LEAST)
        strcpy(out, "p < .0001");
    else
        snprintf(out, IRT_P_TEXT, "p = %.10s", irt_p_text(p, shown));
    return out;
}
