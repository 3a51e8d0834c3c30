/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dif.c -- differential item functioning, written: a table for each focal group. */
#include "config.h"

#include "fit/dif.h"

#include "statistic/statistic.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "model/name_list.h"
#include "report/text_parts.h"
#include "statistic/parts.h"

#define KEYS                                                                            \
    "reference focal persons mh_chi2 mh_p mh_alpha mh_delta mh_delta_se smd ets "       \
    "in_score "                                                                         \
    "logistic_x2 logistic_p logistic_uniform_x2 logistic_uniform_p "                    \
    "logistic_nonuniform_x2 "                                                           \
    "logistic_nonuniform_p logistic_r2 logistic_uniform_r2 logistic_class lr_x2 lr_df " \
    "lr_p lr_uniform_x2 lr_uniform_df lr_uniform_p lr_nonuniform_x2 lr_nonuniform_df "  \
    "lr_nonuniform_p wald_x2 wald_df wald_p anchor curves"

/* What is written of one focal group. */
struct view {
    const struct irt_dif *dif;
    const struct irt_dif_pair *pair;
};

/* --- JSON ------------------------------------------------------------------------------ */

static json_t *
letter(char class)
{
    return class != 0 ? json_stringn(&class, 1) : json_null();
}

static void
put_test(struct writer *w, json_t *part, const char *name,
         const struct irt_dif_test *test)
{
    char key[40];

    snprintf(key, sizeof key, "%s_x2", name);
    put(w, part, key, real(test->x2));
    snprintf(key, sizeof key, "%s_df", name);
    put(w, part, key, isfinite(test->df) ? count(test->df) : json_null());
    snprintf(key, sizeof key, "%s_p", name);
    put(w, part, key, real(test->p));
}

static void
put_mantel(struct writer *w, json_t *part, const struct irt_dif_item *x)
{
    put(w, part, "mh_chi2", real(x->mantel.chi2));
    put(w, part, "mh_p", real(x->mantel.p));
    put(w, part, "mh_alpha", real(x->mantel.alpha));
    put(w, part, "mh_delta", real(x->mantel.delta));
    put(w, part, "mh_delta_se", real(x->mantel.delta_se));
    put(w, part, "smd", real(x->mantel.smd));
    put(w, part, "ets", letter(x->mantel.ets));
    put(w, part, "in_score", json_boolean(x->in_score));
}

static void
put_regression(struct writer *w, json_t *part, const struct irt_dif_item *x)
{
    const struct irt_regression *r = &x->regression;

    put(w, part, "logistic_x2", real(r->total));
    put(w, part, "logistic_p", real(r->total_p));
    put(w, part, "logistic_uniform_x2", real(r->uniform));
    put(w, part, "logistic_uniform_p", real(r->uniform_p));
    put(w, part, "logistic_nonuniform_x2", real(r->nonuniform));
    put(w, part, "logistic_nonuniform_p", real(r->nonuniform_p));
    put(w, part, "logistic_r2", real(r->total_r2));
    put(w, part, "logistic_uniform_r2", real(r->uniform_r2));
    put(w, part, "logistic_class", letter(r->size));
}

/* Both groups' parameters, as items have them. */
static json_t *
curves(struct writer *w, const struct irt_dif_item *x)
{
    static const char *const names[] = { "reference", "focal" };
    json_t *part = json_object();

    if (x->par[0] == NULL) {
        json_decref(part);
        return json_null();
    }
    for (size_t g = 0; g < 2; g++) {
        struct irt_item_report r;
        json_t *group = json_object();

        x->shape.ops->report(&x->shape, x->par[g], &r);
        put(w, group, "a", numbers(w, r.a, r.a_count));
        put(w, group, "d", numbers(w, r.d, r.d_count));
        put(w, group, "b", numbers(w, r.b, r.b_count));
        put(w, part, names[g], group);
    }
    return part;
}

