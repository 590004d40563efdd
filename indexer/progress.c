/* Pressmark - what a build shows: see progress.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/progress.h"

#include "indexer/columns.h"
#include "support/clock.h"
#include "support/shown.h"
#include "terminal/screen.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
pm_put_bytes(struct pm_buf *out, uint64_t n)
{
	if (n < 10000)
		pm_buf_printf(out, "%" PRIu64 " byte%s", n, n == 1 ? "" : "s");
	else if (n < 1000000)
		pm_buf_printf(out, "%.0f kB", (double)n / 1e3);
	else if (n < 1000000000)
		pm_buf_printf(out, "%.1f MB", (double)n / 1e6);
	else
		pm_buf_printf(out, "%.2f GB", (double)n / 1e9);
}

void
pm_progress_init(struct pm_progress *p, const char *program, bool bar)
{
	memset(p, 0, sizeof *p);
	p->program = program;
	p->bar = bar;
	p->started = pm_seconds();
}

void
pm_progress_clear(struct pm_progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->drawn = false;
}

#define BAR_WIDTH 20
#define LINE_MAX_COLUMNS 200u

static void
put_bar(struct pm_buf *line, double share)
{
	int filled = (int)(share * BAR_WIDTH), i;

	pm_buf_putc(line, '[');
	for (i = 0; i < BAR_WIDTH; i++)
		pm_buf_putc(line, i < filled ? '#' : '.');
	pm_buf_printf(line, "] %3d%% ", (int)(share * 100));
}

/* What a line is made of, in the order in which it goes without where it is too long. */
enum part { NOTHING, RATE, BAR, BYTES, LEFT, N_PARTS };

static void
put_line(struct pm_buf *line, const struct pm_build_progress *b, double spent,
	 enum part without)
{
	double share = b->total > 0 ? (double)b->done / (double)b->total : 0;
	bool reading = strcmp(b->stage, "reading") == 0;

	share = share < 1 ? share : 1;
	if (!reading)
		pm_buf_printf(line, "%s ", b->stage);
	else if (b->total > 0 && without < BAR)
		put_bar(line, share);
	else if (b->total > 0)
		pm_buf_printf(line, "%3d%% ", (int)(share * 100));
	pm_buf_put_grouped(line, b->articles);
	pm_buf_puts(line, b->articles == 1 ? " article" : " articles");
	if (without < BYTES) {
		pm_buf_puts(line, "  ");
		pm_put_bytes(line, b->text_bytes);
	}
	if (without < RATE && spent > 0.5)
		pm_buf_printf(line, "  %.1f MB/s", (double)b->text_bytes / 1e6 / spent);
	if (without < LEFT && reading && share > 0.01 && share < 1 && spent > 1) {
		int left = (int)(spent / share * (1 - share));

		if (left < 60)
			pm_buf_printf(line, "  %d s left", left);
		else
			pm_buf_printf(line, "  %d:%02d left", left / 60, left % 60);
	}
}

void
pm_progress_line(struct pm_buf *line, const struct pm_build_progress *b, double spent,
		 size_t width)
{
	int without;

	for (without = NOTHING; without < N_PARTS; without++) {
		pm_buf_clear(line);
		put_line(line, b, spent, (enum part)without);
		if (line->len < width)
			break;
	}
}

void
pm_progress_show(struct pm_progress *p, const struct pm_build_progress *b)
{
	double t = pm_seconds();
	/* These come with every article, the others once or with a slice. */
	bool often = strcmp(b->stage, "reading") == 0 || strcmp(b->stage, "indexing") == 0;
	struct pm_buf line;

	if (!p->bar || (often && t - p->last < 0.2))
		return;
	p->last = t;
	pm_buf_init(&line, 256);
	pm_progress_line(&line, b, t - p->started,
			 pm_screen_columns_of(2, LINE_MAX_COLUMNS));
	fprintf(stderr, "\r\033[K%s", pm_buf_str(&line));
	fflush(stderr);
	p->drawn = true;
	pm_buf_release(&line);
}

/* A file name made safe to show: control characters, and marks that turn the line, as
 * ?. */
