/* Pressmark - lines typed at a terminal: see edit.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/edit.h"

#include "support/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_LIBEDIT
#include <dlfcn.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <wchar.h>

/* libedit's functions, each with the type that its header declares */
/* clang-format off */
#define FUNCTIONS(F) \
	F(el_init) F(el_end) F(el_reset) F(el_gets) F(el_set) F(el_line) \
	F(el_insertstr) F(el_resize) F(history_init) F(history_end) F(history)
/* clang-format on */

struct libedit {
#define MEMBER(f) __typeof__(f) *f; /* NOLINT(bugprone-macro-parentheses) */
	FUNCTIONS(MEMBER)
#undef MEMBER
	void *handle;
	EditLine *el;
	History *past;
};
#endif

struct pm_edit {
	struct pm_edit_options options;
	const char *prompt;
#ifdef HAVE_LIBEDIT
	struct libedit lib; /* el NULL: not loaded */
#endif
};

/* --- where history is kept ------------------------------------------------------- */

/* The folder PATH, created if missing; NULL if that fails, and PATH is freed. */
static char *
make(char *path)
{
	if (path != NULL && mkdir(path, 0700) != 0 && errno != EEXIST) {
		free(path);
		path = NULL;
	}
	return path;
}

/* PARENT/NAME; PARENT is freed. */
static char *
join(char *parent, const char *name)
{
	char *path = parent == NULL ? NULL : pm_path_join(parent, name);

	free(parent);
	return path;
}

char *
pm_edit_history_file(void)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	char *dir = NULL;

	if (state != NULL && state[0] == '/') {
		dir = make(pm_strndup(state, strlen(state)));
	} else if (home != NULL && home[0] == '/') {
		dir = make(join(pm_strndup(home, strlen(home)), ".local"));
		dir = make(join(dir, "state"));
	}
	return join(make(join(dir, "pressmark")), "history");
}

/* --- libedit -------------------------------------------------------------------- */

