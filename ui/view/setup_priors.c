/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup_priors.c -- the priors in force, each with its density: a strip of one row beside
 * its name, and a picture with where the parameters are now. */
#include "config.h"

#include "view/setup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/plot.h"
#include "view/parts.h"

#define POINTS      121
#define STRIP       12 /* columns of a strip, at most */
#define LEAST_STRIP 5
#define LEAST_PLOT  19 /* columns of a picture */
#define MARKED      60 /* parameters whose values are marked */

/* --- which there are --------------------------------------------------------------------- */

/* c of all items that have this prior; a name's number is no matter. */
static bool
belongs(const struct ui_prior_group *group, const struct irt_parameter *parameter)
{
    return group->letter == parameter->name[0] &&
           group->prior.kind == parameter->prior.kind &&
           group->prior.first == parameter->prior.first &&
           group->prior.second == parameter->prior.second &&
           group->by_default == parameter->by_default;
}

size_t
ui_priors(const struct ui_session *session, struct ui_prior_group *group, size_t most)
{
    const struct irt_model *model = session->model;
    size_t count = 0;

    for (size_t k = 0; model && k < model->parameters; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        size_t g = 0;

        if (parameter->free == IRT_NONE || !parameter->owner ||
            parameter->prior.kind == IRT_PRIOR_NONE)
            continue;
        while (g < count && !belongs(&group[g], parameter))
            g++;
        if (g == most)
            continue;
        if (g == count)
            group[count++] = (struct ui_prior_group){ .letter = parameter->name[0],
                                                      .prior = parameter->prior,
                                                      .by_default = parameter->by_default,
                                                      .first = k };
        group[g].parameters++;
    }
    return count;
}

/* "c ~ beta(5,17)", or of one parameter alone "item3.c ~ beta(5,17)". */
static void
name_group(const struct ui_session *session, const struct ui_prior_group *group,
           bool brief, char *out, size_t size)
{
    char prior[50], name[60];

    irt_prior_text(&group->prior, prior, sizeof prior);
    if (group->parameters == 1 && !brief)
        irt_model_label(session->model, session->data, group->first, name, sizeof name);
    else
        snprintf(name, sizeof name, "%c", group->letter);
    snprintf(out, size, "%s ~ %s", name, prior);
}

/* "c ~ beta(5,17): 5 parameters, by default" */
void
ui_prior_sentence(const struct ui_session *session, const struct ui_prior_group *group,
                  char *out, size_t size)
{
    char name[120];

    name_group(session, group, false, name, sizeof name);
    snprintf(out, size, "%s%s%.0zu%s%s", name, group->parameters > 1 ? ", " : "",
             group->parameters > 1 ? group->parameters : 0,
             group->parameters > 1 ? " parameters" : "",
             group->by_default ? ", the model's own" : "");
}

/* --- densities --------------------------------------------------------------------------- */

/* Where there is something to see. */
static void
range_of(const struct irt_prior *prior, double *lo, double *hi)
{
    double p = prior->first, q = prior->second, margin;

    switch (prior->kind) {
    case IRT_PRIOR_LOGNORMAL:
        *lo = 0;
        *hi = exp(p + fmin(2.5 * q, 3.0));
        break;
    case IRT_PRIOR_BETA:
    case IRT_PRIOR_LOGIT:
        *lo = 0;
        *hi = 1;
        break;
    case IRT_PRIOR_UNIFORM:
        margin = 0.1 * (q - p);
        *lo = p - margin;
        *hi = q + margin;
        break;
    default: *lo = p - 3.2 * q; *hi = p + 3.2 * q;
    }
}

/* The density at POINTS places; returns the largest. */
static double
fill_density(const struct irt_prior *prior, double lo, double hi, double *x, double *y)
{
    double most = 0;

    for (size_t n = 0; n < POINTS; n++) {
        /* Not at the ends themselves, where it may be infinite. */
        x[n] = lo + (hi - lo) * ((double)n + 0.5) / POINTS;
        y[n] = exp(irt_prior_log(prior, x[n], NULL, NULL));
        most = fmax(most, y[n]);
    }
    return most;
}

/* A density that runs up to infinity is cut. */
static double
top_of(const struct irt_prior *prior, double most)
{
    return prior->kind == IRT_PRIOR_BETA ? fmin(most, 12) : most;
}

