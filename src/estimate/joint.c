/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/joint.h"

#include "score/score.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HALVINGS 20
#define ROUNDING     (64.0 * DBL_EPSILON)
#define LARGEST_STEP 1.0 /* in theta, so that a flat likelihood does not throw it far */

void
irt_joint_free(struct irt_joint *joint)
{
    if (!joint)
        return;
    free(joint->item_out);
    free(joint->person_out);
    free(joint->pattern);
    free(joint->frequency);
    free(joint->theta);
    free(joint->counts);
    free(joint);
}

static const unsigned char *
codes_of(const struct irt_joint *joint, size_t l)
{
    return joint->data->code + (size_t)joint->patterns->row[l] * joint->data->items;
}

/* The answer of pattern l to item j; IRT_MISSING also where the item is set aside. */
static unsigned
answer_of(const struct irt_joint *joint, size_t l, size_t j)
{
    const struct irt_item *item = &joint->model->item[j];
    unsigned u = codes_of(joint, l)[item->column];
    return u == IRT_MISSING || joint->item_out[j] ? IRT_MISSING
                                                  : irt_item_category(item, u);
}

/* --- who is set aside ---------------------------------------------------------------------------- */

static bool
person_is_extreme(const struct irt_joint *joint, size_t l)
{
    bool lowest = true, highest = true;
    for (size_t j = 0; j < joint->model->items; j++) {
        unsigned h = answer_of(joint, l, j);
        if (h == IRT_MISSING)
            continue;
        lowest = lowest && h == 0;
        highest = highest && h + 1 == joint->model->item[j].categories;
    }
    return lowest || highest;
}

/* Some category of the item is used by nobody who is in: its parameters run away. */
static bool
item_is_extreme(const struct irt_joint *joint, size_t j)
{
    bool seen[IRT_MAX_CATEGORIES] = { false };
    for (size_t l = 0; l < joint->patterns->count; l++) {
        unsigned h = joint->person_out[l] ? IRT_MISSING : answer_of(joint, l, j);
        if (h != IRT_MISSING)
            seen[h] = true;
    }
    for (unsigned h = 0; h < joint->model->item[j].categories; h++)
        if (!seen[h])
            return true;
    return false;
}

static void
set_aside(struct irt_joint *joint)
{
    bool more = true;
    while (more) {
        more = false;
        for (size_t l = 0; l < joint->patterns->count; l++)
            if (!joint->person_out[l] && person_is_extreme(joint, l)) {
                joint->person_out[l] = more = true;
                joint->persons_out += joint->patterns->frequency[l];
            }
        for (size_t j = 0; j < joint->model->items; j++)
            if (!joint->item_out[j] && item_is_extreme(joint, j)) {
                joint->item_out[j] = more = true;
                joint->items_out++;
            }
    }
}

/* --- opening --------------------------------------------------------------------------------------- */

static bool
check_model(const struct irt_model *model, struct irt_error *error)
{
    static const char *const kinds[] = { "rasch", "1pl", "2pl", "pcm" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(model->kind->name, kinds[i]) == 0)
            return true;
    return irt_fail(error, IRT_BAD_USAGE,
                    "jml is for rasch, 1pl, 2pl and pcm, not for %s", model->kind->title);
}

static double
start_theta(const struct irt_joint *joint, size_t l)
{
    double points = 0.0, most = 0.0;
    for (size_t j = 0; j < joint->model->items; j++) {
        unsigned h = answer_of(joint, l, j);
        if (h == IRT_MISSING)
            continue;
        points += h;
        most += joint->model->item[j].categories - 1.0;
    }
    return log(points / (most - points));
}

/* Room for those that are in, and where they start. */
static bool
take_in(struct irt_joint *joint)
{
    size_t patterns = joint->patterns->count, categories = 2;
    for (size_t j = 0; j < joint->model->items; j++)
        if (joint->model->item[j].categories > categories)
            categories = joint->model->item[j].categories;
    joint->pattern = malloc((patterns + 1) * sizeof *joint->pattern);
    joint->frequency = malloc((patterns + 1) * sizeof *joint->frequency);
    joint->theta = malloc((patterns + 1) * sizeof *joint->theta);
    joint->counts = malloc((categories * patterns + 1) * sizeof *joint->counts);
    if (!joint->pattern || !joint->frequency || !joint->theta || !joint->counts)
        return false;
    for (size_t l = 0; l < patterns; l++) {
        if (joint->person_out[l])
            continue;
        joint->pattern[joint->count] = l;
        joint->frequency[joint->count] = joint->patterns->frequency[l];
        joint->persons += joint->patterns->frequency[l];
        joint->theta[joint->count++] = start_theta(joint, l);
    }
    return true;
}

