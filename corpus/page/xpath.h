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
 * - an evaluation ends after a million steps.  A step may take the text of an element, and
 *   where a condition looks at what is above or around it, or in another condition, that
 *   may be all of the page's each time: there are so many fewer steps the longer the page
 *   is, that about a second is the most.
 *
 *	pm_xpath_parse(&x, "//h1/@title", 11, PM_XPATH_VALUE, &at, &err);
 *	pm_xpath_find(x, doc, bytes, &left, on_node, ctx, NULL, &err);
 *	pm_xpath_free(x);
 */
#ifndef PM_CORPUS_PAGE_XPATH_H
#define PM_CORPUS_PAGE_XPATH_H

#include "corpus/page/selector.h"
#include "support/buf.h"

#define PM_XPATH_MAX 4096u /* bytes */
#define PM_XPATH_DEPTH 16u
#define PM_XPATH_STEPS 1000000u

enum pm_xpath_wanted { PM_XPATH_NODES, PM_XPATH_VALUE };

struct pm_xpath;

/* As pm_selector_parse. */
enum pm_status pm_xpath_parse(struct pm_xpath **out, const char *text, size_t len,
			      enum pm_xpath_wanted wanted, size_t *at,
			      struct pm_error *err);
void pm_xpath_free(struct pm_xpath *x);

/* The name of an attribute that it asks for, number I; NULL: there are no more. */
const char *pm_xpath_attribute(const struct pm_xpath *x, size_t i);

/* Evaluate it for DOC, which was made of BYTES.  Call FN for each node in the order of the
 * page, which may be an attribute or a text; or append the text that it gives to VALUE,
 * which may be NULL if only nodes are wanted.  *LEFT is how many steps may be taken, and are
 * left afterwards; PM_DECLINED: there are none.  PM_ERR_LIMIT: it takes too many;
 * PM_ERR_INPUT: it makes no sense after all; *ERR says why. */
enum pm_status pm_xpath_find(const struct pm_xpath *x, xmlDoc *doc, size_t bytes,
			     unsigned long *left, pm_node_fn *fn, void *ctx,
			     struct pm_buf *value, struct pm_error *err);

#endif
