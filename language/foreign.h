/* Pressmark - names of fields and functions in other query languages.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	HEADLINE(opec)	-> title:opec		hd=opec		-> title:opec
 *	byline(smith)	-> author:smith		wc>500		-> words:501..
 *	caps(apple)	-> =Apple		date > 2023	-> date:2024..
 */
#ifndef PM_LANGUAGE_FOREIGN_H
#define PM_LANGUAGE_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

struct pm_foreign {
	const char *name;  /* in lower case */
	const char *field; /* the field here, or NULL: there is none */
	const char *form;  /* what to write if x does not go into it */
};

/* The entry of that name, in upper or lower case, or NULL.  Our own names are among
 * them. */
const struct pm_foreign *pm_foreign_find(const char *s, size_t len);

#define PM_FOREIGN_FORM 128 /* bytes of the form to be written */

enum pm_foreign_operand {
	PM_FOREIGN_BARE,
	PM_FOREIGN_GROUPED /* in parentheses */
};

/* Put into OUT what to write for F and its operand, the LEN bytes at X.  LEN 0, or an
 * operand too long to show: x takes its place. */
void pm_foreign_write(const struct pm_foreign *f, const char *x, size_t len,
		      enum pm_foreign_operand operand, char out[PM_FOREIGN_FORM]);

/* The same for NAME SIGN X, where SIGN is < or >, alone or with a =.  Of a date the day,
 * month or year before X or after it is written, and 3/1/2024 is the first of March. */
void pm_foreign_compare(const struct pm_foreign *f, const char *sign, size_t sign_len,
			const char *x, size_t len, char out[PM_FOREIGN_FORM]);

/* The same for dates from X to Y, N and M bytes. */
void pm_foreign_range(const char *x, size_t n, const char *y, size_t m,
		      char out[PM_FOREIGN_FORM]);

#endif
