/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "glyph.h"

#include <stdbool.h>
#include <stddef.h>

struct range {
    uint32_t first, last;
};

/* Unicode 15: general categories Mn and Me of the scripts that names are written in. */
static const struct range combining[] = {
    { 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x05BF, 0x05BF },
    { 0x05C1, 0x05C2 }, { 0x05C4, 0x05C5 }, { 0x0610, 0x061A }, { 0x064B, 0x065F },
    { 0x0670, 0x0670 }, { 0x06D6, 0x06DC }, { 0x06DF, 0x06E4 }, { 0x06E7, 0x06E8 },
    { 0x06EA, 0x06ED }, { 0x0900, 0x0902 }, { 0x093A, 0x093A }, { 0x093C, 0x093C },
    { 0x0941, 0x0948 }, { 0x094D, 0x094D }, { 0x0951, 0x0957 }, { 0x0962, 0x0963 },
    { 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E }, { 0x1AB0, 0x1ACE },
    { 0x1DC0, 0x1DFF }, { 0x20D0, 0x20F0 }, { 0x302A, 0x302D }, { 0x3099, 0x309A },
    { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
};

/* Invisible, and able to turn the line around: never shown. */
static const struct range invisible[] = {
    { 0x00AD, 0x00AD }, { 0x061C, 0x061C }, { 0x180E, 0x180E },
    { 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F },
    { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE0FFF },
};

/* Unicode 15: East Asian width W and F. */
static const struct range wide[] = {
    { 0x1100, 0x115F },   { 0x231A, 0x231B },   { 0x2329, 0x232A },
    { 0x23E9, 0x23EC },   { 0x23F0, 0x23F0 },   { 0x23F3, 0x23F3 },
    { 0x25FD, 0x25FE },   { 0x2614, 0x2615 },   { 0x2648, 0x2653 },
    { 0x267F, 0x267F },   { 0x2693, 0x2693 },   { 0x26A1, 0x26A1 },
    { 0x26AA, 0x26AB },   { 0x26BD, 0x26BE },   { 0x26C4, 0x26C5 },
    { 0x26CE, 0x26CE },   { 0x26D4, 0x26D4 },   { 0x26EA, 0x26EA },
    { 0x26F2, 0x26F3 },   { 0x26F5, 0x26F5 },   { 0x26FA, 0x26FA },
    { 0x26FD, 0x26FD },   { 0x2705, 0x2705 },   { 0x270A, 0x270B },
    { 0x2728, 0x2728 },   { 0x274C, 0x274C },   { 0x274E, 0x274E },
    { 0x2753, 0x2755 },   { 0x2757, 0x2757 },   { 0x2795, 0x2797 },
    { 0x27B0, 0x27B0 },   { 0x27BF, 0x27BF },   { 0x2B1B, 0x2B1C },
    { 0x2B50, 0x2B50 },   { 0x2B55, 0x2B55 },   { 0x2E80, 0x303E },
    { 0x3041, 0x4DBF },   { 0x4E00, 0xA4CF },   { 0xA960, 0xA97C },
    { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },   { 0xFE10, 0xFE19 },
    { 0xFE30, 0xFE6B },   { 0xFF01, 0xFF60 },   { 0xFFE0, 0xFFE6 },
    { 0x16FE0, 0x18CFF }, { 0x1AFF0, 0x1B2FB }, { 0x1F004, 0x1F004 },
    { 0x1F0CF, 0x1F0CF }, { 0x1F18E, 0x1F18E }, { 0x1F191, 0x1F19A },
    { 0x1F200, 0x1F320 }, { 0x1F32D, 0x1F335 }, { 0x1F337, 0x1F37C },
    { 0x1F37E, 0x1F393 }, { 0x1F3A0, 0x1F3CA }, { 0x1F3CF, 0x1F3D3 },
    { 0x1F3E0, 0x1F3F0 }, { 0x1F3F4, 0x1F3F4 }, { 0x1F3F8, 0x1F43E },
    { 0x1F440, 0x1F440 }, { 0x1F442, 0x1F4FC }, { 0x1F4FF, 0x1F53D },
    { 0x1F54B, 0x1F54E }, { 0x1F550, 0x1F567 }, { 0x1F57A, 0x1F57A },
    { 0x1F595, 0x1F596 }, { 0x1F5A4, 0x1F5A4 }, { 0x1F5FB, 0x1F64F },
    { 0x1F680, 0x1F6C5 }, { 0x1F6CC, 0x1F6CC }, { 0x1F6D0, 0x1F6D2 },
    { 0x1F6D5, 0x1F6D7 }, { 0x1F6DC, 0x1F6DF }, { 0x1F6EB, 0x1F6EC },
    { 0x1F6F4, 0x1F6FC }, { 0x1F7E0, 0x1F7EB }, { 0x1F7F0, 0x1F7F0 },
    { 0x1F90C, 0x1F93A }, { 0x1F93C, 0x1F945 }, { 0x1F947, 0x1F9FF },
    { 0x1FA70, 0x1FAFF }, { 0x20000, 0x3FFFD },
};

/* Pairs of a sign and the ASCII one that reads like it. */
static const struct {
    uint32_t glyph;
    char ascii;
} stand_in[] = {
    { 0x00A0, ' ' }, { 0x00A7, 'S' },  { 0x00AB, '<' },  { 0x00B0, 'o' },
    { 0x00B1, '+' }, { 0x00B2, '2' },  { 0x00B3, '3' },  { 0x00B5, 'u' },
    { 0x00B7, '.' }, { 0x00B9, '1' },  { 0x00BB, '>' },  { 0x00D7, 'x' },
    { 0x00F7, '/' }, { 0x2010, '-' },  { 0x2011, '-' },  { 0x2012, '-' },
    { 0x2013, '-' }, { 0x2014, '-' },  { 0x2018, '\'' }, { 0x2019, '\'' },
    { 0x201C, '"' }, { 0x201D, '"' },  { 0x2020, '+' },  { 0x2022, '*' },
    { 0x2026, '~' }, { 0x2032, '\'' }, { 0x2039, '<' },  { 0x203A, '>' },
    { 0x2113, 'l' }, { 0x2190, '<' },  { 0x2191, '^' },  { 0x2192, '>' },
    { 0x2193, 'v' }, { 0x2194, '-' },  { 0x2195, '|' },  { 0x21B5, '<' },
    { 0x2202, 'd' }, { 0x2207, 'D' },  { 0x2208, 'e' },  { 0x220F, 'P' },
    { 0x2211, 'S' }, { 0x2212, '-' },  { 0x2215, '/' },  { 0x2219, '.' },
    { 0x221A, 'v' }, { 0x221D, '~' },  { 0x221E, '8' },  { 0x222B, 'S' },
    { 0x2248, '~' }, { 0x2260, '#' },  { 0x2261, 'E' },  { 0x2264, '<' },
    { 0x2265, '>' }, { 0x22C5, '.' },  { 0x23CE, '<' },  { 0x23F8, '"' },
    { 0x23F9, '#' }, { 0x25A0, '#' },  { 0x25A1, '#' },  { 0x25AA, '#' },
    { 0x25B2, '^' }, { 0x25B4, '^' },  { 0x25B6, '>' },  { 0x25B8, '>' },
    { 0x25BA, '>' }, { 0x25BC, 'v' },  { 0x25BE, 'v' },  { 0x25C0, '<' },
    { 0x25C2, '<' }, { 0x25C6, '*' },  { 0x25C7, 'o' },  { 0x25CB, 'o' },
    { 0x25CF, '*' }, { 0x25E6, 'o' },  { 0x2605, '*' },  { 0x2606, '*' },
    { 0x2713, 'v' }, { 0x2717, 'x' },
};

/* Greek small letters from U+03B1, the letters they are read as; 0x03C2 is final sigma. */
static const char greek[] = "abgdezhtiklmnxoprsstufxyw";
static const char digits[] = "0123456789+-=()"; /* from U+2070 and from U+2080 */

static bool
within(const struct range *range, size_t n, uint32_t glyph)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (glyph > range[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && glyph >= range[low].first;
}

#define WITHIN(table, glyph) within(table, sizeof(table) / sizeof(table)[0], glyph)

uint32_t
ui_utf8_next(const char **text)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *s = (const unsigned char *)*text;
    int length = s[0] < 0x80                   ? 1
                 : s[0] >= 0xC2 && s[0] < 0xE0 ? 2
                 : s[0] >= 0xE0 && s[0] < 0xF0 ? 3
                 : s[0] >= 0xF0 && s[0] < 0xF5 ? 4
                                               : 0;
    uint32_t glyph = length <= 1 ? s[0] : s[0] & (0x7FU >> length);

    *text += 1;
    if (length == 1)
        return glyph;
    for (int i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0xFFFD;
        glyph = glyph << 6 | (s[i] & 0x3F);
    }
    if (length == 0 || glyph < least[length] || glyph > 0x10FFFF ||
        (glyph >= 0xD800 && glyph <= 0xDFFF))
        return 0xFFFD;
    *text += length - 1;
    return glyph;
}

int
ui_utf8_write(uint32_t glyph, char out[5])
{
    int length = glyph < 0x80 ? 1 : glyph < 0x800 ? 2 : glyph < 0x10000 ? 3 : 4;
    static const unsigned lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

    for (int i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (glyph & 0x3F));
        glyph >>= 6;
    }
    out[0] = (char)(lead[length] | glyph);
    out[length] = '\0';
    return length;
}

