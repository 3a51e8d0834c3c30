/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "theme.h"

#include <stddef.h>
#include <string.h>

/* A terminal's own colours are kept for text and background, so that dark and light sit
 * well in any terminal of that kind; contrast brings its own. */
#define FORE(colour, of256, of8) .rgb = (colour), .colour256 = (of256), .colour8 = (of8)
#define BACK(colour, of256, of8) \
    .background = (colour), .back256 = (of256), .back8 = (of8)
#define NO_BACK(colour) BACK(colour, -1, -1)

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

#define PAPER 0x14171D /* dark */
#define ON    NO_BACK(PAPER)
static const struct ui_look dark[UI_ROLES] = {
    [UI_TEXT] = { FORE(0xD5D9E0, -1, -1), ON },
    [UI_DIM] = { FORE(0x7F8896, 245, -1), ON, .dim = true },
    [UI_TITLE] = { FORE(0xF0F2F5, -1, -1), ON, .bold = true },
    [UI_HEADER] = { FORE(0xF0F2F5, 255, WHITE), BACK(0x262C37, 236, BLUE), .bold = true },
    [UI_TAB] = { FORE(0x9AA3B2, 248, -1), ON },
    [UI_TAB_HERE] = { FORE(0x6CB6FF, 75, CYAN), ON, .bold = true },
    [UI_KEY] = { FORE(0x6CB6FF, 75, CYAN), ON, .bold = true },
    [UI_CURSOR] = { FORE(0xFFFFFF, 231, BLACK), BACK(0x2B5D8C, 24, CYAN), .bold = true },
    [UI_CHANGED] = { FORE(0xF2D06B, 221, YELLOW), ON, .bold = true },
    [UI_GOOD] = { FORE(0x5FD38D, 78, GREEN), ON, .bold = true },
    [UI_WARN] = { FORE(0xF0A04B, 215, YELLOW), ON, .bold = true },
    [UI_BAD] = { FORE(0xFF7B72, 203, RED), ON, .bold = true },
    [UI_AXIS] = { FORE(0x7F8896, 245, -1), ON, .dim = true },
    [UI_GHOST] = { FORE(0x6A7382, 242, -1), ON, .dim = true },
    [UI_PRIOR] = { FORE(0xB9A57A, 180, YELLOW), ON },
    [UI_POSTERIOR] = { FORE(0x6CB6FF, 75, CYAN), ON },
    [UI_CURVE_0] = { FORE(0x6CB6FF, 75, CYAN), ON },
    [UI_CURVE_1] = { FORE(0xF0A04B, 215, YELLOW), ON },
    [UI_CURVE_2] = { FORE(0x5FD38D, 78, GREEN), ON },
    [UI_CURVE_3] = { FORE(0xE08FC8, 176, MAGENTA), ON },
    [UI_CURVE_4] = { FORE(0xEDE06A, 227, WHITE), ON },
    [UI_CURVE_5] = { FORE(0xFF8A70, 209, RED), ON },
};
#undef ON
#undef PAPER

#define PAPER 0xFCFCFA /* light */
#define ON    NO_BACK(PAPER)
static const struct ui_look light[UI_ROLES] = {
    [UI_TEXT] = { FORE(0x24292F, -1, -1), ON },
    [UI_DIM] = { FORE(0x68717B, 243, -1), ON, .dim = true },
    [UI_TITLE] = { FORE(0x101418, -1, -1), ON, .bold = true },
    [UI_HEADER] = { FORE(0x101418, 232, BLACK), BACK(0xE4E8EE, 254, WHITE),
                    .bold = true },
    [UI_TAB] = { FORE(0x57606A, 240, -1), ON },
    [UI_TAB_HERE] = { FORE(0x0A5CB8, 25, BLUE), ON, .bold = true },
    [UI_KEY] = { FORE(0x0A5CB8, 25, BLUE), ON, .bold = true },
    [UI_CURSOR] = { FORE(0xFFFFFF, 231, WHITE), BACK(0x0A5CB8, 25, BLUE), .bold = true },
    [UI_CHANGED] = { FORE(0x8A5A00, 94, MAGENTA), ON, .bold = true },
    [UI_GOOD] = { FORE(0x177A3E, 28, GREEN), ON, .bold = true },
    [UI_WARN] = { FORE(0xB35A00, 130, MAGENTA), ON, .bold = true },
    [UI_BAD] = { FORE(0xC1201C, 160, RED), ON, .bold = true },
    [UI_AXIS] = { FORE(0x68717B, 243, -1), ON, .dim = true },
    [UI_GHOST] = { FORE(0x98A0A9, 247, -1), ON, .dim = true },
    [UI_PRIOR] = { FORE(0x7E6936, 101, -1), ON },
    [UI_POSTERIOR] = { FORE(0x0A5CB8, 25, BLUE), ON },
    [UI_CURVE_0] = { FORE(0x0A5CB8, 25, BLUE), ON },
    [UI_CURVE_1] = { FORE(0xB25300, 166, RED), ON },
    [UI_CURVE_2] = { FORE(0x177A3E, 28, GREEN), ON },
    [UI_CURVE_3] = { FORE(0xA0308C, 127, MAGENTA), ON },
    [UI_CURVE_4] = { FORE(0x7A6A00, 94, BLACK), ON },
    [UI_CURVE_5] = { FORE(0x00808A, 30, CYAN), ON },
};
#undef ON
#undef PAPER

