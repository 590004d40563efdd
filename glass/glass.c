/* Pressmark - writes libxapian's database in one pass: see glass.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/glass.h"

#include "glass/docdata.h"
#include "glass/postlist.h"
#include "glass/version.h"
#include "shim/sink_check.h"
#include "support/buf.h"
#include "support/file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct glass {
	struct pm_sink sink;
	char *dir;
	struct pm_postlist *postlist;
	struct pm_sink_check check;
	struct pm_error broken; /* the first failure; it stays */

	/* for the thread that hands over the data */
	struct pm_docdata *docdata;
	struct pm_error data_broken;
};

#define CHECKED(check_call, call) \
	do { \
		if (g->broken.status == PM_OK && (check_call) == PM_OK) \
			(void)(call); \
		return pm_sink_again(&g->broken, err); \
	} while (0)

static enum pm_status
put_slots(struct pm_sink *s, const struct pm_slot *slots, size_t n, struct pm_error *err)
{
	struct glass *g = (struct glass *)s;

	CHECKED(pm_sink_check_slots(&g->check, slots, n, &g->broken),
		pm_postlist_slots(g->postlist, slots, n, &g->broken));
}

static enum pm_status
put_value(struct pm_sink *s, uint32_t slot, uint32_t article, const char *data,
	  size_t len, struct pm_error *err)
{
	struct glass *g = (struct glass *)s;

	CHECKED(pm_sink_check_value(&g->check, slot, article, data, len, &g->broken),
		pm_postlist_value(g->postlist, slot, article, data, len, &g->broken));
}

static enum pm_status
put_length(struct pm_sink *s, uint32_t article, uint32_t length, struct pm_error *err)
{
	struct glass *g = (struct glass *)s;

	CHECKED(pm_sink_check_length(&g->check, article, length, &g->broken),
		pm_postlist_length(g->postlist, article, length, &g->broken));
}

static enum pm_status
put_term(struct pm_sink *s, const char *term, size_t len, uint32_t n_articles,
	 uint64_t total, struct pm_error *err)
{
	struct glass *g = (struct glass *)s;

	CHECKED(pm_sink_check_term(&g->check, term, len, n_articles, total, &g->broken),
		pm_postlist_term(g->postlist, term, len, n_articles, (uint32_t)total,
				 &g->broken));
}

static enum pm_status
put_postings(struct pm_sink *s, const struct pm_posting *postings, size_t n,
	     struct pm_error *err)
{
	struct glass *g = (struct glass *)s;

	CHECKED(pm_sink_check_postings(&g->check, postings, n, &g->broken),
		pm_postlist_add(g->postlist, postings, n, &g->broken));
}

static enum pm_status
put_data(struct pm_sink *s, uint32_t article, const char *data, size_t len,
	 struct pm_error *err)
{
	struct glass *g = (struct glass *)s;

	if (g->data_broken.status == PM_OK)
		pm_docdata_add(g->docdata, article, data, len, &g->data_broken);
	return pm_sink_again(&g->data_broken, err);
}

/* --- the end ------------------------------------------------------------ */

static void
make_uuid(struct pm_glass_state *state)
{
	XXH128_canonical_t tables[2], both;

	XXH128_canonicalFromHash(&tables[0], state->docdata.digest);
	XXH128_canonicalFromHash(&tables[1], state->postlist.digest);
	XXH128_canonicalFromHash(&both, XXH3_128bits(tables, sizeof tables));
	memcpy(state->uuid, both.digest, PM_UUID_SIZE);
	/* RFC 9562, version 8: application-defined. */
	state->uuid[6] = (uint8_t)((state->uuid[6] & 0x0f) | 0x80);
	state->uuid[8] = (uint8_t)((state->uuid[8] & 0x3f) | 0x80);
}

/* The version file is created whole, and last. */
static enum pm_status
publish(const struct glass *g, const void *image, size_t len, struct pm_error *err)
{
	char *path = pm_path_join(g->dir, "iamglass");
	char *parent = pm_path_join(g->dir, "..");
	enum pm_status status;

	if (path == NULL || parent == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_replace_file(path, image, len, err)) == PM_OK)
		status = pm_fsync_dir(parent, err);
	free(path);
	free(parent);
	/* If the folder cannot be synced, the file is not safe on disk. */
	return status == PM_UNSYNCED ? PM_ERR_IO : status;
}

