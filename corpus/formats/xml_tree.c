/* Pressmark - the part of an XML file that makes an article: see xml_tree.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_tree.h"

#include "corpus/formats/one_of.h"

#include <stdlib.h>
#include <string.h>

/* What is kept from entry to entry. */
#define KEEP ((size_t)1 << 22)

void
pm_xml_tree_init(struct pm_xml_tree *t, size_t max_bytes, size_t max_nodes)
{
	memset(t, 0, sizeof *t);
	pm_buf_init(&t->bytes, PM_BUF_NO_LIMIT);
	t->max_bytes = max_bytes;
	t->max_nodes = max_nodes < UINT32_MAX / 2 ? max_nodes : UINT32_MAX / 2;
}

void
pm_xml_tree_release(struct pm_xml_tree *t)
{
	free(t->nodes);
	free(t->attrs);
	pm_buf_release(&t->bytes);
	pm_xml_tree_init(t, t->max_bytes, t->max_nodes);
}

void
pm_xml_tree_trim(struct pm_xml_tree *t)
{
	if (t->bytes.cap > KEEP || t->cap > KEEP / sizeof *t->nodes)
		pm_xml_tree_release(t);
}

void
pm_xml_tree_clear(struct pm_xml_tree *t)
{
	pm_buf_clear(&t->bytes);
	t->n = t->n_attrs = 0;
	t->at = 0;
	t->above = 0;
	t->full = t->crowded = false;
	t->status = PM_OK;
}

/* Room for one more node, and for attributes; what is always there is the root. */
static bool
make_room(struct pm_xml_tree *t, size_t n_attrs)
{
	if (pm_grow(&t->nodes, &t->cap, t->n + 2, sizeof *t->nodes, NULL) < 0 ||
	    pm_grow(&t->attrs, &t->attrs_cap, t->n_attrs + n_attrs + 1, sizeof *t->attrs,
		    NULL) < 0) {
		t->status = PM_ERR_NOMEM;
		return false;
	}
	if (t->n == 0)
		t->nodes[t->n++] = (struct pm_xml_node){ .name = "" };
	return true;
}

struct pm_xml_mark
pm_xml_tree_mark(const struct pm_xml_tree *t)
{
	return (struct pm_xml_mark){ t->n, t->n_attrs, t->bytes.len, t->at,
				     t->n > 0 ? t->nodes[t->at].last : 0 };
}

void
pm_xml_tree_rewind(struct pm_xml_tree *t, const struct pm_xml_mark *mark)
{
	struct pm_xml_node *parent;

	t->n = mark->n;
	t->n_attrs = mark->n_attrs;
	t->bytes.len = mark->len;
	t->at = mark->at;
	t->above = 0;
	t->full = t->crowded = false;
	if (t->n == 0)
		return;
	parent = &t->nodes[t->at];
	parent->last = mark->last;
	if (parent->last == 0)
		parent->child = 0;
	else
		t->nodes[parent->last].next = 0;
	/* a text at the end has perhaps grown */
	if (parent->last != 0 && t->nodes[parent->last].name == NULL &&
	    t->nodes[parent->last].begin + t->nodes[parent->last].len > t->bytes.len)
		t->nodes[parent->last].len = t->bytes.len - t->nodes[parent->last].begin;
}

static uint32_t
add_node(struct pm_xml_tree *t, const char *name)
{
	struct pm_xml_node *parent = &t->nodes[t->at];
	uint32_t number = (uint32_t)t->n++;

	t->nodes[number] = (struct pm_xml_node){
		.name = name,
		.parent = t->at,
		.attr = (uint32_t)t->n_attrs,
		.begin = t->bytes.len,
	};
	if (parent->last == 0)
		parent->child = number;
	else
		t->nodes[parent->last].next = number;
	parent->last = number;
	return number;
}

static bool
is_full(struct pm_xml_tree *t, size_t bytes)
{
	if (t->status < 0)
		return true;
	t->crowded = t->crowded || t->n + 2 > t->max_nodes || t->n_attrs > t->max_nodes;
	t->full = t->full || t->crowded || bytes > t->max_bytes ||
		  t->bytes.len > t->max_bytes - bytes;
	return t->full;
}

