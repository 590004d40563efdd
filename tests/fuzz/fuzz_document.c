/* Pressmark - any bytes as a document: as an archive, or as what is in one.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/read_file.h"

#include <archive.h>
#include <archive_entry.h>

/* A member of an archive. */
struct part {
	const char *name;
	const void *data;
	size_t len;
};

static size_t
pack(char *out, size_t room, const struct part *parts, size_t n)
{
	struct archive *a = archive_write_new();
	size_t used = 0, i;

	archive_write_set_format_zip(a);
	archive_write_zip_set_compression_store(a);
	archive_write_set_bytes_in_last_block(a, 1);
	REQUIRE(archive_write_open_memory(a, out, room, &used) == ARCHIVE_OK);
	for (i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();

		archive_entry_set_pathname(e, parts[i].name);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_size(e, (la_int64_t)parts[i].len);
		REQUIRE(archive_write_header(a, e) >= ARCHIVE_WARN);
		archive_write_data(a, parts[i].data, parts[i].len);
		archive_entry_free(e);
	}
	REQUIRE(archive_write_close(a) == ARCHIVE_OK);
	archive_write_free(a);
	return used;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char container[] =
		"<container><rootfile full-path='b.opf'/></container>";
	static const struct {
		const char *file, *text, *facts;
	} kinds[] = {
		{ "a.docx", "word/document.xml", "docProps/core.xml" },
		{ "a.odt", "content.xml", "meta.xml" },
		{ "a.epub", "a.xhtml", "b.opf" },
	};
	const uint8_t *nul = size == 0 ? NULL : memchr(data, 0, size);
	size_t first = nul == NULL ? size : (size_t)(nul - data), i, n;
	size_t room = size + 4096;
	char *zip = malloc(room);

	REQUIRE(zip != NULL);
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct part parts[] = {
			{ kinds[i].text, data, first },
			{ kinds[i].facts, data + first, size - first },
			{ "META-INF/container.xml", container, sizeof container - 1 },
		};

		read_twice(kinds[i].file, data, size, PM_UNPACKED);
		n = pack(zip, room, parts, 3);
		read_twice(kinds[i].file, (const uint8_t *)zip, n, PM_UNPACKED);
	}
	free(zip);
	return 0;
}
