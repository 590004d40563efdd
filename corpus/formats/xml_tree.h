/* Pressmark - the part of an XML file that makes an article, as a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Elements and texts in arrays, in the order of the file, so that the whole of an entry
 * goes when the next one comes:
 *
 *	mark = pm_xml_tree_mark(&tree);
 *	... pm_xml_tree_start, _text and _end for its events ...
 *	title = pm_xml_find(&tree, entry, "head/title");
 *	pm_xml_tree_rewind(&tree, &mark);
 *
 * A node is known by its number; 0 is the root of everything, and, where a node is looked
 * for, "there is none".  Texts that follow each other are one.  What would be more than
 * the tree's limits is not taken: `full` says so, until it is rewound; the structure
 * (starts and ends) may go on.
 */
#ifndef PM_CORPUS_FORMATS_XML_TREE_H
#define PM_CORPUS_FORMATS_XML_TREE_H

#include "corpus/corpus.h"
#include "corpus/formats/xml_events.h"

struct pm_xml_node {
	const char *name; /* NULL: a text */
	uint32_t parent, next, child, last;
	uint32_t attr, n_attrs;
	size_t begin, len; /* of a text, in the bytes */
};

struct pm_xml_tree_attr {
	const char *name;
	size_t begin, len;
};

struct pm_xml_tree {
	struct pm_xml_node *nodes;
	size_t n, cap;
	struct pm_xml_tree_attr *attrs;
	size_t n_attrs, attrs_cap;
	struct pm_buf bytes; /* of texts and values */
	uint32_t at;	     /* the element that is open */
	unsigned above;	     /* elements open below it that were not taken */
	size_t max_bytes, max_nodes;
	bool full;
	bool crowded;	       /* it is full of nodes, and not of bytes */
	enum pm_status status; /* PM_ERR_NOMEM */
};

struct pm_xml_mark {
	size_t n, n_attrs, len;
	uint32_t at, last;
};

void pm_xml_tree_init(struct pm_xml_tree *t, size_t max_bytes, size_t max_nodes);
void pm_xml_tree_release(struct pm_xml_tree *t);
void pm_xml_tree_clear(struct pm_xml_tree *t);
/* Free what only a large tree needs. */
void pm_xml_tree_trim(struct pm_xml_tree *t);

struct pm_xml_mark pm_xml_tree_mark(const struct pm_xml_tree *t);
/* As it was when the mark was made. */
void pm_xml_tree_rewind(struct pm_xml_tree *t, const struct pm_xml_mark *mark);

/* The new element, or 0 if the tree is full. */
uint32_t pm_xml_tree_start(struct pm_xml_tree *t, const struct pm_xml_event *start);
void pm_xml_tree_text(struct pm_xml_tree *t, const char *text, size_t len);
void pm_xml_tree_end(struct pm_xml_tree *t);

/* --- looking ------------------------------------------------------------ */

static inline const struct pm_xml_node *
pm_xml_node(const struct pm_xml_tree *t, uint32_t node)
{
	return &t->nodes[node];
}

bool pm_xml_is(const struct pm_xml_tree *t, uint32_t node, const char *name);
/* Whether the name of the node is one of NAMES, each with a blank before and after. */
bool pm_xml_is_one(const struct pm_xml_tree *t, uint32_t node, const char *names);

/* The first child of PARENT that is called so, or the next one of its siblings after
 * NODE; 0: there is none. */
uint32_t pm_xml_child(const struct pm_xml_tree *t, uint32_t parent, const char *name);
uint32_t pm_xml_again(const struct pm_xml_tree *t, uint32_t node, const char *name);
/* The first element at a path of names, "head/title". */
uint32_t pm_xml_find(const struct pm_xml_tree *t, uint32_t from, const char *path);
/* The first element below FROM, in the order of the file, that is called so; after AFTER,
 * if that is not 0. */
uint32_t pm_xml_below(const struct pm_xml_tree *t, uint32_t from, uint32_t after,
		      const char *name);
/* The node after NODE in the order of the file, all below TOP; 0: there is none. */
uint32_t pm_xml_step(const struct pm_xml_tree *t, uint32_t top, uint32_t node);
/* The same without what is below NODE. */
uint32_t pm_xml_step_over(const struct pm_xml_tree *t, uint32_t top, uint32_t node);

/* The value of an attribute; without data: there is none. */
struct pm_str pm_xml_attr(const struct pm_xml_tree *t, uint32_t node, const char *name);
/* The text of a text. */
struct pm_str pm_xml_text_of(const struct pm_xml_tree *t, uint32_t text);

#endif
