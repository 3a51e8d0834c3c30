/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_plot.c -- plots: nothing outside at any size, round ticks, and pictures. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot.h"
#include "plot/ticks.h"
#include "suite.h"

#define SENTINEL '@'

static struct ui_canvas canvas;

static void
open_canvas(int h, int w, enum ui_glyphs glyphs)
{
    struct irt_error error;

    ck_assert(ui_canvas_init(&canvas, h, w, glyphs, &error));
}

static void
expect(const char *picture)
{
    char *text = ui_canvas_text(&canvas);

    ck_assert_ptr_nonnull(text);
    ck_assert_str_eq(text, picture);
    free(text);
    ui_canvas_free(&canvas);
}

static double
line(double x, const void *context)
{
    const double *p = context;

    return p[0] + p[1] * x;
}

static double
wave(double x, const void *context)
{
    (void)context;
    return x > 0.4 && x < 0.5 ? NAN : sin(8 * x) * (x > 0.8 ? 1e300 : 1);
}

/* All that can be drawn, with values that lie far outside and that are none. */
static void
draw_everything(struct ui_rect rect, bool log_y)
{
    static const double x[] = { 0, 0.1, 0.3, NAN, 0.5, 1, 1e308, -1e308, INFINITY, 0.7 };
    static const double y[] = { 1, 1e308, -3, 0.2, NAN, 0.1, -1e308, 1e308, 2, 0.7 };
    static const enum ui_role role[] = { UI_CURVE_0, UI_CURVE_1, UI_CURVE_2, UI_CURVE_3 };
    static const char *const name[] = { "item1 0.8256", "θ", "", "a name that is long" };
    struct ui_axes axes = { .title = "log-likelihood",
                            .x_title = "cycle",
                            .y_title = "P",
                            .x0 = 0,
                            .x1 = 1,
                            .y0 = log_y ? 1e-4 : -1,
                            .y1 = 1,
                            .log_y = log_y,
                            .x_ticks = 6,
                            .y_ticks = 6,
                            .right = 12 };
    struct ui_plot plot = ui_plot_open(&canvas, rect, &axes);

    ui_plot_bars(&plot, UI_POSTERIOR, x, y, 10, 3);
    ui_plot_curve(&plot, UI_CURVE_0, x, y, 10);
    ui_plot_dashed(&plot, UI_GHOST, y, x, 10);
    ui_plot_function(&plot, UI_CURVE_1, wave, NULL);
    ui_plot_vertical(&plot, UI_AXIS, 0.6);
    ui_plot_vertical(&plot, UI_AXIS, NAN);
    ui_plot_points(&plot, UI_CURVE_2, 0x25CF, x, y, 10);
    ui_plot_end_labels(&plot, role, y, name, 4);
}

static void
expect_nothing_outside(struct ui_rect rect)
{
    for (int y = 0; y < canvas.h; y++)
        for (int x = 0; x < canvas.w; x++)
            if ((y < rect.y || x < rect.x || y >= rect.y + rect.h ||
                 x >= rect.x + rect.w) &&
                ui_cell_at(&canvas, y, x)->glyph != SENTINEL)
                ck_abort_msg("%d x %d: drawn outside at %d, %d", rect.h, rect.w, y, x);
}

