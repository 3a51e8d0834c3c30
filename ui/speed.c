/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "speed.h"

const struct ui_speed ui_speeds[] = {
    { "1 stage/s", IRT_GRAIN_STAGE, 1000 },        { "4 stages/s", IRT_GRAIN_STAGE, 250 },
    { "1 cycle/s", IRT_GRAIN_CYCLE, 1000 },        { "4 cycles/s", IRT_GRAIN_CYCLE, 250 },
    { "15 cycles/s", IRT_GRAIN_CYCLE, 1000 / 15 }, { "full", IRT_GRAIN_CYCLE, 0 },
};
const size_t ui_speed_count = sizeof ui_speeds / sizeof ui_speeds[0];
