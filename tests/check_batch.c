/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_batch.c -- the built program run as scripts run it: exit status, what is on standard
 * output and standard error, and the files it leaves. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch.h"
#include "suite.h"

/* --- what it prints ----------------------------------------------------------------------- */

START_TEST(fit_prints_json)
{
    struct ran ran = run("fit " SAMPLE " --format json");
    json_t *tree;

    ck_assert_msg(ran.status == 0, "%s", ran.err);
    ck_assert_str_eq(ran.err, "");
    tree = json_of(ran.out);
    ck_assert_str_eq(json_string_value(json_object_get(tree, "stopped")), "parameter");
    ck_assert_str_eq(json_string_value(
                         json_object_get(json_object_get(tree, "data"), "file")),
                     SAMPLE);
    ck_assert_double_eq_tol(number(tree, "loglik"), -2466.65, 0.02);
    json_decref(tree);
    done_with(&ran);
}
END_TEST

START_TEST(without_a_terminal_a_file_is_fitted)
{
    struct ran with = run("fit " SAMPLE " -f csv"), without = run(SAMPLE " -f csv");
    struct ran text = run(SAMPLE);

    ck_assert_int_eq(without.status, 0);
    ck_assert_str_eq(with.out, without.out);
    ck_assert_ptr_nonnull(strstr(text.out, "log-likelihood"));
    ck_assert_ptr_null(strchr(text.out, '\033'));
    done_with(&with);
    done_with(&without);
    done_with(&text);
}
END_TEST

/* make distcheck builds elsewhere, and installs only afterwards. */
START_TEST(alone_it_walks_through_the_sample)
{
    struct ran ran;
    json_t *tree;

    if (access(TEST_BUILDDIR "/../samples/lsat6.csv", R_OK) != 0 &&
        access(PKGDATADIR "/samples/lsat6.csv", R_OK) != 0) {
        refused("", 2, "lsat6.csv is not installed");
        return;
    }
    ran = run("-f json");
    ck_assert_msg(ran.status == 0, "%s", ran.err);
    tree = json_of(ran.out);
    ck_assert_double_eq(number(tree, "cycles"), 44);
    ck_assert_double_eq(number(json_object_get(tree, "settings"), "points"), 10);
    json_decref(tree);
    done_with(&ran);
}
END_TEST

START_TEST(text_is_ascii_where_the_locale_is)
{
    struct ran ran;

    setenv("LC_ALL", "C", 1);
    ran = run("fit " SAMPLE);
    ck_assert_int_eq(ran.status, 0);
    for (const char *c = ran.out; *c != '\0'; c++)
        ck_assert_msg((*c >= ' ' && *c < 127) || *c == '\n', "byte %d", *c);
    done_with(&ran);
}
END_TEST

START_TEST(help_and_version_are_printed)
{
    static const char *const line[] = { "--help",       "fit --help", "simulate --help",
                                        "--version",    "-h",         "fit x.csv --help",
                                        "fit --version" };
    static const char *const has[] = { "irtop simulate", "--max-cycles", "--theta",
                                       "irtop 0.",       "--help",       "--persons",
                                       "irtop 0." };
    struct ran ran = run(line[_i]);

    ck_assert_int_eq(ran.status, 0);
    ck_assert_str_eq(ran.err, "");
    ck_assert_ptr_nonnull(strstr(ran.out, has[_i]));
    done_with(&ran);
}
END_TEST

/* --- what it refuses ------------------------------------------------------------------------ */

static const char *const wrong_usage[][2] = {
    { "fit", "which file" },
    { "fit " SAMPLE " other.csv", "two files" },
    { "fit " SAMPLE " --tol abc", "--tol" },
    { "fit " SAMPLE " -q 1", "1 quadrature points" },
    { "fit " SAMPLE " --range 3:1", "--range" },
    { "fit " SAMPLE " --wibble", "--wibble" },
    { "fit " SAMPLE " --prior a", "--prior" },
    { "fit " SAMPLE " -m 5pl", "5pl" },
    { "fit " SAMPLE " -e mcmc", "mcmc" },
    { "study", "study" },
    { "serve", "serve" },
    { "score " SAMPLE, "score" },
    { "simulate -m 5pl", "5pl" },
    { "simulate -m 2pl --categories 3", "3 categories" },
    { "simulate --categories 99", "--categories" },
    { "simulate -m 3pl --c normal(0,1)", "asymptotes" },
    { "simulate -m grm --spread 1:2", "--spread" },
    { "simulate --a normal(0,-1)", "--a" },
    { "simulate --school-sizes 0", "--school-sizes: '0' are no sizes" },
    { "simulate --school-effects x", "--school-effects: 'x' are no effects" },
    { "simulate --schools 3 --school-sizes 5,5", "3 schools, but 2 sizes" },
    { "simulate --contaminate zero=.1", "--contaminate: 'zero=.1' is no contamination" },
    { "simulate --school-truth x.csv", "there are no schools" },
    { "simulate --options 4", "--options: where should the key go? give --key FILE" },
    { "simulate --key k.csv", "--key: answers are codes and have none" },
    { "simulate --options 1", "--options" },
    { "simulate --options 4 -o d.csv --key d.csv",
      "--output and --key are the same file" },
    { "simulate -n 5 --schools 2 --school-sizes 5", "--persons and --school-sizes" },
};