START_TEST(every_size_stays_inside)
{
    enum ui_glyphs glyphs = (enum ui_glyphs)_i;

    open_canvas(64, 206, glyphs);
    for (int h = 0; h <= 60; h++) {
        for (int w = 0; w <= 200; w += w < 40 ? 1 : 7) {
            struct ui_rect rect = { .y = 2, .x = 3, .h = h, .w = w };

            ui_fill(&canvas, (struct ui_rect){ 0, 0, 64, 206 }, UI_TEXT, SENTINEL);
            draw_everything(rect, (h + w) % 2 == 1);
            expect_nothing_outside(rect);
        }
    }
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(clip_and_canvas_hold)
{
    struct ui_rect clip = { .y = 3, .x = 5, .h = 4, .w = 20 };

    open_canvas(12, 40, UI_GLYPHS_BRAILLE);
    ui_fill(&canvas, (struct ui_rect){ 0, 0, 12, 40 }, UI_TEXT, SENTINEL);
    ui_clip(&canvas, clip);
    draw_everything((struct ui_rect){ -2, -3, 30, 90 }, false);
    expect_nothing_outside(clip);
    ck_assert_int_eq(canvas.clip.w, 20);
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(ascii_form_holds_only_ascii)
{
    char *text;

    open_canvas(30, 100, UI_GLYPHS_ASCII);
    draw_everything((struct ui_rect){ 0, 0, 30, 100 }, false);
    text = ui_canvas_text(&canvas);
    for (const char *c = text; *c != '\0'; c++)
        ck_assert((*c >= ' ' && *c < 127) || *c == '\n');
    free(text);
    ui_canvas_free(&canvas);
}
END_TEST

/* No row of text or tick may be missing a blank to its neighbour, nor stand on it. */
START_TEST(tick_labels_never_touch)
{
    static const double range[][2] = { { 0, 1 },         { -4, 4 },      { 1, 44 },
                                       { -2487, -2466 }, { 0, 1e6 },     { 1e-7, 3e-7 },
                                       { 1e8, 5e8 },     { -0.03, .02 }, { 0, 402.3 } };

    for (size_t r = 0; r < sizeof range / sizeof range[0]; r++) {
        double lo = range[r][0], hi = range[r][1];

        for (int room = 2; room < 150; room++) {
            struct ui_ticks t = ui_linear_ticks(lo, hi, 5, room, 2, true, false);

            ck_assert_int_le(t.n, 12);
            if (room >= 50)
                ck_assert_int_ge(t.n, 2);
            for (int i = 0; i < t.n; i++) {
                double cell = (t.value[i] - lo) / (hi - lo) * (room - 1);
                double before =
                    i > 0 ? (t.value[i - 1] - lo) / (hi - lo) * (room - 1) : -99;

                ck_assert(cell > -1e-6 && cell < room - 1 + 1e-6);
                ck_assert(cell - before > t.columns + 2 - 1e-3);
                ck_assert_double_eq_tol(strtod(t.text[i], NULL), t.value[i],
                                        1e-9 * (hi - lo));
            }
        }
    }
}
END_TEST

/* The labels down the y axis fall, and have a row between them where there is room. */
static void
expect_falling_labels(int h)
{
    double above = INFINITY;
    int last = -2;

    for (int y = 0; y < h; y++) {
        char text[16] = "", *end;
        double value;

        for (int x = 0; x < 7; x++)
            text[x] = (char)ui_cell_at(&canvas, y, x)->glyph;
        if (strspn(text, " ") == 7)
            continue;
        value = strtod(text, &end);
        ck_assert_str_eq(end, "");
        ck_assert_double_lt(value, above);
        ck_assert_int_ge(y - last, h < 5 ? 1 : 2);
        above = value;
        last = y;
    }
}

START_TEST(y_labels_fall_and_keep_apart)
{
    static const double range[][3] = { { 1, 9.5, 1 },       { 0.11, 9.9, 1 },
                                       { 0.2, 1.9, 1 },     { 1e-4, 2, 1 },
                                       { 3e-9, 4e7, 1 },    { 0.99, 1.01, 1 },
                                       { -2487, -2466, 0 }, { 0, 1, 0 },
                                       { -0.5, 3, 0 },      { 1e-5, 3e-5, 0 } };

    for (size_t r = 0; r < sizeof range / sizeof range[0]; r++) {
        for (int h = 1; h < 50; h++) {
            struct ui_axes axes = { .x1 = 1,
                                    .y0 = range[r][0],
                                    .y1 = range[r][1],
                                    .log_y = range[r][2] > 0,
                                    .y_ticks = 6 };

            open_canvas(h, 40, UI_GLYPHS_BRAILLE);
            ui_plot_open(&canvas, (struct ui_rect){ 0, 0, h, 40 }, &axes);
            expect_falling_labels(h);
            ui_canvas_free(&canvas);
        }
    }
}
END_TEST

START_TEST(whole_ticks_are_whole)
{
    struct ui_ticks t = ui_linear_ticks(1, 3, 8, 100, 2, true, true);

    ck_assert_int_eq(t.n, 3);
    ck_assert_str_eq(t.text[0], "1");
    ck_assert_str_eq(t.text[2], "3");
}
END_TEST

START_TEST(log_ticks_are_powers_of_ten)
{
    struct ui_ticks t = ui_log_ticks(1e-4, 2, 6, 20, 2);
    static const char *const text[] = { "1e-4", "0.001", "0.01", "0.1", "1" };

    ck_assert_int_eq(t.n, 5);
    for (int i = 0; i < 5; i++)
        ck_assert_str_eq(t.text[i], text[i]);
    t = ui_log_ticks(1e-12, 1e5, 4, 30, 2);
    ck_assert_int_ge(t.n, 2);
    for (int i = 1; i < t.n; i++)
        ck_assert_double_eq_tol(log10(t.value[i] / t.value[i - 1]),
                                log10(t.value[1] / t.value[0]), 1e-9);
    t = ui_log_ticks(0.2, 0.7, 4, 30, 2); /* within a decade */
    ck_assert_int_ge(t.n, 2);
    ck_assert_double_ge(t.value[0], 0.2);
}
END_TEST

START_TEST(tick_text_is_as_short_as_the_step_needs)
{
    static const struct {
        double value, step;
        const char *text;
    } row[] = {
        { 0.5, 0.5, "0.5" },     { 1, 0.5, "1.0" },       { 0, 0.5, "0" },
        { -0.0, 1, "0" },        { -1e-17, 0.1, "0" },    { -2466, 5, "-2466" },
        { 0.64, 0.02, "0.64" },  { 1e6, 2e5, "1000000" }, { 2e7, 1e7, "2e7" },
        { 2.5e8, 5e7, "2.5e8" }, { 2e-5, 1e-5, "2e-5" },  { 1.5e-6, 5e-7, "1.5e-6" },
        { 0.3, 0.1, "0.3" },     { 20, 10, "20" },        { NAN, 1, "-" },
        { INFINITY, 1, "inf" },  { 7, 0, "7" },
    };
    char text[32], cut[4];

    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        ui_tick_text(row[i].value, row[i].step, text, sizeof text);
        ck_assert_str_eq(text, row[i].text);
    }
    ui_tick_text(-2466, 5, cut, sizeof cut);
    ck_assert_str_eq(cut, "-24");
}
END_TEST

START_TEST(nice_range_holds_the_range)
{
    static const double range[][4] = { { -2486.3, -2466.65, -2490, -2465 },
                                       { 0.657, 0.89, 0.65, 0.9 },
                                       { 0, 1, 0, 1 },
                                       { -0.3787, 2.7732, -1, 3 },
                                       { 3, 3, 3, 3 } };

    for (size_t i = 0; i < sizeof range / sizeof range[0]; i++) {
        double lo = range[i][0], hi = range[i][1];

        ui_nice_range(&lo, &hi, 5);
        ck_assert_double_eq_tol(lo, range[i][2], 1e-9);
        ck_assert_double_eq_tol(hi, range[i][3], 1e-9);
    }
}
END_TEST

/* The picture that the next tests draw: a rising line, a falling dashed one, two bars. */
static void
draw_sample(enum ui_glyphs glyphs)
{
    static const double rising[] = { 0.5, 0.125 };
    static const double ends[] = { -4, 4 }, falling[] = { 1, 0.5 };
    static const double x[] = { 1, 3 }, y[] = { 0.25, 0.4 };
    struct ui_axes axes = { .title = "title",
                            .x_title = "θ",
                            .y_title = "P",
                            .x0 = -4,
                            .x1 = 4,
                            .y0 = 0,
                            .y1 = 1,
                            .x_ticks = 5,
                            .y_ticks = 3,
                            .label_columns = 4 };
    struct ui_plot plot;

    open_canvas(8, 31, glyphs);
    plot = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 8, 31 }, &axes);
    ui_plot_bars(&plot, UI_POSTERIOR, x, y, 2, 1);
    ui_plot_function(&plot, UI_CURVE_0, line, rising);
    ui_plot_dashed(&plot, UI_PRIOR, ends, falling, 2);
}

