/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/message.h"

#include <string.h>

static const uint8_t magic[4] = { 'I', 'R', 'T', 'W' };

enum { TYPE_CALL = 1, TYPE_ANSWER = 2 };

enum {
    AT_VERSION = 4,
    AT_TYPE = 6,
    AT_ASK = 7,
    AT_ROUND = 8,
    AT_SCHOOL = 12,
    AT_PLAN = 16,
    AT_SIZE = 24,
    /* call */
    AT_EFFECTS = 32,
    AT_ROBUST = 33,
    AT_SE = 34,
    AT_REFUSED = 35,
    AT_ANCHOR = 36,
    AT_TRIM = 40,
    AT_PSI = 64,
    /* answer */
    AT_FLAGS = 32,
    AT_ZERO = 36,
    AT_NUMBERS = 40,
};

/* --- sizes ------------------------------------------------------------------------------------ */

size_t
irt_observed_rows(const struct irt_plan *plan, enum irt_effects effects)
{
    return plan->free + (effects == IRT_EFFECTS_FIXED || effects == IRT_EFFECTS_RANDOM);
}

size_t
irt_answer_gradient(void)
{
    return IRT_NUMBERS;
}

size_t
irt_answer_information(const struct irt_plan *plan)
{
    return IRT_NUMBERS + plan->gradient;
}

size_t
irt_answer_observed(const struct irt_plan *plan)
{
    return IRT_NUMBERS + plan->gradient + plan->information;
}

size_t
irt_answer_numbers(const struct irt_plan *plan, enum irt_ask ask,
                   enum irt_effects effects)
{
    size_t rows = irt_observed_rows(plan, effects);
    switch (ask) {
    case IRT_ASK_SURVEY: return IRT_NUMBERS + plan->counts;
    case IRT_ASK_ERRORS: return irt_answer_observed(plan) + rows * (rows + 1) / 2;
    case IRT_ASK_SUMS:
    case IRT_ASKS: break;
    }
    return irt_answer_observed(plan);
}

static size_t
call_size(const struct irt_plan *plan)
{
    return AT_PSI + 8 * plan->values;
}

static size_t
answer_size(const struct irt_plan *plan, enum irt_ask ask, enum irt_effects effects)
{
    return AT_NUMBERS + 8 * irt_answer_numbers(plan, ask, effects);
}

/* --- writing ----------------------------------------------------------------------------------- */

static void
put_header(struct irt_bytes *out, const struct irt_plan *plan, uint8_t type,
           enum irt_ask ask, uint32_t round, uint32_t school)
{
    uint8_t *at = out->data;
    memcpy(at, magic, sizeof magic);
    irt_put_u16(at + AT_VERSION, IRT_WIRE_VERSION);
    at[AT_TYPE] = type;
    at[AT_ASK] = (uint8_t)ask;
    irt_put_u32(at + AT_ROUND, round);
    irt_put_u32(at + AT_SCHOOL, school);
    irt_put_u64(at + AT_PLAN, plan->fingerprint);
    irt_put_u64(at + AT_SIZE, out->size);
}

bool
irt_call_encode(const struct irt_call *call, const struct irt_plan *plan,
                struct irt_bytes *out, struct irt_error *error)
{
    if (!irt_bytes_resize(out, call_size(plan), error))
        return false;
    const double numbers[3] = { call->trim, call->mean, call->tau };
    put_header(out, plan, TYPE_CALL, call->ask, call->round, IRT_NO_SCHOOL);
    out->data[AT_EFFECTS] = (uint8_t)call->effects;
    out->data[AT_ROBUST] = (uint8_t)call->robust;
    out->data[AT_SE] = (uint8_t)call->se;
    out->data[AT_REFUSED] = call->refused;
    irt_put_u32(out->data + AT_ANCHOR, call->anchor);
    irt_put_f64(out->data + AT_TRIM, numbers, 3);
    irt_put_f64(out->data + AT_PSI, call->psi, plan->values);
    return true;
}

bool
irt_answer_encode(const struct irt_answer *answer, const struct irt_plan *plan,
                  enum irt_effects effects, struct irt_bytes *out,
                  struct irt_error *error)
{
    if (!irt_bytes_resize(out, answer_size(plan, answer->ask, effects), error))
        return false;
    put_header(out, plan, TYPE_ANSWER, answer->ask, answer->round, answer->school);
    irt_put_u32(out->data + AT_FLAGS, answer->flags);
    irt_put_f64(out->data + AT_NUMBERS, answer->number,
                irt_answer_numbers(plan, answer->ask, effects));
    return true;
}

