/* Pressmark - which words stand side by side in an article: see pairs.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/pairs.h"

#include "segment/unpack.h"
#include "support/buf.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of codes, and so at most as many words, that are decoded at a time: count_codes
 * counts to 255 in each byte of 8. */
#define STRETCH ((size_t)8 * 255)

enum pm_status
pm_addresses_init(struct pm_addresses *a, uint32_t n, struct pm_error *err)
{
	a->n = n;
	a->bits = pm_calloc((size_t)n / 64 + 1, sizeof *a->bits);
	return a->bits == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_addresses_release(struct pm_addresses *a)
{
	free(a->bits);
	memset(a, 0, sizeof *a);
}

void
pm_addresses_add(struct pm_addresses *a, uint32_t rank)
{
	a->bits[rank / 64] |= UINT64_C(1) << (rank % 64);
}

static inline uint64_t
is_address(const struct pm_addresses *a, uint32_t rank)
{
	return a->bits[rank / 64] >> (rank % 64) & 1;
}

/* --- making ------------------------------------------------------------- */

/* While a filter is made, its words are in the machine's own order. */
static inline void
set(uint8_t *out, uint32_t n, uint32_t one, uint32_t two)
{
	uint64_t hash = pm_pair_hash(one, two), word;
	uint8_t *p = out + (size_t)8 * pm_pair_word(hash, n);

	memcpy(&word, p, sizeof word);
	word |= pm_pair_bits(hash);
	memcpy(p, &word, sizeof word);
}

/* Add the pairs of words FROM .. TO - 1 and the words before them. */
static void
set_pairs(uint8_t *out, uint32_t n, const uint32_t *ranks, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		set(out, n, ranks[i - 1], ranks[i]);
}

/* Whether any of these words is an address, which few are. */
static bool
any_address(const struct pm_addresses *a, const uint32_t *ranks, size_t from, size_t to)
{
	uint64_t any = 0;
	size_t i;

	for (i = from; i < to; i++)
		any |= is_address(a, ranks[i]);
	return any != 0;
}

/* The same as set_pairs once more for those that are, or are beside, addresses. */
static void
set_addresses(uint8_t *out, uint32_t n, const uint32_t *ranks, size_t from, size_t to,
	      const struct pm_addresses *a)
{
	size_t i;

	for (i = from; i < to; i++) {
		bool one = is_address(a, ranks[i - 1]), two = is_address(a, ranks[i]);

		if (one)
			set(out, n, PM_PAIR_ADDRESS, ranks[i]);
		if (two)
			set(out, n, ranks[i - 1], PM_PAIR_ADDRESS);
		if (one && two)
			set(out, n, PM_PAIR_ADDRESS, PM_PAIR_ADDRESS);
	}
}

/* How many codes end in the LEN bytes, at most STRETCH. */
static uint32_t
count_codes(const uint8_t *codes, size_t len)
{
	const uint64_t low = UINT64_C(0x0101010101010101),
		       pairs = UINT64_C(0xff00ff00ff00ff);
	uint64_t sum = 0;
	uint32_t n = 0;

	for (; len >= 8; codes += 8, len -= 8)
		sum += pm_load_u64(codes) >> 7 & low;
	sum = (sum & pairs) + (sum >> 8 & pairs);
	for (; len > 0; len--)
		n += *codes++ >> 7;
	return n + (uint32_t)((sum * UINT64_C(0x1000100010001)) >> 48);
}

bool
pm_pairs_make(const uint8_t *codes, size_t len, uint32_t n_words, uint32_t n_title,
	      const struct pm_addresses *addresses, uint8_t *out)
{
	uint32_t n = pm_pairs_words(n_words), done = 0, more, i, ranks[STRETCH + 1];
	size_t n_impls, part, title, from;

	memset(out, 0, (size_t)8 * n);
	for (; len > 0; codes += part, len -= part, done += more) {
		part = len < STRETCH ? len : STRETCH;
		while (part > 0 && !(codes[part - 1] & 0x80))
			part--;
		more = count_codes(codes, part);
		if (more == 0 || more > n_words - done ||
		    !pm_unpack_impls(&n_impls)->unpack(codes, codes + part, ranks + 1,
						       more))
			return false;
		/* Nothing precedes the first word of a field, which is at 1 of the stretch
		 * or at 1 + title. */
		title = n_title >= done && n_title - done < more ? n_title - done : more;
		from = done == 0 || title == 0 ? 2 : 1;
		set_pairs(out, n, ranks, from, title + 1);
		set_pairs(out, n, ranks, title + 2, (size_t)more + 1);
		if (any_address(addresses, ranks, done == 0, (size_t)more + 1)) {
			for (i = 1; i <= PM_PAIR_MARKS; i++)
				set(out, n, PM_PAIR_ADDRESS, PM_PAIR_ADDRESS - i);
			set_addresses(out, n, ranks, from, title + 1, addresses);
			set_addresses(out, n, ranks, title + 2, (size_t)more + 1,
				      addresses);
		}
		ranks[0] = ranks[more];
	}
	for (i = 0; i < n; i++, out += 8) {
		uint64_t word;

		memcpy(&word, out, sizeof word);
		pm_store_u64(out, word);
	}
	return done == n_words;
}

/* --- needs -------------------------------------------------------------- */

void
pm_pair_needs_release(struct pm_pair_needs *needs)
{
	free(needs->hashes);
	free(needs->groups);
	memset(needs, 0, sizeof *needs);
}

void
pm_pair_group_init(struct pm_pair_group *g)
{
	g->n_plain = g->n_addresses = 0;
	g->many = false;
}

static void
add_hash(struct pm_pair_group *g, uint64_t *hashes, size_t *n, uint64_t hash)
{
	if (*n == PM_PAIR_GROUP_MAX)
		g->many = true;
	else
		hashes[(*n)++] = hash;
}

void
pm_pair_group_add(struct pm_pair_group *g, uint32_t one, uint32_t two)
{
	uint64_t hash = pm_pair_hash(one, two);

	if (one == PM_PAIR_ADDRESS || two == PM_PAIR_ADDRESS)
		add_hash(g, g->addresses, &g->n_addresses, hash);
	else
		add_hash(g, g->plain, &g->n_plain, hash);
}

void
pm_pair_group_join(struct pm_pair_group *g, const struct pm_pair_needs *needs,
		   size_t group)
{
	size_t i = group == 0 ? 0 : needs->groups[group - 1].end;

	for (; i < needs->groups[group].plain; i++)
		add_hash(g, g->plain, &g->n_plain, needs->hashes[i]);
	for (; i < needs->groups[group].end; i++)
		add_hash(g, g->addresses, &g->n_addresses, needs->hashes[i]);
}

enum pm_status
pm_pair_needs_add(struct pm_pair_needs *needs, const struct pm_pair_group *g,
		  struct pm_error *err)
{
	size_t plain = needs->n_hashes + g->n_plain, end = plain + g->n_addresses;
	enum pm_status status;

	if (g->many || end == needs->n_hashes)
		return PM_OK;
	status = pm_grow(&needs->groups, &needs->groups_cap, needs->n + 1,
			 sizeof *needs->groups, err);
	if (status == PM_OK)
		status = pm_grow(&needs->hashes, &needs->hashes_cap, end,
				 sizeof *needs->hashes, err);
	if (status < 0)
		return status;
	memcpy(needs->hashes + needs->n_hashes, g->plain, g->n_plain * sizeof *g->plain);
	memcpy(needs->hashes + plain, g->addresses, g->n_addresses * sizeof *g->addresses);
	needs->groups[needs->n++] = (struct pm_pair_part){ plain, end };
	needs->n_hashes = end;
	return PM_OK;
}
