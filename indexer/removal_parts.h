/* Pressmark - what the parts of removing articles share: see removal.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to removal.c (the file), removal_read.c (an article's words), removal_count.c (what
 * goes), removal_terms.c (its terms), removal_look.c (what is looked for, and where) and
 * removal_dead.c (what nothing has any more).
 */
#ifndef PM_INDEXER_REMOVAL_PARTS_H
#define PM_INDEXER_REMOVAL_PARTS_H

#include "indexer/removal.h"
#include "indexer/term_lists.h"

/* Forms with places from here on are kept one by one. */
#define PM_REMOVAL_FORM_BITS 32u

enum {
	PM_REMOVAL_LISTED = 1,	 /* in `ranks` */
	PM_REMOVAL_MET = 2,	 /* an article that goes now has it, or a fold of it */
	PM_REMOVAL_IN_FOLDS = 4, /* looked for in folds */
	PM_REMOVAL_JOINT = 8,	 /* a compound that is looked for begins with it */
	PM_REMOVAL_DEAD = 16
};

/* By rank. */
struct pm_removal_word {
	uint64_t count; /* occurrences that are gone */
	uint32_t articles,
		last;	/* that are gone and have it; the last one that was counted */
	uint32_t forms; /* bits: those met, as long as they are not found elsewhere */
	uint32_t flags;
};

/* A form of more than PM_REMOVAL_FORM_BITS, or a compound; both are sorted. */
struct pm_removal_form {
	uint32_t rank, form;
	bool found;
};

struct pm_removal_joint {
	uint32_t ranks[3];	/* PM_U32_NONE after the last */
	uint32_t alias, target; /* what it is in the lexicon; PM_U32_NONE: not known yet */
	bool found;
};

struct pm_removal {
	const struct pm_removal_part_of *of;
	const struct pm_stop *stop;
	struct pm_segment *segment;
	struct pm_lexicon *lex;
	struct pm_folds *folds;	    /* or NULL */
	struct pm_store *stores[2]; /* of the articles, of the folds or NULL */
	uint8_t *joins[2];	    /* by separator of each */
	struct pm_term_lists lists;
	struct pm_cursor cursor;
	uint32_t articles, n_words; /* of the segment */
	uint64_t *gone, *going;	    /* sets of articles: then, and of these now */
	uint64_t *looked;	    /* those that are left and were decoded */
	uint64_t n_looked, n_going;
	struct pm_removed_tables *tables;
	struct pm_removal_word *words;
	uint32_t *ranks;
	struct pm_removal_form *forms;
	struct pm_removal_joint *joints;
	size_t n_ranks, ranks_cap, n_forms, forms_cap, n_joints, joints_cap;
	struct pm_decoded decoded;
	PM_BUF_GROUP(name, joined, term);
	struct pm_alias_target *targets;
	size_t targets_cap;
	/* The dead, added to those of the tables in the end. */
	struct pm_removed_pair *dead_targets;
	size_t n_dead_targets, dead_targets_cap;
};

/* Whether bit A - 1 of a set is that of an article. */
static inline bool
pm_removal_has(const uint64_t *set, uint32_t article)
{
	return pm_db_is_gone(set, article);
}

/* What an article has: each word with the place of its form, and each two and three words
 * that are joined, as a compound would be. */
struct pm_removal_visitor {
	enum pm_status (*word)(struct pm_removal *r, uint32_t article, uint32_t rank,
			       uint32_t form, bool in_fold, struct pm_error *err);
	enum pm_status (*joint)(struct pm_removal *r, const uint32_t ranks[3],
				struct pm_error *err);
};

/* Decode the article, then its folds. */
enum pm_status pm_removal_read(struct pm_removal *r, uint32_t article,
			       const struct pm_removal_visitor *v, struct pm_error *err);

/* Order of struct pm_removal_joint: by ranks; of struct pm_removal_form. */
int pm_removal_compare_joints(const void *a, const void *b);
int pm_removal_compare_forms(const void *a, const void *b);

/* Count the words of the articles that go, and note what else they have. */
enum pm_status pm_removal_count(struct pm_removal *r, struct pm_error *err);
/* Gather their terms, and add them to those of the tables. */
enum pm_status pm_removal_terms(struct pm_removal *r, struct pm_error *err);
/* --- looking, removal_look.c -------------------------------------------- */

/* Choose what is looked for: words in folds, compounds; forms are noted by pm_removal_count.
 * Of the words, those are dead already that only text could have. */
enum pm_status pm_removal_choose(struct pm_removal *r, struct pm_error *err);

/* Move r->cursor to a rank, whose stem goes to r->term. */
enum pm_status pm_removal_entry(struct pm_removal *r, uint32_t rank, struct pm_error *err);
/* The folded words of a joint, joined, into r->joined. */
enum pm_status pm_removal_put_joined(struct pm_removal *r,
				     const struct pm_removal_joint *j,
				     struct pm_error *err);

typedef enum pm_status
pm_removal_target_fn(struct pm_removal *r, uint32_t alias, uint32_t target, void *ctx,
		     struct pm_error *err);
/* Calls FN for every alias called NAME that has the N ranks as a target. */
enum pm_status
pm_removal_each_target(struct pm_removal *r, const char *name, size_t len,
		       const uint32_t *ranks, size_t n, pm_removal_target_fn *fn,
		       void *ctx, struct pm_error *err);

/* A form of PM_REMOVAL_FORM_BITS or more; NULL: it was not met. */
struct pm_removal_form *pm_removal_form(struct pm_removal *r, uint32_t rank, uint32_t form);

/* A search through the articles that are left for one thing; each that is looked at shows
 * all that is looked for. */
struct pm_removal_search {
	struct pm_removal *r;
	const struct pm_share *share; /* or NULL: all postings count */
	uint32_t looks;		      /* how many articles more may be looked at */
	bool (*is_found)(struct pm_removal *r, const void *what);
	const void *what;
	struct pm_error *err;
};

/* Look in those whose folds may have a word with the stem in r->term. */
enum pm_status pm_removal_search_folds(struct pm_removal_search *s);
/* The same after those whose text may have the word, or alias, in r->joined. */
enum pm_status pm_removal_search(struct pm_removal_search *s);
/* Look in all, or in those that have folds: for a word that is too long for a term, and so
 * in no list. */
enum pm_removal_where { PM_REMOVAL_ANYWHERE, PM_REMOVAL_WITH_FOLDS };
enum pm_status pm_removal_search_all(struct pm_removal_search *s,
				     enum pm_removal_where where);

/* --- the dead, removal_dead.c ------------------------------------------- */

/* Find what is dead then, and add it. */
enum pm_status pm_removal_bury(struct pm_removal *r, struct pm_error *err);

#endif
