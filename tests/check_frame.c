/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around every screen, at many sizes: header, tabs, message, key bar, opened
 * numbers, help; and the prompt. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "frame.h"
#include "keys.h"
#include "prompt.h"
#include "stage.h"
#include "suite.h"
#include "view/view.h"

/* --- layout ---------------------------------------------------------------------------- */

START_TEST(every_row_has_one_use)
{
    for (int h = 1; h <= 60; h++) {
        struct ui_layout l = ui_frame_layout(h, 80);
        int rows[] = { l.header, l.tabs, l.tab_rule, l.rule, l.keys };
        int used = 0;

        for (int k = 0; k < 5; k++) {
            ck_assert_int_lt(rows[k], h);
            used += rows[k] >= 0;
            ck_assert(rows[k] < l.body.y || rows[k] >= l.body.y + l.body.h);
            for (int i = 0; i < k; i++)
                ck_assert(rows[k] < 0 || rows[k] != rows[i]);
        }
        ck_assert_int_eq(used + l.body.h, h);
    }
}
END_TEST

START_TEST(eighty_by_twenty_four)
{
    stage_do("lecture");
    stage_do("step stage 3");
    stage_draw(24, 80);
    ck_assert_str_eq(stage_row(0), " irtop  lsat6.csv  1000 × 5  2PL  EM  10 nodes [-4, "
                                   "4] ⏸ cycle 1 · E3 of 4");
    ck_assert_str_eq(stage_row(1),
                     " 1 Table  2 Converge  3 E-step  4 M-step  5 Items  7 Persons");
    ck_assert_ptr_nonnull(strstr(stage_row(2), "━━━━━━━━━─"));
    ck_assert_str_eq(stage_row(3), "  node and weight, item1 and item3");
    ck_assert_ptr_nonnull(strstr(stage_row(22), "────"));
    ck_assert_str_eq(stage_row(23),
                     " t tail  [ ] item  n mine  space run/pause  s stage  "
                     ", . travel  ? help");
}
END_TEST

START_TEST(a_hundred_by_thirty_shows_more)
{
    stage_do("view estep");
    stage_draw(30, 100);
    ck_assert_ptr_nonnull(strstr(stage_row(0), "1000 × 5  30 patterns  2PL  EM"));
    ck_assert_ptr_nonnull(strstr(stage_row(29), "⏎ open number"));
    ck_assert_ptr_nonnull(strstr(stage_row(29), "? help"));
    /* The rule is thick under the open tab only. */
    const char *rule = stage_row(2), *thick = strstr(rule, "━");
    ck_assert_ptr_nonnull(thick);
    ck_assert_uint_eq((size_t)(thick - rule) / strlen("─"),
                      strlen(" 1 Table  2 Converge "));
}
END_TEST

static const struct {
    int h, w;
} sizes[] = { { 24, 80 }, { 30, 100 }, { 45, 140 }, { 10, 40 }, { 6, 20 }, { 9, 33 },
              { 3, 12 },  { 2, 8 },    { 1, 1 },    { 24, 20 }, { 5, 200 } };

/* At any size and in any state: it draws, the keys end in help, the state is there. */
START_TEST(any_size_draws)
{
    int h = sizes[_i].h, w = sizes[_i].w;
    static const char *const states[] = {
        "view table",   "step stage", "until 2", "back",        "cursor first",
        "cursor right", "open",       "open 2",  "search item", "run",
    };

    for (size_t k = 0; k < sizeof states / sizeof states[0]; k++) {
        stage_draw(24, 80); /* where there is a number to open */
        stage_do(states[k]);
        stage_app->message[0] = '\0'; /* on few rows it lies on the keys */
        stage_draw(h, w);
        for (int y = 0; y < h; y++)
            ck_assert_int_le(ui_columns(stage_row(y)), w);
        if (h >= 3 && w >= 12)
            ck_assert_msg(strstr(stage_row(h - 1), "? help") != NULL, "%s",
                          stage_row(h - 1));
        if (w >= 20)
            ck_assert_msg(strstr(stage_row(0), "cycle") || strstr(stage_row(0), "ready"),
                          "%s", stage_row(0));
        stage_app->tui = true;
        stage_do("help");
        stage_draw(h, w);
        stage_do("help");
        stage_do("speak");
        stage_draw(h, w);
        stage_do("close");
        stage_app->tui = false;
    }
}
END_TEST

