/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate_command.c -- irtop simulate: a data set and the parameters it came from. */
#include "config.h"

#include "programs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "atomic.h"
#include "data/write.h"
#include "interrupt.h"
#include "report/table.h"

typedef bool simulation_writer(const struct irt_simulation *, FILE *, struct irt_error *);

/* --- the tables ------------------------------------------------------------------------ */

static bool
write_data(const struct irt_simulation *simulation, FILE *out, struct irt_error *error)
{
    return irt_responses_write_csv(simulation->data, IRT_WRITE_OPTIONS, out, error) &&
           ui_table_done(out, error);
}

/* ",a", or ",a1,a2" ... */
static void
titles(FILE *out, char letter, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (count == 1)
            fprintf(out, ",%c", letter);
        else
            fprintf(out, ",%c%zu", letter, i + 1);
}

static void
cells(FILE *out, const double *value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        putc(',', out);
        ui_table_real(out, value[i]);
    }
}

/* ",key,lambdaA,lambdaB..,zetaA..", or of a nominal item ",key,letters": those of its
 * categories. */
static void
option_titles(const struct irt_simulated_options *options, FILE *out)
{
    if (options->count == 0)
        return;
    fputs(",key", out);
    if (options->letter != NULL)
        fputs(",letters", out);
    for (unsigned v = 0; options->lambda != NULL && v < 2 * options->count; v++)
        fprintf(out, ",%s%s", v < options->count ? "lambda" : "zeta",
                irt_simulated_letter(v % options->count));
}

static void
option_cells(const struct irt_simulated_options *options, size_t j, FILE *out)
{
    unsigned count = options->count;

    if (count == 0)
        return;
    fprintf(out, ",%s", irt_simulated_letter(options->right[j]));
    for (unsigned h = 0; options->letter != NULL && h < count; h++)
        fprintf(out, "%s%s", h == 0 ? "," : "",
                irt_simulated_letter(options->letter[j * count + h]));
    if (options->lambda != NULL) {
        cells(out, options->lambda + j * count, count);
        cells(out, options->zeta + j * count, count);
    }
}

/* What the model does not estimate, such as u in 3PL, has no column. */
static bool
write_truth(const struct irt_simulation *simulation, FILE *out, struct irt_error *error)
{
    struct irt_item_report item;
    bool lower = simulation->kind->item == &irt_item_3pl ||
                 simulation->kind->item == &irt_item_4pl;
    bool upper = simulation->kind->item == &irt_item_4pl;

    irt_simulation_report(simulation, 0, &item);
    fputs("item", out);
    titles(out, 'a', item.a_count);
    titles(out, 'd', item.d_count);
    titles(out, 'b', item.b_count);
    titles(out, 'c', lower);
    titles(out, 'u', upper);
    option_titles(&simulation->options, out);
    putc('\n', out);
    for (size_t j = 0; j < simulation->data->items; j++) {
        irt_simulation_report(simulation, j, &item);
        ui_table_text(out, simulation->data->item_name[j]);
        cells(out, item.a, item.a_count);
        cells(out, item.d, item.d_count);
        cells(out, item.b, item.b_count);
        cells(out, &item.c, lower);
        cells(out, &item.u, upper);
        option_cells(&simulation->options, j, out);
        putc('\n', out);
    }
    return ui_table_done(out, error);
}

/* As --key of fit reads it. */
static bool
write_key(const struct irt_simulation *simulation, FILE *out, struct irt_error *error)
{
    fputs("item,answer\n", out);
    for (size_t j = 0; j < simulation->data->items; j++) {
        ui_table_text(out, simulation->data->item_name[j]);
        fprintf(out, ",%s\n", irt_simulated_letter(simulation->options.right[j]));
    }
    return ui_table_done(out, error);
}

/* As --q-matrix of fit reads it. */
static bool
write_q_matrix(const struct irt_simulation *simulation, FILE *out,
               struct irt_error *error)
{
    size_t dims = simulation->dims;

