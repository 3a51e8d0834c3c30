/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/square_scores.h"

#include "data/packing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BITS    4    /* codes of a block: a pair of blocks has the square of that */
#define CHUNK        2048 /* patterns whose posteriors are held at a time */
#define CHUNK_PART   64   /* of them, a task's */
#define TABLE_MEMORY ((size_t)1 << 23) /* numbers in the tables held at a time */

struct pair {
    size_t a, b; /* blocks, a <= b */
    size_t at; /* where its table begins: [(code_a * codes_b + code_b) * stride + n]; the
                      pair of a block with itself has [code_a * stride + n] */
};

struct work {
    const struct irt_model *model;
    const struct irt_patterns *patterns;
    const struct irt_kernel *kernel;
    const struct irt_score_table *table;
    const struct irt_cancel *cancel;
    struct irt_packing *packing;
    size_t pairs, stride;
    struct pair *pair;
    double *counts;      /* tables of the pairs of this batch */
    double *posterior;   /* CHUNK * stride, times frequency */
    double *full;        /* parameters^2: the result by psi, upper triangle of items */
    size_t first, count; /* patterns of this chunk */
};

static void
posterior_task(void *context, size_t t)
{
    struct work *work = context;
    double posterior[IRT_MAX_NODES];
    size_t end = (t + 1) * CHUNK_PART < work->count ? (t + 1) * CHUNK_PART : work->count;
    for (size_t i = t * CHUNK_PART; i < end; i++) {
        double f = work->patterns->frequency[work->first + i];
        irt_kernel_posterior(work->kernel, work->first + i, 1, posterior, NULL);
        for (size_t n = 0; n < work->table->points; n++)
            work->posterior[i * work->stride + n] = f * posterior[n];
    }
}

IRT_TARGET_CLONES static void
count_pair(const struct work *work, const struct pair *pair)
{
    const struct irt_packing *packing = work->packing;
    size_t stride = work->stride, codes_b = packing->block[pair->b].codes;
    for (size_t i = 0; i < work->count; i++) {
        const uint8_t *code = packing->code + (work->first + i) * packing->blocks;
        size_t row =
            pair->a == pair->b ? code[pair->a] : code[pair->a] * codes_b + code[pair->b];
        double *to = work->counts + pair->at + row * stride;
        const double *posterior = work->posterior + i * stride;
#pragma omp simd
        for (size_t n = 0; n < stride; n++)
            to[n] += posterior[n];
    }
}

static void
count_task(void *context, size_t t)
{
    struct work *work = context;
    count_pair(work, &work->pair[t]);
}

/* The codes of a block in which item i has a given digit are runs of `run` codes, one every
 * `run * radix`, the first at digit * run. */
static size_t
run_of(const struct irt_packing *packing, const struct irt_block *block, size_t i)
{
    size_t run = 1;
    for (size_t j = block->first; j < block->first + i; j++)
        run *= packing->radix[j];
    return run;
}

/* Adds sum_n count[n] score_jpg(n) score_kqh(n) for the parameters of items j and k. */
IRT_TARGET_CLONES static void
add_products(const struct work *work, size_t j, unsigned g, size_t k, unsigned h,
             const double *count)
{
    const struct irt_score_table *table = work->table;
    const struct irt_item *one = &table->model->item[j], *other = &table->model->item[k];
    for (size_t p = 0; p < one->count; p++)
        for (size_t q = 0; q < other->count; q++) {
            const double *s = irt_score_table_at(table, j, p, g);
            const double *t = irt_score_table_at(table, k, q, h);
            double sum = 0.0;
#pragma omp simd reduction(+ : sum)
            for (size_t n = 0; n < table->points; n++)
                sum += count[n] * s[n] * t[n];
            work->full[(one->first + p) * work->model->parameters + other->first + q] +=
                sum;
        }
}

/* The codes of the block in which its item has the digit, into code[]; their number. */
static size_t
list_codes(const struct irt_packing *packing, const struct irt_block *block, size_t i,
           unsigned digit, uint8_t code[256])
{
    size_t run = run_of(packing, block, i), count = 0;
    for (size_t from = digit * run; from < block->codes;
         from += run * packing->radix[block->first + i])
        for (size_t low = 0; low < run; low++)
            code[count++] = (uint8_t)(from + low);
    return count;
}

/* Persons with codes of block a in one list and codes of block b in the other, by node. */
IRT_TARGET_CLONES static void
sum_codes(const struct work *work, const struct pair *pair, const uint8_t *code_a,
          size_t count_a, const uint8_t *code_b, size_t count_b, double *count)
{
    const size_t stride = work->stride;
    memset(count, 0, stride * sizeof *count);
    for (size_t i = 0; i < count_a; i++)
        for (size_t k = 0; k < count_b; k++) {
            if (pair->a == pair->b && code_a[i] != code_b[k])
                continue;
            size_t row =
                pair->a == pair->b
                    ? code_a[i]
                    : code_a[i] * work->packing->block[pair->b].codes + code_b[k];
            const double *from = work->counts + pair->at + row * stride;
#pragma omp simd
            for (size_t n = 0; n < stride; n++)
                count[n] += from[n];
        }
}

