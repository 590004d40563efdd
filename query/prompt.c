/* Pressmark - the prompt: see prompt.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/prompt.h"

#include "answer/article.h"
#include "answer/facet_names.h"
#include "language/mistake.h"
#include "query/complete.h"
#include "query/prompt_parts.h"
#include "shim/database.h"
#include "support/file.h"
#include "support/deadline.h"
#include "support/meant.h"
#include "terminal/screen.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Set by the handler of ^C. */
static volatile sig_atomic_t interrupted;

static void
interrupt(int signal)
{
	interrupted = signal;
}

/* --- commands -------------------------------------------------------------------- */

/* ARG is "" if none was given. */
typedef enum pm_status command_fn(struct pm_prompt *p, const char *arg,
				  struct pm_error *err);

static command_fn help;

static enum pm_status
kwic(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	unsigned words = PM_KWIC_WORDS;
	int end = 0;

	if (arg[0] != '\0' &&
	    (sscanf(arg, "%2u%n", &words, &end) != 1 || arg[end] != '\0' || words < 1 ||
	     words > PM_KWIC_WORDS_MAX)) {
		pm_screen_say(stdout, ":kwic takes a number of words from 1 to %u",
			      PM_KWIC_WORDS_MAX);
		return PM_OK;
	}
	p->ask.kwic.words = words;
	return pm_prompt_show(p, PM_ASK_KWIC, err);
}

static enum pm_status
explain(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	enum pm_status status;

	(void)arg;
	p->ask.explain = true;
	status = pm_prompt_show(p, PM_ASK_RESULTS, err);
	p->ask.explain = false;
	return status;
}

static enum pm_status
any(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	(void)arg;
	p->ask.mode = p->ask.mode == PM_QUERY_ANY ? PM_QUERY_ALL : PM_QUERY_ANY;
	pm_prompt_say(p->ask.mode == PM_QUERY_ANY ? "words side by side: any of them"
						  : "words side by side: all of them");
	return pm_prompt_show_again(p, err);
}

/* Looking for the fields may take seconds; ^C ends it. */
static enum pm_status
say_facets(struct pm_prompt *p, struct pm_error *err)
{
	struct pm_deadline deadline;
	struct pm_buf names;
	enum pm_status status;

	pm_buf_init(&names, PM_BUF_NO_LIMIT);
	pm_deadline_init(&deadline, 0, &interrupted);
	pm_search_watch(p->search, pm_deadline_stop(&deadline));
	status = pm_facet_names(pm_search_index(p->search), &names, err);
	pm_search_watch(p->search, (struct pm_stop){ 0 });
	if (status == PM_ERR_INTERRUPTED) {
		pm_prompt_say(":facet takes a field, such as source or date:year");
		status = PM_OK;
	} else if (status == PM_OK && names.len == 0) {
		pm_prompt_say("this index has no field to count");
	} else if (status == PM_OK) {
		pm_screen_say(stdout, ":facet takes a field; this index has %s",
			      pm_buf_str(&names));
	}
	pm_buf_release(&names);
	return status;
}

static enum pm_status
facet(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	if (arg[0] == '\0')
		return say_facets(p, err);
	p->facet = arg;
	p->ask.facets = &p->facet;
	p->ask.n_facets = 1;
	return pm_prompt_show(p, PM_ASK_FACETS, err);
}

/* How many results or lines there are to page through. */
static uint64_t
there_are(const struct pm_prompt *p)
{
	return p->ask.show == PM_ASK_KWIC ? p->asked.hits : p->asked.articles;
}

enum direction { BACK, FORWARD };

/* Go to what comes after the page; pages have as many results as fit on the screen. */
static void
keep_page(struct pm_prompt *p)
{
	if (p->n_firsts == PAGES_KEPT)
		memmove(p->firsts, p->firsts + 1, --p->n_firsts * sizeof *p->firsts);
	p->firsts[p->n_firsts++] = p->ask.first;
	p->ask.first += p->asked.shown;
}