struct irt_joint *
irt_joint_new(const struct irt_responses *data, const struct irt_patterns *patterns,
              const struct irt_model *model, struct irt_error *error)
{
    if (!check_model(model, error))
        return NULL;
    struct irt_joint *joint = calloc(1, sizeof *joint);
    if (joint) {
        joint->data = data;
        joint->patterns = patterns;
        joint->model = model;
        joint->item_out = calloc(model->items + 1, sizeof *joint->item_out);
        joint->person_out = calloc(patterns->count + 1, sizeof *joint->person_out);
    }
    if (!joint || !joint->item_out || !joint->person_out) {
        irt_joint_free(joint);
        irt_fail(error, IRT_NO_MEMORY, "no memory for joint maximum likelihood");
        return NULL;
    }
    set_aside(joint);
    if (!take_in(joint))
        irt_fail(error, IRT_NO_MEMORY, "no memory for joint maximum likelihood");
    else if (joint->count > 0)
        return joint;
    else
        irt_fail(error, IRT_BAD_DATA,
                 "jml: every person's answers are all the lowest or all the highest, so "
                 "that none is left to estimate from; take --estimator em");
    irt_joint_free(joint);
    return NULL;
}

/* --- the likelihood and its derivatives --------------------------------------------------------- */

/* Persons in each category of item j, by pattern: the thetas are its nodes. */
static void
fill_counts(const struct irt_joint *joint, size_t j)
{
    size_t Q = joint->count;
    memset(joint->counts, 0, joint->model->item[j].categories * Q * sizeof(double));
    for (size_t i = 0; i < Q; i++) {
        unsigned h = answer_of(joint, joint->pattern[i], j);
        if (h != IRT_MISSING)
            joint->counts[h * Q + i] = joint->frequency[i];
    }
}

static double
evaluate_item(const struct irt_joint *joint, const double *psi, size_t j,
              double *gradient, double *hessian)
{
    const struct irt_item *item = &joint->model->item[j];
    return item->ops->expected(item, psi + item->first, joint->theta, joint->count,
                               joint->counts, gradient, hessian, NULL);
}

/* The likelihood of one pattern at theta, without the items that are set aside. */
static struct irt_likelihood
person_at(const struct irt_joint *joint, const double *psi, size_t i, double theta)
{
    struct irt_likelihood all = { 0 };
    double P[IRT_MAX_CATEGORIES], P1[IRT_MAX_CATEGORIES], P2[IRT_MAX_CATEGORIES];
    for (size_t j = 0; j < joint->model->items; j++) {
        const struct irt_item *item = &joint->model->item[j];
        unsigned h = answer_of(joint, joint->pattern[i], j);
        if (h == IRT_MISSING)
            continue;
        item->ops->curve(item, psi + item->first, theta, P, P1, P2);
        double slope = P1[h] / P[h];
        all.log_likelihood += log(P[h]);
        all.slope += slope;
        all.bend += P2[h] / P[h] - slope * slope;
    }
    return all;
}

double
irt_joint_loglik(const struct irt_joint *joint, const double *psi, double *by_psi,
                 double *by_theta)
{
    double loglik = 0.0;
    if (by_psi)
        memset(by_psi, 0, joint->model->parameters * sizeof *by_psi);
    for (size_t j = 0; by_psi && j < joint->model->items; j++) {
        if (joint->item_out[j])
            continue;
        fill_counts(joint, j);
        evaluate_item(joint, psi, j, by_psi + joint->model->item[j].first, NULL);
    }
    for (size_t i = 0; i < joint->count; i++) {
        struct irt_likelihood at = person_at(joint, psi, i, joint->theta[i]);
        loglik += joint->frequency[i] * at.log_likelihood;
        if (by_theta)
            by_theta[i] = joint->frequency[i] * at.slope;
    }
    return loglik;
}