static void
draw_strip(struct ui_canvas *canvas, int y, int x, int columns,
           const struct irt_prior *prior)
{
    double at[POINTS], density[POINTS], lo, hi, most;
    struct ui_plot plot;

    range_of(prior, &lo, &hi);
    most = fill_density(prior, lo, hi, at, density);
    plot =
        ui_plot_open(canvas, (struct ui_rect){ y, x, 1, columns },
                     &(struct ui_axes){ .x0 = lo, .x1 = hi, .y1 = top_of(prior, most) });
    ui_plot_curve(&plot, UI_PRIOR, at, density, POINTS);
}

void
ui_priors_strip(struct ui_canvas *canvas, int y, int x, int columns,
                const struct ui_session *session)
{
    struct ui_prior_group group[UI_PRIORS];
    size_t count = ui_priors(session, group, UI_PRIORS);
    int end = x + columns;

    x += ui_text(canvas, y, x, UI_DIM, "MAP: ");
    for (size_t g = 0; g < count; g++) {
        char name[120];
        int room = (end - x) / (int)(count - g), strip;

        name_group(session, &group[g], true, name, sizeof name);
        strip = room - ui_columns(name) - 3;
        strip = strip > STRIP ? STRIP : strip;
        if (strip < LEAST_STRIP)
            strip = end - x - ui_columns(name) - 3 >= LEAST_STRIP ? LEAST_STRIP : 0;
        if (x + ui_columns(name) > end) {
            ui_text(canvas, y, end - 1, UI_DIM, "…");
            return;
        }
        x += ui_text(canvas, y, x, UI_DIM, "%s ", name);
        draw_strip(canvas, y, x, strip, &group[g].prior);
        x += strip + 2;
    }
}

/* --- the picture -------------------------------------------------------------------------- */

/* The parameters of the group where they are now, on the axis. */
static void
mark_values(struct ui_plot *plot, const struct ui_session *session,
            const struct ui_prior_group *group)
{
    const struct irt_model *model = session->model;
    const double *psi = session->fit ? session->fit->psi : ui_session_psi(session);
    size_t marked = 0;

    if (!psi || ui_session_cycles(session) == 0)
        return;
    for (size_t k = 0; k < model->parameters && marked < MARKED; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        const double bottom = 0;

        if (parameter->free == IRT_NONE || !belongs(group, parameter))
            continue;
        ui_plot_points(plot, UI_CURVE_0, 0x25B4, &psi[k], &bottom, 1);
        marked++;
    }
}

static void
draw_density(struct ui_canvas *canvas, struct ui_rect rect,
             const struct ui_session *session, const struct ui_prior_group *group)
{
    double x[POINTS], y[POINTS], lo, hi, most;
    char title[160];
    struct ui_plot plot;

    name_group(session, group, false, title, sizeof title);
    if (group->parameters > 1)
        snprintf(title + strlen(title), sizeof title - strlen(title), " ×%zu",
                 group->parameters);
    range_of(&group->prior, &lo, &hi);
    most = fill_density(&group->prior, lo, hi, x, y);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x0 = lo,
                                           .x1 = hi,
                                           .y1 = 1.05 * top_of(&group->prior, most),
                                           .x_ticks = rect.w > 40 ? 7 : 4 });
    ui_plot_curve(&plot, UI_PRIOR, x, y, POINTS);
    mark_values(&plot, session, group);
}

void
ui_priors_draw(struct ui_canvas *canvas, struct ui_rect rect,
               const struct ui_session *session)
{
    struct ui_prior_group group[UI_PRIORS];
    size_t count = ui_priors(session, group, UI_PRIORS);
    size_t fit = rect.w > LEAST_PLOT ? (size_t)(rect.w / LEAST_PLOT) : 1;
    char more[48] = "";
    int w;

    if (count == 0 || rect.h < 2)
        return;
    fit = fit < count ? fit : count;
    if (fit < count)
        snprintf(more, sizeof more, " (%zu more find no room)", count - fit);
    ui_cut_text(canvas, rect.y, rect.x + 2, rect.w - 2, UI_TITLE,
                "prior densities%s%s: the estimates are the posterior's mode",
                ui_session_cycles(session) > 0 ? ", ▴ the parameters now" : "", more);
    w = rect.w / (int)fit > 60 ? 60 : rect.w / (int)fit;
    for (size_t g = 0; g < fit; g++)
        draw_density(canvas,
                     (struct ui_rect){ rect.y + 1, rect.x + 2 + (int)g * w, rect.h - 1,
                                       w - 2 },
                     session, &group[g]);
}
