/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c -- the table of what each kind of number is made of. */
#include "config.h"

#include "explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain/parts.h"
#include "newton.h"

/* TO ADD A KIND: in quantity.h, a function in a file of ui/explain, a row here. */
static const struct {
    const char *name, *formula, *source;
    bool (*make)(struct ui_making *m);
} kinds[] = {
    [UI_QUANTITY_NODE] = { "Node", "X_n", "Bock and Aitkin 1981", ui_explain_node },
    [UI_QUANTITY_WEIGHT] = { "Prior", "A_n = φ(X_n) / Σ φ(X_m)", "Bock and Aitkin 1981",
                             ui_explain_weight },
    [UI_QUANTITY_PROBABILITY] = { "Model", "P = 1 / (1 + exp(-(d + a θ)))",
                                  "Birnbaum 1968", ui_explain_probability },
    [UI_QUANTITY_LIKELIHOOD] = { "E1", "L_l(X_n) = Π_j P_j(u_lj | X_n)",
                                 "Bock and Aitkin 1981", ui_explain_likelihood },
    [UI_QUANTITY_PRODUCT] = { "E2", "L_l(X_n) × A_n", "Bock and Aitkin 1981",
                              ui_explain_product },
    [UI_QUANTITY_MARGINAL] = { "E2", "P_l = Σ_n L_l(X_n) A_n", "Bock and Aitkin 1981",
                               ui_explain_marginal },
    [UI_QUANTITY_POSTERIOR] = { "Bayes", "p_l(X_n) = L_l(X_n) A_n / P_l",
                                "Bock and Aitkin 1981", ui_explain_posterior },
    [UI_QUANTITY_NBAR] = { "E4", "n̄_jn = Σ_l f_l p_l(X_n), l that answered j",
                           "Bock and Aitkin 1981", ui_explain_nbar },
    [UI_QUANTITY_RBAR] = { "E4", "r̄_jn = Σ_l f_l p_l(X_n), l with answer u to j",
                           "Bock and Aitkin 1981", ui_explain_rbar },
    [UI_QUANTITY_RATIO] = { "Share", "r̄_jn / n̄_jn", "Bock and Aitkin 1981",
                            ui_explain_ratio },
    [UI_QUANTITY_LOGLIK] = { "Log-likelihood", "ℓ = Σ_l f_l log P_l",
                             "Bock and Lieberman 1970", ui_explain_loglik },
    [UI_QUANTITY_GAIN] = { "Gain", "ℓ after - ℓ before", "Dempster et al. 1977",
                           ui_explain_gain },
    [UI_QUANTITY_CHANGE] = { "Change", "max_k |ψ_k after - ψ_k before|", "",
                             ui_explain_change },
    [UI_QUANTITY_PARAMETER] = { "Newton", "ψ' = ψ + I⁻¹ g", "Bock and Aitkin 1981",
                                ui_explain_parameter },
    [UI_QUANTITY_SCORE] = { "Score", "", "Bock and Aitkin 1981", ui_explain_score },
    [UI_QUANTITY_INFORMATION] = { "Information", "", "Bock and Aitkin 1981",
                                  ui_explain_information },
    [UI_QUANTITY_CURVE] = { "Model", "P = 1 / (1 + exp(-(d + a θ)))", "Birnbaum 1968",
                            ui_explain_curve },
    [UI_QUANTITY_DIFFICULTY] = { "Difficulty", "b = -d / a", "Birnbaum 1968",
                                 ui_explain_difficulty },
    [UI_QUANTITY_SE] = { "Standard error", "SE = √ (I⁻¹)_kk", "", ui_explain_se },
    [UI_QUANTITY_EAP] = { "EAP", "Σ_n θ_n p_l(X_n)", "Bock and Mislevy 1982",
                          ui_explain_eap },
    [UI_QUANTITY_EAP_SE] = { "EAP's error", "√ Σ_n p_l(X_n) (θ_n - EAP)²",
                             "Bock and Mislevy 1982", ui_explain_eap_se },
    [UI_QUANTITY_LOADING] = { "Loading", "", "Takane and de Leeuw 1987",
                              ui_explain_loading },
    [UI_QUANTITY_EFFECT] = { "Effect", "", "FedIRT (arXiv 2506.21744)",
                             ui_explain_effect },
    [UI_QUANTITY_ENCODED] = { "Encoder", "", "Kingma and Welling 2014",
                              ui_explain_encoded },
    [UI_QUANTITY_EXACT] = { "Posterior", "p(θ | u) = P(u | θ) p(θ) / P(u)",
                            "Bock and Mislevy 1982", ui_explain_exact },
    [UI_QUANTITY_GAP] = { "Gap", "", "Kingma and Welling 2014", ui_explain_gap },
    [UI_QUANTITY_FIT] = { "Fit", "", "", ui_explain_fit },
};

static bool
at_estimates(const struct ui_making *m)
{
    if (m->q.kind == UI_QUANTITY_EAP || m->q.kind == UI_QUANTITY_EAP_SE)
        return m->session->fit != NULL;
    return m->q.kind <= UI_QUANTITY_POSTERIOR && m->q.step == UI_AT_ESTIMATES;
}

/* Where the numbers are computed: at the psi that entered the cycle, at the estimates, or,
 * before a run, at its start. */
static struct ui_stand
find_stand(const struct ui_making *m)
{
    const struct ui_session *session = m->session;
    struct ui_stand stand = { .psi = m->shown->entering,
                              .quadrature = m->shown->quadrature,
                              .stages = ui_stages_done(m->shown) };

    if (!ui_session_has_estep(session, NULL))
        stand.stages = 0;
    if (at_estimates(m) && session->fit)
        return (struct ui_stand){ session->fit->psi, session->fit->quadrature, 4 };
    if (!m->shown->parameters)
        stand = (struct ui_stand){ ui_session_psi(session), session->quadrature, 0 };
    return stand;
}

/* The group whose nodes the number stands on: that of its pattern, if it has one. */
static size_t
group_of(const struct ui_making *m)
{
    const struct irt_patterns *patterns = m->session->patterns;

    return m->q.pattern < patterns->count ? irt_patterns_group(patterns, m->q.pattern)
                                          : ui_session_group(m->session);
}

bool
ui_explain(const struct ui_session *session, struct ui_quantity quantity,
           struct ui_explanation *out, struct irt_error *error)
{
    struct ui_making m = { .session = session,
                           .model = session->model,
                           .shown = ui_session_shown(session),
                           .q = quantity,
                           .out = out,
                           .error = error };

    memset(out, 0, sizeof *out);
    out->value = NAN;
    if ((size_t)quantity.kind >= sizeof kinds / sizeof kinds[0])
        return irt_fail(error, IRT_BAD_USAGE, "nothing is known about this number");
    if (!session->data || !session->model)
        return irt_fail(error, IRT_BAD_USAGE, "there is no model to explain a number by");
    m.stand = find_stand(&m);
    struct irt_quadrature *moved =
        ui_session_group_nodes(session, m.stand.psi, m.stand.quadrature, group_of(&m),
                               error);
    if (!moved)
        return false;
    m.stand.quadrature = moved;
    snprintf(out->name, sizeof out->name, "%s", kinds[quantity.kind].name);
    snprintf(out->formula, sizeof out->formula, "%s", kinds[quantity.kind].formula);
    snprintf(out->source, sizeof out->source, "%s", kinds[quantity.kind].source);
    bool made = kinds[quantity.kind].make(&m);
    irt_quadrature_free(moved);
    return made;
}
