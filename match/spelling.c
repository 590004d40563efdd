/* Pressmark - words that are given by their spelling: see spelling.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/spelling.h"

#include "language/regex.h"
#include "match/written.h"
#include "support/intern.h"
#include "support/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#define EDITS_MAX 2u
#define FAR 200u /* more than any number of edits */

/* Distances (optimal string alignment) between beginnings of the query's word and
 * beginnings of the word compared last: rows[i][j + 1] is for the first I characters of
 * the latter and the first J of the query.  Only where I and J differ by at most `edits`
 * is there a number; next to these is FAR. */
struct table {
	uint32_t query[PM_FOLDED_MAX + EDITS_MAX];
	size_t n_query;
	unsigned edits;
	uint32_t word[PM_FOLDED_MAX];
	size_t n_rows;	/* known, not counting row 0 */
	bool over;	/* nothing in the last row is near enough, nor can
				 * anything after it be */
	size_t too_far; /* how many bytes of the word compared last suffice to
				 * make any word too far; 0 if not known */
	uint8_t rows[PM_FOLDED_MAX + 1][PM_FOLDED_MAX + EDITS_MAX + 2];
};

struct pm_spelling {
	enum pm_tree_match match;
	char *pattern; /* a prefix, or with wildcards */
	size_t len;
	size_t beginning; /* bytes before the first wildcard */
	size_t ending;	  /* and after the last */
	struct pm_regex *regex;
	bool sees_surfaces;
	struct pm_intern learnt;      /* folded words with a surface that it describes */
	struct pm_buf written;	      /* the surface compared last */
	struct table *table;	      /* NULL if no word can be near enough */
	struct pm_patience *patience; /* or NULL */
};

/* --- wildcards ---------------------------------------------------------------- */

static void
find_ends(struct pm_spelling *sp)
{
	while (sp->beginning < sp->len && sp->pattern[sp->beginning] != '*' &&
	       sp->pattern[sp->beginning] != '?')
		sp->beginning++;
	if (sp->beginning == sp->len)
		return;
	while (sp->pattern[sp->len - 1 - sp->ending] != '*' &&
	       sp->pattern[sp->len - 1 - sp->ending] != '?')
		sp->ending++;
}

static size_t
character_len(const char *s)
{
	unsigned len;

	pm_utf8_get((const uint8_t *)s, &len);
	return len;
}

/* Each * takes as little as it can.  An earlier one never needs to do what a later one
 * can, so only the last is ever given more. */
static bool
is_like(const char *p, size_t p_len, const char *s, size_t s_len)
{
	const char *p_end = p + p_len, *s_end = s + s_len;
	const char *p_back = NULL, *s_back = NULL; /* after the last *, and after
							 * what it took */

	while (s < s_end) {
		if (p < p_end && *p == '*') {
			p_back = ++p;
			s_back = s;
		} else if (p < p_end && *p == '?') {
			p++;
			s += character_len(s);
		} else if (p < p_end && *p == *s) {
			p++;
			s++;
		} else if (p_back != NULL) {
			s_back += character_len(s_back);
			p = p_back;
			s = s_back;
		} else {
			return false;
		}
	}
	while (p < p_end && *p == '*')
		p++;
	return p == p_end;
}

static bool
matches_wildcards(const struct pm_spelling *sp, const char *s, size_t len)
{
	const char *p = sp->pattern;

	if (len < sp->beginning + sp->ending || memcmp(s, p, sp->beginning) != 0 ||
	    memcmp(s + len - sp->ending, p + sp->len - sp->ending, sp->ending) != 0)
		return false;
	return is_like(p + sp->beginning, sp->len - sp->beginning - sp->ending,
		       s + sp->beginning, len - sp->beginning - sp->ending);
}

/* --- edits ---------------------------------------------------------------------- */

static enum pm_status
make_table(struct pm_spelling *sp, const char *folded, size_t len, unsigned edits,
	   struct pm_error *err)
{
	struct table *t;
	size_t at = 0, j;
	unsigned n;

