/* Pressmark - finders: see finder.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/finder_parts.h"

#include "match/sift.h"
#include "text/derive.h"

#include <stdlib.h>
#include <string.h>

/* From this many alternatives on, they are searched for together. */
#define SET_FROM 4u

/* --- making ------------------------------------------------------------- */

static bool
is_same_word(const struct pm_tree_word *a, const struct pm_tree_word *b)
{
	return a->match == b->match && a->edits == b->edits &&
	       a->folded_len == b->folded_len &&
	       memcmp(a->folded, b->folded, a->folded_len) == 0;
}

/* Whether the word also matches with points between its capitals, or without those that
 * are there. */
static bool
is_dotted(const struct pm_tree_word *w)
{
	struct pm_buf other;
	bool yes;

	pm_buf_init(&other, 16);
	yes = pm_dotted(w->surface, w->surface_len, &other) ||
	      pm_undotted(w->surface, w->surface_len, &other);
	pm_buf_release(&other);
	return yes;
}

/* How many matches of W a hit must contain.  US matches wherever us does, and u.s as
 * well: `us US` needs two matches of US, one of which is a match of us.  So it is with
 * U.S and u.s. */
static uint32_t
count_times(const struct pm_tree *t, const struct pm_tree_word *w)
{
	bool dotted = is_dotted(w);
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < t->n_words; i++)
		n += is_same_word(w, &t->words[i]) && (dotted || !is_dotted(&t->words[i]));
	return n;
}

/* The different words of a loose phrase, each as a quoted word of its own. */
static enum pm_status
add_loose(struct pm_finder *f, const struct pm_resolver *r, size_t segment,
	  struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	struct pm_tree one = *t;
	enum pm_status status = PM_OK;
	size_t i, k;

	one.op = PM_TREE_PHRASE;
	one.n_words = 1;
	f->loose = pm_calloc(t->n_words, sizeof *f->loose);
	f->words = pm_calloc(t->n_words, sizeof *f->words);
	if (f->loose == NULL || f->words == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < t->n_words && status == PM_OK; i++) {
		one.words = &t->words[i];
		for (k = 0; k < f->n_words; k++)
			if (is_same_word(f->loose[k].word, one.words) &&
			    is_dotted(f->loose[k].word) == is_dotted(one.words))
				break;
		if (k < f->n_words)
			continue;
		f->loose[k].word = one.words;
		f->words[k].times = count_times(t, one.words);
		f->n_words++;
		status = pm_pattern_new(&f->loose[k].pattern, &one, r, segment, err);
	}
	return status;
}

static enum pm_status
add_children(struct pm_finder *f, const struct pm_resolver *r, size_t segment,
	     struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	enum pm_status status = PM_OK;
	size_t i;

	f->children = pm_calloc(t->n_children, sizeof *f->children);
	if (f->children == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < t->n_children && status == PM_OK; i++) {
		status = pm_finder_new(&f->children[i], t->children[i], r, segment, err);
		if (status < 0)
			break;
		f->n_children++;
	}
	return status;
}

/* Name the alternatives, if all are leaves, and combine many of them into a set. */
static enum pm_status
add_alternatives(struct pm_finder *f, struct pm_error *err)
{
	size_t i;

	if (f->tree->op != PM_TREE_OR)
		return PM_OK;
	for (i = 0; i < f->n_children; i++)
		if (f->children[i]->pattern == NULL)
			return PM_OK;
	f->alternatives = pm_alloc(f->n_children, sizeof *f->alternatives);
	if (f->alternatives == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < f->n_children; i++)
		f->alternatives[i] = f->children[i]->pattern;
	return f->n_children < SET_FROM
		     ? PM_OK
		     : pm_pattern_set_new(&f->set, f->alternatives, f->n_children, err);
}

/* Whether hits of the node may have words between those that match. */
static bool
has_gaps(const struct pm_tree *t)
{
	size_t n = t->op == PM_TREE_NEAR && t->negated ? 1 : t->n_children, i;

	if (t->op == PM_TREE_LOOSE || (t->op == PM_TREE_NEAR && !t->negated))
		return true;
	for (i = 0; i < n; i++)
		if (has_gaps(t->children[i]))
			return true;
	return false;
}