/* Every pair of items writes its own entries, so pairs of blocks may run at once. */
static void
multiply_task(void *context, size_t t)
{
    struct work *work = context;
    const struct pair *pair = &work->pair[t];
    const struct irt_block *a = &work->packing->block[pair->a];
    const struct irt_block *b = &work->packing->block[pair->b];
    double count[IRT_MAX_NODES + 8];
    if (irt_cancelled(work->cancel))
        return;
    uint8_t code_a[256], code_b[256];
    for (size_t i = 0; i < a->items; i++)
        for (size_t k = pair->a == pair->b ? i : 0; k < b->items; k++) {
            unsigned categories = work->model->item[a->first + i].categories;
            unsigned others = work->model->item[b->first + k].categories;
            for (unsigned g = 0; g < categories; g++) {
                size_t count_a = list_codes(work->packing, a, i, g, code_a);
                for (unsigned h = 0; h < others; h++) {
                    size_t count_b = list_codes(work->packing, b, k, h, code_b);
                    sum_codes(work, pair, code_a, count_a, code_b, count_b, count);
                    add_products(work, a->first + i, g, b->first + k, h, count);
                }
            }
        }
}

/* Fills and multiplies the tables of one batch of pairs, over all patterns. */
static void
run_batch(struct work *work, struct irt_pool *pool, size_t numbers)
{
    memset(work->counts, 0, numbers * sizeof *work->counts);
    for (work->first = 0;
         work->first < work->patterns->count && !irt_cancelled(work->cancel);
         work->first += CHUNK) {
        size_t left = work->patterns->count - work->first;
        work->count = left < CHUNK ? left : CHUNK;
        irt_pool_run(pool, (work->count + CHUNK_PART - 1) / CHUNK_PART, posterior_task,
                     work);
        irt_pool_run(pool, work->pairs, count_task, work);
    }
    irt_pool_run(pool, work->pairs, multiply_task, work);
}

/* Numbers in the table of a pair of blocks. */
static size_t
pair_numbers(const struct work *work, size_t a, size_t b)
{
    const struct irt_block *block = work->packing->block;
    return block[a].codes * (a == b ? 1 : block[b].codes) * work->stride;
}

/* Goes through the pairs in batches that fit the memory. */
static void
run_pairs(struct work *work, struct irt_pool *pool, size_t room)
{
    size_t used = 0;
    for (size_t a = 0; a < work->packing->blocks; a++)
        for (size_t b = a; b < work->packing->blocks; b++) {
            size_t numbers = pair_numbers(work, a, b);
            if (used + numbers > room) {
                run_batch(work, pool, used);
                work->pairs = used = 0;
            }
            work->pair[work->pairs++] = (struct pair){ .a = a, .b = b, .at = used };
            used += numbers;
        }
    run_batch(work, pool, used);
}

/* From the items' parameters to the free ones. */
static void
collect(const struct work *work, double *square)
{
    const struct irt_model *model = work->model;
    double matrix[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    for (size_t j = 0; j < model->items; j++)
        for (size_t k = j; k < model->items; k++) {
            const struct irt_item *one = &model->item[j], *other = &model->item[k];
            for (size_t p = 0; p < one->count; p++)
                memcpy(matrix + p * other->count,
                       work->full + (one->first + p) * model->parameters + other->first,
                       other->count * sizeof *matrix);
            irt_score_table_add(work->table, j, k, matrix, square);
        }
}

/* The codes of a block that pay: a pair of blocks costs its patterns once, and its items the
 * square of the codes each.  The unit is one pass over a node vector. */
static size_t
best_pair_codes(const struct irt_patterns *patterns, const struct irt_model *model)
{
    double bits_an_item = 0.0, best = INFINITY;
    size_t codes = 2;
    for (size_t j = 0; j < model->items; j++)
        bits_an_item += log2(model->item[j].categories) / (double)model->items;
    for (unsigned bits = 1; bits <= MOST_BITS; bits++) {
        double items = fmax(1.0, bits / bits_an_item), square = pow(4.0, bits);
        double cost = (double)patterns->count / (items * items) + square;
        if (cost < best) {
            best = cost;
            codes = (size_t)1 << bits;
        }
    }
    return codes;
}

/* Numbers that the tables of all pairs take together. */
static size_t
all_numbers(const struct work *work)
{
    size_t numbers = 0;
    for (size_t a = 0; a < work->packing->blocks; a++)
        for (size_t b = a; b < work->packing->blocks; b++)
            numbers += pair_numbers(work, a, b);
    return numbers;
}

bool
irt_square_scores(const struct irt_responses *data, const struct irt_patterns *patterns,
                  const struct irt_model *model, const struct irt_kernel *kernel,
                  const struct irt_score_table *table, struct irt_pool *pool,
                  const struct irt_cancel *cancel, double *square,
                  struct irt_error *error)
{
    struct work work = { .model = model,
                         .patterns = patterns,
                         .kernel = kernel,
                         .table = table,
                         .cancel = cancel,
                         .stride = table->stride };
    work.packing = irt_packing_new(data, patterns, model->item, model->items,
                                   best_pair_codes(patterns, model), error);
    size_t room = TABLE_MEMORY;
    bool ok = false;
    if (work.packing) {
        size_t blocks = work.packing->blocks, largest = 0;
        for (size_t b = 0; b < blocks; b++)
            if (work.packing->block[b].codes > largest)
                largest = work.packing->block[b].codes;
        if (room < largest * largest * work.stride)
            room = largest * largest * work.stride;
        if (room > all_numbers(&work))
            room = all_numbers(&work);
        size_t chunk = patterns->count < CHUNK ? patterns->count : CHUNK;
        work.pair = calloc(blocks * (blocks + 1) / 2, sizeof *work.pair);
        work.counts = malloc(room * sizeof *work.counts);
        work.posterior = calloc(chunk * work.stride + 1, sizeof *work.posterior);
        work.full = calloc(model->parameters * model->parameters, sizeof *work.full);
        ok = work.pair && work.counts && work.posterior && work.full;
    }
    if (ok) {
        run_pairs(&work, pool, room);
        collect(&work, square);
    } else {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    }
    irt_packing_free(work.packing);
    free(work.pair);
    free(work.counts);
    free(work.posterior);
    free(work.full);
    return ok;
}