START_TEST(wrong_usage_is_status_1)
{
    refused(wrong_usage[_i][0], 1, wrong_usage[_i][1]);
}
END_TEST

static const char *const bad_data[][2] = {
    { NULL, "there is no such file" },
    { "", "empty" },
    { "a,b\n", "header" },
    { "a,b\n1,0\n1\n", ":3:" },
    { "a,b\n1,0\n1,x\n", ":3:" },
    { "a,b\n1,0\n1,-3\n", ":3:" },
    { "a,b\n1,0\n1,0.5\n", ":3:" },
    { "a,b\n0,255\n1,0\n0,1\n1,2\n", ":2:" },
};

START_TEST(bad_data_is_status_2)
{
    char line[1300];

    snprintf(line, sizeof line, "fit %s", path("bad.csv"));
    if (bad_data[_i][0] != NULL)
        write_file("bad.csv", bad_data[_i][0]);
    refused(line, 2, "");
}
END_TEST

START_TEST(a_folder_and_a_missing_item_are_status_2)
{
    char line[1300];

    refused("fit " TEST_SRCDIR, 2, "");
    refused("fit " SAMPLE " --items item1,nothing", 2, "nothing");
    write_file("three.csv", "a,b\n0,2\n1,0\n0,1\n1,2\n");
    snprintf(line, sizeof line, "fit %s -m 2pl", path("three.csv"));
    refused(line, 2, "2PL");
    refused("fit " SAMPLE " --freq-column nothing", 2, "nothing");
}
END_TEST

START_TEST(not_converged_is_status_3_with_results)
{
    struct ran ran = run("fit " SAMPLE " -f json --max-cycles 2 --trace trace.csv");
    json_t *tree = json_of(ran.out);
    char *trace = slurp(path("trace.csv"));

    ck_assert_int_eq(ran.status, 3);
    ck_assert(json_is_false(json_object_get(tree, "converged")));
    ck_assert_str_eq(json_string_value(json_object_get(tree, "stopped")), "max-cycles");
    ck_assert_double_eq(number(tree, "cycles"), 2);
    ck_assert_int_eq(strncmp(ran.err, "irtop: not converged in 2 cycles", 32), 0);
    ck_assert(strchr(ran.err, '\n') == ran.err + strlen(ran.err) - 1);
    ck_assert_ptr_nonnull(strstr(trace, "\n2,"));
    json_decref(tree);
    free(trace);
    done_with(&ran);
}
END_TEST

/* --- files ------------------------------------------------------------------------------------ */

START_TEST(files_are_written)
{
    struct ran ran =
        run("fit " SAMPLE " -f json -o out.json --persons p.csv --trace t.csv");
    char *json = slurp(path("out.json")), *persons = slurp(path("p.csv"));
    char *trace = slurp(path("t.csv"));
    json_t *tree;

    ck_assert_msg(ran.status == 0, "%s", ran.err);
    ck_assert_str_eq(ran.out, "");
    ck_assert_str_eq(ran.err, "");
    tree = json_of(json);
    ck_assert_int_eq(strncmp(persons, "id,school,frequency,score,se\n1,,3,-1.8", 38), 0);
    ck_assert_int_eq(strncmp(trace, "cycle,loglik,max_change,max_gradient,", 37), 0);
    json_decref(tree);
    free(json);
    free(persons);
    free(trace);
    done_with(&ran);
}
END_TEST