void
irt_joint_information(const struct irt_joint *joint, const double *psi,
                      double *information)
{
    const struct irt_model *model = joint->model;
    double gradient[IRT_MAX_ITEM_PARAMETERS];
    double hessian[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        if (joint->item_out[j])
            continue;
        fill_counts(joint, j);
        evaluate_item(joint, psi, j, gradient, hessian);
        for (size_t p = 0; p < item->count; p++)
            for (size_t q = 0; q < item->count; q++) {
                size_t a = model->parameter[item->first + p].free;
                size_t b = model->parameter[item->first + q].free;
                if (a != IRT_NONE && b != IRT_NONE)
                    information[a * model->free_count + b] -=
                        hessian[p * item->count + q];
            }
    }
}

/* --- Newton's steps ------------------------------------------------------------------------------ */

static double
step_person(struct irt_joint *joint, const double *psi, size_t i)
{
    double from = joint->theta[i];
    struct irt_likelihood at = person_at(joint, psi, i, from);
    double step = at.bend < 0.0 ? -at.slope / at.bend : at.slope;
    step = fmax(-LARGEST_STEP, fmin(LARGEST_STEP, step));
    for (int k = 0; k < MAX_HALVINGS; k++, step *= 0.5)
        if (person_at(joint, psi, i, from + step).log_likelihood >=
            at.log_likelihood - ROUNDING * fabs(at.log_likelihood)) {
            joint->theta[i] = from + step;
            return fabs(step);
        }
    return 0.0;
}

double
irt_joint_step_persons(struct irt_joint *joint, const double *psi)
{
    double largest = 0.0;
    for (size_t i = 0; i < joint->count; i++)
        largest = fmax(largest, step_person(joint, psi, i));
    return largest;
}

/* Solves hessian x = -gradient for one or several unknowns by elimination; false unless
 * -hessian is positive definite. */
static bool
newton(double *hessian, const double *gradient, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = gradient[i];
        for (size_t k = 0; k < n; k++)
            hessian[i * n + k] = -hessian[i * n + k];
    }
    for (size_t i = 0; i < n; i++) {
        if (!(hessian[i * n + i] > 0.0))
            return false;
        for (size_t r = i + 1; r < n; r++) {
            double factor = hessian[r * n + i] / hessian[i * n + i];
            for (size_t k = i; k < n; k++)
                hessian[r * n + k] -= factor * hessian[i * n + k];
            x[r] -= factor * x[i];
        }
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i] -= hessian[i * n + k] * x[k];
        x[i] /= hessian[i * n + i];
    }
    return true;
}

/* Whether parameter k is item j's own: free, and shared with no other item. */
static bool
is_own(const struct irt_model *model, size_t k)
{
    if (model->parameter[k].free == IRT_NONE)
        return false;
    for (size_t m = 0; m < model->sigma; m++)
        if (m != k && model->parameter[m].free == model->parameter[k].free)
            return false;
    return true;
}

