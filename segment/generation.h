/* Pressmark - generations: the published state of an index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An index is a folder with a file `generation`, which lists the segments that readers
 * see.  It is replaced by one rename, so a reader finds the old list or the new one,
 * never half of either.  Segments are folders beside it, named "segment-" and the
 * number of the generation that added them; a later one that does not change them lists
 * them too.
 *
 * Generations are numbered, and no number is used twice.  The same text also stands in
 * `generation-7`, which stays as long as generation 7 is kept (--keep) and can be rolled
 * back to.  Segments and files that no kept generation lists are leftovers.
 *
 * What a generation says of the articles of its segments is in files beside it, each named
 * by the generation that wrote it, so that one that did not change is not written again:
 *
 *	copies-7	which articles are copies of which (copies.h)
 *	removed-7	which articles are there no more, though their segment still has
 *			them (removed.h)
 *	files-7		what was read, and when, for the next update (files.h)
 *	history-7	what each generation so far did (history.h)
 *
 * The file is text, one key and value per line, so that people can read it:
 *
 *	pressmark-index 9
 *	generation 7
 *	time 1796072400			when it was made, seconds since 1970
 *	made-by update
 *	added 25			articles, against the generation before
 *	changed 3
 *	taken-away 2
 *	restores 5			of a rollback: it has what this one had
 *	keep 2				how many generations stay, this one among them
 *	language english
 *	languages de en			of `language auto`: those that articles have
 *	stemmer libxapian 1.4.22	which made the stems
 *	unicode 15.0.0			by which words were folded
 *	fingerprint 0123...		of its articles, 32 digits (fingerprint.h)
 *	stories 11841			of the articles of all segments
 *	copies 7 1234567890123456789	the number of its file, and what identifies that
 *	removed 7 1234567890123456789	(pm_pages_identity)
 *	files 7 1234567890123456789
 *	history 7 1234567890123456789
 *	map date=publishedAt		options that say what was read, as they were given
 *	segment segment-7
 *	articles 12000			all that it has, removed ones too
 *	gone 2				how many of them are removed
 *	words 33127465
 *	...				more facts of the segment before
 *	checksum 0123456789abcdef	XXH3-64 of all bytes before this line
 */
#ifndef PM_SEGMENT_GENERATION_H
#define PM_SEGMENT_GENERATION_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_INDEX_VERSION 9u
#define PM_GENERATION_FILE "generation"
#define PM_GENERATION_PREFIX "generation-"
#define PM_COPIES_PREFIX "copies-"
#define PM_REMOVED_PREFIX "removed-"
#define PM_FILES_PREFIX "files-"
#define PM_HISTORY_PREFIX "history-"
#define PM_SEGMENTS_MAX 256u
/* Room for the name of a file of a generation. */
#define PM_GENERATION_NAME 40u

struct pm_segment_info {
	char name[32];
	uint64_t articles;
	uint64_t gone;	      /* of these, how many are removed */
	uint64_t words;	      /* occurrences */
	uint64_t distinct;    /* distinct folded words */
	uint64_t text_bytes;  /* titles and bodies */
	uint64_t input_bytes; /* bytes read for them, decompressed */
	uint64_t repairs;     /* replacement characters inserted */
	uint64_t long_words;  /* occurrences too long to be a term */
	uint64_t undated;     /* articles without a date */
	uint64_t counted; /* articles that have blocks (blocks.h); 0: there is no such file */
	/* The least and the greatest date (support/calendar.h), which may be a month or a
	 * year; 0: none. */
	uint64_t first_day, last_day;
	uint64_t identity; /* of its files: pm_segment_identity (index.h) */
};

/* A file beside the generation.  All zeros: there is none. */
struct pm_generation_file {
	uint64_t number;   /* of the generation that wrote it */
	uint64_t identity; /* pm_pages_identity */
};

struct pm_generation {
	uint64_t number;
	uint64_t time;			     /* seconds since 1970 */
	char made_by[16];		     /* the command: "update" */
	uint64_t added, changed, taken_away; /* articles, against the one before */
	/* Of a rollback: the generation whose articles these are, which is none of a rollback;
	 * else 0. */
	uint64_t restores;
	uint64_t keep; /* generations that stay, this one among them; 0: not said */
	char language[32];
	char languages[96]; /* of PM_LANGUAGE_AUTO (text/languages.h): codes with blanks
			     * between; else empty */
	/* What the words were made with (text/version.h); a reader may run with others. */
	char stemmer[48], unicode[16];
	char fingerprint[33]; /* fingerprint.h */
	/* What the build was told about its input: lines "KEY VALUE", of the keys map,
	 * include, exclude, clean, encoding, dates, ids, base and rules (a digest of them),
	 * with line ends; NULL: nothing. */
	char *choices;
	/* How many stories its articles tell; and the file that says which are copies.
	 * Without it each article is a story. */
	uint64_t stories;
	struct pm_generation_file copies, removed, files, history;
	struct pm_segment_info *segments;
	size_t n_segments;
};

/* The generation that first had these articles: itself, but for a rollback. */
static inline uint64_t
pm_generation_content(const struct pm_generation *g)
{
	return g->restores != 0 ? g->restores : g->number;
}

/* The articles that are not removed. */
uint64_t pm_generation_articles(const struct pm_generation *g);

/* PREFIX and the number: the name of one of its files. */
void pm_generation_file_name(char name[PM_GENERATION_NAME], const char *prefix,
			     uint64_t number);

/* The language whose stop words count (text/stopwords.h): the index's; of one in several
 * languages English, if it is among them. */
const char *pm_generation_stop_language(const struct pm_generation *g);

/* PM_ERR_NOT_INDEX if DIR is missing, is not an index or has another version;
 * PM_ERR_CORRUPT if the file is damaged.  The messages name the file. */
enum pm_status pm_generation_read(const char *dir, struct pm_generation *g,
				  struct pm_error *err);
/* The same of a generation that was kept.  PM_ERR_INPUT: it was not. */
enum pm_status pm_generation_read_kept(const char *dir, uint64_t number,
				       struct pm_generation *g, struct pm_error *err);
/* *COPY, which is to be released, is another with the same. */
enum pm_status pm_generation_copy(struct pm_generation *copy,
				  const struct pm_generation *g, struct pm_error *err);
void pm_generation_release(struct pm_generation *g);

/* Write `generation-N`, and replace `generation` by it, durably; on failure the old one
 * stays.  PM_UNSYNCED: it has been replaced, but the system could not confirm that this is
 * durable (ERR has the reason). */
enum pm_status pm_generation_publish(const char *dir, const struct pm_generation *g,
				     struct pm_error *err);

#endif
