/* Pressmark - regular expressions that describe whole words: see regex.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/regex.h"

#include "language/tree.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Steps that a word may take with a pattern of SIZE_UNIT bytes (compiled); a longer one
 * gets fewer, as each step may look at the whole pattern. */
#define STEPS 200000u
#define SIZE_UNIT 256u
#define DEPTH_MAX 20000u
#define HEAP_KIB_MAX 4096u

/* Nanoseconds for all matches together. */
#define TIME_BASE UINT64_C(500000000)
#define TIME_PER_MATCH 500u
#define SAMPLE 64u /* every 64th is timed */

/* Compiling to machine code takes some 0.02 ms, which 1,000 matches gain back (13 ms
 * instead of 24 for 500,000).  Valgrind complains about that code: it reads whole
 * vectors, beyond the end of a word. */
#define JIT_MATCHES 1000u

struct pm_regex {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	uint64_t matches;
	uint64_t time; /* of those that were timed, in nanoseconds */
	char beginning[PM_PATTERN_MAX + 1];
	size_t beginning_len;
	char pattern[PM_PATTERN_MAX + 1]; /* for messages */
};

static enum pm_status
compile(pcre2_code **code, const char *pattern, size_t len, size_t *offset, char *what,
	size_t what_size, struct pm_error *err)
{
	const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_ANCHORED |
				 PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
	PCRE2_SIZE at = 0;
	int number;

	if (len > PM_PATTERN_MAX) {
		*offset = PM_PATTERN_MAX;
		snprintf(what, what_size, "longer than %u bytes", PM_PATTERN_MAX);
		return pm_fail(err, PM_ERR_QUERY, "a regular expression is %s", what);
	}
	*code = pcre2_compile((PCRE2_SPTR)pattern, len, options, &number, &at, NULL);
	if (*code != NULL)
		return PM_OK;
	if (number == PCRE2_ERROR_HEAP_FAILED)
		return pm_fail_nomem(err);
	*offset = at < len ? at : len;
	/* a message that is cut will do */
	pcre2_get_error_message(number, (PCRE2_UCHAR *)what, what_size);
	return pm_fail(err, PM_ERR_QUERY,
		       "cannot compile the regular expression /%.*s/: %s", (int)len,
		       pattern, what);
}

