/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items_table.c -- the table of items: slopes, intercepts, difficulties, asymptotes, and
 * their errors; as many columns as there is room for. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/parts.h"

#define MOST_NAME    14
#define VALUE        8 /* columns of a value */
#define ERROR        7 /* and of its error */
#define MOST_COLUMNS 24
#define SURVEYED     300 /* items whose number of categories is looked at */

/* --- its columns --------------------------------------------------------------------- */

struct column {
    char letter;   /* of a, d, b, c, u */
    size_t index;  /* into the report's array */
    bool numbered; /* one of several */
    bool error;    /* its error follows */
};

struct columns {
    size_t count;
    struct column column[MOST_COLUMNS];
    bool cut; /* not all found room */
};

/* How many of each the items have at most. */
struct extent {
    size_t a, d, b;
    bool c, u;
};

static struct extent
survey(const struct ui_items_source *source)
{
    const struct irt_model *model = source->model;
    struct extent most = { 0 };

    for (size_t j = 0; j < model->items && j < SURVEYED; j++) {
        struct irt_item_report report = ui_item_report(model, source->psi, j);

        most.a = report.a_count > most.a ? report.a_count : most.a;
        most.d = report.d_count > most.d ? report.d_count : most.d;
        most.b = report.b_count > most.b ? report.b_count : most.b;
        most.c = most.c || report.c > 0;
        most.u = most.u || report.u < 1;
    }
    return most;
}

static void
add(struct columns *columns, char letter, size_t from, size_t count, bool error)
{
    for (size_t i = from; i < count && columns->count < MOST_COLUMNS; i++)
        columns->column[columns->count++] = (struct column){
            .letter = letter, .index = i, .numbered = count > 1, .error = error
        };
}

static int
width_of(const struct columns *columns)
{
    int width = 0;

    for (size_t k = 0; k < columns->count; k++)
        width += VALUE + (columns->column[k].error ? ERROR : 0);
    return width;
}

/* Errors go first, from the right, then columns. */
static void
cut_to(struct columns *columns, int room)
{
    for (size_t k = columns->count; k-- > 0 && width_of(columns) > room;)
        columns->column[k].error = false;
    while (columns->count > 1 && width_of(columns) > room) {
        columns->count--;
        columns->cut = true;
    }
}

/* One slope for all stands under the table and not in each line; the intercepts of
 * several steps give way to the steps; the first category of a nominal item is 0. */
static struct columns
choose_columns(const struct ui_items_source *source, int room)
{
    const struct irt_model_kind *kind = source->model->kind;
    struct extent most = survey(source);
    struct columns columns = { 0 };

    if (most.a > 1 || (!kind->slope_fixed && !kind->slope_equal))
        add(&columns, 'a', most.a > 1, most.a, true);
    if (most.d == 1 || most.b == 0)
        add(&columns, 'd', most.b == 0 && most.d > 1, most.d, true);
    add(&columns, 'b', 0, most.b, true);
    add(&columns, 'c', 0, most.c, true);
    add(&columns, 'u', 0, most.u, true);
    cut_to(&columns, room);
    return columns;
}

static int
name_columns(const struct irt_responses *data)
{
    int widest = 4;

    for (size_t c = 0; c < data->items && c < SURVEYED; c++) {
        int columns = ui_columns(data->item_name[c]);

        widest = columns > widest ? columns : widest;
    }
    return widest < MOST_NAME ? widest : MOST_NAME;
}

int
ui_items_width(const struct ui_items_source *source, int room)
{
    int left = 2 + name_columns(source->session->data);
    struct columns columns = choose_columns(source, room - left);

    return left + width_of(&columns);
}

static void
draw_heading(const struct columns *columns, struct ui_canvas *canvas, int y, int x)
{
    for (size_t k = 0; k < columns->count; k++) {
        const struct column *column = &columns->column[k];
        char name[24];

        /* A nominal item's categories are numbered from 0, steps from 1. */
        if (column->numbered)
            snprintf(name, sizeof name, "%c%zu", column->letter,
                     column->index + (column->letter == 'b'));
        else
            snprintf(name, sizeof name, "%c", column->letter);
        ui_text(canvas, y, x, UI_DIM, "%*s", VALUE, name);
        x += VALUE;
        if (column->error) {
            ui_text(canvas, y, x, UI_DIM, "%*s", ERROR, "SE");
            x += ERROR;
        }
    }
    if (columns->cut)
        ui_text(canvas, y, x, UI_DIM, "…");
}

/* --- its numbers --------------------------------------------------------------------- */

static double
pick(const struct irt_item_report *report, const struct column *column)
{
    size_t i = column->index;

    switch (column->letter) {
    case 'a': return i < report->a_count ? report->a[i] : NAN;
    case 'd': return i < report->d_count ? report->d[i] : NAN;
    case 'b': return i < report->b_count ? report->b[i] : NAN;
    case 'c': return report->c;
    default: return report->u;
    }
}