static void
put_name(struct pm_buf *to, struct pm_str name)
{
	size_t i, n;

	for (i = 0; i < name.len; i += n) {
		enum pm_shown shown = pm_shown_at(name.data + i, name.len - i, &n);

		pm_buf_putc(to, shown == PM_SHOWN_SELF ? name.data[i] : '?');
	}
}

/* Print LINE as the screen takes it, and release it. */
static void
print_line(struct pm_buf *line)
{
	pm_screen_say(stderr, "%s", pm_buf_str(line));
	pm_buf_release(line);
}

/* Whether one more complaint of this kind is to be shown. */
static bool
is_shown(struct pm_progress *p, const char *what, const char *reason)
{
	char kind[sizeof p->kinds->what];
	size_t n = (size_t)snprintf(kind, sizeof kind, "%s: ", what), i;

	for (; *reason != '\0' && n + 1 < sizeof kind; reason++) {
		bool digit = *reason >= '0' && *reason <= '9';

		if (!digit)
			kind[n++] = *reason;
		else if (kind[n - 1] != 'N')
			kind[n++] = 'N';
	}
	kind[n] = '\0';
	for (i = 0; i < p->n_kinds; i++)
		if (strcmp(p->kinds[i].what, kind) == 0)
			return ++p->kinds[i].n <= PM_COMPLAINTS_SHOWN;
	if (p->n_kinds < PM_COMPLAINT_KINDS) {
		memcpy(p->kinds[p->n_kinds].what, kind, n + 1);
		p->kinds[p->n_kinds++].n = 1;
	}
	return true;
}

void
pm_progress_finish(struct pm_progress *p)
{
	struct pm_buf line;
	size_t i;

	pm_progress_clear(p);
	for (i = 0; i < p->n_kinds; i++) {
		const struct pm_complaints *c = &p->kinds[i];
		const char *reason = strchr(c->what, ':');

		if (c->n <= PM_COMPLAINTS_SHOWN || reason == NULL)
			continue;
		pm_buf_init(&line, PM_BUF_NO_LIMIT);
		pm_buf_printf(&line, "%s: %.*s ", p->program, (int)(reason - c->what),
			      c->what);
		pm_buf_put_grouped(&line, c->n - PM_COMPLAINTS_SHOWN);
		pm_buf_puts(&line, " more");
		put_name(&line, (struct pm_str){ reason, strlen(reason) });
		print_line(&line);
	}
}

/* Begin LINE, a complaint; the progress makes room for it. */
static void
put_place(struct pm_progress *p, struct pm_buf *line, const char *what,
	  struct pm_str file, uint64_t number)
{
	pm_progress_clear(p);
	pm_buf_init(line, PM_BUF_NO_LIMIT);
	pm_buf_printf(line, "%s: %s '", p->program, what);
	put_name(line, file);
	pm_buf_putc(line, '\'');
	if (number > 0)
		pm_buf_printf(line, " line %" PRIu64, number);
	pm_buf_puts(line, ": ");
}

void
pm_progress_say(struct pm_progress *p, const char *what, struct pm_str file,
		uint64_t line, const char *reason)
{
	struct pm_buf text;

	if (!is_shown(p, what, reason))
		return;
	put_place(p, &text, what, file, line);
	put_name(&text, (struct pm_str){ reason, strlen(reason) });
	print_line(&text);
}

void
pm_progress_left_out(struct pm_progress *p, struct pm_str file, uint64_t line,
		     uint64_t values, struct pm_str name)
{
	struct pm_buf text;

	if (!is_shown(p, "left out", "values nested too deeply or with too long a name"))
		return;
	put_place(p, &text, "left out of", file, line);
	pm_buf_printf(&text,
		      "%" PRIu64
		      " value%s nested too deeply or with too long a name, in '",
		      values, values == 1 ? "" : "s");
	put_name(&text, name);
	pm_buf_putc(&text, '\'');
	print_line(&text);
}

void
pm_progress_repaired(struct pm_progress *p, struct pm_str file, uint64_t line,
		     uint64_t repairs)
{
	struct pm_buf text;

	if (!is_shown(p, "repaired", "ill-formed places became U+FFFD"))
		return;
	put_place(p, &text, "repaired", file, line);
	pm_buf_printf(&text, "%" PRIu64 " ill-formed place%s became U+FFFD", repairs,
		      repairs == 1 ? "" : "s");
	print_line(&text);
}

