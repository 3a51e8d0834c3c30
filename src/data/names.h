/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.h -- names of items, persons and schools: made fit to print, numbered, sorted. */
#ifndef IRT_NAMES_H
#define IRT_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_LONGEST_NAME 255 /* bytes */
#define IRT_SHOWN        48  /* bytes of a text shown in a message, with its 0 */

/* Copies text to out[size] as UTF-8 without control characters: bytes that are no UTF-8 are
 * taken as Windows-1252, controls become '?', white space a blank, and what does not fit is cut at a character; blanks at the
 * ends are cut off.  Returns the length.  *changed is set, never cleared, when out differs
 * from text by more than blanks at the ends. */
size_t irt_clean(char *out, size_t size, const char *text, size_t length, bool *changed);

/* A text cleaned and cut, for a message; returns out. */
const char *irt_show(char out[IRT_SHOWN], const char *text, size_t length);

/* Sorts names that remember a number: numbers by value, then texts by their bytes. */
struct irt_names_entry {
    const char *name;
    size_t number;
};
void irt_names_sort(struct irt_names_entry *entry, size_t count);

/* Strings that each have a number, 0, 1, .. in order of first appearance.
 * Zeroed is empty.  Free with irt_names_free(). */
struct irt_names {
    size_t count;
    char *text;     /* all strings, each with its 0 */
    size_t *offset; /* count: where string k starts */
    uint64_t *slot; /* hash table: hash << 32 | number + 1, or 0 */
    size_t used, text_size, offsets, slots;
};

#define IRT_NO_NAME ((size_t)-1)

/* The number of a string, which is added when new; IRT_NO_NAME without memory. */
size_t irt_names_add(struct irt_names *names, const char *text, size_t length);
/* The same, or IRT_NO_NAME when it is not there. */
size_t irt_names_find(const struct irt_names *names, const char *text, size_t length);
/* Valid until the next irt_names_add(). */
const char *irt_names_text(const struct irt_names *names, size_t number);
/* The same, cut for a message; returns out. */
const char *irt_names_show(const struct irt_names *names, size_t number,
                           char out[IRT_SHOWN]);
void irt_names_free(struct irt_names *names);

/* One block of count pointers and the texts they point to: string number[i], or i when
 * number is NULL.  NULL without memory; free() it whole. */
char **irt_names_pack(const struct irt_names *names, const uint32_t *number,
                      size_t count);

#endif
