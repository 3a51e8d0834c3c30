/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/kernel.h"

#include "data/packing.h"
#include "model/population.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Node vectors are padded to whole lanes; the compiler turns a lane into what the
 * processor has (two, four or eight doubles at a time). */
#define LANES 8
typedef double lane __attribute__((vector_size(LANES * sizeof(double)), may_alias));

#define MAX_SLICES       32
#define PATTERNS_A_SLICE 4096
/* Nothing ever falls below e^-SMALLEST_LOG, so that no product underflows, nor becomes a
 * denormal number, which is slow: products are rescaled where that might happen.  There,
 * what is NEGLIGIBLE beside the largest entry counts as 0. */
#define SMALLEST_LOG   690.0
#define NEGLIGIBLE     1e-200
#define NEGLIGIBLE_LOG 460.6

struct slice {
    size_t *row;  /* work: blocks: offsets of a pattern's rows in the tables */
    double *sums; /* rows * stride: posterior mass by block code and node */
    double loglik;
    double squared_means;
};

/* What an E-step works in; for kernels of no more than these sizes. */
struct irt_kernel_room {
    size_t rows, blocks, stride, slices, digits;
    double *table;  /* rows * stride: products of probabilities by code */
    double *weight; /* stride, padded with 0 */
    double *node;   /* stride, padded with 0: in one dimension, where theta is */
    bool has_node;
    double total; /* of the weights */
    double
        *probability; /* digits * stride: of each item and its categories, one to spare */
    double *lowest;   /* work: stride */
    bool *check;      /* blocks: rescale after this block */
    bool checked;     /* any block is */
    struct slice *slice;
};

struct irt_kernel {
    struct irt_pool *pool;
    struct irt_packing *packing;
    size_t points, stride;
    double *frequency;     /* patterns; NULL: all 1 */
    const double *weighed; /* instead of them, or NULL */
    size_t slices;
    size_t *digit; /* items + 1: where an item's rows begin among the probabilities */
    struct irt_kernel_room *room;
    bool owns_room;
};

static void *
aligned_zeros(size_t count)
{
    size_t bytes = (count * sizeof(double) + 63) / 64 * 64;
    double *x = aligned_alloc(64, bytes ? bytes : 64);
    if (x)
        memset(x, 0, bytes);
    return x;
}

static size_t
padded(size_t points)
{
    return (points + LANES - 1) / LANES * LANES;
}

/* By the data alone, so that no result depends on the number of threads. */
static size_t
slices_for(size_t patterns)
{
    size_t slices = patterns / PATTERNS_A_SLICE;
    return slices < 1 ? 1 : slices > MAX_SLICES ? MAX_SLICES : slices;
}

/* The largest block that pays: tables and their sums cost codes, patterns cost blocks.
 * The unit is one pass over a node vector. */
static size_t
best_codes(size_t patterns, size_t slices)
{
    double best = INFINITY;
    size_t codes = 2;
    for (size_t bits = 1; bits <= 8; bits++) {
        double table = (double)((size_t)1 << bits);
        double cost = ((double)patterns * 3.0 + table * (4.0 + 2.0 * (double)slices)) /
                      (double)bits;
        if (cost < best) {
            best = cost;
            codes = (size_t)1 << bits;
        }
    }
    return codes;
}

static bool
take_frequencies(struct irt_kernel *kernel, const struct irt_patterns *patterns)
{
    bool all_one = true;
    for (size_t l = 0; l < patterns->count; l++)
        all_one = all_one && patterns->frequency[l] == 1.0;
    if (all_one)
        return true;
    kernel->frequency = malloc(patterns->count * sizeof *kernel->frequency);
    if (kernel->frequency)
        memcpy(kernel->frequency, patterns->frequency,
               patterns->count * sizeof *kernel->frequency);
    return kernel->frequency != NULL;
}

