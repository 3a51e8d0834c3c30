/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schools_table.c -- the schools one by one: size, effect, error, and the effect with its
 * interval on one scale for all (a caterpillar plot). */
#include "config.h"

#include "view/schools.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot.h"
#include "plot/ticks.h"
#include "view/parts.h"

#define PERSONS    7
#define EXTREME    6
#define NUMBER     9
#define RIVAL      10   /* with its mark in the head */
#define LEAST_PLOT 18   /* columns */
#define WITH_MORE  26   /* columns of plot from which on the share of extremes is shown */
#define NORMAL_95  1.96 /* standard errors to each side */

const char *const ui_rival_names[UI_RIVALS] = { "fixed", "random", "averages" };
static const uint32_t rival_mark[UI_RIVALS] = { 0x25CB, 0x25B4, 0x00D7 };

/* --- what is looked at ---------------------------------------------------------------- */

struct place {
    double key;
    size_t school;
};

static int
by_key(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->school < y->school ? -1 : x->school > y->school;
}

/* Those without an effect come last, the largest first. */
static double
key_of(const struct ui_school *school, enum ui_school_order order)
{
    if (order == UI_ORDER_EFFECT)
        return isnan(school->effect) ? INFINITY : school->effect;
    return order == UI_ORDER_SIZE ? -school->persons : 0;
}

static bool
sort(struct ui_schools_look *look, enum ui_school_order order)
{
    struct place *place = malloc((look->schools + 1) * sizeof *place);

    look->order = malloc((look->schools + 1) * sizeof *look->order);
    if (!place || !look->order) {
        free(place);
        return false;
    }
    for (size_t k = 0; k < look->schools; k++)
        place[k] = (struct place){ key_of(&look->list[k], order), k };
    qsort(place, look->schools, sizeof *place, by_key);
    for (size_t k = 0; k < look->schools; k++)
        look->order[k] = place[k].school;
    free(place);
    return true;
}

bool
ui_schools_look_open(struct ui_schools_look *look, const struct ui_session *session,
                     enum ui_school_order order)
{
    *look = (struct ui_schools_look){ .session = session,
                                      .schools = ui_schools_count(session),
                                      .chosen = ui_schools_chosen(session),
                                      .list = ui_schools_list(session) };
    if (!look->list || !sort(look, order))
        return false;
    for (size_t k = 0; k < look->schools; k++) {
        look->truth = look->truth || !isnan(look->list[k].truth);
        for (int r = 0; r < UI_RIVALS; r++)
            look->rival[r] = look->rival[r] || !isnan(look->list[k].rival[r]);
    }
    return true;
}

void
ui_schools_look_close(struct ui_schools_look *look)
{
    free(look->list);
    free(look->order);
}

/* --- columns -------------------------------------------------------------------------- */

/* From the left; 0: not shown. */
struct columns {
    int name, persons, extreme, effect, se, plot, plot_width, truth, rival[UI_RIVALS];
    double lo, hi; /* of the plot */
};

static int
name_width(const struct ui_schools_look *look, int w)
{
    int most = w >= 120 ? 28 : w >= 100 ? 16 : 10, width = 6;

    for (size_t k = 0; k < look->schools && width < most; k++) {
        int columns = ui_columns(look->session->data->school_name[k]);

        width = columns > width ? columns : width;
    }
    return width < most ? width : most;
}

static void
widen(double x, double *lo, double *hi)
{
    if (!isfinite(x))
        return;
    *lo = fmin(*lo, x);
    *hi = fmax(*hi, x);
}

/* One range for all schools, so that scrolling does not change it. */
static void
find_range(const struct ui_schools_look *look, struct columns *columns)
{
    double lo = -0.5, hi = 0.5;

    for (size_t k = 0; k < look->schools; k++) {
        const struct ui_school *school = &look->list[k];

        widen(school->effect, &lo, &hi);
        widen(school->effect - NORMAL_95 * school->se, &lo, &hi);
        widen(school->effect + NORMAL_95 * school->se, &lo, &hi);
        widen(school->truth, &lo, &hi);
        for (int r = 0; r < UI_RIVALS; r++)
            widen(school->rival[r], &lo, &hi);
    }
    ui_nice_range(&lo, &hi, 5);
    columns->lo = lo;
    columns->hi = hi;
}

