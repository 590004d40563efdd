/* Pressmark - what a file's name says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How it is packed, whether it is an archive, and what is left of the name for the formats
 * to look at (corpus/formats/format.h).
 */
#ifndef PM_CORPUS_CONTAINERS_NAMES_H
#define PM_CORPUS_CONTAINERS_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pm_packing { PM_UNPACKED, PM_GZIP, PM_BZIP2, PM_XZ, PM_LZMA, PM_ZSTD };
enum pm_box { PM_NO_BOX, PM_TAR, PM_ZIP, PM_7Z, PM_RAR };

struct pm_name {
	const char *base; /* the path without folders */
	size_t len;	  /* of it, without the suffix of the packing */
	enum pm_packing packing;
	enum pm_box box;
};

struct pm_name pm_name_read(const char *path);
const char *pm_name_base(const char *path);

/* Whether a component of the path begins with a dot. */
bool pm_name_is_hidden(const char *path);

/* What to do with a file of a type that is not read, but whose text a known program gives:
 * "convert with ..."; NULL: nothing is known. */
const char *pm_name_hint(const char *name);

/* File names of other types, for "12 files of other types: .png .css ...", and for each
 * type with a hint a line of its own. */
#define PM_HINTS_MAX 40u
struct pm_others {
	uint64_t n;		       /* of types without a hint */
	uint64_t hinted[PM_HINTS_MAX]; /* by type */
	uint64_t n_hinted;
	char suffixes[8][16];
	size_t n_suffixes;
	bool more;
};

void pm_others_add(struct pm_others *o, const char *name);

#define PM_OTHERS_TEXT 256
/* Writes line number I to TEXT, cut to SIZE bytes; false: there is none. */
bool pm_others_say(const struct pm_others *o, size_t i, char *text, size_t size);

#endif
