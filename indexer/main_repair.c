/* Pressmark - pressmark-index: repair; see main_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/main_parts.h"
#include "indexer/repair.h"
#include "indexer/survey.h"
#include "terminal/screen.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Files are read as they were for this index. */
static enum pm_status
inherit(struct settings *s, struct pm_error *err)
{
	struct pm_survey_file current;
	struct pm_generation g;
	const char *other = NULL;
	enum pm_status status = pm_survey_generation(s->output, &g, &current, err);

	if (status < 0)
		return status;
	status = pm_main_inherit(s, g.language, g.choices, &other, err);
	pm_generation_release(&g);
	if (status == PM_OK && other != NULL)
		return pm_fail(err, PM_ERR_USAGE,
			       "the index was made with other rules: give the same (--%s)",
			       other);
	return status;
}

/* "  restored   12 articles from their files" */
static void
put_line(struct pm_buf *out, const char *what, uint64_t n, const char *rest)
{
	if (n == 0)
		return;
	pm_buf_printf(out, "  %-10s ", what);
	pm_buf_put_grouped(out, n);
	pm_buf_puts(out, n == 1 ? " article" : " articles");
	pm_buf_puts(out, rest);
	pm_buf_putc(out, '\n');
}

static void
put_summary(struct pm_buf *out, const struct settings *s, const struct pm_repair_result *r)
{
	pm_buf_put_shown(out, s->output, strlen(s->output));
	pm_buf_puts(out, ": ");
	pm_buf_put_grouped(out, r->articles);
	pm_buf_printf(out, " article%s, generation %" PRIu64 "\n",
		      r->articles == 1 ? "" : "s", r->generation);
	if (r->unchanged) {
		pm_buf_puts(out, "  all was well, and nothing was to be done\n");
		return;
	}
	if (r->damaged > 0)
		pm_buf_printf(out, "  damaged    %" PRIu64 " of %" PRIu64 " segment%s\n",
			      r->damaged, r->segments, r->segments == 1 ? "" : "s");
	put_line(out, "restored", r->own, " that could still be read");
	put_line(out, "restored", r->old, " of an earlier generation");
	put_line(out, "restored", r->read, " from their files");
	put_line(out, "changed", r->changed, ", as their files have them now");
	if (r->same)
		put_line(out, "restored", r->others, " from their files");
	else if (r->unknown > 0)
		put_line(out, "read", r->others, " that are missing ones or new");
	else
		put_line(out, "added", r->others, " that the files have besides");
	put_line(out, "lost", r->lost, "");
	put_line(out, "back", r->back, " that had been removed");
	if (r->dropped > 0)
		pm_buf_printf(out, "  dropped    %" PRIu64 " generation%s\n", r->dropped,
			      r->dropped == 1 ? "" : "s");
	pm_buf_puts(out, r->same ? "  the articles are those from before, by their "
				   "fingerprint\n"
				 : "  the fingerprint is another one than before\n");
}

int
pm_main_repair(struct settings *s, char **paths, int n)
{
	const struct pm_repair_options options = { .allow_loss = s->allow_loss };
	struct pm_build_options build;
	struct pm_repair_result result;
	struct pm_error err;
	enum pm_status status = n == 0 ? PM_OK : inherit(s, &err);
	struct pm_buf out;

	if (status < 0)
		return status == PM_ERR_USAGE ? pm_main_complain_usage(s, err.text)
					      : pm_main_complain(err.text);
	build = pm_main_build_options(s, paths, n);
	pm_progress_init(&s->progress, "pressmark-index", !s->quiet && isatty(2));
	status = pm_repair(&build, &options, &result, &err);
	pm_progress_finish(&s->progress);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (status < 0)
		pm_main_complain(err.text);
	else if (result.unsynced[0] != '\0')
		pm_screen_say(stderr,
			      "pressmark-index: the new index is in place, but a power "
			      "failure may undo it: %s",
			      result.unsynced);
	if (status >= 0 && !s->quiet)
		put_summary(&out, s, &result);
	pm_buf_put(&out, result.names.data, result.names.len);
	pm_buf_release(&result.names);
	pm_screen_fit(&out, 1);
	return pm_main_answer(&out, status < 0			    ? EXIT_TROUBLE
				    : result.lost + result.back > 0 ? EXIT_SKIPPED
								    : 0);
}