static enum pm_status
turn(struct pm_prompt *p, enum direction direction, struct pm_error *err)
{
	const char *what = p->ask.show == PM_ASK_KWIC ? "lines" : "results";
	struct pm_prompt_view before = pm_prompt_keep_view(p);

	if (p->query.len == 0 || p->ask.show == PM_ASK_FACETS) {
		pm_prompt_say("there are no results to page through");
	} else if (direction == FORWARD && p->ask.first + p->asked.shown >= there_are(p)) {
		pm_screen_say(stdout, "there are no further %s", what);
	} else if (direction == BACK && p->ask.first == 0) {
		pm_screen_say(stdout, "there are no %s before these", what);
	} else {
		pm_prompt_measure(p);
		if (direction == FORWARD)
			keep_page(p);
		else
			p->ask.first = p->n_firsts > 0 ? p->firsts[--p->n_firsts] : 0;
		return pm_prompt_answer(p, &before, err);
	}
	return PM_OK;
}

static enum pm_status
next(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	(void)arg;
	return turn(p, FORWARD, err);
}

static enum pm_status
prev(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	(void)arg;
	return turn(p, BACK, err);
}

/* The article of what has number N on the page that is looked at, or 0. */
static uint32_t
on_page(const struct pm_prompt *p, uint64_t n)
{
	uint32_t id = 0;

	if (n > p->ask.first && n - p->ask.first <= p->ids.len / sizeof id)
		memcpy(&id, p->ids.data + (size_t)(n - p->ask.first - 1) * sizeof id,
		       sizeof id);
	return id;
}

/* Append the article of result or line number N to OUT; nothing if there is none.  ^C ends
 * the search for it. */
static enum pm_status
put_numbered(struct pm_prompt *p, uint64_t n, struct pm_buf *out, struct pm_error *err)
{
	static const struct pm_marks plain = { "**", "**" };
	static const struct pm_marks color = { "\033[31m", "\033[39m" };
	struct pm_query_options parse = { .mode = p->ask.mode, .today = p->ask.today };
	struct pm_query_mistake mistake;
	struct pm_deadline deadline;
	struct pm_tree *tree = NULL;
	uint32_t id = on_page(p, n);
	enum pm_status status = pm_tree_parse(pm_buf_str(&p->query), p->query.len, &parse,
					      &tree, &mistake, err);

	if (status == PM_OK && id == 0)
		status = pm_ask_nth(&p->ask, tree, p->search, n, &id, err);
	pm_deadline_init(&deadline, 0, &interrupted);
	pm_search_watch(p->search, pm_deadline_stop(&deadline));
	if (status == PM_OK && id != 0)
		status = pm_article_put(p->search, id, tree,
					p->ask.color ? &color : &plain, p->ask.width, out,
					err);
	pm_search_watch(p->search, (struct pm_stop){ 0 });
	pm_tree_free(tree);
	return status;
}

static const char *
shown(const struct pm_prompt *p)
{
	return p->ask.show == PM_ASK_KWIC ? "line" : "result";
}

/* The number of a result or line, or 0, of which COMMAND has said why. */
static uint32_t
read_number(const struct pm_prompt *p, const char *command, const char *arg)
{
	uint32_t n = 0;
	int end = 0;

	if (p->query.len == 0) {
		pm_prompt_say("there is no query to look at");
		return 0;
	}
	if (sscanf(arg, "%9" SCNu32 "%n", &n, &end) == 1 && arg[end] == '\0' && n > 0)
		return n;
	pm_screen_say(stdout, "%s takes the number of a %s", command, shown(p));
	return 0;
}

static enum pm_status
open_article(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	uint32_t n = read_number(p, ":open", arg);
	struct pm_buf out;
	enum pm_status status;

	if (n == 0)
		return PM_OK;
	pm_prompt_measure(p);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	status = put_numbered(p, n, &out, err);
	if (interrupted != 0) {
		pm_prompt_say("stopped");
		status = status == PM_ERR_INTERRUPTED ? PM_OK : status;
	} else if (status == PM_ERR_INTERRUPTED) {
		pm_prompt_say(err->text);
		status = PM_OK;
	} else if (status == PM_OK && out.len == 0) {
		printf("there is no %s %" PRIu32 "\n", shown(p), n);
	} else if (status == PM_OK) {
		status = pm_prompt_put(&out, err);
	}
	pm_buf_release(&out);
	return status;
}

