/* Pressmark - the report of a build: see report.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include "indexer/source_lines.h"
#include "support/file.h"
#include "support/intern.h"
#include "support/json_put.h"
#include "support/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 16)

struct pm_report {
	char *path, *fresh; /* FRESH is NULL: it is written into PATH */
	int fd;
	struct pm_buf text; /* not yet written */
	struct pm_buf kind;
	struct pm_intern kinds;
	uint64_t *counts; /* by kind */
	size_t counts_cap;
	uint64_t n, n_others;
	enum pm_status status; /* the first failure */
	struct pm_error err;
};

void
pm_complaint_kind(struct pm_buf *out, const char *what, const char *reason)
{
	pm_buf_printf(out, "%s: ", what);
	for (; *reason != '\0'; reason++)
		if (*reason < '0' || *reason > '9')
			pm_buf_putc(out, *reason);
		else if (out->len > 0 && out->data[out->len - 1] != 'N')
			pm_buf_putc(out, 'N');
}

static void
settle(struct pm_report *r, enum pm_status status)
{
	if (r->status == PM_OK && status < 0)
		r->status = status;
}

static void
flush(struct pm_report *r)
{
	if (r->status == PM_OK)
		settle(r, pm_buf_check(&r->text, "the report", &r->err));
	if (r->status == PM_OK)
		settle(r,
		       pm_write_all(r->fd, r->path, r->text.data, r->text.len, &r->err));
	pm_buf_clear(&r->text);
}

/* A new file of a name that nobody has, beside the report's. */
static enum pm_status
open_fresh(struct pm_report *r, struct pm_error *err)
{
	struct pm_buf name;
	mode_t mask = umask(0);

	umask(mask);
	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	pm_buf_printf(&name, "%s.XXXXXX", r->path);
	r->fresh = (char *)pm_buf_detach(&name, NULL);
	if (r->fresh == NULL)
		return pm_fail_nomem(err);
	r->fd = mkostemp(r->fresh, O_CLOEXEC);
	if (r->fd < 0)
		return pm_fail_errno(err, errno, "cannot create '%s'", r->path);
	return fchmod(r->fd, 0666 & ~mask) == 0
		     ? PM_OK
		     : pm_fail_errno(err, errno, "cannot create '%s'", r->fresh);
}

/* What is no regular file, such as /dev/null or a pipe, is written into; a link is
 * followed, so that it stays one. */
static enum pm_status
open_file(struct pm_report *r, const char *path, struct pm_error *err)
{
	struct stat st;
	bool there = stat(path, &st) == 0;

	if (strcmp(path, "-") == 0) {
		r->path = pm_strndup(path, 1);
		r->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
		if (r->path != NULL && r->fd < 0)
			return pm_fail_errno(err, errno, "cannot write the report");
		return r->path == NULL ? pm_fail_nomem(err) : PM_OK;
	}
	r->path = there ? realpath(path, NULL) : pm_strndup(path, strlen(path));
	if (r->path == NULL)
		return pm_fail_errno(err, errno, "cannot write '%s'", path);
	if (!there && lstat(path, &st) == 0)
		return pm_fail(err, PM_ERR_IO, "'%s' is a link to nothing", path);
	if (!there || S_ISREG(st.st_mode))
		return open_fresh(r, err);
	r->fd = open(r->path, O_WRONLY | O_CLOEXEC);
	return r->fd >= 0 ? PM_OK : pm_fail_errno(err, errno, "cannot write '%s'", path);
}

enum pm_status
pm_report_check(const char *report, const char *const *paths, size_t n_paths,
		struct pm_error *err)
{
	char *real = realpath(report, NULL);
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; real != NULL && i < n_paths && status == PM_OK; i++) {
		char *path = realpath(paths[i], NULL);
		size_t len = path == NULL ? 0 : strlen(path);

		if (path != NULL && strncmp(real, path, len) == 0 &&
		    (real[len] == '\0' || real[len] == '/'))
			status = pm_fail(err, PM_ERR_USAGE,
					 "'%s' is among what is read: write the report "
					 "elsewhere",
					 report);
		free(path);
	}
	free(real);
	return status;
}