static void
put_reasons(struct writer *w, json_t *part, const struct irt_dif_item *x)
{
    json_t *reasons = json_object();

    if (x->why_not_mantel[0] != '\0')
        put(w, reasons, "mh", text(x->why_not_mantel));
    if (x->why_not_regression[0] != '\0')
        put(w, reasons, "logistic", text(x->why_not_regression));
    if (x->why_not_model[0] != '\0')
        put(w, reasons, "lr", text(x->why_not_model));
    if (x->why_not_wald[0] != '\0')
        put(w, reasons, "wald", text(x->why_not_wald));
    if (json_object_size(reasons) > 0)
        put(w, part, "why_not", reasons);
    else
        json_decref(reasons);
}

static void
entry(struct writer *w, json_t *part, const void *result, size_t j)
{
    const struct view *view = result;
    const struct irt_dif_item *x = &view->pair->item[j];

    put(w, part, "reference", text(view->dif->level[0]));
    put(w, part, "focal", text(view->dif->level[view->pair->focal]));
    put(w, part, "persons", count(x->complete));
    put_mantel(w, part, x);
    put_regression(w, part, x);
    put_test(w, part, "lr", &x->lr);
    put_test(w, part, "lr_uniform", &x->uniform);
    put_test(w, part, "lr_nonuniform", &x->nonuniform);
    put_test(w, part, "wald", &x->wald);
    put(w, part, "anchor", json_boolean(x->anchor));
    put(w, part, "curves", curves(w, x));
    put_reasons(w, part, x);
}

static json_t *
group(struct writer *w, const struct irt_dif *dif, const struct irt_dif_pair *pair)
{
    json_t *part = json_object();

    put(w, part, "focal", text(dif->level[pair->focal]));
    put(w, part, "persons", count(pair->persons[1]));
    put(w, part, "mean", real(pair->mean));
    put(w, part, "variance", real(pair->sd * pair->sd));
    put(w, part, "score_rounds", count((double)pair->score_rounds));
    put(w, part, "score_settled", json_boolean(pair->score_settled));
    put(w, part, "anchor_rounds", count((double)pair->anchor_rounds));
    put(w, part, "anchors_settled", json_boolean(pair->anchors_settled));
    return part;
}

static json_t *
groups(struct writer *w, const struct irt_dif *dif)
{
    json_t *part = json_object(), *list = json_array();

    put(w, part, "column", text(dif->column));
    put(w, part, "reference", text(dif->level[0]));
    put(w, part, "persons", count(dif->pair[0].persons[0]));
    put(w, part, "without_group", count(dif->without));
    put(w, part, "purified", json_boolean(dif->purified));
    for (size_t k = 0; k < dif->pairs; k++)
        push(w, list, group(w, dif, &dif->pair[k]));
    put(w, part, "groups", list);
    return part;
}

static void
dif_json(struct writer *w, json_t *fit, const struct ui_report *report,
         const void *result)
{
    const struct irt_dif *dif = result;
    json_t *list = json_array();

    for (size_t k = 0; k < dif->pairs; k++) {
        struct view view = { dif, &dif->pair[k] };
        json_t *part = ui_json_items(w, report, KEYS, &view, entry);

        w->failed = w->failed || json_array_extend(list, part) != 0;
        json_decref(part);
    }
    put(w, fit, "dif", list);
    put(w, fit, "dif_groups", groups(w, dif));
}

/* --- for people ------------------------------------------------------------------------ */

static void
line(const void *result, size_t j, FILE *out)
{
    const struct irt_dif_item *x = &((const struct view *)result)->pair->item[j];

    ui_text_number(out, 8, 2, x->mantel.delta);
    fprintf(out, "%7c", x->mantel.ets != 0 ? x->mantel.ets : '-');
    ui_text_p(out, 9, x->mantel.p);
    ui_text_p(out, 8, x->regression.total_p);
    ui_text_number(out, 8, 3, x->regression.total_r2);
    ui_text_number(out, 8, 2, x->lr.x2);
    ui_text_p(out, 8, x->lr.p);
    ui_text_p(out, 8, x->wald.p);
}

static void
name_groups(const struct ui_report *report, const struct view *view, FILE *out)
{
    const struct irt_dif_pair *pair = view->pair;
    char ability[100] = "";

    if (isfinite(pair->mean))
        snprintf(ability, sizeof ability,
                 "; θ there: mean %.3f, SD %.3f, against 0 and %.3f", pair->mean,
                 pair->sd, pair->sigma);
    ui_text_paragraph(report, out, "DIF",
                      "%.60s: '%.60s' (%.15g) against '%.60s' (%.15g)%s",
                      view->dif->column, view->dif->level[pair->focal], pair->persons[1],
                      view->dif->level[0], pair->persons[0], ability);
}