/* What is alike is looked at like results: their numbers are those that commands take. */
static enum pm_status
alike(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	uint32_t n = read_number(p, ":alike", arg), id = n == 0 ? 0 : on_page(p, n);

	if (id != 0) {
		p->ask.alike = id;
		return pm_prompt_show(p, PM_ASK_ALIKE, err);
	}
	if (n > 0)
		printf("there is no %s %" PRIu32 " on this page\n", shown(p), n);
	return PM_OK;
}

static void
say_newer(const struct pm_prompt *p)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (p->newer == NULL) {
		pm_buf_puts(&out, "all articles count");
	} else {
		pm_buf_put_grouped(&out, p->newer->articles);
		pm_buf_puts(&out, p->newer->articles == 1 ? " article counts, "
							  : " articles count, ");
		pm_newer_put(p->newer, &out);
	}
	pm_prompt_say(pm_buf_str(&out));
	pm_buf_release(&out);
}

static const char *const orders[] = { "relevance", "date", "-date" };

static enum pm_status
sort(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	size_t i;

	for (i = 0; i < sizeof orders / sizeof *orders; i++)
		if (strcmp(arg, orders[i]) == 0) {
			p->ask.sort = (enum pm_db_sort)i;
			return pm_prompt_show_again(p, err);
		}
	pm_prompt_say(":sort takes relevance, date or -date");
	return PM_OK;
}

/* Which articles count from now on, as SINCE says; nothing changes if that is a mistake. */
static enum pm_status
limit_to(struct pm_prompt *p, const struct pm_since *since, struct pm_error *err)
{
	struct pm_newer *newer;
	enum pm_status status = pm_since_find(&newer, since, pm_search_index(p->search),
					      err);

	if (status == PM_ERR_INPUT) {
		pm_prompt_say(err->text);
		return PM_OK;
	}
	if (status < 0)
		return status;
	pm_newer_free(p->newer);
	p->ask.newer = p->newer = newer;
	p->ask.since = *since;
	say_newer(p);
	return pm_prompt_show_again(p, err);
}

static enum pm_status
new_since(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	struct pm_since since = { .kind = p->ask.since.kind };
	struct pm_error what;

	if (arg[0] != '\0' && pm_since_read(arg, p->ask.today, &since, &what) < 0) {
		pm_prompt_say(what.text);
		return PM_OK;
	}
	return limit_to(p, &since, err);
}

static enum pm_status
changed(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	struct pm_since since = p->ask.since;

	(void)arg;
	if (since.by == PM_SINCE_EVER) {
		pm_prompt_say("all articles count; :new-since has some of them count only");
		return PM_OK;
	}
	since.kind = since.kind == PM_NEWER_CHANGED ? PM_NEWER_FIRST : PM_NEWER_CHANGED;
	return limit_to(p, &since, err);
}

static enum pm_status
reload(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	(void)arg;
	return pm_prompt_reload(p, err);
}

static enum pm_status
quit(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	(void)arg;
	(void)err;
	p->ended = true;
	return PM_OK;
}

static const struct command {
	const char *name, *arg, *help;
	command_fn *fn;
	/* Without: the bool of pm_ask that it turns on or off, and what is said then. */
	size_t what;
	const char *on, *off;
} commands[] = {
	{ ":help", "", "print this", .fn = help },
	{ ":next", "", "the next page of results or lines", .fn = next },
	{ ":prev", "", "the page before", .fn = prev },
	{ ":open", " N", "read the article of result or line N, its hits marked",
	  .fn = open_article },
	{ ":sort", " ORDER", "relevance, date (oldest first) or -date", .fn = sort },
	{ ":any", "", "words side by side: any of them, or all again", .fn = any },
	{ ":hits", "", "count hits too, or no longer", NULL, offsetof(struct pm_ask, hits),
	  "hits are counted", "hits are not counted any more" },
	{ ":unique", "", "each story once, or all its articles again", NULL,
	  offsetof(struct pm_ask, unique), "each story is there once",
	  "all articles of a story are there" },
	{ ":full", "", "what was folded away too, or no longer", NULL,
	  offsetof(struct pm_ask, full_text), "folds are searched and shown too",
	  "folds are left out" },
	{ ":new-since", " [WHEN]",
	  "only articles new since a generation or a date; or all again",
	  .fn = new_since },
	{ ":changed", "", "with these, those that have changed since; or no longer",
	  .fn = changed },
	{ ":alike", " N", "the articles that tell the story of result or line N",
	  .fn = alike },
	{ ":kwic", " [N]", "every hit on a line, between N words on each side",
	  .fn = kwic },
	{ ":facet", " FIELD", "count the values of source, date:year, ...", .fn = facet },
	{ ":explain", "", "what each part of the query finds", .fn = explain },
	{ ":reload", "", "go on with the newest generation of the index", .fn = reload },
	{ ":quit", "", "end, as ^D does", .fn = quit }
};

