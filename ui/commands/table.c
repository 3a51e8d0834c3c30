/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.c -- the table of commands.  The named choices (model, quad ...) follow it by
 * themselves, see command.c.
 *
 * TO ADD A NEW COMMAND: a function in the file of its group, its name in commands.h, a
 * row here.  Help, completion and the manual's list follow. */
#include "config.h"

#include "commands.h"

#include <stdint.h>
#include <string.h>

#include "number.h"

/* journal: recorded as it was given.  The commands that move a run are recorded by what
 * they came to ("until 12", "step stage 2"), so that a replay gets to the same place
 * whatever its speed. */
const struct ui_command ui_commands[] = {
    /* data and choices */
    { "load", "FILE [CHOICE=VALUE ...]", UI_COMPLETE_FILE,
      "read responses from a file, by choices such as items=A,B or key=FILE", true,
      ui_command_load },
    { "sample", "NAME", UI_COMPLETE_SAMPLE,
      "read sample data, with their key if they have one", true, ui_command_sample },
    { "undo", "", UI_COMPLETE_NONE, "take the last choice back", true, ui_command_undo },
    { "redo", "", UI_COMPLETE_NONE, "make the choice again that was undone", true,
      ui_command_redo },
    /* the run */
    { "run", "", UI_COMPLETE_NONE, "estimate until it converges, or is paused", false,
      ui_command_run_on },
    { "pause", "", UI_COMPLETE_NONE, "stop after the stage or cycle under way", false,
      ui_command_pause },
    { "toggle", "", UI_COMPLETE_NONE, "run, or pause", false, ui_command_toggle },
    { "step", "[stage|cycle] [N]", UI_COMPLETE_NONE,
      "do the next stage, or go on to the end of the cycle; N times", false,
      ui_command_step },
    { "until", "N", UI_COMPLETE_NONE, "run, and pause when cycle N is done", false,
      ui_command_until },
    { "finish", "", UI_COMPLETE_NONE, "end the run here and take its estimates", true,
      ui_command_finish },
    { "reset", "", UI_COMPLETE_NONE, "back to the start: drop the run", true,
      ui_command_reset },
    { "speed", "[slower|faster|full|0..5]", UI_COMPLETE_NONE,
      "how fast run goes: a stage a second (0) to full (5)", false, ui_command_speed },
    { "back", "[N]", UI_COMPLETE_NONE, "show the cycle before, or N before", true,
      ui_command_back },
    { "forward", "[N]", UI_COMPLETE_NONE, "show the cycle after, or N after", true,
      ui_command_forward },
    { "goto", "N", UI_COMPLETE_NONE, "show cycle N again", true, ui_command_goto },
    { "live", "", UI_COMPLETE_NONE, "back from a past cycle to the present", true,
      ui_command_live },
    { "pin", "[LABEL]", UI_COMPLETE_NONE, "keep this run as a ghost behind the next",
      true, ui_command_pin },
    { "unpin", "[N]", UI_COMPLETE_NONE, "drop pinned run N, or all", true,
      ui_command_unpin },
    { "compare", "[N|FILE] [N|FILE]", UI_COMPLETE_FILE,
      "compare this run with pinned run N, or a saved fit, or two of them with each "
      "other: "
      "likelihood ratio, AIC, BIC",
      false, ui_command_compare },
    /* what is looked at */
    { "view", "NAME", UI_COMPLETE_VIEW, "open a screen", true, ui_command_view },
    { "next-view", "", UI_COMPLETE_NONE, "open the next screen", true,
      ui_command_next_view },
    { "previous-view", "", UI_COMPLETE_NONE, "open the screen before", true,
      ui_command_previous_view },
    { "item", "[NAME|N|+N|-N]", UI_COMPLETE_ITEM, "choose an item", true,
      ui_command_item },
    { "pattern", "[DIGITS|N|+N|-N]", UI_COMPLETE_NONE, "choose a response pattern", true,
      ui_command_pattern },
    { "person", "[ID|N|+N|-N]", UI_COMPLETE_NONE, "choose a person", true,
      ui_command_person },
    { "school", "[NAME|N|+N|-N]", UI_COMPLETE_SCHOOL, "choose a school", true,
      ui_command_school },
    { "drop", "[NAME|N]", UI_COMPLETE_SCHOOL,
      "leave a school out of a federated run, or let it take part again", true,
      ui_command_drop },
    { "truth", "FILE", UI_COMPLETE_FILE,
      "read the true items, abilities or effects of schools, as simulate wrote them",
      true, ui_command_truth },
    { "node", "[N|+N|-N]", UI_COMPLETE_NONE, "choose a quadrature node", true,
      ui_command_node },
    { "cursor", "up|down|left|right|first|last", UI_COMPLETE_NONE,
      "move over the numbers", false, ui_command_cursor },
    { "open", "[N]", UI_COMPLETE_NONE,
      "open the number under the cursor, or operand N of the one that is open", false,
      ui_command_open },
    { "close", "", UI_COMPLETE_NONE, "back out by one level", false, ui_command_close },
    { "search", "[TEXT]", UI_COMPLETE_ITEM,
      "find an item, a person, a pattern or any text on the screen", false,
      ui_command_search },
    { "next-match", "", UI_COMPLETE_NONE, "find the next one", false,
      ui_command_next_match },
    { "page", "up|down", UI_COMPLETE_NONE, "move by a page", false, ui_command_page },
    { "word", "WORD [ARGUMENT]", UI_COMPLETE_NONE, "a word for the open screen", true,
      ui_command_word },
    /* overlays and the look */
    { "help", "[COMMAND]", UI_COMPLETE_COMMAND, "keys and commands", false,
      ui_command_help },
    { "speak", "", UI_COMPLETE_NONE, "say in sentences what the screen shows", false,
      ui_command_speak },
    { "print", "", UI_COMPLETE_NONE, "write the screen as text (without a terminal)",
      false, ui_command_print },
    { "doctor", "[N]", UI_COMPLETE_NONE,
      "what is odd in data and estimates; N mends number N", false, ui_command_doctor },
    { "sum-scores", "", UI_COMPLETE_NONE, "the scores that go with each sum of answers",
      false, ui_command_sum_scores },
    { "statistics", "[NAME]", UI_COMPLETE_NONE,
      "what the statistics of fit are: formula, how to read them, source", false,
      ui_command_statistics },
    { "history", "", UI_COMPLETE_NONE, "the lines given at the prompt", false,
      ui_command_history },
    { "theme", "NAME", UI_COMPLETE_THEME, "dark, light, mono or contrast", false,
      ui_command_theme },
    { "metric", "[all|ad|ab|loadings|next]", UI_COMPLETE_NONE,
      "in which metric item parameters are shown: a, d and b; a and d; a and b; or "
      "standardised loadings",
      false, ui_command_metric },
    { "axes", "[A B|next]", UI_COMPLETE_NONE,
      "which two dimensions of several are drawn, the others at 0 or summed over", false,
      ui_command_axes },
    { "mouse", "[on|off]", UI_COMPLETE_NONE,
      "take the mouse, or leave it to the terminal to select text", false,
      ui_command_mouse },
    { "prompt", "", UI_COMPLETE_NONE, "open the line for commands", false,
      ui_command_prompt },
    { "redraw", "", UI_COMPLETE_NONE, "paint the screen anew", false, ui_command_redraw },
    { "size", "H W", UI_COMPLETE_NONE, "rows and columns (without a terminal)", false,
      ui_command_size },
    /* simulation studies */
    { "study", "NAME|FILE|run|stop|toggle|write FILE", UI_COMPLETE_FILE,
      "open a design of a simulation study, or a sample of one; run what is missing of "
      "it, or stop; write its results as .csv, .json or .txt",
      true, ui_command_study },
    { "race", "[LIST|stop|toggle|write FILE]", UI_COMPLETE_NONE,
      "run estimators side by side: the usual ones, or a list such as em, jml "
      "optimizer=adam; or stop; write the outcome as .csv, .json or .txt",
      true, ui_command_race },
    /* files */
    { "export", "[persons|trace|information|sum-scores|loss] FILE", UI_COMPLETE_FILE,
      "write the estimates: .json, .csv or .txt; or scores, the history or the "
      "information, as CSV; or vae's expected loss, as .csv or .txt",
      false, ui_command_export },
    { "screenshot", "FILE", UI_COMPLETE_FILE,
      "write the screen as a picture: .svg, .png or .txt", false, ui_command_screenshot },
    { "source", "FILE", UI_COMPLETE_FILE, "run the commands in a file", false,
      ui_command_source },
    { "quit", "", UI_COMPLETE_NONE, "leave irtop", false, ui_command_quit },
    { NULL, NULL, UI_COMPLETE_NONE, NULL, false, NULL },
};

