/* Pressmark - CSS selectors: the walk: see selector.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/selector.h"

#include "corpus/page/dom.h"
#include "corpus/page/selector_parts.h"
#include "support/space.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Of the elements that have one parent: what has been found with that parent as the end,
 * with any element above them, with the last one of them, and with any so far. */
struct pm_selector_level {
	uint64_t parent, above, before, earlier;
	int64_t n;
};

void
pm_selector_free(struct pm_selector *s)
{
	if (s == NULL)
		return;
	pm_buf_release(&s->pool);
	free(s->tests);
	free(s);
}

const char *
pm_selector_attribute(const struct pm_selector *s, size_t i)
{
	size_t t;

	for (t = 0; t < s->n_tests; t++)
		if (s->tests[t].kind >= PM_SELECT_HAS &&
		    s->tests[t].kind <= PM_SELECT_DASH && i-- == 0)
			return pm_buf_str(&s->pool) + s->tests[t].name;
	return NULL;
}

void
pm_selector_walk_init(struct pm_selector_walk *walk)
{
	walk->levels = NULL;
	walk->cap = 0;
}

void
pm_selector_walk_release(struct pm_selector_walk *walk)
{
	free(walk->levels);
	pm_selector_walk_init(walk);
}

static bool
is_same(const char *a, const char *b, size_t n, bool any_case)
{
	return (any_case ? strncasecmp(a, b, n) : strncmp(a, b, n)) == 0;
}

/* Whether TEXT has the word at VALUE, between white space. */
static bool
has_word(const char *text, const char *value, size_t len, bool any_case)
{
	const char *p = text, *end;

	while (*p != '\0') {
		while (pm_is_markup_space(*p))
			p++;
		for (end = p; *end != '\0' && !pm_is_markup_space(*end);)
			end++;
		if (end > p && (size_t)(end - p) == len &&
		    is_same(p, value, len, any_case))
			return true;
		p = end;
	}
	return false;
}

/* Whether TEXT, the attribute's, is what the test asks for.  An empty value is begun with,
 * ended in and held by nothing. */
static bool
fits(const struct pm_selector_test *t, const char *text, const char *value)
{
	size_t n = t->value_len, len;

	switch (t->kind) {
	case PM_SELECT_HAS:
		return true;
	case PM_SELECT_EQUALS:
		return is_same(text, value, n + 1, t->any_case);
	case PM_SELECT_BEGINS:
		return n > 0 && is_same(text, value, n, t->any_case);
	case PM_SELECT_ENDS:
		len = strlen(text);
		return n > 0 && len >= n && is_same(text + len - n, value, n, t->any_case);
	case PM_SELECT_HOLDS:
		return n > 0 && (t->any_case ? strcasestr(text, value)
					     : strstr(text, value)) != NULL;
	case PM_SELECT_WORD:
		return has_word(text, value, n, t->any_case);
	default:
		return is_same(text, value, n, t->any_case) &&
		       (text[n] == '\0' || text[n] == '-');
	}
}

/* Whether child number N is one of A * n + B. */
static bool
is_nth(int64_t a, int64_t b, int64_t n)
{
	return a == 0 ? n == b : (n - b) % a == 0 && (n - b) / a >= 0;
}

static bool
passes(const struct pm_selector *s, const struct pm_selector_test *t, const xmlNode *node,
       int64_t n)
{
	const char *pool = pm_buf_str(&s->pool), *text;
	bool is;

	switch (t->kind) {
	case PM_SELECT_TAG:
		is = strcmp((const char *)node->name, pool + t->name) == 0;
		break;
	case PM_SELECT_NTH:
		is = is_nth(t->a, t->b, n);
		break;
	case PM_SELECT_LAST:
		is = xmlNextElementSibling((xmlNode *)(uintptr_t)node) == NULL;
		break;
	default:
		text = pm_dom_attr(node, pool + t->name);
		is = text != NULL && fits(t, text, pool + t->value);
	}
	return is != t->denied;
}

/* Up to which parts the row has been found with NODE, child number N, as its end. */
static uint64_t
found_with(const struct pm_selector *s, const xmlNode *node,
	   const struct pm_selector_level *l)
{
	uint64_t may = s->first | (s->below & l->above << 1) |
		       (s->child & l->parent << 1) | (s->next & l->before << 1) |
		       (s->later & l->earlier << 1);
	uint64_t found = 0;

	for (; may != 0; may &= may - 1) {
		unsigned i = (unsigned)__builtin_ctzll(may);
		const struct pm_selector_part *part = &s->parts[i];
		size_t t = part->first, end = part->first + part->n;

		while (t < end && passes(s, &s->tests[t], node, l->n))
			t++;
		found |= (uint64_t)(t == end) << i;
	}
	return found;
}

enum pm_status
pm_selector_find(const struct pm_selector *s, xmlNode *root, struct pm_selector_walk *walk,
		 pm_node_fn *fn, void *ctx, struct pm_error *err)
{
	enum pm_status st = pm_grow(&walk->levels, &walk->cap, 1, sizeof *walk->levels,
				    err);
	xmlNode *node = root;
	size_t depth = 0;

	if (st < 0)
		return st;
	memset(&walk->levels[0], 0, sizeof *walk->levels);
	for (;;) {
		if (node->type == XML_ELEMENT_NODE) {
			struct pm_selector_level *l = &walk->levels[depth];
			uint64_t found;

			l->n++;
			l->before = found = found_with(s, node, l);
			l->earlier |= found;
			if ((found & s->last) != 0 && !fn(ctx, node))
				return PM_OK;
			if (node->children != NULL) {
				uint64_t above = l->above | found;

				st = pm_grow(&walk->levels, &walk->cap, depth + 2,
					     sizeof *walk->levels, err);
				if (st < 0)
					return st;
				walk->levels[++depth] = (struct pm_selector_level){
					.parent = found,
					.above = above
				};
				node = node->children;
				continue;
			}
		}
		while (node != root && node->next == NULL) {
			node = node->parent;
			depth--;
		}
		if (node == root)
			return PM_OK;
		node = node->next;
	}
}
