/* Pressmark - reading a lexicon: see lexicon.h, and lexicon_format.h for the
 * bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/lexicon.h"

#include "segment/lexicon_format.h"
#include "segment/lexicon_parts.h"
#include "support/bytes.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_lexicon_damaged(const struct pm_lexicon *lex, struct pm_error *err)
{
	return pm_corrupt(err, pm_pages_path(lex->pages),
			  "an entry does not fit its place");
}

static enum pm_status
read_rules(struct pm_lexicon *lex, uint64_t offset, uint64_t end, uint64_t n,
	   struct pm_error *err)
{
	const uint8_t *p, *stop;
	uint32_t i;

	if (offset > end || n > UINT32_MAX || n > (end - offset) / 2)
		return pm_lexicon_damaged(lex, err);
	p = pm_pages_get(lex->pages, offset, end - offset, err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	stop = p + (end - offset);
	lex->rules = pm_calloc((size_t)n, sizeof *lex->rules);
	if (lex->rules == NULL)
		return pm_fail_nomem(err);
	lex->n_rules = (uint32_t)n;
	for (i = 0; i < n; i++) {
		uint64_t len;

		if (pm_load_varint32(&p, stop, &lex->rules[i].strip) < 0 ||
		    pm_load_varint(&p, stop, &len) < 0 || len > (uint64_t)(stop - p))
			return pm_lexicon_damaged(lex, err);
		lex->rules[i].append = (const char *)p;
		lex->rules[i].append_len = (size_t)len;
		p += len;
	}
	return PM_OK;
}

static uint32_t
class_size(unsigned code_class)
{
	return pm_class_start[code_class + 1] - pm_class_start[code_class];
}

/* Whether a list can have N entries: each takes some bytes, and of the words, ranks are
 * given out class by class, so that a rank is one exactly if it is below their number. */
static bool
may_have(const struct pm_lexicon *lex, unsigned list, uint64_t n)
{
	const struct list *l = &lex->lists[list];

	if (n > (l->end - l->offset) / PM_LEXICON_ENTRY_MIN)
		return false;
	return list == PM_LIST_ALIASES ||
	       (n <= class_size(list) &&
		(n == 0 || list == 0 || lex->lists[list - 1].n == class_size(list - 1)));
}

static enum pm_status
read_directory(struct pm_lexicon *lex, struct pm_error *err)
{
	uint64_t len = pm_pages_len(lex->pages), v[PM_LEXICON_DIRECTORY / 8];
	const uint8_t *p;
	size_t i;

	if (len < PM_LEXICON_DIRECTORY)
		return pm_lexicon_damaged(lex, err);
	p = pm_pages_get(lex->pages, len - PM_LEXICON_DIRECTORY, PM_LEXICON_DIRECTORY,
			 err);
	if (p == NULL)
		return PM_ERR_CORRUPT;
	for (i = 0; i < PM_LEXICON_DIRECTORY / 8; i++)
		v[i] = pm_load_u64(p + 8 * i);
	for (i = 0; i < PM_LISTS; i++) {
		struct list *list = &lex->lists[i];
		uint64_t blocks;

		list->offset = v[3 * i + 1];
		list->index = v[3 * i + 2];
		list->end = i + 1 < PM_LISTS ? v[3 * i + 4] : v[2];
		blocks = (v[3 * i] + PM_LEXICON_BLOCK - 1) / PM_LEXICON_BLOCK;
		if (v[3 * i] > UINT32_MAX || list->offset > list->end || list->end > len ||
		    list->index > len || blocks > (len - list->index) / 4 ||
		    !may_have(lex, (unsigned)i, v[3 * i]))
			return pm_lexicon_damaged(lex, err);
		list->n = (uint32_t)v[3 * i];
	}
	if (v[17] > UINT32_MAX || v[18] > v[19] || v[19] > len ||
	    v[17] > (len - v[19]) / 4)
		return pm_lexicon_damaged(lex, err);
	lex->n_irregular = (uint32_t)v[17];
	lex->irregular = v[18];
	lex->irregular_index = v[19];
	return read_rules(lex, v[16], v[18], v[15], err);
}

