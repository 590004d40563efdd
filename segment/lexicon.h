/* Pressmark - the lexicon: all folded words of a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word here is a folded word with one stem: where accents decide what the stem is
 * (text/stem.h), a folded word has several entries, each with a rank of its own.
 *
 * It answers: which word has this rank, which ranks has this folded word, which words have
 * this prefix, which have this stem, in what forms a word occurs, and how often.  It
 * answers the same for aliases, the compounds and parts of addresses that stand for
 * words (text/derive.h).
 *
 * There are five lists, each sorted by folded word, then by stem: the four classes of
 * codes (codes.h) and the aliases.  An
 * entry is identified by its list and its place in it (struct pm_entry); a word's rank is
 * the first rank of its class plus its place.
 *
 * In an index of which articles are gone (removed.h) it answers as if they had never been
 * there (pm_lexicon_leave_out): everything below that finds entries passes over those that
 * no article has any more.  Only what asks for an entry by its place, its rank among them,
 * sees all, as articles are read by ranks.
 *
 * The file is mapped and read entry by entry.  A look-up is a binary search over the
 * first entries of blocks and a walk of at most 16 entries, about a microsecond.
 * Scanning a range takes some 20 ns per entry.
 */
#ifndef PM_SEGMENT_LEXICON_H
#define PM_SEGMENT_LEXICON_H

#include "segment/codes.h"
#include "segment/removed.h"
#include "support/buf.h"
#include "support/spool.h"
#include "support/status.h"
#include "text/fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_LIST_ALIASES PM_CODE_CLASSES
#define PM_LISTS (PM_CODE_CLASSES + 1)

/* One of the surfaces of a word; forms are in order of falling frequency. */
struct pm_form_spec {
	enum pm_form form;
	const char *other; /* PM_FORM_OTHER: the surface, else NULL */
	size_t other_len;
};

/* What an alias stands for: N_PARTS hyphenated words (a compound), or one word,
 * an address. */
struct pm_alias_target {
	uint32_t ranks[3];
	uint32_t n_parts;
};

/* --- writing ------------------------------------------------------------ */

/* A word as the builder passes it, in rank order. */
struct pm_lexicon_word {
	const char *word;
	size_t len;
	const char *stem; /* its term; equal to word if it has no other */
	size_t stem_len;
	uint64_t count;	   /* occurrences in the segment; 0: in folds only */
	uint32_t articles; /* articles that contain it */
	const struct pm_form_spec *forms;
	size_t n_forms; /* at least 1 */
	/* Of a word that is not held as a whole, and is its own term, what there is of it;
	 * WORD is the beginning.  NULL: WORD is all. */
	const struct pm_spool_text *text;
	/* The same for the forms: those of PM_FORM_OTHER that have no `other`. */
	const struct pm_spool_text *others;
};

/* An alias; they are passed in the order of their bytes, then of their stems. */
struct pm_lexicon_alias {
	const char *word;
	size_t len;
	const char *stem;
	size_t stem_len;
	const struct pm_alias_target *targets;
	size_t n_targets; /* at least 1 */
};

struct pm_lexicon_writer;

enum pm_status pm_lexicon_create(struct pm_lexicon_writer **out, const char *path,
				 struct pm_error *err);
/* Words in rank order: within each class sorted by folded word, then by stem. */
enum pm_status pm_lexicon_add(struct pm_lexicon_writer *w,
			      const struct pm_lexicon_word *word, struct pm_error *err);
/* After all words. */
enum pm_status pm_lexicon_add_alias(struct pm_lexicon_writer *w,
				    const struct pm_lexicon_alias *alias,
				    struct pm_error *err);
enum pm_status pm_lexicon_finish(struct pm_lexicon_writer *w, uint64_t *size,
				 struct pm_error *err);
void pm_lexicon_writer_free(struct pm_lexicon_writer *w);

/* --- reading ------------------------------------------------------------ */

struct pm_lexicon;

enum pm_status pm_lexicon_open(struct pm_lexicon **out, const char *path,
			       struct pm_error *err);
void pm_lexicon_free(struct pm_lexicon *lex);
enum pm_status pm_lexicon_verify(struct pm_lexicon *lex, struct pm_error *err);
uint64_t pm_lexicon_file_size(const struct pm_lexicon *lex);
/* pm_pages_identity of the file. */
uint64_t pm_lexicon_identity(const struct pm_lexicon *lex);
/* pm_pages_in_order of the file. */
void pm_lexicon_in_order(const struct pm_lexicon *lex);
/* From now on what is gone is left out.  PART outlives the lexicon; NULL: nothing is. */
void pm_lexicon_leave_out(struct pm_lexicon *lex, struct pm_removed_part *part);
/* For messages. */
const char *pm_lexicon_path(const struct pm_lexicon *lex);

/* Entries of a list; the words of all classes together; aliases. */
uint32_t pm_lexicon_list_size(const struct pm_lexicon *lex, unsigned list);
uint32_t pm_lexicon_words(const struct pm_lexicon *lex);

