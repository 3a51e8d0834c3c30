/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "error.h"

#include <stdarg.h>
#include <stdio.h>

bool
irt_fail(struct irt_error *error, enum irt_code code, const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return false;
    error->code = code;
    va_start(arguments, format);
    if (vsnprintf(error->message, sizeof error->message, format, arguments) < 0)
        error->message[0] = '\0';
    va_end(arguments);
    return false;
}

const char *
irt_code_text(enum irt_code code)
{
#define IRT_CODE_TEXT(name, text) [name] = text,
    static const char *const text[] = { IRT_CODE_LIST(IRT_CODE_TEXT) };
#undef IRT_CODE_TEXT

    if ((unsigned)code >= IRT_CODES)
        return "an unknown error";
    return text[code];
}