/* The sentences why not, each with the items that it is about. */
static void
say_why(const struct ui_report *report, const struct view *view, const char *title,
        size_t offset, FILE *out)
{
    size_t items = view->dif->items;

    for (size_t j = 0; j < items; j++) {
        const char *why = (const char *)&view->pair->item[j] + offset;
        struct irt_name_list list = { 0 };
        bool said = why[0] == '\0';

        for (size_t i = 0; i < items && !said; i++) {
            const char *other = (const char *)&view->pair->item[i] + offset;

            if (strcmp(why, other) != 0)
                continue;
            said = i < j;
            irt_name_list_add(&list, ui_statistic_item_name(report, i));
        }
        if (!said)
            ui_text_paragraph(report, out, title, "%s: %s",
                              list.count == items ? "all items"
                                                  : irt_name_list_text(&list),
                              why);
    }
}

/* The items taken out, how many rounds it took, and whether it came to an end. */
static void
say_purified(const struct ui_report *report, const struct view *view, bool scores,
             FILE *out)
{
    const struct irt_dif_pair *pair = view->pair;
    struct irt_name_list list = { 0 };
    size_t rounds = scores ? pair->score_rounds : pair->anchor_rounds;

    if (!view->dif->purified || rounds == 0)
        return;
    for (size_t j = 0; j < view->dif->items; j++)
        if (!(scores ? pair->item[j].in_score : pair->item[j].anchor))
            irt_name_list_add(&list, ui_statistic_item_name(report, j));
    ui_text_paragraph(
        report, out, "Purified", "%s: %s; %zu round%s%s",
        scores ? "not in the score" : "no anchors",
        list.count > 0 ? irt_name_list_text(&list) : "none", rounds,
        rounds == 1 ? "" : "s",
        (scores ? pair->score_settled : pair->anchors_settled)
            ? ""
            : ", and no end: the items taken out still change, or too few would be left");
}

static void
dif_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_dif *dif = result;

    for (size_t k = 0; k < dif->pairs; k++) {
        struct view view = { dif, &dif->pair[k] };

        if (k > 0)
            putc('\n', out);
        name_groups(report, &view, out);
        ui_text_item_table(report, &view, "Δ class p(MH) p(log) ΔR² LR p(LR) p(Wald)", 8,
                           line, out);
        say_purified(report, &view, true, out);
        say_purified(report, &view, false, out);
        say_why(report, &view, "No MH", offsetof(struct irt_dif_item, why_not_mantel),
                out);
        say_why(report, &view, "No logistic",
                offsetof(struct irt_dif_item, why_not_regression), out);
        say_why(report, &view, "No LR", offsetof(struct irt_dif_item, why_not_model),
                out);
        say_why(report, &view, "No Wald", offsetof(struct irt_dif_item, why_not_wald),
                out);
    }
    fprintf(out, "Δ below 0: harder for the group; A negligible, B moderate, C large\n");
    if (dif->without > 0)
        fprintf(out, "%.15g persons without a group are left out\n", dif->without);
}

/* --- CSV: the first focal group ----------------------------------------------------------- */

static double
cell(const void *result, size_t j, size_t column)
{
    const struct irt_dif_item *x = &((const struct irt_dif *)result)->pair[0].item[j];
    const double value[] = { x->mantel.chi2,
                             x->mantel.p,
                             x->mantel.alpha,
                             x->mantel.delta,
                             x->regression.total,
                             x->regression.total_p,
                             x->regression.total_r2,
                             x->lr.x2,
                             x->lr.df,
                             x->lr.p,
                             x->wald.x2,
                             x->wald.p };

    return value[column];
}

const struct ui_statistic ui_statistic_dif = {
    .statistic = &irt_statistic_dif,
    .json = dif_json,
    .text = dif_text,
    .columns = "mh_chi2 mh_p mh_alpha mh_delta logistic_x2 logistic_p logistic_r2 lr_x2 "
               "lr_df lr_p wald_x2 wald_p",
    .cell = cell,
};