    fputs("item", out);
    for (size_t r = 0; r < dims; r++)
        fprintf(out, ",theta%zu", r + 1);
    putc('\n', out);
    for (size_t j = 0; j < simulation->data->items; j++) {
        ui_table_text(out, simulation->data->item_name[j]);
        for (size_t r = 0; r < dims; r++)
            fprintf(out, ",%d", simulation->loads[j * dims + r]);
        putc('\n', out);
    }
    return ui_table_done(out, error);
}

/* Columns of schools and of contamination only where there are some. */
static bool
write_abilities(const struct irt_simulation *simulation, FILE *out,
                struct irt_error *error)
{
    const struct irt_responses *data = simulation->data;
    const uint8_t *contaminated = simulation->contaminated;

    fprintf(out, "person%s", data->school != NULL ? ",school" : "");
    if (simulation->dims == 1)
        fputs(",theta", out);
    for (size_t r = 0; simulation->dims > 1 && r < simulation->dims; r++)
        fprintf(out, ",theta%zu", r + 1);
    fprintf(out, "%s\n", contaminated != NULL ? ",contaminated" : "");
    for (size_t i = 0; i < data->rows; i++) {
        fprintf(out, "%zu", i + 1);
        if (data->school != NULL)
            fprintf(out, ",%s", data->school_name[data->school[i]]);
        cells(out, simulation->theta + i * simulation->dims, simulation->dims);
        if (contaminated != NULL)
            fprintf(out, ",%d", contaminated[i]);
        putc('\n', out);
    }
    return ui_table_done(out, error);
}

/* The rows stand school by school. */
static bool
write_schools(const struct irt_simulation *simulation, FILE *out, struct irt_error *error)
{
    const struct irt_responses *data = simulation->data;
    size_t i = 0;

    fputs("school,persons,effect,contaminated\n", out);
    for (size_t k = 0; k < data->schools; k++) {
        size_t persons = 0, spoilt = 0;

        for (; i < data->rows && data->school[i] == k; i++) {
            persons++;
            spoilt += simulation->contaminated != NULL && simulation->contaminated[i];
        }
        fprintf(out, "%s,%zu,", data->school_name[k], persons);
        ui_table_real(out, simulation->effect[k]);
        fprintf(out, ",%zu\n", spoilt);
    }
    return ui_table_done(out, error);
}

/* --- where they go --------------------------------------------------------------------- */

static bool
write_file(const struct irt_simulation *simulation, const char *file,
           simulation_writer *write, struct irt_error *error)
{
    struct ui_atomic atomic;
    struct irt_error problem = { IRT_OK, "" };
    FILE *out;

    if (file == NULL)
        return true;
    out = ui_atomic_open(&atomic, file, error);
    if (out == NULL)
        return false;
    if (write(simulation, out, &problem) || problem.code == IRT_CANNOT_WRITE)
        return ui_atomic_commit(&atomic, error);
    ui_atomic_cancel(&atomic);
    return irt_fail(error, problem.code, "%s: %s", file, problem.message);
}

static bool
write_data_to_stdout(const void *context, FILE *out, struct irt_error *error)
{
    return write_data(context, out, error);
}

/* A pipe or a device has no place beside it. */
static bool
is_plain_file(const char *file)
{
    struct stat info;

    return stat(file, &info) != 0 || S_ISREG(info.st_mode);
}

/* "exam.csv" -> "exam-truth.csv".  NULL without memory. */
static char *
beside(const char *file, const char *word)
{
    const char *slash = strrchr(file, '/'), *dot = strrchr(file, '.');
    size_t stem, size = strlen(file) + strlen(word) + 1;
    char *name = malloc(size);

    if (dot == NULL || dot == file || (slash != NULL && dot <= slash + 1))
        dot = file + strlen(file);
    stem = (size_t)(dot - file);
    if (name != NULL)
        snprintf(name, size, "%.*s%s%s", (int)stem, file, word, dot);
    return name;
}

/* Where everything goes; NULL: nowhere. */
struct files {
    const char *truth, *schools, *abilities, *key, *q_matrix;
    char *made[5]; /* names that were made up here */
};

