/* Pressmark - writing a lexicon: see lexicon.h, and lexicon_format.h for the
 * bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/lexicon_format.h"

#include "support/bytes.h"
#include "support/intern.h"
#include "support/pages.h"
#include "support/sort.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct irregular {
	uint64_t stem; /* offset in stems */
	uint32_t stem_len;
	uint32_t list, place;
};

struct list {
	uint32_t n;
	uint64_t offset;
	struct pm_buf index; /* u32 for each block */
};

struct pm_lexicon_writer {
	struct pm_pages_writer *pages;
	struct list lists[PM_LISTS];
	struct pm_intern rules; /* varint strip, bytes to append */
	struct pm_buf stems;
	struct irregular *irregular;
	size_t n_irregular, irregular_cap;
	struct pm_buf last; /* the previous word, in its list, or its beginning */
	struct pm_spool_text last_text; /* of that word, if it is not held */
	struct pm_buf entry, key;
	uint64_t word_bytes;
	unsigned current; /* the list being written */
};

enum pm_status
pm_lexicon_create(struct pm_lexicon_writer **out, const char *path, struct pm_error *err)
{
	struct pm_lexicon_writer *w = calloc(1, sizeof *w);
	enum pm_status status;
	unsigned i;
	uint32_t rule;

	if (w == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < PM_LISTS; i++)
		pm_buf_init(&w->lists[i].index, PM_BUF_NO_LIMIT);
	pm_intern_init(&w->rules);
	pm_buf_init(&w->stems, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->last, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->entry, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->key, PM_BUF_NO_LIMIT);
	status = pm_intern(&w->rules, "\0", 1, &rule, err);
	if (status == PM_OK)
		status = pm_pages_create(&w->pages, path, PM_LEXICON_KIND,
					 PM_LEXICON_VERSION, PM_LEXICON_PAGE, err);
	if (status < 0)
		pm_lexicon_writer_free(w);
	else
		*out = w;
	return status;
}

void
pm_lexicon_writer_free(struct pm_lexicon_writer *w)
{
	unsigned i;

	if (w == NULL)
		return;
	for (i = 0; i < PM_LISTS; i++)
		pm_buf_release(&w->lists[i].index);
	pm_intern_release(&w->rules);
	pm_buf_release(&w->stems);
	pm_buf_release(&w->last);
	pm_buf_release(&w->entry);
	pm_buf_release(&w->key);
	free(w->irregular);
	pm_pages_writer_free(w->pages);
	free(w);
}

static enum pm_status
find_rule(struct pm_lexicon_writer *w, const char *word, size_t len, const char *stem,
	  size_t stem_len, uint32_t *rule, struct pm_error *err)
{
	size_t base = pm_shared_bytes(word, len, stem, stem_len);
	enum pm_status status;

	pm_buf_clear(&w->key);
	pm_buf_put_varint(&w->key, len - base);
	pm_buf_put(&w->key, stem + base, stem_len - base);
	status = w->key.status < 0
		       ? pm_fail_nomem(err)
		       : pm_intern(&w->rules, w->key.data, w->key.len, rule, err);
	if (status == PM_OK && !pm_rule_is_regular(len, len - base, stem_len - base)) {
		struct irregular *ir;
		struct list *list = &w->lists[w->current];

		status = pm_grow(&w->irregular, &w->irregular_cap, w->n_irregular + 1,
				 sizeof *w->irregular, err);
		if (status < 0)
			return status;
		ir = &w->irregular[w->n_irregular++];
		ir->stem = w->stems.len;
		ir->stem_len = (uint32_t)stem_len;
		ir->list = w->current;
		ir->place = list->n;
		pm_buf_put(&w->stems, stem, stem_len);
	}
	return status;
}

/* Write the entry as far as it is. */
static enum pm_status
write_entry(struct pm_lexicon_writer *w, struct pm_error *err)
{
	enum pm_status status = w->entry.status < 0
				      ? pm_fail_nomem(err)
				      : pm_pages_write(w->pages, w->entry.data,
						       w->entry.len, err);

	pm_buf_clear(&w->entry);
	return status;
}

