/* Pressmark - what the labels of encodings mean: see labels.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The labels are those of the Encoding standard (https://encoding.spec.whatwg.org,
 * 4.2), with the encodings that it takes them for; where iconv knows one that has more
 * characters and the same otherwise, that.  What the standard refuses, because pages
 * might deceive their readers by it, is read, as no page is shown here.  Below them are
 * encodings of DOS, of the Macintosh and of Vietnam that pages do not use. */
#include "corpus/encoding/labels.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>

static const struct pm_charset CHARSETS[] = {
	{ "UTF-8", " unicode-1-1-utf-8 utf-8 utf8 ", { "UTF-8", NULL }, PM_CHARSET_UTF8 },
	{ "IBM866",
	  " 866 cp866 csibm866 ibm866 dos-866 ",
	  { "IBM866", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-2",
	  " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2"
	  " iso_8859-2:1987 l2 latin2 ",
	  { "ISO-8859-2", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-3",
	  " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3"
	  " iso_8859-3:1988 l3 latin3 ",
	  { "ISO-8859-3", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-4",
	  " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4"
	  " iso_8859-4:1988 l4 latin4 ",
	  { "ISO-8859-4", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-5",
	  " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5"
	  " iso88595 iso_8859-5 iso_8859-5:1988 ",
	  { "ISO-8859-5", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-6",
	  " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114"
	  " iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596"
	  " iso_8859-6 iso_8859-6:1987 ",
	  { "ISO-8859-6", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-7",
	  " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7"
	  " iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987"
	  " sun_eu_greek ",
	  { "ISO-8859-7", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-8",
	  " csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e"
	  " iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual"
	  " csiso88598i iso-8859-8-i logical ",
	  { "ISO-8859-8", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-10",
	  " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 ",
	  { "ISO-8859-10", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-13",
	  " iso-8859-13 iso8859-13 iso885913 ",
	  { "ISO-8859-13", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-14",
	  " iso-8859-14 iso8859-14 iso885914 ",
	  { "ISO-8859-14", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-15",
	  " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 ",
	  { "ISO-8859-15", NULL },
	  PM_CHARSET_BYTES },
	{ "ISO-8859-16", " iso-8859-16 ", { "ISO-8859-16", NULL }, PM_CHARSET_BYTES },
	{ "KOI8-R",
	  " cskoi8r koi koi8 koi8-r koi8_r ",
	  { "KOI8-R", NULL },
	  PM_CHARSET_BYTES },
	{ "KOI8-U", " koi8-u koi8-ru ", { "KOI8-U", NULL }, PM_CHARSET_BYTES },
	{ "macintosh",
	  " csmacintosh mac macintosh x-mac-roman macroman mac-roman ",
	  { "MACINTOSH", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-874",
	  " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 cp874 ",
	  { "WINDOWS-874", "CP874" },
	  PM_CHARSET_BYTES },
	{ "windows-1250",
	  " cp1250 windows-1250 x-cp1250 ",
	  { "WINDOWS-1250", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1251",
	  " cp1251 windows-1251 x-cp1251 ",
	  { "WINDOWS-1251", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1252",
	  " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1"
	  " iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1"
	  " us-ascii windows-1252 x-cp1252 latin-1 x-user-defined ",
	  { "WINDOWS-1252", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1253",
	  " cp1253 windows-1253 x-cp1253 ",
	  { "WINDOWS-1253", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1254",
	  " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599"
	  " iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254 ",
	  { "WINDOWS-1254", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1255",
	  " cp1255 windows-1255 x-cp1255 ",
	  { "WINDOWS-1255", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1256",
	  " cp1256 windows-1256 x-cp1256 ",
	  { "WINDOWS-1256", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1257",
	  " cp1257 windows-1257 x-cp1257 ",
	  { "WINDOWS-1257", NULL },
	  PM_CHARSET_BYTES },
	{ "windows-1258",
	  " cp1258 windows-1258 x-cp1258 ",
	  { "WINDOWS-1258", NULL },
	  PM_CHARSET_BYTES },
	{ "x-mac-cyrillic",
	  " x-mac-cyrillic x-mac-ukrainian mac-cyrillic maccyrillic ",
	  { "MAC-UK", "MACUKRAINE" },
	  PM_CHARSET_BYTES },
	{ "GB18030",
	  " chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk"
	  " iso-ir-58 x-gbk gb18030 cp936 ms936 windows-936 euc-cn ",
	  { "GB18030", NULL },
	  PM_CHARSET_PAIRS },
	{ "Big5",
	  " big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 ",
	  { "BIG5-HKSCS", "BIG5" },
	  PM_CHARSET_PAIRS },
	{ "EUC-JP",
	  " cseucpkdfmtjapanese euc-jp x-euc-jp ",
	  { "EUC-JP-MS", "EUC-JP" },
	  PM_CHARSET_PAIRS },
	{ "ISO-2022-JP",
	  " csiso2022jp iso-2022-jp ",
	  { "ISO-2022-JP", NULL },
	  PM_CHARSET_ESCAPES },
	{ "Shift_JIS",
	  " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j"
	  " x-sjis cp932 windows-932 ",
	  { "CP932", "SHIFT_JIS" },
	  PM_CHARSET_PAIRS },
	{ "EUC-KR",
	  " cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987"
	  " ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949 uhc ms949 ",
	  { "CP949", "EUC-KR" },
	  PM_CHARSET_PAIRS },
	{ "ISO-2022-KR",
	  " csiso2022kr iso-2022-kr ",
	  { "ISO-2022-KR", NULL },
	  PM_CHARSET_ESCAPES },
	{ "ISO-2022-CN", " iso-2022-cn ", { "ISO-2022-CN", NULL }, PM_CHARSET_ESCAPES },
	{ "ISO-2022-CN-EXT",
	  " iso-2022-cn-ext ",
	  { "ISO-2022-CN-EXT", NULL },
	  PM_CHARSET_ESCAPES },
	{ "HZ-GB-2312", " hz-gb-2312 hz ", { "HZ", NULL }, PM_CHARSET_ESCAPES },
	{ "IBM437",
	  " 437 cp437 ibm437 dos-437 cspc8codepage437 ",
	  { "IBM437", NULL },
	  PM_CHARSET_BYTES },
	{ "IBM737", " 737 cp737 ibm737 dos-737 ", { "CP737", NULL }, PM_CHARSET_BYTES },
	{ "IBM775",
	  " 775 cp775 ibm775 cspc775baltic ",
	  { "CP775", NULL },
	  PM_CHARSET_BYTES },
	{ "IBM850",
	  " 850 cp850 ibm850 dos-850 cspc850multilingual ",
	  { "IBM850", NULL },
	  PM_CHARSET_BYTES },
	{ "IBM852",
	  " 852 cp852 ibm852 dos-852 cspcp852 ",
	  { "IBM852", NULL },
	  PM_CHARSET_BYTES },
	{ "IBM855", " 855 cp855 ibm855 csibm855 ", { "IBM855", NULL }, PM_CHARSET_BYTES },
	{ "IBM857", " 857 cp857 ibm857 csibm857 ", { "IBM857", NULL }, PM_CHARSET_BYTES },
	{ "IBM860", " 860 cp860 ibm860 ", { "IBM860", NULL }, PM_CHARSET_BYTES },
	{ "IBM861", " 861 cp861 ibm861 ", { "IBM861", NULL }, PM_CHARSET_BYTES },
	{ "IBM862", " 862 cp862 ibm862 ", { "IBM862", NULL }, PM_CHARSET_BYTES },
	{ "IBM863", " 863 cp863 ibm863 ", { "IBM863", NULL }, PM_CHARSET_BYTES },
	{ "IBM864", " 864 cp864 ibm864 ", { "IBM864", NULL }, PM_CHARSET_BYTES },
	{ "IBM865", " 865 cp865 ibm865 ", { "IBM865", NULL }, PM_CHARSET_BYTES },
	{ "IBM869", " 869 cp869 ibm869 ", { "IBM869", NULL }, PM_CHARSET_BYTES },
	{ "x-mac-ce",
	  " x-mac-ce mac-centraleurope maccentraleurope ",
	  { "MAC-CENTRALEUROPE", NULL },
	  PM_CHARSET_BYTES },
	{ "Johab", " johab cp1361 ms1361 ", { "JOHAB", NULL }, PM_CHARSET_PAIRS },
	{ "EUC-TW", " euc-tw ", { "EUC-TW", NULL }, PM_CHARSET_PAIRS },
	{ "VISCII", " viscii csviscii viscii1.1-1 ", { "VISCII", NULL }, PM_CHARSET_BYTES },
	{ "TCVN", " tcvn tcvn5712-1 x-viet-tcvn ", { "TCVN", NULL }, PM_CHARSET_BYTES },
	{ "UTF-16LE",
	  " utf-16 utf-16le unicode ucs-2 ucs-2le iso-10646-ucs-2 csunicode"
	  " unicodefeff utf16 utf16le ",
	  { "UTF-16LE", NULL },
	  PM_CHARSET_WIDE },
	{ "UTF-16BE",
	  " utf-16be unicodefffe ucs-2be utf16be ",
	  { "UTF-16BE", NULL },
	  PM_CHARSET_WIDE },
	{ "UTF-32LE",
	  " utf-32 utf-32le ucs-4le utf32 utf32le ",
	  { "UTF-32LE", NULL },
	  PM_CHARSET_WIDE },
	{ "UTF-32BE",
	  " utf-32be ucs-4 ucs-4be utf32be ",
	  { "UTF-32BE", NULL },
	  PM_CHARSET_WIDE },
	{ "UTF-7", " utf-7 csunicode11utf7 ", { NULL, NULL }, PM_CHARSET_BYTES },
};

const struct pm_charset *
pm_charset_of(const char *label)
{
	size_t n = strlen(label), i;

	for (i = 0; i < sizeof CHARSETS / sizeof *CHARSETS && n > 0; i++) {
		const char *p = CHARSETS[i].labels;

		while ((p = strcasestr(p, label)) != NULL) {
			if (p[-1] == ' ' && p[n] == ' ')
				return &CHARSETS[i];
			p++;
		}
	}
	return NULL;
}

bool
pm_charset_holds_ascii(const char *name)
{
	char sample[] = "<Meta 1+A->", utf8[sizeof sample] = "";
	char *in = sample, *out = utf8;
	size_t in_len = sizeof sample - 1, out_len = in_len;
	iconv_t cd = iconv_open("UTF-8", name);

	if (cd == (iconv_t)-1)
		return false;
	iconv(cd, &in, &in_len, &out, &out_len);
	iconv(cd, NULL, NULL, &out, &out_len);
	iconv_close(cd);
	return strcmp(sample, utf8) == 0;
}

static const uint16_t CP1252[32] = {
	0x20ac, 0,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	0x017d, 0,
	0,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,	0x017e, 0x0178
};

uint32_t
pm_charset_1252(unsigned byte)
{
	return byte >= 0x80 && byte <= 0x9f ? CP1252[byte - 0x80] : 0;
}
