/* Pressmark - what a text says of its language, as a code: see languages.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/languages.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define CODE(a) \
	{ \
		a, NULL \
	}

/* All codes of ISO 639-1, with other codes and names, each before a bar. */
/* clang-format off */
static const struct {
	char code[3];
	const char *names;
} LANGUAGES[] = {
	{ "af", "afr|afrikaans|" }, { "am", "amh|amharic|አማርኛ|" },
	{ "ar", "ara|arabic|العربية|عربي|" }, { "az", "aze|azerbaijani|azərbaycan|" },
	{ "be", "bel|belarusian|беларуская|Беларуская|" },
	{ "bg", "bul|bulgarian|български|Български|" },
	{ "bn", "ben|bengali|bangla|বাংলা|" }, { "bs", "bos|bosnian|bosanski|" },
	{ "ca", "cat|catalan|català|" }, { "cs", "ces|cze|cz|czech|čeština|Čeština|" },
	{ "cy", "cym|wel|welsh|cymraeg|" }, { "da", "dan|dk|danish|dansk|" },
	{ "de", "deu|ger|german|deutsch|" },
	{ "el", "ell|gre|gr|greek|ελληνικά|Ελληνικά|" }, { "en", "eng|english|" },
	{ "eo", "epo|esperanto|" }, { "es", "spa|spanish|español|espanol|castellano|" },
	{ "et", "est|estonian|eesti|" }, { "eu", "eus|baq|basque|euskara|" },
	{ "fa", "fas|per|persian|farsi|فارسی|" }, { "fi", "fin|finnish|suomi|" },
	{ "fr", "fra|fre|french|français|francais|" }, { "ga", "gle|irish|gaeilge|" },
	{ "gl", "glg|galician|galego|" }, { "gu", "guj|gujarati|ગુજરાતી|" },
	{ "ha", "hau|hausa|" }, { "he", "heb|hebrew|עברית|iw|" },
	{ "hi", "hin|hindi|हिन्दी|हिंदी|" }, { "hr", "hrv|croatian|hrvatski|" },
	{ "hu", "hun|hungarian|magyar|" },
	{ "hy", "hye|arm|armenian|հայերեն|Հայերեն|" },
	{ "id", "ind|indonesian|bahasa indonesia|in|" }, { "ig", "ibo|igbo|" },
	{ "is", "isl|ice|icelandic|íslenska|Íslenska|" },
	{ "it", "ita|italian|italiano|" }, { "ja", "jpn|jp|japanese|日本語|" },
	{ "ka", "kat|geo|georgian|ქართული|" }, { "kk", "kaz|kazakh|қазақ|Қазақ|" },
	{ "km", "khm|khmer|ខ្មែរ|" }, { "kn", "kan|kannada|ಕನ್ನಡ|" },
	{ "ko", "kor|korean|한국어|" }, { "ku", "kur|kurdish|kurdî|" },
	{ "ky", "kir|kyrgyz|кыргызча|Кыргызча|" }, { "la", "lat|latin|latina|" },
	{ "lb", "ltz|luxembourgish|lëtzebuergesch|" }, { "lo", "lao|ລາວ|" },
	{ "lt", "lit|lithuanian|lietuvių|" }, { "lv", "lav|latvian|latviešu|" },
	{ "mk", "mkd|mac|macedonian|македонски|Македонски|" },
	{ "ml", "mal|malayalam|മലയാളം|" }, { "mn", "mon|mongolian|монгол|Монгол|" },
	{ "mr", "mar|marathi|मराठी|" }, { "ms", "msa|may|malay|bahasa melayu|" },
	{ "mt", "mlt|maltese|malti|" }, { "my", "mya|bur|burmese|မြန်မာ|" },
	{ "nb", "nob|bokmål|norwegian bokmål|norsk bokmål|" }, { "ne", "nep|nepali|नेपाली|" },
	{ "nl", "nld|dut|dutch|nederlands|" }, { "nn", "nno|nynorsk|norwegian nynorsk|" },
	{ "no", "nor|norwegian|norsk|" }, { "oc", "oci|occitan|" },
	{ "or", "ori|odia|oriya|" }, { "pa", "pan|punjabi|panjabi|ਪੰਜਾਬੀ|" },
	{ "pl", "pol|polish|polski|" }, { "ps", "pus|pashto|پښتو|" },
	{ "pt", "por|portuguese|português|portugues|" },
	{ "ro", "ron|rum|romanian|română|romana|" },
	{ "ru", "rus|russian|русский|Русский|" }, { "rw", "kin|kinyarwanda|" },
	{ "sd", "snd|sindhi|" }, { "si", "sin|sinhala|සිංහල|" },
	{ "sk", "slk|slo|slovak|slovenčina|" },
	{ "sl", "slv|slovenian|slovene|slovenščina|" }, { "so", "som|somali|" },
	{ "sq", "sqi|alb|albanian|shqip|" },
	{ "sr", "srp|serbian|српски|Српски|srpski|" }, { "sv", "swe|swedish|svenska|" },
	{ "sw", "swa|swahili|kiswahili|" }, { "ta", "tam|tamil|தமிழ்|" },
	{ "te", "tel|telugu|తెలుగు|" }, { "tg", "tgk|tajik|тоҷикӣ|" },
	{ "th", "tha|thai|ไทย|" }, { "tl", "tgl|tagalog|filipino|fil|" },
	{ "tr", "tur|turkish|türkçe|turkce|" },
	{ "uk", "ukr|ua|ukrainian|українська|Українська|" }, { "ur", "urd|urdu|اردو|" },
	{ "uz", "uzb|uzbek|o'zbek|oʻzbek|" },
	{ "vi", "vie|vietnamese|tiếng việt|Tiếng Việt|" }, { "yi", "yid|yiddish|" },
	{ "yo", "yor|yoruba|" }, { "zh", "zho|chi|cn|chinese|mandarin|中文|汉语|漢語|" },
	{ "zu", "zul|zulu|" },
	CODE("aa"), CODE("ab"), CODE("ae"), CODE("ak"), CODE("an"), CODE("as"), CODE("av"),
	CODE("ay"), CODE("ba"), CODE("bi"), CODE("bm"), CODE("bo"), CODE("br"), CODE("ce"),
	CODE("ch"), CODE("co"), CODE("cr"), CODE("cu"), CODE("cv"), CODE("dv"), CODE("dz"),
	CODE("ee"), CODE("ff"), CODE("fj"), CODE("fo"), CODE("fy"), CODE("gd"), CODE("gn"),
	CODE("gv"), CODE("ho"), CODE("ht"), CODE("hz"), CODE("ia"), CODE("ie"), CODE("ii"),
	CODE("ik"), CODE("io"), CODE("iu"), CODE("jv"), CODE("kg"), CODE("ki"), CODE("kj"),
	CODE("kl"), CODE("kr"), CODE("ks"), CODE("kv"), CODE("kw"), CODE("lg"), CODE("li"),
	CODE("ln"), CODE("lu"), CODE("mg"), CODE("mh"), CODE("mi"), CODE("na"), CODE("nd"),
	CODE("ng"), CODE("nr"), CODE("nv"), CODE("ny"), CODE("oj"), CODE("om"), CODE("os"),
	CODE("pi"), CODE("qu"), CODE("rm"), CODE("rn"), CODE("sa"), CODE("sc"), CODE("se"),
	CODE("sg"), CODE("sm"), CODE("sn"), CODE("ss"), CODE("st"), CODE("su"), CODE("ti"),
	CODE("tk"), CODE("tn"), CODE("to"), CODE("ts"), CODE("tt"), CODE("tw"), CODE("ty"),
	CODE("ug"), CODE("ve"), CODE("vo"), CODE("wa"), CODE("wo"), CODE("xh"), CODE("za"),
};
/* clang-format on */

