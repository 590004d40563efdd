/* Pressmark - the generation that follows: what goes, what stays, what comes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every command that changes an index makes a new generation out of the current one, and
 * publishes it at the end.  What they have in common is here:
 *
 *	pm_successor_begin(&s, &options, &err);		with the lock held
 *	pm_successor_take_away(&s, segment, article, &err);	for each article that goes
 *	pm_successor_add(&s, &info, &err);		for each new segment
 *	pm_successor_publish(&s, &err);
 *	pm_successor_release(&s);
 *
 * Publishing finds the copies that have changed (stories_change.h), drops segments of which
 * nothing is left, joins what tiers.h says, writes what the removed articles take away
 * (removal.h), and renames.  If anything
 * fails before the rename, what was written is removed again, and the published generation
 * is as it was.  If the lock is not in its place any more (lock.h), nothing is published, and
 * nothing removed either, as it may be another's.
 *
 * A repair (repair.h) has no current generation that could be taken over as it is.  It gives
 * one, of which it knows that it is whole; and its successor may be written without being
 * published, since another one may follow that.
 */
#ifndef PM_INDEXER_SUCCESSOR_H
#define PM_INDEXER_SUCCESSOR_H

#include "indexer/build.h"
#include "indexer/files.h"
#include "indexer/publish/lock.h"
#include "segment/history.h"
#include "segment/index.h"

#include <string.h>

struct pm_successor_options {
	const struct pm_build_options *build; /* folder, jobs, memory, writer, keep, stop */
	const char *command;		      /* "update" */
	const struct pm_lock *lock;	      /* that the caller holds */
	/* Of the new generation: what the build was told, its language and the lines of its
	 * choices; NULL: those of the current one. */
	const char *language, *choices;
	bool join_all; /* into one segment, whatever their sizes */
	/* With PM_SUCCESSOR_REPAIRS: what is taken over, which need not be published and may
	 * have no segment. */
	const struct pm_generation *takes;
	void (*stage)(void *ctx, const char *stage);
	void *ctx;
};

struct pm_successor {
	struct pm_successor_options options;
	struct pm_generation old; /* that is current; number 0: there is none */
	struct pm_index *index;	  /* the same, opened; NULL: there is none to be opened */
	uint64_t **go;		  /* by its segment: articles that go now, bit A - 1 */
	uint64_t n_go;
	struct pm_generation fresh; /* the caller fills in how much was added and changed */
	struct pm_digest128 fingerprint;
	struct pm_history history;
	struct pm_files files; /* as they are to be */
	uint64_t next_segment; /* the number of the next new one */
	uint64_t first_segment;
	bool published;
	/* set by pm_successor_publish */
	uint64_t copies, copies_bytes; /* articles that are copies; their file */
	uint64_t joined;	       /* segments that became others */
	uint64_t joined_bytes;	       /* of text that was written again for that */
	char remade[160];   /* why all segments were made anew; empty: they were not */
	char unsynced[256]; /* as in struct pm_build_result */
};

/* What a command makes of the generation that is current. */
enum pm_successor_kind {
	PM_SUCCESSOR_REPLACES, /* it takes nothing over, and the current one may be damaged */
	PM_SUCCESSOR_CHANGES,  /* PM_ERR_NOT_INDEX if there is none */
	PM_SUCCESSOR_RESTORES, /* it takes over one that is kept; the current one may be
				* damaged */
	PM_SUCCESSOR_REPAIRS /* it takes over what it is given, and removes nothing before it
			      * is published */
};

enum pm_status pm_successor_begin(struct pm_successor *s,
				  const struct pm_successor_options *options,
				  enum pm_successor_kind kind, struct pm_error *err);
/* One of all zeros may be released.  If it was not published, what was written for it is
 * removed. */
void pm_successor_release(struct pm_successor *s);

/* Whether the segments have been made by another stemmer or Unicode, or for another
 * language, so that all are made anew. */
static inline bool
pm_successor_is_of_others(const struct pm_successor *s)
{
	return s->index != NULL && (strcmp(s->old.stemmer, s->fresh.stemmer) != 0 ||
				    strcmp(s->old.unicode, s->fresh.unicode) != 0 ||
				    strcmp(s->old.language, s->fresh.language) != 0);
}

/* An article of the current generation, by its segment there; once. */
enum pm_status pm_successor_take_away(struct pm_successor *s, size_t segment,
				      uint32_t article, struct pm_error *err);
/* Whether it goes. */
bool pm_successor_goes(const struct pm_successor *s, size_t segment, uint32_t article);
/* A new segment, behind all others; what its articles say is the caller's to add to the
 * fingerprint. */
enum pm_status pm_successor_add(struct pm_successor *s,
				const struct pm_segment_info *info, struct pm_error *err);

/* COPY, or NULL, is told the place of each article that is a copy. */
enum pm_status pm_successor_publish(struct pm_successor *s,
				    void (*copy)(void *ctx, uint32_t place), void *ctx,
				    struct pm_error *err);
/* The same in two steps: what is written is seen by nobody, and s->fresh lists it. */
enum pm_status pm_successor_write(struct pm_successor *s,
				  void (*copy)(void *ctx, uint32_t place), void *ctx,
				  struct pm_error *err);
enum pm_status pm_successor_publish_written(struct pm_successor *s, struct pm_error *err);

/* Remove what no generation lists any more that is kept; if it was published, the index of
 * the one before is closed. */
void pm_successor_sweep(struct pm_successor *s);

#endif
