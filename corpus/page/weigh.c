/* Pressmark - which parts of a web page are its article: weighing: see
 * blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"

#include "corpus/page/interface.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define GOOD_WORDS 12
#define REACH 12 /* blocks that count as near */
#define BOX_WORDS_MAX 150
#define WITNESS_MIN 60 /* words that a JSON-LD text needs to be trusted */

/* A set of hashes with open addressing; the size is a power of two. */
struct hash_set {
	uint64_t *places;
	size_t cap;
};

static enum pm_status
set_init(struct hash_set *s, size_t n, struct pm_error *err)
{
	for (s->cap = 64; s->cap < 2 * n; s->cap *= 2)
		;
	s->places = calloc(s->cap, sizeof *s->places);
	return s->places == NULL ? pm_fail_nomem(err) : PM_OK;
}

enum use { ASK, ADD };

/* Whether the set has HASH; ADD adds it.  No more may be added than announced. */
static bool
set_has(struct hash_set *s, uint64_t hash, enum use use)
{
	size_t i = (size_t)((hash * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (s->cap - 1);

	hash |= 1; /* 0 marks a free place */
	while (s->places[i] != 0 && s->places[i] != hash)
		i = (i + 1) & (s->cap - 1);
	if (s->places[i] == hash)
		return true;
	if (use == ADD)
		s->places[i] = hash;
	return false;
}

static const char *
text_of(const struct pm_blocks *b, const struct pm_block *k)
{
	return (const char *)b->text.data + k->at;
}

static float
share(float part, float whole)
{
	return whole > 0 ? part / whole : 0;
}

static float
link_share(const struct pm_block *k)
{
	return share(k->links, k->words);
}

static bool
is_broad(const struct pm_block *k)
{
	return k->broad > k->chars / 5;
}

/* . ! ? : ; ... and their equivalents in other scripts, possibly before closing
 * quotes. */
static bool
ends_sentence(const char *text, size_t len)
{
	static const char *const closing[] = {
		"\"", "'", ")", "]", "\u201d", "\u2019", "\u00bb", "\u300d", "\u300f"
	};
	static const char *const marks[] = {
		".",	  "!",	    "?",      ":",	";",	  "\u2026", "\u3002",
		"\uff01", "\uff1f", "\u061f", "\u06d4", "\u061b", "\u0964", "\uff1a"
	};
	size_t i, n;
	bool again = true;

	while (again) {
		again = false;
		for (i = 0; i < sizeof closing / sizeof *closing; i++) {
			n = strlen(closing[i]);
			if (len > n && memcmp(text + len - n, closing[i], n) == 0) {
				len -= n;
				again = true;
			}
		}
	}
	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		n = strlen(marks[i]);
		if (len >= n && memcmp(text + len - n, marks[i], n) == 0)
			return true;
	}
	return false;
}

static void
weigh_words(struct pm_blocks *b)
{
	float words = 0, small = 0;
	size_t i;

	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		float links = link_share(k);
		struct pm_shares shares;

		shares = pm_word_shares(b->words, text_of(b, k), k->len);
		k->stop = shares.function;
		k->interface = shares.interface;
		k->interface_line = pm_is_interface_line(text_of(b, k), k->len);
		if (is_broad(k))
			k->stop = k->commas > 0 || k->chars > 60 ? .35f : .2f;
		if (k->words >= 15 && links < .3f) {
			words += k->words;
			small += k->words * k->stop;
		}
	}
	/* a language that is not in the lists: its words are not counted against it */
	if (words > 0 && small / words < .13f) {
		for (i = 0; i < b->n; i++) {
			struct pm_block *k = &b->blocks[i];

			if (k->words >= 8 && link_share(k) < .5f && k->stop < .32f)
				k->stop = .32f;
		}
	}
	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		const char *text = text_of(b, k);
		float *f = k->f;

		memset(f, 0, sizeof k->f);
		f[PM_F_BIAS] = 1;
		f[PM_F_LINKS] = link_share(k);
		f[PM_F_STOP] = 2 * fminf(.6f, k->stop);
		f[PM_F_STOP_LOW] = k->stop < .12f;
		f[PM_F_END] = ends_sentence(text, k->len);
		f[PM_F_COMMAS] = fminf(2.5f, logf(1 + (float)k->commas));
		f[PM_F_UPPER] = share((float)k->capitals, (float)k->chars);
		f[PM_F_PLACE] = (float)i / (float)b->n;
		f[PM_F_SHORT] = k->words < 6;
		f[PM_F_POINTER] = k->words < 40 && pm_is_pointer(text, k->len);
		f[PM_F_INTERFACE] = fminf(1, 5 * k->interface);
		k->good = k->words >= GOOD_WORDS && f[PM_F_LINKS] < .35f &&
			  k->stop > .18f && (f[PM_F_END] > 0 || k->words > 40);
	}
}