/* Write the entry so far, and then the bytes of T from FROM on, which are not held. */
static enum pm_status
write_text(struct pm_lexicon_writer *w, const struct pm_spool_text *t, size_t from,
	   struct pm_error *err)
{
	struct pm_spool_reader in;
	const uint8_t *p;
	size_t len;
	enum pm_status status = write_entry(w, err);

	pm_spool_read(&in, t->spool, t->at + from, t->at + t->len);
	while (status == PM_OK && (status = pm_spool_piece(&in, &p, &len, err)) == PM_OK)
		status = pm_pages_write(w->pages, p, len, err);
	pm_spool_reader_release(&in);
	return status < 0 ? status : PM_OK;
}

/* How many bytes T, which is not held, shares with the word before it. */
static enum pm_status
share(const struct pm_lexicon_writer *w, const struct pm_spool_text *t, size_t *shared,
      struct pm_error *err)
{
	struct pm_spool_text last = w->last_text;
	int order;

	last.s = pm_buf_str(&w->last);
	last.held = w->last.len;
	if (last.len == 0)
		last.len = last.held;
	return pm_spool_text_compare(&last, t, &order, shared, err);
}

static void
put_head(struct pm_buf *out, size_t shared, size_t own)
{
	size_t low = shared < PM_LEXICON_MANY ? shared : PM_LEXICON_MANY;
	size_t high = own < PM_LEXICON_MANY ? own : PM_LEXICON_MANY;

	pm_buf_putc(out, (int)(low | high << 4));
	if (low == PM_LEXICON_MANY)
		pm_buf_put_varint(out, shared - PM_LEXICON_MANY);
	if (high == PM_LEXICON_MANY)
		pm_buf_put_varint(out, own - PM_LEXICON_MANY);
}

/* Begin w->entry: the front-coded word and its rule. */
static enum pm_status
begin_entry(struct pm_lexicon_writer *w, unsigned number, const struct pm_spool_text *word,
	    const char *stem, size_t stem_len, struct pm_error *err)
{
	struct list *list;
	const bool held = word->held == word->len;
	size_t shared;
	uint32_t rule = 0;
	enum pm_status status = PM_OK;

	assert(number >= w->current);
	while (w->current < number) {
		w->current++;
		w->lists[w->current].offset = pm_pages_tell(w->pages);
		pm_buf_clear(&w->last);
		w->last_text.len = 0;
	}
	list = &w->lists[number];
	if (held)
		status = find_rule(w, word->s, word->len, stem, stem_len, &rule, err);
	if (status < 0)
		return status;
	if (list->n % PM_LEXICON_BLOCK == 0) {
		uint64_t at = pm_pages_tell(w->pages) - list->offset;

		if (at > UINT32_MAX)
			return pm_fail(err, PM_ERR_LIMIT,
				       "a list of the lexicon is larger than 4 GiB");
		pm_buf_put_u32(&list->index, (uint32_t)at);
		pm_buf_clear(&w->last);
		w->last_text.len = 0;
	}
	if (held)
		shared = pm_shared_bytes(pm_buf_str(&w->last), w->last.len, word->s,
					 word->len);
	else if ((status = share(w, word, &shared, err)) < 0)
		return status;
	pm_buf_clear(&w->entry);
	put_head(&w->entry, shared, word->len - shared);
	if (held)
		pm_buf_put(&w->entry, word->s + shared, word->len - shared);
	else if ((status = write_text(w, word, shared, err)) < 0)
		return status;
	pm_buf_put_varint(&w->entry, rule);
	w->last_text.len = 0;
	if (!held)
		w->last_text = *word;
	pm_buf_clear(&w->last);
	pm_buf_put(&w->last, word->s, word->held);
	w->word_bytes += word->len;
	list->n++;
	if (list->index.status < 0 || w->last.status < 0 || w->stems.status < 0)
		return pm_fail_nomem(err);
	return PM_OK;
}

/* The set that these forms are, or PM_FORM_LISTED. */
static unsigned
set_of(const struct pm_form_spec *forms, size_t n)
{
	unsigned set;
	size_t i;

	for (set = 0; set < PM_FORM_SETS; set++) {
		if (pm_form_sets[set].n != n)
			continue;
		for (i = 0; i < n; i++)
			if (pm_form_sets[set].forms[i] != forms[i].form)
				break;
		if (i == n)
			return set;
	}
	return PM_FORM_LISTED;
}

