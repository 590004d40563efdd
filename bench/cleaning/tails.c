/* Pressmark - are scrapers' tails found, and nothing else?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	bench/cleaning/tails [FOLDER]		a table, one line for each number of teasers
 *	bench/cleaning/tails -v [FOLDER]	and what is taken from texts without any
 *
 * FOLDER is that of gold.h, whose texts hold nothing but their articles.  As they are, what
 * is taken for a tail is a mistake.  Then teasers of other articles are put at their ends,
 * each a headline and a paragraph: the first words of one of their paragraphs, and another
 * one.  Words found are those of teasers that are in the tail; words right are those of the
 * tail that are of teasers; exact are texts whose tail begins with the first teaser.
 */
#include "bench/cleaning/gold.h"
#include "bench/driver.h"
#include "corpus/formats/plain.h"
#include "corpus/tails.h"

#include <stdlib.h>
#include <string.h>

#define TEXTS_MAX 4096
#define TEXT_WORDS 150	    /* of texts that get teasers */
#define PARAGRAPH_BYTES 120 /* of one that is a teaser's */
#define HEADLINE_WORDS 8

struct texts {
	char *of[TEXTS_MAX];
	size_t n;
};

static size_t
count_words(const char *s, size_t len)
{
	size_t n = 0, i;
	bool in = false;

	for (i = 0; i < len; i++) {
		bool blank = s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r');

		n += !blank && !in;
		in = !blank;
	}
	return n;
}

/* The paragraph number I of TEXT that is long enough, counted around; NULL: it has none. */
static const char *
paragraph(const char *text, size_t i, size_t *len)
{
	const char *p = text, *found = NULL;
	size_t n = 0, round;

	for (round = 0; round < 2; round++)
		for (p = text; *p != '\0'; p += *len + (p[*len] != '\0')) {
			*len = strcspn(p, "\n");
			if (*len < PARAGRAPH_BYTES || p[*len - 1] != '.')
				continue;
			found = p;
			if (n++ == i)
				return p;
		}
	if (found != NULL)
		*len = strcspn(found, "\n");
	return found;
}

static void
put_teaser(struct pm_buf *out, const struct texts *all, size_t of, size_t number)
{
	size_t i, len, words;
	const char *p;

	/* another one that has paragraphs; 97 is no divisor of their number */
	for (i = 1; i < all->n; i++)
		if ((p = paragraph(all->of[(of + 97 * (i + number)) % all->n], 1, &len)) !=
		    NULL)
			break;
	if (i >= all->n)
		return;
	for (i = words = 0; i < len && words < HEADLINE_WORDS; i++) {
		words += p[i] == ' ';
		if (words < HEADLINE_WORDS && strchr(".,;:!?", p[i]) == NULL)
			pm_buf_putc(out, p[i]);
	}
	pm_buf_puts(out, "\n\n");
	p = paragraph(all->of[(of + 97 * (1 + number)) % all->n], 2, &len);
	if (p != NULL)
		pm_buf_put(out, p, len);
	pm_buf_puts(out, "\n\n");
}

struct sums {
	size_t texts, taken, exact, words, teaser_words, tail_words, right_words;
};

/* Look for the tail of a text that has one from TRUE_AT on. */
static void
look(struct pm_tails *tails, const struct pm_buf *text, size_t true_at, bool verbose,
     struct sums *s)
{
	struct pm_str all = { pm_buf_str(text), text->len }, title, body;
	struct pm_error err;
	size_t at, from;

	pm_plain_divide(all, &title, &body);
	if (pm_tails_find(tails, title, body, &at, &err) < 0)
		bench_die("%s", err.text);
	s->texts++;
	s->words += count_words(all.data, all.len);
	s->teaser_words += count_words(all.data + true_at, all.len - true_at);
	if (at == 0)
		return;
	at += (size_t)(body.data - all.data);
	from = at > true_at ? at : true_at;
	s->taken++;
	s->exact += at == true_at;
	s->tail_words += count_words(all.data + at, all.len - at);
	s->right_words += count_words(all.data + from, all.len - from);
	if (verbose)
		printf("--- of %zu bytes:\n%.*s\n", all.len, (int)(all.len - at),
		       all.data + at);
}

static void
measure(struct pm_tails *tails, const struct texts *all, size_t teasers, bool verbose)
{
	struct sums s = { 0 };
	struct pm_buf text;
	size_t i, k;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < all->n; i++) {
		size_t len = strlen(all->of[i]), at;

		if (teasers > 0 && count_words(all->of[i], len) < TEXT_WORDS)
			continue;
		pm_buf_clear(&text);
		pm_buf_put(&text, all->of[i], len);
		if (teasers > 0)
			pm_buf_puts(&text, "\n\n");
		at = text.len;
		for (k = 0; k < teasers; k++)
			put_teaser(&text, all, i, k);
		if (text.status < 0)
			bench_die("out of memory");
		look(tails, &text, at, verbose && teasers == 0, &s);
	}
	pm_buf_release(&text);
	printf("%7zu %6zu %6zu %6zu %9zu %10.4f", teasers, s.texts, s.taken, s.exact,
	       s.words, s.words == 0 ? 0 : 100. * (double)s.tail_words / (double)s.words);
	if (teasers > 0)
		printf(" %6.3f %6.3f", (double)s.right_words / (double)s.teaser_words,
		       s.tail_words == 0 ? 0
					 : (double)s.right_words / (double)s.tail_words);
	putchar('\n');
}

int
main(int argc, char **argv)
{
	static const size_t teasers[] = { 0, 1, 2, 3, 5 };
	struct texts *all = bench_alloc(sizeof *all);
	struct pm_tails *tails;
	struct pm_error err;
	bool verbose = false;
	struct gold g;
	size_t i;

	if (argc > 1 && strcmp(argv[1], "-v") == 0) {
		verbose = true;
		argv++;
		argc--;
	}
	memset(all, 0, sizeof *all);
	gold_open(&g, gold_folder(argc, argv));
	while (all->n < TEXTS_MAX && gold_next(&g))
		if (g.text[0] != '\0') {
			size_t len = strlen(g.text);

			while (len > 0 && strchr(" \n\r\t", g.text[len - 1]) != NULL)
				len--;
			all->of[all->n] = bench_alloc(len + 1);
			memcpy(all->of[all->n], g.text, len);
			all->of[all->n++][len] = '\0';
		}
	gold_close(&g);
	if (pm_tails_new(&tails, &err) < 0)
		bench_die("%s", err.text);
	printf("%7s %6s %6s %6s %9s %10s %6s %6s\n", "teasers", "texts", "taken", "exact",
	       "words", "% taken", "found", "right");
	for (i = 0; i < sizeof teasers / sizeof *teasers; i++)
		measure(tails, all, teasers[i], verbose);
	pm_tails_free(tails);
	for (i = 0; i < all->n; i++)
		free(all->of[i]);
	free(all);
	return 0;
}
