/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "item_label.h"

#include <stdio.h>
#include <string.h>

#include "canvas.h"

#define MOST_COMPARED 1000
#define LEAST_SHARED  5 /* bytes: less is worth no dots */
#define START         5 /* columns of it that stay, if there are many */
#define MANY          14
#define FEW           12

/* How many bytes two names begin with alike, in whole characters and numbers. */
static size_t
shared(const char *a, const char *b)
{
    size_t n = 0;

    while (a[n] != '\0' && a[n] == b[n])
        n++;
    while (n > 0 && ((a[n] & 0xC0) == 0x80 || (b[n] & 0xC0) == 0x80))
        n--;
    while (n > 0 && a[n - 1] >= '0' && a[n - 1] <= '9')
        n--;
    return n;
}

/* The same with the name that is most like it. */
static size_t
most_shared(const struct irt_responses *data, size_t column)
{
    size_t most = 0;

    for (size_t j = 0; j < data->items && j < MOST_COMPARED; j++) {
        size_t n = j != column ? shared(data->item_name[column], data->item_name[j]) : 0;

        most = n > most ? n : most;
    }
    return most;
}

void
ui_column_label(const struct irt_responses *data, size_t column, int columns, char *out,
                size_t size)
{
    const char *name = data->item_name[column], *rest;
    int start = columns >= MANY ? START : columns >= FEW ? START - 2 : 0;
    char whole[512], head[512], tail[512];
    size_t same;

    if (ui_columns(name) <= columns || columns <= start + 2) {
        ui_fit_text(name, columns, out, size);
        return;
    }
    same = most_shared(data, column);
    rest = name + same;
    if (same < LEAST_SHARED || rest[0] == '\0') {
        ui_fit_text(name, columns, out, size);
        return;
    }
    if (ui_columns(rest) < columns - start - 1)
        start = columns - 1 - ui_columns(rest);
    snprintf(whole, sizeof whole, "%.*s", (int)same, name);
    if (ui_columns(whole) <= start + 1) {
        ui_fit_text(name, columns, out, size);
        return;
    }
    ui_fit_text(whole, start + 1, head, sizeof head);
    ui_fit_text(rest, columns - start - 1, tail, sizeof tail);
    snprintf(out, size, "%s%s", head, tail);
}

void
ui_item_label(const struct ui_session *session, size_t item, int columns, char *out,
              size_t size)
{
    if (session->model == NULL || item >= session->model->items)
        snprintf(out, size, "?");
    else
        ui_column_label(session->data, session->model->item[item].column, columns, out,
                        size);
}