static bool
has_gaps_below(const struct pm_tree *t)
{
	size_t i;

	for (i = 0; i < t->n_children; i++)
		if (has_gaps(t->children[i]))
			return true;
	return false;
}

/* Whether no article of the segment can have a hit, because it lacks a word.  What only
 * excludes does not matter. */
static bool
is_impossible(const struct pm_finder *f)
{
	const struct pm_tree *t = f->tree;
	size_t n = t->op == PM_TREE_NEAR && t->negated ? 1 : f->n_children, i;
	size_t lacking = 0;

	if (f->pattern != NULL)
		return pm_pattern_is_impossible(f->pattern);
	for (i = 0; i < f->n_words; i++)
		lacking += pm_pattern_is_impossible(f->loose[i].pattern);
	for (i = 0; i < n; i++)
		lacking += f->children[i]->impossible;
	return t->op == PM_TREE_OR ? lacking == n : lacking > 0;
}

/* Number the leaves from FIRST on. */
static void
number_leaves(struct pm_finder *f, uint32_t first)
{
	size_t i;

	f->leaf = first;
	for (i = 0; i < f->n_children; i++) {
		number_leaves(f->children[i], first);
		first += pm_finder_leaves(f->children[i]->tree);
	}
}

enum pm_status
pm_finder_new(struct pm_finder **out, const struct pm_tree *tree,
	      const struct pm_resolver *resolver, size_t segment, struct pm_error *err)
{
	struct pm_finder *f = pm_calloc(1, sizeof *f);
	enum pm_status status;

	if (f == NULL)
		return pm_fail_nomem(err);
	f->tree = tree;
	f->segment = resolver->index->segments[segment];
	switch (tree->op) {
	case PM_TREE_OR:
	case PM_TREE_NEAR:
	case PM_TREE_ATLEAST:
	case PM_TREE_LEAD:
		status = add_children(f, resolver, segment, err);
		if (status == PM_OK)
			status = add_alternatives(f, err);
		break;
	case PM_TREE_LOOSE:
		status = add_loose(f, resolver, segment, err);
		break;
	default:
		status = pm_pattern_new(&f->pattern, tree, resolver, segment, err);
	}
	if (status == PM_OK) {
		f->impossible = is_impossible(f);
		status = pm_finder_find_needs(f, err);
	}
	if (status == PM_OK)
		status = pm_finder_make_near(f, err);
	if (status < 0) {
		pm_finder_free(f);
		return status;
	}
	f->chained = tree->op == PM_TREE_NEAR && !tree->negated &&
		     (tree->n_children > 2 || has_gaps_below(tree));
	number_leaves(f, 0);
	*out = f;
	return PM_OK;
}

void
pm_finder_free(struct pm_finder *f)
{
	size_t i;

	if (f == NULL)
		return;
	for (i = 0; i < f->n_children; i++)
		pm_finder_free(f->children[i]);
	for (i = 0; i < f->n_words; i++) {
		pm_pattern_free(f->loose[i].pattern);
		pm_spans_release(&f->words[i].spans);
		free(f->words[i].ends);
	}
	free(f->children);
	free(f->loose);
	free(f->words);
	pm_pattern_set_free(f->set);
	pm_pattern_near_free(f->near);
	free(f->alternatives);
	pm_pattern_free(f->pattern);
	pm_pair_needs_release(&f->needs);
	pm_spans_release(&f->windows);
	pm_spans_release(&f->matching[0]);
	pm_spans_release(&f->matching[1]);
	free(f->steps.steps);
	pm_spans_release(&f->hits);
	free(f);
}

uint32_t
pm_finder_leaves(const struct pm_tree *tree)
{
	size_t n = tree->op == PM_TREE_NEAR && tree->negated ? 1 : tree->n_children, i;
	uint32_t leaves = n == 0;

	for (i = 0; i < n; i++)
		leaves += pm_finder_leaves(tree->children[i]);
	return leaves;
}

/* --- finding ------------------------------------------------------------ */

/* Find the hits of F.  WINDOWS (NULL: everywhere): hits of leaves that begin outside of
 * them may be left out. */
static enum pm_status find(struct pm_finder *f, struct pm_view *v,
			   const struct pm_spans *windows, struct pm_error *err);