/* A key goes with options, and must go somewhere. */
static bool
check_key(const struct ui_options *options, struct irt_error *error)
{
    bool lettered = options->simulation.options > 0;

    if (options->answer_key != NULL && !lettered)
        return irt_fail(error, IRT_BAD_USAGE,
                        "--key: answers are codes and have none; give --options K");
    if (lettered && options->answer_key == NULL &&
        (options->output == NULL || !is_plain_file(options->output)))
        return irt_fail(error, IRT_BAD_USAGE,
                        "--options: where should the key go? give --key FILE");
    return true;
}

static bool
name_files(struct files *files, const struct ui_options *options, struct irt_error *error)
{
    const struct irt_school_plan *plan = &options->simulation.plan;
    bool schools = plan->schools > 0 || plan->sizes != NULL || plan->effects != NULL;
    bool lettered = options->simulation.options > 0;
    bool turns = options->simulation.dims > 1 && options->simulation.q_matrix == NULL;

    *files = (struct files){ options->truth,
                             options->school_truth,
                             options->abilities,
                             options->answer_key,
                             NULL,
                             { NULL } };
    if (options->school_truth != NULL && !schools)
        return irt_fail(error, IRT_BAD_USAGE,
                        "--school-truth: there are no schools; give --schools K");
    if (!check_key(options, error))
        return false;
    if (options->output == NULL || !is_plain_file(options->output))
        return true;
    if (files->truth == NULL)
        files->truth = files->made[0] = beside(options->output, "-truth");
    if (files->abilities == NULL)
        files->abilities = files->made[4] = beside(options->output, "-abilities");
    if (files->schools == NULL && schools)
        files->schools = files->made[1] = beside(options->output, "-schools");
    if (files->key == NULL && lettered)
        files->key = files->made[2] = beside(options->output, "-key");
    if (turns)
        files->q_matrix = files->made[3] = beside(options->output, "-q");
    return (files->truth != NULL && files->abilities != NULL &&
            (files->schools != NULL || !schools) && (files->key != NULL || !lettered) &&
            (files->q_matrix != NULL || !turns)) ||
           irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
}

static bool
can_write_all(const struct ui_options *options, const struct files *files,
              struct irt_error *error)
{
    return ui_can_write(options->output, error) && ui_can_write(files->truth, error) &&
           ui_can_write(files->schools, error) && ui_can_write(files->abilities, error) &&
           ui_can_write(files->key, error) && ui_can_write(files->q_matrix, error);
}

static bool
write_all(const struct ui_options *options, const struct irt_simulation *simulation,
          const struct files *files, struct irt_error *error)
{
    if (!write_file(simulation, options->output, write_data, error) ||
        !write_file(simulation, files->truth, write_truth, error) ||
        !write_file(simulation, files->schools, write_schools, error) ||
        !write_file(simulation, files->abilities, write_abilities, error) ||
        !write_file(simulation, files->key, write_key, error) ||
        !write_file(simulation, files->q_matrix, write_q_matrix, error))
        return false;
    if (options->output != NULL)
        return true;
    ui_interrupt_mode(UI_INTERRUPT_ASKS);
    return ui_write_stdout(write_data_to_stdout, simulation, error);
}

enum ui_status
ui_simulate_program(const struct ui_options *options)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_simulation *simulation = NULL;
    struct files files;
    bool done;

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    done = name_files(&files, options, &error) && can_write_all(options, &files, &error);
    if (done)
        simulation = irt_simulate(&options->simulation, &error);
    if (simulation != NULL) {
        ui_interrupt_mode(UI_INTERRUPT_WAITS);
        done = write_all(options, simulation, &files, &error);
    }
    irt_simulation_free(simulation);
    free(files.made[0]);
    free(files.made[1]);
    free(files.made[2]);
    free(files.made[3]);
    free(files.made[4]);
    return done && simulation != NULL ? UI_STATUS_DONE : ui_complain(&error);
}
