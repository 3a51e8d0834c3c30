/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_columns.c -- columns that were taken as items and look like something else, and
 * items that are another one twice. */
#include "config.h"

#include "data/doctor_checks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/names.h"
#include "model/item.h"

#define FEWEST_ROWS    20 /* to say that all answers differ, or are the same */
#define FEWEST_MEMBERS 5  /* of a school, on average */
#define ITEM_LIKE      .3 /* correlation with the others */
#define FEWEST_TOTALS  5  /* persons, to say that a column is a sum */
#define ABOVE          5  /* the least code of what lies above all items */
#define FEWEST_OTHERS  2  /* items that it lies above */

/* --- names ---------------------------------------------------------------------------------- */

/* In English, and as exports in German, French, Spanish, Italian and Dutch have them. */
static const char *const id_names[] = {
    "student",    "studentid", "student_id", "pupil",     "pupilid",
    "personid",   "person_id", "subject",    "subjectid", "subject_id",
    "pid",        "sid",       "uid",        "userid",    "user_id",
    "respondent", "resp_id",   "respid",     "caseid",    "case_id",
    "case",       "row",       "rowid",      "row_id",    "index",
    "nr",         "idx",       "no",         "no.",       "number",
    "code",       "token",     "nummer",     "lfdnr",     "lfd. nr.",
    "vpn",        "vp",        "schueler",   "schüler",   "matrikelnummer",
    "numero",     "numéro",    "élève",      "eleve",     "alumno",
    "studente",   "leerling",  NULL,
};
static const char *const school_names[] = {
    "class",    "classroom", "class_id", "classid", "teacher", "schoolid", "school_id",
    "region",   "district",  "cluster",  "center",  "centre",  "clinic",   "country",
    "hospital", "klasse",    "schule",   "kurs",    "classe",  "école",    "ecole",
    "clase",    "escuela",   "aula",     "scuola",  "klas",    NULL,
};
static const char *const fact_names[] = {
    "age",       "sex",      "gender",     "grade",     "year",   "month",
    "birthyear", "yob",      "date",       "time",      "weight", "weights",
    "wave",      "female",   "male",       "treatment", "group",  "condition",
    "education", "income",   "total",      "sum",       "score",  "sumscore",
    "points",    "alter",    "geschlecht", "jahrgang",  "summe",  "punkte",
    "gesamt",    "gruppe",   "note",       "âge",       "sexe",   "somme",
    "edad",      "sexo",     "suma",       "età",       "eta",    "sesso",
    "leeftijd",  "geslacht", NULL,
};

static bool
is_among(const char *name, const char *const names[])
{
    for (size_t k = 0; names[k] != NULL; k++)
        if (strcasecmp(name, names[k]) == 0)
            return true;
    return false;
}

/* --- looks ---------------------------------------------------------------------------------- */

/* No two rows have the same answer. */
static bool
all_differ(const struct irt_checkup *c, size_t j)
{
    double persons = irt_checkup_persons(c, j);

    return c->data->frequency == NULL && persons >= FEWEST_ROWS &&
           persons >= .9 * (double)c->data->rows &&
           irt_checkup_distinct(c, j) == (size_t)persons;
}

/* The correlation of a column without holes with the mean of the others in a row. */
static double
rest_correlation(const struct irt_responses *data, size_t item)
{
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;
        double sum = 0, count = 0;

        for (size_t j = 0; j < data->items; j++)
            if (j != item && code[j] != IRT_MISSING) {
                sum += code[j];
                count++;
            }
        if (count == 0)
            continue;
        sum /= count;
        n++;
        x += code[item];
        y += sum;
        xx += (double)code[item] * code[item];
        yy += sum * sum;
        xy += code[item] * sum;
    }
    return (xy - x * y / n) / sqrt((xx - x * x / n) * (yy - y * y / n));
}

/* Rows stand in blocks of equal answers, each code in one block, as when the rows were
 * sorted by it; but they may be sorted by an item, which the others go along with. */
static bool
stands_in_blocks(const struct irt_checkup *c, size_t j)
{
    const struct irt_responses *data = c->data;
    size_t distinct = irt_checkup_distinct(c, j), blocks = 0;
    uint8_t last = IRT_MISSING;

    if (data->frequency != NULL || distinct < 3 || data->rows < FEWEST_ROWS ||
        data->rows < FEWEST_MEMBERS * distinct)
        return false;
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t code = data->code[i * data->items + j];

        if (code == IRT_MISSING)
            return false;
        blocks += code != last;
        last = code;
    }
    return blocks == distinct && !(fabs(rest_correlation(data, j)) > ITEM_LIKE);
}

