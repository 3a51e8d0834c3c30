/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistics_kind.h -- is a file one of a statistics program, and of which? */
#ifndef IRT_STATISTICS_KIND_H
#define IRT_STATISTICS_KIND_H

#include <stdbool.h>
#include <stddef.h>

enum irt_statistics_format {
    IRT_FORMAT_SAV, /* .zsav too */
    IRT_FORMAT_POR,
    IRT_FORMAT_DTA,
    IRT_FORMAT_SAS7BDAT
};

struct irt_statistics_kind {
    enum irt_statistics_format format;
    const char *ending; /* of the file's name, with its dot */
    const char *title;  /* "an SPSS file (.sav)" */
    /* Does the file start like one? */
    bool (*starts)(const unsigned char *start, size_t length);
};
extern const struct irt_statistics_kind
    irt_statistics_kinds[]; /* ends with ending NULL */

/* By the first bytes of the file, or else by its name's ending, in any case of letters.
 * NULL: neither says so.  Static. */
const struct irt_statistics_kind *irt_statistics_kind_of(const char *name,
                                                         const char *start,
                                                         size_t length);

#endif