#define N_LANGUAGES (sizeof LANGUAGES / sizeof *LANGUAGES)

/* Whether one of the NAMES is the text, in any case of ASCII letters. */
static bool
is_one_of(const char *names, const char *text, size_t len)
{
	const char *p = names;

	while (p != NULL && *p != '\0') {
		size_t n = strcspn(p, "|");

		if (n == len && strncasecmp(p, text, n) == 0)
			return true;
		p += n + 1;
	}
	return false;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const char *
pm_language_code(const char *text, size_t len)
{
	const char *behind;
	size_t n = 0, i;

	for (; len > 0 && (*text == ' ' || *text == '\t'); len--)
		text++;
	/* English (US) */
	if (len > 1 && (behind = memchr(text + 1, '(', len - 1)) != NULL)
		len = (size_t)(behind - text);
	while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\n'))
		len--;
	while (n < len && is_letter(text[n]))
		n++;
	/* a tag such as en-US */
	if ((n == 2 || n == 3) && n < len && (text[n] == '-' || text[n] == '_'))
		len = n;
	for (i = 0; len == 2 && i < N_LANGUAGES; i++)
		if (strncasecmp(text, LANGUAGES[i].code, 2) == 0)
			return LANGUAGES[i].code;
	for (i = 0; len > 1 && i < N_LANGUAGES; i++)
		if (is_one_of(LANGUAGES[i].names, text, len))
			return LANGUAGES[i].code;
	return NULL;
}
