/* Pressmark - the articles of the input that are to be indexed: see input.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/input.h"

#include "indexer/input_parts.h"
#include "indexer/new_segment.h"
#include "support/file.h"
#include "text/languages.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- opening ------------------------------------------------------------------ */

static struct pm_reader_options
reader_options(struct pm_input *in)
{
	const struct pm_build_options *o = in->options.build;
	struct pm_reader_options r = { 0 };

	r.stop = o->stop;
	r.dates = o->dates;
	r.clean = o->clean;
	r.encoding = o->encoding;
	if (o->choices != NULL) {
		r.names = o->choices->names;
		r.globs = o->choices->globs;
		r.rules = o->choices->rules;
	}
	r.memory = pm_build_memory(o) / 4;
	r.refuse = pm_input_refuse;
	return r;
}

/* Read everything only to learn which articles a later one replaces. */
static enum pm_status
learn_ids(struct pm_input *in, const struct pm_reader_options *options,
	  struct pm_error *err)
{
	const struct pm_build_options *o = in->options.build;
	bool changes = in->index != NULL && o->kind == PM_BUILD_UPDATE;
	const struct pm_article *a;
	enum pm_status status;
	char *path;
	size_t i;

	for (i = 0; i < o->n_paths; i++)
		if (strcmp(o->paths[i], "-") == 0)
			return pm_fail(err, PM_ERR_USAGE,
				       "--ids replace reads its input twice, so it takes "
				       "no standard input");
	if ((path = pm_path_join(in->options.dir, "ids")) == NULL)
		return pm_fail_nomem(err);
	in->has_ids = true;
	status = pm_ids_init(&in->ids, path, pm_build_memory(o) / 16, err);
	free(path);
	if (status == PM_OK)
		status = pm_reader_open(&in->reader, o->paths, o->n_paths, options, err);
	/* a file that has not changed may have an article that is the last one now */
	if (status == PM_OK && changes)
		status = pm_input_look_for_changes(in, err);
	if (status == PM_OK && changes && !in->reads_all)
		status = PM_END; /* none is read */
	if (status == PM_OK)
		status = pm_input_choose_files(in, PM_CHOOSE_ONLY, err);
	while (status == PM_OK && (status = pm_reader_next(in->reader, &a, err)) == PM_OK) {
		status = pm_ids_add(&in->ids, a->id.data, a->id.len, err);
		pm_reader_trim(in->reader);
		in->options.progress(in->options.ctx, "reading ids");
	}
	pm_reader_free(in->reader);
	in->reader = NULL;
	return status < 0 ? status : pm_ids_end(&in->ids, err);
}

/* What the index has of the files that are read, or has lost of them. */
static enum pm_status
load_known(struct pm_input *in, struct pm_error *err)
{
	const struct pm_build_options *o = in->options.build;
	enum pm_status status = pm_known_load(&in->known, in->index, err);

	if (status == PM_OK && o->restoring != NULL)
		status = o->restoring->lost(o->restoring->ctx, &in->known, err);
	if (status == PM_OK)
		status = pm_known_order(&in->known, err);
	return status < 0 ? status : pm_pairing_begin(&in->pairing, o->kind, err);
}

enum pm_status
pm_input_open(struct pm_input *in, const struct pm_input_options *options,
	      struct pm_build_result *result, struct pm_index *index,
	      struct pm_files *files, struct pm_error *err)
{
	const struct pm_build_options *o = options->build;
	struct pm_reader_options reader;
	enum pm_status status;

	memset(in, 0, sizeof *in);
	in->options = *options;
	in->result = result;
	in->index = index;
	in->files = files;
	in->started = pm_file_now();
	pm_identities_init(&in->identities, o->ids);
	pm_known_init(&in->known);
	pm_pairing_init(&in->pairing, &in->identities, &in->known, files);
	in->known.load_all = o->ids == PM_IDS_REPLACE;
	pm_buf_init(&in->place, PM_BUF_NO_LIMIT);
	pm_buf_init(&in->name, PM_BUF_NO_LIMIT);
	reader = reader_options(in);
	if ((status = pm_places_init(&in->places, o->paths, o->n_paths, o->base, files,
				     err)) < 0 ||
	    (status = pm_places_note(&in->places, files, err)) < 0 ||
	    (o->ids == PM_IDS_REPLACE && (status = learn_ids(in, &reader, err)) < 0))
		return status;
	pm_input_listen(in, &reader);
	reader.begun = pm_input_begun;
	reader.done = pm_input_done;
	reader.done_ctx = in;
	if ((status = pm_reader_open(&in->reader, o->paths, o->n_paths, &reader, err)) < 0)
		return status;
	if (o->lost == PM_LOST_REFUSED && pm_reader_find_lost(in->reader))
		return pm_input_check(in, err);
	if ((status = pm_input_choose_files(in, PM_CHOOSE_AND_NOTE, err)) < 0)
		return status;
	return load_known(in, err);
}

void
pm_input_release(struct pm_input *in)
{
	pm_reader_free(in->reader);
	if (in->has_ids)
		pm_ids_release(&in->ids);
	pm_places_release(&in->places);
	pm_identities_release(&in->identities);
	pm_pairing_release(&in->pairing);
	pm_known_release(&in->known);
	pm_kept_metadata_release(&in->kept);
	pm_buf_release(&in->place);
	pm_buf_release(&in->name);
	pm_input_release_spared(in);
	free(in->left);
	memset(in, 0, sizeof *in);
}

