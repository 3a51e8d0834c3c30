/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/preamble.h"

#include <string.h>
#include <strings.h>

#define MOST_TITLES 5  /* lines with text above the names */
#define MOST_LINES  20 /* that are looked at */
#define SHORTEST    4  /* characters of a title; an answer is shorter */
#define FEWEST_ROWS 2  /* the names and a row, to be sure of the number of cells */

/* One line by a separator. */
struct line {
    size_t cells, filled, texts; /* texts: filled, and no number */
    size_t longest;              /* characters of a text */
    size_t ends;                 /* line ends in it, with its own */
    bool blank;                  /* nothing but white space */
};

static bool
is_number(const char *p, const char *end)
{
    while (p < end && strchr("0123456789.,+-", *p) != NULL && *p != '\0')
        p++;
    return p == end;
}

static void
take_cell(struct line *line, const char *p, const char *end)
{
    line->cells++;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '"'))
        p++;
    while (end > p && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '"'))
        end--;
    line->filled += p < end;
    if (p == end || is_number(p, end))
        return;
    line->texts++;
    if ((size_t)(end - p) > line->longest)
        line->longest = (size_t)(end - p);
}

/* Splits the line at *text, and moves that behind it; a quoted cell may hold line ends. */
static struct line
split(const char **text, const char *end, char separator)
{
    struct line line = { .blank = true };
    const char *p = *text, *cell = p;
    bool quoted = false;

    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        line.ends += *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
        if (*p == '"')
            quoted = !quoted;
        if (*p == separator && !quoted) {
            take_cell(&line, cell, p);
            cell = p + 1;
        }
        line.blank = line.blank && (*p == ' ' || *p == '\t');
    }
    take_cell(&line, cell, p);
    line.ends++;
    if (p < end)
        p += *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1;
    *text = p;
    return line;
}

/* Every line but blank ones has as many cells as the first; the last may be cut. */
static bool
are_rows(const char *text, const char *end, char separator, size_t cells)
{
    size_t rows = 0;

    for (size_t k = 0; k < MOST_LINES && text < end; k++) {
        struct line line = split(&text, end, separator);

        if (line.blank)
            continue;
        if (line.cells != cells && text < end)
            return false;
        rows += line.cells == cells;
    }
    return rows >= FEWEST_ROWS;
}

/* Does the table begin at once? */
static bool
begins(const char *text, const char *end, char separator)
{
    const char *start = text;
    struct line line = { .blank = true };

    while (line.blank && text < end) {
        start = text;
        line = split(&text, end, separator);
    }
    return line.filled >= 2 && are_rows(start, end, separator, line.cells);
}

/* The lines above the names, by a separator; 0 cells: there is no such table. */
static size_t
find_by(const char *text, const char *end, char separator, struct irt_preamble *found)
{
    size_t titles = 0;

    *found = (struct irt_preamble){ .separator = separator };
    while (text < end && found->lines < MOST_LINES) {
        const char *start = text;
        struct line line = split(&text, end, separator);

        if (line.texts >= 2 && found->lines > 0)
            return line.texts == line.filled &&
                           are_rows(start, end, separator, line.cells)
                       ? line.cells
                       : 0;
        if (line.filled > 1 || line.texts < line.filled ||
            (line.texts == 1 && line.longest < SHORTEST))
            return 0;
        titles += line.filled;
        if (titles > MOST_TITLES)
            return 0;
        found->title = titles > 0;
        found->lines += line.ends;
    }
    return 0;
}

/* "sep=;", with which a spreadsheet is told the separator. */
static bool
is_told(const char *text, size_t length, struct irt_preamble *found)
{
    bool quoted = length > 0 && text[0] == '"';

    text += quoted;
    length -= quoted;
    if (length < 6 || strncasecmp(text, "sep=", 4) != 0 ||
        memchr(",;\t", text[4], 3) == NULL || memchr("\"\r\n", text[5], 3) == NULL)
        return false;
    *found = (struct irt_preamble){ .lines = 1, .separator = text[4] };
    return true;
}

struct irt_preamble
irt_preamble_find(const char *text, size_t length)
{
    static const char separators[] = { ',', ';', '\t' };
    struct irt_preamble best = { 0 }, found;
    size_t most = 0;

    if (is_told(text, length, &best))
        return best;
    for (size_t k = 0; k < sizeof separators; k++)
        if (begins(text, text + length, separators[k]))
            return best;
    for (size_t k = 0; k < sizeof separators; k++) {
        size_t cells = find_by(text, text + length, separators[k], &found);

        if (cells > most) {
            most = cells;
            best = found;
        }
    }
    return best;
}
