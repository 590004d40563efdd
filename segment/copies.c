/* Pressmark - which articles tell the same story: see copies.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/copies.h"

#include "support/buf.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY 8u

struct pm_copies {
	struct pm_pages *pages;
	uint32_t articles, n;
	struct pm_copy *list; /* as in the file; NULL: not read yet */
	uint32_t *by_copy;    /* numbers of the list, by ascending copy once sorted */
	bool sorted;
	uint64_t *concerned; /* leaders and copies, by place */
};

/* --- writing ------------------------------------------------------------------ */

enum pm_status
pm_copies_write(const char *path, const struct pm_copy *copies, size_t n, uint64_t *size,
		uint64_t *identity, struct pm_error *err)
{
	struct pm_pages_writer *w = NULL;
	enum pm_status status = pm_pages_create(&w, path, PM_COPIES_KIND,
						PM_COPIES_VERSION, PM_COPIES_PAGE, err);
	uint8_t entry[ENTRY];
	size_t i;

	for (i = 0; i < n && status == PM_OK; i++) {
		pm_store_u32(entry, copies[i].leader);
		pm_store_u32(entry + 4, copies[i].copy);
		status = pm_pages_write(w, entry, sizeof entry, err);
	}
	if (status == PM_OK)
		status = pm_pages_finish(w, size, err);
	pm_pages_writer_free(w);
	return status < 0 ? status : pm_pages_identity(path, identity, err);
}

/* --- opening ------------------------------------------------------------------ */

enum pm_status
pm_copies_open(struct pm_copies **out, const char *path, uint32_t articles,
	       struct pm_error *err)
{
	struct pm_copies *c = calloc(1, sizeof *c);
	enum pm_status status;
	uint64_t len;

	if (c == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(&c->pages, path, PM_COPIES_KIND, PM_COPIES_VERSION, err);
	if (status == PM_OK) {
		len = pm_pages_len(c->pages);
		c->articles = articles;
		c->n = (uint32_t)(len / ENTRY);
		if (len % ENTRY != 0 || (len > 0 && len / ENTRY >= articles))
			status = pm_corrupt(err, path, "it is not made for %u article%s",
					    (unsigned)articles, articles == 1 ? "" : "s");
	}
	if (status < 0)
		pm_copies_free(c);
	else
		*out = c;
	return status;
}

void
pm_copies_free(struct pm_copies *c)
{
	if (c == NULL)
		return;
	pm_pages_free(c->pages);
	free(c->list);
	free(c->by_copy);
	free(c->concerned);
	free(c);
}

uint64_t
pm_copies_identity(const struct pm_copies *c)
{
	return pm_pages_own_identity(c->pages);
}

uint64_t
pm_copies_file_size(const struct pm_copies *c)
{
	return pm_pages_file_size(c->pages);
}

const char *
pm_copies_path(const struct pm_copies *c)
{
	return pm_pages_path(c->pages);
}

uint32_t
pm_copies_count(const struct pm_copies *c)
{
	return c->n;
}

enum pm_status
pm_copies_verify(struct pm_copies *c, struct pm_error *err)
{
	return pm_pages_verify(c->pages, err);
}

/* --- loading ------------------------------------------------------------------ */

static bool
has(const uint64_t *set, uint32_t place)
{
	return (set[place / 64] >> place % 64 & 1) != 0;
}

/* Put PLACE into the set; false if it is there already, or nowhere. */
static bool
take(struct pm_copies *c, uint32_t place)
{
	if (place >= c->articles || has(c->concerned, place))
		return false;
	c->concerned[place / 64] |= UINT64_C(1) << place % 64;
	return true;
}

/* Read entry I, whose story is that of the entry before or begins here. */
static bool
take_entry(struct pm_copies *c, uint32_t i, const uint8_t *bytes)
{
	struct pm_copy *e = &c->list[i];
	bool begins;

	*e = (struct pm_copy){ pm_load_u32(bytes), pm_load_u32(bytes + 4) };
	begins = i == 0 || e->leader != c->list[i - 1].leader;
	if (begins && i > 0 && e->leader < c->list[i - 1].leader)
		return false;
	return (!begins || take(c, e->leader)) && take(c, e->copy);
}

static int
compare_copies(const void *a, const void *b, void *list)
{
	const struct pm_copy *x = (const struct pm_copy *)list + *(const uint32_t *)a;
	const struct pm_copy *y = (const struct pm_copy *)list + *(const uint32_t *)b;

	return x->copy < y->copy ? -1 : x->copy > y->copy;
}

static enum pm_status
read_entries(struct pm_copies *c, struct pm_error *err)
{
	const uint8_t *bytes = NULL;
	uint32_t i;

	if (c->n > 0 &&
	    (bytes = pm_pages_get(c->pages, 0, (uint64_t)c->n * ENTRY, err)) == NULL)
		return PM_ERR_CORRUPT;
	for (i = 0; i < c->n; i++) {
		if (!take_entry(c, i, bytes + (size_t)i * ENTRY))
			return pm_corrupt(err, pm_pages_path(c->pages),
					  "its entry %u makes no sense", (unsigned)i);
		c->by_copy[i] = i;
	}
	return PM_OK;
}

enum pm_status
pm_copies_load(struct pm_copies *c, struct pm_error *err)
{
	enum pm_status status;

	if (c->list != NULL)
		return PM_OK;
	c->list = pm_alloc(c->n, sizeof *c->list);
	c->by_copy = pm_alloc(c->n, sizeof *c->by_copy);
	c->concerned = pm_calloc((size_t)c->articles / 64 + 1, sizeof *c->concerned);
	status = c->list == NULL || c->by_copy == NULL || c->concerned == NULL
		       ? pm_fail_nomem(err)
		       : read_entries(c, err);
	if (status < 0) {
		free(c->list);
		free(c->by_copy);
		free(c->concerned);
		c->list = NULL;
		c->by_copy = NULL;
		c->concerned = NULL;
	}
	return status;
}

/* --- asking ------------------------------------------------------------------- */

bool
pm_copies_concern(const struct pm_copies *c, uint32_t place)
{
	return has(c->concerned, place);
}

uint32_t
pm_copies_leader(struct pm_copies *c, uint32_t place)
{
	uint32_t low = 0, high = c->n;

	if (!has(c->concerned, place))
		return place;
	if (!c->sorted)
		qsort_r(c->by_copy, c->n, sizeof *c->by_copy, compare_copies, c->list);
	c->sorted = true;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (c->list[c->by_copy[middle]].copy < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n && c->list[c->by_copy[low]].copy == place
		     ? c->list[c->by_copy[low]].leader
		     : place;
}

const struct pm_copy *
pm_copies_of(const struct pm_copies *c, uint32_t leader, size_t *n)
{
	uint32_t low = 0, high = c->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (c->list[middle].leader < leader)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < c->n && c->list[low + *n].leader == leader;)
		++*n;
	return c->list + low;
}

const struct pm_copy *
pm_copies_all(const struct pm_copies *c, size_t *n)
{
	*n = c->n;
	return c->list;
}

uint32_t
pm_copies_repeats(const struct pm_copies *c, const uint64_t *set)
{
	uint32_t repeats = 0, i;
	bool told = false;

	for (i = 0; i < c->n; i++) {
		if (i == 0 || c->list[i].leader != c->list[i - 1].leader)
			told = has(set, c->list[i].leader);
		if (has(set, c->list[i].copy)) {
			repeats += told;
			told = true;
		}
	}
	return repeats;
}
