/* Pressmark - gathering: slices in, a run out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For each article, title and body are split into words, every surface and separator gets
 * a provisional number, the numbers are appended to the run's stream, and the article's
 * terms are counted and posted.  Each distinct surface is folded, and each distinct word
 * stemmed, only once; in an index of several languages once in each.
 *
 *	pm_gather_init(&g, language, prefix, memory, &err);
 *	for each slice
 *		while ((st = pm_gather_slice(&g, slice, &err)) == PM_ABSENT)	G is full
 *			pm_gather_end(&g, PM_RUN_TO_FILE, &run, &err);	sorted; G is empty
 *	pm_gather_end(&g, PM_RUN_IN_MEMORY, &run, &err);
 *	pm_gather_release(&g);
 *
 * Memory: the distinct surfaces, words, separators, terms and aliases, the postings, and
 * up to a third of MEMORY for the stream, the rest of which goes to a spill file; of huge
 * words (run.h) only their keys, and a 32nd of MEMORY for their bytes.  Each
 * occurrence of a word costs a look-up of one cache line, its word's counter, and two
 * bytes of the stream; no allocation.
 *
 * Whether MEMORY is used up is asked after each article, and within an article of more
 * than PM_GATHER_PART bytes after each part of about that size (part.h says where parts
 * end).  So a run may end inside a slice, and inside an article, which then goes on in the
 * next run of the same gatherer: what is counted by article is united by the merge
 * (run.h).  Parts end where the text says, whatever MEMORY is.
 *
 * A gatherer belongs to one thread.
 */
#ifndef PM_INDEXER_GATHER_GATHER_H
#define PM_INDEXER_GATHER_GATHER_H

#include "indexer/gather/compounds.h"
#include "indexer/gather/postings.h"
#include "indexer/gather/run.h"
#include "indexer/gather/slice.h"
#include "indexer/gather/surfaces.h"
#include "indexer/gather/timings.h"
#include "support/bytes.h"
#include "text/languages.h"
#include "text/split.h"
#include "text/stem.h"

#include <stdbool.h>
#include <stdint.h>


/* By word number: what every occurrence touches. */
struct pm_gather_word {
	uint32_t article;  /* the last article it was seen in */
	uint32_t n_here;   /* how often it occurs there */
	uint32_t articles; /* how many articles it is in; with the bit below */
	uint32_t term;	   /* what it adds to; PM_U32_NONE: too long for a term */
};

/* Of `articles`: one of these is the article that the run continues. */
#define PM_GATHER_CONTINUED ((uint32_t)1 << 31)

/* By word number: what few occurrences touch. */
struct pm_gather_rest {
	uint32_t title_term; /* S + stem; PM_U32_NONE: not in a title so far */
	uint32_t surface;    /* the first of its surfaces */
	uint32_t parts;	     /* of an address: index of the first in `parts` */
	uint32_t n_parts : 24;
	uint32_t flags : 8; /* PM_WORD_..., of the folded word split alone */
};

/* A huge surface, or one of a huge word, by its number; or a huge word by its. */
struct pm_gather_huge {
	uint32_t number;
	enum pm_form form; /* of a surface */
	uint64_t at, len;  /* its bytes in the run's `huge`, if they are there: those of a
			    * surface if it is huge and of PM_FORM_OTHER */
};

struct pm_gather_huges {
	struct pm_gather_huge *list;
	size_t n, cap;
};

/* By alias number. */
struct pm_gather_alias {
	uint32_t term, title_term;
};

/* Recently seen separators of up to 7 bytes, by a hash of their bytes: most that are not
 * a space are one of a few dozen. */
struct pm_gather_separator {
	uint64_t bytes; /* padded with zeros; none contain a zero */
	uint32_t number;
	bool known;
};

#define PM_COMMON_SEPARATORS 1024u

/* A name to be numbered in a batch, gather_names.c: the word of a surface first seen in
 * the current field, or an alias. */
struct pm_gather_fresh {
	struct pm_surface_slot *slot; /* of the surface; NULL: a long one */
	uint32_t surface;
	uint32_t flags;	       /* PM_WORD_..., as it was split */
	uint32_t number;       /* of the name, once it has one */
	bool is_new;	       /* the name was not known before */
	uint32_t hash;	       /* of the name, then of its stem */
	size_t start, len;     /* the name in `fold` */
	size_t folded_len;     /* of a word: its name without the stem */
	size_t term, term_len; /* of its term in `stems`; length 0: the same */
	uint64_t at, bytes;    /* a huge word in the run's `huge` */
};

/* The size of a part of a large article, in bytes of its text. */
#define PM_GATHER_PART ((size_t)1 << 16)