/* The same for a set, whose children are all leaves. */
static enum pm_status
find_set(struct pm_finder *f, struct pm_view *v, const struct pm_spans *windows,
	 struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	for (i = 0; i < f->n_children; i++)
		f->children[i]->hits.n = 0;
	status = pm_pattern_set_spans(f->set, v, windows, &f->hits, err);
	for (i = 0; i < f->hits.n && status == PM_OK; i++) {
		struct pm_span *s = &f->hits.spans[i];
		struct pm_spans *of_leaf = &f->children[s->right]->hits;

		s->left = (uint32_t)of_leaf->n;
		status = pm_spans_add(of_leaf, s->first, s->end, 0, 0, err);
	}
	if (status == PM_OK)
		pm_spans_sort(&f->hits);
	return status;
}

/* The hits of all children: `left` is the place of the hit, `right` that of the child. */
static enum pm_status
find_or(struct pm_finder *f, struct pm_view *v, const struct pm_spans *windows,
	struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	if (f->set != NULL)
		return find_set(f, v, windows, err);
	for (i = 0; i < f->n_children && status == PM_OK; i++) {
		const struct pm_spans *s = &f->children[i]->hits;

		status = find(f->children[i], v, windows, err);
		for (k = 0; k < s->n && status == PM_OK; k++)
			status = pm_spans_add(&f->hits, s->spans[k].first, s->spans[k].end,
					      (uint32_t)k, (uint32_t)i, err);
	}
	if (status == PM_OK)
		pm_spans_sort(&f->hits);
	return status;
}

static uint32_t
rarity_of(const struct pm_finder *f)
{
	uint32_t least = UINT32_MAX;
	size_t i;

	if (f->pattern != NULL)
		return pm_pattern_rarity(f->pattern);
	for (i = 0; i < f->n_children; i++) {
		uint32_t here = rarity_of(f->children[i]);

		least = here < least ? here : least;
	}
	return least;
}

/* The words at which a hit of at most LENGTH words can begin and be near one of HITS. */
static enum pm_status
find_windows(const struct pm_spans *hits, uint32_t distance, uint32_t length,
	     struct pm_spans *out, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	out->n = 0;
	for (i = 0; i < hits->n && status == PM_OK; i++) {
		uint32_t reach = distance + length, first = hits->spans[i].first;
		uint32_t from = first > reach ? first - reach : 0;
		uint32_t to = hits->spans[i].end + distance;

		/* Sorted by first, so `from` never falls. */
		if (out->n == 0 || from > out->spans[out->n - 1].end)
			status = pm_spans_add(out, from, to, 0, 0, err);
		else if (to > out->spans[out->n - 1].end)
			out->spans[out->n - 1].end = to;
	}
	return status;
}

/* The hits of both operands, as far as they matter to each other.  The rarer operand is
 * searched for first, then the other around its hits; the right operand of a negated
 * distance only matters around the left one.  *BOTH: whether there is anything to
 * compare. */
static enum pm_status
find_operands(struct pm_finder *f, struct pm_view *v, bool *both, struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	struct pm_finder *first = f->children[0], *then = f->children[1];
	const struct pm_spans *windows = NULL;
	enum pm_status status;
	uint32_t length;

	*both = false;
	if (!t->negated && pm_finder_length(first) > 0 &&
	    rarity_of(then) > rarity_of(first)) {
		first = then;
		then = f->children[0];
	}
	if ((status = find(first, v, NULL, err)) < 0 || first->hits.n == 0)
		return status;
	length = pm_finder_length(then);
	if (t->unit == PM_NEAR_WORDS && length > 0) {
		windows = &f->windows;
		status = find_windows(&first->hits, t->number, length, &f->windows, err);
	}
	if (status < 0 || (status = find(then, v, windows, err)) < 0)
		return status;
	*both = then->hits.n > 0 || t->negated;
	return PM_OK;
}

/* The most words between the first of a hit of a chain and the first of another, and 0 if
 * that is not known. */
static uint32_t
reach_of(const struct pm_finder *f)
{
	uint32_t reach = (uint32_t)f->n_children * f->tree->number;
	size_t i;

	if (f->tree->unit != PM_NEAR_WORDS)
		return 0;
	for (i = 0; i < f->n_children; i++) {
		uint32_t length = pm_finder_length(f->children[i]);

		if (length == 0)
			return 0;
		reach += length;
	}
	return reach;
}

