/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER "irtop study log 1, version "

struct irt_study_log {
    int file;
    char *name;
};

/* --- bytes --------------------------------------------------------------------------------- */

static bool
cannot(const char *name, const char *what, struct irt_error *error)
{
    return irt_fail(error, IRT_CANNOT_WRITE, "%.200s: the log cannot be %s: %s", name,
                    what, strerror(errno));
}

static bool
write_all(const struct irt_study_log *log, const char *text, size_t length,
          struct irt_error *error)
{
    while (length > 0) {
        ssize_t written = write(log->file, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return cannot(log->name, "written", error);
        text += written;
        length -= (size_t)written;
    }
    return true;
}

/* The whole file, with a 0 behind it; NULL with *error filled.  Caller frees. */
static char *
read_all(const struct irt_study_log *log, size_t *length, struct irt_error *error)
{
    struct stat info;
    char *text = NULL;
    size_t used = 0;

    if (fstat(log->file, &info) != 0) {
        cannot(log->name, "read", error);
        return NULL;
    }
    text = malloc((size_t)info.st_size + 1);
    if (text == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "there is no memory to read %.200s", log->name);
        return NULL;
    }
    while (used < (size_t)info.st_size) {
        ssize_t got =
            pread(log->file, text + used, (size_t)info.st_size - used, (off_t)used);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            cannot(log->name, "read", error);
            free(text);
            return NULL;
        }
        if (got == 0)
            break;
        used += (size_t)got;
    }
    text[used] = '\0';
    *length = used;
    return text;
}

/* --- what they say --------------------------------------------------------------------------- */

/* The first line, with its end. */
static void
header_of(const char *version, char *out, size_t size)
{
    snprintf(out, size, HEADER "%.60s\n", version);
}

/* A file that is this log, or the beginning of its first line. */
static bool
check_header(const struct irt_study_log *log, const char *text, size_t length,
             const char *header, struct irt_error *error)
{
    size_t known = strlen(header);

    if (memcmp(text, header, length < known ? length : known) == 0)
        return true;
    if (length > sizeof HEADER && memcmp(text, HEADER, sizeof HEADER - 1) == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "%.200s: the log is of another version of irtop; remove it, or "
                        "name another by --log",
                        log->name);
    return irt_fail(error, IRT_BAD_DATA,
                    "%.200s: the file is not the log of a study; name another by --log",
                    log->name);
}

static void
hear_lines(const char *text, size_t length, irt_study_heard *heard, void *context)
{
    const char *end, *behind = text + length;

    for (; (end = memchr(text, '\n', (size_t)(behind - text))) != NULL; text = end + 1) {
        struct irt_study_result result;
        size_t replication;
        uint64_t hash;

        if (irt_study_line_read(text, (size_t)(end - text), &hash, &replication, &result))
            heard(context, hash, replication, &result);
    }
}

/* Cuts off what is behind the last line end, and writes the header where it is missing. */
static bool
mend(const struct irt_study_log *log, const char *text, size_t length, const char *header,
     struct irt_error *error)
{
    size_t whole = length;

    while (whole > 0 && text[whole - 1] != '\n')
        whole--;
    if (whole < length && ftruncate(log->file, (off_t)whole) != 0)
        return cannot(log->name, "mended", error);
    return whole > 0 || write_all(log, header, strlen(header), error);
}

static bool
take(const struct irt_study_log *log, const char *version, irt_study_heard *heard,
     void *context, struct irt_error *error)
{
    char header[100], *text;
    size_t length = 0;
    bool done;

    header_of(version, header, sizeof header);
    text = read_all(log, &length, error);
    if (text == NULL)
        return false;
    done = check_header(log, text, length, header, error) &&
           mend(log, text, length, header, error);
    if (done)
        hear_lines(text, length, heard, context);
    free(text);
    return done;
}

/* --- the log ----------------------------------------------------------------------------------- */

static bool
open_locked(struct irt_study_log *log, struct irt_error *error)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    struct stat info;

    log->file = open(log->name, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (log->file < 0)
        return cannot(log->name, "opened", error);
    if (fstat(log->file, &info) == 0 && !S_ISREG(info.st_mode))
        return irt_fail(error, IRT_CANNOT_WRITE,
                        "%.200s: the log must be a plain file, so that it can be read "
                        "again",
                        log->name);
    if (fcntl(log->file, F_SETLK, &lock) == 0 || (errno != EACCES && errno != EAGAIN))
        return true; /* where files cannot be locked it goes without */
    return irt_fail(error, IRT_CANNOT_WRITE,
                    "%.200s: another irtop is at work on this log", log->name);
}

struct irt_study_log *
irt_study_log_open(const char *file, const char *version, irt_study_heard *heard,
                   void *context, struct irt_error *error)
{
    struct irt_study_log *log = calloc(1, sizeof *log);

    if (log != NULL) {
        log->file = -1;
        log->name = strdup(file);
    }
    if (log == NULL || log->name == NULL)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the log");
    else if (open_locked(log, error) && take(log, version, heard, context, error))
        return log;
    irt_study_log_close(log);
    return NULL;
}

bool
irt_study_log_append(struct irt_study_log *log, uint64_t hash, size_t replication,
                     const struct irt_study_result *result, struct irt_error *error)
{
    char line[IRT_STUDY_LINE];
    size_t length;

    irt_study_line(hash, replication, result, line);
    length = strlen(line);
    line[length] = '\n';
    return write_all(log, line, length + 1, error);
}

void
irt_study_log_close(struct irt_study_log *log)
{
    if (log == NULL)
        return;
    if (log->file >= 0) {
        fsync(log->file);
        close(log->file);
    }
    free(log->name);
    free(log);
}
