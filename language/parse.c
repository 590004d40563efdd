/* Pressmark - the query parser: see tree.h for the language.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Recursive descent with one token of look-ahead:
 *
 *	query	= any END
 *	any	= run				PM_QUERY_ALL
 *		= run { run }			PM_QUERY_ANY
 *	run	= all { OR all }
 *	all	= not { [AND] not }		PM_QUERY_ALL
 *		= not { AND not }		PM_QUERY_ANY
 *	not	= NOT not | - not | near
 *	near	= operand { DISTANCE operand }	a chain while the distance is the same
 *	operand	= plain [WEIGHT]
 *	plain	= ( any ) | ATLEAST ( any ) | LEAD ( any ) | FIELD operand | leaf
 *
 * Each NOT and each parenthesis counts towards the maximum depth, and so does each node
 * of the tree that has children. */
#include "language/parse_parts.h"

#include "language/dates.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Children gathered so far. */
struct list {
	struct pm_tree **items;
	size_t n;
	size_t cap;
};

static enum pm_status parse_any(struct pm_parser *p, struct pm_tree **out);
static enum pm_status parse_operand(struct pm_parser *p, struct pm_tree **out);

/* --- nodes -------------------------------------------------------------- */

static struct pm_tree *
new_node(struct pm_parser *p, enum pm_tree_op op, size_t start)
{
	struct pm_tree *node = pm_calloc(1, sizeof *node);

	if (node == NULL) {
		pm_fail_nomem(p->err);
		return NULL;
	}
	node->op = op;
	node->field = PM_FIELD_ANY;
	node->weight = 1;
	node->start = node->end = start;
	return node;
}

static void
list_release(struct list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		pm_tree_free(list->items[i]);
	free(list->items);
	memset(list, 0, sizeof *list);
}

/* Add *NODE; the list then owns it, and *NODE is NULL. */
static enum pm_status
list_add(struct pm_parser *p, struct list *list, struct pm_tree **node)
{
	enum pm_status status = pm_grow(&list->items, &list->cap, list->n + 1,
					sizeof *list->items, p->err);

	if (status < 0)
		return status;
	assert(*node != NULL);
	list->items[list->n++] = *node;
	*node = NULL;
	return PM_OK;
}

/* Whether the operator is written, or implied between things side by side. */
enum joint { IMPLIED, WRITTEN };

/* A node of everything in LIST, or its only item; LIST is empty afterwards. */
static enum pm_status
list_join(struct pm_parser *p, struct list *list, enum pm_tree_op op, enum joint joint,
	  struct pm_tree **out)
{
	struct pm_tree *node;

	assert(list->n > 0 && list->items != NULL);
	if (list->n == 1) {
		*out = list->items[0];
		list->n = 0;
		list_release(list);
		return PM_OK;
	}
	node = new_node(p, op, list->items[0]->start);
	if (node == NULL)
		return PM_ERR_NOMEM;
	node->end = list->items[list->n - 1]->end;
	node->op_written = joint == WRITTEN;
	node->children = list->items;
	node->n_children = list->n;
	memset(list, 0, sizeof *list);
	*out = node;
	return PM_OK;
}

/* A node with children extends from START to the end of the last token taken. */
static void
set_span(const struct pm_parser *p, struct pm_tree *node, size_t start)
{
	if (node->n_children == 0)
		return;
	node->start = start;
	node->end = p->taken.end;
}

/* --- tokens ------------------------------------------------------------- */

static enum pm_status
take(struct pm_parser *p)
{
	p->taken = p->token;
	return pm_lex_next(&p->lex, &p->token);
}

/* Take the token and go one level down. */
static enum pm_status
descend(struct pm_parser *p)
{
	if (p->depth == PM_QUERY_DEPTH_MAX)
		return pm_too_deep(p, p->token.start, p->token.end);
	p->depth++;
	return take(p);
}

/* --- operands ----------------------------------------------------------- */

static enum pm_status
read_leaf(struct pm_parser *p, struct pm_tree *node)
{
	const struct pm_token *t = &p->token;
	enum pm_status status;

	switch (t->kind) {
	case PM_TOKEN_DATE:
		node->op = PM_TREE_DATE;
		status = pm_dates_parse(p->lex.query, t->text, t->text_end,
					p->options->today, &node->first, &node->last,
					p->mistake);
		return status == PM_ERR_QUERY ? pm_wrong_range(p) : status;
	case PM_TOKEN_LENGTH:
		node->op = PM_TREE_LENGTH;
		status = pm_length_parse(p->lex.query, t->text, t->text_end, &node->first,
					 &node->last, p->mistake);
		return status == PM_ERR_QUERY ? pm_wrong_range(p) : status;
	default:
		status = pm_leaf_read(&p->leaves, t, node, p->err);
		if (status == PM_ERR_QUERY && t->end - t->start == 1 &&
		    strchr("*?", p->lex.query[t->start]) != NULL)
			pm_star_alone(p);
		return status;
	}
}

