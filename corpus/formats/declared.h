/* Pressmark - text whose encoding is declared outside of it: by a header of HTTP or mail.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is well-formed UTF-8 is UTF-8, whatever is declared, unless it holds escapes.  Else
 * a label that is known decides, also where --encoding says something else; without one,
 * the text is as any other (encoding.h).
 */
#ifndef PM_CORPUS_FORMATS_DECLARED_H
#define PM_CORPUS_FORMATS_DECLARED_H

#include "corpus/encoding/encoding.h"
#include "support/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How texts were read, one or several: filled with zeros before the first. */
struct pm_declared {
	uint64_t repairs; /* what had no meaning */
	/* The encoding of the first that was not in UTF-8, as the summary names it; NULL: all
	 * were.  As long as the encodings. */
	const char *encoding;
};

/* Append the text to OUT as well-formed UTF-8 without NUL, and say how in *HOW.  LABEL: what
 * is declared, or NULL.  False: nobody knows the label, and it was needed.  Running out of
 * memory shows in OUT. */
bool pm_declared_text(struct pm_encodings *e, struct pm_buf *out, const char *label,
		      const char *bytes, size_t len, struct pm_declared *how);

/* A page becomes UTF-8 if it does not say itself what it is in: returns whether OUT, which
 * is emptied first, holds it.  Else it is what it was. */
bool pm_declared_page(struct pm_encodings *e, struct pm_buf *out, const char *label,
		      const char *bytes, size_t len, struct pm_declared *how);

#endif
