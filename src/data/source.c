/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/utf16.h"

#define PIECE ((size_t)256 << 10)

static void
source_name(struct irt_source *source, const char *name)
{
    size_t length = strlen(name);

    if (length < sizeof source->name)
        snprintf(source->name, sizeof source->name, "%s", name);
    else
        snprintf(source->name, sizeof source->name, "...%s",
                 name + length - (sizeof source->name - 4));
}

/* Skips a byte-order mark; there is one only at the very start. */
static void
skip_mark(struct irt_source *source)
{
    if (source->end - source->at >= 3 && memcmp(source->at, "\xef\xbb\xbf", 3) == 0)
        source->at += 3;
    source->newline = source->at;
}

static bool
cannot_read(const struct irt_source *source, int reason, struct irt_error *error)
{
    return irt_fail(error, IRT_BAD_DATA,
                    "%s: cannot be read: %s; give the name of a data file", source->name,
                    strerror(reason));
}

/* Room for at least one byte behind end, what is not given yet at the buffer's start. */
static bool
make_room(struct irt_source *source, struct irt_error *error)
{
    size_t left = (size_t)(source->end - source->at);
    size_t searched = (size_t)(source->newline - source->at);

    if (left >= IRT_LONGEST_LINE)
        return irt_fail(error, IRT_BAD_DATA,
                        "%s:%zu: the line is longer than %zu bytes; is this a text file?",
                        source->name, source->line + 1, IRT_LONGEST_LINE);
    if (left == source->size) {
        size_t size = 2 * source->size;
        char *buffer = malloc(size);
        if (buffer == NULL)
            return irt_fail(error, IRT_NO_MEMORY,
                            "%s:%zu: there is no memory for the line", source->name,
                            source->line + 1);
        memcpy(buffer, source->at, left);
        free(source->buffer);
        source->buffer = buffer;
        source->size = size;
    } else {
        memmove(source->buffer, source->at, left);
    }
    source->at = source->buffer;
    source->end = source->buffer + left;
    source->newline = source->buffer + searched;
    return true;
}

/* Reads one piece more; sets all at the end of the file. */
static bool
fill(struct irt_source *source, struct irt_error *error)
{
    size_t left;
    ssize_t got;

    if (!make_room(source, error))
        return false;
    left = (size_t)(source->end - source->buffer);
    do
        got = read(source->file, source->buffer + left, source->size - left);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return cannot_read(source, errno, error);
    source->end += got;
    source->all = got == 0;
    return true;
}

/* All that is not given yet, made UTF-8. */
static bool
decode(struct irt_source *source, struct irt_error *error)
{
    size_t length;
    char *text;

    while (!source->all)
        if (!fill(source, error))
            return false;
    text = irt_utf16_decode(source->at, (size_t)(source->end - source->at), &length);
    if (text == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory to read it",
                        source->name);
    free(source->buffer);
    source->buffer = text;
    source->size = length;
    source->at = source->newline = text;
    source->end = text + length;
    return true;
}

bool
irt_source_open(struct irt_source *source, const char *file, struct irt_error *error)
{
    struct stat about;

    *source = (struct irt_source){ .file = -1 };
    source_name(source, file);
    source->file = open(file, O_RDONLY | O_CLOEXEC);
    if (source->file < 0)
        return cannot_read(source, errno, error);
    if (fstat(source->file, &about) == 0 && S_ISDIR(about.st_mode))
        return irt_fail(error, IRT_BAD_DATA, "%s: is a directory; give a data file in it",
                        source->name);
    source->buffer = malloc(PIECE);
    if (source->buffer == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory to read it",
                        source->name);
    source->size = PIECE;
    source->at = source->end = source->newline = source->buffer;
    /* A pipe may give less than a piece: the first lines are looked at before reading. */
    while (!source->all && source->end < source->buffer + source->size)
        if (!fill(source, error))
            return false;
    if (irt_is_utf16(source->at, (size_t)(source->end - source->at)))
        return decode(source, error);
    skip_mark(source);
    return true;
}

bool
irt_source_open_memory(struct irt_source *source, const char *text, size_t length,
                       const char *name, struct irt_error *error)
{
    *source = (struct irt_source){ .file = -1, .all = true };
    source->at = length > 0 ? text : "";
    source->end = source->at + length;
    source_name(source, name);
    if (irt_is_utf16(source->at, length))
        return decode(source, error);
    skip_mark(source);
    return true;
}

void
irt_source_close(struct irt_source *source)
{
    if (source->file >= 0)
        close(source->file);
    free(source->buffer);
    *source = (struct irt_source){ .file = -1 };
}

bool
irt_source_is_seekable(const struct irt_source *source)
{
    return source->file < 0 || lseek(source->file, 0, SEEK_CUR) >= 0;
}

/* Where the next line ends: at a CR, an LF, or NULL when that is not read yet.
 * The search for LF goes on where it stopped, so that long lines and files with no LF
 * are searched once. */
static const char *
line_end(struct irt_source *source)
{
    const char *limit, *cr;

    if (source->newline < source->at) {
        source->newline = source->at;
        source->newline_found = false;
    }
    if (!source->newline_found && source->newline < source->end) {
        size_t left = (size_t)(source->end - source->newline);
        const char *found = memchr(source->newline, '\n', left);
        source->newline_found = found != NULL;
        source->newline = found != NULL ? found : source->end;
    }
    limit = source->newline;
    cr = memchr(source->at, '\r', (size_t)(limit - source->at));
    if (cr != NULL && (cr + 1 < source->end || source->all))
        return cr;
    if (source->newline_found)
        return source->newline;
    return source->all ? source->end : NULL;
}

enum irt_next
irt_source_next(struct irt_source *source, const char **text, size_t *length,
                struct irt_error *error)
{
    const char *end;

    while ((end = line_end(source)) == NULL)
        if (!fill(source, error))
            return IRT_NEXT_FAILED;
    if (source->at == source->end)
        return IRT_NEXT_END;
    *text = source->at;
    *length = (size_t)(end - source->at);
    source->line++;
    if (end < source->end)
        end += *end == '\r' && end + 1 < source->end && end[1] == '\n' ? 2 : 1;
    source->at = end;
    if (memchr(*text, '\0', *length) != NULL) {
        irt_fail(
            error, IRT_BAD_DATA,
            "%s:%zu: the line has a NUL byte, so this is no plain text; save the data "
            "as CSV in UTF-8",
            source->name, source->line);
        return IRT_NEXT_FAILED;
    }
    return IRT_NEXT_ROW;
}