static enum pm_status
parse_leaf(struct pm_parser *p, struct pm_tree **out)
{
	struct pm_tree *node = new_node(p, PM_TREE_WORDS, p->token.start);
	enum pm_status status;

	if (node == NULL)
		return PM_ERR_NOMEM;
	node->end = p->token.end;
	node->field = p->field.field;
	if (p->field.kind == PM_TOKEN_FIELD && (status = pm_check_name_operand(p)) < 0)
		goto out;
	status = read_leaf(p, node);
	if (status == PM_OK && node->field == PM_FIELD_OTHER)
		status = pm_keep_name(p, node);
	if (status == PM_OK && p->field.kind == PM_TOKEN_FIELD)
		status = pm_check_name(p, node);
	pm_keep_place(p, node);
	if (status == PM_OK)
		status = take(p);
out:
	if (status < 0) {
		pm_tree_free(node);
		return status;
	}
	*out = node;
	return PM_OK;
}

static enum pm_status
parse_group(struct pm_parser *p, struct pm_tree **out)
{
	struct pm_token open = p->token;
	struct pm_tree *node = NULL;
	enum pm_status status;

	if ((status = descend(p)) < 0 || (status = parse_any(p, &node)) < 0)
		return status;
	if (p->token.kind != PM_TOKEN_CLOSE) {
		pm_mistake_at_token(p, &open, "the parenthesis is not closed");
		status = pm_mistake_hint(p->mistake, "write ')' where the group ends");
		goto out;
	}
	p->depth--;
	status = take(p);
	set_span(p, node, open.start);
out:
	if (status == PM_OK)
		*out = node;
	else
		pm_tree_free(node);
	return status;
}

/* --- what asks for words ------------------------------------------------ */

/* A node of N children, which it then owns; CHILDREN becomes NULLs. */
static struct pm_tree *
new_parent(struct pm_parser *p, enum pm_tree_op op, size_t start,
	   struct pm_tree **children, size_t n)
{
	struct pm_tree *node = new_node(p, op, start);
	size_t i;

	if (node == NULL || (node->children = pm_alloc(n, sizeof *children)) == NULL) {
		free(node);
		pm_fail_nomem(p->err);
		return NULL;
	}
	for (i = 0; i < n; i++) {
		node->children[i] = children[i];
		children[i] = NULL;
	}
	node->n_children = n;
	set_span(p, node, start);
	return node;
}

/* atleast5(x) or lead50(x) */
static enum pm_status
parse_call(struct pm_parser *p, struct pm_tree **out)
{
	struct pm_token call = p->token;
	struct pm_tree *child = NULL, *node;
	enum pm_status status;

	if ((status = take(p)) < 0 || (status = parse_group(p, &child)) < 0)
		return status;
	if ((status = pm_check_hits(p, &call, child, NULL)) < 0)
		goto out;
	node = new_parent(p, call.kind == PM_TOKEN_LEAD ? PM_TREE_LEAD : PM_TREE_ATLEAST,
			  call.start, &child, 1);
	if (node == NULL) {
		status = PM_ERR_NOMEM;
		goto out;
	}
	node->number = call.number;
	*out = node;
out:
	pm_tree_free(child);
	return status;
}

/* --- fields ------------------------------------------------------------- */

static enum pm_status
parse_field(struct pm_parser *p, struct pm_tree **out)
{
	struct pm_token field = p->token;
	enum pm_status status;

	if ((status = take(p)) < 0 || (status = pm_check_operator_behind(p, &field)) < 0)
		return status;
	p->field = field;
	status = parse_operand(p, out);
	if (status < 0)
		return status;
	memset(&p->field, 0, sizeof p->field);
	(*out)->start = field.start;
	(*out)->end = p->taken.end;
	return PM_OK;
}

