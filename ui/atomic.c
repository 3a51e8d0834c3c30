/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_LINKS 40

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

static void
cannot_write(const struct ui_atomic *atomic, int reason, struct irt_error *error)
{
    irt_fail(error, IRT_CANNOT_WRITE, "cannot write %s: %s", atomic->file,
             strerror(reason != 0 ? reason : EIO));
}

static void
forget(struct ui_atomic *atomic)
{
    free(atomic->file);
    free(atomic->target);
    free(atomic->temporary);
    *atomic = (struct ui_atomic){ 0 };
}

/* "/dev/stdout" and the like name a file that is open already: its number, or -1. */
static int
open_descriptor(const char *path)
{
    static const char *const folder[] = { "/dev/fd/", "/proc/self/fd/" };

    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(folder[i]);
        char *end;
        long fd;

        if (strncmp(path, folder[i], length) != 0)
            continue;
        errno = 0;
        fd = strtol(path + length, &end, 10);
        if (errno == 0 && *end == '\0' && end > path + length && fd >= 0 && fd <= INT_MAX)
            return (int)fd;
    }
    return -1;
}

/* The folder part of a path with its slash: its length, 0 where there is none. */
static size_t
folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/* Follows one link in place, relative to the folder it lies in.  False when path is no
 * link, or with errno set when it is too long. */
static bool
follow(char path[PATH_MAX])
{
    char link[PATH_MAX];
    size_t folder = folder_length(path);
    ssize_t length = readlink(path, link, sizeof link - 1);

    errno = 0;
    if (length <= 0)
        return false;
    link[length] = '\0';
    if (link[0] == '/')
        folder = 0;
    if (folder + (size_t)length >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path + folder, link, (size_t)length + 1);
    return true;
}

/* Follows links to what they point to, there or not.  *fd >= 0: an open file. */
static bool
resolve(const char *file, char path[PATH_MAX], int *fd)
{
    if (strlen(file) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(path, file);
    for (int i = 0; i < MOST_LINKS; i++) {
        *fd = open_descriptor(path);
        if (*fd >= 0)
            return true;
        if (!follow(path))
            return errno == 0;
    }
    errno = ELOOP;
    return false;
}

/* A file of our own beside path; the name says whose it is. */
static int
open_beside(const char *path, mode_t mode, char **temporary)
{
    size_t folder = folder_length(path), size = folder + 64;
    char *name = malloc(size);
    int fd = -1;

    if (name == NULL)
        return -1;
    memcpy(name, path, folder);
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(name + folder, size - folder, ".irtop-%ld-%u.tmp", (long)getpid(), i);
        fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    if (fd < 0) {
        free(name);
        name = NULL;
    }
    *temporary = name;
    return fd;
}

/* Opens what is to be written: the file that is open, the device, or one beside path. */
static int
open_target(struct ui_atomic *atomic, const char *path, int descriptor)
{
    struct stat info;
    bool there;
    int fd;

    if (descriptor >= 0)
        return dup(descriptor);
    there = stat(path, &info) == 0;
    if (there && !S_ISREG(info.st_mode))
        return open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (there && access(path, W_OK) != 0)
        return -1;
    if (path[0] == '\0' || path[strlen(path) - 1] == '/') {
        errno = path[0] == '\0' ? ENOENT : EISDIR;
        return -1;
    }
    atomic->target = strdup(path);
    if (atomic->target == NULL)
        return -1;
    fd = open_beside(path, 0666, &atomic->temporary);
    /* Where the file system has no modes, the file is no worse without. */
    if (fd >= 0 && there && fchmod(fd, info.st_mode & 0777) != 0)
        errno = 0;
    return fd;
}

FILE *
ui_atomic_open(struct ui_atomic *atomic, const char *file, struct irt_error *error)
{
    char path[PATH_MAX];
    int descriptor = -1, fd = -1, reason;

    *atomic = (struct ui_atomic){ .file = strdup(file) };
    if (atomic->file == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "no memory to write %s", file);
        return NULL;
    }
    if (resolve(file, path, &descriptor))
        fd = open_target(atomic, path, descriptor);
    if (fd >= 0)
        atomic->stream = fdopen(fd, "w");
    if (atomic->stream != NULL)
        return atomic->stream;
    reason = errno;
    if (fd >= 0)
        close(fd);
    if (atomic->temporary != NULL)
        unlink(atomic->temporary);
    cannot_write(atomic, reason, error);
    forget(atomic);
    return NULL;
}

/* stdio keeps that a write failed, but not why: writing once more tells. */
static int
reason_of_failure(FILE *stream)
{
    static const char blank[4096];

    if (write(fileno(stream), blank, sizeof blank) < 0)
        return errno;
    return EIO;
}

/* 0, or the errno of what went wrong.  Pipes and devices cannot be synchronised. */
static int
close_stream(FILE *stream, bool synchronise)
{
    int reason = 0;

    if (ferror(stream))
        reason = reason_of_failure(stream);
    else if (fflush(stream) != 0)
        reason = errno;
    else if (synchronise && fsync(fileno(stream)) != 0 && errno != EINVAL)
        reason = errno;
    if (fclose(stream) != 0 && reason == 0)
        reason = errno;
    return reason;
}

bool
ui_atomic_commit(struct ui_atomic *atomic, struct irt_error *error)
{
    int reason = close_stream(atomic->stream, atomic->temporary != NULL);

    atomic->stream = NULL;
    if (reason == 0 && atomic->temporary != NULL &&
        rename(atomic->temporary, atomic->target) != 0)
        reason = errno;
    if (reason != 0) {
        if (atomic->temporary != NULL)
            unlink(atomic->temporary);
        cannot_write(atomic, reason, error);
    }
    forget(atomic);
    return reason == 0;
}

void
ui_atomic_cancel(struct ui_atomic *atomic)
{
    if (atomic->stream != NULL)
        fclose(atomic->stream);
    if (atomic->temporary != NULL)
        unlink(atomic->temporary);
    forget(atomic);
}

bool
ui_atomic_write(const char *file,
                bool (*write)(const void *context, FILE *out, struct irt_error *error),
                const void *context, struct irt_error *error)
{
    struct ui_atomic atomic;
    struct irt_error problem = { IRT_OK, "" };
    FILE *out = ui_atomic_open(&atomic, file, error);

    if (out == NULL)
        return false;
    /* That the stream failed is told by commit, with the file's name. */
    if (write(context, out, &problem) || problem.code == IRT_CANNOT_WRITE)
        return ui_atomic_commit(&atomic, error);
    ui_atomic_cancel(&atomic);
    return irt_fail(error, problem.code, "%s: %s", file, problem.message);
}
