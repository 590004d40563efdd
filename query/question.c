/* Pressmark - what was perhaps not meant as it was read: see question.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/question.h"

#include "language/mistake.h"
#include "support/buf.h"
#include "text/stopwords.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

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
	const char *language = pm_generation_stop_language(&pm_search_index(s)->generation);
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

/* --- near, same, xor and contains ------------------------------------------- */

/* What a word between two others is elsewhere, and how that is written here: A is the one,
 * B the other. */
static const struct foreign {
	const char *word, *form, *purpose;
	bool names; /* the word before it is the name of a field */
} foreign[] = { { "near", "A near/10 B", "for a distance", false },
		{ "adj", "A adj/10 B", "for a distance", false },
		{ "same", "A w/p B", "for one paragraph", false },
		{ "xor", "(A NOT B) OR (B NOT A)", "for the one without the other", false },
		{ "contains", "A:B", "for the field", true } };

static bool
is_stopword(struct pm_search *s, const struct pm_tree *node)
{
	return node->op == PM_TREE_WORDS && node->n_words == 1 &&
	       pm_is_stopword(pm_generation_stop_language(&pm_search_index(s)->generation),
			      node->words[0].folded, node->words[0].folded_len);
}

/* The entry of the words NODE between BEFORE and BEHIND, or NULL. */
static const struct foreign *
find_foreign(struct pm_search *s, const struct pm_tree *before,
	     const struct pm_tree *node, const struct pm_tree *behind, const char *query)
{
	const char *text = query + node->start;
	size_t len = node->end - node->start, i;

	if (node->op != PM_TREE_WORDS || node->field != PM_FIELD_ANY ||
	    !pm_tree_has_hits(before) || !pm_tree_has_hits(behind) ||
	    is_stopword(s, before) || is_stopword(s, behind) ||
	    before->end + strspn(query + before->end, " ") != node->start ||
	    node->end + strspn(query + node->end, " ") != behind->start)
		return NULL;
	for (i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (strlen(foreign[i].word) == len &&
		    strncasecmp(foreign[i].word, text, len) == 0)
			return !foreign[i].names || before->op == PM_TREE_WORDS
				     ? &foreign[i]
				     : NULL;
	return NULL;
}

enum pm_status
pm_question_finds(struct pm_search *s, const char *query, size_t len,
		  const struct pm_query_options *mode,
		  const struct pm_search_options *options, bool *found,
		  struct pm_error *err)
{
	struct pm_query_mistake mistake;
	struct pm_search_result r;
	struct pm_tree *tree = NULL;
	enum pm_status status = pm_tree_parse(query, len, mode, &tree, &mistake, err);

	*found = false;
	if (status == PM_OK)
		status = pm_search_check(s, tree, query, len, &mistake, err);
	if (status == PM_OK &&
	    (status = pm_search_run(s, tree, options, &r, err)) == PM_OK) {
		*found = r.total > 0;
		pm_search_result_release(&r);
	}
	pm_tree_free(tree);
	/* The answer does without a note. */
	return status == PM_ERR_QUERY || status == PM_ERR_INTERRUPTED ? PM_OK : status;
}

static void
put_form(struct pm_buf *out, const char *form, const struct pm_tree *a,
	 const struct pm_tree *b, const char *query)
{
	for (pm_buf_clear(out); *form != '\0'; form++)
		if (*form == 'A')
			pm_buf_put(out, query + a->start, a->end - a->start);
		else if (*form == 'B')
			pm_buf_put(out, query + b->start, b->end - b->start);
		else
			pm_buf_putc(out, *form);
}

static enum pm_status
look_at_children(struct pm_search *s, const struct pm_tree *node, const char *query,
		 const struct pm_query_options *mode,
		 const struct pm_search_options *options, char *note, size_t size,
		 struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_buf form;
	size_t i;

	pm_buf_init(&form, PM_BUF_NO_LIMIT);
	for (i = 1; i + 1 < node->n_children && status == PM_OK && note[0] == '\0'; i++) {
		const struct pm_tree *a = node->children[i - 1],
				     *b = node->children[i + 1];
		const struct foreign *f = find_foreign(s, a, node->children[i], b, query);
		bool found;

		if (f == NULL)
			continue;
		put_form(&form, f->form, a, b, query);
		if (form.len >= size / 2)
			continue;
		status = pm_question_finds(s, pm_buf_str(&form), form.len, mode, options,
					   &found, err);
		if (status == PM_OK && found)
			snprintf(note, size, "'%s' was read as a word; %s write %s",
				 f->word, f->purpose, pm_buf_str(&form));
	}
	if (form.status < 0 && status == PM_OK)
		status = pm_fail_nomem(err);
	pm_buf_release(&form);
	return status;
}

enum pm_status
pm_operator_note(struct pm_search *s, const struct pm_tree *tree, const char *query,
		 const struct pm_query_options *mode,
		 const struct pm_search_options *options, char *note, size_t size,
		 struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	note[0] = '\0';
	if (tree->op != PM_TREE_AND && tree->op != PM_TREE_OR && tree->op != PM_TREE_NOT)
		return PM_OK;
	status = look_at_children(s, tree, query, mode, options, note, size, err);
	for (i = 0; i < tree->n_children && status == PM_OK && note[0] == '\0'; i++)
		status = pm_operator_note(s, tree->children[i], query, mode, options,
					  note, size, err);
	return status;
}

/* --- UK* ------------------------------------------------------------------------ */

#define CAPITALS_MAX 5u /* of a word that has a form with points */

/* The length of the capitals before the `*` of such a word, or 0. */
static size_t
capitals_before_star(const struct pm_tree *leaf)
{
	const struct pm_tree_word *w = leaf->words;
	size_t n = 0;

	if (leaf->op != PM_TREE_SPELT || leaf->field != PM_FIELD_ANY ||
	    w->match != PM_MATCH_PREFIX)
		return 0;
	while (n < w->surface_len && w->surface[n] >= 'A' && w->surface[n] <= 'Z')
		n++;
	return n >= 2 && n <= CAPITALS_MAX && strcmp(w->surface + n, "*") == 0 ? n : 0;
}

/* Whether the word of LEN bytes stands in the query itself. */
static bool
has_word(const struct pm_tree *tree, const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < tree->n_words; i++)
		if (tree->words[i].surface_len == len &&
		    memcmp(tree->words[i].surface, word, len) == 0)
			return true;
	for (i = 0; i < tree->n_children; i++)
		if (has_word(tree->children[i], word, len))
			return true;
	return false;
}

