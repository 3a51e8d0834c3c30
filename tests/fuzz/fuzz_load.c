/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_load.c -- any bytes are refused with one sentence, or give a table that keeps the
 * promises of responses.h and that reads back the same when it is written. */
#include "config.h"

#include "fuzz_load.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/doctor.h"
#include "data/load.h"
#include "data/write.h"

#define MUST(what)                                                             \
    do {                                                                       \
        if (!(what)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
            abort();                                                           \
        }                                                                      \
    } while (0)

static bool
is_printable(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return false;
    return true;
}

static void
check_error(const struct irt_error *error)
{
    MUST(error->code == IRT_BAD_DATA || error->code == IRT_BAD_USAGE);
    MUST(is_printable(error->message));
    MUST(strncmp(error->message, "f:", 2) == 0 || error->code == IRT_BAD_USAGE);
    MUST(strlen(error->message) < sizeof error->message - 1);
}

static void
check_names(char *const *name, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        MUST(name[k] != NULL && is_printable(name[k]));
        for (size_t m = 0; m < k && count < 100; m++)
            MUST(strcmp(name[k], name[m]) != 0);
    }
}

static void
check_table(const struct irt_responses *data)
{
    double persons = 0;

    MUST(data->rows > 0 && data->items > 0);
    check_names(data->item_name, data->items);
    check_names(data->school_name, data->schools);
    for (size_t i = 0; i < data->rows; i++) {
        persons += irt_responses_frequency(data, i);
        MUST(irt_responses_frequency(data, i) > 0);
        MUST(data->school == NULL || data->school[i] < data->schools);
        MUST(data->person_id == NULL || is_printable(data->person_id[i]));
        for (size_t j = 0; j < data->items; j++) {
            uint8_t code = data->code[i * data->items + j];
            MUST(code == IRT_MISSING || code < data->categories[j]);
        }
    }
    MUST((data->raw == NULL) == (data->option == NULL));
    for (size_t k = 0; data->raw != NULL && k < data->rows * data->items; k++) {
        const struct irt_item_options *option = &data->option[k % data->items];
        MUST(data->raw[k] == IRT_MISSING || option->count == 0 ||
             (data->raw[k] < option->count &&
              option->score[data->raw[k]] == data->code[k]));
    }
    MUST(persons == data->persons);
    MUST(data->missing <= persons * (double)data->items * (1 + 1e-12));
    for (size_t k = 0; k < data->notes.count; k++)
        MUST(is_printable(data->notes.text[k]));
}

/* Written data name their columns, so an item that is called like another part, by
 * --items or in the long format, does not come back as one.  Neither does a school that
 * looks missing. */
static bool
reads_back(const struct irt_responses *data)
{
    static const char *const taken[] = {
        "id", "person", "school", "site", "freq", "count"
    };

    for (size_t j = 0; j < data->items; j++)
        for (size_t k = 0; k < sizeof taken / sizeof *taken; k++)
            if (strcasecmp(data->item_name[j], taken[k]) == 0)
                return false;
    for (size_t k = 0; k < data->schools; k++)
        if (data->school_name[k][strspn(data->school_name[k], " ")] == '\0' ||
            strspn(data->school_name[k], "NA.-9 ") == strlen(data->school_name[k]))
            return false;
    return true;
}

static void
check_round_trip(const struct irt_responses *data)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_responses *again;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    MUST(out != NULL && irt_responses_write_csv(data, IRT_WRITE_CODES, out, &error) &&
         fclose(out) == 0);
    again = irt_load_memory(text, length, "again", NULL, &error);
    if (again == NULL)
        fprintf(stderr, "%s\n%.*s\n", error.message, (int)length, text);
    MUST(again != NULL);
    MUST(again->rows == data->rows && again->items == data->items);
    MUST(memcmp(again->code, data->code, data->rows * data->items) == 0);
    MUST(again->schools == data->schools);
    MUST(fabs(again->persons - data->persons) <= 1e-9 * data->persons);
    irt_responses_free(again);
    free(text);
}

static void
check_doctor(const struct irt_responses *data, const struct irt_load_options *options)
{
    struct irt_findings findings = { 0, NULL };

    MUST(irt_doctor(data, options, &findings, NULL));
    for (size_t k = 0; k < findings.count; k++) {
        const struct irt_finding *finding = &findings.finding[k];
        MUST(is_printable(finding->what));
        MUST(finding->item == IRT_NO_ITEM || finding->item < data->items);
        MUST((finding->command == NULL) == (finding->argument == NULL));
        MUST(finding->argument == NULL || is_printable(finding->argument));
    }
    irt_findings_clear(&findings);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct irt_load_options options = { 0 };
    struct irt_error error = { IRT_OK, "" };
    struct irt_responses *table;
    unsigned bits = size > 0 ? data[0] : 0;
    const char *text = size > 1 ? (const char *)data + 1 : "";

    options.missing = bits & 1 ? "9,x" : NULL;
    options.id_column = bits & 2 ? "k" : NULL;
    options.school_column = bits & 4 ? "s" : NULL;
    options.freq_column = bits & 8 ? "f" : NULL;
    options.items = bits & 16 ? "a,b" : NULL;
    options.long_columns = bits & 32 ? "p,i,r" : NULL;
    options.key = bits & 64 ? "A|1,b=2" : NULL;
    options.reverse = bits & 128 ? "a" : NULL;
    options.omit = (bits & 130) == 130 ? "b" : NULL;
    options.words = bits & 2 ? "a,b,c;x,b" : NULL;
    table = irt_load_memory(text, size > 1 ? size - 1 : 0, "f", &options, &error);
    if (table == NULL) {
        check_error(&error);
        return 0;
    }
    check_table(table);
    check_doctor(table, &options);
    if (reads_back(table))
        check_round_trip(table);
    irt_responses_free(table);
    return 0;
}