/* --- reading ----------------------------------------------------------------------------------- */

static bool
refuse(struct irt_error *error, const char *what)
{
    return irt_fail(error, IRT_NETWORK, "a message is refused: %s", what);
}

static bool
check_header(const uint8_t *bytes, size_t size, const struct irt_plan *plan, uint8_t type,
             struct irt_error *error)
{
    if (size < IRT_WIRE_HEADER || memcmp(bytes, magic, sizeof magic) != 0)
        return refuse(error, "it does not begin as one of irtop's");
    if (irt_get_u16(bytes + AT_VERSION) != IRT_WIRE_VERSION)
        return refuse(error,
                      "it is of another version of the format; take the same irtop "
                      "on both sides");
    if (bytes[AT_TYPE] != type)
        return refuse(error, "it is not of the kind expected");
    if (irt_get_u64(bytes + AT_SIZE) != size)
        return refuse(error, "it is not as long as it says");
    if (bytes[AT_ASK] >= IRT_ASKS)
        return refuse(error, "it asks for something unknown");
    if (irt_get_u64(bytes + AT_PLAN) != plan->fingerprint)
        return refuse(error, "it is for another test, model or nodes");
    return true;
}

bool
irt_call_decode(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                struct irt_call *out, struct irt_error *error)
{
    double numbers[3];
    if (!check_header(bytes, size, plan, TYPE_CALL, error))
        return false;
    if (size != call_size(plan))
        return refuse(error, "it has another number of parameters than the plan");
    if (irt_get_u32(bytes + AT_SCHOOL) != IRT_NO_SCHOOL || bytes[AT_REFUSED] > 1 ||
        bytes[AT_SE] > IRT_SE_CROSSPROD || bytes[AT_EFFECTS] > IRT_EFFECTS_AVERAGES ||
        bytes[AT_ROBUST] > IRT_ROBUST_MEDIAN)
        return refuse(error, "a field has a value that none of its meanings has");
    if (!irt_get_f64(bytes + AT_TRIM, numbers, 3) ||
        !irt_get_f64(bytes + AT_PSI, out->psi, plan->values))
        return refuse(error, "a number in it is not finite");
    if (!(numbers[0] >= 0.0 && numbers[0] < 1.0) || !(numbers[2] >= 0.0) ||
        !(out->psi[plan->values - 1] > 0.0))
        return refuse(error, "a share or a standard deviation is out of range");
    out->round = irt_get_u32(bytes + AT_ROUND);
    out->ask = (enum irt_ask)bytes[AT_ASK];
    out->effects = (enum irt_effects)bytes[AT_EFFECTS];
    out->robust = (enum irt_robust)bytes[AT_ROBUST];
    out->se = (enum irt_se)bytes[AT_SE];
    out->refused = bytes[AT_REFUSED];
    out->anchor = irt_get_u32(bytes + AT_ANCHOR);
    out->trim = numbers[0];
    out->mean = numbers[1];
    out->tau = numbers[2];
    return true;
}

bool
irt_answer_decode(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                  enum irt_effects effects, struct irt_answer *out,
                  struct irt_error *error)
{
    if (!check_header(bytes, size, plan, TYPE_ANSWER, error))
        return false;
    enum irt_ask ask = (enum irt_ask)bytes[AT_ASK];
    if (size != answer_size(plan, ask, effects))
        return refuse(error, "it has another number of numbers than was asked for");
    if (irt_get_u32(bytes + AT_FLAGS) > IRT_FLAGS || irt_get_u32(bytes + AT_ZERO) != 0)
        return refuse(error, "a field has a value that none of its meanings has");
    if (!irt_get_f64(bytes + AT_NUMBERS, out->number,
                     irt_answer_numbers(plan, ask, effects)))
        return refuse(error, "a number in it is not finite");
    if (!(out->number[IRT_NUMBER_PERSONS] >= 0.0) ||
        !(out->number[IRT_NUMBER_SQUARE] >= 0.0) ||
        !(out->number[IRT_NUMBER_KEPT] >= 0.0))
        return refuse(error, "a count in it is negative");
    out->round = irt_get_u32(bytes + AT_ROUND);
    out->ask = ask;
    out->school = irt_get_u32(bytes + AT_SCHOOL);
    out->flags = irt_get_u32(bytes + AT_FLAGS);
    return true;
}