static bool
find_digits(struct irt_kernel *kernel, const struct irt_model *model)
{
    kernel->digit = calloc(model->items + 1, sizeof *kernel->digit);
    for (size_t j = 0; kernel->digit && j < model->items; j++)
        kernel->digit[j + 1] = kernel->digit[j] + model->item[j].categories + 1;
    return kernel->digit != NULL;
}

/* --- room ------------------------------------------------------------------------------- */

static void
empty_room(struct irt_kernel_room *room)
{
    for (size_t s = 0; room->slice && s < room->slices; s++) {
        free(room->slice[s].row);
        free(room->slice[s].sums);
    }
    free(room->slice);
    free(room->table);
    free(room->weight);
    free(room->node);
    free(room->probability);
    free(room->lowest);
    free(room->check);
    *room = (struct irt_kernel_room){ 0 };
}

struct irt_kernel_room *
irt_kernel_room_new(struct irt_error *error)
{
    struct irt_kernel_room *room = calloc(1, sizeof *room);
    if (!room)
        irt_fail(error, IRT_NO_MEMORY, "no memory for the E-step");
    return room;
}

void
irt_kernel_room_free(struct irt_kernel_room *room)
{
    if (room)
        empty_room(room);
    free(room);
}

static bool
fill_room(struct irt_kernel_room *room)
{
    room->table = aligned_zeros(room->rows * room->stride);
    room->weight = aligned_zeros(room->stride);
    room->node = aligned_zeros(room->stride);
    room->probability = aligned_zeros(room->digits * room->stride);
    room->lowest = aligned_zeros(room->stride);
    room->check = calloc(room->blocks, sizeof *room->check);
    room->slice = calloc(room->slices, sizeof *room->slice);
    if (!room->table || !room->weight || !room->node || !room->probability ||
        !room->lowest || !room->check || !room->slice)
        return false;
    for (size_t s = 0; s < room->slices; s++) {
        room->slice[s].row = calloc(room->blocks, sizeof(size_t));
        room->slice[s].sums = aligned_zeros(room->rows * room->stride);
        if (!room->slice[s].row || !room->slice[s].sums)
            return false;
    }
    return true;
}

/* The larger of what it has and what is needed. */
static void
grow(size_t *has, size_t needed)
{
    if (*has < needed)
        *has = needed;
}

bool
irt_kernel_use(struct irt_kernel *kernel, struct irt_kernel_room *room,
               struct irt_error *error)
{
    struct irt_kernel_room larger = { .rows = room->rows,
                                      .blocks = room->blocks,
                                      .stride = room->stride,
                                      .slices = room->slices,
                                      .digits = room->digits };
    grow(&larger.rows, kernel->packing->rows);
    grow(&larger.blocks, kernel->packing->blocks);
    grow(&larger.stride, kernel->stride);
    grow(&larger.slices, kernel->slices);
    grow(&larger.digits, kernel->digit[kernel->packing->items]);
    kernel->room = room;
    if (larger.rows == room->rows && larger.blocks == room->blocks &&
        larger.stride == room->stride && larger.slices == room->slices &&
        larger.digits == room->digits)
        return true;
    empty_room(room);
    if (!fill_room(&larger)) {
        empty_room(&larger);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the E-step of %zu patterns",
                        kernel->packing->patterns);
    }
    *room = larger;
    return true;
}

/* --- the kernel --------------------------------------------------------------------------- */

struct irt_kernel *
irt_kernel_new_bare(const struct irt_responses *data, const struct irt_patterns *patterns,
                    const struct irt_model *model, size_t points, struct irt_pool *pool,
                    struct irt_error *error)
{
    struct irt_kernel *kernel = calloc(1, sizeof *kernel);
    if (!kernel) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the E-step");
        return NULL;
    }
    kernel->pool = pool;
    kernel->points = points;
    kernel->stride = padded(points);
    kernel->slices = slices_for(patterns->count);
    kernel->packing = irt_packing_new(data, patterns, model->item, model->items,
                                      best_codes(patterns->count, kernel->slices), error);
    if (!kernel->packing) {
        irt_kernel_free(kernel);
        return NULL;
    }
    if (!take_frequencies(kernel, patterns) || !find_digits(kernel, model)) {
        irt_kernel_free(kernel);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the E-step of %zu patterns",
                 patterns->count);
        return NULL;
    }
    return kernel;
}

