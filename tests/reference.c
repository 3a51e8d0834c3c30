/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reference.h"

#include "fixture.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_LINE 4000

/* The cell with this number; *length 0 when the line is too short. */
static const char *
cell(const char *line, size_t number, size_t *length)
{
    for (; number > 0; number--) {
        line += strcspn(line, ",\n");
        line += *line == ',';
    }
    *length = strcspn(line, ",\r\n");
    return line;
}

static size_t
find_column(const char *header, const char *name, const char *path)
{
    size_t length, number = 0;
    for (const char *at = cell(header, 0, &length); *at != '\n' && *at != '\0';
         at = cell(header, ++number, &length))
        if (length == strlen(name) && memcmp(at, name, length) == 0)
            return number;
    ck_abort_msg("%s has no column %s", path, name);
    return 0;
}

double *
reference_column(const char *file, const char *column, size_t *rows)
{
    char path[1000], line[LONGEST_LINE];
    snprintf(path, sizeof path, "%s/%s", fixture_reference(), file);
    FILE *in = fopen(path, "r");
    ck_assert_msg(in && fgets(line, sizeof line, in), "%s cannot be read", path);
    size_t number = find_column(line, column, path), room = 0, length;
    double *values = NULL;
    for (*rows = 0; fgets(line, sizeof line, in); ++*rows) {
        if (*rows == room) {
            room = 2 * room + 16;
            values = realloc(values, room * sizeof *values);
            ck_assert_ptr_nonnull(values);
        }
        const char *text = cell(line, number, &length);
        char *end;
        double value = length ? strtod(text, &end) : NAN; /* Inf is read too */
        values[*rows] = length && end == text + length ? value : NAN;
    }
    fclose(in);
    ck_assert_uint_gt(*rows, 0);
    return values;
}