/* What opens: the parameter that is reported as it is, or the one difficulty. */
static bool
quantity_of(const struct ui_items_source *source, size_t item,
            const struct column *column, double value, struct ui_quantity *quantity)
{
    const struct irt_item *it = &source->model->item[item];

    if (column->letter == 'b' && !column->numbered) {
        *quantity = (struct ui_quantity){ .kind = UI_QUANTITY_DIFFICULTY, .item = item };
        return true;
    }
    for (size_t k = it->first; k < it->first + it->count; k++)
        if (source->model->parameter[k].name[0] == column->letter &&
            source->psi[k] == value) {
            *quantity = (struct ui_quantity){ .kind = UI_QUANTITY_PARAMETER,
                                              .item = item,
                                              .parameter = k };
            return true;
        }
    return false;
}

static void
draw_numbers(const struct ui_items_source *source, const struct columns *columns,
             struct ui_canvas *canvas, int y, int x, size_t item)
{
    struct irt_item_report value = ui_item_report(source->model, source->psi, item), se;

    if (source->fit)
        irt_fit_report(source->fit, item, &value, &se);
    for (size_t k = 0; k < columns->count; k++) {
        const struct column *column = &columns->column[k];
        double number = pick(&value, column);
        struct ui_quantity quantity;
        bool opens = quantity_of(source, item, column, number, &quantity);

        /* Never -0. */
        ui_column(canvas, y, x, VALUE, UI_TEXT, opens ? &quantity : NULL, 4, number + 0);
        x += VALUE;
        if (!column->error)
            continue;
        if (opens) {
            quantity.column = quantity.kind == UI_QUANTITY_DIFFICULTY;
            quantity.kind = UI_QUANTITY_SE;
        }
        ui_column(canvas, y, x, ERROR, UI_DIM, opens ? &quantity : NULL, 4,
                  source->fit ? pick(&se, column) : NAN);
        x += ERROR;
    }
}

/* --- its lines ----------------------------------------------------------------------- */

const char *
ui_items_reason(const struct ui_items_source *source, size_t column)
{
    char start[200];

    snprintf(start, sizeof start,
             "item '%.150s' is set aside: ", source->session->data->item_name[column]);
    for (size_t k = 0; k < source->model->notes.count; k++)
        if (strncmp(source->model->notes.text[k], start, strlen(start)) == 0)
            return source->model->notes.text[k] + strlen(start);
    return "it cannot be estimated";
}

static void
draw_line(const struct ui_items_source *source, const struct columns *columns,
          struct ui_canvas *canvas, int y, struct ui_rect rect,
          const struct ui_items_line *line)
{
    const char *name = source->session->data->item_name[line->column];
    int x = rect.x, width = name_columns(source->session->data);
    bool chosen = line->item == source->session->item;
    char command[64];

    if (line->item == IRT_NONE) {
        ui_cut_text(canvas, y, x + 2, width, UI_DIM, "%s", name);
        ui_cut_text(canvas, y, x + 3 + width, rect.w - width - 4, UI_DIM, "set aside: %s",
                    ui_items_reason(source, line->column));
        return;
    }
    snprintf(command, sizeof command, "item %zu", line->item + 1);
    ui_clickable(canvas, (struct ui_rect){ y, x, 1, 2 + width }, command);
    if (chosen)
        ui_text(canvas, y, x, UI_CURSOR, "▸");
    ui_cut_text(canvas, y, x + 2, width, chosen ? ui_curve_role(line->item) : UI_TEXT,
                "%s", name);
    draw_numbers(source, columns, canvas, y, x + 2 + width, line->item);
    if (chosen)
        ui_bold(canvas, (struct ui_rect){ y, rect.x, 1, rect.w });
}

void
ui_items_table(size_t *top, enum ui_items_order order,
               const struct ui_items_source *source, struct ui_canvas *canvas,
               struct ui_rect rect)
{
    size_t count = source->model->columns;
    int left = 2 + name_columns(source->session->data), rows = rect.h - 1;
    struct columns columns = choose_columns(source, rect.w - left);
    struct ui_items_line *line = ui_items_lines(source, order);

    ui_text(canvas, rect.y, rect.x + 2, UI_DIM, "item");
    draw_heading(&columns, canvas, rect.y, rect.x + left);
    if (!line || rows < 1) {
        free(line);
        return;
    }
    ui_keep_in_view(top, ui_items_find(line, count, source->session->item), count, rows);
    for (int y = 0; y < rows && *top + (size_t)y < count; y++)
        draw_line(source, &columns, canvas, rect.y + 1 + y, rect,
                  &line[*top + (size_t)y]);
    free(line);
}