/* Its answers are the sums of those in columns first .. last; a missing one counts 0. */
static bool
sums_up(const struct irt_responses *data, size_t j, size_t first, size_t last)
{
    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;
        size_t sum = 0;

        for (size_t k = first; k <= last; k++)
            sum += k != j && code[k] != IRT_MISSING ? code[k] : 0;
        if (code[j] != IRT_MISSING && code[j] != sum)
            return false;
    }
    return true;
}

/* It is the sum of some columns before it, or behind it: two or more, beside it.  The first
 * row tells which these may be. */
static bool
is_total(const struct irt_checkup *c, size_t j)
{
    const struct irt_responses *data = c->data;
    size_t row = 0, sum = 0;
    const uint8_t *code;

    while (row < data->rows && data->code[row * data->items + j] == IRT_MISSING)
        row++;
    if (data->persons < FEWEST_TOTALS || irt_checkup_distinct(c, j) < 3)
        return false;
    code = data->code + row * data->items;
    for (size_t k = j; k-- > 0;) {
        sum += code[k] != IRT_MISSING ? code[k] : 0;
        if (sum == code[j] && k + 1 < j && sums_up(data, j, k, j - 1))
            return true;
    }
    sum = 0;
    for (size_t k = j + 1; k < data->items; k++) {
        sum += code[k] != IRT_MISSING ? code[k] : 0;
        if (sum == code[j] && k > j + 1 && sums_up(data, j, j + 1, k))
            return true;
    }
    return false;
}

static void
find_range(const struct irt_checkup *c, size_t j, unsigned *lowest, unsigned *highest)
{
    *lowest = IRT_MISSING;
    *highest = 0;
    for (unsigned code = 0; code < IRT_MISSING; code++)
        if (c->count[j * 256 + code] > 0) {
            *lowest = *lowest == IRT_MISSING ? code : *lowest;
            *highest = code;
        }
}

/* All its values lie above all those of the other items. */
static bool
is_above(const struct irt_checkup *c, size_t j)
{
    unsigned lowest, highest, low, high;
    size_t others = 0;

    find_range(c, j, &lowest, &highest);
    for (size_t k = 0; lowest >= ABOVE && k < c->data->items; k++) {
        if (k == j || c->suspect[k] || irt_checkup_persons(c, k) == 0)
            continue;
        find_range(c, k, &low, &high);
        if (high >= lowest)
            return false;
        others++;
    }
    return lowest >= ABOVE && others >= FEWEST_OTHERS;
}

/* --- findings ------------------------------------------------------------------------------- */

static bool
looks_like_ids(const struct irt_checkup *c, size_t j)
{
    return is_among(c->data->item_name[j], id_names) || all_differ(c, j);
}

static bool
looks_like_schools(const struct irt_checkup *c, size_t j)
{
    return is_among(c->data->item_name[j], school_names) || stands_in_blocks(c, j);
}

/* The choice that gives a column its part, which it can have in the wide format only and
 * when no other has it. */
static const char *
part_of(const struct irt_checkup *c, size_t j)
{
    if (c->loaded->long_columns != NULL || c->loaded->items != NULL)
        return NULL;
    if (looks_like_ids(c, j))
        return c->data->person_id == NULL ? "id-column" : NULL;
    return looks_like_schools(c, j) && c->data->school == NULL ? "school-column" : NULL;
}

/* The remedy to give a column its part, or else to leave it out. */
static bool
give_part(struct irt_checkup *c, size_t j)
{
    return c->part[j] != NULL
               ? irt_findings_remedy(c->findings, c->part[j], c->data->item_name[j])
               : irt_checkup_leave_out(c, j);
}

static bool
find_column(struct irt_checkup *c, size_t j)
{
    const char *taken_as = irt_checkup_distinct(c, j) > IRT_MAX_CATEGORIES
                               ? "it has too many values for an item and is set aside"
                               : "it is taken as an item, and is none";
    const char *name = c->data->item_name[j];
    unsigned lowest, highest;
    char shown[IRT_SHOWN];

    irt_checkup_name(c, j, shown);
    if (looks_like_ids(c, j))
        return irt_checkup_find(c, IRT_WARNING, j, taken_as,
                                "column '%s' looks like the names of the persons%s",
                                shown,
                                all_differ(c, j) ? ": no two rows have the same" : "") &&
               give_part(c, j);
    if (looks_like_schools(c, j))
        return irt_checkup_find(c, IRT_WARNING, j, taken_as,
                                "column '%s' looks like schools%s", shown,
                                stands_in_blocks(c, j)
                                    ? ": its values stand in blocks of rows"
                                    : "") &&
               give_part(c, j);
    if (is_total(c, j))
        return irt_checkup_find(c, IRT_WARNING, j, taken_as,
                                "column '%s' is the sum of columns beside it", shown) &&
               irt_checkup_leave_out(c, j);
    find_range(c, j, &lowest, &highest);
    return irt_checkup_find(c, IRT_WARNING, j, taken_as,
                            is_among(name, fact_names)
                                ? "column '%s' is named like a fact about the persons"
                                : "column '%s' has values from %u to %u, above all those "
                                  "of the others",
                            shown, lowest, highest) &&
           irt_checkup_leave_out(c, j);
}

