/* Pressmark - the query parser: see tree.h for the language.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Recursive descent with one token of look-ahead:
 *
 *	query	= any END
 *	any	= all { OR all }		PM_QUERY_ALL
 *		= all { [OR] all }		PM_QUERY_ANY
 *	all	= unary { [AND] unary }		PM_QUERY_ALL
 *		= unary { AND unary }		PM_QUERY_ANY
 *	unary	= NOT unary | - unary | operand
 *	operand	= ( any ) | FIELD operand | WORD | EXACT | PHRASE | DATE
 *
 * Each NOT and each parenthesis takes a level of the depth that is allowed, and
 * so does each AND, OR and NOT of the tree. */
#include "query/tree.h"

#include "query/dates.h"
#include "query/lex.h"
#include "query/mistake.h"
#include "query/parse_leaf.h"
#include "text/prefixes.h"

#include <stdlib.h>
#include <string.h>

struct parser {
	struct pm_lex lex;
	struct pm_token token;		/* not yet taken */
	struct pm_token taken;		/* the one before it */
	enum pm_query_mode mode;
	enum pm_tree_field field;	/* of the leaves being read */
	unsigned depth;
	struct pm_leaf_reader leaves;
	struct pm_query_mistake *mistake;
	struct pm_error *err;
};

/* Children that are being gathered. */
struct list {
	struct pm_tree **items;
	size_t n;
	size_t cap;
};

static enum pm_status parse_any(struct parser *p, struct pm_tree **out);
static enum pm_status parse_operand(struct parser *p, struct pm_tree **out);

void
pm_tree_free(struct pm_tree *tree)
{
	size_t i;

	if (tree == NULL)
		return;
	for (i = 0; i < tree->n_children; i++)
		pm_tree_free(tree->children[i]);
	free(tree->children);
	for (i = 0; i < tree->n_words; i++) {
		free(tree->words[i].surface);
		free(tree->words[i].folded);
		free(tree->words[i].separator);
	}
	free(tree->words);
	free(tree);
}

/* --- nodes -------------------------------------------------------------- */

