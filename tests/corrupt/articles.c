/* Pressmark - made-up articles for damaged indexes: see articles.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corrupt/articles.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t rng = 88172645463325252u;

uint32_t
rnd(uint32_t below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (uint32_t)((rng >> 20) % below);
}

void
bail_out(const char *what)
{
	printf("Bail out! %s\n", what);
	exit(99);
}

/* Folds at some places of article I, with words that are nowhere else, and one without; the
 * same whatever RND says, so that copies stay copies. */
static void
write_folds(FILE *f, unsigned i, unsigned seed)
{
	static const char *const why[] = { "page", "tail", "repeated page", "given" };
	unsigned k, n;

	fputs("\"folds\":[{\"at\":0,\"text\":\"Menu \"}", f);
	for (k = 0; k < 4; k++) {
		fprintf(f, ",{\"at\":%u,\"why\":\"%s\",\"text\":\"", k / 2 * 500 + 20,
			why[(i + k) % 4]);
		for (n = 0; n < (k == 2 ? 0 : 40 * k + 5); n++)
			fprintf(f, "%s f%x%s ", n % 7 ? "newsletter" : "memory chips",
				(i * 100 + n) * 2654435761u + seed, n % 9 ? "" : ".");
		fputs("***\\n\"}", f);
	}
	fputs("],", f);
}

void
write_articles(const char *path, unsigned seed, enum folding folding)
{
	static const char *const common[] = {
		"the",
		"chips",
		"Chip",
		"export-control",
		"DDR5",
		"DDR-5",
		"U.S.",
		"memory",
		"running",
		"\xc3\xa9t\xc3\xa9",
		"press@example.org",
		"CXMT\xe2\x80\x99s",
		"\xe9\x95\xb7\xe9\x91\xab",
		"AT&T",
		"3.5%",
		"semiconductors",
		"www.example.com/a?b=c",
		"China\xc2\xb4s chipmaker",
		"went",
		"co-operate"
	};
	static const char *const between[] = { " ",  " ",  " ",	  " ",
					       ", ", ". ", " - ", "; (" };
	FILE *f = fopen(path, "w");
	unsigned i, k, again = 0;
	uint64_t before = 0;

	if (f == NULL)
		bail_out("cannot write the articles");
	for (i = 0; i < 60; i++) {
		/* the same words again */
		again = again == 0 && i % 4 == 1;
		if (again != 0)
			rng = before;
		before = rng;
		fprintf(f,
			"{\"id\":\"a%u\",\"title\":\"Article %u on %s\",\"date\":\"2024-%02u-%02u\","
			"\"source\":\"%s\",",
			i, i - again, common[rnd(20)], i % 12 + 1, i % 28 + 1,
			i % 3 ? "Example Times" : "The Daily Example");
		if (i % 5 == 0 && folding == WITH_FOLDS)
			write_folds(f, i, seed);
		fputs("\"text\":\"", f);
		for (k = 0; k < 600; k++) {
			if (rnd(3) == 0)
				fputs(common[rnd(20)], f);
			else
				fprintf(f, "%c%x%s", "WwvV"[rnd(4)],
					((i - again) * 400 + rnd(400)) * 2654435761u +
						seed,
					rnd(9) ? "" : "ings");
			fputs(between[rnd(8)], f);
		}
		if (i % 7 == 0)
			for (k = 0; k < 90; k++)
				fputs("long", f);
		fputs(".\"}\n", f);
	}
	if (fclose(f) != 0)
		bail_out("cannot write the articles");
}
