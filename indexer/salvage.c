/* Pressmark - articles of segments that are not what they were: see salvage.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/salvage.h"

#include "indexer/identity.h"
#include "indexer/kept_metadata.h"

#include <stdlib.h>
#include <string.h>

#define OLD UINT32_MAX

/* A segment whose articles are being tried. */
struct trying {
	struct pm_stored_segment of;
	struct pm_stored stored;
	struct pm_kept_metadata kept;
	struct pm_content content;
	struct pm_pages *origins;
};

void
pm_salvage_init(struct pm_salvage *s, struct pm_missing *missing)
{
	memset(s, 0, sizeof *s);
	s->missing = missing;
}

static void
release_from(struct pm_salvage_from *f)
{
	pm_segment_free(f->segment);
	free(f->leaves);
}

void
pm_salvage_release(struct pm_salvage *s)
{
	size_t i;

	for (i = 0; i < s->n_from; i++)
		release_from(&s->from[i]);
	free(s->from);
	memset(s, 0, sizeof *s);
}

/* The article that is missing and may be article NUMBER, by its origin; or NULL. */
static struct pm_missing_article *
candidate(const struct pm_salvage *s, struct trying *t, uint32_t segment, uint32_t number)
{
	struct pm_missing_article *a;
	struct pm_origin origin;

	if (pm_origins_get(t->origins, number, &origin, NULL) < 0 ||
	    (a = pm_missing_find(s->missing, origin.identity)) == NULL ||
	    a->found != PM_FOUND_NOT ||
	    !pm_digest128_equal(a->origin.content, origin.content))
		return NULL;
	return segment == OLD || (a->segment == segment && a->article == number)
		     ? a
		     : NULL;
}

/* Whether article NUMBER can be read, and says what it said. */
static bool
is_sound(struct trying *t, uint32_t number, enum pm_status *status)
{
	const struct pm_article *article;
	struct pm_digest128 content;
	struct pm_metadata m;

	if ((*status = pm_stored_find(&t->stored, 0, number, &article, NULL)) == PM_OK &&
	    (*status = pm_kept_metadata_of(&t->kept, article, &m, NULL)) == PM_OK)
		*status = pm_article_content(&t->content, article, &m, &content, NULL);
	pm_kept_metadata_trim(&t->kept);
	return *status == PM_OK && pm_digest128_equal(content, t->stored.origin.content);
}

/* Try all of a segment that may be missing. */
static enum pm_status
try_all(struct pm_salvage *s, struct trying *t, struct pm_salvage_from *f,
	uint32_t segment)
{
	enum pm_status status = PM_OK;
	uint32_t number;

	for (number = 1; number <= f->info.articles && status != PM_ERR_NOMEM; number++) {
		struct pm_missing_article *a = candidate(s, t, segment, number);

		if (a == NULL || !is_sound(t, number, &status)) {
			f->leaves[(number - 1) / 64] |= UINT64_C(1) << (number - 1) % 64;
			continue;
		}
		a->found = PM_FOUND_SAME;
		pm_fingerprint_add(&s->sum, a->origin.content);
		f->n++;
	}
	return status == PM_ERR_NOMEM ? status : PM_OK;
}

static enum pm_status
try_segment(struct pm_salvage *s, struct pm_salvage_from *f, uint32_t segment)
{
	struct trying t = { .of = { f->segment, &f->info, NULL } };
	enum pm_status status;

	pm_stored_init(&t.stored, &t.of, 1);
	status = pm_segment_origins(f->segment, &t.origins, NULL);
	if (status == PM_OK)
		status = try_all(s, &t, f, segment);
	pm_stored_release(&t.stored);
	pm_kept_metadata_release(&t.kept);
	pm_content_release(&t.content);
	return status;
}

/* Take what is right of a segment; that it cannot be opened is no failure. */
static enum pm_status
take(struct pm_salvage *s, const char *dir, const struct pm_segment_info *info,
     uint32_t segment, struct pm_error *err)
{
	struct pm_salvage_from f = { .info = *info };
	enum pm_status status = pm_grow(&s->from, &s->cap, s->n_from + 1, sizeof *s->from,
					err);

	if (status < 0)
		return status;
	f.leaves = pm_calloc((size_t)info->articles / 64 + 1, sizeof *f.leaves);
	status = f.leaves == NULL ? PM_ERR_NOMEM : pm_segment_open(&f.segment, dir, NULL);
	if (status == PM_OK &&
	    pm_store_articles(pm_segment_store(f.segment)) != info->articles)
		status = PM_ERR_CORRUPT;
	if (status == PM_OK)
		status = try_segment(s, &f, segment);
	if (status == PM_ERR_NOMEM) {
		release_from(&f);
		return pm_fail_nomem(err);
	}
	if (segment == OLD)
		s->old += f.n;
	else
		s->own += f.n;
	if (f.n == 0)
		release_from(&f);
	else
		s->from[s->n_from++] = f;
	return PM_OK;
}

enum pm_status
pm_salvage_own(struct pm_salvage *s, const char *dir, const struct pm_segment_info *info,
	       uint32_t number, struct pm_error *err)
{
	return take(s, dir, info, number, err);
}

enum pm_status
pm_salvage_old(struct pm_salvage *s, const char *dir, const struct pm_segment_info *info,
	       struct pm_error *err)
{
	return take(s, dir, info, OLD, err);
}

enum pm_status
pm_salvage_join(const struct pm_salvage *s, const struct pm_join_options *options,
		struct pm_joined *joined, struct pm_error *err)
{
	struct pm_stored_segment *of = pm_calloc(s->n_from, sizeof *of);
	struct pm_join_options o = *options;
	enum pm_status status;
	size_t i;

	if (of == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < s->n_from; i++)
		of[i] = (struct pm_stored_segment){ s->from[i].segment, &s->from[i].info,
						    s->from[i].leaves };
	o.segments = of;
	o.n_segments = s->n_from;
	status = s->n_from == 0 ? PM_ABSENT : pm_join(&o, joined, err);
	free(of);
	return status;
}