static enum pm_status
parse_plain(struct pm_parser *p, struct pm_tree **out)
{
	enum pm_token_kind kind = p->token.kind;
	enum pm_status status;

	if (p->field.kind == PM_TOKEN_FIELD &&
	    (kind == PM_TOKEN_FIELD || kind == PM_TOKEN_DATE || kind == PM_TOKEN_LENGTH ||
	     kind == PM_TOKEN_HOST || kind == PM_TOKEN_ID)) {
		pm_mistake_at_token(p, &p->token, "a field stands inside another");
		return pm_mistake_hint(p->mistake,
				       "close the first one, and join them with "
				       "AND, title:(...) AND source:word; put a word with a "
				       "colon into quotes");
	}
	switch (kind) {
	case PM_TOKEN_OPEN:
		return parse_group(p, out);
	case PM_TOKEN_FIELD:
		return parse_field(p, out);
	case PM_TOKEN_ATLEAST:
	case PM_TOKEN_LEAD:
		if (p->field.kind == PM_TOKEN_FIELD &&
		    (status = pm_check_name_operand(p)) < 0)
			return status;
		return parse_call(p, out);
	case PM_TOKEN_NOT:
	case PM_TOKEN_MINUS:
		return pm_no_operand(p);
	default:
		return pm_begins_operand(kind) ? parse_leaf(p, out) : pm_no_operand(p);
	}
}

/* Give NODE the weight. */
static enum pm_status
take_weight(struct pm_parser *p, struct pm_tree *node)
{
	struct pm_excerpt e = pm_parser_excerpt(p, &p->token), name;

	if (pm_metadata_name(node) != NULL) {
		name = pm_excerpt(pm_metadata_name(node), strlen(pm_metadata_name(node)));
		pm_mistake_set(p->mistake, p->token.start, p->token.end,
			       "'%s:' has no weight", name.text);
		return pm_mistake_hint(p->mistake,
				       "leave out '%s': only words of title and "
				       "body are weighed",
				       e.text);
	}
	if (node->op == PM_TREE_NOT) {
		pm_mistake_at_token(p, &p->token, "what is excluded has no weight");
		return pm_mistake_hint(p->mistake, "leave out '%s'", e.text);
	}
	if (node->weight != 1) {
		pm_mistake_at_token(p, &p->token, "a weight follows another");
		return pm_mistake_hint(p->mistake, "leave out one of them");
	}
	node->weight = p->token.weight;
	return take(p);
}

static enum pm_status
parse_operand(struct pm_parser *p, struct pm_tree **out)
{
	struct pm_tree *node = NULL;
	enum pm_status status = parse_plain(p, &node);

	if (status == PM_OK && p->token.kind == PM_TOKEN_WEIGHT) {
		assert(node != NULL);
		status = take_weight(p, node);
		node->end = p->taken.end;
	}
	if (status < 0)
		pm_tree_free(node);
	else
		*out = node;
	return status;
}

/* --- operators ---------------------------------------------------------- */

/* Whether the distance T goes on with the chain NODE. */
static bool
goes_on(const struct pm_tree *node, const struct pm_token *t)
{
	return node->unit == t->unit && node->number == t->number &&
	       node->ordered == t->ordered && !node->negated && !t->negated;
}

/* Append *CHILD to the chain NODE, which then owns it. */
static enum pm_status
add_operand(struct pm_parser *p, const struct pm_token *t, struct pm_tree *node,
	    struct pm_tree **child, size_t start)
{
	struct pm_excerpt e = pm_parser_excerpt(p, t);
	struct pm_tree **grown;

	if (node->n_children == PM_QUERY_CHAIN_MAX && !node->ordered) {
		pm_mistake_set(p->mistake, t->start, t->end,
			       "'%s' joins more than %u things", e.text,
			       PM_QUERY_CHAIN_MAX);
		return pm_mistake_hint(p->mistake,
				       "put some of them into parentheses: "
				       "(a %s b) %s c",
				       e.text, e.text);
	}
	grown = realloc(node->children, (node->n_children + 1) * sizeof *grown);
	if (grown == NULL)
		return pm_fail_nomem(p->err);
	node->children = grown;
	grown[node->n_children++] = *child;
	*child = NULL;
	set_span(p, node, start);
	return PM_OK;
}

/* Combine *LEFT, the distance that comes next and the operand after it into a new *LEFT;
 * or, if *LEFT is a chain that goes on (CHAIN), into that. */
