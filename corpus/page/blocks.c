/* Pressmark - which parts of a web page are its article: cutting and deciding:
 * see blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"

#include "corpus/encoding/labels.h"
#include "corpus/page/dom.h"
#include "corpus/page/hidden.h"
#include "support/space.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WORDS_ENOUGH 30 /* that stay when comments and hidden text go */
#define WORDS_MIN 25	/* below it the rules are loosened */
/* A block above this is surely the article's. */
#define SURE .6f
#define LIST_MIN 3	 /* blocks in a row that are a list of other articles */
#define LIST_LINKS .8f	 /* of the words of each are links */
#define LIST_WORDS 5	 /* words that each has, on average: they are headlines */
#define OFFER_WORDS .15f /* of words of interfaces, that make an offer */
#define REACH 3		 /* neighbours that may hold a gap together */
#define NOTE_MAX 200	 /* bytes of hidden text that may stand within a line */

struct cutter {
	struct pm_blocks *b;
	uint32_t element;    /* current position of the walk */
	unsigned links;	     /* open <a> elements */
	struct pm_block now; /* len 0: none has begun */
	unsigned pre;	     /* open <pre> elements */
	bool space;	     /* white space is pending */
	unsigned lines;	     /* ends of lines in it, of <pre> */
	unsigned indent;     /* and blanks after the last of these */
	bool broke;	     /* the last thing was a <br> */
	uint8_t glue;	     /* of the next block */
	const xmlNode *here; /* the text that is being read */
	enum pm_status status;
	struct pm_error *err;
};

void
pm_blocks_init(struct pm_blocks *b, const struct pm_function_words *words)
{
	memset(b, 0, sizeof *b);
	pm_buf_init(&b->text, PM_BUF_NO_LIMIT);
	b->words = words;
}

void
pm_blocks_release(struct pm_blocks *b)
{
	pm_buf_release(&b->text);
	free(b->blocks);
	free(b->elements);
}

static uint8_t
tag_of(const char *name)
{
	static const struct {
		char name[12];
		uint8_t tag;
	} tags[] = {
		/* clang-format off */
		{ "article", PM_TAG_ARTICLE }, { "aside", PM_TAG_ASIDE },
		{ "blockquote", PM_TAG_BLOCKQUOTE }, { "body", PM_TAG_BODY },
		{ "center", PM_TAG_CENTER }, { "dd", PM_TAG_DD },
		{ "div", PM_TAG_DIV }, { "dt", PM_TAG_DT },
		{ "footer", PM_TAG_FOOTER }, { "h1", PM_TAG_H }, { "h2", PM_TAG_H },
		{ "h3", PM_TAG_H }, { "h4", PM_TAG_H }, { "h5", PM_TAG_H },
		{ "h6", PM_TAG_H }, { "header", PM_TAG_HEADER },
		{ "html", PM_TAG_HTML }, { "li", PM_TAG_LI },
		{ "main", PM_TAG_MAIN }, { "menu", PM_TAG_MENU },
		{ "nav", PM_TAG_NAV }, { "p", PM_TAG_P }, { "pre", PM_TAG_PRE },
		{ "section", PM_TAG_SECTION }, { "td", PM_TAG_TD },
		{ "th", PM_TAG_TH }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (*tags[i].name == *name && strcmp(tags[i].name, name) == 0)
			return tags[i].tag;
	}
	return PM_TAG_OTHER;
}

static uint64_t
hash_text(uint64_t hash, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		hash = (hash ^ (uint8_t)*s) * UINT64_C(0x100000001b3);
	return hash * UINT64_C(0x9e3779b97f4a7c15);
}