/* The state starts in one column whatever it says. */
START_TEST(the_state_does_not_jump)
{
    static const char *const lines[] = { "step", "until 3", "until 12", "back", "run" };
    int column = -1;

    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        stage_do(lines[k]);
        stage_draw(24, 80);
        const char *row = stage_row(0), *state = strstr(row, "cycle");
        char before[400];

        ck_assert_ptr_nonnull(state);
        snprintf(before, sizeof before, "%.*s", (int)(state - row), row);
        if (column >= 0)
            ck_assert_int_eq(ui_columns(before), column);
        column = ui_columns(before);
    }
}
END_TEST

START_TEST(the_header_says_how_it_stands)
{
    static const struct {
        const char *line, *state;
    } steps[] = {
        { "view table", "ready" },
        { "step stage 2", "⏸ cycle 1 · E2 of 4" },
        { "step stage 3", "⏸ cycle 1 · item1, Newton 1" },
        { "step cycle", "⏸ cycle 1" },
        { "until 4", "⏸ cycle 4" },
        { "goto 2", "◂ cycle 2 of 4" },
        { "run", "· converged" },
        { "max-cycles 2", "ready" },
        { "run", "■ cycle 2 · at the limit" },
        { "reset", "ready" },
        { "until 1", "⏸ cycle 1" },
        { "finish", "■ cycle 1 · ended here" },
        { "undo", "ready" },
        { "undo", "ready" },
        { "undo", "no data" },
    };

    for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
        stage_do(steps[k].line);
        stage_draw(24, 110);
        ck_assert_msg(strstr(stage_row(0), steps[k].state) != NULL, "%s: %s",
                      steps[k].line, stage_row(0));
    }
}
END_TEST

START_TEST(messages_lie_in_the_rule)
{
    stage_fail("frobnicate", IRT_BAD_USAGE, "frobnicate");
    stage_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(stage_row(22), " frobnicate: no such command;"));
    stage_draw(6, 60); /* no rule: on the keys */
    ck_assert_ptr_nonnull(strstr(stage_row(5), " frobnicate: no such command;"));
    stage_do("view table");
    stage_draw(24, 80);
    ck_assert_ptr_null(strstr(stage_row(22), "frobnicate"));
}
END_TEST

/* What is to be done stands at the end of a message. */
START_TEST(long_messages_stand_in_full)
{
    ui_app_say(stage_app, true, "%s",
               "data.csv:17: item 'Freude' has response 5, the 2PL model takes 0 and 1; "
               "recode it, list it in --missing, or take another --model");
    stage_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(stage_row(21), "data.csv:17: item 'Freude'"));
    ck_assert_ptr_nonnull(strstr(stage_row(22), "or take another --model"));
    ck_assert_ptr_nonnull(strstr(stage_row(23), "help"));
    stage_draw(10, 40);
    ck_assert_ptr_nonnull(strstr(stage_row(9), "help"));
    stage_draw(6, 40);
    ck_assert_ptr_nonnull(strstr(stage_row(5), "data.csv:17"));
}
END_TEST

START_TEST(ascii_has_no_other_signs)
{
    struct irt_error error;
    struct ui_canvas *canvas = &stage_app->canvas;

    ui_canvas_free(canvas);
    ck_assert(ui_canvas_init(canvas, 24, 80, UI_GLYPHS_ASCII, &error));
    stage_do("step stage 3");
    stage_do("cursor first");
    stage_do("cursor right");
    stage_do("open");
    ui_app_draw(stage_app);
    for (int k = 0; k < canvas->h * canvas->w; k++)
        ck_assert_uint_lt(canvas->cell[k].glyph, 127);
    ck_assert_ptr_nonnull(strstr(stage_row(23), "Enter open"));
}
END_TEST

