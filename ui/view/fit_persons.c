/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_persons.c -- the most surprising patterns of answers, and which answers cost them. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam.h"
#include "examine.h"
#include "fit/person_fit.h"
#include "view/parts.h"

#define NUMBER 8
#define SEEN   6
#define LEAST  40 /* columns of the answers beside the list */
/* From how much an answer takes from l - E l on it is lit up; its chance is then small. */
#define COSTS 1.0

static const struct irt_person_fit *
persons_of(const struct ui_session *session, const char **why)
{
    return ui_examined_of(session, &irt_statistic_lz, why);
}

/* The answers of a pattern, the most costly first; caller frees, NULL: none known. */
static struct irt_surprise *
answers_of(const struct ui_session *session, const struct irt_person_fit *fit, size_t l,
           size_t *count)
{
    struct irt_surprise *all = malloc((session->model->items + 1) * sizeof *all);

    *count = 0;
    if (all && l < fit->patterns)
        *count = irt_surprises(ui_exam_diagnosis(session->examined), l,
                               fit->theta + l * fit->dims, all);
    return all;
}

static size_t
rank_of(const struct fit_state *state, const struct irt_person_fit *fit)
{
    return state->rank < fit->known ? state->rank : fit->known - 1;
}

/* --- the list ------------------------------------------------------------------------------------- */

/* The digits of a pattern, those that cost it in a colour and bold. */
static void
draw_pattern(const struct ui_session *session, const struct irt_person_fit *fit, size_t l,
             struct ui_canvas *canvas, int y, int x, int width)
{
    size_t count;
    struct irt_surprise *answer = answers_of(session, fit, l, &count);
    char text[1024];

    ui_pattern_text(session, l, width, text, sizeof text);
    ui_text(canvas, y, x, UI_TEXT, "%s", text);
    for (size_t k = 0; k < count && answer[k].cost >= COSTS; k++) {
        int column = (int)session->model->item[answer[k].j].column;
        struct ui_rect digit = { y, x + column, 1, 1 };

        if (column >= width || (column == width - 1 && ui_columns(text) == width))
            continue;
        ui_paint(canvas, digit, UI_BAD);
        ui_bold(canvas, digit);
    }
    free(answer);
}

/* What stands beside a pattern: the last ones where there is room. */
static const struct {
    const char *title;
    enum ui_stat stat;
    size_t column;
    int room; /* columns that the list has to have for it */
} columns[] = {
    { "l_z*", UI_STAT_LZ, 1, 0 },
    { "l_z", UI_STAT_LZ, 0, 50 },
    { "outfit", UI_STAT_PERSON, 0, 0 },
    { "infit", UI_STAT_PERSON, 1, 60 },
};
#define COLUMNS (sizeof columns / sizeof *columns)

static double
value_of(const struct irt_person_fit_one *one, size_t k)
{
    const double value[COLUMNS] = { one->lz_star, one->lz, one->squares.outfit,
                                    one->squares.infit };

    return value[k];
}

static void
draw_person(const struct ui_session *session, const struct irt_person_fit *fit,
            size_t rank, bool chosen, int width, struct ui_canvas *canvas,
            struct ui_rect line)
{
    size_t l = fit->order[rank];
    int x = line.x + 2;
    char command[40];

    if (chosen)
        ui_text(canvas, line.y, line.x, UI_CURSOR, "▸");
    draw_pattern(session, fit, l, canvas, line.y, x, width);
    ui_column(canvas, line.y, x += width, SEEN, UI_DIM, NULL, 0,
              session->patterns->frequency[l]);
    snprintf(command, sizeof command, "word person %zu", rank + 1);
    ui_clickable(canvas, line, command);
    x += SEEN;
    for (size_t k = 0; k < COLUMNS; k++) {
        const struct ui_quantity q = { UI_QUANTITY_FIT, .category = columns[k].stat,
                                       .pattern = l, .column = columns[k].column };

        if (line.w < columns[k].room)
            continue;
        ui_column(canvas, line.y, x, NUMBER, UI_TEXT, &q, 2, value_of(&fit->one[l], k));
        x += NUMBER;
    }
    if (chosen)
        ui_bold(canvas, line);
}

static void
draw_list(struct fit_state *state, const struct ui_session *session,
          const struct irt_person_fit *fit, struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t at = rank_of(state, fit), numbers = 0;
    int rows = rect.h - 1, x = rect.x + 2, width;

    for (size_t k = 0; k < COLUMNS; k++)
        numbers += rect.w >= columns[k].room;
    width = rect.w - 3 - SEEN - (int)numbers * NUMBER;
    width = width > 40 ? 40 : width < 4 ? 4 : width;
    ui_text(canvas, rect.y, x, UI_DIM, "%-*s%*s", width, "pattern", SEEN, "seen");
    x += width + SEEN;
    for (size_t k = 0; k < COLUMNS; k++)
        if (rect.w >= columns[k].room)
            x += ui_text(canvas, rect.y, x, UI_DIM, "%*s", NUMBER, columns[k].title);
    ui_keep_in_view(&state->top_person, at, fit->known, rows);
    for (int k = 0; k < rows && state->top_person + (size_t)k < fit->known; k++)
        draw_person(session, fit, state->top_person + (size_t)k,
                    state->top_person + (size_t)k == at, width, canvas,
                    (struct ui_rect){ rect.y + 1 + k, rect.x, 1, rect.w });
}

