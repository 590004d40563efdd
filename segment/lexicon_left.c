/* Pressmark - what of a lexicon is left out: see lexicon.h and removed.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/lexicon_parts.h"

#include <string.h>

void
pm_lexicon_leave_out(struct pm_lexicon *lex, struct pm_removed_part *part)
{
	lex->gone = part;
	/* found while all was there */
	memset(lex->known, 0, sizeof lex->known);
}

bool
pm_cursor_is_dead(const struct pm_cursor *c)
{
	if (c->gone == NULL)
		return false;
	return c->entry.list == PM_LIST_ALIASES
		     ? pm_removed_is_dead_alias(c->gone, c->entry.place)
		     : pm_removed_is_dead_word(c->gone, pm_entry_rank(&c->entry));
}

void
pm_cursor_drop_forms(const struct pm_cursor *c, struct pm_form_spec *forms, size_t *n)
{
	uint32_t rank = pm_entry_rank(&c->entry);
	size_t i, kept = 0;

	for (i = 0; i < *n; i++)
		if (!pm_removed_is_dead_form(c->gone, rank, (uint32_t)i))
			forms[kept++] = forms[i];
	*n = kept;
}

void
pm_cursor_drop_targets(const struct pm_cursor *c, struct pm_alias_target *targets,
		       size_t *n)
{
	size_t i, kept = 0;

	for (i = 0; i < *n; i++)
		if (!pm_removed_is_dead_target(c->gone, c->entry.place, (uint32_t)i))
			targets[kept++] = targets[i];
	*n = kept;
}

bool
pm_lexicon_has_form(const struct pm_lexicon *lex, uint32_t rank, uint32_t form)
{
	return lex->gone == NULL || !pm_removed_is_dead_form(lex->gone, rank, form);
}
