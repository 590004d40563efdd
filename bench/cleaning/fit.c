/* Pressmark - the weights of corpus/page/judge.c, from pages with marked articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	bench/cleaning/fit [FOLDER]
 *
 * FOLDER: gold.h; pages with "gold_text" count.  A block belongs to the article if half of
 * its words are aligned with the gold text: by a longest common subsequence of words, of
 * which only runs of three or more, or whole blocks, count.  What the page calls its lead
 * belongs to it whatever the gold says (blocks.h).
 *
 * Logistic regression: the weights minimise the loss over all blocks, each as heavy as
 * the root of its words, all pages of a set as heavy as each other, and all sets, with a
 * small penalty for large weights; by Newton's method, which needs no random start.  The
 * second pass (blocks.h) is fitted on what the first one has made of the same pages.
 *
 * Printed are the scores of the program's own weights, of the new ones, and of new ones
 * that were fitted without the page that is scored: pages are dealt into five parts by a
 * hash of their names, and each part is scored with what the other four say.  The text is
 * made by the program itself, with all the rules that follow the weights.  Then come the
 * new weights, as judge.c has them.
 */
#include "bench/cleaning/gold.h"
#include "bench/driver.h"
#include "corpus/page/blocks.h"
#include "corpus/page/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FOLDS 5
#define SETS_MAX 8
#define ROUNDS 30
#define PENALTY 2e-4
#define RUN_MIN 3		    /* words in a row that are no chance */
#define CELLS_MAX ((size_t)1 << 32) /* of an alignment */

static const char *const NAMES[] = {
	"BIAS",		"LINKS",     "STOP",	     "STOP_LOW",    "END",
	"COMMAS",	"DIV",	     "QUOTED",	     "UPPER",	    "PLACE",
	"NEG",		"NAV",	     "SOCIAL",	     "META",	    "BODY",
	"HIDDEN",	"SIBLINGS",  "PARENT_SHARE", "GRAND_SHARE", "PARENT_GOOD",
	"PARENT_LINKS", "IN_TOP",    "BEFORE",	     "AFTER",	    "TITLED",
	"TITLE_WORDS",	"SAME_KIND", "SHORT",	     "NOT_LD",	    "OUT_ARTICLE",
	"OUT_MAIN",	"OFFER",     "REPEATED",     "INTERFACE",   "BOX_INTERFACE",
	"LINK_ROW",	"POINTER",   "MAYBE_HIDDEN", "PREVIOUS",    "NEAR",
	"BOX",		"IN_CORE"
};
_Static_assert(sizeof NAMES / sizeof *NAMES == PM_N_FEATURES, "one name for each");

struct sample {
	struct pm_page page;
	char *gold;
	size_t set;
	unsigned fold;
	bool *lead;   /* of each block, as it was found */
	bool *label;  /* of each block */
	double scale; /* so that pages are of one weight */
};

struct data {
	struct sample *samples;
	size_t n, cap;
	char sets[SETS_MAX][64];
	size_t n_sets;
};

/* --- which blocks belong to the article */

struct words {
	uint64_t *hash;
	uint32_t *block; /* of each word */
	size_t n;
};

static struct words
words_of_page(const struct pm_blocks *b)
{
	struct words w = { NULL, NULL, 0 };
	size_t cap = 0, i, j, n;
	uint64_t *hashes;
	char *text;

	for (i = 0; i < b->n; i++) {
		text = pm_strndup((const char *)b->text.data + b->blocks[i].at,
				  b->blocks[i].len);
		n = gold_words(text, &hashes);
		if (w.n + n > cap) {
			cap = 2 * (w.n + n);
			w.hash = realloc(w.hash, cap * sizeof *w.hash);
			w.block = realloc(w.block, cap * sizeof *w.block);
			if (w.hash == NULL || w.block == NULL)
				bench_die("out of memory");
		}
		for (j = 0; j < n; j++) {
			w.hash[w.n] = hashes[j];
			w.block[w.n++] = (uint32_t)i;
		}
		free(hashes);
		free(text);
	}
	return w;
}

/* For each word of the page, its partner in the gold text, or SIZE_MAX: a longest common
 * subsequence. */