#ifdef HAVE_LIBEDIT
static bool
load(struct libedit *l)
{
	static const char *const names[] = { "libedit.so.2", "libedit.so.0", "libedit.so" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names && l->handle == NULL; i++)
		l->handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	if (l->handle == NULL)
		return false;
#define FIND(f) \
	*(void **)&l->f = dlsym(l->handle, #f); \
	if (l->f == NULL) \
		return false;
	FUNCTIONS(FIND)
#undef FIND
	return true;
}

/* libedit's callbacks get only the EditLine, and fetching our data from it would take one
 * more loaded function.  One static will do: there is one terminal, and one editor on
 * it. */
static struct pm_edit *current;

static char *
give_prompt(EditLine *el)
{
	(void)el;
	return (char *)(uintptr_t)current->prompt;
}

/* One character, of as many bytes as the terminal's encoding has for it.  -1 at ^C, where
 * libedit's own reader would not stop. */
static int
read_character(EditLine *el, wchar_t *wc)
{
	mbstate_t state = { 0 };
	ssize_t n;
	size_t used;
	char c;

	(void)el;
	for (;;) {
		n = read(STDIN_FILENO, &c, 1);
		if (n < 0 && errno == EINTR && *current->options.interrupted == 0)
			continue;
		if (n <= 0)
			return (int)n;
		used = mbrtowc(wc, &c, 1, &state);
		if (used == (size_t)-1) {
			memset(&state, 0, sizeof state);
			*wc = L'?';
		}
		if (used != (size_t)-2)
			return 1;
	}
}

/* --- completion --------------------------------------------------------------- */

struct candidates {
	struct pm_buf list;   /* each after a space */
	struct pm_buf common; /* what all begin with */
	size_t n;
};

static void
add_candidate(void *to, const char *candidate)
{
	struct candidates *c = to;
	const char *common = pm_buf_str(&c->common);
	size_t n = 0;

	pm_buf_printf(&c->list, " %s", candidate);
	if (c->n++ == 0) {
		pm_buf_puts(&c->common, candidate);
		return;
	}
	while (n < c->common.len && common[n] == candidate[n])
		n++;
	c->common.len = n;
	c->common.data[n] = '\0';
}

/* Insert what all completions of the word have in common, or else list them. */
static unsigned char
complete(EditLine *el, int key)
{
	const LineInfo *line = current->lib.el_line(el);
	struct candidates c = { .n = 0 };
	unsigned char result = CC_ERROR;
	size_t len = (size_t)(line->cursor - line->buffer), at = len;

	(void)key;
	pm_buf_init(&c.list, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.common, PM_BUF_NO_LIMIT);
	current->options.complete(current->options.ctx, line->buffer, len, &at,
				  add_candidate, &c);
	len -= at;
	if (c.common.len > len) {
		current->lib.el_insertstr(el, pm_buf_str(&c.common) + len);
		result = CC_REFRESH;
	} else if (c.n > 1) {
		fprintf(stdout, "\n%s\n", pm_buf_str(&c.list) + 1);
		fflush(stdout);
		result = CC_REDISPLAY;
	}
	pm_buf_release(&c.list);
	pm_buf_release(&c.common);
	return result;
}

static bool
begin(struct pm_edit *e)
{
	struct libedit *l = &e->lib;
	const char *term = getenv("TERM");
	HistEvent event;

	if (term == NULL || strcmp(term, "dumb") == 0 || !load(l))
		return false;
	/* Everything else tells letters apart by bytes; here the terminal's characters
	 * count. */
	if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	current = e;
	l->past = l->history_init();
	l->el = l->el_init("pressmark", stdin, stdout, stderr);
	if (l->el == NULL || l->past == NULL)
		return false;
	l->history(l->past, &event, H_SETSIZE, PM_EDIT_HISTORY);
	l->history(l->past, &event, H_SETUNIQUE, 1);
	if (e->options.history != NULL)
		l->history(l->past, &event, H_LOAD, e->options.history);
	l->el_set(l->el, EL_PROMPT, give_prompt);
	l->el_set(l->el, EL_EDITOR, "emacs");
	l->el_set(l->el, EL_HIST, l->history, l->past);
	l->el_set(l->el, EL_ADDFN, "pressmark-complete", "complete", complete);
	l->el_set(l->el, EL_BIND, "^I", "pressmark-complete", NULL);
	l->el_set(l->el, EL_GETCFN, read_character);
	return true;
}

static void
end(struct libedit *l)
{
	if (l->el != NULL)
		l->el_end(l->el);
	if (l->past != NULL)
		l->history_end(l->past);
	if (l->handle != NULL)
		dlclose(l->handle);
	memset(l, 0, sizeof *l);
	current = NULL;
}

/* Keep LINE.  The file is replaced in one step and is readable by its user only. */
static void
remember(struct pm_edit *e, const char *line)
{
	struct libedit *l = &e->lib;
	struct pm_buf path;
	HistEvent event;

	if (line[0] == '\0' || l->history(l->past, &event, H_ENTER, line) < 0 ||
	    e->options.history == NULL)
		return;
	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	pm_buf_printf(&path, "%s.new", e->options.history);
	if (path.status < 0 ||
	    l->history(l->past, &event, H_SAVE, pm_buf_str(&path)) < 0 ||
	    rename(pm_buf_str(&path), e->options.history) != 0)
		unlink(pm_buf_str(&path));
	pm_buf_release(&path);
}

static enum pm_status
edit_line(struct pm_edit *e, struct pm_buf *line)
{
	const char *text;
	int n = 0;

	e->lib.el_resize(e->lib.el);
	text = e->lib.el_gets(e->lib.el, &n);
	if (*e->options.interrupted != 0) {
		e->lib.el_reset(e->lib.el);
		return PM_ERR_INTERRUPTED;
	}
	if (text == NULL || n <= 0)
		return PM_END;
	pm_buf_put(line, text, (size_t)n - (text[n - 1] == '\n'));
	remember(e, pm_buf_str(line));
	return PM_OK;
}
#endif

/* --- without libedit -------------------------------------------------------------- */

static enum pm_status
read_line(struct pm_edit *e, struct pm_buf *line)
{
	char *text = NULL;
	size_t cap = 0;
	ssize_t n;

	fputs(e->prompt, stdout);
	fflush(stdout);
	n = getline(&text, &cap, stdin);
	if (n > 0)
		pm_buf_put(line, text, (size_t)n - (text[n - 1] == '\n'));
	free(text);
	clearerr(stdin);
	if (*e->options.interrupted != 0)
		return PM_ERR_INTERRUPTED;
	return n > 0 ? PM_OK : PM_END;
}

/* --- either ------------------------------------------------------------------------ */

enum pm_status
pm_edit_open(struct pm_edit **out, const struct pm_edit_options *options,
	     struct pm_error *err)
{
	struct pm_edit *e = calloc(1, sizeof *e);

	if (e == NULL)
		return pm_fail_nomem(err);
	e->options = *options;
#ifdef HAVE_LIBEDIT
	if (!begin(e))
		end(&e->lib);
#endif
	*out = e;
	return PM_OK;
}

void
pm_edit_free(struct pm_edit *e)
{
	if (e == NULL)
		return;
#ifdef HAVE_LIBEDIT
	end(&e->lib);
#endif
	free(e);
}

enum pm_status
pm_edit_line(struct pm_edit *e, const char *prompt, struct pm_buf *line,
	     struct pm_error *err)
{
	enum pm_status status;

	e->prompt = prompt;
	pm_buf_clear(line);
#ifdef HAVE_LIBEDIT
	status = e->lib.el != NULL ? edit_line(e, line) : read_line(e, line);
#else
	status = read_line(e, line);
#endif
	if (status == PM_ERR_INTERRUPTED)
		return pm_fail(err, status, "interrupted");
	return status == PM_OK && line->status < 0 ? pm_fail_nomem(err) : status;
}
