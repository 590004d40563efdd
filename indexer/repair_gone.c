/* Pressmark - a repair: which articles are gone; see repair_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repair_parts.h"

#include "shim/database.h"

#include <stdlib.h>
#include <string.h>

/* An article of any segment. */
struct one {
	struct pm_origin origin;
	uint32_t segment, article;
};

struct all {
	struct one *of;
	size_t n, cap;
};

static int
compare(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	int order = pm_digest128_compare(x->origin.identity, y->origin.identity);

	if (order != 0)
		return order;
	if (x->segment != y->segment)
		return x->segment < y->segment ? -1 : 1;
	return x->article < y->article ? -1 : x->article > y->article;
}

/* All articles whose origins can be read, each next to those that are the same. */
static enum pm_status
collect(const struct pm_survey *s, struct all *all, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_origin o;
	uint32_t article;
	size_t i;

	for (i = 0; i < s->generation.n_segments; i++)
		for (article = 1; status == PM_OK && s->segments[i].origins != NULL &&
				  article <= s->generation.segments[i].articles;
		     article++) {
			if (pm_origins_get(s->segments[i].origins, article, &o, NULL) < 0)
				continue;
			status = pm_grow(&all->of, &all->cap, all->n + 1, sizeof *all->of,
					 err);
			if (status == PM_OK)
				all->of[all->n++] = (struct one){ o, (uint32_t)i, article };
		}
	if (all->n > 1)
		qsort(all->of, all->n, sizeof *all->of, compare);
	return status;
}

/* --- by what it is known ---------------------------------------------------------- */

struct finding {
	struct pm_repairing *r;
	struct all all;
	struct pm_source_places places;
	uint64_t **marks; /* by segment, what a rule says */
};

static void
mark(struct finding *f, uint32_t segment, uint32_t article)
{
	f->marks[segment][(article - 1) / 64] |= UINT64_C(1) << (article - 1) % 64;
}

/* A later one is the same. */
static void
mark_replaced(struct finding *f)
{
	size_t i;

	for (i = 0; i + 1 < f->all.n; i++)
		if (pm_digest128_equal(f->all.of[i].origin.identity,
				       f->all.of[i + 1].origin.identity))
			mark(f, f->all.of[i].segment, f->all.of[i].article);
}

/* Its file is not known any more. */
static void
mark_homeless(struct finding *f)
{
	uint64_t input = pm_origin_source("-", 1);
	size_t i;

	for (i = 0; f->r->survey.files.whole && i < f->all.n; i++)
		if (f->all.of[i].origin.source != input &&
		    pm_source_places_find(&f->places, f->all.of[i].origin.source) ==
			    PM_U32_NONE)
			mark(f, f->all.of[i].segment, f->all.of[i].article);
}

/* It was removed by hand. */
static void
mark_away(struct finding *f)
{
	size_t i;

	for (i = 0; i < f->all.n; i++)
		if (pm_files_is_away(&f->r->table, f->all.of[i].origin.identity))
			mark(f, f->all.of[i].segment, f->all.of[i].article);
}

/* It was gone in generation G, which is kept. */
static void
mark_as_before(struct finding *f, const struct pm_generation *g)
{
	const struct pm_generation *now = &f->r->survey.generation;
	uint64_t **gone = pm_calloc(g->n_segments, sizeof *gone);
	bool known = gone != NULL &&
		     pm_survey_read_gone(f->r->survey.dir, g, gone, NULL) == PM_OK;
	size_t i, k, w;

	for (i = 0; known && i < now->n_segments; i++)
		for (k = 0; k < g->n_segments; k++)
			if (gone[k] != NULL &&
			    strcmp(g->segments[k].name, now->segments[i].name) == 0 &&
			    g->segments[k].identity == now->segments[i].identity)
				for (w = 0; w <= now->segments[i].articles / 64; w++)
					f->marks[i][w] |= gone[k][w];
	for (k = 0; gone != NULL && k < g->n_segments; k++)
		free(gone[k]);
	free(gone);
}

/* --- what is believed --------------------------------------------------------------- */

/* Add the marks to what is gone, of each segment unless there would be more than there are;
 * and clear them. */
static void
believe(struct finding *f)
{
	const struct pm_generation *g = &f->r->survey.generation;
	size_t i, w;

	for (i = 0; i < g->n_segments; i++) {
		size_t words = (size_t)g->segments[i].articles / 64 + 1;
		uint64_t n = 0;

		for (w = 0; w < words; w++)
			n += (uint64_t)__builtin_popcountll(f->r->gone[i][w] |
							    f->marks[i][w]);
		for (w = 0; w < words; w++) {
			if (n <= g->segments[i].gone)
				f->r->gone[i][w] |= f->marks[i][w];
			f->marks[i][w] = 0;
		}
	}
}

