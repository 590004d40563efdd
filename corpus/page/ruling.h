/* Pressmark - what the rules that people have written make of one page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_ruling_begin(r, rules, url, len, file, &err);	which rules are for the page
 *	pm_ruling_mark(r, doc, root, bytes, &err);		before it is cut into blocks
 *	pm_ruling_drop_texts(r, blocks);			after
 *	pm_ruling_title(r, &title, &err);			and the like
 *
 * An element, or a text, that a rule is for is marked in the tree: its _private holds the
 * rule's line, doubled, and 1 more if it is dropped.  So of all marks at and above a text
 * the least one counts; 0 is none.  Cutting divides blocks where marks begin and end
 * (blocks.h).
 */
#ifndef PM_CORPUS_PAGE_RULING_H
#define PM_CORPUS_PAGE_RULING_H

#include "corpus/page/blocks.h"
#include "corpus/page/facts.h"
#include "corpus/page/rules.h"
#include "corpus/page/selector.h"
#include "corpus/page/xpath.h"

struct pm_ruling {
	struct pm_page_rules *rules;
	uint32_t *active; /* numbers of rules, in the order of the file */
	size_t n_active, cap;
	struct pm_selector_walk walk;
	xmlNode *root;
	struct pm_xpath_page page; /* made when XPath is asked first */
	bool has_page;
	xmlDoc *doc;
	size_t bytes; /* of which the tree was made */
	bool marks;   /* some of the tree is marked */
	bool chooses; /* a rule says what the article is */
	/* The lines of the rules that these are from; 0: they are not */
	uint64_t title_line, date_line, author_line;
	struct pm_buf value;
	struct pm_buf trouble; /* what is to be told of the rules at this page; or empty */
};

void pm_ruling_init(struct pm_ruling *r);
void pm_ruling_release(struct pm_ruling *r);

/* Find the rules for a page at URL, which may be empty, from FILE.  RULES may be NULL: there
 * are none. */
enum pm_status pm_ruling_begin(struct pm_ruling *r, struct pm_page_rules *rules,
			       const char *url, size_t len, const char *file,
			       size_t file_len, struct pm_error *err);

/* Mark what is kept and dropped in the tree, which was made of BYTES. */
enum pm_status pm_ruling_mark(struct pm_ruling *r, xmlDoc *doc, xmlNode *root,
			      size_t bytes, struct pm_error *err);
/* Mark the blocks in which a text to be dropped stands. */
void pm_ruling_drop_texts(struct pm_ruling *r, struct pm_blocks *b);

/* Whether MARK, of a kept block, is that of a rule that keeps what it is for: one that says
 * what the article is does no more than that. */
bool pm_ruling_keeps(const void *ruling, uint64_t mark);

/* Where a rule says which it is, put that in the place of what OUT has. */
enum pm_status pm_ruling_title(struct pm_ruling *r, struct pm_buf *out,
			       struct pm_error *err);
enum pm_status pm_ruling_author(struct pm_ruling *r, struct pm_buf *out,
				struct pm_error *err);
enum pm_status pm_ruling_date(struct pm_ruling *r, const struct pm_facts *f,
			      enum pm_date_order order, struct pm_buf *out, uint32_t *day,
			      struct pm_error *err);

#endif
