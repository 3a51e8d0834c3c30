/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_VERSION_H
#define UI_VERSION_H

/* What --version prints, without a newline: "irtop 0.1.0".  Static. */
const char *ui_version(void);

#endif
