/* Pressmark - which fields an index has.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query for a field that no article has is a mistake: `NASDAQ:AAPL`, `auhtor:smith`, or
 * date:2015 where nothing is dated.  It is shown as the parser's are, with a caret, and
 * says what was probably meant.
 *
 * Of our own fields the database's terms, or the generation's counts, tell whether any
 * article has them; all articles have words:.  The names of the corpus's fields stand in
 * the articles' metadata only, at two microseconds an article: looked at until the field
 * is found, which is mostly in the first.  What was found is remembered, so that one of
 * many queries asks but once; an index does not change.
 *
 *	pm_fields_init(&f, index);
 *	... pm_fields_check(&f, tree, query, len, &mistake, &err) ...
 *	pm_fields_release(&f);
 */
#ifndef PM_MATCH_FIELD_NAMES_H
#define PM_MATCH_FIELD_NAMES_H

#include "language/tree.h"
#include "segment/index.h"
#include "support/intern.h"

/* The fields that are known to be there. */
struct pm_fields {
	struct pm_index *index;
	unsigned own;		/* of ours: bits */
	struct pm_intern names; /* of the corpus's, folded */
};

void pm_fields_init(struct pm_fields *f, struct pm_index *index);
void pm_fields_release(struct pm_fields *f);

/* PM_ERR_QUERY, with *MISTAKE (may be NULL) filled in, if TREE, which is what the LEN
 * bytes at QUERY say (NULL: not known), asks for a field that no article has.  The hint
 * names the field that was meant if the name is misspelt or known from elsewhere
 * (headline: for title:), or how to ask for the words; and the fields that there are.
 * ERR has all of this in one line. */
enum pm_status pm_fields_check(struct pm_fields *f, const struct pm_tree *tree,
			       const char *query, size_t len,
			       struct pm_query_mistake *mistake, struct pm_error *err);

/* *THERE: whether any article has NAME, one of our own fields (title, source, author,
 * date, words, host, id); of any other name, no. */
enum pm_status pm_fields_has_own(struct pm_index *index, const char *name, bool *there,
				 struct pm_error *err);

/* Call FN for the name of every further field that any article has, each once, in the
 * order in which they are met.  Of names that are compared as equal the first counts.
 * Reads all metadata, or until FN returns PM_STOPPED. */
enum pm_status pm_fields_each(struct pm_index *index,
			      enum pm_status (*fn)(void *ctx, const char *name,
						   size_t len, struct pm_error *err),
			      void *ctx, struct pm_error *err);

/* The names that a message lists, and the one that was meant by a wrong one:
 *
 *	pm_field_list_init(&l);
 *	pm_field_list_wrong(&l, "mnth", &err);
 *	pm_field_list_add(&l, "month", &err);			each of our own
 *	pm_field_list_further(&l, index, &err);			and the corpus's
 *	... l.meant is "month", l.names "month, section", l.more 0 ...
 *	pm_field_list_release(&l);
 */
struct pm_field_list {
	bool colons; /* write one after each name */
	struct pm_buf names;
	size_t more;	     /* names that are not listed, because there are too many */
	struct pm_buf meant; /* empty: none is like the wrong one */
	struct pm_buf scratch;
	struct pm_spelling *near;
};

void pm_field_list_init(struct pm_field_list *l);
void pm_field_list_release(struct pm_field_list *l);
enum pm_status pm_field_list_wrong(struct pm_field_list *l, const char *wrong,
				   struct pm_error *err);
enum pm_status pm_field_list_add(struct pm_field_list *l, const char *name,
				 struct pm_error *err);
enum pm_status pm_field_list_further(struct pm_field_list *l, struct pm_index *index,
				     struct pm_error *err);

#endif
