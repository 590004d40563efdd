/* Pressmark - building an index: paths in, a new generation out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The steps, in this order.  If the build ends before the rename, for whatever reason,
 * the published generation is unchanged:
 *
 *	1. take the lock; remove leftovers of unfinished builds
 *	2. make the folder of the new segment, which nobody sees
 *	3. read articles and gather them into runs (crew.h)
 *	4. merge the runs into the segment; guard the database; fsync everything
 *	5. find the copies (stories.h), and write them beside the segment
 *	6. publish the generation (one rename)
 *	7. remove the segments of the old generation that no reader holds
 */
#ifndef PM_INDEXER_BUILD_H
#define PM_INDEXER_BUILD_H

#include "corpus/corpus.h"
#include "indexer/choices.h"
#include "indexer/database.h"
#include "indexer/name_counts.h"
#include "indexer/repeats.h"
#include "indexer/same_id.h"
#include "indexer/sources.h"
#include "segment/generation.h"
#include "support/buf.h"
#include "support/status.h"
#include "support/stop.h"
#include "text/languages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_build_progress {
	uint64_t articles;
	uint64_t text_bytes;
	uint64_t done, total; /* bytes of the input files; total 0: unknown */
	const char *stage;    /* "reading", "indexing", "merging", "writing" */
};

/* How much may be skipped before a build gives up. */
struct pm_skip_limit {
	enum {
		PM_SKIP_ANY,	/* there is no limit */
		PM_SKIP_NUMBER, /* NUMBER articles and files */
		PM_SKIP_SHARE	/* a SHARE, 0 to 1, of all articles and files */
	} kind;
	uint64_t number;
	double share;
};

/* What the input is to the index that is there. */
enum pm_build_kind {
	PM_BUILD_WHOLE,	 /* all of the new one */
	PM_BUILD_UPDATE, /* all of what is below its paths */
	PM_BUILD_ADD,	 /* some further articles: nothing else goes */
	PM_BUILD_RESTORE /* articles that an index has lost (repair.h) */
};

struct pm_build_result;
struct pm_files;
struct pm_known;
struct pm_origin;
struct pm_successor;

/* What a repair has to say while articles are read that an index has lost. */
struct pm_restoring {
	const struct pm_generation *takes; /* what is left of the index */
	bool takes_away; /* what the files do not have any more goes, as in an update */
	void *ctx;
	/* Nothing has been read yet: history and files may be set. */
	enum pm_status (*begun)(void *ctx, struct pm_successor *next,
				struct pm_error *err);
	/* Whether a file is read. */
	bool (*wants)(void *ctx, uint64_t source);
	/* Add what is lost to what is known (known.h). */
	enum pm_status (*lost)(void *ctx, struct pm_known *known, struct pm_error *err);
	/* An article comes in; when it was first seen may be set. */
	void (*came)(void *ctx, struct pm_origin *origin);
	/* All have come: may it be published?  What is counted may be set. */
	enum pm_status (*settle)(void *ctx, const struct pm_successor *next,
				 struct pm_build_result *result, struct pm_error *err);
};

enum pm_lost { PM_LOST_REFUSED, PM_LOST_PERMITTED };

struct pm_build_options {
	const char *index;
	const char *const *paths;
	size_t n_paths;
	const char *language;
	unsigned jobs; /* workers; 0: one per core */
	size_t memory; /* for all of them; 0: PM_MEMORY_DEFAULT */
	enum pm_writer writer;
	/* Is an index published without a given path that could not be read? */
	enum pm_lost lost;
	struct pm_skip_limit max_skipped;
	enum pm_build_kind kind;
	const struct pm_restoring *restoring; /* with PM_BUILD_RESTORE */
	/* How much of the index an update may take away before it gives up. */
	struct pm_skip_limit max_removed;
	bool no_remove;	  /* what is gone stays in the index */
	bool rehash;	  /* files are read though they seem to be what they were */
	const char *base; /* from which on places are told (places.h), or NULL */
	/* Why all is read again, whether it has changed or not; NULL: it is not. */
	const char *anew;
	uint64_t segment_size; /* bytes that a segment may grow to (tiers.h); 0: as there */
	bool any_space;	       /* do not ask whether there is room (space.h) */
	unsigned keep; /* generations that stay on the disk; 0: as many as before (pm_kept_by) */
	enum pm_same_id ids;
	enum pm_clean clean;	  /* of what is read */
	enum pm_date_order dates; /* of ambiguous ones (corpus.h) */
	const char *encoding;	  /* of plain text and records, or NULL (corpus.h) */
	bool timings;		  /* fill result->timings */
	const struct pm_choices *choices; /* what is read, and how; NULL: nothing was said */
	/* Where it is counted what came from which source; NULL: it is not. */
	struct pm_sources *sources;
	/* For tests: limits of the format, lower than they are; 0: as they are. */
	uint64_t most_articles, most_occurrences;
	/* Called for a file or article that was skipped; may be NULL. */
	pm_skip_fn *skip;
	/* Called for an article that is in the index, but not as its source has it; WHAT was
	 * done, in a word or two.  May be NULL. */
	void (*note)(void *ctx, const char *what, struct pm_str file, uint64_t line,
		     const char *reason);
	/* Called for an article whose text had to be repaired; may be NULL. */
	void (*repaired)(void *ctx, struct pm_str file, uint64_t line, uint64_t repairs);
	/* Called for an article of which VALUES are no fields, the first in NAME, because
	 * they are nested too deep or their names too long; may be NULL. */
	void (*left_out)(void *ctx, struct pm_str file, uint64_t line, uint64_t values,
			 struct pm_str name);
	/* Called for an article that seems to end in what a scraper took along, and is
	 * indexed with it; may be NULL. */
	pm_skip_fn *tail;
	/* Called for each article and stage, by one thread at a time; may be NULL. */
	void (*progress)(void *ctx, const struct pm_build_progress *p);
	void *ctx;	     /* passed to these functions */
	struct pm_stop stop; /* ends the build; asked on any thread */
};