static struct columns
divide(const struct ui_schools_look *look, int w)
{
    struct columns c = { .name = 2 };
    int right = w - 1, x, shown = look->truth;

    for (int r = 0; r < UI_RIVALS; r++)
        shown += look->rival[r];
    c.persons = c.name + name_width(look, w) + 1;
    x = c.persons + PERSONS;
    if (right - x - 2 * NUMBER - shown * NUMBER - 2 >= WITH_MORE + EXTREME) {
        c.extreme = x;
        x += EXTREME;
    }
    c.effect = x;
    c.se = x + NUMBER;
    x += 2 * NUMBER;
    for (int r = UI_RIVALS - 1; r >= 0; r--)
        if (look->rival[r] && right - RIVAL - x - 2 >= LEAST_PLOT) {
            right -= RIVAL;
            c.rival[r] = right;
        }
    if (look->truth && right - NUMBER - x - 2 >= LEAST_PLOT) {
        right -= NUMBER;
        c.truth = right;
    }
    c.plot = x + 2;
    c.plot_width = right - c.plot;
    if (c.plot_width < LEAST_PLOT / 2)
        c.plot_width = 0;
    find_range(look, &c);
    return c;
}

/* --- a row ---------------------------------------------------------------------------- */

/* The column of a value in the plot, at its edge when it lies beyond. */
static int
place(const struct columns *c, double value)
{
    double share = (value - c->lo) / (c->hi - c->lo);

    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return (int)(share * (c->plot_width - 1) + 0.5);
}

static void
put_mark(struct ui_canvas *canvas, const struct columns *c, int y, int x,
         enum ui_role role, uint32_t glyph, double value)
{
    if (isfinite(value))
        ui_put(canvas, y, x + place(c, value), role, glyph);
}

/* The interval, the other fits, the truth, and the estimate on top of all. */
static void
draw_interval(const struct ui_school *school, const struct columns *c,
              struct ui_canvas *canvas, int y, int x, bool chosen, bool out)
{
    enum ui_role role = chosen ? UI_KEY : UI_POSTERIOR;
    double reach = NORMAL_95 * school->se;

    if (c->plot_width == 0)
        return;
    put_mark(canvas, c, y, x, UI_AXIS, 0x250A, 0.0);
    if (out) {
        ui_text(canvas, y, x, UI_WARN, "is left out");
        return;
    }
    if (isfinite(school->effect) && isfinite(reach)) {
        int from = place(c, school->effect - reach),
            to = place(c, school->effect + reach);

        for (int k = from; k <= to; k++)
            ui_put(canvas, y, x + k, role,
                   from == to  ? 0x2500
                   : k == from ? 0x251C
                   : k == to   ? 0x2524
                               : 0x2500);
    }
    for (int r = 0; r < UI_RIVALS; r++)
        put_mark(canvas, c, y, x, UI_CURVE_1, rival_mark[r], school->rival[r]);
    put_mark(canvas, c, y, x, UI_WARN, 0x25C7, school->truth);
    put_mark(canvas, c, y, x, role, 0x25CF, school->effect);
}

static void
draw_effect(const struct ui_schools_look *look, const struct columns *c, size_t k,
            struct ui_canvas *canvas, int y, int x)
{
    const struct irt_model *model = look->session->model;
    bool opens = model && (model->groups > 1 || model->effects == IRT_EFFECTS_AVERAGES);
    struct ui_quantity quantity = { .kind = UI_QUANTITY_EFFECT, .row = k };
    bool se = opens && model->groups > 1 && isfinite(look->list[k].se) &&
              look->session->fit->covariance &&
              model->parameter[model->location + k].free != IRT_NONE;

    ui_column(canvas, y, x + c->effect, NUMBER, UI_TEXT,
              opens && !isnan(look->list[k].effect) ? &quantity : NULL, 3,
              look->list[k].effect);
    quantity = (struct ui_quantity){ .kind = UI_QUANTITY_SE,
                                     .parameter = se ? model->location + k : 0 };
    ui_column(canvas, y, x + c->se, NUMBER, UI_TEXT, se ? &quantity : NULL, 3,
              look->list[k].se);
}

static void
draw_row(const struct ui_schools_look *look, const struct columns *c, size_t k,
         struct ui_canvas *canvas, int y, struct ui_rect rect)
{
    const struct ui_school *school = &look->list[k];
    bool chosen = k == look->chosen;
    char command[64], text[32];

    if (chosen)
        ui_text(canvas, y, rect.x, UI_CURSOR, "▸");
    ui_cut_text(canvas, y, rect.x + c->name, c->persons - c->name - 1,
                chosen ? UI_TITLE : UI_TEXT, "%s", look->session->data->school_name[k]);
    snprintf(text, sizeof text, "%.15g", school->persons);
    ui_text(canvas, y, rect.x + c->persons + PERSONS - ui_columns(text), UI_TEXT, "%s",
            text);
    if (c->extreme) {
        snprintf(text, sizeof text, "%.0f %%", 100 * school->extreme);
        ui_text(canvas, y, rect.x + c->extreme + EXTREME - ui_columns(text), UI_DIM, "%s",
                text);
    }
    draw_effect(look, c, k, canvas, y, rect.x);
    draw_interval(school, c, canvas, y, rect.x + c->plot, chosen,
                  ui_schools_is_out(look->session, k));
    if (c->truth)
        ui_column(canvas, y, rect.x + c->truth, NUMBER, UI_WARN, NULL, 3, school->truth);
    for (int r = 0; r < UI_RIVALS; r++)
        if (c->rival[r])
            ui_column(canvas, y, rect.x + c->rival[r], RIVAL, UI_CURVE_1, NULL, 3,
                      school->rival[r]);
    snprintf(command, sizeof command, "school %zu", k + 1);
    ui_clickable(canvas, (struct ui_rect){ y, rect.x, 1, c->effect }, command);
}

