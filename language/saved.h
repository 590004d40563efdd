/* Pressmark - saved queries: a file of queries with names.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	# what we watch
 *	chips	chip* w/5 (export OR ban*)
 *	grain	wheat OR corn NOT popcorn
 *
 * A line is a name, a tab and a query.  Blank lines and lines that begin with # are passed
 * over; CR LF and a byte order mark at the beginning are accepted, and blanks around name
 * and query do not count.  A name has at most PM_SAVED_NAME_MAX bytes of UTF-8 without
 * control characters and braces; names are compared byte for byte, and each is there once.
 *
 *	pm_saved_read(&saved, "alerts.txt", &err);
 *	for (i = 0; i < saved.n; i++)
 *		if (!saved.all[i].wrong)
 *			... saved.all[i].name, saved.all[i].query ...
 *	pm_saved_release(&saved);
 *
 * A line that is wrong is among them, with what is wrong and where, so that it does not
 * hide the others.  Whether a query can be read is not looked at: that is pm_tree_parse's.
 */
#ifndef PM_LANGUAGE_SAVED_H
#define PM_LANGUAGE_SAVED_H

#include "language/tree.h"
#include "support/buf.h"

#define PM_SAVED_NAME_MAX 200u
#define PM_SAVED_FILE_MAX ((size_t)64 << 20) /* bytes of a file */

struct pm_saved_query {
	const char *line; /* all of it */
	size_t line_len;
	uint64_t number;  /* of the line, from 1 */
	const char *name; /* this and the query are parts of the line; not of one that is
			   * wrong */
	size_t name_len;
	const char *query;
	size_t query_len;
	bool wrong;
	struct pm_query_mistake mistake; /* then; its places are in the line */
};

struct pm_saved {
	struct pm_saved_query *all; /* in the order of the file */
	size_t n, cap;
	struct pm_buf text;
};

/* PM_ERR_IO, PM_ERR_LIMIT or PM_ERR_NOMEM. */
enum pm_status pm_saved_read(struct pm_saved *saved, const char *path,
			     struct pm_error *err);
/* One of all zeros may be released. */
void pm_saved_release(struct pm_saved *saved);

/* The query of this name that is not wrong; NULL: there is none. */
const struct pm_saved_query *
pm_saved_find(const struct pm_saved *saved, const char *name, size_t len);

#endif