/* Weigh blocks that stand in a row of such with links. */
static void
weigh_rows(struct pm_blocks *b)
{
	size_t i, j, m;

	for (i = 0; i < b->n; i = j + (j == i)) {
		for (j = i; j < b->n && b->blocks[j].f[PM_F_LINKS] > .15f; j++)
			;
		for (m = i; m < j; m++)
			b->blocks[m].f[PM_F_LINK_ROW] = fminf(4, (float)(j - i - 1)) / 4;
	}
}

/* For every element, the sums over the blocks below it. */
static void
sum_elements(struct pm_blocks *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		struct pm_element *e = &b->elements[k->parent];

		e->words += k->words;
		e->links += k->links;
		e->interface += k->interface * k->words;
		if (k->good)
			e->good += k->words - k->links;
		switch (e->tag) {
		case PM_TAG_P:
		case PM_TAG_LI:
		case PM_TAG_H:
		case PM_TAG_TD:
		case PM_TAG_TH:
		case PM_TAG_DD:
		case PM_TAG_DT:
			k->container = e->parent;
			break;
		default:
			k->container = k->parent;
		}
	}
	/* children come after their parents */
	for (i = b->n_elements; i-- > 1;) {
		struct pm_element *e = &b->elements[i], *up = &b->elements[e->parent];

		up->words += e->words;
		up->links += e->links;
		up->interface += e->interface;
		up->good += e->good;
	}
}

/* Sorts by two keys: an array of indexes, each with its key. */
struct keyed {
	uint64_t key;
	uint32_t index;
};

static int
compare_keyed(const void *x, const void *y)
{
	const struct keyed *a = x, *b = y;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static enum pm_status
count_siblings(struct pm_blocks *b, struct pm_error *err)
{
	struct keyed *keyed = pm_alloc(b->n_elements, sizeof *keyed);
	size_t n = 0, i, j;

	if (keyed == NULL)
		return pm_fail_nomem(err);
	for (i = 1; i < b->n_elements; i++) {
		const struct pm_element *e = &b->elements[i];

		if (e->words > 0) {
			keyed[n].key = e->kind ^
				       (e->parent * UINT64_C(0xff51afd7ed558ccd));
			keyed[n++].index = (uint32_t)i;
		}
	}
	qsort(keyed, n, sizeof *keyed, compare_keyed);
	for (i = 0; i < n; i = j) {
		for (j = i; j < n && keyed[j].key == keyed[i].key; j++)
			;
		for (size_t m = i; m < j; m++)
			b->elements[keyed[m].index].same = (uint32_t)(j - i);
	}
	free(keyed);
	return PM_OK;
}

static enum pm_status
weigh_kinds(struct pm_blocks *b, float page_good, struct pm_error *err)
{
	struct keyed *keyed = pm_alloc(b->n, sizeof *keyed);
	size_t i, j, m;

	if (keyed == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < b->n; i++) {
		const struct pm_element *e = &b->elements[b->blocks[i].parent];

		keyed[i].key = e->kind * 31 + b->elements[e->parent].kind;
		keyed[i].index = (uint32_t)i;
	}
	qsort(keyed, b->n, sizeof *keyed, compare_keyed);
	for (i = 0; i < b->n; i = j) {
		float good = 0;

		for (j = i; j < b->n && keyed[j].key == keyed[i].key; j++) {
			const struct pm_block *k = &b->blocks[keyed[j].index];

			good += k->good ? k->words - k->links : 0;
		}
		for (m = i; m < j; m++)
			b->blocks[keyed[m].index].f[PM_F_SAME_KIND] = share(good,
									    page_good);
	}
	free(keyed);
	return PM_OK;
}

/* Weigh blocks whose text stands elsewhere on the page too. */
static enum pm_status
weigh_repeats(struct pm_blocks *b, struct pm_error *err)
{
	struct keyed *keyed = pm_alloc(b->n, sizeof *keyed);
	size_t i, j, m;

	if (keyed == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];

		keyed[i].key = XXH3_64bits(text_of(b, k), k->len);
		keyed[i].index = (uint32_t)i;
	}
	qsort(keyed, b->n, sizeof *keyed, compare_keyed);
	for (i = 0; i < b->n; i = j) {
		for (j = i; j < b->n && keyed[j].key == keyed[i].key; j++)
			;
		for (m = i; m < j; m++)
			b->blocks[keyed[m].index].f[PM_F_REPEATED] =
				fminf(3, (float)(j - i - 1)) / 3;
	}
	free(keyed);
	return PM_OK;
}

