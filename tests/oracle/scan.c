/* Pressmark - the oracle's queries: which articles match, and where: see naive.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/naive.h"

#include "support/calendar.h"

#include <stdlib.h>
#include <string.h>

struct node {
	const struct pm_tree *tree;
	struct leaf *leaf; /* or NULL */
	struct node *children;
	size_t n_children;
	bool has_hits; /* asks for words, and may stand in a distance */
	bool counts;   /* a part whose hits in the article at hand are the query's */
	struct extents hits; /* in the article at hand, in words of the corpus */
};

struct scan {
	const struct naive *nv;
	struct node root;
	struct node **parts;
	size_t n_parts, parts_cap;
};

/* --- nodes -------------------------------------------------------------- */

static bool
is_leaf_of_words(const struct pm_tree *t)
{
	switch (t->op) {
	case PM_TREE_WORDS:
	case PM_TREE_PHRASE:
	case PM_TREE_LOOSE:
	case PM_TREE_EXACT:
	case PM_TREE_SPELT:
	case PM_TREE_WHOLE:
		return true;
	default:
		return false;
	}
}

static bool
asks_for_words(const struct node *node)
{
	size_t i;

	if (is_leaf_of_words(node->tree))
		return node->tree->field == PM_FIELD_ANY ||
		       node->tree->field == PM_FIELD_TITLE;
	switch (node->tree->op) {
	case PM_TREE_OR:
	case PM_TREE_NEAR:
	case PM_TREE_ATLEAST:
	case PM_TREE_LEAD:
		for (i = 0; i < node->n_children; i++)
			if (!node->children[i].has_hits)
				return false;
		return true;
	default:
		return false;
	}
}

static void
node_init(struct node *node, const struct naive *nv, const struct pm_tree *t)
{
	size_t i;

	memset(node, 0, sizeof *node);
	node->tree = t;
	node->n_children = t->n_children;
	if (t->n_children > 0)
		node->children = need_memory(pm_calloc(t->n_children,
						       sizeof *node->children));
	for (i = 0; i < t->n_children; i++)
		node_init(&node->children[i], nv, t->children[i]);
	if (is_leaf_of_words(t))
		node->leaf = leaf_new(nv, t);
	node->has_hits = asks_for_words(node);
}

static void
node_release(struct node *node)
{
	size_t i;

	for (i = 0; i < node->n_children; i++)
		node_release(&node->children[i]);
	free(node->children);
	leaf_free(node->leaf);
	extents_release(&node->hits);
}

/* --- hits --------------------------------------------------------------- */

static void find_hits(const struct naive *nv, struct node *node, uint32_t article);

/* Append the matching words of the hit of NODE with this extent, if it has one. */
static void
add_matching(const struct node *node, const struct extent *x, uint32_t article,
	     struct extents *out)
{
	enum pm_tree_op op = node->tree->op;
	size_t i, k, n = op == PM_TREE_NEAR && node->tree->negated ? 1 : node->n_children;
	bool is_distance = op == PM_TREE_NEAR && !node->tree->negated;

	for (i = 0; i < node->hits.n; i++)
		if (node->hits.list[i].first == x->first &&
		    node->hits.list[i].last == x->last)
			break;
	if (i == node->hits.n)
		return;
	if (op == PM_TREE_LOOSE)
		leaf_matching(node->leaf, article, x, out);
	else if (node->leaf != NULL)
		extents_add(out, x->first, x->last);
	for (i = 0; i < n; i++) {
		const struct node *child = &node->children[i];

		if (!is_distance)
			add_matching(child, x, article, out);
		for (k = 0; k < child->hits.n && is_distance; k++)
			if (child->hits.list[k].first >= x->first &&
			    child->hits.list[k].last <= x->last)
				add_matching(child, &child->hits.list[k], article, out);
	}
}

struct sharing {
	const struct node *node;
	uint32_t article;
};

