/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons_table.c -- the persons one by one: their answers, and every score they have, side
 * by side. */
#include "config.h"

#include "view/persons.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/parts.h"

#define ID       8
#define PATTERN  12 /* columns of answers, at most */
#define LEAST    7  /* and where there is little room */
#define MOST_ROW 40 /* columns left of the scores */

/* How wide the parts are. */
struct widths {
    int pattern, seen, raw;
    int value, error, decimals;
};

static const struct widths narrow = { LEAST, 5, 4, 7, 6, 3 };
static const struct widths wide = { PATTERN, 6, 5, 9, 8, 4 };

void
ui_person_name(const struct irt_responses *data, size_t row, char *out, size_t size)
{
    if (data->person_id)
        snprintf(out, size, "%s", data->person_id[row]);
    else
        snprintf(out, size, "%zu", row + 1);
}

unsigned
ui_person_sum(const struct ui_session *session, size_t row)
{
    const uint8_t *code = session->data->code + row * session->data->items;
    unsigned sum = 0;

    for (size_t j = 0; j < session->model->items; j++) {
        uint8_t answer = code[session->model->item[j].column];

        sum += answer == IRT_MISSING ? 0 : answer;
    }
    return sum;
}

/* --- its columns --------------------------------------------------------------------- */

/* Every method's of the first dimension, then those of the next. */
static size_t
all_columns(const struct ui_session *session, struct ui_score_column *column)
{
    size_t count = session->model->dims * IRT_SCORES;

    for (size_t k = 0; k < count; k++)
        column[k] =
            (struct ui_score_column){ (enum irt_score)(k % IRT_SCORES), k / IRT_SCORES };
    return count;
}

static int
pattern_columns(const struct ui_session *session, const struct widths *widths)
{
    size_t items = session->data->items;

    return items < LEAST                     ? LEAST
           : items > (size_t)widths->pattern ? widths->pattern
                                             : (int)items;
}

static int
left_columns(const struct ui_session *session, const struct widths *widths)
{
    return 2 + ID + 1 + pattern_columns(session, widths) + widths->seen + widths->raw;
}

void
ui_persons_widths(const struct ui_session *session, int *least, int *most)
{
    struct ui_score_column column[UI_SCORE_COLUMNS];
    int count = (int)all_columns(session, column);

    *least =
        left_columns(session, &narrow) + (int)IRT_SCORES * (narrow.value + narrow.error);
    *most = left_columns(session, &wide) + count * (wide.value + wide.error);
}

/* As many as there is room for: where not all, those of the shown dimension and after it, and
 * where not all of these, the shown one and those after it. */
static size_t
choose_columns(const struct ui_session *session, size_t dimension, int room,
               struct ui_score_column *column)
{
    size_t count = all_columns(session, column);
    size_t fit = room > 0 ? (size_t)room / (size_t)(narrow.value + narrow.error) : 0;
    size_t first = dimension * IRT_SCORES;

    fit = fit < 1 ? 1 : fit;
    if (fit >= count)
        return count;
    if (fit < IRT_SCORES)
        first += ui_score_shown(session);
    if (first + fit > count)
        first = count - fit;
    memmove(column, column + first, fit * sizeof *column);
    return fit;
}

/* --- the table ----------------------------------------------------------------------- */

struct table {
    const struct ui_session *session;
    struct widths widths;
    size_t columns, dimension;
    struct ui_score_column column[UI_SCORE_COLUMNS];
    struct ui_canvas *canvas;
    struct ui_rect rect;
};

static void
draw_scores(const struct table *table, int y, int x, size_t pattern)
{
    const struct ui_session *session = table->session;
    const struct widths *w = &table->widths;

    for (size_t k = 0; k < table->columns; k++) {
        const struct ui_score_column *c = &table->column[k];
        size_t at = pattern * session->model->dims + c->dimension;
        const double *score = session->score[c->method],
                     *se = session->score_se[c->method];
        struct ui_quantity quantity = { .kind = UI_QUANTITY_EAP,
                                        .pattern = pattern,
                                        .row = c->method,
                                        .column = c->dimension };

        ui_column(table->canvas, y, x, w->value, UI_TEXT, &quantity, w->decimals,
                  score ? score[at] : NAN);
        quantity.kind = UI_QUANTITY_EAP_SE;
        ui_column(table->canvas, y, x + w->value, w->error, UI_DIM, &quantity,
                  w->decimals, se ? se[at] : NAN);
        x += w->value + w->error;
    }
}

