/* Pressmark - segments for random requests, read by our own searches and by libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Part of requests_fixture.h.  The segments have words w0 (in every article) to w47 (in
 * none), a third of them with nothing but wdf 0.  Of each word in each segment there are
 * some shares, of which libxapian knows nothing: their checks tell it what they say.  Of
 * some segments there is a set of articles that are gone. */
#ifndef PM_TESTS_SEGMENTS_FIXTURE_H
#define PM_TESTS_SEGMENTS_FIXTURE_H

#include "glass/reader.h"
#include "shim/database.h"
#include "tests/unit/shim_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wunused-function"

/* Larger than the fixture's model, since lists are to have several chunks, and without
 * its meaning: libxapian is what is compared with. */
#define WORDS 48
#define SEGMENTS 3
#ifndef LARGEST
#define LARGEST 2600
#define FIRST 1500
#endif
#define ALL_IDS (SEGMENTS * LARGEST)

static const uint32_t sizes[SEGMENTS] = { FIRST, LARGEST, 700 };
static struct pm_db *db;
static struct pm_glass *lists[SEGMENTS];
static size_t n_segments;

static void
word_name(char name[8], uint32_t word)
{
	/* the last one but two is not in every segment, the last one in none; the one
	 * before it is in the last articles only */
	snprintf(name, 8, "w%u", word);
}

static bool
has_word(uint32_t word, size_t segment, uint32_t article)
{
	if (word == WORDS - 2)
		return article + 40 > sizes[segment];
	if (word == WORDS - 1 || (word == WORDS - 3 && segment == 1))
		return false;
	/* in every article, in one of three, and so on to one of some thousands */
	return word == 0 || rnd(1 + word * word) == 0;
}

static void
write_segment(const char *dir, size_t segment)
{
	static char names[WORDS][8];
	struct pm_term terms[WORDS];
	struct pm_db_document d = { .terms = terms };
	struct pm_db_writer *w;
	uint32_t i, k;

	OK(pm_db_writer_open(&w, dir, ERR));
	for (i = 1; i <= sizes[segment]; i++) {
		d.n_terms = 0;
		for (k = 0; k < WORDS; k++) {
			uint32_t wdf = k % 7 == 3 ? 0
						  : 1 + rnd(1 + rnd(k % 5 == 0 ? 400 : 6));

			word_name(names[k], k);
			if (!has_word(k, segment, i))
				continue;
			terms[d.n_terms++] = (struct pm_term){
				names[k], (uint32_t)strlen(names[k]), wdf
			};
		}
		OK(pm_db_writer_add(w, &d, ERR));
	}
	OK(pm_db_writer_finish(w, ERR));
	pm_db_writer_free(w);
}

/* --- shares ------------------------------------------------------------- */

#define SHARES 3

/* What some of a word's postings in a segment are. */
struct share {
	bool all, none;
	uint64_t *bits;
	bool *has; /* by article */
	uint32_t *every;
	size_t n_every;
	uint32_t articles, step;
};

/* Of a word in all segments. */
struct shared {
	struct share in[SEGMENTS];
	unsigned asked;
};

static struct shared shares[SHARES][WORDS];

static bool
has_share(const struct shared *s, size_t segment, uint32_t article)
{
	return article <= sizes[segment] && s->in[segment].has[article];
}

static int
give_share(void *ctx, size_t segment, struct pm_db_share *out)
{
	struct shared *s = ctx;
	const struct share *is = &s->in[segment];

	s->asked++;
	*out = (struct pm_db_share){
		.all = is->all,
		.none = is->none,
		.bits = is->bits,
		.articles = is->articles,
		.every = is->every,
		.n_every = is->n_every,
		.step = is->step
	};
	return 0;
}

/* Few, most, half, those at the beginning, or those at the end. */
static bool
counts(uint32_t kind, uint32_t place, uint32_t articles)
{
	switch (kind) {
	case 0:
		return rnd(50) == 0;
	case 1:
		return rnd(50) != 0;
	case 2:
		return rnd(2) == 0;
	case 3:
		return place < articles / 5;
	default:
		return place > articles - articles / 9;
	}
}