static bool
is_inside(const struct pm_blocks *b, uint32_t element, uint32_t above)
{
	return element >= above && element < b->elements[above].end;
}

static const unsigned BOILER = PM_HINT_NAV | PM_HINT_OTHER | PM_HINT_SOCIAL |
			       PM_HINT_OFFER | PM_HINT_COMMENT;

/* Nearness of the nearest ancestor, of eight, that has the hint. */
static float
nearness(const struct pm_blocks *b, uint32_t e, unsigned hint)
{
	unsigned distance;

	for (distance = 0; distance < 8; distance++) {
		const struct pm_element *at = &b->elements[e];

		if (at->tag == PM_TAG_BODY || at->tag == PM_TAG_HTML || e == 0)
			break;
		if ((at->hints & hint) != 0)
			return 1 - .08f * (float)distance;
		e = at->parent;
	}
	return 0;
}

static float
body_hint(const struct pm_blocks *b, uint32_t e)
{
	unsigned distance;

	for (distance = 0; distance < 8 && e != 0; distance++) {
		const struct pm_element *at = &b->elements[e];

		if (at->tag == PM_TAG_BODY)
			break;
		if ((at->hints & PM_HINT_BODY) != 0)
			return 1;
		if ((at->hints & BOILER) != 0)
			return -1;
		e = at->parent;
	}
	return 0;
}

/* How much of an interface the largest small box around has. */
static float
box_interface(const struct pm_blocks *b, uint32_t e)
{
	float interface = 0;
	unsigned distance;

	for (distance = 0; distance < 4 && e != 0; distance++) {
		const struct pm_element *at = &b->elements[e];

		if (at->words > BOX_WORDS_MAX)
			break;
		interface = share(at->interface, at->words);
		e = at->parent;
	}
	return fminf(1, 10 * interface);
}

static void
weigh_places(struct pm_blocks *b, float page_good)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		const struct pm_element *e = &b->elements[k->parent];
		const struct pm_element *box = &b->elements[k->container];
		const struct pm_element *outer = &b->elements[box->parent];
		uint32_t up = k->parent, same = 0;
		unsigned d;

		k->f[PM_F_DIV] = e->tag == PM_TAG_DIV || e->tag == PM_TAG_SECTION ||
				 e->tag == PM_TAG_BODY || e->tag == PM_TAG_CENTER ||
				 e->tag == PM_TAG_ARTICLE;
		for (d = 0; d < 5; d++, up = b->elements[up].parent) {
			const struct pm_element *at = &b->elements[up];

			if (d < 3 &&
			    (at->tag == PM_TAG_PRE || at->tag == PM_TAG_BLOCKQUOTE))
				k->f[PM_F_QUOTED] = 1;
			if (at->same > same)
				same = at->same;
		}
		k->f[PM_F_SIBLINGS] = same > 2 ? fminf(3.5f, logf(1 + (float)same)) / 2
					       : 0;
		k->f[PM_F_NEG] = e->neg;
		k->f[PM_F_HIDDEN] = e->hidden;
		k->f[PM_F_NAV] = nearness(b, k->parent, PM_HINT_NAV);
		k->f[PM_F_SOCIAL] = nearness(b, k->parent, PM_HINT_SOCIAL);
		k->f[PM_F_META] = nearness(b, k->parent, PM_HINT_META);
		k->f[PM_F_BOX_INTERFACE] = box_interface(b, k->container);
		k->f[PM_F_OFFER] = nearness(b, k->parent, PM_HINT_OFFER);
		k->f[PM_F_BODY] = body_hint(b, k->parent);
		k->f[PM_F_MAYBE_HIDDEN] = e->maybe_hidden && !e->hidden;
		k->f[PM_F_PARENT_SHARE] = share(box->good, page_good);
		k->f[PM_F_GRAND_SHARE] = share(outer->good, page_good);
		k->f[PM_F_PARENT_GOOD] = share(box->good, box->words);
		k->f[PM_F_PARENT_LINKS] = share(box->links, box->words);
	}
}

