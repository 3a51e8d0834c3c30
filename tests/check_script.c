/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scripts, with a screen and without; the journal, and that a replay of it gets to the
 * same place; settings. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "history.h"
#include "journal.h"
#include "keys.h"
#include "script.h"
#include "settings.h"
#include "speed.h"
#include "stage.h"
#include "suite.h"
#include "view/view.h"
#include "xdg.h"

static bool
run_script(const char *text, struct irt_error *error)
{
    char path[200];

    stage_write("script", text);
    snprintf(path, sizeof path, "%s", stage_path("script"));
    return ui_command_script(stage_app, path, error);
}

/* --- scripts --------------------------------------------------------------------------- */

START_TEST(a_script_waits_for_its_runs)
{
    struct irt_error error;

    ck_assert_msg(run_script("# a lesson\n\nquad 21\nuntil 3\ngoto 2\n", &error), "%s",
                  error.message);
    ck_assert_uint_eq(ui_session_shown(&stage_app->session)->cycle, 2);
    ck_assert_uint_eq(stage_app->session.quadrature->points, 21);
    ck_assert_ptr_null(stage_app->script);
}
END_TEST

START_TEST(the_last_line_needs_no_end)
{
    struct irt_error error;

    ck_assert(run_script("quad 21\r\nquad 22", &error));
    ck_assert_uint_eq(stage_app->session.quadrature->points, 22);
}
END_TEST

static const struct {
    const char *text;
    int line;
    enum irt_code code;
} failures[] = {
    { "quad 21\n\nfrobnicate\nquad 9\n", 3, IRT_BAD_USAGE },
    { "load /nonexistent.csv\n", 1, IRT_BAD_DATA },
    { "run\nexport /nonexistent/x.json\n", 2, IRT_CANNOT_WRITE },
    { "undo\nundo\nundo\n", 3, IRT_BAD_USAGE },
    { "source /nonexistent.irt\n", 1, IRT_BAD_USAGE },
};

START_TEST(a_failure_names_file_and_line)
{
    struct irt_error error;
    char place[200];

    ck_assert(!run_script(failures[_i].text, &error));
    ck_assert_int_eq(error.code, failures[_i].code);
    snprintf(place, sizeof place, "%s/script:%d: ", stage_folder, failures[_i].line);
    ck_assert_msg(strncmp(error.message, place, strlen(place)) == 0, "%s", error.message);
    ck_assert_uint_ne(stage_app->session.choices.options.points, 9);
    ck_assert_ptr_null(stage_app->script);
}
END_TEST

