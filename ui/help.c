/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c -- what --help prints, made from the option tables. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "options.h"

#define WIDTH  80
#define INDENT 25 /* where the sentences stand */

static void
default_of(const struct ui_option *option, enum ui_program program, char *out,
           size_t size)
{
    static const struct {
        const char *name, *value;
    } simulated[] = {
        { "model", "2pl" },
        { "persons", "1000" },
        { "items", "20" },
        { "missing", "0" },
        { "a", "lognormal(0,0.3)" },
        { "b", "normal(0,1)" },
        { "theta", "normal(0,1)" },
        { "seed", "1" },
        { "spread", "uniform(0.5,1.1)" },
        { "c", "uniform(0.05,0.3)" },
        { "u", "uniform(0.85,1)" },
        { "dims", "1" },
        { "correlation", "0" },
    };

    snprintf(out, size, "%s",
             strcmp(option->name, "format") == 0    ? "text"
             : strcmp(option->name, "threads") == 0 ? "all"
                                                    : "");
    if (program != UI_SIMULATE)
        return;
    for (size_t i = 0; i < sizeof simulated / sizeof *simulated; i++)
        if (strcmp(option->name, simulated[i].name) == 0)
            snprintf(out, size, "%s", simulated[i].value);
}

static const struct ui_choice *
choice_of(enum ui_program program, size_t index)
{
    for (const struct ui_choice *c = ui_choice_table; c->name != NULL; c++)
        if (ui_choice_is_of(c, program) && index-- == 0)
            return c;
    return NULL;
}

static bool
choice_at(const struct ui_choice *choice, struct ui_option *out, char *default_value,
          size_t size)
{
    struct ui_choices defaults = ui_choices_defaults();

    *out = (struct ui_option){ .name = choice->name,
                               .letter = choice->letter,
                               .argument = choice->argument,
                               .help = choice->help,
                               .values = choice->argument != NULL ? choice->values : NULL,
                               .programs = UI_OPEN | UI_FIT };
    default_value[0] = '\0';
    if (choice->argument != NULL)
        choice->show(&defaults, default_value, size);
    return true;
}

bool
ui_option_at(enum ui_program program, size_t index, struct ui_option *out,
             char *default_value, size_t size)
{
    const struct ui_choice *choice = choice_of(program, index);

    if (choice != NULL)
        return choice_at(choice, out, default_value, size);
    for (size_t i = 0; choice_of(program, i) != NULL; i++)
        index--;
    for (const struct ui_option *o = ui_option_table; o->name != NULL; o++) {
        if ((o->programs & (int)program) == 0 || index-- > 0)
            continue;
        *out = *o;
        out->set = NULL;
        default_of(o, program, default_value, size);
        return true;
    }
    return false;
}

void
ui_option_sentence(const struct ui_option *option, const char *default_value, char *out,
                   size_t size)
{
    char values[200] = "";

    if (option->values != NULL && strchr(option->values, ' ') != NULL)
        snprintf(values, sizeof values, ": %s", option->values);
    snprintf(out, size, "%s%s%s%s%s", option->help, values,
             default_value[0] != '\0' ? " (" : "", default_value,
             default_value[0] != '\0' ? ")" : "");
}

/* From column INDENT on, broken at blanks. */
static void
print_wrapped(const char *text, FILE *out)
{
    size_t column = INDENT;

    while (*text != '\0') {
        size_t length = strcspn(text, " ");

        if (column > INDENT && column + 1 + length > WIDTH) {
            fprintf(out, "\n%*s", INDENT, "");
            column = INDENT;
        } else if (column > INDENT) {
            putc(' ', out);
            column++;
        }
        fwrite(text, 1, length, out);
        column += length;
        text += length + strspn(text + length, " ");
    }
    putc('\n', out);
}

static void
print_option(const struct ui_option *option, const char *default_value, FILE *out)
{
    char head[80], letter[] = "-x, ", sentence[400];

    letter[1] = option->letter;
    snprintf(head, sizeof head, "  %s--%s%s%s", option->letter != 0 ? letter : "    ",
             option->name, option->argument != NULL ? " " : "",
             option->argument != NULL ? option->argument : "");
    ui_option_sentence(option, default_value, sentence, sizeof sentence);
    fprintf(out, "%-*s", INDENT, head);
    if (strlen(head) >= INDENT)
        fprintf(out, "\n%*s", INDENT, "");
    print_wrapped(sentence, out);
}

static const char *
usage_of(enum ui_program program)
{
    switch (program) {
    case UI_FIT:
        return "usage: irtop fit FILE [OPTION...]\n"
               "Estimate an item response model from the responses in FILE, and "
               "report.\n";
    case UI_SIMULATE:
        return "usage: irtop simulate [OPTION...]\n"
               "Draw responses from a model, and write them with the true parameters.\n";
    case UI_STUDY:
        return "usage: irtop study DESIGN [OPTION...]\n"
               "Run the simulation study in the file DESIGN, or go on with it, and "
               "report bias,\nmean squared error and coverage.\n";
    case UI_SCORE:
        return "usage: irtop score FILE --params FIT.json [OPTION...]\n"
               "Score the persons in FILE by an earlier fit, item by name.\n";
    case UI_RACE:
        return "usage: irtop race FILE [OPTION...]\n"
               "Run estimators side by side on the responses in FILE, and report how far "
               "each\nis from the truth, or from the first one, by cycle and by time.\n";
    case UI_VAE_LOSS:
        return "usage: irtop vae-loss FILE [OPTION...]\n"
               "Do the true parameters minimise the expected loss of an autoencoder? The "
               "gradient\nthere as the encoder's noise grows, and the loss along the "
               "line "
               "from the truth to\nwhat vae comes to.\n";
    case UI_OPEN: break;
    }
    return "usage: irtop [FILE] [OPTION...]        open the terminal application\n"
           "       irtop fit FILE [OPTION...]      estimate and report, no screen\n"
           "       irtop score FILE --params FIT   score persons by an earlier fit\n"
           "       irtop simulate [OPTION...]      write a data set and its true "
           "parameters\n"
           "       irtop race FILE [OPTION...]     estimators side by side\n"
           "       irtop vae-loss FILE [OPTION...] the loss of vae at the truth\n"
           "       irtop study DESIGN [OPTION...]  run a simulation study\n"
           "       irtop --run FILE [--no-tui]     run a script or journal of commands\n"
           "       irtop COMMAND --help            the options of a command\n"
           "Without FILE it opens a sample, the walk-through of LSAT-6.\n";
}

void
ui_help(enum ui_program program, FILE *out)
{
    struct ui_option option;
    char default_value[200];

    fprintf(out, "%s\noptions:\n", usage_of(program));
    for (size_t i = 0;
         ui_option_at(program, i, &option, default_value, sizeof default_value); i++)
        print_option(&option, default_value, out);
    if (program == UI_RACE || program == UI_VAE_LOSS)
        fputs(
            "\nexit status: 0 done, 1 wrong usage, 2 the data cannot be used,\n4 a file "
            "could not be written, 130 interrupted\n",
            out);
    else if (program == UI_SCORE)
        fputs("\nexit status: 0 done, 1 wrong usage, 2 the data or the fit cannot be "
              "used,\n4 a file could not be written, 130 interrupted\n",
              out);
    else if (program != UI_SIMULATE)
        fputs("\nexit status: 0 done, 1 wrong usage, 2 the data cannot be used, 3 not "
              "converged,\n4 a file could not be written, 130 interrupted\n",
              out);
}
