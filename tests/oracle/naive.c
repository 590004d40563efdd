/* Pressmark - the oracle: see naive.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/naive.h"

#include "support/utf8.h"
#include "tests/oracle/sentences.h"
#include "tests/oracle/spelt.h"
#include "text/derive.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

void
need(enum pm_status status, const struct pm_error *err)
{
	if (status >= 0)
		return;
	fprintf(stderr, "oracle: %s\n", err->text);
	exit(2);
}

void *
need_memory(void *p)
{
	struct pm_error err;

	if (p == NULL)
		need(pm_fail_nomem(&err), &err);
	return p;
}

#define GROW(array, cap, n) \
	do { \
		struct pm_error grow_err; \
		need(pm_grow(&(array), &(cap), (n), sizeof *(array), &grow_err), \
		     &grow_err); \
	} while (0)

/* --- sets --------------------------------------------------------------- */

void
bits_init(struct bits *b, uint32_t n)
{
	b->words = need_memory(pm_calloc(n / 64 + 1, sizeof *b->words));
	b->n = n;
}

void
bits_release(struct bits *b)
{
	free(b->words);
	memset(b, 0, sizeof *b);
}

uint32_t
bits_count(const struct bits *b)
{
	uint32_t i, n = 0;

	for (i = 0; i < b->n; i++)
		n += bits_has(b, i);
	return n;
}

/* --- numbers ------------------------------------------------------------ */

static uint32_t
number(struct pm_intern *in, const void *s, size_t len)
{
	struct pm_error err;
	uint32_t id;

	need(pm_intern(in, s, len, &id, &err), &err);
	return id;
}

/* The number of the stem that ST makes of a surface, or of a folded word as such. */
static uint32_t
stem_number(struct naive *nv, struct pm_stemmer *st, const char *surface,
	    size_t surface_len, const char *folded, size_t len)
{
	struct pm_buf stem;
	struct pm_error err;
	uint32_t id;

	pm_buf_init(&stem, PM_BUF_NO_LIMIT);
	need(pm_stem(st, surface, surface_len, 0, folded, len, &stem, &err), &err);
	id = number(&nv->stems, stem.data, stem.len);
	pm_buf_release(&stem);
	return id;
}

static uint32_t string_number(struct naive *nv, const char *s, size_t len);

static int
add_part(void *ctx, const char *part, size_t len)
{
	struct naive *nv = ctx;
	uint32_t string = string_number(nv, part, len);

	GROW(nv->parts, nv->parts_cap, nv->n_parts + 1);
	nv->parts[nv->n_parts++] = string;
	return 0;
}

/* A word is an address when its folded form, split alone, is one. */
static bool
is_address(const char *s, size_t len)
{
	struct pm_words split = { NULL, 0, 0 };
	struct pm_error err;
	bool yes;

	need(pm_split(s, len, &split, &err), &err);
	yes = split.n == 1 && split.words[0].start == 0 && split.words[0].end == len &&
	      (split.words[0].flags & PM_WORD_ADDRESS) != 0;
	pm_words_release(&split);
	return yes;
}

static uint32_t
string_number(struct naive *nv, const char *s, size_t len)
{
	uint32_t n = nv->strings.n, id = number(&nv->strings, s, len), parts;
	char *copy;

	if (id != n)
		return id;
	GROW(nv->of_string, nv->strings_cap, (size_t)n + 1);
	copy = need_memory(pm_strndup(s, len));
	nv->of_string[id].stem = stem_number(nv, nv->stemmers.list[0], copy, len, copy,
					     len);
	nv->of_string[id].findable = len <= PM_FOLDED_MAX;
	nv->of_string[id].n_parts = 0;
	if (is_address(copy, len)) {
		/* Parts of parts are of no interest, but they come first. */
		pm_address_parts(copy, len, add_part, nv);
		parts = (uint32_t)nv->n_parts;
		pm_address_parts(copy, len, add_part, nv);
		nv->of_string[id].parts = parts;
		nv->of_string[id].n_parts = (uint32_t)nv->n_parts - parts;
	}
	free(copy);
	return id;
}