enum pm_status
pm_regex_check(const char *pattern, size_t len, size_t *offset, char *what,
	       size_t what_size, struct pm_error *err)
{
	pcre2_code *code = NULL;
	enum pm_status status = compile(&code, pattern, len, offset, what, what_size, err);

	pcre2_code_free(code);
	return status;
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The length of the {2,3} at the beginning of S, or 0. */
static size_t
repetition(const char *s, size_t len)
{
	size_t n = 1;

	if (len == 0 || s[0] != '{')
		return 0;
	while (n < len && ((s[n] >= '0' && s[n] <= '9') || s[n] == ','))
		n++;
	return n < len && s[n] == '}' ? n + 1 : 0;
}

bool
pm_regex_sees_surfaces(const char *pattern, size_t len)
{
	size_t at, n;

	for (at = 0; at < len; at += n) {
		n = repetition(pattern + at, len - at);
		if (n > 0)
			continue;
		n = 1;
		if ((uint8_t)pattern[at] >= 0x80 || strchr("'`,", pattern[at]) != NULL)
			return true;
		if (pattern[at] != '\\' || at + 1 == len)
			continue;
		if (strchr("xoN", pattern[at + 1]) != NULL)
			return true;
		n = (uint8_t)pattern[at + 1] < 0x80 && pattern[at + 1] != ',' ? 2 : 1;
	}
	return false;
}

/* --- what no word holds --------------------------------------------------- */

/* The end of the class that begins at AT; [:alpha:] may stand in it. */
static size_t
class_end(const char *s, size_t len, size_t at)
{
	at += at + 1 < len && s[at + 1] == '^' ? 2 : 1;
	if (at < len && s[at] == ']')
		at++;
	while (at < len && s[at] != ']') {
		bool named = s[at] == '[' && at + 1 < len && s[at + 1] == ':';

		if (named)
			for (at += 2; at < len && s[at] != ']'; at++)
				;
		at += s[at] == '\\' ? 2 : 1;
	}
	return at + 1;
}

/* The end of the group that begins at AT. */
static size_t
group_end(const char *s, size_t len, size_t at)
{
	unsigned depth = 0;

	while (at < len) {
		depth += s[at] == '(';
		depth -= s[at] == ')';
		at = s[at] == '[' ? class_end(s, len, at) : at + (s[at] == '\\' ? 2 : 1);
		if (depth == 0)
			break;
	}
	return at;
}

/* The end of the escape at AT; *C: the sign that it stands for, or 0. */
static size_t
escape_end(const char *s, size_t len, size_t at, char *c)
{
	at++;
	*c = at == len || is_plain(s[at]) ? '\0' : s[at];
	if (at < len && (s[at] == 's' || s[at] == 'h'))
		*c = ' ';
	at++;
	if (*c == '\0' && at < len && s[at] == '{')
		while (at < len && s[at++] != '}')
			;
	return at;
}

/* Signs that stand for themselves and that words of letters and digits do not hold. */
static bool
is_foreign(char c)
{
	return c == '\t' || (c != '\0' && strchr(" !\"%-/:;<=>@_~", c) != NULL);
}

char
pm_regex_needs(const char *pattern, size_t len)
{
	size_t at = 0;
	char c;

	if (memchr(pattern, '|', len) != NULL)
		return '\0';
	while (at < len) {
		c = pattern[at];
		if (c == '(' && at + 1 < len && strchr("?*", pattern[at + 1]) != NULL)
			return '\0';
		if (c == '\\' && at + 1 < len && pattern[at + 1] == 'Q')
			return '\0';
		at = c == '('  ? group_end(pattern, len, at)
		   : c == '['  ? class_end(pattern, len, at)
		   : c == '\\' ? escape_end(pattern, len, at, &c)
			       : at + 1;
		if (is_foreign(c) && (at >= len || strchr("?*{", pattern[at]) == NULL))
			return c;
	}
	return '\0';
}

/* The letters and digits at the beginning of a pattern without alternatives.  In a folded
 * word only a to z match a letter of the pattern, whatever its case. */
static void
find_beginning(struct pm_regex *re, const char *pattern, size_t len)
{
	size_t n = 0;

	if (memchr(pattern, '|', len) != NULL)
		return;
	for (; n < len && is_plain(pattern[n]); n++)
		re->beginning[n] = pattern[n] >= 'A' && pattern[n] <= 'Z'
					 ? (char)(pattern[n] | 0x20)
					 : pattern[n];
	/* the last one may be followed by how often it occurs */
	if (n > 0 && n < len && memchr("?*+{", pattern[n], 4) != NULL)
		n--;
	re->beginning_len = n;
}

enum pm_status
pm_regex_new(struct pm_regex **out, const char *pattern, size_t len, struct pm_error *err)
{
	struct pm_regex *re = calloc(1, sizeof *re);
	enum pm_status status;
	char what[256];
	size_t offset, size = 0;

	if (re == NULL)
		return pm_fail_nomem(err);
	status = compile(&re->code, pattern, len, &offset, what, sizeof what, err);
	if (status < 0)
		goto out;
	re->data = pcre2_match_data_create(1, NULL);
	re->limits = pcre2_match_context_create(NULL);
	if (re->data == NULL || re->limits == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	(void)pcre2_pattern_info(re->code, PCRE2_INFO_SIZE, &size);
	pcre2_set_match_limit(re->limits, STEPS / (uint32_t)(1 + size / SIZE_UNIT));
	pcre2_set_depth_limit(re->limits, DEPTH_MAX);
	pcre2_set_heap_limit(re->limits, HEAP_KIB_MAX);
	memcpy(re->pattern, pattern, len);
	find_beginning(re, pattern, len);
out:
	if (status < 0)
		pm_regex_free(re);
	else
		*out = re;
	return status;
}

void
pm_regex_free(struct pm_regex *re)
{
	if (re == NULL)
		return;
	pcre2_match_context_free(re->limits);
	pcre2_match_data_free(re->data);
	pcre2_code_free(re->code);
	free(re);
}

static uint64_t
thread_time(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) < 0)
		return 0;
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int
match(struct pm_regex *re, const char *word, size_t len)
{
	return pcre2_match(re->code, (PCRE2_SPTR)word, len, 0, PCRE2_NO_UTF_CHECK,
			   re->data, re->limits);
}

static int
timed_match(struct pm_regex *re, const char *word, size_t len)
{
	uint64_t start = thread_time();
	int number = match(re, word, len);

	re->time += thread_time() - start;
	if (re->time * SAMPLE > TIME_BASE + re->matches * TIME_PER_MATCH)
		return PCRE2_ERROR_MATCHLIMIT;
	return number;
}

enum pm_status
pm_regex_matches(struct pm_regex *re, const char *word, size_t len, bool *yes,
		 struct pm_error *err)
{
	int number;

	/* If that fails, matching goes on without it. */
	if (re->matches == JIT_MATCHES)
		(void)pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE);
	number = re->matches++ % SAMPLE == SAMPLE - 1 ? timed_match(re, word, len)
						      : match(re, word, len);
	*yes = number >= 0;
	if (number >= 0 || number == PCRE2_ERROR_NOMATCH)
		return PM_OK;
	if (number == PCRE2_ERROR_NOMEMORY)
		return pm_fail_nomem(err);
	return pm_fail(err, PM_ERR_QUERY,
		       "the regular expression /%s/ is too costly for the word '%.*s'",
		       re->pattern, (int)len, word);
}

const char *
pm_regex_beginning(const struct pm_regex *re, size_t *len)
{
	*len = re->beginning_len;
	return re->beginning;
}
