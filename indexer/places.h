/* Pressmark - what a file is called whatever path leads to it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `corpus/a.txt`, `./corpus/a.txt` and `/srv/corpus/a.txt` are one file, and an update must
 * see that.  It must see as well that `current/a.txt` is the one that it was when the link
 * `current` is pointed to another folder.  So files are known by their *place*, in which the
 * names count that were given:
 *
 *	pm_places_init(&p, paths, n_paths, base, &files, &err);
 *	pm_places_of(&p, "corpus/a.txt", len, &out, &err);
 *	pm_places_note(&p, &files, &err);
 *	pm_places_release(&p);
 *
 * 1. A place is the name of a path (path_names.h).  With a base (--base DIR) places are told
 *    from it on, so that an index and its corpus may be moved together: the name must go
 *    through the folder DIR, or else lead to something in it.
 *
 * 2. The *roots* of an index are the places that its files were found at or below (files.h).
 *    The place of a given PATH is its own name if the index knows that: it is a root, or is
 *    below one, and the index has a file of this name, or below it.
 *
 * 3. Otherwise it counts what PATH leads to, as links are now.  If that is what a root leads
 *    to, or is below that, then the place is this root's, and what follows there.  (Of several
 *    the nearest root counts, and before others the one that PATH is below by its name.)  So
 *    it is with a file of the index that is a link.  Otherwise PATH has its own name, and is
 *    a root from then on.
 *
 * 4. What is found below PATH has the place of that, and what follows.  But a folder, or file,
 *    that is a root by what it leads to has the place of this root, and so has what is below
 *    it.  And a folder that is a link has the place of what it leads to, by PATH or another
 *    root; if that is below none, the folder has its own name, and is a root from then on.
 *
 * The place of standard input is `-`.
 *
 * Cost: a look at where each root leads, and at whether each folder is a link in which files
 * are found.
 */
#ifndef PM_INDEXER_PLACES_H
#define PM_INDEXER_PLACES_H

#include "indexer/files.h"
#include "indexer/place_leads.h"
#include "support/buf.h"
#include "support/intern.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

/* What a path is called, and what is found below it. */
struct pm_place_rule {
	char *place, *real; /* real: where it leads */
	uint32_t next;	    /* rule with the same place, + 1; or 0 */
	uint32_t given;	    /* path of which it is the rule, + 1; or 0 */
};

struct pm_places {
	const char *const *given;
	size_t n;
	char *base;		     /* its name, or NULL */
	struct pm_place_leads roots; /* those that are there */
	struct pm_intern paths; /* without slashes at their ends; one rule for each */
	struct pm_place_rule *rules;
	size_t rules_cap;
	uint32_t *of_given;   /* rules of the given paths, which come first */
	uint32_t *next_given; /* given path with the same rule, + 1; or 0 */
	uint64_t *counted; /* by given path: the number of the call that counted for it */
	uint64_t n_counted;	  /* calls of pm_places_count */
	struct pm_intern covered; /* the places of all rules */
	uint32_t *of_covered;	  /* the first rule of each */
	size_t covered_cap;
	/* The folder in which a file was found last, and from where on it was looked at. */
	struct pm_buf folder;
	size_t folder_from;
	bool has_links; /* there are further roots than when it began */
};

/* GIVEN is the caller's, and so is FILES: what the index knows; NULL: nothing.
 * PM_ERR_USAGE if a path is not below BASE, which need not exist. */
enum pm_status pm_places_init(struct pm_places *p, const char *const *given, size_t n,
			      const char *base, const struct pm_files *files,
			      struct pm_error *err);
/* One of all zeros may be released. */
void pm_places_release(struct pm_places *p);

/* The place of the given path I. */
const char *pm_places_at(const struct pm_places *p, size_t i);
/* Set OUT to the place of PATH, which is, or is below, one of the given paths. */
enum pm_status pm_places_of(struct pm_places *p, const char *path, size_t len,
			    struct pm_buf *out, struct pm_error *err);

/* Set OUT to a path that leads to a place which a given path covers, and *ROOT_LEN to the
 * length of the given one, or of the link below it. */
enum pm_status pm_places_path(const struct pm_places *p, const char *place, size_t len,
			      struct pm_buf *out, size_t *root_len, struct pm_error *err);

/* Add N to the count of each given path that leads to PLACE, as pm_places_leads_to says of it. */
void pm_places_count(struct pm_places *p, const char *place, size_t len, uint64_t n,
		     uint64_t *counts);
/* Whether PLACE is that of a given path or below it, or of a root that was found to be below
 * one. */
bool pm_places_cover(const struct pm_places *p, const char *place, size_t len);
/* The same of PATH alone, which is, or is below, one of these, and has the place OWN. */
bool pm_places_leads_to(const struct pm_places *p, const char *path, const char *own,
			const char *place, size_t len);

/* Roots are from now on what was given, and links that were found; but not what is below a
 * root by its name, without a link between. */
enum pm_status pm_places_note(const struct pm_places *p, struct pm_files *files,
			      struct pm_error *err);
/* The name of DIR, allocated; PM_ERR_USAGE if it is no folder. */
enum pm_status pm_base_find(const char *dir, char **base, struct pm_error *err);

#endif
