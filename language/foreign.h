/* Pressmark - names that other query languages give what they search.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	HEADLINE(opec)	-> title:(opec)		hd=opec		-> title:opec
 *	byline(smith)	-> author:smith		wc>500		-> words:501..
 */
#ifndef PM_LANGUAGE_FOREIGN_H
#define PM_LANGUAGE_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

struct pm_foreign {
	const char *name;		/* in lower case */
	const char *field;		/* of ours, or NULL: it is none */
	const char *form;		/* what to write where it does not take x */
};

/* The one of that name, in any case of letters, or NULL.  Ours are among them. */
const struct pm_foreign *pm_foreign_find(const char *s, size_t len);

#define PM_FOREIGN_FORM 80		/* bytes of what is to be written */

enum pm_foreign_operand {
	PM_FOREIGN_BARE,
	PM_FOREIGN_GROUPED	/* it stands in parentheses */
};

/* OUT becomes what to write for it with the LEN bytes at X behind it, in parentheses
 * where GROUPED; with an x of our own where they are none or too many. */
void pm_foreign_write(const struct pm_foreign *f, const char *x, size_t len,
		      enum pm_foreign_operand operand,
		      char out[PM_FOREIGN_FORM]);

/* Likewise for NAME SIGN X, where the sign is one of < and >, or two with a =. */
void pm_foreign_compare(const struct pm_foreign *f, const char *sign, size_t sign_len,
			const char *x, size_t len, char out[PM_FOREIGN_FORM]);

#endif
