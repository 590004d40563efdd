/* Pressmark - what of an index is whole, and what is damaged.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * check ends at the first damage.  Who wants to know how far it goes looks at each segment by
 * itself, as if the index had no other, and at each file beside them:
 *
 *	pm_survey_run(&s, "index", &err);
 *	... s.segments[i].whole, s.files.whole ...
 *	pm_survey_put(&s, &out, &err);		for people
 *	pm_survey_release(&s);
 *
 * A segment is *whole* if all that check_segment.h compares is right; then nothing else need
 * be read to trust it.  Of one that is not, the origins may still be readable, and say which
 * articles it has and from which files; so may the file that says which are gone.
 *
 * Where `generation` cannot be read, the newest `generation-7` that can be stands for it: it
 * has the same text, or that of the generation before if the power failed in between.
 *
 * Cost: that of check, less the copies and what is gone.  Memory: a bit for each article of
 * segments of which some are gone, and the list of files.
 */
#ifndef PM_INDEXER_SURVEY_H
#define PM_INDEXER_SURVEY_H

#include "indexer/files.h"
#include "segment/generation.h"
#include "segment/origins.h"
#include "support/buf.h"

struct pm_survey_segment {
	bool whole;
	struct pm_error why;	  /* else what was found first */
	struct pm_pages *origins; /* NULL: they cannot be opened */
};

/* A file beside the generation; whole, too, if the generation lists none. */
struct pm_survey_file {
	bool whole;
	struct pm_error why;
};

struct pm_survey {
	char *dir;
	struct pm_generation generation;
	struct pm_survey_file current; /* `generation` itself */
	struct pm_survey_segment *segments;
	size_t n_damaged; /* of these */
	struct pm_survey_file removed, files, history;
	struct pm_files table; /* empty if that file is damaged */
	/* By segment: bit A - 1 for article A that is gone, or NULL: none are, or nobody knows
	 * (removed.whole is false). */
	uint64_t **gone;
};

/* The current generation of DIR, or the newest that is kept, which OF tells.  Failures as
 * below. */
enum pm_status pm_survey_generation(const char *dir, struct pm_generation *g,
				    struct pm_survey_file *of, struct pm_error *err);
/* PM_ERR_NOT_INDEX, PM_ERR_CORRUPT: there is no generation that can be read. */
enum pm_status pm_survey_run(struct pm_survey *s, const char *dir, struct pm_error *err);
/* One of all zeros may be released. */
void pm_survey_release(struct pm_survey *s);

/* GONE, by segment of G, all NULL: which of its articles are gone, as the file beside it
 * says.  PM_ERR_CORRUPT, PM_ERR_IO: it does not; what was set is to be freed. */
enum pm_status pm_survey_read_gone(const char *dir, const struct pm_generation *g,
				   uint64_t **gone, struct pm_error *err);
/* Whether an article is gone, as far as that is known. */
bool pm_survey_is_gone(const struct pm_survey *s, size_t segment, uint32_t article);

/* Append lines that name the damaged segments, how many articles each has and of which
 * files, PM_SURVEY_FILES at most, and how much is whole. */
#define PM_SURVEY_FILES 10u
enum pm_status pm_survey_put(const struct pm_survey *s, struct pm_buf *out,
			     struct pm_error *err);

#endif
