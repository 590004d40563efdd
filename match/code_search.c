/* Pressmark - searching for words in their coded form: see code_search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/code_search.h"

#include "segment/codes.h"
#include "support/buf.h"
#include "support/processor.h"

#include <stdlib.h>
#include <string.h>

#if PM_HAVE_X86_64
#include <immintrin.h>

#define AHEAD 1536u /* how many bytes ahead the codes are prefetched */
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

		/* Ranks rise as words get rarer, at least from class to class. */
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
	memcpy(&s->head, s->bytes, s->len < sizeof s->head ? s->len : sizeof s->head);
	memset(&s->mask, 0xff, s->len < sizeof s->mask ? s->len : sizeof s->mask);
	s->probe_a = at[0];
	s->probe_b = len > 1 ? at[0] + len - 1 : at[1];
	if (s->probe_a > s->probe_b) {
		s->probe_a = at[1];
		s->probe_b = at[0];
	}
	return PM_OK;
}

void
pm_code_string_release(struct pm_code_string *s)
{
	free(s->bytes);
	memset(s, 0, sizeof *s);
}

bool
pm_code_string_at(const struct pm_code_string *s, const uint8_t *codes, size_t len,
		  size_t at)
{
	uint64_t head;

	if (s->len > len || at > len - s->len || (at > 0 && !(codes[at - 1] & 0x80)))
		return false;
	if (len - at < sizeof head)
		return memcmp(codes + at, s->bytes, s->len) == 0;
	memcpy(&head, codes + at, sizeof head);
	return (head & s->mask) == s->head &&
	       (s->len <= sizeof head ||
		memcmp(codes + at + sizeof head, s->bytes + sizeof head,
		       s->len - sizeof head) == 0);
}

/* The state of a search. */
struct search {
	const struct pm_code_string *strings;
	size_t n;
	const uint8_t *codes;
	size_t len;
	size_t reach; /* bytes from a place to its last probed byte */
	size_t *places;
	size_t n_places, max;
};

/* Byte AT is a place if the whole of a string stands there.  False: no more are
 * wanted. */
static inline bool
try_place(struct search *s, size_t at)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (pm_code_string_at(&s->strings[i], s->codes, s->len, at)) {
			s->places[s->n_places++] = at;
			return s->n_places < s->max;
		}
	return true;
}

/* Search from byte AT on, one code after the other. */
static void
search_plain(struct search *s, size_t at)
{
	for (; at < s->len; at++)
		if ((at == 0 || s->codes[at - 1] & 0x80) && !try_place(s, at))
			return;
}

#if PM_HAVE_X86_64
/* Try the places of a mask, counted from AT. */
static inline bool
try_places(struct search *s, size_t at, uint64_t places)
{
	for (; places != 0; places &= places - 1)
		if (!try_place(s, at + (size_t)__builtin_ctzll(places)))
			return false;
	return true;
}

/* The two probed bytes of a string, each 32 times, and their offsets. */
struct looked_for {
	__m256i probe_a, probe_b;
	size_t at_one, at_two;
};

/* At which of 32 bytes from AT on both probed bytes of a string are found.  There is at
 * least one string, which the analyzer cannot know. */
__attribute__((target("avx2"), always_inline)) static inline __m256i
both_avx2(const struct looked_for *b, const uint8_t *at)
{
	/* NOLINTBEGIN(clang-analyzer-core.UndefinedBinaryOperatorResult) */
	return _mm256_and_si256(
		_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(at + b->at_one)),
				  b->probe_a),
		_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(at + b->at_two)),
				  b->probe_b));
	/* NOLINTEND(clang-analyzer-core.UndefinedBinaryOperatorResult) */
}

/* The same for any of N strings. */
__attribute__((target("avx2"), always_inline)) static inline __m256i
any_avx2(const struct looked_for *b, size_t n, const uint8_t *at)
{
	__m256i any = both_avx2(&b[0], at);
	size_t i;

#pragma GCC unroll 8
	for (i = 1; i < n; i++)
		any = _mm256_or_si256(any, both_avx2(&b[i], at));
	return any;
}

