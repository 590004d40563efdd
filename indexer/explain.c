/* Pressmark - pressmark-index explain: see commands.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/commands.h"

#include "corpus/formats/names.h"
#include "indexer/columns.h"
#include "indexer/progress.h"
#include "indexer/repeats.h"
#include "support/calendar.h"
#include "support/folds.h"
#include "terminal/screen.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Over so many articles blocks that repeat are counted, in so much memory. */
#define COUNTED 2000u
#define COUNTING_MEMORY ((size_t)32 << 20)

/* What is shown of a value and of a block, in characters. */
#define VALUE_MAX 60u
#define FROM_MAX 28u

/* What is gathered of an article before it is shown. */
struct explaining {
	struct pm_buf blocks; /* lines */
	size_t n_blocks, n_kept;
	struct pm_buf out;
	FILE *to;
	struct pm_repeats repeats;
	uint32_t n_counted; /* articles of which the blocks are counted in there */
};

/* Append blanks up to WIDTH characters after FROM, one at least. */
static void
pad(struct pm_buf *out, size_t from, size_t width)
{
	pm_columns_pad(out, from, width - 1);
	pm_buf_putc(out, ' ');
}

static void
put_line(struct pm_buf *out, const char *what, struct pm_str from, struct pm_str value)
{
	size_t start;

	pm_buf_puts(out, "  ");
	start = out->len;
	pm_buf_puts(out, what);
	pad(out, start, 10);
	start = out->len;
	pm_columns_cut(out, from.data, from.len, FROM_MAX);
	pad(out, start, FROM_MAX + 2);
	pm_columns_cut(out, value.data, value.len, VALUE_MAX);
	pm_buf_putc(out, '\n');
}

static struct pm_str
str_of(const char *s)
{
	return (struct pm_str){ s, strlen(s) };
}

static void
on_block(void *ctx, struct pm_str text, double probability, enum pm_block_fate fate,
	 const char *why)
{
	static const char *const fates[] = { "folded", "kept" };
	struct explaining *x = ctx;
	size_t start;

	x->n_blocks++;
	x->n_kept += fate == PM_BLOCK_KEPT;
	pm_buf_printf(&x->blocks, "    %.2f %-7s ", probability, fates[fate]);
	start = x->blocks.len;
	pm_columns_cut(&x->blocks, text.data, text.len, VALUE_MAX - 4);
	if (why != NULL && why[0] != '\0') {
		pad(&x->blocks, start, VALUE_MAX);
		pm_buf_puts(&x->blocks, why);
	}
	pm_buf_putc(&x->blocks, '\n');
}

static void
put_roles(struct pm_buf *out, const struct pm_article *a)
{
	const struct pm_str values[PM_N_ROLES] = {
		[PM_ROLE_ID] = a->id,	      [PM_ROLE_TITLE] = a->title,
		[PM_ROLE_TEXT] = a->text,     [PM_ROLE_DATE] = a->date,
		[PM_ROLE_URL] = a->url,	      [PM_ROLE_SOURCE] = a->source,
		[PM_ROLE_AUTHOR] = a->author, [PM_ROLE_LANGUAGE] = a->language,
	};
	unsigned role;

	for (role = 0; role < PM_N_ROLES; role++)
		if (values[role].len > 0)
			put_line(out, pm_role_name((enum pm_role)role),
				 a->from == NULL ? str_of("") : a->from[role],
				 values[role]);
}

/* How the date was read. */
static void
put_day(struct pm_buf *out, const struct pm_article *a)
{
	char text[PM_DATE_TEXT];

	if (a->day != 0) {
		pm_date_text(a->day, text);
		put_line(out, "day", str_of(""), str_of(text));
	} else if (a->ambiguous) {
		put_line(out, "day", str_of(""),
			 str_of("day/month or month/day: --dates decides"));
	} else if (a->date.len > 0) {
		put_line(out, "day", str_of(""), str_of("not understood"));
	}
}

