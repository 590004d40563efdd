/* Pressmark - what was perhaps not meant as it was read: see question.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/question.h"

#include "language/mistake.h"
#include "text/stopwords.h"

#include <stdio.h>
#include <string.h>

/* Whether the leaf is a word with a `?` at its end that is a wildcard. */
static bool
ends_in_question(const struct pm_tree *leaf)
{
	const struct pm_tree_word *w = leaf->words;

	return leaf->op == PM_TREE_SPELT && w->match == PM_MATCH_WILDCARD &&
	       w->folded[w->folded_len - 1] == '?';
}

/* The last leaf in the order of the query; *WORDS grows by the words of all leaves. */
static const struct pm_tree *
last_leaf(const struct pm_tree *tree, size_t *words)
{
	const struct pm_tree *last = NULL, *found;
	size_t i;

	*words += tree->n_words;
	if (tree->n_children == 0)
		return tree;
	for (i = 0; i < tree->n_children; i++) {
		found = last_leaf(tree->children[i], words);
		if (last == NULL || found->end > last->end)
			last = found;
	}
	return last;
}

/* Whether nothing but blanks and closing parentheses stands after END. */
static bool
ends_query(const char *query, size_t len, size_t end)
{
	return end + strspn(query + end, " \t\r\n)") >= len;
}

static enum pm_status
finds_nothing(struct pm_search *s, const struct pm_tree *leaf,
	      const struct pm_search_options *options, bool *nothing, struct pm_error *err)
{
	struct pm_search_result r;
	enum pm_status status = pm_search_run(s, leaf, options, &r, err);

	*nothing = false;
	if (status < 0)
		return status;
	*nothing = r.total == 0 && !r.stopped;
	pm_search_result_release(&r);
	return PM_OK;
}

/* The first leaf that ends in a question mark and finds nothing. */
static enum pm_status
find_vain(struct pm_search *s, const struct pm_tree *tree,
	  const struct pm_search_options *options, const struct pm_tree **out,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool nothing = false;
	size_t i;

	if (tree->n_children == 0 && ends_in_question(tree)) {
		status = finds_nothing(s, tree, options, &nothing, err);
		*out = nothing ? tree : NULL;
	}
	for (i = 0; i < tree->n_children && status == PM_OK && *out == NULL; i++)
		status = find_vain(s, tree->children[i], options, out, err);
	return status;
}

static void
put_note(const struct pm_tree *leaf, char *note, size_t size)
{
	const struct pm_tree_word *w = leaf->words;
	size_t len = w->surface_len;
	struct pm_excerpt all = pm_excerpt(w->surface, len), word;

	while (len > 0 && w->surface[len - 1] == '?')
		len--;
	word = pm_excerpt(w->surface, len);
	snprintf(note, size,
		 "'%s' was read as %s and one more character%s; for the word itself "
		 "write %s",
		 all.text, word.text, w->surface_len - len > 1 ? " for each '?'" : "",
		 word.text);
}

enum pm_status
pm_question_note(struct pm_search *s, const struct pm_tree *tree, const char *query,
		 size_t len, const struct pm_search_options *options, char *note,
		 size_t size, struct pm_error *err)
{
	size_t words = 0;
	const struct pm_tree *leaf = last_leaf(tree, &words), *vain = NULL;
	enum pm_status status = PM_OK;

	note[0] = '\0';
	if (words < 2 || !ends_in_question(leaf) || !ends_query(query, len, leaf->end)) {
		status = find_vain(s, tree, options, &vain, err);
		leaf = vain;
	}
	if (status == PM_OK && leaf != NULL)
		put_note(leaf, note, size);
	return status;
}

/* Whether NODE excludes by a `not` or, as a sentence begins, a `Not` what may have been
 * meant as words. */
static bool
is_doubtful(struct pm_search *s, const struct pm_tree *node, const struct pm_tree *root,
	    const char *query)
{
	const char *language = pm_search_index(s)->generation.language;
	const struct pm_tree *child = node->children[0];

	return (query[node->start] | 0x20) == 'n' &&
	       memcmp(query + node->start + 1, "ot", 2) == 0 &&
	       child->op == PM_TREE_WORDS && child->field == PM_FIELD_ANY &&
	       (node == root ||
		(child->n_words == 1 && pm_is_stopword(language, child->words[0].folded,
						       child->words[0].folded_len)));
}

static const struct pm_tree *
find_doubtful(struct pm_search *s, const struct pm_tree *node, const struct pm_tree *root,
	      const char *query)
{
	const struct pm_tree *found = NULL;
	size_t i;

	if (node->op == PM_TREE_NOT && node->end - node->start > 3 &&
	    is_doubtful(s, node, root, query))
		return node;
	for (i = 0; i < node->n_children && found == NULL; i++)
		found = find_doubtful(s, node->children[i], root, query);
	return found;
}

void
pm_not_note(struct pm_search *s, const struct pm_tree *tree, const char *query,
	    char *note, size_t size)
{
	const struct pm_tree *node = find_doubtful(s, tree, tree, query), *child;
	struct pm_excerpt all, word;

	note[0] = '\0';
	if (node == NULL)
		return;
	child = node->children[0];
	all = pm_excerpt(query + node->start, node->end - node->start);
	word = pm_excerpt(query + child->start, child->end - child->start);
	snprintf(note, size, "'%s' was read as: without '%s'; for the words write \"%s\"",
		 all.text, word.text, all.text);
}

void
pm_option_note(const struct pm_option *option, const char *operand, char *note,
	       size_t size)
{
	struct pm_excerpt all = pm_excerpt(operand, strlen(operand));
	bool letter = option->name == NULL || strcmp(option->name, operand + 1) != 0;
	int len = snprintf(note, size, "'%s' was read as: without '%s'; ", all.text,
			   all.text + 1);

	if (len < 0 || (size_t)len >= size)
		return;
	if (letter)
		snprintf(note + len, size - (size_t)len,
			 "options of one letter stand before the index");
	else
		snprintf(note + len, size - (size_t)len, "the option is --%s",
			 option->name);
}