/* Reports name the nodes that were used, and a fit of them can be scored again. */
START_TEST(nodes_of_several_dimensions_are_named)
{
    static const struct {
        const char *options, *text, *nodes;
        double points;
    } cases[] = {
        { "--dims 2 --quad 9", "EM, 9 × 9 equal nodes on [-6, 6], acceleration", "equal",
          9 },
        { "--dims 4 --quad 500", "EM, 500 Sobol nodes, acceleration", "sobol", 500 },
    };
    char line[300];
    struct ran ran;

    snprintf(line, sizeof line,
             "fit " SAMPLE " -m m2pl %s --max-cycles 3 --se none -f text",
             cases[_i].options);
    ran = run(line);
    ck_assert_ptr_nonnull(strstr(ran.out, cases[_i].text));
    done_with(&ran);
    snprintf(line, sizeof line,
             "fit " SAMPLE
             " -m m2pl %s --max-cycles 3 --se none -f json -o fit.json --persons a.csv",
             cases[_i].options);
    ran = run(line);
    char *json = slurp(path("fit.json"));
    json_t *tree = json_of(json), *settings = json_object_get(tree, "settings");
    ck_assert_str_eq(json_string_value(json_object_get(settings, "nodes")),
                     cases[_i].nodes);
    ck_assert_double_eq(number(settings, "points"), cases[_i].points);
    json_decref(tree);
    free(json);
    done_with(&ran);
    ran = run("score " SAMPLE " --params fit.json --persons b.csv");
    ck_assert_msg(ran.status == 0, "%s", ran.err);
    char *a = slurp(path("a.csv")), *b = slurp(path("b.csv"));
    ck_assert_str_eq(a, b);
    free(a);
    free(b);
    done_with(&ran);
}
END_TEST

START_TEST(what_cannot_be_written_is_status_4)
{
    refused("fit " SAMPLE " -o no/such/folder.txt", 4, "no/such/folder.txt");
    refused("fit " SAMPLE " --persons no/p.csv", 4, "no/p.csv");
    refused("fit " SAMPLE " --trace .", 4, ".");
    refused("simulate -o no/data.csv", 4, "no/data.csv");
    if (access("/dev/full", W_OK) == 0)
        refused("fit " SAMPLE " -o /dev/full", 4, "/dev/full");
}
END_TEST

/* A failed file leaves no trace of itself, and an old one stays as it was. */
START_TEST(nothing_is_half_written)
{
    struct ran ran;
    char *old;

    write_file("out.csv", "old\n");
    ck_assert_int_eq(chmod(path("out.csv"), 0644), 0);
    ran = run("fit " SAMPLE " -f csv -o out.csv --persons no/p.csv");
    ck_assert_int_eq(ran.status, 4);
    old = slurp(path("out.csv"));
    ck_assert_str_eq(old, "old\n");
    free(old);
    done_with(&ran);
}
END_TEST

static void
cannot_print(const char *line, const char *out)
{
    struct ran ran = finish(start(line, out));

    ck_assert_msg(ran.status == 4, "irtop %s: exit %d", line, ran.status);
    ck_assert_int_eq(strncmp(ran.err, "irtop: cannot write to standard output: ", 40), 0);
    done_with(&ran);
}

START_TEST(a_closed_or_full_standard_output_is_status_4)
{
    static const char *const line[] = { "fit " SAMPLE, "fit " SAMPLE " -f json",
                                        "simulate -n 10", "--help", "--version" };

    cannot_print(line[_i], NULL);
    if (access("/dev/full", W_OK) == 0)
        cannot_print(line[_i], "/dev/full");
}
END_TEST

START_TEST(a_pipe_nobody_reads_is_status_4)
{
    char fifo[1200];
    pid_t child;
    struct ran ran;
    int reader;

    snprintf(fifo, sizeof fifo, "%s", path("fifo"));
    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    /* 2 MB do not fit a pipe: the program is still writing when the reader goes. */
    child = start("simulate -n 50000 -j 20", "fifo");
    reader = open(fifo, O_RDONLY);
    ck_assert_int_ge(reader, 0);
    close(reader);
    ran = finish(child);
    ck_assert_msg(ran.status == 4, "exit %d: %s", ran.status, ran.err);
    ck_assert_ptr_nonnull(strstr(ran.err, "cannot write to standard output"));
    done_with(&ran);
}
END_TEST

/* Standard error closed: the data's file must not be taken for it. */
START_TEST(closed_standard_streams_do_no_harm)
{
    char command[3000];
    char *out;

    snprintf(command, sizeof command,
             "cd '%s' && '%s' fit '%s' -f csv -o o.csv --persons p.csv 0<&- 2>&-", folder,
             PROGRAM, SAMPLE);
    ck_assert_int_eq(system(command), 0);
    out = slurp(path("o.csv"));
    ck_assert_int_eq(strncmp(out, "item,model,", 11), 0);
    free(out);
}
END_TEST

/* --- simulating ---------------------------------------------------------------------------------- */