enum pm_status
pm_lexicon_open(struct pm_lexicon **out, const char *path, struct pm_error *err)
{
	struct pm_lexicon *lex = calloc(1, sizeof *lex);
	enum pm_status status;

	if (lex == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(&lex->pages, path, PM_LEXICON_KIND, PM_LEXICON_VERSION,
			       err);
	if (status == PM_OK)
		status = read_directory(lex, err);
	if (status < 0)
		pm_lexicon_free(lex);
	else
		*out = lex;
	return status;
}

void
pm_lexicon_free(struct pm_lexicon *lex)
{
	if (lex == NULL)
		return;
	pm_pages_free(lex->pages);
	free(lex->rules);
	free(lex);
}

enum pm_status
pm_lexicon_verify(struct pm_lexicon *lex, struct pm_error *err)
{
	return pm_pages_verify(lex->pages, err);
}

void
pm_lexicon_in_order(const struct pm_lexicon *lex)
{
	pm_pages_in_order(lex->pages);
}

uint64_t
pm_lexicon_identity(const struct pm_lexicon *lex)
{
	return pm_pages_own_identity(lex->pages);
}

uint64_t
pm_lexicon_file_size(const struct pm_lexicon *lex)
{
	return pm_pages_file_size(lex->pages);
}

const char *
pm_lexicon_path(const struct pm_lexicon *lex)
{
	return pm_pages_path(lex->pages);
}

uint32_t
pm_lexicon_list_size(const struct pm_lexicon *lex, unsigned list)
{
	return lex->lists[list].n;
}

uint32_t
pm_lexicon_words(const struct pm_lexicon *lex)
{
	uint32_t n = 0;
	unsigned i;

	for (i = 0; i < PM_CODE_CLASSES; i++)
		n += lex->lists[i].n;
	return n;
}

/* --- cursors ------------------------------------------------------------ */

void
pm_cursor_init(struct pm_cursor *c, struct pm_lexicon *lex)
{
	memset(c, 0, sizeof *c);
	c->lex = lex;
	pm_buf_init(&c->word, PM_BUF_NO_LIMIT);
}

enum pm_status
pm_cursor_init_left(struct pm_cursor *c, struct pm_lexicon *lex, struct pm_error *err)
{
	pm_cursor_init(c, lex);
	c->gone = lex->gone;
	return c->gone == NULL ? PM_OK
			       : pm_removed_load(c->gone, pm_lexicon_words(lex),
						 lex->lists[PM_LIST_ALIASES].n, err);
}

void
pm_cursor_release(struct pm_cursor *c)
{
	pm_buf_release(&c->word);
}

/* Look at all of the index of a list.  Blocks that overlap may be many and large in a
 * small file, so this is done when the first large one is asked for; small ones cost
 * little, whatever they are. */
static enum pm_status
look_at_index(struct pm_lexicon *lex, struct list *list, struct pm_error *err)
{
	uint64_t n = ((uint64_t)list->n + PM_LEXICON_BLOCK - 1) / PM_LEXICON_BLOCK, i;
	const uint8_t *index = pm_pages_get(lex->pages, list->index, 4 * n, err);

	if (index == NULL)
		return PM_ERR_CORRUPT;
	for (i = 1; i < n; i++)
		if (pm_load_u32(index + 4 * i) < pm_load_u32(index + 4 * (i - 1)))
			return pm_lexicon_damaged(lex, err);
	list->ascends = true;
	return PM_OK;
}

enum pm_status
pm_lexicon_block(struct pm_lexicon *lex, unsigned number, uint32_t block,
		 const uint8_t **p, const uint8_t **end, struct pm_error *err)
{
	struct list *list = &lex->lists[number];
	bool last = (block + 1) * (uint64_t)PM_LEXICON_BLOCK >= list->n;
	const uint8_t *index = pm_pages_get(lex->pages, list->index + 4 * (uint64_t)block,
					    last ? 4 : 8, err);
	uint64_t from, to;

	if (index == NULL)
		return PM_ERR_CORRUPT;
	from = list->offset + pm_load_u32(index);
	to = last ? list->end : list->offset + pm_load_u32(index + 4);
	if (from > to || to > list->end)
		return pm_lexicon_damaged(lex, err);
	if (to - from > PM_LEXICON_LARGE && !list->ascends &&
	    look_at_index(lex, list, err) < 0)
		return PM_ERR_CORRUPT;
	*p = pm_pages_get(lex->pages, from, to - from, err);
	if (*p == NULL)
		return PM_ERR_CORRUPT;
	*end = *p + (to - from);
	return PM_OK;
}

/* Move past a list of forms. */
static enum pm_status
skip_forms(struct pm_cursor *c, struct pm_error *err)
{
	uint64_t n, len;

	if (pm_load_varint(&c->p, c->end, &n) < 0)
		return pm_lexicon_damaged(c->lex, err);
	for (; n > 0; n--) {
		if (c->p >= c->end)
			return pm_lexicon_damaged(c->lex, err);
		if (*c->p++ != PM_FORM_OTHER)
			continue;
		if (pm_load_varint(&c->p, c->end, &len) < 0 ||
		    len > (uint64_t)(c->end - c->p))
			return pm_lexicon_damaged(c->lex, err);
		c->p += len;
	}
	return PM_OK;
}

enum pm_status
pm_cursor_counts(struct pm_cursor *c, struct pm_error *err)
{
	struct pm_entry *e = &c->entry;
	uint64_t more = 0;

	if (c->p >= c->end)
		return pm_lexicon_damaged(c->lex, err);
	c->half = *c->p & 15;
	e->count = *c->p++ >> 4;
	if (e->count == 0) {
		if (pm_load_varint(&c->p, c->end, &e->count) < 0 ||
		    e->count > UINT64_MAX - PM_LEXICON_COUNT)
			return pm_lexicon_damaged(c->lex, err);
		if (e->count > 0)
			e->count += PM_LEXICON_COUNT - 1;
	}
	if (e->count > 1 && (pm_load_varint(&c->p, c->end, &more) < 0 || more >= e->count))
		return pm_lexicon_damaged(c->lex, err);
	e->articles = (uint32_t)(e->count - more);
	c->payload = c->p;
	return c->half == PM_FORM_LISTED ? skip_forms(c, err) : PM_OK;
}

enum pm_status
pm_cursor_targets_head(struct pm_cursor *c, struct pm_error *err)
{
	struct pm_entry *e = &c->entry;
	uint64_t n, len;

	if (pm_load_varint(&c->p, c->end, &n) < 0)
		return pm_lexicon_damaged(c->lex, err);
	if (n > PM_LEXICON_PARTS) {
		e->count = n - 2;
		c->half = 0;
		if (pm_load_varint(&c->p, c->end, &len) < 0 ||
		    len > (uint64_t)(c->end - c->p))
			return pm_lexicon_damaged(c->lex, err);
		c->payload = c->p;
		c->p += len;
		return PM_OK;
	}
	e->count = 1;
	c->half = (uint8_t)n;
	c->payload = c->p;
	for (; n > 0; n--)
		if (pm_load_varint(&c->p, c->end, &len) < 0)
			return pm_lexicon_damaged(c->lex, err);
	return c->half == 0 ? pm_lexicon_damaged(c->lex, err) : PM_OK;
}

/* Whether the word at the cursor is well-formed UTF-8, as the one before was, of which it
 * has the first SHARED bytes.  Its own ones are the LEN bytes at c->p. */
static inline bool
is_text(const struct pm_cursor *c, size_t shared, size_t len)
{
	const char *word = pm_buf_str(&c->word);

	if ((shared == 0 || (uint8_t)word[shared - 1] < 0x80) &&
	    pm_utf8_plain(c->p, len, c->end))
		return true;
	/* from where the last shared character begins */
	while (shared > 0 && ((uint8_t)word[shared - 1] & 0xc0) == 0x80)
		shared--;
	shared -= shared > 0;
	return pm_utf8_valid(word + shared, c->word.len - shared);
}

/* LOOK: the entry is wanted, and the one before was text; PASS: another behind it is
 * wanted, of which all is looked at then. */
enum wanted { LOOK, PASS };

static inline enum pm_status
decode(struct pm_cursor *c, enum wanted wanted, struct pm_error *err)
{
	struct pm_entry *e = &c->entry;
	uint64_t shared, len;
	uint32_t rule;

	if (!pm_lexicon_head(&c->p, c->end, &shared, &len) || shared > c->word.len)
		return pm_lexicon_damaged(c->lex, err);
	c->word.len = (size_t)shared;
	pm_buf_put(&c->word, c->p, (size_t)len);
	if (c->word.status < 0)
		return pm_fail_nomem(err);
	if (wanted == LOOK && !is_text(c, (size_t)shared, (size_t)len))
		return pm_lexicon_damaged(c->lex, err);
	c->p += len;
	e->word = pm_buf_str(&c->word);
	e->len = c->word.len;
	if (pm_load_varint32(&c->p, c->end, &rule) < 0 || rule >= c->lex->n_rules ||
	    c->lex->rules[rule].strip > e->len)
		return pm_lexicon_damaged(c->lex, err);
	e->strip = c->lex->rules[rule].strip;
	e->append = c->lex->rules[rule].append;
	e->append_len = c->lex->rules[rule].append_len;
	return e->list == PM_LIST_ALIASES ? pm_cursor_targets_head(c, err)
					  : pm_cursor_counts(c, err);
}

/* All of it: nothing is known of the entries before. */
static enum pm_status
look_at_word(const struct pm_cursor *c, struct pm_error *err)
{
	return pm_utf8_valid(c->entry.word, c->entry.len)
		     ? PM_OK
		     : pm_lexicon_damaged(c->lex, err);
}

enum pm_status
pm_cursor_decode(struct pm_cursor *c, struct pm_error *err)
{
	enum pm_status status = decode(c, PASS, err);

	return status < 0 ? status : look_at_word(c, err);
}

enum pm_status
pm_cursor_begin(struct pm_cursor *c, unsigned list, uint32_t block, struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(&c->word);
	c->entry.list = list;
	c->entry.place = block * PM_LEXICON_BLOCK;
	c->in_block = 0;
	status = pm_lexicon_block(c->lex, list, block, &c->p, &c->end, err);
	c->in_large = status == PM_OK && c->end - c->p > PM_LEXICON_LARGE;
	return status;
}

/* Move to the next entry of the file. */
static enum pm_status
step(struct pm_cursor *c, struct pm_error *err)
{
	enum pm_status status;

	if (c->entry.place + 1 >= c->lex->lists[c->entry.list].n)
		return PM_END;
	if (c->in_block + 1 == PM_LEXICON_BLOCK) {
		status = pm_cursor_begin(c, c->entry.list,
					 c->entry.place / PM_LEXICON_BLOCK + 1, err);
		return status < 0 ? status : decode(c, LOOK, err);
	}
	c->in_block++;
	c->entry.place++;
	return decode(c, LOOK, err);
}

enum pm_status
pm_cursor_next(struct pm_cursor *c, struct pm_error *err)
{
	enum pm_status status;

	do
		status = step(c, err);
	while (status == PM_OK && c->gone != NULL && pm_cursor_is_dead(c));
	return status;
}

enum pm_status
pm_cursor_at(struct pm_cursor *c, unsigned list, uint32_t place, struct pm_error *err)
{
	enum pm_status status;

	if (place >= c->lex->lists[list].n)
		return pm_lexicon_damaged(c->lex, err);
	if ((status = pm_cursor_begin(c, list, place / PM_LEXICON_BLOCK, err)) < 0)
		return status;
	for (;; c->in_block++, c->entry.place++) {
		if ((status = decode(c, PASS, err)) < 0)
			return status;
		if (c->entry.place == place)
			break;
	}
	return look_at_word(c, err);
}

enum pm_status
pm_cursor_rank(struct pm_cursor *c, uint32_t rank, struct pm_error *err)
{
	unsigned code_class = 0;

	while (code_class + 1 < PM_CODE_CLASSES && rank >= pm_class_start[code_class + 1])
		code_class++;
	return pm_cursor_at(c, code_class, rank - pm_class_start[code_class], err);
}

enum pm_status
pm_cursor_recount(struct pm_cursor *c, struct pm_error *err)
{
	struct pm_removed_word word;
	enum pm_status status;

	if (c->lex->gone == NULL || c->entry.list == PM_LIST_ALIASES)
		return PM_OK;
	status = pm_removed_word(c->lex->gone, pm_entry_rank(&c->entry), &word, err);
	if (status < 0)
		return status;
	if (word.count > c->entry.count || word.articles > c->entry.articles)
		return pm_lexicon_damaged(c->lex, err);
	c->entry.count -= word.count;
	c->entry.articles -= word.articles;
	return PM_OK;
}

void
pm_cursor_stem(const struct pm_cursor *c, struct pm_buf *out)
{
	pm_buf_put(out, c->entry.word, c->entry.len - c->entry.strip);
	pm_buf_put(out, c->entry.append, c->entry.append_len);
}

static enum pm_status
add_form(struct pm_form_spec **forms, size_t *cap, size_t *n, unsigned form,
	 const char *other, size_t len, struct pm_error *err)
{
	enum pm_status status = pm_grow(forms, cap, *n + 1, sizeof **forms, err);

	if (status < 0)
		return status;
	(*forms)[*n].form = (enum pm_form)form;
	(*forms)[*n].other = other;
	(*forms)[*n].other_len = len;
	++*n;
	return PM_OK;
}

static enum pm_status
read_forms(struct pm_cursor *c, struct pm_form_spec **forms, size_t *cap, size_t *n,
	   struct pm_error *err)
{
	const uint8_t *p = c->payload;
	enum pm_status status = PM_OK;
	uint64_t left, len;
	unsigned set = c->half, i;

	*n = 0;
	if (set < PM_FORM_SETS) {
		for (i = 0; i < pm_form_sets[set].n && status == PM_OK; i++)
			status = add_form(forms, cap, n, pm_form_sets[set].forms[i], NULL,
					  0, err);
		return status;
	}
	if (pm_load_varint(&p, c->end, &left) < 0)
		return pm_lexicon_damaged(c->lex, err);
	for (; left > 0 && status == PM_OK; left--) {
		unsigned form = *p++;

		len = 0;
		if (form > PM_FORM_OTHER ||
		    (form == PM_FORM_OTHER &&
		     (pm_load_varint(&p, c->end, &len) < 0 ||
		      !pm_utf8_valid((const char *)p, (size_t)len))))
			return pm_lexicon_damaged(c->lex, err);
		status = add_form(forms, cap, n, form,
				  form == PM_FORM_OTHER ? (const char *)p : NULL,
				  (size_t)len, err);
		p += len;
	}
	return status;
}

enum pm_status
pm_cursor_forms(struct pm_cursor *c, struct pm_form_spec **forms, size_t *cap, size_t *n,
		struct pm_error *err)
{
	enum pm_status status = read_forms(c, forms, cap, n, err);

	if (status == PM_OK && c->gone != NULL)
		pm_cursor_drop_forms(c, *forms, n);
	return status;
}

enum pm_status
pm_cursor_targets(struct pm_cursor *c, struct pm_alias_target **targets, size_t *cap,
		  size_t *n, struct pm_error *err)
{
	const uint8_t *p = c->payload;
	uint64_t i;
	uint32_t k;

	*n = 0;
	for (i = 0; i < c->entry.count; i++) {
		struct pm_alias_target *t;
		enum pm_status status = pm_grow(targets, cap, *n + 1, sizeof **targets,
						err);

		if (status < 0)
			return status;
		t = &(*targets)[(*n)++];
		t->n_parts = c->half;
		if ((c->half == 0 && pm_load_varint32(&p, c->p, &t->n_parts) < 0) ||
		    t->n_parts < 1 || t->n_parts > PM_LEXICON_PARTS)
			return pm_lexicon_damaged(c->lex, err);
		for (k = 0; k < t->n_parts; k++)
			if (pm_load_varint32(&p, c->p, &t->ranks[k]) < 0)
				return pm_lexicon_damaged(c->lex, err);
	}
	if (c->gone != NULL)
		pm_cursor_drop_targets(c, *targets, n);
	return PM_OK;
}