/* --- the cursor, search, opened numbers -------------------------------------------------- */

static enum ui_role
role_at(int y, int x)
{
    return (enum ui_role)ui_cell_at(&stage_app->canvas, y, x)->role;
}

START_TEST(the_cursor_is_painted_on_its_number)
{
    stage_draw(24, 80);
    stage_do("cursor first");
    stage_draw(24, 80);
    ck_assert_int_eq(role_at(5, 8), UI_CURSOR);
    ck_assert_int_ne(role_at(6, 8), UI_CURSOR);
    stage_do("cursor down");
    stage_draw(30, 100);
    ck_assert_int_eq(role_at(6, 8), UI_CURSOR);
    ck_assert_int_ne(role_at(5, 8), UI_CURSOR);
}
END_TEST

START_TEST(matches_are_painted)
{
    stage_do("search ITEM3");
    stage_draw(24, 80);
    const char *row = stage_row(3), *hit = strstr(row, "item3");
    ck_assert_int_eq(role_at(3, (int)(hit - row)), UI_CHANGED);
    ck_assert_int_eq(role_at(3, (int)(hit - row) + 4), UI_CHANGED);
    ck_assert_int_ne(role_at(3, (int)(hit - row) + 5), UI_CHANGED);
}
END_TEST

START_TEST(an_opened_number_shows_its_formula)
{
    char all[4000] = "";

    stage_do("cursor first");
    stage_do("cursor right");
    stage_do("open");
    stage_draw(24, 80);
    for (int y = 3; y < 22; y++) {
        strcat(all, stage_row(y));
        strcat(all, "\n");
    }
    ck_assert_msg(strstr(all, " weight 1 "), "%s", all);
    ck_assert_msg(strstr(all, "normal density:  A_n = phi(X_n) / sum"), "%s", all);
    ck_assert_msg(strstr(all, "▸ node 1"), "%s", all);
    ck_assert_msg(strstr(all, "  weight 2"), "%s", all);
    ck_assert_msg(strstr(all, "Esc close"), "%s", all);
    /* It does not cover the number that it is about. */
    ck_assert_int_eq(role_at(5, 24), UI_CURSOR);
    ck_assert_ptr_nonnull(strstr(stage_row(23), "↑↓ choose  ⏎ open  Esc back"));
}
END_TEST

START_TEST(clicks)
{
    stage_draw(24, 80);
    ui_app_click(stage_app, 1, 3, false);
    ck_assert_str_eq(stage_app->view->name, "table");
    ui_app_click(stage_app, 1, 12, false);
    ck_assert_str_eq(stage_app->view->name, "converge");
    ui_app_click(stage_app, 1, 1, false);
    ck_assert_str_eq(stage_app->view->name, "table"); /* the tab stands at column 1 */
    stage_draw(24, 80);
    ui_app_click(stage_app, 6, 24, false);
    ck_assert(stage_app->has_cursor);
    ck_assert_uint_eq(stage_app->cursor.node, 1);
    ck_assert_uint_eq(stage_app->opened, 0);
    ui_app_click(stage_app, 6, 24, true);
    ck_assert_uint_eq(stage_app->opened, 1);
    stage_draw(24, 80);
    for (int y = 3; y < 22; y++) /* a click on an operand opens it */
        if (strstr(stage_row(y), "weight 3")) {
            ui_app_click(stage_app, y, 8, false);
            break;
        }
    ck_assert_uint_eq(stage_app->opened, 2);
    ck_assert_uint_eq(stage_app->open[1].node, 2);
    stage_draw(24, 80);
    ui_app_click(stage_app, 23, 1000, false); /* outside: nothing */
}
END_TEST

START_TEST(help_scrolls_and_stops)
{
    stage_app->tui = true;
    ui_app_key(stage_app, '?');
    stage_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(stage_row(3), "Keys on Table"));
    ui_app_key(stage_app, UI_KEY_END);
    stage_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(stage_row(21), "seed"));
    size_t last = stage_app->help_top;
    ui_app_key(stage_app, UI_KEY_DOWN);
    stage_draw(24, 80);
    ck_assert_uint_eq(stage_app->help_top, last);
    ui_app_key(stage_app, UI_KEY_HOME);
    ui_app_key(stage_app, ' ');
    ck_assert_uint_gt(stage_app->help_top, 0);
    ui_app_key(stage_app, '?');
    ck_assert(!stage_app->help);
}
END_TEST

