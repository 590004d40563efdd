/* Pressmark - the prompt: answers on the screen: see prompt_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/prompt_parts.h"

#include "terminal/screen.h"

#define LINES_PAGE 20u /* for lines in context, if the screen has room */
#define AROUND \
	4u /* lines of a page that are not results: the query, what is said
			    * of the answer, the prompt */

void
pm_prompt_say(const char *text)
{
	pm_screen_say(stdout, "%s", text);
}

enum pm_status
pm_prompt_put(const struct pm_buf *out, struct pm_error *err)
{
	return pm_screen_show(out, err);
}

void
pm_prompt_measure(struct pm_prompt *p)
{
	size_t rows = pm_screen_rows();

	p->ask.width = pm_screen_columns();
	p->ask.lines = rows == 0 ? 0 : rows > AROUND + 1 ? rows - AROUND : 1;
}

struct pm_prompt_view
pm_prompt_keep_view(const struct pm_prompt *p)
{
	return (struct pm_prompt_view){ p->ask.show, p->ask.first, p->ask.max,
					p->n_firsts, p->ask.alike, p->asked };
}

static void
restore_view(struct pm_prompt *p, const struct pm_prompt_view *v)
{
	p->ask.show = v->show;
	p->ask.first = v->first;
	p->ask.max = v->max;
	p->n_firsts = v->n_firsts;
	p->ask.alike = v->alike;
	p->asked = v->asked;
}

static void
exchange(struct pm_buf *a, struct pm_buf *b)
{
	struct pm_buf c = *a;

	*a = *b;
	*b = c;
}

enum pm_status
pm_prompt_answer(struct pm_prompt *p, const struct pm_prompt_view *before,
		 struct pm_error *err)
{
	struct pm_tree *tree = NULL;
	struct pm_buf out, notes, ids;
	enum pm_status status;

	p->ask.at_prompt = true;
	p->ask.query = pm_buf_str(&p->query);
	p->ask.query_len = p->query.len;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_init(&notes, PM_BUF_NO_LIMIT);
	pm_buf_init(&ids, PM_BUF_NO_LIMIT);
	p->ask.ids = &ids;
	status = pm_ask_parse(&p->ask, &tree, &notes, err);
	if (status == PM_OK)
		status = pm_ask_answer(&p->ask, tree, p->search, &out, &notes, &p->asked,
				       err);
	p->failed = status < 0;
	if (p->failed)
		restore_view(p, before);
	else
		exchange(&p->ids, &ids);
	if (status == PM_OK) {
		if (p->asked.note[0] != '\0')
			pm_prompt_say(p->asked.note);
		status = pm_prompt_put(&out, err);
		if (status == PM_OK && p->asked.stopped)
			pm_prompt_say(p->asked.why);
	} else if (status == PM_ERR_QUERY || status == PM_ERR_LIMIT) {
		if (notes.len > 0)
			status = pm_prompt_put(&notes, err);
		else
			pm_prompt_say(err->text);
		status = status < 0 ? PM_OK : status;
	}
	pm_tree_free(tree);
	pm_buf_release(&out);
	pm_buf_release(&notes);
	pm_buf_release(&ids);
	p->ask.ids = NULL;
	return status;
}

enum pm_status
pm_prompt_show(struct pm_prompt *p, enum pm_ask_show what, struct pm_error *err)
{
	struct pm_prompt_view before = pm_prompt_keep_view(p);

	if (p->query.len == 0) {
		pm_prompt_say("there is no query to look at");
		return PM_OK;
	}
	p->ask.show = what;
	p->ask.first = 0;
	p->n_firsts = 0;
	pm_prompt_measure(p);
	p->ask.max = what == PM_ASK_FACETS			   ? 0
		   : what != PM_ASK_KWIC			   ? p->page
		   : p->ask.lines > 0 && p->ask.lines < LINES_PAGE ? p->ask.lines
								   : LINES_PAGE;
	return pm_prompt_answer(p, &before, err);
}

enum pm_status
pm_prompt_show_again(struct pm_prompt *p, struct pm_error *err)
{
	return p->query.len > 0 ? pm_prompt_show(p, PM_ASK_RESULTS, err) : PM_OK;
}
