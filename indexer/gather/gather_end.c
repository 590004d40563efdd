/* Pressmark - gathering: the end of a run, sorted.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/gather_parts.h"

#include "support/bytes.h"
#include "support/sort.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD 6u

/* A term is frequent if it is one in so many words. */
#define FREQUENT 256u

static const char *
get_name(const void *ctx, uint32_t number, size_t *len)
{
	return pm_intern_get(ctx, number, len);
}

/* The numbers of NAMES in the order of their strings. */
static enum pm_status
sort_names(const struct pm_intern *names, struct pm_sort_item **out, struct pm_error *err)
{
	struct pm_sort_item *items = pm_alloc(names->n, sizeof *items);
	enum pm_status status;
	uint32_t i;

	if (items == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < names->n; i++) {
		size_t len;
		const char *s = pm_intern_get(names, i, &len);

		items[i].head = pm_sort_head(s, len);
		items[i].number = i;
	}
	status = pm_sort_strings(items, names->n, get_name, names, err);
	if (status < 0)
		free(items);
	else
		*out = items;
	return status;
}

/* Prefetch what later items in sorted order need: their strings may be anywhere. */
static inline void
fetch_ahead(const struct pm_intern *names, const struct pm_sort_item *order, uint32_t i)
{
	if (i + 2 * AHEAD < names->n)
		__builtin_prefetch(&names->starts[order[i + 2 * AHEAD].number]);
	if (i + AHEAD < names->n)
		__builtin_prefetch(names->pool.data +
				   names->starts[order[i + AHEAD].number]);
}

static void
put_string(struct pm_buf *out, const char *s, size_t len)
{
	pm_buf_put_varint(out, len);
	pm_buf_put(out, s, len);
}

/* Write how TERM is made from the string; PM_U32_NONE: the string is its own term. */
static void
put_stem(struct pm_gather *g, const char *s, size_t len, uint32_t term)
{
	const char *stem = s;
	size_t stem_len = len, shared;

	if (term != PM_U32_NONE)
		stem = pm_gather_stem(g, term, &stem_len);
	shared = pm_shared_bytes(s, len, stem, stem_len);
	pm_buf_put_varint(&g->record, len - shared);
	put_string(&g->record, stem + shared, stem_len - shared);
}

/* Numbers grouped by another number: group I has members[first[I]] to
 * members[first[I + 1] - 1]. */
struct groups {
	uint32_t *first, *members;
};

static void
release_groups(struct groups *groups)
{
	free(groups->first);
	free(groups->members);
}

/* --- words -------------------------------------------------------------- */

static enum pm_status
group_surfaces(struct pm_gather *g, struct groups *out, struct pm_error *err)
{
	uint32_t n = g->surfaces.n, words = g->word_names.n, i;
	const struct pm_surface *s = g->surfaces.surfaces;

	out->first = pm_calloc((size_t)words + 1, sizeof *out->first);
	out->members = pm_alloc(n, sizeof *out->members);
	if (out->first == NULL || out->members == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++)
		out->first[s[i].word]++;
	/* From counts to positions: each entry becomes the end of its group, and moves
	 * back to the start as the group is filled. */
	for (i = 1; i <= words; i++)
		out->first[i] += out->first[i - 1];
	for (i = n; i-- > 0;)
		out->members[--out->first[s[i].word]] = i;
	return PM_OK;
}

static void
put_form(struct pm_gather *g, uint32_t surface, const char *folded, size_t folded_len)
{
	size_t len;
	const char *s = pm_surface_text(&g->surfaces, surface, &len);
	const struct pm_gather_huge *huge =
		len > PM_RUN_HUGE || folded_len > PM_RUN_HUGE
			? pm_gather_find_huge(&g->huge_surfaces, surface)
			: NULL;
	enum pm_form form = huge != NULL ? huge->form
					 : pm_form_of(s, len, folded, folded_len);

	pm_buf_put_varint(&g->record, g->surfaces.surfaces[surface].count);
	pm_buf_put_varint(&g->record, form);
	if (form == PM_FORM_OTHER && len <= PM_RUN_HUGE) {
		put_string(&g->record, s, len);
	} else if (form == PM_FORM_OTHER && huge != NULL) {
		pm_buf_put_varint(&g->record, huge->len);
		pm_buf_put_varint(&g->record, huge->at);
	}
	pm_buf_put_varint(&g->record, surface);
}