START_TEST(files_that_are_no_scripts)
{
    struct irt_error error;
    FILE *out;

    ck_assert(!ui_command_script(stage_app, "/nonexistent.irt", &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert(!ui_command_script(stage_app, stage_folder, &error));
    out = fopen(stage_path("binary"), "w");
    fwrite("quad\0 9\n", 1, 8, out);
    fclose(out);
    ck_assert(!ui_command_script(stage_app, stage_path("binary"), &error));
}
END_TEST

START_TEST(scripts_source_scripts)
{
    struct irt_error error;
    char text[300];

    stage_write("inner", "quad 31\nmodel 9pl\n");
    snprintf(text, sizeof text, "quad 21\nsource %s\nquad 9\n", stage_path("inner"));
    ck_assert(!run_script(text, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "/inner:2: model"));
    ck_assert_uint_eq(stage_app->session.choices.options.points, 31);
    /* One that sources itself comes to an end. */
    snprintf(text, sizeof text, "source %s/script\n", stage_folder);
    ck_assert(!run_script(text, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "deep"));
}
END_TEST

START_TEST(quit_ends_a_script)
{
    struct irt_error error;

    ck_assert(run_script("quad 21\nquit\nquad 9\n", &error));
    ck_assert(stage_app->quit);
    ck_assert_uint_eq(stage_app->session.choices.options.points, 21);
}
END_TEST

START_TEST(with_a_screen_it_goes_on_by_itself)
{
    struct irt_error error;

    stage_app->tui = true;
    stage_app->speed = (unsigned)ui_speed_count - 1;
    ck_assert(run_script("until 3\nmodel rasch\nuntil 2\ngoto 1\n", &error));
    ck_assert_ptr_nonnull(stage_app->script);
    stage_settle();
    stage_settle();
    ck_assert_ptr_null(stage_app->script);
    ck_assert_str_eq(stage_app->session.choices.model, "rasch");
    ck_assert_uint_eq(ui_session_cycles(&stage_app->session), 2);
    ck_assert_uint_eq(stage_app->session.travel, 1);
}
END_TEST

START_TEST(with_a_screen_a_failure_is_a_message)
{
    struct irt_error error;

    stage_app->tui = true;
    ck_assert(run_script("quad 21\nfrobnicate\nquad 9\n", &error));
    stage_settle();
    ck_assert_ptr_null(stage_app->script);
    ck_assert(stage_app->message_bad);
    ck_assert_msg(strstr(stage_app->message, "script:2: frobnicate"), "%s",
                  stage_app->message);
}
END_TEST

START_TEST(esc_stops_a_script)
{
    struct irt_error error;

    stage_app->tui = true;
    ck_assert(run_script("quad 21\nquad 31\n", &error));
    ui_app_key(stage_app, UI_KEY_ESC);
    ck_assert_ptr_null(stage_app->script);
    stage_settle();
    ck_assert_uint_eq(stage_app->session.choices.options.points, 61);
}
END_TEST

/* --- the journal ------------------------------------------------------------------------- */

static const char *
journal(void)
{
    return stage_read(stage_path("irtop/journal"));
}

/* What follows the heading. */
static const char *
journal_lines(void)
{
    const char *text = journal();

    ck_assert_int_eq(strncmp(text, "# session ", 10), 0);
    return strchr(text, '\n') + 1;
}

static void
begin_screen(void)
{
    stage_app->tui = true;
    stage_app->speed = (unsigned)ui_speed_count - 1;
    ui_journal_open(stage_app);
    ck_assert_ptr_nonnull(stage_app->journal);
}

static void
act(const char *line)
{
    stage_do(line);
    stage_settle();
}

START_TEST(nothing_is_written_before_an_act)
{
    begin_screen();
    act("help");
    act("cursor first");
    act("quad");
    ck_assert_str_eq(journal(), "");
}
END_TEST

START_TEST(acts_are_lines)
{
    char expected[600], *file = realpath(STAGE_LSAT6, NULL);

    begin_screen();
    act("quad 21");
    act("acc squarem");
    act("view items");
    act("item +1");
    act("pattern 10101");
    act("search item4"); /* what it found */
    act("search 11111");
    act("undo");
    snprintf(expected, sizeof expected,
             "accelerate none\nload %s\nquad 21\nacc squarem\nview items\nitem item2\n"
             "pattern 10101\nitem item4\npattern 11111\nundo\n",
             file);
    free(file);
    ck_assert_str_eq(journal_lines(), expected);
}
END_TEST

START_TEST(a_failed_act_is_not_written)
{
    begin_screen();
    ck_assert(!ui_command_run(stage_app, "quad 1"));
    ck_assert(!ui_command_run(stage_app, "frobnicate"));
    ck_assert_str_eq(journal(), "");
}
END_TEST

static const char *
after_load(void)
{
    const char *load = strstr(journal(), "\nload ");

    ck_assert_ptr_nonnull(load);
    return strchr(load + 1, '\n') + 1;
}

/* Whatever moved the run, its place is what is written. */
START_TEST(runs_are_written_by_what_they_came_to)
{
    begin_screen();
    act("step stage");
    act("step stage");
    ck_assert_str_eq(after_load(), "step stage 1\nstep stage 1\n");
    act("step cycle");
    act("until 5");
    act("step stage 2");
    act("back 3");
    act("live");
    act("run");
    ck_assert_str_eq(after_load(), "step stage 1\nstep stage 1\nstep cycle\nuntil 5\n"
                                   "step stage 2\ngoto 3\nlive\nrun\n");
    act("model rasch");
    act("until 2");
    act("finish");
    ck_assert_ptr_nonnull(strstr(after_load(), "\nmodel rasch\nuntil 2\nfinish\n"));
}
END_TEST

/* A pause comes when it comes; the journal has where that was. */
START_TEST(a_pause_is_written_as_a_cycle)
{
    char expected[64];
    size_t cycles;

    stage_do("tol 1e-300");
    stage_do("max-cycles 1000000");
    begin_screen();
    stage_do("toggle");
    stage_do("toggle");
    stage_settle();
    cycles = ui_session_cycles(&stage_app->session);
    if (cycles > 1) {
        snprintf(expected, sizeof expected, "until %zu\n", cycles);
        ck_assert_str_eq(after_load(), expected);
    } else if (cycles == 1)
        ck_assert_str_eq(after_load(), "step cycle\n");
    else
        ck_assert_str_eq(journal(), "");
}
END_TEST

START_TEST(a_replay_gets_to_the_same_place)
{
    static double psi[64];
    struct ui_session *s = &stage_app->session;
    struct irt_error error;
    size_t parameters, stages;
    char path[200];

    begin_screen();
    act("model 1pl");
    act("quad 21");
    act("item 4");
    act("until 4");
    act("step stage 6");
    act("view estep");
    parameters = s->trace.parameters;
    stages = s->stages;
    memcpy(psi, s->live.psi, parameters * sizeof *psi);
    ui_app_free(stage_app);

    ck_assert(ui_app_init(stage_app, 24, 80, UI_GLYPHS_BRAILLE, &error));
    snprintf(path, sizeof path, "%s", stage_path("irtop/journal"));
    ck_assert_msg(ui_command_script(stage_app, path, &error), "%s", error.message);
    ck_assert_str_eq(s->choices.model, "1pl");
    ck_assert_uint_eq(s->item, 3);
    ck_assert_str_eq(stage_app->view->name, "estep");
    ck_assert_uint_eq(ui_session_cycles(s), 4);
    ck_assert_uint_eq(s->stages, stages);
    ck_assert_uint_eq(s->trace.parameters, parameters);
    ck_assert_mem_eq(s->live.psi, psi, parameters * sizeof *psi);
}
END_TEST

START_TEST(sessions_are_appended)
{
    struct irt_error error;
    const char *second;

    begin_screen();
    act("quad 21");
    ui_app_free(stage_app);
    ck_assert(ui_app_init(stage_app, 24, 80, UI_GLYPHS_BRAILLE, &error));
    begin_screen();
    act("quad 31");
    second = strstr(journal() + 1, "# session ");
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_nonnull(strstr(journal(), "quad 21\n"));
    ck_assert_ptr_nonnull(strstr(second, "quad 31\n"));
}
END_TEST

/* A file in the place of the folder: nobody, root included, can write there. */
START_TEST(without_a_folder_it_goes_on)
{
    stage_write("taken", "");
    setenv("XDG_STATE_HOME", stage_path("taken"), 1);
    stage_app->tui = true;
    ui_journal_open(stage_app);
    ck_assert_ptr_null(stage_app->journal);
    ck_assert(stage_app->message_bad);
    ck_assert_ptr_nonnull(strstr(stage_app->message, "no journal"));
    act("quad 21");
    ck_assert_ptr_null(strstr(stage_app->message, "journal")); /* said once */
    ui_history_load();
    ui_history_add("quad 21");
    ui_history_clear();
}
END_TEST

/* --- settings ------------------------------------------------------------------------------ */

START_TEST(settings_are_kept)
{
    struct irt_error error;

    stage_app->tui = true;
    stage_do("theme light");
    stage_do("mouse off");
    stage_do("speed 2");
    stage_do("metric ab");
    ui_app_free(stage_app);
    ck_assert(ui_app_init(stage_app, 24, 80, UI_GLYPHS_BRAILLE, &error));
    ck_assert_str_eq(stage_app->theme, "dark");
    ui_settings_load(stage_app);
    ck_assert_str_eq(stage_app->theme, "light");
    ck_assert(!stage_app->mouse);
    ck_assert_uint_eq(stage_app->speed, 2);
    ck_assert_int_eq(stage_app->session.metric, UI_METRIC_AB);
}
END_TEST

START_TEST(no_color_goes_before_the_settings)
{
    struct irt_error error;

    stage_app->tui = true;
    stage_do("theme light");
    ui_app_free(stage_app);
    setenv("NO_COLOR", "1", 1);
    ck_assert(ui_app_init(stage_app, 24, 80, UI_GLYPHS_BRAILLE, &error));
    ui_settings_load(stage_app);
    ck_assert_str_eq(stage_app->theme, "mono");
}
END_TEST

START_TEST(without_a_screen_nothing_is_kept)
{
    struct stat info;

    stage_do("theme light");
    ck_assert_int_ne(stat(stage_path("irtop"), &info), 0);
    stage_write("settings", "nonsense\ntheme plaid\nspeed 99\n");
    ui_settings_load(stage_app);
    ck_assert_str_eq(stage_app->theme, "light");
}
END_TEST

START_TEST(folders)
{
    char path[300];

    setenv("XDG_STATE_HOME", "relative", 1);
    setenv("HOME", "/home/x", 1);
    ck_assert(ui_xdg_file(UI_XDG_STATE, "journal", false, path, sizeof path));
    ck_assert_str_eq(path, "/home/x/.local/state/irtop/journal");
    unsetenv("XDG_CONFIG_HOME");
    ck_assert(ui_xdg_file(UI_XDG_CONFIG, "settings", false, path, sizeof path));
    ck_assert_str_eq(path, "/home/x/.config/irtop/settings");
    ck_assert(!ui_xdg_file(UI_XDG_CONFIG, "settings", false, path, 20));
    unsetenv("HOME");
    ck_assert(!ui_xdg_file(UI_XDG_CONFIG, "settings", false, path, sizeof path));
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("script");
    TCase *scripts = tcase_create("script"), *journals = tcase_create("journal"),
          *settings = tcase_create("settings");

    tcase_add_checked_fixture(scripts, stage_set_up, stage_tear_down);
    tcase_add_test(scripts, a_script_waits_for_its_runs);
    tcase_add_test(scripts, the_last_line_needs_no_end);
    tcase_add_loop_test(scripts, a_failure_names_file_and_line, 0, COUNT(failures));
    tcase_add_test(scripts, files_that_are_no_scripts);
    tcase_add_test(scripts, scripts_source_scripts);
    tcase_add_test(scripts, quit_ends_a_script);
    tcase_add_test(scripts, with_a_screen_it_goes_on_by_itself);
    tcase_add_test(scripts, with_a_screen_a_failure_is_a_message);
    tcase_add_test(scripts, esc_stops_a_script);
    suite_add_tcase(suite, scripts);

    tcase_add_checked_fixture(journals, stage_set_up, stage_tear_down);
    tcase_add_test(journals, nothing_is_written_before_an_act);
    tcase_add_test(journals, acts_are_lines);
    tcase_add_test(journals, a_failed_act_is_not_written);
    tcase_add_test(journals, runs_are_written_by_what_they_came_to);
    tcase_add_test(journals, a_pause_is_written_as_a_cycle);
    tcase_add_test(journals, a_replay_gets_to_the_same_place);
    tcase_add_test(journals, sessions_are_appended);
    tcase_add_test(journals, without_a_folder_it_goes_on);
    suite_add_tcase(suite, journals);

    tcase_add_checked_fixture(settings, stage_set_up, stage_tear_down);
    tcase_add_test(settings, settings_are_kept);
    tcase_add_test(settings, no_color_goes_before_the_settings);
    tcase_add_test(settings, without_a_screen_nothing_is_kept);
    tcase_add_test(settings, folders);
    suite_add_tcase(suite, settings);
    return suite;
}
