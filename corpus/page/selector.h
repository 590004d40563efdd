/* Pressmark - CSS selectors: which elements of a page are meant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A subset of what browsers know (Selectors Level 4), in the same meaning:
 *
 *	p  *			an element by its name; any
 *	.story  #main		by a word of its class; by its id
 *	[a]			it has the attribute
 *	[a=b] [a="b c"]		which is this
 *	[a^=b] [a$=b] [a*=b]	begins with, ends with, holds this
 *	[a~=b] [a|=b]		has this word; is this, or begins with it and a hyphen
 *	[a=b i]			in any case of letters of ASCII
 *	:first-child :last-child :nth-child(3) :nth-child(2n+1) :nth-child(odd)
 *	:not(x)			it is not x, which is one of the above
 *	x y  x > y  x + y  x ~ y	y is in x; its child; the sibling after it; a later one
 *	x, y			either
 *
 * A backslash takes the meaning of the character after it, or, before hexadecimal digits,
 * gives the character of that number: `.md\:wide`.  Names of elements and attributes are
 * compared in small letters, classes, ids and values as they are.  All else, such as :has()
 * or ::before, is refused with its place.
 *
 * A selector is a row of parts, 64 at most, each with what it is to the part before it.
 * One walk over the tree tells, for each element, as a set of bits, up to which parts the
 * row has been found with the element as its end; those of its parent, of all elements
 * above it, of the sibling before it and of all before it are what a part may follow.  So
 * the time is that of elements times parts, whatever the page and the selector: nothing is
 * tried twice.  (XPath, to which selectors are often translated, has no such bound: the
 * evaluator of libxml2 goes over the same elements again for each one above them.)
 *
 *	pm_selector_parse(&s, "div.story > p", 13, &at, &err);
 *	pm_selector_find(s, root, &walk, on_element, ctx, &err);
 *	pm_selector_free(s);
 */
#ifndef PM_CORPUS_PAGE_SELECTOR_H
#define PM_CORPUS_PAGE_SELECTOR_H

#include "support/status.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_SELECTOR_PARTS 64u
#define PM_SELECTOR_MAX 4096u /* bytes */

struct pm_selector;

/* TEXT is well-formed UTF-8.  PM_ERR_INPUT: *ERR says what is wrong, and *AT is where it
 * is, in bytes. */
enum pm_status pm_selector_parse(struct pm_selector **out, const char *text, size_t len,
				 size_t *at, struct pm_error *err);
void pm_selector_free(struct pm_selector *s);

/* The name of an attribute that it asks for, number I; NULL: there are no more. */
const char *pm_selector_attribute(const struct pm_selector *s, size_t i);

/* What a walk remembers of the elements above; for all walks of a thread. */
struct pm_selector_level;
struct pm_selector_walk {
	struct pm_selector_level *levels;
	size_t cap;
};
void pm_selector_walk_init(struct pm_selector_walk *walk);
void pm_selector_walk_release(struct pm_selector_walk *walk);

/* An element that is meant; false: no others are wanted. */
typedef bool pm_node_fn(void *ctx, xmlNode *node);

/* Call FN for ROOT, an element, and those below it that are meant, in their order.
 * PM_OK or PM_ERR_NOMEM. */
enum pm_status pm_selector_find(const struct pm_selector *s, xmlNode *root,
				struct pm_selector_walk *walk, pm_node_fn *fn, void *ctx,
				struct pm_error *err);

#endif
