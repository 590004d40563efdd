/* Pressmark - stems: see stems.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/stems.h"

#include "segment/stemming.h"
#include "support/intern.h"
#include "support/sort.h"
#include "text/derive.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/version.h"

#include <stdlib.h>
#include <string.h>

/* Sets kept from query to query. */
#define KEPT_MAX 1024u
/* Words of the index that are stemmed anew to see whether the stemmer is the same. */
#define SAMPLE 64u

struct pm_stems {
	struct pm_index *index;
	struct pm_stemmers stemmers; /* of the index's languages */
	struct pm_intern words;	     /* surface, NUL, folded */
	struct pm_stem_set **sets;   /* by number; NULL: not known yet */
	size_t cap;
	struct pm_buf key;
	enum { UNKNOWN, SAME, OTHER } stemmer_is;
};

enum pm_status
pm_stems_new(struct pm_stems **out, struct pm_index *index, struct pm_error *err)
{
	struct pm_stems *s = pm_calloc(1, sizeof *s);
	enum pm_status status;

	if (s == NULL)
		return pm_fail_nomem(err);
	s->index = index;
	pm_intern_init(&s->words);
	pm_buf_init(&s->key, PM_BUF_NO_LIMIT);
	status = pm_stemmers_new(&s->stemmers, index->generation.language,
				 index->generation.languages, err);
	if (status == PM_ERR_USAGE)
		status = pm_stemmer_is_missing(index, err);
	if (status < 0)
		pm_stems_free(s);
	else
		*out = s;
	return status;
}

static void
forget(struct pm_stems *s)
{
	uint32_t i;

	for (i = 0; i < s->words.n; i++)
		free(s->sets[i]);
	pm_intern_release(&s->words);
	pm_intern_init(&s->words);
}

void
pm_stems_free(struct pm_stems *s)
{
	if (s == NULL)
		return;
	forget(s);
	free(s->sets);
	pm_buf_release(&s->key);
	pm_stemmers_release(&s->stemmers);
	free(s);
}

void
pm_stems_trim(struct pm_stems *s)
{
	if (s->words.n > KEPT_MAX)
		forget(s);
}

/* --- is the stemmer that of the index? ----------------------------------- */

/* The version tells, and where that is the same, some words from all over the lexicon. */
static enum pm_status
find_out(struct pm_stems *s, struct pm_error *err)
{
	const struct pm_generation *g = &s->index->generation;
	struct pm_lexicon *lex = pm_segment_lexicon(s->index->segments[0]);
	char version[sizeof g->stemmer];
	enum pm_status status = pm_stemmer_version(version, sizeof version, err);
	uint32_t words = pm_lexicon_words(lex), i;
	struct pm_cursor c;
	bool same, known;

	if (status < 0)
		return status;
	same = strcmp(version, g->stemmer) == 0;
	pm_cursor_init(&c, lex);
	for (i = 0; i < SAMPLE && i < words && same && status == PM_OK; i++) {
		status = pm_cursor_rank(&c,
					words <= SAMPLE
						? i
						: (uint32_t)((uint64_t)i * words / SAMPLE),
					err);
		if (status == PM_OK)
			status = pm_stem_compare(&s->stemmers, &c, &known, &same, err);
		same = same || !known;
	}
	pm_cursor_release(&c);
	s->stemmer_is = same ? SAME : OTHER;
	return status;
}

/* --- sets ----------------------------------------------------------------- */

/* What the lexicons say of a word. */
struct finding {
	struct pm_buf written;	/* the word's; empty: as it is folded */
	struct pm_intern stems; /* in the order of struct pm_stem_set */
	bool is_there;		/* as it is written */
	struct pm_buf stem, other;
	struct pm_form_spec *forms;
	size_t cap;
};

/* Whether the entry has a form that is the word but for case. */
static enum pm_status
find_form(struct finding *f, struct pm_cursor *c, struct pm_error *err)
{
	enum pm_status status;
	size_t n, i;

	if (c->entry.list == PM_LIST_ALIASES) {
		f->is_there = f->is_there || f->written.len == 0;
		return PM_OK;
	}
	status = pm_cursor_forms(c, &f->forms, &f->cap, &n, err);
	if (status == PM_OK && f->written.len == 0 && pm_forms_are_plain(f->forms, n)) {
		f->is_there = true;
		return PM_OK;
	}
	for (i = 0; i < n && status == PM_OK && !f->is_there; i++) {
		if (f->forms[i].form != PM_FORM_OTHER)
			continue;
		pm_buf_clear(&f->other);
		status = pm_written(f->forms[i].other, f->forms[i].other_len, &f->other,
				    err);
		if (status < 0)
			break;
		f->is_there = f->written.len > 0
				    ? f->other.len == f->written.len &&
					      memcmp(f->other.data, f->written.data,
						     f->other.len) == 0
				    : f->other.len == c->entry.len &&
					      memcmp(f->other.data, c->entry.word,
						     f->other.len) == 0;
	}
	return status;
}

