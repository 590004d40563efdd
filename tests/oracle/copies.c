/* Pressmark - the copies of an index, beside a comparison of all pairs of its articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	copies [-l] INDEX
 *
 * Knows nothing of hashes and sketches: runs of words are compared word by word, and every
 * pair of articles that can be alike is looked at.  (Two sets of which four in five are
 * common have a common element among the rarest fifth of either.)  Prints what was found,
 * names the pairs that only differ in numbers, and says whether the index knows the same
 * copies.  -l: prints nothing but the id of each article, a tab, and the id of its leader.
 * Exit status: 0 it does, 1 it does not, 2 trouble. */
#include "segment/index.h"
#include "segment/metadata.h"
#include "support/buf.h"
#include "support/intern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUN 8u
#define RUNS_MIN 20u
#define WORDS_MIN 10u

struct article {
	uint32_t *title, *body; /* words of all segments */
	uint32_t n_title, n_body, day;
	uint32_t *runs; /* distinct; the rarest first */
	uint32_t n_runs;
	char *id;
};

struct pair {
	uint32_t a, b; /* a is the lower number */
	bool refused;  /* by their numbers */
};

static struct article *articles;
static uint32_t n_articles;
static struct pair *pairs;
static size_t n_pairs, pairs_cap;
static bool *is_number; /* by word */
static size_t is_number_cap;

__attribute__((noreturn)) static void
trouble(const struct pm_error *err)
{
	fprintf(stderr, "copies: %s\n", err->text);
	exit(2);
}

static void
need(enum pm_status status, const struct pm_error *err)
{
	if (status < 0)
		trouble(err);
}

/* --- reading --------------------------------------------------------------------- */

static uint32_t
word_of(struct pm_intern *words, struct pm_segment *seg, uint32_t rank)
{
	struct pm_known_word word;
	struct pm_error err;
	uint32_t id;
	size_t i;

	need(pm_segment_word(seg, rank, &word, &err), &err);
	need(pm_intern(words, word.folded, word.len, &id, &err), &err);
	need(pm_grow(&is_number, &is_number_cap, (size_t)id + 1, sizeof *is_number, &err),
	     &err);
	is_number[id] = false;
	for (i = 0; i < word.len; i++)
		is_number[id] = is_number[id] || strchr("0123456789", word.folded[i]);
	return id;
}

static void
read_article(struct pm_intern *words, struct pm_segment *seg, uint32_t number,
	     struct article *a)
{
	struct pm_decoded d = { 0 };
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_metadata m;
	struct pm_place place;
	struct pm_error err;
	struct pm_buf b;
	uint32_t i;

	need(pm_store_place(pm_segment_store(seg), number, &place, &err), &err);
	need(pm_store_decode_words(pm_segment_store(seg), &place, &d, &err), &err);
	a->n_title = d.n_title;
	a->n_body = d.n_words - d.n_title;
	a->title = calloc(d.n_words + 1, sizeof *a->title);
	a->body = a->title + d.n_title;
	for (i = 0; i < d.n_words; i++)
		a->title[i] = word_of(words, seg, d.ranks[i]);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	need(pm_segment_metadata(seg, number, &b, &err), &err);
	need(pm_metadata_read(&reader, b.data, b.len, "metadata", &m, &err), &err);
	a->day = m.day;
	a->id = pm_strndup(m.id.len > 0 ? m.id.data : "?", m.id.len > 0 ? m.id.len : 1);
	pm_buf_release(&b);
	pm_decoded_release(&d);
	pm_metadata_reader_release(&reader);
}

static void
read_articles(struct pm_index *index)
{
	struct pm_intern words;
	uint32_t i, at = 0;
	size_t k;

	for (k = 0; k < index->generation.n_segments; k++)
		n_articles += (uint32_t)index->generation.segments[k].articles;
	articles = calloc(n_articles, sizeof *articles);
	pm_intern_init(&words);
	for (k = 0; k < index->generation.n_segments; k++)
		for (i = 0; i < index->generation.segments[k].articles; i++)
			read_article(&words, index->segments[k], i + 1, &articles[at++]);
	pm_intern_release(&words);
}

/* --- runs ------------------------------------------------------------------------ */

struct place {
	uint32_t article, at;
};

static const uint32_t *
words_at(const struct place *p)
{
	return articles[p->article].body + p->at;
}

static int
by_words(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = memcmp(words_at(x), words_at(y), RUN * sizeof(uint32_t));

	return order != 0	       ? order
	     : x->article < y->article ? -1
				       : x->article > y->article;
}

static uint32_t *frequency; /* by run: how many articles have it */

