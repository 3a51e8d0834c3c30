/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/names.h"

#include <stdlib.h>
#include <string.h>

#include "data/cell.h"

/* The length of the UTF-8 character at p, 0 when there is none (RFC 3629: no overlong
 * forms, no surrogates, nothing above U+10FFFF). */
static size_t
utf8_length(const unsigned char *p, size_t left)
{
    size_t length = p[0] < 0x80   ? 1
                    : p[0] < 0xc2 ? 0
                    : p[0] < 0xe0 ? 2
                    : p[0] < 0xf0 ? 3
                                  : 4;

    if (length == 0 || length > left || p[0] > 0xf4)
        return 0;
    for (size_t k = 1; k < length; k++)
        if ((p[k] & 0xc0) != 0x80)
            return 0;
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return length;
}

static bool
is_control(const unsigned char *p, size_t length)
{
    return length == 1 ? p[0] < 0x20 || p[0] == 0x7f
                       : length == 2 && p[0] == 0xc2 && p[1] < 0xa0;
}

/* A byte that is no UTF-8, as Windows-1252 has it, in UTF-8 into out; its length. */
static size_t
western(unsigned char byte, char out[3])
{
    static const uint16_t special[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    unsigned c = byte < 0x80 ? 0 : byte < 0xA0 ? special[byte - 0x80] : byte;

    if (c == 0) {
        out[0] = '?';
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 63));
    out[2] = (char)(0x80 | (c & 63));
    return 3;
}

size_t
irt_clean(char *out, size_t size, const char *text, size_t length, bool *changed)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t used = 0, at = 0;

    while (at < length) {
        size_t step = utf8_length(p + at, length - at);
        bool odd = step == 0 || is_control(p + at, step);
        char read_as[3] = { p[at] >= '\t' && p[at] <= '\r' ? ' ' : '?' };
        size_t room = step == 0 ? western(p[at], read_as) : odd ? 1 : step;
        if (used == 0 && (p[at] == ' ' || (p[at] >= '\t' && p[at] <= '\r'))) {
            at++;
            continue;
        }
        if (used + room >= size)
            break;
        memcpy(out + used, odd ? read_as : (const char *)p + at, room);
        if (odd)
            *changed = true;
        used += room;
        at += step > 0 ? step : 1;
    }
    if (at < length)
        *changed = true;
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
    return used;
}

const char *
irt_show(char out[IRT_SHOWN], const char *text, size_t length)
{
    bool changed = false;
    size_t used = irt_clean(out, IRT_SHOWN - 3, text, length, &changed);

    if (used + 4 > IRT_SHOWN - 3 && used < length)
        memcpy(out + used, "...", 4);
    return out;
}

static int
compare_entries(const void *a, const void *b)
{
    const char *s = ((const struct irt_names_entry *)a)->name;
    const char *t = ((const struct irt_names_entry *)b)->name;
    double x = 0, y = 0;
    bool s_number = irt_cell_number((struct irt_cell){ s, strlen(s) }, &x);
    bool t_number = irt_cell_number((struct irt_cell){ t, strlen(t) }, &y);

    if (s_number != t_number)
        return s_number ? -1 : 1;
    if (x != y)
        return x < y ? -1 : 1;
    return strcmp(s, t);
}

void
irt_names_sort(struct irt_names_entry *entry, size_t count)
{
    qsort(entry, count, sizeof *entry, compare_entries);
}

/* FNV-1a, with a last mixing so that the low bits can choose a slot. */
static uint32_t
name_hash(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t k = 0; k < length; k++)
        hash = (hash ^ (unsigned char)text[k]) * UINT64_C(0x100000001b3);
    hash = (hash ^ (hash >> 32)) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(hash >> 32);
}

