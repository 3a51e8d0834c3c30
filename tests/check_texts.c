/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_texts.c -- the texts for people against the tree: CONTRIBUTING.md's diffs, the files
 * that the texts point at, the README's script and what it prints, the manual's keys. */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "command.h"
#include "keys.h"
#include "suite.h"

#define ELLIPSIS "…"

static char *
slurp(const char *name)
{
    char path[500], *text = NULL;
    size_t length = 0;
    FILE *in, *out = open_memstream(&text, &length);

    snprintf(path, sizeof path, "%s/%s", TEST_SRCDIR, name);
    in = fopen(path, "r");
    ck_assert_msg(in != NULL, "%s is not there", path);
    for (int c = getc(in); c != EOF; c = getc(in))
        putc(c, out);
    fclose(in);
    fclose(out);
    return text;
}

/* The next line of *text into out, without its end; false after the last. */
static bool
next_line(const char **text, char *out, size_t size)
{
    size_t length = strcspn(*text, "\n");

    if (**text == '\0')
        return false;
    snprintf(out, size, "%.*s", (int)length, *text);
    *text += length + ((*text)[length] == '\n');
    return true;
}

/* --- CONTRIBUTING.md ----------------------------------------------------------------- */

/* Whether a line is the wanted one, in which ELLIPSIS stands for anything. */
static bool
fits(const char *line, const char *wanted)
{
    const char *cut = strstr(wanted, ELLIPSIS);
    size_t length = cut != NULL ? (size_t)(cut - wanted) : 0;

    if (cut == NULL)
        return strcmp(line, wanted) == 0;
    if (strncmp(line, wanted, length) != 0)
        return false;
    for (line += length; !fits(line, cut + strlen(ELLIPSIS)); line++)
        if (*line == '\0')
            return false;
    return true;
}

/* Where the line ends in text; NULL: it is not there. */
static const char *
find_line(const char *text, const char *wanted)
{
    char line[400];

    while (next_line(&text, line, sizeof line))
        if (fits(line, wanted))
            return text;
    return NULL;
}

/* A diff shows a file's lines, in their order and cut at ELLIPSIS: what it adds and what it
 * keeps stands in the file, what it takes away does not. */
START_TEST(recipes_show_what_is_in_the_tree)
{
    char *contributing = slurp("CONTRIBUTING.md"), *file = NULL, name[200] = "",
         line[400];
    const char *text = contributing, *rest = NULL;
    bool diff = false;
    size_t files = 0, lines = 0;

    while (next_line(&text, line, sizeof line)) {
        if (strncmp(line, "```", 3) == 0) {
            diff = strcmp(line, "```diff") == 0;
        } else if (diff && sscanf(line, "+++ b/%199s", name) == 1) {
            free(file);
            rest = file = slurp(name);
            files++;
        } else if (diff && strncmp(line, "--- ", 4) != 0 &&
                   strcmp(line + 1, ELLIPSIS) != 0) {
            ck_assert_msg(rest != NULL, "CONTRIBUTING.md: of which file is: %s", line);
            if (line[0] == '-') {
                ck_assert_msg(find_line(file, line + 1) == NULL, "%s has: %s", name,
                              line);
                continue;
            }
            rest = find_line(rest, line + (line[0] != '\0'));
            ck_assert_msg(rest != NULL, "%s lacks, or has it before the line above: %s",
                          name, line);
            lines++;
        }
    }
    ck_assert_uint_ge(files, 12);
    ck_assert_uint_ge(lines, 60);
    free(file);
    free(contributing);
}
END_TEST

/* --- all of them --------------------------------------------------------------------- */

static const char *const texts[] = { "README.md", "CONTRIBUTING.md", "NEWS.md",
                                     "samples/README.md" };

START_TEST(links_lead_to_files)
{
    char *text = slurp(texts[_i]), path[500];

    for (const char *at = text; (at = strstr(at, "](")) != NULL; at++) {
        int length = (int)strcspn(at + 2, ")");

        if (strncmp(at + 2, "http", 4) == 0)
            continue;
        snprintf(path, sizeof path, "%s/%.*s", TEST_SRCDIR, length, at + 2);
        ck_assert_msg(access(path, R_OK) == 0, "%s: %s is not there", texts[_i], path);
    }
    free(text);
}
END_TEST

/* --- README.md ----------------------------------------------------------------------- */

/* The text between two others, in memory of its own. */
static char *
between(const char *text, const char *before, const char *after)
{
    const char *start = strstr(text, before), *end;

    ck_assert_msg(start != NULL, "README.md lacks: %s", before);
    start += strlen(before);
    end = strstr(start, after);
    ck_assert_msg(end != NULL, "README.md lacks: %s", after);
    return strndup(start, (size_t)(end - start));
}

START_TEST(the_script_prints_what_the_readme_says)
{
    static const char run[] = "$ irtop --run lecture.irtop --no-tui\n";
    char *readme = slurp("README.md"), line[400], *printed = NULL;
    char *script = between(readme, "$ cat lecture.irtop\n", run);
    char *wanted = between(readme, run, "```");
    const char *text = script;
    struct ui_app *app = calloc(1, sizeof *app);
    struct irt_error error;
    size_t size = 0;

    ck_assert_ptr_nonnull(app);
    ck_assert_int_eq(chdir(TEST_SRCDIR), 0);
    ck_assert(ui_app_init(app, 24, 80, UI_GLYPHS_BRAILLE, &error));
    app->out = open_memstream(&printed, &size);
    while (next_line(&text, line, sizeof line))
        if (strncmp(line, "export ", 7) != 0)
            ck_assert_msg(ui_command_run(app, line), "%s: %s", line, app->message);
    ui_app_poll(app);
    fclose(app->out);
    ck_assert_str_eq(printed, wanted);
    ui_app_free(app);
    free(app);
    free(printed);
    free(wanted);
    free(script);
    free(readme);
}
END_TEST

/* --- the manual ---------------------------------------------------------------------- */

START_TEST(the_manual_lists_every_key)
{
    char *page = slurp("man/irtop.1");
    char *keys = between(page, ".SH KEYS\n", "\n.SH "), wanted[64], name[16];

    for (const struct ui_binding *b = ui_global_bindings; b->key != 0; b++) {
        const char *shown = ui_key_name(b->key, name), *dash = strchr(shown, '-');

        if (dash != NULL)
            snprintf(wanted, sizeof wanted, "\\fB%.*s\\%s\\fR", (int)(dash - shown),
                     shown, dash);
        else
            snprintf(wanted, sizeof wanted, "\\fB%s\\fR", shown);
        ck_assert_msg(strstr(keys, wanted) != NULL, "man/irtop.1, KEYS, lacks %s: %s",
                      wanted, b->command);
    }
    free(keys);
    free(page);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("texts");
    TCase *tests = tcase_create("texts");

    tcase_add_test(tests, recipes_show_what_is_in_the_tree);
    tcase_add_loop_test(tests, links_lead_to_files, 0, sizeof texts / sizeof *texts);
    tcase_add_test(tests, the_script_prints_what_the_readme_says);
    tcase_add_test(tests, the_manual_lists_every_key);
    suite_add_tcase(suite, tests);
    return suite;
}
