/* Pressmark - character references of HTML: &amp; &#8217; &eacute and their like.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are read as browsers read them (HTML standard, 13.2.5.72 to 80):
 *
 * - All 2,125 names with a semicolon; 106 of them also without one.  The longest
 *   name counts: `&notin;` is one character, `&notit;` is a sign and `it;`.
 * - In the value of an attribute a name without a semicolon means itself where
 *   '=', a letter or a digit follows: `?a=1&copy=2` is an address.
 * - Numbers from 0x80 to 0x9f mean what windows-1252 means by them.  0, surrogates
 *   and what is beyond Unicode mean U+FFFD; other controls mean nothing.
 */
#ifndef PM_CORPUS_PAGE_REFERENCES_H
#define PM_CORPUS_PAGE_REFERENCES_H

#include "support/buf.h"

#include <stddef.h>
#include <stdint.h>

enum pm_reference_place {
	PM_REFERENCE_IN_TEXT,
	PM_REFERENCE_IN_VALUE /* of an attribute */
};

struct pm_reference {
	char utf8[8];	  /* what it stands for */
	size_t utf8_len;  /* 0: nothing */
	uint64_t repairs; /* 1: it had no meaning */
};

/* Read the reference that begins with the '&' at P.  How many bytes it takes; 0: it is
 * none, and the '&' stands for itself. */
size_t pm_reference_read(const char *p, const char *end, enum pm_reference_place place,
			 struct pm_reference *r);

/* Append a text with its references read, once. */
void pm_references_put(struct pm_buf *out, const char *s, size_t len);

#endif
