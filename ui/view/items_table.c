/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items_table.c -- the table of items: slopes, intercepts, difficulties, asymptotes, and
 * their errors; as many columns as there is room for. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "item_label.h"
#include "light.h"
#include "view/parts.h"

#define LIGHT        2 /* columns of an item's light */
#define VALUE        8 /* columns of a value */
#define ERROR        7 /* and of its error */
#define MOST_COLUMNS 24
#define SURVEYED     300 /* items whose number of categories is looked at */

/* --- its columns --------------------------------------------------------------------- */

struct column {
    char letter;   /* of a, d, b, c, u; l: loading, t: threshold, h: communality */
    size_t index;  /* into the list of the letter */
    bool numbered; /* one of several */
    bool error;    /* its error follows */
};

struct columns {
    size_t count;
    struct column column[MOST_COLUMNS];
    bool cut;     /* not all found room */
    bool nominal; /* a and d are numbered by categories */
};

/* An item in all metrics. */
struct numbers {
    struct irt_item_report report;
    struct irt_loadings loadings;
};

static struct numbers
numbers_of(const struct ui_items_source *source, size_t item)
{
    struct ui_metric_at at = ui_metric_at(source->model, item, source->psi);
    struct numbers numbers = { .report =
                                   ui_item_report(source->model, source->psi, item) };

    irt_item_loadings(source->model, item, at.par, at.sigma, at.correlation,
                      &numbers.loadings);
    return numbers;
}

/* How many of each the items have at most. */
struct extent {
    size_t a, d, b, l, t;
    bool c, u, nominal;
    bool unlike; /* some have loadings without thresholds */
};