static enum pm_status
take_entry(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct finding *f = ctx;
	enum pm_status status;
	uint32_t id;

	pm_buf_clear(&f->stem);
	pm_cursor_stem(c, &f->stem);
	if (f->stem.status < 0)
		return pm_fail_nomem(err);
	status = pm_intern(&f->stems, pm_buf_str(&f->stem), f->stem.len, &id, err);
	return status == PM_OK && !f->is_there ? find_form(f, c, err) : status;
}

/* Add what the stemmers make of the word, unless the index knows better.  That it has the
 * word as it is written says nothing of the languages in which it has not. */
static enum pm_status
ask_stemmer(struct pm_stems *s, struct finding *f, const char *surface, size_t len,
	    const char *folded, size_t folded_len, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t id;
	size_t i;

	if (f->is_there && !s->stemmers.several)
		return PM_OK;
	if (f->stems.n > 0 && s->stemmer_is == UNKNOWN)
		status = find_out(s, err);
	if (status < 0 || (f->stems.n > 0 && s->stemmer_is == OTHER))
		return status;
	for (i = 0; i < s->stemmers.n && status == PM_OK; i++) {
		pm_buf_clear(&f->stem);
		status = pm_stem(s->stemmers.list[i], surface, len, 0, folded, folded_len,
				 &f->stem, err);
		if (status == PM_OK)
			status = pm_intern(&f->stems, pm_buf_str(&f->stem), f->stem.len,
					   &id, err);
	}
	return status;
}

static int
by_bytes(const void *a, const void *b)
{
	const struct pm_stem *x = a, *y = b;

	return pm_compare_bytes(x->data, x->len, y->data, y->len);
}

static bool
is_in_capitals(const struct pm_form_spec *forms, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (forms[i].form == PM_FORM_UPPER ||
		    (forms[i].form == PM_FORM_OTHER &&
		     pm_is_capitals(forms[i].other, forms[i].other_len)))
			return true;
	return false;
}

/* Take the stem of an entry that is written in capitals somewhere. */
static enum pm_status
take_capitals(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct finding *f = ctx;
	enum pm_status status;
	uint32_t id;
	size_t n;

	if (c->entry.list == PM_LIST_ALIASES)
		return PM_OK;
	status = pm_cursor_forms(c, &f->forms, &f->cap, &n, err);
	if (status < 0 || !is_in_capitals(f->forms, n))
		return status;
	pm_buf_clear(&f->stem);
	pm_cursor_stem(c, &f->stem);
	return f->stem.status < 0
		     ? pm_fail_nomem(err)
		     : pm_intern(&f->stems, pm_buf_str(&f->stem), f->stem.len, &id, err);
}

/* Add the dotted form of a word in capitals, or the word of a dotted form. */
static enum pm_status
add_abbreviation(struct pm_stems *s, struct finding *f, const char *surface, size_t len,
		 uint32_t *n, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t id;
	size_t i;

	pm_buf_clear(&f->other);
	if (pm_dotted(surface, len, &f->other))
		status = f->other.status < 0 ? pm_fail_nomem(err)
					     : pm_intern(&f->stems, pm_buf_str(&f->other),
							 f->other.len, &id, err);
	*n = f->stems.n;
	pm_buf_clear(&f->other);
	if (status < 0 || !pm_undotted(surface, len, &f->other))
		return status;
	if (f->other.status < 0)
		return pm_fail_nomem(err);
	for (i = 0; i < s->index->generation.n_segments && status == PM_OK; i++)
		status = pm_lexicon_by_word(pm_segment_lexicon(s->index->segments[i]),
					    pm_buf_str(&f->other), f->other.len,
					    take_capitals, f, err);
	return status;
}

