/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample.h -- the sample data sets: which there are, and where they lie. */
#ifndef UI_SAMPLE_H
#define UI_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

struct ui_sample {
    const char *name; /* as the command sample takes it */
    const char *file;
    const char *key; /* the file of its key; NULL: it has none */
    const char *what;
};
extern const struct ui_sample ui_samples[]; /* ends with name NULL */

/* The designs of simulation studies that come along, in studies/ beside the data. */
struct ui_sample_study {
    const char *name; /* as the command study takes it; its file is NAME.study */
    const char *what;
};
extern const struct ui_sample_study ui_sample_studies[]; /* ends with name NULL */

/* A design as it was named: a file, or where there is none the sample of that name, into
 * path[size].  What is neither is left as it is. */
void ui_sample_study_path(const char *name, char *path, size_t size);

/* Says how the program was called, for samples that are not installed.  Borrowed. */
void ui_sample_called(const char *argv0);

/* The path of a sample's file into path[size]: the installed one, or where that is not there
 * one in samples/ of the source tree whose build/ holds the program.  False when there is
 * neither, or no room. */
bool ui_sample_path(const char *file, char *path, size_t size);

/* By its name, or by the last part of a file's path; NULL: it is none. */
const struct ui_sample *ui_sample_find(const char *name);
const struct ui_sample *ui_sample_of(const char *path);

#endif