static enum pm_status
put_forms(struct pm_lexicon_writer *w, const struct pm_lexicon_word *word,
	  struct pm_error *err)
{
	const struct pm_form_spec *forms = word->forms;
	struct pm_buf *out = &w->entry;
	enum pm_status status = PM_OK;
	size_t n = word->n_forms, i;

	pm_buf_put_varint(out, n);
	for (i = 0; i < n && status == PM_OK; i++) {
		pm_buf_putc(out, forms[i].form);
		if (forms[i].form != PM_FORM_OTHER)
			continue;
		pm_buf_put_varint(out, forms[i].other_len);
		if (forms[i].other != NULL)
			pm_buf_put(out, forms[i].other, forms[i].other_len);
		else
			status = write_text(w, &word->others[i], 0, err);
	}
	return status;
}

enum pm_status
pm_lexicon_add(struct pm_lexicon_writer *w, const struct pm_lexicon_word *word,
	       struct pm_error *err)
{
	const struct pm_spool_text whole = { .s = word->word,
					     .held = word->len,
					     .len = word->len };
	unsigned list = w->current, set;
	enum pm_status status;

	while (list < PM_LIST_ALIASES &&
	       w->lists[list].n == pm_class_start[list + 1] - pm_class_start[list])
		list++;
	if (list == PM_LIST_ALIASES)
		return pm_fail(err, PM_ERR_LIMIT,
			       "more than %u distinct words in a segment",
			       (unsigned)pm_class_start[PM_CODE_CLASSES]);
	status = begin_entry(w, list, word->text != NULL ? word->text : &whole,
			     word->stem, word->stem_len, err);
	if (status < 0)
		return status;
	set = set_of(word->forms, word->n_forms);
	if (word->count > 0 && word->count < PM_LEXICON_COUNT) {
		pm_buf_putc(&w->entry, (int)(set | (unsigned)word->count << 4));
	} else {
		pm_buf_putc(&w->entry, (int)set);
		pm_buf_put_varint(&w->entry,
				  word->count == 0 ? 0
						   : word->count - PM_LEXICON_COUNT + 1);
	}
	if (word->count > 1)
		pm_buf_put_varint(&w->entry, word->count - word->articles);
	if (set == PM_FORM_LISTED)
		status = put_forms(w, word, err);
	return status < 0 ? status : write_entry(w, err);
}

enum pm_status
pm_lexicon_add_alias(struct pm_lexicon_writer *w, const struct pm_lexicon_alias *alias,
		     struct pm_error *err)
{
	const struct pm_spool_text word = { .s = alias->word,
					    .held = alias->len,
					    .len = alias->len };
	struct pm_buf targets;
	enum pm_status status;
	size_t i, k;

	status = begin_entry(w, PM_LIST_ALIASES, &word, alias->stem, alias->stem_len, err);
	if (status < 0)
		return status;
	pm_buf_init(&targets, PM_BUF_NO_LIMIT);
	for (i = 0; i < alias->n_targets; i++) {
		pm_buf_put_varint(&targets, alias->targets[i].n_parts);
		for (k = 0; k < alias->targets[i].n_parts; k++)
			pm_buf_put_varint(&targets, alias->targets[i].ranks[k]);
	}
	if (alias->n_targets > 1) {
		pm_buf_put_varint(&w->entry, alias->n_targets + 2);
		pm_buf_put_varint(&w->entry, targets.len);
	}
	pm_buf_put(&w->entry, targets.data, targets.len);
	status = targets.status < 0 ? pm_fail_nomem(err) : write_entry(w, err);
	pm_buf_release(&targets);
	return status;
}

/* --- the end ------------------------------------------------------------ */

