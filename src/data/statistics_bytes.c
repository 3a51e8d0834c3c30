/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#ifdef HAVE_READSTAT

#include "data/statistics_bytes.h"

#include <string.h>

static int
open_bytes(const char *path, void *context)
{
    struct irt_statistics_bytes *bytes = context;

    (void)path;
    bytes->at = 0;
    return 0;
}

static int
close_bytes(void *context)
{
    (void)context;
    return 0;
}

static readstat_off_t
seek_bytes(readstat_off_t offset, readstat_io_flags_t whence, void *context)
{
    struct irt_statistics_bytes *bytes = context;
    readstat_off_t from = whence == READSTAT_SEEK_SET   ? 0
                          : whence == READSTAT_SEEK_CUR ? (readstat_off_t)bytes->at
                                                        : (readstat_off_t)bytes->length;

    /* As in a file, one may go behind the end, where nothing is read. */
    if (offset > 0 ? from > INT64_MAX - offset : from + offset < 0)
        return -1;
    bytes->at = (size_t)(from + offset);
    return from + offset;
}

static ssize_t
read_bytes(void *to, size_t count, void *context)
{
    struct irt_statistics_bytes *bytes = context;
    size_t left = bytes->at < bytes->length ? bytes->length - bytes->at : 0;

    if (count > left)
        count = left;
    if (count > 0)
        memcpy(to, bytes->byte + bytes->at, count);
    bytes->at += count;
    return (ssize_t)count;
}

static readstat_error_t
update_bytes(long size, readstat_progress_handler progress, void *user, void *context)
{
    (void)size;
    (void)progress;
    (void)user;
    (void)context;
    return READSTAT_OK;
}

void
irt_statistics_bytes_set(struct irt_statistics_bytes *bytes, readstat_parser_t *parser)
{
    readstat_set_open_handler(parser, open_bytes);
    readstat_set_close_handler(parser, close_bytes);
    readstat_set_seek_handler(parser, seek_bytes);
    readstat_set_read_handler(parser, read_bytes);
    readstat_set_update_handler(parser, update_bytes);
    readstat_set_io_ctx(parser, bytes);
}

#else
/* ISO C wants something in a file. */
typedef int irt_statistics_bytes_unused;
#endif
