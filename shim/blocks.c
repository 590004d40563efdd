/* Pressmark - what libxapian believes of a Glass database: see blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/blocks.h"

#include "support/bytes.h"

#include <string.h>

#define UUID_AT 16u
#define UUID_SIZE 16u
#define TABLES 6u
#define LEVELS 10u /* of libxapian's cursors */
#define NO_FILE 1u /* a table's flag: its root is made up, and has level 0 */

#define DIRECTORY 11u /* where a block's directory begins */
#define FIRST 0x20u   /* in the first byte of an item: it has no component number */
#define SIZE_MASK 0x1fffu

bool
pm_blocks_known(const uint8_t *version, size_t len)
{
	static const uint8_t head[UUID_AT] = { 0x0f, 0x0d, 'X', 'a', 'p', 'i', 'a', 'n',
					       ' ',  'G',  'l', 'a', 's', 's', 4,   0x6e };

	return len >= sizeof head && memcmp(version, head, sizeof head) == 0;
}

bool
pm_blocks_version_is_sound(const uint8_t *version, size_t len)
{
	const uint8_t *p = version + UUID_AT + UUID_SIZE, *end = version + len, *list;
	uint64_t revision, root, flags, entries, size, deflated;
	size_t list_len;
	unsigned i;

	if (len < UUID_AT + UUID_SIZE || pm_load_varint(&p, end, &revision) < 0)
		return false;
	for (i = 0; i < TABLES; i++)
		if (pm_load_varint(&p, end, &root) < 0 ||
		    pm_load_varint(&p, end, &flags) < 0 ||
		    pm_load_varint(&p, end, &entries) < 0 ||
		    pm_load_varint(&p, end, &size) < 0 ||
		    pm_load_varint(&p, end, &deflated) < 0 ||
		    pm_load_bytes(&p, end, &list, &list_len) < 0 ||
		    size != PM_BLOCKS_SIZE >> 11 || flags >> 2 >= LEVELS ||
		    ((flags & NO_FILE) != 0 && flags >> 2 != 0))
			return false;
	return true;
}

bool
pm_blocks_table(const char *path)
{
	static const char end[] = ".glass";
	size_t len = strlen(path);

	return len >= sizeof end && strcmp(path + len + 1 - sizeof end, end) == 0;
}

static unsigned
load_be16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static bool
leaf_item_is_sound(const uint8_t *block, unsigned at)
{
	const uint8_t *item = block + at;
	unsigned size, frame;

	if (at + 3 > PM_BLOCKS_SIZE)
		return false;
	size = (load_be16(item) & SIZE_MASK) + 3;
	frame = 3u + item[2] + (item[0] & FIRST ? 0 : 2);
	return frame <= size && at + size <= PM_BLOCKS_SIZE;
}

static bool
branch_item_is_sound(const uint8_t *block, unsigned at)
{
	return at + 7 <= PM_BLOCKS_SIZE && at + 7 + block[at + 4] <= PM_BLOCKS_SIZE;
}

bool
pm_block_is_sound(const uint8_t *block)
{
	unsigned end = load_be16(block + 9), level = block[4], i;

	/* only the root of a table without items is empty */
	if (end % 2 == 0 || end > PM_BLOCKS_SIZE || level >= LEVELS ||
	    end < DIRECTORY + (level > 0 ? 2 : 0))
		return false;
	for (i = DIRECTORY; i < end; i += 2) {
		unsigned at = load_be16(block + i);

		if (at < DIRECTORY || (level > 0 ? !branch_item_is_sound(block, at)
						 : !leaf_item_is_sound(block, at)))
			return false;
	}
	return true;
}
