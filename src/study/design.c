/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/design.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study/design_text.h"
#include "study/result.h"

#define MOST_CELLS   100000
#define LARGEST_FILE 1000000

/* --- what a cell is, in a number --------------------------------------------------------- */

/* Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators: a number
 * whose every bit depends on every bit of x. */
static uint64_t
mixed(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Of "KEY=VALUE" for all keys of the parts up to last. */
static uint64_t
hash_of(const struct irt_study_cell *cell, enum irt_study_part last)
{
    char value[IRT_STUDY_VALUE], text[IRT_STUDY_VALUE + 40];
    uint64_t hash = 0;

    for (const struct irt_study_key *key = irt_study_keys; key->name != NULL; key++) {
        if (key->part > last)
            continue;
        key->show(cell, value, sizeof value);
        snprintf(text, sizeof text, "%s=%s", key->name, value);
        hash = mixed(hash ^ irt_study_hash(text, strlen(text)));
    }
    return hash;
}

uint64_t
irt_study_seed(const struct irt_study_design *design, const struct irt_study_cell *cell,
               size_t replication)
{
    return mixed(mixed(mixed(design->seed) ^ cell->data_hash) + replication);
}

/* --- from values to cells ---------------------------------------------------------------- */

struct builder {
    struct irt_study_design *design;
    const char *file;
    struct irt_error *error;
};

static struct irt_study_cell
usual_cell(void)
{
    struct irt_study_cell cell = { .data = irt_simulation_defaults(),
                                   .estimator = "em",
                                   .options = irt_options_defaults() };

    cell.data.items = 10;
    cell.options.threads = 1;
    return cell;
}

static bool
set_key(const struct builder *b, const struct irt_study_block *block, size_t k, size_t i,
        struct irt_study_cell *cell)
{
    const struct irt_study_values *values = &block->values[k];
    struct irt_error problem = { IRT_OK, "" };

    return irt_study_keys[k].set(cell, values->value[i], &problem) ||
           irt_fail(b->error, IRT_BAD_USAGE, "%.150s:%zu: %s: %.200s", b->file,
                    values->line, irt_study_keys[k].name, problem.message);
}

/* Each value by itself, so that a slip is found where it stands. */
static bool
check_values(const struct builder *b, const struct irt_study_block *block)
{
    struct irt_study_cell cell = usual_cell();

    for (size_t k = 0; k < irt_study_key_count(); k++)
        for (size_t i = 0; i < block->values[k].count; i++)
            if (!set_key(b, block, k, i, &cell))
                return false;
    return true;
}

static bool
check_cell(const struct builder *b, const struct irt_study_block *block,
           const struct irt_study_cell *cell)
{
    struct irt_error problem = { IRT_OK, "" };

    return (irt_simulation_check(&cell->data, &problem) &&
            irt_options_check(&cell->options, &problem)) ||
           irt_fail(b->error, IRT_BAD_USAGE, "%.150s:%zu: %s%.60s%s%.200s", b->file,
                    block->line, block->name[0] != '\0' ? "section " : "", block->name,
                    block->name[0] != '\0' ? ": " : "", problem.message);
}

static bool
add_cell(const struct builder *b, const struct irt_study_cell *cell)
{
    struct irt_study_design *design = b->design;
    struct irt_study_cell *grown;

    if ((design->cells & (design->cells - 1)) == 0) {
        size_t capacity = design->cells > 0 ? 2 * design->cells : 1;

        grown = realloc(design->cell, capacity * sizeof *grown);
        if (grown == NULL)
            return irt_fail(b->error, IRT_NO_MEMORY,
                            "there is not enough memory for the design");
        design->cell = grown;
    }
    design->cell[design->cells++] = *cell;
    return true;
}

/* How many combinations the keys of a part have, or of all up to contamination. */
static size_t
combinations(const struct irt_study_block *block, bool method)
{
    size_t count = 1;

    for (size_t k = 0; k < irt_study_key_count(); k++)
        if ((irt_study_keys[k].part == IRT_STUDY_METHOD) == method &&
            block->values[k].count > 1) {
            count *= block->values[k].count;
            if (count > MOST_CELLS)
                return MOST_CELLS + 1;
        }
    return count;
}

/* Combination number n; what stands last in the table varies fastest.  Keys are set in the
 * table's order, for some have defaults that depend on those before. */
static bool
set_combination(const struct builder *b, const struct irt_study_block *block, bool method,
                size_t n, struct irt_study_cell *cell)
{
    size_t keys = irt_study_key_count(), which[IRT_STUDY_MOST_KEYS];

    for (size_t k = keys; k-- > 0;) {
        size_t count = block->values[k].count;

        which[k] = count;
        if (count == 0 || (irt_study_keys[k].part == IRT_STUDY_METHOD) != method)
            continue;
        which[k] = n % count;
        n /= count;
    }
    for (size_t k = 0; k < keys; k++)
        if (which[k] < block->values[k].count && !set_key(b, block, k, which[k], cell))
            return false;
    return true;
}

/* What no fit can be made of: "effects random by estimator em"; "" where there is one. */
static void
find_impossible(const struct irt_study_cell *cell, char *out, size_t size)
{
    enum irt_effects effects = irt_study_effects(cell);
    bool federated = strcmp(cell->estimator, "federated") == 0,
         robust = irt_options_robust(&cell->options) != IRT_ROBUST_NONE;
    size_t schools = 0;
    char mode[40];

    out[0] = '\0';
    irt_robust_text(&cell->options, mode, sizeof mode);
    irt_school_plan_check(&cell->data.plan, &schools, NULL);
    if (effects != IRT_EFFECTS_NONE && schools == 0)
        snprintf(out, size, "effects %s without schools", irt_effects_name(effects));
    else if (effects == IRT_EFFECTS_RANDOM && !federated)
        snprintf(out, size, "effects random by estimator %s", cell->estimator);
    else if (cell->options.accelerate == IRT_ACCELERATE_LBFGS && !federated)
        snprintf(out, size, "accelerate lbfgs by estimator %s", cell->estimator);
    else if (robust && !federated)
        snprintf(out, size, "robust %s by estimator %s", mode, cell->estimator);
    else if (robust && (effects == IRT_EFFECTS_RANDOM || effects == IRT_EFFECTS_AVERAGES))
        snprintf(out, size, "robust %s with effects %s", mode, irt_effects_name(effects));
    else if (robust && cell->options.criterion == IRT_CRITERION_LOGLIK)
        snprintf(out, size, "robust %s with criterion loglik", mode);
}

/* Combinations that no fit can be made of are left out, and said. */
static bool
is_possible(const struct builder *b, const struct irt_study_cell *cell)
{
    struct irt_notes *notes = &b->design->notes;
    char what[160], note[200];

    find_impossible(cell, what, sizeof what);
    if (what[0] == '\0')
        return true;
    snprintf(note, sizeof note, "%s are left out", what);
    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(notes->text[i], note) == 0)
            return false;
    irt_notes_add(notes, "%s", note);
    return false;
}

