/* Pressmark - generations: the published state of an index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An index is a folder with a file `generation`, which lists the segments that readers
 * see.  It is replaced by one rename, so a reader finds the old list or the new one,
 * never half of either.  Segments are folders beside it, named "segment-" and the
 * number of the generation that added them; those that the generation does not list
 * are leftovers.
 *
 * The file is text, one key and value per line, so that people can read it:
 *
 *	pressmark-index 7
 *	generation 7
 *	language english
 *	languages de en			of `language auto`: those that articles have
 *	stemmer libxapian 1.4.22	which made the stems
 *	unicode 15.0.0			by which words were folded
 *	stories 11841			of the articles of all segments
 *	copies 1234567890123456789	identity of the file copies-7 (copies.h)
 *	map date=publishedAt		options that say what was read, as they were given
 *	segment segment-7
 *	articles 12000
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

#define PM_INDEX_VERSION 7u
#define PM_GENERATION_FILE "generation"
#define PM_SEGMENTS_MAX 256u

struct pm_segment_info {
	char name[32];
	uint64_t articles;
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

struct pm_generation {
	uint64_t number;
	char language[32];
	char languages[96]; /* of PM_LANGUAGE_AUTO (text/languages.h): codes with blanks
			     * between; else empty */
	/* What the words were made with (text/version.h); a reader may run with others. */
	char stemmer[48], unicode[16];
	/* What the build was told about its input: lines "KEY VALUE", of the keys map,
	 * include, exclude, clean, encoding, dates and rules (a digest of them), with line
	 * ends; NULL: nothing. */
	char *choices;
	/* How many stories its articles tell, and pm_pages_identity of the file that says
	 * which are copies; 0: there is none, and each article is a story. */
	uint64_t stories, copies;
	struct pm_segment_info *segments;
	size_t n_segments;
};

/* The language whose stop words count (text/stopwords.h): the index's; of one in several
 * languages English, if it is among them. */
const char *pm_generation_stop_language(const struct pm_generation *g);

/* PM_ERR_NOT_INDEX if DIR is missing, is not an index or has another version;
 * PM_ERR_CORRUPT if the file is damaged.  The messages name the file. */
enum pm_status pm_generation_read(const char *dir, struct pm_generation *g,
				  struct pm_error *err);
void pm_generation_release(struct pm_generation *g);

/* Replace the file by this generation, durably; on failure the old one stays.
 * PM_UNSYNCED: it has been replaced, but the system could not confirm that this is
 * durable (ERR has the reason). */
enum pm_status pm_generation_publish(const char *dir, const struct pm_generation *g,
				     struct pm_error *err);

#endif
