/* Pressmark - the oracle's counts: see counts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/counts.h"

#include <stdio.h>
#include <stdlib.h>

static void
count_words(const struct naive *nv, struct pm_segment_info *info)
{
	bool *seen = need_memory(pm_calloc(nv->strings.n + 1, sizeof *seen));
	uint32_t a;
	size_t i;

	for (a = 0; a < nv->n_articles; a++) {
		const struct field *f = nv->articles[a].fields;

		info->words += f[BODY].end - f[TITLE].first;
		for (i = f[TITLE].first; i < f[BODY].end; i++) {
			uint32_t string = nv->words[i].string;

			info->distinct += !seen[string];
			seen[string] = true;
			info->long_words += !nv->of_string[string].findable;
		}
	}
	free(seen);
}

static void
count_days(const struct naive *nv, struct pm_segment_info *info)
{
	uint32_t a;

	for (a = 0; a < nv->n_articles; a++) {
		uint32_t day = nv->articles[a].day;

		info->undated += day == 0;
		if (day != 0 && (info->first_day == 0 || day < info->first_day))
			info->first_day = day;
		if (day > info->last_day)
			info->last_day = day;
	}
}

static bool
agree(const char *what, uint64_t right, uint64_t stated)
{
	if (right != stated)
		printf("# %s: %llu, but the index states %llu\n", what,
		       (unsigned long long)right, (unsigned long long)stated);
	return right == stated;
}

/* What the segments state, together. */
static struct pm_segment_info
add_up(const struct pm_generation *generation)
{
	struct pm_segment_info all = { .articles = 0 };
	size_t i;

	for (i = 0; i < generation->n_segments; i++) {
		const struct pm_segment_info *one = &generation->segments[i];

		all.articles += one->articles;
		all.words += one->words;
		all.distinct += one->distinct;
		all.long_words += one->long_words;
		all.undated += one->undated;
		if (one->first_day != 0 &&
		    (all.first_day == 0 || one->first_day < all.first_day))
			all.first_day = one->first_day;
		if (one->last_day > all.last_day)
			all.last_day = one->last_day;
	}
	return all;
}

bool
counts_agree(const struct naive *nv, const struct pm_generation *generation)
{
	struct pm_segment_info right = { .articles = nv->n_articles };
	const struct pm_segment_info stated = add_up(generation);
	bool fine;

	count_words(nv, &right);
	count_days(nv, &right);
	fine = agree("articles", right.articles, stated.articles);
	fine = agree("words", right.words, stated.words) && fine;
	/* several segments may have the same word */
	if (generation->n_segments == 1)
		fine = agree("different words", right.distinct, stated.distinct) && fine;
	fine = agree("long words", right.long_words, stated.long_words) && fine;
	fine = agree("articles without a day", right.undated, stated.undated) && fine;
	fine = agree("the first day", right.first_day, stated.first_day) && fine;
	return agree("the last day", right.last_day, stated.last_day) && fine;
}
