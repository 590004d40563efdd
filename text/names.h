/* Pressmark - names of fields, and whole values of fields: how both are compared.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A name is compared as a word is, by its folded form (fold.h): `Région` and `REGION` are
 * one field.  Signs and blanks in it count.  A name of which folding would leave nothing
 * is compared as it is.
 *
 * A whole value is compared byte for byte after Unicode composition (NFC), without the
 * white space at its ends, which nobody sees.  So `Café` is the same value however its
 * accent is coded, and `café` is another.
 *
 *	pm_name_fold(&folded, "Région", 7, &err);		once
 *	pm_name_is(&scratch, name, len, folded.data, folded.len, &yes, &err)	often
 *
 * Cost: a loop over bytes where all are ASCII, which most names and many values are.
 */
#ifndef PM_TEXT_NAMES_H
#define PM_TEXT_NAMES_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Append the form in which NAME is compared.  Can fail only with PM_ERR_NOMEM. */
enum pm_status pm_name_fold(struct pm_buf *out, const char *name, size_t len,
			    struct pm_error *err);

/* *YES: whether the folded form of NAME is FOLDED.  SCRATCH is the caller's, to be used
 * again and again; what it holds means nothing. */
enum pm_status pm_name_is(struct pm_buf *scratch, const char *name, size_t len,
			  const char *folded, size_t folded_len, bool *yes,
			  struct pm_error *err);

/* Append the form in which a whole value is compared; well-formed UTF-8 is expected, and
 * anything else is taken as it is.  Can fail only with PM_ERR_NOMEM. */
enum pm_status pm_value_compose(struct pm_buf *out, const char *value, size_t len,
				struct pm_error *err);

/* *YES: whether the form of VALUE is COMPOSED. */
enum pm_status pm_value_is(struct pm_buf *scratch, const char *value, size_t len,
			   const char *composed, size_t composed_len, bool *yes,
			   struct pm_error *err);

#endif
