/* Pressmark - what a file is called whatever path leads to it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `corpus/a.txt`, `./corpus/a.txt` and `/srv/corpus/a.txt` are one file, and an update must
 * see that.  So files are known by their *place*: the path of the given PATH without
 * symlinks, and from there on the path that was found below it.  With a base (--base DIR)
 * places are told from it on, so that an index and its corpus may be moved together:
 *
 *	pm_places_init(&p, paths, n_paths, base, &err);
 *	pm_places_of(&p, "corpus/a.txt", len, &out, &err);
 *	pm_places_release(&p);
 *
 * The place of standard input is `-`.
 */
#ifndef PM_INDEXER_PLACES_H
#define PM_INDEXER_PLACES_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

struct pm_places {
	const char *const *given;
	char **places; /* of each given path */
	size_t n;
};

/* GIVEN is the caller's.  BASE: NULL: places begin at the root.  PM_ERR_USAGE if BASE is no
 * folder, or a path is not below it. */
enum pm_status pm_places_init(struct pm_places *p, const char *const *given, size_t n,
			      const char *base, struct pm_error *err);
/* One of all zeros may be released. */
void pm_places_release(struct pm_places *p);

/* Set OUT to the place of PATH, which is, or is below, one of the given paths. */
enum pm_status pm_places_of(const struct pm_places *p, const char *path, size_t len,
			    struct pm_buf *out, struct pm_error *err);

/* Set OUT to a path that leads to a place which a given path covers, and *ROOT_LEN to the
 * length of that path. */
enum pm_status pm_places_path(const struct pm_places *p, const char *place, size_t len,
			      struct pm_buf *out, size_t *root_len, struct pm_error *err);

/* Whether PLACE is ROOT or below it. */
bool pm_place_is_under(const char *place, size_t len, const char *root);
/* Whether it is that, or below, of one of the given paths. */
bool pm_places_cover(const struct pm_places *p, const char *place, size_t len);

/* DIR without symlinks and dots, allocated; PM_ERR_USAGE if it is no folder. */
enum pm_status pm_base_find(const char *dir, char **base, struct pm_error *err);

#endif
