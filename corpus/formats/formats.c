/* Pressmark - the list of all file formats: see format.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To add a format: its struct in a file of its own, declared and listed here. */
#include "corpus/formats/format.h"
#include "corpus/formats/plain.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
extern const struct pm_format pm_format_markdown,
	pm_format_warc,
	pm_format_mbox,
	pm_format_mail,
	pm_format_mhtml,
	pm_format_document,
	pm_format_epub,
	pm_format_rtf,
	pm_format_pdf,
	pm_format_csv,
	pm_format_proquest,
	pm_format_proquest_page,
	pm_format_nexis,
	pm_format_nexis_page,
	pm_format_nexis_uni,
	pm_format_factiva,
	pm_format_europresse,
	pm_format_ris,
	pm_format_medline,
	pm_format_wos,
	pm_format_bibtex,
	pm_format_conllu,
	pm_format_vrt,
	pm_format_sgml,
	pm_format_xml,
	pm_format_plain,
	pm_format_page,
	pm_format_json,
	pm_format_json_lines;

/* Asked in this order; so what is a kind of something else comes before it. */
static const struct pm_format *const FORMATS[] = {
	&pm_format_warc,
	&pm_format_mbox,
	&pm_format_proquest,
	&pm_format_proquest_page,
	&pm_format_nexis,
	&pm_format_nexis_page,
	&pm_format_nexis_uni,
	&pm_format_factiva,
	&pm_format_europresse,
	&pm_format_ris,
	&pm_format_medline,
	&pm_format_wos,
	&pm_format_bibtex,
	&pm_format_conllu,
	&pm_format_vrt,
	&pm_format_mail,
	&pm_format_mhtml,
	&pm_format_document,
	&pm_format_epub,
	&pm_format_rtf,
	&pm_format_pdf,
	&pm_format_sgml,
	&pm_format_xml,
	&pm_format_plain,
	&pm_format_page,
	&pm_format_json,
	&pm_format_json_lines,
	&pm_format_csv,
	&pm_format_markdown,
};
/* clang-format on */
#define N_FORMATS (sizeof FORMATS / sizeof *FORMATS)

_Static_assert(N_FORMATS <= PM_FORMATS_MAX, "there are as many states as formats");

/* What no format takes: it is not even opened in a folder. */
static const char FOREIGN[] =
	".png .jpg .jpeg .gif .bmp .tif .tiff .webp .svg .ico .heic .psd .eps .ai "
	".mp3 .mp4 .m4a .m4v .mov .avi .mkv .webm .wav .ogg .flac .aac .wma .wmv "
	".ttf .otf .woff .woff2 .eot .css .js .mjs .ts .map .c .h .cc .cpp .hpp .java .py "
	".pyc .rb .pl .sh .go .rs .o .a .so .dll .exe .class .jar .bin .iso .img .dmg "
	".deb .rpm .apk .db .sqlite .sqlite3 .mdb .parquet .feather .arrow .avro .orc "
	".pkl .npy .npz .h5 .hdf5 .rds .rdata .xls .xlsx .ods .ppt .pptx .odp .doc .pages "
	".mobi .azw .azw3 .djvu .ps .swf .lock .log .ini .cfg .conf .toml .yaml .yml "
	".lz4 .br .torrent .sig .asc .md5 .sha1 .sha256 ";

/* The longest suffix, and the byte behind it. */
#define SUFFIX_MAX 16u

/* What a name ends with, from its last point on, in small letters; false: nothing that any
 * list has, or nothing stands before it. */
static bool
take_suffix(const char *name, size_t len, char suffix[SUFFIX_MAX])
{
	const char *point = len == 0 ? NULL : memrchr(name, '.', len);
	size_t n = point == NULL ? 0 : (size_t)(name + len - point), i;

	if (n == 0 || n >= SUFFIX_MAX || n == len)
		return false;
	for (i = 0; i < n; i++)
		suffix[i] = (char)(point[i] >= 'A' && point[i] <= 'Z' ? point[i] | 0x20
								      : point[i]);
	suffix[n] = '\0';
	return true;
}

/* Whether SUFFIX is one of the SUFFIXES. */
static bool
is_one_of(const char *suffix, const char *suffixes)
{
	const char *p = suffixes, *s;

	while (p != NULL && *p != '\0') {
		for (s = suffix; *s != '\0' && *p == *s; p++)
			s++;
		if (*s == '\0' && (*p == ' ' || *p == '\0'))
			return true;
		while (*p != ' ' && *p != '\0')
			p++;
		while (*p == ' ')
			p++;
	}
	return false;
}

const struct pm_format *
pm_format_at(size_t i)
{
	return i < N_FORMATS ? FORMATS[i] : NULL;
}

const struct pm_format *
pm_format_by_name(const char *name, size_t len)
{
	char suffix[SUFFIX_MAX];
	size_t i;

	if (take_suffix(name, len, suffix))
		for (i = 0; i < N_FORMATS; i++)
			if (is_one_of(suffix, FORMATS[i]->suffixes))
				return FORMATS[i];
	return NULL;
}

const struct pm_format *
pm_format_by_head(const struct pm_head *head, const struct pm_format *by_name)
{
	size_t i;

	if (by_name != NULL && by_name->trusted)
		return by_name;
	for (i = 0; i < N_FORMATS; i++)
		if (FORMATS[i]->looks != NULL && FORMATS[i]->looks(head))
			return FORMATS[i];
	return by_name;
}

bool
pm_format_is_foreign(const char *name, size_t len)
{
	char suffix[SUFFIX_MAX];

	return take_suffix(name, len, suffix) && is_one_of(suffix, FOREIGN);
}

bool
pm_format_holds_binary(const struct pm_head *head)
{
	return pm_plain_is_binary(head->text, head->len);
}

const struct pm_format *
pm_format_plain_text(void)
{
	return &pm_format_plain;
}

void
pm_format_unknown(char text[PM_FORMAT_TEXT])
{
	size_t i, n = (size_t)snprintf(text, PM_FORMAT_TEXT,
				       "file type is not known; known are");

	for (i = 0; i < N_FORMATS && n < PM_FORMAT_TEXT; i++)
		if (FORMATS[i]->suffixes != NULL)
			n += (size_t)snprintf(text + n, PM_FORMAT_TEXT - n, " %s",
					      FORMATS[i]->suffixes);
	if (n < PM_FORMAT_TEXT)
		snprintf(text + n, PM_FORMAT_TEXT - n,
			 " .zip .tar .7z .rar, each of them also as .gz .bz2 .xz .zst, and .tgz");
}
