/* Pressmark - what an index has after updates: see updates_model.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/updates_model.h"

#include "support/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
need(bool fine, const char *what)
{
	if (fine)
		return;
	fprintf(stderr, "make_updates: %s\n", what);
	exit(2);
}

void
grow(void *array, size_t *cap, size_t n, size_t size)
{
	need(pm_grow(array, cap, n, size, NULL) == PM_OK, "out of memory");
}

void
copy_state(struct state *to, const struct state *from)
{
	grow(&to->all, &to->cap, from->n + 1, sizeof *to->all);
	grow(&to->away, &to->away_cap, from->n_away + 1, sizeof *to->away);
	grow(&to->known, &to->known_cap, from->n_known + 1, sizeof *to->known);
	if (from->n > 0)
		memcpy(to->all, from->all, from->n * sizeof *to->all);
	if (from->n_away > 0)
		memcpy(to->away, from->away, from->n_away * sizeof *to->away);
	if (from->n_known > 0)
		memcpy(to->known, from->known, from->n_known * sizeof *to->known);
	to->n = from->n;
	to->n_away = from->n_away;
	to->n_known = from->n_known;
}

bool
is_known(const struct state *s, uint32_t name)
{
	size_t i = 0;

	while (i < s->n_known && s->known[i] != name)
		i++;
	return i < s->n_known;
}

void
know(struct state *s, uint32_t name)
{
	if (is_known(s, name))
		return;
	grow(&s->known, &s->known_cap, s->n_known + 1, sizeof *s->known);
	s->known[s->n_known++] = name;
}

static bool
says_the_same(const struct entry *a, const struct entry *b)
{
	return a->kind == b->kind && a->id == b->id && a->body == b->body;
}

struct article *
find_article(struct state *s, uint32_t group, const struct entry *e)
{
	struct article *first = NULL;
	size_t i;

	for (i = 0; i < s->n; i++) {
		struct article *a = &s->all[i];

		if (a->group == group && !a->settled &&
		    (e == NULL ? a->taken == 0 : says_the_same(&a->entry, e)) &&
		    (first == NULL || a->number < first->number))
			first = a;
	}
	return first;
}

struct away *
find_away(struct state *s, uint32_t group, const struct entry *e)
{
	struct away *first = NULL;
	size_t i;

	for (i = 0; i < s->n_away; i++) {
		struct away *a = &s->away[i];

		if (a->article.group == group && !a->met &&
		    (e == NULL || says_the_same(&a->article.entry, e)) &&
		    (first == NULL || a->article.number < first->article.number))
			first = a;
	}
	return first;
}

struct away *
find_moved(struct state *s, const struct entry *e)
{
	size_t i;

	for (i = 0; i < s->n_away; i++)
		if (!s->away[i].met && s->away[i].article.place != 0 &&
		    says_the_same(&s->away[i].article.entry, e) &&
		    !is_known(s, s->away[i].article.place))
			return &s->away[i];
	return NULL;
}

uint32_t
new_number(const struct state *s, uint32_t group, uint32_t *next)
{
	size_t i = 0;

	while (i < s->n + s->n_away) {
		const struct article *a = i < s->n ? &s->all[i]
						   : &s->away[i - s->n].article;

		i++;
		if (a->group != group || a->number != *next)
			continue;
		++*next;
		i = 0;
	}
	return (*next)++;
}

void
put_away(struct state *s, const struct article *a)
{
	grow(&s->away, &s->away_cap, s->n_away + 1, sizeof *s->away);
	s->away[s->n_away++] = (struct away){ .article = *a };
}

void
forget_back(struct state *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n_away; i++) {
		s->away[i].met = false;
		if (!s->away[i].back)
			s->away[n++] = s->away[i];
	}
	s->n_away = n;
}