#define SHARE_MIN 1000000u
/* What is shown of a block that repeats, in characters. */
#define REPEAT_MAX 60u

static void
put_share(struct pm_buf *out, const char *name, uint64_t bytes, uint64_t text)
{
	pm_buf_printf(out, "  %-10s ", name);
	pm_put_bytes(out, bytes);
	/* Of a text of a few kilobytes a share says nothing. */
	if (text >= SHARE_MIN)
		pm_buf_printf(out, ", %.3f of the text", (double)bytes / (double)text);
	pm_buf_putc(out, '\n');
}

/* All articles that no date finds, as stats counts them, and those of them that have one
 * that could not be read. */
static void
put_undated(struct pm_buf *out, const struct pm_build_result *r)
{
	if (r->info.undated == 0)
		return;
	pm_buf_printf(out, "  %-10s ", "undated");
	pm_buf_put_grouped(out, r->info.undated);
	pm_buf_puts(out, r->info.undated == 1 ? " article cannot be found by date\n"
					      : " articles cannot be found by date\n");
	if (r->ambiguous > 0) {
		pm_buf_printf(out, "  %-10s ", "ambiguous");
		pm_buf_put_grouped(out, r->ambiguous);
		pm_buf_puts(out, " of them: day/month or month/day, --dates dmy or mdy "
				 "decides\n");
	}
	if (r->not_understood > 0) {
		pm_buf_printf(out, "  %-10s ", "unknown");
		pm_buf_put_grouped(out, r->not_understood);
		pm_buf_puts(out, " of them: the date is not understood\n");
	}
	if (r->no_dates > 0) {
		pm_buf_printf(out, "  %-10s ", "not taken");
		pm_buf_put_grouped(out, r->no_dates);
		pm_buf_puts(out, " of them: ");
		pm_tally_put(out, &r->no_dates_of);
		if (r->no_dates_of.n == 1 && r->no_dates_of.others == 0)
			pm_buf_puts(out, " says");
		else
			pm_buf_puts(out, " say");
		pm_buf_puts(out, " when it was found or changed (--map date=NAME takes "
				 "it)\n");
	}
}

/* The languages in which articles were stemmed, the most first; those without stems. */
static void
put_languages(struct pm_buf *out, const struct pm_build_result *r)
{
	uint64_t left[PM_LANGUAGES_MAX];
	bool first = true;

	memcpy(left, r->languages, sizeof left);
	for (;;) {
		unsigned most = 1, i;

		for (i = 2; i < PM_LANGUAGES_MAX; i++)
			if (left[i] > left[most])
				most = i;
		if (left[most] == 0)
			break;
		if (first)
			pm_buf_printf(out, "  %-10s ", "language");
		else
			pm_buf_puts(out, ", ");
		pm_buf_put_grouped(out, left[most]);
		if (first)
			pm_buf_puts(out, left[most] == 1 ? " article" : " articles");
		pm_buf_printf(out, " in %s", pm_language_code_of(most));
		left[most] = 0;
		first = false;
	}
	if (!first)
		pm_buf_putc(out, '\n');
	if (r->languages[0] == 0)
		return;
	pm_buf_printf(out, "  %-10s ", "no stems");
	pm_buf_put_grouped(out, r->languages[0]);
	pm_buf_puts(out, r->languages[0] == 1 ? " article, in " : " articles, in ");
	pm_tally_put(out, &r->unstemmed);
	if (r->unknown_language > 0)
		pm_buf_puts(out, r->unstemmed.n > 0 ? " and unknown languages"
						    : "unknown languages");
	pm_buf_putc(out, '\n');
}

/* Blocks that repeat over articles, and so were folded away. */
static void
put_repeats(struct pm_buf *out, const struct pm_repeats_result *r)
{
	if (r->blocks == 0)
		return;
	pm_buf_printf(out, "  %-10s ", "repeats");
	pm_buf_put_grouped(out, r->blocks);
	pm_buf_puts(out, r->blocks == 1 ? " block of " : " blocks of ");
	pm_buf_put_grouped(out, r->articles);
	pm_buf_puts(out, r->articles == 1 ? " article " : " articles ");
	pm_buf_puts(out, r->blocks == 1
				 ? "is folded: many articles of its source have it"
				 : "are folded: many articles of their source have them");
	if (r->sources > 1) {
		pm_buf_puts(out, " (");
		pm_buf_put_grouped(out, r->sources);
		pm_buf_puts(out, " sources)");
	}
	pm_buf_putc(out, '\n');
}

