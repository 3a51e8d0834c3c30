/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_test.c -- the test as a whole: what reports say, on the screen. */
#include "config.h"

#include "view/fit.h"

#include <stdlib.h>
#include <string.h>

#include "exam.h"
#include "examine.h"
#include "plain.h"
#include "report/report.h"
#include "report/text_parts.h"
#include "statistic/statistic.h"
#include "view/parts.h"

#define TEXT       81 /* columns of the text, where the plot has room beside it */
#define LEAST_PLOT 46
#define LEAST_ROWS 14 /* for both, one above the other */

/* Those with a number an item, a pair or a person stand on pages of their own. */
static bool
is_of_test(const struct ui_statistic *s)
{
    static const char *const others[] = { "sx2", "infit", "curves", "q3",
                                          "ld",  "lz",    "dif" };

    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        if (strcmp(s->statistic->name, others[k]) == 0)
            return false;
    return true;
}

static void
write_all(const struct ui_session *session, FILE *out)
{
    struct ui_report report = { .fit = session->fit,
                                .choices = &session->choices,
                                .trace = &session->trace,
                                .findings = &session->findings,
                                .diagnostics =
                                    ui_exam_diagnostics(ui_examined(session)) };

    for (size_t k = 0; ui_statistics[k]; k++) {
        const struct ui_statistic *s = ui_statistics[k];
        const char *why;
        const void *result = ui_examined_of(session, s->statistic, &why);

        if (!is_of_test(s))
            continue;
        if (result && s->text)
            s->text(&report, result, out);
        else if (why)
            ui_text_paragraph(&report, out, s->statistic->title, "none: %s", why);
        else if (!result)
            ui_text_paragraph(&report, out, s->statistic->title,
                              "takes long: a computes it");
        fputc('\n', out);
    }
}

/* Caller frees; NULL: nothing yet. */
static char *
make_text(const struct ui_session *session)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out;

    if (!session->fit || !ui_examined(session) || !session->examined_final)
        return NULL;
    out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    write_all(session, out);
    fclose(out);
    return text;
}

static size_t
count_lines(const char *text)
{
    size_t count = 0;

    for (; (text = strchr(text, '\n')); text++)
        count++;
    return count;
}

static void
draw_text(struct fit_state *state, const struct ui_session *session,
          struct ui_canvas *canvas, struct ui_rect rect)
{
    char *text = make_text(session), *line = text;
    size_t count = text ? count_lines(text) : 0, rows = rect.h > 0 ? (size_t)rect.h : 0;

    if (!text) {
        ui_paragraph(canvas, ui_columns_of(rect, 1, rect.w - 2), UI_DIM,
                     "The fit of the whole test is told when the run has ended; that of "
                     "the items, every few cycles.");
        return;
    }
    if (state->line + rows > count)
        state->line = count > rows ? count - rows : 0;
    for (size_t k = 0; k < state->line; k++)
        line = strchr(line, '\n') + 1;
    for (size_t k = 0; k < rows && *line; k++) {
        size_t length = strcspn(line, "\n");

        ui_cut_text(canvas, rect.y + (int)k, rect.x + 1, rect.w - 1, UI_TEXT, "%.*s",
                    (int)length, line);
        line += length + (line[length] == '\n');
    }
    if (count > rows)
        ui_text(canvas, rect.y + rect.h, rect.x + 1, UI_DIM, "↑↓ lines %zu to %zu of %zu",
                state->line + 1, state->line + rows, count);
    free(text);
}

void
ui_fit_test(struct fit_state *state, const struct ui_session *session,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    struct ui_rect text = rect, plot = ui_columns_of(rect, 1, rect.w - 2);
    int most = rect.h > 40 ? 24 : rect.h * 3 / 5;

    if (rect.w >= TEXT + LEAST_PLOT) {
        text.w = TEXT;
        plot = ui_columns_of(rect, TEXT + 2, rect.w - TEXT - 3);
        plot.h = plot.h < 26 ? plot.h : 26;
        text.h--;
    } else if (rect.h >= LEAST_ROWS) {
        text.h = rect.h - most - 1; /* a row for where the text stands */
        plot = ui_rows(plot, rect.h - most, most);
    } else {
        plot.h = 0;
        text.h--;
    }
    draw_text(state, session, canvas, text);
    if (plot.h > 0)
        ui_fit_information(state, session, canvas, plot);
}

void
ui_fit_test_speak(const struct fit_state *state, const struct ui_session *session,
                  FILE *out)
{
    char *text = make_text(session);

    fputs(text ? text : "The fit of the whole test is told when the run has ended.\n",
          out);
    free(text);
    ui_fit_information_speak(state, session, out);
}
