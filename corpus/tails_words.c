/* Pressmark - words of a text that may have a tail: see tails_words.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/tails_words.h"

#include "corpus/page/interface.h"
#include "corpus/page/words.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

#define HASH_BASIS UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)
#define COUNTED_MIN 4u /* bytes of the words that are counted */

/* What forms say, and the frames of articles, besides what pages are weighed with
 * (page/interface_words.c). */
static const char FORM_WORDS[] =
	"form forms contact sign clicking submit message verification verifying share "
	"shares tweet follow comment comments reply print log "
	"formular absenden nachricht kontakt teilen impressum "
	"formulaire envoyer partager contactez formulario enviar compartir contacto";

struct pm_tail_count {
	uint64_t hash; /* 0: free */
	unsigned n;
};

/* How many bytes the character at P has; *SIGN: it belongs to no word.  As page/words.c has
 * it. */
static unsigned
wide(const uint8_t *p, const uint8_t *end, bool *sign)
{
	unsigned n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	*sign = false;
	if (p[0] < 0xc0 || (size_t)(end - p) < n) {
		*sign = true;
		n = 1;
	} else if (p[0] == 0xc2) {
		*sign = p[1] != 0xaa && p[1] != 0xb5 && p[1] != 0xba;
	} else if (p[0] == 0xe2) {
		*sign = p[1] == 0x80 || p[1] == 0x81;
	} else if (p[0] == 0xe3) {
		*sign = p[1] == 0x80 && p[2] < 0x85;
	} else if (p[0] == 0xef) {
		*sign = (p[1] == 0xbc || p[1] == 0xbd) && p[2] < 0x90;
	}
	return n;
}

static uint64_t
mix(uint64_t hash, unsigned byte)
{
	return (hash ^ byte) * HASH_PRIME;
}

/* The small letter of one of two bytes, of Latin-1 and Cyrillic, into the hash. */
static uint64_t
mix_two(uint64_t hash, unsigned a, unsigned b)
{
	if (a == 0xc3 && b >= 0x80 && b <= 0x9e && b != 0x97) {
		b |= 0x20;
	} else if (a == 0xd0 && b >= 0x90 && b <= 0x9f) {
		b += 0x20;
	} else if (a == 0xd0 && b >= 0xa0 && b <= 0xaf) {
		a = 0xd1;
		b -= 0x20;
	}
	return mix(mix(hash, a), b);
}

bool
pm_tail_word_next(const struct pm_tail_words *words, const char **p, const char *end,
		  struct pm_tail_word *word)
{
	const uint8_t *q = (const uint8_t *)*p, *e = (const uint8_t *)end, *start;
	uint64_t hash = HASH_BASIS;
	unsigned n, i;
	bool sign = true;

	for (; q < e && words->lower[*q] <= 1; q += n) {
		n = 1;
		if (words->lower[*q] == 1)
			n = wide(q, e, &sign);
		if (!sign)
			break;
	}
	for (start = q; q < e && words->lower[*q] > 0;) {
		unsigned c = words->lower[*q];

		if (c > 1) {
			hash = mix(hash, c);
			q++;
			continue;
		}
		n = wide(q, e, &sign);
		if (sign)
			break;
		if (n == 2)
			hash = mix_two(hash, q[0], q[1]);
		for (i = 0; n > 2 && i < n; i++)
			hash = mix(hash, q[i]);
		q += n;
	}
	*p = (const char *)q;
	word->hash = hash + (hash == 0);
	word->len = (size_t)(q - start);
	return word->len > 0;
}

/* --- what is known of words --------------------------------------------- */

static size_t
known_slot(const struct pm_tail_words *words, uint64_t hash)
{
	size_t i;

	for (i = (size_t)(hash ^ hash >> 29) % PM_TAIL_KNOWN;
	     words->known[i] != 0 && words->known[i] != hash; i = (i + 1) % PM_TAIL_KNOWN)
		;
	return i;
}