static int
compare_irregular(const void *a, const void *b, void *stems)
{
	const struct irregular *x = a, *y = b;
	const struct pm_buf *pool = stems;
	size_t n = x->stem_len < y->stem_len ? x->stem_len : y->stem_len;
	int order = memcmp(pool->data + x->stem, pool->data + y->stem, n);

	if (order != 0)
		return order;
	if (x->stem_len != y->stem_len)
		return x->stem_len < y->stem_len ? -1 : 1;
	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static enum pm_status
write_buf(struct pm_lexicon_writer *w, const struct pm_buf *b, struct pm_error *err)
{
	if (b->status < 0)
		return pm_fail_nomem(err);
	return pm_pages_write(w->pages, b->data, b->len, err);
}

/* Append the rules to OUT. */
static void
put_rules(struct pm_lexicon_writer *w, struct pm_buf *out)
{
	uint32_t i;

	for (i = 0; i < w->rules.n; i++) {
		size_t len;
		const uint8_t *key = (const uint8_t *)pm_intern_get(&w->rules, i, &len);
		const uint8_t *end = key + len;
		uint64_t strip = 0;

		pm_load_varint(&key, end, &strip);
		pm_buf_put_varint(out, strip);
		pm_buf_put_varint(out, (uint64_t)(end - key));
		pm_buf_put(out, key, (size_t)(end - key));
	}
}

static void
put_irregular(struct pm_lexicon_writer *w, struct pm_buf *out, struct pm_buf *index)
{
	size_t i;

	if (w->n_irregular > 0)
		qsort_r(w->irregular, w->n_irregular, sizeof *w->irregular,
			compare_irregular, &w->stems);
	for (i = 0; i < w->n_irregular; i++) {
		const struct irregular *ir = &w->irregular[i];

		pm_buf_put_u32(index, (uint32_t)out->len);
		pm_buf_put_varint(out, ir->stem_len);
		pm_buf_put(out, w->stems.data + ir->stem, ir->stem_len);
		pm_buf_put_varint(out, ir->list);
		pm_buf_put_varint(out, ir->place);
	}
}

enum pm_status
pm_lexicon_finish(struct pm_lexicon_writer *w, uint64_t *size, struct pm_error *err)
{
	struct pm_buf directory, piece, index;
	enum pm_status status = PM_OK;
	uint64_t at;
	unsigned i;

	pm_buf_init(&directory, PM_BUF_NO_LIMIT);
	pm_buf_init(&piece, PM_BUF_NO_LIMIT);
	pm_buf_init(&index, PM_BUF_NO_LIMIT);
	while (++w->current < PM_LISTS)
		w->lists[w->current].offset = pm_pages_tell(w->pages);
	for (i = 0; i < PM_LISTS && status == PM_OK; i++) {
		pm_buf_put_u64(&directory, w->lists[i].n);
		pm_buf_put_u64(&directory, w->lists[i].offset);
		pm_buf_put_u64(&directory, pm_pages_tell(w->pages));
		status = write_buf(w, &w->lists[i].index, err);
	}
	if (status < 0)
		goto out;
	pm_buf_put_u64(&directory, w->rules.n);
	pm_buf_put_u64(&directory, pm_pages_tell(w->pages));
	put_rules(w, &piece);
	if ((status = write_buf(w, &piece, err)) < 0)
		goto out;
	at = pm_pages_tell(w->pages);
	pm_buf_clear(&piece);
	put_irregular(w, &piece, &index);
	if (piece.len > UINT32_MAX) {
		status = pm_fail(err, PM_ERR_LIMIT, "the irregular stems exceed 4 GiB");
		goto out;
	}
	pm_buf_put_u64(&directory, w->n_irregular);
	pm_buf_put_u64(&directory, at);
	pm_buf_put_u64(&directory, at + piece.len);
	if ((status = write_buf(w, &piece, err)) < 0 ||
	    (status = write_buf(w, &index, err)) < 0)
		goto out;
	pm_buf_put_u64(&directory, w->word_bytes);
	while (directory.status == PM_OK && directory.len < PM_LEXICON_DIRECTORY)
		pm_buf_put_u64(&directory, 0);
	if ((status = write_buf(w, &directory, err)) < 0)
		goto out;
	status = pm_pages_finish(w->pages, size, err);
out:
	pm_buf_release(&directory);
	pm_buf_release(&piece);
	pm_buf_release(&index);
	return status;
}