static bool
build_cell(const struct builder *b, const struct irt_study_block *block, size_t setting,
           size_t method)
{
    struct irt_study_cell cell = usual_cell();

    if (!set_combination(b, block, false, setting, &cell) ||
        !set_combination(b, block, true, method, &cell) || !check_cell(b, block, &cell))
        return false;
    if (!is_possible(b, &cell))
        return true;
    cell.section = b->design->sections - 1;
    cell.setting = setting;
    cell.method = method;
    cell.replications = block->replications;
    cell.data_hash = hash_of(&cell, IRT_STUDY_DATA);
    cell.hash = mixed(b->design->seed) ^ hash_of(&cell, IRT_STUDY_METHOD);
    return add_cell(b, &cell);
}

static bool
build_section(const struct builder *b, const struct irt_study_block *block)
{
    struct irt_study_section *section = &b->design->section[b->design->sections++];

    *section = (struct irt_study_section){ .name = block->name,
                                           .title = block->title,
                                           .show = block->show,
                                           .claims = block->claims,
                                           .first = b->design->cells,
                                           .settings = combinations(block, false),
                                           .methods = combinations(block, true) };
    if (section->settings * section->methods > MOST_CELLS - b->design->cells)
        return irt_fail(b->error, IRT_BAD_USAGE, "%.150s: more than %d cells", b->file,
                        MOST_CELLS);
    if (!check_values(b, block))
        return false;
    for (size_t k = 0; k < irt_study_key_count(); k++)
        section->varies[k] = block->values[k].count > 1;
    for (size_t setting = 0; setting < section->settings; setting++)
        for (size_t method = 0; method < section->methods; method++)
            if (!build_cell(b, block, setting, method))
                return false;
    section->cells = b->design->cells - section->first;
    return section->cells > 0 ||
           irt_fail(b->error, IRT_BAD_USAGE, "%.150s:%zu: no cell is left: %s", b->file,
                    block->line, b->design->notes.text[0]);
}

