/* Pressmark - the articles of one open file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Takes a file's entries from its format (formats/format.h) and makes articles of them:
 *
 *	pm_entries_open(&entries, format, &source, given_name, &err);
 *	while ((st = pm_entries_next(&entries, article, &err)) == PM_OK)
 *		... *article, until the next call ...
 *	PM_END: the file is done, and closed
 *
 * What one entry means may depend on those after it: whether 3/5/2024 is in March or in
 * May is decided by the other dates of its source.  So when the first date comes that
 * nothing decides, copies of the entries ahead are made, as far as PM_ENTRIES_AHEAD goes,
 * and what they show is learned before any of them is handed out.
 *
 * Entries that cannot be used are reported through the reader's options, and so is the
 * damage that ends a file.  Entries without text are told once for a file, with their
 * number, when it ends.
 */
#ifndef PM_CORPUS_ENTRIES_H
#define PM_CORPUS_ENTRIES_H

#include "corpus/folds.h"
#include "corpus/formats/format.h"
#include "corpus/formats/record.h"

/* What is kept at most of the entries ahead. */
#define PM_ENTRIES_AHEAD ((size_t)16 << 20)

struct pm_entry_ahead;
struct pm_tails;

struct pm_entries {
	const struct pm_reader_options *options; /* set by the caller, and stays */
	struct pm_watch *watch;
	struct pm_encodings *encodings;
	void *states[PM_FORMATS_MAX]; /* of the formats that were used */
	struct pm_record record;
	struct pm_tails *tails;	      /* made when it is used first */
	struct pm_fold_builder folds; /* of a text by itself: its tail */

	const struct pm_format *format; /* of the file that is open, or NULL */
	void *state;
	struct pm_str name;	   /* of the file, for messages */
	struct pm_encoded encoded; /* how its text was read */
	uint64_t decode_repairs;   /* of it, and of no entry yet */
	uint64_t decode_counted;   /* of encoded.replaced */
	uint64_t n;		   /* articles so far */
	bool lost;		   /* it ended before its end */
	bool is_void;		   /* it has not a byte */

	struct pm_entry_ahead *ahead; /* copies, from TAKEN to N_AHEAD */
	size_t n_ahead, taken, ahead_cap;
	size_t ahead_bytes;

	uint64_t n_bare; /* entries without text */
	struct pm_entry first_bare;
	struct pm_error why_bare; /* of the first */
};

void pm_entries_init(struct pm_entries *e, const struct pm_reader_options *options,
		     struct pm_watch *watch, struct pm_encodings *encodings);
void pm_entries_release(struct pm_entries *e);

/* Open a file called NAME, which stays the caller's, whose stream belongs to the entries
 * from now on, even on failure. */
enum pm_status pm_entries_open(struct pm_entries *e, const struct pm_format *format,
			       struct pm_source *source, struct pm_str name,
			       struct pm_error *err);

/* PM_OK; PM_END: the file is done, what was wrong with it is told, and e->lost says
 * whether it broke off; or a failure that ends the whole reading. */
enum pm_status pm_entries_next(struct pm_entries *e, struct pm_article *article,
			       struct pm_error *err);

/* Free what only a large article needs. */
void pm_entries_trim(struct pm_entries *e);

/* Whether a failure must end the whole reading. */
bool pm_entries_is_fatal(enum pm_status st);

#endif