static size_t
larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static struct extent
survey(const struct ui_items_source *source)
{
    const struct irt_model *model = source->model;
    struct extent most = { 0 };

    for (size_t j = 0; j < model->items && j < SURVEYED; j++) {
        struct numbers x = numbers_of(source, j);

        most.a = larger(most.a, x.report.a_count);
        most.d = larger(most.d, x.report.d_count);
        most.b = larger(most.b, x.report.b_count);
        most.l = larger(most.l, x.loadings.count);
        most.t = larger(most.t, x.loadings.thresholds);
        most.c = most.c || x.report.c > 0;
        most.u = most.u || x.report.u < 1;
        most.nominal = most.nominal || model->item[j].ops == &irt_item_nrm;
        most.unlike = most.unlike || x.loadings.thresholds < x.report.b_count;
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

/* One slope for all stands under the table and not in each line; the first category of a
 * nominal item is 0. */
static void
add_slopes(const struct ui_items_source *source, const struct extent *most,
           struct columns *columns)
{
    const struct irt_model_kind *kind = source->model->kind;

    if (most->a > 1 || (!kind->slope_fixed && !kind->slope_equal))
        add(columns, 'a', most->nominal && most->a > 1, most->a, true);
}

static void
add_intercepts(const struct extent *most, struct columns *columns)
{
    add(columns, 'd', most->nominal && most->d > 1, most->d, true);
}

/* Where all is asked for, the intercepts of several steps give way to the steps. */
static struct columns
choose_columns(const struct ui_items_source *source, int room)
{
    enum ui_metric metric = source->session->metric;
    struct extent most = survey(source);
    struct columns columns = { .nominal = most.nominal };
    bool loadings = metric == UI_METRIC_LOADINGS && most.l > 0;

    if (loadings) {
        add(&columns, 'l', 0, most.l, true);
        add(&columns, 'h', 0, 1, true);
        add(&columns, 't', 0, most.t, true);
    } else {
        add_slopes(source, &most, &columns);
    }
    if (metric == UI_METRIC_AD || most.b == 0 || (metric == UI_METRIC_ALL && most.d == 1))
        add_intercepts(&most, &columns);
    if (metric == UI_METRIC_ALL || metric == UI_METRIC_AB || (loadings && most.unlike))
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
    return widest < UI_ITEM_COLUMNS ? widest : UI_ITEM_COLUMNS;
}

int
ui_items_width(const struct ui_items_source *source, int room)
{
    int left = 2 + name_columns(source->session->data) + LIGHT;
    struct columns columns = choose_columns(source, room - left);

    return left + width_of(&columns);
}

static const char *
sign_of(const struct column *column, char own[2])
{
    own[0] = column->letter;
    own[1] = '\0';
    switch (column->letter) {
    case 'l': return "λ";
    case 't': return "τ";
    case 'h': return "h²";
    default: return own;
    }
}

static void
draw_heading(const struct columns *columns, struct ui_canvas *canvas, int y, int x)
{
    for (size_t k = 0; k < columns->count; k++) {
        const struct column *column = &columns->column[k];
        bool category = columns->nominal && strchr("ad", column->letter);
        char name[24], own[2];

        /* A nominal item's categories are numbered from 0, all else from 1. */
        if (column->numbered)
            snprintf(name, sizeof name, "%s%zu", sign_of(column, own),
                     column->index + !category);
        else
            snprintf(name, sizeof name, "%s", sign_of(column, own));
        ui_text(canvas, y, x + VALUE - ui_columns(name), UI_DIM, "%s", name);
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
pick(const struct numbers *x, const struct column *column)
{
    const struct irt_item_report *report = &x->report;
    size_t i = column->index;

    switch (column->letter) {
    case 'a': return i < report->a_count ? report->a[i] : NAN;
    case 'd': return i < report->d_count ? report->d[i] : NAN;
    case 'b': return i < report->b_count ? report->b[i] : NAN;
    case 'l': return i < x->loadings.count ? x->loadings.loading[i] : NAN;
    case 't': return i < x->loadings.thresholds ? x->loadings.threshold[i] : NAN;
    case 'h': return x->loadings.communality;
    case 'c': return report->c;
    default: return report->u;
    }
}

/* Parameter k of the item has the column's letter, and its number where it has one. */
static bool
is_shown_as(const struct irt_model *model, const struct irt_item *item, size_t k,
            const struct column *column)
{
    const char *name = model->parameter[k].name;
    unsigned long number = strtoul(name + 1, NULL, 10);

    return name[0] == column->letter &&
           (number == 0 || number == column->index + (item->ops != &irt_item_nrm));
}

/* What opens: the parameter that is reported as it is, the one difficulty, what is
 * standardised. */
static bool
quantity_of(const struct ui_items_source *source, size_t item,
            const struct column *column, double value, struct ui_quantity *quantity)
{
    static const char standardised[] = "lth";
    const struct irt_item *it = &source->model->item[item];
    const char *found = strchr(standardised, column->letter);

    if (found) {
        *quantity = (struct ui_quantity){ .kind = UI_QUANTITY_LOADING,
                                          .item = item,
                                          .row = column->index,
                                          .column = (size_t)(found - standardised) };
        return true;
    }
    if (column->letter == 'b' && !column->numbered) {
        *quantity = (struct ui_quantity){ .kind = UI_QUANTITY_DIFFICULTY, .item = item };
        return true;
    }
    for (size_t k = it->first; k < it->first + it->count; k++)
        if (is_shown_as(source->model, it, k, column) && source->psi[k] == value) {
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
    struct numbers value = numbers_of(source, item), se = value;

    if (source->fit) {
        irt_fit_report(source->fit, item, &value.report, &se.report);
        irt_fit_loadings(source->fit, item, &value.loadings, &se.loadings);
    }
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
        opens = opens && quantity.kind != UI_QUANTITY_LOADING;
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
    int x = rect.x, width = name_columns(source->session->data);
    bool chosen = line->item == source->session->item;
    char command[64], why[UI_LIGHT_WHY], name[4 * UI_ITEM_COLUMNS + 8];
    struct ui_light light;

    ui_column_label(source->session->data, line->column, width, name, sizeof name);
    if (line->item == IRT_NONE) {
        ui_text(canvas, y, x + 2, UI_DIM, "%s", name);
        ui_text(canvas, y, x + 3 + width, UI_BAD, "X");
        ui_cut_text(canvas, y, x + 5 + width, rect.w - width - 6, UI_DIM, "set aside: %s",
                    ui_items_reason(source, line->column));
        return;
    }
    snprintf(command, sizeof command, "item %zu", line->item + 1);
    ui_clickable(canvas, (struct ui_rect){ y, x, 1, 2 + width + LIGHT }, command);
    if (chosen)
        ui_text(canvas, y, x, UI_CURSOR, "▸");
    ui_text(canvas, y, x + 2, chosen ? ui_curve_role(line->item) : UI_TEXT, "%s", name);
    light = ui_item_light(source->session, line->item, why, sizeof why);
    ui_text(canvas, y, x + 3 + width, light.role, "%s", light.sign);
    draw_numbers(source, columns, canvas, y, x + 2 + width + LIGHT, line->item);
    if (chosen)
        ui_bold(canvas, (struct ui_rect){ y, rect.x, 1, rect.w });
}

void
ui_items_table(size_t *top, enum ui_items_order order,
               const struct ui_items_source *source, struct ui_canvas *canvas,
               struct ui_rect rect)
{
    size_t count = source->model->columns;
    int left = 2 + name_columns(source->session->data) + LIGHT, rows = rect.h - 1;
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
