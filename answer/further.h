/* Pressmark - what helps a user whose query found nothing, as answers of every kind say it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whoever asks finds it (query/ask.c); all of it is 0 or NULL if something was found.
 */
#ifndef PM_ANSWER_FURTHER_H
#define PM_ANSWER_FURTHER_H

#include "support/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct pm_further {
	uint32_t with_any; /* articles that have some of the words that are side by side */
	uint32_t older; /* articles that match, but are not new: then nothing else is said */
	uint32_t with_full; /* articles that match with what was folded away */
	bool at_prompt;	    /* there commands ask for these, elsewhere options */
	/* A line with what may have been meant, which may be empty; or NULL. */
	const struct pm_buf *suggestion;
};

/* Append a line for each. */
void pm_further_put(const struct pm_further *f, struct pm_buf *out);
/* The members older, some, with_full_text and meant, each with a comma before it. */
void pm_further_put_json(const struct pm_further *f, struct pm_buf *out);
/* Comments. */
void pm_further_put_tsv(const struct pm_further *f, struct pm_buf *out);

#endif
