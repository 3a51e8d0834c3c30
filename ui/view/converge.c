/* SPDX-License-Identifier: GPL-3.0-or-later */
/* converge.c -- the Converge screen: how far the run has come, and who is still moving. */
#include "config.h"

#include "view/converge.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "light.h"
#include "report/stop.h"
#include "view/parts.h"
#include "view/view.h"

#define MOVING 8

/* Which parameters are drawn. */
enum drawn { ALL, SLOPES, INTERCEPTS, ONE_ITEM, DRAWN };

struct converge_state {
    enum drawn drawn;
};

/* --- numbers ------------------------------------------------------------------------- */

/* The cycle whose outcome is shown. */
static size_t
shown_cycle(const struct ui_session *session)
{
    return session->travel ? session->travel : ui_session_cycles(session);
}

/* The newest cycle up to there whose log-likelihood is known: the next E-step finds it. */
static size_t
known_cycle(const struct ui_session *session)
{
    size_t c = shown_cycle(session);

    return c > 0 && isnan(session->trace.loglik[c]) ? c - 1 : c;
}

static double
gain_of(const struct irt_trace *trace, size_t c)
{
    return c > 0 ? trace->loglik[c] - trace->loglik[c - 1] : NAN;
}

/* --- the first line ------------------------------------------------------------------ */

/* What the criterion looks at, with its name and where it is the parameter's. */
static int
draw_measure(const struct ui_session *session, struct ui_canvas *canvas, int y, int x)
{
    const struct irt_trace *trace = &session->trace;
    size_t c = shown_cycle(session);
    struct ui_quantity change = { .kind = UI_QUANTITY_CHANGE, .row = c + 1 };
    char name[80] = "", text[40];
    int start = x;

    if (session->choices.options.criterion == IRT_CRITERION_GRADIENT) {
        ui_small_text(ui_stop_measure(trace, IRT_CRITERION_GRADIENT, c), text,
                      sizeof text);
        return ui_text(canvas, y, x, UI_TEXT, "largest gradient %9s", text);
    }
    ui_small_text(c > 0 ? trace->max_change[c] : NAN, text, sizeof text);
    if (c > 0)
        ui_converge_name(session, trace->max_parameter[c], name, sizeof name);
    x += ui_text(canvas, y, x, UI_DIM, "largest change ");
    x += ui_number(canvas, y, x, UI_TEXT, change, "%9s", text);
    x += ui_text(canvas, y, x, UI_TEXT, name[0] ? "  %.24s" : "%s", name);
    return x - start;
}

static void
draw_first_line(const struct ui_session *session, struct ui_canvas *canvas,
                struct ui_rect rect)
{
    const struct irt_trace *trace = &session->trace;
    size_t known = known_cycle(session);
    struct ui_quantity loglik = { .kind = UI_QUANTITY_LOGLIK, .row = known + 1 };
    struct ui_quantity gain = { .kind = UI_QUANTITY_GAIN, .row = known + 1 };
    bool wide = rect.w >= 96;
    char text[40];
    int x = rect.x + 1;

    /* It is one cycle behind until the next E-step. */
    if (known == shown_cycle(session))
        x += ui_text(canvas, rect.y, x, UI_TITLE, "ℓ ");
    else
        x += ui_text(canvas, rect.y, x, UI_TITLE, wide ? "ℓ of cycle %zu " : "ℓ(%zu) ",
                     known);
    x += ui_number(canvas, rect.y, x, UI_TEXT, loglik, "%.6f", trace->loglik[known]);
    ui_small_text(gain_of(trace, known), text, sizeof text);
    x += ui_text(canvas, rect.y, x, UI_DIM, wide ? "   %s " : " %s ",
                 ui_converge_rises(session) ? "gained" : "moved");
    if (known > 0)
        x += ui_number(canvas, rect.y, x, UI_TEXT, gain, "%-10s", text);
    else
        x += ui_text(canvas, rect.y, x, UI_TEXT, "%-10s", "-");
    x += wide ? 3 : 1;
    x += draw_measure(session, canvas, rect.y, x);
    snprintf(text, sizeof text, "tolerance %g", session->choices.options.tolerance);
    if (x + 2 + ui_columns(text) > rect.x + rect.w)
        snprintf(text, sizeof text, "< %g", session->choices.options.tolerance);
    if (x + 1 + ui_columns(text) <= rect.x + rect.w)
        ui_text(canvas, rect.y, rect.x + rect.w - 1 - ui_columns(text), UI_DIM, "%s",
                text);
}

