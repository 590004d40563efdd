/* Pressmark - whether two articles are copies: see alike.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/alike.h"

#include "segment/codes.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

/* Words that are remembered. */
#define KNOWN ((uint32_t)1 << 17)
#define KNOWN_FACTOR UINT32_C(0x9e3779b1)

/* What is asked of a word of a segment. */
struct known {
	uint32_t rank, segment; /* SEGMENT + 1; 0: unused */
	uint32_t hash;
	bool is_number;
};

/* An article, and the distinct runs of its body. */
struct text {
	struct pm_alike_article of;
	struct pm_place place;
	uint64_t *runs;	 /* in the order of the text */
	uint64_t *table; /* the same, found by their hashes; 0: empty */
	size_t n, runs_cap, table_cap;
	uint64_t mask;	 /* of the table */
	uint64_t sample; /* runs with any of these bits are left out */
};

/* The runs of an article that was asked about, unless it has more than KEPT_RUNS: articles
 * that are a little less alike than copies are asked about again and again. */
#define KEPT 2048u
#define KEPT_RUNS 1024u

struct kept {
	uint32_t segment; /* and 1; 0: unused */
	uint32_t article;
	uint64_t *runs;
	size_t n, cap;
};

struct pm_alike {
	struct pm_segment *const *segments;
	struct known *known;
	struct kept *kept;
	struct text one, other;
	uint32_t *numbers[2];
	size_t numbers_cap[2];
};

enum pm_status
pm_alike_new(struct pm_alike **out, struct pm_segment *const *segments,
	     struct pm_error *err)
{
	struct pm_alike *a = pm_calloc(1, sizeof *a);

	if (a == NULL)
		return pm_fail_nomem(err);
	a->segments = segments;
	a->known = pm_calloc(KNOWN, sizeof *a->known);
	a->kept = pm_calloc(KEPT, sizeof *a->kept);
	if (a->known == NULL || a->kept == NULL) {
		pm_alike_free(a);
		return pm_fail_nomem(err);
	}
	*out = a;
	return PM_OK;
}

static void
release_text(struct text *t)
{
	free(t->runs);
	free(t->table);
}

void
pm_alike_free(struct pm_alike *a)
{
	unsigned i;

	if (a == NULL)
		return;
	for (i = 0; a->kept != NULL && i < KEPT; i++)
		free(a->kept[i].runs);
	free(a->kept);
	release_text(&a->one);
	release_text(&a->other);
	free(a->numbers[0]);
	free(a->numbers[1]);
	free(a->known);
	free(a);
}

/* --- words -------------------------------------------------------------------- */

/* The words of a field, one by one. */
struct walk {
	struct pm_alike *a;
	uint32_t segment;
	const uint8_t *p, *end;
	uint32_t left;
};

enum field { FIELD_TITLE, FIELD_BODY };

static enum pm_status
damaged(const struct walk *w, struct pm_error *err)
{
	struct pm_segment *seg = w->a->segments[w->segment];

	return pm_corrupt(err, pm_segment_metadata_path(seg),
			  "the words of an article do not fit together");
}

static enum pm_status
begin_walk(struct walk *w, struct pm_alike *a, const struct text *t, enum field field,
	   struct pm_error *err)
{
	struct pm_store *store = pm_segment_store(a->segments[t->of.segment]);
	uint32_t rank, i;

	*w = (struct walk){ .a = a, .segment = t->of.segment };
	if (t->place.n_words == 0)
		return PM_OK;
	if ((w->p = pm_store_codes(store, &t->place, err)) == NULL)
		return PM_ERR_CORRUPT;
	w->end = w->p + t->place.words_bytes;
	w->left = t->place.n_title;
	if (field == FIELD_TITLE)
		return PM_OK;
	for (i = 0; i < t->place.n_title; i++)
		if (pm_code_get(&w->p, w->end, &rank) < 0)
			return damaged(w, err);
	w->left = t->place.n_words - t->place.n_title;
	return PM_OK;
}