static void
begin_element(struct cutter *c, const xmlNode *node)
{
	static const char *const named[] = { "class", "id", "role", "itemprop" };
	struct pm_blocks *b = c->b;
	const struct pm_element *up;
	struct pm_element *e;
	const char *value;
	unsigned hints = 0;
	size_t i;

	if (b->n_elements >= UINT32_MAX - 1) {
		c->status = pm_fail(c->err, PM_ERR_LIMIT,
				    "the page has too many elements");
		return;
	}
	c->status = pm_grow(&b->elements, &b->elements_cap, b->n_elements + 1,
			    sizeof *b->elements, c->err);
	if (c->status < 0)
		return;
	e = &b->elements[b->n_elements];
	memset(e, 0, sizeof *e);
	e->parent = c->element;
	e->tag = tag_of((const char *)node->name);
	for (i = 0; node->properties != NULL && i < 4; i++) {
		value = pm_dom_attr(node, named[i]);
		if (value != NULL)
			hints |= pm_hints_of(value);
	}
	if (pm_dom_is(node, "figcaption"))
		hints |= PM_HINT_META;
	e->hints = (uint8_t)hints;
	e->kind = hash_text(hash_text(UINT64_C(0xcbf29ce484222325),
				      (const char *)node->name),
			    pm_dom_attr(node, "class"));
	e->hidden = pm_hiding_of(node) != PM_SHOWN;
	e->maybe_hidden = pm_is_hidden_class(pm_dom_attr(node, "class"));
	e->is_main = e->tag == PM_TAG_MAIN || pm_dom_attr_is(node, "role", "main");
	e->neg = e->tag == PM_TAG_NAV || e->tag == PM_TAG_FOOTER ||
		 e->tag == PM_TAG_ASIDE || e->tag == PM_TAG_MENU ||
		 pm_dom_attr_is(node, "role", "navigation");
	e->comment = (hints & PM_HINT_COMMENT) != 0 && e->tag != PM_TAG_BODY &&
		     e->tag != PM_TAG_HTML;
	if (b->n_elements > 0) {
		up = &b->elements[c->element];
		e->hidden |= up->hidden;
		e->maybe_hidden |= up->maybe_hidden;
		e->neg |= up->neg;
		e->comment |= up->comment;
	}
	c->element = (uint32_t)b->n_elements++;
}

static bool
is_broad(uint32_t c)
{
	return (c >= 0x0e00 && c < 0x0f00) || (c >= 0x1000 && c < 0x10a0) ||
	       (c >= 0x1780 && c < 0x1800) || (c >= 0x3000 && c < 0xa000) ||
	       (c >= 0xf900 && c < 0xfb00) || (c >= 0xff00 && c < 0xfff0) ||
	       (c >= 0x20000 && c < 0x40000);
}

static bool
is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	       (c >= 0x391 && c <= 0x3a9) || (c >= 0x400 && c <= 0x42f);
}

/* White space between two characters.  That of <pre> divides lines and paragraphs as it
 * does in plain text (text/breaks.h). */
static void
put_space(struct cutter *c)
{
	struct pm_buf *text = &c->b->text;
	bool strong = c->lines > 1 || (c->lines > 0 && c->indent > 1);

	pm_buf_puts(text, c->lines > 1 ? "\n\n" : c->lines > 0 ? "\n" : " ");
	if (c->lines > 0 && c->indent > 1)
		pm_buf_puts(text, "  ");
	c->now.strong = c->now.strong || strong;
	c->now.chars++;
}

static void
take_space(struct cutter *c, uint32_t ch)
{
	c->space = true;
	if (c->pre == 0)
		return;
	if (ch == '\n') {
		c->lines++;
		c->indent = 0;
	} else {
		c->indent += ch == '\t' ? 2 : 1;
	}
}

/* The mark that counts for a text: the least one at and above it. */
static uint64_t
mark_of(const xmlNode *node)
{
	uint64_t least = 0;

	for (; node != NULL; node = node->parent) {
		uint64_t mark = (uintptr_t)node->_private;

		if (mark != 0 && (least == 0 || mark < least))
			least = mark;
	}
	return least;
}