/* The words of LIST are of KIND, unless they are known already. */
static void
learn(struct pm_tail_words *words, const char *list, size_t len,
      enum pm_tail_word_kind kind)
{
	const char *p = list, *end = list + len;
	struct pm_tail_word word;

	while (pm_tail_word_next(words, &p, end, &word)) {
		size_t i = known_slot(words, word.hash);

		if (words->known[i] == 0) {
			words->known[i] = word.hash;
			words->kinds[i] = (uint8_t)kind;
		}
	}
}

/* Function words come as the bytes of a number. */
static void
learn_function_words(struct pm_tail_words *words)
{
	struct pm_function_words small;
	size_t i;

	pm_function_words_init(&small);
	for (i = 0; i < small.n; i++) {
		uint64_t packed = small.packed[i];
		char text[8];
		size_t len = 0, k;

		while (len < sizeof text && packed >> 8 * len != 0)
			len++;
		for (k = 0; k < len; k++)
			text[k] = (char)(packed >> 8 * (len - 1 - k));
		learn(words, text, len, PM_TAIL_SMALL);
	}
}

void
pm_tail_words_init(struct pm_tail_words *words)
{
	const char *const *list;
	size_t n, i;
	unsigned c;

	if (words->ready)
		return;
	for (c = 0; c < 256; c++)
		words->lower[c] = c >= 0x80	       ? 1
				: c >= 'A' && c <= 'Z' ? c | 0x20
				: (c >= 'a' && c <= 'z') || c == '_' ||
						  (c >= '0' && c <= '9')
					? c
					: 0;
	learn_function_words(words);
	list = pm_interface_words(&n);
	for (i = 0; i < n; i++)
		learn(words, list[i], strlen(list[i]), PM_TAIL_INTERFACE);
	learn(words, FORM_WORDS, sizeof FORM_WORDS - 1, PM_TAIL_INTERFACE);
	words->ready = true;
}

void
pm_tail_words_release(struct pm_tail_words *words)
{
	free(words->counts);
	words->counts = NULL;
}

enum pm_tail_word_kind
pm_tail_word_kind(const struct pm_tail_words *words, const struct pm_tail_word *word)
{
	size_t i = known_slot(words, word->hash);

	if (words->known[i] != 0)
		return (enum pm_tail_word_kind)words->kinds[i];
	return word->len < COUNTED_MIN ? PM_TAIL_SMALL : PM_TAIL_CONTENT;
}

/* --- counting ----------------------------------------------------------- */

static struct pm_tail_count *
count_of(const struct pm_tail_words *words, uint64_t hash)
{
	size_t i;

	for (i = (size_t)(hash ^ hash >> 29) & (words->n_counts - 1);
	     words->counts[i].hash != 0 && words->counts[i].hash != hash;
	     i = (i + 1) & (words->n_counts - 1))
		;
	return &words->counts[i];
}

enum pm_status
pm_tail_words_reserve(struct pm_tail_words *words, size_t len, struct pm_error *err)
{
	size_t size = 1024, most = len / (COUNTED_MIN + 1) + 1;
	enum pm_status st;

	while (size < 2 * most)
		size *= 2;
	st = pm_regrow(&words->counts, &words->counts_cap, size, sizeof *words->counts,
		       err);
	if (st < 0)
		return st;
	memset(words->counts, 0, size * sizeof *words->counts);
	words->n_counts = size;
	return PM_OK;
}

size_t
pm_tail_words_add(struct pm_tail_words *words, const char *p, const char *end, int by)
{
	struct pm_tail_word word;
	size_t n = 0;

	for (; pm_tail_word_next(words, &p, end, &word); n++) {
		struct pm_tail_count *c;

		if (word.len < COUNTED_MIN)
			continue;
		c = count_of(words, word.hash);
		c->hash = word.hash;
		c->n = (unsigned)((int)c->n + by);
	}
	return n;
}

bool
pm_tail_word_was_added(const struct pm_tail_words *words, const struct pm_tail_word *word)
{
	return words->n_counts > 0 && count_of(words, word->hash)->n > 0;
}