/* The articles of a word, as a record has them. */
static uint64_t
count_articles(const struct pm_gather *g, const struct pm_gather_word *w)
{
	uint64_t articles = w->articles & ~PM_GATHER_CONTINUED;

	return articles * 4 + ((w->articles & PM_GATHER_CONTINUED) != 0 ? 2 : 0) +
	       (g->run.open != 0 && w->article == g->run.open);
}

/* Where a huge word is. */
static void
put_huge(struct pm_gather *g, uint32_t word)
{
	const struct pm_gather_huge *huge = pm_gather_find_huge(&g->huge_words, word);

	if (huge == NULL)
		return;
	pm_buf_put_varint(&g->record, huge->len);
	pm_buf_put_varint(&g->record, huge->at);
}

static enum pm_status
end_words(struct pm_gather *g, struct pm_spool *out, struct pm_error *err)
{
	struct groups forms = { NULL, NULL };
	struct pm_sort_item *order = NULL;
	uint32_t i, k;
	enum pm_status status;

	if ((status = group_surfaces(g, &forms, err)) < 0 ||
	    (status = sort_names(&g->word_names, &order, err)) < 0)
		goto out;
	for (i = 0; i < g->word_names.n && status == PM_OK; i++) {
		uint32_t id = order[i].number;
		size_t name_len, len;
		const char *s = pm_intern_get(&g->word_names, id, &name_len);

		pm_gather_folded(g, id, &len);
		fetch_ahead(&g->word_names, order, i);
		if (i + 2 * AHEAD < g->word_names.n) {
			uint32_t next = order[i + 2 * AHEAD].number;

			__builtin_prefetch(&g->words[next]);
			__builtin_prefetch(&forms.first[next]);
		}
		if (i + AHEAD < g->word_names.n) {
			uint32_t next = order[i + AHEAD].number,
				 term = g->words[next].term;

			__builtin_prefetch(
				&g->surfaces.surfaces[forms.members[forms.first[next]]]);
			if (term != PM_U32_NONE)
				__builtin_prefetch(&g->term_names.starts[term]);
		}
		pm_buf_clear(&g->record);
		put_string(&g->record, s, name_len);
		if (name_len > PM_RUN_HUGE)
			put_huge(g, id);
		put_stem(g, s, len, g->words[id].term);
		pm_buf_put_varint(&g->record, count_articles(g, &g->words[id]));
		pm_buf_put_varint(&g->record, forms.first[id + 1] - forms.first[id]);
		for (k = forms.first[id]; k < forms.first[id + 1]; k++)
			put_form(g, forms.members[k], s, len);
		status = pm_spool_put(out, &g->record, err);
	}
	if (status == PM_OK)
		status = pm_spool_end(out, err);
out:
	release_groups(&forms);
	free(order);
	return status;
}

/* --- aliases ------------------------------------------------------------ */

/* Calls FN for each alias and target, which is what it stands for: a word, or, from
 * word_names.n on, the slot of hyphenated words. */
static void
each_target(const struct pm_gather *g,
	    void (*fn)(struct groups *groups, uint32_t alias, uint32_t target),
	    struct groups *groups)
{
	uint32_t word, i, slots = g->targets.n == 0 ? 0 : (uint32_t)g->targets.mask + 1;

