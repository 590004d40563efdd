/* Pressmark - any bytes as a document of a word processor, and any XML as its text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The bytes are read as a document; and put into the archives of documents, as the text
 * and as the styles.  Reading ends; paragraphs are well-formed UTF-8 and no longer than
 * permitted.  An export of Nexis Uni is read as one. */
#include "corpus/formats/nexis_docx.h"
#include "corpus/formats/office_text.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXT_MAX ((size_t)1 << 16)

static struct pm_watch watch;
static struct pm_encodings *encodings; /* made once: their tables take long */

static void
read_document(const void *bytes, size_t len)
{
	static const struct pm_reader_options options = { .max_text = TEXT_MAX };
	const struct pm_format_setting setting = { .options = &options, .watch = &watch };
	const struct pm_office_limits limits = { TEXT_MAX, &watch, encodings };
	struct pm_nexis_docx *nexis;
	struct pm_article article;
	struct pm_office *office;
	struct pm_paragraph p;
	struct pm_entry entry = { .article = &article };
	struct pm_error err;
	enum pm_status st;

	REQUIRE(pm_office_open(&office, bytes, len, &limits, &err) == PM_OK);
	while ((st = pm_office_next(office, &p, &err)) == PM_OK) {
		REQUIRE(p.len <= TEXT_MAX && p.heading < 10);
		REQUIRE(pm_utf8_valid(p.text, p.len));
		REQUIRE(pm_utf8_valid(p.style, strlen(p.style)));
	}
	REQUIRE(st == PM_END || st == PM_ERR_INPUT || st == PM_ERR_LIMIT);
	pm_office_free(office);
	if (!pm_nexis_docx_is(bytes, len, &watch, encodings))
		return;
	nexis = pm_nexis_docx_new(&setting, encodings);
	REQUIRE(nexis != NULL);
	REQUIRE(pm_nexis_docx_open(nexis, bytes, len, &err) == PM_OK);
	while (pm_nexis_docx_next(nexis, &entry, &err) == PM_OK)
		REQUIRE(entry.object != NULL);
	pm_nexis_docx_free(nexis);
}

/* An archive with the bytes as the member NAME, and OTHER with OTHER_TEXT if it has one. */
static void
read_packed(const char *name, const uint8_t *data, size_t size, const char *other,
	    const char *other_text)
{
	struct archive_entry *e = archive_entry_new();
	struct archive *a = archive_write_new();
	size_t room = size + 4096, used = 0;
	char *zip = malloc(room);

	REQUIRE(zip != NULL && a != NULL && e != NULL);
	archive_write_set_format_zip(a);
	archive_write_set_options(a, "zip:compression=store");
	REQUIRE(archive_write_open_memory(a, zip, room, &used) == ARCHIVE_OK);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (la_int64_t)size);
	REQUIRE(archive_write_header(a, e) == ARCHIVE_OK);
	if (size > 0)
		REQUIRE(archive_write_data(a, data, size) == (la_ssize_t)size);
	if (other != NULL) {
		archive_entry_set_pathname(e, other);
		archive_entry_set_size(e, (la_int64_t)strlen(other_text));
		REQUIRE(archive_write_header(a, e) == ARCHIVE_OK);
		archive_write_data(a, other_text, strlen(other_text));
	}
	REQUIRE(archive_write_close(a) == ARCHIVE_OK);
	archive_write_free(a);
	archive_entry_free(e);
	read_document(zip, used);
	free(zip);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char document[] =
		"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
		"main\"><w:p><w:pPr><w:pStyle w:val=\"h1\"/></w:pPr></w:p></w:document>";
	struct pm_error err;

	if (encodings == NULL)
		REQUIRE(pm_encodings_open(&encodings, NULL, &err) == PM_OK);
	read_document(data, size);
	read_packed("word/document.xml", data, size, NULL, NULL);
	read_packed("content.xml", data, size, NULL, NULL);
	read_packed("word/styles.xml", data, size, "word/document.xml", document);
	return 0;
}
