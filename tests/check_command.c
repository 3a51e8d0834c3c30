/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command language: words, names, and what each command does, without a terminal. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choices.h"
#include "command.h"
#include "keys.h"
#include "speed.h"
#include "stage.h"
#include "suite.h"
#include "view/view.h"
#include "words.h"

/* --- words ---------------------------------------------------------------------------- */

static const struct {
    const char *line;
    int count;
    const char *word[4];
} splits[] = {
    { "", 0, { NULL } },
    { "   # all of it", 0, { NULL } },
    { "  quad\t21 ", 2, { "quad", "21" } },
    { "load \"my file.csv\" # why", 2, { "load", "my file.csv" } },
    { "load my\\ file.csv", 2, { "load", "my file.csv" } },
    { "pin \"\"", 2, { "pin", "" } },
    { "pin a#b", 2, { "pin", "a#b" } },
    { "pin \"say \\\"x\\\" \\\\\"", 2, { "pin", "say \"x\" \\" } },
    { "pin a\"b c\"d", 2, { "pin", "ab cd" } },
};

START_TEST(words_are_split)
{
    struct irt_error error;
    struct ui_words words;

    ck_assert(ui_words_split(splits[_i].line, &words, &error));
    ck_assert_int_eq(words.count, splits[_i].count);
    for (int k = 0; k < words.count; k++)
        ck_assert_str_eq(words.word[k], splits[_i].word[k]);
    ck_assert_ptr_null(words.word[words.count]);
    ui_words_free(&words);
}
END_TEST

