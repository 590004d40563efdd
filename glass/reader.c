/* Pressmark - a Glass database opened for reading: see reader.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/reader.h"

#include "glass/encode.h"
#include "glass/version.h"
#include "support/file.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

#define LISTS "postlist.glass"
#define VERSION_FILE "iamglass"
#define TABLES 6u

/* --- the version file --------------------------------------------------- */

struct root {
	uint64_t block, level, block_size, deflated_from;
	bool has_file;
};

static bool
take(const uint8_t **p, const uint8_t *end, uint64_t *v)
{
	return pm_load_varint(p, end, v) == 0;
}

static bool
take_root(const uint8_t **p, const uint8_t *end, struct root *root)
{
	uint64_t flags, entries, list_len;

	if (!take(p, end, &root->block) || !take(p, end, &flags) ||
	    !take(p, end, &entries) || !take(p, end, &root->block_size) ||
	    !take(p, end, &root->deflated_from) || !take(p, end, &list_len) ||
	    list_len > (uint64_t)(end - *p))
		return false;
	root->level = flags >> 2;
	root->has_file = (flags & 1) == 0;
	*p += list_len;
	return true;
}

/* Whether this is a database that we can read, and where its lists are. */
static bool
read_version(struct pm_glass *g, const uint8_t *p, size_t len, struct pm_glass_root *out)
{
	const uint8_t *end = p + len;
	uint64_t revision, articles, gaps, skipped, words;
	struct root lists, other;
	unsigned i;

	if (len < PM_UUID_AT + PM_UUID_SIZE || !pm_glass_is_known(p))
		return false;
	p += PM_UUID_AT + PM_UUID_SIZE;
	if (!take(&p, end, &revision) || !take_root(&p, end, &lists))
		return false;
	for (i = 1; i < TABLES; i++)
		if (!take_root(&p, end, &other))
			return false;
	if (!take(&p, end, &articles) || !take(&p, end, &gaps))
		return false;
	for (i = 0; i < 4; i++) /* bounds of lengths and wdf, changeset */
		if (!take(&p, end, &skipped))
			return false;
	if (!take(&p, end, &words) || !take(&p, end, &skipped) || p != end)
		return false;
	if (!lists.has_file || lists.block_size != PM_BLOCK_SIZE >> 11 ||
	    lists.deflated_from != 0 || lists.block > UINT32_MAX ||
	    lists.level >= PM_GLASS_LEVELS || revision > UINT32_MAX ||
	    articles > UINT32_MAX || gaps > UINT32_MAX - articles)
		return false;
	g->articles = (uint32_t)articles;
	g->last = (uint32_t)(articles + gaps);
	g->words = words;
	*out = (struct pm_glass_root){ (uint32_t)lists.block, (uint32_t)lists.level,
				       (uint32_t)revision };
	return true;
}

/* --- opening ------------------------------------------------------------ */

static enum pm_status
verify_version(struct pm_guard *guard, const struct pm_buf *b, struct pm_error *err)
{
	const struct pm_guard_file *f;

	if (guard == NULL)
		return PM_OK;
	f = pm_guard_find(guard, VERSION_FILE);
	if (f == NULL || pm_guard_size(f) != b->len)
		return PM_DECLINED;
	return pm_guard_page(guard, f, 0, b->data, err);
}

/* PM_DECLINED also for a file that cannot be read: libxapian will report that. */
static enum pm_status
open_tables(struct pm_glass *g, const char *dir, struct pm_guard *guard,
	    struct pm_error *err)
{
	struct pm_glass_root root;
	char *path = pm_path_join(dir, VERSION_FILE);
	struct pm_buf version;
	enum pm_status status;

