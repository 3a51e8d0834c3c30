/* SPDX-License-Identifier: GPL-3.0-or-later */
/* live.h -- what statistics of fit, made every few cycles while a run goes on, cost the run. */
#ifndef BENCH_LIVE_H
#define BENCH_LIVE_H

#include <stdbool.h>

/* Prints a line a size: the time of plain EM on the screen with Converge open, and with Fit open,
 * whose statistics are made beside it; their ratio, which is to be 1.1 at most, and how often they
 * were made.  False when a run fails. */
bool bench_live(void);

#endif