static struct pm_tree *
new_node(struct parser *p, enum pm_tree_op op, size_t start)
{
	struct pm_tree *node = pm_calloc(1, sizeof *node);

	if (node == NULL) {
		pm_fail_nomem(p->err);
		return NULL;
	}
	node->op = op;
	node->field = PM_FIELD_ANY;
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

/* Add *NODE, which is the list's afterwards (and NULL). */
static enum pm_status
list_add(struct parser *p, struct list *list, struct pm_tree **node)
{
	enum pm_status status = pm_grow(&list->items, &list->cap, list->n + 1,
					sizeof *list->items, p->err);

	if (status < 0)
		return status;
	list->items[list->n++] = *node;
	*node = NULL;
	return PM_OK;
}

/* A node of all that LIST holds, or its one item; LIST is empty afterwards. */
static enum pm_status
list_join(struct parser *p, struct list *list, enum pm_tree_op op, bool written,
	  struct pm_tree **out)
{
	struct pm_tree *node;

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
	node->written = written;
	node->children = list->items;
	node->n_children = list->n;
	memset(list, 0, sizeof *list);
	*out = node;
	return PM_OK;
}

/* An AND, OR or NOT reaches from START to the end of what was taken last. */
static void
set_span(const struct parser *p, struct pm_tree *node, size_t start)
{
	if (node->n_children == 0)
		return;
	node->start = start;
	node->end = p->taken.end;
}

/* --- tokens ------------------------------------------------------------- */

static enum pm_status
take(struct parser *p)
{
	p->taken = p->token;
	return pm_lex_next(&p->lex, &p->token);
}

static bool
begins_operand(enum pm_token_kind kind)
{
	switch (kind) {
	case PM_TOKEN_OPEN: case PM_TOKEN_NOT: case PM_TOKEN_MINUS: case PM_TOKEN_FIELD:
	case PM_TOKEN_DATE: case PM_TOKEN_WORD: case PM_TOKEN_EXACT: case PM_TOKEN_PHRASE:
		return true;
	default:
		return false;
	}
}

static bool
is_operator(enum pm_token_kind kind)
{
	return kind == PM_TOKEN_AND || kind == PM_TOKEN_OR || kind == PM_TOKEN_NOT ||
	       kind == PM_TOKEN_MINUS || kind == PM_TOKEN_FIELD;
}

static struct pm_excerpt
excerpt_of(const struct parser *p, const struct pm_token *t)
{
	return pm_excerpt(p->lex.query + t->start, t->end - t->start);
}

static enum pm_status
mistake_at_token(struct parser *p, const struct pm_token *t, const char *what)
{
	size_t end = t->kind == PM_TOKEN_END ? t->start : t->end;

	return pm_mistake_set(p->mistake, t->start, end, "%s", what);
}

/* Operators are words too; a user may have meant that. */
static enum pm_status
hint_word_in_quotes(struct parser *p, const struct pm_token *t, const char *otherwise)
{
	struct pm_excerpt e = excerpt_of(p, t);

	return pm_mistake_hint(p->mistake, "%s; to search for the word itself, put it into "
			       "quotes: \"%s\"", otherwise, e.text);
}

static enum pm_status
nothing_behind(struct parser *p)
{
	struct pm_excerpt e = excerpt_of(p, &p->taken), next;
	const struct pm_token *t = &p->token;
	size_t end = t->kind == PM_TOKEN_END ? t->start : t->end;

	if (is_operator(t->kind)) {
		next = excerpt_of(p, t);
		pm_mistake_set(p->mistake, t->start, end,
			       "nothing stands between '%s' and '%s'", e.text, next.text);
	} else {
		pm_mistake_set(p->mistake, t->start, end, "nothing stands behind '%s'",
			       e.text);
	}
	if (p->taken.kind == PM_TOKEN_MINUS)
		return hint_word_in_quotes(p, t, "write what is to be excluded directly "
					   "behind the '-'");
	return hint_word_in_quotes(p, is_operator(t->kind) ? t : &p->taken,
				   "write a word, a phrase in quotes or a group in "
				   "parentheses after it");
}

/* The token begins no operand, but one is due. */
static enum pm_status
no_operand(struct parser *p)
{
	const struct pm_token *t = &p->token;
	struct pm_excerpt e;

	if (is_operator(p->taken.kind))
		return nothing_behind(p);
	switch (t->kind) {
	case PM_TOKEN_AND: case PM_TOKEN_OR:
		e = excerpt_of(p, t);
		pm_mistake_set(p->mistake, t->start, t->end, "nothing stands before '%s'",
			       e.text);
		return hint_word_in_quotes(p, t, "write a word, a phrase in quotes or a "
					   "group in parentheses before it");
	case PM_TOKEN_CLOSE:
		if (p->taken.kind == PM_TOKEN_OPEN) {
			pm_mistake_set(p->mistake, p->taken.start, t->end,
				       "there is nothing in the parentheses");
			return pm_mistake_hint(p->mistake, "write a query between them, or "
					       "leave them out");
		}
		mistake_at_token(p, t, "no '(' belongs to this ')'");
		return pm_mistake_hint(p->mistake, "leave it out, or write '(' where the "
				       "group begins");
	default:
		if (p->taken.kind == PM_TOKEN_OPEN) {
			mistake_at_token(p, &p->taken, "the parenthesis is not closed");
			return pm_mistake_hint(p->mistake, "write ')' where the group ends");
		}
		mistake_at_token(p, t, "the query is empty");
		return pm_mistake_hint(p->mistake, "write a word, a phrase in quotes or "
				       "several of them");
	}
}

static enum pm_status
too_deep(struct parser *p, size_t start, size_t end)
{
	pm_mistake_set(p->mistake, start, end, "the query is nested too deeply");
	return pm_mistake_hint(p->mistake, "at most %u levels are taken",
			       PM_QUERY_DEPTH_MAX);
}

/* Take the token and go one level down. */
static enum pm_status
descend(struct parser *p)
{
	if (p->depth == PM_QUERY_DEPTH_MAX)
		return too_deep(p, p->token.start, p->token.end);
	p->depth++;
	return take(p);
}

/* --- operands ----------------------------------------------------------- */

static enum pm_status
parse_leaf(struct parser *p, struct pm_tree **out)
{
	struct pm_tree *node = new_node(p, PM_TREE_WORDS, p->token.start);
	enum pm_status status;

	if (node == NULL)
		return PM_ERR_NOMEM;
	node->end = p->token.end;
	node->field = p->field;
	if (p->token.kind == PM_TOKEN_DATE) {
		node->op = PM_TREE_DATE;
		status = pm_dates_parse(p->lex.query, p->token.text, p->token.text_end,
					&node->first_day, &node->last_day, p->mistake);
	} else {
		status = pm_leaf_read(&p->leaves, &p->token, node, p->err);
	}
	if (status == PM_OK)
		status = take(p);
	if (status < 0) {
		pm_tree_free(node);
		return status;
	}
	*out = node;
	return PM_OK;
}

static enum pm_status
parse_group(struct parser *p, struct pm_tree **out)
{
	struct pm_token open = p->token;
	struct pm_tree *node = NULL;
	enum pm_status status;

	if ((status = descend(p)) < 0 || (status = parse_any(p, &node)) < 0)
		return status;
	if (p->token.kind != PM_TOKEN_CLOSE) {
		mistake_at_token(p, &open, "the parenthesis is not closed");
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

/* What stands behind a field must be an operand itself. */
static enum pm_status
check_operator_behind(struct parser *p, const struct pm_token *field)
{
	struct pm_excerpt name = excerpt_of(p, field), e = excerpt_of(p, &p->token);

	switch (p->token.kind) {
	case PM_TOKEN_AND: case PM_TOKEN_OR: case PM_TOKEN_NOT:
		pm_mistake_set(p->mistake, field->start, p->token.end,
			       "an operator stands behind '%s'", name.text);
		return pm_mistake_hint(p->mistake, "write %s before the operand alone, or "
				       "put the word into quotes: %s\"%s\"", name.text,
				       name.text, e.text);
	case PM_TOKEN_MINUS:
		pm_mistake_set(p->mistake, field->start, p->token.end,
			       "'-' stands behind '%s'", name.text);
		return pm_mistake_hint(p->mistake, "write -%sword", name.text);
	default:
		return PM_OK;
	}
}

/* source: and author: take a word, a phrase or a prefix. */
static enum pm_status
check_name_operand(struct parser *p, const struct pm_token *field)
{
	struct pm_excerpt name = excerpt_of(p, field);

	if (p->token.kind != PM_TOKEN_OPEN && p->token.kind != PM_TOKEN_EXACT)
		return PM_OK;
	pm_mistake_set(p->mistake, field->start, p->token.kind == PM_TOKEN_OPEN ?
		       p->token.end : p->token.text, p->token.kind == PM_TOKEN_OPEN ?
		       "'%s' takes no group" : "'%s' takes no exact form", name.text);
	return pm_mistake_hint(p->mistake, "write a word, a phrase in quotes or the "
			       "beginning of a word: %sword", name.text);
}

static enum pm_status
check_name_length(struct parser *p, const struct pm_tree *node)
{
	if (node->n_words <= PM_FIELD_WORDS)
		return PM_OK;
	pm_mistake_set(p->mistake, node->start, node->end,
		       "there are more than %u words in one name", PM_FIELD_WORDS);
	return pm_mistake_hint(p->mistake, "write those that tell it from others");
}

static enum pm_status
parse_field(struct parser *p, struct pm_tree **out)
{
	struct pm_token field = p->token;
	enum pm_status status;

	if ((status = take(p)) < 0 || (status = check_operator_behind(p, &field)) < 0)
		return status;
	if (field.field != PM_FIELD_TITLE &&
	    (status = check_name_operand(p, &field)) < 0)
		return status;
	p->field = field.field;
	status = parse_operand(p, out);
	if (status < 0)
		return status;
	p->field = PM_FIELD_ANY;
	(*out)->start = field.start;
	(*out)->end = p->taken.end;
	if (field.field != PM_FIELD_TITLE &&
	    (status = check_name_length(p, *out)) < 0) {
		pm_tree_free(*out);
		*out = NULL;
	}
	return status;
}

static enum pm_status
parse_operand(struct parser *p, struct pm_tree **out)
{
	enum pm_token_kind kind = p->token.kind;

	if (p->field != PM_FIELD_ANY &&
	    (kind == PM_TOKEN_FIELD || kind == PM_TOKEN_DATE)) {
		mistake_at_token(p, &p->token, "a field stands inside another");
		return pm_mistake_hint(p->mistake, "close the first one, and join them with "
				       "AND: title:(...) AND source:word");
	}
	switch (kind) {
	case PM_TOKEN_OPEN:
		return parse_group(p, out);
	case PM_TOKEN_FIELD:
		return parse_field(p, out);
	case PM_TOKEN_DATE: case PM_TOKEN_WORD: case PM_TOKEN_EXACT: case PM_TOKEN_PHRASE:
		return parse_leaf(p, out);
	default:
		return no_operand(p);
	}
}

/* --- operators ---------------------------------------------------------- */

static enum pm_status
parse_unary(struct parser *p, struct pm_tree **out)
{
	struct pm_tree *node, *child = NULL;
	size_t start = p->token.start;
	enum pm_status status;

	if (p->token.kind != PM_TOKEN_NOT && p->token.kind != PM_TOKEN_MINUS)
		return parse_operand(p, out);
	if ((status = descend(p)) < 0)
		return status;
	if (p->taken.kind == PM_TOKEN_MINUS && p->token.kind == PM_TOKEN_NOT)
		return nothing_behind(p);
	if ((status = parse_unary(p, &child)) < 0)
		return status;
	p->depth--;
	node = new_node(p, PM_TREE_NOT, start);
	if (node == NULL || (node->children = pm_alloc(1, sizeof child)) == NULL) {
		free(node);
		pm_tree_free(child);
		return pm_fail_nomem(p->err);
	}
	node->children[0] = child;
	node->n_children = 1;
	set_span(p, node, start);
	*out = node;
	return PM_OK;
}

static enum pm_status
parse_all(struct parser *p, struct pm_tree **out)
{
	struct list list = { NULL, 0, 0 };
	struct pm_tree *node = NULL;
	size_t start = p->token.start;
	bool written = false;
	enum pm_status status;

	for (;;) {
		if ((status = parse_unary(p, &node)) < 0 ||
		    (status = list_add(p, &list, &node)) < 0)
			goto out;
		if (p->token.kind == PM_TOKEN_AND) {
			written = true;
			if ((status = take(p)) < 0)
				goto out;
		} else if (p->mode == PM_QUERY_ANY || !begins_operand(p->token.kind)) {
			break;
		}
	}
	status = list_join(p, &list, PM_TREE_AND, written, out);
	if (status == PM_OK)
		set_span(p, *out, start);
out:
	pm_tree_free(node);
	list_release(&list);
	return status;
}

/* With PM_QUERY_ANY: what is asked for and what is excluded. */
static enum pm_status
join_any(struct parser *p, struct list *wanted, struct list *excluded, bool written,
	 struct pm_tree **out)
{
	struct pm_tree *node = NULL;
	struct list all = { NULL, 0, 0 };
	size_t i;
	enum pm_status status = PM_OK;

	if (excluded->n == 0)
		return list_join(p, wanted, PM_TREE_OR, written, out);
	if (wanted->n > 0) {
		if ((status = list_join(p, wanted, PM_TREE_OR, written, &node)) < 0 ||
		    (status = list_add(p, &all, &node)) < 0)
			goto out;
	}
	for (i = 0; i < excluded->n; i++)
		if ((status = list_add(p, &all, &excluded->items[i])) < 0)
			goto out;
	status = list_join(p, &all, PM_TREE_AND, false, out);
out:
	pm_tree_free(node);
	list_release(&all);
	return status;
}

static enum pm_status
parse_any(struct parser *p, struct pm_tree **out)
{
	struct list wanted = { NULL, 0, 0 }, excluded = { NULL, 0, 0 };
	struct pm_tree *node = NULL;
	size_t start = p->token.start;
	bool written = false, or_before = false;
	enum pm_status status;

	for (;;) {
		bool negative = p->token.kind == PM_TOKEN_NOT ||
				p->token.kind == PM_TOKEN_MINUS;
		bool or_behind;

		if ((status = parse_all(p, &node)) < 0)
			goto out;
		or_behind = p->token.kind == PM_TOKEN_OR;
		/* Excluded from the whole, unless it is written as an alternative. */
		negative = negative && node->op == PM_TREE_NOT &&
			   p->mode == PM_QUERY_ANY && !or_before && !or_behind;
		status = list_add(p, negative ? &excluded : &wanted, &node);
		if (status < 0)
			goto out;
		if (or_behind) {
			written = true;
			if ((status = take(p)) < 0)
				goto out;
		} else if (p->mode == PM_QUERY_ALL || !begins_operand(p->token.kind)) {
			break;
		}
		or_before = or_behind;
	}
	status = join_any(p, &wanted, &excluded, written, out);
	if (status == PM_OK)
		set_span(p, *out, start);
out:
	pm_tree_free(node);
	list_release(&wanted);
	list_release(&excluded);
	return status;
}

/* --- the query ---------------------------------------------------------- */

/* The first node that lies too deep, or NULL. */
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
parse_query(struct parser *p, struct pm_tree **out)
{
	const struct pm_tree *deep;
	enum pm_status status;

	if ((status = take(p)) < 0 || (status = parse_any(p, out)) < 0)
		return status;
	if (p->token.kind != PM_TOKEN_END) {
		p->taken.kind = PM_TOKEN_START;
		return no_operand(p);
	}
	deep = find_too_deep(*out, 0);
	return deep == NULL ? PM_OK : too_deep(p, deep->start, deep->end);
}

enum pm_status
pm_tree_parse(const char *query, size_t len, enum pm_query_mode mode,
	      struct pm_tree **out, struct pm_query_mistake *mistake,
	      struct pm_error *err)
{
	struct parser p;
	struct pm_tree *tree = NULL;
	enum pm_status status;

	*out = NULL;
	memset(&p, 0, sizeof p);
	memset(mistake, 0, sizeof *mistake);
	p.mode = mode;
	p.mistake = mistake;
	p.err = err;
	pm_leaf_reader_init(&p.leaves, query, mistake);
	status = pm_lex_init(&p.lex, query, len, mistake);
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
