/* SPDX-License-Identifier: GPL-3.0-or-later */
/* federated.h -- what the federated estimator offers beside the estimator's operations: its
 * messages, byte for byte, and schools that drop out and come back.  The state is the one that
 * irt_federated.open() was given; all this is for the thread that advances it. */
#ifndef IRT_FEDERATED_H
#define IRT_FEDERATED_H

#include "error.h"
#include "estimate/estimator.h"
#include "federation/exchange.h"
#include "federation/message.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes that school k sent in a round (from 1), or with IRT_NO_SCHOOL the call to all;
 * false when there are none, or not any more.  They stay until the next advance. */
bool irt_federated_message(const void *state, size_t round, uint32_t school,
                           const uint8_t **bytes, size_t *size);

/* The rounds whose messages are kept: oldest .. newest; 0 before the first. */
void irt_federated_rounds(const void *state, size_t *oldest, size_t *newest);

/* What irt_message_word() needs to put a message of this run into words. */
const struct irt_plan *irt_federated_plan(const void *state);
enum irt_effects irt_federated_effects(const void *state);

/* School k takes part from the next round on, or does not.  The run goes on; one that was
 * done goes on too when it is advanced.  False with *error filled (IRT_BAD_USAGE) when it is
 * the anchor or the last that is left. */
bool irt_federated_drop(void *state, size_t k, bool out, struct irt_error *error);

#endif