int
ui_glyph_columns(uint32_t glyph)
{
    if (glyph < 0x300)
        return glyph == 0xAD ? 0 : 1;
    if (WITHIN(combining, glyph) || WITHIN(invisible, glyph))
        return 0;
    return WITHIN(wide, glyph) ? 2 : 1;
}

bool
ui_glyph_combines(uint32_t glyph)
{
    return WITHIN(combining, glyph);
}

static uint32_t
box_in_ascii(uint32_t glyph)
{
    switch (glyph) {
    case 0x2500:
    case 0x2504:
    case 0x2508:
    case 0x254C:
    case 0x2574:
    case 0x2576: return '-';
    case 0x2501:
    case 0x2505:
    case 0x2509:
    case 0x254D:
    case 0x2550:
    case 0x2578:
    case 0x257A: return '=';
    case 0x2502:
    case 0x2503:
    case 0x2506:
    case 0x2507:
    case 0x250A:
    case 0x250B:
    case 0x254E:
    case 0x254F:
    case 0x2551:
    case 0x2575:
    case 0x2577: return '|';
    default: return '+';
    }
}

/* By how much of the cell is filled, and where. */
static uint32_t
block_in_ascii(uint32_t glyph)
{
    switch (glyph) {
    case 0x2581: return '.';
    case 0x2582:
    case 0x2583: return '.';
    case 0x2584:
    case 0x2585: return ':';
    case 0x2594:
    case 0x2580: return '\'';
    case 0x258F:
    case 0x258E: return '|';
    case 0x2591: return '.';
    case 0x2592: return ':';
    case 0x2593: return '+';
    case 0x2596:
    case 0x2597: return '.';
    case 0x2598:
    case 0x259D: return '\'';
    case 0x259A:
    case 0x259E: return ':';
    default: return '#';
    }
}

