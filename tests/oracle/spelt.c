/* Pressmark - the oracle's spelt words: see spelt.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/spelt.h"

#include "support/utf8.h"
#include "tests/oracle/naive.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct spelt {
	enum pm_tree_match match;
	unsigned edits;
	const char *folded;	/* the word's */
	size_t folded_len;
	uint32_t *points;	/* of folded */
	size_t n;
	pcre2_code *code;
	pcre2_match_data *data;
};

size_t
spelt_points(uint32_t *out, const char *s, size_t len)
{
	size_t n = 0, at = 0;
	unsigned k;

	for (; at < len; at += k)
		out[n++] = pm_utf8_get((const uint8_t *)s + at, &k);
	return n;
}

bool
spelt_wildcard(const uint32_t *pattern, size_t n, const uint32_t *s, size_t len)
{
	if (n == 0)
		return len == 0;
	if (pattern[0] == '*')
		return spelt_wildcard(pattern + 1, n - 1, s, len) ||
		       (len > 0 && spelt_wildcard(pattern, n, s + 1, len - 1));
	return len > 0 && (pattern[0] == '?' || pattern[0] == s[0]) &&
	       spelt_wildcard(pattern + 1, n - 1, s + 1, len - 1);
}

size_t
spelt_distance(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
	size_t width = b_len + 1, i, k, result;
	size_t *d = need_memory(pm_alloc((a_len + 1) * width, sizeof *d));

	/* d[i][k]: from the first i of a to the first k of b */
	for (i = 0; i <= a_len; i++)
		for (k = 0; k <= b_len; k++) {
			size_t best = i == 0 ? k : k == 0 ? i : SIZE_MAX;

			if (i > 0 && d[(i - 1) * width + k] + 1 < best)
				best = d[(i - 1) * width + k] + 1;
			if (k > 0 && d[i * width + k - 1] + 1 < best)
				best = d[i * width + k - 1] + 1;
			if (i > 0 && k > 0 &&
			    d[(i - 1) * width + k - 1] + (a[i - 1] != b[k - 1]) < best)
				best = d[(i - 1) * width + k - 1] + (a[i - 1] != b[k - 1]);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
			    d[(i - 2) * width + k - 2] + 1 < best)
				best = d[(i - 2) * width + k - 2] + 1;
			d[i * width + k] = best;
		}
	result = d[a_len * width + b_len];
	free(d);
	return result;
}

static void
compile(struct spelt *sp)
{
	PCRE2_SIZE at;
	int code;

	sp->code = pcre2_compile((PCRE2_SPTR)sp->folded, sp->folded_len,
				 PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_ANCHORED |
				 PCRE2_ENDANCHORED, &code, &at, NULL);
	if (sp->code == NULL) {
		fprintf(stderr, "oracle: PCRE2 refuses /%.*s/\n", (int)sp->folded_len,
			sp->folded);
		exit(2);
	}
	pcre2_jit_compile(sp->code, PCRE2_JIT_COMPLETE);
	sp->data = need_memory(pcre2_match_data_create_from_pattern(sp->code, NULL));
}

struct spelt *
spelt_new(const struct pm_tree_word *w)
{
	struct spelt *sp = need_memory(pm_calloc(1, sizeof *sp));

	sp->match = w->match;
	sp->edits = w->edits;
	sp->folded = w->folded;
	sp->folded_len = w->folded_len;
	if (w->match == PM_MATCH_REGEX) {
		compile(sp);
	} else {
		sp->points = need_memory(pm_alloc(w->folded_len + 1, sizeof *sp->points));
		sp->n = spelt_points(sp->points, w->folded, w->folded_len);
	}
	return sp;
}

void
spelt_free(struct spelt *sp)
{
	if (sp == NULL)
		return;
	pcre2_match_data_free(sp->data);
	pcre2_code_free(sp->code);
	free(sp->points);
	free(sp);
}

bool
spelt_matches(struct spelt *sp, const char *s, size_t len, const uint32_t *points,
	      size_t n)
{
	switch (sp->match) {
	case PM_MATCH_WORD:
		return len == sp->folded_len && memcmp(s, sp->folded, len) == 0;
	case PM_MATCH_PREFIX:
		return len >= sp->folded_len && memcmp(s, sp->folded, sp->folded_len) == 0;
	case PM_MATCH_WILDCARD:
		return spelt_wildcard(sp->points, sp->n, points, n);
	case PM_MATCH_REGEX:
		return pcre2_match(sp->code, (PCRE2_SPTR)s, len, 0, PCRE2_NO_UTF_CHECK,
				   sp->data, NULL) > 0;
	case PM_MATCH_FUZZY:
		/* the length alone may be more edits than that */
		return n <= sp->n + sp->edits && sp->n <= n + sp->edits &&
		       spelt_distance(sp->points, sp->n, points, n) <= sp->edits;
	}
	return false;
}