void
put_composed(struct pm_buf *out, const char *s, size_t len)
{
	struct pm_error err;
	utf8proc_uint8_t *composed = NULL;
	char *shown = need_memory(pm_alloc(len + 1, 1));
	utf8proc_ssize_t n;
	size_t i, kept = 0;

	for (i = 0; i < len; i++) {
		if (i + 1 < len && memcmp(s + i, "\xc2\xad", 2) == 0)
			i++;
		else
			shown[kept++] = s[i];
	}
	n = utf8proc_map((const utf8proc_uint8_t *)shown, (utf8proc_ssize_t)kept,
			 &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	free(shown);
	if (n < 0)
		need(pm_fail_nomem(&err), &err);
	pm_buf_put(out, composed, (size_t)n);
	need(pm_buf_check(out, "a word", &err), &err);
	free(composed);
}

static uint32_t
surface_number(struct naive *nv, const char *s, size_t len)
{
	uint32_t n = nv->surfaces.n, id = number(&nv->surfaces, s, len);
	struct pm_buf composed;

	if (id != n)
		return id;
	GROW(nv->composed_of, nv->surfaces_cap, (size_t)n + 1);
	pm_buf_init(&composed, PM_BUF_NO_LIMIT);
	put_composed(&composed, s, len);
	nv->composed_of[id] = number(&nv->composed, composed.data, composed.len);
	pm_buf_release(&composed);
	return id;
}

/* The number of a surface in the language of the article that is being read. */
static uint32_t
spoken_number(struct naive *nv, const char *s, size_t len, const struct pm_buf *folded)
{
	uint32_t n = nv->spoken.n, id;
	struct pm_buf name;

	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	pm_buf_put(&name, s, len);
	pm_buf_printf(&name, "\n%u", nv->language);
	id = number(&nv->spoken, name.data, name.len);
	pm_buf_release(&name);
	if (id != n)
		return id;
	GROW(nv->stem_of, nv->stems_cap, (size_t)n + 1);
	nv->stem_of[id] = stem_number(nv, nv->own, s, len, pm_buf_str(folded),
				      folded->len);
	return id;
}

/* --- loading ------------------------------------------------------------ */

static void
put_string(struct pm_buf *out, const struct naive *nv, uint32_t id)
{
	size_t len;
	const char *s = pm_intern_get(&nv->strings, id, &len);

	pm_buf_put(out, s, len);
}

static bool
hyphen_before(const struct naive *nv, size_t at)
{
	size_t len, a_len, b_len;
	const char *s = pm_intern_get(&nv->separators, nv->words[at].separator, &len);
	const char *a = pm_intern_get(&nv->strings, nv->words[at - 1].string, &a_len);
	const char *b = pm_intern_get(&nv->strings, nv->words[at].string, &b_len);

	return pm_is_joint(s, len, a, a_len, b, b_len);
}

/* The compounds that begin with word AT of a field. */
static void
set_compounds(struct naive *nv, const struct field *f, size_t at)
{
	struct pm_buf joined, next;
	size_t k;

	nv->words[at].compounds[0] = nv->words[at].compounds[1] = NONE;
	pm_buf_init(&joined, PM_BUF_NO_LIMIT);
	pm_buf_init(&next, PM_BUF_NO_LIMIT);
	put_string(&joined, nv, nv->words[at].string);
	for (k = 1; k <= 2 && at + k < f->end && hyphen_before(nv, at + k); k++) {
		pm_buf_clear(&next);
		put_string(&next, nv, nv->words[at + k].string);
		if (!pm_compounds(pm_buf_str(&joined), joined.len, pm_buf_str(&next),
				  next.len))
			break;
		pm_buf_put(&joined, next.data, next.len);
		nv->words[at].compounds[k - 1] = string_number(nv, pm_buf_str(&joined),
							       joined.len);
	}
	pm_buf_release(&joined);
	pm_buf_release(&next);
}

/* Before the first of its words stands what BEFORE has, and then its own; behind the last
 * one is what BEFORE has then. */
static struct field
load_piece(struct naive *nv, struct pm_str text, struct pm_buf *before)
{
	struct field f = { nv->n_words, nv->n_words };
	struct pm_words split = { NULL, 0, 0 };
	struct pm_buf folded;
	struct pm_error err;
	size_t i, at = 0;

	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	need(pm_split(text.data, text.len, &split, &err), &err);
	GROW(nv->words, nv->words_cap, nv->n_words + split.n);
	for (i = 0; i < split.n; i++) {
		const struct pm_word *w = &split.words[i];
		const char *surface = text.data + w->start;
		struct word *out = &nv->words[nv->n_words++];

		pm_buf_clear(&folded);
		need(pm_fold(surface, w->end - w->start, w->flags, &folded, &err), &err);
		out->string = string_number(nv, pm_buf_str(&folded), folded.len);
		out->surface = surface_number(nv, surface, w->end - w->start);
		out->spoken = spoken_number(nv, surface, w->end - w->start, &folded);
		pm_buf_put(before, text.data + at, w->start - at);
		out->separator = number(&nv->separators, pm_buf_str(before), before->len);
		pm_buf_clear(before);
		at = w->end;
	}
	pm_buf_put(before, text.data + at, text.len - at);
	f.end = nv->n_words;
	for (i = f.first; i < f.end; i++)
		set_compounds(nv, &f, i);
	pm_buf_release(&folded);
	pm_words_release(&split);
	return f;
}

static struct field
load_field(struct naive *nv, struct pm_str text)
{
	struct pm_buf before;
	struct field f;

	pm_buf_init(&before, PM_BUF_NO_LIMIT);
	f = load_piece(nv, text, &before);
	pm_buf_release(&before);
	return f;
}

/* --- pieces ------------------------------------------------------------- */

static struct field
add_piece(struct naive *nv, struct article *a, struct pm_str text, struct pm_buf *before)
{
	struct field f = load_piece(nv, text, before);

	GROW(nv->pieces, nv->pieces_cap, nv->n_pieces + 1);
	nv->pieces[nv->n_pieces++] = f;
	a->n_pieces++;
	return f;
}

/* Title and body: the body in the pieces that folds make of it, which are between them if
 * they are searched; else their words are loaded apart. */
static void
load_text(struct naive *nv, struct article *a, const struct pm_article *article)
{
	struct pm_str piece = article->text;
	struct pm_buf before;
	struct field f;
	size_t i, at = 0;

	pm_buf_init(&before, PM_BUF_NO_LIMIT);
	a->pieces = nv->n_pieces;
	a->n_pieces = 0;
	a->fields[TITLE] = add_piece(nv, a, article->title, &before);
	pm_buf_clear(&before);
	a->fields[BODY].first = nv->n_words;
	a->length = a->fields[TITLE].end - a->fields[TITLE].first;
	for (i = 0; i <= article->n_folds; i++) {
		piece.data = article->text.data + at;
		piece.len = (i < article->n_folds ? article->folds[i].at
						  : article->text.len) -
			    at;
		at += piece.len;
		f = add_piece(nv, a, piece, &before);
		a->length += f.end - f.first;
		if (i < article->n_folds && nv->full_text)
			add_piece(nv, a, article->folds[i].text, &before);
	}
	a->fields[BODY].end = a->fields[FOLDS].first = nv->n_words;
	for (i = 0; i < article->n_folds && !nv->full_text; i++)
		load_field(nv, article->folds[i].text);
	a->fields[FOLDS].end = nv->n_words;
	pm_buf_release(&before);
}

static void
number_pieces(struct naive *nv)
{
	size_t i, k;

	nv->piece_of = need_memory(pm_calloc(nv->n_words + 1, sizeof *nv->piece_of));
	for (i = 0; i < nv->n_pieces; i++)
		for (k = nv->pieces[i].first; k < nv->pieces[i].end; k++)
			nv->piece_of[k] = (uint32_t)i;
}

/* --- sentences and paragraphs ------------------------------------------- */

static bool
breaks_before(const struct naive *nv, size_t at, bool (*has)(const char *, size_t))
{
	size_t len;
	const char *s = pm_intern_get(&nv->separators, nv->words[at].separator, &len);

	return !pm_is_hyphen(s, len) && has(s, len);
}

static bool
begins_sentence_at(const struct naive *nv, size_t at)
{
	size_t len, before_len, next_len;
	const char *s = pm_intern_get(&nv->separators, nv->words[at].separator, &len);
	const char *before = pm_intern_get(&nv->strings, nv->words[at - 1].string,
					   &before_len);
	const char *next = pm_intern_get(&nv->surfaces, nv->words[at].surface, &next_len);

	return !pm_is_hyphen(s, len) &&
	       begins_sentence(s, len, before, before_len, next, next_len);
}

/* Go on counting with the words of a title or body. */
static void
count_breaks(struct naive *nv, const struct field *f, bool body, uint32_t *sentence,
	     uint32_t *paragraph)
{
	bool (*breaks)(const char *, size_t) = has_weak_break;
	size_t at;

	for (at = f->first + 1; at < f->end; at++)
		if (breaks_before(nv, at, has_strong_break))
			breaks = has_strong_break;
	for (at = f->first; at < f->end; at++) {
		if (at == f->first || nv->piece_of[at] != nv->piece_of[at - 1] ||
		    (body && breaks_before(nv, at, breaks))) {
			++*paragraph;
			++*sentence;
		} else if (begins_sentence_at(nv, at)) {
			++*sentence;
		}
		nv->paragraphs[at] = *paragraph;
		nv->sentences[at] = *sentence;
	}
}

static void
find_breaks(struct naive *nv)
{
	uint32_t a, sentence = 0, paragraph = 0;

	nv->sentences = need_memory(pm_calloc(nv->n_words + 1, sizeof *nv->sentences));
	nv->paragraphs = need_memory(pm_calloc(nv->n_words + 1, sizeof *nv->paragraphs));
	for (a = 0; a < nv->n_articles; a++) {
		count_breaks(nv, &nv->articles[a].fields[TITLE], false, &sentence,
			     &paragraph);
		count_breaks(nv, &nv->articles[a].fields[BODY], true, &sentence,
			     &paragraph);
	}
}

/* --- metadata ----------------------------------------------------------- */

/* The number of a name in the form that OPTIONS of utf8proc make of it. */
static uint32_t
mapped_number(struct naive *nv, struct pm_str name, int options)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)name.data,
					  (utf8proc_ssize_t)name.len, &mapped,
					  (utf8proc_option_t)options);
	uint32_t id;

	if (n < 0)
		abort();
	id = number(&nv->names, (char *)mapped, (size_t)n);
	free(mapped);
	return id;
}

