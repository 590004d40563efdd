/* Pressmark - the prompt: what its commands work on, and how an answer is shown.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to prompt.c, prompt_show.c and prompt_reload.c: commands change what is asked, and then show the
 * answer with pm_prompt_show or pm_prompt_answer.
 */
#ifndef PM_QUERY_PROMPT_PARTS_H
#define PM_QUERY_PROMPT_PARTS_H

#include "query/ask.h"
#include "query/complete.h"
#include "terminal/edit.h"

#define PAGES_KEPT 256u

struct pm_prompt {
	struct pm_ask ask;
	const char *index;
	struct pm_search *search;
	struct pm_edit *edit;
	struct pm_buf query; /* of the last answer, or the one that is asked */
	struct pm_buf ids;   /* of the articles of the results or lines on the page */
	bool failed;	     /* it was not answered: what was shown before stays */
	uint64_t page;	     /* results on a page */
	struct pm_asked asked;
	uint64_t firsts[PAGES_KEPT]; /* of the pages before this one */
	size_t n_firsts;
	unsigned threads;
	struct pm_completer *completer;
	struct pm_newer *newer; /* what :new-since asked for; NULL: all */
	const char *facet;
	bool ended;
};

/* Say something of one line: what a command did, or what went wrong. */
void pm_prompt_say(const char *text);

/* Write it on the screen.  Only if the terminal is gone does the prompt end. */
enum pm_status pm_prompt_put(const struct pm_buf *out, struct pm_error *err);

/* Fit answers to the screen, whose size may have changed. */
void pm_prompt_measure(struct pm_prompt *p);

/* What is looked at, but for the query: the page and what was said of it. */
struct pm_prompt_view {
	enum pm_ask_show show;
	uint64_t first, max;
	size_t n_firsts;
	uint32_t alike;
	struct pm_asked asked;
};

struct pm_prompt_view pm_prompt_keep_view(const struct pm_prompt *p);

/* Answer what is asked.  If it fails, BEFORE is what is looked at. */
enum pm_status pm_prompt_answer(struct pm_prompt *p, const struct pm_prompt_view *before,
				struct pm_error *err);

/* Look at the query in this way, from the first page on. */
enum pm_status pm_prompt_show(struct pm_prompt *p, enum pm_ask_show what,
			      struct pm_error *err);

/* Show the results again, since something about them has changed. */
enum pm_status pm_prompt_show_again(struct pm_prompt *p, struct pm_error *err);

/* Go on with the newest generation, say which that is, and show the results again. */
enum pm_status pm_prompt_reload(struct pm_prompt *p, struct pm_error *err);

#endif
