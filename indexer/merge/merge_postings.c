/* Pressmark - merging the postings of runs into a database: see merge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/merge.h"
#include "indexer/merge/unite.h"

#include "segment/lengths.h"
#include "segment/shares.h"
#include "shim/database.h"
#include "shim/writer.h"
#include "support/bytes.h"
#include "support/file.h"

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
	struct pm_pages_writer *lengths;
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
	enum pm_status status = pm_lengths_put(h->lengths, head->length, err);

	return status < 0 ? status
			  : h->sink->length(h->sink, head->article, head->length, err);
}

static enum pm_status
give_heads_to(struct pm_merge *m, struct pm_sink *sink, struct pm_pages_writer *lengths,
	      struct pm_error *err)
{
	struct heads h = { .sink = sink, .lengths = lengths };
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

static enum pm_status
give_heads(struct pm_merge *m, struct pm_sink *sink, struct pm_error *err)
{
	char *path = pm_path_join(m->dir, PM_LENGTHS_FILE);
	struct pm_pages_writer *lengths = NULL;
	enum pm_status status = path == NULL ? pm_fail_nomem(err)
					     : pm_lengths_create(&lengths, path, err);

	if (status == PM_OK && (status = give_heads_to(m, sink, lengths, err)) == PM_OK)
		status = pm_pages_finish(lengths, &m->sizes.lengths, err);
	pm_pages_writer_free(lengths);
	free(path);
	return status;
}

/* --- terms -------------------------------------------------------------- */

/* One run's postings of a name. */
struct list {
	size_t start, len; /* of its record in `bytes` */
	uint32_t run;
	const uint8_t *p, *end;
	uint32_t article, wdf; /* the next posting */
	bool ended;
};

/* A name: a term, or one of the words of a stem (indexer/gather/run.h).  Its postings are
 * in the lists FIRST .. FIRST + N - 1, one for each run that has it. */
struct name {
	size_t start, len, stem_len; /* its bytes in `names` */
	size_t first, n;
	uint64_t articles, total;
};

struct terms {
	struct pm_merge *m;
	struct pm_sink *sink;
	struct pm_shares_writer *shares;
	struct pm_merge_marks marks;
	/* The names of the current term, in their order, and their records, which are
	 * copied because the runs go on. */
	struct name *names;
	size_t n_names, names_cap;
	struct list *lists;
	size_t n_lists, lists_cap;
	struct pm_buf bytes;
	struct pm_share_word *words;
	uint32_t *articles; /* of each name */
	size_t words_cap, articles_cap;
	struct pm_unite united;
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

/* Move the postings of L below LIMIT to OUT, at most MAX. */
static bool
drain(struct list *l, uint32_t limit, struct pm_posting *out, uint32_t max, uint32_t *n)
{
	while (!l->ended && l->article < limit && *n < max) {
		out[*n].article = l->article;
		out[(*n)++].wdf = l->wdf;
		if (!next_posting(l))
			return false;
	}
	return true;
}

/* Several runs have the next article: its postings become one. */
static enum pm_status
join(struct list *lists, size_t n, uint32_t article, struct pm_posting *out,
     struct pm_error *err)
{
	uint64_t wdf = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		struct list *l = &lists[i];

		if (l->ended || l->article != article)
			continue;
		wdf += l->wdf;
		if (!next_posting(l))
			return broken(err);
	}
	if (wdf > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "a word occurs more than 4294967295 times in an article");
	*out = (struct pm_posting){ article, (uint32_t)wdf };
	return PM_OK;
}

/* The same of one list alone, which most names have. */
static bool
drain_all(struct list *l, struct pm_posting *out, uint32_t max, uint32_t *n)
{
	const uint8_t *p = l->p, *end = l->end;
	uint32_t article = l->article, wdf = l->wdf, gap, i = 0;

	while (!l->ended && i < max) {
		out[i++] = (struct pm_posting){ article, wdf };
		if (end - p >= 2 && ((p[0] | p[1]) & 0x80) == 0) {
			gap = p[0];
			wdf = p[1];
			p += 2;
		} else if (p == end) {
			l->ended = true;
			break;
		} else if (pm_load_varint32(&p, end, &gap) < 0 ||
			   pm_load_varint32(&p, end, &wdf) < 0) {
			return false;
		}
		article += gap;
	}
	l->p = p;
	l->article = article;
	l->wdf = wdf;
	*n = i;
	return true;
}

/* Read up to MAX postings of a name; *N is 0 only if there are no more.  Articles come
 * slice by slice, so many postings of one run's list come before it is another's turn. */