START_TEST(picture_in_braille)
{
    draw_sample(UI_GLYPHS_BRAILLE);
    expect("   P  title\n"
           " 1.0 ┤⠉⠒ ⠤⢄ ⡀           ⢀⡠⠔⠊\n"
           "     │      ⠈⠉ ⠒⠤ ⣀⡀⢀⡠⠔⠊⠁\n"
           "     │           ⣀⠤⠚⠁⠑⠒ ⠤⣀\n"
           " 0.5 ┤       ⢀⠤⠒⠉        ▃ ⠉\n"
           "     │   ⢀⡠⠔⠊⠁     ▄     █\n"
           "   0 ┤⡠⠔⠊⠁         █     █\n"
           "     -4   -2     0    2    4  θ\n");
}
END_TEST

START_TEST(picture_in_blocks)
{
    draw_sample(UI_GLYPHS_BLOCKS);
    expect("   P  title\n"
           " 1.0 ┤▀▀ ▄▄              ▄▄▀\n"
           "     │      ▀▀ ▄▄ ▄  ▄▄▀▀\n"
           "     │           ▄▄▀▀▀▚ ▄▄\n"
           " 0.5 ┤       ▄▄▀▀        ▃ ▀\n"
           "     │   ▄▄▀▀      ▄     █\n"
           "   0 ┤▄▀▀          █     █\n"
           "     -4   -2     0    2    4  θ\n");
}
END_TEST