	t = calloc(1, sizeof *t);
	if (t == NULL)
		return pm_fail_nomem(err);
	for (; at < len && t->n_query < sizeof t->query / sizeof *t->query; at += n)
		t->query[t->n_query++] = pm_utf8_get((const uint8_t *)folded + at, &n);
	if (at < len) {
		free(t);
		return PM_OK;
	}
	t->edits = edits < EDITS_MAX ? edits : EDITS_MAX;
	memset(t->rows, FAR, sizeof t->rows);
	for (j = 0; j <= t->edits && j <= t->n_query; j++)
		t->rows[0][j + 1] = (uint8_t)j;
	sp->table = t;
	return PM_OK;
}

static inline unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Row I, for one more character of the word; false if all of it is too far.  Then
 * everything after it is too far as well: an exchange reaches back to the row before, but
 * costs no less than a replacement in this one. */
static bool
add_row(struct table *t, size_t i)
{
	const uint8_t *above = t->rows[i - 1] + 1;
	uint8_t *row = t->rows[i] + 1;
	size_t j = i > t->edits ? i - t->edits : 0;
	size_t last = i + t->edits < t->n_query ? i + t->edits : t->n_query;
	uint32_t c = t->word[i - 1];
	unsigned nearest = FAR, d;

	if (j == 0) {
		row[0] = (uint8_t)i;
		nearest = (unsigned)i;
		j = 1;
	}
	for (; j <= last; j++) {
		d = least(above[j], row[j - 1]) + 1u;
		d = least(d, above[j - 1] + (t->query[j - 1] != c));
		if (i > 1 && j > 1 && t->query[j - 1] == t->word[i - 2] &&
		    t->query[j - 2] == c)
			d = least(d, t->rows[i - 2][j - 1] + 1u);
		row[j] = (uint8_t)d;
		nearest = least(nearest, d);
	}
	return nearest <= t->edits;
}

static bool
is_near(struct table *t, const char *s, size_t len)
{
	size_t at = 0, i = 0;
	unsigned n;

	t->too_far = 0;
	while (at < len) {
		uint32_t c = pm_utf8_get((const uint8_t *)s + at, &n);

		at += n;
		if (i == t->n_rows || t->word[i] != c) {
			t->word[i] = c;
			t->n_rows = i + 1;
			t->over = !add_row(t, i + 1);
		}
		i++;
		if (i == t->n_rows && t->over) {
			t->too_far = at;
			return false;
		}
	}
	return t->rows[i][t->n_query + 1] <= t->edits;
}

/* --- all kinds -------------------------------------------------------------------- */

/* An expression that sees surfaces is made comparable with them. */
static enum pm_status
make_regex(struct pm_spelling *sp, const struct pm_tree_word *word, struct pm_error *err)
{
	const char *pattern = word->folded;
	size_t len = word->folded_len;

	sp->sees_surfaces = pm_regex_sees_surfaces(pattern, len);
	if (sp->sees_surfaces) {
		pm_put_written(&sp->written, pattern, len);
		if (sp->written.status < 0)
			return pm_fail_nomem(err);
		pattern = pm_buf_str(&sp->written);
		len = sp->written.len;
	}
	return pm_regex_new(&sp->regex, pattern, len, err);
}

enum pm_status
pm_spelling_new(struct pm_spelling **out, const struct pm_tree_word *word,
		struct pm_error *err)
{
	struct pm_spelling *sp = calloc(1, sizeof *sp);
	enum pm_status status = PM_OK;

	if (sp == NULL)
		return pm_fail_nomem(err);
	sp->match = word->match;
	sp->len = word->folded_len;
	pm_intern_init(&sp->learnt);
	pm_buf_init(&sp->written, PM_BUF_NO_LIMIT);
	if (word->match == PM_MATCH_REGEX) {
		status = make_regex(sp, word, err);
	} else if (word->match == PM_MATCH_FUZZY) {
		status = make_table(sp, word->folded, word->folded_len, word->edits, err);
	} else {
		sp->pattern = pm_strndup(word->folded, word->folded_len);
		if (sp->pattern == NULL)
			status = pm_fail_nomem(err);
		else if (word->match == PM_MATCH_WILDCARD)
			find_ends(sp);
	}
	if (status < 0)
		pm_spelling_free(sp);
	else
		*out = sp;
	return status;
}