/* --- who is still moving ------------------------------------------------------------- */

/* In the metric that is shown. */
static double
moved(const struct ui_session *session, size_t c, size_t k)
{
    const struct irt_trace *trace = &session->trace;

    if (c == 0 || c >= trace->rows)
        return 0;
    return ui_converge_value(session, trace, c, k, NULL, 0) -
           ui_converge_value(session, trace, c - 1, k, NULL, 0);
}

/* "item3 b", where the estimated parameter is called "item3 d". */
static void
name_shown(const struct ui_session *session, size_t k, char *out, size_t size)
{
    const char *own = session->model->parameter[k].name;
    size_t item = session->model->parameter[k].item;
    char name[16];

    ui_converge_value(session, &session->trace, 0, k, name, sizeof name);
    if (item == IRT_NONE || strcmp(name, own) == 0)
        ui_converge_name(session, k, out, size);
    else
        snprintf(out, size, "%s %s", ui_item_name(session, item), name);
}

/* Of an item that is sick; returns the columns it took. */
static int
draw_light(const struct ui_session *session, size_t item, struct ui_canvas *canvas, int y,
           int x)
{
    char why[UI_LIGHT_WHY];
    struct ui_light light = ui_item_light(session, item, why, sizeof why);

    return light.sick ? ui_text(canvas, y, x, light.role, "%s", light.sign) + 1 : 0;
}

static void
draw_moving(const struct ui_session *session, struct ui_canvas *canvas,
            struct ui_rect rect)
{
    const struct irt_trace *trace = &session->trace;
    size_t c = shown_cycle(session), k[MOVING], n;
    int x = rect.x + 1;

    if (rect.h < 1)
        return;
    n = ui_converge_fastest(session, c, k, MOVING);
    x += ui_text(canvas, rect.y, x, UI_DIM, "%s",
                 session->ended && session->travel == 0 ? "moved last: "
                                                        : "still moving: ");
    for (size_t i = 0; i < n; i++) {
        struct ui_quantity parameter = { .kind = UI_QUANTITY_PARAMETER,
                                         .item = session->model->parameter[k[i]].item,
                                         .parameter = k[i],
                                         .row = c + 1 };
        double value = ui_converge_value(session, trace, c, k[i], NULL, 0);
        double move = moved(session, c, k[i]);
        char name[60], by[40], number[40];

        if (parameter.item == IRT_NONE)
            parameter.item = 0;
        name_shown(session, k[i], name, sizeof name);
        ui_small_text(fabs(move), by, sizeof by);
        snprintf(number, sizeof number, "%.4f", value);
        if (x + ui_columns(name) + (int)strlen(number) + (int)strlen(by) + 7 >
            rect.x + rect.w)
            break;
        if (session->model->parameter[k[i]].item != IRT_NONE)
            x += draw_light(session, session->model->parameter[k[i]].item, canvas, rect.y,
                            x);
        x += ui_text(canvas, rect.y, x, UI_TEXT, "%s ", name);
        if (value == irt_trace_psi(trace, c)[k[i]])
            x += ui_number(canvas, rect.y, x, UI_TEXT, parameter, "%s", number);
        else
            x += ui_text(canvas, rect.y, x, UI_TEXT, "%s", number);
        x += 3 + ui_text(canvas, rect.y, x, move == 0 ? UI_DIM : UI_CHANGED, " %s%s",
                         move < 0 ? "-" : "+", by);
    }
}

