/* Pressmark - one table of a Glass database, read: see table.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/table.h"

#include "glass/encode.h"
#include "support/file.h"
#include "support/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define DIRECTORY 11u /* where a block's directory begins */
#define DEFLATED 0x8000u
#define LAST 0x4000u
#define FIRST 0x2000u
#define SIZE_MASK 0x1fffu
#define COMPONENTS_MAX 65535u
#define INFLATED_MAX ((size_t)1 << 20) /* a chunk has some kilobytes */

enum pm_status
pm_glass_damaged(const struct pm_glass_table *t, const char *what, struct pm_error *err)
{
	return pm_corrupt(err, t->path, "%s", what);
}

/* --- opening ------------------------------------------------------------ */

static enum pm_status
map_file(struct pm_glass_table *t, int fd, struct pm_error *err)
{
	enum pm_status status;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return pm_fail_errno(err, errno, "cannot open '%s'", t->path);
	if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size / PM_BLOCK_SIZE <= t->root.block)
		return PM_DECLINED;
	if (t->file != NULL && (uint64_t)st.st_size != pm_guard_size(t->file))
		return pm_glass_damaged(t, "it does not have the size that it should have",
					err);
	t->size = (size_t)st.st_size;
	if ((status = pm_mapped_open(&t->map, fd, t->size, t->path, err)) < 0)
		return status;
	t->n_blocks = (uint64_t)st.st_size / PM_BLOCK_SIZE > UINT32_MAX
			    ? UINT32_MAX
			    : (uint32_t)(st.st_size / PM_BLOCK_SIZE);
	t->verified = pm_calloc(t->n_blocks, 1);
	return t->verified != NULL ? PM_OK : pm_fail_nomem(err);
}

enum pm_status
pm_glass_table_open(struct pm_glass_table *t, const char *dir, const char *name,
		    const struct pm_glass_root *root, struct pm_guard *guard,
		    struct pm_error *err)
{
	enum pm_status status;
	size_t i;
	int fd;

