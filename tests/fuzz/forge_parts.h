/* Pressmark - what the two halves of forging share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to forge.c (the index and its checksums) and forge_alter.c (one file: where its
 * numbers are, and how they are altered). */
#ifndef PM_TESTS_FUZZ_FORGE_PARTS_H
#define PM_TESTS_FUZZ_FORGE_PARTS_H

#include "tests/fuzz/forge.h"

#define FORGE_STEP 8u

enum point_kind {
	POINT_VARINT,
	POINT_BYTE,
	POINT_BE16,
	POINT_BE32,
	POINT_LE32,
	POINT_LE64
};

struct point {
	size_t at;
	enum point_kind kind;
	/* The number says where something is, counted from BASE.  PM_U32_NONE: it does
	 * not. */
	size_t base;
};

/* A file: its data, without sums and footer. */
struct forged {
	struct pm_buf data;
	uint8_t footer[64];
	bool has_footer, is_fixed; /* fixed: what is altered must not move the rest */
	struct point *points;
	size_t n_points, cap;
	/* Dressing: the blocks and where their index begins. */
	size_t n_blocks, blocks;
};

void forged_copy(struct forged *to, const struct forged *from);
void forged_release(struct forged *f);
/* One alteration: FORGE_STEP bytes. */
void forged_alter(struct forged *f, const uint8_t *step);

void forge_find_lexicon(struct forged *f);
void forge_find_shares(struct forged *f);
void forge_find_dressing(struct forged *f);
void forge_find_folds(struct forged *f);
void forge_find_articles(struct forged *f);
void forge_find_blocks(struct forged *f);
void forge_find_version(struct forged *f);
void forge_find_numbers(struct forged *f);

#endif
