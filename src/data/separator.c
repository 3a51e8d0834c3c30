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

/* Of the marks that are allowed the one with the largest count; MARKS: none has any. */
static int
most(const size_t count[MARKS], const bool allowed[MARKS])
{
    int best = MARKS;

    for (int k = COMMA; k <= TAB; k++)
        if (allowed[k] && count[k] > 0 && (best == MARKS || count[k] > count[best]))
            best = k;
    return best;
}

static bool
is_numbers(const char *p, const char *end)
{
    while (p < end && *p != '\0' && strchr("0123456789.+- \t\r\n", *p) != NULL)
        p++;
    return p == end;
}

/* White space separates when the first line has some and is all numbers, or the second
 * has some too: otherwise there is one column, and its name has blanks. */
static bool
blanks_separate(const size_t *line, size_t lines, bool numbers)
{
    const size_t *second = line + MARKS;

    return line[TAB] + line[BLANK] > 0 &&
           (numbers || lines == 1 || second[TAB] + second[BLANK] > 0);
}

char
irt_separator_find(const char *text, size_t length)
{
    const char *end = text + length;
    size_t line[LINES * MARKS] = { 0 };
    bool even[MARKS] = { true, true, true, true }, numbers = false;
    size_t lines = 0;
    int best;

    while (text < end && lines < LINES) {
        const char *start = text;
        size_t *count = line + lines * MARKS;
        count_line(&text, end, count);
        if (text - start <= 1 || (text == end && lines > 1))
            continue; /* an empty line, or one that may be cut */
        if (lines++ == 0)
            numbers = is_numbers(start, text);
        for (int k = COMMA; k <= TAB; k++)
            even[k] = even[k] && count[k] == line[k];
    }
    best = most(line, even);
    if (best == MARKS)
        best = most(line, (const bool[MARKS]){ true, true, false, false });
    if (best == MARKS && blanks_separate(line, lines, numbers))
        best = BLANK;
    return best == MARKS ? ',' : mark[best];
}
