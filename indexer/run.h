/* Pressmark - a run: what one pass over articles gathers.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles go in one by one.  For each, the run splits title and body, gives
 * every surface and separator a provisional number, appends these numbers to
 * its stream, counts, and makes the article's terms.  When all are in, seal.h
 * turns the run into the files of a segment: then the frequencies are known,
 * and so the codes.
 *
 *	pm_run_init(&run, language, spill_path, &err);
 *	for each article {
 *		pm_run_add(&run, article, &err);
 *		... run.terms[0 .. n_terms - 1], sorted, for the database ...
 *	}
 *	pm_seal(&run, dir, ...);
 *	pm_run_release(&run);
 *
 * Memory: the distinct surfaces, words, separators, terms and aliases.  The
 * stream of the articles goes to a file in pieces of a megabyte.  Folding and
 * stemming are done once for each distinct surface and word; a word costs two
 * look-ups.
 */
#ifndef PM_INDEXER_RUN_H
#define PM_INDEXER_RUN_H

#include "corpus/corpus.h"
#include "shim/stem.h"
#include "shim/writer.h"
#include "support/buf.h"
#include "support/intern.h"
#include "text/split.h"

#include <stdbool.h>
#include <stdint.h>

#define PM_NONE UINT32_MAX

/* By surface number. */
struct pm_run_surface {
	uint32_t word;		/* its folded word */
	uint32_t count;
};

/* By word number. */
struct pm_run_word {
	uint64_t count;
	uint32_t articles;
	uint32_t term;		/* its stem; PM_NONE: too long to be one */
	uint32_t title_term;	/* S + stem; PM_NONE: not yet seen in a title */
	uint32_t parts;		/* of an address: first in `parts`, n_parts of them */
	uint32_t n_parts;
	uint32_t last_article;	/* that counted in `articles` */
	uint32_t flags;		/* PM_WORD_..., of the folded word split alone */
};

/* By alias number. */
struct pm_run_alias {
	uint32_t term;
	uint32_t title_term;
};

/* By separator number. */
struct pm_run_separator {
	uint64_t count;
	bool hyphen;
};

/* A distinct pair of alias and what it stands for, the key of `targets`. */
struct pm_run_target {
	uint32_t alias;
	uint32_t words[3];	/* PM_NONE behind the last */
};

struct pm_run {
	const char *language;
	struct pm_stemmer *stemmer;

	struct pm_intern surface_names, word_names, separator_names, alias_names;
	struct pm_intern term_names;	/* as libxapian has them: "stem", "Sstem" */
	struct pm_intern targets;	/* bytes of struct pm_run_target */
	struct pm_run_surface *surfaces;
	struct pm_run_word *words;
	struct pm_run_separator *separators;
	struct pm_run_alias *aliases;
	uint32_t *parts;		/* alias numbers */
	size_t surfaces_cap, words_cap, separators_cap, aliases_cap, parts_cap, n_parts;

	/* The stream: for each article varint words, varint words of the title,
	 * and then separator, surface, separator, ... as varints, in the order of
	 * store.h. */
	struct pm_buf stream;
	int spill;
	char *spill_path;
	uint64_t spilled;

	/* The article at hand. */
	struct pm_words split;
	struct pm_words probe;
	uint32_t *seen_words;		/* word numbers in order, title and body */
	uint32_t *seen_separators;
	size_t seen_words_cap, seen_separators_cap;
	struct pm_buf fold, scratch, extra;
	struct pm_term *terms;
	size_t n_terms, terms_cap;
	uint32_t *counts;		/* by term number, 0 between articles */
	size_t counts_cap;
	uint32_t *touched;		/* term numbers with a count */
	size_t n_touched, touched_cap;
	struct pm_run_extra *extras;	/* metadata terms of the article */
	size_t n_extras, extras_cap;
	struct pm_run_sort *order;
	size_t order_cap;

	uint32_t n_articles;
	uint32_t article_words;		/* of the article added last */
	uint64_t total_words, text_bytes, long_words;
};

enum pm_status pm_run_init(struct pm_run *run, const char *language,
			   const char *spill_path, struct pm_error *err);
void pm_run_release(struct pm_run *run);

/* Add an article; its terms are in run->terms until the next call.  On
 * PM_ERR_LIMIT (a text too large) nothing was added. */
enum pm_status pm_run_add(struct pm_run *run, const struct pm_article *article,
			  struct pm_error *err);

#endif