/* What is folded away, and why. */
static void
put_folds(struct pm_buf *out, const struct pm_article *a)
{
	struct pm_buf names, size;
	unsigned why = 0, i;
	size_t bytes = 0, k;

	if (a->n_folds == 0)
		return;
	for (k = 0; k < a->n_folds; k++) {
		why |= a->folds[k].why;
		bytes += a->folds[k].text.len;
	}
	pm_buf_init(&names, PM_BUF_NO_LIMIT);
	pm_buf_init(&size, PM_BUF_NO_LIMIT);
	for (i = 0; i < PM_FOLD_REASONS; i++)
		if ((why & 1u << i) != 0)
			pm_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "",
				      pm_fold_reason_name(i));
	pm_buf_put_grouped(&size, a->n_folds);
	pm_buf_puts(&size, a->n_folds == 1 ? " fold, " : " folds, ");
	pm_put_bytes(&size, bytes);
	put_line(out, "folds", (struct pm_str){ pm_buf_str(&names), names.len },
		 (struct pm_str){ pm_buf_str(&size), size.len });
	pm_buf_inherit(out, &names);
	pm_buf_inherit(out, &size);
	pm_buf_release(&names);
	pm_buf_release(&size);
}

/* What a scraper took along. */
static void
put_tail(struct pm_buf *out, const struct pm_article *a)
{
	struct pm_str tail = { a->text.data + a->tail, a->text.len - a->tail };
	bool folded = a->n_folds > 0 && (a->folds[0].why & PM_FOLD_TAIL) != 0;
	char where[64];

	if (folded)
		tail = a->folds[0].text;
	else if (a->tail == 0)
		return;
	snprintf(where, sizeof where, "line %zu%s",
		 pm_article_line(a, folded ? a->folds[0].at : a->tail),
		 folded ? ", folded" : "");
	put_line(out, "tail", str_of(where), tail);
	if (!folded)
		put_line(out, "", str_of(""), str_of("not folded: --clean balanced does"));
}

/* The blocks that are folded away because they repeat, a line each. */
static void
put_repeats(struct pm_buf *out, const struct pm_article *a)
{
	size_t i;

	for (i = 0; i < a->n_folds; i++) {
		const char *s = a->folds[i].text.data, *end = s + a->folds[i].text.len;

		while ((a->folds[i].why & PM_FOLD_REPEATED) != 0 && s < end) {
			const char *stop = memchr(s, '\n', (size_t)(end - s));

			if (stop == NULL)
				stop = end;
			while (s < stop && strchr(" \t\r", *s) != NULL)
				s++;
			if (s < stop)
				put_line(out, "repeated", str_of(""),
					 (struct pm_str){ s, (size_t)(stop - s) });
			s = stop < end ? stop + 1 : end;
		}
	}
}

static const char *
encoding_of(const struct pm_article *a)
{
	if (a->encoding != NULL)
		return a->encoding;
	return a->encoding_of_format != NULL ? a->encoding_of_format : "UTF-8";
}

static enum pm_status
show(struct explaining *x, const struct pm_article *a, struct pm_error *err)
{
	struct pm_buf *out = &x->out;
	size_t i;

	pm_buf_clear(out);
	pm_buf_put_shown(out, a->file.data, a->file.len);
	if (a->line > 0)
		pm_buf_printf(out, " line %" PRIu64, a->line);
	pm_buf_putc(out, '\n');
	put_roles(out, a);
	put_day(out, a);
	put_line(out, "encoding", str_of(""), str_of(encoding_of(a)));
	for (i = 0; i < a->n_fields; i++)
		put_line(out, "field", a->fields[i].name, a->fields[i].value);
	put_folds(out, a);
	put_tail(out, a);
	put_repeats(out, a);
	if (x->n_blocks > 0)
		pm_buf_printf(out,
			      "  blocks    %zu of %zu are the article; the probability of "
			      "each, and what counts most:\n",
			      x->n_kept, x->n_blocks);
	pm_buf_put(out, x->blocks.data, x->blocks.len);
	pm_buf_putc(out, '\n');
	pm_buf_inherit(out, &x->blocks);
	if (out->status < 0)
		return pm_fail_nomem(err);
	pm_screen_fit(out, fileno(x->to));
	if (out->status < 0)
		return pm_fail_nomem(err);
	if (fwrite(out->data, 1, out->len, x->to) != out->len)
		return pm_fail(err, PM_ERR_IO, "cannot write to standard output");
	pm_buf_clear(&x->blocks);
	x->n_blocks = x->n_kept = 0;
	return PM_OK;
}

