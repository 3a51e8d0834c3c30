/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "explain.h"
#include "view/view.h"

struct ui_app *stage_app;
char stage_folder[64];
char stage_word[64];

/* --- screens -------------------------------------------------------------------------- */

/* Three rows of two numbers: the prior's weights and the nodes, from the session. */
static void
table_draw(void *state, const struct ui_app *app, struct ui_canvas *canvas,
           struct ui_rect body)
{
    const struct irt_quadrature *q = app->session.quadrature;

    (void)state;
    ui_text(canvas, body.y, body.x + 2, UI_TITLE, "node and weight, item1 and item3");
    for (int n = 0; q && n < 3; n++) {
        struct ui_quantity node = { .kind = UI_QUANTITY_NODE, .node = (size_t)n };
        struct ui_quantity weight = { .kind = UI_QUANTITY_WEIGHT, .node = (size_t)n };

        ui_number(canvas, body.y + 2 + n, body.x + 4, UI_TEXT, node, "%9.4f", q->node[n]);
        ui_number(canvas, body.y + 2 + n, body.x + 20, UI_TEXT, weight, "%9.6f",
                  q->weight[n]);
    }
}

static void
table_speak(const void *state, const struct ui_app *app, FILE *out)
{
    (void)state;
    fprintf(out, "A table of %zu nodes.\n", app->session.quadrature->points);
}

static bool
table_word(void *state, struct ui_app *app, const char *word, const char *argument,
           struct irt_error *error)
{
    (void)state, (void)app;
    if (strcmp(word, "bad") == 0)
        return irt_fail(error, IRT_BAD_USAGE, "the table has no bad");
    snprintf(stage_word, sizeof stage_word, "%s %s", word, argument ? argument : "-");
    return true;
}

static const struct ui_binding table_bindings[] = {
    { 't', "word tail", "tail" }, { '[', "item -1", "item" }, { ']', "item +1", "item" },
    { 'n', "word mine", "mine" }, { 0, NULL, NULL },
};

static void
empty_draw(void *state, const struct ui_app *app, struct ui_canvas *canvas,
           struct ui_rect body)
{
    (void)state, (void)app;
    ui_text(canvas, body.y, body.x, UI_TEXT, "nothing here");
}

static void
empty_speak(const void *state, const struct ui_app *app, FILE *out)
{
    (void)state, (void)app;
    fputs("Nothing here.\n", out);
}

static const struct ui_binding no_bindings[] = { { 0, NULL, NULL } };

#define EMPTY(n, t, k)                                                             \
    {                                                                              \
        .name = n, .title = t, .key = k, .bindings = no_bindings, .state_size = 4, \
        .draw = empty_draw, .speak = empty_speak                                   \
    }
static const struct ui_view_ops table = {
    .name = "table",
    .title = "Table",
    .key = '1',
    .state_size = 8,
    .bindings = table_bindings,
    .draw = table_draw,
    .speak = table_speak,
    .word = table_word,
};
static const struct ui_view_ops others[] = {
    EMPTY("converge", "Converge", '2'), EMPTY("estep", "E-step", '3'),
    EMPTY("mstep", "M-step", '4'),      EMPTY("items", "Items", '5'),
    EMPTY("persons", "Persons", '7'),
};
const struct ui_view_ops *const ui_views[] = {
    &table, &others[0], &others[1], &others[2], &others[3], &others[4], NULL,
};

const struct ui_view_ops *
ui_view_find(const char *name)
{
    for (size_t k = 0; ui_views[k]; k++)
        if (strcmp(ui_views[k]->name, name) == 0)
            return ui_views[k];
    return NULL;
}

size_t
ui_view_index(const struct ui_view_ops *view)
{
    for (size_t k = 0; ui_views[k]; k++)
        if (ui_views[k] == view)
            return k;
    return 0;
}

/* A weight is made of its node and of the weight of the next; a node of nothing. */
bool
ui_explain(const struct ui_session *session, struct ui_quantity quantity,
           struct ui_explanation *out, struct irt_error *error)
{
    const struct irt_quadrature *q = session->quadrature;