bool
ui_command_takes(int argc, char **argv, int least, int most, struct irt_error *error)
{
    if (argc >= least && argc <= most)
        return true;
    return ui_command_usage(ui_command_find(argv[0]), error);
}

bool
ui_command_index(const char *text, size_t count, size_t *value)
{
    bool down = text[0] == '-', up = text[0] == '+';
    uint64_t n;

    if (!ui_number_whole(text + (down || up), &n) || (!down && !up && n == 0))
        return false;
    if (!down && !up && count > 0 && n > count)
        return false;
    if (count == 0)
        return true;
    if (*value >= count)
        *value = count - 1;
    if (down)
        *value = n > *value ? 0 : *value - (size_t)n;
    else if (up)
        *value = n >= count - *value ? count - 1 : *value + (size_t)n;
    else
        *value = (size_t)n - 1;
    return true;
}

bool
ui_command_count(int argc, char **argv, int at, size_t *count, struct irt_error *error)
{
    uint64_t n;

    *count = 1;
    if (argc <= at)
        return true;
    if (!ui_number_whole(argv[at], &n) || n == 0 || n > 1000000)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s: '%.60s' is not a whole number from 1 to 1000000", argv[0],
                        argv[at]);
    *count = (size_t)n;
    return true;
}

bool
ui_command_settle(struct ui_app *app, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    struct irt_error lost;

    if (app->tui)
        return true;
    ui_session_wait(session);
    lost = session->lost;
    ui_app_poll(app);
    if (session->trouble.code != IRT_OK)
        return irt_fail(error, session->trouble.code, "%s", session->trouble.message);
    if (lost.code != IRT_OK)
        return irt_fail(error, lost.code, "%s", lost.message);
    return true;
}
