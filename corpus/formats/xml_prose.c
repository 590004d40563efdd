/* Pressmark - what an element of XML says, as text: see xml_prose.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_prose.h"

#include "support/space.h"

#include <string.h>

/* How an element stands in the text. */
enum stand { INLINE, CELL, LINE, BLOCK, BREAK, GAP, NOTHING };

static const struct {
	enum stand stand;
	const char *names;
} KNOWN[] = {
	{ BLOCK,
	  " p para simpara div div1 div2 div3 div4 section sec h1 h2 h3 h4 h5 h6 head hl1 "
	  "hl2 lg sp blockquote pre table ul ol dl body body.content block ab P HD " },
	{ INLINE,
	  " a b i u em strong span sub sup small big tt code q abbr acronym cite font hi "
	  "emph foreign ref name persName placeName orgName rs mentioned term sc italic bold "
	  "underline ext-link xref named-content styled-content email uri chron location "
	  "person org money num event country city sublocation region state quote date seg s "
	  "w c pc choice corr reg expan E I B SU FR emphasis link ulink " },
	{ LINE, " tr row li item l dt dd list-item entryline def-item " },
	{ CELL, " td th cell entry " },
	{ BREAK, " br break " },
	{ GAP, " lb pb cb gb milestone space " },
	{ NOTHING, " script style " },
};

/* What stands between the last word and the next one. */
enum gap { NO_GAP, BLANK, TAB, LINE_END, PARAGRAPH };

struct writer {
	struct pm_buf *out;
	size_t begin; /* where the text begins in it */
	enum gap gap;
	enum gap most; /* what gaps there are: BLANK for a line */
};

static void
widen(struct writer *w, enum gap gap)
{
	if (gap > w->gap)
		w->gap = gap;
}

static void
put_gap(struct writer *w)
{
	static const char *const gaps[] = { "", " ", "\t", "\n", "\n\n" };

	if (w->out->len > w->begin)
		pm_buf_puts(w->out, gaps[w->gap < w->most ? w->gap : w->most]);
	w->gap = NO_GAP;
}

/* LINES: its line ends are meant. */
static void
put_text(struct writer *w, struct pm_str text, bool lines)
{
	const char *p = text.data, *end = p + text.len, *word;

	while (p < end) {
		for (; p < end && pm_is_markup_space(*p); p++)
			widen(w, lines && *p == '\n' ? LINE_END : BLANK);
		for (word = p; p < end && !pm_is_markup_space(*p); p++)
			;
		if (p > word) {
			put_gap(w);
			pm_buf_put(w->out, word, (size_t)(p - word));
		}
	}
}

bool
pm_xml_is_blank(const char *text, size_t len)
{
	while (len > 0 && pm_is_markup_space(text[len - 1]))
		len--;
	return len == 0;
}

/* Whether the element has text of its own, and not only elements. */
static bool
is_mixed(const struct pm_xml_tree *t, uint32_t node)
{
	uint32_t c;

	for (c = pm_xml_node(t, node)->child; c != 0; c = pm_xml_node(t, c)->next)
		if (pm_xml_node(t, c)->name == NULL) {
			struct pm_str s = pm_xml_text_of(t, c);

			if (!pm_xml_is_blank(s.data, s.len))
				return true;
		}
	return false;
}

/* Names that were looked up: the same ones come again and again. */
struct name_cache {
	const char *name[64];
	int stand[64]; /* -1: it is not known */
};

static enum stand
stand_of(struct name_cache *cache, const struct pm_xml_tree *t, uint32_t node,
	 bool parent_is_mixed)
{
	const char *name = pm_xml_node(t, node)->name;
	size_t at = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 9) % 64, i;

	if (cache->name[at] != name) {
		cache->name[at] = name;
		cache->stand[at] = -1;
		for (i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
			if (pm_xml_is_one(t, node, KNOWN[i].names))
				cache->stand[at] = (int)KNOWN[i].stand;
	}
	if (cache->stand[at] >= 0)
		return (enum stand)cache->stand[at];
	return parent_is_mixed ? INLINE : BLOCK;
}

static bool
keeps_lines(const struct pm_xml_tree *t, uint32_t node)
{
	return pm_xml_is_one(t, node, " pre preformat programlisting verbatim screen ") ||
	       pm_xml_attr(t, node, "space").len == 8; /* preserve */
}

