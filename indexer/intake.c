/* Pressmark - articles on their way into slices: see intake.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include "segment/metadata.h"
#include "support/json_put.h"
#include "text/languages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Longer ids and urls are not repeated as the data of a document. */
#define DATA_NAME_MAX 4096u

void
pm_intake_init(struct pm_intake *in, const struct pm_build_options *options,
	       const char *language, struct pm_build_result *result,
	       struct pm_build_progress *shown)
{
	memset(in, 0, sizeof *in);
	in->options = options;
	in->result = result;
	in->shown = shown;
	in->several = strcmp(language, PM_LANGUAGE_AUTO) == 0;
	pm_buf_init(&in->data, PM_BUF_NO_LIMIT);
}

void
pm_intake_release(struct pm_intake *in)
{
	pm_buf_release(&in->data);
	pm_kept_metadata_release(&in->kept);
}

static void
put_metadata(void *ctx, struct pm_buf *out, struct pm_slice_places *places)
{
	const struct pm_metadata *m = ctx;
	struct pm_metadata_places found = pm_metadata_find(m);

	pm_metadata_put(out, m);
	places->id = found.id;
	places->url = found.url;
	places->source = found.source;
	places->author = found.author;
}

/* Copy the article into the slice. */
static enum pm_status
add_to_slice(struct pm_intake *in, struct pm_slice *slice, const struct pm_article *a,
	     struct pm_error *err)
{
	const struct pm_str *name = a->id.len > 0 ? &a->id : &a->url;
	struct pm_metadata m;
	unsigned language = 0;
	enum pm_status status;

	if (in->several)
		language = pm_language_number(a->language.data, a->language.len);
	in->languages |= (uint32_t)1 << language;
	if ((status = pm_kept_metadata_of(&in->kept, a, &m, err)) < 0)
		return status;
	/* So that libxapian's own tools can name what they find. */
	pm_buf_clear(&in->data);
	if (name->len > 0 && name->len <= DATA_NAME_MAX) {
		pm_buf_puts(&in->data, name == &a->id ? "{\"id\":" : "{\"url\":");
		pm_json_put_string(&in->data, name->data, name->len);
		pm_buf_putc(&in->data, '}');
	}
	if (in->data.status < 0)
		return pm_fail_nomem(err);
	status = pm_slice_add(slice, a, language, put_metadata, &m, &in->data, err);
	pm_kept_metadata_trim(&in->kept);
	return status;
}

static void
count_undated(struct pm_build_result *result, const struct pm_article *a)
{
	if (a->day != 0)
		return;
	result->info.undated++;
	if (a->ambiguous)
		result->ambiguous++;
	else if (a->date.len > 0)
		result->not_understood++;
	else
		result->dateless++;
}

static bool
ends_in(struct pm_str text, const char *end)
{
	size_t n = strlen(end);

	return text.len >= n && memcmp(text.data + text.len - n, end, n) == 0;
}

/* Whether a text was cut where it was published: NewsAPI ends it in "[+1200 chars]", and
 * feeds of WordPress in "[...]". */
static bool
is_cut(struct pm_str text)
{
	size_t end;

	while (text.len > 0 && strchr(" \t\r\n", text.data[text.len - 1]) != NULL)
		text.len--;
	if (ends_in(text, "[...]") || ends_in(text, "[\xe2\x80\xa6]"))
		return true;
	if (!ends_in(text, " chars]"))
		return false;
	end = text.len -= sizeof " chars]" - 1;
	while (text.len > 0 && text.data[text.len - 1] >= '0' &&
	       text.data[text.len - 1] <= '9')
		text.len--;
	return text.len < end && ends_in(text, "[+");
}

/* What a scraper took along is only told: which article, and where it begins. */
static void
count_tail(struct pm_intake *in, const struct pm_article *a)
{
	char reason[128];

	in->result->tails++;
	if (in->options->tail == NULL)
		return;
	snprintf(reason, sizeof reason,
		 "seems to end in what a scraper took along, from line %zu on",
		 pm_article_line(a, a->tail));
	in->options->tail(in->options->ctx, a->file, a->line, reason);
}

/* In which language an article is stemmed, if each is in its own. */
static void
count_language(struct pm_intake *in, const struct pm_article *a)
{
	unsigned number;

	if (!in->several)
		return;
	number = pm_language_number(a->language.data, a->language.len);
	in->result->languages[number]++;
	if (a->language.len == 0)
		in->result->unknown_language++;
	else if (number == 0)
		pm_tally_add(&in->result->unstemmed, a->language, 1);
}

enum pm_status
pm_intake_add(struct pm_intake *in, struct pm_slice *slice, const struct pm_article *a,
	      struct pm_error *err)
{
	struct pm_segment_info *info = &in->result->info;
	uint64_t most = in->options->most_articles > 0 ? in->options->most_articles
						       : UINT32_MAX - 1;
	enum pm_status status;

	if (in->n_articles == most)
		return pm_fail(err, PM_ERR_LIMIT,
			       "more than %" PRIu64
			       " articles, which an index cannot number: make several",
			       most);
	if ((status = add_to_slice(in, slice, a, err)) < 0)
		return status;
	if (in->options->sources != NULL &&
	    (status = pm_sources_add(in->options->sources, a, err)) < 0)
		return status;
	in->n_articles++;
	in->shown->articles++;
	in->shown->text_bytes += a->title.len + a->text.len;
	info->input_bytes += a->bytes_in;
	info->repairs += a->repairs;
	count_undated(in->result, a);
	count_language(in, a);
	pm_name_counts_add(&in->result->encodings, a->encoding);
	pm_name_counts_add(&in->result->formats, a->format);
	if (a->day != 0 && (info->first_day == 0 || a->day < info->first_day))
		info->first_day = a->day;
	if (a->day > info->last_day)
		info->last_day = a->day;
	if (a->text_from.len > 0) {
		in->result->summaries++;
		pm_tally_add(&in->result->summaries_from, a->text_from, 1);
	}
	in->result->cut_texts += is_cut(a->text);
	in->result->textless += a->text.len == 0;
	in->result->folded += a->n_folds > 0;
	if (a->tail > 0)
		count_tail(in, a);
	if (a->no_date.len > 0) {
		in->result->no_dates++;
		pm_tally_add(&in->result->no_dates_of, a->no_date, 1);
	}
	if (a->left_out > 0) {
		in->result->left_out += a->left_out;
		pm_tally_add(&in->result->left_out_of, a->left_out_name, a->left_out);
		if (in->options->left_out != NULL)
			in->options->left_out(in->options->ctx, a->file, a->line,
					      a->left_out, a->left_out_name);
	}
	if (a->repairs > 0) {
		in->result->repaired++;
		if (in->options->repaired != NULL)
			in->options->repaired(in->options->ctx, a->file, a->line,
					      a->repairs);
	}
	return PM_OK;
}