    if (!q || quantity.node >= q->points)
        return irt_fail(error, IRT_BAD_USAGE, "there is no node %zu", quantity.node + 1);
    memset(out, 0, sizeof *out);
    bool node = quantity.kind == UI_QUANTITY_NODE;
    out->value = node ? q->node[quantity.node] : q->weight[quantity.node];
    snprintf(out->title, sizeof out->title, "%s %zu", node ? "node" : "weight",
             quantity.node + 1);
    snprintf(out->name, sizeof out->name, node ? "grid" : "normal density");
    snprintf(out->formula, sizeof out->formula, node ? "X_n" : "A_n = phi(X_n) / sum");
    out->lines = 1;
    snprintf(out->line[0], sizeof out->line[0], "= %.6f", out->value);
    if (node)
        return true;
    out->operands = quantity.node + 1 < q->points ? 2 : 1;
    for (size_t k = 0; k < out->operands; k++) {
        struct ui_operand *operand = &out->operand[k];

        operand->quantity = quantity;
        if (k == 0)
            operand->quantity.kind = UI_QUANTITY_NODE;
        else
            operand->quantity.node++;
        operand->value = k ? q->weight[quantity.node + 1] : q->node[quantity.node];
        snprintf(operand->label, sizeof operand->label, "%s %zu", k ? "weight" : "node",
                 quantity.node + 1 + k);
    }
    return true;
}

/* --- fixtures -------------------------------------------------------------------------- */

void
stage_set_up(void)
{
    struct irt_error error;

    strcpy(stage_folder, "/tmp/irtop-stage-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(stage_folder));
    setenv("XDG_STATE_HOME", stage_folder, 1);
    setenv("XDG_CONFIG_HOME", stage_folder, 1);
    unsetenv("NO_COLOR");
    stage_word[0] = '\0';
    stage_app = malloc(sizeof *stage_app);
    ck_assert_ptr_nonnull(stage_app);
    ck_assert(ui_app_init(stage_app, 24, 80, UI_GLYPHS_BRAILLE, &error));
    stage_do("load " STAGE_LSAT6);
    stage_do("accelerate none");
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

void
stage_tear_down(void)
{
    ui_app_free(stage_app);
    free(stage_app);
    nftw(stage_folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void
stage_do(const char *line)
{
    ck_assert_msg(ui_command_run(stage_app, line), "%s: %s", line, stage_app->message);
}

void
stage_fail(const char *line, enum irt_code code, const char *part)
{
    ck_assert_msg(!ui_command_run(stage_app, line), "%s: did not fail", line);
    ck_assert_int_eq(stage_app->error.code, code);
    ck_assert_msg(strstr(stage_app->message, part) != NULL, "%s: said '%s', not '%s'",
                  line, stage_app->message, part);
    ck_assert(stage_app->message_bad);
}

const char *
stage_row(int y)
{
    static char row[2000];
    char *all = ui_canvas_text(&stage_app->canvas), *line = all;

    ck_assert_ptr_nonnull(all);
    while (y-- > 0 && line)
        line = strchr(line, '\n') + 1;
    snprintf(row, sizeof row, "%.*s", (int)strcspn(line, "\n"), line);
    free(all);
    return row;
}

void
stage_draw(int h, int w)
{
    struct irt_error error;

    ck_assert(ui_app_resize(stage_app, h, w, &error));
    ui_app_draw(stage_app);
}

const char *
stage_path(const char *name)
{
    static char path[200];

    snprintf(path, sizeof path, "%s/%s", stage_folder, name);
    return path;
}

const char *
stage_read(const char *path)
{
    static char text[20000];
    FILE *in = fopen(path, "r");
    size_t length;

    ck_assert_msg(in != NULL, "%s is not there", path);
    length = fread(text, 1, sizeof text - 1, in);
    text[length] = '\0';
    fclose(in);
    return text;
}

void
stage_write(const char *name, const char *text)
{
    FILE *out = fopen(stage_path(name), "w");

    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

void
stage_settle(void)
{
    do {
        ui_session_wait(&stage_app->session);
        ui_app_poll(stage_app);
    } while (stage_app->session.busy || ui_app_pending(stage_app));
}