enum pm_status
pm_report_open(struct pm_report **out, const char *path, struct pm_error *err)
{
	struct pm_report *r = pm_calloc(1, sizeof *r);
	enum pm_status status;

	*out = NULL;
	if (r == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&r->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->kind, PM_BUF_NO_LIMIT);
	pm_intern_init(&r->kinds);
	r->fd = -1;
	if ((status = open_file(r, path, err)) < 0) {
		pm_report_free(r);
		return status;
	}
	pm_buf_puts(&r->text, "{\"report\":1,\"complaints\":[");
	*out = r;
	return PM_OK;
}

void
pm_report_free(struct pm_report *r)
{
	if (r == NULL)
		return;
	if (r->fd >= 0) {
		close(r->fd);
		if (r->fresh != NULL)
			unlink(r->fresh);
	}
	pm_buf_release(&r->text);
	pm_buf_release(&r->kind);
	pm_intern_release(&r->kinds);
	free(r->counts);
	free(r->path);
	free(r->fresh);
	free(r);
}

static enum pm_status
count(struct pm_report *r, const char *what, const char *reason)
{
	enum pm_status status;
	uint32_t id, known = r->kinds.n;

	pm_buf_clear(&r->kind);
	pm_complaint_kind(&r->kind, what, reason);
	if (r->kind.status < 0)
		return pm_fail_nomem(&r->err);
	id = pm_intern_find(&r->kinds, r->kind.data, r->kind.len);
	if (id == PM_U32_NONE && known == PM_REPORT_KINDS) {
		r->n_others++;
		return PM_OK;
	}
	if ((status = pm_intern(&r->kinds, r->kind.data, r->kind.len, &id, &r->err)) < 0 ||
	    (status = pm_grow(&r->counts, &r->counts_cap, (size_t)id + 1,
			      sizeof *r->counts, &r->err)) < 0)
		return status;
	r->counts[id] = id == known ? 1 : r->counts[id] + 1;
	return PM_OK;
}

void
pm_report_add(struct pm_report *r, const char *what, struct pm_str file, uint64_t line,
	      const char *reason)
{
	settle(r, count(r, what, reason));
	pm_buf_puts(&r->text, r->n++ == 0 ? "\n{" : ",\n{");
	pm_json_put_member(&r->text, "what", what, strlen(what));
	pm_buf_putc(&r->text, ',');
	pm_json_put_member(&r->text, "file", file.data, file.len);
	if (line > 0)
		pm_buf_printf(&r->text, ",\"line\":%" PRIu64, line);
	pm_buf_putc(&r->text, ',');
	pm_json_put_member(&r->text, "reason", reason, strlen(reason));
	pm_buf_putc(&r->text, '}');
	if (r->text.len >= PIECE)
		flush(r);
}

static void
put_reasons(struct pm_report *r)
{
	uint32_t i;

	pm_buf_puts(&r->text, "],\n\"reasons\":[");
	for (i = 0; i < r->kinds.n; i++) {
		size_t len, what;
		const char *s = pm_intern_get(&r->kinds, i, &len);

		what = (size_t)((const char *)memchr(s, ':', len) - s);
		pm_buf_puts(&r->text, i == 0 ? "\n{" : ",\n{");
		pm_json_put_member(&r->text, "what", s, what);
		pm_buf_putc(&r->text, ',');
		pm_json_put_member(&r->text, "reason", s + what + 2, len - what - 2);
		pm_buf_printf(&r->text, ",\"count\":%" PRIu64 "}", r->counts[i]);
		if (r->text.len >= PIECE)
			flush(r);
	}
	pm_buf_printf(&r->text, "],\n\"other_reasons\":%" PRIu64, r->n_others);
}

/* All sources, the largest first. */
static enum pm_status
put_sources(struct pm_report *r, const struct pm_sources *s, struct pm_error *err)
{
	enum pm_status status;
	uint32_t *order, i;
	const char *name;
	size_t len;

	if (s == NULL)
		return PM_OK;
	if ((status = pm_sources_sort(s, &order, err)) < 0)
		return status;
	pm_buf_puts(&r->text, ",\n\"sources\":[");
	for (i = 0; i < s->names.n; i++) {
		name = pm_intern_get(&s->names, order[i], &len);
		pm_buf_puts(&r->text, i == 0 ? "\n{" : ",\n{");
		pm_json_put_member(&r->text, "name", name, len);
		pm_buf_putc(&r->text, ',');
		pm_source_counts_put_json(&r->text, &s->of[order[i]]);
		pm_buf_putc(&r->text, '}');
		if (r->text.len >= PIECE)
			flush(r);
	}
	pm_buf_puts(&r->text, "],\n\"other_sources\":{");
	pm_source_counts_put_json(&r->text, &s->others);
	pm_buf_putc(&r->text, '}');
	free(order);
	return PM_OK;
}

