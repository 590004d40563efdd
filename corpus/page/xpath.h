/* Pressmark - XPath expressions: which nodes of a page are meant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * XPath 1.0, as libxml2 evaluates it, without variables, prefixes and functions of others.
 * What it is asked of may be anybody's, the expression and the page; so
 *
 * - an expression has 4096 bytes at most, and brackets 16 deep;
 * - what it names must be known before it is evaluated, functions and axes, and what it
 *   gives must be of the kind that is wanted: nodes, or nodes or a text;
 * - a comparison has a text, a number or a function on one side: libxml2 compares two sets
 *   of nodes pair by pair;
 * - an evaluation ends after a million steps, and ten more for each node of the page.  A
 *   step may take the text of an element; where a condition does so that looks at what is
 *   above or beside it, or has another within, that may be all of the page's each time.  And where a
 *   path goes up or aside, libxml2 compares each node that it comes to with all before it.
 *   There are so many fewer steps then, the longer the page is or the more nodes it has, that
 *   it takes some seconds at most.  On a page of more than some 50,000 nodes no such path
 *   comes to its end.
 * - All evaluations for one page together take no more time than four of those.
 *
 *	pm_xpath_parse(&x, "//h1/@title", 11, PM_XPATH_VALUE, &at, &err);
 *	pm_xpath_page_init(&page, doc, bytes);
 *	pm_xpath_find(x, &page, on_node, ctx, NULL, &err);
 *	pm_xpath_free(x);
 */
#ifndef PM_CORPUS_PAGE_XPATH_H
#define PM_CORPUS_PAGE_XPATH_H

#include "corpus/page/selector.h"
#include "support/buf.h"

#define PM_XPATH_MAX 4096u /* bytes */
#define PM_XPATH_DEPTH 16u
#define PM_XPATH_STEPS 1000000u
#define PM_XPATH_NODE_STEPS 10u
#define PM_XPATH_PAGE 4.0

enum pm_xpath_wanted { PM_XPATH_NODES, PM_XPATH_VALUE };

struct pm_xpath;

/* As pm_selector_parse. */
enum pm_status pm_xpath_parse(struct pm_xpath **out, const char *text, size_t len,
			      enum pm_xpath_wanted wanted, size_t *at,
			      struct pm_error *err);
void pm_xpath_free(struct pm_xpath *x);

/* The name of an attribute that it asks for, number I; NULL: there are no more. */
const char *pm_xpath_attribute(const struct pm_xpath *x, size_t i);

/* A page, and what may still be done for it. */
struct pm_xpath_page {
	xmlDoc *doc;
	size_t bytes; /* of which it was made */
	size_t nodes;
	double left; /* evaluations, or parts of them */
};
void pm_xpath_page_init(struct pm_xpath_page *page, xmlDoc *doc, size_t bytes);

/* Evaluate it for a page.  Call FN for each node in the order of the page, which may be an
 * attribute or a text; or append the text that it gives to VALUE, which may be NULL if only
 * nodes are wanted.  PM_DECLINED: enough has been done for the page.  PM_ERR_LIMIT: it takes
 * too many steps; PM_ERR_INPUT: it makes no sense after all; *ERR says why. */
enum pm_status pm_xpath_find(const struct pm_xpath *x, struct pm_xpath_page *page,
			     pm_node_fn *fn, void *ctx, struct pm_buf *value,
			     struct pm_error *err);

#endif
