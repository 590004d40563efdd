/* Pressmark - the articles of the input that are to be indexed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stands between the reader (corpus/corpus.h) and a new segment.  It decides which files are
 * read, which article is one that the index has (known.h), and which are new; it counts
 * what was skipped, and knows at the end what is gone: ARCHITECTURE.md, "Updates".
 *
 *	pm_input_open(&in, &options, &result, index, &files, &err);
 *	while ((st = pm_input_next(&in, &article, &origin, &err)) == PM_OK)
 *		... to be indexed, until the next call ...
 *	pm_input_origin(&in, &ordinal, &origin): now and then: origins of articles that were handed
 *		out are others
 *	pm_input_end(&in, &err);	is the input whole enough to be published?
 *	... in.known.all: those that are `changed` or were not `met` are to go ...
 *	pm_input_release(&in);
 *
 * A whole build is an input of which nothing is known.
 */
#ifndef PM_INDEXER_INPUT_H
#define PM_INDEXER_INPUT_H

#include "corpus/language/detect.h"
#include "indexer/build.h"
#include "indexer/files.h"
#include "indexer/identity.h"
#include "indexer/ids.h"
#include "indexer/kept_metadata.h"
#include "indexer/known.h"
#include "indexer/pairing.h"
#include "indexer/places.h"

/* Why articles stay though they were not found. */
enum pm_spare_reason {
	PM_SPARE_UNREAD, /* what has them could not be read as a whole, or not at all */
	PM_SPARE_EMPTY	 /* it is empty, as a disk is that is not there */
};

/* What could not be seen, a file or a folder, and how many articles stay for that. */
struct pm_input_spare {
	char *path;
	enum pm_spare_reason reason;
	uint64_t articles;
};

/* A file of which articles stay, and the number of what they stay for. */
struct pm_input_spared_file {
	uint64_t source;
	uint32_t file, spare;
};

/* A source, and how many articles of it were left. */
struct pm_input_left {
	uint64_t source, articles;
};

struct pm_input_options {
	const struct pm_build_options *build;
	const char *language;
	const char *dir;     /* of the new segment, for spill files */
	uint64_t generation; /* that is made */
	bool anew;	     /* read all files, whether they have changed or not */
	/* Called now and then; STAGE: "reading ids", or NULL: articles are read. */
	void (*progress)(void *ctx, const char *stage);
	void *ctx;
};

struct pm_input {
	struct pm_input_options options;
	struct pm_build_result *result;
	struct pm_index *index; /* or NULL */
	struct pm_files *files; /* the caller's: as they are after this input */
	struct pm_places places;
	struct pm_reader *reader;
	struct pm_ids ids;
	bool has_ids;
	bool reads_all; /* no file is passed over */
	struct pm_identities identities;
	struct pm_known known;
	struct pm_pairing pairing;
	size_t n_told; /* of pairing.changes */
	struct pm_kept_metadata kept;
	struct pm_article article; /* the one that was handed out */
	char detected[PM_LANGUAGE_TEXT];
	struct pm_buf place,
		name;	      /* of the current file; the article's name with a base */
	uint32_t file_number; /* of the current file, if IN_FILE */
	bool in_file;
	enum pm_status status; /* of what a call of the reader could not tell: with ERR */
	struct pm_error err;
	uint64_t started; /* ns since 1970 */
	uint64_t space;	  /* that what is new in its files takes at least (space.h) */
	uint64_t touched; /* bytes of files that are what they were, but for their times */
	struct pm_input_spare *spares; /* in the order in which they were found */
	size_t n_spares, spares_cap;
	struct pm_input_spared_file *spared; /* the first n_sorted by their sources */
	size_t n_spared, n_sorted, spared_cap;
	struct pm_input_left *left; /* of which articles were left that are gone */
	size_t n_left, left_cap;
	uint64_t n_read;	 /* articles, those that have not changed among them */
	uint64_t n_same;	 /* articles of files that were not read */
	uint64_t skipped_before; /* when the file began */
};

/* INDEX: what is updated; NULL: nothing is known.  RESULT and FILES are added to. */
enum pm_status pm_input_open(struct pm_input *in, const struct pm_input_options *options,
			     struct pm_build_result *result, struct pm_index *index,
			     struct pm_files *files, struct pm_error *err);
/* One of all zeros may be released. */
void pm_input_release(struct pm_input *in);

/* The next article that is new or has changed, and its origin. */
enum pm_status pm_input_next(struct pm_input *in, const struct pm_article **article,
			     struct pm_origin *origin, struct pm_error *err);
/* The origin of an article that was handed out before, the first being number 0, turned out to be
 * another (pairing.h).  Ordinals ascend until the article after the last one that was handed
 * out.  False: there are no more of them. */
bool pm_input_origin(struct pm_input *in, uint64_t *ordinal, struct pm_origin *origin);
/* The article was copied. */
void pm_input_trim(struct pm_input *in);
/* Whether an article that the index has of a file stays though it was not met, since it is not
 * known whether the file has it.  If so, it is counted. */
bool pm_input_spares(struct pm_input *in, uint64_t source);
/* The same, without counting it. */
bool pm_input_may_spare(struct pm_input *in, uint64_t source);
/* Say how many of them there were, of which files and folders, and why they stay. */
void pm_input_tell_spared(const struct pm_input *in);
/* An article of this source is gone, but is not to be taken away this time. */
enum pm_status pm_input_leave(struct pm_input *in, uint64_t source, struct pm_error *err);
/* Whoever takes away what is gone must find those that were left: the next update reads their
 * files again. */
void pm_input_reread(struct pm_input *in);
/* After PM_END.  PM_ERR_INPUT: nothing is to be published. */
enum pm_status pm_input_end(struct pm_input *in, struct pm_error *err);

#endif
