/* Pressmark - what makes an article the same: see identity.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/identity.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define SLOTS_MIN 64u
/* A table that is larger is freed with its file. */
#define SLOTS_KEPT ((size_t)1 << 16)

void
pm_identities_init(struct pm_identities *ids, enum pm_same_id same)
{
	memset(ids, 0, sizeof *ids);
	ids->ids = same;
	pm_buf_init(&ids->bytes, PM_BUF_NO_LIMIT);
}

void
pm_identities_release(struct pm_identities *ids)
{
	pm_content_release(&ids->content);
	pm_buf_release(&ids->bytes);
	free(ids->seen);
	free(ids->again);
	ids->seen = NULL;
	ids->again = NULL;
}

/* --- equal ones in a file ------------------------------------------------------- */

struct pm_identity_again {
	uint64_t key, times;
};

static void
forget(struct pm_identities *ids)
{
	if (ids->mask >= SLOTS_KEPT) {
		free(ids->seen);
		ids->seen = NULL;
		ids->mask = 0;
	} else if (ids->seen != NULL && ids->n > 0) {
		memset(ids->seen, 0, (ids->mask + 1) * sizeof *ids->seen);
	}
	if (ids->n_again > 0) {
		free(ids->again);
		ids->again = NULL;
	}
	ids->n = ids->n_again = 0;
}

static uint64_t *
slot_of(uint64_t *seen, size_t mask, uint64_t key)
{
	size_t i = key & mask;

	while (seen[i] != 0 && seen[i] != key)
		i = (i + 1) & mask;
	return &seen[i];
}

static enum pm_status
grow(struct pm_identities *ids, struct pm_error *err)
{
	size_t slots = ids->seen == NULL ? SLOTS_MIN : 2 * (ids->mask + 1), i;
	uint64_t *seen = pm_calloc(slots, sizeof *seen);

	if (seen == NULL)
		return pm_fail_nomem(err);
	for (i = 0; ids->seen != NULL && i <= ids->mask; i++)
		if (ids->seen[i] != 0)
			*slot_of(seen, slots - 1, ids->seen[i]) = ids->seen[i];
	free(ids->seen);
	ids->seen = seen;
	ids->mask = slots - 1;
	return PM_OK;
}

static struct pm_identity_again *
again_of(struct pm_identity_again *again, size_t mask, uint64_t key)
{
	size_t i = key & mask;

	while (again[i].times != 0 && again[i].key != key)
		i = (i + 1) & mask;
	return &again[i];
}

static enum pm_status
grow_again(struct pm_identities *ids, struct pm_error *err)
{
	size_t slots = ids->again == NULL ? SLOTS_MIN : 2 * (ids->again_mask + 1), i;
	struct pm_identity_again *again = pm_calloc(slots, sizeof *again);

	if (again == NULL)
		return pm_fail_nomem(err);
	for (i = 0; ids->again != NULL && i <= ids->again_mask; i++)
		if (ids->again[i].times != 0)
			*again_of(again, slots - 1, ids->again[i].key) = ids->again[i];
	free(ids->again);
	ids->again = again;
	ids->again_mask = slots - 1;
	return PM_OK;
}

/* *TIMES: how many of one were given before of which at least one was. */
static enum pm_status
count_again(struct pm_identities *ids, uint64_t key, uint64_t *times, struct pm_error *err)
{
	struct pm_identity_again *slot;
	enum pm_status status = PM_OK;

	if ((ids->again == NULL || 2 * (ids->n_again + 1) > ids->again_mask) &&
	    (status = grow_again(ids, err)) < 0)
		return status;
	slot = again_of(ids->again, ids->again_mask, key);
	ids->n_again += slot->times == 0;
	slot->key = key;
	*times = ++slot->times;
	return PM_OK;
}

/* *BEFORE: how many were given before. */
static enum pm_status
count(struct pm_identities *ids, struct pm_digest128 group, uint64_t *before,
      struct pm_error *err)
{
	uint64_t key = group.high ^ group.low, *slot;
	enum pm_status status;

	key += key == 0;
	*before = 0;
	if ((ids->seen == NULL || 4 * (ids->n + 1) > 3 * ids->mask) &&
	    (status = grow(ids, err)) < 0)
		return status;
	slot = slot_of(ids->seen, ids->mask, key);
	if (*slot == key)
		return count_again(ids, key, before, err);
	*slot = key;
	ids->n++;
	return PM_OK;
}