struct irt_kernel *
irt_kernel_new(const struct irt_responses *data, const struct irt_patterns *patterns,
               const struct irt_model *model, size_t points, struct irt_pool *pool,
               struct irt_error *error)
{
    struct irt_kernel *kernel =
        irt_kernel_new_bare(data, patterns, model, points, pool, error);
    if (!kernel)
        return NULL;
    struct irt_kernel_room *room = irt_kernel_room_new(error);
    kernel->owns_room = true;
    kernel->room = room;
    if (!room || !irt_kernel_use(kernel, room, error)) {
        irt_kernel_free(kernel);
        return NULL;
    }
    return kernel;
}

void
irt_kernel_free(struct irt_kernel *kernel)
{
    if (!kernel)
        return;
    if (kernel->owns_room)
        irt_kernel_room_free(kernel->room);
    free(kernel->frequency);
    free(kernel->digit);
    irt_packing_free(kernel->packing);
    free(kernel);
}

size_t
irt_kernel_slices(const struct irt_kernel *kernel)
{
    return kernel->slices;
}

void
irt_kernel_set_pool(struct irt_kernel *kernel, struct irt_pool *pool)
{
    kernel->pool = pool;
}

const double *
irt_kernel_probability(const struct irt_kernel *kernel, size_t j, size_t *stride)
{
    *stride = kernel->stride;
    return kernel->room->probability + kernel->digit[j] * kernel->stride;
}

void
irt_kernel_weigh(struct irt_kernel *kernel, const double *frequency)
{
    kernel->weighed = frequency;
}

size_t
irt_kernel_bytes(const struct irt_kernel *kernel)
{
    size_t tables = kernel->packing->rows * kernel->stride * (kernel->slices + 1);
    return kernel->packing->patterns * kernel->packing->blocks + tables * sizeof(double) +
           (kernel->frequency ? kernel->packing->patterns * sizeof(double) : 0);
}

/* As the packing would: any item may have been left out where one was. */
size_t
irt_kernel_bytes_needed(const struct irt_responses *data,
                        const struct irt_patterns *patterns,
                        const struct irt_model *model, size_t points)
{
    size_t slices = slices_for(patterns->count);
    size_t most = best_codes(patterns->count, slices), blocks = 0, rows = 0, codes = 1;
    for (size_t j = 0; j < model->items; j++) {
        size_t radix = model->item[j].categories + (data->missing > 0);
        if (j == 0 || codes * radix > most) {
            rows += blocks ? codes : 0;
            blocks++;
            codes = 1;
        }
        codes *= radix;
    }
    rows += codes;
    size_t frequencies = (double)patterns->count < data->persons ? patterns->count : 0;
    return patterns->count * blocks +
           (rows * padded(points) * (slices + 1) + frequencies) * sizeof(double);
}

/* to[n] = x[n] y[n] over a node vector. */
static inline void
multiply(double *to, const double *x, const double *y, size_t stride)
{
#pragma omp simd
    for (size_t n = 0; n < stride; n++)
        to[n] = x[n] * y[n];
}

static inline void
add(double *to, const double *x, size_t stride)
{
#pragma omp simd
    for (size_t n = 0; n < stride; n++)
        to[n] += x[n];
}

/* Multiplies one more item into a block's table of size codes: from the highest digit
 * down, so that the rows of digit 0, the table so far, are overwritten last. */
IRT_TARGET_CLONES static void
fold_in(double *table, size_t size, unsigned radix, const double *P, size_t stride)
{
    for (unsigned h = radix; h-- > 0;)
        for (size_t low = 0; low < size; low++)
            multiply(table + (h * size + low) * stride, table + low * stride,
                     P + h * stride, stride);
}

