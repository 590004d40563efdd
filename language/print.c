/* Pressmark - trees of queries as text: see tree.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/tree.h"

#include "language/lex_parts.h"
#include "language/parse_leaf.h"
#include "support/utf8.h"
#include "terminal/values.h"
#include "text/chars.h"

#include <string.h>

/* In the text from OFFSET on, write quotation marks twice. */
static void
double_marks(struct pm_buf *out, size_t offset)
{
	struct pm_buf text;
	size_t at;

	if (out->status < 0 || memchr(out->data + offset, '"', out->len - offset) == NULL)
		return;
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_put(&text, out->data + offset, out->len - offset);
	out->len = offset;
	for (at = 0; at < text.len; at++) {
		if (text.data[at] == '"')
			pm_buf_putc(out, '"');
		pm_buf_putc(out, text.data[at]);
	}
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

static void
put_quoted(struct pm_buf *out, const char *s)
{
	size_t offset;

	pm_buf_putc(out, '"');
	offset = out->len;
	pm_buf_puts(out, s);
	double_marks(out, offset);
	pm_buf_putc(out, '"');
}

/* Whether the lexer takes S for a name, whatever follows; without a letter, that would
 * decide. */
static bool
is_plain_name(const char *name, size_t len)
{
	static const char *const own[] = { "title", "source", "author", "date",
					   "words", "host",   "id",	NULL };
	bool letter = false;
	size_t at;
	unsigned n;

	for (at = 0; at < len; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)name + at, &n);
		enum pm_char c = pm_char_class(cp);

		if (!pm_lex_is_name(cp) || (at == 0 && pm_lex_is_invisible(cp)))
			return false;
		letter = letter || c == PM_CHAR_LETTER || c == PM_CHAR_IDEOGRAM;
	}
	return letter && name[0] != '-' && name[0] != '.' && !pm_begins_url(name, len) &&
	       !pm_is_one_of(name, len, own);
}

void
pm_field_name_put(struct pm_buf *out, const char *name)
{
	if (is_plain_name(name, strlen(name)))
		pm_buf_puts(out, name);
	else
		put_quoted(out, name);
}

/* Whether NODE asks for a field; if so its name, as a query writes it. */
static bool
put_field_name(struct pm_buf *out, const struct pm_tree *node, const char *before,
	       const char *after)
{
	static const char *const names[] = { [PM_FIELD_TITLE] = "title",
					     [PM_FIELD_SOURCE] = "source",
					     [PM_FIELD_AUTHOR] = "author" };

	if (node->field == PM_FIELD_ANY)
		return false;
	pm_buf_puts(out, before);
	if (node->field == PM_FIELD_OTHER)
		pm_field_name_put(out, node->name);
	else
		pm_buf_puts(out, names[node->field]);
	pm_buf_puts(out, after);
	return true;
}

/* ^2.5, whatever the locale */
static void
put_weight(struct pm_buf *out, double weight)
{
	unsigned thousandths = (unsigned)(weight * 1000 + 0.5), digits = 3;
	unsigned rest = thousandths % 1000;

	pm_buf_printf(out, "^%u", thousandths / 1000);
	if (rest == 0)
		return;
	for (; rest % 10 == 0; rest /= 10)
		digits--;
	pm_buf_printf(out, ".%0*u", (int)digits, rest);
}

static void
put_length(struct pm_buf *out, uint32_t length)
{
	pm_buf_printf(out, "%u", (unsigned)length);
}

/* --- as an outline ------------------------------------------------------ */

static const char *
spelt_name(enum pm_tree_match match)
{
	switch (match) {
	case PM_MATCH_PREFIX:
		return "prefix";
	case PM_MATCH_WILDCARD:
		return "wildcard";
	case PM_MATCH_REGEX:
		return "regular expression";
	case PM_MATCH_FUZZY:
		return "similar";
	default:
		return "word";
	}
}

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
	case PM_TREE_LOOSE:
		return "loose phrase";
	case PM_TREE_EXACT:
		return "exact";
	case PM_TREE_SPELT:
		return spelt_name(node->words[0].match);
	case PM_TREE_WHOLE:
		return "whole value";
	case PM_TREE_HOST:
		return "host";
	case PM_TREE_ID:
		return "id";
	case PM_TREE_DATE:
		return "date";
	case PM_TREE_LENGTH:
		return "words";
	default:
		return "";
	}
}

