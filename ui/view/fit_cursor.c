/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_cursor.c -- the cursor on Fit: on a number of the chosen item, pair, pattern or group, and
 * with them when they change. */
#include "config.h"

#include "view/fit.h"

#include "cursor.h"
#include "examine.h"
#include "fit/dif.h"
#include "fit/person_fit.h"

static enum ui_fit_page
page_of(const struct ui_quantity *q)
{
    switch ((enum ui_stat)q->category) {
    case UI_STAT_SX2:
    case UI_STAT_SQUARE: return UI_FIT_ITEMS;
    case UI_STAT_Q3:
    case UI_STAT_LD: return UI_FIT_PAIRS;
    case UI_STAT_LZ:
    case UI_STAT_PERSON: return UI_FIT_PERSONS;
    case UI_STAT_DIF: return UI_FIT_DIF;
    case UI_STAT_M2:
    case UI_STAT_G2:
    case UI_STAT_RELIABILITY: break;
    }
    return UI_FIT_TEST;
}

static struct ui_quantity
first_of(enum ui_fit_page page)
{
    static const struct ui_quantity first[UI_FIT_PAGES] = {
        [UI_FIT_ITEMS] = { UI_QUANTITY_FIT, .category = UI_STAT_SX2 },
        [UI_FIT_PAIRS] = { UI_QUANTITY_FIT, .category = UI_STAT_Q3 },
        [UI_FIT_PERSONS] = { UI_QUANTITY_FIT, .category = UI_STAT_LZ, .column = 1 },
        [UI_FIT_DIF] = { UI_QUANTITY_FIT, .category = UI_STAT_DIF },
        [UI_FIT_TEST] = { UI_QUANTITY_FIT, .category = UI_STAT_RELIABILITY },
    };

    return first[page];
}

/* The pattern that is chosen by its surprise. */
static size_t
pattern_of(const struct fit_state *state, const struct ui_session *session)
{
    const char *why;
    const struct irt_person_fit *fit = ui_examined_of(session, &irt_statistic_lz, &why);

    if (!fit || fit->known == 0)
        return 0;
    return fit->order[state->rank < fit->known ? state->rank : fit->known - 1];
}

static size_t
pair_of(const struct fit_state *state, const struct ui_session *session)
{
    const char *why;
    const struct irt_dif *dif = ui_examined_of(session, &irt_statistic_dif, &why);

    return dif && dif->pairs > 0 ? state->focal % dif->pairs : 0;
}

static bool
is_here(const struct fit_state *state, const struct ui_app *app)
{
    return app->has_cursor && app->cursor.kind == UI_QUANTITY_FIT &&
           page_of(&app->cursor) == state->page;
}

void
ui_fit_aim(const struct fit_state *state, struct ui_app *app)
{
    const struct ui_session *session = &app->session;
    struct ui_quantity *q = &app->cursor;

    if (!session->model || state->page == UI_FIT_COMPARE)
        return;
    if (!is_here(state, app))
        *q = first_of(state->page);
    app->has_cursor = true;
    if (state->page != UI_FIT_TEST && state->page != UI_FIT_PERSONS)
        q->item = session->item;
    if (q->category == UI_STAT_SQUARE)
        q->node = ui_fit_form_shown(session, state->form);
    if (state->page == UI_FIT_PAIRS)
        q->row = ui_fit_other(state, session);
    if (state->page == UI_FIT_PERSONS)
        q->pattern = pattern_of(state, session);
    if (state->page == UI_FIT_DIF)
        q->row = pair_of(state, session);
}

void
ui_fit_follow(const struct fit_state *state, struct ui_app *app)
{
    if (is_here(state, app))
        ui_fit_aim(state, app);
}

bool
ui_fit_cursor(const struct fit_state *state, struct ui_app *app,
              enum ui_direction direction)
{
    bool here = is_here(state, app);

    ui_fit_aim(state, app);
    if (!app->tui)
        ui_app_draw(app);
    if (!here)
        return true;
    bool moved = ui_cursor_move(app, direction);
    if (moved && is_here(state, app) &&
        (state->page == UI_FIT_ITEMS || state->page == UI_FIT_DIF))
        app->session.item = app->cursor.item;
    return moved;
}