/* One item's probabilities as padded rows by digit; a missing response has factor 1. */
static void
item_rows(struct irt_kernel *kernel, const struct irt_item *item, const double *psi,
          const double *theta, double *P)
{
    size_t Q = kernel->points, stride = kernel->stride;
    item->ops->probability(item, psi + item->first, theta, Q, P);
    for (unsigned h = item->categories; h-- > 0;) { /* spread out from the end */
        memmove(P + h * stride, P + h * Q, Q * sizeof *P);
        for (size_t n = Q; n < stride; n++)
            P[h * stride + n] = 1.0;
    }
}

/* log of the smallest of Q numbers; one that is 0 counts as a normal number's least. */
IRT_TARGET_CLONES static double
log_smallest(const double *x, size_t Q)
{
    double smallest = 1.0;
#pragma omp simd reduction(min : smallest)
    for (size_t n = 0; n < Q; n++)
        smallest = x[n] < smallest ? x[n] : smallest;
    return log(smallest > DBL_MIN ? smallest : DBL_MIN);
}

/* lowest[n] is multiplied by an item's smallest probability at the node. */
IRT_TARGET_CLONES static void
lower(double *lowest, const double *P, unsigned categories, size_t stride)
{
#pragma omp simd
    for (size_t n = 0; n < stride; n++) {
        double least = P[n];
        for (unsigned h = 1; h < categories; h++)
            least = P[h * stride + n] < least ? P[h * stride + n] : least;
        lowest[n] *= least;
    }
}

/* Tabulates the products of a block; returns -log of the smallest of them. */
static double
fill_block(struct irt_kernel *kernel, const struct irt_block *block,
           const struct irt_model *model, const double *psi, const double *theta)
{
    struct irt_kernel_room *room = kernel->room;
    size_t stride = kernel->stride, size = 1;
    double *table = room->table + block->row * stride;
    for (size_t n = 0; n < stride; n++)
        table[n] = room->lowest[n] = 1.0;
    for (size_t j = block->first; j < block->first + block->items; j++) {
        unsigned radix = kernel->packing->radix[j], m = model->item[j].categories;
        double *P = room->probability + kernel->digit[j] * stride;
        item_rows(kernel, &model->item[j], psi, theta, P);
        lower(room->lowest, P, m, stride);
        if (radix > m)
            for (size_t n = 0; n < stride; n++)
                P[m * stride + n] = 1.0;
        fold_in(table, size, radix, P, stride);
        size *= radix;
    }
    return -log_smallest(room->lowest, kernel->points);
}

void
irt_kernel_prepare(struct irt_kernel *kernel, const struct irt_model *model,
                   const double *psi, const struct irt_quadrature *quadrature)
{
    const struct irt_packing *packing = kernel->packing;
    size_t Q = kernel->points, stride = kernel->stride;
    double scaled[IRT_MAX_POINTS];
    const double *theta = irt_theta(model, psi, quadrature, scaled);
    struct irt_kernel_room *room = kernel->room;
    memset(room->weight, 0, stride * sizeof *room->weight);
    memset(room->node, 0, stride * sizeof *room->node);
    memcpy(room->weight, quadrature->weight, Q * sizeof *room->weight);
    room->has_node = quadrature->dims == 1;
    if (room->has_node)
        memcpy(room->node, quadrature->node, Q * sizeof *room->node);
    room->total = quadrature->total;
    room->checked = false;
    double bound = -log_smallest(room->weight, Q);
    for (size_t b = 0; b < packing->blocks; b++) {
        double depth = fill_block(kernel, &packing->block[b], model, psi, theta);
        room->check[b] = false;
        if (b > 0 && bound + depth > SMALLEST_LOG) {
            room->check[b - 1] = room->checked = true;
            bound = NEGLIGIBLE_LOG;
        }
        bound += depth;
    }
}

static inline double
add_up(const lane *sum)
{
    return (((*sum)[0] + (*sum)[4]) + ((*sum)[2] + (*sum)[6])) +
           (((*sum)[1] + (*sum)[5]) + ((*sum)[3] + (*sum)[7]));
}

