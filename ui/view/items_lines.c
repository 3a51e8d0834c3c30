/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items_lines.c -- what the table of items is about, and in which order it stands. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdlib.h>

struct ui_items_source
ui_items_source(const struct ui_session *session)
{
    struct ui_items_source source = { .session = session,
                                      .model = session->model,
                                      .psi = ui_session_psi(session) };

    if (session->fit && !session->travel) {
        source.fit = session->fit;
        source.psi = session->fit->psi;
    }
    return source;
}

/* --- the order ----------------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
    const struct ui_items_line *p = a, *q = b;

    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return p->column < q->column ? -1 : p->column > q->column;
}

static double
key_of(const struct ui_items_source *source, enum ui_items_order order, size_t item)
{
    double key = 0;

    if (item == IRT_NONE)
        return INFINITY;
    if (order == UI_ITEMS_BY_B)
        key = ui_item_difficulty(source->model, source->psi, item);
    else if (order == UI_ITEMS_BY_A)
        key = ui_item_report(source->model, source->psi, item).a[0];
    return isnan(key) ? INFINITY : key;
}

struct ui_items_line *
ui_items_lines(const struct ui_items_source *source, enum ui_items_order order)
{
    size_t count = source->model->columns;
    struct ui_items_line *line = calloc(count ? count : 1, sizeof *line);

    if (!line)
        return NULL;
    for (size_t c = 0; c < count; c++) {
        line[c].column = c;
        line[c].item = source->model->item_of_column[c];
        line[c].key =
            order == UI_ITEMS_BY_DATA ? (double)c : key_of(source, order, line[c].item);
    }
    if (order != UI_ITEMS_BY_DATA)
        qsort(line, count, sizeof *line, compare);
    return line;
}

size_t
ui_items_find(const struct ui_items_line *line, size_t count, size_t item)
{
    for (size_t k = 0; k < count; k++)
        if (line[k].item == item)
            return k;
    return 0;
}
