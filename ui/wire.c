/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wire.h"

#include <stdlib.h>
#include <string.h>

#include "federation/federated.h"

void
ui_wire_clear(struct ui_wire *wire)
{
    free(wire->bytes);
    free(wire->answer);
    memset(wire, 0, sizeof *wire);
}

bool
ui_wire_fill(struct ui_wire *wire, const void *state, size_t schools, size_t round,
             uint32_t school, struct irt_error *error)
{
    const uint8_t *bytes = NULL;
    size_t size = 0;

    ui_wire_clear(wire);
    irt_federated_rounds(state, &wire->oldest, &wire->newest);
    wire->plan = irt_federated_plan(state);
    wire->effects = irt_federated_effects(state);
    wire->round = round == 0 || round > wire->newest ? wire->newest : round;
    if (wire->round < wire->oldest)
        wire->round = wire->oldest;
    wire->school = school;
    wire->answer = calloc(schools + 1, sizeof *wire->answer);
    if (!wire->answer)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a message");
    wire->schools = schools;
    for (size_t k = 0; wire->round > 0 && k < schools; k++)
        if (irt_federated_message(state, wire->round, (uint32_t)k, &bytes, &size))
            wire->answer[k] = (uint32_t)size;
    if (wire->round == 0 ||
        !irt_federated_message(state, wire->round, school, &bytes, &size))
        return true;
    wire->bytes = malloc(size);
    if (!wire->bytes)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a message");
    memcpy(wire->bytes, bytes, size);
    wire->size = size;
    return true;
}
