/* Pressmark - a PDF as an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It is read by a program of its own, pressmark-pdf (pdf/frames.h), which is part of a
 * build where poppler was found.  The bytes go to it and its answer comes back through a
 * socket; it has limits of memory and time, and nobody waits for it longer. */
#include "corpus/formats/draft.h"
#include "corpus/formats/dublin.h"
#include "corpus/formats/format.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"
#include "pdf/frames.h"
#include "support/beside.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM "pressmark-pdf"
/* Of memory, besides several times the file; the libraries of poppler are large. */
#define MEGABYTES 1024u
#define FILE_MAX ((uint64_t)256 << 20)
/* Of processor time, and of waiting for it. */
#define SECONDS 120u
#define WAIT_SECONDS 600
#define WAIT_MS 100
#define FACT_MAX ((size_t)1 << 16)
#define PIECE ((size_t)1 << 16)

/* What a frame is put into. */
enum fact { TITLE, AUTHOR, KEYWORDS, DATE, PAGES, FAILED, TEXT, N_FACTS };

static const char FRAMES[N_FACTS] = {
	[TITLE] = PM_PDF_TITLE, [AUTHOR] = PM_PDF_AUTHOR, [KEYWORDS] = PM_PDF_KEYWORDS,
	[DATE] = PM_PDF_DATE,	[PAGES] = PM_PDF_PAGES,	  [FAILED] = PM_PDF_FAILED,
	[TEXT] = PM_PDF_TEXT,
};

struct pdf_state {
	struct pm_single file;
	struct pm_draft draft;
	struct pm_buf facts[N_FACTS];

	/* of the program that is running */
	pid_t pid; /* 0: none is */
	int fd;
	time_t until;
	bool ended; /* it has said all */
	char head[24];
	size_t n_head;
	struct pm_buf *frame; /* that is being read; NULL: a head is, or it is not wanted */
	size_t frame_left;
};

static void *
pdf_make(const struct pm_format_setting *setting)
{
	struct pdf_state *s = pm_calloc(1, sizeof *s);
	size_t i;

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	s->fd = -1;
	pm_draft_init(&s->draft);
	for (i = 0; i < N_FACTS; i++)
		pm_buf_init(&s->facts[i],
			    i == TEXT ? s->file.options->max_text : FACT_MAX);
	return s;
}

static void
pdf_trim(void *state)
{
	struct pdf_state *s = state;

	pm_buf_release(&s->facts[TEXT]);
}

static void
pdf_free(void *state)
{
	struct pdf_state *s = state;
	size_t i;

	for (i = 0; i < N_FACTS; i++)
		pm_buf_release(&s->facts[i]);
	pm_draft_release(&s->draft);
	free(s);
}

/* --- the program -------------------------------------------------------- */

/* Run PATH with the socket FD as its input and output, and nothing else. */
static int
spawn(pid_t *pid, const char *path, int fd)
{
	char megabytes[16], seconds[16];
	char *const arguments[] = { (char *)(uintptr_t)PROGRAM, megabytes, seconds, NULL };
	posix_spawn_file_actions_t actions;
	int error;

	snprintf(megabytes, sizeof megabytes, "%u", MEGABYTES);
	snprintf(seconds, sizeof seconds, "%u", SECONDS);
	if ((error = posix_spawn_file_actions_init(&actions)) != 0)
		return error;
	error = posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	if (error == 0)
		error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO,
							 "/dev/null", O_WRONLY, 0);
	if (error == 0)
		error = posix_spawn(pid, path, &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static enum pm_status
begin_program(struct pdf_state *s, struct pm_error *err)
{
	char *path = pm_beside_program(PROGRAM);
	int fds[2], error;

	if (path == NULL)
		return pm_fail_nomem(err);
	if (access(path, X_OK) != 0) {
		free(path);
		return pm_fail(err, PM_ERR_INPUT,
			       "PDF is not read by this build: install libpoppler-glib-dev "
			       "and configure anew, or convert with pdftotext");
	}
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) {
		free(path);
		return pm_fail_errno(err, errno, "cannot make a socket");
	}
	error = spawn(&s->pid, path, fds[1]);
	close(fds[1]);
	free(path);
	if (error != 0) {
		s->pid = 0;
		close(fds[0]);
		return pm_fail_errno(err, error, "cannot run " PROGRAM);
	}
	s->fd = fds[0];
	s->until = time(NULL) + WAIT_SECONDS;
	s->ended = false;
	s->n_head = s->frame_left = 0;
	s->frame = NULL;
	return PM_OK;
}

