/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* TO ADD A SAMPLE: its files in samples/ and in Makefile.am, its row in samples/README.md, a
 * row here. */
const struct ui_sample ui_samples[] = {
    { "lsat6", "lsat6.csv", NULL,
      "LSAT section 6, as Bock and Lieberman (1970) have it" },
    { "sim-2pl", "sim-2pl-500x10.csv", NULL, "right or wrong, simulated (2PL)" },
    { "sim-missing", "sim-2pl-2000x20-missing.csv", NULL,
      "right or wrong, simulated (2PL), 10 % missing" },
    { "sim-grm", "sim-grm-600x8.csv", NULL, "a rating scale of five, simulated (GRM)" },
    { "sim-mc", "sim-mc-800x15.csv", "sim-mc-800x15-key.csv",
      "multiple choice with its key, simulated (3PL)" },
    { "sim-schools", "sim-schools-1660x10.csv", NULL,
      "ten schools of different ability, simulated (2PL)" },
    { NULL, NULL, NULL, NULL },
};

/* TO ADD A STUDY: its file in samples/studies and in Makefile.am, its row in
 * samples/README.md, a row here. */
const struct ui_sample_study ui_sample_studies[] = {
    { "claims", "three claims of federated estimation, in sentences" },
    { "contamination", "robust modes, by the share of rows from no model" },
    { "effects", "school effects against average scores, by size of schools" },
    { "neyman-scott", "joint against other maximum likelihood, by number of items" },
    { "pooled", "schools that keep their rows against all rows together" },
    { NULL, NULL },
};

static const char *called;

void
ui_sample_called(const char *argv0)
{
    called = argv0;
}

bool
ui_sample_path(const char *file, char *path, size_t size)
{
    const char *slash = called != NULL ? strrchr(called, '/') : NULL;
    int length = snprintf(path, size, "%s/samples/%s", PKGDATADIR, file);

    if (length > 0 && (size_t)length < size && access(path, R_OK) == 0)
        return true;
    if (slash == NULL)
        return false;
    length =
        snprintf(path, size, "%.*s/../samples/%s", (int)(slash - called), called, file);
    return length > 0 && (size_t)length < size && access(path, R_OK) == 0;
}

void
ui_sample_study_path(const char *name, char *path, size_t size)
{
    char file[100];

    snprintf(path, size, "%s", name);
    if (access(name, F_OK) == 0)
        return;
    for (const struct ui_sample_study *s = ui_sample_studies; s->name != NULL; s++) {
        snprintf(file, sizeof file, "studies/%s.study", s->name);
        if (strcmp(s->name, name) == 0 && !ui_sample_path(file, path, size))
            snprintf(path, size, "%s", name);
    }
}

const struct ui_sample *
ui_sample_find(const char *name)
{
    for (const struct ui_sample *s = ui_samples; s->name != NULL; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

const struct ui_sample *
ui_sample_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    for (const struct ui_sample *s = ui_samples; s->name != NULL; s++)
        if (strcmp(s->file, slash != NULL ? slash + 1 : path) == 0)
            return s;
    return NULL;
}
