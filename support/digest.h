/* Pressmark - digests: bytes that are too many to be kept, told apart.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A digest has 128 bits (XXH3), as hexadecimal digits.  It is keyed by a random number for
 * each process: no input can be made to have the digest of another, and that two have the
 * same by chance need not be reckoned with.  Nothing that is written may depend on it.
 *
 *	pm_digest_add(d, piece, len);		as often as needed
 *	pm_digest_end(d, digits);		D is empty again
 */
#ifndef PM_SUPPORT_DIGEST_H
#define PM_SUPPORT_DIGEST_H

#include "support/status.h"

#include <stddef.h>

#define PM_DIGEST_LEN 32u

struct pm_digest;

enum pm_status pm_digest_new(struct pm_digest **out, struct pm_error *err);
void pm_digest_free(struct pm_digest *d);
void pm_digest_add(struct pm_digest *d, const void *piece, size_t len);
void pm_digest_end(struct pm_digest *d, char digits[PM_DIGEST_LEN]);

#endif
