/* Pressmark - the files that an index was made of.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an update need not read again is decided by the file: ARCHITECTURE.md, "Updates".
 * `files-7` beside generation 7 (segment/generation.h) says of each file how it was when it
 * was read, and which articles were taken away by hand and stay away.  A file of
 * support/pages.h, kind "files", version 2.  Its data:
 *
 *	varint number of files; for each, in the order of the bytes of their places:
 *		varint bytes of the place (places.h), the place
 *		a byte: 1 if it is settled
 *		varint size, u64 mtime, u64 ctime (ns since 1970), u64 inode
 *		16 bytes: XXH3-128 of its bytes, the low half first
 *		varint articles, varint places in it that were skipped
 *	varint number of articles that stay away, for each 40 bytes, by their identities:
 *		its identity and content, u64 source (segment/origins.h)
 *	varint number of roots, for each, in the order of their bytes:
 *		varint bytes of the place, the place
 *
 * A *root* is the place of a path that was given, at or below which there are files that are
 * listed: what its name leads to may be another tomorrow (places.h).
 *
 * A file is *settled* if it was older than the reading when it was read: who writes it in
 * the same moment, leaves the same times behind.
 *
 * Memory: all of it, some 100 bytes and the place for each file.
 */
#ifndef PM_INDEXER_FILES_H
#define PM_INDEXER_FILES_H

#include "segment/generation.h"
#include "segment/origins.h"
#include "support/buf.h"
#include "support/intern.h"

struct pm_file {
	uint64_t size, mtime, ctime, inode;
	struct pm_digest128 hash;
	uint64_t articles, skipped;
	bool settled;
	/* In memory only: it was found; it was not, and so is not written; it was opened, and
	 * its articles are counted anew. */
	bool seen, gone, entered;
};

/* An article that stays away. */
struct pm_away {
	struct pm_origin origin; /* its generations are not kept */
	/* In memory only: the input has it; and it stays away no more. */
	bool met, back;
};

struct pm_files {
	struct pm_intern places;
	struct pm_file *of; /* by the number of its place */
	size_t cap;
	struct pm_away *away; /* by their identities, once they are ordered */
	size_t n_away, away_cap;
	bool away_ordered;
	struct pm_intern roots; /* those without files among them */
};

/* Those of G, a generation of the index DIR; G NULL: none.  PM_ERR_CORRUPT if the file is
 * damaged, or missing. */
enum pm_status pm_files_read(struct pm_files *f, const char *dir,
			     const struct pm_generation *g, struct pm_error *err);
void pm_files_release(struct pm_files *f);

/* Write those that are not gone, and their roots, as the file of G, and note it there. */
enum pm_status pm_files_write(struct pm_files *f, const char *dir,
			      struct pm_generation *g, struct pm_error *err);

/* The file at a place; NULL: none is known. */
struct pm_file *pm_files_find(struct pm_files *f, const char *place, size_t len);
/* The same, made if there is none, with all zeros. */
enum pm_status pm_files_need(struct pm_files *f, const char *place, size_t len,
			     struct pm_file **file, struct pm_error *err);

/* The place is a root from now on. */
enum pm_status pm_files_add_root(struct pm_files *f, const char *place, size_t len,
				 struct pm_error *err);

/* An article stays away from now on; what is called otherwise orders them again. */
enum pm_status pm_files_send_away(struct pm_files *f, const struct pm_origin *origin,
				  struct pm_error *err);
/* Order those that stay away, by their identities, each once. */
void pm_files_order_away(struct pm_files *f);
bool pm_files_is_away(struct pm_files *f, struct pm_digest128 identity);
/* Forget those that stay away no more. */
void pm_files_take_back(struct pm_files *f);
/* Where those that are not below IDENTITY begin. */
size_t pm_files_find_away(struct pm_files *f, struct pm_digest128 identity);

/* Size, times and inode of the file PATH as it is now, which is settled if it is older than
 * NOW, in ns since 1970.  PM_ABSENT: there is none. */
enum pm_status pm_file_look(const char *path, uint64_t now, struct pm_file *file);
/* Whether they are the same in both. */
bool pm_file_is_same(const struct pm_file *a, const struct pm_file *b);
/* The next update reads it, whatever it looks like then. */
void pm_file_forget(struct pm_file *file);
/* The digest of all that the file has.  PM_ERR_IO if it cannot be read. */
enum pm_status pm_file_hash(const char *path, struct pm_digest128 *hash,
			    struct pm_error *err);

/* Now, in ns since 1970. */
uint64_t pm_file_now(void);

#endif