static size_t *
align(const struct words *w, const uint64_t *gold, size_t m)
{
	uint32_t *row = bench_alloc((m + 1) * sizeof *row);
	uint32_t *next = bench_alloc((m + 1) * sizeof *next);
	uint8_t *down = bench_alloc((w->n * m + 7) / 8 + 1); /* bit: leave out the page's */
	size_t *partner = bench_alloc((w->n + 1) * sizeof *partner), i, j;

	for (i = w->n; i-- > 0;) {
		uint32_t *swap = row;

		for (j = m; j-- > 0;) {
			size_t at = i * m + j;

			if (w->hash[i] == gold[j]) {
				next[j] = row[j + 1] + 1;
			} else if (row[j] >= next[j + 1]) {
				next[j] = row[j];
				down[at / 8] |= (uint8_t)(1 << at % 8);
			} else {
				next[j] = next[j + 1];
			}
		}
		next[m] = 0;
		row = next;
		next = swap;
	}
	for (i = 0; i < w->n; i++)
		partner[i] = SIZE_MAX;
	for (i = j = 0; i < w->n && j < m;) {
		size_t at = i * m + j;

		if (w->hash[i] == gold[j])
			partner[i++] = j++;
		else if ((down[at / 8] >> at % 8 & 1) != 0)
			i++;
		else
			j++;
	}
	free(row);
	free(next);
	free(down);
	return partner;
}

static void
label_blocks(struct sample *s)
{
	const struct pm_blocks *b = pm_page_blocks(&s->page);
	struct words w = words_of_page(b);
	uint32_t *aligned = bench_alloc((b->n + 1) * sizeof *aligned);
	uint32_t *all = bench_alloc((b->n + 1) * sizeof *all);
	uint64_t *gold;
	size_t m = gold_words(s->gold, &gold), *partner, i, j, run;

	if (w.n > 0 && m > CELLS_MAX / w.n)
		bench_die("'%.60s' and its page are too long to be aligned", s->gold);
	partner = align(&w, gold, m);
	for (i = 0; i < w.n; i++)
		all[w.block[i]]++;
	for (i = 0; i < w.n; i = j) {
		for (j = i + 1; j < w.n && partner[i] != SIZE_MAX &&
				partner[j] == partner[i] + (j - i);
		     j++)
			;
		run = partner[i] == SIZE_MAX ? 0 : j - i;
		for (size_t k = i; k < j; k++)
			aligned[w.block[k]] += run >= RUN_MIN;
	}
	s->label = bench_alloc((b->n + 1) * sizeof *s->label);
	for (i = 0; i < b->n; i++)
		s->label[i] = all[i] > 0 && 2 * aligned[i] >= all[i];
	free(w.hash);
	free(w.block);
	free(aligned);
	free(all);
	free(gold);
	free(partner);
}

/* --- reading */

static size_t
find_set(struct data *d, const char *name)
{
	size_t i = 0;

	while (i < d->n_sets && strcmp(d->sets[i], name) != 0)
		i++;
	if (i == SETS_MAX)
		bench_die("there are more than %d sets", SETS_MAX);
	if (i == d->n_sets)
		snprintf(d->sets[d->n_sets++], sizeof d->sets[0], "%s", name);
	return i;
}

static void
add_sample(struct data *d, const struct gold *g)
{
	struct pm_error err;
	struct sample *s;
	uint64_t *hash;
	size_t i;

	if (pm_grow(&d->samples, &d->cap, d->n + 1, sizeof *d->samples, &err) < 0)
		bench_die("%s", err.text);
	s = &d->samples[d->n++];
	memset(s, 0, sizeof *s);
	pm_page_init(&s->page);
	if (pm_page_read(&s->page, pm_buf_str(&g->page), g->page.len, &err) < 0)
		bench_die("cannot read '%s': %s", g->name, err.text);
	s->gold = pm_strndup(g->text, strlen(g->text));
	s->set = find_set(d, g->set);
	gold_words(g->name, &hash);
	s->fold = (unsigned)((hash[0] ^ hash[1] ^ hash[2]) >> 32) % FOLDS;
	free(hash);
	s->lead = bench_alloc((pm_page_blocks(&s->page)->n + 1) * sizeof *s->lead);
	for (i = 0; i < pm_page_blocks(&s->page)->n; i++) {
		s->lead[i] = pm_page_blocks(&s->page)->blocks[i].lead;
	}
	label_blocks(s);
}

/* How much a block counts in its page. */
static double
weight_of(const struct pm_block *k)
{
	return sqrt((double)k->words);
}

