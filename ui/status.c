/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status.c -- exit status, the one line on standard error, and standard output. */
#include "config.h"

#include "programs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "atomic.h"
#include "plain.h"

enum ui_status
ui_status_of(enum irt_code code)
{
    switch (code) {
    case IRT_OK: return UI_STATUS_DONE;
    case IRT_BAD_USAGE: return UI_STATUS_USAGE;
    case IRT_BAD_DATA:
    case IRT_NO_MEMORY: return UI_STATUS_DATA;
    case IRT_NOT_CONVERGED: return UI_STATUS_NOT_CONVERGED;
    case IRT_CANNOT_WRITE: return UI_STATUS_CANNOT_WRITE;
    case IRT_NETWORK: return UI_STATUS_NETWORK;
    case IRT_INTERRUPTED: return UI_STATUS_INTERRUPTED;
    case IRT_CODES: break;
    }
    return UI_STATUS_USAGE;
}

/* A message may quote the data or the command line: it stays one line, and nothing in it
 * reaches the terminal as a command. */
enum ui_status
ui_complain(const struct irt_error *error)
{
    char *clean = ui_plain_utf8(error->message), *ascii = NULL;

    if (clean != NULL && !ui_plain_locale_is_utf8())
        ascii = ui_plain_ascii(clean);
    fprintf(stderr, "irtop: %s\n",
            ascii != NULL   ? ascii
            : clean != NULL ? clean
                            : irt_code_text(error->code));
    free(ascii);
    free(clean);
    return ui_status_of(error->code);
}

static bool
put_stdout(const char *text, size_t length, struct irt_error *error)
{
    errno = 0;
    if (fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0)
        return true;
    return irt_fail(error, IRT_CANNOT_WRITE, "cannot write to standard output: %s",
                    strerror(errno != 0 ? errno : EIO));
}

bool
ui_write_stdout(bool (*write)(const void *context, FILE *out, struct irt_error *error),
                const void *context, struct irt_error *error)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    bool done;

    if (memory == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory to write");
    done = write(context, memory, error);
    if (fclose(memory) != 0 && done)
        done = irt_fail(error, IRT_NO_MEMORY, "there is not enough memory to write");
    done = done && put_stdout(text, length, error);
    free(text);
    return done;
}

bool
ui_can_write(const char *file, struct irt_error *error)
{
    struct ui_atomic atomic;
    struct stat info;

    /* Opening a pipe or a device could wait for the other end. */
    if (file == NULL ||
        (stat(file, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)))
        return true;
    if (ui_atomic_open(&atomic, file, error) == NULL)
        return false;
    ui_atomic_cancel(&atomic);
    return true;
}