static enum pm_status
read_postings(struct terms *t, const struct name *name, struct pm_posting *out,
	      uint32_t max, uint32_t *n, struct pm_error *err)
{
	struct list *lists = t->lists + name->first;
	enum pm_status status = PM_OK;

	if (name->n == 1)
		return drain_all(lists, out, max, n) ? PM_OK : broken(err);
	for (*n = 0; *n < max && status == PM_OK;) {
		struct list *least = NULL;
		uint32_t limit = UINT32_MAX;
		size_t i;

		for (i = 0; i < name->n; i++) {
			struct list *l = &lists[i];

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
		if (limit == least->article)
			status = join(lists, name->n, limit, &out[(*n)++], err);
		else if (!drain(least, limit, out, max, n))
			status = broken(err);
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

/* --- one name ----------------------------------------------------------- */

static enum pm_status
give_name(struct terms *t, const struct name *name, struct pm_error *err)
{
	const char *s = pm_buf_str(&t->bytes) + name->start;
	enum pm_status status;
	uint32_t n;

	if (name->articles > 1 && is_name(t->m, s, name->len)) {
		t->m->n_repeated += name->articles - 1;
		t->is_repeated = true;
	}
	status = t->sink->term(t->sink, s, name->stem_len, (uint32_t)name->articles,
			       name->total, err);
	while (status == PM_OK &&
	       (status = read_postings(t, name, t->batch, BATCH, &n, err)) == PM_OK &&
	       n > 0) {
		t->n = n;
		if (t->is_repeated)
			note_repeated(t);
		status = t->sink->postings(t->sink, t->batch, n, err);
	}
	return status;
}

/* --- several words of one stem ------------------------------------------ */

static enum pm_status
read_name(void *ctx, size_t number, struct pm_posting *out, uint32_t max, uint32_t *n,
	  struct pm_error *err)
{
	struct terms *t = ctx;

	return read_postings(t, &t->names[number], out, max, n, err);
}

static enum pm_status
give_postings(struct terms *t, struct pm_error *err)
{
	struct pm_unite *u = &t->united;
	enum pm_status status = t->sink->term(t->sink, pm_buf_str(&t->bytes),
					      t->names[0].stem_len, u->n, u->total, err);
	uint32_t n;

	while (status == PM_OK &&
	       (status = pm_unite_next(u, t->batch, BATCH, &n, err)) == PM_OK && n > 0)
		status = t->sink->postings(t->sink, t->batch, n, err);
	return status;
}

static enum pm_status
give_shares(struct terms *t, struct pm_error *err)
{
	const struct pm_share_stem stem = { pm_buf_str(&t->bytes), t->names[0].stem_len,
					    t->united.n, t->united.every };
	enum pm_status status = pm_grow(&t->words, &t->words_cap, t->n_names,
					sizeof *t->words, err);
	size_t i;

	if (status < 0)
		return status;
	for (i = 0; i < t->n_names; i++) {
		const struct name *name = &t->names[i];
		size_t skip = name->len > name->stem_len ? name->stem_len + 1 : 0;

		t->words[i] = (struct pm_share_word){
			pm_buf_str(&t->bytes) + name->start + skip, name->len - skip,
			t->united.shares[i]
		};
	}
	return pm_shares_add(t->shares, &stem, t->words, t->n_names, err);
}

static enum pm_status
give_names(struct terms *t, struct pm_error *err)
{
	enum pm_status status = pm_grow(&t->articles, &t->articles_cap, t->n_names,
					sizeof *t->articles, err);
	size_t i;

	for (i = 0; i < t->n_names && status == PM_OK; i++)
		t->articles[i] = (uint32_t)t->names[i].articles;
	if (status == PM_OK)
		status = pm_unite(&t->united, read_name, t, t->articles, t->n_names, err);
	if (status == PM_OK)
		status = give_postings(t, err);
	return status < 0 ? status : give_shares(t, err);
}

/* --- the names of runs -------------------------------------------------- */

/* Begin to read a run's record of a name. */
static enum pm_status
open_list(struct terms *t, struct name *name, struct list *l, struct pm_error *err)
{
	const struct pm_run *r = &t->m->runs[l->run];
	uint64_t wdf, here;
	bool continued;

	l->p = t->bytes.data + l->start;
	l->end = l->p + l->len;
	if (pm_load_varint(&l->p, l->end, &here) < 0 ||
	    pm_load_varint(&l->p, l->end, &wdf) < 0 || !next_posting(l))
		return broken(err);
	continued = r->continued != 0 && l->article == r->continued;
	name->articles += here / 2;
	if (continued)
		name->articles -= pm_merge_counted(t->m, &t->marks, r->continued);
	if ((here & 1) && !(continued && r->open == r->continued))
		name->articles -= pm_merge_counted(t->m, &t->marks, r->open);
	name->total += wdf;
	return PM_OK;
}

/* Keep the name that the union is at. */
static enum pm_status
add_name(struct terms *t, const struct pm_union *u, size_t stem_len, struct pm_error *err)
{
	enum pm_status status = pm_grow(&t->names, &t->names_cap, t->n_names + 1,
					sizeof *t->names, err);
	struct name *name;
	size_t i;

	if (status == PM_OK)
		status = pm_grow(&t->lists, &t->lists_cap, t->n_lists + u->n_here,
				 sizeof *t->lists, err);
	if (status < 0)
		return status;
	name = &t->names[t->n_names++];
	name->start = t->bytes.len;
	name->len = u->len;
	name->stem_len = stem_len;
	name->first = t->n_lists;
	name->n = u->n_here;
	name->articles = name->total = 0;
	pm_buf_put(&t->bytes, u->s, u->len);
	for (i = 0; i < u->n_here; i++) {
		const struct pm_union_source *s = &u->sources[u->here[i]];
		size_t len = (size_t)(s->end - s->p);

		t->lists[t->n_lists++] = (struct list){ .start = t->bytes.len,
							.len = len,
							.run = u->here[i] };
		pm_buf_put(&t->bytes, s->p, len);
	}
	return t->bytes.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* Begin to read the records of all names. */
static enum pm_status
open_names(struct terms *t, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	for (i = 0; i < t->n_names && status == PM_OK; i++) {
		struct name *name = &t->names[i];

		t->marks.now++;
		for (k = 0; k < name->n && status == PM_OK; k++)
			status = open_list(t, name, &t->lists[name->first + k], err);
	}
	return status;
}

/* Whether any of the names has an article: words of folds only have none. */
static bool
has_postings(const struct terms *t)
{
	size_t i;

	for (i = 0; i < t->n_names; i++)
		if (t->names[i].articles > 0)
			return true;
	return false;
}

/* The names of the current term are complete. */
static enum pm_status
end_term(struct terms *t, struct pm_error *err)
{
	enum pm_status status = open_names(t, err);

	if (status == PM_OK && has_postings(t))
		status = t->n_names == 1 ? give_name(t, &t->names[0], err)
					 : give_names(t, err);
	t->n_names = t->n_lists = 0;
	pm_buf_clear(&t->bytes);
	return status;
}

/* Whether the name that the union is at is one of the current term. */
static bool
is_of_term(const struct terms *t, const struct pm_union *u, size_t stem_len)
{
	return t->n_names > 0 && stem_len == t->names[0].stem_len &&
	       memcmp(pm_buf_str(&t->bytes), u->s, stem_len) == 0;
}

static enum pm_status
take_name(struct terms *t, const struct pm_union *u, struct pm_error *err)
{
	size_t stem_len = pm_run_stem_len(u->s, u->len);
	enum pm_status status = PM_OK;

	if (!is_of_term(t, u, stem_len))
		status = end_term(t, err);
	return status < 0 ? status : add_name(t, u, stem_len, err);
}

static enum pm_status
give_terms(struct terms *t, struct pm_error *err)
{
	struct pm_merge *m = t->m;
	struct pm_union u;
	enum pm_status status;
	size_t i, n = 0;

	status = pm_merge_open(m, &u, m->n == 0 ? NULL : &m->runs->terms, sizeof *m->runs,
			       err);
	if (status < 0)
		return status;
	while (status == PM_OK && (status = pm_union_next(&u, err)) == PM_OK) {
		if (n++ % ASK_EVERY == 0)
			status = pm_merge_ask(m, err);
		if (status == PM_OK)
			status = take_name(t, &u, err);
	}
	pm_union_close(&u);
	for (i = 0; i < m->n; i++)
		pm_spool_release(&m->runs[i].terms);
	return status < 0 ? status : end_term(t, err);
}

static void
release(struct terms *t)
{
	pm_shares_writer_free(t->shares);
	pm_unite_release(&t->united);
	pm_buf_release(&t->bytes);
	free(t->marks.strings);
	free(t->names);
	free(t->lists);
	free(t->words);
	free(t->articles);
	free(t);
}

enum pm_status
pm_merge_postings(struct pm_merge *m, struct pm_sink *sink, struct pm_error *err)
{
	char *path = pm_path_join(m->dir, PM_SHARES_FILE);
	struct terms *t = pm_calloc(1, sizeof *t);
	enum pm_status status;

	if (t == NULL || path == NULL) {
		free(path);
		free(t);
		return pm_fail_nomem(err);
	}
	t->m = m;
	t->sink = sink;
	pm_buf_init(&t->bytes, PM_BUF_NO_LIMIT);
	pm_unite_init(&t->united);
	if ((status = pm_merge_marks_init(m, &t->marks, err)) == PM_OK &&
	    (status = pm_shares_create(&t->shares, path, err)) == PM_OK &&
	    (status = give_heads(m, sink, err)) == PM_OK &&
	    (status = give_terms(t, err)) == PM_OK)
		status = pm_shares_finish(t->shares, &m->sizes.shares, err);
	free(path);
	release(t);
	return status;
}
