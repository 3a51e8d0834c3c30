/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kinds.c -- the test models by name. */
#include "model/model.h"

#include <string.h>

/* TO ADD A TEST MODEL: a row here. */
const struct irt_model_kind irt_model_kinds[] = {
    { .name = "rasch",
      .title = "Rasch",
      .formula = "logit P = d + θ",
      .meaning = "only difficulty differs between items; the variance of θ is free",
      .item = &irt_item_2pl,
      .slope_fixed = true },
    { .name = "1pl",
      .title = "1PL",
      .formula = "logit P = d + aθ, one a",
      .meaning = "one slope for all items, an intercept for each",
      .item = &irt_item_2pl,
      .slope_equal = true },
    { .name = "2pl",
      .title = "2PL",
      .formula = "logit P = d + aθ",
      .meaning = "a slope and an intercept for each item",
      .item = &irt_item_2pl },
    { .name = "3pl",
      .title = "3PL",
      .formula = "P = c + (1 - c) logistic(d + aθ)",
      .meaning = "as 2PL, and a lower asymptote: guessing",
      .item = &irt_item_3pl },
    { .name = "4pl",
      .title = "4PL",
      .formula = "P = c + (u - c) logistic(d + aθ)",
      .meaning = "as 3PL, and an upper asymptote: slips",
      .item = &irt_item_4pl },
    { .name = "pcm",
      .title = "PCM",
      .formula = "P(x = h) ∝ exp(hθ + d_h)",
      .meaning = "ordered categories, a step each; the variance of θ is free",
      .item = &irt_item_gpcm,
      .slope_fixed = true },
    { .name = "gpcm",
      .title = "GPCM",
      .formula = "P(x = h) ∝ exp(haθ + d_h)",
      .meaning = "ordered categories: a slope, and an intercept for each step",
      .item = &irt_item_gpcm },
    { .name = "rsm",
      .title = "RSM",
      .formula = "P(x = h) ∝ exp(hθ - hb - t_1 - .. - t_h)",
      .meaning = "a rating scale: items differ in difficulty and share the steps t",
      .item = &irt_item_rsm,
      .slope_fixed = true,
      .steps_equal = true },
    { .name = "grm",
      .title = "GRM",
      .formula = "P(x ≥ h) = logistic(aθ + d_h)",
      .meaning =
          "ordered categories by their boundaries: a slope, and an intercept for each",
      .item = &irt_item_grm },
    { .name = "nrm",
      .title = "NRM",
      .formula = "P(x = h) ∝ exp(a_h θ + d_h)",
      .meaning = "unordered categories: a slope and an intercept for each",
      .item = &irt_item_nrm },
    { .name = "m2pl",
      .title = "M2PL",
      .formula = "logit P = d + a_1 θ_1 + a_2 θ_2 + ..",
      .meaning = "several dimensions: a slope on each that the Q-matrix has",
      .item = &irt_item_m2pl },
    { .name = NULL },
};

const struct irt_model_kind *
irt_model_find(const char *name)
{
    for (const struct irt_model_kind *kind = irt_model_kinds; kind->name; kind++)
        if (strcmp(kind->name, name) == 0)
            return kind;
    return NULL;
}
