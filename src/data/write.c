/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/write.h"

#include <csv.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"

/* Text on its way to the file; write errors are left to ferror(). */
struct output {
    FILE *file;
    char *text;
    size_t used, size;
};

#define PIECE        ((size_t)64 << 10)
#define LONGEST_CELL 64 /* bytes of a code or a frequency with its comma */

static void
flush(struct output *output)
{
    fwrite(output->text, 1, output->used, output->file);
    output->used = 0;
}

static void
put(struct output *output, const char *text, size_t length)
{
    if (output->size - output->used < length)
        flush(output);
    if (output->size < length) {
        fwrite(text, 1, length, output->file);
        return;
    }
    memcpy(output->text + output->used, text, length);
    output->used += length;
}

/* A name, quoted where it could be taken for more than one cell or lose its blanks. */
static void
put_name(struct output *output, const char *name, bool quoted)
{
    size_t length = strlen(name);

    if (!quoted && length > 0 && strcspn(name, ",;\t\"\r\n ") == length) {
        put(output, name, length);
        return;
    }
    flush(output);
    csv_fwrite(output->file, name, length);
}

/* Could some name be taken for a response?  A header that is quoted whole, above a row
 * that is not, is known as one nevertheless. */
static bool
looks_like_responses(const struct irt_responses *data)
{
    static const char *const missing[] = { "NA", ".", "-9", NULL };
    double value;

    for (size_t j = 0; j < data->items; j++) {
        struct irt_cell name = { data->item_name[j], strlen(data->item_name[j]) };
        if (irt_cell_number(name, &value))
            return true;
        for (size_t k = 0; missing[k] != NULL; k++)
            if (irt_cell_equal(name, missing[k]))
                return true;
    }
    return false;
}

static void
put_header(struct output *output, const struct irt_responses *data)
{
    bool quoted = looks_like_responses(data);

    if (data->person_id != NULL)
        put(output, "id,", 3);
    if (data->school != NULL)
        put(output, "school,", 7);
    for (size_t j = 0; j < data->items; j++) {
        if (j > 0)
            put(output, ",", 1);
        put_name(output, data->item_name[j], quoted);
    }
    if (data->frequency != NULL)
        put(output, ",freq", 5);
    put(output, "\n", 1);
}

/* A code and a comma at p; returns what is behind. */
static char *
code_text(char *p, uint8_t code)
{
    if (code != IRT_MISSING) {
        if (code >= 100)
            *p++ = (char)('0' + code / 100);
        if (code >= 10)
            *p++ = (char)('0' + code / 10 % 10);
        *p++ = (char)('0' + code % 10);
    }
    *p++ = ',';
    return p;
}

static void
put_frequency(struct output *output, double frequency)
{
    char text[LONGEST_CELL];
    bool whole = frequency == floor(frequency) && frequency < 1e15;

    put(output, text,
        (size_t)snprintf(text, sizeof text, whole ? ",%.0f" : ",%.17g", frequency));
}

static void
put_row(struct output *output, const struct irt_responses *data,
        enum irt_cells_written written, size_t i)
{
    const uint8_t *raw = data->raw != NULL && written == IRT_WRITE_OPTIONS
                             ? data->raw + i * data->items
                             : NULL;
    const uint8_t *code = data->code + i * data->items;
    size_t cells = (data->person_id != NULL) + (data->school != NULL) + data->items +
                   (data->frequency != NULL);

    if (data->person_id != NULL) {
        put_name(output, data->person_id[i], false);
        put(output, ",", 1);
    }
    if (data->school != NULL) {
        put_name(output, data->school_name[data->school[i]], false);
        put(output, ",", 1);
    }
    for (size_t j = 0; j < data->items; j++) {
        if (output->size - output->used < LONGEST_CELL)
            flush(output);
        if (raw != NULL && raw[j] != IRT_MISSING && data->option[j].count > 0) {
            put_name(output, data->option[j].name[raw[j]], false);
            put(output, ",", 1);
            continue;
        }
        output->used =
            (size_t)(code_text(output->text + output->used, code[j]) - output->text);
    }
    output->used -= data->items > 0; /* the last comma */
    if (cells == 1 && code[0] == IRT_MISSING)
        put(output, "NA", 2); /* an empty line would be no row */
    if (data->frequency != NULL)
        put_frequency(output, data->frequency[i]);
    put(output, "\n", 1);
}

bool
irt_responses_write_csv(const struct irt_responses *data, enum irt_cells_written cells,
                        FILE *file, struct irt_error *error)
{
    struct output output = { .file = file, .text = malloc(PIECE), .size = PIECE };

    if (output.text == NULL)
        return irt_fail(error, IRT_NO_MEMORY,
                        "there is no memory to write the responses");
    errno = 0;
    put_header(&output, data);
    for (size_t i = 0; i < data->rows && !ferror(file); i++)
        put_row(&output, data, cells, i);
    flush(&output);
    free(output.text);
    if (ferror(file))
        return irt_fail(error, IRT_CANNOT_WRITE, "the responses cannot be written: %s",
                        errno != 0 ? strerror(errno) : "the file is not open for it");
    return true;
}