#define N_COMMANDS (sizeof commands / sizeof *commands)

static const char *
command_name(size_t i)
{
	return i < N_COMMANDS ? commands[i].name : NULL;
}

static enum pm_status
help(struct pm_prompt *p, const char *arg, struct pm_error *err)
{
	size_t i;
	char label[32];

	(void)p;
	(void)arg;
	(void)err;
	pm_prompt_say("A line is a query; pressmark-query --help shows what can be in it.");
	pm_prompt_say("Commands are about the query before:");
	for (i = 0; i < N_COMMANDS; i++) {
		snprintf(label, sizeof label, "%s%s", commands[i].name, commands[i].arg);
		pm_screen_say(stdout, "  %-17s %s", label, commands[i].help);
	}
	pm_prompt_say("^C stops a search and keeps what was found, or clears the line.");
	return PM_OK;
}

/* The first LEN bytes of LINE are no command. */
static void
no_command(const char *line, size_t len)
{
	static const char *const ends[] = { "q", "exit", "bye", "x", "q!" };
	const char *meant = NULL;
	struct pm_excerpt e = pm_excerpt(line, len);
	unsigned best = PM_MEANT_NONE;
	size_t i;

	for (i = 0; i < N_COMMANDS; i++)
		if (pm_is_nearer(line + 1, len - 1, commands[i].name + 1, &best))
			meant = commands[i].name;
	for (i = 0; i < sizeof ends / sizeof *ends; i++)
		if (strlen(ends[i]) == len - 1 && memcmp(ends[i], line + 1, len - 1) == 0)
			meant = ":quit";
	if (meant != NULL)
		pm_screen_say(stdout,
			      "there is no command '%s', did you mean %s? :help lists them",
			      e.text, meant);
	else
		pm_screen_say(stdout, "there is no command '%s'; :help lists them",
			      e.text);
}

static enum pm_status
run(struct pm_prompt *p, const struct command *c, const char *arg, struct pm_error *err)
{
	bool *what;

	if (c->fn != NULL)
		return c->fn(p, arg, err);
	what = (bool *)((char *)&p->ask + c->what);
	*what = !*what;
	pm_prompt_say(*what ? c->on : c->off);
	return pm_prompt_show_again(p, err);
}

static enum pm_status
run_command(struct pm_prompt *p, char *line, struct pm_error *err)
{
	size_t len = strcspn(line, " \t"), i;
	const char *arg = line + len + strspn(line + len, " \t");

	for (i = 0; i < N_COMMANDS; i++)
		if (strlen(commands[i].name) == len &&
		    memcmp(commands[i].name, line, len) == 0) {
			if (arg[0] == '\0' || commands[i].arg[0] != '\0')
				return run(p, &commands[i], arg, err);
			pm_screen_say(stdout, "%s takes nothing after it",
				      commands[i].name);
			return PM_OK;
		}
	no_command(line, len);
	return PM_OK;
}

/* --- the loop ------------------------------------------------------------- */