/* --- what repeats ------------------------------------------------------- */

static bool
is_standard_input(const char *const *paths, size_t n_paths)
{
	size_t i;

	for (i = 0; i < n_paths; i++)
		if (strcmp(paths[i], "-") == 0)
			return true;
	return false;
}

/* The files that counting may need have no names, but for a moment. */
static enum pm_status
begin_counting(struct explaining *x, const struct pm_reader_options *options,
	       struct pm_error *err)
{
	const char *dir = getenv("TMPDIR");
	struct pm_buf path;
	enum pm_status status;

	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	pm_buf_printf(&path, "%s/pressmark-index.%ld",
		      dir != NULL && dir[0] != '\0' ? dir : "/tmp", (long)getpid());
	status = path.status < 0
		       ? pm_fail_nomem(err)
		       : pm_repeats_init(&x->repeats, options->clean, pm_buf_str(&path),
					 COUNTING_MEMORY, &options->stop, err);
	pm_buf_release(&path);
	return status;
}

/* Read the first articles for the first time, without a word about them. */
static enum pm_status
count_repeats(struct explaining *x, const char *const *paths, size_t n_paths,
	      const struct pm_reader_options *options, struct pm_error *err)
{
	struct pm_reader_options silent = *options;
	const struct pm_article *a;
	struct pm_reader *reader;
	enum pm_status st;

	if (options->clean == PM_CLEAN_FULL || is_standard_input(paths, n_paths))
		return PM_OK;
	silent.skip = silent.unclean = silent.doubtful = silent.remark = silent.cut = NULL;
	silent.more = NULL;
	if ((st = begin_counting(x, options, err)) < 0 ||
	    (st = pm_reader_open(&reader, paths, n_paths, &silent, err)) < 0)
		return st;
	while (x->n_counted < COUNTED && (st = pm_reader_next(reader, &a, err)) == PM_OK) {
		x->n_counted++;
		if (pm_repeats_takes(options->clean, a))
			st = pm_repeats_add(&x->repeats, a, err);
		if (st < 0)
			break;
		pm_reader_trim(reader);
	}
	pm_reader_free(reader);
	return st < 0 ? st : pm_repeats_end(&x->repeats, err);
}

static enum pm_status
explain(struct explaining *x, const struct pm_article *a, uint64_t number,
	struct pm_error *err)
{
	enum pm_status st = PM_OK;

	if (number < x->n_counted && pm_repeats_takes(x->repeats.clean, a))
		st = pm_repeats_fold(&x->repeats, a, &a, err);
	return st < 0 ? st : show(x, a, err);
}

enum pm_status
pm_explain_input(const char *const *paths, size_t n_paths,
		 const struct pm_reader_options *options, FILE *to, struct pm_error *err)
{
	struct pm_reader_options asking = *options;
	struct explaining x = { .to = to };
	const struct pm_article *a;
	struct pm_reader *reader = NULL;
	enum pm_status st;
	uint64_t n = 0;

	pm_buf_init(&x.blocks, PM_BUF_NO_LIMIT);
	pm_buf_init(&x.out, PM_BUF_NO_LIMIT);
	asking.block = on_block;
	asking.block_ctx = &x;
	st = count_repeats(&x, paths, n_paths, options, err);
	if (st == PM_OK)
		st = pm_reader_open(&reader, paths, n_paths, &asking, err);
	while (st == PM_OK && (st = pm_reader_next(reader, &a, err)) == PM_OK) {
		st = explain(&x, a, n, err);
		pm_reader_trim(reader);
		n++;
	}
	if (st >= 0 && n == 0)
		st = pm_fail(err, PM_ERR_INPUT, "no article found in '%s'%s", paths[0],
			     n_paths > 1 ? " or the other paths" : "");
	if (st >= 0 && fflush(to) != 0)
		st = pm_fail(err, PM_ERR_IO, "cannot write to standard output");
	pm_reader_free(reader);
	pm_repeats_release(&x.repeats);
	pm_buf_release(&x.blocks);
	pm_buf_release(&x.out);
	return st < 0 ? st : PM_OK;
}
