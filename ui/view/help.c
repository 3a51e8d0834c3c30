/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/help.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "keys.h"
#include "view/view.h"
#include "words.h"
#include "wrap.h"

#define NAME_COLUMNS 26

/* Where lines go: to a file, or those from top on into a rectangle of a canvas. */
struct page {
    FILE *out;
    struct ui_canvas *canvas; /* or NULL: they are only counted */
    struct ui_rect body;
    size_t top, line;
};

static int
name_columns(const struct page *page)
{
    return page->out || page->body.w >= 60 ? NAME_COLUMNS : NAME_COLUMNS / 2;
}

static void
put_line(struct page *page, enum ui_role role, const char *name, const char *text)
{
    int y = page->body.y + (int)(page->line - page->top);
    bool shown = page->line >= page->top && y < page->body.y + page->body.h;

    page->line++;
    if (page->out && text[0]) {
        fprintf(page->out, "  %-*s %s\n", name_columns(page), name, text);
    } else if (page->out) {
        fprintf(page->out, "%s%s\n", role == UI_TITLE ? "" : "  ", name);
    } else if (shown && page->canvas) {
        ui_text(page->canvas, y, page->body.x + 1, role, "%s", name);
        ui_text(page->canvas, y, page->body.x + 2 + name_columns(page), UI_TEXT, "%s",
                text);
    }
}

/* A name and its text; a long name has a line of its own, a long text several. */
static void
put(struct page *page, enum ui_role role, const char *name, const char *text)
{
    int room = page->out ? 1000 : page->body.w - name_columns(page) - 3;
    char line[200];

    if (!text[0] || ui_columns(name) > name_columns(page)) {
        put_line(page, role, name, "");
        name = "";
    }
    while (ui_wrap_line(&text, room > 8 ? room : 8, line, sizeof line)) {
        put_line(page, role, name, line);
        name = "";
    }
}

/* What a key does where the help of its command would say more than that, or less: of a
 * screen's own words and of commands with an argument. */
static const struct {
    const char *line, *text;
} key_help[] = {
    { "step stage", "do the next stage: E1 to E4, then each Newton step" },
    { "step cycle", "go on to the end of the cycle" },
    { "back", "show the cycle before" },
    { "forward", "show the cycle after" },
    { "open", "open the number under the cursor: its formula, with its numbers" },
    { "speed slower", "run slower: down to one stage a second" },
    { "speed faster", "run faster: up to as fast as it goes" },
    { "item -1", "the item before" },
    { "item +1", "the item after" },
    { "pattern -1", "the response pattern before" },
    { "pattern +1", "the response pattern after" },
    { "word first", "the first" },
    { "word last", "the last" },
    { "word left", "the value before" },
    { "word right", "the value after" },
    { "word edit", "type a value" },
    { "word open", "open a file" },
    { "word order", "another order" },
    { "word answers", "who chose what, by score on the other items; or the curves" },
    { "word score", "another score: EAP, MAP, ML, WLE" },
    { "word table", "from the posterior to the artificial data, and back" },
    { "word parameters", "which parameters are drawn" },
    { "word others", "fit fixed effects, random ones and averages beside" },
    { "word fewer", "deal the persons to fewer simulated schools" },
    { "word more", "deal the persons to more simulated schools" },
    { "word truth", "the errors of the estimates against the truth; or the plots" },
    { "word earlier", "the messages of the round before" },
    { "word later", "the messages of the round after" },
    { "word call", "the call to all schools, or the school's answer" },
    { "word school -1", "the school before" },
    { "word school +1", "the school after" },
    { "race toggle", "start the race, or stop it" },
    { "word factor", "another factor along the curves" },
    { "word previous", "the section before" },
    { "word next", "the section after" },
    { "study toggle", "run the study, or stop it; it goes on where it was" },
    { "word told", "formulas, sources and how to read them; or the numbers" },
    { "word form", "infit and outfit over the posterior, at EAP, at Warm's estimate" },
    { "word counts", "the item's curve, or the counts that S-X² compares" },
    { "word all", "compute what takes long, too" },
    { "word number",
      "open the pair or the number; on compare, compare others with this" },
    { "word back", "from a pair back to the map; else back out by one level" },
    { "word before", "the category, or on dif the group, before" },
    { "word after", "the category, or on dif the group, after" },
    { "word anchors", "DIF: all other items are anchors, or those that do not differ" },
    { "word largest", "the pair that stands out most, then the next" },
    { "word cancel", "leave off computing" },
    { "item 1", "the first item" },
    { "word hide",
      "hide the item's answer, as if it had not been given; or show it again" },
    { "word flip", "the answer's next category" },
    { "word own", "the person's own answers again" },
    { "word show",
      "the next page: a person, the weights, the expected loss, the Q-matrix" },
    { "word layer", "the weights of the next layer" },
    { "word dimension", "the next dimension of θ, of several" },
    { "word about", "what this screen shows" },
    { "axes next", "the next two dimensions, of several" },
    { "metric next", "another metric: a and d, a and b, loadings" },
};

/* The same, where it is so on one screen only. */
static const struct {
    const char *screen, *line, *text;
} screen_help[] = {
    { "fit", "word table", "the next page" },
    { "fit", "word left", "the column before" },
    { "fit", "word right", "the column after" },
    { "schools", "word truth", "read the true effects" },
    { "study", "word parameter", "another parameter: a, b, s, theta, b_scale" },
    { "race", "word parameter", "distances of difficulties b, or of slopes a" },
    { "study", "word measure", "another measure: bias, mse, rmse, coverage" },
    { "vae", "word measure",
      "of several dimensions: whether the item measures the chosen one" },
};

