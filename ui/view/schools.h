/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schools.h -- the parts of the Schools screen: its table with the caterpillar plot, the
 * effects' paths, how ability is spread in a school. */
#ifndef UI_VIEW_SCHOOLS_H
#define UI_VIEW_SCHOOLS_H

#include "canvas.h"
#include "school_facts.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ui_school_order { UI_ORDER_NAME, UI_ORDER_EFFECT, UI_ORDER_SIZE, UI_ORDERS };

/* What is looked at. */
struct ui_schools_look {
    const struct ui_session *session;
    size_t schools, chosen;
    struct ui_school *list;       /* by school; owned */
    size_t *order;                /* schools, as they are shown; owned */
    bool truth, rival[UI_RIVALS]; /* any is known */
};

/* Gathers it; false without memory.  Free by ui_schools_look_close(), also after false. */
bool ui_schools_look_open(struct ui_schools_look *look, const struct ui_session *session,
                          enum ui_school_order order);
void ui_schools_look_close(struct ui_schools_look *look);

/* The table from *top on, with an axis and a legend under it. */
void ui_schools_table(const struct ui_schools_look *look, size_t *top,
                      struct ui_canvas *canvas, struct ui_rect rect);

/* Every effect by cycle, the chosen school's on top. */
void ui_schools_paths(const struct ui_schools_look *look, struct ui_canvas *canvas,
                      struct ui_rect rect);

#define UI_SCHOOL_POINTS 1000 /* nodes, at most */

/* How ability is spread in one school, kept while nothing it depends on changes. */
struct ui_school_spread {
    uint64_t key; /* of all it was made from; 0: nothing yet */
    size_t points;
    double theta[UI_SCHOOL_POINTS], prior[UI_SCHOOL_POINTS], density[UI_SCHOOL_POINTS];
    double mean;
    char trouble[200]; /* why there is none; "": there is */
};
void ui_school_spread_update(struct ui_school_spread *spread,
                             const struct ui_session *session, size_t school);
void ui_school_spread_draw(const struct ui_school_spread *spread,
                           const struct ui_schools_look *look, struct ui_canvas *canvas,
                           struct ui_rect rect);

/* What the other fits are called, and their marks in the plot. */
extern const char *const ui_rival_names[UI_RIVALS];

#endif
