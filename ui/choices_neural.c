/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "choices_neural.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "number.h"

#define MOST_BATCH 1000000
#define MOST_STEPS 1000000

static bool
set_count(size_t *to, size_t least, size_t most, const char *name, const char *value,
          struct irt_error *error)
{
    uint64_t number;

    if (!ui_number_whole(value, &number) || number < least || number > most)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s: '%.80s' is not a whole number from %zu to %zu", name, value,
                        least, most);
    *to = (size_t)number;
    return true;
}

/* One of two words. */
static bool
set_word(bool *to, const char *off, const char *on, const char *name, const char *value,
         struct irt_error *error)
{
    if (strcmp(value, off) != 0 && strcmp(value, on) != 0)
        return irt_fail(error, IRT_BAD_USAGE, "%s: '%.80s' is not one of: %s %s", name,
                        value, off, on);
    *to = strcmp(value, on) == 0;
    return true;
}

/* --- choices that are a whole number, or one of two words: field, name, the rest ----------- */

#define COUNT(field, name, least, most)                                            \
    bool ui_set_##field(struct ui_choices *choices, const char *value,             \
                        struct irt_error *error)                                   \
    {                                                                              \
        return set_count(&choices->options.neural.field, least, most, name, value, \
                         error);                                                   \
    }                                                                              \
    void ui_show_##field(const struct ui_choices *choices, char *out, size_t size) \
    {                                                                              \
        snprintf(out, size, "%zu", choices->options.neural.field);                 \
    }
#define WORD(choice, field, off, on)                                                     \
    bool ui_set_##choice(struct ui_choices *choices, const char *value,                  \
                         struct irt_error *error)                                        \
    {                                                                                    \
        return set_word(&choices->options.neural.field, off, on, #choice, value, error); \
    }                                                                                    \
    void ui_show_##choice(const struct ui_choices *choices, char *out, size_t size)      \
    {                                                                                    \
        snprintf(out, size, "%s", choices->options.neural.field ? on : off);             \
    }

COUNT(samples, "samples", 1, IRT_MOST_SAMPLES)
COUNT(batch, "batch", 1, MOST_BATCH)
COUNT(warm_up, "warm-up", 0, MOST_STEPS)
COUNT(refine, "refine", 0, MOST_STEPS)
COUNT(starts, "starts", 1, IRT_MOST_STARTS)
WORD(posterior, full, "diagonal", "full")
WORD(bound, importance, "elbo", "importance")

/* --- the others ------------------------------------------------------------------------------ */

static bool
bad_layers(const char *value, struct irt_error *error)
{
    return irt_fail(error, IRT_BAD_USAGE,
                    "hidden: '%.80s' is not 1 to %d numbers of units from 1 to %d, such "
                    "as 64,32",
                    value, IRT_MOST_HIDDEN, IRT_MOST_UNITS);
}

bool
ui_set_hidden(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    struct irt_neural_options layers = choices->options.neural;
    const char *at = value;

    for (layers.layers = 0; layers.layers < IRT_MOST_HIDDEN; at++) {
        char number[20];
        size_t length = strcspn(at, ",");
        struct irt_error unused;

        if (length == 0 || length >= sizeof number)
            return bad_layers(value, error);
        memcpy(number, at, length);
        number[length] = '\0';
        if (!set_count(&layers.hidden[layers.layers++], 1, IRT_MOST_UNITS, "", number,
                       &unused))
            return bad_layers(value, error);
        at += length;
        if (*at == '\0')
            break;
    }
    if (*at != '\0' || at == value)
        return bad_layers(value, error);
    choices->options.neural = layers;
    return true;
}

void
ui_show_hidden(const struct ui_choices *choices, char *out, size_t size)
{
    const struct irt_neural_options *neural = &choices->options.neural;
    size_t used = 0;

    for (size_t k = 0; k < neural->layers && used < size; k++)
        used += (size_t)snprintf(out + used, size - used, "%s%zu", k > 0 ? "," : "",
                                 neural->hidden[k]);
}

bool
ui_set_held_out(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    double share;

    if (!ui_number_real(value, &share) || share < 0 || share > 0.5)
        return irt_fail(error, IRT_BAD_USAGE,
                        "held-out: '%.80s' is not a share from 0 to 0.5", value);
    choices->options.neural.held_out = share;
    return true;
}

void
ui_show_held_out(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%.15g", choices->options.neural.held_out);
}
