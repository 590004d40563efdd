/* Pressmark - names of fields and functions in other query languages: see foreign.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/foreign.h"

#include "language/lex_parts.h"

#include <stdio.h>
#include <string.h>

#define SHOWN 32u /* bytes of the operand that are shown */

#define DATES "date:2024-01..2024-06"
#define LENGTHS "words:500.."

static const struct pm_foreign names[] = {
	/* clang-format off */
	{ "title", "title", NULL }, { "headline", "title", NULL }, { "hd", "title", NULL },
	{ "hlead", "title", NULL }, { "subject", "title", NULL }, { "ti", "title", NULL },
	{ "caption", "title", NULL },
	{ "source", "source", NULL }, { "publication", "source", NULL },
	{ "publisher", "source", NULL }, { "rst", "source", NULL }, { "sn", "source", NULL },
	{ "author", "author", NULL }, { "by", "author", NULL }, { "byline", "author", NULL },
	{ "from", "author", NULL },
	{ "date", "date", DATES }, { "pd", "date", DATES }, { "published", "date", DATES },
	{ "words", "words", LENGTHS }, { "wc", "words", LENGTHS },
	{ "length", "words", LENGTHS },
	{ "host", "host", NULL }, { "site", "host", NULL }, { "id", "id", NULL },
	{ "caps", NULL, "=Form" }, { "allcaps", NULL, "=FORM" }, { "nocaps", NULL, "=form" },
	{ "singular", NULL, "\"word\"" }, { "plural", NULL, "\"words\"" },
	{ "body", NULL, NULL }, { "text", NULL, NULL }
	/* clang-format on */
};

const struct pm_foreign *
pm_foreign_find(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_equal_any_case(s, len, names[i].name))
			return &names[i];
	return NULL;
}

static bool
is_word(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && (pm_is_letter(s[i]) || pm_is_digit(s[i])); i++)
		;
	return i == len && len > 0;
}

void
pm_foreign_write(const struct pm_foreign *f, const char *x, size_t len,
		 enum pm_foreign_operand operand, char out[PM_FOREIGN_FORM])
{
	bool usable = len > 0 && len <= SHOWN, word, quoted;
	struct pm_excerpt e = usable ? pm_excerpt(x, len) : pm_excerpt("x", 1);
	bool title = f->field != NULL && strcmp(f->field, "title") == 0;

	word = !usable || is_word(x, len);
	quoted = usable && (x[0] == '"' || memchr(x, '"', len) != NULL);
	if (f->form != NULL)
		snprintf(out, PM_FOREIGN_FORM, "%s", f->form);
	else if (f->field == NULL || (title && operand == PM_FOREIGN_GROUPED))
		snprintf(out, PM_FOREIGN_FORM, "%s(%s)", title ? "title:" : "", e.text);
	else
		snprintf(out, PM_FOREIGN_FORM, word || quoted ? "%s:%s" : "%s:\"%s\"",
			 f->field, quoted && x[0] != '"' ? "x" : e.text);
}

void
pm_foreign_compare(const struct pm_foreign *f, const char *sign, size_t sign_len,
		   const char *x, size_t len, char out[PM_FOREIGN_FORM])
{
	bool less = sign[0] == '<', equal = sign_len > 1;
	bool words = f->field != NULL && strcmp(f->field, "words") == 0;
	bool date = f->field != NULL && strcmp(f->field, "date") == 0;
	unsigned n = 500;

	if (date) {
		snprintf(out, PM_FOREIGN_FORM, less ? "date:..2024-06" : "date:2024-06..");
		return;
	}
	if (!words) {
		pm_foreign_write(f, x, 0, PM_FOREIGN_BARE, out);
		return;
	}
	if (len > 0 && len < 8 && pm_count_digits(x, len) == len) {
		n = pm_read_number(x, len, 10000000);
		n = equal ? n : !less ? n + 1 : n > 0 ? n - 1 : 0;
	}
	snprintf(out, PM_FOREIGN_FORM, less ? "words:..%u" : "words:%u..", n);
}