START_TEST(simulate_writes_data_and_truth)
{
    struct ran ran = run("simulate -n 30 -j 3 --missing .3 --seed 7 -o d.csv "
                         "--abilities theta.csv");
    struct ran again = run("simulate -n 30 -j 3 --missing .3 --seed 7");
    struct ran other = run("simulate -n 30 -j 3 --missing .3 --seed 8");
    char *data = slurp(path("d.csv")), *truth = slurp(path("d-truth.csv"));
    char *theta = slurp(path("theta.csv"));
    double a, d, b;
    size_t lines = 0;

    ck_assert_msg(ran.status == 0, "%s", ran.err);
    ck_assert_str_eq(ran.out, "");
    ck_assert_str_eq(again.out, data);
    ck_assert_str_ne(other.out, data);
    ck_assert_int_eq(strncmp(data, "item1,item2,item3\n", 18), 0);
    ck_assert_ptr_nonnull(strstr(data, ",,"));
    for (const char *c = data; *c != '\0'; c++)
        lines += *c == '\n';
    ck_assert_uint_eq(lines, 31);
    ck_assert_int_eq(sscanf(truth, "item,a,d,b\nitem1,%lf,%lf,%lf", &a, &d, &b), 3);
    ck_assert_double_eq_tol(b, -d / a, 1e-15 * fabs(b));
    ck_assert_int_eq(strncmp(theta, "person,theta\n1,", 15), 0);
    free(data);
    free(truth);
    free(theta);
    done_with(&ran);
    done_with(&again);
    done_with(&other);
}
END_TEST

START_TEST(simulate_writes_schools_and_their_truth)
{
    struct ran ran = run("simulate --school-sizes 10,20 --school-effects -.5,.5 -j 3 "
                         "--contaminate all-zero=.2 -o d.csv --abilities theta.csv");
    struct ran fit = run("fit d.csv --se none -f json");
    char *data = slurp(path("d.csv")), *schools = slurp(path("d-schools.csv"));
    char *theta = slurp(path("theta.csv"));
    size_t spoilt = 0;

    ck_assert_msg(ran.status == 0, "%s", ran.err);
    ck_assert_int_eq(strncmp(data, "school,item1,item2,item3\n1,", 27), 0);
    ck_assert_str_eq(schools, "school,persons,effect,contaminated\n"
                              "1,10,-0.5,2\n2,20,0.5,4\n");
    ck_assert_int_eq(strncmp(theta, "person,school,theta,contaminated\n1,1,", 37), 0);
    for (const char *line = strchr(theta, '\n'); line[1] != '\0';
         line = strchr(line + 1, '\n'))
        spoilt += strchr(line + 1, '\n')[-1] == '1' && strchr(line + 1, '\n')[-2] == ',';
    ck_assert_uint_eq(spoilt, 6);
    ck_assert_ptr_nonnull(strstr(fit.out, "\"schools\": 2"));
    free(data);
    free(schools);
    free(theta);
    done_with(&ran);
    done_with(&fit);
}
END_TEST

/* --- studies ------------------------------------------------------------------------------------- */

START_TEST(a_study_is_run_once_and_read_again)
{
    struct ran ran, again, more;
    char *log, *csv;
    json_t *tree;

    write_file("small.study",
               "items = 4\npersons = 60 90\nreplications = 3\nquad = 15\n");
    ran = run("study small.study");
    ck_assert_msg(ran.status == 0, "%s", ran.err);
    ck_assert_str_eq(ran.err, "");
    ck_assert_ptr_nonnull(strstr(ran.out, "mean squared error of b\n"));
    log = slurp(path("small.log"));
    again = run("study small.study --threads 1");
    ck_assert_str_eq(again.out, ran.out);
    csv = slurp(path("small.log"));
    ck_assert_str_eq(csv, log); /* nothing was done twice */
    free(csv);
    more = run("study small.study --log other.log -f json --replications 2");
    ck_assert_msg(more.status == 0, "%s", more.err);
    tree = json_of(more.out);
    ck_assert_int_eq(json_integer_value(json_object_get(tree, "done")), 4);
    ck_assert_uint_eq(json_array_size(json_object_get(tree, "cells")), 2);
    json_decref(tree);
    done_with(&more);
    more = run("study small.study -f csv -o small.csv");
    ck_assert_msg(more.status == 0, "%s", more.err);
    csv = slurp(path("small.csv"));
    ck_assert_int_eq(strncmp(csv, "section,model,", 14), 0);
    free(csv);
    free(log);
    done_with(&ran);
    done_with(&again);
    done_with(&more);
}
END_TEST

START_TEST(studies_that_cannot_be_run_are_refused)
{
    refused("study nothing.study", 2, "nothing.study: No such file");
    write_file("bad.study", "items = 4\nitem = 5\n");
    refused("study bad.study", 1, "bad.study:2: there is no key 'item'");
    write_file("bad.study", "items = 4\nshow = b.mean\n");
    refused("study bad.study", 1, "show: 'b.mean' is no table");
    write_file("bad.study", "items = 4\n");
    write_file("bad.log", "item1,item2\n");
    refused("study bad.study", 2, "bad.log: the file is not the log of a study");
    refused("study bad.study --log no/bad.log", 4, "no/bad.log");
    refused("study bad.study --log /dev/null", 4, "must be a plain file");
    refused("study bad.study -o no/out.csv", 4, "no/out.csv");
    write_file("same.log", "items = 4\n");
    refused("study same.log", 1, "would be both the design and its log");
}
END_TEST