static void
draw_pins(const struct ui_session *session, struct ui_canvas *canvas, struct ui_rect rect)
{
    int x = rect.x + 1;

    if (rect.h < 1 || session->pins == 0)
        return;
    x += ui_text(canvas, rect.y, x, UI_DIM, "pinned, dashed: ");
    for (size_t p = 0; p < session->pins; p++) {
        const struct ui_pin *pin = &session->pin[p];
        size_t last = pin->trace.rows ? pin->trace.rows - 1 : 0;
        char text[200];

        snprintf(text, sizeof text, "%zu %s%s, %zu cycle%s, ℓ %.4f", p + 1,
                 ui_converge_comparable(session, pin) ? "" : "(other data, not drawn) ",
                 pin->label, last, last == 1 ? "" : "s",
                 pin->trace.loglik[last > 0 && isnan(pin->trace.loglik[last]) ? last - 1
                                                                              : last]);
        ui_cut_text(canvas, rect.y, x, rect.x + rect.w - x, UI_GHOST, "%s", text);
        x += ui_columns(text) + 3;
    }
}

/* --- the screen ---------------------------------------------------------------------- */

/* The plots' room, in the order of what matters most when there is little of it. */
static void
draw_plots(const struct converge_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t item = state->drawn == ONE_ITEM ? session->item : IRT_NONE;
    bool wide = rect.w >= 70, tall = rect.h >= 12, both, slopes;
    int top = !tall ? rect.h : rect.h * 2 / 5 < 7 ? rect.h / 2 : rect.h * 2 / 5;
    int half = rect.w / 2;
    struct ui_rect upper = ui_rows(rect, 0, top),
                   lower = ui_rows(rect, top, rect.h - top);

    bool bound = ui_converge_has_bound(session);
    (bound ? ui_converge_bound
           : ui_converge_loglik)(canvas, wide ? ui_columns_of(upper, 0, half) : upper,
                                 session);
    if (wide)
        (bound ? ui_converge_kl
               : ui_converge_measure)(canvas, ui_columns_of(upper, half, rect.w - half),
                                      session);
    if (!tall)
        return;
    slopes = ui_converge_any_path(session->model, UI_PATHS_SLOPES);
    both = wide && slopes && (state->drawn == ALL || state->drawn == ONE_ITEM);
    if (both || (slopes && state->drawn != INTERCEPTS))
        ui_converge_paths(canvas, both ? ui_columns_of(lower, 0, half) : lower, session,
                          UI_PATHS_SLOPES, item);
    if (both || !slopes || state->drawn == INTERCEPTS)
        ui_converge_paths(canvas,
                          both ? ui_columns_of(lower, half, rect.w - half) : lower,
                          session, UI_PATHS_INTERCEPTS, item);
}

static void
draw_nothing_yet(const struct ui_session *session, struct ui_canvas *canvas,
                 struct ui_rect body)
{
    int y = body.y + body.h / 3;
    const char *text = session->model
                           ? "no cycle yet: space runs, s does one stage, n one cycle"
                           : session->problem.message;

    ui_paragraph(canvas,
                 (struct ui_rect){ y, body.x + 3, body.h - body.h / 3, body.w - 6 },
                 session->model ? UI_TITLE : UI_BAD, text);
}

static void
converge_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
              struct ui_rect body)
{
    const struct ui_session *session = &app->session;
    bool airy = body.h >= 24;
    int below = body.h < 8 ? 0 : 1 + (session->pins > 0 && body.h >= 12) + airy;
    int above = 1 + airy;

    if (!session->model || ui_session_cycles(session) == 0) {
        draw_nothing_yet(session, canvas, body);
        return;
    }
    if (ui_converge_has_bound(session))
        ui_converge_bound_line(canvas, body, session, shown_cycle(session));
    else
        draw_first_line(session, canvas, body);
    draw_plots(private, session, canvas, ui_rows(body, above, body.h - above - below));
    if (below == 0)
        return;
    draw_moving(session, canvas, ui_rows(body, body.h - below + airy, 1));
    if (body.h >= 12)
        draw_pins(session, canvas, ui_rows(body, body.h - 1, session->pins > 0));
}

