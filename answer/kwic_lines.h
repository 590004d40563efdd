/* Pressmark - keyword in context: the lines.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How a hit becomes a line of text, JSON, TSV or CSV.  Which hits there are, and in which
 * order, is decided in kwic.c.
 *
 *	pm_kwic_lines_init(&l, k, hits, out);
 *	pm_kwic_lines_head(&l, &result);
 *	for each hit
 *		pm_kwic_lines_put(&l, id, first, end, number, &err);
 *	pm_kwic_lines_foot(&l, &result);
 *	pm_kwic_lines_release(&l);
 *
 * For the last article the metadata, the dressing and the places of its words in the text
 * are kept, so the lines of one article are best put one after the other.
 */
#ifndef PM_ANSWER_KWIC_LINES_H
#define PM_ANSWER_KWIC_LINES_H

#include "answer/kwic.h"
#include "segment/metadata.h"
#include "terminal/cells.h"

struct pm_kwic_lines {
	const struct pm_kwic *k;
	struct pm_hits *hits; /* finds the marks, and looks at the article */
	struct pm_buf *out;
	bool any;	/* a line has been put */
	uint32_t id;	/* of the current article; 0: none */
	size_t alike;	/* with it, if that is shown */
	uint32_t found; /* the article whose hits HITS holds */
	struct pm_metadata_reader reader;
	struct pm_metadata m;
	struct pm_buf data, title, left, hit, right, value;
	struct pm_cells cells;
	uint64_t *steps; /* the bytes before each 64th word; see kwic_lines.c */
	size_t n_steps, steps_cap;
};

void pm_kwic_lines_init(struct pm_kwic_lines *l, const struct pm_kwic *k,
			struct pm_hits *hits, struct pm_buf *out);
void pm_kwic_lines_release(struct pm_kwic_lines *l);

/* To be called after each pm_hits_find by others: HITS now looks at article ID. */
void pm_kwic_lines_found(struct pm_kwic_lines *l, uint32_t id);

void pm_kwic_lines_head(struct pm_kwic_lines *l, const struct pm_kwic_result *r);
/* Put the hit of the words FIRST .. END - 1; NUMBER counts lines from 1. */
enum pm_status pm_kwic_lines_put(struct pm_kwic_lines *l, uint32_t id, uint32_t first,
				 uint32_t end, uint64_t number, struct pm_error *err);
void pm_kwic_lines_foot(struct pm_kwic_lines *l, const struct pm_kwic_result *r);

#endif
