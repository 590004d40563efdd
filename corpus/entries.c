/* Pressmark - the articles of one open file: see entries.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/entries.h"

#include "corpus/formats/plain.h"
#include "corpus/formats/text.h"
#include "corpus/tails.h"
#include "support/folds.h"

#include <stdlib.h>
#include <string.h>

/* A copy of an entry, or what came in its place. */
struct pm_entry_ahead {
	enum pm_status status;
	struct pm_entry entry;
	void *copy; /* what its object points into; NULL: it is the format's own */
	char *why;  /* of a failure */
};

bool
pm_entries_is_fatal(enum pm_status st)
{
	return st < 0 && st != PM_ERR_INPUT && st != PM_ERR_IO && st != PM_ERR_LIMIT;
}

void
pm_entries_init(struct pm_entries *e, const struct pm_reader_options *options,
		struct pm_watch *watch, struct pm_encodings *encodings)
{
	memset(e, 0, sizeof *e);
	e->options = options;
	e->watch = watch;
	e->encodings = encodings;
	pm_record_init(&e->record);
	pm_fold_builder_init(&e->folds);
	e->record.dates = options->dates;
	e->record.names = options->names;
}

static void
forget_ahead(struct pm_entries *e)
{
	size_t i;

	for (i = 0; i < e->n_ahead; i++) {
		free(e->ahead[i].copy);
		free(e->ahead[i].why);
	}
	e->n_ahead = e->taken = 0;
	e->ahead_bytes = 0;
}

static void
close_file(struct pm_entries *e)
{
	if (e->format != NULL)
		e->format->close(e->state);
	e->format = NULL;
	forget_ahead(e);
}

void
pm_entries_release(struct pm_entries *e)
{
	size_t i;

	close_file(e);
	for (i = 0; i < PM_FORMATS_MAX; i++)
		if (e->states[i] != NULL)
			pm_format_at(i)->free(e->states[i]);
	free(e->ahead);
	pm_record_release(&e->record);
	pm_tails_free(e->tails);
	pm_fold_builder_release(&e->folds);
}

/* Make what a format keeps from file to file, when it is used first. */
static enum pm_status
make_state(struct pm_entries *e, const struct pm_format *format, struct pm_error *err)
{
	const struct pm_format_setting setting = { e->options, e->watch, e->encodings };
	size_t i = 0;

	while (pm_format_at(i) != format)
		i++;
	if (e->states[i] == NULL)
		e->states[i] = format->make(&setting);
	e->state = e->states[i];
	return e->state == NULL ? pm_fail_nomem(err) : PM_OK;
}

enum pm_status
pm_entries_open(struct pm_entries *e, const struct pm_format *format,
		struct pm_source *source, struct pm_str name, struct pm_error *err)
{
	enum pm_status st = make_state(e, format, err);

	e->name = name;
	memset(&e->encoded, 0, sizeof e->encoded);
	e->encoded.name = "UTF-8";
	e->decode_repairs = e->decode_counted = 0;
	e->n = e->n_bare = 0;
	e->lost = e->is_void = false;
	pm_date_orders_clear(&e->record.orders);
	if (st == PM_OK && format->input == PM_TAKES_TEXT) {
		st = pm_encoding_stream(e->encodings, &source->stream, &e->encoded, err);
		e->is_void = st == PM_END;
		if (e->is_void)
			st = pm_fail(err, PM_ERR_INPUT, "empty file");
	}
	if (st < 0) {
		pm_stream_free(source->stream);
		return st;
	}
	if ((st = format->open(e->state, source, err)) < 0) {
		format->close(e->state);
		return st;
	}
	e->format = format;
	return PM_OK;
}

/* --- messages ----------------------------------------------------------- */

static void
skip(struct pm_entries *e, uint64_t line, const char *reason)
{
	if (e->options->skip != NULL)
		e->options->skip(e->options->skip_ctx, e->name, line, reason);
}

/* The same for one entry of several, or for several. */
static void
skip_of_file(struct pm_entries *e, uint64_t line, const char *reason)
{
	const struct pm_reader_options *o = e->options;

	if (o->skip_entry != NULL)
		o->skip_entry(o->skip_ctx, e->name, line, reason);
	else
		skip(e, line, reason);
}

/* Report an entry that cannot be used: by its line or by its number, unless it is all
 * there is. */
static void
skip_entry(struct pm_entries *e, const struct pm_entry *entry, const struct pm_error *why)
{
	struct pm_error counted;

	if (entry->line == 0 && entry->unit == NULL) {
		skip(e, 0, why->text);
		return;
	}
	if (entry->line == 0) {
		pm_fail(&counted, PM_ERR_INPUT, "%s %llu: %s", entry->unit,
			(unsigned long long)entry->number, why->text);
		why = &counted;
	}
	skip_of_file(e, entry->line, why->text);
}