/* --- identities ---------------------------------------------------------------- */

enum pm_status
pm_article_content(struct pm_content *c, const struct pm_article *a,
		   const struct pm_metadata *metadata, struct pm_digest128 *content,
		   struct pm_error *err)
{
	enum pm_status status = pm_content_begin(c, metadata, a->title.data, a->title.len,
						 err);
	size_t at = 0, i;

	if (status < 0)
		return status;
	for (i = 0; i < a->n_folds; i++) {
		pm_content_text(c, a->text.data + at, a->folds[i].at - at);
		pm_content_text(c, a->folds[i].text.data, a->folds[i].text.len);
		at = a->folds[i].at;
	}
	if (a->text.len > at)
		pm_content_text(c, a->text.data + at, a->text.len - at);
	*content = pm_content_end(c);
	return PM_OK;
}

/* The name within the archive that the article is from. */
static struct pm_str
member_of(const struct pm_article *a)
{
	struct pm_str none = { NULL, 0 };

	if (a->file.len <= a->path.len)
		return none;
	if (memcmp(a->file.data, a->path.data, a->path.len) != 0)
		return a->file;
	return (struct pm_str){ a->file.data + a->path.len, a->file.len - a->path.len };
}

/* What it is the same by. */
static void
put_identity(struct pm_identities *ids, enum pm_same_id same, const struct pm_article *a,
	     struct pm_digest128 content, const char *place, size_t len)
{
	struct pm_str member = member_of(a);
	struct pm_buf *b = &ids->bytes;

	pm_buf_clear(b);
	if (same == PM_IDS_REPLACE && a->id.len > 0) {
		pm_buf_putc(b, 'r');
		pm_buf_put(b, a->id.data, a->id.len);
		return;
	}
	pm_buf_putc(b, a->id.len > 0 ? 'i' : a->line == 0 ? 'f' : 'c');
	pm_buf_put_varint(b, len);
	pm_buf_put(b, place, len);
	pm_buf_put_varint(b, member.len);
	pm_buf_put(b, member.data, member.len);
	if (a->id.len > 0) {
		pm_buf_put(b, a->id.data, a->id.len);
	} else if (a->line != 0) {
		pm_buf_put_varint(b, content.low);
		pm_buf_put_varint(b, content.high);
	}
}

/* Number 0 of the group that B stands for. */
static struct pm_digest128
digest(const struct pm_buf *b)
{
	XXH128_hash_t h = XXH3_128bits(b->data, b->len);

	return pm_identity_group((struct pm_digest128){ h.low64, h.high64 });
}

enum pm_status
pm_identities_of(struct pm_identities *ids, const struct pm_article *a,
		 const struct pm_metadata *metadata, const char *place, size_t len,
		 struct pm_origin *origin, struct pm_error *err)
{
	enum pm_status status;

	memset(origin, 0, sizeof *origin);
	origin->source = pm_origin_source(place, len);
	if (origin->source != ids->source)
		forget(ids);
	ids->source = origin->source;
	status = pm_article_content(&ids->content, a, metadata, &origin->content, err);
	if (status < 0)
		return status;
	put_identity(ids, ids->ids, a, origin->content, place, len);
	origin->identity = digest(&ids->bytes);
	return ids->bytes.status < 0 ? pm_fail_nomem(err) : status;
}

bool
pm_identities_otherwise(struct pm_identities *ids, const struct pm_article *a,
			const char *place, size_t len, const struct pm_origin *o,
			struct pm_digest128 *other)
{
	if (a->id.len == 0)
		return false;
	put_identity(ids, ids->ids == PM_IDS_REPLACE ? PM_IDS_KEEP : PM_IDS_REPLACE, a,
		     o->content, place, len);
	*other = digest(&ids->bytes);
	return ids->bytes.status == PM_OK;
}

enum pm_status
pm_identities_next(struct pm_identities *ids, struct pm_digest128 group,
		   struct pm_digest128 *identity, struct pm_error *err)
{
	uint64_t before;
	enum pm_status status = count(ids, group, &before, err);

	*identity = group;
	identity->low += before;
	return status;
}
