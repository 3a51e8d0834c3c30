/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.c -- the registry of screens. */
#include "config.h"

#include "view.h"

#include <string.h>

/* TO ADD A NEW SCREEN: one file in ui/view with its ops, declared here, and a row in tab
 * order; two words in Makefile.am. */
extern const struct ui_view_ops ui_converge;
extern const struct ui_view_ops ui_estep;
extern const struct ui_view_ops ui_fit;
extern const struct ui_view_ops ui_items;
extern const struct ui_view_ops ui_mstep;
extern const struct ui_view_ops ui_persons;
extern const struct ui_view_ops ui_race;
extern const struct ui_view_ops ui_schools;
extern const struct ui_view_ops ui_setup;
extern const struct ui_view_ops ui_study;
extern const struct ui_view_ops ui_vae_view;
extern const struct ui_view_ops ui_wire_view;

const struct ui_view_ops *const ui_views[] = {
    &ui_setup,   &ui_converge, &ui_estep, &ui_mstep, &ui_items,
    &ui_schools, &ui_persons,  &ui_fit,   &ui_study, &ui_wire_view,
    &ui_race,    &ui_vae_view, NULL,
};

/* By name, or by the beginning of one. */
const struct ui_view_ops *
ui_view_find(const char *name)
{
    const struct ui_view_ops *found = NULL;

    for (size_t k = 0; ui_views[k]; k++) {
        if (strcmp(ui_views[k]->name, name) == 0)
            return ui_views[k];
        if (name[0] && !found && strncmp(ui_views[k]->name, name, strlen(name)) == 0)
            found = ui_views[k];
    }
    return found;
}

size_t
ui_view_index(const struct ui_view_ops *view)
{
    for (size_t k = 0; ui_views[k]; k++)
        if (ui_views[k] == view)
            return k;
    return 0;
}
