/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_screenshot.c -- themes, and the screen written as text, PNG and SVG. */
#include "config.h"

#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "canvas.h"
#include "plot/plot.h"
#include "suite.h"
#include "theme.h"

static char folder[] = "/tmp/irtop-screenshot-XXXXXX";
static struct ui_canvas canvas;

static void
begin(void)
{
    struct irt_error error;

    strcpy(folder, "/tmp/irtop-screenshot-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert(ui_canvas_init(&canvas, 4, 20, UI_GLYPHS_BRAILLE, &error));
}

static void
end(void)
{
    char command[100];

    ui_canvas_free(&canvas);
    ck_assert_int_eq(chdir("/"), 0);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

static char *
contents(const char *file)
{
    static char text[200000];
    FILE *in = fopen(file, "rb");
    size_t length;

    ck_assert_ptr_nonnull(in);
    length = fread(text, 1, sizeof text - 1, in);
    text[length] = '\0';
    fclose(in);
    return text;
}

START_TEST(text_is_the_canvas)
{
    struct irt_error error;

    ui_text(&canvas, 1, 2, UI_GOOD, "n̄ = 402.3 ⣀⡠▌");
    ck_assert(ui_screenshot(&canvas, "dark", "a.txt", &error));
    ck_assert_str_eq(contents("a.txt"), "\n  n̄ = 402.3 ⣀⡠▌\n\n\n");
}
END_TEST

static uint32_t
pixel(cairo_surface_t *surface, int x, int y)
{
    const unsigned char *row = cairo_image_surface_get_data(surface) +
                               y * cairo_image_surface_get_stride(surface);
    uint32_t value;

    memcpy(&value, row + 4 * x, 4);
    return value & 0xFFFFFF;
}

/* The middle of a cell: 2 x (margin 8 + cells of 8.4 x 17). */
static uint32_t
cell_pixel(cairo_surface_t *surface, int y, int x)
{
    return pixel(surface, (int)(2 * (8 + (x + 0.5) * 8.4)),
                 (int)(2 * (8 + (y + 0.5) * 17)));
}

START_TEST(png_shows_roles_and_columns)
{
    struct irt_error error;

    for (size_t i = 0; ui_themes[i] != NULL; i++) {
        const char *theme = ui_themes[i];
        struct ui_look cursor = ui_theme_look(theme, UI_CURSOR);
        cairo_surface_t *surface;

        ui_canvas_clear(&canvas);
        for (int x = 0; x < 20; x++)
            ui_put(&canvas, 1, x, UI_CURVE_0, x % 2 == 0 ? 0x2588 : ' ');
        ui_fill(&canvas, (struct ui_rect){ 3, 5, 1, 5 }, UI_CURSOR, ' ');
        ck_assert(ui_screenshot(&canvas, theme, "a.png", &error));
        surface = cairo_image_surface_create_from_png("a.png");
        ck_assert_int_eq(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
        ck_assert_int_eq(cairo_image_surface_get_width(surface), 2 * (168 + 16));
        ck_assert_int_eq(cairo_image_surface_get_height(surface), 2 * (68 + 16));
        for (int x = 0; x < 20; x++) {
            struct ui_look look = ui_theme_look(theme, UI_CURVE_0);

            ck_assert_uint_eq(cell_pixel(surface, 1, x),
                              x % 2 == 0 ? look.rgb : look.background);
        }
        ck_assert_uint_eq(cell_pixel(surface, 3, 6),
                          cursor.reverse ? cursor.rgb : cursor.background);
        cairo_surface_destroy(surface);
    }
}
END_TEST

/* No sign may spill into the next cell, where the columns would no longer line up. */
START_TEST(signs_stay_in_their_cells)
{
    static const uint32_t range[][2] = { { 0x2500, 0x257F }, { 0x2580, 0x259F },
                                         { 0x2801, 0x28FF }, { 0x25B2, 0x25CF },
                                         { 0x2190, 0x2193 }, { 0x23CE, 0x23CE },
                                         { 0x23F8, 0x23F9 }, { 0x2713, 0x2717 } };
    uint32_t paper = ui_theme_look("dark", UI_TEXT).background;
    struct irt_error error;

    for (size_t r = 0; r < sizeof range / sizeof range[0]; r++) {
        for (uint32_t glyph = range[r][0]; glyph <= range[r][1]; glyph += 8) {
            cairo_surface_t *surface;
            size_t ink = 0;

            ui_canvas_clear(&canvas);
            for (uint32_t k = 0; k < 8 && glyph + k <= range[r][1]; k++)
                ui_put(&canvas, 1, 2 * (int)k + 1, UI_TEXT, glyph + k);
            ck_assert(ui_screenshot(&canvas, "dark", "a.png", &error));
            surface = cairo_image_surface_create_from_png("a.png");
            for (int y = 0; y < cairo_image_surface_get_height(surface); y++) {
                for (int x = 0; x < cairo_image_surface_get_width(surface); x++) {
                    /* A pixel for the edges that are not quite on one. */
                    double column = (x / 2.0 - 8) / 8.4, rest = column - floor(column);
                    bool inside = (int)floor(column) % 2 == 1 || rest < .09 || rest > .91;

                    if (pixel(surface, x, y) == paper)
                        continue;
                    ink++;
                    if (!inside || y < 2 * (8 + 17) - 1 || y > 2 * (8 + 34))
                        ck_abort_msg("U+%04X and after: ink at column %.2f, y %d",
                                     (unsigned)glyph, column, y);
                }
            }
            ck_assert_uint_gt(ink, 20);
            cairo_surface_destroy(surface);
        }
    }
}
END_TEST

START_TEST(svg_is_written)
{
    struct irt_error error;
    const char *text;

    ui_text(&canvas, 0, 0, UI_TITLE, "posterior");
    ck_assert(ui_screenshot(&canvas, "light", "A.SVG", &error));
    text = contents("A.SVG");
    ck_assert_ptr_eq(strstr(text, "<?xml"), text);
    ck_assert_ptr_nonnull(strstr(text, "width=\"184"));
    ck_assert_ptr_nonnull(strstr(text, "</svg>"));
}
END_TEST

START_TEST(other_endings_are_refused)
{
    static const char *const file[] = { "a.jpg", "png", "a.", "", "a.png.gz" };
    struct irt_error error;

    for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
        ck_assert(!ui_screenshot(&canvas, "dark", file[i], &error));
        ck_assert_int_eq(error.code, IRT_BAD_USAGE);
        ck_assert_ptr_nonnull(strstr(error.message, ".svg, .png or .txt"));
        ck_assert_int_ne(access(file[i], F_OK), 0);
    }
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_told)
{
    static const char *const file[] = { "full.txt", "full.png", "full.svg" };
    struct irt_error error;
    char message[100];

    ck_assert(!ui_screenshot(&canvas, "dark", "no/folder.png", &error));
    ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
    ck_assert_str_eq(error.message,
                     "cannot write no/folder.png: No such file or directory");
    if (access("/dev/full", W_OK) != 0)
        return;
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(symlink("/dev/full", file[i]), 0);
        ck_assert(!ui_screenshot(&canvas, "dark", file[i], &error));
        ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
        snprintf(message, sizeof message, "cannot write %s: No space left on device",
                 file[i]);
        ck_assert_str_eq(error.message, message);
    }
}
END_TEST

START_TEST(an_empty_canvas_is_written)
{
    struct irt_error error;

    ck_assert(ui_canvas_resize(&canvas, 0, 0, &error));
    ck_assert(ui_screenshot(&canvas, "dark", "a.txt", &error));
    ck_assert(ui_screenshot(&canvas, "dark", "a.png", &error));
    ck_assert(ui_screenshot(&canvas, "dark", "a.svg", &error));
}
END_TEST

START_TEST(themes_are_known)
{
    ck_assert(ui_theme_known("dark"));
    ck_assert(ui_theme_known("contrast"));
    ck_assert(!ui_theme_known("Dark"));
    ck_assert(!ui_theme_known(""));
    ck_assert(!ui_theme_known(NULL));
    ck_assert_uint_eq(ui_theme_look("no such", UI_BAD).rgb,
                      ui_theme_look("dark", UI_BAD).rgb);
}
END_TEST

/* Relative luminance and contrast of WCAG 2.1. */
static double
luminance(uint32_t rgb)
{
    static const double share[] = { 0.0722, 0.7152, 0.2126 };
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double c = (rgb >> 8 * i & 0xFF) / 255.0;

        sum += share[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double
contrast(uint32_t a, uint32_t b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

    return x > y ? x / y : y / x;
}

START_TEST(every_role_can_be_read)
{
    for (size_t i = 0; ui_themes[i] != NULL; i++) {
        double least = strcmp(ui_themes[i], "contrast") == 0 ? 5.5 : 4.5;

        for (int role = 0; role < UI_ROLES; role++) {
            struct ui_look look = ui_theme_look(ui_themes[i], (enum ui_role)role);
            double needed = role == UI_GHOST ? 2.5 : least;

            if (contrast(look.rgb, look.background) < needed)
                ck_abort_msg("%s, role %d: contrast %.2f", ui_themes[i], role,
                             contrast(look.rgb, look.background));
        }
    }
}
END_TEST

START_TEST(mono_has_no_colour)
{
    for (int role = 0; role < UI_ROLES; role++) {
        struct ui_look look = ui_theme_look("mono", (enum ui_role)role);

        ck_assert_int_eq(look.colour256, -1);
        ck_assert_int_eq(look.colour8, -1);
        ck_assert_int_eq(look.back256, -1);
        ck_assert_int_eq(look.back8, -1);
    }
}
END_TEST

/* What matters shows without colour too. */
START_TEST(meaning_is_not_by_colour_alone)
{
    static const enum ui_role loud[] = { UI_TITLE,   UI_TAB_HERE, UI_KEY,  UI_CURSOR,
                                         UI_CHANGED, UI_GOOD,     UI_WARN, UI_BAD };

    for (size_t i = 0; ui_themes[i] != NULL; i++) {
        for (size_t k = 0; k < sizeof loud / sizeof loud[0]; k++) {
            struct ui_look look = ui_theme_look(ui_themes[i], loud[k]);

            ck_assert(look.bold || look.underline || look.reverse);
        }
    }
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("screenshot");
    TCase *files = tcase_create("files");
    TCase *themes = tcase_create("themes");

    tcase_add_checked_fixture(files, begin, end);
    tcase_add_test(files, text_is_the_canvas);
    tcase_add_test(files, png_shows_roles_and_columns);
    tcase_add_test(files, signs_stay_in_their_cells);
    tcase_add_test(files, svg_is_written);
    tcase_add_test(files, other_endings_are_refused);
    tcase_add_test(files, a_file_that_cannot_be_written_is_told);
    tcase_add_test(files, an_empty_canvas_is_written);
    suite_add_tcase(suite, files);
    tcase_add_test(themes, themes_are_known);
    tcase_add_test(themes, every_role_can_be_read);
    tcase_add_test(themes, mono_has_no_colour);
    tcase_add_test(themes, meaning_is_not_by_colour_alone);
    suite_add_tcase(suite, themes);
    return suite;
}
