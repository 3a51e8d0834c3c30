/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/statistics_kind.h"

#include <string.h>
#include <strings.h>

#define PORTABLE_HEADING 500 /* bytes: 464, and line ends */

static bool
starts_with(const unsigned char *start, size_t length, const char *text)
{
    return length >= strlen(text) && memcmp(start, text, strlen(text)) == 0;
}

static bool
starts_as_sav(const unsigned char *start, size_t length)
{
    return starts_with(start, length, "$FL2@(#)") ||
           starts_with(start, length, "$FL3@(#)");
}

static bool
has(const unsigned char *start, size_t length, const char *text)
{
    for (size_t k = 0; k + strlen(text) <= length; k++)
        if (memcmp(start + k, text, strlen(text)) == 0)
            return true;
    return false;
}

/* A heading of five times 40 bytes, each in another character set, 256 characters in their
 * order, and a mark; there may be line ends in all this. */
static bool
starts_as_por(const unsigned char *start, size_t length)
{
    size_t most = length < PORTABLE_HEADING ? length : PORTABLE_HEADING;

    return has(start, most, "ASCII SPSS PORT FILE") && has(start, most, "SPSSPORT");
}

/* From version 13 on it is marked up; before, the version's number (105 to 115), the byte
 * order (1 or 2), 1, 0. */
static bool
starts_as_dta(const unsigned char *start, size_t length)
{
    return starts_with(start, length, "<stata_dta>") ||
           (length >= 4 && start[0] >= 105 && start[0] <= 115 &&
            (start[1] == 1 || start[1] == 2) && start[2] == 1 && start[3] == 0);
}

static bool
starts_as_sas7bdat(const unsigned char *start, size_t length)
{
    static const unsigned char mark[] = {
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
        0,    0xc2, 0xea, 0x81, 0x60, 0xb3, 0x14, 0x11, 0xcf, 0xbd, 0x92,
        0x08, 0x00, 0x09, 0xc7, 0x31, 0x8c, 0x18, 0x1f, 0x10, 0x11,
    };

    return length >= sizeof mark && memcmp(start, mark, sizeof mark) == 0;
}

/* TO ADD A NEW KIND: a format, a row here, and its parser in statistics_file.c. */
const struct irt_statistics_kind irt_statistics_kinds[] = {
    { IRT_FORMAT_SAV, ".sav", "an SPSS file (.sav)", starts_as_sav },
    { IRT_FORMAT_SAV, ".zsav", "an SPSS file (.zsav)", starts_as_sav },
    { IRT_FORMAT_POR, ".por", "an SPSS portable file (.por)", starts_as_por },
    { IRT_FORMAT_DTA, ".dta", "a Stata file (.dta)", starts_as_dta },
    { IRT_FORMAT_SAS7BDAT, ".sas7bdat", "a SAS file (.sas7bdat)", starts_as_sas7bdat },
    { IRT_FORMAT_SAV, NULL, NULL, NULL },
};

const struct irt_statistics_kind *
irt_statistics_kind_of(const char *name, const char *start, size_t length)
{
    const struct irt_statistics_kind *kind;
    size_t named = strlen(name);

    for (kind = irt_statistics_kinds; kind->ending != NULL; kind++)
        if (kind->starts((const unsigned char *)start, length))
            return kind;
    for (kind = irt_statistics_kinds; kind->ending != NULL; kind++) {
        size_t ending = strlen(kind->ending);

        if (named > ending && strcasecmp(name + named - ending, kind->ending) == 0)
            return kind;
    }
    return NULL;
}