/* How far the current slice, and the current article if it is a large one, has come. */
struct pm_gather_progress {
	size_t article; /* index in the slice */
	uint32_t part;	/* of the slice: how many runs have ended inside it */
	enum {
		PM_GATHER_AT_TITLE,
		PM_GATHER_AT_TEXT,
		PM_GATHER_AT_HEAD, /* what all articles have once */
		PM_GATHER_AT_AUTHOR,
		PM_GATHER_AT_SOURCE,
		PM_GATHER_AT_END
	} stage;
	bool begun;	 /* some of the article has been gathered */
	size_t at;	 /* offset in the field: what comes before is done */
	size_t behind;	 /* where the last word before that ends */
	uint64_t length; /* counted in earlier runs */
	uint64_t n_words;
	/* The last words before `at`, whose compounds and pairs reach into the next part:
	 * bytes start .. end - 1 of the field, and their numbers in this run. */
	struct pm_word carried[2];
	uint32_t numbers[2];
	size_t n_carried;
	bool numbered;	/* the numbers are known */
	size_t n_field; /* words of the field so far */
	/* Those of the last word that are still to be counted. */
	uint8_t joint; /* PM_GATHER_JOINS, PM_GATHER_MAY_JOIN or 0 */
	bool special;
};

/* What a separator does to the words around it. */
enum {
	PM_GATHER_JOINS = 1,   /* it is a hyphen */
	PM_GATHER_MAY_JOIN = 2 /* a zero width space, which depends on the words */
};

#define PM_FRESH_MAX 256u
#define PM_PENDING_MAX 512u

struct pm_gather {
	struct pm_run run;  /* the parts already in place */
	const char *prefix; /* start of the names of spill files */
	char *paths[6];
	size_t memory;
	struct pm_stemmer *stemmer; /* of plain stems */
	/* Of an index in several languages (text/languages.h), where plain stems are the
	 * words themselves: the stemmers of those that articles had, by number, and that of
	 * the current article. */
	bool several;
	struct pm_stemmer *by_language[PM_LANGUAGES_MAX], *own;
	struct pm_timings *timings; /* may be NULL */

	struct pm_surfaces surfaces;
	struct pm_intern word_names, alias_names, term_names;
	struct pm_compounds targets; /* the words of compounds, to aliases */
	struct pm_gather_word *words;
	struct pm_gather_rest *rests;
	size_t words_cap, rests_cap;
	struct pm_gather_huges huge_surfaces, huge_words;
	struct pm_digest *digest;
	struct pm_gather_alias *aliases;
	uint32_t *parts; /* alias numbers */
	uint8_t *joins;	 /* by separator number: PM_GATHER_JOINS, ... or 0 */
	size_t aliases_cap, parts_cap, n_parts, joins_cap;
	struct pm_postings postings;
	struct pm_gather_separator common[PM_COMMON_SEPARATORS];

	/* The current article. */
	struct pm_words split, probe;
	uint32_t *tokens, *seen; /* by place: token; word number */
	uint32_t *touched;	 /* word numbers, each once */
	uint32_t *joints;	 /* places of words after a hyphen, doubled, and 1
				  * more after a zero width space */
	uint32_t *specials;	 /* places of addresses and ideograms */
	size_t tokens_cap, seen_cap, touched_cap, joints_cap, specials_cap;
	size_t n_touched, n_joints, n_specials;
	size_t field; /* place where the field begins; SIZE_MAX: before it */
	bool folding; /* the words are those of a fold, and count nothing */
	struct pm_buf fold_text, fold_place;
	struct pm_gather_cut *cuts; /* where the article's folds are: gather_folds.c */
	size_t n_cuts, cuts_cap;
	size_t behind_body, before_body; /* the word of the body that is at place 0, as the
					  * first less the second */
	struct pm_gather_progress progress;
	uint32_t after_large; /* place after the last token of over 16 bits */
	struct pm_gather_fresh fresh[PM_FRESH_MAX];
	uint32_t pending[PM_PENDING_MAX]; /* the places of fresh words */
	size_t n_fresh, n_pending;
	struct pm_buf separators, upper, fold, stems, stem, scratch, record;
	struct pm_buf address; /* folded: of a huge word that is one, else empty */
	uint64_t *starts;
	size_t starts_cap;
};

/* PREFIX: path and beginning of the names of its spill files; it must live as long as G.
 * MEMORY: what it may hold, in bytes. */
enum pm_status pm_gather_init(struct pm_gather *g, const char *language,
			      const char *prefix, size_t memory, struct pm_error *err);
void pm_gather_release(struct pm_gather *g);

/* PM_OK: all of it.  PM_ABSENT: as much as MEMORY allows; the run should end now, and the
 * next call take the same slice again, to go on with it. */
enum pm_status pm_gather_slice(struct pm_gather *g, const struct pm_slice *slice,
			       struct pm_error *err);

/* Whether the run should end, because MEMORY is used up. */
bool pm_gather_is_full(const struct pm_gather *g);

/* Sort what was gathered into RUN (initialised here, released by the caller), and begin
 * anew; if it ended inside an article, with that article.  PM_RUN_TO_FILE: the whole run
 * goes to files; otherwise as much stays in memory as MEMORY allows. */
enum pm_status pm_gather_end(struct pm_gather *g, enum pm_run_place place,
			     struct pm_run *run, struct pm_error *err);

#endif
