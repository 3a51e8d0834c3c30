/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_canvas.c -- the grid of cells: text, clipping, widths, spots, ASCII form. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "glyph.h"
#include "suite.h"

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
}

START_TEST(text_is_written_and_measured)
{
    open_canvas(2, 12, UI_GLYPHS_BRAILLE);
    ck_assert_int_eq(ui_text(&canvas, 0, 1, UI_TEXT, "θ = %.2f", 2.385), 8);
    ck_assert_int_eq(ui_text(&canvas, 1, 8, UI_BAD, "cut here"), 8);
    expect(" θ = 2.38\n        cut\n");
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(outside_is_ignored)
{
    open_canvas(2, 3, UI_GLYPHS_BRAILLE);
    ui_text(&canvas, 0, -2, UI_TEXT, "abcdefg");
    ui_put(&canvas, -1, 0, UI_TEXT, 'X');
    ui_put(&canvas, 2, 0, UI_TEXT, 'X');
    ui_put(&canvas, INT_MAX, INT_MAX, UI_TEXT, 'X');
    ui_put(&canvas, INT_MIN, INT_MIN, UI_TEXT, 0x4E2D);
    ui_fill(&canvas, (struct ui_rect){ 1, 2, INT_MAX, INT_MAX }, UI_TEXT, '#');
    ui_fill(&canvas, (struct ui_rect){ 1, 1, 1, -5 }, UI_TEXT, '!');
    expect("cde\n  #\n");
    ck_assert_uint_eq(ui_cell_at(&canvas, 7, 7)->glyph, ' ');
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(clip_limits_drawing_and_spots)
{
    struct ui_rect before;
    struct ui_quantity q = { .kind = UI_QUANTITY_NODE };

    open_canvas(3, 6, UI_GLYPHS_BRAILLE);
    before = ui_clip(&canvas, (struct ui_rect){ .y = 1, .x = 1, .h = 1, .w = 3 });
    ck_assert_int_eq(before.h, 3);
    ck_assert_int_eq(before.w, 6);
    ui_fill(&canvas, (struct ui_rect){ 0, 0, 3, 6 }, UI_TEXT, '*');
    ui_number(&canvas, 1, 3, UI_TEXT, q, "12");
    ui_number(&canvas, 2, 3, UI_TEXT, q, "12");
    expect("\n **1\n\n");
    ck_assert_uint_eq(canvas.spots, 1);
    ck_assert_int_eq(canvas.spot[0].where.w, 1);
    ui_clip(&canvas, (struct ui_rect){ 5, 5, 9, 9 });
    ui_put(&canvas, 2, 5, UI_TEXT, 'X');
    expect("\n **1\n\n");
    ui_clip(&canvas, before);
    ui_put(&canvas, 2, 5, UI_TEXT, 'X');
    expect("\n **1\n     X\n");
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(wide_characters_keep_their_halves)
{
    open_canvas(1, 6, UI_GLYPHS_BRAILLE);
    ck_assert_int_eq(ui_text(&canvas, 0, 0, UI_TEXT, "日本語"), 6);
    expect("日本語\n");
    ui_put(&canvas, 0, 1, UI_TEXT, 'x'); /* the right half of the first */
    expect(" x本語\n");
    ui_put(&canvas, 0, 2, UI_TEXT, 'y'); /* the left half of the second */
    expect(" xy 語\n");
    ui_put(&canvas, 0, 5, UI_TEXT, 0x65E5); /* only half of it would fit */
    expect(" xy\n");
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(marks_sit_on_their_letter)
{
    open_canvas(1, 8, UI_GLYPHS_BRAILLE);
    ck_assert_int_eq(ui_text(&canvas, 0, 0, UI_TEXT, "r̄/n̄ = 1"), 7);
    expect("r̄/n̄ = 1\n");
    ck_assert_uint_eq(ui_cell_at(&canvas, 0, 2)->mark, 0x304);
    ui_put(&canvas, 0, 2, UI_TEXT, 'm');
    expect("r̄/m = 1\n");
    ui_canvas_free(&canvas);
    open_canvas(1, 8, UI_GLYPHS_ASCII);
    ck_assert_int_eq(ui_text(&canvas, 0, 0, UI_TEXT, "r̄/n̄ = 1"), 7);
    expect("r/n = 1\n");
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(nothing_harmful_reaches_a_cell)
{
    open_canvas(1, 20, UI_GLYPHS_BRAILLE);
    ui_text(&canvas, 0, 0, UI_TEXT, "%s",
            "a\033[2J\xff\xc0\x80\t\u202E\u200Bz\x7f\xC2\x9B|");
    expect("a?[2J????z??|\n");
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(invalid_utf8_is_one_byte_each)
{
    static const char *const bad[] = { "\x80",         "\xC1\xBF",         "\xE0\x80\x80",
                                       "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5",
                                       "\xE2\x94",     "\xF0\x9F\x98" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *text = bad[i];
        size_t taken = 0;

        while (*text != '\0') {
            ck_assert_uint_eq(ui_utf8_next(&text), 0xFFFD);
            taken++;
        }
        ck_assert_uint_eq(taken, strlen(bad[i]));
    }
}
END_TEST

START_TEST(utf8_there_and_back)
{
    char text[5];

    for (uint32_t glyph = 1; glyph <= 0x10FFFF; glyph++) {
        const char *start = text;

        if (glyph >= 0xD800 && glyph <= 0xDFFF)
            continue;
        if (ui_utf8_write(glyph, text) != (int)strlen(text) ||
            ui_utf8_next(&start) != glyph || *start != '\0')
            ck_abort_msg("U+%04X does not come back", (unsigned)glyph);
    }
}
END_TEST

START_TEST(ascii_form_is_ascii_of_the_same_width)
{
    open_canvas(1, 40, UI_GLYPHS_ASCII);
    ck_assert_int_eq(ui_text(&canvas, 0, 0, UI_TEXT, "─│┌▸·θσΣ×≤…ℓ²█⣿日é"), 18);
    expect("-|+>.tsSx<~l2#:???\n");
    ui_canvas_clear(&canvas);
    for (uint32_t glyph = 1; glyph <= 0x10FFFF; glyph++) {
        ui_put(&canvas, 0, 3, UI_TEXT, glyph);
        for (int x = 3; x < 5; x++)
            if (ui_cell_at(&canvas, 0, x)->glyph < ' ' ||
                ui_cell_at(&canvas, 0, x)->glyph > '~')
                ck_abort_msg("U+%04X is not shown in ASCII", (unsigned)glyph);
    }
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(long_text_is_cut_with_dots)
{
    static const struct {
        const char *text;
        int columns;
        const char *out;
    } row[] = { { "item12", 6, "item12" }, { "item123", 6, "item1…" },
                { "abc", 1, "…" },         { "abc", 0, "" },
                { "日本語", 6, "日本語" }, { "日本語", 5, "日本…" },
                { "日本語", 4, "日…" },    { "", 3, "" },
                { "n̄n̄", 2, "n̄n̄" } };
    char out[64];

    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        ui_fit_text(row[i].text, row[i].columns, out, sizeof out);
        ck_assert_str_eq(out, row[i].out);
        ck_assert_int_le(ui_columns(out), row[i].columns);
    }
    for (size_t size = 1; size < 12; size++) {
        ui_fit_text("日本語 text", 6, out, size);
        ck_assert_uint_lt(strlen(out), size);
    }
}
END_TEST

START_TEST(numbers_leave_spots_without_their_padding)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_POSTERIOR, .node = 5 };

    open_canvas(2, 20, UI_GLYPHS_BRAILLE);
    ck_assert_int_eq(ui_number(&canvas, 1, 2, UI_TEXT, q, "%9.4f", 0.4948), 9);
    ck_assert_uint_eq(canvas.spots, 1);
    ck_assert_int_eq(canvas.spot[0].where.x, 5);
    ck_assert_int_eq(canvas.spot[0].where.w, 6);
    ck_assert(canvas.spot[0].opens);
    ck_assert_uint_eq(canvas.spot[0].quantity.node, 5);
    for (int i = 0; i < 500; i++)
        ui_clickable(&canvas, (struct ui_rect){ 0, i % 20, 1, 3 }, "view items");
    ck_assert_uint_eq(canvas.spots, 501);
    ck_assert_str_eq(canvas.spot[500].command, "view items");
    ck_assert(!canvas.spot[500].opens);
    ui_canvas_clear(&canvas);
    ck_assert_uint_eq(canvas.spots, 0);
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(box_covers_and_names)
{
    open_canvas(4, 14, UI_GLYPHS_BRAILLE);
    ui_fill(&canvas, (struct ui_rect){ 0, 0, 4, 14 }, UI_TEXT, '.');
    ui_box(&canvas, (struct ui_rect){ 0, 1, 3, 12 }, UI_DIM, "posterior at");
    expect(".┌ posteri… ┐.\n.│          │.\n.└──────────┘.\n..............\n");
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 3)->role, UI_TITLE);
    ck_assert_int_eq(ui_cell_at(&canvas, 1, 1)->role, UI_DIM);
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(boxes_of_every_size_stay_inside)
{
    open_canvas(8, 20, UI_GLYPHS_BRAILLE);
    for (int h = -1; h < 7; h++) {
        for (int w = -1; w < 19; w++) {
            ui_canvas_clear(&canvas);
            ui_box(&canvas, (struct ui_rect){ 1, 1, h, w }, UI_DIM, "a title");
            for (int y = 0; y < 8; y++)
                for (int x = 0; x < 20; x++)
                    if (y < 1 || x < 1 || y > h || x > w)
                        ck_assert_uint_eq(ui_cell_at(&canvas, y, x)->glyph, ' ');
        }
    }
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(paint_and_bold_keep_the_text)
{
    open_canvas(1, 5, UI_GLYPHS_BRAILLE);
    ui_text(&canvas, 0, 0, UI_TEXT, "abcde");
    ui_paint(&canvas, (struct ui_rect){ 0, 1, 1, 2 }, UI_CURSOR);
    ui_bold(&canvas, (struct ui_rect){ 0, 4, 9, 9 });
    expect("abcde\n");
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 0)->role, UI_TEXT);
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 2)->role, UI_CURSOR);
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 3)->role, UI_TEXT);
    ck_assert(ui_cell_at(&canvas, 0, 4)->bold);
    ck_assert(!ui_cell_at(&canvas, 0, 3)->bold);
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(a_bar_beneath_becomes_the_background)
{
    open_canvas(1, 4, UI_GLYPHS_BRAILLE);
    ui_put(&canvas, 0, 0, UI_POSTERIOR, 0x2588);
    ui_put(&canvas, 0, 1, UI_POSTERIOR, 0x2583);
    for (int x = 0; x < 5; x++)
        ui_put_over(&canvas, 0, x, UI_PRIOR, 0x2801);
    expect("⠁▃⠁⠁\n");
    ui_put_over(&canvas, 0, 0, UI_CURVE_0, 0x2809);
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 0)->role, UI_CURVE_0);
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 0)->ground, UI_POSTERIOR);
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 2)->ground, UI_TEXT);
    ui_paint(&canvas, (struct ui_rect){ 0, 0, 1, 4 }, UI_CURSOR);
    ck_assert_int_eq(ui_cell_at(&canvas, 0, 0)->ground, UI_TEXT);
    ui_canvas_free(&canvas);
}
END_TEST

