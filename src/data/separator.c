/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/separator.h"

#include <stdbool.h>
#include <string.h>

#define LINES 20

enum { COMMA, SEMICOLON, TAB, BLANK, MARKS };
static const char mark[MARKS] = { ',', ';', '\t', ' ' };

/* Counts the marks outside quotes up to the end of the line, and moves *text behind it.
 * Blanks count only between other characters. */
static void
count_line(const char **text, const char *end, size_t count[MARKS])
{
    bool quoted = false, begun = false;
    size_t blanks = 0;
    const char *p = *text;

    memset(count, 0, MARKS * sizeof *count);
    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"')
            quoted = !quoted;
        for (int k = COMMA; k <= TAB; k++)
            count[k] += !quoted && *p == mark[k];
        if (*p == ' ' && !quoted)
            blanks++;
        else if (begun)
            count[BLANK] += blanks;
        if (*p != ' ' || quoted) {
            begun = true;
            blanks = 0;
        }
    }
    *text = p < end ? p + 1 : end;
}

/* Of the marks with a count in some lines' table, the one with the most; MARKS: none. */
static int
most(const size_t count[MARKS], const bool allowed[MARKS])
{
    int best = MARKS;

    for (int k = COMMA; k <= TAB; k++)
        if (allowed[k] && count[k] > 0 && (best == MARKS || count[k] > count[best]))
            best = k;
    return best;
}

char
irt_separator_find(const char *text, size_t length)
{
    const char *end = text + length;
    size_t first[MARKS] = { 0 }, count[MARKS];
    bool even[MARKS] = { true, true, true, true };
    size_t lines = 0;
    bool blanks =
        false; /* white space in the first line, and in the second if there is one */
    int best;

    while (text < end && lines < LINES) {
        const char *start = text;
        count_line(&text, end, count);
        if (text - start <= 1 || (text == end && lines > 1))
            continue; /* an empty line, or one that may be cut */
        if (lines++ == 0)
            memcpy(first, count, sizeof first);
        if (lines <= 2)
            blanks = (lines == 1 || blanks) && count[TAB] + count[BLANK] > 0;
        for (int k = COMMA; k <= TAB; k++)
            even[k] = even[k] && count[k] == first[k];
    }
    best = most(first, even);
    if (best == MARKS)
        best = most(first, (const bool[MARKS]){ true, true, false, false });
    if (best == MARKS && blanks)
        best = BLANK;
    return best == MARKS ? ',' : mark[best];
}