/* --- one of them ---------------------------------------------------------------------------------- */

static void
draw_answers(const struct ui_session *session, const struct irt_person_fit *fit, size_t l,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t count, shown = rect.h > 3 ? (size_t)rect.h - 3 : 0;
    struct irt_surprise *answer = answers_of(session, fit, l, &count);
    char pattern[64];

    ui_pattern_text(session, l, rect.w - 20, pattern, sizeof pattern);
    ui_cut_text(canvas, rect.y, rect.x, rect.w, UI_TITLE, "%s: answers by cost", pattern);
    ui_cut_text(canvas, rect.y + 1, rect.x, rect.w, UI_DIM, "%-14s%7s%9s%7s", "item",
                "answer", "chance", "cost");
    for (size_t k = 0; k < count && k < shown; k++) {
        bool costs = answer[k].cost >= COSTS;

        ui_cut_text(canvas, rect.y + 2 + (int)k, rect.x, 13, costs ? UI_BAD : UI_TEXT,
                    "%s", ui_item_name(session, answer[k].j));
        ui_cut_text(canvas, rect.y + 2 + (int)k, rect.x + 14, rect.w - 14,
                    costs ? UI_BAD : UI_TEXT, "%7u%9.3f%7.2f%s", answer[k].category,
                    answer[k].probability, answer[k].cost, costs ? " !" : "");
    }
    free(answer);
}

/* --- the page ------------------------------------------------------------------------------------- */

void
ui_fit_persons(struct fit_state *state, const struct ui_session *session,
               struct ui_canvas *canvas, struct ui_rect rect)
{
    const char *why;
    const struct irt_person_fit *fit = persons_of(session, &why);
    bool beside = rect.w >= LEAST + 2 * NUMBER + SEEN + 12;
    struct ui_rect list;

    if (!fit || fit->known == 0) {
        ui_paragraph(canvas, ui_columns_of(rect, 1, rect.w - 2), why ? UI_WARN : UI_DIM,
                     why   ? why
                     : fit ? "no pattern of answers can be surprising here"
                           : "persons' fit comes with the first cycle");
        return;
    }
    list = ui_foot(canvas, ui_columns_of(rect, 1, rect.w - 2), UI_DIM,
                   "! and bold: answers that cost much, cost = E log P - log P");
    list =
        ui_foot(canvas, list, UI_DIM,
                "the most surprising first; 1 in 20 who answer by the model has l_z* < "
                "-1.6");
    list.x = rect.x;
    list.w = rect.w;
    if (beside) {
        list.w = rect.w - LEAST - 1;
        draw_answers(session, fit, fit->order[rank_of(state, fit)], canvas,
                     (struct ui_rect){ list.y, rect.x + list.w + 1, list.h, LEAST });
    }
    draw_list(state, session, fit, canvas, list);
}

size_t
ui_fit_move_person(struct fit_state *state, struct ui_session *session, long lines)
{
    const char *why;
    const struct irt_person_fit *fit = persons_of(session, &why);

    if (!fit || fit->known == 0)
        return 0;
    long to = (long)rank_of(state, fit) + lines, last = (long)fit->known - 1;
    state->rank = to < 0 ? 0 : to > last ? (size_t)last : (size_t)to;
    session->pattern = fit->order[state->rank];
    return state->rank + 1;
}

void
ui_fit_persons_speak(const struct fit_state *state, const struct ui_session *session,
                     FILE *out)
{
    const char *why;
    const struct irt_person_fit *fit = persons_of(session, &why);
    size_t count;

    if (!fit || fit->known == 0) {
        fprintf(out, "%s.\n", why ? why : "There is nothing on persons yet");
        return;
    }
    size_t l = fit->order[rank_of(state, fit)];
    struct irt_surprise *answer = answers_of(session, fit, l, &count);
    char pattern[256];

    ui_pattern_text(session, l, 0, pattern, sizeof pattern);
    fprintf(out, "Pattern %s is number %zu by surprise: l_z* %.2f, l_z %.2f.\n", pattern,
            rank_of(state, fit) + 1, fit->one[l].lz_star, fit->one[l].lz);
    for (size_t k = 0; k < count && answer[k].cost >= COSTS; k++)
        fprintf(out, "Its answer %u to %s had a chance of %.3f.\n", answer[k].category,
                ui_item_name(session, answer[k].j), answer[k].probability);
    free(answer);
}
