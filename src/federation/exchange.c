/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/exchange.h"

#include "federation/message.h"

#include <stdlib.h>
#include <string.h>

#define ARCHIVE_BYTES ((size_t)1 << 26) /* messages kept beyond the round under way */

/* --- past rounds ---------------------------------------------------------------------------- */

struct past_round {
    size_t round, size; /* bytes of all its messages */
    struct irt_bytes call;
    struct irt_bytes *answer; /* schools */
};

struct irt_archive {
    size_t count, capacity, size;
    struct past_round *past; /* oldest first */
};

static void
clear_past(struct past_round *past, size_t schools)
{
    irt_bytes_clear(&past->call);
    for (size_t k = 0; past->answer && k < schools; k++)
        irt_bytes_clear(&past->answer[k]);
    free(past->answer);
}

static void
drop_oldest(struct irt_archive *archive, size_t schools)
{
    archive->size -= archive->past[0].size;
    clear_past(&archive->past[0], schools);
    memmove(archive->past, archive->past + 1, --archive->count * sizeof *archive->past);
}

/* Moves the round that is over into the archive; its buffers go along.  Where there is no
 * memory it is not kept. */
static void
keep_round(struct irt_exchange *exchange)
{
    struct irt_archive *archive = exchange->archive;
    if (exchange->rounds == 0)
        return;
    struct irt_bytes *empty = calloc(exchange->schools, sizeof *empty);
    if (archive->count == archive->capacity) {
        size_t capacity = archive->capacity ? 2 * archive->capacity : 64;
        void *larger = realloc(archive->past, capacity * sizeof *archive->past);
        if (larger) {
            archive->past = larger;
            archive->capacity = capacity;
        }
    }
    if (!empty || archive->count == archive->capacity) {
        free(empty);
        return;
    }
    struct past_round past = { .round = exchange->rounds,
                               .call = exchange->call,
                               .answer = exchange->answer };
    past.size = past.call.size;
    for (size_t k = 0; k < exchange->schools; k++)
        past.size += past.answer[k].size;
    archive->past[archive->count++] = past;
    archive->size += past.size;
    exchange->call = (struct irt_bytes){ 0 };
    exchange->answer = empty;
    while (archive->size > ARCHIVE_BYTES && archive->count > 0)
        drop_oldest(archive, exchange->schools);
}

size_t
irt_exchange_oldest(const struct irt_exchange *exchange)
{
    return exchange->archive->count ? exchange->archive->past[0].round : exchange->rounds;
}

bool
irt_exchange_message(const struct irt_exchange *exchange, size_t round, uint32_t school,
                     const uint8_t **bytes, size_t *size)
{
    const struct irt_bytes *call = NULL, *answer = NULL;
    if (round == exchange->rounds) {
        call = &exchange->call;
        answer = exchange->answer;
    }
    for (size_t i = 0; i < exchange->archive->count; i++)
        if (exchange->archive->past[i].round == round) {
            call = &exchange->archive->past[i].call;
            answer = exchange->archive->past[i].answer;
        }
    if (round == 0 || !call || (school != IRT_NO_SCHOOL && school >= exchange->schools))
        return false;
    const struct irt_bytes *found = school == IRT_NO_SCHOOL ? call : &answer[school];
    *bytes = found->data;
    *size = found->size;
    return found->size > 0;
}

/* --- the exchange ---------------------------------------------------------------------------- */

struct irt_exchange *
irt_exchange_new(const struct irt_exchange_ops *ops, void *state, size_t schools,
                 struct irt_error *error)
{
    struct irt_exchange *exchange = calloc(1, sizeof *exchange);
    if (exchange) {
        exchange->ops = ops;
        exchange->state = state;
        exchange->schools = schools;
        exchange->in = calloc(schools + 1, sizeof *exchange->in);
        exchange->asked = calloc(schools + 1, sizeof *exchange->asked);
        exchange->answer = calloc(schools + 1, sizeof *exchange->answer);
        exchange->archive = calloc(1, sizeof *exchange->archive);
    } else {
        ops->close(state);
    }
    if (!exchange || !exchange->in || !exchange->asked || !exchange->answer ||
        !exchange->archive) {
        irt_exchange_free(exchange);
        irt_fail(error, IRT_NO_MEMORY, "no memory for %zu schools", schools);
        return NULL;
    }
    for (size_t k = 0; k < schools; k++)
        exchange->in[k] = true;
    return exchange;
}

void
irt_exchange_free(struct irt_exchange *exchange)
{
    if (!exchange)
        return;
    exchange->ops->close(exchange->state);
    while (exchange->archive && exchange->archive->count > 0)
        drop_oldest(exchange->archive, exchange->schools);
    if (exchange->archive)
        free(exchange->archive->past);
    free(exchange->archive);
    for (size_t k = 0; exchange->answer && k < exchange->schools; k++)
        irt_bytes_clear(&exchange->answer[k]);
    free(exchange->answer);
    irt_bytes_clear(&exchange->call);
    free(exchange->in);
    free(exchange->asked);
    free(exchange);
}

bool
irt_exchange_broadcast(struct irt_exchange *exchange, const struct irt_bytes *call,
                       struct irt_error *error)
{
    keep_round(exchange);
    if (!irt_bytes_resize(&exchange->call, call->size, error))
        return false;
    memcpy(exchange->call.data, call->data, call->size);
    memcpy(exchange->asked, exchange->in, exchange->schools * sizeof *exchange->in);
    for (size_t k = 0; k < exchange->schools; k++) {
        exchange->answer[k].size = 0;
        exchange->bytes_down += exchange->asked[k] ? call->size : 0;
    }
    exchange->rounds++;
    exchange->gathered = 0;
    return exchange->ops->broadcast(exchange->state, exchange->asked, exchange->call.data,
                                    exchange->call.size, error);
}

bool
irt_exchange_gather(struct irt_exchange *exchange, size_t count, struct irt_error *error)
{
    size_t first = exchange->gathered, left = exchange->schools - first;
    if (count > left)
        count = left;
    if (!exchange->ops->gather(exchange->state, exchange->asked, first, count,
                               exchange->answer, error))
        return false;
    for (size_t k = first; k < first + count; k++)
        exchange->bytes_up += exchange->answer[k].size;
    exchange->gathered += count;
    return true;
}