/* The file ends before its end: unlike one of a single article, it lost nobody knows how
 * many. */
static void
break_off(struct pm_entries *e, const struct pm_error *why)
{
	pm_skip_fn *say = e->n > 0 && e->options->cut != NULL ? e->options->cut
							      : e->options->skip;
	struct pm_error text;

	e->lost = true;
	if (e->n > 0)
		pm_fail(&text, why->status, "breaks off after %llu article%s: %s",
			(unsigned long long)e->n, e->n == 1 ? "" : "s", why->text);
	if (say != NULL)
		say(e->options->skip_ctx, e->name, 0, e->n > 0 ? text.text : why->text);
}

/* Count an entry without text. */
static void
count_bare(struct pm_entries *e, const struct pm_entry *entry, const struct pm_error *why)
{
	if (e->n_bare++ > 0) {
		if (e->options->more != NULL)
			e->options->more(e->options->skip_ctx, 1);
		return;
	}
	e->why_bare = *why;
	e->first_bare = *entry;
}

/* Tell of the entries without text, when all are known. */
static void
tell_bare(struct pm_entries *e)
{
	static const char without[] = "no text";
	const char *reason = e->why_bare.text;
	struct pm_error text;

	if (e->n_bare == 1)
		skip_entry(e, &e->first_bare, &e->why_bare);
	if (e->n_bare > 1) {
		if (strncmp(reason, without, sizeof without - 1) == 0)
			reason += sizeof without - 1;
		pm_fail(&text, PM_ERR_INPUT, "%llu entries have no text%s",
			(unsigned long long)e->n_bare, reason);
		skip_of_file(e, 0, text.text);
	}
	e->n_bare = 0;
}

/* --- entries ahead ------------------------------------------------------ */

/* What a tree takes when it is copied: values, and bytes of texts. */
static void
measure(const struct pm_json_value *v, size_t *n_values, size_t *bytes)
{
	const struct pm_json_value *c;

	++*n_values;
	*bytes += v->name_len + v->text_len;
	for (c = v->child; c != NULL; c = c->next)
		measure(c, n_values, bytes);
}

/* Where a copy grows. */
struct growth {
	struct pm_json_value *value;
	char *byte;
};

static const char *
copy_text(struct growth *g, const char *text, size_t len)
{
	char *copy = g->byte;

	if (text == NULL)
		return NULL;
	if (len > 0)
		memcpy(copy, text, len);
	g->byte += len;
	return copy;
}

static const struct pm_json_value *
copy_value(struct growth *g, const struct pm_json_value *v)
{
	struct pm_json_value *copy = g->value++;
	const struct pm_json_value *c, **link = &copy->child;

	*copy = *v;
	copy->name = copy_text(g, v->name, v->name_len);
	copy->text = copy_text(g, v->text, v->text_len);
	copy->child = copy->next = NULL;
	for (c = v->child; c != NULL; c = c->next) {
		struct pm_json_value *kid = g->value;

		*link = copy_value(g, c);
		link = &kid->next;
	}
	return copy;
}

/* Append the entry, of which ST and WHY were said, to those ahead: a copy, or, where that
 * would be too much, the format's own, after which nothing is read.  PM_ABSENT: the first
 * one is too large by itself. */
static enum pm_status
put_ahead(struct pm_entries *e, enum pm_status st, const struct pm_entry *entry,
	  const struct pm_error *why, struct pm_error *err)
{
	struct pm_entry_ahead a = { .status = st, .entry = *entry };
	enum pm_status grown = pm_grow(&e->ahead, &e->ahead_cap, e->n_ahead + 1,
				       sizeof *e->ahead, err);
	size_t n_values = 0, bytes = 0;
	struct growth g;

	if (grown < 0)
		return grown;
	if (st == PM_OK) {
		measure(entry->object, &n_values, &bytes);
		bytes += n_values * sizeof *entry->object;
		e->ahead_bytes += bytes + sizeof a;
		if (e->ahead_bytes > PM_ENTRIES_AHEAD && e->n_ahead == 0)
			return PM_ABSENT;
		if (e->ahead_bytes <= PM_ENTRIES_AHEAD) {
			a.copy = malloc(bytes);
			if (a.copy == NULL)
				return pm_fail_nomem(err);
			g.value = a.copy;
			g.byte = (char *)(g.value + n_values);
			a.entry.object = copy_value(&g, entry->object);
		}
	} else if (st != PM_END) {
		a.why = pm_strndup(why->text, strlen(why->text));
		if (a.why == NULL)
			return pm_fail_nomem(err);
	}
	e->ahead[e->n_ahead++] = a;
	return PM_OK;
}

