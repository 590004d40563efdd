/* Pressmark - one table of a Glass database: see btree.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/btree.h"

#include "glass/encode.h"
#include "support/buf.h"
#include "support/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADER 11u
#define SLOT 2u		/* an item's entry in the directory */
#define BRANCH_FRAME 7u /* a branch item, less its key */
#define MAX_LEVELS 10u	/* of branch blocks; 2^32 blocks need 7 */
#define MAX_COMPONENTS 65535u
/* A component with fewer bytes than this is not worth its frame. */
#define WORTHWHILE 34u

#define DEFLATED 0x8000u
#define LAST 0x4000u
#define FIRST 0x2000u

#define BUFFERED_BLOCKS (PM_PIECE / PM_BLOCK_SIZE)

struct block {
	uint8_t *bytes;
	size_t directory_end;
	size_t items; /* offset of the lowest one */
};

/* What is less than this is left of a block. */
struct separator {
	uint8_t key[PM_KEY_MAX];
	size_t len;
	unsigned component;
};

struct branch {
	struct block block;
	struct separator separator; /* of the block itself */
	uint32_t written;	    /* blocks of this level */
	bool open;
	uint8_t bytes[PM_BLOCK_SIZE];
};

struct pm_btree {
	char *path;
	int fd;
	uint32_t blocks; /* numbered so far */
	uint64_t entries;
	uint8_t last_key[PM_KEY_MAX];
	size_t last_key_len;
	struct block leaf; /* in the buffer, after the finished blocks */
	struct separator leaf_separator;
	struct branch *branches[MAX_LEVELS]; /* from level 1; NULL: none yet */
	XXH3_state_t *hash;
	size_t held; /* finished blocks in the buffer */
	uint8_t *buffer;
};

enum pm_status
pm_btree_create(struct pm_btree **out, const char *path, struct pm_error *err)
{
	struct pm_btree *t = calloc(1, sizeof *t);
	enum pm_status status;

	if (t == NULL)
		return pm_fail_nomem(err);
	t->fd = -1;
	t->path = pm_strndup(path, strlen(path));
	t->buffer = malloc(PM_PIECE);
	t->hash = XXH3_createState();
	if (t->path == NULL || t->buffer == NULL || t->hash == NULL) {
		pm_btree_free(t);
		return pm_fail_nomem(err);
	}
	XXH3_128bits_reset(t->hash);
	t->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (t->fd < 0) {
		status = pm_fail_errno(err, errno, "cannot create '%s'", path);
		pm_btree_free(t);
		return status;
	}
	*out = t;
	return PM_OK;
}

void
pm_btree_free(struct pm_btree *t)
{
	size_t i;

	if (t == NULL)
		return;
	if (t->fd >= 0)
		close(t->fd);
	for (i = 0; i < MAX_LEVELS; i++)
		free(t->branches[i]);
	XXH3_freeState(t->hash);
	free(t->buffer);
	free(t->path);
	free(t);
}

/* --- blocks ------------------------------------------------------------- */

static void
block_open(struct block *b, uint8_t *bytes)
{
	b->bytes = bytes;
	b->directory_end = HEADER;
	b->items = PM_BLOCK_SIZE;
}

/* Size of the largest item that still fits. */
static size_t
block_room(const struct block *b)
{
	size_t gap = b->items - b->directory_end;

	return gap > SLOT ? gap - SLOT : 0;
}

static uint8_t *
block_put(struct block *b, size_t size)
{
	b->items -= size;
	pm_store_be16(b->bytes + b->directory_end, (unsigned)b->items);
	b->directory_end += SLOT;
	return b->bytes + b->items;
}

static void
block_seal(struct block *b, unsigned level)
{
	size_t gap = b->items - b->directory_end;

	pm_store_be32(b->bytes, PM_GLASS_REVISION);
	b->bytes[4] = (uint8_t)level;
	pm_store_be16(b->bytes + 5, (unsigned)gap);
	pm_store_be16(b->bytes + 7, (unsigned)gap);
	pm_store_be16(b->bytes + 9, (unsigned)b->directory_end);
	memset(b->bytes + b->directory_end, 0, gap);
}

static enum pm_status
flush(struct pm_btree *t, struct pm_error *err)
{
	size_t len = t->held * PM_BLOCK_SIZE;

	t->held = 0;
	return pm_write_piece(t->fd, t->path, t->buffer, len,
			      (uint64_t)t->blocks * PM_BLOCK_SIZE - len, err);
}

/* Where the next block is built. */
static uint8_t *
next_block(struct pm_btree *t)
{
	return t->buffer + t->held * PM_BLOCK_SIZE;
}