/* A column for what each model has. */
static const struct {
    const char *model, *head;
} truths[] = {
    { "rasch", "item,a,d,b\n" },
    { "3pl", "item,a,d,b,c\n" },
    { "4pl", "item,a,d,b,c,u\n" },
    { "pcm --categories 3", "item,a,d1,d2,b1,b2\n" },
    { "grm", "item,a,d1,d2,d3,b1,b2,b3\n" },
    { "nrm --categories 3", "item,a1,a2,a3,d1,d2,d3\n" },
};

START_TEST(the_truth_has_the_models_columns)
{
    char line[200], *truth;
    struct ran ran;
    size_t commas = 0;

    snprintf(line, sizeof line, "simulate -n 9 -j 1 -o d.csv -m %s", truths[_i].model);
    ran = run(line);
    ck_assert_msg(ran.status == 0, "%s", ran.err);
    truth = slurp(path("d-truth.csv"));
    ck_assert_msg(strncmp(truth, truths[_i].head, strlen(truths[_i].head)) == 0, "%s",
                  truth);
    for (const char *c = truth; *c != '\0'; c++)
        commas += *c == ',';
    for (const char *c = truths[_i].head; *c != '\0'; c++)
        commas -= 2 * (*c == ',');
    ck_assert_uint_eq(commas, 0);
    ck_assert_ptr_null(strstr(truth, "nan"));
    free(truth);
    done_with(&ran);
}
END_TEST

/* The same numbers, but for what a mathematics library may round otherwise; all else is the
 * same to the letter. */
static void
same_table(const char *one, const char *other)
{
    while (*one != '\0' && *other != '\0') {
        char *end, *other_end;
        double x = strtod(one, &end), y = strtod(other, &other_end);

        if (end == one || other_end == other) {
            ck_assert_int_eq(*one++, *other++);
            continue;
        }
        ck_assert_double_eq_tol(x, y, 1e-13 * (1 + fabs(x)));
        one = end;
        other = other_end;
    }
    ck_assert_int_eq(*one, *other);
}

/* Letters, their key, and the letters' truth: all beside the data, and to be read again. */
START_TEST(simulate_writes_a_key)
{
    static const char *const model[] = { "2pl", "nrm" };
    char line[100], *key, *truth, *data;
    struct ran ran, keyed, other;

    snprintf(line, sizeof line, "simulate -m %s --options 3 -n 1500 -j 8 -o d.csv",
             model[_i]);
    ran = run(line);
    ck_assert_msg(ran.status == 0, "%s", ran.err);
    key = slurp(path("d-key.csv"));
    truth = slurp(path("d-truth.csv"));
    data = slurp(path("d.csv"));
    ck_assert_int_eq(strncmp(key, "item,answer\nitem1,", 18), 0);
    ck_assert_ptr_nonnull(strchr("ABC", key[18]));
    ck_assert_ptr_nonnull(
        strstr(truth, _i ? ",key,letters\n"
                         : ",a,d,b,key,lambdaA,lambdaB,lambdaC,zetaA,zetaB,"
                           "zetaC\n"));
    ck_assert_uint_eq(strspn(strchr(data, '\n'), "ABC,\n"), strlen(strchr(data, '\n')));
    keyed = run("fit d.csv --key d-key.csv -f csv --se none");
    ck_assert_msg(keyed.status == 0, "%s", keyed.err);
    other = run("fit d.csv");
    ck_assert_int_eq(other.status, 2);
    done_with(&ran);
    done_with(&keyed);
    done_with(&other);
    free(key);
    free(truth);
    free(data);
}
END_TEST

/* Every command in the samples' README makes its file, and what is beside it, again. */
START_TEST(the_samples_are_made_by_their_commands)
{
    static const char word[] = "irtop simulate ";
    char *readme = slurp(TEST_SRCDIR "/samples/README.md");
    size_t made = 0;

    for (char *at = strtok(readme, "\n"); at != NULL; at = strtok(NULL, "\n")) {
        char line[500], name[100], file[150], sampled[1000], *made_here, *sample, *out;
        struct ran ran;

        if (strncmp(at, word, sizeof word - 1) != 0)
            continue;
        snprintf(line, sizeof line, "%s", at + strlen("irtop "));
        for (char *quote; (quote = strchr(line, '\'')) != NULL;) /* for a shell */
            memmove(quote, quote + 1, strlen(quote));
        out = strstr(line, " -o ");
        ck_assert_ptr_nonnull(out);
        ck_assert_int_eq(sscanf(out, " -o %99[^. ].csv", name), 1);
        ran = run(line);
        ck_assert_msg(ran.status == 0, "%s", ran.err);
        for (int k = 0; k < (strstr(line, "--options") != NULL ? 3 : 2); k++) {
            static const char *const what[] = { "", "-truth", "-key" };

            snprintf(file, sizeof file, "%s%s.csv", name, what[k]);
            made_here = slurp(path(file));
            snprintf(sampled, sizeof sampled, TEST_SRCDIR "/samples/%s", file);
            sample = slurp(sampled);
            if (k == 1)
                same_table(made_here, sample);
            else
                ck_assert_msg(strcmp(made_here, sample) == 0, "%s differs", file);
            free(made_here);
            free(sample);
        }
        done_with(&ran);
        made++;
    }
    ck_assert_uint_ge(made, 4);
    free(readme);
}
END_TEST

