/* Pressmark - what the two halves of reading a file of removed articles share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to removed.c (the file, and what is looked up in it) and removed_load.c (what is
 * read as a whole).
 */
#ifndef PM_SEGMENT_REMOVED_PARTS_H
#define PM_SEGMENT_REMOVED_PARTS_H

#include "segment/removed.h"

/* In the order of the file. */
enum pm_removed_table {
	PM_REMOVED_ARTICLES,
	PM_REMOVED_WORDS,
	PM_REMOVED_DEAD_WORDS,
	PM_REMOVED_DEAD_ALIASES,
	PM_REMOVED_DEAD_FORMS,
	PM_REMOVED_DEAD_TARGETS,
	PM_REMOVED_TERMS,
	PM_REMOVED_TABLES
};

struct pm_removed_section {
	uint64_t n, from, to;
};

/* A set of numbers: a bit for each. */
struct pm_removed_set {
	uint64_t *bits; /* NULL: it is empty */
	uint32_t n;
};

struct pm_removed_pairs {
	struct pm_removed_pair *list;
	size_t n;
};

struct pm_removed_part {
	struct pm_removed *file;
	uint64_t identity;
	struct pm_removed_sums sums;
	struct pm_removed_section tables[PM_REMOVED_TABLES];
	uint64_t words_index, terms_index;
	/* From pm_removed_load on. */
	bool loaded;
	struct pm_removed_set words, aliases;
	struct pm_removed_pairs forms, targets;
};

struct pm_removed {
	struct pm_pages *pages;
	struct pm_removed_part *parts;
	size_t n;
};

/* "an entry does not fit its place" */
enum pm_status pm_removed_damaged(const struct pm_removed *r, struct pm_error *err);

/* The bytes of a table, all of it; they end at *END. */
enum pm_status pm_removed_bytes(struct pm_removed_part *p, enum pm_removed_table table,
				const uint8_t **at, const uint8_t **end,
				struct pm_error *err);

/* A walk through the terms or through the words: the entry before, and the one that is read
 * next.  Each reads one more; PM_ERR_CORRUPT if it does not come after the one before. */
struct pm_removed_at {
	const uint8_t *p, *end;
	uint64_t i; /* of the entry that is read next */
	bool begun; /* there is one before */
	char term[PM_REMOVED_TERM_MAX];
	size_t len;
	uint32_t articles; /* of the term */
	struct pm_removed_word word;
};

enum pm_status pm_removed_next_term(struct pm_removed_part *p, struct pm_removed_at *at,
				    struct pm_error *err);
enum pm_status pm_removed_next_word(struct pm_removed_part *p, struct pm_removed_at *at,
				    struct pm_error *err);

#endif
