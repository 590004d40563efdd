/* Pressmark - elements of an HTML text, found without a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Exports of databases are HTML of a program, with a class for each thing that they say.
 * Their articles are found in the text itself, since a file may have thousands of them;
 * what an element holds is read by page/fragment.h.
 *
 *	for (at = 0; pm_tag_find(html, at, "span", "DocHeader", &e); at = e.end)
 *		... e.inner ...
 *
 * Names are compared in any case of letters, and so are classes.  Nothing here allocates,
 * and any bytes may be given.
 */
#ifndef PM_CORPUS_FORMATS_TAGS_H
#define PM_CORPUS_FORMATS_TAGS_H

#include "corpus/corpus.h"

struct pm_element {
	size_t begin;	     /* of its tag */
	struct pm_str inner; /* what is between its tags; of one that does not end, all
			      * that follows */
	size_t end;	     /* after its end tag */
};

/* The first element at or after AT with this NAME (NULL: any), and of this CLASS, which may
 * be one of several (NULL: any). */
bool pm_tag_find(struct pm_str html, size_t at, const char *name, const char *class,
		 struct pm_element *e);
/* The same, but only its tag: the element is empty, and ends after it.  For elements that
 * may be many and may not end. */
bool pm_tag_begins(struct pm_str html, size_t at, const char *name, const char *class,
		   struct pm_element *e);

/* A piece_find_fn for elements that begin so, of any name. */
size_t pm_tag_find_class(const char *text, size_t len, size_t from, bool whole,
			 size_t *again, const char *class);

#endif
