/* Pressmark - what helps a user whose query found nothing: see further.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/further.h"

#include "support/json_put.h"

#include <string.h>

void
pm_further_put(const struct pm_further *f, struct pm_buf *out)
{
	if (f->older > 0) {
		pm_buf_put_grouped(out, f->older);
		pm_buf_printf(out, " older article%s: ask without %snew-since\n",
			      f->older == 1 ? " matches" : "s match",
			      f->at_prompt ? ":" : "--");
	}
	if (f->with_any > 0) {
		pm_buf_puts(out, "no article has all of these words; ");
		pm_buf_put_grouped(out, f->with_any);
		pm_buf_puts(out, f->with_any == 1 ? " has" : " have");
		pm_buf_printf(out, " some of them: ask with %s\n",
			      f->at_prompt ? ":any" : "--any");
	}
	if (f->with_full > 0) {
		pm_buf_put_grouped(out, f->with_full);
		pm_buf_puts(out,
			    f->with_full == 1 ? " article matches" : " articles match");
		pm_buf_printf(out, " with what was folded away: ask with %s\n",
			      f->at_prompt ? ":full" : "--full-text");
	}
	if (f->suggestion != NULL)
		pm_buf_put(out, f->suggestion->data, f->suggestion->len);
}

/* What was meant, without "did you mean: " and the line end. */
static void
put_meant(const struct pm_buf *suggestion, struct pm_buf *out)
{
	const char *query = strstr(pm_buf_str(suggestion), ": ");

	if (query == NULL)
		return;
	pm_buf_puts(out, ",\"meant\":");
	pm_json_put_string(out, query + 2, strcspn(query + 2, "\n"));
}

void
pm_further_put_json(const struct pm_further *f, struct pm_buf *out)
{
	if (f->older > 0)
		pm_buf_printf(out, ",\"older\":%u", (unsigned)f->older);
	if (f->with_any > 0)
		pm_buf_printf(out, ",\"some\":%u", (unsigned)f->with_any);
	if (f->with_full > 0)
		pm_buf_printf(out, ",\"with_full_text\":%u", (unsigned)f->with_full);
	if (f->suggestion != NULL)
		put_meant(f->suggestion, out);
}

void
pm_further_put_tsv(const struct pm_further *f, struct pm_buf *out)
{
	if (f->older > 0)
		pm_buf_printf(out, "# %u older article%s\n", (unsigned)f->older,
			      f->older == 1 ? " matches" : "s match");
	if (f->with_any > 0)
		pm_buf_printf(out, "# %u article%s some of the words: --any\n",
			      (unsigned)f->with_any, f->with_any == 1 ? " has" : "s have");
	if (f->with_full > 0)
		pm_buf_printf(out,
			      "# %u article%s with what was folded away: --full-text\n",
			      (unsigned)f->with_full,
			      f->with_full == 1 ? " matches" : "s match");
	if (f->suggestion != NULL && f->suggestion->len > 0)
		pm_buf_printf(out, "# %s", pm_buf_str(f->suggestion));
}