	for (word = g->word_names.n; word-- > 0;)
		for (i = 0; i < g->rests[word].n_parts; i++)
			fn(groups, g->parts[g->rests[word].parts + i], word);
	for (i = 0; i < slots; i++) {
		uint32_t state = g->targets.slots[i].state;

		if (state >= PM_COMPOUND_FIRST)
			fn(groups, state - PM_COMPOUND_FIRST, g->word_names.n + i);
	}
}

static void
count_target(struct groups *groups, uint32_t alias, uint32_t target)
{
	(void)target;
	groups->first[alias]++;
}

static void
place_target(struct groups *groups, uint32_t alias, uint32_t target)
{
	groups->members[--groups->first[alias]] = target;
}

static enum pm_status
group_targets(struct pm_gather *g, struct groups *out, struct pm_error *err)
{
	uint32_t n = g->alias_names.n, i;

	out->first = pm_calloc((size_t)n + 1, sizeof *out->first);
	out->members = pm_alloc(g->n_parts + g->targets.n, sizeof *out->members);
	if (out->first == NULL || out->members == NULL)
		return pm_fail_nomem(err);
	each_target(g, count_target, out);
	for (i = 1; i <= n; i++)
		out->first[i] += out->first[i - 1];
	each_target(g, place_target, out);
	return PM_OK;
}

static void
put_target(struct pm_gather *g, uint32_t target)
{
	const uint32_t *words;
	uint32_t n = 0, i;

	if (target < g->word_names.n) {
		pm_buf_put_varint(&g->record, 1);
		pm_buf_put_varint(&g->record, g->rests[target].surface);
		return;
	}
	words = g->targets.slots[target - g->word_names.n].words;
	while (n < 3 && words[n] != PM_U32_NONE)
		n++;
	pm_buf_put_varint(&g->record, n);
	for (i = 0; i < n; i++)
		pm_buf_put_varint(&g->record, g->rests[words[i]].surface);
}

static enum pm_status
end_aliases(struct pm_gather *g, struct pm_spool *out, struct pm_error *err)
{
	struct groups targets = { NULL, NULL };
	struct pm_sort_item *order = NULL;
	uint32_t i, k;
	enum pm_status status;

	if ((status = group_targets(g, &targets, err)) < 0 ||
	    (status = sort_names(&g->alias_names, &order, err)) < 0)
		goto out;
	for (i = 0; i < g->alias_names.n && status == PM_OK; i++) {
		uint32_t id = order[i].number;
		size_t len;
		const char *s = pm_intern_get(&g->alias_names, id, &len);

		pm_buf_clear(&g->record);
		put_string(&g->record, s, len);
		put_stem(g, s, len, g->aliases[id].term);
		pm_buf_put_varint(&g->record, targets.first[id + 1] - targets.first[id]);
		for (k = targets.first[id]; k < targets.first[id + 1]; k++)
			put_target(g, targets.members[k]);
		status = pm_spool_put(out, &g->record, err);
	}
	if (status == PM_OK)
		status = pm_spool_end(out, err);
out:
	release_groups(&targets);
	free(order);
	return status;
}

/* --- terms -------------------------------------------------------------- */

static void
put_frequent(struct pm_buf *out, const char *s, size_t len, uint64_t total)
{
	put_string(out, s, len);
	pm_buf_put_varint(out, total);
}

