/* Pressmark - which state of an index an answer is of.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A number of articles in a paper can be checked later if it is known what was counted: of
 * which articles (their fingerprint, segment/fingerprint.h), with which stems, cleaned how.
 */
#ifndef PM_ANSWER_CITE_H
#define PM_ANSWER_CITE_H

#include "segment/generation.h"
#include "segment/metadata.h"

/* When it was made: 2024-06-30T02:00:00Z. */
#define PM_CITE_TIME 24
void pm_cite_time(const struct pm_generation *g, char text[PM_CITE_TIME]);

/* Append the member "index", with a comma before it: an object with generation, time,
 * fingerprint, language, stemmer, unicode and, where the build was
 * told so, clean. */
void pm_cite_put_json(const struct pm_generation *g, struct pm_buf *out);

/* Append the same in a line for people, without its end, and which Pressmark says so: "Pressmark
 * 0.1.0, index of 2024-06-30T02:00:00Z, generation 7, fingerprint 0123..., english, ...". */
void pm_cite_put(const struct pm_generation *g, struct pm_buf *out);

/* The value of what a build was told about its input (`choices` in segment/generation.h), in
 * *VALUE; false: it was not told. */
bool pm_cite_choice(const struct pm_generation *g, const char *key,
		    struct pm_text_ref *value);

#endif