/* The item's own parameters, the shared ones held. */
static double
step_item(struct irt_joint *joint, double *psi, size_t j)
{
    const struct irt_item *item = &joint->model->item[j];
    double gradient[IRT_MAX_ITEM_PARAMETERS], g[IRT_MAX_ITEM_PARAMETERS];
    double hessian[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    double H[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    double x[IRT_MAX_ITEM_PARAMETERS], from[IRT_MAX_ITEM_PARAMETERS], factor = 1.0;
    size_t own[IRT_MAX_ITEM_PARAMETERS], n = 0;
    fill_counts(joint, j);
    double F = evaluate_item(joint, psi, j, gradient, hessian);
    for (size_t p = 0; p < item->count; p++)
        if (is_own(joint->model, item->first + p))
            own[n++] = p;
    for (size_t a = 0; a < n; a++) {
        g[a] = gradient[own[a]];
        from[a] = psi[item->first + own[a]];
        for (size_t b = 0; b < n; b++)
            H[a * n + b] = hessian[own[a] * item->count + own[b]];
    }
    if (n == 0 || !newton(H, g, n, x))
        return 0.0;
    for (int k = 0; k < MAX_HALVINGS; k++, factor *= 0.5) {
        double largest = 0.0;
        for (size_t a = 0; a < n; a++) {
            psi[item->first + own[a]] = from[a] + factor * x[a];
            largest = fmax(largest, fabs(factor * x[a]));
        }
        if (evaluate_item(joint, psi, j, gradient, NULL) >= F - ROUNDING * fabs(F))
            return largest;
    }
    for (size_t a = 0; a < n; a++)
        psi[item->first + own[a]] = from[a];
    return 0.0;
}

/* F of all items that have the free parameter, and its first two derivatives. */
static double
evaluate_shared(const struct irt_joint *joint, const double *psi, size_t free,
                double *first, double *second)
{
    const struct irt_model *model = joint->model;
    double gradient[IRT_MAX_ITEM_PARAMETERS], F = 0.0;
    double hessian[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    *first = *second = 0.0;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        if (joint->item_out[j])
            continue;
        fill_counts(joint, j);
        F += evaluate_item(joint, psi, j, gradient, hessian);
        for (size_t p = 0; p < item->count; p++) {
            if (model->parameter[item->first + p].free != free)
                continue;
            *first += gradient[p];
            for (size_t q = 0; q < item->count; q++)
                if (model->parameter[item->first + q].free == free)
                    *second += hessian[p * item->count + q];
        }
    }
    return F;
}

static double
step_shared(struct irt_joint *joint, double *psi, size_t owner)
{
    const struct irt_model *model = joint->model;
    size_t free = model->parameter[owner].free;
    double from = psi[owner], first, second, none, factor = 1.0;
    double F = evaluate_shared(joint, psi, free, &first, &second);
    double step = second < 0.0 ? -first / second : 0.0;
    for (int k = 0; step != 0.0 && k < MAX_HALVINGS; k++, factor *= 0.5) {
        for (size_t m = 0; m < model->sigma; m++)
            if (model->parameter[m].free == free)
                psi[m] = from + factor * step;
        if (evaluate_shared(joint, psi, free, &none, &none) >= F - ROUNDING * fabs(F))
            return fabs(factor * step);
    }
    for (size_t m = 0; m < model->sigma; m++)
        if (model->parameter[m].free == free)
            psi[m] = from;
    return 0.0;
}

double
irt_joint_step_items(struct irt_joint *joint, double *psi)
{
    const struct irt_model *model = joint->model;
    double largest = 0.0;
    for (size_t j = 0; j < model->items; j++)
        if (!joint->item_out[j])
            largest = fmax(largest, step_item(joint, psi, j));
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].free != IRT_NONE && model->parameter[k].owner &&
            !is_own(model, k))
            largest = fmax(largest, step_shared(joint, psi, k));
    return largest;
}

/* --- identification -------------------------------------------------------------------------------- */

/* The mean of the difficulties of the items that are in, each item by the mean of its own. */
static double
mean_difficulty(const struct irt_joint *joint, const double *psi)
{
    double sum = 0.0;
    size_t count = 0;
    for (size_t j = 0; j < joint->model->items; j++) {
        const struct irt_item *item = &joint->model->item[j];
        struct irt_item_report report;
        double own = 0.0;
        if (joint->item_out[j])
            continue;
        item->ops->report(item, psi + item->first, &report);
        for (size_t v = 0; v < report.b_count; v++)
            own += report.b[v] / (double)report.b_count;
        sum += own;
        count++;
    }
    return count ? sum / (double)count : 0.0;
}

void
irt_joint_identify(struct irt_joint *joint, double *psi)
{
    const struct irt_model *model = joint->model;
    double centre = 0.0, scale = 1.0, square = 0.0;
    if (model->kind->slope_fixed) {
        centre = mean_difficulty(joint, psi);
    } else {
        for (size_t i = 0; i < joint->count; i++)
            centre += joint->frequency[i] * joint->theta[i] / joint->persons;
        for (size_t i = 0; i < joint->count; i++)
            square += joint->frequency[i] * (joint->theta[i] - centre) *
                      (joint->theta[i] - centre) / joint->persons;
        scale = square > 0.0 ? sqrt(square) : 1.0;
    }
    for (size_t j = 0; j < model->items; j++)
        model->item[j].ops->shift(&model->item[j], psi + model->item[j].first, centre);
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].slope && !model->kind->slope_fixed)
            psi[k] *= scale;
    for (size_t i = 0; i < joint->count; i++)
        joint->theta[i] = (joint->theta[i] - centre) / scale;
}
