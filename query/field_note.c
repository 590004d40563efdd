/* Pressmark - a filter that was said in words, and read as words: see field_note.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/field_note.h"

#include "language/foreign.h"
#include "language/mistake.h"
#include "language/rewrite.h"
#include "language/spoken_date.h"
#include "query/question.h"
#include "text/stopwords.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Words of a query side by side: bytes at .. end - 1 are still to be read. */
struct words {
	const char *query;
	size_t at, end;
};

/* What was said, bytes start .. end - 1, and how it is written. */
struct said {
	size_t start, end;
	const char *purpose;
	char form[PM_FOREIGN_FORM];
};

/* --- words ------------------------------------------------------------------ */

static bool
is_one_of(const char *s, size_t len, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == len && strncasecmp(s, *list, len) == 0)
			return true;
	return false;
}

/* The length of the next word, at w->at; 0: there is none. */
static size_t
next_word(struct words *w)
{
	size_t n = 0;

	while (w->at < w->end && w->query[w->at] == ' ')
		w->at++;
	while (w->at + n < w->end && strchr(" ()", w->query[w->at + n]) == NULL)
		n++;
	return n;
}

/* Whether the next word is one of LIST; then W is after it. */
static bool
skip(struct words *w, const char *const *list)
{
	size_t n = next_word(w);

	if (!is_one_of(w->query + w->at, n, list))
		return false;
	w->at += n;
	return true;
}

/* The date that is next, at *X; then W is after it.  Returns its length, or 0. */
static size_t
take_date(struct words *w, const char **x)
{
	size_t n;

	next_word(w);
	*x = w->query + w->at;
	n = pm_spoken_date_at(*x, w->end - w->at);
	w->at += n;
	return n;
}

static bool
is_bare(const struct pm_tree *node, const char *query)
{
	return node->op == PM_TREE_WORDS && node->field == PM_FIELD_ANY &&
	       query[node->start] != '"';
}

/* Whether nothing but blanks stands between A and B. */
static bool
adjoin(const struct pm_tree *a, const struct pm_tree *b, const char *query)
{
	return a->end + strspn(query + a->end, " ") == b->start;
}

static bool
is_stopword(struct pm_search *s, const struct pm_tree *node)
{
	return pm_is_stopword(pm_generation_stop_language(&pm_search_index(s)->generation),
			      node->words[0].folded, node->words[0].folded_len);
}

/* --- dates -------------------------------------------------------------------- */

/* 1987-03 and march 1987, not 1987 */
static bool
names_month(const char *x, size_t n)
{
	return pm_spoken_date(x, n) % 10000 > 0;
}

/* What stands before a date, and how that bounds it. */
static const struct verb {
	const char *word;
	const char *sign; /* NULL: the date itself */
	bool alone;	  /* also without `date` before it */
} verbs[] = { { "in", NULL, false },	 { "on", NULL, false },	 { "of", NULL, false },
	      { "equals", NULL, false }, { "from", ">=", true }, { "between", "", true },
	      { "since", ">=", true },	 { "after", ">", true }, { "before", "<", true },
	      { "until", "<=", true } };

static const struct verb *
take_verb(struct words *w)
{
	size_t n = next_word(w), i;

	for (i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strlen(verbs[i].word) == n &&
		    strncasecmp(verbs[i].word, w->query + w->at, n) == 0) {
			w->at += n;
			return &verbs[i];
		}
	return NULL;
}

/* from 1987 to 1988, between 1987 and 1988: the second date. */
static size_t
take_end(struct words *w, const struct verb *verb, const char **y)
{
	static const char *const to[] = { "to", "until", "till", "through", NULL };
	static const char *const and[] = { "and", NULL };
	struct words rest = *w;
	size_t m = 0;

	if ((verb->sign != NULL && strcmp(verb->sign, ">=") == 0 && skip(&rest, to)) ||
	    (verb->sign != NULL && verb->sign[0] == '\0' && skip(&rest, and)))
		m = take_date(&rest, y);
	if (m > 0)
		*w = rest;
	return m;
}

static bool
read_date(struct words w, bool first, struct said *out)
{
	static const char *const names[] = { "date", "dated", "pd", NULL };
	static const char *const ambiguous[] = { "published", NULL };
	static const char *const is[] = { "is", "was", "equals", NULL };
	const struct pm_foreign *f = pm_foreign_find("date", 4);
	static const struct verb itself = { "", NULL, false };
	const struct verb *verb;
	const char *x, *y;
	size_t n, m;
	bool published = first && skip(&w, ambiguous),
	     named = published || skip(&w, names), plain = named && skip(&w, is);

	if ((verb = take_verb(&w)) == NULL) {
		if (!plain && (!named || published || !first))
			return false;
		verb = &itself;
	}
	if ((!named && !verb->alone) || (n = take_date(&w, &x)) == 0)
		return false;
	m = take_end(&w, verb, &y);
	if (m == 0 && ((verb->sign != NULL && verb->sign[0] == '\0') ||
		       (!named && !names_month(x, n))))
		return false;
	if (m > 0)
		pm_foreign_range(x, n, y, m, out->form);
	else if (verb->sign != NULL)
		pm_foreign_compare(f, verb->sign, strlen(verb->sign), x, n, out->form);
	else
		pm_foreign_write(f, x, n, PM_FOREIGN_BARE, out->form);
	out->end = w.at;
	out->purpose = "for the date";
	return true;
}

