/* Pressmark - what libxapian believes of a Glass database without a look.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian follows the offsets in a block, and the levels in the version file, wherever
 * they lead.  For a database that was made by somebody else that may be outside of the
 * block: so the guard (guard.h) looks first.  What else libxapian reads (keys, tags, the
 * numbers of blocks) it checks itself, and answers with an exception.
 *
 * The formats are those of glass/version.h and glass/btree.h. */
#ifndef PM_SHIM_BLOCKS_H
#define PM_SHIM_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PM_BLOCKS_SIZE 8192u

/* Whether the bytes of a version file are of the format that is known here. */
bool pm_blocks_known(const uint8_t *version, size_t len);
/* Of such a file: whether its tables have blocks of that size, and levels that libxapian
 * has room for and fills. */
bool pm_blocks_version_is_sound(const uint8_t *version, size_t len);

/* Whether a file is a table of blocks, by its name. */
bool pm_blocks_table(const char *path);
/* Whether all items of a block, PM_BLOCKS_SIZE bytes, lie within it.  Some 1 ns an
 * item. */
bool pm_block_is_sound(const uint8_t *block);

#ifdef __cplusplus
}
#endif

#endif
