/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "screen.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "fixture.h"

struct ui_app *screen_app;
static char folder[64];

void
screen_set_up(void)
{
    struct irt_error error;

    strcpy(folder, "/tmp/irtop-screen-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    setenv("XDG_STATE_HOME", folder, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    screen_app = malloc(sizeof *screen_app);
    ck_assert_ptr_nonnull(screen_app);
    ck_assert(ui_app_init(screen_app, 24, 80, UI_GLYPHS_BRAILLE, &error));
    screen_do("load " TEST_SRCDIR "/samples/lsat6.csv");
    screen_do("accelerate none");
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

void
screen_tear_down(void)
{
    ui_app_free(screen_app);
    free(screen_app);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void
screen_do(const char *line)
{
    ck_assert_msg(ui_command_run(screen_app, line), "%s: %s", line, screen_app->message);
}

void
screen_fail(const char *line, const char *part)
{
    ck_assert_msg(!ui_command_run(screen_app, line), "%s: did not fail", line);
    ck_assert_msg(strstr(screen_app->message, part) != NULL, "%s: said '%s', not '%s'",
                  line, screen_app->message, part);
}

static FILE *
open_data(char path[100], char line[120])
{
    FILE *out;

    snprintf(path, 100, "%s/data.csv", folder);
    snprintf(line, 120, "load %s", path);
    out = fopen(path, "w");
    ck_assert_ptr_nonnull(out);
    return out;
}

void
screen_load_simulated(size_t persons, size_t items, double missing, unsigned seed)
{
    struct irt_responses *data = fixture_simulated(persons, items, missing, seed);
    char path[100], line[120];
    FILE *out = open_data(path, line);

    for (size_t j = 0; j < items; j++)
        fprintf(out, "%s%s", j ? "," : "", data->item_name[j]);
    for (size_t i = 0; i < persons; i++)
        for (size_t j = 0; j < items; j++) {
            unsigned char code = data->code[i * items + j];

            fprintf(out, code == IRT_MISSING ? "%s" : "%s%u", j ? "," : "\n", code);
        }
    fputc('\n', out);
    ck_assert_int_eq(fclose(out), 0);
    irt_responses_free(data);
    screen_do(line);
}

void
screen_load_graded(size_t persons, size_t items, unsigned categories)
{
    char path[100], line[120];
    FILE *out = open_data(path, line);
    unsigned state = 12345;

    for (size_t j = 0; j < items; j++)
        fprintf(out, "%sq%zu", j ? "," : "", j + 1);
    for (size_t i = 0; i < persons; i++)
        for (size_t j = 0; j < items; j++) {
            double ability = (double)i / (double)persons * (categories - 1), answer;

            state = state * 1103515245u + 12345u;
            answer = ability + (double)(state >> 16 & 1023) / 512 - 1;
            fprintf(out, "%s%d", j ? "," : "\n",
                    answer < 0                ? 0
                    : answer > categories - 1 ? (int)categories - 1
                                              : (int)(answer + 0.5));
        }
    fputc('\n', out);
    ck_assert_int_eq(fclose(out), 0);
    screen_do(line);
}

void
screen_load_text(const char *text)
{
    char path[100], line[120];
    FILE *out = open_data(path, line);

    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
    screen_do(line);
}

void
screen_load_keyed(const char *text, const char *key)
{
    char path[100], line[120], whole[600];
    FILE *out = open_data(path, line);

    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
    snprintf(whole, sizeof whole, "%s \"key=%s\"", line, key);
    screen_do(whole);
}

void
screen_draw(int h, int w)
{
    struct irt_error error;

    ck_assert(ui_app_resize(screen_app, h, w, &error));
    ui_app_draw(screen_app);
}

const char *
screen_row(int y)
{
    static char row[2000];
    char *all = ui_canvas_text(&screen_app->canvas), *line = all;

    ck_assert_ptr_nonnull(all);
    while (y-- > 0 && line)
        line = strchr(line, '\n') + 1;
    snprintf(row, sizeof row, "%.*s", (int)strcspn(line, "\n"), line);
    free(all);
    return row;
}

bool
screen_has(const char *text)
{
    char *all = ui_canvas_text(&screen_app->canvas);
    bool has;

    ck_assert_ptr_nonnull(all);
    has = strstr(all, text) != NULL;
    free(all);
    return has;
}

void
screen_expect(const char *text)
{
    char *all = ui_canvas_text(&screen_app->canvas);

    ck_assert_ptr_nonnull(all);
    ck_assert_msg(strstr(all, text) != NULL, "'%s' is not in\n%.1800s", text, all);
    free(all);
}

const char *
screen_spoken(void)
{
    static char text[20000];
    FILE *out = fmemopen(text, sizeof text, "w");

    ck_assert_ptr_nonnull(out);
    screen_app->view->speak(ui_app_view_state(screen_app, screen_app->view), screen_app,
                            out);
    fclose(out);
    return text;
}

const struct ui_spot *
screen_spot(enum ui_quantity_kind kind)
{
    for (size_t k = 0; k < screen_app->canvas.spots; k++)
        if (screen_app->canvas.spot[k].opens &&
            screen_app->canvas.spot[k].quantity.kind == kind)
            return &screen_app->canvas.spot[k];
    return NULL;
}

double
screen_number(const struct ui_spot *spot)
{
    char text[64] = "";

    for (int k = 0; k < spot->where.w && k < 63; k++)
        text[k] = (char)ui_cell_at(&screen_app->canvas, spot->where.y, spot->where.x + k)
                      ->glyph;
    return strtod(text, NULL);
}

static void
check_picture(void)
{
    const struct ui_canvas *canvas = &screen_app->canvas;

    for (int y = 0; y < canvas->h; y++)
        for (int x = 0; x < canvas->w; x++)
            ck_assert(canvas->glyphs != UI_GLYPHS_ASCII ||
                      ui_cell_at(canvas, y, x)->glyph < 127);
    for (size_t k = 0; k < canvas->spots; k++) {
        struct ui_rect at = canvas->spot[k].where;

        ck_assert(at.y >= 0 && at.x >= 0 && at.h > 0 && at.w > 0);
        ck_assert(at.y + at.h <= canvas->h && at.x + at.w <= canvas->w);
    }
}

void
screen_at_all_sizes(const char *view)
{
    static const int h[] = { 1, 3, 6, 9, 13, 17, 24, 30, 60 };
    static const int w[] = { 1, 2, 20, 50, 69, 80, 100, 200 };
    char line[64];

    snprintf(line, sizeof line, "view %s", view);
    screen_do(line);
    for (int g = 0; g < 3; g++)
        for (size_t i = 0; i < sizeof h / sizeof h[0]; i++)
            for (size_t k = 0; k < sizeof w / sizeof w[0]; k++) {
                screen_app->canvas.glyphs = (enum ui_glyphs)g;
                screen_draw(h[i], w[k]);
                check_picture();
            }
    screen_app->canvas.glyphs = UI_GLYPHS_BRAILLE;
}
