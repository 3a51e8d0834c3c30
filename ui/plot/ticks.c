/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot/ticks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot.h"

/* Rounding in lo / step must not lose the tick at the end. */
#define SLIP 1e-9

/* The i-th of ... 0.1, 0.2, 0.5, 1 (i = 0), 2, 5, 10 ... */
static double
round_step(int i)
{
    static const double digit[] = { 1, 2, 5 };
    int power = (int)floor(i / 3.0);

    /* A negative power of ten divides, for 0.1 is not exact and 10 is. */
    return power < 0 ? digit[i - 3 * power] / pow(10, -power)
                     : digit[i - 3 * power] * pow(10, power);
}

/* The least round step that is at least width, as an index for round_step(). */
static int
round_up(double width)
{
    int i = 3 * (int)floor(log10(width));

    while (round_step(i) < width * (1 - SLIP))
        i++;
    return i;
}

void
ui_nice_range(double *lo, double *hi, int ticks)
{
    double step;

    if (!isfinite(*lo) || !isfinite(*hi) || !(*lo < *hi) || !isfinite(*hi - *lo))
        return;
    step = round_step(round_up((*hi - *lo) / (ticks > 1 ? ticks : 2)));
    *lo = floor(*lo / step + SLIP) * step;
    *hi = ceil(*hi / step - SLIP) * step;
}

/* "1e-06" -> "1e-6" */
static void
shorten_exponent(char *text)
{
    char *e = strchr(text, 'e');
    char *from;

    if (e == NULL)
        return;
    from = e + (e[1] == '-' ? 2 : 1);
    e = from;
    from += *from == '+';
    from += strspn(from, "0");
    memmove(e, from, strlen(from) + 1);
}

void
ui_tick_text(double value, double step, char *out, size_t size)
{
    char text[40];
    int place = step > 0 && isfinite(step) ? (int)floor(log10(step) + SLIP) : 0;
    int decimals = place < 0 ? -place : 0;

    if (step > 0 && fabs(value) < step * SLIP)
        value = 0; /* also takes the sign off -0 */
    if (!isfinite(value)) {
        snprintf(text, sizeof text, "%s",
                 isnan(value) ? "-"
                 : value < 0  ? "-inf"
                              : "inf");
    } else if (value != 0 &&
               (fabs(value) >= 1e7 || (decimals > 4 && fabs(value) < 1e-3))) {
        int digits = (int)floor(log10(fabs(value)) + SLIP) - place;

        snprintf(text, sizeof text, "%.*e",
                 digits < 0    ? 0
                 : digits > 15 ? 15
                               : digits,
                 value);
        shorten_exponent(text);
    } else {
        snprintf(text, sizeof text, "%.*f",
                 value == 0      ? 0
                 : decimals > 15 ? 15
                                 : decimals,
                 value);
    }
    snprintf(out, size, "%s", text);
}

static void
add_tick(struct ui_ticks *ticks, double value, double step)
{
    int columns;

    ticks->value[ticks->n] = value;
    ui_tick_text(value, step, ticks->text[ticks->n], sizeof ticks->text[0]);
    columns = (int)strlen(ticks->text[ticks->n]);
    if (columns > ticks->columns)
        ticks->columns = columns;
    ticks->n++;
}

/* The multiples of step in lo .. hi; n is 0 when they are more than can be. */
static struct ui_ticks
multiples(double lo, double hi, double step)
{
    struct ui_ticks ticks = { 0 };
    double first = ceil(lo / step - SLIP), last = floor(hi / step + SLIP);

    if (!(last - first < UI_MOST_TICKS) || fabs(first) > 1e15 || fabs(last) > 1e15)
        return ticks;
    for (double i = first; i <= last; i++)
        add_tick(&ticks, i * step, step);
    return ticks;
}

struct ui_ticks
ui_linear_ticks(double lo, double hi, int wanted, int room, int gap, bool columns_count,
                bool whole)
{
    struct ui_ticks best = { 0 };
    int worst = -1;

    if (!(lo < hi) || !isfinite(hi - lo) || wanted < 1 || room < 1)
        return best;
    for (int i = round_up(hi - lo), end = i - 9; i > end; i--) {
        double step = round_step(i), cells = step / (hi - lo) * (room - 1);
        struct ui_ticks ticks = multiples(lo, hi, step);
        int off = abs(ticks.n - wanted) + (ticks.n < 2 ? 100 : 0);

        if (whole && step < 1)
            break;
        if (ticks.n > 1 && cells < gap + (columns_count ? ticks.columns : 0) - 1e-6)
            break;
        if (ticks.n > 0 && (worst < 0 || off < worst)) {
            worst = off;
            best = ticks;
        }
    }
    return best;
}

/* Powers of ten from first to last, every stride-th. */
static struct ui_ticks
powers(int first, int last, int stride)
{
    struct ui_ticks ticks = { 0 };

    for (int power = first; power <= last; power += stride) {
        double value = power < 0 ? 1 / pow(10, -power) : pow(10, power);
        char *text = ticks.text[ticks.n];

        add_tick(&ticks, value, value);
        /* 0.001 but 1e-4: four zeros are hard to count. */
        if (power < -3 || power > 4)
            snprintf(text, sizeof ticks.text[0], "1e%d", power);
    }
    ticks.columns = 0;
    for (int i = 0; i < ticks.n; i++)
        if ((int)strlen(ticks.text[i]) > ticks.columns)
            ticks.columns = (int)strlen(ticks.text[i]);
    return ticks;
}

/* 0.1, 0.2, 0.5, 1, 2 ... within lo .. hi, which is less than two decades. */
static struct ui_ticks
ones_twos_fives(double lo, double hi)
{
    struct ui_ticks ticks = { 0 };

    for (int i = round_up(lo); round_step(i) <= hi * (1 + SLIP); i++) {
        double step = round_step(i);

        add_tick(&ticks, step, round_step((int)(3 * floor(i / 3.0))));
    }
    return ticks;
}

struct ui_ticks
ui_log_ticks(double lo, double hi, int wanted, int room, int gap)
{
    double first = ceil(log10(lo) - SLIP), last = floor(log10(hi) + SLIP);
    double rows = (room - 1) / log10(hi / lo); /* a decade */

    if (last - first < 1) {
        struct ui_ticks ticks = ones_twos_fives(lo, hi);

        if (ticks.n >= 2 && log10(2) * rows >= gap)
            return ticks;
        return ui_linear_ticks(lo, hi, wanted, room, gap, false, false);
    }
    for (int stride = 1; stride < 700; stride++) {
        int from = stride * (int)ceil(first / stride);
        int count = from > last ? 0 : (int)floor((last - from) / stride) + 1;

        if (stride * rows >= gap && count <= wanted + 1 && count <= UI_MOST_TICKS)
            return powers(from, (int)last, stride);
    }
    return (struct ui_ticks){ 0 };
}
