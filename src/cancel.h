/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cancel.h -- how long work hears that nobody waits for it any more. */
#ifndef IRT_CANCEL_H
#define IRT_CANCEL_H

#include <stdbool.h>
#include <stddef.h>

/* asked() is called often, and from several threads at once; zeroed: never cancelled. */
struct irt_cancel {
    bool (*asked)(void *context);
    void *context;
};

static inline bool
irt_cancelled(const struct irt_cancel *cancel)
{
    return cancel && cancel->asked && cancel->asked(cancel->context);
}

#endif
