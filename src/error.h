/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.h -- what went wrong: a code for programs and a sentence for people.
 * Functions that can fail return bool or NULL and fill a caller's struct irt_error;
 * nothing is global and nothing is printed.  A message says what, where, and what to do. */
#ifndef IRT_ERROR_H
#define IRT_ERROR_H

#include <stdbool.h>

#if defined(__GNUC__)
#define IRT_PRINTF(string, first) __attribute__((format(printf, string, first)))
#else
#define IRT_PRINTF(string, first)
#endif

/* TO ADD A NEW CODE: one row; the enum and the text follow. */
#define IRT_CODE_LIST(_)                                    \
    _(IRT_OK, "no error")                                   \
    _(IRT_BAD_USAGE, "an option or command is wrong")       \
    _(IRT_BAD_DATA, "the data cannot be used")              \
    _(IRT_NOT_CONVERGED, "the estimation did not converge") \
    _(IRT_CANNOT_WRITE, "a file could not be written")      \
    _(IRT_NETWORK, "the network failed")                    \
    _(IRT_NO_MEMORY, "there is not enough memory")          \
    _(IRT_INTERRUPTED, "the work was interrupted")

#define IRT_CODE_ENUM(name, text) name,
enum irt_code { IRT_CODE_LIST(IRT_CODE_ENUM) IRT_CODES };
#undef IRT_CODE_ENUM

struct irt_error {
    enum irt_code code;
    char message[400];
};

/* Fills *error (when not NULL; a longer message is cut) and returns false, so that a
 * failure is one statement.  No argument of the format may point into error->message. */
bool irt_fail(struct irt_error *error, enum irt_code code, const char *format, ...)
    IRT_PRINTF(3, 4);

/* The sentence of a code, without a full stop; never NULL.  Static. */
const char *irt_code_text(enum irt_code code);

#endif
