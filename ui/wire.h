/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire.h -- one message of a federated run, copied out of it for the screen, and how much
 * each school sent in that round. */
#ifndef UI_WIRE_H
#define UI_WIRE_H

#include "error.h"
#include "federation/message.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ui_wire {
    size_t oldest, newest;       /* rounds whose messages are kept; newest 0: none yet */
    size_t round;                /* whose messages these are */
    uint32_t school;             /* whose it is; IRT_NO_SCHOOL: the call to all */
    uint8_t *bytes;              /* owned */
    size_t size;                 /* 0: nothing was sent */
    size_t schools;              /* length of */
    uint32_t *answer;            /* what each sent in that round, in bytes; owned */
    const struct irt_plan *plan; /* of the run; NULL: it sends no messages */
    enum irt_effects effects;
};

/* Of a state of irt_federated; round 0 is the newest.  False with *error filled without
 * memory. */
bool ui_wire_fill(struct ui_wire *wire, const void *state, size_t schools, size_t round,
                  uint32_t school, struct irt_error *error);
void ui_wire_clear(struct ui_wire *wire); /* a zeroed one is fine */

#endif