/* The element that holds the article, as far as sums of good text can tell: each good
 * block contributes to its container and, less, to three elements above. */
static uint32_t
best_container(struct pm_blocks *b)
{
	static const float falls[] = { 1, .6f, .3f, .15f };
	uint32_t best = 0;
	float best_score = 0;
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];
		uint32_t e = k->parent;
		float score;
		unsigned d;

		if (!k->good)
			continue;
		score = 1 + (float)k->commas + fminf((float)k->chars / 100, 3);
		for (d = 0; d < 6; d++, e = b->elements[e].parent) {
			if ((b->elements[e].hints &
			     (PM_HINT_NAV | PM_HINT_OTHER | PM_HINT_COMMENT)) != 0) {
				score *= .4f;
				break;
			}
		}
		for (d = 0, e = k->container; d < 4; d++) {
			b->elements[e].score += score * falls[d];
			if (e == 0)
				break;
			e = b->elements[e].parent;
		}
	}
	for (i = 0; i < b->n_elements; i++) {
		struct pm_element *e = &b->elements[i];

		e->score *= 1 - share(e->links, e->words);
		if ((e->hints & PM_HINT_BODY) != 0 || e->tag == PM_TAG_ARTICLE)
			e->score *= 1.25f;
		if ((e->hints & (PM_HINT_NAV | PM_HINT_COMMENT)) != 0 ||
		    e->tag == PM_TAG_NAV || e->tag == PM_TAG_ASIDE ||
		    e->tag == PM_TAG_FOOTER)
			e->score *= .5f;
		if (e->score > best_score) {
			best_score = e->score;
			best = (uint32_t)i;
		}
	}
	return best;
}

static float
nearby(size_t distance)
{
	return (float)(distance < REACH ? distance : REACH) / REACH;
}

static void
weigh_container(struct pm_blocks *b)
{
	uint32_t top = best_container(b);
	size_t i, distance;

	for (i = 0, distance = REACH; i < b->n; i++, distance++) {
		struct pm_block *k = &b->blocks[i];
		bool inside = is_inside(b, k->parent, top);

		k->f[PM_F_IN_TOP] = inside;
		k->f[PM_F_BEFORE] = nearby(distance);
		if (inside && k->good)
			distance = 0;
	}
	for (i = b->n, distance = REACH; i-- > 0; distance++) {
		struct pm_block *k = &b->blocks[i];

		if (k->f[PM_F_IN_TOP] > 0 && k->good)
			distance = 0;
		k->f[PM_F_AFTER] = nearby(distance);
	}
}

/* Weigh blocks outside the page's one article, or outside its main part. */
static void
weigh_outside(struct pm_blocks *b, float page_good)
{
	uint32_t article = UINT32_MAX, main = UINT32_MAX;
	size_t i;

	for (i = b->n_elements; i-- > 0;) {
		const struct pm_element *e = &b->elements[i];

		if (e->tag == PM_TAG_ARTICLE && page_good > 0 && e->good * 2 >= page_good)
			article = (uint32_t)i;
		if (e->is_main && e->good > 0)
			main = (uint32_t)i;
	}
	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];

		k->f[PM_F_OUT_ARTICLE] = article != UINT32_MAX &&
					 !is_inside(b, k->parent, article);
		k->f[PM_F_OUT_MAIN] = main != UINT32_MAX && !is_inside(b, k->parent, main);
	}
}