static enum pm_status
read_on(struct pm_entries *e, struct pm_article *article, struct pm_entry *entry,
	struct pm_error *err)
{
	enum pm_status st;

	memset(article, 0, sizeof *article);
	memset(entry, 0, sizeof *entry);
	article->file = e->name;
	entry->article = article;
	st = e->format->next(e->state, entry, err);
	if (entry->note != NULL && e->options->remark != NULL)
		e->options->remark(e->options->skip_ctx, e->name, entry->line,
				   entry->note);
	entry->note = NULL;
	/* what decoding inserted is counted with the entry that was read then */
	e->decode_repairs += e->encoded.replaced - e->decode_counted;
	e->decode_counted = e->encoded.replaced;
	if (st == PM_OK) {
		if (entry->encoding == NULL)
			entry->encoding = pm_text_encoding(&e->encoded);
		entry->repairs += e->decode_repairs;
		e->decode_repairs = 0;
	}
	return st;
}

/* The next entry; *LOOKED: it was ahead of another before. */
static enum pm_status
take(struct pm_entries *e, struct pm_article *article, struct pm_entry *entry,
     bool *looked, struct pm_error *err)
{
	struct pm_entry_ahead *a;

	*looked = e->taken < e->n_ahead;
	if (!*looked) {
		forget_ahead(e);
		return read_on(e, article, entry, err);
	}
	if (e->taken > 0) {
		free(e->ahead[e->taken - 1].copy);
		e->ahead[e->taken - 1].copy = NULL;
	}
	a = &e->ahead[e->taken++];
	memset(article, 0, sizeof *article);
	article->file = e->name;
	*entry = a->entry;
	entry->article = article;
	return a->why == NULL ? a->status
			      : (pm_fail(err, PM_ERR_INPUT, "%s", a->why), a->status);
}

/* Whether more can be read after the last one that is ahead. */
static bool
goes_on(const struct pm_entries *e)
{
	const struct pm_entry_ahead *last = &e->ahead[e->n_ahead - 1];

	return last->status == PM_OK
		     ? last->copy != NULL
		     : last->status == PM_ABSENT || last->status == PM_ERR_LIMIT;
}

/* Read what is ahead of ENTRY, and learn of its dates; then ENTRY comes again.  PM_ABSENT:
 * it is too large for that. */
static enum pm_status
look_ahead(struct pm_entries *e, const struct pm_entry *entry, struct pm_error *err)
{
	struct pm_article article;
	struct pm_entry next;
	struct pm_error why;
	enum pm_status st, read;

	forget_ahead(e);
	st = put_ahead(e, PM_OK, entry, NULL, err);
	while (st == PM_OK && goes_on(e)) {
		read = read_on(e, &article, &next, &why);
		if (pm_entries_is_fatal(read)) {
			*err = why;
			return read;
		}
		if ((st = put_ahead(e, read, &next, &why, err)) < 0 || read != PM_OK)
			continue;
		st = pm_record_read(&e->record, next.object, &article, &why);
		if (pm_entries_is_fatal(st))
			*err = why;
		else
			st = PM_OK;
	}
	return st;
}

/* --- articles ----------------------------------------------------------- */

/* Find the tail of a text that is no page's, and fold it if that is asked for. */
static enum pm_status
find_tail(struct pm_entries *e, const struct pm_entry *entry, struct pm_error *err)
{
	bool folds = e->options->clean == PM_CLEAN_BALANCED ||
		     e->options->clean == PM_CLEAN_PRECISE;
	struct pm_article *a = entry->article;
	enum pm_status st = PM_OK;

	if (a->page || a->n_folds > 0 || !(folds || entry->is_plain))
		return PM_OK;
	if (e->tails == NULL)
		st = pm_tails_new(&e->tails, err);
	if (st == PM_OK)
		st = pm_tails_find(e->tails, a->title, a->text, &a->tail, err);
	if (st < 0 || a->tail == 0 || !folds)
		return st;
	pm_fold_builder_clear(&e->folds);
	pm_fold_builder_begin(&e->folds, a->tail, PM_FOLD_TAIL);
	pm_fold_builder_put(&e->folds, a->text.data + a->tail, a->text.len - a->tail);
	st = pm_fold_builder_end(&e->folds, err);
	a->text.len = a->tail;
	a->tail = 0;
	a->folds = e->folds.all;
	a->n_folds = e->folds.n;
	return st;
}

