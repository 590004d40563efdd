/* Pressmark - words of a web page, for judging its blocks: see words.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/words.h"

#include "corpus/page/interface.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The most frequent words of each language.  Words of more than 8 bytes of
 * UTF-8 are left out. */
static const char LISTS[] =
	/* English */
	"the of and to in a is that for it on with as was are be by this from at not "
	"have or an but they his her which were their has you we he she its had will "
	"would been who when there more if no out so what can about into than them "
	/* German */
	"der die und in den von zu das mit sich des auf ist im dem nicht ein eine als "
	"auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie "
	"einem einen so zum war haben nur oder aber vor zur bis mehr durch man "
	/* French */
	"de la le les et des en un une du que est pour qui dans par plus pas sur au ne "
	"se ce il sont avec ses cette ou son aux mais nous elle comme on leur été "
	/* Spanish, Catalan */
	"el y los del las por con no su al lo como pero sus ha me si sin sobre este ya "
	"entre cuando muy son también hasta hay donde desde todo més és amb els "
	/* Italian */
	"di e che è non si da della del le dei nel più come anche gli alla ma ai i dal "
	"delle ha sono nella questo lo ci "
	/* Portuguese */
	"o do em um uma os não na mais dos mas ao ele das à seu sua ou pelo pela até "
	"isso ela entre era depois sem "
	/* Dutch */
	"het van een dat op te zijn voor niet aan om ook er maar die bij uit door naar "
	"over ze hij nog ik je tot dan wel kan werd wordt "
	/* Swedish, Danish, Norwegian */
	"och att det som på är av för med till inte har ett den jag var kan men vi og "
	"ikke fra blev også hun etter ved eller "
	/* Polish */
	"w z na się nie że jest jak po za przez dla od są był ale czy tym jego co oraz "
	/* Czech, Slovak */
	"v se je s k ve pro by jako ale která který jsou před sa ako pri aj "
	/* Croatian, Slovenian, Serbian */
	"u za su iz li što koji kao samo bio ili pa "
	/* Romanian */
	"și la cu pe nu din este mai fi care pentru sau într "
	/* Hungarian */
	"az és hogy egy nem csak meg már volt ez ki lesz vagy mint de "
	/* Finnish, Estonian */
	"ja ei että oli hän mutta ovat kun niin se tai kuin ka ning oma "
	/* Turkish */
	"ve bir bu için ile çok olarak daha olan gibi ne kadar sonra ama "
	/* Russian, Ukrainian, Bulgarian */
	"и в не на я что он с как это по но из у за от так о для же а к до бы мы они "
	"его то все або є та що з й від був се да са като ще "
	/* Greek */
	"και το να της η ο του τα με για που από στο ότι δεν είναι οι την τη τον ένα "
	/* Indonesian, Malay, Vietnamese */
	"yang dan dengan untuk dari ini pada tidak itu akan oleh juga adalah dalam và "
	"của là có cho không các được một với những này "
	/* Hebrew, Arabic, Persian, Urdu */
	"של את על הוא לא זה גם כי עם אל או היא في من على أن إلى عن مع هذا التي ما لا "
	"کان به از که این را با است و در می "
	/* Hindi, Bengali */
	"के का में की है और से को पर ने এই ও না ";