START_TEST(what_was_simulated_can_be_estimated)
{
    struct ran sim = run("simulate -n 4000 -j 8 --a 1.2 --b uniform(-1,1) -o d.csv");
    struct ran fit = run("fit d.csv -f csv --se none -m 1pl");
    double a;

    ck_assert_msg(sim.status == 0, "%s", sim.err);
    ck_assert_msg(fit.status == 0, "%s", fit.err);
    ck_assert_int_eq(sscanf(strstr(fit.out, "item4,"), "item4,1pl,%lf", &a), 1);
    ck_assert_double_eq_tol(a, 1.2, 0.1);
    done_with(&sim);
    done_with(&fit);
}
END_TEST

START_TEST(threads_do_not_change_a_bit)
{
    struct ran sim = run("simulate -n 20000 -j 12 --missing .05 -o d.csv");
    struct ran one = run("fit d.csv --threads 1 -f csv --persons one.csv");
    struct ran two = run("fit d.csv --threads 2 -f csv --persons two.csv");
    char *scores = slurp(path("one.csv")), *more = slurp(path("two.csv"));

    ck_assert_int_eq(sim.status, 0);
    ck_assert_msg(one.status == 0, "%s", one.err);
    ck_assert_str_eq(one.out, two.out);
    ck_assert_str_eq(scores, more);
    free(scores);
    free(more);
    done_with(&sim);
    done_with(&one);
    done_with(&two);
}
END_TEST

/* --- scripts ---------------------------------------------------------------------------------- */

START_TEST(a_script_gives_what_fit_gives)
{
    struct ran script, fit = run("fit " SAMPLE " -m 1pl -q 31 -f csv");
    char *exported;

    write_file("s.irt", "# a comment\n\nload \"" SAMPLE "\"\nmodel 1pl\nquad 31\nrun\n"
                        "export out.csv\n");
    script = run("--run s.irt --no-tui");
    ck_assert_msg(script.status == 0, "%s", script.err);
    ck_assert_str_eq(script.err, "");
    exported = slurp(path("out.csv"));
    ck_assert_str_eq(exported, fit.out);
    free(exported);
    done_with(&script);
    done_with(&fit);
}
END_TEST

/* The choices of the command line hold in the script, and its file is read. */
START_TEST(a_script_starts_from_the_command_line)
{
    struct ran script, fit = run("fit " SAMPLE " -m rasch -f csv");
    char *exported;

    write_file("s.irt", "run\nexport out.csv\n");
    script = run(SAMPLE " -m rasch --run s.irt"); /* there is no terminal */
    ck_assert_msg(script.status == 0, "%s", script.err);
    exported = slurp(path("out.csv"));
    ck_assert_str_eq(exported, fit.out);
    free(exported);
    done_with(&script);
    done_with(&fit);
}
END_TEST

START_TEST(a_script_that_fails_says_where)
{
    struct ran ran;

    write_file("s.irt", "load \"" SAMPLE "\"\nquad many\n");
    refused("--run s.irt --no-tui", 1, "s.irt:2: quad: 'many'");
    write_file("s.irt", "load nothing.csv\n");
    refused("--run s.irt --no-tui", 2, "s.irt:1: ");
    write_file("s.irt", "load \"" SAMPLE "\"\nrun\nexport no/out.csv\n");
    refused("--run s.irt --no-tui", 4, "s.irt:3: ");
    refused("--run nothing.irt --no-tui", 1, "nothing.irt");
    refused("nothing.csv --run s.irt --no-tui", 2, "nothing.csv");
    refused("--run s.irt --persons p.csv", 1, "--persons");
    write_file("s.irt", "load \"" SAMPLE "\"\nmax-cycles 2\nrun\n");
    ran = run("--run s.irt --no-tui");
    ck_assert_int_eq(ran.status, 3);
    done_with(&ran);
}
END_TEST

/* --- signals, and progress on a terminal ------------------------------------------------- */

