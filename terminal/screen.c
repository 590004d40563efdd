/* Pressmark - the screen: see screen.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/screen.h"

#include "support/file.h"
#include "terminal/wrap.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define COLUMNS_DEFAULT 80u
#define COLUMNS_MAX 100u
#define COLUMNS_MIN 40u
#define NOTES_MAX 200u /* columns of what is said in a line */
#define NOT_FOUND 127  /* the shell's status for a program that there is not */

static bool
get_size(int fd, struct winsize *size)
{
	return isatty(fd) && ioctl(fd, TIOCGWINSZ, size) == 0;
}

size_t
pm_screen_columns_of(int fd, size_t max)
{
	struct winsize size;

	if (!get_size(fd, &size) || size.ws_col == 0)
		return COLUMNS_DEFAULT;
	return size.ws_col > max	 ? max
	     : size.ws_col < COLUMNS_MIN ? COLUMNS_MIN
					 : size.ws_col;
}

size_t
pm_screen_columns(void)
{
	return pm_screen_columns_of(1, COLUMNS_MAX);
}

void
pm_screen_fit(struct pm_buf *text, int fd)
{
	struct pm_buf lines;

	if (!isatty(fd) || text->status < 0)
		return;
	pm_buf_init(&lines, PM_BUF_NO_LIMIT);
	pm_wrap_lines(&lines, pm_buf_str(text), text->len,
		      pm_screen_columns_of(fd, NOTES_MAX));
	if (lines.status == PM_OK) {
		pm_buf_clear(text);
		pm_buf_put(text, lines.data, lines.len);
	}
	pm_buf_release(&lines);
}

void
pm_screen_say(FILE *to, const char *fmt, ...)
{
	struct pm_buf line;
	va_list args;

	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	if (isatty(fileno(to))) {
		va_start(args, fmt);
		pm_buf_vprintf(&line, fmt, args);
		va_end(args);
		pm_buf_putc(&line, '\n');
		pm_screen_fit(&line, fileno(to));
	}
	/* Without memory, too: perhaps it is the lack of it that is said. */
	va_start(args, fmt);
	if (line.len > 0 && line.status == PM_OK) {
		fputs(pm_buf_str(&line), to);
	} else {
		vfprintf(to, fmt, args);
		fputc('\n', to);
	}
	va_end(args);
	pm_buf_release(&line);
}

size_t
pm_screen_rows(void)
{
	struct winsize size;

	return get_size(1, &size) ? size.ws_row : 0;
}

size_t
pm_screen_lines(const void *text, size_t len)
{
	const char *p = text, *end = len > 0 ? p + len : p;
	size_t lines = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		lines++;
		p++;
	}
	return lines;
}

static bool
wants_pager(const struct pm_buf *text)
{
	const char *pager = getenv("PAGER"), *term = getenv("TERM");
	size_t rows = pm_screen_rows();

	return rows > 0 && pm_screen_lines(text->data, text->len) >= rows &&
	       (pager == NULL || pager[0] != '\0') && term != NULL &&
	       strcmp(term, "dumb") != 0;
}

/* Whether a pager has shown the text; whoever leaves it early has seen enough. */
static bool
page(const struct pm_buf *text)
{
	/* LESS=R: colours as they are, also where PAGER is just less.
	 * The shell is wanted: PAGER is a command.  NOLINTNEXTLINE(cert-env33-c) */
	FILE *pager = popen("LESS=${LESS-R}; export LESS; eval \"${PAGER:-less -R}\"",
			    "w");
	int status;

	if (pager == NULL)
		return false;
	fwrite(text->data, 1, text->len, pager);
	status = pclose(pager);
	return status >= 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND);
}

enum pm_status
pm_screen_show(const struct pm_buf *text, struct pm_error *err)
{
	if (text->status == PM_OK && wants_pager(text)) {
		fflush(stdout);
		if (page(text))
			return PM_OK;
	}
	return pm_write_stdout(text, err);
}
