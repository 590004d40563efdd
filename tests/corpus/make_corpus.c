/* Pressmark - a newswire that nobody has written, for tests.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	make_corpus [-s SEED] [-n ARTICLES] >CORPUS.jsonl
 *
 * writes articles as JSON lines, made of a phrase-structure grammar (grammar.h) and of
 * words and names (stems.h, words.h, names.h) that were written down for it or are put
 * together by rule: nothing is from anywhere else.  What tests need of newswire is
 * there: words as frequent as Zipf's law has them, nearly half of which occur once,
 * stories in which rare words and expressions recur (story.h), copies, articles of all
 * lengths (article.h).  tests/corpus/statistics.sh says which numbers it keeps to.
 *
 * The same seed gives the same bytes everywhere, and tests/corpus/queries.tsv counts on
 * that: it is about the defaults.  After a change of the generator the checksum in
 * statistics.sh is to be renewed, and the numbers in queries.tsv, with `test_oracle
 * -c`. */
#include "tests/corpus/article.h"
#include "tests/corpus/grammar.h"
#include "tests/corpus/zipf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ARTICLES 4000

static int
write_articles(uint64_t seed, uint32_t n)
{
	struct pm_buf line;
	enum pm_status status;
	uint32_t i;

	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	for (i = 0; i < n; i++) {
		pm_buf_clear(&line);
		put_article(&line, seed, i);
		if (line.status < 0)
			break;
		fwrite(line.data, 1, line.len, stdout);
	}
	status = line.status;
	pm_buf_release(&line);
	return status < 0 || fflush(stdout) != 0 || ferror(stdout) ? 2 : 0;
}

int
main(int argc, char **argv)
{
	uint64_t seed = 1, articles = ARTICLES;
	int c;

	while ((c = getopt(argc, argv, "s:n:")) != -1) {
		if (c == 's') {
			seed = strtoull(optarg, NULL, 10);
		} else if (c == 'n') {
			articles = strtoull(optarg, NULL, 10);
		} else {
			fprintf(stderr, "usage: make_corpus [-s SEED] [-n ARTICLES]\n");
			return 2;
		}
	}
	zipf_init();
	grammar_init();
	return write_articles(seed, (uint32_t)articles);
}
