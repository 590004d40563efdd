/* Pressmark - the hits of a query in an article: see search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/metadata_field.h"
#include "search/search.h"
#include "text/stopwords.h"

#include <stdlib.h>
#include <string.h>

struct pm_hits_part {
	const struct pm_tree *tree;
	struct pm_finder **finders; /* by segment; made when first needed */
	uint32_t leaf;		    /* number of its first leaf */
};

/* A node of the query above its parts, a part, or metadata. */
struct pm_hits_node {
	const struct pm_tree *tree;
	uint32_t part; /* of a node that asks for words */
	struct pm_metadata_leaf *metadata;
	struct pm_hits_node *children;
	size_t n_children;
};

static enum pm_status
add_part(struct pm_hits *h, const struct pm_tree *t, size_t *cap, struct pm_error *err)
{
	enum pm_status status = pm_grow(&h->parts, cap, (size_t)h->n_all + 1,
					sizeof *h->parts, err);
	struct pm_hits_part *p;

	if (status < 0)
		return status;
	p = &h->parts[h->n_all++];
	*p = (struct pm_hits_part){ .tree = t };
	p->finders = pm_calloc(pm_search_index(h->search)->generation.n_segments,
			       sizeof *p->finders);
	return p->finders == NULL ? pm_fail_nomem(err) : PM_OK;
}

/* The largest nodes outside NOT that ask for words; for an OR its children. */
static enum pm_status
collect_parts(struct pm_hits *h, const struct pm_tree *t, size_t *cap,
	      struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (t->op == PM_TREE_AND || t->op == PM_TREE_OR) {
		for (i = 0; i < t->n_children && status == PM_OK; i++)
			status = collect_parts(h, t->children[i], cap, err);
		return status;
	}
	return pm_tree_has_hits(t) ? add_part(h, t, cap, err) : PM_OK;
}

/* Whether there is an AND in T, above its parts. */
static bool
has_and(const struct pm_tree *t)
{
	size_t i;

	for (i = 0; i < t->n_children && t->op == PM_TREE_OR; i++)
		if (has_and(t->children[i]))
			return true;
	return t->op == PM_TREE_AND;
}

/* Whether an article may match T and yet have hits of a part that does not hold: of one
 * in an AND below an OR. */
static bool
is_conditional(const struct pm_tree *t)
{
	size_t i;

	for (i = 0; i < t->n_children && t->op == PM_TREE_AND; i++)
		if (is_conditional(t->children[i]))
			return true;
	return t->op == PM_TREE_OR && has_and(t);
}

/* *PART: the next of the parts that collect_parts has found, in the same order; below a
 * NOT parts are added. */
static enum pm_status
make_node(struct pm_hits *h, const struct pm_tree *t, struct pm_hits_node *node,
	  uint32_t *part, size_t *cap, struct pm_error *err)
{
	bool above = t->op == PM_TREE_AND || t->op == PM_TREE_OR || t->op == PM_TREE_NOT;
	enum pm_status status = PM_OK;

	node->tree = t;
	if (!above && !pm_tree_has_hits(t))
		return pm_metadata_leaf_new(&node->metadata, t, err);
	if (!above) {
		node->part = part == NULL ? h->n_all : (*part)++;
		return part == NULL ? add_part(h, t, cap, err) : PM_OK;
	}
	node->children = pm_calloc(t->n_children, sizeof *node->children);
	if (node->children == NULL)
		return pm_fail_nomem(err);
	for (; node->n_children < t->n_children && status == PM_OK; node->n_children++)
		status = make_node(h, t->children[node->n_children],
				   &node->children[node->n_children],
				   t->op == PM_TREE_NOT ? NULL : part, cap, err);
	return status;
}

static void
release_node(struct pm_hits_node *node)
{
	size_t i;

	for (i = 0; i < node->n_children; i++)
		release_node(&node->children[i]);
	free(node->children);
	pm_metadata_leaf_free(node->metadata);
}

/* Note which leaves of a part, by number, may match just a stop word without being asked
 * to do exactly that. */
static enum pm_status
find_common(struct pm_hits *h, const struct pm_tree *t, uint32_t *leaf,
	    struct pm_error *err)
{
	size_t n = t->op == PM_TREE_NEAR && t->negated ? 1 : t->n_children, i;
	const char *language =
		pm_generation_stop_language(&pm_search_index(h->search)->generation);
	enum pm_status status = PM_OK;
	uint8_t common = 0;

	for (i = 0; i < n && status == PM_OK; i++)
		status = find_common(h, t->children[i], leaf, err);
	if (n > 0 || status < 0)
		return status;
	for (i = 0; i < t->n_words; i++)
		if (t->op == PM_TREE_LOOSE || (t->op == PM_TREE_WORDS && t->n_words == 1))
			common |= pm_is_stopword(language, t->words[i].folded,
						 t->words[i].folded_len);
	status = pm_grow(&h->common, &h->common_cap, (size_t)*leaf + 1, 1, err);
	if (status == PM_OK)
		h->common[(*leaf)++] = common;
	h->any_common = h->any_common || common != 0;
	return status;
}

