/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_persons.c -- how surprising a pattern of answers is: l_z, l_z*, outfit. */
#include "config.h"

#include "explain/fit_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "exam.h"
#include "examine.h"
#include "fit/person_fit.h"

#define SHOWN 20

static const struct irt_person_fit *
persons_of(struct ui_making *m)
{
    const struct irt_person_fit *fit = ui_fit_result(m, &irt_statistic_lz);

    return fit && ui_needs_pattern(m) && m->q.pattern < fit->patterns ? fit : NULL;
}

/* x: l - E l, SD; and x: l - E l, c, r0, SD */
static double
lz_of(const double *x, size_t n)
{
    (void)n;
    return x[0] / x[1];
}

static double
star_of(const double *x, size_t n)
{
    (void)n;
    return (x[0] + x[1] * x[2]) / x[3];
}

/* What each answer adds to l - E l, the most surprising first. */
static bool
print_answers(struct ui_making *m, const struct irt_person_fit *fit, double total)
{
    struct irt_surprise *answer = malloc((m->model->items + 1) * sizeof *answer);
    double *term = calloc(m->model->items + 1, sizeof *term);
    bool done = answer && term;
    size_t count = 0;

    if (done)
        count = irt_surprises(ui_exam_diagnosis(ui_examined(m->session)), m->q.pattern,
                              fit->theta + m->q.pattern * fit->dims, answer);
    for (size_t k = 0; k < count; k++)
        term[k] = -answer[k].cost;
    if (done && count > 0) {
        ui_line(m, "each answer's log P less its expectation, the lowest first (%s):",
                ui_item_short(m, answer[0].j).text);
        ui_fit_sum(m, term, count, SHOWN, total, 4, "answers");
    }
    free(answer);
    free(term);
    return done || irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
}

static bool
print_lz(struct ui_making *m, const struct irt_person_fit *fit,
         const struct irt_lz_parts *parts)
{
    const double x[2] = { parts->off, parts->sd };
    struct ui_printed printed[2];

    ui_line(m, "at θ = %s, where the pattern's score lies,",
            ui_printed(parts->theta, 4).text);
    if (!print_answers(m, fit, parts->off))
        return false;
    ui_print_operands(lz_of, x, 2, (const int[]){ 4, 4 }, m->out->value, 3, printed);
    ui_line(m, "SD(l) = √ Σ_j Var(log P_j) = %s", printed[1].text);
    ui_line(m, "%s / %s = %s", printed[0].text, printed[1].text,
            ui_printed(m->out->value, 3).text);
    return true;
}

static void
print_star(struct ui_making *m, const struct irt_lz_parts *parts)
{
    const double x[4] = { parts->off, parts->c, parts->r0, parts->sd };
    struct ui_printed printed[4];

    ui_print_operands(star_of, x, 4, (const int[]){ 4, 4, 4, 4 }, m->out->value, 3,
                      printed);
    ui_line(m, "at θ = %s, where the slopes of log P sum to -r_0 = -(%s):",
            ui_printed(parts->theta, 4).text, printed[2].text);
    ui_line(m, "W = l - E l = %s, c = Σ P'w / Σ P'r = %s", printed[0].text,
            printed[1].text);
    ui_line(m, "SD of Σ (w - c r), w = log P and r its slope: %s", printed[3].text);
    ui_line(m, "(%s + %s × %s) / %s = %s", printed[0].text, printed[1].text,
            printed[2].text, printed[3].text, ui_printed(m->out->value, 3).text);
}

bool
ui_explain_lz(struct ui_making *m)
{
    const struct irt_person_fit *fit = persons_of(m);
    bool star = m->q.column == 1;

    if (!fit)
        return false;
    const struct irt_person_fit_one *one = &fit->one[m->q.pattern];
    ui_title(m, "%s of pattern %s", star ? "l_z*" : "l_z",
             ui_pattern_short(m, m->q.pattern).text);
    ui_fit_formula(m, star ? "l_z*" : "l_z",
                   star ? "(W + c r_0) / SD" : "(l - E l) / SD(l)",
                   star ? "Snijders 2001" : "Drasgow, Levine and Williams 1985");
    if (!ui_fit_value(m, star ? one->lz_star : one->lz))
        return false;
    struct irt_lz_parts parts =
        irt_lz_parts_of(ui_exam_diagnosis(ui_examined(m->session)), fit, m->q.pattern,
                        star);
    if (!star)
        return print_lz(m, fit, &parts);
    print_star(m, &parts);
    ui_operand(m, ui_fit_alike(m, m->q.row, 0), one->lz, "l_z, with θ taken as known");
    return true;
}

bool
ui_explain_person(struct ui_making *m)
{
    const struct irt_person_fit *fit = persons_of(m);
    bool infit = m->q.column == 1;
    struct ui_printed printed[2];

    if (!fit)
        return false;
    const struct irt_mean_squares *s = &fit->one[m->q.pattern].squares;
    const double x[2] = { infit ? s->square : s->relative,
                          infit ? s->variance : s->answers };
    ui_title(m, "%s of pattern %s", infit ? "infit" : "outfit",
             ui_pattern_short(m, m->q.pattern).text);
    ui_fit_formula(m, infit ? "Infit" : "Outfit",
                   infit ? "Σ (x - E)² / Σ W over its answers"
                         : "mean of (x - E)² / W over its answers",
                   "Wright and Masters 1982");
    if (!ui_fit_value(m, infit ? s->infit : s->outfit))
        return false;
    ui_print_operands(ui_ratio_of, x, 2, (const int[]){ 4, infit ? 4 : 0 }, m->out->value,
                      3, printed);
    ui_line(m, "E and W at θ = %s, where the pattern's score lies",
            ui_printed(fit->theta[m->q.pattern * fit->dims], 4).text);
    ui_line(m, infit ? "%s / %s = %s" : "%s / %s answers = %s", printed[0].text,
            printed[1].text, ui_printed(m->out->value, 3).text);
    return true;
}
