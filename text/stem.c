/* Pressmark - the stem of a word: see stem.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/stem.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <string.h>

/* Fold what a stemmer made of WORD; if nothing is left of it, WORD is its own stem. */
static enum pm_status
fold_stem(const char *stem, size_t len, const char *word, size_t word_len,
	  struct pm_buf *out, struct pm_error *err)
{
	size_t start = out->len;
	enum pm_status status = pm_fold(stem, len, 0, out, err);

	if (status == PM_OK && out->len == start)
		pm_buf_put(out, word, word_len);
	return status < 0 || out->status == PM_OK ? status : pm_fail_nomem(err);
}

static bool
is_folded(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] < 'a' || s[i] > 'z')
			return false;
	return true;
}

enum pm_status
pm_stem_plain(struct pm_stemmer *st, const char *folded, size_t len,
	      struct pm_buf *scratch, const char **stem, size_t *stem_len,
	      struct pm_error *err)
{
	enum pm_status status;

	*stem = folded;
	*stem_len = len;
	if (!pm_folded_is_letters(folded, len))
		return PM_OK;
	if ((status = pm_stemmer_stem(st, folded, len, stem, stem_len, err)) < 0 ||
	    *stem == folded || is_folded(*stem, *stem_len))
		return status;
	pm_buf_clear(scratch);
	if ((status = fold_stem(*stem, *stem_len, folded, len, scratch, err)) < 0)
		return status;
	*stem = pm_buf_str(scratch);
	*stem_len = scratch->len;
	return PM_OK;
}

/* Append the stem of a word that is written in another way than it is folded. */
static enum pm_status
stem_written(struct pm_stemmer *st, const struct pm_buf *written, const char *folded,
	     size_t folded_len, struct pm_buf *out, struct pm_error *err)
{
	const char *stem;
	size_t len;
	enum pm_status status = pm_stemmer_stem(st, pm_buf_str(written), written->len,
						&stem, &len, err);

	return status < 0 ? status : fold_stem(stem, len, folded, folded_len, out, err);
}

static enum pm_status
append_plain(struct pm_stemmer *st, const char *folded, size_t len, struct pm_buf *out,
	     struct pm_error *err)
{
	struct pm_buf scratch;
	const char *stem;
	size_t stem_len;
	enum pm_status status;

	pm_buf_init(&scratch, PM_BUF_NO_LIMIT);
	status = pm_stem_plain(st, folded, len, &scratch, &stem, &stem_len, err);
	if (status == PM_OK)
		pm_buf_put(out, stem, stem_len);
	pm_buf_release(&scratch);
	return status < 0 || out->status == PM_OK ? status : pm_fail_nomem(err);
}

/* Whether anything but marks is in it. */
static bool
has_letters(const char *s, size_t len)
{
	size_t at = 0;
	unsigned n;

	while (at < len) {
		if (pm_char_class(pm_utf8_get((const uint8_t *)s + at, &n)) !=
		    PM_CHAR_MARK)
			return true;
		at += n;
	}
	return false;
}

/* In Turkish an apostrophe divides a name from its endings (Ankara'da), so what a stemmer
 * should see is the name.  Not a single letter: O'Neill is no form of O. */
static void
drop_endings(const struct pm_stemmer *st, struct pm_buf *written)
{
	const char *s = pm_buf_str(written), *end = memchr(s, '\'', written->len);
	unsigned first;

	if (end == NULL || strcmp(pm_stemmer_language(st), "turkish") != 0)
		return;
	pm_utf8_get((const uint8_t *)s, &first);
	if ((size_t)(end - s) > first)
		written->len = (size_t)(end - s);
}

/* Set WRITTEN to how the surface is written, or leave it empty if that is how it is
 * folded, or if it is not all letters.  Of a tatweel with a mark above it nothing is left
 * to stem. */
static enum pm_status
find_written(const struct pm_stemmer *st, const char *surface, size_t len, uint32_t flags,
	     const char *folded, size_t folded_len, struct pm_buf *written,
	     struct pm_error *err)
{
	enum pm_status status;

	if ((flags & (PM_WORD_PLAIN | PM_WORD_ADDRESS | PM_WORD_IDEOGRAM)) != 0 ||
	    !pm_folded_is_letters(folded, folded_len))
		return PM_OK;
	status = pm_written(surface, len, written, err);
	if (status == PM_OK)
		drop_endings(st, written);
	if (status == PM_OK && ((written->len == folded_len &&
				 memcmp(written->data, folded, folded_len) == 0) ||
				!has_letters(pm_buf_str(written), written->len)))
		pm_buf_clear(written);
	return status;
}

enum pm_status
pm_stem(struct pm_stemmer *st, const char *surface, size_t len, uint32_t flags,
	const char *folded, size_t folded_len, struct pm_buf *out, struct pm_error *err)
{
	struct pm_buf written;
	enum pm_status status;

	pm_buf_init(&written, PM_BUF_NO_LIMIT);
	status = find_written(st, surface, len, flags, folded, folded_len, &written, err);
	if (status == PM_OK)
		status = written.len > 0
			       ? stem_written(st, &written, folded, folded_len, out, err)
			       : append_plain(st, folded, folded_len, out, err);
	pm_buf_release(&written);
	return status;
}

enum pm_status
pm_stem_is_own(struct pm_stemmer *st, const char *surface, size_t len, uint32_t flags,
	       const char *folded, size_t folded_len, struct pm_buf *out, bool *yes,
	       struct pm_error *err)
{
	struct pm_buf written, plain;
	size_t start = out->len;
	enum pm_status status;

	*yes = false;
	pm_buf_init(&written, PM_BUF_NO_LIMIT);
	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	status = find_written(st, surface, len, flags, folded, folded_len, &written, err);
	if (status == PM_OK && written.len > 0 &&
	    (status = append_plain(st, folded, folded_len, &plain, err)) == PM_OK &&
	    (status = stem_written(st, &written, folded, folded_len, out, err)) == PM_OK) {
		size_t own = out->len - start;

		*yes = own != plain.len || memcmp(out->data + start, plain.data, own) != 0;
		if (!*yes)
			out->len = start;
	}
	pm_buf_release(&written);
	pm_buf_release(&plain);
	return status;
}
