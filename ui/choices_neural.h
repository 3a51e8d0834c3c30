/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choices_neural.h -- the choices about the autoencoder: what their rows in the table of
 * choices.c point to. */
#ifndef UI_CHOICES_NEURAL_H
#define UI_CHOICES_NEURAL_H

#include "choices.h"

/* TO ADD ONE: a set and a show in choices_neural.c, a name here, a row in choices.c. */
#define UI_NEURAL_CHOICES(_) \
    _(hidden)                \
    _(posterior)             \
    _(bound)                 \
    _(samples)               \
    _(batch)                 \
    _(warm_up)               \
    _(held_out)              \
    _(refine)                \
    _(starts)

#define UI_NEURAL_CHOICE(name)                                        \
    bool ui_set_##name(struct ui_choices *choices, const char *value, \
                       struct irt_error *error);                      \
    void ui_show_##name(const struct ui_choices *choices, char *out, size_t size);
UI_NEURAL_CHOICES(UI_NEURAL_CHOICE)
#undef UI_NEURAL_CHOICE

#endif