/* Wait until the socket can be read or written.  PM_ERR_LIMIT: it takes too long. */
static enum pm_status
await(struct pdf_state *s, short events, struct pm_error *err)
{
	struct pollfd p = { .fd = s->fd, .events = events };
	enum pm_status st = PM_OK;
	int n;

	while (st == PM_OK &&
	       ((n = poll(&p, 1, WAIT_MS)) == 0 || (n < 0 && errno == EINTR))) {
		st = pm_watch_ask(s->file.watch, err);
		if (st == PM_OK && time(NULL) > s->until)
			st = pm_fail(err, PM_ERR_INPUT,
				     "damaged PDF: reading it takes more than %d seconds",
				     WAIT_SECONDS);
	}
	return st;
}

/* Hand a piece over.  PM_END: nobody reads it. */
static enum pm_status
send_piece(struct pdf_state *s, const uint8_t *data, size_t len, struct pm_error *err)
{
	enum pm_status st;

	while (len > 0) {
		ssize_t n;

		if ((st = await(s, POLLOUT, err)) < 0)
			return st;
		n = send(s->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n < 0)
			return PM_END;
		data += n;
		len -= (size_t)n;
	}
	return PM_OK;
}

static enum pm_status
send_file(struct pdf_state *s, struct pm_error *err)
{
	const uint8_t *data;
	uint64_t total = 0;
	size_t len;
	enum pm_status st;

	while ((st = pm_stream_read(s->file.stream, &data, &len, err)) == PM_OK) {
		total += len;
		if (total > FILE_MAX)
			return pm_fail(err, PM_ERR_LIMIT,
				       "the file is larger than %llu bytes",
				       (unsigned long long)FILE_MAX);
		if ((st = send_piece(s, data, len, err)) != PM_OK)
			break;
	}
	shutdown(s->fd, SHUT_WR);
	return st == PM_END ? PM_OK : st;
}

/* What the program says, byte by byte for the heads.  False: it is nothing that it would
 * say. */
static bool
take_head(struct pdf_state *s, char c)
{
	size_t i;

	if (c != '\n') {
		if (s->n_head + 1 >= sizeof s->head ||
		    (s->n_head > 0 && !isdigit((unsigned char)c)))
			return false;
		s->head[s->n_head++] = c;
		return true;
	}
	s->head[s->n_head] = '\0';
	s->frame_left = s->n_head < 2 ? 0 : strtoull(s->head + 1, NULL, 10);
	s->ended = s->ended || s->head[0] == PM_PDF_END;
	s->frame = NULL;
	for (i = 0; i < N_FACTS; i++)
		if (s->head[0] == FRAMES[i])
			s->frame = &s->facts[i];
	s->n_head = 0;
	return true;
}

static bool
take_answer(struct pdf_state *s, const char *p, size_t len)
{
	while (len > 0) {
		size_t n = len < s->frame_left ? len : s->frame_left;

		if (s->frame_left == 0) {
			if (!take_head(s, *p))
				return false;
			n = 1;
		} else {
			if (s->frame != NULL)
				pm_buf_put(s->frame, p, n);
			s->frame_left -= n;
		}
		p += n;
		len -= n;
	}
	return true;
}

