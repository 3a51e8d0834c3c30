/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.h -- a text file, or text in memory, line by line.  Lines end in LF, CRLF or CR;
 * a UTF-8 byte-order mark is skipped.  A file is read in pieces, so it costs no memory; but
 * text in UTF-16 is read at once and made UTF-8. */
#ifndef IRT_SOURCE_H
#define IRT_SOURCE_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_LONGEST_LINE ((size_t)64 << 20) /* bytes */
#define IRT_FILE_NAME    200                /* bytes of the file's name in messages */

enum irt_next { IRT_NEXT_ROW, IRT_NEXT_END, IRT_NEXT_FAILED };

struct irt_source {
    char name[IRT_FILE_NAME]; /* for messages; a longer one keeps its end */
    size_t line;              /* number of the line last given, from 1 */
    int file;                 /* -1: in memory */
    char *buffer;             /* owned; NULL: in memory, as it is there */
    size_t size;
    const char *at, *end; /* what is not given yet */
    const char *newline;  /* the next LF at or behind at, or where to search on */
    bool newline_found;
    bool all; /* nothing more comes behind end */
};

/* Free with irt_source_close(), also after a failure. */
bool irt_source_open(struct irt_source *source, const char *file,
                     struct irt_error *error);
bool irt_source_open_memory(struct irt_source *source, const char *text, size_t length,
                            const char *name, struct irt_error *error);
void irt_source_close(struct irt_source *source);

/* False for a pipe, whose bytes come once only. */
bool irt_source_is_seekable(const struct irt_source *source);

/* The next line without its end, valid until the next call.  IRT_BAD_DATA: a NUL byte, a
 * line longer than IRT_LONGEST_LINE, a file that cannot be read further. */
enum irt_next irt_source_next(struct irt_source *source, const char **text,
                              size_t *length, struct irt_error *error);

#endif