void
pm_spelling_patience(struct pm_spelling *sp, struct pm_patience *patience)
{
	sp->patience = patience;
}

void
pm_spelling_free(struct pm_spelling *sp)
{
	if (sp == NULL)
		return;
	pm_regex_free(sp->regex);
	pm_intern_release(&sp->learnt);
	pm_buf_release(&sp->written);
	free(sp->table);
	free(sp->pattern);
	free(sp);
}

enum pm_status
pm_spelling_matches_surface(struct pm_spelling *sp, const char *surface, size_t len,
			    bool *yes, struct pm_error *err)
{
	*yes = false;
	if (!sp->sees_surfaces)
		return PM_OK;
	pm_buf_clear(&sp->written);
	pm_put_written(&sp->written, surface, len);
	if (sp->written.status < 0)
		return pm_fail_nomem(err);
	return pm_regex_matches(sp->regex, pm_buf_str(&sp->written), sp->written.len, yes,
				err);
}

static enum pm_status
matches_regex(struct pm_spelling *sp, const char *folded, size_t len, bool *yes,
	      struct pm_error *err)
{
	enum pm_status status = pm_regex_matches(sp->regex, folded, len, yes, err);

	if (status == PM_OK && !*yes && sp->learnt.n > 0)
		*yes = pm_intern_find(&sp->learnt, folded, len) != PM_U32_NONE;
	return status;
}

enum pm_status
pm_spelling_matches(struct pm_spelling *sp, const char *folded, size_t len, bool *yes,
		    struct pm_error *err)
{
	*yes = false;
	if (len > PM_FOLDED_MAX)
		return PM_OK;
	switch (sp->match) {
	case PM_MATCH_WORD:
		*yes = len == sp->len && memcmp(folded, sp->pattern, len) == 0;
		break;
	case PM_MATCH_PREFIX:
		*yes = len >= sp->len && memcmp(folded, sp->pattern, sp->len) == 0;
		break;
	case PM_MATCH_WILDCARD:
		*yes = matches_wildcards(sp, folded, len);
		break;
	case PM_MATCH_REGEX:
		return matches_regex(sp, folded, len, yes, err);
	case PM_MATCH_FUZZY:
		*yes = sp->table != NULL && is_near(sp->table, folded, len);
		break;
	}
	return PM_OK;
}

/* --- the lexicon -------------------------------------------------------------------- */

/* What comparing an entry costs, in the units of a patience. */
#define ENTRY_WORK 8u

typedef enum pm_status entry_fn(void *ctx, struct pm_cursor *c, struct pm_error *err);

struct walk {
	struct pm_spelling *sp;
	entry_fn *fn;
	void *ctx;
};

static enum pm_status
visit(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct walk *walk = ctx;
	enum pm_status status;
	bool yes;

	if ((status = pm_patience_spend(walk->sp->patience, ENTRY_WORK, err)) < 0)
		return status;
	status = pm_spelling_matches(walk->sp, c->entry.word, c->entry.len, &yes, err);
	return status == PM_OK && yes ? walk->fn(walk->ctx, c, err) : status;
}

/* Entries to step over before searching for the next with another beginning: a search
 * takes as long as some 50 steps. */
#define PASSED_MAX 16u

/* Move to the next entry that does not begin with the first N bytes of this one.  No byte
 * of UTF-8 is 0xff.  A search leads back only where words are out of order. */
static enum pm_status
pass_over(struct pm_cursor *c, size_t n, struct pm_error *err)
{
	char beginning[PM_FOLDED_MAX + 1];
	enum pm_status status;
	uint32_t place;
	unsigned passed;

	memcpy(beginning, c->entry.word, n);
	for (passed = 0; passed < PASSED_MAX; passed++) {
		status = pm_cursor_next(c, err);
		if (status != PM_OK || c->entry.len < n ||
		    memcmp(c->entry.word, beginning, n) != 0)
			return status;
	}
	beginning[n] = '\xff';
	place = c->entry.place;
	status = pm_cursor_seek(c, c->entry.list, beginning, n + 1, err);
	return status != PM_OK || c->entry.place > place
		     ? status
		     : pm_corrupt(err, pm_lexicon_path(c->lex),
				  "its words are out of order");
}