/* The block built there is finished: it gets a number. */
static enum pm_status
append_next(struct pm_btree *t, uint32_t *number, struct pm_error *err)
{
	if (t->blocks == UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "'%s' has too many blocks", t->path);
	*number = t->blocks++;
	XXH3_128bits_update(t->hash, next_block(t), PM_BLOCK_SIZE);
	return ++t->held == BUFFERED_BLOCKS ? flush(t, err) : PM_OK;
}

/* --- branches ----------------------------------------------------------- */

static enum pm_status enter(struct pm_btree *t, size_t at, const struct separator *s,
			    uint32_t child, struct pm_error *err);

static enum pm_status
append_branch(struct pm_btree *t, size_t at, uint32_t *number, struct pm_error *err)
{
	struct branch *b = t->branches[at];

	block_seal(&b->block, (unsigned)at + 1);
	memcpy(next_block(t), b->bytes, PM_BLOCK_SIZE);
	b->open = false;
	b->written++;
	return append_next(t, number, err);
}

static enum pm_status
close_branch(struct pm_btree *t, size_t at, struct pm_error *err)
{
	enum pm_status status;
	uint32_t number = 0;

	if ((status = append_branch(t, at, &number, err)) < 0)
		return status;
	return enter(t, at + 1, &t->branches[at]->separator, number, err);
}

/* Enter a child into the open block of level AT + 1. */
static enum pm_status
enter(struct pm_btree *t, size_t at, const struct separator *s, uint32_t child,
      struct pm_error *err)
{
	enum pm_status status;
	struct branch *b;
	size_t len = s->len;
	unsigned component = s->component;
	uint8_t *item;

	if (at == MAX_LEVELS)
		return pm_fail(err, PM_ERR_LIMIT, "'%s' has too many levels", t->path);
	b = t->branches[at];
	if (b == NULL && (b = t->branches[at] = calloc(1, sizeof *b)) == NULL)
		return pm_fail_nomem(err);
	if (b->open && BRANCH_FRAME + len > block_room(&b->block) &&
	    (status = close_branch(t, at, err)) < 0)
		return status;
	if (!b->open) {
		block_open(&b->block, b->bytes);
		b->separator = *s;
		b->open = true;
		len = 0;
		component = 0;
	}
	item = block_put(&b->block, BRANCH_FRAME + len);
	pm_store_be32(item, child);
	item[4] = (uint8_t)len;
	memcpy(item + 5, s->key, len);
	pm_store_be16(item + 5 + len, component);
	return PM_OK;
}

/* --- leaves ------------------------------------------------------------- */

static enum pm_status
append_leaf(struct pm_btree *t, uint32_t *number, struct pm_error *err)
{
	block_seal(&t->leaf, 0);
	t->leaf.bytes = NULL;
	return append_next(t, number, err);
}

static enum pm_status
close_leaf(struct pm_btree *t, struct pm_error *err)
{
	enum pm_status status;
	uint32_t number = 0;

	if ((status = append_leaf(t, &number, err)) < 0)
		return status;
	return enter(t, 0, &t->leaf_separator, number, err);
}

/* Open a new leaf, which begins with this item. */
static void
open_leaf(struct pm_btree *t, const uint8_t *key, size_t key_len, unsigned component)
{
	struct separator *s = &t->leaf_separator;
	size_t n = 0;

	while (n < t->last_key_len && n < key_len && t->last_key[n] == key[n])
		n++;
	s->len = n < key_len ? n + 1 : key_len;
	memcpy(s->key, key, s->len);
	s->component = component;
	block_open(&t->leaf, next_block(t));
}

static void
open_first_leaf(struct pm_btree *t)
{
	uint8_t *item;

	block_open(&t->leaf, next_block(t));
	item = block_put(&t->leaf, PM_ITEM_FRAME);
	pm_store_be16(item, FIRST | LAST);
	item[2] = 0;
}

size_t
pm_btree_room(const struct pm_btree *t)
{
	size_t room = t->leaf.bytes == NULL ? PM_ITEM_MAX : block_room(&t->leaf);

	return room < PM_ITEM_MAX ? room : PM_ITEM_MAX;
}

/* An item of SIZE bytes, complete except for the component's bytes, which go to *TAG. */
static enum pm_status
put_item(struct pm_btree *t, const struct pm_btree_entry *e, unsigned component,
	 unsigned flags, size_t size, uint8_t **tag, struct pm_error *err)
{
	enum pm_status status;
	uint8_t *item;

	if (size > block_room(&t->leaf)) {
		if ((status = close_leaf(t, err)) < 0)
			return status;
		open_leaf(t, e->key, e->key_len, component);
	}
	item = block_put(&t->leaf, size);
	pm_store_be16(item, flags | (unsigned)(size - 3));
	item[2] = (uint8_t)e->key_len;
	memcpy(item + 3, e->key, e->key_len);
	item += 3 + e->key_len;
	if (component > 1) {
		pm_store_be16(item, component);
		item += 2;
	}
	*tag = item;
	memcpy(t->last_key, e->key, e->key_len);
	t->last_key_len = e->key_len;
	return PM_OK;
}