static int
rarest_first(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (frequency[x] != frequency[y])
		return frequency[x] < frequency[y] ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Number the distinct runs, and note which each article has. */
static uint32_t
number_runs(void)
{
	struct place *places;
	uint32_t i, k, run = 0;
	size_t n = 0, at = 0;

	for (i = 0; i < n_articles; i++)
		n += articles[i].n_body < RUN ? 0 : articles[i].n_body - RUN + 1;
	places = calloc(n + 1, sizeof *places);
	frequency = calloc(n + 1, sizeof *frequency);
	for (i = 0; i < n_articles; i++) {
		articles[i].runs = calloc(articles[i].n_body + 1, sizeof(uint32_t));
		for (k = 0; k + RUN <= articles[i].n_body; k++)
			places[at++] = (struct place){ i, k };
	}
	qsort(places, n, sizeof *places, by_words);
	for (at = 0; at < n; at++) {
		struct article *a = &articles[places[at].article];

		run += at > 0 && memcmp(words_at(&places[at]), words_at(&places[at - 1]),
					RUN * sizeof(uint32_t)) != 0;
		if (a->n_runs > 0 && a->runs[a->n_runs - 1] == run)
			continue;
		a->runs[a->n_runs++] = run;
		frequency[run]++;
	}
	free(places);
	for (i = 0; i < n_articles; i++)
		qsort(articles[i].runs, articles[i].n_runs, sizeof(uint32_t),
		      rarest_first);
	return n > 0 ? run + 1 : 0;
}

/* --- pairs ----------------------------------------------------------------------- */

static void
add_pair(uint32_t a, uint32_t b, bool refused)
{
	struct pm_error err;

	need(pm_grow(&pairs, &pairs_cap, n_pairs + 1, sizeof *pairs, &err), &err);
	pairs[n_pairs++] = (struct pair){ a, b, refused };
}

static uint32_t
count_shared(const struct article *a, const struct article *b)
{
	uint32_t i = 0, k = 0, shared = 0;

	while (i < a->n_runs && k < b->n_runs) {
		int order = rarest_first(&a->runs[i], &b->runs[k]);

		shared += order == 0;
		i += order <= 0;
		k += order >= 0;
	}
	return shared;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static uint32_t
numbers_of(const struct article *a, uint32_t **out)
{
	uint32_t i, n = 0;

	*out = calloc(a->n_body + 1, sizeof **out);
	for (i = 0; i < a->n_body; i++)
		if (is_number[a->body[i]])
			(*out)[n++] = a->body[i];
	qsort(*out, n, sizeof **out, by_number);
	return n;
}

static bool
same_numbers(const struct article *a, const struct article *b)
{
	uint32_t *x, *y, n = numbers_of(a, &x), m = numbers_of(b, &y);
	uint32_t i = 0, k = 0, shared = 0;

	while (i < n && k < m) {
		uint32_t one = x[i], other = y[k];

		shared += one == other;
		i += one <= other;
		k += one >= other;
	}
	free(x);
	free(y);
	return 5 * shared >= 4 * (n < m ? n : m);
}

/* All pairs of articles with many runs: through lists of those that have a run among their
 * rarest. */
static void
find_pairs(uint32_t n_runs)
{
	struct list {
		uint32_t *articles;
		size_t n, cap;
	} *lists = calloc(n_runs + 1, sizeof *lists);
	uint32_t *seen = calloc(n_articles, sizeof *seen), i, k;
	struct pm_error err;
	size_t j;

	for (i = 0; i < n_articles; i++) {
		const struct article *a = &articles[i];
		uint32_t prefix = a->n_runs - (4 * a->n_runs + 4) / 5 + 1;

		for (k = 0; a->n_runs >= RUNS_MIN && k < prefix; k++) {
			struct list *l = &lists[a->runs[k]];

			for (j = 0; j < l->n; j++) {
				const struct article *b = &articles[l->articles[j]];
				uint32_t shared;

				if (seen[l->articles[j]] == i + 1)
					continue;
				seen[l->articles[j]] = i + 1;
				shared = count_shared(a, b);
				if (5 * shared >= 4 * (a->n_runs + b->n_runs - shared))
					add_pair(l->articles[j], i,
						 a->day != b->day && !same_numbers(a, b));
			}
			need(pm_grow(&l->articles, &l->cap, l->n + 1, sizeof *l->articles,
				     &err),
			     &err);
			l->articles[l->n++] = i;
		}
	}
	for (i = 0; i < n_runs; i++)
		free(lists[i].articles);
	free(lists);
	free(seen);
}

static int
by_text(const void *a, const void *b)
{
	const struct article *x = &articles[*(const uint32_t *)a];
	const struct article *y = &articles[*(const uint32_t *)b];
	int order;

	if (x->n_body != y->n_body)
		return x->n_body < y->n_body ? -1 : 1;
	if (x->n_title != y->n_title)
		return x->n_title < y->n_title ? -1 : 1;
	order = memcmp(x->title, y->title, (x->n_title + x->n_body) * sizeof(uint32_t));
	return order;
}

/* All pairs of articles with few runs that are the same. */
static void
find_short_pairs(void)
{
	uint32_t *order = calloc(n_articles + 1, sizeof *order), n = 0, i, k;

	for (i = 0; i < n_articles; i++)
		if (articles[i].n_runs < RUNS_MIN && articles[i].n_body >= WORDS_MIN)
			order[n++] = i;
	qsort(order, n, sizeof *order, by_text);
	for (i = 0; i < n; i++)
		for (k = i + 1; k < n && by_text(&order[i], &order[k]) == 0; k++)
			add_pair(order[i] < order[k] ? order[i] : order[k],
				 order[i] < order[k] ? order[k] : order[i], false);
	free(order);
}

/* --- leaders ---------------------------------------------------------------------- */

static uint32_t *rank; /* by article: its number in the order of appearance */

static int
by_appearance(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint32_t of_x = articles[x].day - 1, of_y = articles[y].day - 1;

	if (of_x != of_y)
		return of_x < of_y ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The later article first, then the earlier one, in the order of appearance. */
static int
by_rank(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->b != y->b)
		return rank[x->b] < rank[y->b] ? -1 : 1;
	return rank[x->a] < rank[y->a] ? -1 : rank[x->a] > rank[y->a];
}

static uint32_t
lead(uint32_t *leaders)
{
	uint32_t *order = calloc(n_articles + 1, sizeof *order), i, n = 0;
	size_t k;

	rank = calloc(n_articles + 1, sizeof *rank);
	for (i = 0; i < n_articles; i++)
		order[i] = leaders[i] = i;
	qsort(order, n_articles, sizeof *order, by_appearance);
	for (i = 0; i < n_articles; i++)
		rank[order[i]] = i;
	for (k = 0; k < n_pairs; k++)
		if (rank[pairs[k].a] > rank[pairs[k].b])
			pairs[k] = (struct pair){ pairs[k].b, pairs[k].a,
						  pairs[k].refused };
	qsort(pairs, n_pairs, sizeof *pairs, by_rank);
	for (k = 0; k < n_pairs; k++) {
		const struct pair *p = &pairs[k];

		if (!p->refused && leaders[p->a] == p->a && leaders[p->b] == p->b) {
			leaders[p->b] = p->a;
			n++;
		}
	}
	free(order);
	return n;
}

/* How many articles have another leader in the index. */
static uint32_t
compare(struct pm_index *index, const uint32_t *leaders)
{
	struct pm_copies *copies;
	struct pm_error err;
	uint32_t i, wrong = 0;

	need(pm_index_copies(index, &copies, &err), &err);
	for (i = 0; i < n_articles; i++) {
		uint32_t leader = copies == NULL ? i : pm_copies_leader(copies, i);

		if (leader == leaders[i])
			continue;
		wrong++;
		printf("article '%s' has leader '%s', the index says '%s'\n",
		       articles[i].id, articles[leaders[i]].id, articles[leader].id);
	}
	return wrong;
}

int
main(int argc, char **argv)
{
	struct pm_index *index;
	struct pm_error err;
	uint32_t *leaders, wrong, n_copies, refused = 0;
	size_t n_long, k;

	if (argc < 2 || argc > 3 || (argc == 3 && strcmp(argv[1], "-l") != 0)) {
		fprintf(stderr, "usage: copies [-l] INDEX\n");
		return 2;
	}
	need(pm_index_open(&index, argv[argc - 1], &err), &err);
	read_articles(index);
	find_pairs(number_runs());
	n_long = n_pairs;
	find_short_pairs();
	leaders = calloc(n_articles + 1, sizeof *leaders);
	n_copies = lead(leaders);
	if (argc == 3) {
		for (k = 0; k < n_articles; k++)
			printf("%s\t%s\n", articles[k].id, articles[leaders[k]].id);
		return 0;
	}
	for (k = 0; k < n_pairs; k++)
		if (pairs[k].refused) {
			refused++;
			printf("refused for its numbers: '%s' of '%s'\n",
			       articles[pairs[k].b].id, articles[pairs[k].a].id);
		}
	wrong = compare(index, leaders);
	printf("%u articles: %zu pairs with four in five runs in common, %u of them refused "
	       "for their numbers; %zu pairs of short ones; %u copies, %u stories\n",
	       n_articles, n_long, refused, n_pairs - n_long, n_copies,
	       n_articles - n_copies);
	printf(wrong == 0 ? "the index agrees\n" : "%u articles have another leader\n",
	       wrong);
	return wrong > 0;
}