/* --- articles ----------------------------------------------------------------- */

/* Whether A is to be indexed: no later article replaces it. */
static enum pm_status
check_id(struct pm_input *in, const struct pm_article *a, bool *stays,
	 struct pm_error *err)
{
	bool replaced = false;
	enum pm_status status = PM_OK;

	if (in->has_ids)
		status = pm_ids_replaced(&in->ids, a->id.data, a->id.len, &replaced, err);
	in->result->replaced += replaced;
	*stays = !replaced;
	return status;
}

/* The language of an article that does not say it, if each is stemmed in its own. */
static void
find_language(struct pm_input *in)
{
	struct pm_article *a = &in->article;

	if (strcmp(in->options.language, PM_LANGUAGE_AUTO) != 0 || a->language.len > 0)
		return;
	a->language.len = pm_detect_language(a->title.data, a->title.len, a->text.data,
					     a->text.len, in->detected);
	a->language.data = in->detected;
}

/* With a base, articles are named from there on. */
static enum pm_status
name_article(struct pm_input *in, struct pm_error *err)
{
	struct pm_article *a = &in->article;
	size_t from = a->path.len;

	if (in->options.build->base == NULL || a->file.len < from ||
	    memcmp(a->file.data, a->path.data, from) != 0)
		return PM_OK;
	pm_buf_clear(&in->name);
	pm_buf_put(&in->name, in->place.data, in->place.len);
	pm_buf_put(&in->name, a->file.data + from, a->file.len - from);
	a->file = (struct pm_str){ pm_buf_str(&in->name), in->name.len };
	return pm_buf_check(&in->name, "a name", err);
}

/* Where the article is from, and what it says. */
static enum pm_status
identify(struct pm_input *in, struct pm_origin *origin, struct pm_error *err)
{
	struct pm_metadata m;
	enum pm_status status;

	find_language(in);
	if ((status = pm_kept_metadata_of(&in->kept, &in->article, &m, err)) < 0)
		return status;
	status = pm_identities_of(&in->identities, &in->article, &m,
				  pm_buf_str(&in->place), in->place.len, origin, err);
	in->pairing.otherwise = in->index != NULL &&
				pm_identities_otherwise(&in->identities, &in->article,
							pm_buf_str(&in->place),
							in->place.len, origin,
							&in->pairing.other);
	pm_kept_metadata_trim(&in->kept);
	return status < 0 ? status : name_article(in, err);
}

/* *STAYS: whether the article, whose group its origin names, is new, or has changed, and comes
 * into the index. */
static enum pm_status
compare(struct pm_input *in, struct pm_origin *origin, bool *stays, struct pm_error *err)
{
	struct pm_pair pair;
	enum pm_status status = pm_pairing_find(&in->pairing, origin, &pair, err);
	struct pm_known_article *k = pair.known;
	bool same;

	*stays = pair.kind != PM_PAIR_AWAY;
	origin->first = origin->since = (uint32_t)in->options.generation;
	if (status < 0)
		return status;
	if (pair.kind == PM_PAIR_AWAY) {
		in->result->away++;
	} else if (pair.kind == PM_PAIR_NEW) {
		in->result->added++;
	} else {
		same = pm_digest128_equal(k->origin.content, origin->content);
		*stays = k->renewed = !same || in->options.anew || k->lost ||
				      k->origin.source != origin->source;
		origin->first = k->origin.first;
		if (same)
			origin->since = k->origin.since;
		in->result->changed += !same;
	}
	in->pairing.handed += *stays;
	return PM_OK;
}

bool
pm_input_origin(struct pm_input *in, uint64_t *ordinal, struct pm_origin *origin)
{
	struct pm_pairing *p = &in->pairing;
	const struct pm_pairing_change *c;

	if (in->n_told == p->n_changes) {
		in->n_told = p->n_changes = 0;
		return false;
	}
	c = &p->changes[in->n_told++];
	*ordinal = c->ordinal;
	memset(origin, 0, sizeof *origin);
	origin->identity = c->identity;
	origin->since = (uint32_t)in->options.generation;
	origin->first = c->is_new ? origin->since : in->known.all[c->known].origin.first;
	return true;
}

enum pm_status
pm_input_next(struct pm_input *in, const struct pm_article **article,
	      struct pm_origin *origin, struct pm_error *err)
{
	const struct pm_article *read;
	enum pm_status status, whole;
	bool stays = false;

	do {
		status = pm_reader_next(in->reader, &read, err);
		if (status >= 0 && in->status < 0) {
			*err = in->err;
			status = in->status;
		}
		if (status >= 0 && (whole = pm_input_check(in, err)) < 0)
			status = whole;
		if (status == PM_OK && pm_stop_asked(&in->options.build->stop))
			status = pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
		if (status != PM_OK)
			return status;
		in->n_read++;
		in->article = *read;
		if ((status = pm_input_enter_file(in, err)) == PM_OK)
			status = check_id(in, read, &stays, err);
		if (status == PM_OK && stays &&
		    (status = identify(in, origin, err)) == PM_OK)
			status = compare(in, origin, &stays, err);
		if (status == PM_OK)
			in->files->of[in->file_number].articles++;
		if (!stays)
			pm_input_trim(in);
		if (!stays)
			in->options.progress(in->options.ctx, NULL);
	} while (status == PM_OK && !stays);
	*article = &in->article;
	return status;
}

void
pm_input_trim(struct pm_input *in)
{
	pm_reader_trim(in->reader);
}