static int
compare_packed(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

void
pm_function_words_init(struct pm_function_words *w)
{
	const char *p = LISTS, *end = LISTS + sizeof LISTS - 1;
	struct pm_page_word token;
	size_t i, kept = 0;

	w->n = 0;
	while (w->n < PM_FUNCTION_WORDS_MAX && pm_page_word_next(&p, end, &token)) {
		if (token.packed != 0)
			w->packed[w->n++] = token.packed;
	}
	qsort(w->packed, w->n, sizeof *w->packed, compare_packed);
	for (i = 0; i < w->n; i++) {
		if (kept == 0 || w->packed[kept - 1] != w->packed[i])
			w->packed[kept++] = w->packed[i];
	}
	w->n = kept;
}

/* The length in bytes of the word character at P; 0 if it is not one.  Above ASCII
 * everything counts except the spaces and punctuation of Latin-1 and U+2000 to U+206F,
 * and Chinese and Japanese punctuation. */
static unsigned
word_char(const uint8_t *p, const uint8_t *end)
{
	unsigned len;

	if (p[0] < 0x80)
		return (p[0] >= '0' && p[0] <= '9') ||
		       ((p[0] | 0x20) >= 'a' && (p[0] | 0x20) <= 'z') || p[0] == '_';
	len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if ((size_t)(end - p) < len)
		return 0;
	if (p[0] == 0xc2)
		return p[1] == 0xaa || p[1] == 0xb5 || p[1] == 0xba ? 2 : 0;
	if (p[0] == 0xe2 && (p[1] == 0x80 || p[1] == 0x81))
		return 0;
	if (p[0] == 0xe3 && p[1] == 0x80 && p[2] < 0x85)
		return 0;
	if (p[0] == 0xef && (p[1] == 0xbc || p[1] == 0xbd) && p[2] < 0x90)
		return 0;
	return len;
}

/* Lower case of ASCII, Latin-1, Greek and Cyrillic, byte by byte. */
static void
lower(uint8_t *b, unsigned n)
{
	if (n == 1) {
		if (b[0] >= 'A' && b[0] <= 'Z')
			b[0] |= 0x20;
	} else if (n == 2 && b[0] == 0xc3) {
		if (b[1] >= 0x80 && b[1] <= 0x9e && b[1] != 0x97)
			b[1] |= 0x20;
	} else if (n == 2 && b[0] == 0xd0) {
		if (b[1] >= 0x90 && b[1] <= 0x9f) {
			b[1] = (uint8_t)(b[1] + 0x20);
		} else if (b[1] >= 0xa0 && b[1] <= 0xaf) {
			b[0] = 0xd1;
			b[1] = (uint8_t)(b[1] - 0x20);
		}
	} else if (n == 2 && b[0] == 0xce) {
		if (b[1] >= 0x91 && b[1] <= 0x9f) {
			b[1] = (uint8_t)(b[1] + 0x20);
		} else if (b[1] >= 0xa0 && b[1] <= 0xa9) {
			b[0] = 0xcf;
			b[1] = (uint8_t)(b[1] - 0x20);
		}
	}
}

bool
pm_page_word_next(const char **p, const char *end, struct pm_page_word *token)
{
	const uint8_t *q = (const uint8_t *)*p, *e = (const uint8_t *)end;
	unsigned n, i;

	while (q < e && word_char(q, e) == 0)
		q += q[0] < 0xc0 ? 1 : q[0] < 0xe0 ? 2 : q[0] < 0xf0 ? 3 : 4;
	if (q > e)
		q = e;
	token->packed = 0;
	token->hash = UINT64_C(0xcbf29ce484222325);
	token->len = 0;
	for (; q < e && (n = word_char(q, e)) > 0; q += n) {
		uint8_t c[4] = { 0 };

		memcpy(c, q, n);
		lower(c, n);
		for (i = 0; i < n; i++, token->len++) {
			token->hash = (token->hash ^ c[i]) * UINT64_C(0x100000001b3);
			if (token->len < 8)
				token->packed = token->packed << 8 | c[i];
			if (token->len < PM_PAGE_WORD_BYTES - 1)
				token->lower[token->len] = (char)c[i];
		}
	}
	token->lower[token->len < PM_PAGE_WORD_BYTES ? token->len : PM_PAGE_WORD_BYTES - 1] =
		'\0';
	if (token->len > 8)
		token->packed = 0;
	*p = (const char *)q;
	return token->len > 0;
}

bool
pm_is_function_word(const struct pm_function_words *w, const struct pm_page_word *t)
{
	size_t low = 0, high = w->n;

	if (t->packed == 0)
		return false;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (w->packed[mid] == t->packed)
			return true;
		if (w->packed[mid] < t->packed)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

struct pm_shares
pm_word_shares(const struct pm_function_words *w, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	struct pm_shares shares = { 0, 0 };
	struct pm_page_word token;
	size_t n = 0, small = 0, interface = 0;

	while (pm_page_word_next(&p, end, &token)) {
		n++;
		if (pm_is_function_word(w, &token))
			small++;
		else
			interface += pm_is_interface_word(&token);
	}
	if (n > 0) {
		shares.function = (float)small / (float)n;
		shares.interface = (float)interface / (float)n;
	}
	return shares;
}

/* The next character at *P that is a letter or a digit; 0 at the end. */
static uint32_t
next_letter(const char **p, const char *end)
{
	while (*p < end) {
		unsigned n;
		uint32_t c = pm_utf8_get((const uint8_t *)*p, &n);

		*p += n;
		if (c < 0x80 ? (c | 0x20) - 'a' < 26u || c - '0' < 10u
			     : c >= 0xc0 && !(c >= 0x2000 && c < 0x2070) &&
				       !(c >= 0x3000 && c < 0x3005) &&
				       !(c >= 0xff00 && c < 0xff10))
			return c;
	}
	return 0;
}

size_t
pm_letters_shared(const char *a, size_t a_len, const char *b, size_t b_len, size_t max)
{
	const char *a_end = a + a_len, *b_end = b + b_len;
	size_t n;

	for (n = 0; n < max; n++) {
		uint32_t c = next_letter(&a, a_end);

		if (c == 0 || c != next_letter(&b, b_end))
			break;
	}
	return n;
}

size_t
pm_letters(const char *s, size_t len, size_t max)
{
	const char *end = s + len;
	size_t n = 0;

	while (n < max && next_letter(&s, end) != 0)
		n++;
	return n;
}
