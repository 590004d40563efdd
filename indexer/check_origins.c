/* Pressmark - pressmark-index check, origins: see check_origins.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_origins.h"

#include <string.h>

enum pm_status
pm_check_origins_init(struct pm_check_origins *c, struct pm_index *index,
		      const struct pm_files *files, struct pm_error *err)
{
	memset(c, 0, sizeof *c);
	c->index = index;
	pm_buf_init(&c->fold, PM_BUF_NO_LIMIT);
	c->has_places = files != NULL;
	return files == NULL ? PM_OK : pm_source_places_init(&c->places, files, err);
}

void
pm_check_origins_release(struct pm_check_origins *c)
{
	pm_source_places_release(&c->places);
	pm_content_release(&c->content);
	pm_buf_release(&c->fold);
	memset(c, 0, sizeof *c);
}

enum pm_status
pm_check_origins_enter(struct pm_check_origins *c, size_t segment, struct pm_error *err)
{
	struct pm_segment *seg = c->index->segments[segment];
	enum pm_status status;

	c->number = segment;
	if ((status = pm_segment_origins(seg, &c->origins, err)) < 0)
		return status;
	return pm_segment_folds(seg, &c->folds, err);
}

/* The body with the folds in their places. */
static enum pm_status
put_text(struct pm_check_origins *c, uint32_t article, const struct pm_buf *body,
	 struct pm_error *err)
{
	const struct pm_fold_place *places = NULL;
	enum pm_status status = PM_OK;
	size_t n = 0, at = 0, i;

	if (c->folds != NULL)
		status = pm_folds_find(c->folds, article, &places, &n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		if (places[i].at < at || places[i].at > body->len)
			return pm_corrupt(err, pm_folds_path(c->folds),
					  "article %u has a fold where none can be",
					  (unsigned)article);
		pm_content_text(&c->content, pm_buf_str(body) + at, places[i].at - at);
		at = (size_t)places[i].at;
		pm_buf_clear(&c->fold);
		status = pm_segment_fold(c->index->segments[c->number], &places[i],
					 &c->fold, err);
		pm_content_text(&c->content, pm_buf_str(&c->fold), c->fold.len);
	}
	if (status == PM_OK)
		pm_content_text(&c->content, pm_buf_str(body) + at, body->len - at);
	return status;
}

static enum pm_status
differs(const struct pm_check_origins *c, uint32_t article, const char *why,
	struct pm_error *err)
{
	return pm_corrupt(err, pm_pages_path(c->origins), "article %u %s",
			  (unsigned)article, why);
}

enum pm_status
pm_check_origin(struct pm_check_origins *c, uint32_t article, const struct pm_metadata *m,
		const struct pm_buf *title, const struct pm_buf *body,
		struct pm_error *err)
{
	const struct pm_generation *g = &c->index->generation;
	struct pm_digest128 content;
	struct pm_origin o;
	enum pm_status status;

	if ((status = pm_origins_get(c->origins, article, &o, err)) < 0 ||
	    (status = pm_content_begin(&c->content, m, pm_buf_str(title), title->len,
				       err)) < 0 ||
	    (status = put_text(c, article, body, err)) < 0)
		return status;
	content = pm_content_end(&c->content);
	if (!pm_digest128_equal(content, o.content))
		return differs(c, article, "says something else than what was read", err);
	if (o.first == 0 || o.first > o.since || o.since > g->number)
		return differs(c, article, "was first seen when it cannot have been", err);
	/* of what is removed, the file may be gone too */
	if (pm_index_is_gone(c->index, c->number, article))
		return PM_OK;
	/* those of standard input are never asked for again, whatever is noted of it */
	if (c->has_places && o.source != pm_origin_source("-", 1) &&
	    pm_source_places_find(&c->places, o.source) == PM_U32_NONE)
		return differs(c, article, "is of a file that is not known", err);
	pm_fingerprint_add(&c->sum, content);
	return PM_OK;
}