static void
draw_right(struct ui_canvas *canvas, int y, int x, int width, const char *text)
{
    ui_text(canvas, y, x + width - ui_columns(text), UI_DIM, "%s", text);
}

static void
draw_head(const struct ui_schools_look *look, const struct columns *c,
          struct ui_canvas *canvas, struct ui_rect rect)
{
    bool groups =
        look->session->model && look->session->model->effects == IRT_EFFECTS_GROUPS;

    ui_text(canvas, rect.y, rect.x + c->name, UI_DIM, "%s",
            ui_session_group_word(look->session));
    draw_right(canvas, rect.y, rect.x + c->persons, PERSONS, "n");
    if (c->extreme)
        draw_right(canvas, rect.y, rect.x + c->extreme, EXTREME, "extr.");
    draw_right(canvas, rect.y, rect.x + c->effect, NUMBER, groups ? "mean" : "effect");
    draw_right(canvas, rect.y, rect.x + c->se, NUMBER, "SE");
    if (c->truth)
        draw_right(canvas, rect.y, rect.x + c->truth, NUMBER, "truth");
    for (int r = 0; r < UI_RIVALS; r++)
        if (c->rival[r]) {
            int x = rect.x + c->rival[r] + RIVAL - ui_columns(ui_rival_names[r]);

            ui_text(canvas, rect.y, x, UI_DIM, "%s", ui_rival_names[r]);
            ui_put(canvas, rect.y, x - 1, UI_CURVE_1, rival_mark[r]);
        }
}

/* ┴────┴, with numbers under it. */
static void
draw_axis(const struct columns *c, struct ui_canvas *canvas, int y, int x)
{
    struct ui_ticks ticks =
        ui_linear_ticks(c->lo, c->hi, 5, c->plot_width, 2, true, false);

    ui_rule(canvas, y, x, c->plot_width, UI_AXIS);
    for (int t = 0; t < ticks.n; t++) {
        int at = place(c, ticks.value[t]), w = ui_columns(ticks.text[t]);
        int from = at - w / 2;

        from = from + w > c->plot_width ? c->plot_width - w : from < 0 ? 0 : from;
        ui_put(canvas, y, x + at, UI_AXIS, 0x2534);
        ui_text(canvas, y + 1, x + from, UI_DIM, "%s", ticks.text[t]);
    }
}

/* What the marks are; those of the other fits stand in the head. */
static void
draw_legend(const struct ui_schools_look *look, struct ui_canvas *canvas, int y,
            struct ui_rect rect)
{
    int x = rect.x + 2;
    bool se = false;

    for (size_t k = 0; k < look->schools; k++)
        se = se || isfinite(look->list[k].se);
    x += ui_text(canvas, y, x, UI_POSTERIOR, se ? "├●┤" : "●");
    x += ui_text(canvas, y, x, UI_DIM, se ? " 95 %%" : " estimate");
    if (look->truth) {
        x += ui_text(canvas, y, x, UI_WARN, "  ◇");
        x += ui_text(canvas, y, x, UI_DIM, " truth");
    }
}

static size_t
line_of(const struct ui_schools_look *look, size_t school)
{
    size_t at = 0;

    while (at + 1 < look->schools && look->order[at] != school)
        at++;
    return at;
}

void
ui_schools_table(const struct ui_schools_look *look, size_t *top,
                 struct ui_canvas *canvas, struct ui_rect rect)
{
    struct columns c = divide(look, rect.w);
    struct ui_rect before = ui_clip(canvas, rect);
    int axis = rect.h >= 6 ? 2 : 0, rows = rect.h - 1 - axis;

    if (rows > (int)look->schools)
        rows = (int)look->schools;
    ui_keep_in_view(top, line_of(look, look->chosen), look->schools, rows);
    draw_head(look, &c, canvas, rect);
    for (int y = 0; y < rows; y++)
        draw_row(look, &c, look->order[*top + (size_t)y], canvas, rect.y + 1 + y, rect);
    if (axis) {
        if (c.plot_width > 0)
            draw_axis(&c, canvas, rect.y + 1 + rows, rect.x + c.plot);
        draw_legend(look, canvas, rect.y + 2 + rows, rect);
        if ((size_t)rows < look->schools)
            ui_text(canvas, rect.y + 1 + rows, rect.x + 2, UI_DIM, "%zu-%zu of %zu",
                    *top + 1, *top + (size_t)rows, look->schools);
    }
    ui_clip(canvas, before);
}
