/* SPDX-License-Identifier: GPL-3.0-or-later */
/* atomic.h -- a file that is there whole or not at all: written beside, then renamed.
 *
 *     FILE *out = ui_atomic_open(&atomic, file, error);
 *     if (out == NULL)
 *         return false;
 *     fprintf(out, ...);                 errors of the stream are seen by commit
 *     return ui_atomic_commit(&atomic, error);       or ui_atomic_cancel(&atomic)
 *
 * A symbolic link stays one: what it points to is replaced.  A device, a pipe or a
 * socket (/dev/stdout, /dev/null, a fifo) is written directly.  A new file has the mode
 * that umask gives, an old one keeps its own; one that may not be written is refused. */
#ifndef UI_ATOMIC_H
#define UI_ATOMIC_H

#include "error.h"

#include <stdbool.h>
#include <stdio.h>

struct ui_atomic {
    FILE *stream;
    char *file;      /* as the caller named it */
    char *target;    /* what is replaced; NULL: written directly */
    char *temporary; /* what is written meanwhile; NULL: written directly */
};

/* NULL with *error filled (IRT_CANNOT_WRITE, IRT_NO_MEMORY); then nothing is to be
 * cancelled. */
FILE *ui_atomic_open(struct ui_atomic *atomic, const char *file, struct irt_error *error);

/* Closes, and puts the file in its place when every byte was written; otherwise the old
 * file stays, the new one is removed and *error gives the reason. */
bool ui_atomic_commit(struct ui_atomic *atomic, struct irt_error *error);

/* Gives up: the old file stays.  Also fine after a commit. */
void ui_atomic_cancel(struct ui_atomic *atomic);

/* The whole at once, by write(context, out). */
bool ui_atomic_write(const char *file,
                     bool (*write)(const void *context, FILE *out,
                                   struct irt_error *error),
                     const void *context, struct irt_error *error);

#endif