static void
speak_loglik(const struct ui_session *session, size_t c, size_t known, FILE *out)
{
    const struct irt_trace *trace = &session->trace;
    char name[80];

    fprintf(out, "After cycle %zu the %slog-likelihood is %.6f", known,
            ui_converge_kind(session), trace->loglik[known]);
    if (known > 0)
        fprintf(out, "; the cycle %s %.3g",
                ui_converge_rises(session) ? "gained" : "moved it by",
                gain_of(trace, known));
    if (!ui_converge_rises(session))
        fprintf(out, "; a robust mode does not maximise it");
    ui_converge_name(session, trace->max_parameter[c], name, sizeof name);
    fprintf(out,
            ".\nThe largest change in cycle %zu is %.6g, of %s; the tolerance is %g.\n",
            c, trace->max_change[c], name, session->choices.options.tolerance);
}

static void
converge_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct ui_session *session = &app->session;
    const struct irt_trace *trace = &session->trace;
    size_t c, known, k[MOVING], n;
    char name[80];

    (void)private;
    if (!session->model || ui_session_cycles(session) == 0) {
        fprintf(out, "%s.\n",
                session->model ? "No cycle is done yet" : session->problem.message);
        return;
    }
    c = shown_cycle(session);
    known = known_cycle(session);
    if (ui_converge_has_bound(session))
        ui_converge_speak_bound(session, c, out);
    else
        speak_loglik(session, c, known, out);
    n = ui_converge_fastest(session, c, k, MOVING);
    for (size_t i = 0; i < n; i++) {
        name_shown(session, k[i], name, sizeof name);
        fprintf(out, "%s is %.4f and moved by %.2g.\n", name,
                ui_converge_value(session, trace, c, k[i], NULL, 0),
                moved(session, c, k[i]));
    }
    for (size_t p = 0; p < session->pins; p++)
        fprintf(out, "Pinned for comparison: %s, %zu cycles.\n", session->pin[p].label,
                session->pin[p].trace.rows - 1);
}

/* --- its words ----------------------------------------------------------------------- */

static bool
converge_word(void *private, struct ui_app *app, const char *word, const char *argument,
              struct irt_error *error)
{
    static const char *const name[DRAWN] = { "all", "slopes", "intercepts", "item" };
    struct converge_state *state = private;
    const struct ui_session *session = &app->session;
    enum drawn drawn = (enum drawn)((state->drawn + 1) % DRAWN);

    if (strcmp(word, "parameters") != 0)
        return false;
    if (argument) {
        for (drawn = ALL; drawn < DRAWN && strcmp(argument, name[drawn]) != 0;)
            drawn++;
        if (drawn == DRAWN)
            return irt_fail(
                error, IRT_BAD_USAGE,
                "parameters: '%.40s' is not one of: all slopes intercepts item",
                argument);
    }
    state->drawn = drawn;
    snprintf(app->record, sizeof app->record, "word parameters %s", name[drawn]);
    if (drawn == ONE_ITEM && session->model)
        ui_app_say(app, false, "drawn: %.60s alone; [ and ] choose another item",
                   ui_item_name(session, session->item));
    else
        ui_app_say(app, false, "drawn: %s",
                   drawn == ALL          ? "all parameters"
                   : drawn == SLOPES     ? "the slopes"
                   : drawn == INTERCEPTS ? "the intercepts"
                                         : "one item");
    return true;
}

static const struct ui_binding converge_bindings[] = {
    { ' ', "toggle", "run/pause" },
    { 's', "step stage", "stage" },
    { 'n', "step cycle", "cycle" },
    { ',', "back", "travel" },
    { '.', "forward", "travel" },
    { 'p', "pin", "pin" },
    { 'c', "word parameters", "parameters" },
    { 'M', "metric next", "metric" },
    { UI_KEY_ENTER, "open", "open number" },
    { '[', "item -1", "item" },
    { ']', "item +1", "item" },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_converge = {
    .name = "converge",
    .title = "Converge",
    .brief = "Conv",
    .key = '2',
    .state_size = sizeof(struct converge_state),
    .bindings = converge_bindings,
    .draw = converge_draw,
    .speak = converge_speak,
    .word = converge_word,
};