static enum pm_status
walk_near(struct pm_lexicon *lex, struct table *t, struct pm_patience *patience,
	  entry_fn *fn, void *ctx, struct pm_error *err)
{
	struct pm_cursor c;
	enum pm_status status = pm_cursor_init_left(&c, lex, err);
	unsigned list;

	for (list = 0; list < PM_LISTS && status == PM_OK; list++) {
		status = pm_cursor_seek(&c, list, "", 0, err);
		while (status == PM_OK) {
			bool fits = c.entry.len <= PM_FOLDED_MAX;

			if ((status = pm_patience_spend(patience, ENTRY_WORK, err)) < 0)
				break;

			if (fits && is_near(t, c.entry.word, c.entry.len)) {
				if ((status = fn(ctx, &c, err)) != PM_OK)
					goto out;
				status = pm_cursor_next(&c, err);
			} else if (fits && t->too_far > 0) {
				status = pass_over(&c, t->too_far, err);
			} else {
				status = pm_cursor_next(&c, err);
			}
		}
		if (status == PM_END)
			status = PM_OK;
	}
out:
	pm_cursor_release(&c);
	return status;
}

enum pm_status
pm_lexicon_by_spelling(struct pm_lexicon *lex, struct pm_spelling *sp, entry_fn *fn,
		       void *ctx, struct pm_error *err)
{
	struct walk walk = { sp, fn, ctx };
	const char *beginning = sp->pattern;
	size_t len = sp->match == PM_MATCH_WILDCARD ? sp->beginning : sp->len;

	if (sp->match == PM_MATCH_FUZZY)
		return sp->table == NULL
			     ? PM_OK
			     : walk_near(lex, sp->table, sp->patience, fn, ctx, err);
	if (sp->match == PM_MATCH_REGEX)
		beginning = pm_regex_beginning(sp->regex, &len);
	return pm_lexicon_by_prefix(lex, beginning, len, visit, &walk, err);
}

/* --- surfaces ------------------------------------------------------------------------ */

struct learning {
	struct pm_spelling *sp;
	struct pm_form_spec *forms;
	size_t cap;
};

/* Forms other than PM_FORM_OTHER differ from the folded word only in case. */
static enum pm_status
learn_word(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct learning *l = ctx;
	enum pm_status status;
	bool yes = false;
	size_t n = 0, i;
	uint32_t id;

	if ((status = pm_patience_spend(l->sp->patience, ENTRY_WORK, err)) < 0 ||
	    c->entry.list == PM_LIST_ALIASES || c->entry.len > PM_FOLDED_MAX)
		return status;
	status = pm_cursor_forms(c, &l->forms, &l->cap, &n, err);
	for (i = 0; i < n && status == PM_OK && !yes; i++)
		if (l->forms[i].form == PM_FORM_OTHER)
			status = pm_spelling_matches_surface(l->sp, l->forms[i].other,
							     l->forms[i].other_len, &yes,
							     err);
	return status < 0 || !yes
		     ? status
		     : pm_intern(&l->sp->learnt, c->entry.word, c->entry.len, &id, err);
}

enum pm_status
pm_spelling_learn(struct pm_spelling *sp, struct pm_lexicon *lex, struct pm_error *err)
{
	struct learning l = { sp, NULL, 0 };
	enum pm_status status;
	const char *beginning;
	size_t len;

	if (!sp->sees_surfaces)
		return PM_OK;
	/* A surface that begins with ASCII letters and digits folds to them. */
	beginning = pm_regex_beginning(sp->regex, &len);
	status = pm_lexicon_by_prefix(lex, beginning, len, learn_word, &l, err);
	free(l.forms);
	return status;
}
