/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample.h -- where the sample data sets lie. */
#ifndef UI_SAMPLE_H
#define UI_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

/* The path of a sample into path[size]: the installed one, or where that is not there one
 * in samples/ of the source tree whose build/ holds the program, by argv[0].  False when
 * there is neither, or no room. */
bool ui_sample(const char *name, const char *argv0, char *path, size_t size);

#endif
