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
	const char *folded; /* the word's */
	size_t folded_len;
	uint32_t *points; /* of folded */
	size_t n;
	pcre2_code *code;
	pcre2_match_data *data;
	bool sees_surfaces;
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
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1] && d[(i - 2) * width + k - 2] + 1 < best)
				best = d[(i - 2) * width + k - 2] + 1;
			d[i * width + k] = best;
		}
	result = d[a_len * width + b_len];
	free(d);
	return result;
}

/* Each kind of apostrophe that text/split.h joins words across. */
static const char *const apostrophes[] = {
	"'",
	"`",
	"\xc2\xb4",
	"\xe2\x80\x99",
	"\xe2\x80\x98",
	"\xe2\x80\x9b",
	"\xca\xbc",
	"\xe2\x80\xb2",
	"\xef\xbc\x87"
};

void
spelt_put_written(struct pm_buf *out, const char *s, size_t len)
{
	struct pm_buf composed;
	size_t at = 0, i, n;

	pm_buf_init(&composed, PM_BUF_NO_LIMIT);
	put_composed(&composed, s, len);
	while (at < composed.len) {
		for (i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++) {
			n = strlen(apostrophes[i]);
			if (composed.len - at >= n &&
			    memcmp(composed.data + at, apostrophes[i], n) == 0)
				break;
		}
		if (i < sizeof apostrophes / sizeof *apostrophes) {
			pm_buf_putc(out, '\'');
			at += n;
		} else {
			pm_buf_putc(out, composed.data[at++]);
		}
	}
	pm_buf_release(&composed);
}

/* Without what stands for a number of times, such as {2,3}. */
static bool
names_what_folding_changes(const char *s, size_t len)
{
	size_t at = 0, n;

	while (at < len) {
		if (s[at] == '{' &&
		    (n = strspn(s + at + 1, "0123456789,"), s[at + 1 + n] == '}')) {
			at += n + 2;
			continue;
		}
		if ((unsigned char)s[at] >= 0x80 || s[at] == '\'' || s[at] == '`' ||
		    s[at] == ',')
			return true;
		if (s[at] == '\\' &&
		    (s[at + 1] == 'x' || s[at + 1] == 'o' || s[at + 1] == 'N'))
			return true;
		at += s[at] == '\\' && s[at + 1] != ',' && (unsigned char)s[at + 1] < 0x80
			    ? 2
			    : 1;
	}
	return false;
}

static void
compile(struct spelt *sp)
{
	struct pm_buf pattern;
	PCRE2_SIZE at;
	int code;

	pm_buf_init(&pattern, PM_BUF_NO_LIMIT);
	sp->sees_surfaces = names_what_folding_changes(sp->folded, sp->folded_len);
	if (sp->sees_surfaces)
		spelt_put_written(&pattern, sp->folded, sp->folded_len);
	else
		pm_buf_put(&pattern, sp->folded, sp->folded_len);
	sp->code = pcre2_compile((PCRE2_SPTR)pm_buf_str(&pattern), pattern.len,
				 PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_ANCHORED |
					 PCRE2_ENDANCHORED,
				 &code, &at, NULL);
	if (sp->code == NULL) {
		fprintf(stderr, "oracle: PCRE2 refuses /%.*s/\n", (int)sp->folded_len,
			sp->folded);
		exit(2);
	}
	pm_buf_release(&pattern);
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

bool
spelt_matches_surface(struct spelt *sp, const char *s, size_t len)
{
	struct pm_buf written;
	bool yes;

	if (!sp->sees_surfaces)
		return false;
	pm_buf_init(&written, PM_BUF_NO_LIMIT);
	spelt_put_written(&written, s, len);
	yes = pcre2_match(sp->code, (PCRE2_SPTR)pm_buf_str(&written), written.len, 0,
			  PCRE2_NO_UTF_CHECK, sp->data, NULL) > 0;
	pm_buf_release(&written);
	return yes;
}