enum pm_status
pm_hits_init(struct pm_hits *h, struct pm_search *s, const struct pm_tree *tree,
	     struct pm_error *err)
{
	size_t cap = 0;
	enum pm_status status;
	uint32_t i, next = 0;

	memset(h, 0, sizeof *h);
	pm_view_init(&h->view);
	h->view.patience = &pm_search_index(s)->patience;
	h->view.whole = pm_search_resolver(s)->full_text;
	h->search = s;
	status = collect_parts(h, tree, &cap, err);
	h->n_parts = h->n_all;
	for (i = 0; i < h->n_parts && status == PM_OK; i++) {
		h->parts[i].leaf = h->n_leaves;
		status = find_common(h, h->parts[i].tree, &h->n_leaves, err);
	}
	if (status == PM_OK && is_conditional(tree)) {
		h->root = pm_calloc(1, sizeof *h->root);
		status = h->root == NULL ? pm_fail_nomem(err)
					 : make_node(h, tree, h->root, &next, &cap, err);
	}
	if (status < 0)
		pm_hits_release(h);
	return status;
}

void
pm_hits_release(struct pm_hits *h)
{
	uint32_t i;
	size_t k;

	if (h->root != NULL)
		release_node(h->root);
	free(h->root);
	for (i = 0; i < h->n_all; i++) {
		for (k = 0; h->parts[i].finders != NULL &&
			    k < pm_search_index(h->search)->generation.n_segments;
		     k++)
			pm_finder_free(h->parts[i].finders[k]);
		free(h->parts[i].finders);
	}
	free(h->parts);
	free(h->hits);
	free(h->marks);
	free(h->common);
	pm_spans_release(&h->scratch);
	pm_view_release(&h->view);
	memset(h, 0, sizeof *h);
}