static bool
names_grow_slots(struct irt_names *names)
{
    size_t slots = names->slots > 0 ? 2 * names->slots : 64;
    uint64_t *slot = calloc(slots, sizeof *slot);

    if (slot == NULL)
        return false;
    for (size_t k = 0; k < names->slots; k++) {
        size_t at = (size_t)(names->slot[k] >> 32) & (slots - 1);
        if (names->slot[k] == 0)
            continue;
        while (slot[at] != 0)
            at = (at + 1) & (slots - 1);
        slot[at] = names->slot[k];
    }
    free(names->slot);
    names->slot = slot;
    names->slots = slots;
    return true;
}

static bool
names_make_room(struct irt_names *names, size_t length)
{
    if (names->count >= UINT32_MAX - 1)
        return false;
    if (2 * (names->count + 1) > names->slots && !names_grow_slots(names))
        return false;
    if (names->count == names->offsets) {
        size_t larger = 2 * names->offsets + 16;
        size_t *offset = realloc(names->offset, larger * sizeof *offset);
        if (offset == NULL)
            return false;
        names->offset = offset;
        names->offsets = larger;
    }
    if (length + 1 > names->text_size - names->used) {
        size_t larger = 2 * names->text_size + length + 256;
        char *text = realloc(names->text, larger);
        if (text == NULL)
            return false;
        names->text = text;
        names->text_size = larger;
    }
    return true;
}

/* The slot of a string, or the free one where it belongs.  Needs a free slot. */
static size_t
names_slot(const struct irt_names *names, const char *text, size_t length, uint32_t hash)
{
    size_t at = hash & (names->slots - 1);

    for (; names->slot[at] != 0; at = (at + 1) & (names->slots - 1)) {
        const char *other = irt_names_text(names, (uint32_t)names->slot[at] - 1);
        if (names->slot[at] >> 32 == hash && strncmp(other, text, length) == 0 &&
            other[length] == '\0')
            break;
    }
    return at;
}

size_t
irt_names_add(struct irt_names *names, const char *text, size_t length)
{
    uint32_t hash = name_hash(text, length);
    size_t at;

    if (!names_make_room(names, length))
        return IRT_NO_NAME;
    at = names_slot(names, text, length, hash);
    if (names->slot[at] != 0)
        return (uint32_t)names->slot[at] - 1;
    names->slot[at] = (uint64_t)hash << 32 | (uint32_t)(names->count + 1);
    names->offset[names->count] = names->used;
    memcpy(names->text + names->used, text, length);
    names->text[names->used + length] = '\0';
    names->used += length + 1;
    return names->count++;
}

size_t
irt_names_find(const struct irt_names *names, const char *text, size_t length)
{
    size_t at;

    if (names->slots == 0)
        return IRT_NO_NAME;
    at = names_slot(names, text, length, name_hash(text, length));
    return names->slot[at] != 0 ? (uint32_t)names->slot[at] - 1 : IRT_NO_NAME;
}

const char *
irt_names_text(const struct irt_names *names, size_t number)
{
    return names->text + names->offset[number];
}

const char *
irt_names_show(const struct irt_names *names, size_t number, char out[IRT_SHOWN])
{
    const char *text = irt_names_text(names, number);

    return irt_show(out, text, strlen(text));
}

void
irt_names_free(struct irt_names *names)
{
    free(names->text);
    free(names->offset);
    free(names->slot);
    *names = (struct irt_names){ 0 };
}

char **
irt_names_pack(const struct irt_names *names, const uint32_t *number, size_t count)
{
    size_t bytes = count * sizeof(char *);
    char **list, *text;

    for (size_t i = 0; i < count; i++)
        bytes += strlen(irt_names_text(names, number ? number[i] : i)) + 1;
    list = malloc(bytes > 0 ? bytes : 1);
    if (list == NULL)
        return NULL;
    text = (char *)(list + count);
    for (size_t i = 0; i < count; i++) {
        const char *from = irt_names_text(names, number ? number[i] : i);
        size_t size = strlen(from) + 1;
        list[i] = memcpy(text, from, size);
        text += size;
    }
    return list;
}