/* LINE without blanks at either end. */
static char *
trim(struct pm_buf *line)
{
	char *s = (char *)line->data, *end;

	if (line->len == 0)
		return NULL;
	end = s + line->len;
	while (end > s && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	*end = '\0';
	s += strspn(s, " \t");
	return *s == '\0' ? NULL : s;
}

/* If the query cannot be answered, the last one stays. */
static enum pm_status
take_query(struct pm_prompt *p, const char *s, struct pm_error *err)
{
	struct pm_buf last = p->query;
	enum pm_status status;

	pm_buf_init(&p->query, PM_BUF_NO_LIMIT);
	pm_buf_puts(&p->query, s);
	p->failed = true;
	status = p->query.status < 0 ? pm_fail_nomem(err)
				     : pm_prompt_show(p, PM_ASK_RESULTS, err);
	if (p->failed) {
		pm_buf_release(&p->query);
		p->query = last;
	} else {
		pm_buf_release(&last);
	}
	return status;
}

static enum pm_status
take_line(struct pm_prompt *p, struct pm_buf *line, struct pm_error *err)
{
	char *s = trim(line);

	interrupted = 0;
	if (s == NULL)
		return PM_OK;
	if (*s == ':')
		return run_command(p, s, err);
	return take_query(p, s, err);
}

static void
greet(struct pm_prompt *p)
{
	uint32_t articles;
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	articles = pm_index_articles(pm_search_index(p->search));
	pm_buf_put_grouped(&out, articles);
	pm_screen_say(stdout, "%s article%s in %s; :help lists commands, ^D ends",
		      pm_buf_str(&out), articles == 1 ? "" : "s", p->index);
	pm_buf_release(&out);
}

static enum pm_status
read_and_answer(struct pm_prompt *p, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_buf line;

	pm_buf_init(&line, PM_QUERY_BYTES_MAX + 1024);
	while (status == PM_OK && !p->ended) {
		interrupted = 0;
		status = pm_edit_line(p->edit, "pressmark> ", &line, err);
		if (status == PM_OK)
			status = take_line(p, &line, err);
		else if (status == PM_ERR_INTERRUPTED)
			status = putchar('\n') == EOF ? PM_GONE : PM_OK;
		else if (status == PM_END)
			putchar('\n');
	}
	pm_buf_release(&line);
	return status < 0 ? status : PM_OK;
}

static enum pm_status
flush(void *ctx, struct pm_buf *out, struct pm_error *err)
{
	(void)ctx;
	return pm_write_stdout(out, err);
}

enum pm_status
pm_prompt_run(const struct pm_ask *settings, const char *index, unsigned threads,
	      struct pm_error *err)
{
	struct sigaction action = { .sa_handler = interrupt };
	struct pm_prompt p = { .ask = *settings,
			       .index = index,
			       .page = settings->max,
			       .threads = threads };
	struct pm_completer completer = { .interrupted = &interrupted,
					  .command = command_name,
					  .orders = orders,
					  .n_orders = sizeof orders / sizeof *orders };
	char *history = pm_edit_history_file();
	struct pm_edit_options options = { .interrupted = &interrupted,
					   .history = history,
					   .complete = pm_complete,
					   .ctx = &completer };
	enum pm_status status;

	p.completer = &completer;
	pm_buf_init(&p.query, PM_BUF_NO_LIMIT);
	pm_buf_init(&p.ids, PM_BUF_NO_LIMIT);
	p.ask.interrupted = &interrupted;
	p.ask.flush = flush;
	sigaction(SIGINT, &action, NULL);
	if ((status = pm_search_open(&p.search, index, err)) == PM_OK &&
	    (status = pm_search_threads(p.search, threads, err)) == PM_OK &&
	    (status = pm_since_find(&p.newer, &p.ask.since, pm_search_index(p.search),
				    err)) == PM_OK &&
	    (status = pm_edit_open(&p.edit, &options, err)) == PM_OK) {
		completer.index = pm_search_index(p.search);
		p.ask.newer = p.newer;
		greet(&p);
		if (p.newer != NULL)
			say_newer(&p);
		status = read_and_answer(&p, err);
	}
	pm_completer_release(&completer);
	pm_edit_free(p.edit);
	pm_search_free(p.search);
	pm_newer_free(p.newer);
	pm_buf_release(&p.query);
	pm_buf_release(&p.ids);
	free(history);
	return status;
}
