/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "choices.h"
#include "words.h"
#include "xdg.h"

void
ui_journal_open(struct ui_app *app)
{
    char path[UI_PATH];

    app->at_start = app->session.choices;
    errno = ENOENT;
    if (ui_xdg_file(UI_XDG_STATE, "journal", true, path, sizeof path))
        app->journal = fopen(path, "a");
    if (!app->journal)
        ui_app_say(app, true, "no journal is kept: its folder cannot be written: %s",
                   strerror(errno));
}

void
ui_journal_close(struct ui_app *app)
{
    if (app->journal)
        fclose(app->journal);
    app->journal = NULL;
}

/* The choices that differ from the defaults; the switches first, for they set others. */
static void
write_choices(const struct ui_choices *now, bool switches, FILE *out)
{
    const struct ui_choices defaults = ui_choices_defaults();
    char shown[UI_LIST], usual[UI_LIST], quoted[2 * UI_LIST];

    for (const struct ui_choice *c = ui_choice_table; c->name; c++) {
        c->show(now, shown, sizeof shown);
        c->show(&defaults, usual, sizeof usual);
        if ((c->argument == NULL) != switches || strcmp(shown, usual) == 0)
            continue;
        ui_word_quote(shown, quoted, sizeof quoted);
        fprintf(out, "%s %s\n", c->name, quoted);
    }
}

/* What the command line chose stands in no command: put it there. */
static void
write_start(struct ui_app *app)
{
    char quoted[2 * UI_LIST];
    char *full;

    write_choices(&app->at_start, true, app->journal);
    write_choices(&app->at_start, false, app->journal);
    if (!app->at_start.file[0])
        return;
    full = realpath(app->at_start.file, NULL);
    ui_word_quote(full ? full : app->at_start.file, quoted, sizeof quoted);
    fprintf(app->journal, "load %s\n", quoted);
    free(full);
}

static void
write_heading(struct ui_app *app)
{
    char date[32] = "";
    time_t now = time(NULL);
    struct tm parts;

    if (localtime_r(&now, &parts))
        strftime(date, sizeof date, "%Y-%m-%d %H:%M:%S", &parts);
    fprintf(app->journal, "# session %s\n", date);
    write_start(app);
    app->recorded.begun = true;
}

static void
write_line(struct ui_app *app, const char *line)
{
    if (!app->journal)
        return;
    if (!app->recorded.begun)
        write_heading(app);
    fprintf(app->journal, "%s\n", line + strspn(line, " \t"));
    if (fflush(app->journal) == 0)
        return;
    ui_journal_close(app);
    ui_app_say(app, true, "the journal ends here: it cannot be written: %s",
               strerror(errno));
}

void
ui_journal_act(struct ui_app *app, const char *line)
{
    if (!app->session.worker)
        app->recorded.cycles = app->recorded.stages = app->recorded.ended = 0;
    if (line[strspn(line, " \t")] != '#')
        write_line(app, line);
}

/* From the place the journal knows to the place the run is at. */
static void
write_progress(struct ui_app *app, size_t cycles, size_t stages)
{
    char line[64];
    size_t from = app->recorded.stages;

    if (cycles == app->recorded.cycles + 1) {
        write_line(app, "step cycle");
        from = 0;
    } else if (cycles > app->recorded.cycles) {
        snprintf(line, sizeof line, "until %zu", cycles);
        write_line(app, line);
        from = 0;
    }
    if (stages > from) {
        snprintf(line, sizeof line, "step stage %zu", stages - from);
        write_line(app, line);
    }
}

void
ui_journal_settle(struct ui_app *app)
{
    const struct ui_session *session = &app->session;
    size_t cycles = ui_session_cycles(session);
    size_t stages = session->running ? 0 : session->stages;
    bool ended = session->ended && session->live.stopped != IRT_STOP_USER;

    if (!session->worker || app->recorded.ended)
        return;
    if (ended)
        write_line(app, "run");
    else if (cycles > app->recorded.cycles || stages > app->recorded.stages)
        write_progress(app, cycles, stages);
    else
        return;
    app->recorded.cycles = cycles;
    app->recorded.stages = stages;
    app->recorded.ended = ended;
}
