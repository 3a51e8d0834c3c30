/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistics_bytes.h -- ReadStat reads from memory in the place of a file. */
#ifndef IRT_STATISTICS_BYTES_H
#define IRT_STATISTICS_BYTES_H

#include <readstat.h>
#include <stddef.h>

struct irt_statistics_bytes {
    const char *byte; /* borrowed */
    size_t length, at;
};

/* Lets a parser read these, which must outlive it, whatever path it is given. */
void irt_statistics_bytes_set(struct irt_statistics_bytes *bytes,
                              readstat_parser_t *parser);

#endif