/* Loops over blocks are unrolled for each number of them, at most so many in one go over the
 * nodes. */
#define BLOCKS_AT_ONCE 6
#define INLINED        static inline __attribute__((always_inline))

/* v = from times the table's rows; returns its sum. */
INLINED double
multiply_rows(double *v, const double *from, const double *table, const size_t *row,
              size_t blocks, size_t stride)
{
    const double *at[BLOCKS_AT_ONCE];
    lane sum = { 0 };
    for (size_t b = 0; b < blocks; b++)
        at[b] = table + row[b];
    for (size_t n = 0; n < stride; n += LANES) {
        lane x = *(const lane *)(from + n);
#pragma GCC unroll 6
        for (size_t b = 0; b < blocks; b++)
            x *= *(const lane *)(at[b] + n);
        *(lane *)(v + n) = x;
        sum += x;
    }
    return add_up(&sum);
}

/* Adds factor v to the sums' rows. */
INLINED void
add_to_rows(const double *v, double factor, double *sums, const size_t *row,
            size_t blocks, size_t stride)
{
    double *at[BLOCKS_AT_ONCE];
    for (size_t b = 0; b < blocks; b++)
        at[b] = sums + row[b];
    for (size_t n = 0; n < stride; n += LANES) {
        const lane x = *(const lane *)(v + n) * factor;
#pragma GCC unroll 6
        for (size_t b = 0; b < blocks; b++)
            *(lane *)(at[b] + n) += x;
    }
}

/* L_l(X_n) A_n of the pattern with these table rows, into v; returns the sum. */
INLINED double
product(double *v, const double *weight, const double *table, const size_t *row,
        size_t blocks, size_t stride)
{
    const double *from = weight;
    for (; blocks > BLOCKS_AT_ONCE; blocks -= BLOCKS_AT_ONCE, row += BLOCKS_AT_ONCE) {
        multiply_rows(v, from, table, row, BLOCKS_AT_ONCE, stride);
        from = v;
    }
    switch (blocks) {
    case 1: return multiply_rows(v, from, table, row, 1, stride);
    case 2: return multiply_rows(v, from, table, row, 2, stride);
    case 3: return multiply_rows(v, from, table, row, 3, stride);
    case 4: return multiply_rows(v, from, table, row, 4, stride);
    case 5: return multiply_rows(v, from, table, row, 5, stride);
    default: return multiply_rows(v, from, table, row, BLOCKS_AT_ONCE, stride);
    }
}

/* Adds the posterior, factor v, to the sums' rows of the pattern. */
INLINED void
spread(const double *v, double factor, double *sums, const size_t *row, size_t blocks,
       size_t stride)
{
    for (; blocks > BLOCKS_AT_ONCE; blocks -= BLOCKS_AT_ONCE, row += BLOCKS_AT_ONCE)
        add_to_rows(v, factor, sums, row, BLOCKS_AT_ONCE, stride);
    switch (blocks) {
    case 1: add_to_rows(v, factor, sums, row, 1, stride); break;
    case 2: add_to_rows(v, factor, sums, row, 2, stride); break;
    case 3: add_to_rows(v, factor, sums, row, 3, stride); break;
    case 4: add_to_rows(v, factor, sums, row, 4, stride); break;
    case 5: add_to_rows(v, factor, sums, row, 5, stride); break;
    default: add_to_rows(v, factor, sums, row, BLOCKS_AT_ONCE, stride); break;
    }
}

/* sum_n v_n x_n. */
INLINED double
moment(const double *v, const double *x, size_t stride)
{
    lane sum = { 0 };
    for (size_t n = 0; n < stride; n += LANES)
        sum += *(const lane *)(v + n) * *(const lane *)(x + n);
    return add_up(&sum);
}

