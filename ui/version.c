/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "version.h"

const char *
ui_version(void)
{
    return "irtop " PACKAGE_VERSION;
}
