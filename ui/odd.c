/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "odd.h"

#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "words.h"

#define LONGEST_HINT 100 /* bytes of a remedy shown */

static size_t
finding_count(const struct ui_odd *odd)
{
    if (odd->findings != NULL)
        return odd->findings->count;
    return odd->data != NULL ? odd->data->notes.count : 0;
}

/* The doctor says itself what the model's first notes say. */
static size_t
first_note(const struct ui_odd *odd)
{
    return odd->findings != NULL ? odd->model->item_notes : 0;
}

static size_t
model_count(const struct ui_odd *odd)
{
    return odd->model != NULL ? odd->model->notes.count - first_note(odd) : 0;
}

size_t
ui_odd_count(const struct ui_odd *odd)
{
    return finding_count(odd) + model_count(odd) +
           (odd->fit != NULL ? odd->fit->notes.count : 0);
}

const struct irt_finding *
ui_odd_finding(const struct ui_odd *odd, size_t k)
{
    return odd->findings != NULL && k < odd->findings->count ? &odd->findings->finding[k]
                                                             : NULL;
}

void
ui_odd_text(const struct ui_odd *odd, size_t k, char *out, size_t size)
{
    const struct irt_finding *finding = ui_odd_finding(odd, k);

    if (finding != NULL) {
        irt_finding_sentence(finding, out, size);
        return;
    }
    if (k < finding_count(odd)) {
        snprintf(out, size, "%s", odd->data->notes.text[k]);
        return;
    }
    k -= finding_count(odd);
    if (k < model_count(odd))
        snprintf(out, size, "%s", odd->model->notes.text[first_note(odd) + k]);
    else
        snprintf(out, size, "%s", odd->fit->notes.text[k - model_count(odd)]);
}

const char *
ui_odd_about(const struct ui_odd *odd, size_t k)
{
    if (k < finding_count(odd))
        return "data";
    return k < finding_count(odd) + model_count(odd) ? "model" : "estimates";
}

void
ui_odd_remedy(const struct ui_odd *odd, size_t k, char *out, size_t size)
{
    const struct irt_finding *finding = ui_odd_finding(odd, k);
    char quoted[UI_LIST];

    out[0] = '\0';
    if (finding == NULL || finding->command == NULL)
        return;
    ui_word_quote(finding->argument, quoted, sizeof quoted);
    snprintf(out, size, "%s %s", finding->command, quoted);
}

void
ui_odd_warning(const struct ui_odd *odd, size_t k, char *out, size_t size)
{
    char remedy[UI_LIST];
    size_t used;

    ui_odd_text(odd, k, out, size);
    ui_odd_remedy(odd, k, remedy, sizeof remedy);
    used = strlen(out);
    if (remedy[0] != '\0' && strlen(remedy) <= LONGEST_HINT)
        snprintf(out + used, size - used, " (--%s)", remedy);
}