/* Unless the user has said that it is an item. */
static bool
may_be_suspect(const struct irt_checkup *c, size_t j)
{
    return irt_checkup_persons(c, j) > 0 && c->loaded->items == NULL &&
           (c->data->option == NULL || c->data->option[j].count == 0);
}

static bool
is_suspect(const struct irt_checkup *c, size_t j)
{
    const char *name = c->data->item_name[j];

    if (!may_be_suspect(c, j))
        return false;
    return is_among(name, id_names) || is_among(name, school_names) ||
           is_among(name, fact_names) || all_differ(c, j) || stands_in_blocks(c, j) ||
           is_total(c, j);
}

/* All at once, for each remedy leaves all of them out. */
void
irt_checkup_suspect(struct irt_checkup *checkup)
{
    size_t items = checkup->data->items, suspects = 0;

    for (size_t j = 0; j < items; j++)
        suspects += checkup->suspect[j] = is_suspect(checkup, j);
    for (size_t j = 0; j < items; j++)
        if (!checkup->suspect[j] && may_be_suspect(checkup, j))
            suspects += checkup->suspect[j] = is_above(checkup, j);
    /* All of them: then the look deceives. */
    for (size_t j = 0; j < items && suspects == items; j++)
        checkup->suspect[j] = false;
    for (size_t j = 0; j < items; j++)
        checkup->part[j] = checkup->suspect[j] ? part_of(checkup, j) : NULL;
}

bool
irt_check_columns(struct irt_checkup *checkup)
{
    for (size_t j = 0; j < checkup->data->items; j++)
        if (checkup->suspect[j] && !find_column(checkup, j))
            return false;
    return true;
}

/* --- twins ---------------------------------------------------------------------------------- */

struct column_hash {
    uint64_t hash;
    size_t item;
};

static int
by_hash(const void *a, const void *b)
{
    const struct column_hash *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static bool
are_same(const struct irt_responses *data, size_t j, size_t k)
{
    for (size_t i = 0; i < data->rows; i++)
        if (data->code[i * data->items + j] != data->code[i * data->items + k])
            return false;
    return true;
}

/* FNV-1a of each column. */
static struct column_hash *
hash_columns(const struct irt_responses *data)
{
    struct column_hash *column = malloc((data->items + 1) * sizeof *column);

    if (column == NULL)
        return NULL;
    for (size_t j = 0; j < data->items; j++)
        column[j] = (struct column_hash){ 14695981039346656037u, j };
    for (size_t i = 0; i < data->rows; i++)
        for (size_t j = 0; j < data->items; j++)
            column[j].hash =
                (column[j].hash ^ data->code[i * data->items + j]) * 1099511628211u;
    qsort(column, data->items, sizeof *column, by_hash);
    return column;
}

bool
irt_check_twins(struct irt_checkup *c)
{
    const struct irt_responses *data = c->data;
    struct column_hash *column;
    char first[IRT_SHOWN], second[IRT_SHOWN];
    bool done = true;

    if (data->persons < FEWEST_ROWS)
        return true;
    column = hash_columns(data);
    if (column == NULL)
        return false;
    for (size_t k = 1; done && k < data->items; k++) {
        size_t j = column[k - 1].item, twin = column[k].item;

        if (column[k].hash != column[k - 1].hash || irt_checkup_distinct(c, j) < 2 ||
            !are_same(data, j, twin))
            continue;
        done = irt_checkup_find(c, IRT_WARNING, twin,
                                "it counts twice, and the errors come out too small",
                                "items '%s' and '%s' have the same answers throughout",
                                irt_checkup_name(c, j, first),
                                irt_checkup_name(c, twin, second)) &&
               irt_checkup_leave_out(c, twin);
    }
    free(column);
    return done;
}