/* All pages of a set are of one weight, and all sets. */
static void
scale_pages(struct data *d)
{
	size_t pages[SETS_MAX] = { 0 }, i, j;

	for (i = 0; i < d->n; i++)
		pages[d->samples[i].set]++;
	for (i = 0; i < d->n; i++) {
		const struct pm_blocks *b = pm_page_blocks(&d->samples[i].page);
		double sum = 0;

		for (j = 0; j < b->n; j++)
			sum += weight_of(&b->blocks[j]);
		d->samples[i].scale = sum > 0 ? 1 / sum / (double)pages[d->samples[i].set]
					      : 0;
	}
}

/* --- fitting */

/* The weights of the two passes (blocks.h). */
struct weights {
	double first[PM_N_FEATURES], second[PM_N_FEATURES];
};

/* How many features the first pass knows. */
#define N_FIRST PM_F_PREVIOUS

/* Solve A x = B, A positive definite, of N unknowns; the result is in B. */
static void
solve(double a[PM_N_FEATURES][PM_N_FEATURES], double b[PM_N_FEATURES], size_t n)
{
	size_t i, j, k;

	for (i = 0; i < n; i++) {
		for (j = 0; j <= i; j++) {
			double sum = a[i][j];

			for (k = 0; k < j; k++)
				sum -= a[i][k] * a[j][k];
			a[i][j] = i == j ? sqrt(sum) : sum / a[j][j];
		}
	}
	for (i = 0; i < n; i++) {
		for (k = 0; k < i; k++)
			b[i] -= a[i][k] * b[k];
		b[i] /= a[i][i];
	}
	for (i = n; i-- > 0;) {
		for (k = i + 1; k < n; k++)
			b[i] -= a[k][i] * b[k];
		b[i] /= a[i][i];
	}
}

static double
probability(const double w[PM_N_FEATURES], const float f[PM_N_FEATURES], size_t n)
{
	double z = 0;
	size_t i;

	for (i = 0; i < n; i++)
		z += w[i] * (double)f[i];
	return 1 / (1 + exp(-z));
}

/* One block's part of the gradient and of the second derivatives. */
static void
add_block(double a[PM_N_FEATURES][PM_N_FEATURES], double g[PM_N_FEATURES],
	  const double w[PM_N_FEATURES], size_t n, const struct pm_block *k, double label,
	  double weight)
{
	double p = probability(w, k->f, n), slope = weight * p * (1 - p);
	size_t i, j;

	for (i = 0; i < n; i++) {
		g[i] += weight * (label - p) * (double)k->f[i];
		for (j = 0; j <= i && k->f[i] != 0; j++)
			a[i][j] += slope * (double)k->f[i] * (double)k->f[j];
	}
}

static void
add_page(double a[PM_N_FEATURES][PM_N_FEATURES], double g[PM_N_FEATURES],
	 const double w[PM_N_FEATURES], size_t n, struct sample *s)
{
	const struct pm_blocks *b = pm_page_blocks(&s->page);
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (!s->lead[i])
			add_block(a, g, w, n, &b->blocks[i], s->label[i],
				  s->scale * weight_of(&b->blocks[i]));
	}
}

/* The weights of the first N features that all pages but those of FOLD ask for (FOLDS:
 * all pages), in hundredths, as they are written. */
static void
fit_pass(struct data *d, unsigned fold, size_t n, double w[PM_N_FEATURES])
{
	double a[PM_N_FEATURES][PM_N_FEATURES], g[PM_N_FEATURES], step = 1;
	size_t i, turn;

	memset(w, 0, PM_N_FEATURES * sizeof *w);
	for (turn = 0; turn < ROUNDS && step > 1e-6; turn++) {
		memset(a, 0, sizeof a);
		memset(g, 0, sizeof g);
		for (i = 0; i < d->n; i++) {
			if (d->samples[i].fold != fold)
				add_page(a, g, w, n, &d->samples[i]);
		}
		for (i = 0; i < n; i++) {
			a[i][i] += PENALTY;
			g[i] -= PENALTY * w[i];
		}
		solve(a, g, n);
		for (i = 0, step = 0; i < n; i++) {
			w[i] += g[i];
			step = fmax(step, fabs(g[i]));
		}
	}
	for (i = 0; i < n; i++)
		w[i] = round(w[i] * 100) / 100;
}

static void
set_probabilities(struct sample *s, const double w[PM_N_FEATURES], size_t n)
{
	struct pm_blocks *b = pm_page_blocks(&s->page);
	size_t i;

	for (i = 0; i < b->n; i++)
		b->blocks[i].p = (float)probability(w, b->blocks[i].f, n);
}

