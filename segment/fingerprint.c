/* Pressmark - which articles an index has: see fingerprint.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/fingerprint.h"

#include "support/buf.h"
#include "support/bytes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static void
put_number(struct pm_content *c, uint32_t n)
{
	uint8_t bytes[4];

	pm_store_u32(bytes, n);
	XXH3_128bits_update(c->state, bytes, sizeof bytes);
}

static void
put_text(struct pm_content *c, const char *text, size_t len)
{
	put_number(c, (uint32_t)len);
	if (len > 0)
		XXH3_128bits_update(c->state, text, len);
}

static void
put_byte(struct pm_content *c, unsigned byte)
{
	uint8_t one = (uint8_t)byte;

	XXH3_128bits_update(c->state, &one, 1);
}

static bool
is_called(const struct pm_metadata_field *f, const char *name)
{
	return f->name.len == strlen(name) && memcmp(f->name.data, name, f->name.len) == 0;
}

enum pm_status
pm_content_begin(struct pm_content *c, const struct pm_metadata *m, const char *title,
		 size_t title_len, struct pm_error *err)
{
	size_t i;

	if (c->state == NULL && (c->state = XXH3_createState()) == NULL)
		return pm_fail_nomem(err);
	XXH3_128bits_reset(c->state);
	put_text(c, m->id.data, m->id.len);
	put_text(c, title, title_len);
	put_text(c, m->url.data, m->url.len);
	put_text(c, m->source.data, m->source.len);
	put_text(c, m->author.data, m->author.len);
	put_text(c, m->date.data, m->date.len);
	put_number(c, m->day);
	put_byte(c, m->author_in_list);
	for (i = 0; i < m->n_fields; i++) {
		const struct pm_metadata_field *f = &m->fields[i];

		if (m->id.len == 0 && is_called(f, "file"))
			continue;
		put_text(c, f->name.data, f->name.len);
		put_text(c, f->value.data, f->value.len);
		put_byte(c, (f->is_raw ? 1u : 0u) | (f->in_list ? 2u : 0u));
	}
	put_number(c, PM_U32_NONE);
	return PM_OK;
}

void
pm_content_text(struct pm_content *c, const char *text, size_t len)
{
	if (len > 0)
		XXH3_128bits_update(c->state, text, len);
}

struct pm_digest128
pm_content_end(struct pm_content *c)
{
	XXH128_hash_t h = XXH3_128bits_digest(c->state);

	return (struct pm_digest128){ h.low64, h.high64 };
}

void
pm_content_release(struct pm_content *c)
{
	XXH3_freeState(c->state);
	memset(c, 0, sizeof *c);
}

void
pm_fingerprint_add(struct pm_digest128 *sum, struct pm_digest128 digest)
{
	sum->low += digest.low;
	sum->high += digest.high + (sum->low < digest.low);
}

void
pm_fingerprint_take(struct pm_digest128 *sum, struct pm_digest128 digest)
{
	sum->high -= digest.high + (sum->low < digest.low);
	sum->low -= digest.low;
}

void
pm_fingerprint_text(struct pm_digest128 sum, char text[PM_FINGERPRINT_TEXT])
{
	snprintf(text, PM_FINGERPRINT_TEXT, "%016" PRIx64 "%016" PRIx64, sum.high,
		 sum.low);
}

bool
pm_fingerprint_read(const char *text, struct pm_digest128 *sum)
{
	char half[17] = "";

	if (strlen(text) != PM_FINGERPRINT_TEXT - 1 ||
	    strspn(text, "0123456789abcdef") != PM_FINGERPRINT_TEXT - 1)
		return false;
	memcpy(half, text, 16);
	sum->high = strtoull(half, NULL, 16);
	sum->low = strtoull(text + 16, NULL, 16);
	return true;
}