static bool
share(void *ctx, size_t a, const struct extent *x, size_t b, const struct extent *y)
{
	const struct sharing *s = ctx;
	struct extents p = { NULL, 0, 0 }, q = { NULL, 0, 0 };
	bool yes = false;
	size_t i, k;

	if (x->last <= y->first || y->last <= x->first)
		return false;
	add_matching(&s->node->children[a], x, s->article, &p);
	add_matching(&s->node->children[b], y, s->article, &q);
	for (i = 0; i < p.n; i++)
		for (k = 0; k < q.n; k++)
			yes |= p.list[i].first < q.list[k].last &&
			       q.list[k].first < p.list[i].last;
	extents_release(&p);
	extents_release(&q);
	return yes;
}

/* The first operand's hits are known. */
static void
find_chain(const struct naive *nv, struct node *node, const struct nearness *near,
	   uint32_t article)
{
	const struct extents **operands = need_memory(pm_alloc(node->n_children,
							       sizeof *operands));
	size_t i;

	for (i = 0; i < node->n_children; i++) {
		if (i > 0)
			find_hits(nv, &node->children[i], article);
		operands[i] = &node->children[i].hits;
	}
	extents_chain(&node->hits, operands, node->n_children, near);
	free(operands);
}

static void
find_near(const struct naive *nv, struct node *node, uint32_t article)
{
	const struct pm_tree *t = node->tree;
	struct sharing sharing = { node, article };
	struct nearness near = {
		.body = (uint32_t)nv->articles[article].fields[BODY].first,
		.piece = nv->piece_of,
		.words = t->number,
		.unit = t->unit == PM_NEAR_SENTENCE  ? nv->sentences
		      : t->unit == PM_NEAR_PARAGRAPH ? nv->paragraphs
						     : NULL,
		.ordered = t->ordered,
		.share = share,
		.share_ctx = &sharing
	};

	if (node->children[0].hits.n == 0)
		return;
	if (node->n_children > 2) {
		find_chain(nv, node, &near, article);
		return;
	}
	find_hits(nv, &node->children[1], article);
	if (t->negated)
		extents_not_near(&node->hits, &node->children[0].hits,
				 &node->children[1].hits, &near);
	else
		extents_near(&node->hits, &node->children[0].hits,
			     &node->children[1].hits, &near);
}

static void
take_hits(struct node *node, const struct extents *from, uint32_t first, uint32_t end)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		if (from->list[i].first >= first && from->list[i].last <= end)
			extents_add(&node->hits, from->list[i].first, from->list[i].last);
}

/* node->hits becomes those in the article. */
static void
find_hits(const struct naive *nv, struct node *node, uint32_t article)
{
	const struct field *body = &nv->articles[article].fields[BODY];
	size_t i;

	node->hits.n = 0;
	if (node->leaf != NULL) {
		leaf_hits(node->leaf, article, &node->hits);
		return;
	}
	find_hits(nv, &node->children[0], article);
	switch (node->tree->op) {
	case PM_TREE_NEAR:
		find_near(nv, node, article);
		break;
	case PM_TREE_ATLEAST:
		if (node->children[0].hits.n >= node->tree->number)
			take_hits(node, &node->children[0].hits, 0, UINT32_MAX);
		break;
	case PM_TREE_LEAD:
		take_hits(node, &node->children[0].hits, (uint32_t)body->first,
			  (uint32_t)body->first + node->tree->number);
		break;
	default: /* OR */
		for (i = 0; i < node->n_children; i++) {
			if (i > 0)
				find_hits(nv, &node->children[i], article);
			take_hits(node, &node->children[i].hits, 0, UINT32_MAX);
		}
		extents_sort(&node->hits);
	}
}

/* --- articles ----------------------------------------------------------- */

static void
set_only_if(struct bits *set, uint32_t article, bool yes)
{
	set->words[article / 64] &= ~(UINT64_C(1) << (article % 64));
	if (yes)
		bits_add(set, article);
}

