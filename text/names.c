/* Pressmark - names of fields, and whole values of fields: see names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/names.h"

#include "support/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool
is_ascii(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && (uint8_t)s[i] < 0x80; i++)
		;
	return i == len;
}

/* --- names -------------------------------------------------------------- */

enum pm_status
pm_name_fold(struct pm_buf *out, const char *name, size_t len, struct pm_error *err)
{
	size_t before = out->len;
	enum pm_status status = pm_fold(name, len, 0, out, err);

	if (status == PM_OK && out->len == before)
		pm_buf_put(out, name, len);
	return status == PM_OK && out->status < 0 ? pm_fail_nomem(err) : status;
}

/* The common case: NAME folds to itself but for capitals.  *OPEN: it does not, and must
 * be folded. */
static bool
is_plainly(const char *name, size_t len, const char *folded, size_t folded_len, bool *open)
{
	size_t i;
	bool same = len == folded_len;

	*open = false;
	for (i = 0; i < len; i++) {
		char c = name[i];

		if ((uint8_t)c >= 0x80 || c == '\'' || c == '`' || c == ',') {
			*open = true;
			return false;
		}
		same = same && (c >= 'A' && c <= 'Z' ? c | 0x20 : c) == folded[i];
	}
	return same;
}

enum pm_status
pm_name_is(struct pm_buf *scratch, const char *name, size_t len, const char *folded,
	   size_t folded_len, bool *yes, struct pm_error *err)
{
	bool open;
	enum pm_status status;

	*yes = is_plainly(name, len, folded, folded_len, &open);
	if (!open)
		return PM_OK;
	pm_buf_clear(scratch);
	if ((status = pm_name_fold(scratch, name, len, err)) == PM_OK)
		*yes = scratch->len == folded_len &&
		       memcmp(pm_buf_str(scratch), folded, folded_len) == 0;
	return status;
}

/* --- values ------------------------------------------------------------- */

static bool
is_space(uint32_t cp)
{
	utf8proc_category_t c;

	if (cp < 0x80)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	c = utf8proc_category((utf8proc_int32_t)cp);
	return cp == 0x85 || c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL ||
	       c == UTF8PROC_CATEGORY_ZP;
}

/* Leave out white space at both ends. */
static void
trim(const char **value, size_t *len)
{
	const char *s = *value, *end = s + *len, *last;
	unsigned n;

	for (; s < end && is_space(pm_utf8_get((const uint8_t *)s, &n)); s += n)
		;
	*value = last = s;
	for (; s < end; s += n)
		if (!is_space(pm_utf8_get((const uint8_t *)s, &n)))
			last = s + n;
	*len = (size_t)(last - *value);
}

static enum pm_status
compose(struct pm_buf *out, const char *value, size_t len, struct pm_error *err)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)value,
					  (utf8proc_ssize_t)len, &composed,
					  UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	if (n == UTF8PROC_ERROR_NOMEM)
		return pm_fail_nomem(err);
	if (n < 0)
		pm_buf_put(out, value, len);
	else
		pm_buf_put(out, composed, (size_t)n);
	free(composed);
	return out->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

enum pm_status
pm_value_compose(struct pm_buf *out, const char *value, size_t len, struct pm_error *err)
{
	if (len > 0 && pm_utf8_valid(value, len))
		trim(&value, &len);
	if (!is_ascii(value, len))
		return compose(out, value, len, err);
	pm_buf_put(out, value, len);
	return out->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

enum pm_status
pm_value_is(struct pm_buf *scratch, const char *value, size_t len, const char *composed,
	    size_t composed_len, bool *yes, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	*yes = len == composed_len && (len == 0 || memcmp(value, composed, len) == 0);
	if (*yes)
		return PM_OK;
	pm_buf_clear(scratch);
	if ((status = pm_value_compose(scratch, value, len, err)) == PM_OK)
		*yes = scratch->len == composed_len &&
		       memcmp(pm_buf_str(scratch), composed, composed_len) == 0;
	return status;
}
