/* Pressmark - searching for words in their coded form: see code_search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/code_search.h"

#include "segment/codes.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>

#define AHEAD 1536u		/* bytes of the codes that are on their way */
#endif

enum pm_status
pm_code_string_init(struct pm_code_string *s, const uint32_t *ranks, size_t n,
		    struct pm_error *err)
{
	size_t i, rarest = 0, next = 0, at[2] = { 0, 0 }, len = 0;

	memset(s, 0, sizeof *s);
	s->bytes = pm_alloc(n, PM_CODE_MAX);
	if (s->bytes == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++) {
		size_t bytes = pm_code_put(s->bytes + s->len, ranks[i]);

		/* Ranks rise as words get rarer, from class to class at least. */
		if (i == 0 || ranks[i] > ranks[rarest]) {
			next = rarest;
			at[1] = at[0];
			rarest = i;
			at[0] = s->len;
			len = bytes;
		} else if (next == rarest || ranks[i] > ranks[next]) {
			next = i;
			at[1] = s->len;
		}
		s->len += bytes;
	}
	s->one = at[0];
	s->two = len > 1 ? at[0] + len - 1 : at[1];
	if (s->one > s->two) {
		s->one = at[1];
		s->two = at[0];
	}
	return PM_OK;
}

void
pm_code_string_release(struct pm_code_string *s)
{
	free(s->bytes);
	memset(s, 0, sizeof *s);
}

/* From FROM on, one place after the other. */
static size_t
search_plain(const struct pm_code_string *s, const uint8_t *codes, size_t len,
	     size_t from)
{
	const uint8_t *at = codes + from, *end = codes + len;

	while ((size_t)(end - at) >= s->len &&
	       (at = memmem(at, (size_t)(end - at), s->bytes, s->len)) != NULL) {
		if (at == codes || at[-1] & 0x80)
			return (size_t)(at - codes);
		at++;
	}
	return PM_CODE_NOWHERE;
}

#ifdef __x86_64__
/* The first of some places behind AT, where both bytes are, that has the rest too. */
static inline size_t
first_whole(const struct pm_code_string *s, const uint8_t *codes, size_t at,
	    uint64_t places)
{
	for (; places != 0; places &= places - 1) {
		size_t here = at + (size_t)__builtin_ctzll(places);

		if ((here == 0 || codes[here - 1] & 0x80) &&
		    memcmp(codes + here, s->bytes, s->len) == 0)
			return here;
	}
	return PM_CODE_NOWHERE;
}

/* Places AT .. AT + 31 where both bytes are. */
__attribute__((target("avx2")))
static inline uint32_t
both_avx2(const struct pm_code_string *s, const uint8_t *at, __m256i one, __m256i two)
{
	__m256i a = _mm256_loadu_si256((const void *)(at + s->one));
	__m256i b = _mm256_loadu_si256((const void *)(at + s->two));

	return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(
		_mm256_cmpeq_epi8(a, one), _mm256_cmpeq_epi8(b, two)));
}

__attribute__((target("avx2")))
static size_t
search_avx2(const struct pm_code_string *s, const uint8_t *codes, size_t len, size_t from)
{
	const __m256i one = _mm256_set1_epi8((char)s->bytes[s->one]);
	const __m256i two = _mm256_set1_epi8((char)s->bytes[s->two]);
	uint64_t low, high;
	size_t at, found;

	/* 128 places where the string may begin: in nearly all there is nothing. */
	for (at = from; at + 127 + s->len <= len; at += 128) {
		/* The processor does not fetch over the end of a page by itself. */
		__builtin_prefetch(codes + at + AHEAD);
		__builtin_prefetch(codes + at + AHEAD + 64);
		low = both_avx2(s, codes + at, one, two) |
		      (uint64_t)both_avx2(s, codes + at + 32, one, two) << 32;
		high = both_avx2(s, codes + at + 64, one, two) |
		       (uint64_t)both_avx2(s, codes + at + 96, one, two) << 32;
		if ((low | high) == 0)
			continue;
		if ((found = first_whole(s, codes, at, low)) != PM_CODE_NOWHERE ||
		    (found = first_whole(s, codes, at + 64, high)) != PM_CODE_NOWHERE)
			return found;
	}
	for (; at + 31 + s->len <= len; at += 32) {
		low = both_avx2(s, codes + at, one, two);
		if (low != 0 &&
		    (found = first_whole(s, codes, at, low)) != PM_CODE_NOWHERE)
			return found;
	}
	return search_plain(s, codes, len, at);
}

static size_t
search_sse2(const struct pm_code_string *s, const uint8_t *codes, size_t len, size_t from)
{
	const __m128i one = _mm_set1_epi8((char)s->bytes[s->one]);
	const __m128i two = _mm_set1_epi8((char)s->bytes[s->two]);
	size_t at, found;

	for (at = from; at + 15 + s->len <= len; at += 16) {
		__m128i a = _mm_loadu_si128((const void *)(codes + at + s->one));
		__m128i b = _mm_loadu_si128((const void *)(codes + at + s->two));
		uint32_t places = (uint32_t)_mm_movemask_epi8(_mm_and_si128(
			_mm_cmpeq_epi8(a, one), _mm_cmpeq_epi8(b, two)));

		if (places != 0 &&
		    (found = first_whole(s, codes, at, places)) != PM_CODE_NOWHERE)
			return found;
	}
	return search_plain(s, codes, len, at);
}
#endif

typedef size_t search_fn(const struct pm_code_string *s, const uint8_t *codes, size_t len,
			 size_t from);

static search_fn *const ways[] = {
#ifdef __x86_64__
	search_avx2, search_sse2,
#endif
	search_plain
};

#define N_WAYS (sizeof ways / sizeof *ways)

static unsigned
first_way(void)
{
#ifdef __x86_64__
	return __builtin_cpu_supports("avx2") ? 0 : 1;
#else
	return 0;
#endif
}

unsigned
pm_code_search_ways(void)
{
	return (unsigned)N_WAYS - first_way();
}

size_t
pm_code_search_by(unsigned way, const struct pm_code_string *s, const uint8_t *codes,
		  size_t len, size_t from)
{
	return ways[first_way() + way](s, codes, len, from);
}

size_t
pm_code_search(const struct pm_code_string *s, const uint8_t *codes, size_t len,
	       size_t from)
{
	return pm_code_search_by(0, s, codes, len, from);
}