/* One entry, decoded.  Pointers are into the cursor it came from. */
struct pm_entry {
	unsigned list;
	uint32_t place;
	const char *word;
	size_t len;
	uint32_t strip;	    /* its stem: the word without that many bytes */
	const char *append; /* at the end, and with this appended */
	size_t append_len;
	uint64_t count;	   /* words: occurrences; aliases: targets */
	uint32_t articles; /* words only */
};

static inline uint32_t
pm_entry_rank(const struct pm_entry *e)
{
	return pm_class_start[e->list] + e->place;
}

/* Walks a list forward from a place.
 *
 *	pm_cursor_init(&c, lex);
 *	for (st = pm_cursor_seek(&c, list, "semicon", 7, &err); st == PM_OK;
 *	     st = pm_cursor_next(&c, &err)) {
 *		if (!begins_with(c.entry.word, "semicon")) break;
 *		...
 *	}
 *	pm_cursor_release(&c);
 */
struct pm_cursor {
	struct pm_lexicon *lex;
	struct pm_entry entry;
	struct pm_buf word;
	const uint8_t *p, *end; /* after the entry, in its block */
	const uint8_t *payload; /* listed forms, or targets, of the entry */
	uint8_t half;		/* the set of its forms, or the parts of its one target,
				 * or 0 */
	uint32_t in_block;
	bool in_large; /* the block is so large that to read it takes long */
	struct pm_removed_part *gone; /* of which it passes over the dead; NULL: none */
};

/* One that sees all that the file has. */
void pm_cursor_init(struct pm_cursor *c, struct pm_lexicon *lex);
/* One that passes over what is left out: its forms and targets are those that articles
 * still have.  C may be released whatever the status. */
enum pm_status pm_cursor_init_left(struct pm_cursor *c, struct pm_lexicon *lex,
				   struct pm_error *err);
void pm_cursor_release(struct pm_cursor *c);
/* Moves to the first entry of LIST that is not below the word; PM_END if there is
 * none. */
enum pm_status pm_cursor_seek(struct pm_cursor *c, unsigned list, const char *word,
			      size_t len, struct pm_error *err);
/* Moves to the entry at PLACE, which must exist. */
enum pm_status pm_cursor_at(struct pm_cursor *c, unsigned list, uint32_t place,
			    struct pm_error *err);
enum pm_status pm_cursor_next(struct pm_cursor *c, struct pm_error *err);
/* Moves to the first entry for exactly this word; PM_ABSENT if there is none. */
enum pm_status pm_cursor_find(struct pm_cursor *c, unsigned list, const char *word,
			      size_t len, struct pm_error *err);
/* Moves to a word by its rank. */
enum pm_status pm_cursor_rank(struct pm_cursor *c, uint32_t rank, struct pm_error *err);

/* Take from count and articles of the current entry, a word, what is left out: a cursor
 * that passes over things does not do so by itself, since few entries are asked for it. */
enum pm_status pm_cursor_recount(struct pm_cursor *c, struct pm_error *err);

/* Append the stem of the current entry to OUT. */
void pm_cursor_stem(const struct pm_cursor *c, struct pm_buf *out);

/* The forms of the current entry, a word, and their number.  FORMS grows as needed and is
 * the caller's to free; `other` points into the file. */
enum pm_status pm_cursor_forms(struct pm_cursor *c, struct pm_form_spec **forms,
			       size_t *cap, size_t *n, struct pm_error *err);
/* The targets of the current entry, an alias. */
enum pm_status pm_cursor_targets(struct pm_cursor *c, struct pm_alias_target **targets,
				 size_t *cap, size_t *n, struct pm_error *err);

/* Whether a word still has the form at place FORM.  To be asked after anything that finds
 * entries. */
bool pm_lexicon_has_form(const struct pm_lexicon *lex, uint32_t rank, uint32_t form);

/* Called with a cursor at an entry; returns 0 to go on, or a status that ends the
 * walk. */
typedef enum pm_status pm_entry_fn(void *ctx, struct pm_cursor *c, struct pm_error *err);

/* Calls FN for all entries for exactly this folded word, in the order of their lists.
 * Cost: all five lists are searched at once, for little more than the cost of one. */
enum pm_status pm_lexicon_by_word(struct pm_lexicon *lex, const char *word, size_t len,
				  pm_entry_fn *fn, void *ctx, struct pm_error *err);

/* The entries of one folded word together, aliases aside. */
struct pm_word_total {
	uint32_t entries;
	uint64_t count;
	uint64_t articles; /* at most so many: those of all entries, added up */
	uint32_t rank;	   /* of the entry that is in the most articles */
	uint32_t most;	   /* in how many */
};

/* PM_ABSENT if no list of words has it. */
enum pm_status pm_lexicon_word(struct pm_lexicon *lex, const char *word, size_t len,
			       struct pm_word_total *total, struct pm_error *err);

/* Calls FN for every entry of all five lists that has this stem, in no particular
 * order. */
enum pm_status pm_lexicon_by_stem(struct pm_lexicon *lex, const char *stem, size_t len,
				  pm_entry_fn *fn, void *ctx, struct pm_error *err);

/* The same for every entry that begins with PREFIX. */
enum pm_status pm_lexicon_by_prefix(struct pm_lexicon *lex, const char *prefix, size_t len,
				    pm_entry_fn *fn, void *ctx, struct pm_error *err);

#endif
