/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message_words.c -- a message in words: each number with its place, name and purpose. */
#include "federation/message.h"

#include <stdio.h>
#include <string.h>

struct field {
    size_t offset, size;
    const char *name, *purpose;
};

static const struct field header[] = {
    { 0, 4, "magic", "says that this is a message of irtop: \"IRTW\"" },
    { 4, 2, "version", "which version of the format it is" },
    { 6, 1, "type", "1: a call from the server, 2: a school's answer" },
    { 7, 1, "what is asked", "0: the survey, 1: sums, 2: sums and standard errors" },
    { 8, 4, "round", "which round it belongs to" },
    { 12, 4, "school", "who sends it; 4294967295: the server" },
    { 16, 8, "plan", "a fingerprint of test, model and nodes: both sides have the same" },
    { 24, 8, "bytes", "how long the message is" },
};

static const struct field call[] = {
    { 32, 1, "effects", "0: none, 1: fixed, 2: random, 3: averages" },
    { 33, 1, "robust", "0: none, 1: trim, 2: cap, 3: median" },
    { 34, 1, "standard errors", "0: none, 1: oakes, 2: crossprod" },
    { 35, 1, "refused", "1: the last step went too far: effects start from before it" },
    { 36, 4, "anchor", "the school whose effect is 0; 4294967295: effects are centred" },
    { 40, 8, "share to trim", "of a school's persons, with extreme patterns" },
    { 48, 8, "mean effect", "a school takes it off its effect: effects sum to 0" },
    { 56, 8, "tau", "the standard deviation of random effects" },
};

