/* Pressmark - merging the postings of runs into a database: see merge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/merge.h"

#include "shim/database.h"
#include "shim/writer.h"
#include "support/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Postings passed on at a time. */
#define BATCH 2048u

/* Terms between two looks at whether to stop. */
#define ASK_EVERY 8192u

static enum pm_status
broken(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INTERNAL, "a run's postings do not fit together");
}

/* --- lengths and values ------------------------------------------------- */

struct head {
	uint32_t article;
	uint32_t length, day, words;
};

/* Calls FN for the head of every article in order. */
static enum pm_status
each_head(struct pm_merge *m,
	  enum pm_status (*fn)(void *ctx, const struct head *head, struct pm_error *err),
	  void *ctx, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < m->n_parts && status == PM_OK; i++) {
		const struct pm_run_slice *slice = m->parts[i].slice;
		struct pm_spool_reader in;
		const uint8_t *p, *end;
		struct head head = { .article = slice->first };

		pm_spool_read(&in, &m->runs[m->parts[i].run].heads, slice->heads,
			      slice->heads_end);
		for (; (status = pm_spool_next(&in, &p, &end, err)) == PM_OK;
		     head.article++) {
			if (pm_load_varint32(&p, end, &head.length) < 0 ||
			    pm_load_varint32(&p, end, &head.day) < 0 ||
			    pm_load_varint32(&p, end, &head.words) < 0)
				status = broken(err);
			else
				status = fn(ctx, &head, err);
			if (status < 0)
				break;
		}
		pm_spool_reader_release(&in);
		if (status == PM_END)
			status = PM_OK;
	}
	return status;
}

struct heads {
	struct pm_sink *sink;
	uint32_t n, dated;
	uint32_t first_day, last_day, least_words, most_words;
};

static enum pm_status
survey(void *ctx, const struct head *head, struct pm_error *err)
{
	struct heads *h = ctx;

	(void)err;
	if (h->n == 0 || head->words < h->least_words)
		h->least_words = head->words;
	if (head->words > h->most_words)
		h->most_words = head->words;
	h->n++;
	if (head->day == 0)
		return PM_OK;
	if (h->dated == 0 || head->day < h->first_day)
		h->first_day = head->day;
	if (head->day > h->last_day)
		h->last_day = head->day;
	h->dated++;
	return PM_OK;
}

static size_t
day_value(uint32_t day, char out[16])
{
	return (size_t)snprintf(out, 16, "%08u", (unsigned)day);
}

static enum pm_status
give_day(void *ctx, const struct head *head, struct pm_error *err)
{
	struct heads *h = ctx;
	char value[16];

	return head->day == 0 ? PM_OK
			      : h->sink->value(h->sink, PM_SLOT_DAY, head->article, value,
					       day_value(head->day, value), err);
}

static enum pm_status
give_words(void *ctx, const struct head *head, struct pm_error *err)
{
	struct heads *h = ctx;
	enum pm_status status;
	char value[9];
	size_t len;

	if ((status = pm_db_number(head->words, value, &len, err)) < 0)
		return status;
	return h->sink->value(h->sink, PM_SLOT_WORDS, head->article, value, len, err);
}

static enum pm_status
give_length(void *ctx, const struct head *head, struct pm_error *err)
{
	struct heads *h = ctx;

	return h->sink->length(h->sink, head->article, head->length, err);
}

static enum pm_status
give_heads(struct pm_merge *m, struct pm_sink *sink, struct pm_error *err)
{
	struct heads h = { .sink = sink };
	char day[2][16], words[2][9];
	struct pm_slot slots[2];
	enum pm_status status = each_head(m, survey, &h, err);
	size_t least, most;

	if (status < 0 ||
	    (status = pm_db_number(h.least_words, words[0], &least, err)) < 0 ||
	    (status = pm_db_number(h.most_words, words[1], &most, err)) < 0)
		return status;
	slots[0] = (struct pm_slot){ PM_SLOT_DAY,
				     h.dated,
				     day[0],
				     day[1],
				     day_value(h.first_day, day[0]),
				     day_value(h.last_day, day[1]) };
	slots[1] = (struct pm_slot){ PM_SLOT_WORDS, h.n, words[0], words[1], least, most };
	if ((status = sink->slots(sink, slots, 2, err)) < 0 ||
	    (status = each_head(m, give_day, &h, err)) < 0 ||
	    (status = each_head(m, give_words, &h, err)) < 0)
		return status;
	return each_head(m, give_length, &h, err);
}

/* --- terms -------------------------------------------------------------- */

/* One run's postings of the current term. */
struct list {
	const uint8_t *p, *end;
	uint32_t article, wdf; /* the next posting */
	bool ended;
};

struct terms {
	struct pm_merge *m;
	struct pm_sink *sink;
	struct list *lists;
	struct pm_merge_marks marks;
	struct pm_posting batch[BATCH];
	size_t n;
	bool is_repeated; /* the first articles of the term are still to be noted */
};

/* The term of the batch is a name that several articles have. */
static void
note_repeated(struct terms *t)
{
	struct pm_merge *m = t->m;

	t->is_repeated = false;
	if (t->n > 1 && (m->repeated == 0 || t->batch[1].article < m->repeated)) {
		m->repeated = t->batch[1].article;
		m->original = t->batch[0].article;
	}
}

static inline bool
load_small(const uint8_t **p, const uint8_t *end, uint32_t *v)
{
	if (*p < end && **p < 0x80) {
		*v = *(*p)++;
		return true;
	}
	return pm_load_varint32(p, end, v) == 0;
}

