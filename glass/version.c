/* Pressmark - the version file of a Glass database: see version.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/version.h"

#include "support/bytes.h"

static const uint8_t head[] = "\x0f\x0dXapian Glass\x04\x6e"; /* up to the UUID */

#define NO_FILE 1u
#define SEQUENTIAL 2u
#define DEFLATED_FROM 18u

static uint8_t *
put(uint8_t *p, uint64_t v)
{
	return p + pm_store_varint(p, v);
}

/* ROOT is NULL for a table that is never written. */
static uint8_t *
put_table(uint8_t *p, const struct pm_btree_root *root, unsigned deflated_from)
{
	static const struct pm_btree_root none;
	uint8_t list[32], *end = list;

	if (root == NULL)
		root = &none;
	if (root->blocks > 0) {
		end = put(end, PM_GLASS_REVISION);
		end = put(end, root->blocks);
		memset(end, 0, 4);
		end += 4;
	}
	p = put(p, root->block);
	p = put(p, root->blocks > 0 ? root->level << 2 : SEQUENTIAL | NO_FILE);
	p = put(p, root->entries);
	p = put(p, PM_BLOCK_SIZE >> 11);
	p = put(p, deflated_from);
	p = put(p, (uint64_t)(end - list));
	memcpy(p, list, (size_t)(end - list));
	return p + (end - list);
}

bool
pm_glass_is_known(const uint8_t *image)
{
	return memcmp(image, head, PM_UUID_AT) == 0;
}

size_t
pm_glass_version(uint8_t out[PM_VERSION_MAX], const struct pm_glass_state *s)
{
	uint8_t *p = out;

	memcpy(p, head, PM_UUID_AT);
	memcpy(p + PM_UUID_AT, s->uuid, PM_UUID_SIZE);
	p = put(p + PM_UUID_AT + PM_UUID_SIZE, s->revision);
	p = put_table(p, &s->postlist, 0);
	p = put_table(p, &s->docdata, DEFLATED_FROM);
	p = put_table(p, NULL, DEFLATED_FROM); /* termlist */
	p = put_table(p, NULL, 0);	       /* position */
	p = put_table(p, NULL, DEFLATED_FROM); /* spelling */
	p = put_table(p, NULL, DEFLATED_FROM); /* synonym */
	p = put(p, s->articles);
	p = put(p, 0);
	p = put(p, s->shortest);
	p = put(p, s->largest_wdf);
	p = put(p, s->longest - s->largest_wdf);
	p = put(p, 0);
	p = put(p, s->words);
	p = put(p, 0);
	return (size_t)(p - out);
}