/* One block of memory: the set, its stems, the bytes of the key. */
static enum pm_status
make_set(const struct pm_intern *stems, uint32_t n_own, uint32_t n,
	 struct pm_stem_set **out, struct pm_error *err)
{
	size_t bytes = 0, room = stems->n * sizeof(struct pm_stem), len;
	struct pm_stem_set *set;
	struct pm_stem *list, *sorted;
	char *at;
	uint32_t i;

	for (i = 0; i < stems->n; i++) {
		pm_intern_get(stems, i, &len);
		bytes += len + 1;
	}
	set = pm_calloc(1, sizeof *set + room + bytes);
	sorted = pm_alloc(stems->n, sizeof *sorted);
	if (set == NULL || sorted == NULL) {
		free(set);
		free(sorted);
		return pm_fail_nomem(err);
	}
	for (i = 0; i < stems->n; i++)
		sorted[i].data = pm_intern_get(stems, i, &sorted[i].len);
	if (stems->n > 1)
		qsort(sorted, stems->n, sizeof *sorted, by_bytes);
	list = (struct pm_stem *)(void *)(set + 1);
	at = (char *)(list + stems->n);
	*set = (struct pm_stem_set){ list,     n_own, n,
				     stems->n, at,    bytes > 0 ? bytes - 1 : 0 };
	for (i = 0; i < stems->n; i++) {
		list[pm_intern_find(stems, sorted[i].data, sorted[i].len)] =
			(struct pm_stem){ at, sorted[i].len };
		memcpy(at, sorted[i].data, sorted[i].len);
		at += sorted[i].len + 1;
	}
	free(sorted);
	*out = set;
	return PM_OK;
}

static enum pm_status
find_set(struct pm_stems *s, const char *surface, size_t len, const char *folded,
	 size_t folded_len, struct pm_stem_set **out, struct pm_error *err)
{
	struct finding f = { .is_there = false };
	uint32_t n_own, n = 0;
	enum pm_status status;
	size_t i;

	pm_buf_init(&f.written, PM_BUF_NO_LIMIT);
	pm_intern_init(&f.stems);
	pm_buf_init(&f.stem, PM_BUF_NO_LIMIT);
	pm_buf_init(&f.other, PM_BUF_NO_LIMIT);
	status = pm_written(surface, len, &f.written, err);
	if (f.written.len == folded_len &&
	    memcmp(pm_buf_str(&f.written), folded, folded_len) == 0)
		pm_buf_clear(&f.written);
	for (i = 0; i < s->index->generation.n_segments && status == PM_OK; i++)
		status = pm_lexicon_by_word(pm_segment_lexicon(s->index->segments[i]),
					    folded, folded_len, take_entry, &f, err);
	if (status == PM_OK)
		status = ask_stemmer(s, &f, surface, len, folded, folded_len, err);
	if (status == PM_ERR_USAGE)
		status = pm_stemmer_is_missing(s->index, err);
	n_own = f.stems.n;
	if (status == PM_OK)
		status = add_abbreviation(s, &f, surface, len, &n, err);
	if (status == PM_OK)
		status = make_set(&f.stems, n_own, n, out, err);
	pm_buf_release(&f.written);
	pm_intern_release(&f.stems);
	pm_buf_release(&f.stem);
	pm_buf_release(&f.other);
	free(f.forms);
	return status;
}

enum pm_status
pm_stems_of(struct pm_stems *s, const char *surface, size_t surface_len,
	    const char *folded, size_t folded_len, const struct pm_stem_set **out,
	    struct pm_error *err)
{
	static const struct pm_stem_set none = { NULL, 0, 0, 0, "", 0 };
	uint32_t n = s->words.n, id;
	enum pm_status status;

	if (folded_len > PM_FOLDED_MAX) {
		*out = &none;
		return PM_OK;
	}
	pm_buf_clear(&s->key);
	pm_buf_put(&s->key, surface, surface_len);
	pm_buf_putc(&s->key, '\0');
	pm_buf_put(&s->key, folded, folded_len);
	if (s->key.status < 0)
		return pm_fail_nomem(err);
	if ((status = pm_grow(&s->sets, &s->cap, (size_t)n + 1, sizeof *s->sets, err)) <
		    0 ||
	    (status = pm_intern(&s->words, s->key.data, s->key.len, &id, err)) < 0)
		return status;
	if (id == n)
		s->sets[n] = NULL;
	if (s->sets[id] == NULL && (status = find_set(s, surface, surface_len, folded,
						      folded_len, &s->sets[id], err)) < 0)
		return status;
	*out = s->sets[id];
	return PM_OK;
}
