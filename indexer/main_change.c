/* Pressmark - pressmark-index: commands that change an index; see main_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/change.h"
#include "indexer/main_parts.h"
#include "support/file.h"
#include "terminal/screen.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOTES_WIDTH 200u /* columns of a query with a mistake */

/* "news: 1,200 articles, generation 7", and what was done; or a failure. */
static int
announce(const struct settings *s, enum pm_status status, const struct pm_error *err,
	 const struct pm_change_result *r, const char *done)
{
	struct pm_buf out;

	if (status < 0)
		return pm_main_complain(err->text);
	if (r->unsynced[0] != '\0')
		pm_screen_say(stderr,
			      "pressmark-index: the new index is in place, but a power "
			      "failure may undo it: %s",
			      r->unsynced);
	if (s->quiet || r->refused)
		return 0;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_put_shown(&out, s->output, strlen(s->output));
	pm_buf_puts(&out, ": ");
	pm_buf_put_grouped(&out, r->articles);
	pm_buf_printf(&out, " article%s, generation %" PRIu64 "\n",
		      r->articles == 1 ? "" : "s", r->generation);
	if (r->unchanged)
		pm_buf_puts(&out, "  nothing was to be done\n");
	else
		pm_buf_printf(&out, "  %s\n", done);
	if (r->remade[0] != '\0')
		pm_buf_printf(&out, "  all was made anew: %s\n", r->remade);
	pm_screen_fit(&out, 1);
	return pm_main_answer(&out, 0);
}

/* Show what would go, and ask if there is somebody. */
static bool
ask(void *ctx, uint64_t articles, const struct pm_buf *lines)
{
	const struct settings *s = ctx;
	char answer[16] = "";
	struct pm_buf shown;

	if (s->yes)
		return true;
	pm_buf_init(&shown, PM_BUF_NO_LIMIT);
	pm_buf_put(&shown, lines->data, lines->len);
	if (articles > 10)
		pm_buf_printf(&shown, "  and %" PRIu64 " more\n", articles - 10);
	pm_screen_fit(&shown, 2);
	fputs(pm_buf_str(&shown), stderr);
	pm_buf_release(&shown);
	if (!isatty(0)) {
		pm_screen_say(stderr,
			      "pressmark-index: nothing was removed: %" PRIu64
			      " article%s would go (--yes removes them)",
			      articles, articles == 1 ? "" : "s");
		return false;
	}
	fprintf(stderr, "Remove %" PRIu64 " article%s? [y/N] ", articles,
		articles == 1 ? "" : "s");
	fflush(stderr);
	return fgets(answer, sizeof answer, stdin) != NULL &&
	       (answer[0] == 'y' || answer[0] == 'Y');
}

int
pm_main_remove(struct settings *s, char **names, int n)
{
	struct pm_build_options build = pm_main_build_options(s, NULL, 0);
	struct pm_buf notes;
	struct pm_remove_options options = {
		.names = (const char *const *)names,
		.n_names = (size_t)n,
		.query = s->query,
		/* who names articles knows which they are */
		.confirm = s->query != NULL ? ask : NULL,
		.ctx = s,
		.notes = &notes,
		.notes_width = pm_screen_columns_of(2, NOTES_WIDTH),
	};
	struct pm_change_result result;
	struct pm_error err;
	enum pm_status status;
	char done[80];
	int exit_status;

	if (n == 0 && s->query == NULL)
		return pm_main_complain_usage(s, "remove needs a NAME, or --query QUERY");
	pm_buf_init(&notes, PM_BUF_NO_LIMIT);
	status = pm_remove(&build, &options, &result, &err);
	if (notes.len > 0) {
		exit_status = pm_main_complain("the query cannot be read");
		fputs(pm_buf_str(&notes), stderr);
		pm_buf_release(&notes);
		return exit_status;
	}
	snprintf(done, sizeof done, "%" PRIu64 " article%s removed", result.taken_away,
		 result.taken_away == 1 ? "" : "s");
	exit_status = announce(s, status, &err, &result, done);
	return exit_status == 0 && result.unchanged ? EXIT_SKIPPED : exit_status;
}

int
pm_main_merge(struct settings *s)
{
	struct pm_build_options build = pm_main_build_options(s, NULL, 0);
	struct pm_change_result result;
	struct pm_error err;
	enum pm_status status = pm_merge_index(&build, &result, &err);
	char done[80];

	snprintf(done, sizeof done, "%" PRIu64 " segment%s became one", result.joined,
		 result.joined == 1 ? "" : "s");
	return announce(s, status, &err, &result, done);
}

int
pm_main_rollback(struct settings *s, const char *number)
{
	struct pm_build_options build = pm_main_build_options(s, NULL, 0);
	struct pm_change_result result;
	struct pm_error err;
	enum pm_status status;
	char *end = NULL, done[160];
	uint64_t n = 0;

	errno = 0;
	if (number != NULL)
		n = strtoull(number, &end, 10);
	if (number != NULL && (errno != 0 || *end != '\0' || n == 0 || *number == '-'))
		return pm_main_complain_usage(
			s,
			"rollback takes the number of a generation, as history lists them");
	status = pm_rollback(&build, n, &result, &err);
	if (status == PM_OK && result.compared)
		snprintf(done, sizeof done,
			 "rollback to %" PRIu64 ": %" PRIu64 " added, %" PRIu64
			 " changed, %" PRIu64 " removed",
			 result.restores, result.added, result.changed, result.taken_away);
	else if (status == PM_OK)
		snprintf(done, sizeof done,
			 "rollback to %" PRIu64
			 ", which could not be compared with what was there",
			 result.restores);
	return announce(s, status, &err, &result, done);
}