/* The program with a terminal for its standard error; *master is the other end. */
static pid_t
start_on_terminal(const char *line, int *master)
{
    const char *name;
    pid_t child;

    *master = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert_int_ge(*master, 0);
    ck_assert_int_eq(grantpt(*master), 0);
    ck_assert_int_eq(unlockpt(*master), 0);
    name = ptsname(*master);
    ck_assert_ptr_nonnull(name);
    ck_assert_int_eq(symlink(name, path("stderr")), 0);
    setenv("TERM", "xterm", 1);
    child = start(line, "stdout");
    return child;
}

/* Appends what the terminal shows to shown until it holds part, or to the end (NULL). */
static bool
read_terminal(int master, char *shown, size_t size, const char *part)
{
    size_t used = strlen(shown);

    while (part == NULL || strstr(shown, part) == NULL) {
        ssize_t got = read(master, shown + used, size - 1 - used);

        if (got <= 0)
            return false;
        used += (size_t)got;
        shown[used] = '\0';
    }
    return true;
}

/* Data whose estimation takes its time: many nodes, no acceleration, no end. */
#define LONG_WORK                                                                   \
    "fit d.csv -f json -q 1000 --accelerate none --tol 1e-300 --max-cycles 100000 " \
    "--persons p.csv --trace t.csv"

/* A study that takes its time, which under the sanitizers any does. */
#ifdef __SANITIZE_ADDRESS__
#define REPLICATIONS "200"
#else
#define REPLICATIONS "1200"
#endif

/* Interrupted in the midst, or killed outright, and the same command goes on. */
START_TEST(an_interrupted_study_goes_on)
{
    static const int with[] = { SIGINT, SIGTERM, SIGKILL };
    static char shown[200000];
    struct ran ran, whole;
    int master;
    pid_t child;
    char *text, *line;
    size_t lines = 0;

    write_file("s.study", "items = 8\npersons = 400\nreplications = " REPLICATIONS
                          "\nshow = b.mse\n");
    child = start_on_terminal("study s.study", &master);
    ck_assert_msg(read_terminal(master, shown, sizeof shown, " left"), "%s", shown);
    ck_assert_ptr_nonnull(strstr(shown, " of " REPLICATIONS " replications"));
    ck_assert_int_eq(kill(child, with[_i]), 0);
    if (with[_i] != SIGKILL)
        read_terminal(master, shown, sizeof shown,
                      "irtop: the study was interrupted after");
    ck_assert_int_eq(unlink(path("stderr")), 0);
    write_file("stderr", "");
    ran = finish(child);
    ck_assert_int_eq(ran.status, with[_i] == SIGKILL ? 1000 + SIGKILL : 130);
    if (with[_i] != SIGKILL)
        ck_assert_ptr_nonnull(
            strstr(ran.out, " of " REPLICATIONS " replications are done"));
    done_with(&ran);
    close(master);
    text = slurp(path("s.log"));
    for (line = text; (line = strchr(line, '\n')) != NULL; line++)
        lines++;
    ck_assert(lines > 2 && lines < 1 + (size_t)atoi(REPLICATIONS));
    free(text);
    ran = run("study s.study");
    ck_assert_msg(ran.status == 0, "%s", ran.err);
    whole = run("study s.study --log other.log --threads 1");
    ck_assert_str_eq(ran.out, whole.out);
    done_with(&ran);
    done_with(&whole);
}
END_TEST

START_TEST(interrupted_work_is_written_as_it_stands)
{
    static const int with[] = { SIGINT, SIGTERM };
    struct ran sim = run("simulate -n 20000 -j 30 -o d.csv"), ran;
    static char shown[200000];
    char *persons, *trace;
    int master;
    pid_t child;
    json_t *tree;

    ck_assert_int_eq(sim.status, 0);
    ck_assert_int_eq(unlink(path("stderr")), 0);
    child = start_on_terminal(LONG_WORK, &master);
    ck_assert_msg(read_terminal(master, shown, sizeof shown, " left"), "%s", shown);
    ck_assert_int_eq(kill(child, with[_i]), 0);
    read_terminal(master, shown, sizeof shown, "irtop: ");
    ck_assert_int_eq(unlink(path("stderr")), 0);
    write_file("stderr", "");
    ran = finish(child);
    ck_assert_msg(ran.status == 130, "exit %d", ran.status);
    tree = json_of(ran.out);
    ck_assert_str_eq(json_string_value(json_object_get(tree, "stopped")), "user");
    ck_assert(json_is_false(json_object_get(tree, "converged")));
    ck_assert_double_ge(number(tree, "cycles"), 1);
    persons = slurp(path("p.csv"));
    trace = slurp(path("t.csv"));
    ck_assert_ptr_nonnull(strstr(persons, "\n20000,,1,"));
    ck_assert_ptr_nonnull(strstr(trace, "\n1,"));
    /* The bar was erased before the last line was said. */
    ck_assert_ptr_nonnull(strstr(shown, "\r\033[Kirtop: interrupted after "));
    json_decref(tree);
    free(persons);
    free(trace);
    done_with(&sim);
    done_with(&ran);
    close(master);
}
END_TEST