/* Divides v by its largest entry; returns the log of that. */
static inline double
rescale(double *v, size_t stride)
{
    double largest = 0.0;
#pragma omp simd reduction(max : largest)
    for (size_t n = 0; n < stride; n++)
        largest = v[n] > largest ? v[n] : largest;
    if (!(largest > 0.0))
        return 0.0;
#pragma omp simd
    for (size_t n = 0; n < stride; n++)
        v[n] = v[n] < NEGLIGIBLE * largest ? 0.0 : v[n] / largest;
    return log(largest);
}

/* The same, rescaled after the blocks marked for it; *log_scale is what v and the sum
 * have to be multiplied by, as a log. */
static inline double
product_checked(double *v, const double *weight, const double *table, const size_t *row,
                const bool *check, size_t blocks, size_t stride, double *log_scale)
{
    double scale = 0.0, sum = 0.0;
    memcpy(v, weight, stride * sizeof *v);
    for (size_t b = 0; b < blocks; b++) {
        multiply(v, v, table + row[b], stride);
        if (check[b])
            scale += rescale(v, stride);
    }
    for (size_t n = 0; n < stride; n++)
        sum += v[n];
    *log_scale = scale;
    return sum;
}

/* Where the tables hold the rows of pattern l. */
static inline void
find_rows(const struct irt_packing *packing, size_t l, size_t stride, size_t *row)
{
    const uint8_t *code = packing->code + l * packing->blocks;
    for (size_t b = 0; b < packing->blocks; b++)
        row[b] = (packing->block[b].row + code[b]) * stride;
}

/* The first and last pattern of slice s. */
static void
slice_range(const struct irt_kernel *kernel, size_t s, size_t *first, size_t *end)
{
    *first = s * kernel->packing->patterns / kernel->slices;
    *end = (s + 1) * kernel->packing->patterns / kernel->slices;
}

/* E1 to E4 over the patterns of a slice. */
IRT_TARGET_CLONES static void
run_slice(const struct irt_kernel *kernel, struct slice *slice, size_t first, size_t end)
{
    const struct irt_packing *packing = kernel->packing;
    const size_t stride = kernel->stride, blocks = packing->blocks;
    const struct irt_kernel_room *room = kernel->room;
    const double *table = room->table, *node = room->node;
    size_t *row = slice->row;
    double *sums = slice->sums, v[IRT_MAX_NODES + LANES] __attribute__((aligned(64)));
    const double *frequency = kernel->weighed ? kernel->weighed : kernel->frequency;
    double loglik = 0.0, squared_means = 0.0, frequencies = 0.0;
    memset(sums, 0, packing->rows * stride * sizeof *sums);
    for (size_t l = first; l < end; l++) {
        double f = frequency ? frequency[l] : 1.0, log_scale = 0.0, P;
        if (f == 0.0)
            continue;
        frequencies += f;
        find_rows(packing, l, stride, row);
        if (room->checked)
            P = product_checked(v, room->weight, table, row, room->check, blocks, stride,
                                &log_scale);
        else
            P = product(v, room->weight, table, row, blocks, stride);
        loglik += f * (log(P) + log_scale);
        if (!(P > 0.0))
            continue;
        spread(v, f / P, sums, row, blocks, stride);
        if (room->has_node) {
            double mean = moment(v, node, stride) / P;
            squared_means += f * mean * mean;
        }
    }
    slice->loglik = loglik - frequencies * log(room->total);
    slice->squared_means = squared_means;
}

static void
slice_task(void *context, size_t s)
{
    struct irt_kernel *kernel = context;
    size_t first, end;
    slice_range(kernel, s, &first, &end);
    run_slice(kernel, &kernel->room->slice[s], first, end);
}

/* Sums block b of all slices, in their order, into the first. */
IRT_TARGET_CLONES static void
reduce_block(struct irt_kernel *kernel, size_t b)
{
    const struct irt_block *block = &kernel->packing->block[b];
    size_t at = block->row * kernel->stride, count = block->codes * kernel->stride;
    for (size_t s = 1; s < kernel->slices; s++)
        add(kernel->room->slice[0].sums + at, kernel->room->slice[s].sums + at, count);
}

