/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen.h -- an application with the program's own screens, to test them without a
 * terminal: LSAT-6 is loaded, plain EM.  (stage.h has screens of its own.) */
#ifndef TESTS_SCREEN_H
#define TESTS_SCREEN_H

#include "app.h"
#include "view/view.h"

extern struct ui_app *screen_app;

/* Fixtures. */
void screen_set_up(void);
void screen_tear_down(void);

/* Runs a line that must succeed, or must fail with this part of a message. */
void screen_do(const char *line);
void screen_fail(const char *line, const char *part_of_message);

/* Loads simulated 2PL responses, written to a file of the fixture's folder first. */
void screen_load_simulated(size_t persons, size_t items, double missing, unsigned seed);
/* Loads responses 0 .. categories-1 that go with an ability, the same at each call. */
void screen_load_graded(size_t persons, size_t items, unsigned categories);
/* Loads what text says. */
void screen_load_text(const char *text);
/* The same, scored by a key. */
void screen_load_keyed(const char *text, const char *key);

/* Draws at a size, and what the picture says: a row, whether a text stands in it. */
void screen_draw(int h, int w);
const char *screen_row(int y); /* static storage */
bool screen_has(const char *text);
void screen_expect(const char *text);
/* What the screen says in words; static storage. */
const char *screen_spoken(void);

/* The first spot that opens a number of this kind; NULL: none. */
const struct ui_spot *screen_spot(enum ui_quantity_kind kind);
/* The number written at a spot. */
double screen_number(const struct ui_spot *spot);

/* Draws a screen at sizes from 1 x 1 to 60 x 200 in braille, blocks and ASCII, and checks that
 * nothing is drawn that an ASCII terminal cannot show, and that numbers to be opened
 * stand in the picture. */
void screen_at_all_sizes(const char *view);

#endif