static const struct field answer[] = {
    { 32, 4, "flags",
      "1: all answers lowest, 2: highest, 4: the effect runs away, "
      "8: no log-likelihood" },
    { 36, 4, "spare", "always 0" },
    { 40, 8, "persons", "how many the school has" },
    { 48, 8, "log-likelihood",
      "of the school's persons: the sum over schools is compared "
      "from round to round" },
    { 56, 8, "effect", "the school's: goes into a sum, from which the mean is taken" },
    { 64, 8, "squared effect",
      "its posterior mean: goes into a sum, of which tau is made" },
    { 72, 8, "persons kept", "by weight, where extreme patterns count less" },
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char for_sums[] = "summed over schools it is the gradient of the pooled "
                               "log-likelihood: zero at the estimates";
static const char for_blocks[] =
    "summed over schools it says how far to step for a gradient";
static const char for_errors[] =
    "summed over schools it is the observed information: its "
    "inverse gives standard errors";
static const char for_counts[] = "persons who answered so: where estimation starts";
static const char for_psi[] = "the test as it is estimated so far";

static bool
is_answer(const uint8_t *bytes)
{
    return bytes[6] == 2;
}

static size_t
fixed_words(const uint8_t *bytes)
{
    return COUNT(header) + (is_answer(bytes) ? COUNT(answer) : COUNT(call));
}

size_t
irt_message_words(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                  enum irt_effects effects)
{
    if (size < IRT_WIRE_HEADER + 8 || bytes[6] < 1 || bytes[6] > 2 ||
        bytes[7] >= IRT_ASKS)
        return 0;
    size_t lists =
        is_answer(bytes)
            ? irt_answer_numbers(plan, (enum irt_ask)bytes[7], effects) - IRT_NUMBERS
            : plan->values;
    size_t end = is_answer(bytes) ? 80 : 64;
    return end + 8 * lists == size ? fixed_words(bytes) + lists : 0;
}

/* --- names of the lists' numbers ------------------------------------------------------------- */

static void
name_count(const struct irt_plan *plan, const struct irt_responses *data, size_t i,
           char *name, size_t size)
{
    const struct irt_item *item = plan->model->item;
    while (i >= item->categories)
        i -= item++->categories;
    snprintf(name, size, "%.80s in category %zu", data->item_name[item->column], i);
}

static void
name_parameter(const struct irt_plan *plan, const struct irt_responses *data, size_t i,
               const char *what, char *name, size_t size)
{
    char label[90];
    irt_model_label(plan->model, data, irt_plan_parameter(plan, i), label, sizeof label);
    snprintf(name, size, "%s, %s", what, label);
}

/* The row and column of entry i of a lower triangle by rows. */
static void
find_entry(size_t i, size_t *row, size_t *column)
{
    *row = 0;
    while (i > *row)
        i -= ++*row;
    *column = i;
}

/* The blocks: of each item its free parameters, and sigma, the last of all. */
static void
name_block(const struct irt_plan *plan, const struct irt_responses *data, size_t i,
           char *name, size_t size)
{
    size_t local[IRT_MAX_ITEM_PARAMETERS], before = 0, at[2];
    char label[2][45];
    for (size_t j = 0; j < plan->model->items; j++) {
        size_t count = irt_plan_locals(plan, j, local), wide = count + plan->sigma;
        if (i < wide * (wide + 1) / 2) {
            find_entry(i, &at[0], &at[1]);
            for (int s = 0; s < 2; s++)
                irt_model_label(plan->model, data,
                                irt_plan_parameter(plan, at[s] == count
                                                             ? plan->gradient - 1
                                                             : before + at[s]),
                                label[s], sizeof label[s]);
            snprintf(name, size, "information, %s and %s", label[0], label[1]);
            return;
        }
        i -= wide * (wide + 1) / 2;
        before += count;
    }
}

static void
name_row(const struct irt_plan *plan, const struct irt_responses *data,
         enum irt_effects effects, size_t row, char *label, size_t size)
{
    const struct irt_model *model = plan->model;
    snprintf(label, size, "%s", effects == IRT_EFFECTS_RANDOM ? "tau" : "the effect");
    for (size_t k = 0; row < plan->free && k < plan->values; k++)
        if (model->parameter[k].free == row) {
            irt_model_label(model, data, k, label, size);
            return;
        }
}

static void
name_observed(const struct irt_plan *plan, const struct irt_responses *data,
              enum irt_effects effects, size_t i, char *name, size_t size)
{
    size_t row, column;
    char one[45], other[45];
    find_entry(i, &row, &column);
    name_row(plan, data, effects, row, one, sizeof one);
    name_row(plan, data, effects, column, other, sizeof other);
    snprintf(name, size, "observed information, %s and %s", one, other);
}

static void
name_listed(const uint8_t *bytes, const struct irt_plan *plan, enum irt_effects effects,
            const struct irt_responses *data, size_t i, struct irt_word *out)
{
    char *name = out->name;
    size_t size = sizeof out->name;
    if (!is_answer(bytes)) {
        irt_model_label(plan->model, data, i, name, size);
        out->purpose = for_psi;
    } else if (bytes[7] == IRT_ASK_SURVEY) {
        name_count(plan, data, i, name, size);
        out->purpose = for_counts;
    } else if (i < plan->gradient) {
        name_parameter(plan, data, i, "gradient", name, size);
        out->purpose = for_sums;
    } else if (i < plan->gradient + plan->information) {
        name_block(plan, data, i - plan->gradient, name, size);
        out->purpose = for_blocks;
    } else {
        name_observed(plan, data, effects, i - plan->gradient - plan->information, name,
                      size);
        out->purpose = for_errors;
    }
}

static uint64_t
whole_at(const uint8_t *at, size_t size)
{
    return size == 8   ? irt_get_u64(at)
           : size == 4 ? irt_get_u32(at)
           : size == 2 ? irt_get_u16(at)
                       : at[0];
}

void
irt_message_word(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                 enum irt_effects effects, const struct irt_responses *data, size_t i,
                 struct irt_word *out)
{
    *out = (struct irt_word){ .purpose = "" };
    if (i < fixed_words(bytes)) {
        const struct field *field = i < COUNT(header)  ? &header[i]
                                    : is_answer(bytes) ? &answer[i - COUNT(header)]
                                                       : &call[i - COUNT(header)];
        out->offset = field->offset;
        out->size = field->size;
        out->whole = field->offset < 40;
        out->purpose = field->purpose;
        snprintf(out->name, sizeof out->name, "%s", field->name);
    } else {
        size_t first = is_answer(bytes) ? 80 : 64;
        i -= fixed_words(bytes);
        out->offset = first + 8 * i;
        out->size = 8;
        name_listed(bytes, plan, effects, data, i, out);
    }
    if (out->offset + out->size > size)
        return;
    if (out->whole)
        out->number = whole_at(bytes + out->offset, out->size);
    else
        irt_get_f64(bytes + out->offset, &out->value, 1);
}
