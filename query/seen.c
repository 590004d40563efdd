/* Pressmark - which generations each saved query was answered for: see seen.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/seen.h"

#include "support/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

#define HEAD "pressmark-seen 1"
#define FILE_MAX ((size_t)256 << 20)
#define COLUMNS 5u
#define DIGITS 32u

struct column {
	const char *s;
	size_t len;
};

struct line {
	size_t start, len;	   /* in the text, without its end */
	struct column is[COLUMNS]; /* into the text as it was read */
};

struct pm_seen {
	char *path;
	int lock;
	struct pm_buf index; /* as the file has it */
	uint64_t began;
	struct pm_buf text; /* as it was read */
	struct line *lines;
	size_t n, cap;
	bool *replaced;	     /* by line */
	struct pm_buf added; /* what was noted */
};

/* --- generations ------------------------------------------------------------ */

bool
pm_told_has(const struct pm_told *t, uint64_t generation)
{
	size_t i = 0;

	while (i < t->n && t->all[i] != generation)
		i++;
	return i < t->n;
}

void
pm_told_add(struct pm_told *t, uint64_t generation)
{
	size_t i;

	if (pm_told_has(t, generation))
		return;
	if (t->n == PM_TOLD_MAX) {
		memmove(t->all + 1, t->all + 2, (t->n - 2) * sizeof *t->all);
		t->n--;
	}
	for (i = t->n++; i > 0 && t->all[i - 1] > generation; i--)
		t->all[i] = t->all[i - 1];
	t->all[i] = generation;
}

/* --- lines ---------------------------------------------------------------- */

static void
put_escaped(struct pm_buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '\t':
			pm_buf_puts(out, "\\t");
			break;
		case '\n':
			pm_buf_puts(out, "\\n");
			break;
		case '\\':
			pm_buf_puts(out, "\\\\");
			break;
		default:
			pm_buf_putc(out, *s);
		}
}

static void
digest_of(const char *query, size_t len, char digits[DIGITS + 1])
{
	XXH128_hash_t h = XXH3_128bits(query, len);

	snprintf(digits, DIGITS + 1, "%016" PRIx64 "%016" PRIx64, (uint64_t)h.high64,
		 (uint64_t)h.low64);
}

/* The number that a column is. */
static bool
read_number(struct column c, uint64_t *number)
{
	size_t i;

	*number = 0;
	if (c.len == 0 || c.len > 19)
		return false;
	for (i = 0; i < c.len; i++) {
		if (c.s[i] < '0' || c.s[i] > '9')
			return false;
		*number = *number * 10 + (uint64_t)(c.s[i] - '0');
	}
	return true;
}

/* The numbers that a column lists, ascending. */
static bool
read_told(struct column c, struct pm_told *told)
{
	const char *s = c.s, *end = c.s + c.len;
	uint64_t number, before = 0;

	told->n = 0;
	for (;;) {
		const char *comma = memchr(s, ',', (size_t)(end - s));
		size_t len = (size_t)((comma != NULL ? comma : end) - s);

		if (!read_number((struct column){ s, len }, &number) || number <= before)
			return false;
		pm_told_add(told, number);
		if (comma == NULL)
			return true;
		before = number;
		s = comma + 1;
	}
}

static bool
is_text(struct column c, const char *s, size_t len)
{
	return c.len == len && memcmp(c.s, s, len) == 0;
}

/* Divide a line at its tabs. */
static bool
read_line(const char *s, size_t len, struct line *l)
{
	const char *end = s + len;
	struct pm_told told;
	uint64_t number;
	size_t i;

	for (i = 0; i < COLUMNS; i++) {
		const char *tab = memchr(s, '\t', (size_t)(end - s));

		if ((tab == NULL) != (i == COLUMNS - 1))
			return false;
		l->is[i] = (struct column){ s, (size_t)((tab != NULL ? tab : end) - s) };
		s = tab != NULL ? tab + 1 : end;
	}
	return l->is[1].len == DIGITS && read_number(l->is[3], &number) &&
	       read_told(l->is[4], &told);
}

