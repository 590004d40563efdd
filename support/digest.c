/* Pressmark - digests: see digest.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/digest.h"

#include "support/bytes.h"
#include "support/intern.h"

#include <stdlib.h>
#include <xxhash.h>

struct pm_digest {
	XXH3_state_t *state;
};

static uint64_t digest_key;

/* Done when the program is loaded, so that threads need not ask. */
__attribute__((constructor)) static void
choose_key(void)
{
	pm_hash_key(&digest_key, sizeof digest_key);
}

enum pm_status
pm_digest_new(struct pm_digest **out, struct pm_error *err)
{
	struct pm_digest *d = calloc(1, sizeof *d);

	if (d == NULL || (d->state = XXH3_createState()) == NULL) {
		free(d);
		return pm_fail_nomem(err);
	}
	XXH3_128bits_reset_withSeed(d->state, digest_key);
	*out = d;
	return PM_OK;
}

void
pm_digest_free(struct pm_digest *d)
{
	if (d == NULL)
		return;
	XXH3_freeState(d->state);
	free(d);
}

void
pm_digest_add(struct pm_digest *d, const void *piece, size_t len)
{
	XXH3_128bits_update(d->state, piece, len);
}

void
pm_digest_end(struct pm_digest *d, char digits[PM_DIGEST_LEN])
{
	XXH128_hash_t sum = XXH3_128bits_digest(d->state);
	uint64_t half = sum.high64;
	unsigned i;

	for (i = 0; i < PM_DIGEST_LEN; i++) {
		if (i == PM_DIGEST_LEN / 2)
			half = sum.low64;
		digits[i] = "0123456789abcdef"[half >> 60];
		half <<= 4;
	}
	XXH3_128bits_reset_withSeed(d->state, digest_key);
}
