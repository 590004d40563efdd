/* Pressmark - any alteration of shares, and everything that is read of them: forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whatever the file says, no share has a posting that its stem has not, none is of more
 * articles than there are, and those that are told ascend. */
#include "segment/shares.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARTICLES 2301u /* of the index */

static const enum forge_file files[] = { FORGE_SHARES };

static bool is_forged;

static bool
fine(enum pm_status status, const struct pm_error *err)
{
	forge_check(status, err);
	REQUIRE(is_forged || status >= 0);
	return status == PM_OK;
}

static void
check_share(const struct pm_share *s)
{
	size_t i, n = 0;

	REQUIRE(s->articles <= ARTICLES);
	REQUIRE(s->n_every == pm_shares_every(s->articles));
	for (i = 0; i < s->n_every; i++)
		REQUIRE(s->every[i] > (i > 0 ? s->every[i - 1] : 0) &&
			s->every[i] <= ARTICLES);
	for (i = 0; i < ((size_t)s->articles + 63) / 64 && !s->all; i++)
		n += (size_t)__builtin_popcountll(s->bits[i]);
	REQUIRE(n <= s->articles);
	if (s->articles % 64 != 0 && !s->all)
		REQUIRE(s->bits[i - 1] >> s->articles % 64 == 0);
}

static enum pm_status
take(void *ctx, const char *stem, size_t len, uint32_t articles, const char *word,
     size_t word_len, const struct pm_share *share, struct pm_error *err)
{
	struct pm_buf *b = ctx;

	(void)err;
	REQUIRE(articles == share->articles && len <= PM_SHARES_NAME_MAX);
	check_share(share);
	/* read them all */
	pm_buf_clear(b);
	pm_buf_put(b, stem, len);
	pm_buf_put(b, word, word_len);
	return PM_OK;
}

static bool
is_wanted(void *ctx, const char *word, size_t len)
{
	const unsigned *which = ctx;

	return len > 0 && ((unsigned char)word[len - 1] + len) % (*which + 1) == 0;
}

static void
look_up(struct pm_shares *shares)
{
	static const char *const stems[] = { "chip", "market", "export", "run",
					     "w1",   "w3ff",   "",	 "zzz",
					     "w20",  "c",      "\xff" };
	struct pm_share share;
	struct pm_error err;
	unsigned which;
	size_t i;

	pm_share_init(&share);
	for (i = 0; i < sizeof stems / sizeof *stems; i++)
		for (which = 0; which < 3; which++)
			if (fine(pm_shares_of(shares, stems[i], strlen(stems[i]),
					      is_wanted, &which, &share, &err),
				 &err))
				check_share(&share);
	pm_share_release(&share);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_shares *shares;
	struct pm_error err;
	struct pm_buf b;

	is_forged = forge(data, size, files, 1);
	forge_begin_work();
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	if (fine(pm_shares_open(&shares, forge_path(FORGE_SHARES), ARTICLES, &err), &err)) {
		fine(pm_shares_verify(shares, &err), &err);
		look_up(shares);
		fine(pm_shares_each(shares, take, &b, &err), &err);
		pm_shares_free(shares);
	}
	pm_buf_release(&b);
	forge_end_work();
	return 0;
}
