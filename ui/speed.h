/* SPDX-License-Identifier: GPL-3.0-or-later */
/* speed.h -- how fast a run goes on the screen: from a stage a second to full speed. */
#ifndef UI_SPEED_H
#define UI_SPEED_H

#include "estimate/snapshot.h"

#include <stddef.h>

struct ui_speed {
    const char *name; /* "4 stages/s" */
    enum irt_grain grain;
    unsigned milliseconds; /* from one to the next; 0: as fast as it goes */
};

/* From slow to full. */
extern const struct ui_speed ui_speeds[];
extern const size_t ui_speed_count;

/* The speed a run starts with on the screen: to be seen, and no hindrance to large data,
 * whose cycles take longer anyway. */
#define UI_SPEED_START 4

#endif