static void
put_char(struct cutter *c, uint32_t ch, const uint8_t *p, unsigned n)
{
	struct pm_block *k = &c->now;
	uint8_t utf8[3];
	bool first = k->len == 0 && k->chars == 0;

	if (ch >= 0x80 && ch < 0xa0) {
		/* of a page that was converted as if it were iso-8859-1 */
		ch = pm_charset_1252(ch);
		if (ch == 0)
			return;
		n = ch < 0x800 ? 2 : 3;
		utf8[0] = (uint8_t)(n == 2 ? 0xc0 | ch >> 6 : 0xe0 | ch >> 12);
		utf8[1] = (uint8_t)(0x80 | (n == 2 ? ch & 0x3f : ch >> 6 & 0x3f));
		utf8[2] = (uint8_t)(0x80 | (ch & 0x3f));
		p = utf8;
	}
	if (first) {
		k->at = c->b->text.len;
		k->parent = c->element;
		k->link_first = c->links > 0;
		k->glue = c->glue == PM_GLUE_TIGHT && c->space ? PM_GLUE_BLANK : c->glue;
		k->rule = c->b->ruled ? mark_of(c->here) : 0;
		c->glue = PM_GLUE_NONE;
	} else if (c->space) {
		put_space(c);
	}
	if (first || c->space) {
		k->words++;
		if (c->links > 0)
			k->links++;
	}
	c->space = c->broke = false;
	c->lines = c->indent = 0;
	pm_buf_put(&c->b->text, p, n);
	k->chars++;
	k->link_chars += c->links > 0;
	k->broad += is_broad(ch);
	k->capitals += is_capital(ch);
	k->commas += ch == ',' || ch == 0x3001 || ch == 0xff0c || ch == 0x60c;
}

static void
put_text(struct cutter *c, const xmlNode *node)
{
	const uint8_t *p = node->content, *end;
	unsigned n;

	if (p == NULL)
		return;
	end = p + strlen((const char *)p);
	/* what libxml2 makes of odd references must not be trusted blindly */
	if (!pm_utf8_valid((const char *)p, (size_t)(end - p)))
		return;
	for (; p < end; p += n) {
		uint32_t ch = pm_utf8_get(p, &n);

		if (pm_is_space(ch))
			take_space(c, ch);
		else
			put_char(c, ch, p, n);
	}
}

static void
end_block(struct cutter *c)
{
	struct pm_blocks *b = c->b;
	struct pm_block *k = &c->now;

	if (k->chars > 0 && c->status == PM_OK) {
		k->len = b->text.len - k->at;
		if (k->broad > k->chars / 5) {
			k->words = (float)k->chars / 2;
			k->links = (float)k->link_chars / 2;
		}
		c->status = pm_grow(&b->blocks, &b->cap, b->n + 1, sizeof *b->blocks,
				    c->err);
		if (c->status == PM_OK)
			b->blocks[b->n++] = *k;
	}
	memset(k, 0, sizeof *k);
	c->space = c->broke = false;
	c->lines = c->indent = 0;
	c->glue = PM_GLUE_NONE;
}

/* End the block, if it has begun, where a rule is for what comes, or was for what came: the
 * next one goes on in its line. */
static void
divide(struct cutter *c)
{
	bool on_line = c->lines == 0, space = c->space;

	if (c->now.chars == 0)
		return;
	end_block(c);
	if (on_line)
		c->glue = space ? PM_GLUE_BLANK : PM_GLUE_TIGHT;
}

static bool
is_marked(const struct cutter *c, const xmlNode *node)
{
	return c->b->ruled && node->_private != NULL;
}

/* Whether a rule is for the element, and keeps it. */
static bool
is_marked_kept(const struct cutter *c, const xmlNode *node)
{
	return is_marked(c, node) && ((uintptr_t)node->_private & 1) == 0;
}

static void
enter_text(struct cutter *c, const xmlNode *node)
{
	c->here = node;
	if (is_marked(c, node))
		divide(c);
	put_text(c, node);
	if (is_marked(c, node))
		divide(c);
}

/* Whether an element within a line is not shown, or only spoken.  What is hidden from
 * screen readers is shown where its neighbour is there for them. */