START_TEST(quiet_shows_no_progress)
{
    struct ran sim = run("simulate -n 20000 -j 30 -o d.csv"), ran;
    static char shown[200000];
    int master;
    pid_t child;

    ck_assert_int_eq(unlink(path("stderr")), 0);
    child =
        start_on_terminal("fit d.csv -q 1000 --quiet --accelerate none --max-cycles 20",
                          &master);
    read_terminal(master, shown, sizeof shown, "irtop: ");
    ck_assert_int_eq(unlink(path("stderr")), 0);
    write_file("stderr", "");
    ran = finish(child);
    ck_assert_int_eq(ran.status, 3);
    ck_assert_int_eq(strncmp(shown, "irtop: not converged", 20), 0);
    done_with(&sim);
    done_with(&ran);
    close(master);
}
END_TEST

/* The data are a pipe: once it is open, the program is reading. */
START_TEST(interrupted_while_reading_it_says_so)
{
    char fifo[1200];
    struct ran ran;
    pid_t child;
    int data;

    snprintf(fifo, sizeof fifo, "%s", path("data.csv"));
    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    child = start("fit data.csv -o out.txt", "stdout");
    data = open(fifo, O_WRONLY);
    ck_assert_int_ge(data, 0);
    ck_assert_int_eq(kill(child, SIGTERM), 0);
    ran = finish(child);
    ck_assert_msg(ran.status == 130, "exit %d: %s", ran.status, ran.err);
    ck_assert_str_eq(ran.err, "irtop: interrupted\n");
    ck_assert_str_eq(ran.out, "");
    ck_assert_int_ne(access(path("out.txt"), F_OK), 0);
    close(data);
    done_with(&ran);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("batch");
    TCase *cases = tcase_create("batch");

    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, fit_prints_json);
    tcase_add_test(cases, without_a_terminal_a_file_is_fitted);
    tcase_add_test(cases, alone_it_walks_through_the_sample);
    tcase_add_test(cases, text_is_ascii_where_the_locale_is);
    tcase_add_loop_test(cases, help_and_version_are_printed, 0, 7);
    tcase_add_loop_test(cases, wrong_usage_is_status_1, 0,
                        sizeof wrong_usage / sizeof *wrong_usage);
    tcase_add_loop_test(cases, bad_data_is_status_2, 0,
                        sizeof bad_data / sizeof *bad_data);
    tcase_add_test(cases, a_folder_and_a_missing_item_are_status_2);
    tcase_add_test(cases, not_converged_is_status_3_with_results);
    tcase_add_test(cases, files_are_written);
    tcase_add_loop_test(cases, nodes_of_several_dimensions_are_named, 0, 2);
    tcase_add_test(cases, what_cannot_be_written_is_status_4);
    tcase_add_test(cases, nothing_is_half_written);
    tcase_add_loop_test(cases, a_closed_or_full_standard_output_is_status_4, 0, 5);
    tcase_add_test(cases, a_pipe_nobody_reads_is_status_4);
    tcase_add_test(cases, closed_standard_streams_do_no_harm);
    tcase_add_test(cases, simulate_writes_data_and_truth);
    tcase_add_test(cases, simulate_writes_schools_and_their_truth);
    tcase_add_test(cases, a_study_is_run_once_and_read_again);
    tcase_add_test(cases, studies_that_cannot_be_run_are_refused);
    tcase_add_loop_test(cases, an_interrupted_study_goes_on, 0, 3);
    tcase_add_loop_test(cases, simulate_writes_a_key, 0, 2);
    tcase_add_loop_test(cases, the_truth_has_the_models_columns, 0,
                        (int)(sizeof truths / sizeof *truths));
    tcase_add_test(cases, the_samples_are_made_by_their_commands);
    tcase_add_test(cases, what_was_simulated_can_be_estimated);
    tcase_add_test(cases, threads_do_not_change_a_bit);
    tcase_add_test(cases, a_script_gives_what_fit_gives);
    tcase_add_test(cases, a_script_starts_from_the_command_line);
    tcase_add_test(cases, a_script_that_fails_says_where);
    tcase_add_loop_test(cases, interrupted_work_is_written_as_it_stands, 0, 2);
    tcase_add_test(cases, quiet_shows_no_progress);
    tcase_add_test(cases, interrupted_while_reading_it_says_so);
    suite_add_tcase(suite, cases);
    return suite;
}
