/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "xdg.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The specification has relative paths ignored. */
static bool
base(enum ui_xdg kind, char *out, size_t size)
{
    const char *set =
        getenv(kind == UI_XDG_CONFIG ? "XDG_CONFIG_HOME" : "XDG_STATE_HOME");
    const char *home = getenv("HOME");
    int length;

    if (set && set[0] == '/')
        length = snprintf(out, size, "%s/irtop", set);
    else if (home && home[0] == '/')
        length = snprintf(out, size, "%s/%s/irtop", home,
                          kind == UI_XDG_CONFIG ? ".config" : ".local/state");
    else
        return false;
    return length > 0 && (size_t)length < size;
}

/* Like mkdir -p, for the user's eyes only. */
static bool
make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool ok = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!ok && errno != EROFS && errno != EACCES)
            return false;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

bool
ui_xdg_file(enum ui_xdg kind, const char *name, bool make, char *out, size_t size)
{
    size_t length;

    if (!base(kind, out, size) || (make && !make_folders(out)))
        return false;
    length = strlen(out);
    return (size_t)snprintf(out + length, size - length, "/%s", name) < size - length;
}
