/* Pressmark - sealing: see seal.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/seal.h"

#include "segment/lexicon.h"
#include "segment/store.h"
#include "support/bytes.h"
#include "support/file.h"
#include "text/fold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct seal {
	struct pm_run *run;
	uint32_t *by_rank;		/* word number of each rank */
	uint32_t *ranks;		/* rank of each word */
	uint32_t *first_surface;	/* of each word, in by_word; n + 1 entries */
	uint32_t *by_word;		/* surfaces grouped by word, in form order */
	uint32_t *form;			/* of each surface: its place in the word's forms */
	uint8_t *kinds;			/* of each surface: enum pm_form */
	uint8_t *capital;		/* by rank: see store.h */
	uint32_t *separator_rank, *separator_by_rank;
};

static void
release(struct seal *s)
{
	free(s->by_rank);
	free(s->ranks);
	free(s->first_surface);
	free(s->by_word);
	free(s->form);
	free(s->kinds);
	free(s->capital);
	free(s->separator_rank);
	free(s->separator_by_rank);
}

static int
compare_names(const struct pm_intern *names, uint32_t a, uint32_t b)
{
	size_t a_len, b_len;
	const char *x = pm_intern_get(names, a, &a_len);
	const char *y = pm_intern_get(names, b, &b_len);
	int order = memcmp(x, y, a_len < b_len ? a_len : b_len);

	return order != 0 ? order : (a_len > b_len) - (a_len < b_len);
}

static int
by_count(const void *a, const void *b, void *ctx)
{
	const struct pm_run *run = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint64_t n = run->words[x].count, m = run->words[y].count;

	return n != m ? (n > m ? -1 : 1) : compare_names(&run->word_names, x, y);
}

static int
by_name(const void *a, const void *b, void *ctx)
{
	return compare_names(ctx, *(const uint32_t *)a, *(const uint32_t *)b);
}

static int
by_separator_count(const void *a, const void *b, void *ctx)
{
	const struct pm_run *run = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint64_t n = run->separators[x].count, m = run->separators[y].count;

	return n != m ? (n > m ? -1 : 1) : compare_names(&run->separator_names, x, y);
}

static int
by_form_count(const void *a, const void *b, void *ctx)
{
	const struct seal *s = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint32_t n = s->run->surfaces[x].count, m = s->run->surfaces[y].count;

	if (n != m)
		return n > m ? -1 : 1;
	if (s->kinds[x] != s->kinds[y])
		return s->kinds[x] < s->kinds[y] ? -1 : 1;
	return compare_names(&s->run->surface_names, x, y);
}

static void
sort_numbers(uint32_t *numbers, size_t n,
	     int (*compare)(const void *, const void *, void *), void *ctx)
{
	if (n > 1)
		qsort_r(numbers, n, sizeof *numbers, compare, ctx);
}

static uint32_t *
count_up(size_t n)
{
	uint32_t *numbers = pm_alloc(n + 1, sizeof *numbers);
	size_t i;

	for (i = 0; numbers != NULL && i < n; i++)
		numbers[i] = (uint32_t)i;
	return numbers;
}

/* --- ranks and forms ---------------------------------------------------- */

static enum pm_status
assign_ranks(struct seal *s, struct pm_error *err)
{
	struct pm_run *run = s->run;
	uint32_t n = run->word_names.n, i;
	unsigned class;

	if (n > pm_class_start[PM_CODE_CLASSES])
		return pm_fail(err, PM_ERR_LIMIT, "more than %u distinct words in a segment",
			       (unsigned)pm_class_start[PM_CODE_CLASSES]);
	s->by_rank = count_up(n);
	s->ranks = pm_alloc(n, sizeof *s->ranks);
	if (s->by_rank == NULL || s->ranks == NULL)
		return pm_fail_nomem(err);
	sort_numbers(s->by_rank, n, by_count, run);
	for (class = 0; class < PM_CODE_CLASSES && pm_class_start[class] < n; class++) {
		uint32_t from = pm_class_start[class], to = pm_class_start[class + 1];

		sort_numbers(s->by_rank + from, (to < n ? to : n) - from, by_name,
			     &run->word_names);
	}
	for (i = 0; i < n; i++)
		s->ranks[s->by_rank[i]] = i;
	return PM_OK;
}