/* The last check of every article: it has a title or a text, which is not too large, with
 * its folds.  PM_OK; PM_ABSENT: it has none; PM_ERR_LIMIT. */
static enum pm_status
check_text(const struct pm_entries *e, const struct pm_article *a, struct pm_error *why)
{
	size_t len = a->text.len, i;

	if (!pm_plain_has_text(a->text.data, a->text.len) &&
	    !pm_plain_has_text(a->title.data, a->title.len))
		return pm_unusable(why, "no text");
	for (i = 0; i < a->n_folds && len <= e->options->max_text; i++)
		len += a->folds[i].text.len;
	if (len > e->options->max_text)
		return pm_fail(why, PM_ERR_LIMIT, "text is larger than %zu bytes",
			       e->options->max_text);
	return PM_OK;
}

/* Make the article of an entry.  PM_OK, or why it is none. */
static enum pm_status
make_article(struct pm_entries *e, const struct pm_entry *entry, struct pm_error *why)
{
	struct pm_article *a = entry->article;
	enum pm_status st;

	a->encoding = entry->encoding;
	a->encoding_of_format = e->format->encoding;
	a->format = e->format->name;
	if (entry->object == NULL) {
		a->repairs += entry->repairs;
		st = check_text(e, a, why);
		return st == PM_OK ? find_tail(e, entry, why) : st;
	}
	e->record.keeps_markup = entry->keeps_markup;
	st = pm_record_read(&e->record, entry->object, a, why);
	if (st == PM_OK && (st = check_text(e, a, why)) == PM_ABSENT && a->text.len == 0)
		pm_record_no_text(&e->record, entry->object, why);
	if (st == PM_OK)
		st = find_tail(e, entry, why);
	a->repairs = entry->repairs;
	a->bytes_in = entry->bytes;
	a->line = entry->line;
	return st;
}

/* What is odd about a record that is taken. */
static void
tell_note(const struct pm_entries *e, const struct pm_entry *entry)
{
	if (entry->object != NULL && e->record.note != NULL && e->options->remark != NULL)
		e->options->remark(e->options->skip_ctx, e->name, entry->line,
				   e->record.note);
}

/* What ends a file. */
static enum pm_status
end_file(struct pm_entries *e, enum pm_status st, const struct pm_error *why)
{
	tell_bare(e);
	if (e->n > 0)
		pm_text_tell_doubt(e->options, e->name, &e->encoded);
	if (st < 0 && e->format->yield == PM_YIELDS_MANY) {
		break_off(e, why);
	} else if (st < 0) {
		e->lost = st == PM_ERR_IO;
		skip(e, 0, why->text);
	}
	close_file(e);
	return PM_END;
}

enum pm_status
pm_entries_next(struct pm_entries *e, struct pm_article *article, struct pm_error *err)
{
	struct pm_entry entry;
	struct pm_error why;
	enum pm_status st;
	bool looked, bare;

	for (;;) {
		bare = false;
		st = take(e, article, &entry, &looked, &why);
		if (pm_entries_is_fatal(st))
			break;
		if (st == PM_END ||
		    (st < 0 && (st != PM_ERR_LIMIT || e->format->yield == PM_YIELDS_ONE)))
			return end_file(e, st, &why);
		if (st == PM_OK) {
			st = make_article(e, &entry, &why);
			bare = st == PM_ABSENT && entry.unit != NULL;
		}
		if (st == PM_OK && article->ambiguous && entry.object != NULL && !looked) {
			if ((st = look_ahead(e, &entry, &why)) < 0)
				break;
			if (st == PM_OK)
				continue;
			st = PM_OK;
		}
		if (st == PM_OK) {
			tell_note(e, &entry);
			e->n++;
			return PM_OK;
		}
		if (pm_entries_is_fatal(st))
			break;
		e->decode_repairs += entry.repairs; /* the next article counts them */
		if (bare || (st == PM_ABSENT && entry.object != NULL))
			count_bare(e, &entry, &why);
		else
			skip_entry(e, &entry, &why);
		if ((st = pm_watch_ask(e->watch, &why)) < 0)
			break;
	}
	*err = why;
	return st;
}

void
pm_entries_trim(struct pm_entries *e)
{
	size_t i;

	pm_record_trim(&e->record);
	for (i = 0; i < PM_FORMATS_MAX; i++)
		if (e->states[i] != NULL && pm_format_at(i)->trim != NULL)
			pm_format_at(i)->trim(e->states[i]);
}
