/* Pressmark - the styles of a document of a word processor.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A paragraph names its style by an identifier that says nothing ("berschrift1", "P7");
 * what it is called, and whether that is a heading, stands elsewhere in the document.
 * Private to office_text.c.
 */
#ifndef PM_CORPUS_FORMATS_OFFICE_STYLES_H
#define PM_CORPUS_FORMATS_OFFICE_STYLES_H

#include "support/buf.h"

#include <stdbool.h>

/* More are not remembered: paragraphs have the identifier then. */
#define PM_OFFICE_STYLES_MAX 1024u

struct pm_office_style {
	size_t id, name, parent; /* places in the names; 0: none */
	unsigned level;		 /* of a heading; 0: it is none, as far as it says */
};

struct pm_office_styles {
	struct pm_buf names; /* texts with a NUL after each; the first is empty */
	struct pm_office_style *styles;
	size_t n, cap;
	size_t found; /* the one that was looked up last */
};

void pm_office_styles_init(struct pm_office_styles *s);
void pm_office_styles_release(struct pm_office_styles *s);

/* Begin a style; what is put next is its.  ID may be NULL. */
enum pm_status pm_office_styles_add(struct pm_office_styles *s, const char *id,
				    struct pm_error *err);
void pm_office_styles_name(struct pm_office_styles *s, const char *name);
void pm_office_styles_parent(struct pm_office_styles *s, const char *id);
void pm_office_styles_level(struct pm_office_styles *s, unsigned level);

/* What the style of this identifier is called: the identifier itself, if nothing says
 * more.  *LEVEL and *IS_TITLE are what it or one of those that it is based on says. */
const char *pm_office_styles_find(struct pm_office_styles *s, const char *id,
				  unsigned *level, bool *is_title);

#endif
