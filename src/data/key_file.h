/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_file.h -- a key that stands in a file. */
#ifndef IRT_KEY_FILE_H
#define IRT_KEY_FILE_H

#include "data/key.h"
#include "error.h"

#include <stdbool.h>

/* Fills an empty key.  False with *error filled; the key may have items then. */
bool irt_key_read_file(struct irt_key *key, const char *file, struct irt_error *error);

#endif