/* The hits of all operands of a chain, the rarest first and the others around its hits;
 * *ALL: whether each has some. */
static enum pm_status
find_all(struct pm_finder *f, struct pm_view *v, bool *all, struct pm_error *err)
{
	struct pm_finder *rarest = f->children[0];
	const struct pm_spans *windows = NULL;
	uint32_t reach = reach_of(f);
	enum pm_status status;
	size_t i;

	*all = false;
	for (i = 1; i < f->n_children; i++)
		if (rarity_of(f->children[i]) < rarity_of(rarest))
			rarest = f->children[i];
	if ((status = find(rarest, v, NULL, err)) < 0 || rarest->hits.n == 0)
		return status;
	if (reach > 0) {
		windows = &f->windows;
		status = find_windows(&rarest->hits, reach, 0, &f->windows, err);
	}
	for (i = 0; i < f->n_children && status == PM_OK; i++) {
		if (f->children[i] != rarest)
			status = find(f->children[i], v, windows, err);
		if (f->children[i]->hits.n == 0)
			return status;
	}
	*all = true;
	return status;
}

static enum pm_status
find_chain(struct pm_finder *f, struct pm_view *v, struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	const struct pm_spans **operands;
	struct pm_near near = { NULL, UINT32_MAX, t->ordered, v->patience, NULL, NULL };
	enum pm_status status;
	bool all;
	size_t i;

	if ((status = find_all(f, v, &all, err)) < 0 || !all ||
	    (status = pm_view_regions(v, t->unit, &near.regions, err)) < 0)
		return status;
	operands = pm_alloc(f->n_children, sizeof *operands);
	if (operands == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < f->n_children; i++)
		operands[i] = &f->children[i]->hits;
	if (t->unit == PM_NEAR_WORDS)
		near.distance = t->number;
	if (has_gaps_below(t)) {
		near.share = pm_finder_share;
		near.share_ctx = f;
	}
	status = pm_intervals_chain(&near, operands, f->n_children, &f->steps, &f->hits,
				    err);
	free(operands);
	return status;
}

static enum pm_status
find_near(struct pm_finder *f, struct pm_view *v, struct pm_error *err)
{
	const struct pm_tree *t = f->tree;
	struct pm_finder *a = f->children[0], *b = f->children[1];
	struct pm_near near = { NULL, UINT32_MAX, t->ordered, v->patience, NULL, NULL };
	enum pm_status status;
	bool both;

	if ((status = find_operands(f, v, &both, err)) < 0 || !both ||
	    (status = pm_view_regions(v, t->unit, &near.regions, err)) < 0)
		return status;
	if (t->unit == PM_NEAR_WORDS)
		near.distance = t->number;
	return t->negated ? pm_intervals_not_near(&near, &a->hits, &b->hits, &f->hits, err)
			  : pm_intervals_near(&near, &a->hits, &b->hits, &f->hits, err);
}

static enum pm_status
find_loose(struct pm_finder *f, struct pm_view *v, struct pm_error *err)
{
	const struct pm_regions *regions;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < f->n_words; i++) {
		struct pm_spans *s = &f->words[i].spans;

		s->n = 0;
		if ((status = pm_pattern_spans(f->loose[i].pattern, v, NULL, s, err)) < 0 ||
		    s->n < f->words[i].times)
			return status;
	}
	if ((status = pm_view_regions(v, PM_NEAR_WORDS, &regions, err)) < 0)
		return status;
	return pm_intervals_loose(regions, (uint32_t)f->tree->n_words + f->tree->number,
				  f->words, f->n_words, v->patience, &f->hits, err);
}

/* The child's hits within the words FROM .. TO - 1, if it has at least LEAST in all. */
static enum pm_status
find_within(struct pm_finder *f, struct pm_view *v, uint32_t from, uint32_t to,
	    uint32_t least, struct pm_error *err)
{
	const struct pm_spans *s = &f->children[0]->hits;
	enum pm_status status = find(f->children[0], v, NULL, err);
	size_t i;

	for (i = 0; i < s->n && status == PM_OK && s->n >= least; i++)
		if (s->spans[i].first >= from && s->spans[i].end <= to)
			status = pm_spans_add(&f->hits, s->spans[i].first,
					      s->spans[i].end, (uint32_t)i, 0, err);
	return status;
}