struct pm_build_result {
	struct pm_segment_info info; /* of the new segment */
	/* Of an update: articles that are new, have changed, were taken away, and that the
	 * index has now; files that were read, that were not, and that are gone. */
	uint64_t added, changed, taken_away, articles;
	uint64_t files_read, files_same, files_gone;
	/* Articles that the input has and that stay away, and such as stay because their file
	 * could not be read as a whole. */
	uint64_t away, spared;
	uint64_t refolded; /* old articles that were written again as their folds changed */
	enum pm_build_kind kind;
	bool unchanged; /* nothing was to be done, and nothing was published */
	char anew[64]; /* why all was read: the option that is another; empty: it was not */
	bool moved;    /* the base is another folder than before */
	bool rehashed; /* all files were read, whether they looked the same or not */
	uint64_t generation; /* that was published */
	uint64_t skipped; /* number of calls of skip, and of entries counted together */
	uint64_t skipped_articles; /* of these: articles of files that have several */
	uint64_t skipped_same; /* the same of files that have not changed, when they were read */
	uint64_t cut_short; /* files that break off after some articles, or in their text */
	uint64_t unclean;   /* pages of which all text was taken (corpus.h) */
	uint64_t folded;    /* articles with folds, as they were read */
	uint64_t tails;	    /* articles with a tail that is not folded (corpus.h) */
	uint64_t repaired; /* articles with repairs */
	struct pm_name_counts encodings, formats;
	const struct pm_sources *sources; /* the options' own */
	/* Articles with an id that one before them has; and with PM_IDS_REPLACE, those that
	 * are not in the index. */
	uint64_t repeated, replaced;
	uint64_t excluded_files, excluded_folders; /* by patterns and ignore files */
	uint64_t left_out;			   /* values that are no fields */
	struct pm_tally left_out_of;		   /* the fields in which they were */
	/* Articles whose text is only a summary, by what it was taken from */
	uint64_t summaries;
	/* Articles that have no date but one of a crawler or a change, by its name */
	uint64_t no_dates;
	struct pm_tally no_dates_of;
	struct pm_tally summaries_from;
	/* Articles whose text ends where its source cut it ("[+1200 chars]") */
	uint64_t cut_texts;
	uint64_t textless;		  /* articles that have a title only */
	struct pm_repeats_result repeats; /* blocks that were folded */
	/* With PM_LANGUAGE_AUTO: articles by language (text/languages.h), and of number 0,
	 * which have no stems, the languages, where these are known */
	uint64_t languages[PM_LANGUAGES_MAX], unknown_language;
	struct pm_tally unstemmed;
	/* What info.undated is the sum of: articles that have no date, whose date is not
	 * understood, and whose date is ambiguous. */
	uint64_t dateless, not_understood, ambiguous;
	uint64_t index_bytes; /* of the new segment */
	uint64_t words_bytes, dressing_bytes, pairs_bytes, lexicon_bytes, shares_bytes,
		lengths_bytes, articles_bytes, sketches_bytes, origins_bytes, folds_bytes,
		blocks_bytes, database_bytes;
	uint64_t copies, copies_bytes; /* articles that are copies; their file */
	double seconds;
	/* Why all segments were made anew from what they have; empty: they were not. */
	char remade[160];
	/* Why libxapian's own writer was used when glass/ could have been; empty: it
	 * was not used. */
	char writer_reason[256];
	struct pm_buf timings; /* a table; the caller's to release */
	/* Why the new generation, which readers see, may not survive a power failure;
	 * empty: it will. */
	char unsynced[256];
};

/* What of the input is not in the index, or not all: it is the same whether its files were read
 * now or had not changed. */
static inline uint64_t
pm_build_missing(const struct pm_build_result *r)
{
	return r->skipped + r->skipped_same + r->cut_short;
}

#define PM_MEMORY_DEFAULT ((size_t)512 << 20)

/* PM_OK: published.  PM_ERR_INPUT if there was no article at all, a path was lost or more
 * was skipped than is permitted. */
enum pm_status pm_build(const struct pm_build_options *options,
			struct pm_build_result *result, struct pm_error *err);
/* The same by whoever holds the lock of an index that is there. */
struct pm_lock;
enum pm_status pm_build_locked(const struct pm_build_options *options,
			       const struct pm_lock *lock, struct pm_build_result *result,
			       struct pm_error *err);

#endif
