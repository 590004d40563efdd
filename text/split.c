/* Pressmark - splitting text into words: see split.h for the rules.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nearly every word of most texts is a run of ASCII letters and digits followed by white
 * space or punctuation.  Such easy words are found as bits of masks, 64 bytes at a time
 * (split_masks.h).  A block is swept from left to right: the easy words before the first
 * hard place are taken; the word there goes to pm_split_step, which knows the rules; and
 * the sweep resumes where that stopped, which may be in a later block.
 *
 * A place is hard if a byte is not ASCII, or if a word ends at a sign which might
 * lengthen it.  What comes before a word never matters: anything from there that extends
 * into the word was taken by an earlier step.
 *
 * Most hard places are harmless, and a few kinds make up the bulk of them: hyphens,
 * colons, possessives.  look_again() decides those on the spot. */
#include "text/split.h"

#include "support/buf.h"
#include "text/split_masks.h"
#include "text/split_rules.h"

#include <stdlib.h>
#include <string.h>

/* How far ahead of the sweep the text is prefetched, in bytes: fetching takes as long as
 * splitting this much. */
#define AHEAD 2048u

/* Blocks whose masks are computed in one call. */
#define BATCH 16u

/* The most that one block can add: a word that began earlier, one for each of its bytes,
 * and the entry after them, where the start of the next word is noted. */
#define ROOM (PM_SPLIT_BLOCK + 2)

struct sweep {
	struct pm_scan scan;
	struct pm_words *out;
	size_t at; /* everything before it is done */
	bool open; /* a run reaches the end of the last block; its start is
				 * noted in out->words[out->n] */
};

/* A run of ASCII letters and digits ends at AT, at a sign that might lengthen it.
 * Returns where splitting goes on if the run is a word by itself, or 0 if that takes more
 * to decide.  LONE: any run after the sign ends without a hint of an address. */
static size_t
look_again(const struct pm_scan *sc, size_t at, bool lone)
{
	const uint8_t *s = sc->s + at;
	size_t left = sc->len - at;
	uint8_t next = left > 1 ? s[1] : 0;

	switch (*s) {
	case ':':
		/* http:// */
		return next == '/' ? 0 : at;
	case '#':
	case '+':
		return 0;
	case '-':
	case '_':
	case '%':
		/* These can only join parts of an address. */
		if (lone)
			return at;
		break;
	case '\'':
		if ((next | 0x20) == 's' &&
		    (left == 2 || (s[2] < 0x80 && !pm_split_is_alnum(s[2]))))
			return at + 2;
		break;
	case '(':
	case ')':
	case '*':
	case 0x7f:
		return at;
	}
	/* The sign needs something to join. */
	return next < 0x80 && !pm_split_is_alnum(next) ? at : 0;
}

static unsigned
lowest(uint64_t mask)
{
	return (unsigned)__builtin_ctzll(mask);
}

static void
split_block(struct sweep *sw, size_t base, const struct pm_split_masks *m)
{
	const uint64_t top = UINT64_C(1) << 63, signs = m->join | m->sign;
	const uint32_t offset = (uint32_t)base;
	struct pm_word *w = sw->out->words + sw->out->n, *first_word = w;

	for (;;) {
		uint64_t keep = sw->at > base ? ~UINT64_C(0) << (sw->at - base)
					      : ~UINT64_C(0);
		uint64_t word = m->word & keep, high = m->high & keep;
		uint64_t behind = word << 1 | sw->open;
		uint64_t starts = word & ~behind, ends = behind & ~word;
		/* What follows the last byte is not known here: assume it can be
		 * joined. */
		uint64_t longer = m->sign | (m->join & (word >> 1 | top));
		uint64_t hard = (ends & longer) | high, first = hard & -hard;
		uint64_t easy = ends & (first - 1);

		/* Each end is written together with the next start, which may belong to a
		 * run that goes on in the next block.  If there is no start left, TOP
		 * only keeps the result defined. */
		if (!sw->open) {
			w->start = offset + lowest(starts | top);
			starts &= starts - 1;
		}
		for (; easy != 0; easy &= easy - 1) {
			w->end = offset + lowest(easy);
			w->flags = PM_WORD_PLAIN;
			w++;
			w->start = offset + lowest(starts | top);
			starts &= starts - 1;
		}
		if (hard == 0) {
			sw->open = word >> 63;
			break;
		}
		sw->open = false;
		sw->at = 0;
		if ((first & high) == 0) {
			/* The next run: does it end at something other than a sign, or at
			 * a sign followed by neither a sign nor a word? */
			uint64_t next_end = ends & ~(first | (first - 1));
			uint64_t quiet = ~signs | ~(signs | word) >> 1;

			w->end = offset + lowest(first);
			w->flags = PM_WORD_PLAIN;
			sw->at = look_again(&sw->scan, w->end,
					    (next_end & -next_end & quiet) != 0);
		}
		if (sw->at == 0)
			sw->at = pm_split_step(&sw->scan, w->start, w);
		w += w->end > w->start;
		if (sw->at >= base + PM_SPLIT_BLOCK)
			break;
	}
	sw->out->n += (size_t)(w - first_word);
}

enum pm_status
pm_split_by(const struct pm_split_impl *impl, const char *text, size_t len,
	    struct pm_words *out, struct pm_error *err)
{
	struct sweep sw = { { (const uint8_t *)text, len }, out, 0, false };
	size_t base = 0;
	enum pm_status status;

	if (len > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "a text of %zu bytes is larger than 4 GiB", len);
	while (base < len || sw.open) {
		struct pm_split_masks masks[BATCH];
		size_t n = (len - base) / PM_SPLIT_BLOCK, i;

		if (n > BATCH)
			n = BATCH;
		if (n > 0) {
			impl->masks(sw.scan.s + base, n, masks);
		} else {
			/* The rest, or the end of the text right after an open run. */
			uint8_t rest[PM_SPLIT_BLOCK] = { 0 };

			memcpy(rest, sw.scan.s + base, len - base);
			impl->masks(rest, n = 1, masks);
		}
		for (i = 0; i < n; i++, base += PM_SPLIT_BLOCK) {
			if (len - base > AHEAD)
				__builtin_prefetch(sw.scan.s + base + AHEAD);
			if (sw.at >= base + PM_SPLIT_BLOCK)
				continue;
			if (out->cap - out->n < ROOM &&
			    (status = pm_grow(&out->words, &out->cap, out->n + ROOM,
					      sizeof *out->words, err)) < 0)
				return status;
			split_block(&sw, base, &masks[i]);
		}
		if (base > len)
			base = len;
	}
	return PM_OK;
}

enum pm_status
pm_split(const char *text, size_t len, struct pm_words *out, struct pm_error *err)
{
	size_t n;

	return pm_split_by(pm_split_impls(&n), text, len, out, err);
}

void
pm_words_release(struct pm_words *words)
{
	free(words->words);
	memset(words, 0, sizeof *words);
}