static enum pm_status
finish_tables(struct glass *g, uint64_t *size, struct pm_error *err)
{
	const struct pm_sink_check *c = &g->check;
	struct pm_glass_state state = { .revision = PM_GLASS_REVISION };
	uint8_t image[PM_VERSION_MAX];
	enum pm_status status;
	size_t len;

	status = pm_sink_check_finish(&g->check, pm_docdata_last(g->docdata), err);
	if (status < 0 ||
	    (status = pm_postlist_finish(g->postlist, &state.postlist, err)) < 0 ||
	    (status = pm_docdata_finish(g->docdata, &state.docdata, err)) < 0)
		return status;
	state.articles = c->articles;
	state.shortest = c->shortest;
	state.longest = c->longest;
	state.largest_wdf = c->largest_wdf;
	state.words = c->words;
	make_uuid(&state);
	len = pm_glass_version(image, &state);
	if (size != NULL)
		*size = ((uint64_t)state.postlist.blocks + state.docdata.blocks) *
				PM_BLOCK_SIZE +
			len;
	return publish(g, image, len, err);
}

static enum pm_status
finish(struct pm_sink *s, uint64_t *size, struct pm_error *err)
{
	struct glass *g = (struct glass *)s;

	if (g->broken.status == PM_OK && g->data_broken.status < 0)
		g->broken = g->data_broken;
	if (g->broken.status == PM_OK)
		finish_tables(g, size, &g->broken);
	/* A finished sink takes no more data. */
	if (g->data_broken.status == PM_OK)
		pm_fail(&g->data_broken, PM_ERR_INTERNAL,
			"data for a database came out of order");
	return pm_sink_again(&g->broken, err);
}

static void
destroy(struct pm_sink *s)
{
	struct glass *g = (struct glass *)s;

	if (g == NULL)
		return;
	pm_postlist_free(g->postlist);
	pm_docdata_free(g->docdata);
	pm_sink_check_release(&g->check);
	free(g->dir);
	free(g);
}

static enum pm_status
open_tables(struct glass *g, struct pm_error *err)
{
	char *postlist = pm_path_join(g->dir, "postlist.glass");
	char *docdata = pm_path_join(g->dir, "docdata.glass");
	enum pm_status status;

	if (postlist == NULL || docdata == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_postlist_create(&g->postlist, postlist, err)) == PM_OK)
		status = pm_docdata_create(&g->docdata, docdata, err);
	free(postlist);
	free(docdata);
	return status;
}

enum pm_status
pm_glass_create(struct pm_sink **out, const char *dir, struct pm_error *err)
{
	static const struct pm_sink functions = {
		put_slots, put_value, put_length, put_term,	 put_postings,
		put_data,  finish,    destroy,	  { NULL, NULL }
	};
	struct glass *g = calloc(1, sizeof *g);
	enum pm_status status;

	if (g == NULL)
		return pm_fail_nomem(err);
	g->sink = functions;
	pm_sink_check_init(&g->check);
	g->dir = pm_strndup(dir, strlen(dir));
	if (g->dir == NULL) {
		destroy(&g->sink);
		return pm_fail_nomem(err);
	}
	if (mkdir(dir, 0777) != 0) {
		status = pm_fail_errno(err, errno, "cannot create '%s'", dir);
		destroy(&g->sink);
		return status;
	}
	if ((status = open_tables(g, err)) < 0) {
		destroy(&g->sink);
		pm_remove_tree(dir, NULL);
		return status;
	}
	*out = &g->sink;
	return PM_OK;
}

bool
pm_glass_knows_format(const void *image, size_t len)
{
	const struct pm_glass_state state = { .revision = 0 };
	const uint8_t *theirs = image;
	uint8_t ours[PM_VERSION_MAX];
	size_t n = pm_glass_version(ours, &state), behind = PM_UUID_AT + PM_UUID_SIZE;

	return len == n && memcmp(theirs, ours, PM_UUID_AT) == 0 &&
	       memcmp(theirs + behind, ours + behind, n - behind) == 0;
}