static enum pm_status
look_up(struct walk *w, uint32_t rank, struct known *k, struct pm_error *err)
{
	struct pm_segment *seg = w->a->segments[w->segment];
	struct pm_known_word word;
	enum pm_status status;
	size_t i;

	if (rank >= pm_lexicon_words(pm_segment_lexicon(seg)))
		return damaged(w, err);
	if ((status = pm_segment_word(seg, rank, &word, err)) != PM_OK)
		return status;
	*k = (struct known){ rank, w->segment + 1, pm_word_hash(word.folded, word.len),
			     false };
	/* folding has made the digits of all scripts these */
	for (i = 0; i < word.len && !k->is_number; i++)
		k->is_number = word.folded[i] >= '0' && word.folded[i] <= '9';
	return PM_OK;
}

/* PM_END: the field ends. */
static inline enum pm_status
next_word(struct walk *w, const struct known **known, struct pm_error *err)
{
	struct known *k;
	uint32_t rank;

	if (w->left == 0)
		return PM_END;
	w->left--;
	if (pm_code_get(&w->p, w->end, &rank) < 0)
		return damaged(w, err);
	k = &w->a->known[(rank + w->segment * KNOWN_FACTOR) % KNOWN];
	*known = k;
	return k->rank == rank && k->segment == w->segment + 1
		     ? PM_OK
		     : look_up(w, rank, k, err);
}

/* --- runs --------------------------------------------------------------------- */

static void
add_run(struct text *t, uint64_t hash)
{
	uint64_t at;

	hash += hash == 0;
	if ((hash & t->sample) != 0)
		return;
	/* the lower bits of a sample are all the same */
	for (at = hash >> 32 & t->mask; t->table[at] != 0; at = (at + 1) & t->mask)
		if (t->table[at] == hash)
			return;
	t->table[at] = hash;
	t->runs[t->n++] = hash;
}

static bool
has_run(const struct text *t, uint64_t hash)
{
	uint64_t at;

	for (at = hash >> 32 & t->mask; t->table[at] != 0; at = (at + 1) & t->mask)
		if (t->table[at] == hash)
			return true;
	return false;
}

/* The body may be a little unlike its size: a sample of twice as many has room. */
static enum pm_status
make_room(struct text *t, uint64_t runs, struct pm_error *err)
{
	size_t room = runs > PM_ALIKE_RUNS ? (size_t)4 * PM_ALIKE_RUNS : (size_t)runs;
	size_t size = 64;
	enum pm_status status;

	while (size < 2 * room)
		size *= 2;
	if ((status = pm_grow(&t->runs, &t->runs_cap, room, sizeof *t->runs, err)) < 0 ||
	    (status = pm_grow(&t->table, &t->table_cap, size, sizeof *t->table, err)) < 0)
		return status;
	memset(t->table, 0, size * sizeof *t->table);
	t->mask = size - 1;
	t->n = 0;
	return PM_OK;
}

/* Read the article's runs; SAMPLE: as few of them at least. */
static enum pm_status
read_text(struct pm_alike *a, struct text *t, const struct pm_alike_article *of,
	  uint64_t sample, struct pm_error *err)
{
	struct pm_store *store = pm_segment_store(a->segments[of->segment]);
	const struct known *k = NULL;
	struct pm_words_run run;
	struct walk w;
	enum pm_status status = pm_store_place(store, of->article, &t->place, err);
	uint64_t runs;

	t->of = *of;
	if (status < 0)
		return status;
	runs = t->place.n_words - t->place.n_title;
	for (t->sample = sample; runs / (t->sample + 1) > PM_ALIKE_RUNS;)
		t->sample = t->sample * 2 + 1;
	if ((status = make_room(t, runs, err)) < 0 ||
	    (status = begin_walk(&w, a, t, FIELD_BODY, err)) < 0)
		return status;
	pm_words_run_begin(&run);
	while ((status = next_word(&w, &k, err)) == PM_OK)
		if (pm_words_run_next(&run, k->hash) && t->n < t->runs_cap)
			add_run(t, pm_run_hash(run.sum));
	return status == PM_END ? PM_OK : status;
}