static enum pm_status
receive(struct pdf_state *s, struct pm_error *err)
{
	char piece[PIECE];
	enum pm_status st;
	ssize_t n;

	for (;;) {
		if ((st = await(s, POLLIN, err)) < 0)
			return st;
		n = recv(s->fd, piece, sizeof piece, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return PM_OK;
		if (!take_answer(s, piece, (size_t)n))
			return pm_fail(err, PM_ERR_INPUT,
				       "damaged PDF: its reader has "
				       "been led astray");
		if (s->facts[TEXT].status == PM_ERR_LIMIT)
			return pm_fail(err, PM_ERR_LIMIT,
				       "the text is larger than %zu bytes",
				       s->facts[TEXT].limit);
		if ((st = pm_buf_check(&s->facts[TEXT], "the text", err)) < 0)
			return st;
	}
}

/* The program ends, if need be now.  ST as it is; or why the program ended. */
static enum pm_status
end_program(struct pdf_state *s, enum pm_status st, struct pm_error *err)
{
	int status = 0;

	close(s->fd);
	s->fd = -1;
	if (st < 0)
		kill(s->pid, SIGKILL);
	while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR)
		;
	s->pid = 0;
	if (st < 0 || s->ended)
		return st;
	if (WIFSIGNALED(status) &&
	    (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return pm_fail(err, PM_ERR_INPUT,
			       "damaged PDF: reading it takes more than %u seconds",
			       SECONDS);
	if (WIFSIGNALED(status))
		return pm_fail(err, PM_ERR_INPUT,
			       "damaged PDF: its reader was ended by signal %d (%s), "
			       "perhaps for want of memory",
			       WTERMSIG(status), strsignal(WTERMSIG(status)));
	return pm_fail(err, PM_ERR_INPUT, "damaged PDF: its reader ended with status %d",
		       WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

/* Fill in the facts.  A failure may come after some of the text. */
static enum pm_status
read_facts(struct pdf_state *s, struct pm_error *err)
{
	enum pm_status st;
	size_t i;

	for (i = 0; i < N_FACTS; i++)
		pm_buf_clear(&s->facts[i]);
	if ((st = begin_program(s, err)) < 0)
		return st;
	st = send_file(s, err);
	if (st == PM_OK)
		st = receive(s, err);
	st = end_program(s, st, err);
	if (st == PM_OK && s->facts[FAILED].len > 0)
		st = pm_fail(err, PM_ERR_INPUT, "%s", pm_buf_str(&s->facts[FAILED]));
	return st;
}

/* --- the article -------------------------------------------------------- */

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

static void
add_members(struct pdf_state *s)
{
	struct pm_str title = str_of(&s->facts[TITLE]), text = str_of(&s->facts[TEXT]);
	const struct pm_buf *date = &s->facts[DATE];

	if (!pm_dublin_is_title(title.data, title.len, s->file.name, s->file.name_len))
		pm_plain_divide(text, &title, &text);
	else if (text.len > title.len && memcmp(text.data, title.data, title.len) == 0 &&
		 text.data[title.len] == '\n')
		text = (struct pm_str){ text.data + title.len, text.len - title.len };
	while (text.len > 0 && *text.data == '\n') {
		text.data++;
		text.len--;
	}
	pm_draft_clear(&s->draft);
	pm_draft_add(&s->draft, "title", 5, title.data, title.len);
	pm_dublin_add_authors(&s->draft, &s->facts[AUTHOR]);
	pm_dublin_add_items(&s->draft, "keyword", &s->facts[KEYWORDS]);
	if (date->len > 0)
		pm_draft_add(&s->draft, "date", 4, pm_buf_str(date), date->len);
	pm_draft_add(&s->draft, "text", 4, text.data, text.len);
}

static enum pm_status
tell_no_text(const char *pages, struct pm_error *err)
{
	if (strcmp(pages, "0") == 0 || *pages == '\0')
		return pm_fail(err, PM_ERR_INPUT, "it has no pages");
	return pm_fail(err, PM_ERR_INPUT, "no text: %s page%s of pictures", pages,
		       strcmp(pages, "1") == 0 ? "" : "s");
}

static enum pm_status
pdf_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct pdf_state *s = state;
	struct pm_error why;
	enum pm_status st, read;
	bool has_text;

	if (s->file.stream == NULL)
		return PM_END;
	entry->bytes = s->file.stream->size;
	read = read_facts(s, &why);
	pm_single_close(s);
	has_text = pm_plain_has_text(pm_buf_str(&s->facts[TEXT]), s->facts[TEXT].len);
	if (read < 0 && ((read != PM_ERR_INPUT && read != PM_ERR_IO) || !has_text)) {
		*err = why;
		return read;
	}
	if (!has_text)
		return tell_no_text(pm_buf_str(&s->facts[PAGES]), err);
	if (read < 0)
		pm_text_tell_cut(s->file.options, entry->article->file, &why);
	add_members(s);
	entry->keeps_markup = true;
	st = pm_draft_object(&s->draft, &entry->object, err);
	entry->repairs = s->draft.repairs;
	return st;
}

static bool
pdf_looks(const struct pm_head *head)
{
	return head->len > 8 && memcmp(head->text, "%PDF-", 5) == 0 &&
	       isdigit((unsigned char)head->text[5]);
}

const struct pm_format pm_format_pdf = {
	.name = "PDF",
	.suffixes = ".pdf",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_ONE,
	.encoding = "PDF, as its fonts say",
	.looks = pdf_looks,
	.make = pdf_make,
	.free = pdf_free,
	.open = pm_single_open,
	.next = pdf_next,
	.close = pm_single_close,
	.trim = pdf_trim,
};
