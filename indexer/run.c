/* Pressmark - a run: see run.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/run.h"

#include "indexer/terms.h"
#include "support/bytes.h"
#include "support/file.h"
#include "text/derive.h"
#include "text/fold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPILL_BYTES ((size_t)1 << 20)

enum pm_status
pm_run_init(struct pm_run *run, const char *language, const char *spill_path,
	    struct pm_error *err)
{
	enum pm_status status;

	memset(run, 0, sizeof *run);
	run->spill = -1;
	run->language = language;
	pm_intern_init(&run->surface_names);
	pm_intern_init(&run->word_names);
	pm_intern_init(&run->separator_names);
	pm_intern_init(&run->alias_names);
	pm_intern_init(&run->term_names);
	pm_intern_init(&run->targets);
	pm_buf_init(&run->stream, PM_BUF_NO_LIMIT);
	pm_buf_init(&run->fold, PM_BUF_NO_LIMIT);
	pm_buf_init(&run->scratch, PM_BUF_NO_LIMIT);
	pm_buf_init(&run->extra, PM_BUF_NO_LIMIT);
	status = pm_stemmer_new(&run->stemmer, language, err);
	if (status < 0)
		goto out;
	run->spill_path = pm_strndup(spill_path, strlen(spill_path));
	if (run->spill_path == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	run->spill = open(spill_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (run->spill < 0)
		status = pm_fail_errno(err, errno, "cannot create '%s'", spill_path);
out:
	if (status < 0)
		pm_run_release(run);
	return status;
}

void
pm_run_release(struct pm_run *run)
{
	if (run->spill >= 0)
		close(run->spill);
	free(run->spill_path);
	pm_stemmer_free(run->stemmer);
	pm_intern_release(&run->surface_names);
	pm_intern_release(&run->word_names);
	pm_intern_release(&run->separator_names);
	pm_intern_release(&run->alias_names);
	pm_intern_release(&run->term_names);
	pm_intern_release(&run->targets);
	free(run->surfaces);
	free(run->words);
	free(run->separators);
	free(run->aliases);
	free(run->parts);
	pm_buf_release(&run->stream);
	pm_buf_release(&run->fold);
	pm_buf_release(&run->scratch);
	pm_buf_release(&run->extra);
	pm_words_release(&run->split);
	pm_words_release(&run->probe);
	free(run->seen_words);
	free(run->seen_separators);
	free(run->terms);
	free(run->counts);
	free(run->touched);
	free(run->extras);
	free(run->order);
	memset(run, 0, sizeof *run);
	run->spill = -1;
}

/* --- numbers ------------------------------------------------------------ */

static enum pm_status
separator_number(struct pm_run *run, const char *s, size_t len, uint32_t *id,
		 struct pm_error *err)
{
	uint32_t n = run->separator_names.n;
	enum pm_status status = pm_intern(&run->separator_names, s, len, id, err);

	if (status == PM_OK && *id == n) {
		status = pm_grow(&run->separators, &run->separators_cap, (size_t)n + 1,
				 sizeof *run->separators, err);
		if (status < 0)
			return status;
		run->separators[n].count = 0;
		run->separators[n].hyphen = pm_is_hyphen(s, len);
	}
	if (status == PM_OK)
		run->separators[*id].count++;
	return status;
}

/* What a folded word is when it is split alone: so it does not depend on where
 * or in which form it was seen first. */
static enum pm_status
flags_of(struct pm_run *run, const char *folded, size_t len, uint32_t *flags,
	 struct pm_error *err)
{
	enum pm_status status;

	run->probe.n = 0;
	status = pm_split(folded, len, &run->probe, err);
	*flags = run->probe.n == 1 && run->probe.words[0].end == len
		? run->probe.words[0].flags : 0;
	return status;
}

static enum pm_status
word_number(struct pm_run *run, const char *folded, size_t len, uint32_t *id,
	    struct pm_error *err)
{
	uint32_t n = run->word_names.n;
	enum pm_status status = pm_intern(&run->word_names, folded, len, id, err);
	struct pm_run_word *word;

	if (status < 0 || *id != n)
		return status;
	status = pm_grow(&run->words, &run->words_cap, (size_t)n + 1, sizeof *run->words,
			 err);
	if (status < 0)
		return status;
	word = &run->words[n];
	memset(word, 0, sizeof *word);
	word->term = word->title_term = PM_NONE;
	if ((status = flags_of(run, folded, len, &word->flags, err)) < 0)
		return status;
	return pm_terms_of_word(run, *id, err);
}