__attribute__((target("avx2"), always_inline)) static inline uint64_t
places_avx2(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

__attribute__((target("avx2"), always_inline)) static inline void
scan_avx2(struct search *s, size_t n, size_t at)
{
	struct looked_for b[PM_CODE_STRINGS_MAX];
	size_t i;

	/* the last one fills up */
	for (i = 0; i < n; i++) {
		const struct pm_code_string *string = &s->strings[i < s->n ? i : s->n - 1];
		b[i].probe_a = _mm256_set1_epi8((char)string->bytes[string->probe_a]);
		b[i].probe_b = _mm256_set1_epi8((char)string->bytes[string->probe_b]);
		b[i].at_one = string->probe_a;
		b[i].at_two = string->probe_b;
	}
	/* 128 places where a string may begin; nearly always none of them is one. */
	for (; at + 128 + s->reach <= s->len; at += 128) {
		const uint8_t *p = s->codes + at;
		__m256i w, x, y, z, any;

		/* The processor does not prefetch across the end of a page by itself. */
		__builtin_prefetch(p + AHEAD);
		__builtin_prefetch(p + AHEAD + 64);
		w = any_avx2(b, n, p);
		x = any_avx2(b, n, p + 32);
		y = any_avx2(b, n, p + 64);
		z = any_avx2(b, n, p + 96);
		any = _mm256_or_si256(_mm256_or_si256(w, x), _mm256_or_si256(y, z));
		if (!_mm256_testz_si256(any, any) &&
		    (!try_places(s, at, places_avx2(w, x)) ||
		     !try_places(s, at + 64, places_avx2(y, z))))
			return;
	}
	/* The last 32 overlap with places already tried. */
	while (at + s->reach < s->len) {
		size_t over = at + 32 + s->reach > s->len ? at + 32 + s->reach - s->len
							  : 0;
		uint32_t places;

		if (over > at)
			break;
		at -= over;
		places = (uint32_t)_mm256_movemask_epi8(any_avx2(b, n, s->codes + at));
		if (!try_places(s, at, places & UINT32_MAX << over))
			return;
		at += 32;
	}
	/* After these, only a string shorter than others can begin. */
	search_plain(s, at);
}

/* A loop of its own for each common number of strings. */
__attribute__((target("avx2"))) static void
search_avx2(struct search *s, size_t from)
{
	switch (s->n) {
	case 1:
		scan_avx2(s, 1, from);
		break;
	case 2:
		scan_avx2(s, 2, from);
		break;
	case 3:
		scan_avx2(s, 3, from);
		break;
	case 4:
		scan_avx2(s, 4, from);
		break;
	case 5:
	case 6:
		scan_avx2(s, 6, from);
		break;
	case 7:
	case 8:
		scan_avx2(s, 8, from);
		break;
	default:
		scan_avx2(s, s->n, from);
	}
}

static void
search_sse2(struct search *s, size_t at)
{
	size_t i;

	for (; at + 16 + s->reach <= s->len; at += 16) {
		uint32_t places = 0;

		for (i = 0; i < s->n; i++) {
			const struct pm_code_string *c = &s->strings[i];
			const uint8_t *p = s->codes + at;
			__m128i a = _mm_loadu_si128((const void *)(p + c->probe_a));
			__m128i b = _mm_loadu_si128((const void *)(p + c->probe_b));
			__m128i one = _mm_set1_epi8((char)c->bytes[c->probe_a]);
			__m128i two = _mm_set1_epi8((char)c->bytes[c->probe_b]);

			places |= (uint32_t)
				_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, one),
								_mm_cmpeq_epi8(b, two)));
		}
		if (!try_places(s, at, places))
			return;
	}
	search_plain(s, at);
}
#endif

typedef void search_fn(struct search *s, size_t from);

static search_fn *const impls[] = {
#if PM_HAVE_X86_64
	search_avx2, search_sse2,
#endif
	search_plain
};

#define N_IMPLS (sizeof impls / sizeof *impls)

static unsigned
first_impl(void)
{
#if PM_HAVE_X86_64
	return pm_processor_has_avx2() ? 0 : 1;
#else
	return 0;
#endif
}

unsigned
pm_code_search_impls(void)
{
	return (unsigned)N_IMPLS - first_impl();
}

size_t
pm_code_search_by(unsigned impl, const struct pm_code_string *s, size_t n,
		  const uint8_t *codes, size_t len, size_t from, size_t *places,
		  size_t max)
{
	struct search search = { s, n, codes, len, 0, places, 0, max };
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i].probe_b > search.reach)
			search.reach = s[i].probe_b;
	impls[first_impl() + impl](&search, from);
	return search.n_places;
}

size_t
pm_code_search(const struct pm_code_string *s, size_t n, const uint8_t *codes, size_t len,
	       size_t from, size_t *places, size_t max)
{
	return pm_code_search_by(0, s, n, codes, len, from, places, max);
}
