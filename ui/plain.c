/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain.c -- text turned into UTF-8 that is valid, or into ASCII. */
#include "config.h"

#include "plain.h"

#include <ctype.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>

#include "glyph.h"

/* Signs of our own sentences that a single ASCII character would not say. */
static const struct {
    uint32_t glyph;
    const char *text;
} spelled[] = {
    { 0x3b8, "theta" }, { 0x3c3, "sigma" }, { 0x3a3, "sum" }, { 0x2113, "l" },
    { 0xb2, "^2" },     { 0xd7, "x" },      { 0x2264, "<=" }, { 0x2265, ">=" },
    { 0x2260, "!=" },   { 0x2014, "-" },    { 0x2013, "-" },  { 0x2212, "-" },
    { 0x221e, "inf" },
};
#define SPELLED      (sizeof spelled / sizeof *spelled)
#define LONGEST_SIGN 6 /* with a blank before it */
#define SQUARED      0xb2

char *
ui_plain_utf8(const char *text)
{
    /* A bad byte becomes the three bytes of U+FFFD. */
    char *copy = malloc(3 * strlen(text) + 5), *to = copy;

    if (copy == NULL)
        return NULL;
    while (*text != '\0') {
        uint32_t glyph = ui_utf8_next(&text);

        to += ui_utf8_write(glyph < 0x20 || glyph == 0x7f ? 0xfffd : glyph, to);
    }
    *to = '\0';
    return copy;
}

static const char *
spell(uint32_t glyph, char one[2])
{
    uint32_t shown;

    for (size_t i = 0; i < SPELLED; i++)
        if (spelled[i].glyph == glyph)
            return spelled[i].text;
    if (ui_glyph_combines(glyph))
        return "";
    shown = glyph < 0x80 ? glyph : ui_glyph_shown(glyph, true);
    one[0] = shown < 0x80 ? (char)shown : '?';
    one[1] = '\0';
    return one;
}

/* S-X², LD-X², G²: statistics whose name has a 2, and no power. */
static bool
ends_in_name(const char *from, const char *to)
{
    return to > from && (to[-1] == 'X' || to[-1] == 'G') &&
           (to - from == 1 || !isalpha((unsigned char)to[-2]));
}

char *
ui_plain_ascii(const char *text)
{
    char *copy = malloc(LONGEST_SIGN * strlen(text) + 1), *to = copy;

    if (copy == NULL)
        return NULL;
    while (*text != '\0') {
        char one[2];
        uint32_t glyph = ui_utf8_next(&text);
        const char *word =
            glyph == SQUARED && ends_in_name(copy, to) ? "2" : spell(glyph, one);
        size_t length = strlen(word);

        /* a theta, not atheta */
        if (length > 1 && isalpha((unsigned char)word[0]) && to > copy &&
            isalpha((unsigned char)to[-1]))
            *to++ = ' ';
        memcpy(to, word, length);
        to += length;
    }
    *to = '\0';
    return copy;
}

bool
ui_plain_locale_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