/* OUT (initialised here): articles that lack nothing the node cannot do without. */
static void
find_candidates(const struct naive *nv, struct node *node, struct bits *out)
{
	struct bits other;
	size_t i, k, n = node->n_children;

	if (node->leaf != NULL) {
		leaf_candidates(node->leaf, out);
		return;
	}
	find_candidates(nv, &node->children[0], out);
	for (i = 1; i < n; i++) {
		/* also for what is negated: its leaves get ready for many articles */
		find_candidates(nv, &node->children[i], &other);
		for (k = 0; k <= out->n / 64; k++)
			if (node->tree->op == PM_TREE_OR)
				out->words[k] |= other.words[k];
			else if (!node->tree->negated)
				out->words[k] &= other.words[k];
		bits_release(&other);
	}
}

static bool
is_in_range(const struct pm_tree *t, uint32_t n)
{
	return n >= t->first && n <= t->last;
}

/* Whether all days of a date, which may be a month or a year, are asked for. */
static bool
is_within(const struct pm_tree *t, uint32_t date)
{
	uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
	uint32_t m = month == 0 ? 12 : month;

	return is_in_range(t, year * 10000 + (month == 0 ? 1 : month) * 100 +
				      (day == 0 ? 1 : day)) &&
	       is_in_range(t, year * 10000 + m * 100 +
				      (day == 0 ? pm_days_in_month(year, m) : day));
}

static bool
is_below(const struct naive *nv, uint32_t host, const char *name)
{
	size_t len, name_len = strlen(name);
	const char *s;

	if (host == NONE)
		return false;
	s = pm_intern_get(&nv->names, host, &len);
	return len >= name_len && memcmp(s + len - name_len, name, name_len) == 0 &&
	       (len == name_len || s[len - name_len - 1] == '.');
}

/* A leaf that asks for no words. */
static bool
matches_metadata(const struct naive *nv, const struct pm_tree *t, uint32_t article)
{
	const struct article *a = &nv->articles[article];

	switch (t->op) {
	case PM_TREE_DATE:
		return a->day != 0 && is_within(t, a->day);
	case PM_TREE_LENGTH:
		return is_in_range(t, (uint32_t)a->length);
	case PM_TREE_HOST:
		return is_below(nv, a->host, t->name);
	case PM_TREE_ID:
		return a->id != NONE &&
		       a->id == pm_intern_find(&nv->names, t->name, strlen(t->name));
	default:
		return false;
	}
}

static bool
node_matches(const struct naive *nv, struct node *node, uint32_t article)
{
	if (node->leaf != NULL)
		return leaf_matches(node->leaf, article);
	if (!node->has_hits)
		return matches_metadata(nv, node->tree, article);
	find_hits(nv, node, article);
	return node->hits.n > 0;
}

static void
find_articles(const struct naive *nv, struct node *node, struct bits *out)
{
	enum pm_tree_op op = node->tree->op;
	struct bits set;
	uint32_t a;
	size_t i;

	bits_init(out, nv->n_articles);
	if (op != PM_TREE_AND && op != PM_TREE_OR && op != PM_TREE_NOT) {
		if (node->leaf != NULL || node->has_hits)
			find_candidates(nv, node, &set);
		else
			bits_init(&set, nv->n_articles);
		for (a = 0; a < nv->n_articles; a++)
			if (((node->leaf == NULL && !node->has_hits) ||
			     bits_has(&set, a)) &&
			    node_matches(nv, node, a))
				bits_add(out, a);
		bits_release(&set);
		return;
	}
	for (i = 0; i < node->n_children; i++) {
		find_articles(nv, &node->children[i], &set);
		for (a = 0; a < nv->n_articles; a++) {
			bool has = bits_has(&set, a), had = i > 0 && bits_has(out, a);

			set_only_if(out, a,
				    op == PM_TREE_NOT  ? !has
				    : op == PM_TREE_OR ? had || has
						       : (had || i == 0) && has);
		}
		bits_release(&set);
	}
}