/* Dots of U+2800+bits: 1 2 3 7 down the left, 4 5 6 8 down the right. */
static uint32_t
braille_in_ascii(uint32_t glyph)
{
    unsigned upper = glyph & 0x1B, lower = glyph & 0xE4;

    return upper && lower ? ':' : upper ? '\'' : lower ? '.' : ' ';
}

static uint32_t
in_ascii(uint32_t glyph)
{
    if (glyph >= 0x2500 && glyph <= 0x257F)
        return box_in_ascii(glyph);
    if (glyph >= 0x2580 && glyph <= 0x259F)
        return block_in_ascii(glyph);
    if (glyph >= 0x2800 && glyph <= 0x28FF)
        return braille_in_ascii(glyph);
    if (glyph >= 0x3B1 && glyph <= 0x3C9)
        return (uint32_t)greek[glyph - 0x3B1];
    if (glyph >= 0x391 && glyph <= 0x3A9)
        return (uint32_t)greek[glyph - 0x391] - 'a' + 'A';
    if (glyph >= 0x2080 && glyph <= 0x208E)
        return (uint32_t)digits[glyph - 0x2080];
    if (glyph == 0x2070 || (glyph >= 0x2074 && glyph <= 0x207E))
        return (uint32_t)digits[glyph - 0x2070];
    for (size_t i = 0; i < sizeof stand_in / sizeof stand_in[0]; i++)
        if (stand_in[i].glyph == glyph)
            return (uint32_t)stand_in[i].ascii;
    return '?';
}

uint32_t
ui_glyph_shown(uint32_t glyph, bool ascii)
{
    if (glyph < 0x20 || (glyph >= 0x7F && glyph < 0xA0) || glyph == 0xFFFD ||
        glyph > 0x10FFFF)
        return '?';
    if (glyph < 0x7F || !ascii)
        return glyph;
    return in_ascii(glyph);
}
