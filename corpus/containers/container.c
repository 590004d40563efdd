/* Pressmark - the members of archives: see container.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/container.h"

#include <archive.h>
#include <archive_entry.h>
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pm_container {
	struct pm_stream member; /* must come first */
	struct archive *archive;
	/* libarchive passes on UTF-8 names only if the thread's locale is UTF-8, so it
	 * gets one of its own. */
	locale_t locale;
	struct pm_stream *stream;
	struct pm_error broken; /* the stream's failure, status 0: none */
	enum pm_box kind;
	bool ended;	 /* the stream did */
	size_t zeros;	 /* with which it ended so far */
	bool dead;	 /* libarchive failed within a member */
	int64_t at;	 /* position within the member */
	uint64_t number; /* of the member */
	char unnamed[40];
};

/* Of a tar, whose end is a block of zeros at least: without it, members may be missing. */
#define TAR_BLOCK 512u

static void
count_zeros(struct pm_container *box, const uint8_t *piece, size_t len)
{
	size_t n = 0;

	while (n < len && n < TAR_BLOCK && piece[len - 1 - n] == 0)
		n++;
	box->zeros = n < len ? n : box->zeros + n;
}

static la_ssize_t
on_read(struct archive *a, void *ctx, const void **data)
{
	struct pm_container *box = ctx;
	const uint8_t *piece;
	size_t len;
	enum pm_status st = pm_stream_read(box->stream, &piece, &len, &box->broken);

	box->ended = st == PM_END;
	if (st == PM_END)
		return 0;
	if (st < 0) {
		archive_set_error(a, EIO, "%s", box->broken.text);
		return ARCHIVE_FATAL;
	}
	count_zeros(box, piece, len);
	*data = piece;
	return (la_ssize_t)len;
}

static la_int64_t
on_seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct pm_container *box = ctx;
	int64_t at = box->stream->seek(box->stream, offset, whence);

	if (at < 0) {
		archive_set_error(a, errno, "cannot seek: %s", strerror(errno));
		return ARCHIVE_FATAL;
	}
	return at;
}

static locale_t
enter_locale(const struct pm_container *box)
{
	return uselocale(box->locale); /* 0 if there is no such locale: no change */
}

/* libarchive's message in our style: lower case, no full stop, one line. */
static enum pm_status
fail_archive(struct pm_container *box, struct pm_error *err)
{
	const char *words = archive_error_string(box->archive);
	char text[256];
	size_t n;

	if (box->broken.status < 0) {
		if (err != NULL)
			*err = box->broken;
		return box->broken.status;
	}
	if (archive_errno(box->archive) == ENOMEM)
		return pm_fail_nomem(err);
	/* it expects one more member, or the list of all, and there is nothing */
	if (words == NULL || *words == '\0')
		words = box->ended ? "its end is missing" : "unknown damage";
	n = strnlen(words, sizeof text - 1);
	memcpy(text, words, n);
	while (n > 0 && (text[n - 1] == '.' || text[n - 1] == '\n'))
		n--;
	text[n] = '\0';
	if (n > 1 && islower((unsigned char)text[1]))
		text[0] = (char)tolower((unsigned char)text[0]);
	return pm_fail(err, PM_ERR_INPUT, "damaged archive: %s", text);
}

static enum pm_status
member_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct pm_container *box = (struct pm_container *)s;
	const void *piece;
	la_int64_t offset;
	int r;

	do {
		r = archive_read_data_block(box->archive, &piece, len, &offset);
	} while (r == ARCHIVE_RETRY || (r == ARCHIVE_OK && *len == 0));
	/* A hole at the end of a member is not mentioned otherwise. */
	if (r == ARCHIVE_EOF)
		return (uint64_t)box->at >= s->size
			     ? PM_END
			     : pm_fail(err, PM_ERR_INPUT,
				       "has holes, which is not supported");
	/* A warning is a checksum that differs, or a length: what was read is not what
	 * was archived. */
	if (r < ARCHIVE_OK) {
		box->dead = r == ARCHIVE_FATAL;
		return fail_archive(box, err);
	}
	if (offset != box->at)
		return pm_fail(err, PM_ERR_INPUT, "has holes, which is not supported");
	box->at += (int64_t)*len;
	*data = piece;
	return PM_OK;
}

static void
member_free(struct pm_stream *s)
{
	(void)s; /* it is part of the container */
}

