/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_table.c -- the cells of a section, filling in. */
#include "config.h"

#include "view/study.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/plot.h"
#include "report/study.h"
#include "view/parts.h"

#define BAR        8
#define MOST_LABEL 18 /* columns of a value */
#define DONE       9  /* "1000/1000" */
#define NUMBER     18 /* "-0.0123 (0.0012)" */

const struct irt_study_section *
ui_study_section(const struct ui_study_look *look)
{
    const struct irt_study_design *design = irt_study_design(look->study);

    return &design->section[design->cell[look->cell].section];
}

static void
value_of(const struct ui_study_look *look, size_t key, size_t cell, char *out,
         size_t size)
{
    char value[IRT_STUDY_VALUE];

    irt_study_keys[key].show(&irt_study_design(look->study)->cell[cell], value,
                             sizeof value);
    ui_fit_text(value, MOST_LABEL, out, size);
}

static int
label_width(const struct ui_study_look *look, size_t key)
{
    const struct irt_study_section *section = ui_study_section(look);
    int width = ui_columns(irt_study_keys[key].name);
    char value[4 * MOST_LABEL + 1];

    for (size_t c = section->first; c < section->first + section->cells; c++) {
        value_of(look, key, c, value, sizeof value);
        if (ui_columns(value) > width)
            width = ui_columns(value);
    }
    return width < MOST_LABEL ? width : MOST_LABEL;
}

static int
labels_width(const struct ui_study_look *look)
{
    int width = 0;

    for (size_t k = 0; k < irt_study_key_count(); k++)
        if (ui_study_section(look)->varies[k])
            width += label_width(look, k) + 2;
    return width;
}

static void
number_text(const struct ui_study_look *look, size_t cell, char *out, size_t size)
{
    ui_study_number(irt_study_measure(look->study, cell, look->target, look->measure),
                    out, size);
}

int
ui_study_table_width(const struct ui_study_look *look)
{
    return 2 + labels_width(look) + DONE + 2 + BAR + 2 + NUMBER + 1;
}

/* What a width has room for: the numbers first, then the labels, then the bar. */
struct columns {
    int label[IRT_STUDY_MOST_KEYS]; /* 0: not shown */
    int done, bar, number;          /* from the left; bar 0: none */
};

static struct columns
divide(const struct ui_study_look *look, int w)
{
    struct columns columns = { .bar = 0 };
    int right = w - NUMBER - 1, used = 2;
    bool bar = labels_width(look) + 2 + DONE + 2 + BAR + 2 <= right;

    columns.number = right;
    for (size_t k = 0; k < irt_study_key_count(); k++) {
        int width = label_width(look, k);

        if (!ui_study_section(look)->varies[k] || used + width + 2 + DONE > right)
            continue;
        columns.label[k] = used;
        used += width + 2;
    }
    columns.done = used;
    columns.bar = bar ? used + DONE + 2 : 0;
    return columns;
}

static void
draw_head(const struct ui_study_look *look, const struct columns *columns,
          struct ui_canvas *canvas, int y, int x)
{
    char head[60];

    for (size_t k = 0; k < irt_study_key_count(); k++)
        if (columns->label[k] > 0)
            ui_cut_text(canvas, y, x + columns->label[k], MOST_LABEL, UI_DIM, "%s",
                        irt_study_keys[k].name);
    ui_text(canvas, y, x + columns->done, UI_DIM, "%*s", DONE, "done");
    snprintf(head, sizeof head, "%s of %s", irt_study_measure_name(look->measure),
             irt_study_target_name(look->target));
    ui_text(canvas, y, x + columns->number + NUMBER - ui_columns(head), UI_TITLE, "%s",
            head);
}

static void
draw_row(const struct ui_study_look *look, const struct columns *columns, size_t cell,
         struct ui_canvas *canvas, int y, struct ui_rect rect)
{
    const struct irt_study_design *design = irt_study_design(look->study);
    struct irt_study_counts counts = irt_study_counts(look->study, cell);
    enum ui_role role = counts.done == counts.planned ? UI_TEXT : UI_DIM;
    char text[4 * MOST_LABEL + 1], command[64];
    bool here = cell == look->cell;

    if (here)
        ui_text(canvas, y, rect.x, UI_CURSOR, "▸");
    for (size_t k = 0; k < irt_study_key_count(); k++) {
        if (columns->label[k] == 0)
            continue;
        value_of(look, k, cell, text, sizeof text);
        ui_text(canvas, y, rect.x + columns->label[k],
                irt_study_keys[k].part == IRT_STUDY_METHOD
                    ? ui_curve_role(design->cell[cell].method)
                    : UI_TEXT,
                "%s", text);
    }
    snprintf(text, sizeof text, "%zu/%zu", counts.done, counts.planned);
    ui_text(canvas, y, rect.x + columns->done, role, "%*s", DONE, text);
    if (columns->bar > 0)
        ui_bar(canvas, y, rect.x + columns->bar, BAR, UI_GHOST, (double)counts.done,
               (double)counts.planned);
    number_text(look, cell, text, sizeof text);
    ui_text(canvas, y, rect.x + columns->number + NUMBER - ui_columns(text),
            here ? UI_CURSOR : UI_TEXT, "%s", text);
    snprintf(command, sizeof command, "word cell %zu",
             cell - ui_study_section(look)->first + 1);
    ui_clickable(canvas, (struct ui_rect){ y, rect.x, 1, rect.w }, command);
}

void
ui_study_table(const struct ui_study_look *look, size_t *top, struct ui_canvas *canvas,
               struct ui_rect rect)
{
    const struct irt_study_section *section = ui_study_section(look);
    struct columns columns = divide(look, rect.w);
    struct ui_rect before = ui_clip(canvas, rect);
    int rows = rect.h - 1;

    ui_keep_in_view(top, look->cell - section->first, section->cells, rows);
    draw_head(look, &columns, canvas, rect.y, rect.x);
    for (int k = 0; k < rows && *top + (size_t)k < section->cells; k++)
        draw_row(look, &columns, section->first + *top + (size_t)k, canvas,
                 rect.y + 1 + k, rect);
    ui_clip(canvas, before);
}
