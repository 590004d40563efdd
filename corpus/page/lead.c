/* Pressmark - which parts of a web page are its article: the lead: see blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"

#include "corpus/dates/date.h"

#include <string.h>

#define ALIKE_MIN 20   /* letters of a lead that a description has from its beginning */
#define ALIKE_MAX 1000 /* that are compared */
#define ALIKE_SURE 60  /* so many, and they may go on differently */
#define REACH 40       /* blocks after the title in which the lead is */
#define LEVELS 3       /* elements that may be named for the lead */
#define WORDS_MIN 4
#define WORDS_MAX 150
#define PLAIN_WORDS_MIN 8  /* of a lead that only its place tells */
#define DATED_WORDS_MIN 20 /* of one that holds a date */
#define LEADS_MAX 8
#define NAMED_MAX 4 /* blocks that no description has */

static const char *
text_of(const struct pm_blocks *b, const struct pm_block *k)
{
	return (const char *)b->text.data + k->at;
}

/* The first block that is the title, as a heading; b->n: there is none. */
static size_t
find_heading(const struct pm_blocks *b, const struct pm_buf *title)
{
	size_t letters = pm_letters(pm_buf_str(title), title->len, ALIKE_MAX), i;

	for (i = 0; i < b->n && letters > 0; i++) {
		const struct pm_block *k = &b->blocks[i];
		const struct pm_element *e = &b->elements[k->parent];

		if (e->hidden || e->comment || e->neg)
			continue;
		if (e->tag != PM_TAG_H && b->elements[e->parent].tag != PM_TAG_H)
			continue;
		if (pm_letters_shared(text_of(b, k), k->len, pm_buf_str(title),
				      title->len, ALIKE_MAX) == letters)
			return i;
	}
	return b->n;
}

/* The first good block from FROM on that is the article's; b->n: there is none. */
static size_t
find_body(const struct pm_blocks *b, size_t from)
{
	for (; from < b->n; from++) {
		const struct pm_block *k = &b->blocks[from];

		if (k->good && !b->elements[k->parent].hidden &&
		    (k->f[PM_F_IN_TOP] > 0 || k->p > .5f))
			break;
	}
	return from;
}

/* What has been marked. */
struct leads {
	size_t at[LEADS_MAX];
	size_t n;
	size_t named; /* of them, which no description has */
};

/* Whether a lead says the same: for wide and for narrow screens. */
static bool
is_said(const struct pm_blocks *b, const struct leads *leads, const struct pm_block *k)
{
	size_t i;

	for (i = 0; i < leads->n; i++) {
		const struct pm_block *lead = &b->blocks[leads->at[i]];

		if (lead->len == k->len &&
		    memcmp(text_of(b, lead), text_of(b, k), k->len) == 0)
			return true;
	}
	return false;
}

static bool
is_possible(const struct pm_blocks *b, const struct pm_block *k)
{
	const struct pm_element *e = &b->elements[k->parent];

	return !e->hidden && !e->comment && !e->neg && k->words >= WORDS_MIN &&
	       k->words <= WORDS_MAX && k->links * 2 < k->words;
}

static bool
is_described(const struct pm_blocks *b, const struct pm_block *k,
	     const struct pm_buf *description)
{
	size_t shared = pm_letters_shared(text_of(b, k), k->len, pm_buf_str(description),
					  description->len, ALIKE_MAX);

	if (shared < ALIKE_MIN || shared >= ALIKE_SURE)
		return shared >= ALIKE_SURE;
	/* one of them ends there */
	return shared == pm_letters(text_of(b, k), k->len, ALIKE_MAX) ||
	       shared == pm_letters(pm_buf_str(description), description->len, ALIKE_MAX);
}

/* What the elements around the block, up to LEVELS or the one that holds the heading, are
 * named for. */
static unsigned
hints_above(const struct pm_blocks *b, const struct pm_block *k, uint32_t heading)
{
	unsigned hints = 0, level;
	uint32_t e = k->parent;

	for (level = 0; level < LEVELS && e != 0; level++) {
		const struct pm_element *at = &b->elements[e];

		/* the one around both says nothing of either */
		if (heading >= e && heading < at->end)
			break;
		hints |= at->hints;
		e = at->parent;
	}
	return hints;
}

/* Whether the block stands beside the heading, or in one <header> with it. */
static bool
is_beside(const struct pm_blocks *b, const struct pm_block *k, uint32_t heading)
{
	const struct pm_element *e = &b->elements[k->parent], *up;
	uint32_t above = e->parent;

	if (e->tag != PM_TAG_P && e->tag != PM_TAG_H && e->tag != PM_TAG_DIV)
		return false;
	if (b->elements[heading].parent == above)
		return true;
	up = &b->elements[above];
	return up->tag == PM_TAG_HEADER && heading >= above && heading < up->end;
}

static bool
is_lead(const struct pm_blocks *b, const struct pm_block *k, uint32_t heading)
{
	const unsigned never = PM_HINT_META | PM_HINT_SOCIAL | PM_HINT_OFFER |
			       PM_HINT_OTHER | PM_HINT_COMMENT;
	unsigned hints = hints_above(b, k, heading);

	if ((hints & never) != 0 || k->interface_line || k->interface > .1f)
		return false;
	/* a date, and who wrote it, stand there too */
	if (k->words < DATED_WORDS_MIN &&
	    pm_date_find(text_of(b, k), k->len, PM_DATE_DAY_FIRST, NULL) != 0)
		return false;
	if ((hints & PM_HINT_LEAD) != 0)
		return true;
	return is_beside(b, k, heading) && k->words >= PLAIN_WORDS_MIN &&
	       k->stop > .12f && k->links == 0;
}

void
pm_blocks_mark_lead(struct pm_blocks *b, const struct pm_buf *title,
		    const struct pm_buf *const *descriptions, size_t n)
{
	size_t heading = find_heading(b, title), first = 0, body, i, j;
	struct leads leads = { .n = 0 };
	uint32_t element;

	body = find_body(b, heading < b->n ? heading + 1 : 0);
	if (body == b->n)
		return;
	if (heading < b->n)
		first = heading + 1;
	else if (body > REACH)
		first = body - REACH;
	element = heading < b->n ? b->blocks[heading].parent : 0;
	/* the first good one may be the lead itself */
	for (i = first; i <= body && leads.n < LEADS_MAX; i++) {
		struct pm_block *k = &b->blocks[i];
		bool named = false, described = false;

		if (!is_possible(b, k))
			continue;
		for (j = 0; j < n && !described; j++)
			described = is_described(b, k, descriptions[j]);
		if (!described && heading < b->n && i <= heading + REACH &&
		    leads.named < NAMED_MAX)
			named = is_lead(b, k, element);
		if ((!named && !described) || is_said(b, &leads, k))
			continue;
		k->lead = true;
		leads.at[leads.n++] = i;
		leads.named += named;
	}
}