/* --- cells that are the same ------------------------------------------------------------- */

static int
by_hash(const void *a, const void *b)
{
    const struct irt_study_cell *x = *(const struct irt_study_cell *const *)a,
                                *y = *(const struct irt_study_cell *const *)b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x < y ? -1 : x > y;
}

static bool
find_same(const struct builder *b)
{
    struct irt_study_design *design = b->design;
    struct irt_study_cell **sorted = malloc((design->cells + 1) * sizeof *sorted);

    if (sorted == NULL)
        return irt_fail(b->error, IRT_NO_MEMORY,
                        "there is not enough memory for the design");
    for (size_t c = 0; c < design->cells; c++)
        sorted[c] = &design->cell[c];
    qsort(sorted, design->cells, sizeof *sorted, by_hash);
    for (size_t i = 0, first = 0; i < design->cells; i++) {
        if (sorted[i]->hash != sorted[first]->hash)
            first = i;
        sorted[i]->same_as = (size_t)(sorted[first] - design->cell);
    }
    free(sorted);
    return true;
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool
build(const struct builder *b, const struct irt_study_text *text)
{
    b->design->seed = text->seed;
    b->design->section = calloc(text->blocks, sizeof *b->design->section);
    if (b->design->section == NULL)
        return irt_fail(b->error, IRT_NO_MEMORY,
                        "there is not enough memory for the design");
    for (size_t i = 0; i < text->blocks; i++)
        if (!build_section(b, &text->block[i]))
            return false;
    return find_same(b);
}

struct irt_study_design *
irt_study_design_read(const char *text, const char *file, struct irt_error *error)
{
    struct irt_study_design *design = calloc(1, sizeof *design);
    struct builder b = { design, file, error };
    struct irt_study_text parts = { 0 };
    bool done;

    if (design == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the design");
        return NULL;
    }
    done = irt_study_text_read(&parts, text, file, design, error) && build(&b, &parts);
    irt_study_text_clear(&parts);
    if (done)
        return design;
    irt_study_design_free(design);
    return NULL;
}

struct irt_study_design *
irt_study_design_load(const char *file, struct irt_error *error)
{
    FILE *in = fopen(file, "r");
    char *text = malloc(LARGEST_FILE + 1);
    struct irt_study_design *design = NULL;
    size_t length;

    errno = in != NULL ? 0 : errno;
    if (in == NULL) {
        irt_fail(error, IRT_BAD_DATA, "%.200s: %s", file, strerror(errno));
    } else if (text == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the design");
    } else {
        length = fread(text, 1, LARGEST_FILE, in);
        text[length] = '\0';
        if (ferror(in))
            irt_fail(error, IRT_BAD_DATA, "%.200s: %s", file, strerror(errno));
        else if (length == LARGEST_FILE || strlen(text) < length)
            irt_fail(error, IRT_BAD_DATA, "%.200s: the file is not a design", file);
        else
            design = irt_study_design_read(text, file, error);
    }
    if (in != NULL)
        fclose(in);
    free(text);
    return design;
}

void
irt_study_design_free(struct irt_study_design *design)
{
    if (design == NULL)
        return;
    for (size_t i = 0; i < design->texts; i++)
        free(design->text[i]);
    free(design->text);
    free(design->section);
    free(design->cell);
    irt_notes_clear(&design->notes);
    free(design);
}
