/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xdg.h -- where settings and state are kept: the folders of the XDG base directory
 * specification (freedesktop.org, version 0.8). */
#ifndef UI_XDG_H
#define UI_XDG_H

#include <stdbool.h>
#include <stddef.h>

enum ui_xdg {
    UI_XDG_CONFIG, /* $XDG_CONFIG_HOME/irtop, else ~/.config/irtop */
    UI_XDG_STATE,  /* $XDG_STATE_HOME/irtop, else ~/.local/state/irtop */
};

/* The path of a file there, whose folder is made when make is set.  False when there is
 * no home folder, the folder cannot be made, or the path is longer than size. */
bool ui_xdg_file(enum ui_xdg kind, const char *name, bool make, char *out, size_t size);

#endif
