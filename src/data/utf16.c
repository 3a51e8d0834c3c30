/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/utf16.h"

#include <stdint.h>
#include <stdlib.h>

#define REPLACEMENT 0xFFFDu

bool
irt_is_utf16(const char *text, size_t length)
{
    return length >= 2 && ((text[0] == '\xff' && text[1] == '\xfe') ||
                           (text[0] == '\xfe' && text[1] == '\xff'));
}

static char *
put(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
        *out++ = (char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        *out++ = (char)(0xE0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 63));
        *out++ = (char)(0x80 | (c & 63));
    } else {
        *out++ = (char)(0xF0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 63));
        *out++ = (char)(0x80 | (c >> 6 & 63));
        *out++ = (char)(0x80 | (c & 63));
    }
    return out;
}

static uint32_t
unit(const char *text, bool little)
{
    unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];

    return little ? first | (uint32_t)second << 8 : second | (uint32_t)first << 8;
}

char *
irt_utf16_decode(const char *text, size_t length, size_t *decoded)
{
    bool little = text[0] == '\xff';
    char *utf8 = malloc(length / 2 * 3 + 1), *out = utf8;
    size_t at = 2;

    if (utf8 == NULL)
        return NULL;
    while (at + 1 < length) {
        uint32_t c = unit(text + at, little), low = 0;

        at += 2;
        if (c >= 0xD800 && c < 0xDC00 && at + 1 < length)
            low = unit(text + at, little);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
            at += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            c = REPLACEMENT;
        }
        out = put(out, c);
    }
    *decoded = (size_t)(out - utf8);
    return utf8;
}