/* What up and down move through, as the key bar has it. */
static const char *
moved_through(const struct ui_binding *list)
{
    for (; list->key; list++)
        if (strcmp(list->command, "word up") == 0 && list->label)
            return list->label;
    return "row";
}

/* The screen that has these keys; NULL: no single one. */
static const char *
screen_of(const struct ui_binding *list)
{
    for (size_t v = 0; ui_views[v]; v++)
        if (ui_views[v]->bindings == list)
            return ui_views[v]->name;
    return NULL;
}

/* What is said of a key on the screen, or else anywhere; NULL: nothing. */
static const char *
find_help(const char *line, const char *screen)
{
    for (size_t k = 0; screen && k < sizeof screen_help / sizeof screen_help[0]; k++)
        if (strcmp(line, screen_help[k].line) == 0 &&
            strcmp(screen, screen_help[k].screen) == 0)
            return screen_help[k].text;
    for (size_t k = 0; k < sizeof key_help / sizeof key_help[0]; k++)
        if (strcmp(line, key_help[k].line) == 0)
            return key_help[k].text;
    return NULL;
}

static void
describe(const struct ui_binding *list, const char *line, char *text, size_t size)
{
    const char *help = find_help(line, screen_of(list));
    const struct ui_command *command = NULL;
    struct ui_words words;

    if (strcmp(line, "word up") == 0 || strcmp(line, "word down") == 0) {
        snprintf(text, size, "the %s %s", moved_through(list),
                 line[5] == 'u' ? "before" : "after");
        return;
    }
    if (help) {
        snprintf(text, size, "%s", help);
        return;
    }
    if (ui_words_split(line, &words, NULL) && words.count > 0)
        command = ui_command_find(words.word[0]);
    snprintf(text, size, "%s", command ? command->help : line);
    ui_words_free(&words);
}

static bool
same_binding(const struct ui_binding *list, const struct ui_binding *b)
{
    for (; list && list->key; list++)
        if (list->key == b->key && strcmp(list->command, b->command) == 0)
            return true;
    return false;
}

/* The keys from b on that do the same; "" when one before b does too, and has told. */
static void
list_keys(const struct ui_binding *list, const struct ui_binding *b, const char *text,
          char *keys, size_t size)
{
    char other[200], name[16];
    size_t length = 0;

    keys[0] = '\0';
    for (const struct ui_binding *c = list; c->key; c++) {
        describe(list, c->command, other, sizeof other);
        if (strcmp(text, other) != 0)
            continue;
        if (c < b)
            return;
        if (length + 20 < size)
            length += (size_t)snprintf(keys + length, size - length, "%s%s",
                                       length ? " " : "", ui_key_name(c->key, name));
    }
}

/* Keys that do the same stand on one line; those that do it everywhere are left out. */
static void
put_bindings(struct page *page, const struct ui_binding *list,
             const struct ui_binding *everywhere)
{
    char keys[120], text[200];

    for (const struct ui_binding *b = list; b->key; b++) {
        if (same_binding(everywhere, b))
            continue;
        describe(list, b->command, text, sizeof text);
        list_keys(list, b, text, keys, sizeof keys);
        if (keys[0])
            put(page, UI_KEY, keys, text);
    }
}

static void
put_keys(struct page *page, const struct ui_app *app)
{
    char title[64], key[2] = "", text[80];

    if (app->view && app->view->bindings && app->view->bindings->key) {
        snprintf(title, sizeof title, "Keys on %s", app->view->title);
        put(page, UI_TITLE, title, "");
        put_bindings(page, app->view->bindings, ui_global_bindings);
        put(page, UI_TITLE, "", "");
    }
    put(page, UI_TITLE, "Keys everywhere", "");
    put_bindings(page, ui_global_bindings, NULL);
    for (size_t k = 0; ui_views[k]; k++) {
        key[0] = ui_views[k]->key;
        snprintf(text, sizeof text, "the screen %s", ui_views[k]->title);
        put(page, UI_KEY, key, text);
    }
    put(page, UI_TITLE, "", "");
}

static void
put_commands(struct page *page)
{
    const struct ui_command *command;
    char name[80];

    put(page, UI_TITLE, "Commands, given after : (a beginning will do)", "");
    for (size_t k = 0; (command = ui_command_at(k)) != NULL; k++) {
        snprintf(name, sizeof name, "%s %s", command->name, command->arguments);
        put(page, UI_KEY, name, command->help);
    }
}

static void
put_all(struct page *page, const struct ui_app *app)
{
    put_keys(page, app);
    put_commands(page);
}

void
ui_help_print(const struct ui_app *app, FILE *out)
{
    struct page page = { .out = out };

    put_all(&page, app);
}

void
ui_help_draw(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body)
{
    struct page count = { .body = { 0, 0, 0, body.w } };
    struct page page = { .canvas = canvas, .body = body };
    size_t rows = body.h > 0 ? (size_t)body.h : 0;

    put_all(&count, app);
    if (app->help_top + rows > count.line)
        app->help_top = count.line > rows ? count.line - rows : 0;
    page.top = app->help_top;
    put_all(&page, app);
}