static void
put_summary(struct pm_buf *out, const struct pm_build_result *b)
{
	const struct pm_segment_info *i = &b->info;
	const struct {
		const char *name;
		uint64_t n;
	} numbers[] = {
		{ "articles", b->articles },
		{ "generation", b->generation },
		{ "added", b->added },
		{ "changed", b->changed },
		{ "taken_away", b->taken_away },
		{ "away", b->away },
		{ "spared", b->spared },
		{ "refolded", b->refolded },
		{ "files_read", b->files_read },
		{ "files_unchanged", b->files_same },
		{ "files_gone", b->files_gone },
		{ "stories", b->articles - b->copies },
		{ "words", i->words },
		{ "distinct_words", i->distinct },
		{ "text_bytes", i->text_bytes },
		{ "input_bytes", i->input_bytes },
		{ "index_bytes", b->index_bytes },
		{ "skipped", b->skipped },
		{ "cut_short", b->cut_short },
		{ "skipped_unchanged", b->skipped_same },
		{ "excluded_files", b->excluded_files },
		{ "excluded_folders", b->excluded_folders },
		{ "repeated", b->repeated },
		{ "replaced", b->replaced },
		{ "not_cleaned", b->unclean },
		{ "folded", b->folded },
		{ "tails", b->tails },
		{ "repeats", b->repeats.blocks },
		{ "repeats_articles", b->repeats.articles },
		{ "repeats_sources", b->repeats.sources },
		{ "repaired", b->repaired },
		{ "repairs", i->repairs },
		{ "undated", i->undated },
		{ "dates_ambiguous", b->ambiguous },
		{ "dates_not_understood", b->not_understood },
		{ "dates_missing", b->dateless },
		{ "words_too_long", i->long_words },
		{ "text_from_summary", b->summaries },
		{ "without_text", b->textless },
		{ "text_cut_by_source", b->cut_texts },
		{ "without_stems", b->languages[0] },
		{ "left_out", b->left_out },
	};
	size_t k;

	pm_buf_puts(out, ",\n\"summary\":{");
	for (k = 0; k < sizeof numbers / sizeof *numbers; k++)
		pm_buf_printf(out, "\"%s\":%" PRIu64 ",", numbers[k].name, numbers[k].n);
	pm_buf_puts(out, "\"encodings\":");
	pm_name_counts_put_json(out, &b->encodings);
	pm_buf_puts(out, ",\"formats\":");
	pm_name_counts_put_json(out, &b->formats);
	pm_buf_printf(out, ",\"seconds\":%.3f}}\n", b->seconds);
}

/* The folder of a path, allocated. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return pm_strndup(".", 1);
	return pm_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static enum pm_status
replace(struct pm_report *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	int fd = r->fd;
	char *dir;

	if (r->fresh == NULL)
		return PM_OK;
	if ((dir = folder_of(r->path)) == NULL)
		return pm_fail_nomem(err);
	if (fsync(fd) != 0)
		status = pm_fail_errno(err, errno, "cannot write '%s'", r->fresh);
	else if (rename(r->fresh, r->path) != 0)
		status = pm_fail_errno(err, errno, "cannot rename '%s'", r->fresh);
	if (status == PM_OK) {
		close(fd);
		r->fd = -1;
		if (pm_fsync_dir(dir, err) < 0)
			status = PM_UNSYNCED;
	}
	free(dir);
	return status;
}

enum pm_status
pm_report_end(struct pm_report *r, const char *index, const struct pm_build_result *result,
	      const char *failure, struct pm_error *err)
{
	put_reasons(r);
	settle(r, put_sources(r, result->sources, &r->err));
	pm_buf_puts(&r->text, ",\n");
	pm_json_put_member(&r->text, "index", index, strlen(index));
	pm_buf_printf(&r->text, ",\"published\":%s", failure == NULL ? "true" : "false");
	if (failure != NULL) {
		pm_buf_putc(&r->text, ',');
		pm_json_put_member(&r->text, "failure", failure, strlen(failure));
	}
	put_summary(&r->text, result);
	flush(r);
	if (r->status < 0) {
		if (err != NULL)
			*err = r->err;
		return r->status;
	}
	return replace(r, err);
}