	memset(t, 0, offsetof(struct pm_glass_table, found));
	for (i = 0; i < PM_GLASS_FOUND; i++)
		t->found[i].len = 0;
	t->root = *root;
	if (root->level >= PM_GLASS_LEVELS)
		return PM_DECLINED;
	if (guard != NULL) {
		t->guard = guard;
		t->file = pm_guard_find(guard, name);
		if (t->file == NULL)
			return PM_DECLINED;
	}
	if ((t->path = pm_path_join(dir, name)) == NULL)
		return pm_fail_nomem(err);
	fd = open(t->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		status = errno == ENOENT
			       ? PM_DECLINED
			       : pm_fail_errno(err, errno, "cannot open '%s'", t->path);
	else
		status = map_file(t, fd, err);
	if (fd >= 0)
		close(fd);
	if (status != PM_OK)
		pm_glass_table_release(t);
	return status;
}

void
pm_glass_table_release(struct pm_glass_table *t)
{
	pm_mapped_close(t->map, t->size);
	free(t->verified);
	free(t->path);
	memset(t, 0, sizeof *t);
}

/* --- blocks ------------------------------------------------------------- */

static enum pm_status
verify_block(struct pm_glass_table *t, uint32_t number, struct pm_error *err)
{
	const uint8_t *block = t->map + (size_t)number * PM_BLOCK_SIZE;
	enum pm_status status = PM_OK;

	if (t->file != NULL)
		status = pm_guard_page(t->guard, t->file, number, block, err);
	t->verified[number] = status == PM_OK;
	return status;
}

/* Point STEP at a block, before any of its items. */
static enum pm_status
enter(struct pm_glass_table *t, struct pm_glass_step *step, uint32_t number,
      unsigned level, struct pm_error *err)
{
	const uint8_t *block = t->map + (size_t)number * PM_BLOCK_SIZE;
	enum pm_status status;
	unsigned end;

	if (number >= t->n_blocks)
		return pm_glass_damaged(t, "a block is referred to that it does not have",
					err);
	if (!t->verified[number] && (status = verify_block(t, number, err)) < 0)
		return status;
	end = pm_load_be16(block + 9);
	if (block[4] != level || end < DIRECTORY + 2 || end > PM_BLOCK_SIZE ||
	    end % 2 == 0 || pm_load_be32(block) > t->root.revision)
		return pm_glass_damaged(t,
					"a block is not what its place in the tree "
					"demands",
					err);
	step->block = block;
	step->n = (uint16_t)((end - DIRECTORY) / 2);
	step->i = 0;
	return PM_OK;
}

struct item {
	const uint8_t *key;
	unsigned key_len, component;
	const uint8_t *start, *end; /* the whole item */
};

/* Item I of a block; false if it does not lie within the block. */
static inline bool
branch_item(const struct pm_glass_step *step, unsigned i, struct item *item)
{
	unsigned at = pm_load_be16(step->block + DIRECTORY + (size_t)2 * i), len;

	if (at < DIRECTORY || at + 7 > PM_BLOCK_SIZE)
		return false;
	item->start = step->block + at;
	len = item->start[4];
	if (at + 7 + len > PM_BLOCK_SIZE)
		return false;
	item->key = item->start + 5;
	item->key_len = len;
	item->component = pm_load_be16(item->key + len);
	return true;
}

static inline bool
leaf_item(const struct pm_glass_step *step, unsigned i, struct item *item)
{
	unsigned at = pm_load_be16(step->block + DIRECTORY + (size_t)2 * i), size, len,
		 frame;
	bool first;

	if (at < DIRECTORY || at + PM_ITEM_FRAME > PM_BLOCK_SIZE)
		return false;
	item->start = step->block + at;
	size = (pm_load_be16(item->start) & SIZE_MASK) + PM_ITEM_FRAME;
	first = (item->start[0] & FIRST >> 8) != 0;
	len = item->start[2];
	frame = PM_ITEM_FRAME + len + (first ? 0 : 2);
	if (at + size > PM_BLOCK_SIZE || frame > size)
		return false;
	item->key = item->start + PM_ITEM_FRAME;
	item->key_len = len;
	item->component = first ? 1 : pm_load_be16(item->key + len);
	item->end = item->start + size;
	return true;
}

static inline bool
get_item(const struct pm_glass_step *step, unsigned level, unsigned i, struct item *item)
{
	return level > 0 ? branch_item(step, i, item) : leaf_item(step, i, item);
}

/* Whether an item is not above (KEY, component 1). */
static inline bool
is_up_to(const struct item *item, const uint8_t *key, size_t len)
{
	int c = memcmp(item->key, key, item->key_len < len ? item->key_len : len);

	return c != 0		    ? c < 0
	     : item->key_len != len ? item->key_len < len
				    : item->component <= 1;
}

static enum pm_status
bad_item(const struct pm_glass_table *t, struct pm_error *err)
{
	return pm_glass_damaged(t, "an item does not lie within its block", err);
}

/* The last item, from FROM on, that is not above KEY; FROM - 1 if there is none.  In a
 * branch block, the first item is never above it. */
static enum pm_status
search(const struct pm_glass_table *t, const struct pm_glass_step *step, unsigned level,
       unsigned from, const uint8_t *key, size_t len, int *found, struct pm_error *err)
{
	unsigned low = from + (level > 0 && from == 0), high = step->n;
	struct item item;

	while (low < high) {
		unsigned middle = (low + high) / 2;

		if (!get_item(step, level, middle, &item))
			return bad_item(t, err);
		if (is_up_to(&item, key, len))
			low = middle + 1;
		else
			high = middle;
	}
	*found = (int)low - 1;
	return PM_OK;
}

/* --- positions ---------------------------------------------------------- */

static enum pm_status
show(const struct pm_glass_table *t, struct pm_glass_at *at, struct pm_error *err)
{
	struct item item;
	unsigned flags;

	if (!leaf_item(&at->steps[0], at->steps[0].i, &item))
		return bad_item(t, err);
	flags = pm_load_be16(item.start);
	at->key = item.key;
	at->key_len = item.key_len;
	at->component = item.component;
	at->data = item.key + item.key_len + (flags & FIRST ? 0 : 2);
	at->data_len = (uint32_t)(item.end - at->data);
	at->is_last = (flags & LAST) != 0;
	at->deflated = (flags & DEFLATED) != 0;
	return PM_OK;
}

/* Point the level below at the child that the branch block's position refers to. */
static enum pm_status
enter_child(struct pm_glass_table *t, struct pm_glass_at *at, unsigned level,
	    struct pm_error *err)
{
	const struct pm_glass_step *step = &at->steps[level];
	struct item item;