	pm_buf_init(&version, PM_VERSION_MAX);
	if (path == NULL)
		return pm_fail_nomem(err);
	status = pm_read_file(path, &version, NULL);
	free(path);
	if (status == PM_ERR_NOMEM)
		status = pm_fail_nomem(err);
	else if (status < 0)
		status = PM_DECLINED;
	if (status == PM_OK)
		status = verify_version(guard, &version, err);
	if (status == PM_OK && !read_version(g, version.data, version.len, &root))
		status = PM_DECLINED;
	pm_buf_release(&version);
	if (status == PM_OK)
		status = pm_glass_table_open(&g->postings, dir, LISTS, &root, guard, err);
	/* Each article takes some bytes of the table.  If there are far more article
	 * numbers than bytes, the numbers have very many gaps or the version file is
	 * forged, and the lengths would take too much memory. */
	if (status == PM_OK && g->last / 8 > g->postings.size)
		status = PM_DECLINED;
	return status;
}

enum pm_status
pm_glass_open(struct pm_glass **out, const char *dir, struct pm_guard *guard,
	      struct pm_error *err)
{
	struct pm_glass *g = calloc(1, sizeof *g);
	enum pm_status status;

	if (g == NULL)
		return pm_fail_nomem(err);
	status = open_tables(g, dir, guard, err);
	if (status == PM_OK)
		*out = g;
	else
		pm_glass_free(g);
	return status;
}

void
pm_glass_free(struct pm_glass *g)
{
	if (g == NULL)
		return;
	pm_glass_table_release(&g->postings);
	free(g->lengths);
	free(g);
}

enum pm_status
pm_glass_has_prefix(struct pm_glass *g, const char *prefix, size_t len, bool *there,
		    struct pm_error *err)
{
	struct pm_glass_at at;
	enum pm_status status = pm_glass_find(&g->postings, &at, (const uint8_t *)prefix,
					      len, err);
	int order = -1;

	/* The first key that is not below PREFIX; what precedes it may be in pieces. */
	while (status == PM_OK &&
	       (order = pm_compare_bytes((const char *)at.key, at.key_len, prefix, len)) <
		       0)
		status = pm_glass_next(&g->postings, &at, err);
	*there = status == PM_OK && order >= 0 && at.key_len >= len &&
		 memcmp(at.key, prefix, len) == 0;
	return status < 0 ? status : PM_OK;
}

/* Set TERM to that of a key; false if it is of no list's first chunk. */
static bool
read_term(const struct pm_glass_at *at, struct pm_buf *term)
{
	uint32_t i;

	pm_buf_clear(term);
	for (i = 0; i < at->key_len; i++) {
		pm_buf_putc(term, at->key[i]);
		if (at->key[i] == 0 && (i + 1 == at->key_len || at->key[++i] != 0xff))
			return false;
	}
	return term->len > 0 && at->component == 1;
}

/* Move to the next item, which comes after this one. */
static enum pm_status
next_item(struct pm_glass_table *t, struct pm_glass_at *at, struct pm_error *err)
{
	const char *before = (const char *)at->key;
	uint32_t len = at->key_len, component = at->component;
	enum pm_status status = pm_glass_next(t, at, err);
	int order;

	if (status != PM_OK)
		return status;
	order = pm_compare_bytes((const char *)at->key, at->key_len, before, len);
	return order > 0 || (order == 0 && at->component > component)
		     ? PM_OK
		     : pm_glass_damaged(t, "its keys are not in order", err);
}

enum pm_status
pm_glass_next_term(struct pm_glass *g, struct pm_buf *term, struct pm_error *err)
{
	uint8_t key[2 * PM_KEY_MAX];
	struct pm_glass_at at;
	enum pm_status status;
	size_t len;

	if (term->len > PM_KEY_MAX)
		return PM_END;
	len = pm_store_escaped(key, pm_buf_str(term), term->len);
	status = pm_glass_find(&g->postings, &at, key, len, err);
	while (status == PM_OK && (pm_compare_bytes((const char *)at.key, at.key_len,
						    (const char *)key, len) < 0 ||
				   !read_term(&at, term)))
		status = next_item(&g->postings, &at, err);
	return status == PM_OK && term->status < 0 ? pm_fail_nomem(err) : status;
}

enum pm_status
pm_glass_status(const struct pm_glass *g, struct pm_error *err)
{
	return g->postings.guard == NULL ? PM_OK : pm_guard_status(g->postings.guard, err);
}