static enum pm_status
order_forms(struct seal *s, struct pm_error *err)
{
	struct pm_run *run = s->run;
	uint32_t n = run->surface_names.n, words = run->word_names.n, i, k;

	s->first_surface = pm_calloc((size_t)words + 1, sizeof *s->first_surface);
	s->by_word = pm_alloc(n, sizeof *s->by_word);
	s->form = pm_alloc(n, sizeof *s->form);
	s->kinds = pm_alloc(n, 1);
	s->capital = pm_calloc(words, 1);
	if (s->first_surface == NULL || s->by_word == NULL || s->form == NULL ||
	    s->kinds == NULL || s->capital == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++) {
		size_t len, folded_len;
		const char *surface = pm_intern_get(&run->surface_names, i, &len);
		const char *folded = pm_intern_get(&run->word_names, run->surfaces[i].word,
						   &folded_len);

		s->kinds[i] = (uint8_t)pm_form_of(surface, len, folded, folded_len);
		s->first_surface[run->surfaces[i].word]++;
	}
	/* From counts to places: each entry becomes the end of its group, and
	 * moves back to the beginning while the group is filled. */
	for (i = 1; i <= words; i++)
		s->first_surface[i] += s->first_surface[i - 1];
	for (i = n; i-- > 0;)
		s->by_word[--s->first_surface[run->surfaces[i].word]] = i;
	for (i = 0; i < words; i++) {
		uint32_t from = s->first_surface[i], to = s->first_surface[i + 1];

		sort_numbers(s->by_word + from, to - from, by_form_count, s);
		for (k = from; k < to; k++) {
			uint32_t surface = s->by_word[k];

			s->form[surface] = k - from;
			if (s->kinds[surface] == PM_FORM_CAPITAL && k > from &&
			    k - from <= UINT8_MAX &&
			    s->kinds[s->by_word[from]] == PM_FORM_SAME)
				s->capital[s->ranks[i]] = (uint8_t)(k - from);
		}
	}
	return PM_OK;
}

static enum pm_status
order_separators(struct seal *s, struct pm_error *err)
{
	uint32_t n = s->run->separator_names.n, i;

	s->separator_by_rank = count_up(n);
	s->separator_rank = pm_alloc(n, sizeof *s->separator_rank);
	if (s->separator_by_rank == NULL || s->separator_rank == NULL)
		return pm_fail_nomem(err);
	sort_numbers(s->separator_by_rank, n, by_separator_count, s->run);
	for (i = 0; i < n; i++)
		s->separator_rank[s->separator_by_rank[i]] = i;
	return PM_OK;
}

/* --- the lexicon -------------------------------------------------------- */

static enum pm_status
write_words(struct seal *s, struct pm_lexicon_writer *w, struct pm_error *err)
{
	struct pm_run *run = s->run;
	struct pm_form_spec *forms = NULL;
	size_t cap = 0;
	enum pm_status status = PM_OK;
	uint32_t rank, k;

	for (rank = 0; rank < run->word_names.n && status == PM_OK; rank++) {
		uint32_t id = s->by_rank[rank];
		const struct pm_run_word *word = &run->words[id];
		uint32_t from = s->first_surface[id], n = s->first_surface[id + 1] - from;
		struct pm_lexicon_word out;

		if ((status = pm_grow(&forms, &cap, n, sizeof *forms, err)) < 0)
			break;
		for (k = 0; k < n; k++) {
			uint32_t surface = s->by_word[from + k];

			forms[k].form = (enum pm_form)s->kinds[surface];
			forms[k].other = pm_intern_get(&run->surface_names, surface,
						       &forms[k].other_len);
		}
		out.word = pm_intern_get(&run->word_names, id, &out.len);
		out.stem = out.word;
		out.stem_len = out.len;
		if (word->term != PM_NONE)
			out.stem = pm_intern_get(&run->term_names, word->term, &out.stem_len);
		out.count = word->count;
		out.articles = word->articles;
		out.forms = forms;
		out.n_forms = n;
		status = pm_lexicon_add(w, &out, err);
	}
	free(forms);
	return status;
}

/* Targets in the order of the alias's name, then of the ranks. */
struct target_order {
	const struct seal *seal;
	const uint32_t *alias_place;	/* of each alias in the sorted list */
};

static const struct pm_run_target *
target_at(const struct pm_run *run, uint32_t id)
{
	size_t len;

	return (const void *)pm_intern_get(&run->targets, id, &len);
}

static int
by_alias(const void *a, const void *b, void *ctx)
{
	const struct target_order *o = ctx;
	struct pm_run_target x, y;
	unsigned i;

	memcpy(&x, target_at(o->seal->run, *(const uint32_t *)a), sizeof x);
	memcpy(&y, target_at(o->seal->run, *(const uint32_t *)b), sizeof y);
	if (x.alias != y.alias)
		return o->alias_place[x.alias] < o->alias_place[y.alias] ? -1 : 1;
	for (i = 0; i < 3; i++) {
		uint32_t p = x.words[i] == PM_NONE ? PM_NONE : o->seal->ranks[x.words[i]];
		uint32_t q = y.words[i] == PM_NONE ? PM_NONE : o->seal->ranks[y.words[i]];

		if (p != q)
			return p < q ? -1 : 1;
	}
	return 0;
}