static enum pm_status
read_lines(struct pm_seen *s, struct pm_error *err)
{
	const char *text = pm_buf_str(&s->text), *end = text + s->text.len, *at = text;
	enum pm_status status = PM_OK;
	uint64_t number;

	for (number = 1; at < end && status == PM_OK; number++) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((feed != NULL ? feed : end) - at);
		struct line l = { .start = (size_t)(at - text), .len = len };

		if (number == 1
			    ? !is_text((struct column){ at, len }, HEAD, sizeof HEAD - 1)
			    : !read_line(at, len, &l))
			return pm_fail(err, PM_ERR_INPUT,
				       "line %" PRIu64
				       " of '%s' is not as it was written: "
				       "put it right, or move the file away",
				       number, s->path);
		if (number > 1 && (status = pm_grow(&s->lines, &s->cap, s->n + 1,
						    sizeof *s->lines, err)) == PM_OK)
			s->lines[s->n++] = l;
		at = feed != NULL ? feed + 1 : end;
	}
	return status;
}

/* --- the file --------------------------------------------------------------- */

static char *
beside(const char *file, const char *ending)
{
	size_t len = strlen(file), more = strlen(ending) + 1;
	char *path = malloc(len + more);

	if (path != NULL) {
		memcpy(path, file, len);
		memcpy(path + len, ending, more);
	}
	return path;
}

/* Whether FILE names something that is open, such as /dev/stdin: what is beside it is no place
 * for a file, even if a file is what is open. */
static bool
is_device(const char *file)
{
	const char *slash = strrchr(file, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - file);
	char *folder = slash == NULL
			     ? NULL
			     : pm_strndup(len == 0 ? "/" : file, len == 0 ? 1 : len);
	char *real = folder == NULL ? NULL : realpath(folder, NULL);
	bool is = real != NULL &&
		  (strcmp(real, "/dev") == 0 || strncmp(real, "/proc/", 6) == 0);

	free(folder);
	free(real);
	return is;
}

/* Wait for other runs to end. */
static enum pm_status
take_lock(struct pm_seen *s, const char *file, pm_seen_waits_fn *waits, void *ctx,
	  struct pm_error *err)
{
	char *path = beside(file, ".seen.lock");
	enum pm_status status = PM_OK;
	int failed;

	if (path == NULL)
		return pm_fail_nomem(err);
	s->lock = open(path,
		       O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		       0666);
	if (s->lock < 0) {
		status = pm_fail_errno(err, errno, "cannot open '%s'", path);
		free(path);
		return status;
	}
	failed = flock(s->lock, LOCK_EX | LOCK_NB);
	if (failed != 0 && errno == EWOULDBLOCK) {
		if (waits != NULL)
			waits(ctx, path);
		do
			failed = flock(s->lock, LOCK_EX);
		while (failed != 0 && errno == EINTR);
	}
	if (failed != 0)
		status = pm_fail_errno(err, errno, "cannot lock '%s'", path);
	free(path);
	return status;
}

static enum pm_status
read_seen(struct pm_seen *s, struct pm_error *err)
{
	enum pm_status status;

	if (access(s->path, F_OK) != 0 && errno == ENOENT)
		return PM_OK;
	if ((status = pm_read_file(s->path, &s->text, err)) == PM_OK &&
	    (status = read_lines(s, err)) == PM_OK &&
	    (s->replaced = pm_calloc(s->n, sizeof *s->replaced)) == NULL)
		status = pm_fail_nomem(err);
	return status;
}

enum pm_status
pm_seen_open(struct pm_seen **out, const char *file, pm_seen_waits_fn *waits, void *ctx,
	     struct pm_error *err)
{
	struct pm_seen *s = pm_calloc(1, sizeof *s);
	enum pm_status status;