static void
draw_row(const struct table *table, int y, size_t row)
{
    const struct ui_session *session = table->session;
    const struct widths *w = &table->widths;
    struct ui_canvas *canvas = table->canvas;
    size_t pattern = session->patterns->of_row[row];
    bool chosen = row == session->row;
    int x = table->rect.x, answers = pattern_columns(session, w);
    char text[200], command[64];

    snprintf(command, sizeof command, "person +0");
    if (row < session->row)
        snprintf(command, sizeof command, "person -%zu", session->row - row);
    else if (row > session->row)
        snprintf(command, sizeof command, "person +%zu", row - session->row);
    ui_clickable(canvas, (struct ui_rect){ y, x, 1, left_columns(session, w) }, command);
    if (chosen)
        ui_text(canvas, y, x, UI_CURSOR, "▸");
    ui_person_name(session->data, row, text, sizeof text);
    ui_cut_text(canvas, y, x + 2, ID, chosen ? UI_TITLE : UI_TEXT, "%s", text);
    x += 2 + ID + 1;
    ui_pattern_text(session, pattern, answers, text, sizeof text);
    ui_text(canvas, y, x, UI_TEXT, "%s", text);
    x += answers;
    ui_text(canvas, y, x, UI_TEXT, "%*.0f%*u", w->seen,
            session->patterns->frequency[pattern], w->raw, ui_person_sum(session, row));
    draw_scores(table, y, x + w->seen + w->raw, pattern);
    if (chosen)
        ui_bold(canvas, (struct ui_rect){ y, table->rect.x, 1, table->rect.w });
}

/* "EAP", or in several dimensions "EAP2": of the second. */
static void
draw_heading(const struct table *table)
{
    const struct ui_session *session = table->session;
    const struct widths *w = &table->widths;
    int y = table->rect.y, x = table->rect.x + 2;
    bool several = session->model->dims > 1;

    /* In a table of patterns a row is many persons. */
    ui_text(table->canvas, y, x, UI_DIM, session->data->frequency ? "row" : "person");
    x += ID + 1;
    ui_text(table->canvas, y, x, UI_DIM, "pattern");
    x += pattern_columns(session, w);
    ui_text(table->canvas, y, x, UI_DIM, "%*s%*s", w->seen, "seen", w->raw, "raw");
    x += w->seen + w->raw;
    for (size_t k = 0; k < table->columns; k++) {
        const struct ui_score_column *c = &table->column[k];
        bool shown =
            c->dimension == table->dimension && c->method == ui_score_shown(session);
        char title[16];

        snprintf(title, sizeof title, "%s", ui_score_title(c->method));
        if (several)
            snprintf(title, sizeof title, "%s%zu", ui_score_title(c->method),
                     c->dimension + 1);
        x += w->value;
        ui_text(table->canvas, y, x - ui_columns(title), shown ? UI_TITLE : UI_DIM, "%s",
                title);
        ui_text(table->canvas, y, x, UI_DIM, "%*s", w->error, "SE");
        x += w->error;
    }
}

/* What the scores that are looked at are. */
static const char *
meaning(const struct ui_session *session)
{
    static const char *const text[IRT_SCORES] = {
        [IRT_SCORE_EAP] = "EAP: the posterior's mean, SE its standard deviation",
        [IRT_SCORE_MAP] = "MAP: the posterior's mode, SE 1/√(I + 1/σ²)",
        [IRT_SCORE_ML] = "ML: where the likelihood is largest, SE 1/√I; inf: nowhere",
        [IRT_SCORE_WLE] = "WLE: ML less its bias (Warm), SE 1/√I",
    };
    static const char *const in_dims[IRT_SCORES] = {
        [IRT_SCORE_EAP] =
            "EAP: the posterior's mean, SE its standard deviation; x: the next θ",
        [IRT_SCORE_MAP] = "MAP: the posterior's mode, SE by (I + Σ⁻¹)⁻¹; x: the next θ",
        [IRT_SCORE_ML] =
            "ML: where the likelihood is largest, SE by I⁻¹; inf: nowhere; x: next θ",
        [IRT_SCORE_WLE] = "WLE: ML less its bias (Firth), SE by I⁻¹; x: the next θ",
    };
    enum irt_score shown = ui_score_shown(session);

    if (session->fit && !session->score[shown])
        return session->busy ? "being worked out" : "not there";
    return session->model && session->model->dims > 1 ? in_dims[shown] : text[shown];
}

void
ui_persons_table(size_t *top, const struct ui_session *session, size_t dimension,
                 struct ui_canvas *canvas, struct ui_rect rect)
{
    struct table table = {
        .session = session, .dimension = dimension, .canvas = canvas, .rect = rect
    };
    int least, most, foot = rect.h >= 8, rows = rect.h - 1 - foot;
    size_t count = session->data->rows;

    if (rect.h < 1)
        return;
    ui_persons_widths(session, &least, &most);
    table.widths = rect.w >= most ? wide : narrow;
    table.columns =
        choose_columns(session, dimension, rect.w - left_columns(session, &table.widths),
                       table.column);
    draw_heading(&table);
    ui_keep_in_view(top, session->row, count, rows);
    for (int y = 0; y < rows && *top + (size_t)y < count; y++)
        draw_row(&table, rect.y + 1 + y, *top + (size_t)y);
    if (foot)
        ui_cut_text(canvas, rect.y + rect.h - 1, rect.x + 2, rect.w - 2, UI_DIM, "%s",
                    meaning(session));
}