START_TEST(resize_clears_and_refuses_what_cannot_be)
{
    struct irt_error error;

    open_canvas(2, 2, UI_GLYPHS_BRAILLE);
    ui_text(&canvas, 0, 0, UI_TEXT, "ab");
    ck_assert(!ui_canvas_resize(&canvas, INT_MAX, INT_MAX, &error));
    ck_assert_int_eq(error.code, IRT_NO_MEMORY);
    expect("ab\n\n");
    ck_assert(ui_canvas_resize(&canvas, 3, 1, &error));
    expect("\n\n\n");
    ck_assert(ui_canvas_resize(&canvas, 0, -4, &error));
    ui_text(&canvas, 0, 0, UI_TEXT, "ab");
    expect("");
    ui_canvas_free(&canvas);
    ui_canvas_free(&canvas);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("canvas");
    TCase *cases = tcase_create("canvas");

    tcase_add_test(cases, text_is_written_and_measured);
    tcase_add_test(cases, outside_is_ignored);
    tcase_add_test(cases, clip_limits_drawing_and_spots);
    tcase_add_test(cases, wide_characters_keep_their_halves);
    tcase_add_test(cases, marks_sit_on_their_letter);
    tcase_add_test(cases, nothing_harmful_reaches_a_cell);
    tcase_add_test(cases, invalid_utf8_is_one_byte_each);
    tcase_add_test(cases, utf8_there_and_back);
    tcase_add_test(cases, ascii_form_is_ascii_of_the_same_width);
    tcase_add_test(cases, long_text_is_cut_with_dots);
    tcase_add_test(cases, numbers_leave_spots_without_their_padding);
    tcase_add_test(cases, box_covers_and_names);
    tcase_add_test(cases, boxes_of_every_size_stay_inside);
    tcase_add_test(cases, paint_and_bold_keep_the_text);
    tcase_add_test(cases, a_bar_beneath_becomes_the_background);
    tcase_add_test(cases, resize_clears_and_refuses_what_cannot_be);
    suite_add_tcase(suite, cases);
    return suite;
}
