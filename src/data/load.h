/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.h -- read responses from a file: CSV or white-space text, wide or long,
 * persons or a pattern table with a frequency column. */
#ifndef IRT_LOAD_H
#define IRT_LOAD_H

#include "data/responses.h"
#include "error.h"

#define IRT_NO_SUCH \
    "none" /* as the name of a column: none, whatever the others are called */

/* Which columns are what.  Zeroed options are the defaults; strings are borrowed. */
struct irt_load_options {
    const char
        *missing; /* comma list of codes read as missing; NULL: NA . -9 and empty */
    const char *freq_column;   /* NULL: a column named freq or count, if there is one */
    const char *id_column;     /* NULL: a column named id or person, if there is one */
    const char *school_column; /* NULL: a column named school or site, if there is one */
    const char
        *items; /* comma list of item columns; NULL: every column that holds numbers */
    const char *omit;         /* comma list of columns that are left out; NULL: none */
    const char *words;        /* scales of answers in words, as scales.h has them */
    const char *long_columns; /* "person,item,response": long format; NULL: wide */
    const char *key; /* the key's file, or its answers, as key.h has it; NULL: none */
    const char
        *reverse;       /* comma list of items whose codes are turned round; NULL: none */
    size_t deal;        /* > 0: persons are dealt at random to so many schools (deal.h) */
    uint64_t seed;      /* of the dealing */
    const char *factor; /* column whose levels items are compared by; NULL: none */
    const char *free;   /* comma list of items split by school (split.h); NULL: none */
};

/* Reads file.  Separator, header, quotes, byte-order mark and line ends are
 * recognised.  NULL with *error filled, as "FILE:LINE: what is wrong, and what to do"
 * without the program's name: IRT_BAD_DATA for anything malformed, IRT_NO_MEMORY.
 * Caller frees: irt_responses_free(). */
struct irt_responses *irt_load(const char *file, const struct irt_load_options *options,
                               struct irt_error *error);

/* The same from memory: text need not end in 0; name is used in messages. */
struct irt_responses *irt_load_memory(const char *text, size_t length, const char *name,
                                      const struct irt_load_options *options,
                                      struct irt_error *error);

#endif
