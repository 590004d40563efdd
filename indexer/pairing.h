/* Pressmark - which articles of the input are which of the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md, "Updates", says what makes an article the same.  Mostly its group
 * (identity.h) has one article in the file and one in the index, and these are the same.
 * Where a group has several, what they say pairs them, and then their order.  But articles
 * come one after the other, and what has to be written is handed out at once.  So one that
 * says nothing that is known takes the first of the index that is left over, for now.  If
 * another one turns out to be that, the pairs are made again at the end of the file: what was
 * handed out is right, as it has to be written in any case, but its origin is another, which is
 * told then.
 *
 *	pm_pairing_init(&p, &identities, &known, &files);
 *	pm_pairing_begin(&p, kind, &err);	known and files are complete
 *	for each article of the input, with its group as identity
 *		pm_pairing_find(&p, &origin, &pair, &err);
 *		if it is written: p.handed++;
 *	at the end of each file
 *		pm_pairing_end_file(&p, &err);
 *		... p.changes: ordinals of those written before, whose origins are others ...
 *	pm_pairing_end(&p, &err);
 *	pm_pairing_release(&p);
 *
 * What the index has may have been read with the other meaning of ids (same_id.h), and so has
 * other groups.  An article that is new by its own group may be known by that other one, which is
 * p.other, if its file is the same; it is that article then, and gets an identity of its own
 * group when it is written again.
 *
 * Memory: 40 bytes for each article of the current file that has changed; 4 and 16 bytes for
 * those that stay away and for files, if any article does.
 */
#ifndef PM_INDEXER_PAIRING_H
#define PM_INDEXER_PAIRING_H

#include "indexer/build.h"
#include "indexer/files.h"
#include "indexer/identity.h"
#include "indexer/known.h"
#include "indexer/source_places.h"

/* What an article of the input is. */
struct pm_pair {
	enum {
		PM_PAIR_NEW,
		PM_PAIR_KNOWN, /* the index has it, with this content or another */
		PM_PAIR_AWAY   /* it was removed by hand, and stays away */
	} kind;
	struct pm_known_article *known; /* of PM_PAIR_KNOWN */
};

/* One that took what was left over. */
struct pm_taker {
	struct pm_digest128 group;
	uint64_t ordinal;
	uint32_t known; /* its number among known->all */
	bool robbed;	/* another one is that */
};

/* Article ORDINAL of those that were handed out is this one: a known one, or, if NEW, none. */
struct pm_pairing_change {
	uint64_t ordinal;
	struct pm_digest128 identity;
	uint32_t known;
	bool is_new;
};

struct pm_pairing {
	struct pm_identities *identities;
	struct pm_known *known;
	struct pm_files *files;
	enum pm_build_kind kind;
	uint64_t handed; /* articles that were handed out; the caller counts them */
	uint64_t fixed; /* the caller's: origins before this one are not changed any more */
	struct pm_taker *takers; /* of the current file */
	size_t n_takers, takers_cap;
	bool robbed; /* one of them is */
	/* The caller's, if OTHERWISE: the group of the next article with the other meaning of
	 * ids. */
	struct pm_digest128 other;
	bool otherwise;
	struct pm_pairing_change *changes; /* by ordinal; the caller may set n_changes to 0 */
	size_t n_changes, changes_cap;
	uint32_t *away; /* numbers of those that stay away, by what they say */
	size_t n_away;
	/* Of this group those before that place in files->away are met. */
	struct pm_digest128 away_group;
	size_t away_at;
	struct pm_source_places places;
	struct pm_origin *moved; /* those that stay away where they are now */
	size_t n_moved, moved_cap;
};

void pm_pairing_init(struct pm_pairing *p, struct pm_identities *identities,
		     struct pm_known *known, struct pm_files *files);
void pm_pairing_release(struct pm_pairing *p);
/* Known articles have been ordered, and it is known which files are gone. */
enum pm_status pm_pairing_begin(struct pm_pairing *p, enum pm_build_kind kind,
				struct pm_error *err);

/* Which one the article is whose group is O's identity; sets that.  A known one is met from
 * now on.  One that stayed away and is added does so no more. */
enum pm_status pm_pairing_find(struct pm_pairing *p, struct pm_origin *o,
			       struct pm_pair *pair, struct pm_error *err);
enum pm_status pm_pairing_end_file(struct pm_pairing *p, struct pm_error *err);
/* All files have ended: note what stays away. */
enum pm_status pm_pairing_end(struct pm_pairing *p, struct pm_error *err);

#endif
