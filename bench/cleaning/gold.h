/* Pressmark - web pages whose article somebody has marked.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	gold_open(&gold, folder);
 *	while (gold_next(&gold))
 *		... gold.set, gold.page, gold.text ...
 *	gold_close(&gold);
 *
 * FOLDER holds gold.jsonl, one object a line: "set" and "page" (a file in FOLDER, gzip or
 * not), and of "gold_text", "gold_date", "gold_title" and "gold_author" those that are
 * known.  What cannot be read ends the program with a message: half a measurement is
 * none.
 */
#ifndef PM_BENCH_CLEANING_GOLD_H
#define PM_BENCH_CLEANING_GOLD_H

#include "support/buf.h"
#include "support/json.h"

#include <stdbool.h>
#include <stdio.h>

struct gold {
	const char *folder;
	FILE *file;
	char *line;
	size_t line_size;
	struct pm_json *json;
	/* of the page at hand; valid until the next; empty: not known */
	const char *set, *name, *text, *date, *title, *author;
	struct pm_buf page;	 /* its bytes */
	struct pm_buf values[6]; /* what the above point to */
};

/* The folder to read: the argument, PRESSMARK_DATA/messy, or ../shared/data/messy beside
 * the sources.  Ends the program with status 77 where there is none. */
const char *gold_folder(int argc, char **argv);

void gold_open(struct gold *g, const char *folder);
bool gold_next(struct gold *g);
void gold_close(struct gold *g);

/* Words of two texts, lower case, as Python's \w+ finds them, each as often as it occurs:
 * the harmonic mean of precision and recall, and these. */
struct overlap {
	double precision, recall, f1;
};

struct overlap gold_overlap(const char *text, const char *gold);

/* Hashes of these words in their order; the caller frees them. */
size_t gold_words(const char *text, uint64_t **hashes);

#endif
