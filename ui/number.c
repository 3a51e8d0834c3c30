/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.c -- numbers as people type them: strict, so that a slip is not taken for a value. */
#include "config.h"

#include "number.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
ui_number_real(const char *text, double *out)
{
    char *end;
    double value;

    if (text[0] == '\0' || text[strspn(text, "0123456789+-.eE")] != '\0')
        return false;
    value = strtod(text, &end);
    if (*end != '\0' || !isfinite(value))
        return false;
    *out = value;
    return true;
}

bool
ui_number_whole(const char *text, uint64_t *out)
{
    unsigned long long value;

    if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
        return false;
    errno = 0;
    value = strtoull(text, NULL, 10);
    if (errno != 0 || value > UINT64_MAX)
        return false;
    *out = value;
    return true;
}

struct ui_count
ui_count(double count)
{
    struct ui_count out;

    snprintf(out.text, sizeof out.text, count == floor(count) ? "%.15g" : "%.1f", count);
    return out;
}