/* "1 time", "2 times" */
static void
put_count(struct pm_buf *out, uint32_t n, const char *one)
{
	pm_buf_printf(out, "%u %s%s", (unsigned)n, one, n == 1 ? "" : "s");
}

static void
print_near(struct pm_buf *out, const struct pm_tree *node)
{
	if (node->negated)
		pm_buf_puts(out, "not ");
	if (node->unit == PM_NEAR_WORDS) {
		pm_buf_puts(out, "within ");
		put_count(out, node->number, "word");
	} else {
		pm_buf_puts(out, node->unit == PM_NEAR_SENTENCE ? "in one sentence"
								: "in one paragraph");
	}
	if (node->ordered)
		pm_buf_puts(out, ", in this order");
}

static void
print_call(struct pm_buf *out, const struct pm_tree *node)
{
	if (node->op == PM_TREE_ATLEAST) {
		pm_buf_puts(out, "at least ");
		put_count(out, node->number, "time");
	} else {
		pm_buf_puts(out, "within the first ");
		put_count(out, node->number, "word");
	}
}

/* A word of a phrase, or what a SPELT leaf has besides its name. */
static void
print_word(struct pm_buf *out, const struct pm_tree *node, const struct pm_tree_word *w)
{
	bool alone = node->op == PM_TREE_SPELT;

	if (w->match == PM_MATCH_REGEX)
		pm_buf_putc(out, '/');
	pm_buf_put(out, w->folded, w->folded_len);
	if (w->match == PM_MATCH_REGEX)
		pm_buf_putc(out, '/');
	if (w->match == PM_MATCH_PREFIX && !alone)
		pm_buf_putc(out, '*');
	if (w->match == PM_MATCH_FUZZY && !alone)
		pm_buf_puts(out, w->edits == 2 ? "~2" : "~");
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
			print_word(out, node, w);
		}
	}
	pm_buf_putc(out, '\'');
}

static void
print_leaf(struct pm_buf *out, const struct pm_tree *node)
{
	if (node->op == PM_TREE_SPELT && node->words[0].match == PM_MATCH_REGEX) {
		pm_buf_puts(out, " /");
		pm_buf_put(out, node->words[0].folded, node->words[0].folded_len);
		pm_buf_putc(out, '/');
	} else {
		print_words(out, node);
	}
	if (node->op == PM_TREE_LOOSE) {
		pm_buf_puts(out, ", ");
		put_count(out, node->number, "other");
	}
	if (node->op == PM_TREE_SPELT && node->words[0].match == PM_MATCH_FUZZY) {
		pm_buf_puts(out, ", ");
		put_count(out, node->words[0].edits, "edit");
	}
	put_field_name(out, node, " in ", "");
}

static void
print_range(struct pm_buf *out, const struct pm_tree *node)
{
	void (*put)(struct pm_buf *,
		    uint32_t) = node->op == PM_TREE_DATE ? pm_value_put_day : put_length;

	if (node->first != 0) {
		pm_buf_putc(out, ' ');
		put(out, node->first);
	}
	pm_buf_puts(out, " ..");
	if (node->last != UINT32_MAX) {
		pm_buf_putc(out, ' ');
		put(out, node->last);
	}
}

static void
print_whole(struct pm_buf *out, const struct pm_tree *node)
{
	pm_buf_printf(out, " '%s'", node->value);
	put_field_name(out, node, " in ", "");
}

void
pm_tree_print_node(struct pm_buf *out, const struct pm_tree *node)
{
	pm_buf_puts(out, op_name(node));
	if (node->op == PM_TREE_DATE || node->op == PM_TREE_LENGTH)
		print_range(out, node);
	else if (node->op == PM_TREE_HOST || node->op == PM_TREE_ID)
		pm_buf_printf(out, " '%s'", node->name);
	else if (node->op == PM_TREE_WHOLE)
		print_whole(out, node);
	else if (node->op == PM_TREE_NEAR)
		print_near(out, node);
	else if (node->op == PM_TREE_ATLEAST || node->op == PM_TREE_LEAD)
		print_call(out, node);
	else if (node->n_words > 0)
		print_leaf(out, node);
	if (node->weight != 1) {
		pm_buf_puts(out, "  ");
		put_weight(out, node->weight);
	}
}