static enum pm_status
parse_distance(struct pm_parser *p, struct pm_tree **left, size_t start, bool chain)
{
	struct pm_token t = p->token;
	struct pm_tree *both[2] = { NULL, NULL }, *node;
	enum pm_status status;

	if ((status = take(p)) < 0 || (status = parse_operand(p, &both[1])) < 0)
		return status;
	if ((status = pm_check_hits(p, &t, *left, both[1])) < 0 ||
	    (status = pm_check_hits(p, &t, both[1], *left)) < 0) {
		pm_tree_free(both[1]);
		return status;
	}
	if (chain && goes_on(*left, &t)) {
		status = add_operand(p, &t, *left, &both[1], start);
		pm_tree_free(both[1]);
		return status;
	}
	both[0] = *left;
	node = new_parent(p, PM_TREE_NEAR, start, both, 2);
	if (node == NULL) {
		pm_tree_free(both[1]);
		return PM_ERR_NOMEM;
	}
	node->number = t.number;
	node->unit = t.unit;
	node->ordered = t.ordered;
	node->negated = t.negated;
	*left = node;
	return PM_OK;
}

static enum pm_status
parse_near(struct pm_parser *p, struct pm_tree **out)
{
	struct pm_tree *node = NULL;
	size_t start = p->token.start;
	unsigned n = 0;
	enum pm_status status = parse_operand(p, &node);

	/* Each operator may be a level of the tree. */
	for (; status == PM_OK && p->token.kind == PM_TOKEN_NEAR; n++)
		status = n == PM_QUERY_DEPTH_MAX
			       ? pm_too_deep(p, p->token.start, p->token.end)
			       : parse_distance(p, &node, start, n > 0);
	if (status < 0)
		pm_tree_free(node);
	else
		*out = node;
	return status;
}

static enum pm_status
parse_not(struct pm_parser *p, struct pm_tree **out)
{
	struct pm_tree *child = NULL;
	size_t start = p->token.start;
	enum pm_status status;

	if (p->token.kind != PM_TOKEN_NOT && p->token.kind != PM_TOKEN_MINUS)
		return parse_near(p, out);
	if ((status = descend(p)) < 0)
		return status;
	if (p->taken.kind == PM_TOKEN_MINUS && p->token.kind == PM_TOKEN_NOT)
		return pm_nothing_behind(p);
	if ((status = parse_not(p, &child)) < 0)
		return status;
	p->depth--;
	*out = new_parent(p, PM_TREE_NOT, start, &child, 1);
	pm_tree_free(child);
	return *out == NULL ? PM_ERR_NOMEM : PM_OK;
}

static enum pm_status
parse_all(struct pm_parser *p, struct pm_tree **out)
{
	struct list list = { NULL, 0, 0 };
	struct pm_tree *node = NULL;
	size_t start = p->token.start;
	bool written = false;
	enum pm_status status;

	for (;;) {
		if ((status = parse_not(p, &node)) < 0 ||
		    (status = list_add(p, &list, &node)) < 0)
			goto out;
		if (p->token.kind == PM_TOKEN_AND) {
			written = true;
			if ((status = take(p)) < 0)
				goto out;
		} else if (p->options->mode == PM_QUERY_ANY ||
			   !pm_begins_operand(p->token.kind)) {
			break;
		}
	}
	status = list_join(p, &list, PM_TREE_AND, written ? WRITTEN : IMPLIED, out);
	if (status == PM_OK)
		set_span(p, *out, start);
out:
	pm_tree_free(node);
	list_release(&list);
	return status;
}

/* Read one thing, or several that are joined by written ORs, into ITEMS. */
static enum pm_status
parse_run(struct pm_parser *p, struct list *items)
{
	struct pm_tree *node = NULL;
	enum pm_status status;

	for (;;) {
		if ((status = parse_all(p, &node)) < 0)
			break;
		if ((status = list_add(p, items, &node)) < 0 ||
		    p->token.kind != PM_TOKEN_OR || (status = take(p)) < 0)
			break;
	}
	pm_tree_free(node);
	return status;
}

/* Whether NODE asks for words outside NOT: of title or body, or in a field's group of that
 * field. */
static bool
asks_for_words(const struct pm_parser *p, const struct pm_tree *node)
{
	bool asks = node->n_children == 0 &&
		    (p->field.kind == PM_TOKEN_FIELD || pm_tree_has_hits(node));
	size_t i;

	for (i = 0; node->op != PM_TREE_NOT && i < node->n_children && !asks; i++)
		asks = asks_for_words(p, node->children[i]);
	return asks;
}

/* The runs of a query with PM_QUERY_ANY. */
struct any {
	struct list run;      /* the one that was read last */
	struct list wanted;   /* joined by OR */
	enum joint joint;     /* of these */
	struct list required; /* and each of these as well */
};

