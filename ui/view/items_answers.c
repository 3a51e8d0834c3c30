/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items_answers.c -- who chose which option of the chosen item, by quarters of the persons:
 * curves, and their numbers under them. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/options.h"
#include "plot/plot.h"
#include "view/parts.h"

#define GROUPS IRT_OPTION_GROUPS
#define SHARE  5 /* columns of a percentage */
#define RATIO  6 /* and of a correlation */

static const char *const group_name[GROUPS] = { "low", "2nd", "3rd", "high" };

/* --- what is counted ------------------------------------------------------------------- */

/* One letter or digit each: the first of its name where these differ. */
static void
choose_signs(struct ui_item_answers *answers)
{
    bool differ = true;

    for (size_t o = 0; o < answers->options; o++) {
        char sign = answers->option[o].name[0];

        differ = differ && sign > ' ' && sign < 127;
        for (size_t k = 0; k < o; k++)
            differ = differ && answers->option[k].name[0] != sign;
        answers->option[o].sign = sign;
    }
    for (size_t o = 0; !differ && o < answers->options; o++)
        answers->option[o].sign = (char)('a' + o);
}

static void
take_option(struct ui_item_answers *answers, const struct irt_responses *data,
            const struct irt_option_counts *counts, size_t column, size_t o)
{
    struct ui_option_answers *option = &answers->option[answers->options++];
    bool keyed = data->option != NULL && data->option[column].count > 0;

    if (keyed)
        ui_fit_text(data->option[column].name[o], UI_OPTION_NAME, option->name,
                    sizeof option->name);
    else
        snprintf(option->name, sizeof option->name, "%zu", o);
    option->score = keyed ? data->option[column].score[o] : 0;
    option->correlation = counts->correlation[o];
    for (size_t g = 0; g < GROUPS; g++)
        option->persons[g] = counts->count[g * (counts->options + 1) + o];
}

void
ui_item_answers_update(struct ui_item_answers *answers, const struct ui_session *session)
{
    const struct irt_responses *data = session->data;
    size_t column = session->model->item[session->item].column;
    struct irt_option_counts *counts;

    if (answers->loads == session->loads && answers->column == column && answers->counted)
        return;
    *answers = (struct ui_item_answers){ .loads = session->loads,
                                         .column = column,
                                         .counted = true };
    counts = irt_option_counts_new(data, column, GROUPS, NULL);
    if (!counts)
        return;
    answers->keyed = data->option != NULL && data->option[column].count > 0;
    for (size_t o = 0; o < counts->options && o < UI_OPTIONS; o++)
        take_option(answers, data, counts, column, o);
    answers->left_out = counts->options - answers->options;
    for (size_t g = 0; g < GROUPS; g++) {
        answers->persons[g] = counts->persons[g];
        answers->none[g] = counts->count[g * (counts->options + 1) + counts->options];
    }
    choose_signs(answers);
    irt_option_counts_free(counts);
}

static double
sum_of(const double *persons)
{
    double sum = 0;

    for (size_t g = 0; g < GROUPS; g++)
        sum += persons[g];
    return sum;
}

static double
percent(double persons, double of)
{
    return of > 0 ? 100 * persons / of : (double)NAN;
}

/* --- the curves ------------------------------------------------------------------------ */

static void
draw_option(struct ui_plot *plot, const struct ui_item_answers *answers, size_t o)
{
    const struct ui_option_answers *option = &answers->option[o];
    double x[GROUPS], y[GROUPS];
    size_t count = 0;

    for (size_t g = 0; g < GROUPS; g++)
        if (answers->persons[g] > 0) {
            x[count] = (double)g + 1;
            y[count++] = percent(option->persons[g], answers->persons[g]);
        }
    /* The key's are told by their line, not by colour alone. */
    if (option->score > 0 || !answers->keyed)
        ui_plot_curve(plot, ui_curve_role(o), x, y, count);
    else
        ui_plot_dashed(plot, ui_curve_role(o), x, y, count);
    ui_plot_points(plot, ui_curve_role(o), (unsigned char)option->sign, x, y, count);
}

static void
draw_curves(const struct ui_item_answers *answers, struct ui_canvas *canvas,
            struct ui_rect rect, const char *name)
{
    char title[120];
    struct ui_plot plot;

    snprintf(title, sizeof title, answers->keyed ? "%.40s, %%; key solid" : "%.40s, %%",
             name);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = "quarter",
                                           .x0 = 1,
                                           .x1 = GROUPS,
                                           .x_ticks = GROUPS,
                                           .y0 = 0,
                                           .y1 = 100,
                                           .y_ticks = 3,
                                           .label_columns = 4 });
    for (size_t o = 0; o < answers->options; o++)
        draw_option(&plot, answers, o);
}

/* --- the numbers ----------------------------------------------------------------------- */

/* What there is room for. */
struct columns {
    int name;
    bool all, correlation;
};

static struct columns
choose_columns(const struct ui_item_answers *answers, int w)
{
    struct columns columns = { 0, false, false };
    int room = w - 4 - GROUPS * SHARE;

    for (size_t o = 0; o < answers->options; o++) {
        int width = ui_columns(answers->option[o].name);

        if (width > 1 && width + 1 > columns.name)
            columns.name = width + 1;
    }
    columns.correlation = room >= RATIO;
    room -= columns.correlation ? RATIO : 0;
    columns.all = room >= SHARE;
    room -= columns.all ? SHARE : 0;
    columns.name = columns.name <= room ? columns.name : room > 3 ? room : 0;
    return columns;
}