static const char *
name_of(struct pm_container *box, struct archive_entry *entry)
{
	locale_t before = enter_locale(box);
	const char *name = archive_entry_pathname_utf8(entry);

	/* names that are not UTF-8 are available only as bytes */
	if (name == NULL || *name == '\0')
		name = archive_entry_pathname(entry);
	uselocale(before);
	if (name == NULL || *name == '\0') {
		snprintf(box->unnamed, sizeof box->unnamed, "unnamed member %llu",
			 (unsigned long long)box->number);
		name = box->unnamed;
	}
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	return name;
}

static bool
is_link(struct archive_entry *entry)
{
	return archive_entry_hardlink(entry) != NULL ||
	       archive_entry_hardlink_utf8(entry) != NULL;
}

enum pm_status
pm_container_next(struct pm_container *box, const char **name, struct pm_stream **member,
		  const char **reason, struct pm_error *err)
{
	struct archive_entry *entry;
	locale_t before;
	int r;

	*member = NULL;
	*reason = NULL;
	if (box->dead)
		return pm_fail(err, PM_ERR_INPUT,
			       "the rest of the archive cannot be read");
	for (;;) {
		before = enter_locale(box);
		r = archive_read_next_header(box->archive, &entry);
		uselocale(before);
		if (r == ARCHIVE_EOF && box->kind == PM_TAR && box->ended &&
		    box->zeros < TAR_BLOCK)
			return pm_fail(err, PM_ERR_INPUT,
				       "damaged archive: its end is missing");
		if (r == ARCHIVE_EOF)
			return PM_END;
		if (r == ARCHIVE_RETRY && box->broken.status == PM_OK)
			continue;
		if (r < ARCHIVE_WARN)
			return fail_archive(box, err);
		box->number++;
		if (archive_entry_filetype(entry) == AE_IFREG || is_link(entry))
			break;
		if (archive_entry_filetype(entry) == AE_IFDIR)
			continue;
		*name = name_of(box, entry);
		*reason = "not a regular file";
		return PM_OK;
	}
	*name = name_of(box, entry);
	if (archive_entry_is_data_encrypted(entry)) {
		*reason = "encrypted";
	} else if (is_link(entry) && archive_entry_size(entry) == 0) {
		*reason = "a link to another member";
	} else {
		box->at = 0;
		box->member.held_len = 0;
		box->member.size = archive_entry_size_is_set(entry) &&
						   archive_entry_size(entry) > 0
					 ? (uint64_t)archive_entry_size(entry)
					 : 0;
		*member = &box->member;
	}
	return PM_OK;
}

static int
support(struct archive *a, enum pm_box kind)
{
	int r;

	switch (kind) {
	case PM_TAR:
		return archive_read_support_format_tar(a);
	case PM_7Z:
		return archive_read_support_format_7zip(a);
	case PM_RAR:
		r = archive_read_support_format_rar(a);
		return r < ARCHIVE_WARN ? r : archive_read_support_format_rar5(a);
	default:
		return archive_read_support_format_zip(a);
	}
}

enum pm_status
pm_container_open(struct pm_container **out, struct pm_stream *stream, enum pm_box kind,
		  struct pm_error *err)
{
	struct pm_container *box = calloc(1, sizeof *box);
	enum pm_status st;
	int r;

	*out = NULL;
	if (box == NULL || (box->archive = archive_read_new()) == NULL) {
		free(box);
		pm_stream_free(stream);
		return pm_fail_nomem(err);
	}
	box->member = (struct pm_stream){ .read = member_read,
					  .free = member_free,
					  .watch = stream->watch };
	box->stream = stream;
	box->kind = kind;
	box->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	r = support(box->archive, kind);
	if (r >= ARCHIVE_WARN)
		r = archive_read_set_callback_data(box->archive, box);
	if (r >= ARCHIVE_WARN)
		r = archive_read_set_read_callback(box->archive, on_read);
	if (r >= ARCHIVE_WARN && stream->seek != NULL)
		r = archive_read_set_seek_callback(box->archive, on_seek);
	if (r >= ARCHIVE_WARN)
		r = archive_read_open1(box->archive);
	if (r < ARCHIVE_WARN) {
		st = fail_archive(box, err);
		pm_container_free(box);
		return st;
	}
	*out = box;
	return PM_OK;
}

void
pm_container_free(struct pm_container *box)
{
	if (box == NULL)
		return;
	archive_read_free(box->archive);
	if (box->locale != (locale_t)0)
		freelocale(box->locale);
	pm_stream_free(box->stream);
	free(box);
}