static int
compare_hits(const void *a, const void *b)
{
	const struct pm_hit *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

static int
compare_marks(const void *a, const void *b)
{
	const struct pm_mark *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return x->leaf < y->leaf ? -1 : x->leaf > y->leaf;
}

/* The marks of a hit, except for those up to word KNOWN, which are there already. */
static enum pm_status
add_marks(struct pm_hits *h, const struct pm_finder *f, size_t hit, uint32_t leaf,
	  uint32_t known, struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	h->scratch.n = 0;
	if ((status = pm_finder_marks(f, hit, &h->scratch, err)) < 0 ||
	    (status = pm_grow(&h->marks, &h->marks_cap, h->n_marks + h->scratch.n,
			      sizeof *h->marks, err)) < 0)
		return status;
	for (i = 0; i < h->scratch.n; i++)
		if (h->scratch.spans[i].end > known)
			h->marks[h->n_marks++] = (struct pm_mark){
				h->scratch.spans[i].first, h->scratch.spans[i].end,
				leaf + h->scratch.spans[i].left
			};
	return pm_patience_spend(h->view.patience, 4 + h->scratch.n, err);
}

static enum pm_status
need_finder(struct pm_hits *h, uint32_t part, size_t segment, struct pm_finder ***f,
	    struct pm_error *err)
{
	struct pm_hits_part *p = &h->parts[part];

	*f = &p->finders[segment];
	return **f != NULL ? PM_OK
			   : pm_finder_new(*f, p->tree, pm_search_resolver(h->search),
					   segment, err);
}

static enum pm_status
add_hits(struct pm_hits *h, uint32_t part, size_t segment, struct pm_error *err)
{
	struct pm_hits_part *p = &h->parts[part];
	const struct pm_spans *found;
	struct pm_finder **f;
	enum pm_status status = need_finder(h, part, segment, &f, err);
	uint32_t known = 0;
	size_t i;

	if (status < 0 || (status = pm_finder_hits(*f, &h->view, &found, err)) < 0 ||
	    (status = pm_grow(&h->hits, &h->cap, h->n + found->n, sizeof *h->hits, err)) <
		    0)
		return status;
	for (i = 0; i < found->n && status == PM_OK; i++) {
		h->hits[h->n++] = (struct pm_hit){ found->spans[i].first,
						   found->spans[i].end, part };
		status = add_marks(h, *f, i, p->leaf, known, err);
		/* Each hit of a loose phrase marks all its words in it: what the next one
		 * has in common with this one has been marked. */
		if (p->tree->op == PM_TREE_LOOSE)
			known = found->spans[i].end;
	}
	return status;
}

static enum pm_status
is_stop_mark(const struct pm_hits *h, const struct pm_mark *m, bool *yes,
	     struct pm_error *err)
{
	const struct pm_view *v = &h->view;
	struct pm_known_word word;
	enum pm_status status;

	*yes = false;
	if (!h->common[m->leaf] || m->end - m->first > 1)
		return PM_OK;
	if ((status = pm_segment_word(v->segment, v->decoded.ranks[m->first], &word,
				      err)) == PM_OK)
		*yes = pm_is_stopword(pm_generation_stop_language(&pm_search_index(h->search)
									   ->generation),
				      word.folded, word.len);
	return status;
}

/* Take the marks from stop words, unless there are no others. */
static enum pm_status
drop_stop_marks(struct pm_hits *h, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, kept = 0;
	bool stop;

	for (i = 0; i < h->n_marks && status == PM_OK; i++) {
		struct pm_mark m = h->marks[i];

		if ((status = is_stop_mark(h, &m, &stop, err)) == PM_OK && !stop) {
			h->marks[i] = h->marks[kept];
			h->marks[kept++] = m;
		}
	}
	/* With none kept, nothing has moved. */
	if (kept > 0)
		h->n_marks = kept;
	return status;
}

/* *YES: whether the article matches the node. */
static enum pm_status
node_holds(struct pm_hits *h, const struct pm_hits_node *node, size_t segment, bool *yes,
	   struct pm_error *err)
{
	bool until = node->tree->op == PM_TREE_OR;
	enum pm_status status = PM_OK;
	struct pm_finder **f;
	size_t i;

	if (node->metadata != NULL)
		return pm_metadata_leaf_matches(node->metadata, &h->view, yes, err);
	if (node->n_children == 0) {
		status = need_finder(h, node->part, segment, &f, err);
		return status < 0 ? status : pm_finder_matches(*f, &h->view, yes, err);
	}
	*yes = !until;
	for (i = 0; i < node->n_children && *yes != until && status == PM_OK; i++)
		status = node_holds(h, &node->children[i], segment, yes, err);
	if (node->tree->op == PM_TREE_NOT)
		*yes = !*yes;
	return status;
}

/* The hits of a node that the article matches. */
static enum pm_status
add_hits_of(struct pm_hits *h, const struct pm_hits_node *node, size_t segment,
	    struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;
	bool yes;

	if (node->metadata != NULL || node->tree->op == PM_TREE_NOT)
		return PM_OK;
	if (node->n_children == 0)
		return add_hits(h, node->part, segment, err);
	for (i = 0; i < node->n_children && status == PM_OK; i++) {
		const struct pm_hits_node *child = &node->children[i];

		yes = true;
		if (node->tree->op == PM_TREE_OR && child->n_children > 0)
			status = node_holds(h, child, segment, &yes, err);
		if (status == PM_OK && yes)
			status = add_hits_of(h, child, segment, err);
	}
	return status;
}

enum pm_status
pm_hits_find(struct pm_hits *h, uint32_t id, struct pm_error *err)
{
	struct pm_index *index = pm_search_index(h->search);
	size_t segment = pm_index_segment(index, id), i, n = 0;
	uint32_t article, part;
	struct pm_segment *seg = pm_index_locate(index, id, &article);
	enum pm_status status = pm_view_set(&h->view, seg, article, err);

	h->n = h->n_marks = 0;
	if (status == PM_OK && h->root != NULL)
		status = add_hits_of(h, h->root, segment, err);
	for (part = 0; part < h->n_parts && h->root == NULL && status == PM_OK; part++)
		status = add_hits(h, part, segment, err);
	if (status < 0)
		return status;
	if (h->n > 1)
		qsort(h->hits, h->n, sizeof *h->hits, compare_hits);
	if (h->n_marks > 1)
		qsort(h->marks, h->n_marks, sizeof *h->marks, compare_marks);
	for (i = 0; i < h->n_marks; i++)
		if (n == 0 || compare_marks(&h->marks[n - 1], &h->marks[i]) != 0)
			h->marks[n++] = h->marks[i];
	h->n_marks = n;
	return h->any_common ? drop_stop_marks(h, err) : PM_OK;
}

uint32_t
pm_hits_count(const struct pm_hits *h)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < h->n; i++)
		n += i == 0 || h->hits[i].first != h->hits[i - 1].first ||
		     h->hits[i].end != h->hits[i - 1].end;
	return n;
}

enum pm_status
pm_search_has_hit(struct pm_search *s, const struct pm_tree *tree, uint32_t id, bool *yes,
		  struct pm_error *err)
{
	struct pm_hits hits;
	enum pm_status status = pm_hits_init(&hits, s, tree, err);

	if (status < 0)
		return status;
	status = pm_hits_find(&hits, id, err);
	*yes = hits.n > 0;
	pm_hits_release(&hits);
	return status;
}
