/* Pressmark - an article of a segment as a reader would give it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a segment has of an article is all that a build took of it: title and body byte for
 * byte, folds, metadata.  Here it becomes a struct pm_article again, so that it can go the
 * way of every other (intake.h) and end in the same terms:
 *
 *	pm_stored_article_init(&s);
 *	for each article:
 *		pm_stored_article_read(&s, segment, article, &err);
 *		pm_intake_add(&intake, slice, &s.article, &err);
 *	pm_stored_article_release(&s);
 *
 * What only reading it could tell (its encoding, what was repaired) is not there again.
 */
#ifndef PM_INDEXER_STORED_ARTICLE_H
#define PM_INDEXER_STORED_ARTICLE_H

#include "corpus/corpus.h"
#include "segment/metadata.h"
#include "segment/segment.h"

struct pm_stored_article {
	struct pm_article article; /* which points into what follows */
	PM_BUF_GROUP(title, body, data, folds);
	struct pm_metadata_reader metadata;
	struct pm_field *fields;
	struct pm_fold *parts;
	size_t fields_cap, parts_cap;
};

void pm_stored_article_init(struct pm_stored_article *s);
void pm_stored_article_release(struct pm_stored_article *s);

/* ARTICLE counts from 1. */
enum pm_status pm_stored_article_read(struct pm_stored_article *s,
				      struct pm_segment *segment, uint32_t article,
				      struct pm_error *err);

#endif