static void
print_at(struct pm_buf *out, const struct pm_tree *node, unsigned level)
{
	unsigned k;
	size_t i;

	for (k = 0; k < level; k++)
		pm_buf_puts(out, "  ");
	pm_tree_print_node(out, node);
	pm_buf_putc(out, '\n');
	for (i = 0; i < node->n_children; i++)
		print_at(out, node->children[i], level + 1);
}

void
pm_tree_print(struct pm_buf *out, const struct pm_tree *tree)
{
	print_at(out, tree, 0);
}

/* --- as a query --------------------------------------------------------- */

static bool
is_quoted(const struct pm_tree *node)
{
	return node->op == PM_TREE_PHRASE || node->op == PM_TREE_LOOSE;
}

/* Whether the text at OFFSET of OUT splits into the node's words. */
static bool
splits_back(struct pm_buf *out, size_t offset, const struct pm_tree *node)
{
	struct pm_words words = { NULL, 0, 0 };
	struct pm_buf masked;
	const char *text = pm_buf_str(out) + offset;
	bool same = true;
	enum pm_status status;
	size_t i;

	if (out->status < 0)
		return true;
	pm_buf_init(&masked, PM_BUF_NO_LIMIT);
	status = node->op == PM_TREE_EXACT
		       ? pm_split(text, out->len - offset, &words, NULL)
		       : pm_leaf_split(text, out->len - offset, is_quoted(node), &words,
				       &masked, NULL);
	if (status < 0) {
		out->status = PM_ERR_NOMEM;
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
	pm_buf_release(&masked);
	pm_words_release(&words);
	return same;
}

/* Whether the text at OFFSET of OUT, which a sign kept from being a range, is one now. */
static bool
is_range(struct pm_buf *out, size_t offset, const struct pm_tree *node)
{
	return node->op == PM_TREE_WORDS && node->field != PM_FIELD_ANY &&
	       pm_is_range(pm_buf_str(out) + offset, out->len - offset);
}

/* Whether the words alone, as a bare token, would be read as something else: a word with
 * ~ (an address may end so), or the name of a call or a distance. */
static bool
says_more(const struct pm_tree *node)
{
	const struct pm_tree_word *last = &node->words[node->n_words - 1];
	size_t n = last->surface_len;

	if (node->op != PM_TREE_WORDS)
		return false;
	if (node->n_words == 1 &&
	    (pm_equal_any_case(last->surface, n, "atleast") ||
	     pm_is_numbered(last->surface, n, "atleast") ||
	     pm_is_numbered(last->surface, n, "lead") ||
	     pm_lex_is_foreign_word(last->surface, n) ||
	     pm_is_ebsco_distance(last->surface, n)))
		return true;
	if (node->n_words == 2 && node->words[0].surface_len == 1 &&
	    (n == 1 || pm_equal_any_case(last->surface, n, "in")) &&
	    (node->words[0].surface[0] | 0x20) == 'w' &&
	    strcmp(last->separator, "/") == 0) /* w/o and w/in, between two others */
		return true;
	while (n > 0 && strchr("0123456789.", last->surface[n - 1]) != NULL)
		n--;
	return n > 0 && last->surface[n - 1] == '~';
}

/* The words with what stood between them.  What stood after the last one is not kept, but
 * may have kept it from joining the words before it: in `example.org_` the host name is
 * not one word, and `views:100..200_` is no range. */
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
	if (node->n_words > 1 &&
	    (!splits_back(out, offset, node) || is_range(out, offset, node)))
		pm_buf_putc(out, '_');
	else if (says_more(node))
		pm_buf_putc(out, ',');
}

/* A token that begins as a URL may hold parentheses, and would swallow the one that
 * closes a group. */
static bool
holds_parenthesis(const struct pm_tree *node)
{
	size_t i;

	for (i = 0; i < node->n_words; i++) {
		const struct pm_tree_word *w = &node->words[i];

		if (memchr(w->surface, '(', w->surface_len) != NULL ||
		    memchr(w->separator, '(', w->separator_len) != NULL)
			return true;
	}
	return false;
}