uint32_t
pm_xml_tree_start(struct pm_xml_tree *t, const struct pm_xml_event *start)
{
	uint32_t node;
	size_t i;

	if (t->above > 0 || is_full(t, start->len) || !make_room(t, start->n_attrs)) {
		t->above++;
		return 0;
	}
	node = add_node(t, start->name);
	for (i = 0; i < start->n_attrs; i++)
		t->attrs[t->n_attrs++] = (struct pm_xml_tree_attr){
			start->attrs[i].name, t->bytes.len + start->attrs[i].value,
			start->attrs[i].len
		};
	t->nodes[node].n_attrs = (uint32_t)start->n_attrs;
	pm_buf_put(&t->bytes, start->text, start->len);
	if (t->bytes.status < 0)
		t->status = PM_ERR_NOMEM;
	t->at = node;
	return node;
}

void
pm_xml_tree_text(struct pm_xml_tree *t, const char *text, size_t len)
{
	uint32_t last;

	if (t->above > 0 || is_full(t, len) || !make_room(t, 0))
		return;
	last = t->nodes[t->at].last;
	if (last == 0 || t->nodes[last].name != NULL ||
	    t->nodes[last].begin + t->nodes[last].len != t->bytes.len)
		last = add_node(t, NULL);
	pm_buf_put(&t->bytes, text, len);
	if (t->bytes.status < 0)
		t->status = PM_ERR_NOMEM;
	else
		t->nodes[last].len += len;
}

void
pm_xml_tree_end(struct pm_xml_tree *t)
{
	if (t->above > 0)
		t->above--;
	else if (t->n > 0)
		t->at = t->nodes[t->at].parent;
}

/* --- looking ------------------------------------------------------------ */

bool
pm_xml_is(const struct pm_xml_tree *t, uint32_t node, const char *name)
{
	return t->nodes[node].name != NULL && strcmp(t->nodes[node].name, name) == 0;
}

bool
pm_xml_is_one(const struct pm_xml_tree *t, uint32_t node, const char *names)
{
	const char *name = t->nodes[node].name;

	return name != NULL && pm_is_one_of(name, names);
}

/* NODE, or the first sibling after it, that is called so. */
static uint32_t
seek(const struct pm_xml_tree *t, uint32_t node, const char *name, size_t len)
{
	for (; node != 0; node = t->nodes[node].next)
		if (t->nodes[node].name != NULL &&
		    strncmp(t->nodes[node].name, name, len) == 0 &&
		    t->nodes[node].name[len] == '\0')
			break;
	return node;
}

uint32_t
pm_xml_child(const struct pm_xml_tree *t, uint32_t parent, const char *name)
{
	return t->n == 0 ? 0 : seek(t, t->nodes[parent].child, name, strlen(name));
}

uint32_t
pm_xml_again(const struct pm_xml_tree *t, uint32_t node, const char *name)
{
	return seek(t, t->nodes[node].next, name, strlen(name));
}

uint32_t
pm_xml_find(const struct pm_xml_tree *t, uint32_t from, const char *path)
{
	const char *p = path;
	size_t n;

	if (t->n == 0)
		return 0;
	for (;; p += n + 1) {
		n = strcspn(p, "/");
		from = seek(t, t->nodes[from].child, p, n);
		if (from == 0 || p[n] == '\0')
			return from;
	}
}

uint32_t
pm_xml_step_over(const struct pm_xml_tree *t, uint32_t top, uint32_t node)
{
	while (node != top && t->nodes[node].next == 0)
		node = t->nodes[node].parent;
	return node == top ? 0 : t->nodes[node].next;
}

uint32_t
pm_xml_step(const struct pm_xml_tree *t, uint32_t top, uint32_t node)
{
	return t->nodes[node].child != 0 ? t->nodes[node].child
					 : pm_xml_step_over(t, top, node);
}

uint32_t
pm_xml_below(const struct pm_xml_tree *t, uint32_t from, uint32_t after, const char *name)
{
	uint32_t node = after != 0 ? after : from;

	if (t->n == 0)
		return 0;
	do
		node = pm_xml_step(t, from, node);
	while (node != 0 && !pm_xml_is(t, node, name));
	return node;
}

struct pm_str
pm_xml_attr(const struct pm_xml_tree *t, uint32_t node, const char *name)
{
	const struct pm_xml_node *n = &t->nodes[node];
	uint32_t i;

	for (i = n->attr; i < n->attr + n->n_attrs; i++)
		if (strcmp(t->attrs[i].name, name) == 0)
			return (struct pm_str){ pm_buf_str(&t->bytes) + t->attrs[i].begin,
						t->attrs[i].len };
	return (struct pm_str){ NULL, 0 };
}

struct pm_str
pm_xml_text_of(const struct pm_xml_tree *t, uint32_t text)
{
	return (struct pm_str){ pm_buf_str(&t->bytes) + t->nodes[text].begin,
				t->nodes[text].len };
}