/* No colour at all: weight, underline and reverse carry the meaning.  In a picture the
 * dim ones are grey. */
#define PAPER 0x000000
#define ON    NO_BACK(PAPER)
#define WHOLE FORE(0xE0E0E0, -1, -1)
#define GREY  FORE(0x909090, -1, -1)
static const struct ui_look mono[UI_ROLES] = {
    [UI_TEXT] = { WHOLE, ON },
    [UI_DIM] = { GREY, ON, .dim = true },
    [UI_TITLE] = { WHOLE, ON, .bold = true },
    [UI_HEADER] = { WHOLE, ON, .bold = true },
    [UI_TAB] = { WHOLE, ON },
    [UI_TAB_HERE] = { WHOLE, ON, .bold = true },
    [UI_KEY] = { WHOLE, ON, .bold = true },
    [UI_CURSOR] = { WHOLE, ON, .reverse = true },
    [UI_CHANGED] = { WHOLE, ON, .bold = true, .underline = true },
    [UI_GOOD] = { WHOLE, ON, .bold = true },
    [UI_WARN] = { WHOLE, ON, .underline = true },
    [UI_BAD] = { WHOLE, ON, .bold = true, .reverse = true },
    [UI_AXIS] = { GREY, ON, .dim = true },
    [UI_GHOST] = { GREY, ON, .dim = true },
    [UI_PRIOR] = { GREY, ON, .dim = true },
    [UI_POSTERIOR] = { WHOLE, ON, .bold = true },
    [UI_CURVE_0] = { WHOLE, ON },
    [UI_CURVE_1] = { WHOLE, ON, .bold = true },
    [UI_CURVE_2] = { WHOLE, ON },
    [UI_CURVE_3] = { WHOLE, ON, .bold = true },
    [UI_CURVE_4] = { WHOLE, ON },
    [UI_CURVE_5] = { WHOLE, ON, .bold = true },
};
#undef ON
#undef PAPER
#undef WHOLE
#undef GREY

#define ON BACK(0x000000, 16, BLACK)
static const struct ui_look contrast[UI_ROLES] = {
    [UI_TEXT] = { FORE(0xFFFFFF, 231, WHITE), ON },
    [UI_DIM] = { FORE(0xE0E0E0, 254, WHITE), ON },
    [UI_TITLE] = { FORE(0xFFFFFF, 231, WHITE), ON, .bold = true, .underline = true },
    [UI_HEADER] = { FORE(0x000000, 16, BLACK), BACK(0xFFFFFF, 231, WHITE), .bold = true },
    [UI_TAB] = { FORE(0xFFFFFF, 231, WHITE), ON },
    [UI_TAB_HERE] = { FORE(0xFFFF00, 226, YELLOW), ON, .bold = true },
    [UI_KEY] = { FORE(0xFFFF00, 226, YELLOW), ON, .bold = true },
    [UI_CURSOR] = { FORE(0x000000, 16, BLACK), BACK(0xFFFF00, 226, YELLOW),
                    .bold = true },
    [UI_CHANGED] = { FORE(0xFFFF00, 226, YELLOW), ON, .bold = true, .underline = true },
    [UI_GOOD] = { FORE(0x00FF00, 46, GREEN), ON, .bold = true },
    [UI_WARN] = { FORE(0xFFD75F, 221, YELLOW), ON, .bold = true, .underline = true },
    [UI_BAD] = { FORE(0xFFFFFF, 231, WHITE), BACK(0xC00000, 124, RED), .bold = true },
    [UI_AXIS] = { FORE(0xE0E0E0, 254, WHITE), ON },
    [UI_GHOST] = { FORE(0xC0C0C0, 250, WHITE), ON },
    [UI_PRIOR] = { FORE(0xFFD75F, 221, YELLOW), ON },
    [UI_POSTERIOR] = { FORE(0x00FFFF, 51, CYAN), ON, .bold = true },
    [UI_CURVE_0] = { FORE(0x00FFFF, 51, CYAN), ON, .bold = true },
    [UI_CURVE_1] = { FORE(0xFFFF00, 226, YELLOW), ON, .bold = true },
    [UI_CURVE_2] = { FORE(0x00FF00, 46, GREEN), ON, .bold = true },
    [UI_CURVE_3] = { FORE(0xFF87FF, 213, MAGENTA), ON, .bold = true },
    [UI_CURVE_4] = { FORE(0xFFFFFF, 231, WHITE), ON, .bold = true },
    [UI_CURVE_5] = { FORE(0xFF8787, 210, RED), ON, .bold = true },
};
#undef ON

/* TO ADD A NEW THEME: a table as above, and its name and row here. */
const char *const ui_themes[] = { "dark", "light", "mono", "contrast", NULL };
static const struct ui_look *const looks[] = { dark, light, mono, contrast };

static size_t
theme_index(const char *theme)
{
    size_t i = 0;

    while (theme != NULL && ui_themes[i] != NULL && strcmp(ui_themes[i], theme) != 0)
        i++;
    return theme == NULL ? sizeof looks / sizeof looks[0] : i;
}

bool
ui_theme_known(const char *theme)
{
    return theme_index(theme) < sizeof looks / sizeof looks[0];
}

struct ui_look
ui_theme_look(const char *theme, enum ui_role role)
{
    size_t i = ui_theme_known(theme) ? theme_index(theme) : 0;

    return looks[i][(unsigned)role < UI_ROLES ? role : UI_TEXT];
}
