/* Pressmark - what the two halves of reading a lexicon share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to lexicon.c (the file, and entries in sequence), lexicon_find.c (entries by word
 * and by stem) and lexicon_left.c (what of that is left out).
 */
#ifndef PM_SEGMENT_LEXICON_PARTS_H
#define PM_SEGMENT_LEXICON_PARTS_H

#include "segment/lexicon.h"
#include "support/pages.h"

struct rule {
	uint32_t strip;
	const char *append;
	size_t append_len;
};

struct list {
	uint32_t n;
	uint64_t offset, end; /* of its blocks */
	uint64_t index;
	bool ascends; /* the index has been looked at, and no blocks overlap */
};

/* Where a word was found: planning, checks and hits look the same words up. */
#define PM_LEXICON_KNOWN 256u
#define PM_LEXICON_KNOWN_LEN 31u

struct known {
	char word[PM_LEXICON_KNOWN_LEN];
	uint8_t len;		   /* 0: nothing is known */
	uint8_t has;		   /* a bit for each list that has it */
	uint32_t blocks[PM_LISTS]; /* where it is to be looked for */
};

/* Each search of a list begins with the same blocks.  What their first words begin with is
 * kept, as far as it has been seen. */
#define PM_LEXICON_TOP 256u

struct pm_lexicon {
	uint64_t tops[PM_LISTS][PM_LEXICON_TOP]; /* 0: unknown */
	struct known known[PM_LEXICON_KNOWN];	 /* by a hash of the word */
	struct pm_pages *pages;
	struct pm_removed_part *gone; /* what is left out, or NULL */
	struct list lists[PM_LISTS];
	struct rule *rules;
	uint32_t n_rules;
	uint32_t n_irregular;
	uint64_t irregular, irregular_index;
};

enum pm_status pm_lexicon_damaged(const struct pm_lexicon *lex, struct pm_error *err);

/* The bytes of a block of a list. */
enum pm_status pm_lexicon_block(struct pm_lexicon *lex, unsigned list, uint32_t block,
				const uint8_t **p, const uint8_t **end,
				struct pm_error *err);

/* Put the cursor before the first entry of a block. */
enum pm_status pm_cursor_begin(struct pm_cursor *c, unsigned list, uint32_t block,
			       struct pm_error *err);
/* Decode the entry at c->p into c->entry, whose list and place are set; c->word holds the
 * bytes that it shares with the one before.  All of its word is looked at. */
enum pm_status pm_cursor_decode(struct pm_cursor *c, struct pm_error *err);
/* Read what follows the rule: of a word, count, articles and where its forms are; of an
 * alias, how many targets it has and where they are.  Moves c->p past the entry. */
enum pm_status pm_cursor_counts(struct pm_cursor *c, struct pm_error *err);
enum pm_status pm_cursor_targets_head(struct pm_cursor *c, struct pm_error *err);

/* What is left out: lexicon_left.c.  The entry that the cursor has decoded is one to pass
 * over. */
bool pm_cursor_is_dead(const struct pm_cursor *c);
/* Drop those that are dead from what pm_cursor_forms and pm_cursor_targets found. */
void pm_cursor_drop_forms(const struct pm_cursor *c, struct pm_form_spec *forms,
			  size_t *n);
void pm_cursor_drop_targets(const struct pm_cursor *c, struct pm_alias_target *targets,
			    size_t *n);

#endif