/* An element begins or ends. */
static void
pass_border(struct writer *w, enum stand stand)
{
	static const enum gap gaps[] = {
		[INLINE] = NO_GAP,  [CELL] = TAB,  [LINE] = LINE_END, [BLOCK] = PARAGRAPH,
		[BREAK] = LINE_END, [GAP] = BLANK, [NOTHING] = NO_GAP
	};

	widen(w, gaps[stand]);
}

/* What is remembered of the elements that are open. */
struct open_element {
	uint8_t stand;
	bool mixed, lines;
};

struct walk {
	struct open_element open[PM_XML_DEPTH_MAX + 2];
	unsigned depth;
	struct name_cache cache;
};

/* An element is left out or begins.  Whether there is anything in it to look at. */
static bool
enter(struct walk *walk, struct writer *w, const struct pm_xml_tree *t, uint32_t node,
      pm_xml_leave_fn *leave)
{
	const struct open_element *up = &walk->open[walk->depth];
	enum stand stand;

	if (leave != NULL && leave(t, node))
		return false;
	stand = stand_of(&walk->cache, t, node, up->mixed);
	/* a line broken in a word, which TEI can say */
	if (stand == GAP && pm_xml_attr(t, node, "break").len == 2)
		return false;
	pass_border(w, stand);
	if (stand == NOTHING || pm_xml_node(t, node)->child == 0 ||
	    walk->depth > PM_XML_DEPTH_MAX) {
		pass_border(w, stand);
		return false;
	}
	walk->open[++walk->depth] = (struct open_element){
		.stand = (uint8_t)stand,
		.mixed = is_mixed(t, node),
		.lines = up->lines || keeps_lines(t, node),
	};
	return true;
}

static void
put(struct writer *w, const struct pm_xml_tree *t, uint32_t top, pm_xml_leave_fn *leave)
{
	struct walk walk;
	uint32_t node = pm_xml_node(t, top)->child;

	walk.depth = 0;
	memset(&walk.cache, 0, sizeof walk.cache);
	walk.open[0] = (struct open_element){
		.mixed = is_mixed(t, top),
		.lines = w->most > BLANK && keeps_lines(t, top)
	};
	while (node != 0 && node != top) {
		if (pm_xml_node(t, node)->name == NULL)
			put_text(w, pm_xml_text_of(t, node), walk.open[walk.depth].lines);
		else if (enter(&walk, w, t, node, leave)) {
			node = pm_xml_node(t, node)->child;
			continue;
		}
		while (node != top && pm_xml_node(t, node)->next == 0) {
			node = pm_xml_node(t, node)->parent;
			if (node != top)
				pass_border(w, walk.open[walk.depth--].stand);
		}
		if (node != top)
			node = pm_xml_node(t, node)->next;
	}
}

void
pm_xml_put_prose(const struct pm_xml_tree *t, uint32_t node, pm_xml_leave_fn *leave,
		 struct pm_buf *out)
{
	struct writer w = { .out = out, .begin = out->len, .most = PARAGRAPH };

	put(&w, t, node, leave);
}

void
pm_xml_put_line(const struct pm_xml_tree *t, uint32_t node, pm_xml_leave_fn *leave,
		struct pm_buf *out)
{
	struct writer w = { .out = out, .begin = out->len, .most = BLANK };

	put(&w, t, node, leave);
}

void
pm_xml_put_raw(const struct pm_xml_tree *t, uint32_t node, struct pm_buf *out)
{
	uint32_t n;

	for (n = pm_xml_step(t, node, node); n != 0; n = pm_xml_step(t, node, n))
		if (pm_xml_node(t, n)->name == NULL) {
			struct pm_str s = pm_xml_text_of(t, n);

			pm_buf_put(out, s.data, s.len);
		}
}

bool
pm_xml_has_text(const struct pm_xml_tree *t, uint32_t node)
{
	uint32_t n;

	for (n = pm_xml_step(t, node, node); n != 0; n = pm_xml_step(t, node, n))
		if (pm_xml_node(t, n)->name == NULL) {
			struct pm_str s = pm_xml_text_of(t, n);

			if (!pm_xml_is_blank(s.data, s.len))
				return true;
		}
	return false;
}

bool
pm_xml_has_elements(const struct pm_xml_tree *t, uint32_t node)
{
	uint32_t c;

	for (c = pm_xml_node(t, node)->child; c != 0; c = pm_xml_node(t, c)->next)
		if (pm_xml_node(t, c)->name != NULL)
			return true;
	return false;
}