void
pm_build_repeats(struct pm_buf *out, const struct pm_repeats_result *r)
{
	size_t i;

	for (i = 0; i < r->n_top; i++) {
		size_t len = r->top[i].len, from;

		pm_buf_puts(out, "    ");
		from = out->len;
		pm_buf_put_grouped(out, r->top[i].articles);
		pm_columns_pad(out, from, 11);
		pm_columns_cut(out, r->top[i].text,
			       len < PM_REPEATS_TEXT ? len : PM_REPEATS_TEXT, REPEAT_MAX);
		pm_buf_putc(out, '\n');
	}
}

static void
put_excluded(struct pm_buf *out, const struct pm_build_result *r)
{
	if (r->excluded_files + r->excluded_folders == 0)
		return;
	pm_buf_printf(out, "  %-10s ", "excluded");
	if (r->excluded_files > 0) {
		pm_buf_put_grouped(out, r->excluded_files);
		pm_buf_puts(out, r->excluded_files == 1 ? " file" : " files");
	}
	if (r->excluded_folders > 0) {
		pm_buf_puts(out, r->excluded_files > 0 ? " and " : "");
		pm_buf_put_grouped(out, r->excluded_folders);
		pm_buf_puts(out, r->excluded_folders == 1 ? " folder with all in it"
							  : " folders with all in them");
	}
	pm_buf_putc(out, '\n');
}

/* What was folded away, and what could be. */
static void
put_folded(struct pm_buf *out, const struct pm_build_result *r)
{
	if (r->folded > 0) {
		pm_buf_printf(out, "  %-10s ", "folded");
		pm_buf_put_grouped(out, r->folded);
		pm_buf_puts(out, r->folded == 1 ? " article has" : " articles have");
		pm_buf_puts(out, " text that only --full-text finds\n");
	}
	if (r->tails > 0) {
		pm_buf_printf(out, "  %-10s ", "tails");
		pm_buf_put_grouped(out, r->tails);
		pm_buf_puts(out, r->tails == 1 ? " article seems" : " articles seem");
		pm_buf_puts(out,
			    " to end in what a scraper took along (named above): fold "
			    "it with --clean balanced\n");
	}
}

/* "  added      25 articles", if there are any. */
static void
put_number(struct pm_buf *out, const char *what, uint64_t n, const char *one,
	   const char *several)
{
	if (n == 0)
		return;
	pm_buf_printf(out, "  %-10s ", what);
	pm_buf_put_grouped(out, n);
	pm_buf_printf(out, " %s\n", n == 1 ? one : several);
}

static void
put_skipped(struct pm_buf *out, uint64_t articles, uint64_t files)
{
	if (articles > 0) {
		pm_buf_put_grouped(out, articles);
		pm_buf_puts(out, articles == 1 ? " article" : " articles");
		pm_buf_puts(out, files > 0 ? " and " : "");
	}
	if (files > 0) {
		pm_buf_put_grouped(out, files);
		pm_buf_puts(out, files == 1 ? " file or folder" : " files or folders");
	}
}

/* What an update did to an index. */
static void
put_update(struct pm_buf *out, const struct pm_build_result *r)
{
	pm_buf_put_grouped(out, r->articles);
	pm_buf_printf(out, " article%s, generation %" PRIu64 "%s\n",
		      r->articles == 1 ? "" : "s", r->generation,
		      r->unchanged ? ", as before: nothing is new" : "");
	if (r->anew[0] != '\0')
		pm_buf_printf(out, "  %-10s all files: --%s is another than before\n",
			      "read", r->anew);
	if (r->remade[0] != '\0')
		pm_buf_printf(out, "  %-10s all that was there: %s\n", "made anew",
			      r->remade);
	if (r->moved)
		pm_buf_printf(out, "  %-10s another folder than before, which is kept\n",
			      "base");
	put_number(out, "added", r->added, "article", "articles");
	put_number(out, "changed", r->changed, "article", "articles");
	put_number(out, "removed", r->taken_away, "article that is gone from the input",
		   "articles that are gone from the input");
	put_number(out, "refolded", r->refolded,
		   "article, of which other blocks repeat now",
		   "articles, of which other blocks repeat now");
	put_number(out, "away", r->away, "article that was removed, and stays away",
		   "articles that were removed, and stay away");
	put_number(out, "spared", r->spared,
		   "article of what was not read as a whole, or is empty (named above)",
		   "articles of what was not read as a whole, or is empty (named above)");
	put_number(out, r->rehashed ? "same" : "unread", r->files_same,
		   "file that has not changed", "files that have not changed");
}