/* Move the run to where it belongs. */
static enum pm_status
sort_run(struct pm_parser *p, struct any *any)
{
	struct list *run = &any->run;
	struct pm_tree *node = NULL;
	enum joint joint = run->n > 1 ? WRITTEN : IMPLIED;
	bool asks = false;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < run->n && !asks; i++)
		asks = asks_for_words(p, run->items[i]);
	if (!asks) {
		if ((status = list_join(p, run, PM_TREE_OR, joint, &node)) == PM_OK)
			status = list_add(p, &any->required, &node);
		pm_tree_free(node);
		return status;
	}
	for (i = 0; i < run->n && status == PM_OK; i++)
		status = list_add(p, &any->wanted, &run->items[i]);
	list_release(run);
	if (joint == WRITTEN)
		any->joint = WRITTEN;
	return status;
}

/* Join the runs: what is wanted comes first, the rest in its order. */
static enum pm_status
join_runs(struct pm_parser *p, struct any *any, struct pm_tree **out)
{
	struct pm_tree *node = NULL;
	struct list all = { NULL, 0, 0 };
	enum pm_status status = PM_OK;
	size_t i;

	if (any->wanted.n > 0 &&
	    ((status = list_join(p, &any->wanted, PM_TREE_OR, any->joint, &node)) < 0 ||
	     (status = list_add(p, &all, &node)) < 0))
		goto out;
	for (i = 0; i < any->required.n; i++)
		if ((status = list_add(p, &all, &any->required.items[i])) < 0)
			goto out;
	status = list_join(p, &all, PM_TREE_AND, IMPLIED, out);
out:
	pm_tree_free(node);
	list_release(&all);
	return status;
}

static enum pm_status
parse_any(struct pm_parser *p, struct pm_tree **out)
{
	struct any any = { .joint = IMPLIED };
	size_t start = p->token.start;
	enum pm_status status = parse_run(p, &any.run);

	if (status == PM_OK &&
	    (p->options->mode == PM_QUERY_ALL || !pm_begins_operand(p->token.kind))) {
		status = list_join(p, &any.run, PM_TREE_OR, WRITTEN, out);
	} else {
		while (status == PM_OK && (status = sort_run(p, &any)) == PM_OK &&
		       pm_begins_operand(p->token.kind))
			status = parse_run(p, &any.run);
		if (status == PM_OK)
			status = join_runs(p, &any, out);
	}
	if (status == PM_OK)
		set_span(p, *out, start);
	list_release(&any.run);
	list_release(&any.wanted);
	list_release(&any.required);
	return status;
}

/* --- the query ---------------------------------------------------------- */

/* The first node that is too deep, or NULL. */
static const struct pm_tree *
find_too_deep(const struct pm_tree *node, unsigned depth)
{
	const struct pm_tree *found = NULL;
	size_t i;

	if (node->n_children == 0)
		return NULL;
	if (depth == PM_QUERY_DEPTH_MAX)
		return node;
	for (i = 0; i < node->n_children && found == NULL; i++)
		found = find_too_deep(node->children[i], depth + 1);
	return found;
}

static enum pm_status
parse_query(struct pm_parser *p, struct pm_tree **out)
{
	const struct pm_tree *deep;
	enum pm_status status;

	if ((status = take(p)) < 0 || (status = parse_any(p, out)) < 0)
		return status;
	if (p->token.kind != PM_TOKEN_END) {
		p->taken.kind = PM_TOKEN_START;
		return pm_no_operand(p);
	}
	deep = find_too_deep(*out, 0);
	return deep == NULL ? PM_OK : pm_too_deep(p, deep->start, deep->end);
}

enum pm_status
pm_tree_parse(const char *query, size_t len, const struct pm_query_options *options,
	      struct pm_tree **out, struct pm_query_mistake *mistake, struct pm_error *err)
{
	struct pm_parser p;
	struct pm_tree *tree = NULL;
	enum pm_status status;

	*out = NULL;
	memset(&p, 0, sizeof p);
	memset(mistake, 0, sizeof *mistake);
	p.options = options;
	p.mistake = mistake;
	p.err = err;
	pm_leaf_reader_init(&p.leaves, query, len, mistake);
	status = pm_lex_init(&p.lex, query, len, mistake);
	p.lex.any = p.leaves.any = options->mode == PM_QUERY_ANY;
	if (status == PM_OK)
		status = parse_query(&p, &tree);
	if (status == PM_OK) {
		*out = tree;
		tree = NULL;
	}
	if (status == PM_ERR_QUERY)
		pm_fail(err, status, "%s", mistake->what);
	pm_tree_free(tree);
	pm_leaf_reader_release(&p.leaves);
	return status;
}
