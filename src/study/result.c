/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/result.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NORMAL_975 1.959963984540054

static const struct {
    const char *name;
    size_t histogram;
    double width;
} targets[IRT_STUDY_TARGETS] = {
    [IRT_STUDY_A] = { "a", 0, 0.1 },
    [IRT_STUDY_B] = { "b", 1, 0.1 },
    [IRT_STUDY_B_SCALE] = { "b_scale", SIZE_MAX, 0 },
    [IRT_STUDY_S] = { "s", 2, 0.1 },
    [IRT_STUDY_S_1] = { "s_below_0.25", SIZE_MAX, 0 },
    [IRT_STUDY_S_2] = { "s_0.25_to_0.5", SIZE_MAX, 0 },
    [IRT_STUDY_S_3] = { "s_0.5_to_0.75", SIZE_MAX, 0 },
    [IRT_STUDY_S_4] = { "s_above_0.75", SIZE_MAX, 0 },
    [IRT_STUDY_THETA] = { "theta", 3, 0.2 },
};

const char *
irt_study_target_name(enum irt_study_target target)
{
    return targets[target].name;
}

bool
irt_study_target_from_name(const char *name, enum irt_study_target *out)
{
    for (int t = 0; t < IRT_STUDY_TARGETS; t++)
        if (strcmp(targets[t].name, name) == 0) {
            *out = (enum irt_study_target)t;
            return true;
        }
    return false;
}

size_t
irt_study_histogram(enum irt_study_target target)
{
    return targets[target].histogram;
}

double
irt_study_bin_width(enum irt_study_target target)
{
    return targets[target].width;
}

static size_t
bin_of(double error, double width)
{
    double bin = floor(error / width) + IRT_STUDY_BINS / 2;

    return bin < 0 ? 0 : bin >= IRT_STUDY_BINS ? IRT_STUDY_BINS - 1 : (size_t)bin;
}

void
irt_study_result_add(struct irt_study_result *result, enum irt_study_target target,
                     double error, double se, double sign)
{
    struct irt_study_errors *errors = &result->errors[target];
    size_t histogram = targets[target].histogram;

    if (!isfinite(error))
        return;
    errors->count++;
    errors->sum += sign * error;
    errors->squares += error * error;
    if (isfinite(se) && se > 0) {
        errors->intervals++;
        errors->covered += fabs(error) <= NORMAL_975 * se;
    }
    if (histogram < IRT_STUDY_HISTOGRAMS)
        result->bin[histogram][bin_of(sign * error, targets[target].width)]++;
}

/* --- lines of a log ---------------------------------------------------------------------- */

uint64_t
irt_study_hash(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return hash;
}

static uint64_t
bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double
double_of(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Numbers in hexadecimal by blanks; of histograms only the bins that hold something, as
 * "BIN:COUNT", each histogram behind a "|".  The longest line is well below
 * IRT_STUDY_LINE. */
void
irt_study_line(uint64_t hash, size_t replication, const struct irt_study_result *result,
               char out[IRT_STUDY_LINE])
{
    char *end = out;

    end += sprintf(end, "%016" PRIx64 " %zx %x %" PRIx32 " %" PRIx32, hash, replication,
                   (unsigned)result->status, result->rounds, result->set_aside);
    for (int t = 0; t < IRT_STUDY_TARGETS; t++) {
        const struct irt_study_errors *e = &result->errors[t];

        end += sprintf(end, " %" PRIx32 " %" PRIx32 " %" PRIx32 " %" PRIx64 " %" PRIx64,
                       e->count, e->intervals, e->covered, bits_of(e->sum),
                       bits_of(e->squares));
    }
    for (size_t h = 0; h < IRT_STUDY_HISTOGRAMS; h++) {
        end += sprintf(end, " |");
        for (unsigned bin = 0; bin < IRT_STUDY_BINS; bin++)
            if (result->bin[h][bin] > 0)
                end += sprintf(end, " %x:%" PRIx32, bin, result->bin[h][bin]);
    }
    sprintf(end, " %016" PRIx64, irt_study_hash(out, (size_t)(end - out)));
}

/* The next hexadecimal number; false where there is none. */
static bool
next(const char **at, uint64_t most, uint64_t *number)
{
    char *end;

    if (**at != ' ' || (*at)[1] == '\0' || strchr("0123456789abcdef", (*at)[1]) == NULL)
        return false;
    *number = strtoull(*at + 1, &end, 16);
    *at = end;
    return *number <= most;
}

static bool
read_errors(const char **at, struct irt_study_errors *e)
{
    uint64_t count, intervals, covered, sum, squares;

    if (!next(at, UINT32_MAX, &count) || !next(at, UINT32_MAX, &intervals) ||
        !next(at, UINT32_MAX, &covered) || !next(at, UINT64_MAX, &sum) ||
        !next(at, UINT64_MAX, &squares))
        return false;
    *e = (struct irt_study_errors){ (uint32_t)count, (uint32_t)intervals,
                                    (uint32_t)covered, double_of(sum),
                                    double_of(squares) };
    return true;
}

static bool
read_histogram(const char **at, uint32_t *bins)
{
    uint64_t bin, count;

    if (strncmp(*at, " |", 2) != 0)
        return false;
    *at += 2;
    for (const char *behind = *at; next(&behind, UINT64_MAX, &bin) && *behind == ':';) {
        char *end;

        count = strtoull(behind + 1, &end, 16);
        if (bin >= IRT_STUDY_BINS || count > UINT32_MAX || end == behind + 1)
            return false;
        bins[bin] = (uint32_t)count;
        *at = behind = end;
    }
    return true;
}

static bool
read_fields(const char *text, uint64_t *hash, size_t *replication,
            struct irt_study_result *result)
{
    const char *at = text;
    uint64_t number, status, rounds, aside, sum;

    if (!next(&at, UINT64_MAX, hash) || !next(&at, SIZE_MAX, &number) ||
        !next(&at, IRT_STUDY_FAILED, &status) || !next(&at, UINT32_MAX, &rounds) ||
        !next(&at, UINT32_MAX, &aside) || status == IRT_STUDY_PENDING)
        return false;
    *replication = (size_t)number;
    *result = (struct irt_study_result){ .status = (enum irt_study_status)status,
                                         .rounds = (uint32_t)rounds,
                                         .set_aside = (uint32_t)aside };
    for (int t = 0; t < IRT_STUDY_TARGETS; t++)
        if (!read_errors(&at, &result->errors[t]))
            return false;
    for (size_t h = 0; h < IRT_STUDY_HISTOGRAMS; h++)
        if (!read_histogram(&at, result->bin[h]))
            return false;
    return next(&at, UINT64_MAX, &sum) && *at == '\0';
}

bool
irt_study_line_read(const char *line, size_t length, uint64_t *hash, size_t *replication,
                    struct irt_study_result *result)
{
    char text[IRT_STUDY_LINE + 1], checksum[18];

    if (length < 18 || length >= IRT_STUDY_LINE || memchr(line, '\0', length) != NULL)
        return false;
    snprintf(checksum, sizeof checksum, " %016" PRIx64,
             irt_study_hash(line, length - 17));
    if (memcmp(line + length - 17, checksum, 17) != 0)
        return false;
    text[0] = ' '; /* so that each number has a blank before it */
    memcpy(text + 1, line, length);
    text[length + 1] = '\0';
    return read_fields(text, hash, replication, result);
}