static enum pm_status
end_terms(struct pm_gather *g, struct pm_spool *out, struct pm_error *err)
{
	struct pm_sort_item *order = NULL;
	enum pm_status status = sort_names(&g->term_names, &order, err);
	uint32_t i;

	for (i = 0; i < g->term_names.n && status == PM_OK; i++) {
		uint32_t id = order[i].number;
		const struct pm_posting_list *list = &g->postings.lists[id];
		uint8_t head[2 * PM_VARINT_MAX], *p;
		size_t len, head_len, bytes;
		const char *s = pm_intern_get(&g->term_names, id, &len);

		fetch_ahead(&g->term_names, order, i);
		if (i + 2 * AHEAD < g->term_names.n)
			__builtin_prefetch(&g->postings.lists[order[i + 2 * AHEAD].number]);
		if (i + AHEAD < g->term_names.n)
			__builtin_prefetch(g->postings.arena +
					   g->postings.lists[order[i + AHEAD].number].head);
		/* Of a word of folds only there are no postings, but its name shows that
		 * others have them. */
		bytes = list->n == 0 ? 0 : pm_postings_size(&g->postings, id);
		/* Written in place: this is most of what is sorted. */
		p = head;
		p += pm_store_varint(p, (uint64_t)list->n * 2 +
						(list->n > 0 &&
						 list->article == g->run.open));
		p += pm_store_varint(p, list->total);
		head_len = (size_t)(p - head);
		p = pm_spool_put_room(out, pm_varint_size(len) + len + head_len + bytes,
				      err);
		if (p == NULL) {
			status = err != NULL ? err->status : PM_ERR_INTERNAL;
			break;
		}
		if (list->total > g->run.total_words / FREQUENT)
			put_frequent(&g->run.frequent, s, pm_run_stem_len(s, len),
				     list->total);
		p += pm_store_varint(p, len);
		memcpy(p, s, len);
		memcpy(p + len, head, head_len);
		if (bytes > 0)
			pm_postings_copy(&g->postings, id, p + len + head_len);
	}
	if (status == PM_OK)
		status = pm_spool_end(out, err);
	if (status == PM_OK)
		status = pm_buf_check(&g->run.frequent, "the frequent terms", err);
	free(order);
	return status;
}

/* --- the run ------------------------------------------------------------ */

enum pm_status
pm_gather_end(struct pm_gather *g, enum pm_run_place place, struct pm_run *run,
	      struct pm_error *err)
{
	double since = pm_timings_now(g->timings);
	enum pm_status status;

	/* The sorted parts are written while their source still exists: is there room? */
	if (pm_gather_used(g) / 13 >= g->memory / 20)
		place = PM_RUN_TO_FILE;
	pm_spool_init(&g->run.words, g->paths[0],
		      place == PM_RUN_TO_FILE ? 0 : g->memory / 8);
	pm_spool_init(&g->run.aliases, g->paths[1],
		      place == PM_RUN_TO_FILE ? 0 : g->memory / 32);
	pm_spool_init(&g->run.terms, g->paths[2],
		      place == PM_RUN_TO_FILE ? 0 : g->memory / 8);
	g->run.n_surfaces = g->surfaces.n;
	/* Nothing will be looked up any more.  Memory that is freed now serves the sorted
	 * spools, which need not take it from elsewhere. */
	pm_surfaces_end(&g->surfaces);
	pm_intern_seal(&g->word_names);
	pm_intern_seal(&g->alias_names);
	pm_intern_seal(&g->term_names);
	pm_gather_end_huge(g);
	if (place == PM_RUN_TO_FILE &&
	    ((status = pm_spool_spill(&g->run.stream, err)) < 0 ||
	     (status = pm_spool_spill(&g->run.huge, err)) < 0 ||
	     (status = pm_spool_spill(&g->run.heads, err)) < 0))
		return status;
	if ((status = end_words(g, &g->run.words, err)) < 0)
		return status;
	pm_surfaces_release(&g->surfaces);
	if ((status = end_aliases(g, &g->run.aliases, err)) < 0 ||
	    (status = end_terms(g, &g->run.terms, err)) < 0 ||
	    (status = pm_spool_end(&g->run.huge, err)) < 0 ||
	    (status = pm_spool_end(&g->run.heads, err)) < 0 ||
	    (status = pm_spool_end(&g->run.stream, err)) < 0)
		return status;
	pm_gather_empty(g);
	*run = g->run;
	status = pm_gather_begin(g, err);
	pm_timings_add(g->timings, PM_STAGE_SORT, &since, run->text_bytes);
	if (status < 0)
		pm_run_release(run);
	return status;
}