/* Whatever is read behind what it has is found: it has no room for more. */
static void
make_share(struct share *s, size_t segment, uint32_t word, uint32_t kind, uint32_t step)
{
	uint32_t place = 0;
	struct pm_glass_list l;
	enum pm_status status;
	char name[8];
	size_t n;

	word_name(name, word);
	memset(s, 0, sizeof *s);
	s->has = calloc(sizes[segment] + 1, sizeof *s->has);
	ck_assert_ptr_nonnull(s->has);
	status = pm_glass_list_open(&l, lists[segment], name, strlen(name), NULL);
	ck_assert(status == PM_OK || status == PM_ABSENT);
	s->articles = status == PM_OK ? l.freq : 0;
	s->step = step;
	s->all = kind == 8;
	s->none = kind == 9 || s->articles == 0;
	n = (s->articles + 63) / 64;
	if (!s->all && !s->none) {
		s->n_every = (s->articles - 1) / s->step;
		s->bits = calloc(n, sizeof *s->bits);
		s->every = malloc((s->n_every + 1) * sizeof *s->every);
		ck_assert(s->bits != NULL && s->every != NULL);
	}
	for (; status == PM_OK; status = pm_glass_list_next(&l, NULL), place++) {
		bool yes = s->all || (!s->none && counts(kind % 5, place, s->articles));

		s->has[l.article] = yes;
		if (s->bits == NULL)
			continue;
		s->bits[place / 64] |= (uint64_t)yes << place % 64;
		if (place > 0 && place % s->step == 0)
			s->every[place / s->step - 1] = l.article;
	}
	pm_glass_list_release(&l);
}

static void
make_shares(void)
{
	uint32_t word;
	size_t i, k;

	for (i = 0; i < SHARES; i++)
		for (word = 0; word < WORDS; word++)
			for (k = 0; k < n_segments; k++)
				make_share(&shares[i][word].in[k], k, word, rnd(10),
					   rnd(3) == 0 ? 1024 : 16 + rnd(300));
}

static void
drop_share(struct share *s)
{
	free(s->bits);
	free(s->has);
	free(s->every);
}

static void
drop_shares(void)
{
	uint32_t word;
	size_t i, k;

	for (i = 0; i < SHARES; i++)
		for (word = 0; word < WORDS; word++)
			for (k = 0; k < n_segments; k++)
				drop_share(&shares[i][word].in[k]);
}

/* --- articles that are gone ------------------------------------------------ */

static uint64_t *gone[SEGMENTS];

/* None, few, or most of them.  Whatever is read behind the set is found. */
static void
make_gone(void)
{
	uint32_t article, kind;
	size_t k;

	for (k = 0; k < n_segments; k++) {
		kind = rnd(4);
		gone[k] = NULL;
		if (kind == 0 && n_segments > 1)
			continue;
		gone[k] = calloc((sizes[k] + 63) / 64, sizeof **gone);
		ck_assert_ptr_nonnull(gone[k]);
		for (article = 1; article <= sizes[k]; article++)
			if (kind == 1 ? rnd(20) == 0 : rnd(4) != 0)
				gone[k][(article - 1) / 64] |= UINT64_C(1)
							    << (article - 1) % 64;
	}
}

/* --- segments ----------------------------------------------------------- */

static void
open_segments(size_t n)
{
	struct pm_db_location where[SEGMENTS];
	char dirs[SEGMENTS][4096 + 16];
	size_t i;

	n_segments = n;
	for (i = 0; i < n; i++) {
		snprintf(dirs[i], sizeof dirs[i], "%s/s%zu", folder, i);
		write_segment(dirs[i], i);
		where[i] = (struct pm_db_location){ dirs[i], NULL };
		OK(pm_glass_open(&lists[i], dirs[i], NULL, ERR));
	}
	OK(pm_db_open(&db, where, n, ERR));
	make_shares();
	make_gone();
}

static void
close_segments(void)
{
	size_t i;

	drop_shares();
	for (i = 0; i < n_segments; i++) {
		pm_glass_free(lists[i]);
		free(gone[i]);
	}
	pm_db_free(db);
}

#endif
