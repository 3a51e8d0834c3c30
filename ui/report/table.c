/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.c -- the cells of CSV files. */
#include "config.h"

#include "report/table.h"

#include <errno.h>
#include <math.h>
#include <string.h>

void
ui_table_real(FILE *out, double value)
{
    if (isfinite(value))
        fprintf(out, "%.17g", value);
    else if (!isnan(value))
        fputs(value > 0 ? "Inf" : "-Inf", out);
}

static bool
needs_quotes(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && (strpbrk(text, ",\"\n\r\t;") != NULL || text[0] == ' ' ||
                          text[0] == '#' || text[length - 1] == ' ');
}

void
ui_table_text(FILE *out, const char *text)
{
    if (!needs_quotes(text)) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}

bool
ui_table_done(FILE *out, struct irt_error *error)
{
    errno = 0;
    if (fflush(out) == 0 && !ferror(out))
        return true;
    return irt_fail(error, IRT_CANNOT_WRITE, "%s",
                    errno != 0 ? strerror(errno) : "the output could not be written");
}