static enum pm_status
find(struct pm_finder *f, struct pm_view *v, const struct pm_spans *windows,
     struct pm_error *err)
{
	const struct pm_tree *t = f->tree;

	f->hits.n = 0;
	switch (t->op) {
	case PM_TREE_OR:
		return find_or(f, v, windows, err);
	case PM_TREE_NEAR:
		return f->chained ? find_chain(f, v, err) : find_near(f, v, err);
	case PM_TREE_LOOSE:
		return find_loose(f, v, err);
	case PM_TREE_ATLEAST:
		return find_within(f, v, 0, UINT32_MAX, t->number, err);
	case PM_TREE_LEAD:
		return find_within(f, v, v->place.n_title, v->place.n_title + t->number,
				   0, err);
	default:
		return pm_pattern_spans(f->pattern, v, windows, &f->hits, err);
	}
}

enum pm_status
pm_finder_hits(struct pm_finder *f, struct pm_view *v, const struct pm_spans **hits,
	       struct pm_error *err)
{
	*hits = &f->hits;
	f->hits.n = 0;
	return f->impossible ? PM_OK : find(f, v, NULL, err);
}

enum pm_status
pm_finder_sift(struct pm_finder *f, const uint32_t *articles, size_t n,
	       const uint32_t *counts, size_t stride, uint8_t *answers,
	       struct pm_error *err)
{
	const struct pm_sift by_pairs = { f->segment, NULL, &f->needs, NULL, NULL };

	if (f->pattern != NULL)
		return pm_pattern_sift(f->pattern, articles, n, counts, stride, answers,
				       err);
	if (f->near != NULL)
		return pm_pattern_near_sift(f->near, articles, n, counts, stride, answers,
					    err);
	if (f->needs.n > 0)
		return pm_sift_articles(&by_pairs, articles, n, NULL, 0, answers, err);
	memset(answers, f->impossible ? PM_DB_NO : PM_DB_PERHAPS, n);
	return PM_OK;
}

enum pm_status
pm_finder_matches(struct pm_finder *f, struct pm_view *v, bool *yes, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool may = true;
	size_t i;

	*yes = false;
	if (f->impossible)
		return PM_OK;
	if (f->pattern != NULL)
		return pm_pattern_matches(f->pattern, v, yes, err);
	if (!pm_view_is_mixed(v))
		status = pm_store_may_match(pm_segment_store(f->segment), &v->place,
					    &f->needs, &may, err);
	if (status < 0 || !may)
		return status;
	if (f->tree->op == PM_TREE_OR && f->set == NULL) {
		for (i = 0; i < f->n_children && status == PM_OK && !*yes; i++)
			status = pm_finder_matches(f->children[i], v, yes, err);
		return status;
	}
	status = find(f, v, NULL, err);
	*yes = f->hits.n > 0;
	return status;
}

/* --- marks -------------------------------------------------------------- */

static enum pm_status
mark_chain(const struct pm_finder *f, uint32_t step, struct pm_spans *marks,
	   struct pm_error *err)
{
	enum pm_status status = PM_OK;

	while (step != PM_U32_NONE && status == PM_OK) {
		const struct pm_step *s = &f->steps.steps[step];

		status = pm_finder_marks(f->children[s->operand], s->place, marks, err);
		step = s->before;
	}
	return status;
}

enum pm_status
pm_finder_marks(const struct pm_finder *f, size_t hit, struct pm_spans *marks,
		struct pm_error *err)
{
	const struct pm_span *s = &f->hits.spans[hit];
	enum pm_status status;

	switch (f->tree->op) {
	case PM_TREE_OR:
		return pm_finder_marks(f->children[s->right], s->left, marks, err);
	case PM_TREE_NEAR:
		if (f->chained)
			return mark_chain(f, s->left, marks, err);
		status = pm_finder_marks(f->children[0], s->left, marks, err);
		return status < 0 || f->tree->negated
			     ? status
			     : pm_finder_marks(f->children[1], s->right, marks, err);
	case PM_TREE_ATLEAST:
	case PM_TREE_LEAD:
		return pm_finder_marks(f->children[0], s->left, marks, err);
	case PM_TREE_LOOSE:
		return pm_finder_mark_loose(f, s, marks, err);
	default:
		return pm_spans_add(marks, s->first, s->end, f->leaf, 0, err);
	}
}