static void
draw_share(struct ui_canvas *canvas, int y, int *x, enum ui_role role, double value)
{
    if (isnan(value))
        ui_text(canvas, y, *x, role, "%*s", SHARE, "-");
    else
        ui_text(canvas, y, *x, role, "%*.0f", SHARE, value);
    *x += SHARE;
}

static void
draw_shares(const struct ui_item_answers *answers, const struct columns *columns,
            struct ui_canvas *canvas, int y, int x, enum ui_role role,
            const double *persons)
{
    if (columns->all)
        draw_share(canvas, y, &x, role,
                   percent(sum_of(persons), sum_of(answers->persons)));
    for (size_t g = 0; g < GROUPS; g++)
        draw_share(canvas, y, &x, role, percent(persons[g], answers->persons[g]));
}

static void
draw_heading(const struct columns *columns, struct ui_canvas *canvas, int y, int x)
{
    x += 4 + columns->name;
    if (columns->all) {
        ui_text(canvas, y, x, UI_DIM, "%*s", SHARE, "all");
        x += SHARE;
    }
    for (size_t g = 0; g < GROUPS; g++, x += SHARE)
        ui_text(canvas, y, x, UI_DIM, "%*s", SHARE, group_name[g]);
    if (columns->correlation)
        ui_text(canvas, y, x, UI_DIM, "%*s", RATIO, "r");
}

static void
draw_line(const struct ui_item_answers *answers, const struct columns *columns,
          struct ui_canvas *canvas, int y, struct ui_rect rect, size_t o)
{
    const struct ui_option_answers *option = &answers->option[o];
    enum ui_role role = option->score > 0 ? UI_TITLE : UI_TEXT;
    int x = rect.x + 4;

    ui_text(canvas, y, rect.x + 1, ui_curve_role(o), "%c", option->sign);
    if (option->score > 1)
        ui_text(canvas, y, rect.x + 2, role, "*%u", option->score);
    else if (option->score == 1)
        ui_text(canvas, y, rect.x + 2, role, "*");
    if (columns->name > 0)
        ui_cut_text(canvas, y, x, columns->name, role, "%s", option->name);
    x += columns->name;
    draw_shares(answers, columns, canvas, y, x, role, option->persons);
    x += (GROUPS + columns->all) * SHARE;
    if (columns->correlation && isfinite(option->correlation))
        ui_text(canvas, y, x, role, "%*.2f", RATIO, option->correlation + 0);
    if (option->score > 0)
        ui_bold(canvas, (struct ui_rect){ y, rect.x, 1, rect.w });
}

static void
draw_none(const struct ui_item_answers *answers, const struct columns *columns,
          struct ui_canvas *canvas, int y, int x)
{
    ui_text(canvas, y, x + 1, UI_DIM, "-");
    if (columns->name > 4)
        ui_cut_text(canvas, y, x + 4, columns->name, UI_DIM, "%s", "none");
    draw_shares(answers, columns, canvas, y, x + 4 + columns->name, UI_DIM,
                answers->none);
}

/* The heading, the options, who gave no answer, and how many options there are besides. */
static int
rows_of_numbers(const struct ui_item_answers *answers)
{
    return 1 + (int)answers->options + (sum_of(answers->none) > 0) +
           (answers->left_out > 0);
}

static void
draw_numbers(const struct ui_item_answers *answers, struct ui_canvas *canvas,
             struct ui_rect rect)
{
    struct columns columns = choose_columns(answers, rect.w);
    bool all = rows_of_numbers(answers) <= rect.h, none = sum_of(answers->none) > 0;
    size_t shown = all ? answers->options : rect.h > 2 ? (size_t)rect.h - 2 : 0;
    size_t left = answers->options - shown + answers->left_out;
    int y = rect.y;

    if (rect.h < 2)
        return;
    draw_heading(&columns, canvas, y++, rect.x);
    for (size_t o = 0; o < shown; o++)
        draw_line(answers, &columns, canvas, y++, rect, o);
    if (none && all)
        draw_none(answers, &columns, canvas, y++, rect.x);
    if (left > 0)
        ui_cut_text(canvas, y, rect.x + 1, rect.w - 1, UI_DIM, "and %zu more options",
                    left);
}

/* --- both ------------------------------------------------------------------------------ */

void
ui_items_answers(const struct ui_item_answers *answers, struct ui_canvas *canvas,
                 struct ui_rect rect, const char *name)
{
    int rows = rows_of_numbers(answers);
    int plot = rect.h - rows;

    /* The picture gives way to the numbers, but for a little of it. */
    if (plot < 6)
        plot = rect.h >= 12 ? 6 : 0;
    if (plot > 0)
        draw_curves(answers, canvas, ui_rows(rect, 0, plot), name);
    draw_numbers(answers, canvas, ui_rows(rect, plot, rect.h - plot));
}

void
ui_items_speak_answers(const struct ui_item_answers *answers, const char *name, FILE *out)
{
    fprintf(out,
            "Who chose what on %s, in percent of each quarter of the persons, from low "
            "to high score on the other items.\n",
            name);
    for (size_t o = 0; o < answers->options; o++) {
        const struct ui_option_answers *option = &answers->option[o];

        fprintf(out, "%s", option->name);
        if (option->score == 1)
            fprintf(out, ", which the key has");
        else if (option->score > 1)
            fprintf(out, ", which scores %u", option->score);
        fprintf(out, ":");
        for (size_t g = 0, told = 0; g < GROUPS; g++)
            if (answers->persons[g] > 0)
                fprintf(out, "%s %.0f", told++ > 0 ? "," : "",
                        percent(option->persons[g], answers->persons[g]));
        if (isfinite(option->correlation))
            fprintf(out, "; correlation %.2f", option->correlation + 0);
        fprintf(out, ".\n");
    }
}
