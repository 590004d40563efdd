/* Pressmark - what came from which source: how many articles, and what became of them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A corpus of many sites or newspapers goes wrong in one of them: its dates are not read,
 * its pages not cleaned, its articles are copies of others.  The source of an article is
 * what it says; else the host of its url; else the folder of its file, as that was given or
 * found, or the archive.  What is skipped counts for the folder of its file, or, if something
 * of that is counted, for the folder or archive of which it is said.
 *
 *	pm_sources_init(&s);
 *	pm_sources_add(&s, article, &err);	for each article, in the order of the index
 *	pm_sources_skip(&s, kind, file);	for each that is skipped
 *	pm_sources_copy(&s, place);		for each copy, when these are known
 *	pm_sources_sort(&s, &order, &err);
 *	pm_sources_release(&s);
 *
 * Memory: 4 bytes for each article, and for each of PM_SOURCES_MAX sources its name and
 * six numbers; what is from further sources is counted together.
 */
#ifndef PM_INDEXER_SOURCES_H
#define PM_INDEXER_SOURCES_H

#include "corpus/corpus.h"
#include "support/buf.h"
#include "support/intern.h"

#define PM_SOURCES_MAX 10000u
/* What counts of a name, in bytes. */
#define PM_SOURCE_NAME_MAX 200u

struct pm_source_counts {
	uint64_t articles;				    /* that are in the index */
	uint64_t undated, cleaned /* have folds */, copies; /* of these */
	uint64_t skipped;	   /* files, and articles of files that have several */
	uint64_t skipped_articles; /* these alone */
};

struct pm_sources {
	struct pm_intern names;
	struct pm_source_counts *of; /* by number of the name */
	size_t cap;
	struct pm_source_counts others; /* of all further sources together */
	uint32_t *number;		/* by article; PM_U32_NONE: one of those */
	size_t number_cap;
	size_t n_articles;
	uint64_t pending; /* articles skipped, of the file that is told next */
	struct pm_buf name;
	enum pm_status status; /* of pm_sources_skip, which returns none */
};

void pm_sources_init(struct pm_sources *s);
void pm_sources_release(struct pm_sources *s);

/* PM_ERR_NOMEM, also if pm_sources_skip has run out of memory before. */
enum pm_status pm_sources_add(struct pm_sources *s, const struct pm_article *a,
			      struct pm_error *err);
/* FILE is skipped, or an article of it and what pm_sources_more has counted. */
enum pm_sources_skip { PM_SOURCES_FILE, PM_SOURCES_ARTICLE };
void pm_sources_skip(struct pm_sources *s, enum pm_sources_skip kind, struct pm_str file);
/* N further articles are skipped, of a file that pm_sources_skip is called for later. */
void pm_sources_more(struct pm_sources *s, uint64_t n);
/* The article at PLACE, from 0, is a copy of another. */
void pm_sources_copy(struct pm_sources *s, uint32_t place);

/* Set *ORDER to the numbers of all sources, those with the most articles first, and of as
 * many those with the most skipped; the caller frees it. */
enum pm_status pm_sources_sort(const struct pm_sources *s, uint32_t **order,
			       struct pm_error *err);
/* All of them added up. */
struct pm_source_counts pm_sources_total(const struct pm_sources *s);

#endif