static const struct pm_tree *
find_capitals(const struct pm_tree *tree, const struct pm_tree *root)
{
	const struct pm_tree *found = NULL;
	size_t len = tree->n_children == 0 ? capitals_before_star(tree) : 0, i;

	if (len > 0 && !has_word(root, tree->words->surface, len))
		return tree;
	for (i = 0; i < tree->n_children && found == NULL; i++)
		found = find_capitals(tree->children[i], root);
	return found;
}

enum pm_status
pm_points_note(struct pm_search *s, const struct pm_tree *tree,
	       const struct pm_search_options *options, char *note, size_t size,
	       struct pm_error *err)
{
	const struct pm_query_options all = { .mode = PM_QUERY_ALL };
	const struct pm_tree *leaf = find_capitals(tree, tree);
	enum pm_status status;
	const char *word;
	char query[32];
	bool found;
	int n, len;

	note[0] = '\0';
	if (leaf == NULL)
		return PM_OK;
	word = leaf->words->surface;
	n = (int)capitals_before_star(leaf);
	len = snprintf(query, sizeof query, "\"%.*s\" NOT %.*s*", n, word, n, word);
	status = pm_question_finds(s, query, (size_t)len, &all, options, &found, err);
	if (status == PM_OK && found)
		snprintf(note, size,
			 "'%.*s*' does not find the form with points; for that, too, "
			 "write %.*s OR %.*s*",
			 n, word, n, word, n, word);
	return status;
}

/* --- options ------------------------------------------------------------------ */

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
			 "the option is -%c %s, or stands before the index",
			 option->letter, operand + 2);
	else
		snprintf(note + len, size - (size_t)len, "the option is --%s",
			 option->name);
}