	if (!branch_item(step, step->i, &item))
		return bad_item(t, err);
	return enter(t, &at->steps[level - 1], pm_load_be32(item.start), level - 1, err);
}

/* Move one item on, or back (BY -1), into the neighbouring block if need be. */
static enum pm_status
step(struct pm_glass_table *t, struct pm_glass_at *at, int by, struct pm_error *err)
{
	unsigned level = 0;
	enum pm_status status;

	while (by > 0 ? at->steps[level].i + 1u >= at->steps[level].n
		      : at->steps[level].i == 0)
		if (++level > t->root.level)
			return PM_END;
	at->steps[level].i = (uint16_t)(at->steps[level].i + by);
	for (; level > 0; level--) {
		if ((status = enter_child(t, at, level, err)) < 0)
			return status;
		if (by < 0)
			at->steps[level - 1].i = (uint16_t)(at->steps[level - 1].n - 1);
	}
	return show(t, at, err);
}

/* Descend from the block at LEVEL, which covers KEY, to the leaf. */
static enum pm_status
descend(struct pm_glass_table *t, struct pm_glass_at *at, unsigned level,
	const uint8_t *key, size_t len, struct pm_error *err)
{
	enum pm_status status;
	int found = 0;

	for (;; level--) {
		struct pm_glass_step *s = &at->steps[level];

		if ((status = search(t, s, level, s->i, key, len, &found, err)) < 0)
			return status;
		if (found < 0)
			break;
		s->i = (uint16_t)found;
		if (level == 0)
			return show(t, at, err);
		if ((status = enter_child(t, at, level, err)) < 0)
			return status;
	}
	/* A separator may be below the first item of its leaf, with the key between
	 * them. */
	status = step(t, at, -1, err);
	return status == PM_END ? pm_glass_damaged(t, "its least item is missing", err)
				: status;
}

enum pm_status
pm_glass_find(struct pm_glass_table *t, struct pm_glass_at *at, const uint8_t *key,
	      size_t len, struct pm_error *err)
{
	struct pm_glass_found *found = &t->found[XXH3_64bits(key, len) % PM_GLASS_FOUND];
	unsigned top = t->root.level;
	enum pm_status status;

	if (len > 0 && found->len == len && memcmp(found->key, key, len) == 0) {
		*at = found->at;
		return PM_OK;
	}
	if ((status = enter(t, &at->steps[top], t->root.block, top, err)) < 0 ||
	    (status = descend(t, at, top, key, len, err)) < 0)
		return status;
	if (len <= sizeof found->key) {
		found->at = *at;
		found->len = (uint8_t)len;
		memcpy(found->key, key, len);
	}
	return PM_OK;
}

enum pm_status
pm_glass_seek(struct pm_glass_table *t, struct pm_glass_at *at, const uint8_t *key,
	      size_t len, struct pm_error *err)
{
	unsigned level;
	struct item item;

	/* Go up only as far as needed: until KEY is below the next child's separator. */
	for (level = 0; level < t->root.level; level++) {
		const struct pm_glass_step *above = &at->steps[level + 1];

		if (above->i + 1u >= above->n)
			continue;
		if (!branch_item(above, above->i + 1u, &item))
			return bad_item(t, err);
		if (!is_up_to(&item, key, len))
			break;
	}
	return descend(t, at, level, key, len, err);
}

enum pm_status
pm_glass_next(struct pm_glass_table *t, struct pm_glass_at *at, struct pm_error *err)
{
	return step(t, at, 1, err);
}

/* --- tags --------------------------------------------------------------- */

/* Append the further components of the current tag. */
static enum pm_status
join(struct pm_glass_table *t, struct pm_glass_at *at, struct pm_buf *out,
     struct pm_error *err)
{
	uint8_t key[PM_KEY_MAX];
	uint32_t key_len = at->key_len, component = 1;
	bool deflated = at->deflated;
	enum pm_status status;

	memcpy(key, at->key, key_len);
	pm_buf_put(out, at->data, at->data_len);
	while (!at->is_last) {
		status = pm_glass_next(t, at, err);
		if (status < 0)
			return status;
		if (status == PM_END || ++component > COMPONENTS_MAX ||
		    at->component != component || at->key_len != key_len ||
		    memcmp(at->key, key, key_len) != 0)
			return pm_glass_damaged(t, "a component of an entry is missing",
						err);
		pm_buf_put(out, at->data, at->data_len);
	}
	at->deflated = deflated;
	return pm_buf_check(out, "an entry of a table", err);
}

static enum pm_status
inflate_tag(const struct pm_glass_table *t, struct pm_buf *scratch, struct pm_error *err)
{
	struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
	enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
	struct pm_buf out;
	size_t room, got = 0;

	if (z == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&out, INFLATED_MAX);
	for (room = 4 * scratch->len + 1024; pm_buf_reserve(&out, room) != NULL;
	     room *= 4) {
		result = libdeflate_deflate_decompress(z, scratch->data, scratch->len,
						       out.data, room, &got);
		if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
			break;
	}
	libdeflate_free_decompressor(z);
	if (result != LIBDEFLATE_SUCCESS) {
		enum pm_status status =
			out.status == PM_ERR_NOMEM
				? pm_fail_nomem(err)
				: pm_glass_damaged(t, "an entry cannot be inflated", err);

		pm_buf_release(&out);
		return status;
	}
	pm_buf_advance(&out, got);
	pm_buf_release(scratch);
	*scratch = out;
	return PM_OK;
}

enum pm_status
pm_glass_tag(struct pm_glass_table *t, struct pm_glass_at *at, struct pm_buf *scratch,
	     const uint8_t **tag, size_t *len, struct pm_error *err)
{
	bool deflated = at->deflated;
	enum pm_status status;

	if (at->component != 1)
		return pm_glass_damaged(t, "an entry begins in its middle", err);
	if (at->is_last && !deflated) {
		*tag = at->data;
		*len = at->data_len;
		return PM_OK;
	}
	pm_buf_clear(scratch);
	if ((status = join(t, at, scratch, err)) < 0 ||
	    (deflated && (status = inflate_tag(t, scratch, err)) < 0))
		return status;
	*tag = scratch->data;
	*len = scratch->len;
	return PM_OK;
}