START_TEST(texts_are_broken_at_blanks)
{
    char *text = strdup("one two three four five six seven eight nine ten\n\nlast");

    stage_app->tui = true;
    ui_app_show_text(stage_app, "words", text);
    stage_draw(24, 30);
    ck_assert_ptr_nonnull(strstr(stage_row(3), " words "));
    ck_assert_ptr_nonnull(strstr(stage_row(4), "one two three four five"));
    ck_assert_ptr_nonnull(strstr(stage_row(5), "│ six seven eight nine ten"));
    ck_assert_ptr_nonnull(strstr(stage_row(7), "│ last"));
    ui_app_key(stage_app, UI_KEY_ESC);
    ck_assert_ptr_null(stage_app->text);
}
END_TEST

/* --- the prompt --------------------------------------------------------------------------- */

static void
type(const char *bytes)
{
    for (; *bytes; bytes++)
        ui_prompt_byte((unsigned char)*bytes);
}

START_TEST(the_prompt_runs_a_line)
{
    stage_app->tui = true;
    ui_app_key(stage_app, ':');
    ck_assert(ui_prompt_active());
    type("quad 2");
    stage_draw(24, 80);
    ck_assert_str_eq(stage_row(23), ":quad 2");
    ck_assert_int_eq(ui_prompt_cursor(), 7);
    ck_assert_int_eq(ui_prompt_row(), 23);
    type("3\r");
    ck_assert(!ui_prompt_active());
    ck_assert_int_eq(ui_prompt_cursor(), -1);
    ck_assert_uint_eq(stage_app->session.choices.options.points, 23);
}
END_TEST

START_TEST(the_prompt_edits)
{
    stage_app->tui = true;
    ui_app_key(stage_app, ':');
    type("quad 3\033[D1\r"); /* 13 */
    ck_assert_uint_eq(stage_app->session.choices.options.points, 13);
    ui_app_key(stage_app, ':');
    type("nonsense\025quad 17\r"); /* Ctrl-U */
    ck_assert_uint_eq(stage_app->session.choices.options.points, 17);
    ui_app_key(stage_app, ':');
    type("\033[A\033[A\r"); /* up twice: quad 13 again */
    ck_assert_uint_eq(stage_app->session.choices.options.points, 13);
}
END_TEST

START_TEST(the_prompt_is_given_up)
{
    stage_app->tui = true;
    ui_app_key(stage_app, ':');
    type("quad 7\033");
    ck_assert(ui_prompt_active()); /* an arrow may follow */
    ui_prompt_pause();
    ck_assert(!ui_prompt_active());
    ui_app_key(stage_app, ':');
    type("quad 7\003");
    ck_assert(!ui_prompt_active());
    ui_app_key(stage_app, ':');
    type("q\177\177"); /* backspace on nothing */
    ck_assert(!ui_prompt_active());
    ck_assert_uint_eq(stage_app->session.choices.options.points, 61);
    ck_assert(!stage_app->quit);
}
END_TEST

START_TEST(the_prompt_completes)
{
    stage_app->tui = true;
    ui_app_key(stage_app, ':');
    type("acc\t");
    stage_draw(24, 80);
    ck_assert_str_eq(stage_row(23), ":accelerate");
    ck_assert_int_eq(ui_prompt_cursor(), 12); /* a blank follows */
    type("\t");
    stage_draw(24, 80);
    ck_assert_str_eq(stage_row(22), " lbfgs  none  ramsay  squarem");
    type("sq\t\r");
    ck_assert_int_eq(stage_app->session.choices.options.accelerate,
                     IRT_ACCELERATE_SQUAREM);
}
END_TEST