static enum pm_status
surface_number(struct pm_run *run, const char *s, size_t len, uint32_t flags,
	       uint32_t *id, struct pm_error *err)
{
	uint32_t n = run->surface_names.n;
	enum pm_status status = pm_intern(&run->surface_names, s, len, id, err);

	if (status < 0)
		return status;
	if (*id == n) {
		status = pm_grow(&run->surfaces, &run->surfaces_cap, (size_t)n + 1,
				 sizeof *run->surfaces, err);
		if (status < 0)
			return status;
		run->surfaces[n].count = 0;
		pm_buf_clear(&run->fold);
		if ((status = pm_fold(s, len, flags, &run->fold, err)) < 0 ||
		    (status = word_number(run, pm_buf_str(&run->fold), run->fold.len,
					  &run->surfaces[n].word, err)) < 0)
			return status;
	}
	run->surfaces[*id].count++;
	return PM_OK;
}

/* --- an article --------------------------------------------------------- */

static enum pm_status
spill(struct pm_run *run, struct pm_error *err)
{
	enum pm_status status;

	if (run->stream.status < 0)
		return pm_fail_nomem(err);
	status = pm_write_all(run->spill, run->spill_path, run->stream.data,
			      run->stream.len, err);
	run->spilled += run->stream.len;
	pm_buf_clear(&run->stream);
	return status;
}

/* Number the words N .. M of the split TEXT (one field) and append them to the
 * stream and to seen_*, from word number AT of the article on. */
static enum pm_status
add_field(struct pm_run *run, struct pm_str text, size_t from, size_t to, bool body,
	  struct pm_error *err)
{
	size_t i, at = 0;
	uint32_t surface, separator;
	enum pm_status status;

	for (i = from; i <= to; i++) {
		const struct pm_word *w = &run->split.words[i];
		size_t end = i < to ? w->start : text.len;

		status = separator_number(run, text.data == NULL ? "" : text.data + at,
					  end - at, &separator, err);
		if (status < 0)
			return status;
		pm_buf_put_varint(&run->stream, separator);
		run->seen_separators[i + body] = separator;
		if (i == to)
			break;
		status = surface_number(run, text.data + w->start, w->end - w->start,
					w->flags, &surface, err);
		if (status < 0)
			return status;
		pm_buf_put_varint(&run->stream, surface);
		run->seen_words[i] = run->surfaces[surface].word;
		at = w->end;
	}
	return PM_OK;
}

static void
count_words(struct pm_run *run, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct pm_run_word *word = &run->words[run->seen_words[i]];

		word->count++;
		if (word->last_article != run->n_articles) {
			word->last_article = run->n_articles;
			word->articles++;
		}
		if (word->term == PM_NONE)
			run->long_words++;
	}
}

enum pm_status
pm_run_add(struct pm_run *run, const struct pm_article *a, struct pm_error *err)
{
	size_t n_title, n;
	enum pm_status status;

	run->split.n = 0;
	if ((status = pm_split(a->title.data, a->title.len, &run->split, err)) < 0)
		return status;
	n_title = run->split.n;
	if ((status = pm_split(a->text.data, a->text.len, &run->split, err)) < 0)
		return status;
	n = run->split.n;
	if (n >= UINT32_MAX - 2)
		return pm_fail(err, PM_ERR_LIMIT, "more than 4294967292 words");
	/* add_field looks at words[n] only to compare; it must exist. */
	status = pm_grow(&run->split.words, &run->split.cap, n + 1,
			 sizeof *run->split.words, err);
	if (status == PM_OK)
		status = pm_grow(&run->seen_words, &run->seen_words_cap, n,
				 sizeof *run->seen_words, err);
	if (status == PM_OK)
		status = pm_grow(&run->seen_separators, &run->seen_separators_cap, n + 2,
				 sizeof *run->seen_separators, err);
	if (status < 0)
		return status;
	run->n_articles++;
	pm_buf_put_varint(&run->stream, n);
	pm_buf_put_varint(&run->stream, n_title);
	if ((status = add_field(run, a->title, 0, n_title, false, err)) < 0 ||
	    (status = add_field(run, a->text, n_title, n, true, err)) < 0)
		return status;
	count_words(run, n);
	run->article_words = (uint32_t)n;
	run->total_words += n;
	run->text_bytes += a->title.len + a->text.len;
	if (run->stream.len >= SPILL_BYTES && (status = spill(run, err)) < 0)
		return status;
	return pm_terms_of_article(run, a, (uint32_t)n_title, (uint32_t)n, err);
}