static bool
is_left_out(const xmlNode *node)
{
	const xmlNode *before, *after;

	if (pm_hiding_of(node) == PM_SHOWN)
		return false;
	if (!pm_dom_attr_is(node, "aria-hidden", "true"))
		return true;
	before = xmlPreviousElementSibling((xmlNode *)(uintptr_t)node);
	after = xmlNextElementSibling((xmlNode *)(uintptr_t)node);
	return (before == NULL || pm_hiding_of(before) != PM_SPOKEN) &&
	       (after == NULL || pm_hiding_of(after) != PM_SPOKEN);
}

/* Whether a block-level element is only spoken and as short as a note, so that the line
 * in which it stands goes on. */
static bool
is_note(const xmlNode *node)
{
	return pm_hiding_of(node) == PM_SPOKEN && pm_dom_is_short(node, NOTE_MAX);
}

/* What happens before a node's children; false: they are not entered. */
static bool
enter(struct cutter *c, const xmlNode *node)
{
	if (node->type == XML_TEXT_NODE)
		enter_text(c, node);
	if (node->type != XML_ELEMENT_NODE)
		return false;
	if (pm_dom_is_opaque(node)) {
		c->space = true;
		return false;
	}
	if (pm_dom_is_inline((const char *)node->name)) {
		if (is_left_out(node) && !is_marked_kept(c, node))
			return false;
		if (is_marked(c, node))
			divide(c);
		c->links += pm_dom_is(node, "a");
		return true;
	}
	if (pm_dom_is(node, "br") && c->pre > 0) {
		take_space(c, '\n');
		return true;
	}
	if (pm_dom_is(node, "br")) {
		if (c->broke)
			end_block(c);
		c->space = c->broke = true;
		return true;
	}
	if (c->now.chars > 0 && is_note(node) && !is_marked_kept(c, node))
		return false;
	end_block(c);
	begin_element(c, node);
	c->pre += pm_dom_is(node, "pre");
	return true;
}

static void
leave(struct cutter *c, const xmlNode *node)
{
	if (pm_dom_is_inline((const char *)node->name)) {
		c->links -= pm_dom_is(node, "a");
		if (is_marked(c, node))
			divide(c);
	} else if (!pm_dom_is(node, "br")) {
		end_block(c);
		c->pre -= pm_dom_is(node, "pre");
		c->b->elements[c->element].end = (uint32_t)c->b->n_elements;
		c->element = c->b->elements[c->element].parent;
	}
}

enum pm_status
pm_blocks_cut(struct pm_blocks *b, const xmlNode *root, struct pm_error *err)
{
	struct cutter c = { .b = b, .status = PM_OK, .err = err };
	const xmlNode *node;

	pm_buf_clear(&b->text);
	b->n = b->n_elements = 0;
	begin_element(&c, root);
	if (root->children == NULL || c.status < 0)
		return c.status;
	for (node = root->children; node != root && c.status == PM_OK;) {
		bool entered = enter(&c, node);

		if (entered && node->children != NULL) {
			node = node->children;
			continue;
		}
		if (entered && c.status == PM_OK)
			leave(&c, node);
		while (node->next == NULL && node->parent != root && c.status == PM_OK) {
			node = node->parent;
			leave(&c, node);
		}
		node = node->next != NULL ? node->next : root;
	}
	end_block(&c);
	b->elements[0].end = (uint32_t)b->n_elements;
	if (c.status == PM_OK)
		c.status = pm_buf_check(&b->text, "the page", err);
	return c.status;
}

/* --- deciding */

static float
kept_words(const struct pm_blocks *b)
{
	float words = 0;
	size_t i;

	for (i = 0; i < b->n; i++)
		words += b->blocks[i].kept ? b->blocks[i].words : 0;
	return words;
}