/* Both passes; all pages are then as the first one leaves them. */
static void
fit(struct data *d, unsigned fold, struct weights *w)
{
	size_t i;

	fit_pass(d, fold, N_FIRST, w->first);
	for (i = 0; i < d->n; i++) {
		set_probabilities(&d->samples[i], w->first, N_FIRST);
		pm_blocks_weigh_others(pm_page_blocks(&d->samples[i].page));
	}
	fit_pass(d, fold, PM_N_FEATURES, w->second);
}

/* --- scoring */

/* Most gold texts leave the lead out, though it is the article's. */
enum leads { LEADS_KEPT, LEADS_AS_GOLD };

/* The score of a page, from the probabilities of its blocks. */
static double
score(struct sample *s, enum leads leads)
{
	struct pm_blocks *b = pm_page_blocks(&s->page);
	struct pm_error err;
	size_t i;

	for (i = 0; i < b->n; i++)
		b->blocks[i].lead = s->lead[i] && (leads == LEADS_KEPT || s->label[i]);
	if (pm_page_decide(&s->page, &err) < 0)
		bench_die("%s", err.text);
	return gold_overlap(pm_buf_str(&s->page.text), s->gold).f1;
}

static void
put_scores(const struct data *d, const char *what, const double *scores)
{
	size_t set, i, n;
	double sum, all = 0;

	printf("%-24s", what);
	for (set = 0; set < d->n_sets; set++) {
		for (i = n = 0, sum = 0; i < d->n; i++) {
			if (d->samples[i].set == set) {
				sum += scores[i];
				n++;
			}
		}
		printf("  %.4f", sum / (double)n);
		all += sum / (double)n;
	}
	printf("  %.4f\n", all / (double)d->n_sets);
}

/* One line for each way to score the leads. */
static void
print_scores(const struct data *d, const char *what, double *const scores[2])
{
	put_scores(d, what, scores[LEADS_KEPT]);
	put_scores(d, "  leads as in the gold", scores[LEADS_AS_GOLD]);
}

/* Scores of the pages of FOLD (FOLDS: all) with the weights that were fitted last; NULL:
 * as they are. */
static void
score_pages(struct data *d, unsigned fold, const struct weights *w,
	    double *const scores[2])
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		struct sample *s = &d->samples[i];

		if (fold != FOLDS && s->fold != fold)
			continue;
		if (w != NULL)
			set_probabilities(s, w->second, PM_N_FEATURES);
		scores[LEADS_KEPT][i] = score(s, LEADS_KEPT);
		scores[LEADS_AS_GOLD][i] = score(s, LEADS_AS_GOLD);
	}
}

static void
put_weights(const char *name, const double w[PM_N_FEATURES])
{
	size_t i;

	printf("%s\n", name);
	for (i = 0; i < PM_N_FEATURES; i++)
		printf("[PM_F_%s] = %.2ff,\n", NAMES[i], w[i]);
}

static void
compare(struct data *d)
{
	double *const scores[2] = { bench_alloc((d->n + 1) * sizeof(double)),
				    bench_alloc((d->n + 1) * sizeof(double)) };
	struct weights w;
	unsigned fold;
	size_t i;

	printf("%-24s", "F1");
	for (i = 0; i < d->n_sets; i++)
		printf("  %.20s", d->sets[i]);
	printf("  mean\n");
	score_pages(d, FOLDS, NULL, scores);
	print_scores(d, "weights of the program", scores);
	for (fold = 0; fold < FOLDS; fold++) {
		fit(d, fold, &w);
		score_pages(d, fold, &w, scores);
	}
	print_scores(d, "new, cross-validated", scores);
	fit(d, FOLDS, &w);
	score_pages(d, FOLDS, &w, scores);
	print_scores(d, "new weights", scores);
	put_weights("FIRST", w.first);
	put_weights("SECOND", w.second);
	free(scores[0]);
	free(scores[1]);
}

int
main(int argc, char **argv)
{
	struct data *d = bench_alloc(sizeof *d);
	struct gold g;
	size_t i;

	gold_open(&g, gold_folder(argc, argv));
	while (gold_next(&g)) {
		if (g.text[0] != '\0')
			add_sample(d, &g);
	}
	gold_close(&g);
	scale_pages(d);
	compare(d);
	for (i = 0; i < d->n; i++) {
		pm_page_release(&d->samples[i].page);
		free(d->samples[i].gold);
		free(d->samples[i].label);
		free(d->samples[i].lead);
	}
	free(d->samples);
	free(d);
	return 0;
}