static enum pm_status
write_alias(struct seal *s, struct pm_lexicon_writer *w, uint32_t id,
	    const uint32_t *targets, size_t n, struct pm_error *err)
{
	struct pm_alias_target *out = pm_calloc(n, sizeof *out);
	struct pm_lexicon_alias alias;
	enum pm_status status;
	size_t i;

	if (out == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++) {
		struct pm_run_target t;

		memcpy(&t, target_at(s->run, targets[i]), sizeof t);
		while (out[i].n_parts < 3 && t.words[out[i].n_parts] != PM_NONE) {
			out[i].ranks[out[i].n_parts] = s->ranks[t.words[out[i].n_parts]];
			out[i].n_parts++;
		}
	}
	alias.word = pm_intern_get(&s->run->alias_names, id, &alias.len);
	alias.stem = pm_intern_get(&s->run->term_names, s->run->aliases[id].term,
				   &alias.stem_len);
	alias.targets = out;
	alias.n_targets = n;
	status = pm_lexicon_add_alias(w, &alias, err);
	free(out);
	return status;
}

static enum pm_status
write_aliases(struct seal *s, struct pm_lexicon_writer *w, struct pm_error *err)
{
	struct pm_run *run = s->run;
	uint32_t n = run->alias_names.n, n_targets = run->targets.n, i, k;
	uint32_t *aliases = count_up(n), *targets = count_up(n_targets);
	uint32_t *places = pm_alloc(n, sizeof *places);
	struct target_order order = { s, places };
	enum pm_status status = PM_OK;

	if (aliases == NULL || targets == NULL || places == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	sort_numbers(aliases, n, by_name, &run->alias_names);
	for (i = 0; i < n; i++)
		places[aliases[i]] = i;
	sort_numbers(targets, n_targets, by_alias, &order);
	for (i = 0; i < n_targets && status == PM_OK; i = k) {
		struct pm_run_target first, t;

		memcpy(&first, target_at(run, targets[i]), sizeof first);
		for (k = i + 1; k < n_targets; k++) {
			memcpy(&t, target_at(run, targets[k]), sizeof t);
			if (t.alias != first.alias)
				break;
		}
		status = write_alias(s, w, first.alias, targets + i, k - i, err);
	}
out:
	free(aliases);
	free(targets);
	free(places);
	return status;
}

static enum pm_status
write_lexicon(struct seal *s, const char *dir, uint64_t *size, struct pm_error *err)
{
	struct pm_lexicon_writer *w = NULL;
	char *path = pm_path_join(dir, "lexicon");
	enum pm_status status;

	if (path == NULL)
		return pm_fail_nomem(err);
	if ((status = pm_lexicon_create(&w, path, err)) == PM_OK &&
	    (status = write_words(s, w, err)) == PM_OK &&
	    (status = write_aliases(s, w, err)) == PM_OK)
		status = pm_lexicon_finish(w, size, err);
	pm_lexicon_writer_free(w);
	free(path);
	return status;
}

/* --- the store ---------------------------------------------------------- */

/* Reads the run's stream again: first what was spilled, then what was not. */
struct stream {
	struct pm_run *run;
	struct pm_buf buf;
	size_t at;
	uint64_t read;		/* of the spilled bytes */
	bool tail;		/* buf holds what was never spilled */
};

static enum pm_status
refill(struct stream *in, struct pm_error *err)
{
	struct pm_run *run = in->run;
	size_t left = in->buf.len - in->at;
	ssize_t n;
	uint8_t *p;

	if (in->at > 0 && left > 0)
		memmove(in->buf.data, in->buf.data + in->at, left);
	in->buf.len = left;
	in->at = 0;
	if (in->read == run->spilled) {
		if (!in->tail)
			pm_buf_put(&in->buf, run->stream.data, run->stream.len);
		in->tail = true;
		return in->buf.status < 0 ? pm_fail_nomem(err) : PM_OK;
	}
	p = pm_buf_reserve(&in->buf, (size_t)1 << 20);
	if (p == NULL)
		return pm_fail_nomem(err);
	do
		n = pread(run->spill, p, (size_t)1 << 20, (off_t)in->read);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return pm_fail_errno(err, n < 0 ? errno : EIO, "cannot read '%s'",
				     run->spill_path);
	pm_buf_advance(&in->buf, (size_t)n);
	in->read += (uint64_t)n;
	return PM_OK;
}

static enum pm_status
read_number(struct stream *in, uint32_t *v, struct pm_error *err)
{
	enum pm_status status;

	for (;;) {
		const uint8_t *p = in->buf.data + in->at;

		if (in->buf.len - in->at >= PM_VARINT_MAX || in->tail) {
			if (in->buf.data == NULL ||
			    pm_load_varint32(&p, in->buf.data + in->buf.len, v) < 0)
				return pm_fail(err, PM_ERR_INTERNAL,
					       "the run '%s' ends early", in->run->spill_path);
			in->at = (size_t)(p - in->buf.data);
			return PM_OK;
		}
		if ((status = refill(in, err)) < 0)
			return status;
	}
}

static const char *
separator_text(void *ctx, uint32_t number, size_t *len)
{
	const struct seal *s = ctx;

	return pm_intern_get(&s->run->separator_names, s->separator_by_rank[number], len);
}

struct scratch {
	uint32_t *ranks, *forms, *separators;
	size_t ranks_cap, forms_cap, separators_cap;
};

static enum pm_status
read_article(struct seal *s, struct stream *in, struct scratch *x,
	     struct pm_store_article *a, struct pm_error *err)
{
	enum pm_status status;
	uint32_t i, id, n_separators;

	if ((status = read_number(in, &a->n_words, err)) < 0 ||
	    (status = read_number(in, &a->n_title, err)) < 0 ||
	    (status = pm_grow(&x->ranks, &x->ranks_cap, a->n_words, sizeof *x->ranks,
			      err)) < 0 ||
	    (status = pm_grow(&x->forms, &x->forms_cap, a->n_words, sizeof *x->forms,
			      err)) < 0 ||
	    (status = pm_grow(&x->separators, &x->separators_cap,
			      (size_t)a->n_words + 2, sizeof *x->separators, err)) < 0)
		return status;
	n_separators = a->n_words + 2;
	for (i = 0; i < n_separators; i++) {
		uint32_t word = i <= a->n_title ? i : i - 1;

		if ((status = read_number(in, &id, err)) < 0)
			return status;
		x->separators[i] = s->separator_rank[id];
		if (i == a->n_title || i + 1 == n_separators)
			continue;
		if ((status = read_number(in, &id, err)) < 0)
			return status;
		x->ranks[word] = s->ranks[s->run->surfaces[id].word];
		x->forms[word] = s->form[id];
	}
	a->ranks = x->ranks;
	a->forms = x->forms;
	a->separators = x->separators;
	return PM_OK;
}

static enum pm_status
write_store(struct seal *s, const char *dir, bool (*stop)(void *ctx), void *ctx,
	    uint64_t sizes[3], struct pm_error *err)
{
	struct pm_store_plan plan = { s->capital, separator_text, s,
				      s->run->separator_names.n };
	struct stream in = { .run = s->run };
	struct scratch x = { 0 };
	struct pm_store_writer *w = NULL;
	struct pm_store_article a;
	enum pm_status status;
	uint32_t i;

	pm_buf_init(&in.buf, PM_BUF_NO_LIMIT);
	status = pm_store_create(&w, dir, &plan, err);
	for (i = 0; i < s->run->n_articles && status == PM_OK; i++) {
		if (stop != NULL && stop(ctx))
			status = pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
		else if ((status = read_article(s, &in, &x, &a, err)) == PM_OK)
			status = pm_store_add(w, &a, err);
	}
	if (status == PM_OK)
		status = pm_store_finish(w, sizes, err);
	pm_store_writer_free(w);
	pm_buf_release(&in.buf);
	free(x.ranks);
	free(x.forms);
	free(x.separators);
	return status;
}

enum pm_status
pm_seal(struct pm_run *run, const char *dir, bool (*stop)(void *ctx), void *ctx,
	struct pm_seal_sizes *sizes, struct pm_error *err)
{
	struct seal s = { .run = run };
	uint64_t store[3];
	enum pm_status status;

	if ((status = assign_ranks(&s, err)) == PM_OK &&
	    (status = order_forms(&s, err)) == PM_OK &&
	    (status = order_separators(&s, err)) == PM_OK &&
	    (status = write_lexicon(&s, dir, &sizes->lexicon, err)) == PM_OK)
		status = write_store(&s, dir, stop, ctx, store, err);
	if (status == PM_OK) {
		sizes->words = store[0];
		sizes->dressing = store[1];
		sizes->articles = store[2];
	}
	release(&s);
	return status;
}