/* --- other fields ------------------------------------------------------------- */

/* author is smith: NODE's children from I on, of which all that follow side by side are
 * the value. */
static bool
read_field(struct pm_search *s, const struct pm_tree *node, size_t i, const char *query,
	   struct said *out)
{
	static const char *const is[] = { "is", "was", "are", "equals", "includes", NULL };
	static const char *const prepositions[] = { "by", "from", NULL };
	const struct pm_tree *name = node->children[i], *verb, *value, *last;
	size_t len = name->end - name->start, n;
	char own[64];
	struct pm_foreign unknown = { own, own, NULL };
	const struct pm_foreign *f = pm_foreign_find(query + name->start, len);

	if (i + 2 >= node->n_children || len >= sizeof own ||
	    is_one_of(query + name->start, len, prepositions))
		return false;
	verb = node->children[i + 1];
	value = last = node->children[i + 2];
	if (!is_one_of(query + verb->start, verb->end - verb->start, is) ||
	    !is_bare(verb, query) || !adjoin(name, verb, query) ||
	    !adjoin(verb, value, query) || value->field != PM_FIELD_ANY ||
	    !(value->op == PM_TREE_PHRASE ||
	      (is_bare(value, query) && !is_stopword(s, value))))
		return false;
	for (i += 3;
	     value->op == PM_TREE_WORDS && i < node->n_children &&
	     is_bare(node->children[i], query) && adjoin(last, node->children[i], query);
	     i++)
		last = node->children[i];
	snprintf(own, sizeof own, "%.*s", (int)len, query + name->start);
	if (f == NULL)
		f = &unknown;
	n = last->end - value->start;
	if (f->field == NULL || f->form != NULL || n > PM_FOREIGN_FORM / 4)
		return false;
	pm_foreign_write(f, query + value->start, n, PM_FOREIGN_BARE, out->form);
	out->end = last->end;
	out->purpose = "for the field";
	return true;
}

/* --- the note ----------------------------------------------------------------- */

/* What is said from child I of NODE on. */
static bool
read_child(struct pm_search *s, const struct pm_tree *node, size_t i, const char *query,
	   struct said *out)
{
	const struct pm_tree *child = node->children[i],
			     *before = i > 0 ? node->children[i - 1] : NULL;
	bool first = before == NULL || before->op != PM_TREE_WORDS ||
		     before->field != PM_FIELD_ANY || !adjoin(before, child, query);
	struct words w = { query, child->start, node->end };

	out->start = child->start;
	if (!is_bare(child, query) ||
	    (!first && is_stopword(s, before) && before->n_words == 1))
		return false;
	return read_date(w, first, out) || (first && read_field(s, node, i, query, out));
}

static enum pm_status
look_at_children(struct pm_search *s, const struct pm_tree *node, const char *query,
		 size_t len, const struct pm_query_options *mode,
		 const struct pm_search_options *options, char *note, size_t size,
		 struct pm_error *err)
{
	enum pm_status status = PM_OK;
	char meant[PM_REWRITTEN];
	const char *shown;
	struct pm_excerpt e;
	struct said said;
	size_t i;
	bool found;

	for (i = 0; i < node->n_children && status == PM_OK && note[0] == '\0'; i++) {
		if (!read_child(s, node, i, query, &said))
			continue;
		/* If there is not one but two of them, that one alone. */
		shown = meant;
		found = false;
		if (pm_rewrite(meant, query, len, said.start, said.end, said.form))
			status = pm_question_finds(s, meant, strlen(meant), mode, options,
						   &found, err);
		if (status == PM_OK && !found) {
			shown = said.form;
			status = pm_question_finds(s, shown, strlen(shown), mode, options,
						   &found, err);
		}
		e = pm_excerpt(query + said.start, said.end - said.start);
		if (status == PM_OK && found)
			snprintf(note, size, "'%s' was read as words; %s write %s",
				 e.text, said.purpose, shown);
	}
	return status;
}

enum pm_status
pm_field_note(struct pm_search *s, const struct pm_tree *tree, const char *query,
	      size_t len, const struct pm_query_options *mode,
	      const struct pm_search_options *options, char *note, size_t size,
	      struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	note[0] = '\0';
	if (tree->op != PM_TREE_AND && tree->op != PM_TREE_OR && tree->op != PM_TREE_NOT)
		return PM_OK;
	status = look_at_children(s, tree, query, len, mode, options, note, size, err);
	for (i = 0; i < tree->n_children && status == PM_OK && note[0] == '\0'; i++)
		status = pm_field_note(s, tree->children[i], query, len, mode, options,
				       note, size, err);
	return status;
}