START_TEST(picture_in_ascii)
{
    draw_sample(UI_GLYPHS_ASCII);
    expect("   P  title\n"
           " 1.0 +'' -.             ..-'\n"
           "     |      '' -- .  .-'\n"
           "     |           .-'''- ..\n"
           " 0.5 +       ..-'       .  '\n"
           "     |    .-'      :    #\n"
           "   0 +.-''         #    #\n"
           "     -4   -2     0    2    4  t\n");
}
END_TEST

/* Shifted to a common axis by the fixed width of the labels, whatever they are. */
START_TEST(stacked_plots_line_up)
{
    struct ui_axes axes = { .x0 = 0, .x1 = 1, .y_ticks = 3, .x_ticks = 3, .y1 = 1 };
    int left;

    open_canvas(20, 60, UI_GLYPHS_BRAILLE);
    left = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 10, 60 }, &axes).inner.x;
    axes.y0 = -2486;
    axes.y1 = -2466;
    ck_assert_int_eq(
        ui_plot_open(&canvas, (struct ui_rect){ 10, 0, 10, 60 }, &axes).inner.x, left);
    ck_assert_int_eq(left, 9);
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(several_curves_share_a_cell)
{
    struct ui_axes axes = { .x0 = 0, .x1 = 1, .y0 = 0, .y1 = 1 };
    static const double low[] = { 0, 0 }, high[] = { 1, 0 };
    struct ui_plot plot;

    open_canvas(1, 1, UI_GLYPHS_BRAILLE);
    plot = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 1, 1 }, &axes);
    ui_plot_function(&plot, UI_CURVE_0, line, low);
    ck_assert_uint_eq(ui_cell_at(&canvas, 0, 0)->glyph, 0x28C0);
    ui_plot_function(&plot, UI_CURVE_3, line, high);
    ck_assert_uint_eq(ui_cell_at(&canvas, 0, 0)->glyph, 0x28C9);
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 0)->role, UI_CURVE_3);
    ui_canvas_free(&canvas);
}
END_TEST

/* A line from far outside to far outside crosses where it would if it were drawn whole. */
START_TEST(lines_are_cut_not_bent)
{
    struct ui_axes axes = { .x0 = 0, .x1 = 1, .y0 = 0, .y1 = 1 };
    static const double x[] = { -100, 101 }, y[] = { -100, 101 };
    static const double inside[] = { 0, 1 };
    struct ui_plot plot;
    char *far;

    open_canvas(6, 12, UI_GLYPHS_BRAILLE);
    plot = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 6, 12 }, &axes);
    ui_plot_curve(&plot, UI_CURVE_0, x, y, 2);
    far = ui_canvas_text(&canvas);
    ui_canvas_clear(&canvas);
    ui_plot_curve(&plot, UI_CURVE_0, inside, inside, 2);
    expect(far);
    free(far);
}
END_TEST

START_TEST(nan_breaks_the_line)
{
    struct ui_axes axes = { .x0 = 0, .x1 = 3, .y0 = 0, .y1 = 1 };
    static const double x[] = { 0, 1, 2, 3 }, y[] = { 0, 0, NAN, 0 };
    static const double log_y[] = { 1, 1, -1, 1 };
    struct ui_plot plot;

    open_canvas(1, 8, UI_GLYPHS_BRAILLE);
    plot = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 1, 8 }, &axes);
    ui_plot_curve(&plot, UI_CURVE_0, x, y, 4);
    expect("⣀⣀⣀    ⢀\n");
    open_canvas(1, 8, UI_GLYPHS_BRAILLE);
    axes.log_y = true;
    axes.y0 = 1;
    axes.y1 = 10;
    plot = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 1, 8 }, &axes);
    ui_plot_curve(&plot, UI_CURVE_0, x, log_y, 4);
    expect("⣀⣀⣀    ⢀\n");
}
END_TEST

