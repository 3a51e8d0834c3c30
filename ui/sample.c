/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool
ui_sample(const char *name, const char *argv0, char *path, size_t size)
{
    const char *slash = argv0 != NULL ? strrchr(argv0, '/') : NULL;
    int length = snprintf(path, size, "%s/samples/%s", PKGDATADIR, name);

    if (length > 0 && (size_t)length < size && access(path, R_OK) == 0)
        return true;
    if (slash == NULL)
        return false;
    length =
        snprintf(path, size, "%.*s/../samples/%s", (int)(slash - argv0), argv0, name);
    return length > 0 && (size_t)length < size && access(path, R_OK) == 0;
}
