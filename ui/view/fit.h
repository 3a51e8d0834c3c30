/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit.h -- the parts of the Fit screen: items, pairs of items, and the test as a whole. */
#ifndef UI_FIT_H
#define UI_FIT_H

#include "app.h"
#include "canvas.h"
#include "cursor.h"
#include "fit/infit.h"
#include "fit/sx2.h"
#include "session.h"
#include "view/persons.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum ui_fit_page {
    UI_FIT_ITEMS,
    UI_FIT_PAIRS,
    UI_FIT_PERSONS,
    UI_FIT_DIF,
    UI_FIT_TEST,
    UI_FIT_COMPARE,
    UI_FIT_PAGES
};
enum ui_fit_form { UI_FIT_POSTERIOR, UI_FIT_EAP, UI_FIT_WLE, UI_FIT_FORMS };

struct fit_state {
    enum ui_fit_page page;
    enum ui_fit_form form; /* of infit and outfit */
    bool counts;           /* the table behind S-X2, not the curve */
    bool told;             /* formulas and sources instead of numbers */
    bool pair;             /* one pair, not the map */
    bool pair_shown;       /* it stands beside the map */
    bool sought;           /* a pair was looked for by its size */
    size_t other;          /* the second item of the pair; the first is the chosen one */
    size_t top;            /* first line of a list */
    size_t rank, top_person; /* by surprise, from 0; and the first shown */
    size_t row, base; /* of the fits: the chosen one, and what it is compared with */
    bool based;       /* base was chosen */
    size_t line;      /* first line of the text */
    size_t told_top;  /* and of formulas and sources */
    struct ui_scores scores; /* of all persons, for their distribution */
    size_t focal;            /* the group that is compared with the first */
    unsigned below; /* the highest category: the one whose shares have intervals */
};

/* --- what was found of an item (fit_light.c) --- */

struct ui_item_fit {
    const struct irt_sx2_item *sx2; /* NULL: not known */
    const struct irt_mean_squares *squares;
};
/* The form that is shown where this one is wanted: Warm's where theta has no distribution. */
enum ui_fit_form ui_fit_form_shown(const struct ui_session *session,
                                   enum ui_fit_form wanted);
struct ui_item_fit ui_item_fit(const struct ui_session *session, size_t item,
                               enum ui_fit_form form);

/* How it fits, as a letter in a colour, with the sentence why in why[size]. */
struct ui_fit_light {
    const char *sign, *word;
    enum ui_role role;
    bool sick;
};
struct ui_fit_light ui_fit_light(const struct ui_session *session, size_t item,
                                 enum ui_fit_form form, char *why, size_t size);
/* "2 X misfit, 1 N noisy"; "" where all fit. */
void ui_fit_lights(const struct ui_session *session, enum ui_fit_form form, char *out,
                   size_t size);

/* --- the cursor (fit_cursor.c) --- */

/* Puts it on a number of what is chosen; the same where it is on the page already; and moves
 * it there. */
void ui_fit_aim(const struct fit_state *state, struct ui_app *app);
void ui_fit_follow(const struct fit_state *state, struct ui_app *app);
bool ui_fit_cursor(const struct fit_state *state, struct ui_app *app,
                   enum ui_direction direction);

/* --- its pages --- */

/* The table of items; the chosen one's line is in view.  And how wide it is. */
void ui_fit_table(struct fit_state *state, const struct ui_session *session,
                  struct ui_canvas *canvas, struct ui_rect rect);
int ui_fit_table_width(const struct ui_session *session, int room);
void ui_fit_items_speak(const struct fit_state *state, const struct ui_session *session,
                        FILE *out);

/* The chosen item's shares by groups of persons over the model's curve. */
void ui_fit_curve(const struct fit_state *state, const struct ui_session *session,
                  struct ui_canvas *canvas, struct ui_rect rect);
/* Its counts by sums, observed and expected. */
void ui_fit_counts(const struct fit_state *state, const struct ui_session *session,
                   struct ui_canvas *canvas, struct ui_rect rect);

/* Pairs of items as a map, and the chosen one. */
void ui_fit_pairs(struct fit_state *state, const struct ui_session *session,
                  struct ui_canvas *canvas, struct ui_rect rect);
void ui_fit_pairs_speak(const struct fit_state *state, const struct ui_session *session,
                        FILE *out);
/* The second item of the pair: never the first, where there are two. */
size_t ui_fit_other(const struct fit_state *state, const struct ui_session *session);
/* Goes to the pair that stands out most, and from there to the next; false: none is known. */
bool ui_fit_next_pair(struct fit_state *state, struct ui_session *session);

/* The most surprising patterns of answers, and the answers of the chosen one. */
void ui_fit_persons(struct fit_state *state, const struct ui_session *session,
                    struct ui_canvas *canvas, struct ui_rect rect);
void ui_fit_persons_speak(const struct fit_state *state, const struct ui_session *session,
                          FILE *out);
/* Goes so many down; its number, from 1, or 0: there are none. */
size_t ui_fit_move_person(struct fit_state *state, struct ui_session *session,
                          long lines);

/* Items compared between groups. */
void ui_fit_dif(struct fit_state *state, const struct ui_session *session,
                struct ui_canvas *canvas, struct ui_rect rect);
void ui_fit_dif_speak(const struct fit_state *state, const struct ui_session *session,
                      FILE *out);

/* The test's information and the error of a score over the persons' distribution. */
void ui_fit_information(struct fit_state *state, const struct ui_session *session,
                        struct ui_canvas *canvas, struct ui_rect rect);
void ui_fit_information_speak(const struct fit_state *state,
                              const struct ui_session *session, FILE *out);

/* This run and the pinned ones, and the chosen one compared with another. */
void ui_fit_compare(struct fit_state *state, const struct ui_session *session,
                    struct ui_canvas *canvas, struct ui_rect rect);
void ui_fit_compare_speak(const struct fit_state *state, const struct ui_session *session,
                          FILE *out);
void ui_fit_compare_move(struct fit_state *state, const struct ui_session *session,
                         long lines);
/* The chosen one becomes what others are compared with. */
void ui_fit_compare_base(struct fit_state *state, const struct ui_session *session);
/* What the test is, and where it is from. */
extern const char ui_fit_compare_told[];

/* What reports say of the test as a whole, from state->line on, and that. */
void ui_fit_test(struct fit_state *state, const struct ui_session *session,
                 struct ui_canvas *canvas, struct ui_rect rect);
void ui_fit_test_speak(const struct fit_state *state, const struct ui_session *session,
                       FILE *out);

#endif