/* Copy the bytes FROM .. FROM + N - 1 of the tag. */
static void
copy_tag(uint8_t *to, const struct pm_btree_entry *e, size_t from, size_t n)
{
	if (from < e->head_len) {
		size_t part = e->head_len - from < n ? e->head_len - from : n;

		memcpy(to, e->head + from, part);
		to += part;
		from += part;
		n -= part;
	}
	if (n > 0)
		memcpy(to, e->body + (from - e->head_len), n);
}

static enum pm_status
put_components(struct pm_btree *t, const struct pm_btree_entry *e, unsigned flags,
	       struct pm_error *err)
{
	size_t len = e->head_len + e->body_len, at = 0;
	size_t frame = PM_ITEM_FRAME + e->key_len;
	size_t room = pm_btree_room(t);
	unsigned component = 1;
	enum pm_status status;
	uint8_t *tag;

	if (len / (PM_ITEM_MAX - frame - 2) >= MAX_COMPONENTS)
		return pm_fail(err, PM_ERR_LIMIT, "an entry of '%s' has %zu bytes",
			       t->path, len);
	while (at < len) {
		size_t size = PM_ITEM_MAX;

		/* The first one fills the rest of the leaf. */
		if (component == 1 && room >= frame + WORTHWHILE)
			size = room;
		if (component == 2)
			frame += 2;
		if (size - frame >= len - at)
			size = frame + len - at;
		status = put_item(t, e, component,
				  flags | (component == 1 ? FIRST : 0) |
					  (size - frame == len - at ? LAST : 0),
				  size, &tag, err);
		if (status < 0)
			return status;
		copy_tag(tag, e, at, size - frame);
		at += size - frame;
		component++;
	}
	return PM_OK;
}

enum pm_status
pm_btree_add(struct pm_btree *t, const struct pm_btree_entry *e, struct pm_error *err)
{
	size_t size = PM_ITEM_FRAME + e->key_len + e->head_len + e->body_len;
	size_t common = e->key_len < t->last_key_len ? e->key_len : t->last_key_len;
	unsigned flags = e->deflated ? DEFLATED : 0;
	enum pm_status status;
	uint8_t *tag;
	int order;

	if (e->key_len == 0 || e->key_len > PM_KEY_MAX)
		return pm_fail(err, PM_ERR_INTERNAL, "a key for '%s' has %zu bytes",
			       t->path, e->key_len);
	order = memcmp(t->last_key, e->key, common);
	if (order > 0 || (order == 0 && e->key_len <= t->last_key_len))
		return pm_fail(err, PM_ERR_INTERNAL, "keys for '%s' came out of order",
			       t->path);
	if (t->leaf.bytes == NULL)
		open_first_leaf(t);
	t->entries++;
	if (size > PM_ITEM_MAX)
		return put_components(t, e, flags, err);
	if ((status = put_item(t, e, 1, flags | FIRST | LAST, size, &tag, err)) < 0)
		return status;
	copy_tag(tag, e, 0, e->head_len + e->body_len);
	return PM_OK;
}

/* --- the end ------------------------------------------------------------ */

static enum pm_status
append_open_blocks(struct pm_btree *t, struct pm_btree_root *root, struct pm_error *err)
{
	enum pm_status status;
	size_t at = 0;

	if (t->branches[0] == NULL)
		return append_leaf(t, &root->block, err);
	if ((status = close_leaf(t, err)) < 0)
		return status;
	/* A level with more than one block has another above it. */
	for (; t->branches[at]->written > 0; at++)
		if ((status = close_branch(t, at, err)) < 0)
			return status;
	root->level = (uint32_t)at + 1;
	return append_branch(t, at, &root->block, err);
}

enum pm_status
pm_btree_finish(struct pm_btree *t, struct pm_btree_root *root, struct pm_error *err)
{
	enum pm_status status;
	int fd;

	memset(root, 0, sizeof *root);
	if (t->entries > 0 && (status = append_open_blocks(t, root, err)) < 0)
		return status;
	if ((status = flush(t, err)) < 0)
		return status;
	if (fsync(t->fd) != 0)
		return pm_fail_errno(err, errno, "cannot write '%s'", t->path);
	fd = t->fd;
	t->fd = -1;
	if (close(fd) != 0)
		return pm_fail_errno(err, errno, "cannot write '%s'", t->path);
	root->entries = t->entries;
	root->blocks = t->blocks;
	root->digest = XXH3_128bits_digest(t->hash);
	return PM_OK;
}
