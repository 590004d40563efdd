/* Pressmark - the prompt: going on with the newest generation: see prompt_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/prompt_parts.h"

#include "terminal/screen.h"

#include <inttypes.h>
#include <string.h>

/* What the generations after SINCE did, added up. */
struct sums {
	uint64_t added, changed, taken_away;
	bool known; /* but of a rollback that had nothing to be compared with */
};

static enum pm_status
add_up(const struct pm_index *index, uint64_t since, struct sums *sums,
       struct pm_error *err)
{
	struct pm_history h;
	enum pm_status status = pm_history_read_late(&h, index->dir, &index->generation,
						     err);
	size_t i;

	*sums = (struct sums){ .known = status == PM_OK && h.n > 0 };
	for (i = 0; status == PM_OK && i < h.n; i++)
		if (h.all[i].number > since) {
			sums->added += h.all[i].added;
			sums->changed += h.all[i].changed;
			sums->taken_away += h.all[i].taken_away;
			sums->known &= strcmp(h.all[i].made_by, "rollback") != 0 ||
				       h.all[i].added + h.all[i].changed +
						       h.all[i].taken_away >
					       0;
		}
	pm_history_release(&h);
	return status;
}

static void
say_generation(const struct pm_index *index, uint64_t since, const struct sums *sums)
{
	uint32_t articles = pm_index_articles(index);
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_printf(&out, "generation %" PRIu64 " of ", index->generation.number);
	pm_buf_put_grouped(&out, articles);
	pm_buf_puts(&out, articles == 1 ? " article" : " articles");
	if (sums == NULL)
		pm_buf_puts(&out, " is still the newest");
	else if (sums->known)
		pm_buf_printf(&out,
			      "; since generation %" PRIu64 ": %" PRIu64
			      " added, %" PRIu64 " changed, %" PRIu64 " removed",
			      since, sums->added, sums->changed, sums->taken_away);
	pm_prompt_say(pm_buf_str(&out));
	pm_buf_release(&out);
}

/* Open the newest generation, with the articles of it that count. */
static enum pm_status
open_newest(struct pm_prompt *p, struct pm_search **search, struct pm_newer **newer,
	    struct sums *sums, struct pm_error *err)
{
	uint64_t since = pm_search_index(p->search)->generation.number;
	enum pm_status status = pm_search_open(search, p->index, err);

	*newer = NULL;
	if (status == PM_OK)
		status = pm_search_threads(*search, p->threads, err);
	if (status == PM_OK)
		status = add_up(pm_search_index(*search), since, sums, err);
	if (status == PM_OK)
		status = pm_since_find(newer, &p->ask.since, pm_search_index(*search),
				       err);
	return status;
}

enum pm_status
pm_prompt_reload(struct pm_prompt *p, struct pm_error *err)
{
	uint64_t before = pm_search_index(p->search)->generation.number;
	struct pm_search *search = NULL;
	struct pm_newer *newer = NULL;
	struct sums sums;
	enum pm_status status = open_newest(p, &search, &newer, &sums, err);

	/* what is open can still be asked */
	if (status < 0 && status != PM_ERR_NOMEM) {
		pm_prompt_say(err->text);
		pm_search_free(search);
		return PM_OK;
	}
	if (status < 0 || pm_search_index(search)->generation.number == before) {
		if (status == PM_OK)
			say_generation(pm_search_index(search), before, NULL);
		pm_newer_free(newer);
		pm_search_free(search);
		return status;
	}
	pm_newer_free(p->newer);
	pm_search_free(p->search);
	p->search = search;
	p->ask.newer = p->newer = newer;
	pm_buf_clear(&p->ids);
	pm_completer_release(p->completer);
	p->completer->fields_known = false;
	p->completer->index = pm_search_index(search);
	say_generation(pm_search_index(search), before, &sums);
	return pm_prompt_show_again(p, err);
}
