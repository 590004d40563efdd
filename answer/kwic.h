/* Pressmark - keyword in context: every hit of a query on a line of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A line is a hit (ARCHITECTURE.md; the same extent counts once) with the words before
 * and after it; the text format aligns lines on the hit:
 *
 *	   1    a17  sanctions on makers of **chips** for phones, and the ban
 *	   2    b4      of those who sell **chip** designs abroad
 *
 * From 80 columns on the second column says which article that is, by its id, else url,
 * else file and line, of which it shows the end if there is not room for all.
 *
 *	struct pm_kwic k = { .format = PM_KWIC_TEXT, .width = 80, .tree = tree,
 *			     .sort = PM_SORT_RELEVANCE, .words = 8, .max = 100 };
 *	pm_kwic_parse_keys("R1,L1", &k, &err);		if wanted
 *	pm_kwic_answer(&k, search, &out, &result, &err);
 *
 * Order.  By article, in the order of the search, then by place; or by keys, and hits
 * that are equal in all keys keep that order.  Neighbours are compared as folded words,
 * by their bytes, and a missing one comes first; undated articles come last.  A context
 * never reaches from the title into the body.
 *
 * A sample consists of the hits with the smallest numbers, where the number of a hit is
 * made from the seed and from where the hit is, and from nothing else.  So it is the same
 * for the same index, query and seed, whatever the order, and a smaller sample is part of
 * a larger.
 *
 * The machine formats give the text as it is: left, hit and right, put together, are a
 * part of the title or of the body, and `start` is the byte where the hit begins in it,
 * as pressmark-index export has it.  In TSV and CSV control characters become blanks, and
 * in CSV a field that looks like a formula begins with a ' (terminal/values.h).  JSON is
 * one document, CSV is RFC 4180 with a line of names.
 *
 * Memory: 16 bytes for each article of the index.  In the order of articles nothing is
 * kept of a hit: lines are written as hits are found, and OUT is handed to `flush`
 * whenever it holds some 64 KB.  With keys, 20 bytes a hit and 4 more for each key, the
 * words that the keys name, and 256 KB; with a sample, 36 bytes and 4 for each key, for
 * the drawn hits only.
 *
 * Cost: finding the hits (match/finder.h) in all articles that match, even if few lines
 * are shown, because the number of hits is exact; and for each line shown 4 microseconds
 * (6 with offsets), but 100 if keys take lines from all over the index, because each then
 * inflates its article's block anew.  Two million lines took 10 seconds in the order of
 * articles, and 4 minutes sorted.
 */
#ifndef PM_ANSWER_KWIC_H
#define PM_ANSWER_KWIC_H

#include "answer/counts.h"
#include "support/stop.h"
#include "terminal/values.h"

#define PM_KWIC_VERSION 1

#define PM_KWIC_WORDS 8u      /* if no number is given */
#define PM_KWIC_WORDS_MAX 50u /* on each side, and in keys */
#define PM_KWIC_KEYS_MAX 8u

enum pm_kwic_format { PM_KWIC_TEXT, PM_KWIC_JSON, PM_KWIC_TSV, PM_KWIC_CSV };

enum pm_kwic_by {
	PM_KWIC_LEFT, /* the word `place` words left of the hit; 1: next to
				 * it */
	PM_KWIC_RIGHT,
	PM_KWIC_HIT, /* the hit's own words */
	PM_KWIC_DATE,
	PM_KWIC_ARTICLE /* the order of the search */
};

struct pm_kwic_key {
	enum pm_kwic_by by;
	uint32_t place; /* 1 to PM_KWIC_WORDS_MAX */
};

struct pm_kwic {
	enum pm_kwic_format format;
	enum pm_value_csv csv; /* CSV only */
	bool color;	       /* text only: hits in colour, not in ** */
	size_t width;	       /* columns of the text, at least 24 */
	const char *query;     /* for JSON */
	size_t query_len;
	const struct pm_tree *tree;
	const struct pm_generation *cite; /* in JSON; NULL: nothing */
	enum pm_db_sort sort;		  /* of articles */
	enum pm_search_stories stories;	  /* with PM_STORIES_ONCE, lines are those of the
					 * first article of each story */
	uint32_t words;			  /* on each side, 1 to PM_KWIC_WORDS_MAX */
	struct pm_kwic_key keys[PM_KWIC_KEYS_MAX];
	size_t n_keys;	      /* 0: in the order of articles */
	uint64_t offset, max; /* lines left out, and most lines shown; max 0: all */
	uint64_t sample;      /* how many hits are drawn; 0: all */
	uint64_t seed;
	/* Asked once an article.  Once it says yes, the answer ends with what there
	 * is. */
	struct pm_stop stop;
	/* Asked once a line, when all hits have been found: what was found until the end is
	 * still shown, as far as this allows. */
	struct pm_stop last;
	/* Takes the article of each line that is shown, a uint32_t; NULL: not asked. */
	struct pm_buf *ids;
	/* Takes the contents of OUT, which is then emptied.  Anything but PM_OK ends the
	 * answer and is returned.  NULL: everything stays in OUT. */
	enum pm_status (*flush)(void *ctx, struct pm_buf *out, struct pm_error *err);
	void *flush_ctx;
};

struct pm_kwic_result {
	uint32_t articles; /* that match, or one for each story */
	struct pm_counts counts;
	uint64_t hits;	/* in all of them */
	uint64_t drawn; /* how many of them the sample drew; without a sample
				 * all */
	uint64_t lines; /* that were shown */
	bool stopped;	/* before the end: hits and lines are those found so
				 * far */
};

/* Keys as a user writes them, "L1,R2,hit,date,article".  PM_ERR_USAGE, listing what there
 * is, for anything else and for more than PM_KWIC_KEYS_MAX. */
enum pm_status pm_kwic_parse_keys(const char *text, struct pm_kwic *k,
				  struct pm_error *err);

/* Append the answer. */
enum pm_status pm_kwic_answer(const struct pm_kwic *k, struct pm_search *s,
			      struct pm_buf *out, struct pm_kwic_result *result,
			      struct pm_error *err);

#endif