START_TEST(flat_and_impossible_ranges_are_widened)
{
    static const double bad[][2] = { { 3, 3 },    { NAN, 1 },        { 0, INFINITY },
                                     { 5, -5 },   { -1e308, 1e308 }, { 0, 0 },
                                     { 1e9, 1e9 } };

    open_canvas(10, 40, UI_GLYPHS_BRAILLE);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        for (int log_y = 0; log_y < 2; log_y++) {
            struct ui_axes axes = { .x0 = bad[i][0],
                                    .x1 = bad[i][1],
                                    .y0 = bad[i][0],
                                    .y1 = bad[i][1],
                                    .log_y = log_y,
                                    .x_ticks = 3,
                                    .y_ticks = 3 };
            struct ui_plot plot =
                ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 10, 40 }, &axes);

            ck_assert(plot.x0 < plot.x1 && plot.y0 < plot.y1);
            ck_assert(isfinite(plot.x1 - plot.x0) && isfinite(plot.y1 - plot.y0));
            ck_assert(!log_y || plot.y0 > 0);
        }
    }
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(end_labels_move_apart)
{
    struct ui_axes axes = { .x1 = 1, .y0 = 0, .y1 = 1, .right = 6 };
    static const double y[] = { 0.5, 0.52, NAN, 0.5, 1, 0 };
    static const enum ui_role role[] = { UI_CURVE_0, UI_CURVE_1, UI_CURVE_2,
                                         UI_CURVE_3, UI_CURVE_4, UI_CURVE_5 };
    static const char *const text[] = {
        "middle", "upper", "never", "third", "top", "low"
    };
    struct ui_plot plot;

    open_canvas(7, 20, UI_GLYPHS_BRAILLE);
    plot = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 7, 20 }, &axes);
    ui_plot_end_labels(&plot, role, y, text, 6);
    expect("               top\n"
           "\n"
           "               upper\n"
           "               midd…\n"
           "               third\n"
           "\n"
           "               low\n");
    open_canvas(2, 20, UI_GLYPHS_BRAILLE);
    plot = ui_plot_open(&canvas, (struct ui_rect){ 0, 0, 2, 20 }, &axes);
    ui_plot_end_labels(&plot, role, y, text, 6);
    expect("               upper\n"
           "               midd…\n");
}
END_TEST

START_TEST(bars_in_eighths)
{
    static const double value[] = { 0, 1, 2, NAN, 4, 8 };

    open_canvas(8, 12, UI_GLYPHS_BRAILLE);
    ui_bar(&canvas, 0, 0, 10, UI_POSTERIOR, 0.55, 1);
    ui_bar(&canvas, 1, 0, 10, UI_POSTERIOR, 1e-9, 1); /* something is not nothing */
    ui_bar(&canvas, 2, 0, 10, UI_POSTERIOR, 5, 1);
    ui_bar(&canvas, 3, 0, 10, UI_POSTERIOR, 0, 1);
    ui_bar(&canvas, 4, 0, 10, UI_POSTERIOR, NAN, 1);
    ui_bar(&canvas, 5, 0, 10, UI_POSTERIOR, 1, 0);
    ui_bar(&canvas, 6, 0, 0, UI_POSTERIOR, 1, 1);
    ui_sparkline(&canvas, 7, 0, UI_POSTERIOR, value, 6);
    expect("█████▌\n▏\n██████████\n\n\n\n\n▁▂▃ ▅█\n");
    open_canvas(1, 12, UI_GLYPHS_ASCII);
    ui_bar(&canvas, 0, 0, 10, UI_POSTERIOR, 0.52, 1);
    expect("#####|\n");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("plot");
    TCase *cases = tcase_create("plot");

    tcase_set_timeout(cases, 20);
    tcase_add_loop_test(cases, every_size_stays_inside, 0, 3);
    tcase_add_test(cases, clip_and_canvas_hold);
    tcase_add_test(cases, ascii_form_holds_only_ascii);
    tcase_add_test(cases, tick_labels_never_touch);
    tcase_add_test(cases, y_labels_fall_and_keep_apart);
    tcase_add_test(cases, whole_ticks_are_whole);
    tcase_add_test(cases, log_ticks_are_powers_of_ten);
    tcase_add_test(cases, tick_text_is_as_short_as_the_step_needs);
    tcase_add_test(cases, nice_range_holds_the_range);
    tcase_add_test(cases, picture_in_braille);
    tcase_add_test(cases, picture_in_blocks);
    tcase_add_test(cases, picture_in_ascii);
    tcase_add_test(cases, stacked_plots_line_up);
    tcase_add_test(cases, several_curves_share_a_cell);
    tcase_add_test(cases, lines_are_cut_not_bent);
    tcase_add_test(cases, nan_breaks_the_line);
    tcase_add_test(cases, flat_and_impossible_ranges_are_widened);
    tcase_add_test(cases, end_labels_move_apart);
    tcase_add_test(cases, bars_in_eighths);
    suite_add_tcase(suite, cases);
    return suite;
}