/* Keep a weaker block between kept ones. */
static void
fill_gaps(struct pm_blocks *b)
{
	size_t i, j, before = REACH + 1;

	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];
		bool behind = false;

		if (k->p > .5f) {
			before = 0;
			continue;
		}
		before++;
		for (j = i + 1; j < b->n && j <= i + REACH && !behind; j++)
			behind = b->blocks[j].p > .5f;
		if (k->p > .35f && behind && before <= REACH && k->interface < OFFER_WORDS)
			k->kept = true;
	}
}

/* Drop lists of other articles, if more remains without them: in encyclopedias such are
 * shorter, and in pages that only link to others they are what there is. */
static void
drop_lists(struct pm_blocks *b)
{
	float left = kept_words(b);
	size_t i, j, m;

	for (i = 0; i < b->n; i = j + (j == i)) {
		float words = 0, all = 0;

		for (j = i; j < b->n && b->blocks[j].link_first &&
			    b->blocks[j].links >= LIST_LINKS * b->blocks[j].words;
		     j++) {
			words += b->blocks[j].kept ? b->blocks[j].words : 0;
			all += b->blocks[j].words;
		}
		if (j - i < LIST_MIN || all < LIST_WORDS * (float)(j - i) ||
		    2 * words > left || left - words < WORDS_ENOUGH)
			continue;
		for (m = i; m < j; m++)
			b->blocks[m].kept = false;
		left -= words;
	}
}

/* Drop comments and hidden text, if enough remains without them. */
static void
drop_aside(struct pm_blocks *b)
{
	float left = 0;
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct pm_element *e = &b->elements[b->blocks[i].parent];

		if (b->blocks[i].kept && !e->comment && !e->hidden)
			left += b->blocks[i].words;
	}
	for (i = 0; i < b->n && left >= WORDS_ENOUGH; i++) {
		const struct pm_element *e = &b->elements[b->blocks[i].parent];

		if (e->comment || e->hidden)
			b->blocks[i].kept = false;
	}
}

/* What is the interface's, and what is the lead, is so however it weighs. */
static void
keep_surely(struct pm_blocks *b)
{
	size_t i, left = 0;

	for (i = 0; i < b->n; i++)
		left += b->blocks[i].kept && !b->blocks[i].interface_line;
	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];

		k->kept = k->lead || (k->kept && !(left > 0 && k->interface_line));
	}
}

static void
decide_by_weight(struct pm_blocks *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		b->blocks[i].kept = b->blocks[i].p > .5f;
	fill_gaps(b);
	drop_aside(b);
	drop_lists(b);
	if (kept_words(b) >= WORDS_MIN)
		return;
	for (i = 0; i < b->n; i++) {
		struct pm_block *k = &b->blocks[i];

		k->kept = k->p > .25f && !b->elements[k->parent].hidden;
	}
	if (kept_words(b) >= WORDS_MIN)
		return;
	for (i = 0; i < b->n; i++) {
		const struct pm_element *e = &b->elements[b->blocks[i].parent];

		b->blocks[i].kept = !e->hidden && !e->neg;
	}
}

/* Of the blocks that are kept only those that are surely the article's. */
static void
keep_the_sure(struct pm_blocks *b)
{
	float left = 0;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (b->blocks[i].kept && (b->blocks[i].p > SURE || b->blocks[i].lead))
			left += b->blocks[i].words;
	for (i = 0; i < b->n && left >= WORDS_MIN; i++)
		b->blocks[i].kept = b->blocks[i].kept &&
				    (b->blocks[i].p > SURE || b->blocks[i].lead);
}

void
pm_blocks_decide(struct pm_blocks *b, enum pm_clean clean)
{
	size_t i;

	decide_by_weight(b);
	keep_surely(b);
	if (clean == PM_CLEAN_PRECISE)
		keep_the_sure(b);
	for (i = 0; i < b->n && clean == PM_CLEAN_FULL; i++)
		b->blocks[i].kept = !b->elements[b->blocks[i].parent].hidden;
	for (i = 0; i < b->n && b->ruled; i++)
		if (b->blocks[i].rule != 0)
			b->blocks[i].kept = (b->blocks[i].rule & 1) == 0;
}