/* --- queries ------------------------------------------------------------ */

static void
add_parts(struct scan *s, struct node *node)
{
	struct pm_error err;
	size_t i;

	if (node->tree->op == PM_TREE_NOT)
		return;
	if (node->has_hits && node->tree->op != PM_TREE_OR) {
		need(pm_grow(&s->parts, &s->parts_cap, s->n_parts + 1, sizeof *s->parts,
			     &err),
		     &err);
		s->parts[s->n_parts++] = node;
		return;
	}
	for (i = 0; i < node->n_children; i++)
		add_parts(s, &node->children[i]);
}

struct scan *
scan_new(const struct naive *nv, const struct pm_tree *tree)
{
	struct scan *s = need_memory(pm_calloc(1, sizeof *s));

	s->nv = nv;
	node_init(&s->root, nv, tree);
	add_parts(s, &s->root);
	return s;
}

void
scan_free(struct scan *s)
{
	node_release(&s->root);
	free(s->parts);
	free(s);
}

uint32_t
scan_parts(const struct scan *s)
{
	return (uint32_t)s->n_parts;
}

void
scan_articles(struct scan *s, struct bits *out)
{
	find_articles(s->nv, &s->root, out);
}

/* Whether the article is in the set of the node. */
static bool
holds(const struct naive *nv, struct node *node, uint32_t article)
{
	size_t i, n = 0;

	switch (node->tree->op) {
	case PM_TREE_AND:
	case PM_TREE_OR:
	case PM_TREE_NOT:
		for (i = 0; i < node->n_children; i++)
			n += holds(nv, &node->children[i], article);
		return node->tree->op == PM_TREE_AND ? n == node->n_children
		     : node->tree->op == PM_TREE_OR  ? n > 0
						     : n == 0;
	default:
		return node_matches(nv, node, article);
	}
}

/* Mark the parts below a node that the article matches, and that count. */
static void
find_counting(const struct naive *nv, struct node *node, uint32_t article)
{
	bool either = node->tree->op == PM_TREE_OR;
	size_t i;

	if (node->has_hits && !either) {
		node->counts = true;
		return;
	}
	if (node->tree->op != PM_TREE_AND && !either)
		return;
	for (i = 0; i < node->n_children; i++)
		if (!either || holds(nv, &node->children[i], article))
			find_counting(nv, &node->children[i], article);
}

static int
compare_hits(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

void
scan_hits(struct scan *s, uint32_t article, struct hits *h)
{
	uint32_t start = (uint32_t)s->nv->articles[article].fields[TITLE].first, k;
	struct pm_error err;
	size_t i;

	h->n = h->n_extents = 0;
	for (k = 0; k < s->n_parts; k++)
		s->parts[k]->counts = false;
	find_counting(s->nv, &s->root, article);
	for (k = 0; k < s->n_parts; k++) {
		const struct extents *found = &s->parts[k]->hits;

		if (!s->parts[k]->counts)
			continue;
		find_hits(s->nv, s->parts[k], article);
		for (i = 0; i < found->n; i++) {
			need(pm_grow(&h->hits, &h->cap, h->n + 1, sizeof *h->hits, &err),
			     &err);
			h->hits[h->n].first = found->list[i].first - start;
			h->hits[h->n].last = found->list[i].last - start;
			h->hits[h->n++].part = k;
		}
	}
	if (h->n > 1)
		qsort(h->hits, h->n, sizeof *h->hits, compare_hits);
	for (i = 0; i < h->n; i++)
		h->n_extents += i == 0 || h->hits[i].first != h->hits[i - 1].first ||
				h->hits[i].last != h->hits[i - 1].last;
}

void
hits_release(struct hits *h)
{
	free(h->hits);
	memset(h, 0, sizeof *h);
}

void
naive_evaluate(const struct naive *nv, const struct pm_tree *tree, struct bits *out)
{
	struct scan *s = scan_new(nv, tree);

	scan_articles(s, out);
	scan_free(s);
}
