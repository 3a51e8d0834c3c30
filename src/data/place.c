/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/place.h"

#include <stdarg.h>
#include <stdio.h>

bool
irt_place_fail(const struct irt_place *place, size_t number, struct irt_error *error,
               enum irt_code code, const char *format, ...)
{
    char sentence[sizeof error->message];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(sentence, sizeof sentence, format, arguments) < 0)
        sentence[0] = '\0';
    va_end(arguments);
    if (number == 0)
        return irt_fail(error, code, "%s: %s", place->file, sentence);
    return irt_fail(error, code, place->rows ? "%s: row %zu: %s" : "%s:%zu: %s",
                    place->file, number, sentence);
}

const char *
irt_place_on(const struct irt_place *place)
{
    return place->rows ? "in row" : "on line";
}