/* What was skipped of files when they were read, of which nothing was told now. */
static void
put_skipped_before(struct pm_buf *out, const struct pm_build_result *r)
{
	if (r->skipped_same == 0)
		return;
	pm_buf_printf(out, "  %-10s ", "skipped");
	pm_buf_put_grouped(out, r->skipped_same);
	pm_buf_puts(out, r->skipped > 0 ? " more" : "");
	pm_buf_puts(out, " in files that have not changed (--rehash tells why)\n");
}

void
pm_build_summary(struct pm_buf *out, const char *index, const struct pm_build_result *r)
{
	const struct pm_segment_info *i = &r->info;

	pm_buf_put_shown(out, index, strlen(index));
	pm_buf_puts(out, ": ");
	if (r->kind != PM_BUILD_WHOLE) {
		put_update(out, r);
	} else {
		pm_buf_put_grouped(out, i->articles);
		pm_buf_puts(out, i->articles == 1 ? " article, " : " articles, ");
		pm_buf_put_grouped(out, i->words);
		pm_buf_puts(out, i->words == 1 ? " word" : " words");
		if (i->distinct > 0 || i->words == 0) {
			pm_buf_puts(out, ", ");
			pm_buf_put_grouped(out, i->distinct);
			pm_buf_puts(out, " distinct");
		}
		pm_buf_putc(out, '\n');
		put_share(out, "text", i->text_bytes, 0);
		put_share(out, "index", r->index_bytes, i->text_bytes);
	}
	pm_buf_printf(out, "  %-10s %.1f s", "time", r->seconds);
	if (r->seconds > 0 && i->text_bytes >= SHARE_MIN)
		pm_buf_printf(out, ", %.1f MB/s",
			      (double)i->text_bytes / 1e6 / r->seconds);
	pm_buf_putc(out, '\n');
	if (r->skipped > 0) {
		pm_buf_printf(out, "  %-10s ", "skipped");
		put_skipped(out, r->skipped_articles, r->skipped - r->skipped_articles);
		pm_buf_puts(out, " (named above)\n");
	}
	put_skipped_before(out, r);
	if (r->cut_short > 0) {
		pm_buf_printf(out, "  %-10s ", "cut short");
		pm_buf_put_grouped(out, r->cut_short);
		pm_buf_puts(out, r->cut_short == 1 ? " file (named above)\n"
						   : " files (named above)\n");
	}
	if (r->copies > 0) {
		pm_buf_printf(out, "  %-10s ", "copies");
		pm_buf_put_grouped(out, r->copies);
		pm_buf_puts(out, r->copies == 1 ? " article repeats another: "
						: " articles repeat others: ");
		pm_buf_put_grouped(out, r->articles - r->copies);
		pm_buf_puts(out, r->articles - r->copies == 1 ? " story\n" : " stories\n");
	}
	put_excluded(out, r);
	if (r->repeated > 0) {
		pm_buf_printf(out, "  %-10s ", "repeated");
		pm_buf_put_grouped(out, r->repeated);
		pm_buf_puts(out, r->repeated == 1
					 ? " article has an id that another has"
					 : " articles have an id that others have");
		pm_buf_puts(out, " (the first is named above)\n");
	}
	if (r->replaced > 0) {
		pm_buf_printf(out, "  %-10s ", "replaced");
		pm_buf_put_grouped(out, r->replaced);
		pm_buf_puts(out, r->replaced == 1
					 ? " article by a later one with its id\n"
					 : " articles by later ones with their ids\n");
	}
	if (r->unclean > 0) {
		pm_buf_printf(out, "  %-10s ", "uncleaned");
		pm_buf_put_grouped(out, r->unclean);
		pm_buf_puts(out,
			    r->unclean == 1
				    ? " page, with all of its text (named above)\n"
				    : " pages, with all of their text (named above)\n");
	}
	put_folded(out, r);
	put_repeats(out, &r->repeats);
	if (r->encodings.n > 0) {
		pm_buf_printf(out, "  %-10s ", "encoding");
		pm_name_counts_put_encodings(out, &r->encodings);
		pm_buf_putc(out, '\n');
	}
	if (r->formats.n > 1) {
		pm_buf_printf(out, "  %-10s ", "formats");
		pm_name_counts_put_formats(out, &r->formats);
		pm_buf_putc(out, '\n');
	}
	put_languages(out, r);
	if (r->repaired > 0) {
		pm_buf_printf(out, "  %-10s ", "repaired");
		pm_buf_put_grouped(out, r->repaired);
		pm_buf_puts(out, r->repaired == 1 ? " article, " : " articles, ");
		pm_buf_put_grouped(out, i->repairs);
		pm_buf_puts(out, i->repairs == 1 ? " place\n" : " places\n");
	}
	put_undated(out, r);
	if (r->summaries > 0) {
		pm_buf_printf(out, "  %-10s ", "summaries");
		pm_buf_put_grouped(out, r->summaries);
		pm_buf_puts(out, r->summaries == 1 ? " article: text taken from "
						   : " articles: text taken from ");
		pm_tally_put(out, &r->summaries_from);
		pm_buf_putc(out, '\n');
	}
	if (r->textless > 0) {
		pm_buf_printf(out, "  %-10s ", "no text");
		pm_buf_put_grouped(out, r->textless);
		pm_buf_puts(out, r->textless == 1 ? " article has" : " articles have");
		pm_buf_puts(out, " a title only ('pressmark-index fields' shows what else "
				 "is there)\n");
	}
	if (r->cut_texts > 0) {
		pm_buf_printf(out, "  %-10s ", "cut texts");
		pm_buf_put_grouped(out, r->cut_texts);
		pm_buf_puts(out, r->cut_texts == 1 ? " article: its text ends"
						   : " articles: their texts end");
		pm_buf_puts(out, " where the source cut it, in [+N chars] or [...]\n");
	}
	if (r->left_out > 0) {
		pm_buf_printf(out, "  %-10s ", "left out");
		pm_buf_put_grouped(out, r->left_out);
		pm_buf_puts(out, r->left_out == 1 ? " value is" : " values are");
		pm_buf_puts(out, " nested too deeply or would have too long a name, in ");
		pm_tally_put(out, &r->left_out_of);
		pm_buf_putc(out, '\n');
	}
	if (i->long_words > 0) {
		pm_buf_printf(out, "  %-10s ", "too long");
		pm_buf_put_grouped(out, i->long_words);
		pm_buf_puts(out, i->long_words == 1 ? " word is" : " words are");
		pm_buf_puts(out, " kept in the text but cannot be searched\n");
	}
}

void
pm_build_parts(struct pm_buf *out, const struct pm_build_result *r)
{
	const struct {
		const char *name;
		uint64_t bytes;
	} parts[] = {
		{ "words", r->words_bytes },	 { "dressing", r->dressing_bytes },
		{ "pairs", r->pairs_bytes },	 { "articles", r->articles_bytes },
		{ "lexicon", r->lexicon_bytes }, { "shares", r->shares_bytes },
		{ "lengths", r->lengths_bytes }, { "sketches", r->sketches_bytes },
		{ "copies", r->copies_bytes },	 { "folds", r->folds_bytes },
		{ "blocks", r->blocks_bytes },	 { "database", r->database_bytes },
	};
	size_t i;

	for (i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].bytes == 0)
			continue;
		pm_buf_printf(out, "    %-10s ", parts[i].name);
		pm_put_bytes(out, parts[i].bytes);
		if (r->info.text_bytes > 0)
			pm_buf_printf(out, ", %.3f of the text",
				      (double)parts[i].bytes / (double)r->info.text_bytes);
		pm_buf_putc(out, '\n');
	}
}
