/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name_list.h -- names for a sentence: the first few, and how many more. */
#ifndef IRT_NAME_LIST_H
#define IRT_NAME_LIST_H

#include <stddef.h>

/* Zeroed: none yet. */
struct irt_name_list {
    size_t count;
    size_t length;
    char text[320];
};

void irt_name_list_add(struct irt_name_list *list, const char *name);

/* "a, b, c" or "a, b, c, d, e and 7 more"; no more may be added. */
const char *irt_name_list_text(struct irt_name_list *list);

#endif