static uint32_t
name_number(struct naive *nv, struct pm_str name)
{
	return mapped_number(nv, name,
			     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK |
				     UTF8PROC_CASEFOLD);
}

static uint32_t
value_number(struct naive *nv, struct pm_str value)
{
	static const char blanks[] = " \t\n\r\v\f";

	while (value.len > 0 && strchr(blanks, value.data[0]) != NULL) {
		value.data++;
		value.len--;
	}
	while (value.len > 0 && strchr(blanks, value.data[value.len - 1]) != NULL)
		value.len--;
	return mapped_number(nv, value, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static void
load_extra(struct naive *nv, struct article *a, uint32_t name, struct pm_str value)
{
	struct extra extra = { .name = name };

	extra.value = value_number(nv, value);
	extra.words = load_field(nv, value);
	GROW(nv->extras, nv->extras_cap, nv->n_extras + 1);
	nv->extras[nv->n_extras++] = extra;
	a->n_extras++;
}

/* What stands between :// and the path, without a user before it or a port behind. */
static uint32_t
host_number(struct naive *nv, struct pm_str url)
{
	const char *end = url.data + url.len, *p, *at, *stop;
	struct pm_str host;

	p = url.len == 0 ? NULL : memmem(url.data, url.len, "://", 3);
	if (p == NULL)
		return NONE;
	p += 3;
	for (stop = p; stop < end && memchr("/?#", *stop, 3) == NULL; stop++)
		;
	at = memrchr(p, '@', (size_t)(stop - p));
	host.data = at == NULL ? p : at + 1;
	at = memchr(host.data, ':', (size_t)(stop - host.data));
	host.len = (size_t)((at == NULL ? stop : at) - host.data);
	return host.len == 0 ? NONE : name_number(nv, host);
}

static void
load_metadata(struct naive *nv, struct article *a, const struct pm_article *article)
{
	struct pm_str author;
	size_t i;

	a->day = article->day;
	a->id = article->id.len == 0
		      ? NONE
		      : number(&nv->names, article->id.data, article->id.len);
	a->host = host_number(nv, article->url);
	a->fields[SOURCE] = load_field(nv, article->source);
	a->extras = nv->n_extras;
	a->n_extras = 0;
	if (article->source.len > 0)
		load_extra(nv, a, nv->source, article->source);
	for (i = 0; i < article->author.len; i += author.len + 1) {
		author.data = article->author.data + i;
		author.len = strnlen(author.data, article->author.len - i);
		load_extra(nv, a, nv->author, author);
	}
	/* of which queries take words */
	author.len = strnlen(article->author.data == NULL ? "" : article->author.data,
			     article->author.len);
	author.data = article->author.data;
	a->fields[AUTHOR] = load_field(nv, author);
	for (i = 0; i < article->n_fields; i++)
		load_extra(nv, a, name_number(nv, article->fields[i].name),
			   article->fields[i].value);
}

/* --- which articles hold what ------------------------------------------- */

struct pairs {
	uint64_t *items; /* number << 32 | article */
	size_t n, cap;
	uint32_t *last; /* by number: the article that it was added for last */
};

static void
add_pair(struct pairs *p, uint32_t id, uint32_t article)
{
	if (p->last[id] == article)
		return;
	p->last[id] = article;
	GROW(p->items, p->cap, p->n + 1);
	p->items[p->n++] = (uint64_t)id << 32 | article;
}

static void
pairs_init(struct pairs *p, uint32_t n)
{
	memset(p, 0, sizeof *p);
	p->last = need_memory(pm_alloc(n, sizeof *p->last));
	memset(p->last, 0xff, n * sizeof *p->last);
}

/* LISTS of N numbers from the pairs, which are released. */
static void
make_lists(struct lists *lists, uint32_t n, struct pairs *p)
{
	size_t i, k;

	lists->starts = need_memory(pm_calloc((size_t)n + 1, sizeof *lists->starts));
	lists->articles = need_memory(pm_alloc(p->n, sizeof *lists->articles));
	for (i = 0; i < p->n; i++)
		lists->starts[p->items[i] >> 32]++;
	for (i = k = 0; i <= n; i++)
		lists->starts[i] = k += lists->starts[i];
	/* each list is filled from its end, which becomes its start */
	for (i = p->n; i-- > 0;)
		lists->articles[--lists->starts[p->items[i] >> 32]] = (uint32_t)p->items[i];
	free(p->items);
	free(p->last);
}

/* Where strings and stems are, and which stems a string has. */
struct listing {
	struct pairs strings, stems, stems_of;
};

static void
list_string(struct listing *l, uint32_t string, uint32_t stem, uint32_t article)
{
	add_pair(&l->strings, string, article);
	add_pair(&l->stems, stem, article);
	add_pair(&l->stems_of, string, stem);
}

/* Words of folds are in no article, but a query word stands for their stems. */
static void
list_folds(struct naive *nv, struct listing *l)
{
	uint32_t a, k, part;
	size_t i;

	for (a = 0; a < nv->n_articles; a++)
		for (i = nv->articles[a].fields[FOLDS].first;
		     i < nv->articles[a].fields[FOLDS].end; i++) {
			const struct word *w = &nv->words[i];
			const struct string *s = &nv->of_string[w->string];

			add_pair(&l->stems_of, w->string, nv->stem_of[w->spoken]);
			for (k = 0; k < s->n_parts; k++) {
				part = nv->parts[s->parts + k];
				add_pair(&l->stems_of, part, nv->of_string[part].stem);
			}
			for (k = 0; k < 2; k++)
				if (w->compounds[k] != NONE)
					add_pair(&l->stems_of, w->compounds[k],
						 nv->of_string[w->compounds[k]].stem);
		}
}

static void
list_words(struct naive *nv)
{
	struct pairs composed;
	struct listing l;
	uint32_t a, k, part;
	size_t i;

	pairs_init(&l.strings, nv->strings.n);
	pairs_init(&l.stems, nv->stems.n);
	pairs_init(&l.stems_of, nv->strings.n);
	pairs_init(&composed, nv->composed.n);
	for (a = 0; a < nv->n_articles; a++)
		for (i = nv->articles[a].fields[TITLE].first;
		     i < nv->articles[a].fields[BODY].end; i++) {
			const struct word *w = &nv->words[i];
			const struct string *s = &nv->of_string[w->string];

			list_string(&l, w->string, nv->stem_of[w->spoken], a);
			for (k = 0; k < s->n_parts; k++) {
				part = nv->parts[s->parts + k];
				list_string(&l, part, nv->of_string[part].stem, a);
			}
			for (k = 0; k < 2; k++)
				if (w->compounds[k] != NONE)
					list_string(&l, w->compounds[k],
						    nv->of_string[w->compounds[k]].stem,
						    a);
			add_pair(&composed, nv->composed_of[w->surface], a);
		}
	list_folds(nv, &l);
	make_lists(&nv->by_string, nv->strings.n, &l.strings);
	make_lists(&nv->by_stem, nv->stems.n, &l.stems);
	make_lists(&nv->stems_of, nv->strings.n, &l.stems_of);
	make_lists(&nv->by_composed, nv->composed.n, &composed);
}

static void
find_points(struct naive *nv)
{
	size_t n = 0, len;
	uint32_t id;

	nv->points = need_memory(pm_alloc(nv->strings.pool.len + 1, sizeof *nv->points));
	nv->points_at = need_memory(pm_alloc((size_t)nv->strings.n + 1,
					     sizeof *nv->points_at));
	for (id = 0; id < nv->strings.n; id++) {
		const char *s = pm_intern_get(&nv->strings, id, &len);

		nv->points_at[id] = n;
		n += spelt_points(nv->points + n, s, len);
	}
	nv->points_at[id] = n;
}

/* The article that is read now is in this language. */
static void
use_language(struct naive *nv, struct pm_str code)
{
	struct pm_stemmers *set = &nv->stemmers;
	unsigned number = pm_language_number(code.data, code.len);
	const char *name = pm_language_stemmer(number);
	struct pm_error err;
	size_t i;

	if (!set->several)
		return;
	for (i = 0; i < set->n; i++)
		if (strcmp(pm_stemmer_language(set->list[i]), name) == 0)
			break;
	if (i == set->n)
		need(pm_stemmer_new(&set->list[set->n++], name, &err), &err);
	nv->own = set->list[i];
	nv->language = (uint32_t)i;
}

void
naive_load(struct naive *nv, const char *path, const char *language, enum naive_text text)
{
	struct pm_reader_options options = { 0 };
	struct pm_reader *reader = NULL;
	const struct pm_article *article;
	struct pm_error err;
	enum pm_status status;

	memset(nv, 0, sizeof *nv);
	nv->full_text = text == NAIVE_FULL_TEXT;
	pm_intern_init(&nv->strings);
	pm_intern_init(&nv->stems);
	pm_intern_init(&nv->surfaces);
	pm_intern_init(&nv->composed);
	pm_intern_init(&nv->separators);
	pm_intern_init(&nv->names);
	/* no name of a corpus holds a line end */
	nv->source = number(&nv->names, "\nsource", 7);
	nv->author = number(&nv->names, "\nauthor", 7);
	pm_intern_init(&nv->spoken);
	need(pm_stemmers_new(&nv->stemmers, language, NULL, &err), &err);
	nv->own = nv->stemmers.list[0];
	need(pm_reader_open(&reader, &path, 1, &options, &err), &err);
	while ((status = pm_reader_next(reader, &article, &err)) == PM_OK) {
		struct article *a;

		GROW(nv->articles, nv->articles_cap, (size_t)nv->n_articles + 1);
		a = &nv->articles[nv->n_articles++];
		use_language(nv, article->language);
		load_text(nv, a, article);
		load_metadata(nv, a, article);
	}
	need(status, &err);
	pm_reader_free(reader);
	list_words(nv);
	number_pieces(nv);
	find_breaks(nv);
	find_points(nv);
}

static void
lists_release(struct lists *lists)
{
	free(lists->starts);
	free(lists->articles);
}

void
naive_release(struct naive *nv)
{
	pm_stemmers_release(&nv->stemmers);
	pm_intern_release(&nv->spoken);
	pm_intern_release(&nv->strings);
	pm_intern_release(&nv->stems);
	pm_intern_release(&nv->surfaces);
	pm_intern_release(&nv->composed);
	pm_intern_release(&nv->separators);
	pm_intern_release(&nv->names);
	lists_release(&nv->by_string);
	lists_release(&nv->by_stem);
	lists_release(&nv->stems_of);
	lists_release(&nv->by_composed);
	free(nv->of_string);
	free(nv->composed_of);
	free(nv->stem_of);
	free(nv->parts);
	free(nv->words);
	free(nv->articles);
	free(nv->extras);
	free(nv->points);
	free(nv->points_at);
	free(nv->pieces);
	free(nv->piece_of);
	free(nv->sentences);
	free(nv->paragraphs);
	memset(nv, 0, sizeof *nv);
}