static inline bool
next_posting(struct list *l)
{
	uint32_t gap;

	if (l->p == l->end) {
		l->ended = true;
		return true;
	}
	if (!load_small(&l->p, l->end, &gap) || !load_small(&l->p, l->end, &l->wdf))
		return false;
	l->article += gap;
	return true;
}

static enum pm_status
flush(struct terms *t, struct pm_error *err)
{
	enum pm_status status;

	if (t->is_repeated)
		note_repeated(t);
	status = t->n == 0 ? PM_OK : t->sink->postings(t->sink, t->batch, t->n, err);
	t->n = 0;
	return status;
}

/* Pass on the postings of L below LIMIT. */
static enum pm_status
drain(struct terms *t, struct list *l, uint32_t limit, struct pm_error *err)
{
	enum pm_status status;

	while (!l->ended && l->article < limit) {
		if (t->n == BATCH && (status = flush(t, err)) < 0)
			return status;
		t->batch[t->n].article = l->article;
		t->batch[t->n++].wdf = l->wdf;
		if (!next_posting(l))
			return broken(err);
	}
	return PM_OK;
}

/* Several runs have the next article: its postings become one. */
static enum pm_status
join(struct terms *t, size_t n, uint32_t article, struct pm_error *err)
{
	uint64_t wdf = 0;
	enum pm_status status;
	size_t i;

	for (i = 0; i < n; i++) {
		struct list *l = &t->lists[i];

		if (l->ended || l->article != article)
			continue;
		wdf += l->wdf;
		if (!next_posting(l))
			return broken(err);
	}
	if (wdf > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "a word occurs more than 4294967295 times in an article");
	if (t->n == BATCH && (status = flush(t, err)) < 0)
		return status;
	t->batch[t->n].article = article;
	t->batch[t->n++].wdf = (uint32_t)wdf;
	return PM_OK;
}

/* Articles come slice by slice, so many postings of one run's list come before it is
 * another's turn. */
static enum pm_status
merge_lists(struct terms *t, size_t n, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	while (status == PM_OK) {
		struct list *least = NULL;
		uint32_t limit = UINT32_MAX;
		size_t i;

		for (i = 0; i < n; i++) {
			struct list *l = &t->lists[i];

			if (l->ended)
				continue;
			if (least == NULL) {
				least = l;
			} else if (l->article < least->article) {
				limit = least->article;
				least = l;
			} else if (l->article < limit) {
				limit = l->article;
			}
		}
		if (least == NULL)
			break;
		status = limit == least->article ? join(t, n, limit, err)
						 : drain(t, least, limit, err);
	}
	return status;
}

/* Of a longer name only the beginning is a term, which says nothing. */
static bool
is_name(const struct pm_merge *m, const char *s, size_t len)
{
	size_t n = m->names == NULL ? 0 : strlen(m->names);

	return n > 0 && len > n && len < PM_TERM_MAX && memcmp(s, m->names, n) == 0;
}

static enum pm_status
give_term(struct terms *t, struct pm_union *u, struct pm_error *err)
{
	uint64_t total = 0, wdf, here, n = 0;
	enum pm_status status;
	size_t i;

	t->marks.now++;
	for (i = 0; i < u->n_here; i++) {
		const struct pm_union_source *s = &u->sources[u->here[i]];
		const struct pm_run *run = &t->m->runs[u->here[i]];
		struct list *l = &t->lists[i];
		bool continued;

		*l = (struct list){ s->p, s->end, 0, 0, false };
		if (pm_load_varint(&l->p, l->end, &here) < 0 ||
		    pm_load_varint(&l->p, l->end, &wdf) < 0 || !next_posting(l))
			return broken(err);
		continued = run->continued != 0 && l->article == run->continued;
		n += here / 2;
		if (continued)
			n -= pm_merge_counted(t->m, &t->marks, run->continued);
		if ((here & 1) && !(continued && run->open == run->continued))
			n -= pm_merge_counted(t->m, &t->marks, run->open);
		total += wdf;
	}
	if (n > 1 && is_name(t->m, u->s, u->len)) {
		t->m->n_repeated += n - 1;
		t->is_repeated = true;
	}
	if ((status = t->sink->term(t->sink, u->s, u->len, (uint32_t)n, total, err)) < 0 ||
	    (status = merge_lists(t, u->n_here, err)) < 0)
		return status;
	return flush(t, err);
}

static enum pm_status
give_terms(struct terms *t, struct pm_error *err)
{
	struct pm_merge *m = t->m;
	struct pm_union u;
	enum pm_status status;
	size_t i, n = 0;

	t->lists = pm_alloc(m->n, sizeof *t->lists);
	if (t->lists == NULL)
		return pm_fail_nomem(err);
	status = pm_merge_open(m, &u, m->n == 0 ? NULL : &m->runs->terms, sizeof *m->runs,
			       err);
	if (status < 0)
		return status;
	while (status == PM_OK && (status = pm_union_next(&u, err)) == PM_OK) {
		if (n++ % ASK_EVERY == 0)
			status = pm_merge_ask(m, err);
		if (status == PM_OK)
			status = give_term(t, &u, err);
	}
	pm_union_close(&u);
	for (i = 0; i < m->n; i++)
		pm_spool_release(&m->runs[i].terms);
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_merge_postings(struct pm_merge *m, struct pm_sink *sink, struct pm_error *err)
{
	struct terms *t = pm_calloc(1, sizeof *t);
	enum pm_status status;

	if (t == NULL)
		return pm_fail_nomem(err);
	t->m = m;
	t->sink = sink;
	status = pm_merge_marks_init(m, &t->marks, err);
	if (status == PM_OK)
		status = give_heads(m, sink, err);
	if (status == PM_OK)
		status = give_terms(t, err);
	free(t->marks.strings);
	free(t->lists);
	free(t);
	return status;
}