static void
format_leaf(struct pm_buf *out, const struct pm_tree *node)
{
	bool exact = node->op == PM_TREE_EXACT;
	bool quoted = is_quoted(node) ||
		      (exact && (node->n_words > 1 || holds_parenthesis(node)));
	enum pm_tree_match match = node->words[0].match;
	bool regex = node->op == PM_TREE_SPELT && match == PM_MATCH_REGEX;
	size_t offset;

	put_field_name(out, node, "", ":");
	pm_buf_puts(out, exact ? "=" : regex ? "/" : "");
	if (quoted)
		pm_buf_putc(out, '"');
	offset = out->len;
	format_words(out, node);
	if (exact)
		double_marks(out, offset);
	if (quoted)
		pm_buf_putc(out, '"');
	if (regex)
		pm_buf_putc(out, '/');
	if (node->op == PM_TREE_LOOSE)
		pm_buf_printf(out, "~%u", (unsigned)node->number);
	if (node->op == PM_TREE_SPELT && match == PM_MATCH_FUZZY)
		pm_buf_printf(out, "~%u", node->words[0].edits);
	if (node->weight != 1)
		put_weight(out, node->weight);
	else if (!quoted && !regex && holds_parenthesis(node))
		pm_buf_putc(out, ' ');
}

static void
format_range(struct pm_buf *out, const struct pm_tree *node)
{
	bool date = node->op == PM_TREE_DATE;
	void (*put)(struct pm_buf *, uint32_t) = date ? pm_value_put_day : put_length;

	pm_buf_puts(out, date ? "date:" : "words:");
	if (node->first != 0 || node->last == 0 || (!date && node->last == UINT32_MAX))
		put(out, node->first);
	if (node->first == node->last)
		return;
	pm_buf_puts(out, "..");
	if (node->last != UINT32_MAX)
		put(out, node->last);
}

enum around { NOTHING, PARENTHESES };

static void format_children(struct pm_buf *out, const struct pm_tree *node,
			    enum around around);

static void
format_node(struct pm_buf *out, const struct pm_tree *node, enum around around)
{
	switch (node->op) {
	case PM_TREE_NOT:
		pm_buf_puts(out, "NOT ");
		format_node(out, node->children[0], PARENTHESES);
		break;
	case PM_TREE_ATLEAST:
	case PM_TREE_LEAD:
		pm_buf_printf(out, "%s%u(", node->op == PM_TREE_LEAD ? "lead" : "atleast",
			      (unsigned)node->number);
		format_node(out, node->children[0], NOTHING);
		pm_buf_putc(out, ')');
		if (node->weight != 1)
			put_weight(out, node->weight);
		break;
	case PM_TREE_AND:
	case PM_TREE_OR:
	case PM_TREE_NEAR:
		format_children(out, node, node->weight != 1 ? PARENTHESES : around);
		break;
	case PM_TREE_DATE:
	case PM_TREE_LENGTH:
		format_range(out, node);
		break;
	case PM_TREE_HOST:
	case PM_TREE_ID:
		pm_buf_printf(out, "%s:", op_name(node));
		put_quoted(out, node->name);
		break;
	case PM_TREE_WHOLE:
		put_field_name(out, node, "", ":=");
		put_quoted(out, node->value);
		break;
	default:
		format_leaf(out, node);
	}
}

static void
format_distance(struct pm_buf *out, const struct pm_tree *node)
{
	static const char *const units[] = { "", "s", "p" };

	pm_buf_puts(out, node->negated ? " NOT " : " ");
	pm_buf_puts(out, node->ordered ? "pre/" : "w/");
	if (node->unit == PM_NEAR_WORDS)
		pm_buf_printf(out, "%u ", (unsigned)node->number);
	else
		pm_buf_printf(out, "%s ", units[node->unit]);
}

static void
format_children(struct pm_buf *out, const struct pm_tree *node, enum around around)
{
	size_t i;

	if (around == PARENTHESES)
		pm_buf_putc(out, '(');
	for (i = 0; i < node->n_children; i++) {
		if (i > 0 && node->op == PM_TREE_NEAR)
			format_distance(out, node);
		else if (i > 0)
			pm_buf_puts(out, node->op == PM_TREE_OR ? " OR "
					 : node->op_written	? " AND "
								: " ");
		format_node(out, node->children[i], PARENTHESES);
	}
	if (around == PARENTHESES)
		pm_buf_putc(out, ')');
	if (node->weight != 1)
		put_weight(out, node->weight);
}

void
pm_tree_format(struct pm_buf *out, const struct pm_tree *tree)
{
	format_node(out, tree, NOTHING);
}
