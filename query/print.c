/* Pressmark - trees of queries as text: see tree.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/tree.h"

#include "text/split.h"

#include <string.h>

static const char *
field_name(enum pm_tree_field field)
{
	switch (field) {
	case PM_FIELD_TITLE:
		return "title";
	case PM_FIELD_SOURCE:
		return "source";
	case PM_FIELD_AUTHOR:
		return "author";
	default:
		return NULL;
	}
}

static void
put_day(struct pm_buf *out, uint32_t day)
{
	pm_buf_printf(out, "%04u-%02u-%02u", (unsigned)(day / 10000),
		      (unsigned)(day / 100 % 100), (unsigned)(day % 100));
}

/* --- as an outline ------------------------------------------------------ */

static const char *
op_name(const struct pm_tree *node)
{
	switch (node->op) {
	case PM_TREE_AND:
		return "AND";
	case PM_TREE_OR:
		return "OR";
	case PM_TREE_NOT:
		return "NOT";
	case PM_TREE_WORDS:
		return node->n_words == 1 ? "word" : "words";
	case PM_TREE_PHRASE:
		return "phrase";
	case PM_TREE_EXACT:
		return "exact";
	case PM_TREE_PREFIX:
		return "prefix";
	case PM_TREE_DATE:
		return "date";
	}
	return "";
}

static void
print_words(struct pm_buf *out, const struct pm_tree *node)
{
	size_t i;

	pm_buf_puts(out, " '");
	for (i = 0; i < node->n_words; i++) {
		const struct pm_tree_word *w = &node->words[i];

		if (node->op == PM_TREE_EXACT) {
			if (i > 0)
				pm_buf_put(out, w->separator, w->separator_len);
			pm_buf_put(out, w->surface, w->surface_len);
		} else {
			if (i > 0)
				pm_buf_putc(out, w->hyphen ? '-' : ' ');
			pm_buf_put(out, w->folded, w->folded_len);
		}
	}
	pm_buf_putc(out, '\'');
}

static void
print_dates(struct pm_buf *out, const struct pm_tree *node)
{
	if (node->first_day != 0) {
		pm_buf_putc(out, ' ');
		put_day(out, node->first_day);
	}
	pm_buf_puts(out, " ..");
	if (node->last_day != UINT32_MAX) {
		pm_buf_putc(out, ' ');
		put_day(out, node->last_day);
	}
}

static void
print_node(struct pm_buf *out, const struct pm_tree *node, unsigned level)
{
	unsigned k;
	size_t i;

	for (k = 0; k < level; k++)
		pm_buf_puts(out, "  ");
	pm_buf_puts(out, op_name(node));
	if (node->op == PM_TREE_DATE)
		print_dates(out, node);
	else if (node->n_words > 0)
		print_words(out, node);
	if (field_name(node->field) != NULL)
		pm_buf_printf(out, " in %s", field_name(node->field));
	pm_buf_putc(out, '\n');
	for (i = 0; i < node->n_children; i++)
		print_node(out, node->children[i], level + 1);
}

void
pm_tree_print(struct pm_buf *out, const struct pm_tree *tree)
{
	print_node(out, tree, 0);
}

/* --- as a query --------------------------------------------------------- */

/* Whether the text at OFFSET of OUT splits into the node's words. */
static bool
splits_back(struct pm_buf *out, size_t offset, const struct pm_tree *node)
{
	struct pm_words words = { NULL, 0, 0 };
	const char *text = pm_buf_str(out) + offset;
	bool same;
	size_t i;

	if (out->status < 0)
		return true;
	if (pm_split(text, out->len - offset, &words, NULL) < 0) {
		out->status = PM_ERR_NOMEM;
		same = true;
		goto out;
	}
	same = words.n == node->n_words;
	for (i = 0; i < words.n && same; i++) {
		const struct pm_tree_word *w = &node->words[i];
		size_t len = words.words[i].end - words.words[i].start;

		same = len == w->surface_len &&
		       memcmp(text + words.words[i].start, w->surface, len) == 0;
	}
out:
	pm_words_release(&words);
	return same;
}

/* The words with what stood between them.  What stood behind the last is not
 * kept, and may have kept it from being one word with those before it: the host
 * name of `example.org_` is none. */
static void
format_words(struct pm_buf *out, const struct pm_tree *node)
{
	size_t offset = out->len, i;

	for (i = 0; i < node->n_words; i++) {
		const struct pm_tree_word *w = &node->words[i];

		if (i > 0)
			pm_buf_put(out, w->separator, w->separator_len);
		pm_buf_put(out, w->surface, w->surface_len);
	}
	if (node->n_words > 1 && !splits_back(out, offset, node))
		pm_buf_putc(out, '_');
}

/* A URL may hold a parenthesis, and would take the one that closes a group. */
static bool
holds_parenthesis(const struct pm_tree *node)
{
	size_t i;

	for (i = 0; i < node->n_words; i++)
		if (memchr(node->words[i].surface, '(', node->words[i].surface_len) != NULL)
			return true;
	return false;
}

static void
format_leaf(struct pm_buf *out, const struct pm_tree *node)
{
	if (field_name(node->field) != NULL)
		pm_buf_printf(out, "%s:", field_name(node->field));
	if (node->op == PM_TREE_PHRASE)
		pm_buf_putc(out, '"');
	if (node->op == PM_TREE_EXACT)
		pm_buf_putc(out, '=');
	format_words(out, node);
	if (node->op == PM_TREE_PHRASE)
		pm_buf_putc(out, '"');
	if (node->op == PM_TREE_PREFIX)
		pm_buf_putc(out, '*');
	if (node->op != PM_TREE_PHRASE && holds_parenthesis(node))
		pm_buf_putc(out, ' ');
}

static void
format_dates(struct pm_buf *out, const struct pm_tree *node)
{
	pm_buf_puts(out, "date:");
	if (node->first_day != 0)
		put_day(out, node->first_day);
	if (node->first_day != node->last_day)
		pm_buf_puts(out, "..");
	if (node->last_day != UINT32_MAX && node->first_day != node->last_day)
		put_day(out, node->last_day);
}

static void
format_children(struct pm_buf *out, const struct pm_tree *node, bool parentheses);

static void
format_node(struct pm_buf *out, const struct pm_tree *node, bool parentheses)
{
	switch (node->op) {
	case PM_TREE_NOT:
		pm_buf_puts(out, "NOT ");
		format_node(out, node->children[0], true);
		break;
	case PM_TREE_AND:
	case PM_TREE_OR:
		format_children(out, node, parentheses);
		break;
	case PM_TREE_DATE:
		format_dates(out, node);
		break;
	default:
		format_leaf(out, node);
	}
}

static void
format_children(struct pm_buf *out, const struct pm_tree *node, bool parentheses)
{
	const char *between = node->op == PM_TREE_OR ? " OR " :
			      node->written ? " AND " : " ";
	size_t i;

	if (parentheses)
		pm_buf_putc(out, '(');
	for (i = 0; i < node->n_children; i++) {
		if (i > 0)
			pm_buf_puts(out, between);
		format_node(out, node->children[i], true);
	}
	if (parentheses)
		pm_buf_putc(out, ')');
}

void
pm_tree_format(struct pm_buf *out, const struct pm_tree *tree)
{
	format_node(out, tree, false);
}