static bool
is_content(const struct pm_blocks *b, const struct pm_page_word *t)
{
	return t->len > 1 && !pm_is_function_word(b->words, t);
}

static enum pm_status
weigh_title(struct pm_blocks *b, const struct pm_buf *title, struct pm_error *err)
{
	const char *p = pm_buf_str(title), *end = p + title->len;
	struct pm_page_word token;
	struct hash_set set;
	size_t n = 0, i;
	bool seen = false;

	if (set_init(&set, title->len / 2 + 1, err) < 0)
		return PM_ERR_NOMEM;
	while (pm_page_word_next(&p, end, &token)) {
		if (is_content(b, &token))
			n += !set_has(&set, token.hash, ADD);
	}
	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		size_t words = 0, shared = 0;

		if (k->words < 40 && n > 0) {
			p = text_of(b, k);
			end = p + k->len;
			while (pm_page_word_next(&p, end, &token)) {
				if (!is_content(b, &token))
					continue;
				words++;
				shared += set_has(&set, token.hash, ASK);
			}
			if (words > 0)
				k->f[PM_F_TITLE_WORDS] =
					fminf(1, (float)shared /
							 (float)(words < n ? words : n));
		}
		if (b->elements[k->parent].tag == PM_TAG_H ||
		    (n > 1 && (float)shared > .7f * (float)n))
			seen |= (float)shared > .3f * (float)n || n == 0;
		k->f[PM_F_TITLED] = seen;
	}
	free(set.places);
	return PM_OK;
}

/* Walk the runs of one, two and three words of a text.  ADD: put them all into the set.
 * Otherwise *KNOWN and *RUNS count the longest kind of run that the text has. */
static size_t
runs_of_words(struct hash_set *set, const char *p, const char *end, enum use use,
	      size_t *known, size_t *runs)
{
	uint64_t before[2] = { 0, 0 };
	size_t found[3] = { 0, 0, 0 }, n;
	struct pm_page_word token;

	for (n = 0; pm_page_word_next(&p, end, &token); n++) {
		uint64_t two = before[1] * 31 + token.hash;
		uint64_t three = before[0] * 961 + two;

		found[0] += set_has(set, token.hash, use);
		if (n >= 1)
			found[1] += set_has(set, two, use);
		if (n >= 2)
			found[2] += set_has(set, three, use);
		before[0] = before[1];
		before[1] = token.hash;
	}
	*runs = n >= 3 ? n - 2 : n > 0;
	*known = n >= 3 ? found[2] : n == 2 ? found[1] : found[0];
	return n;
}

/* Weigh blocks that a JSON-LD text of the article does not contain. */
static enum pm_status
weigh_witness(struct pm_blocks *b, const struct pm_buf *witness, struct pm_error *err)
{
	const char *text = pm_buf_str(witness);
	size_t i, known, runs;
	struct hash_set set;

	if (witness->len < WITNESS_MIN)
		return PM_OK;
	if (set_init(&set, 3 * (witness->len / 2 + 1), err) < 0)
		return PM_ERR_NOMEM;
	if (runs_of_words(&set, text, text + witness->len, ADD, &known, &runs) <
	    WITNESS_MIN)
		goto out;
	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];

		text = text_of(b, k);
		runs_of_words(&set, text, text + k->len, ASK, &known, &runs);
		k->f[PM_F_NOT_LD] = (float)known < .3f * (float)runs;
	}
out:
	free(set.places);
	return PM_OK;
}

enum pm_status
pm_blocks_weigh(struct pm_blocks *b, const struct pm_buf *title,
		const struct pm_buf *witness, struct pm_error *err)
{
	float page_good;
	enum pm_status st;

	if (b->n == 0)
		return PM_OK;
	weigh_words(b);
	weigh_rows(b);
	sum_elements(b);
	page_good = b->elements[0].good;
	if ((st = count_siblings(b, err)) < 0)
		return st;
	weigh_places(b, page_good);
	weigh_container(b);
	weigh_outside(b, page_good);
	if ((st = weigh_kinds(b, page_good, err)) < 0 ||
	    (st = weigh_repeats(b, err)) < 0 || (st = weigh_title(b, title, err)) < 0 ||
	    (st = weigh_witness(b, witness, err)) < 0)
		return st;
	return PM_OK;
}