static void
count_unsure(struct finding *f)
{
	const struct pm_generation *g = &f->r->survey.generation;
	size_t i, w;

	for (i = 0; i < g->n_segments; i++) {
		f->r->unsure += g->segments[i].gone;
		for (w = 0; w <= g->segments[i].articles / 64; w++)
			f->r->unsure -= (uint64_t)__builtin_popcountll(f->r->gone[i][w]);
	}
}

static enum pm_status
find(struct finding *f, struct pm_error *err)
{
	const struct pm_generation *g = &f->r->survey.generation;
	enum pm_status status;
	size_t i;

	f->marks = pm_calloc(g->n_segments, sizeof *f->marks);
	if (f->marks == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < g->n_segments; i++) {
		size_t words = (size_t)g->segments[i].articles / 64 + 1;

		f->marks[i] = pm_calloc(words, sizeof **f->marks);
		f->r->gone[i] = pm_calloc(words, sizeof **f->r->gone);
		if (f->marks[i] == NULL || f->r->gone[i] == NULL)
			return pm_fail_nomem(err);
	}
	if ((status = collect(&f->r->survey, &f->all, err)) < 0 ||
	    (status = pm_source_places_init(&f->places, &f->r->table, err)) < 0)
		return status;
	mark_replaced(f);
	believe(f);
	mark_homeless(f);
	believe(f);
	mark_away(f);
	believe(f);
	for (i = 1; i < f->r->kept.n; i++) {
		mark_as_before(f, &f->r->kept.all[i]);
		believe(f);
	}
	count_unsure(f);
	return PM_OK;
}

/* The survey knows it. */
static enum pm_status
take_over(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_generation *g = &r->survey.generation;
	size_t i;

	for (i = 0; i < g->n_segments; i++) {
		size_t bytes = ((size_t)g->segments[i].articles / 64 + 1) *
			       sizeof **r->gone;

		if (r->survey.gone[i] == NULL)
			continue;
		if ((r->gone[i] = pm_alloc(bytes, 1)) == NULL)
			return pm_fail_nomem(err);
		memcpy(r->gone[i], r->survey.gone[i], bytes);
	}
	return PM_OK;
}

enum pm_status
pm_repair_find_gone(struct pm_repairing *r, struct pm_error *err)
{
	struct finding f = { .r = r };
	enum pm_status status;
	size_t i;

	r->gone = pm_calloc(r->survey.generation.n_segments, sizeof *r->gone);
	if (r->gone == NULL)
		return pm_fail_nomem(err);
	if (r->survey.removed.whole)
		return take_over(r, err);
	status = find(&f, err);
	for (i = 0; f.marks != NULL && i < r->survey.generation.n_segments; i++)
		free(f.marks[i]);
	free(f.marks);
	free(f.all.of);
	pm_source_places_release(&f.places);
	return status;
}

/* --- what stays away -------------------------------------------------------------------- */

/* Whether all articles from I on before END, which are the same, are gone. */
static bool
all_gone(const struct pm_repairing *r, const struct all *all, size_t i, size_t end)
{
	for (; i < end; i++) {
		const uint64_t *gone = r->gone[all->of[i].segment];

		if (gone == NULL || !pm_db_is_gone(gone, all->of[i].article))
			return false;
	}
	return true;
}

static enum pm_status
send_away(const struct pm_repairing *r, const struct all *all,
	  const struct pm_source_places *places, struct pm_files *files,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, end;

	for (i = 0; i < all->n && status == PM_OK; i = end) {
		for (end = i + 1;
		     end < all->n && pm_digest128_equal(all->of[end].origin.identity,
							all->of[i].origin.identity);)
			end++;
		if (pm_source_places_find(places, all->of[i].origin.source) !=
			    PM_U32_NONE &&
		    all_gone(r, all, i, end))
			status = pm_files_send_away(files, &all->of[i].origin, err);
	}
	return status;
}

enum pm_status
pm_repair_send_away(const struct pm_repairing *r, struct pm_files *files,
		    struct pm_error *err)
{
	struct pm_source_places places = { NULL, 0 };
	struct all all = { NULL, 0, 0 };
	enum pm_status status = collect(&r->survey, &all, err);

	if (status == PM_OK)
		status = pm_source_places_init(&places, files, err);
	if (status == PM_OK)
		status = send_away(r, &all, &places, files, err);
	pm_source_places_release(&places);
	free(all.of);
	return status;
}