/* How many of the runs of A are among those of B; *N_A: how many they are, of the sample of
 * B, which is not the larger one. */
static size_t
count_shared(const struct text *a, const struct text *b, size_t *n_a)
{
	size_t shared = 0, i;

	*n_a = 0;
	for (i = 0; i < a->n; i++)
		if ((a->runs[i] & b->sample) == 0) {
			++*n_a;
			shared += has_run(b, a->runs[i]);
		}
	return shared;
}

static struct kept *
kept_of(const struct pm_alike *a, const struct pm_alike_article *of)
{
	return &a->kept[(of->article + of->segment * KNOWN_FACTOR) % KEPT];
}

static enum pm_status
keep(struct pm_alike *a, const struct text *t, struct pm_error *err)
{
	struct kept *k = kept_of(a, &t->of);
	enum pm_status status;

	if (t->n > KEPT_RUNS || t->sample != 0)
		return PM_OK;
	k->segment = 0;
	if ((status = pm_grow(&k->runs, &k->cap, t->n, sizeof *k->runs, err)) < 0)
		return status;
	memcpy(k->runs, t->runs, t->n * sizeof *k->runs);
	k->n = t->n;
	k->segment = t->of.segment + 1;
	k->article = t->of.article;
	return PM_OK;
}

/* Whether the article is not alike, as far as is known from the runs that were kept. */
static bool
is_unlike(const struct pm_alike *a, const struct pm_alike_article *other)
{
	const struct kept *k = kept_of(a, other);
	const struct text *one = &a->one;
	size_t least, missing = 0, i;

	if (k->segment != other->segment + 1 || k->article != other->article ||
	    one->sample != 0 || one->n < PM_SKETCH_KEY_RUNS || k->n < PM_SKETCH_KEY_RUNS)
		return false;
	/* so many they must share: s >= .8 (n + m - s) */
	least = (4 * (one->n + k->n) + 8) / 9;
	for (i = 0; i < k->n && missing + least <= k->n; i++)
		missing += !has_run(one, k->runs[i]);
	return missing + least > k->n;
}

/* --- what else is asked ---------------------------------------------------------- */

/* Whether two words with the same hash have the same folded form: of short notices, many
 * differ in one word only, and then a hash of 32 bits is not enough. */
static enum pm_status
same_word(struct pm_alike *a, const struct known *one, const struct known *other,
	  bool *yes, struct pm_error *err)
{
	struct pm_known_word word;
	struct pm_buf folded;
	enum pm_status status;

	*yes = one->rank == other->rank && one->segment == other->segment;
	if (*yes)
		return PM_OK;
	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	status = pm_segment_word(a->segments[one->segment - 1], one->rank, &word, err);
	if (status == PM_OK) {
		pm_buf_put(&folded, word.folded, word.len);
		status = pm_segment_word(a->segments[other->segment - 1], other->rank,
					 &word, err);
	}
	if (status == PM_OK && folded.status < 0)
		status = pm_fail_nomem(err);
	if (status == PM_OK)
		*yes = folded.len == word.len &&
		       memcmp(pm_buf_str(&folded), word.folded, word.len) == 0;
	pm_buf_release(&folded);
	return status;
}

