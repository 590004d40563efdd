/* Pressmark - how well are articles found in web pages?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	bench/cleaning/score [FOLDER]		a table, one line for each set
 *	bench/cleaning/score -v [FOLDER]	and a line for each page
 *
 * FOLDER and what is compared: gold.h.  A date is right if its day is; a title, if it has
 * the same words in the same order.  Means are taken over the pages of a set that have
 * what is asked for.  The time is that of pm_page_read alone, the best of three.
 */
#include "bench/cleaning/gold.h"
#include "bench/driver.h"
#include "corpus/page/html.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define SETS_MAX 32
#define TIMES 3

struct sums {
	char name[64];
	size_t pages, texts, dates, dated, titles, authors;
	double precision, recall, f1, right_dates, right_titles, title_f1, author_f1;
};

struct score {
	struct sums sets[SETS_MAX];
	size_t n;
	double seconds, bytes;
	bool verbose;
};

static struct sums *
find_set(struct score *s, const char *name)
{
	size_t i = 0;

	while (i < s->n && strcmp(s->sets[i].name, name) != 0)
		i++;
	if (i == SETS_MAX)
		bench_die("there are more than %d sets", SETS_MAX);
	if (i == s->n)
		snprintf(s->sets[s->n++].name, sizeof s->sets->name, "%s", name);
	return &s->sets[i];
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
read_page(struct score *s, struct pm_page *page, const struct gold *g)
{
	double best = 0;
	struct pm_error err;
	int i;

	for (i = 0; i < TIMES; i++) {
		double begin = now();

		if (pm_page_read(page, pm_buf_str(&g->page), g->page.len, &err) < 0)
			bench_die("cannot read '%s': %s", g->name, err.text);
		begin = now() - begin;
		if (i == 0 || begin < best)
			best = begin;
	}
	s->seconds += best;
	s->bytes += (double)g->page.len;
}

static bool
same_words(const char *a, const char *b)
{
	uint64_t *x, *y;
	size_t n = gold_words(a, &x), m = gold_words(b, &y);
	bool same = n == m && memcmp(x, y, n * sizeof *x) == 0;

	free(x);
	free(y);
	return same;
}

/* Whether "By" belongs to a name is a matter of taste. */
static const char *
without_by(const char *name)
{
	static const char *const leads[] = { "By", "Written by", "Par" };
	size_t i;

	for (i = 0; i < sizeof leads / sizeof *leads; i++) {
		size_t n = strlen(leads[i]);

		if (strncasecmp(name, leads[i], n) == 0 &&
		    strchr(" \t\n", name[n]) != NULL)
			return name + n;
	}
	return name;
}

static void
add_page(struct score *s, const struct pm_page *page, const struct gold *g)
{
	struct sums *set = find_set(s, g->set);
	char day[16] = "";

	set->pages++;
	if (g->text[0] != '\0') {
		struct overlap o = gold_overlap(pm_buf_str(&page->text), g->text);

		set->texts++;
		set->precision += o.precision;
		set->recall += o.recall;
		set->f1 += o.f1;
		if (s->verbose)
			printf("%s\ttext\t%.3f\t%.3f\t%.3f\n", g->name, o.precision,
			       o.recall, o.f1);
	}
	if (g->date[0] != '\0') {
		snprintf(day, sizeof day, "%04u-%02u-%02u", page->day / 10000,
			 page->day / 100 % 100, page->day % 100);
		set->dates++;
		set->dated += page->day != 0;
		set->right_dates += strncmp(day, g->date, 10) == 0;
		if (s->verbose)
			printf("%s\tdate\t%d\t%s\t%s\n", g->name,
			       strncmp(day, g->date, 10) == 0, day, g->date);
	}
	if (g->title[0] != '\0') {
		set->titles++;
		set->right_titles += same_words(pm_buf_str(&page->title), g->title);
		set->title_f1 += gold_overlap(pm_buf_str(&page->title), g->title).f1;
	}
	if (g->author[0] != '\0') {
		double f1 = gold_overlap(without_by(pm_buf_str(&page->author)),
					 without_by(g->author))
				    .f1;

		set->authors++;
		set->author_f1 += f1;
		if (s->verbose)
			printf("%s\tauthor\t%.3f\t%s\t%s\n", g->name, f1,
			       pm_buf_str(&page->author), g->author);
	}
}

static void
put_mean(double sum, size_t n)
{
	if (n == 0)
		printf("  %6s", "-");
	else
		printf("  %6.4f", sum / (double)n);
}

static void
print_table(const struct score *s)
{
	size_t i, pages = 0;

	printf("%-28s  %5s  %6s  %6s  %6s  %6s  %6s  %6s  %6s  %6s\n", "set", "pages",
	       "P", "R", "F1", "date", "dated", "title", "titleF", "author");
	for (i = 0; i < s->n; i++) {
		const struct sums *set = &s->sets[i];

		printf("%-28s  %5zu", set->name, set->pages);
		put_mean(set->precision, set->texts);
		put_mean(set->recall, set->texts);
		put_mean(set->f1, set->texts);
		put_mean(set->right_dates, set->dates);
		put_mean((double)set->dated, set->dates);
		put_mean(set->right_titles, set->titles);
		put_mean(set->title_f1, set->titles);
		put_mean(set->author_f1, set->authors);
		putchar('\n');
		pages += set->pages;
	}
	printf("%zu pages, %.1f MB in %.2f s: %.0f pages/s, %.1f MB/s\n", pages,
	       s->bytes / 1e6, s->seconds, (double)pages / s->seconds,
	       s->bytes / 1e6 / s->seconds);
}

int
main(int argc, char **argv)
{
	struct score *s = bench_alloc(sizeof *s);
	struct pm_page page;
	struct gold g;

	if (argc > 1 && strcmp(argv[1], "-v") == 0) {
		s->verbose = true;
		argv++;
		argc--;
	}
	pm_page_init(&page);
	gold_open(&g, gold_folder(argc, argv));
	while (gold_next(&g)) {
		read_page(s, &page, &g);
		add_page(s, &page, &g);
	}
	gold_close(&g);
	pm_page_release(&page);
	print_table(s);
	free(s);
	return 0;
}
