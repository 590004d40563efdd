/* Pressmark - the encoding of a web page: what the labels of encodings mean: see
 * page_charset.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The labels are those of the Encoding standard (https://encoding.spec.whatwg.org,
 * 4.2), with the encodings that it takes them for; where iconv knows one that has more
 * characters and the same otherwise, that.  What the standard refuses, because pages
 * might deceive their readers by it, is read, as no page is shown here.  An encoding
 * whose bytes would not have been readable as a declaration is none. */
#include "corpus/encoding/page_charset.h"

#include <string.h>
#include <strings.h>

static const struct pm_charset CHARSETS[] = {
	{ " unicode-1-1-utf-8 utf-8 utf8 ", { "UTF-8", NULL } },
	{ " 866 cp866 csibm866 ibm866 ", { "IBM866", NULL } },
	{ " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2"
	  " iso_8859-2:1987 l2 latin2 ",
	  { "ISO-8859-2", NULL } },
	{ " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3"
	  " iso_8859-3:1988 l3 latin3 ",
	  { "ISO-8859-3", NULL } },
	{ " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4"
	  " iso_8859-4:1988 l4 latin4 ",
	  { "ISO-8859-4", NULL } },
	{ " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595"
	  " iso_8859-5 iso_8859-5:1988 ",
	  { "ISO-8859-5", NULL } },
	{ " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114"
	  " iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596"
	  " iso_8859-6 iso_8859-6:1987 ",
	  { "ISO-8859-6", NULL } },
	{ " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126"
	  " iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek ",
	  { "ISO-8859-7", NULL } },
	{ " csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138"
	  " iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual csiso88598i"
	  " iso-8859-8-i logical ",
	  { "ISO-8859-8", NULL } },
	{ " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 ",
	  { "ISO-8859-10", NULL } },
	{ " iso-8859-13 iso8859-13 iso885913 ", { "ISO-8859-13", NULL } },
	{ " iso-8859-14 iso8859-14 iso885914 ", { "ISO-8859-14", NULL } },
	{ " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 ",
	  { "ISO-8859-15", NULL } },
	{ " iso-8859-16 ", { "ISO-8859-16", NULL } },
	{ " cskoi8r koi koi8 koi8-r koi8_r ", { "KOI8-R", NULL } },
	{ " koi8-u koi8-ru ", { "KOI8-U", NULL } },
	{ " csmacintosh mac macintosh x-mac-roman ", { "MACINTOSH", NULL } },
	{ " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 ",
	  { "WINDOWS-874", "CP874" } },
	{ " cp1250 windows-1250 x-cp1250 ", { "WINDOWS-1250", NULL } },
	{ " cp1251 windows-1251 x-cp1251 ", { "WINDOWS-1251", NULL } },
	{ " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100"
	  " iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii"
	  " windows-1252 x-cp1252 latin-1 x-user-defined ",
	  { "WINDOWS-1252", NULL } },
	{ " cp1253 windows-1253 x-cp1253 ", { "WINDOWS-1253", NULL } },
	{ " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9"
	  " iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254 ",
	  { "WINDOWS-1254", NULL } },
	{ " cp1255 windows-1255 x-cp1255 ", { "WINDOWS-1255", NULL } },
	{ " cp1256 windows-1256 x-cp1256 ", { "WINDOWS-1256", NULL } },
	{ " cp1257 windows-1257 x-cp1257 ", { "WINDOWS-1257", NULL } },
	{ " cp1258 windows-1258 x-cp1258 ", { "WINDOWS-1258", NULL } },
	{ " x-mac-cyrillic x-mac-ukrainian ", { "MAC-UK", "MACUKRAINE" } },
	{ " chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58"
	  " x-gbk gb18030 ",
	  { "GB18030", NULL } },
	{ " big5 big5-hkscs cn-big5 csbig5 x-x-big5 ", { "BIG5-HKSCS", "BIG5" } },
	{ " cseucpkdfmtjapanese euc-jp x-euc-jp ", { "EUC-JP-MS", "EUC-JP" } },
	{ " csiso2022jp iso-2022-jp ", { "ISO-2022-JP", NULL } },
	{ " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis ",
	  { "CP932", "SHIFT_JIS" } },
	{ " cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987"
	  " ks_c_5601-1989 ksc5601 ksc_5601 windows-949 ",
	  { "CP949", "EUC-KR" } },
	{ " csiso2022kr iso-2022-kr ", { "ISO-2022-KR", NULL } },
	{ " iso-2022-cn ", { "ISO-2022-CN", NULL } },
	{ " iso-2022-cn-ext ", { "ISO-2022-CN-EXT", NULL } },
	{ " hz-gb-2312 ", { "HZ", NULL } },
	{ " utf-16 utf-16be utf-16le unicodefffe csunicode iso-10646-ucs-2 ucs-2"
	  " unicode unicodefeff utf-7 ",
	  { NULL, NULL } },
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