static enum pm_status
same_field(struct pm_alike *a, enum field field, bool *yes, struct pm_error *err)
{
	const struct known *one = NULL, *other = NULL;
	struct walk x, y;
	enum pm_status status;
	struct known kept;

	if ((status = begin_walk(&x, a, &a->one, field, err)) < 0 ||
	    (status = begin_walk(&y, a, &a->other, field, err)) < 0)
		return status;
	for (*yes = x.left == y.left; *yes;) {
		if ((status = next_word(&x, &one, err)) != PM_OK)
			break;
		kept = *one; /* the next one may take its place */
		if ((status = next_word(&y, &other, err)) != PM_OK)
			break;
		*yes = kept.hash == other->hash;
		if (*yes && (status = same_word(a, &kept, other, yes, err)) < 0)
			break;
	}
	return status < 0 ? status : PM_OK;
}

static int
compare_hashes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static enum pm_status
read_numbers(struct pm_alike *a, const struct text *t, unsigned i, size_t *n,
	     struct pm_error *err)
{
	const struct known *k = NULL;
	struct walk w;
	enum pm_status status = begin_walk(&w, a, t, FIELD_BODY, err);

	*n = 0;
	while (status == PM_OK && (status = next_word(&w, &k, err)) == PM_OK)
		if (k->is_number &&
		    (status = pm_grow(&a->numbers[i], &a->numbers_cap[i], *n + 1,
				      sizeof **a->numbers, err)) == PM_OK)
			a->numbers[i][(*n)++] = k->hash;
	if (status < 0)
		return status;
	if (*n > 1)
		qsort(a->numbers[i], *n, sizeof **a->numbers, compare_hashes);
	return PM_OK;
}

/* Whether four in five of the numbers of the article that has fewer are in the other, each
 * as often. */
static enum pm_status
same_numbers(struct pm_alike *a, bool *yes, struct pm_error *err)
{
	size_t n, m, i = 0, k = 0, shared = 0;
	enum pm_status status;

	if ((status = read_numbers(a, &a->one, 0, &n, err)) < 0 ||
	    (status = read_numbers(a, &a->other, 1, &m, err)) < 0)
		return status;
	while (i < n && k < m) {
		uint32_t x = a->numbers[0][i], y = a->numbers[1][k];

		shared += x == y;
		i += x <= y;
		k += y <= x;
	}
	*yes = 5 * shared >= 4 * (n < m ? n : m);
	return PM_OK;
}

/* --- the question -------------------------------------------------------------- */

enum pm_status
pm_alike_take(struct pm_alike *a, const struct pm_alike_article *article,
	      struct pm_error *err)
{
	return read_text(a, &a->one, article, 0, err);
}

/* Bodies of few runs: all must be the same. */
static enum pm_status
ask_short(struct pm_alike *a, bool *yes, struct pm_error *err)
{
	const struct pm_place *p = &a->one.place;
	enum pm_status status = PM_OK;

	*yes = p->n_words - p->n_title >= PM_SKETCH_DIGEST_WORDS;
	if (*yes)
		status = same_field(a, FIELD_BODY, yes, err);
	if (*yes && status == PM_OK)
		status = same_field(a, FIELD_TITLE, yes, err);
	return status;
}

enum pm_status
pm_alike_ask(struct pm_alike *a, const struct pm_alike_article *other, bool *yes,
	     struct pm_error *err)
{
	enum pm_status status;
	size_t n, shared;

	*yes = false;
	if (is_unlike(a, other))
		return PM_OK;
	if ((status = read_text(a, &a->other, other, a->one.sample, err)) < 0 ||
	    (status = keep(a, &a->other, err)) < 0)
		return status;
	shared = count_shared(&a->one, &a->other, &n);
	if (n < PM_SKETCH_KEY_RUNS || a->other.n < PM_SKETCH_KEY_RUNS)
		return n < PM_SKETCH_KEY_RUNS && a->other.n < PM_SKETCH_KEY_RUNS
			     ? ask_short(a, yes, err)
			     : PM_OK;
	*yes = 5 * shared >= 4 * (n + a->other.n - shared);
	return *yes && a->one.of.day != other->day ? same_numbers(a, yes, err) : PM_OK;
}