START_TEST(the_prompt_takes_other_letters)
{
    if (MB_CUR_MAX == 1)
        return; /* readline follows the locale: there are no other letters */
    stage_app->tui = true;
    ui_app_key(stage_app, ':');
    type("pin é");
    stage_draw(24, 80);
    ck_assert_str_eq(stage_row(23), ":pin é");
    ck_assert_int_eq(ui_prompt_cursor(), 6);
    ui_prompt_cancel();
}
END_TEST

START_TEST(a_long_line_slides)
{
    stage_app->tui = true;
    ui_app_key(stage_app, ':');
    for (int k = 0; k < 30; k++)
        type("abcdefghi ");
    type("end");
    stage_draw(24, 40);
    ck_assert_ptr_nonnull(strstr(stage_row(23), "abcdefghi end"));
    ck_assert_int_lt(ui_prompt_cursor(), 40);
    stage_draw(24, 20); /* a resize while it is open */
    ck_assert_ptr_nonnull(strstr(stage_row(23), "end"));
    ck_assert_int_lt(ui_prompt_cursor(), 20);
    type("\001"); /* Ctrl-A */
    stage_draw(24, 20);
    ck_assert_ptr_nonnull(strstr(stage_row(23), ":abcdefghi"));
    ck_assert_int_eq(ui_prompt_cursor(), 1);
    ui_prompt_cancel();
}
END_TEST

START_TEST(slash_searches)
{
    stage_app->tui = true;
    ui_app_key(stage_app, '/');
    type("item2\r");
    ck_assert_uint_eq(stage_app->session.item, 1);
    ui_app_key(stage_app, '/');
    type("item\r");
    ui_app_key(stage_app, '/');
    type("\r"); /* the next one */
    ck_assert_uint_eq(stage_app->session.item, 2);
}
END_TEST

START_TEST(lines_are_kept)
{
    stage_app->tui = true;
    ui_app_key(stage_app, ':');
    type("quad 11\r");
    ui_app_key(stage_app, ':');
    type("quad 11\r"); /* the same again: once is enough */
    ui_app_key(stage_app, '/');
    type("item2\r");
    ck_assert_str_eq(stage_read(stage_path("irtop/history")), "quad 11\n");
    stage_do("history");
    ck_assert_ptr_nonnull(strstr(stage_app->text, "1  quad 11"));
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("frame");
    TCase *cases = tcase_create("frame"), *prompt = tcase_create("prompt");

    tcase_add_checked_fixture(cases, stage_set_up, stage_tear_down);
    tcase_add_test(cases, every_row_has_one_use);
    tcase_add_test(cases, eighty_by_twenty_four);
    tcase_add_test(cases, a_hundred_by_thirty_shows_more);
    tcase_add_loop_test(cases, any_size_draws, 0, COUNT(sizes));
    tcase_add_test(cases, the_state_does_not_jump);
    tcase_add_test(cases, the_header_says_how_it_stands);
    tcase_add_test(cases, messages_lie_in_the_rule);
    tcase_add_test(cases, long_messages_stand_in_full);
    tcase_add_test(cases, ascii_has_no_other_signs);
    tcase_add_test(cases, the_cursor_is_painted_on_its_number);
    tcase_add_test(cases, matches_are_painted);
    tcase_add_test(cases, an_opened_number_shows_its_formula);
    tcase_add_test(cases, clicks);
    tcase_add_test(cases, help_scrolls_and_stops);
    tcase_add_test(cases, texts_are_broken_at_blanks);
    suite_add_tcase(suite, cases);

    tcase_add_checked_fixture(prompt, stage_set_up, stage_tear_down);
    tcase_add_test(prompt, the_prompt_runs_a_line);
    tcase_add_test(prompt, the_prompt_edits);
    tcase_add_test(prompt, the_prompt_is_given_up);
    tcase_add_test(prompt, the_prompt_completes);
    tcase_add_test(prompt, the_prompt_takes_other_letters);
    tcase_add_test(prompt, a_long_line_slides);
    tcase_add_test(prompt, slash_searches);
    tcase_add_test(prompt, lines_are_kept);
    suite_add_tcase(suite, prompt);
    return suite;
}