START_TEST(words_that_cannot_be_split)
{
    struct irt_error error;
    struct ui_words words;
    char many[400] = "";

    ck_assert(!ui_words_split("load \"open", &words, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ui_words_free(&words);
    for (int k = 0; k <= UI_WORDS; k++)
        strcat(many, "w ");
    ck_assert(!ui_words_split(many, &words, &error));
    ui_words_free(&words);
}
END_TEST

START_TEST(quoted_words_come_back)
{
    static const char *const words[] = { "plain", "two words", "a \"b\" \\c", "",
                                         "#x",    "θ 1",       "tab\there" };
    struct ui_words split;
    char quoted[64];

    ui_word_quote(words[_i], quoted, sizeof quoted);
    ck_assert(ui_words_split(quoted, &split, NULL));
    ck_assert_int_eq(split.count, 1);
    ck_assert_str_eq(split.word[0], words[_i]);
    ui_words_free(&split);
}
END_TEST

/* --- the table ------------------------------------------------------------------------ */

START_TEST(every_command_is_complete)
{
    const struct ui_command *command, *other;
    size_t choices = 0;

    for (size_t k = 0; (command = ui_command_at(k)) != NULL; k++) {
        ck_assert(command->run != NULL);
        ck_assert_msg(command->help && command->help[0], "%s has no help", command->name);
        ck_assert_ptr_nonnull(command->arguments);
        ck_assert_ptr_eq(ui_command_find(command->name), command);
        choices += ui_choice_find(command->name) != NULL;
        for (size_t i = 0; i < k; i++) {
            other = ui_command_at(i);
            ck_assert_msg(strcmp(other->name, command->name) != 0, "%s is there twice",
                          command->name);
        }
    }
    for (size_t k = 0; ui_choice_table[k].name; k++)
        choices--;
    ck_assert_uint_eq(choices, 0);
}
END_TEST

START_TEST(every_binding_names_a_command)
{
    struct ui_words words;

    for (const struct ui_binding *b = ui_global_bindings; b->key; b++) {
        ck_assert(ui_words_split(b->command, &words, NULL));
        ck_assert_msg(ui_command_find(words.word[0]) != NULL, "%s", b->command);
        ui_words_free(&words);
        for (const struct ui_binding *other = b + 1; other->key; other++)
            ck_assert_int_ne(b->key, other->key);
    }
}
END_TEST

START_TEST(a_unique_beginning_will_do)
{
    ck_assert_str_eq(ui_command_find("acc")->name, "accelerate");
    ck_assert_str_eq(ui_command_find("item")->name, "item");
    ck_assert_ptr_null(ui_command_find("sp"));
    ck_assert_ptr_null(ui_command_find(""));
    stage_do("acc squarem");
}
END_TEST

START_TEST(unknown_and_ambiguous_names)
{
    stage_fail("frobnicate", IRT_BAD_USAGE, "frobnicate: no such command");
    stage_fail("sp", IRT_BAD_USAGE, "speed");
    stage_fail("sp", IRT_BAD_USAGE, "speak");
    stage_fail("load \"x", IRT_BAD_USAGE, "quote");
    stage_do("");
    stage_do("  # nothing");
}
END_TEST

START_TEST(wrong_numbers_of_arguments)
{
    static const char *const lines[] = {
        "load",         "load a b",   "undo now",    "run 3",        "pause x",
        "step a b c d", "until",      "until 1 2",   "finish now",   "reset all",
        "speed 1 2",    "back 1 2",   "goto",        "live 1",       "view",
        "view a b",     "item 1 2",   "cursor",      "cursor over",  "open 1 2",
        "close all",    "page",       "page over",   "word",         "help a b",
        "speak up",     "theme",      "mouse maybe", "size 24",      "export",
        "export a b c", "screenshot", "source",      "quit now",     "model a b",
        "search",       "pin a b",    "unpin a b",   "node 1 2",     "next-view 2",
        "redraw x",     "print x",    "doctor x",    "step cycle 0", "step x",
    };

    stage_fail(lines[_i], IRT_BAD_USAGE, "");
}
END_TEST

/* --- choices -------------------------------------------------------------------------- */

START_TEST(choices_are_set_and_asked)
{
    stage_do("quad 21");
    ck_assert_uint_eq(stage_app->session.quadrature->points, 21);
    stage_do("quad");
    ck_assert_str_eq(stage_app->message, "quad is 21");
    stage_fail("quad 1", IRT_BAD_USAGE, "");
    stage_fail("model 9pl", IRT_BAD_USAGE, "9pl");
    ck_assert_uint_eq(stage_app->session.quadrature->points, 21);
    stage_do("lecture");
    ck_assert(stage_app->session.choices.options.lecture);
}
END_TEST

START_TEST(a_choice_says_that_the_run_is_dropped)
{
    stage_do("step cycle");
    stage_do("pin before");
    stage_do("model rasch");
    ck_assert_msg(strstr(stage_app->message, "run is dropped"), "%s", stage_app->message);
    ck_assert_uint_eq(stage_app->session.pins, 1);
    stage_do("quad 15");
    ck_assert_ptr_null(strstr(stage_app->message, "dropped"));
}
END_TEST

START_TEST(undo_says_what_it_did)
{
    stage_do("quad 21");
    stage_do("undo");
    ck_assert_msg(strstr(stage_app->message, "quad 61"), "%s", stage_app->message);
    stage_do("redo");
    ck_assert_msg(strstr(stage_app->message, "quad 21"), "%s", stage_app->message);
    stage_fail("redo", IRT_BAD_USAGE, "nothing to redo");
}
END_TEST

START_TEST(loading_fails_and_keeps_the_data)
{
    stage_fail("load /nonexistent.csv", IRT_BAD_DATA, "/nonexistent.csv");
    ck_assert_uint_eq(stage_app->session.data->items, 5);
    stage_do("load " STAGE_LSAT6);
    ck_assert_msg(strstr(stage_app->message, "1000 persons, 5 items, 30 patterns"), "%s",
                  stage_app->message);
}
END_TEST

/* --- the run -------------------------------------------------------------------------- */

static const struct irt_snapshot *
shown(void)
{
    return ui_session_shown(&stage_app->session);
}

/* A file that cannot be read without saying how. */
START_TEST(loading_by_choices)
{
    char line[500];

    stage_write("raw.csv", "nr,a,b,c\nx1,A,B,9\nx2,B,B,0\nx3,A,A,1\nx4,B,A,1\n");
    snprintf(line, sizeof line, "load %s items=a,b", stage_path("raw.csv"));
    stage_fail(line, IRT_BAD_DATA, "here behind the file: load FILE items=A,B");
    snprintf(line, sizeof line, "load %s items=a,b,c key=A,B,1 id-column=nr missing=9",
             stage_path("raw.csv"));
    stage_do(line);
    ck_assert_str_eq(stage_app->record, line);
    ck_assert_uint_eq(stage_app->session.data->items, 3);
    ck_assert_str_eq(stage_app->session.data->person_id[0], "x1");
    ck_assert_uint_eq(stage_app->session.data->code[2], IRT_MISSING);
    ck_assert_str_eq(stage_app->session.choices.key, "A,B,1");
    stage_do("undo"); /* all at once */
    ck_assert_str_eq(stage_app->session.choices.key, "");
    ck_assert_uint_eq(stage_app->session.data->items, 5);
    stage_fail("load x.csv items", IRT_BAD_USAGE, "'items' is not CHOICE=VALUE");
    stage_fail("load x.csv cheese=2", IRT_BAD_USAGE, "'cheese=2' is not CHOICE=VALUE");
    stage_fail("load x.csv lecture=on", IRT_BAD_USAGE, "is not CHOICE=VALUE");
    stage_fail("load x.csv quad=none", IRT_BAD_USAGE, "quad: 'none'");
}
END_TEST

START_TEST(steps)
{
    stage_do("step");
    ck_assert_int_eq(shown()->stage, IRT_STAGE_LIKELIHOOD);
    stage_do("step stage 3");
    ck_assert_int_eq(shown()->stage, IRT_STAGE_ARTIFICIAL);
    stage_do("step newton 2");
    ck_assert_int_eq(shown()->stage, IRT_STAGE_NEWTON);
    stage_do("step cycle");
    ck_assert_uint_eq(ui_session_cycles(&stage_app->session), 1);
    stage_do("step cycle 4");
    ck_assert_uint_eq(ui_session_cycles(&stage_app->session), 5);
}
END_TEST

START_TEST(runs_travels_and_runs_on)
{
    stage_do("until 3");
    ck_assert_uint_eq(ui_session_cycles(&stage_app->session), 3);
    stage_do("until 2");
    ck_assert_msg(strstr(stage_app->message, "done already"), "%s", stage_app->message);
    stage_do("back");
    ck_assert_uint_eq(shown()->cycle, 2);
    ck_assert(shown()->past);
    stage_do("back 9");
    ck_assert_uint_eq(shown()->cycle, 1);
    stage_fail("back", IRT_BAD_USAGE, "first cycle");
    stage_do("forward");
    ck_assert_uint_eq(shown()->cycle, 2);
    stage_do("forward 9");
    ck_assert_uint_eq(stage_app->session.travel, 0);
    stage_fail("forward", IRT_BAD_USAGE, "present");
    stage_do("goto 1");
    ck_assert_uint_eq(shown()->cycle, 1);
    stage_fail("goto 4", IRT_BAD_USAGE, "until 4");
    stage_do("live");
    ck_assert_uint_eq(shown()->cycle, 3);
    stage_do("goto 2");
    stage_do("run");
    ck_assert_uint_eq(stage_app->session.travel, 0);
    ck_assert(stage_app->session.ended);
    ck_assert_ptr_nonnull(stage_app->session.fit);
    ck_assert_msg(strstr(stage_app->message, "converged"), "%s", stage_app->message);
    ck_assert_int_eq(stage_app->status, 0);
    stage_fail("run", IRT_BAD_USAGE, "has ended");
    stage_do("reset");
    ck_assert_ptr_null(stage_app->session.worker);
    stage_do("run");
}
END_TEST

/* In the middle of a cycle, back shows the one before it. */
START_TEST(back_from_within_a_cycle)
{
    stage_do("until 3");
    stage_do("step stage 2");
    ck_assert_uint_eq(shown()->cycle, 4);
    stage_do("back");
    ck_assert_uint_eq(shown()->cycle, 3);
    stage_do("live");
    ck_assert_int_eq(shown()->stage, IRT_STAGE_MARGINAL);
}
END_TEST

START_TEST(a_run_that_does_not_converge)
{
    stage_do("max-cycles 3");
    stage_do("run");
    ck_assert_int_eq(stage_app->status, 3);
    ck_assert_uint_eq(ui_session_cycles(&stage_app->session), 3);
    stage_do("max-cycles 500");
    stage_do("run");
    ck_assert_int_eq(stage_app->status, 0);
}
END_TEST

START_TEST(finish_takes_the_estimates_here)
{
    stage_fail("finish", IRT_BAD_USAGE, "no cycle");
    stage_do("until 3");
    stage_fail("export /tmp/x.json", IRT_BAD_USAGE, "finish");
    stage_do("finish");
    ck_assert_ptr_nonnull(stage_app->session.fit);
    ck_assert_int_eq(stage_app->session.fit->stopped, IRT_STOP_USER);
    stage_fail("finish", IRT_BAD_USAGE, "ended already");
}
END_TEST

START_TEST(speeds)
{
    stage_do("speed 0");
    stage_do("speed slower");
    ck_assert_uint_eq(stage_app->speed, 0);
    stage_do("speed faster");
    ck_assert_uint_eq(stage_app->speed, 1);
    stage_do("speed full");
    ck_assert_uint_eq(stage_app->speed, ui_speed_count - 1);
    stage_do("speed faster");
    ck_assert_uint_eq(stage_app->speed, ui_speed_count - 1);
    stage_fail("speed 6", IRT_BAD_USAGE, "speed");
    stage_fail("speed -1", IRT_BAD_USAGE, "speed");
}
END_TEST

START_TEST(without_data_nothing_runs)
{
    stage_do("undo");
    stage_do("undo");
    ck_assert_ptr_null(stage_app->session.data);
    stage_fail("run", IRT_BAD_DATA, "no data");
    stage_fail("step", IRT_BAD_DATA, "no data");
    stage_fail("item 1", IRT_BAD_DATA, "no data");
    stage_fail("pattern 1", IRT_BAD_DATA, "no data");
    stage_fail("person 1", IRT_BAD_DATA, "no data");
    stage_fail("goto 1", IRT_BAD_USAGE, "not done");
    stage_fail("back", IRT_BAD_USAGE, "no cycle");
    stage_fail("search xyzzy", IRT_BAD_USAGE, "not found");
    stage_do("speak");
    stage_do("doctor");
}
END_TEST

START_TEST(pins)
{
    stage_fail("pin", IRT_BAD_USAGE, "nothing to pin");
    stage_fail("unpin", IRT_BAD_USAGE, "no run is pinned");
    stage_do("step cycle 2");
    stage_do("pin \"two cycles\"");
    stage_do("pin");
    ck_assert_str_eq(stage_app->session.pin[0].label, "two cycles");
    stage_do("unpin 1");
    ck_assert_uint_eq(stage_app->session.pins, 1);
    stage_fail("unpin 2", IRT_BAD_USAGE, "1 run is pinned");
    stage_do("unpin");
    ck_assert_uint_eq(stage_app->session.pins, 0);
}
END_TEST

/* --- what is looked at ---------------------------------------------------------------- */

START_TEST(items_patterns_persons_nodes)
{
    struct ui_session *s = &stage_app->session;

    stage_do("item item3");
    ck_assert_uint_eq(s->item, 2);
    stage_do("item +1");
    ck_assert_uint_eq(s->item, 3);
    stage_do("item +9");
    ck_assert_uint_eq(s->item, 4);
    stage_do("item -2");
    ck_assert_uint_eq(s->item, 2);
    stage_do("item 1");
    ck_assert_uint_eq(s->item, 0);
    stage_fail("item nobody", IRT_BAD_USAGE, "nobody");
    stage_do("pattern 10101");
    ck_assert_msg(strstr(stage_app->message, "pattern 10101, seen 28 times"), "%s",
                  stage_app->message);
    ck_assert_uint_eq(s->patterns->row[s->pattern], s->row);
    stage_fail("pattern 2.385", IRT_BAD_USAGE, "nobody answered 2.385");
}
END_TEST

START_TEST(patterns_by_number)
{
    struct ui_session *s = &stage_app->session;

    stage_do("pattern 7");
    ck_assert_uint_eq(s->pattern, 6);
    stage_do("pattern -1");
    ck_assert_uint_eq(s->pattern, 5);
    stage_do("pattern +100");
    ck_assert_uint_eq(s->pattern, 29);
    stage_fail("pattern x", IRT_BAD_USAGE, "no pattern");
    stage_do("person 3");
    ck_assert_uint_eq(s->row, 2);
    ck_assert_uint_eq(s->pattern, s->patterns->of_row[2]);
    stage_fail("person nobody", IRT_BAD_USAGE, "nobody");
    stage_do("node 4");
    ck_assert_uint_eq(s->node, 3);
    stage_fail("node 0", IRT_BAD_USAGE, "no node");
}
END_TEST

START_TEST(cursor_moves_over_numbers)
{
    ui_app_draw(stage_app);
    ck_assert(!stage_app->has_cursor);
    stage_do("cursor down");
    ck_assert(stage_app->has_cursor);
    ck_assert_int_eq(stage_app->cursor.kind, UI_QUANTITY_NODE);
    ck_assert_uint_eq(stage_app->cursor.node, 0);
    stage_do("cursor right");
    ck_assert_int_eq(stage_app->cursor.kind, UI_QUANTITY_WEIGHT);
    stage_do("cursor down");
    ck_assert_uint_eq(stage_app->cursor.node, 1);
    ck_assert_int_eq(stage_app->cursor.kind, UI_QUANTITY_WEIGHT);
    stage_do("cursor left");
    stage_do("cursor up");
    ck_assert_int_eq(stage_app->cursor.kind, UI_QUANTITY_NODE);
    ck_assert_uint_eq(stage_app->cursor.node, 0);
    stage_do("cursor up"); /* at the edge it stays */
    ck_assert_uint_eq(stage_app->cursor.node, 0);
    stage_do("cursor last");
    ck_assert_uint_eq(stage_app->cursor.node, 2);
    ck_assert_int_eq(stage_app->cursor.kind, UI_QUANTITY_WEIGHT);
    stage_do("cursor first");
    ck_assert_int_eq(stage_app->cursor.kind, UI_QUANTITY_NODE);
    /* The numbers change; the cursor stays with its own. */
    stage_do("cursor last");
    stage_do("quad 21");
    ui_app_draw(stage_app);
    ck_assert_uint_eq(stage_app->cursor.node, 2);
}
END_TEST

START_TEST(numbers_open_and_close)
{
    stage_do("open"); /* chooses the first */
    ck_assert_uint_eq(stage_app->opened, 0);
    ck_assert(stage_app->has_cursor);
    stage_do("cursor right");
    stage_do("open");
    ck_assert_uint_eq(stage_app->opened, 1);
    stage_do("cursor down");
    ck_assert_uint_eq(stage_app->operand[0], 1);
    stage_do("cursor down"); /* there are two */
    ck_assert_uint_eq(stage_app->operand[0], 1);
    stage_do("open"); /* the weight of node 2 */
    ck_assert_uint_eq(stage_app->opened, 2);
    ck_assert_uint_eq(stage_app->open[1].node, 1);
    stage_do("open 1");
    ck_assert_int_eq(stage_app->open[2].kind, UI_QUANTITY_NODE);
    stage_fail("open", IRT_BAD_USAGE, "nothing else");
    stage_do("close");
    ck_assert_uint_eq(stage_app->opened, 2);
    ck_assert_uint_eq(stage_app->operand[1], 0);
    stage_do("close");
    stage_do("close");
    ck_assert_uint_eq(stage_app->opened, 0);
    stage_do("view items");
    stage_fail("open", IRT_BAD_USAGE, "no number on this screen");
}
END_TEST

START_TEST(opened_numbers_are_only_so_deep)
{
    stage_do("cursor first");
    stage_do("cursor right");
    for (int k = 0; k < UI_OPENED; k++)
        stage_do(k ? "open 2" : "open");
    stage_fail("open 2", IRT_BAD_USAGE, "are open already");
}
END_TEST

START_TEST(views)
{
    stage_do("view items");
    ck_assert_str_eq(stage_app->view->name, "items");
    stage_do("next-view");
    ck_assert_str_eq(stage_app->view->name, "persons");
    stage_do("next-view");
    ck_assert_str_eq(stage_app->view->name, "table");
    stage_do("previous-view");
    ck_assert_str_eq(stage_app->view->name, "persons");
    stage_fail("view nowhere", IRT_BAD_USAGE, "nowhere");
    stage_fail("word tail", IRT_BAD_USAGE, "knows no 'tail'");
    stage_do("view table");
    stage_do("word tail 5");
    ck_assert_str_eq(stage_word, "tail 5");
    stage_do("page down");
    ck_assert_str_eq(stage_word, "page down");
    stage_fail("word bad", IRT_BAD_USAGE, "no bad");
}
END_TEST

START_TEST(searching)
{
    stage_do("search ITEM3");
    ck_assert_uint_eq(stage_app->session.item, 2);
    stage_do("search item");
    ck_assert_uint_eq(stage_app->session.item, 2);
    stage_do("next-match");
    ck_assert_uint_eq(stage_app->session.item, 3);
    stage_do("search 10101");
    ck_assert_msg(strstr(stage_app->message, "10101"), "%s", stage_app->message);
    stage_fail("search zebra", IRT_BAD_USAGE, "zebra");
    stage_do("close");
    ck_assert_str_eq(stage_app->search, "");
    stage_fail("next-match", IRT_BAD_USAGE, "nothing is searched");
}
END_TEST

START_TEST(the_look)
{
    stage_do("theme mono");
    ck_assert_str_eq(stage_app->theme, "mono");
    stage_fail("theme plaid", IRT_BAD_USAGE, "plaid");
    stage_do("metric loadings");
    ck_assert_int_eq(stage_app->session.metric, UI_METRIC_LOADINGS);
    ck_assert_ptr_nonnull(strstr(stage_app->message, "λ = A/√(1 + A²)"));
    stage_do("metric next");
    ck_assert_int_eq(stage_app->session.metric, UI_METRIC_ALL);
    stage_do("metric ab");
    stage_do("metric");
    ck_assert_str_eq(stage_app->message, "metric ab: slopes and difficulties; b = -d/a");
    stage_fail("metric plaid", IRT_BAD_USAGE, "all ad ab loadings next");
    stage_do("mouse off");
    ck_assert(!stage_app->mouse);
    stage_do("mouse");
    ck_assert(stage_app->mouse);
    stage_do("size 30 100");
    ck_assert_int_eq(stage_app->canvas.h, 30);
    ck_assert_int_eq(stage_app->canvas.w, 100);
    stage_fail("size 0 100", IRT_BAD_USAGE, "size");
    stage_fail("size 30 1001", IRT_BAD_USAGE, "size");
    stage_fail("prompt", IRT_BAD_USAGE, "no terminal");
    stage_do("quit");
    ck_assert(stage_app->quit);
}
END_TEST

/* --- output --------------------------------------------------------------------------- */

static const char *
said_by(const char *line)
{
    static char text[20000];
    FILE *out = tmpfile();
    size_t length;

    stage_app->out = out;
    stage_do(line);
    rewind(out);
    length = fread(text, 1, sizeof text - 1, out);
    text[length] = '\0';
    fclose(out);
    stage_app->out = stdout;
    return text;
}

START_TEST(speaks)
{
    stage_do("step stage 3");
    const char *text = said_by("speak");
    ck_assert_msg(strstr(text, "lsat6.csv: 1000 persons, 5 items, 30 patterns"), "%s",
                  text);
    ck_assert_msg(strstr(text, "Paused in cycle 1, after E3"), "%s", text);
    ck_assert_msg(strstr(text, "A table of 61 nodes."), "%s", text);
    stage_do("cursor first");
    stage_do("cursor right");
    stage_do("open");
    text = said_by("speak");
    ck_assert_msg(strstr(text, "Open: weight 1. normal density: A_n"), "%s", text);
    ck_assert_msg(strstr(text, "2. weight 2: "), "%s", text);
}
END_TEST

START_TEST(prints_helps_and_doctors)
{
    ck_assert_ptr_nonnull(strstr(said_by("print"), " irtop  lsat6.csv"));
    const char *help = said_by("help");
    const struct ui_command *command;
    for (size_t k = 0; (command = ui_command_at(k)) != NULL; k++)
        ck_assert_msg(strstr(help, command->help) != NULL, "%s", command->name);
    ck_assert_ptr_nonnull(strstr(said_by("help acc"), "accelerate NAME: acceleration"));
    stage_fail("help nothing", IRT_BAD_USAGE, "nothing");
    ck_assert_ptr_nonnull(strstr(said_by("doctor"), "Nothing is odd."));
    stage_write("odd.csv", "a,b,c\n0,1,1\n1,0,1\n1,1,1\n0,0,1\n");
    char line[300];
    snprintf(line, sizeof line, "load %s", stage_path("odd.csv"));
    stage_do(line);
    ck_assert_ptr_nonnull(
        strstr(said_by("doctor"),
               "1. data, a warning: every answer to item 'c' is 1: it tells "
               "nothing about the persons and is set aside.\n"
               "   doctor 1 does: omit c\n"));
}
END_TEST

START_TEST(exports)
{
    static const struct {
        const char *what, *file, *part;
    } cases[] = {
        { "", "fit.json", "\"loglik\"" },
        { "", "fit.csv", "item1" },
        { "", "fit.TXT", "item1" },
        { "persons ", "p.csv", "frequency" },
        { "trace ", "t.csv", "cycle,loglik" },
    };
    char line[300];

    stage_do("run");
    snprintf(line, sizeof line, "export %s%s", cases[_i].what,
             stage_path(cases[_i].file));
    stage_do(line);
    const char *text = stage_read(stage_path(cases[_i].file));
    ck_assert_msg(strstr(text, cases[_i].part) != NULL, "%.300s", text);
}
END_TEST

START_TEST(exports_that_fail)
{
    stage_do("run");
    stage_fail("export fit.xls", IRT_BAD_USAGE, ".json");
    stage_fail("export fit", IRT_BAD_USAGE, ".json");
    stage_fail("export people /tmp/x.csv", IRT_BAD_USAGE, "persons");
    stage_fail("export /nonexistent/fit.json", IRT_CANNOT_WRITE, "/nonexistent");
}
END_TEST

START_TEST(screenshots)
{
    char line[300];

    snprintf(line, sizeof line, "screenshot %s", stage_path("s.txt"));
    stage_do(line);
    ck_assert_ptr_nonnull(strstr(stage_read(stage_path("s.txt")), "2PL  EM  61 nodes"));
    stage_fail("screenshot s.gif", IRT_BAD_USAGE, "");
}
END_TEST

/* --- completion ------------------------------------------------------------------------ */

static const struct {
    const char *line, *expected; /* all, separated by | */
} completions[] = {
    { "acc", "accelerate" },
    { "accelerate ", "lbfgs|none|ramsay|squarem" },
    { "accelerate s", "squarem" },
    { "un", "undo|unpin|until" },
    { "view e", "estep" },
    { "item item", "item1|item2|item3|item4|item5" },
    { "theme m", "mono" },
    { "cursor l", "last|left" },
    { "step ", "cycle|stage" },
    { "help unp", "unpin" },
    { "lecture o", "off|on" },
    { "nonsense x", "" },
    { "model z", "" },
    { "export p", "persons" },
};

static void
expect_completions(const char *line, const char *expected)
{
    char **list = ui_command_complete(stage_app, line);
    char all[2000] = "";

    ck_assert_ptr_nonnull(list);
    for (size_t k = 0; list[k]; k++) {
        strcat(all, k ? "|" : "");
        strcat(all, list[k]);
    }
    ck_assert_str_eq(all, expected);
    ui_completions_free(list);
}

START_TEST(completes)
{
    expect_completions(completions[_i].line, completions[_i].expected);
}
END_TEST

START_TEST(completes_files)
{
    char line[300], expected[700];

    stage_write("one.csv", "x");
    stage_write("one more.csv", "x");
    stage_write(".hidden.csv", "x");
    snprintf(line, sizeof line, "load %s", stage_path("on"));
    snprintf(expected, sizeof expected, "\"%s/one more.csv\"|%s/one.csv", stage_folder,
             stage_folder);
    expect_completions(line, expected);
    snprintf(line, sizeof line, "load %.*s", (int)strlen(stage_folder) - 1, stage_folder);
    snprintf(expected, sizeof expected, "%s/", stage_folder);
    expect_completions(line, expected);
    expect_completions("load /nonexistent/", "");
}
END_TEST

/* --- keys ------------------------------------------------------------------------------- */

START_TEST(keys_run_commands)
{
    ui_app_key(stage_app, 's');
    stage_settle();
    ck_assert_int_eq(shown()->stage, IRT_STAGE_LIKELIHOOD);
    ui_app_key(stage_app, 'n'); /* the screen's own goes first */
    ck_assert_str_eq(stage_word, "mine -");
    ui_app_key(stage_app, '5');
    ck_assert_str_eq(stage_app->view->name, "items");
    ui_app_key(stage_app, 'n');
    stage_settle();
    ck_assert_uint_eq(ui_session_cycles(&stage_app->session), 1);
    ui_app_key(stage_app, UI_KEY_TAB);
    ck_assert_str_eq(stage_app->view->name, "persons");
    ui_app_key(stage_app, UI_KEY_BACK_TAB);
    ck_assert_str_eq(stage_app->view->name, "items");
    ui_app_key(stage_app, 'Z');
    ck_assert_msg(strstr(stage_app->message, "Z is no key"), "%s", stage_app->message);
    ui_app_key(stage_app, 'q');
    ck_assert(stage_app->quit);
}
END_TEST

/* Typed faster than the worker answers: each counts. */
START_TEST(no_key_is_lost)
{
    stage_app->tui = true;
    stage_do("view items");
    for (int k = 0; k < 20; k++)
        ui_app_key(stage_app, 'n');
    for (int k = 0; k < 3; k++)
        ui_app_key(stage_app, 's');
    stage_settle();
    ck_assert_uint_eq(ui_session_cycles(&stage_app->session), 20);
    ck_assert_uint_eq(stage_app->session.stages, 3);
}
END_TEST

START_TEST(esc_backs_out_level_by_level)
{
    stage_do("until 3");
    stage_do("search item");
    stage_do("goto 2");
    stage_do("cursor first");
    stage_do("cursor right");
    stage_do("open");
    stage_do("open 2");
    ui_app_key(stage_app, '?');
    ck_assert(stage_app->help == false); /* printed: there is no screen */
    stage_app->tui = true;
    ui_app_key(stage_app, '?');
    ck_assert(stage_app->help);
    ui_app_key(stage_app, UI_KEY_ESC);
    ck_assert(!stage_app->help);
    ck_assert_uint_eq(stage_app->opened, 2);
    ui_app_key(stage_app, UI_KEY_ESC);
    ui_app_key(stage_app, UI_KEY_ESC);
    ck_assert_uint_eq(stage_app->opened, 0);
    ck_assert_str_eq(stage_app->search, "item");
    ui_app_key(stage_app, UI_KEY_ESC);
    ck_assert_str_eq(stage_app->search, "");
    ck_assert_uint_eq(stage_app->session.travel, 2);
    ui_app_key(stage_app, UI_KEY_ESC);
    ck_assert_uint_eq(stage_app->session.travel, 0);
    ck_assert(stage_app->has_cursor);
    ui_app_key(stage_app, UI_KEY_ESC);
    ck_assert(!stage_app->has_cursor);
}
END_TEST

START_TEST(arrows_and_letters_move_alike)
{
    ui_app_draw(stage_app);
    ui_app_key(stage_app, 'j');
    ui_app_key(stage_app, 'j');
    ui_app_key(stage_app, 'l');
    ui_app_key(stage_app, 'k');
    ck_assert_uint_eq(stage_app->cursor.node, 0);
    ck_assert_int_eq(stage_app->cursor.kind, UI_QUANTITY_WEIGHT);
    ui_app_key(stage_app, UI_KEY_ENTER);
    ck_assert_uint_eq(stage_app->opened, 1);
    ui_app_key(stage_app, UI_KEY_DOWN);
    ck_assert_uint_eq(stage_app->operand[0], 1);
    ui_app_key(stage_app, UI_KEY_RIGHT);
    ck_assert_uint_eq(stage_app->opened, 2);
    ui_app_key(stage_app, 'h');
    ck_assert_uint_eq(stage_app->opened, 1);
}
END_TEST

START_TEST(key_names)
{
    char out[16];

    ck_assert_str_eq(ui_key_name(' ', out), "space");
    ck_assert_str_eq(ui_key_name(UI_CTRL('R'), out), "Ctrl-R");
    ck_assert_str_eq(ui_key_name(UI_KEY_ENTER, out), "Enter");
    ck_assert_str_eq(ui_key_name('[', out), "[");
    ck_assert_str_eq(ui_key_name(0xE9, out), "é");
    ck_assert_str_eq(ui_key_name(UI_KEY_BACK_TAB, out), "Shift-Tab");
}
END_TEST

/* No key is known that works on a function key alone. */
START_TEST(function_keys_have_a_letter_too)
{
    for (const struct ui_binding *b = ui_global_bindings; b->key; b++) {
        bool letter = false;

        if (b->key != UI_KEY_F1)
            continue;
        for (const struct ui_binding *other = ui_global_bindings; other->key; other++)
            letter |= other->key < 127 && strcmp(other->command, b->command) == 0;
        ck_assert(letter);
    }
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("command");
    TCase *words = tcase_create("words"), *cases = tcase_create("commands");

    tcase_add_loop_test(words, words_are_split, 0, COUNT(splits));
    tcase_add_test(words, words_that_cannot_be_split);
    tcase_add_loop_test(words, quoted_words_come_back, 0, 7);
    tcase_add_test(words, key_names);
    suite_add_tcase(suite, words);

    tcase_add_checked_fixture(cases, stage_set_up, stage_tear_down);
    tcase_add_test(cases, every_command_is_complete);
    tcase_add_test(cases, every_binding_names_a_command);
    tcase_add_test(cases, a_unique_beginning_will_do);
    tcase_add_test(cases, unknown_and_ambiguous_names);
    tcase_add_loop_test(cases, wrong_numbers_of_arguments, 0, 45);
    tcase_add_test(cases, choices_are_set_and_asked);
    tcase_add_test(cases, a_choice_says_that_the_run_is_dropped);
    tcase_add_test(cases, undo_says_what_it_did);
    tcase_add_test(cases, loading_by_choices);
    tcase_add_test(cases, loading_fails_and_keeps_the_data);
    tcase_add_test(cases, steps);
    tcase_add_test(cases, runs_travels_and_runs_on);
    tcase_add_test(cases, back_from_within_a_cycle);
    tcase_add_test(cases, a_run_that_does_not_converge);
    tcase_add_test(cases, finish_takes_the_estimates_here);
    tcase_add_test(cases, speeds);
    tcase_add_test(cases, without_data_nothing_runs);
    tcase_add_test(cases, pins);
    tcase_add_test(cases, items_patterns_persons_nodes);
    tcase_add_test(cases, patterns_by_number);
    tcase_add_test(cases, cursor_moves_over_numbers);
    tcase_add_test(cases, numbers_open_and_close);
    tcase_add_test(cases, opened_numbers_are_only_so_deep);
    tcase_add_test(cases, views);
    tcase_add_test(cases, searching);
    tcase_add_test(cases, the_look);
    tcase_add_test(cases, speaks);
    tcase_add_test(cases, prints_helps_and_doctors);
    tcase_add_loop_test(cases, exports, 0, 5);
    tcase_add_test(cases, exports_that_fail);
    tcase_add_test(cases, screenshots);
    tcase_add_loop_test(cases, completes, 0, COUNT(completions));
    tcase_add_test(cases, completes_files);
    tcase_add_test(cases, keys_run_commands);
    tcase_add_test(cases, no_key_is_lost);
    tcase_add_test(cases, esc_backs_out_level_by_level);
    tcase_add_test(cases, arrows_and_letters_move_alike);
    tcase_add_test(cases, function_keys_have_a_letter_too);
    suite_add_tcase(suite, cases);
    return suite;
}