static void
reduce_task(void *context, size_t b)
{
    reduce_block(context, b);
}

/* Sums a block's table over codes into r-bar of its items: the last item's digits split
 * the table into equal parts, which are summed for r-bar while they are folded into one. */
IRT_TARGET_CLONES static void
unfold(double *sums, size_t codes, const unsigned *radix, size_t items, size_t stride,
       double *const *r, size_t Q, const unsigned *categories)
{
    for (size_t j = items; j-- > 0;) {
        size_t size = codes / radix[j];
        memset(r[j], 0, categories[j] * Q * sizeof *r[j]);
        for (size_t low = 0; low < size; low++)
            for (unsigned h = 0; h < radix[j]; h++) {
                const double *row = sums + (h * size + low) * stride;
                if (h < categories[j])
                    add(r[j] + h * Q, row, Q);
                if (h > 0)
                    add(sums + low * stride, row, stride);
            }
        codes = size;
    }
}

static void
unfold_block(struct irt_kernel *kernel, size_t b, const struct irt_model *model,
             struct irt_expected *expected)
{
    const struct irt_block *block = &kernel->packing->block[b];
    double *r[8];
    unsigned categories[8];
    for (size_t i = 0; i < block->items; i++) {
        r[i] = expected->r + expected->first[block->first + i];
        categories[i] = model->item[block->first + i].categories;
    }
    unfold(kernel->room->slice[0].sums + block->row * kernel->stride, block->codes,
           kernel->packing->radix + block->first, block->items, kernel->stride, r,
           kernel->points, categories);
}

void
irt_kernel_run(struct irt_kernel *kernel, const struct irt_model *model,
               const double *psi, const struct irt_quadrature *quadrature,
               struct irt_expected *expected)
{
    irt_kernel_prepare(kernel, model, psi, quadrature);
    irt_pool_run(kernel->pool, kernel->slices, slice_task, kernel);
    if (kernel->slices > 1)
        irt_pool_run(kernel->pool, kernel->packing->blocks, reduce_task, kernel);
    for (size_t b = 0; b < kernel->packing->blocks; b++)
        unfold_block(kernel, b, model, expected);
    const struct irt_kernel_room *room = kernel->room;
    /* Folded over all its items, the first block's sums are those over all patterns. */
    memcpy(expected->population, room->slice[0].sums,
           kernel->points * sizeof *expected->population);
    double loglik = 0.0;
    expected->squared_means = 0.0;
    for (size_t s = 0; s < kernel->slices; s++) {
        loglik += room->slice[s].loglik;
        expected->squared_means += room->slice[s].squared_means;
    }
    expected->loglik = loglik;
}

/* Block by block, with no work array, so that any thread may call it. */
IRT_TARGET_CLONES static void
posterior(const struct irt_kernel *kernel, size_t l, double *out, double *log_marginal)
{
    const struct irt_packing *packing = kernel->packing;
    const uint8_t *code = packing->code + l * packing->blocks;
    const size_t stride = kernel->stride;
    double v[IRT_MAX_NODES + LANES], scale = 0.0, sum = 0.0;
    memcpy(v, kernel->room->weight, stride * sizeof *v);
    for (size_t b = 0; b < packing->blocks; b++) {
        size_t row = (packing->block[b].row + code[b]) * stride;
        multiply(v, v, kernel->room->table + row, stride);
        if (kernel->room->check[b])
            scale += rescale(v, stride);
    }
    for (size_t n = 0; n < stride; n++)
        sum += v[n];
    for (size_t n = 0; n < kernel->points; n++)
        out[n] = v[n] / sum;
    *log_marginal = log(sum) + scale;
}

void
irt_kernel_posterior(const struct irt_kernel *kernel, size_t first, size_t count,
                     double *out, double *log_marginal)
{
    for (size_t i = 0; i < count; i++) {
        double log_P;
        posterior(kernel, first + i, out + i * kernel->points, &log_P);
        if (log_marginal)
            log_marginal[i] = log_P;
    }
}