	*out = NULL;
	if (is_device(file)) {
		free(s);
		return pm_fail(err, PM_ERR_INPUT,
			       "'%s' has no place beside it for what was answered: name a "
			       "file, or a generation or a date instead of last",
			       file);
	}
	if (s == NULL)
		return pm_fail_nomem(err);
	s->lock = -1;
	pm_buf_init(&s->text, FILE_MAX);
	pm_buf_init(&s->index, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->added, PM_BUF_NO_LIMIT);
	if ((s->path = beside(file, ".seen")) == NULL)
		status = pm_fail_nomem(err);
	else if ((status = take_lock(s, file, waits, ctx, err)) == PM_OK)
		status = read_seen(s, err);
	if (status < 0)
		pm_seen_free(s);
	else
		*out = s;
	return status;
}

enum pm_status
pm_seen_of(struct pm_seen *s, const char *index, uint64_t began, struct pm_error *err)
{
	char *absolute = realpath(index, NULL);

	if (absolute == NULL)
		return pm_fail_errno(err, errno, "cannot open '%s'", index);
	put_escaped(&s->index, absolute);
	s->began = began;
	free(absolute);
	return s->index.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

void
pm_seen_free(struct pm_seen *s)
{
	if (s == NULL)
		return;
	if (s->lock >= 0)
		close(s->lock);
	pm_buf_release(&s->text);
	pm_buf_release(&s->index);
	pm_buf_release(&s->added);
	free(s->lines);
	free(s->replaced);
	free(s->path);
	free(s);
}

/* The last line of this name for our index; NULL: there is none. */
static const struct line *
find(const struct pm_seen *s, const char *name, size_t len)
{
	size_t i = s->n;
	uint64_t began;

	while (i > 0) {
		const struct line *l = &s->lines[--i];

		if (is_text(l->is[0], name, len) &&
		    is_text(l->is[2], pm_buf_str(&s->index), s->index.len) &&
		    read_number(l->is[3], &began) && began == s->began)
			return l;
	}
	return NULL;
}

bool
pm_seen_get(const struct pm_seen *s, const char *name, size_t name_len, const char *query,
	    size_t query_len, struct pm_told *told)
{
	const struct line *l = find(s, name, name_len);
	char digits[DIGITS + 1];

	told->n = 0;
	digest_of(query, query_len, digits);
	return l != NULL && is_text(l->is[1], digits, DIGITS) && read_told(l->is[4], told);
}

enum pm_status
pm_seen_note(struct pm_seen *s, const char *name, size_t name_len, const char *query,
	     size_t query_len, const struct pm_told *told, struct pm_error *err)
{
	char digits[DIGITS + 1];
	size_t i;

	/* lines of other indexes at this place are of no use any more */
	for (i = 0; i < s->n; i++)
		if (is_text(s->lines[i].is[0], name, name_len) &&
		    is_text(s->lines[i].is[2], pm_buf_str(&s->index), s->index.len))
			s->replaced[i] = true;
	digest_of(query, query_len, digits);
	pm_buf_put(&s->added, name, name_len);
	pm_buf_printf(&s->added, "\t%s\t%s\t%" PRIu64, digits, pm_buf_str(&s->index),
		      s->began);
	for (i = 0; i < told->n; i++)
		pm_buf_printf(&s->added, "%c%" PRIu64, i == 0 ? '\t' : ',', told->all[i]);
	pm_buf_putc(&s->added, '\n');
	return s->added.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

enum pm_status
pm_seen_save(struct pm_seen *s, struct pm_error *err)
{
	enum pm_status status;
	struct pm_buf out;
	size_t i;

	if (s->added.len == 0)
		return PM_OK;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_puts(&out, HEAD "\n");
	for (i = 0; i < s->n; i++)
		if (!s->replaced[i]) {
			pm_buf_put(&out, s->text.data + s->lines[i].start,
				   s->lines[i].len);
			pm_buf_putc(&out, '\n');
		}
	pm_buf_put(&out, s->added.data, s->added.len);
	status = out.status < 0 ? pm_fail_nomem(err)
				: pm_replace_file(s->path, out.data, out.len, err);
	pm_buf_release(&out);
	return status;
}
