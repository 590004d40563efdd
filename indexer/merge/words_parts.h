/* Pressmark - merging the words of runs: what its two files share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to merge_words.c, which says how the records look, and merge_unite.c. */
#ifndef PM_INDEXER_MERGE_WORDS_PARTS_H
#define PM_INDEXER_MERGE_WORDS_PARTS_H

#include "indexer/merge/merge.h"

/* Words between two looks at whether to stop. */
#define PM_WORDS_ASK_EVERY 16384u

/* Counts up to this are tallied by value, larger ones listed. */
#define PM_WORDS_SMALL 65536u

struct pm_merge_form {
	uint64_t count;
	const char *other; /* PM_FORM_OTHER; NULL: a huge one, at `at` of `run` */
	size_t other_len;
	uint64_t at;
	uint32_t run;
	enum pm_form kind;
	uint32_t first_ref, n_refs; /* chained: see struct pm_merge_ref */
};

struct pm_merge_ref {
	uint32_t run, surface;
	uint32_t next; /* next one of the same form, plus one */
};

/* A word that waits for the others of its folded word, or, if it is huge, for those that
 * begin with the same PM_RUN_HUGE bytes.  The record of a huge one goes on after these. */
struct pm_merge_waiting {
	struct pm_buf record, stem;
	struct pm_spool_text text; /* of a huge one */
};

struct pm_merge_words {
	struct pm_merge *m;
	struct pm_spool united;
	struct pm_merge_waiting *group;
	size_t n_group, group_cap;
	bool group_counted; /* its folded form is, in n_folded */
	struct pm_buf head; /* the first bytes of the group's words, if they are huge; or
			     * empty */
	struct pm_buf record;
	uint32_t *small; /* number of words by count */
	uint64_t *large; /* counts of the others */
	size_t n_large, large_cap;
	/* Why texts could not be compared. */
	enum pm_status compared;
	struct pm_error compare_err;
	struct pm_merge_form *forms;
	struct pm_merge_ref *refs;
	size_t n_forms, forms_cap, n_refs, refs_cap;
	struct pm_merge_marks marks;
	/* For each class but the last: words with more than `above` occurrences are in it
	 * or an earlier one, and so are the first `level` of those with exactly
	 * `above`. */
	uint64_t above[PM_CODE_CLASSES - 1];
	uint64_t level[PM_CODE_CLASSES - 1];
};

/* merge_unite.c: unite the runs' words into w->united, and note their counts. */
enum pm_status pm_words_unite(struct pm_merge_words *w, struct pm_error *err);

/* Read the bytes of a surface into *OTHER and *LEN; of a huge one its length, and the
 * number after it into *NUMBER. */
bool pm_words_load_other(const uint8_t **p, const uint8_t *end, const uint8_t **other,
			 size_t *len, uint64_t *number);

/* The bytes of a huge word or surface. */
struct pm_spool_text pm_words_huge(const struct pm_merge_words *w, uint32_t run,
				   size_t len, uint64_t at);

/* Fails because records are not what they should be. */
enum pm_status pm_words_broken(struct pm_error *err);

#endif
