/* Pressmark - the input: files; see input_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/input_parts.h"

#include "indexer/space.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool
has_hash(const struct pm_file *f)
{
	return f->hash.low != 0 || f->hash.high != 0;
}

/* Nothing came of it, and nothing was said: it may be one of a folder's files of other types,
 * which are told together, so that it is opened each time. */
static bool
is_void(const struct pm_file *f)
{
	return f->articles + f->skipped == 0;
}

static enum pm_status
want(struct pm_input *in, const struct pm_buf *place, struct pm_error *err)
{
	return pm_known_want(&in->known, pm_origin_source(pm_buf_str(place), place->len),
			     err);
}

/* Whether the file is what it was when it was read last; NOW: how it looks. */
static bool
is_unchanged(const struct pm_input *in, const char *path, const struct pm_file *was,
	     struct pm_file *now)
{
	/* what somebody adds is wanted, and so is what is missing */
	if (in->options.anew || in->reads_all || was == NULL ||
	    in->options.build->kind == PM_BUILD_ADD ||
	    in->options.build->kind == PM_BUILD_RESTORE)
		return false;
	if (!in->options.build->rehash && was->settled && pm_file_is_same(was, now))
		return true;
	/* why something was skipped is told again */
	if (in->options.build->rehash && was->skipped > 0)
		return false;
	/* what cannot be read will be told when it is opened */
	return has_hash(was) && was->size == now->size &&
	       pm_file_hash(path, &now->hash, NULL) == PM_OK &&
	       pm_digest128_equal(was->hash, now->hash);
}

/* Of a file that is read: what it takes if it is new, or has grown; what an update finds
 * unchanged in it takes nothing. */
static void
add_space(struct pm_input *in, const char *path, const struct pm_file *was,
	  const struct pm_file *now)
{
	uint64_t had = was == NULL || in->options.anew ? 0 : was->size;

	if (in->options.build->kind != PM_BUILD_RESTORE && now->size > had)
		in->space += pm_space_of_file(path, now->size - had);
}

/* Whether a file that is read may turn out to be what it was, so that noting how it looks now
 * saves the next update a reading. */
static bool
may_settle(const struct pm_file *was, const struct pm_file *now)
{
	return !is_void(was) &&
	       !(was->settled && has_hash(was) && pm_file_is_same(was, now));
}

/* A file that will be opened: is it wanted? */
static enum pm_status
choose_file(struct pm_input *in, size_t i, const char *path, enum pm_input_choice choice,
	    struct pm_error *err)
{
	struct pm_file now,
		*was = pm_files_find(in->files, pm_buf_str(&in->place), in->place.len);
	const struct pm_restoring *restoring = in->options.build->restoring;
	bool input = strcmp(path, "-") == 0;

	if (restoring != NULL &&
	    !restoring->wants(restoring->ctx,
			      pm_origin_source(pm_buf_str(&in->place), in->place.len))) {
		pm_reader_pass_over(in->reader, i);
		return PM_OK;
	}
	if (input || pm_file_look(path, in->started, &now) != PM_OK ||
	    !is_unchanged(in, path, was, &now) || is_void(was)) {
		if (choice == PM_CHOOSE_ONLY)
			return PM_OK;
		in->result->files_read++;
		if (!input)
			add_space(in, path, was, &now);
		if (!input && was != NULL && may_settle(was, &now))
			in->touched += now.size;
		return want(in, &in->place, err);
	}
	pm_reader_pass_over(in->reader, i);
	if (choice == PM_CHOOSE_ONLY)
		return PM_OK;
	in->result->files_same++;
	in->result->skipped_same += was->skipped;
	in->n_same += was->articles;
	if (!pm_file_is_same(was, &now))
		in->touched += now.size;
	now.articles = was->articles;
	now.skipped = was->skipped;
	if (!has_hash(&now))
		now.hash = was->hash;
	now.seen = true;
	*was = now;
	return PM_OK;
}

/* Whether what is not found is taken away, if it is not spared. */
static bool
may_lose(const struct pm_input *in)
{
	const struct pm_build_options *o = in->options.build;

	return o->kind == PM_BUILD_RESTORE ||
	       (o->kind == PM_BUILD_UPDATE && !o->no_remove);
}

/* Whether the articles of a file of which nothing is read are looked up, so that it is known that
 * they go, or that they are left. */
static bool
wants_unread(const struct pm_input *in, enum pm_file_prospect what)
{
	if (what != PM_FILE_EMPTY && what != PM_FILE_FAILS)
		return false;
	return !may_lose(in) || (what == PM_FILE_EMPTY && pm_input_takes_all(in));
}

/* --- what is gone --------------------------------------------------------- */

/* What could not be looked into: what is known below it, and was not found otherwise, is not
 * gone. */
static enum pm_status
spare_unseen(struct pm_input *in, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	enum pm_file_prospect what;
	const char *path;
	size_t i;

	for (i = 0;
	     status == PM_OK && (path = pm_reader_file(in->reader, i, &what)) != NULL; i++)
		if (what == PM_FILE_FAILS ||
		    (what == PM_FILE_EMPTY && !pm_input_takes_all(in))) {
			status = pm_places_of(&in->places, path, strlen(path), &in->place,
					      err);
			if (status == PM_OK)
				status = pm_input_spare_below(in, path,
							      what == PM_FILE_EMPTY
								      ? PM_SPARE_EMPTY
								      : PM_SPARE_UNREAD,
							      err);
		}
	return status;
}

/* What is below the given paths and was not found; but not if it was in a folder in which
 * nothing is any more. */
static enum pm_status
find_gone(struct pm_input *in, struct pm_error *err)
{
	struct pm_input_emptied emptied = { .asked = false };
	enum pm_status status = PM_OK;
	bool spared;
	uint32_t i;

	if (in->options.build->kind != PM_BUILD_UPDATE)
		return PM_OK;
	pm_buf_init(&emptied.folder, PM_BUF_NO_LIMIT);
	for (i = 0; i < in->files->places.n && status == PM_OK; i++) {
		struct pm_file *f = &in->files->of[i];
		size_t len;
		const char *place = pm_intern_get(&in->files->places, i, &len);

		if (f->seen || !pm_places_cover(&in->places, place, len) ||
		    (len == 1 && place[0] == '-'))
			continue;
		status = pm_input_spare_emptied(in, &emptied, i, &spared, err);
		if (status == PM_OK)
			status = pm_known_want(&in->known, pm_origin_source(place, len),
					       err);
		f->gone = !spared;
		in->result->files_gone += !spared;
	}
	pm_buf_release(&emptied.folder);
	return status;
}

enum pm_status
pm_input_choose_files(struct pm_input *in, enum pm_input_choice choice,
		      struct pm_error *err)
{
	enum pm_status status = PM_OK;
	enum pm_file_prospect what;
	const char *path;
	size_t i;

	for (i = 0;
	     status == PM_OK && (path = pm_reader_file(in->reader, i, &what)) != NULL;
	     i++) {
		struct pm_file *f;

		if ((status = pm_places_of(&in->places, path, strlen(path), &in->place,
					   err)) < 0)
			return status;
		if (choice == PM_CHOOSE_AND_NOTE && wants_unread(in, what))
			status = want(in, &in->place, err);
		else if (what == PM_FILE_OPENS)
			status = choose_file(in, i, path, choice, err);
		else
			continue;
		f = pm_files_find(in->files, pm_buf_str(&in->place), in->place.len);
		if (f != NULL && choice == PM_CHOOSE_AND_NOTE)
			f->seen = true;
	}
	if (status < 0 || choice == PM_CHOOSE_ONLY)
		return status;
	if (in->places.has_links &&
	    (status = pm_places_note(&in->places, in->files, err)) < 0)
		return status;
	if (!may_lose(in))
		return PM_OK;
	status = spare_unseen(in, err);
	return status < 0 ? status : find_gone(in, err);
}

enum pm_status
pm_input_look_for_changes(struct pm_input *in, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	enum pm_file_prospect what;
	uint64_t known = 0;
	const char *path;
	uint32_t k;
	size_t i;

	for (i = 0; status == PM_OK && !in->reads_all &&
		    (path = pm_reader_file(in->reader, i, &what)) != NULL;
	     i++) {
		struct pm_file now, *was;

		if ((status = pm_places_of(&in->places, path, strlen(path), &in->place,
					   err)) < 0)
			return status;
		was = pm_files_find(in->files, pm_buf_str(&in->place), in->place.len);
		known += was != NULL;
		if (what == PM_FILE_EMPTY && was != NULL && was->articles > 0)
			in->reads_all = true;
		if (what == PM_FILE_OPENS &&
		    (pm_file_look(path, in->started, &now) != PM_OK ||
		     !is_unchanged(in, path, was, &now)))
			in->reads_all = true;
	}
	for (k = 0; k < in->files->places.n; k++) {
		size_t len;
		const char *place = pm_intern_get(&in->files->places, k, &len);

		known -= pm_places_cover(&in->places, place, len);
	}
	in->reads_all = in->reads_all || known != 0;
	return status;
}

/* --- the file that is read -------------------------------------------------- */

/* Make in->place that of PATH, and in->file what is noted of it from now on. */
static enum pm_status
enter(struct pm_input *in, const char *path, size_t len, struct pm_error *err)
{
	enum pm_status status = pm_places_of(&in->places, path, len, &in->place, err);
	struct pm_file *f;

	if (status == PM_OK)
		status = pm_files_need(in->files, pm_buf_str(&in->place), in->place.len,
				       &f, err);
	if (status < 0)
		return status;
	if (pm_file_look(path, in->started, f) != PM_OK)
		memset(f, 0, sizeof *f);
	f->seen = f->entered = true;
	in->file_number = (uint32_t)(f - in->files->of);
	in->in_file = true;
	return PM_OK;
}

enum pm_status
pm_input_enter_file(struct pm_input *in, struct pm_error *err)
{
	return in->in_file ? PM_OK
			   : enter(in, in->article.path.data, in->article.path.len, err);
}

/* Of its articles it is known now which are which. */
static enum pm_status
end_pairs(struct pm_input *in)
{
	struct pm_pairing *p = &in->pairing;
	size_t i = p->n_changes;
	enum pm_status status = pm_pairing_end_file(p, &in->err);

	for (; i < p->n_changes && status == PM_OK; i++)
		if (p->changes[i].is_new) {
			in->result->changed--;
			in->result->added++;
		}
	return status;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void
pm_input_begun(void *ctx, const char *path)
{
	struct pm_input *in = ctx;

	(void)path;
	in->skipped_before = in->result->skipped;
}

/* It is read again the next time, and what it had stays till then, but if it is empty and all
 * may go. */
static enum pm_status
spare(struct pm_input *in, const char *path, enum pm_file_end end, struct pm_error *err)
{
	enum pm_spare_reason why = end == PM_FILE_VOID ? PM_SPARE_EMPTY : PM_SPARE_UNREAD;
	enum pm_status status;

	pm_file_forget(&in->files->of[in->file_number]);
	if (end == PM_FILE_VOID && pm_input_takes_all(in))
		return PM_OK;
	status = pm_input_spare_for(in, path, why, err);
	return status < 0 ? status : pm_input_spare_file(in, in->file_number, err);
}

void
pm_input_done(void *ctx, const char *path, enum pm_file_end end)
{
	struct pm_input *in = ctx;
	bool told = end == PM_FILE_ELSEWHERE ||
		    (end == PM_FILE_BROKEN && !in->in_file && is_folder(path));
	struct pm_file *f;

	if (in->status == PM_OK && !in->in_file && !told)
		in->status = enter(in, path, strlen(path), &in->err);
	in->in_file = false;
	if (in->status < 0)
		return;
	if ((in->status = end_pairs(in)) < 0)
		return;
	if (told)
		return;
	f = &in->files->of[in->file_number];
	f->skipped = in->result->skipped - in->skipped_before;
	if (end == PM_FILE_BROKEN || end == PM_FILE_VOID) {
		in->status = spare(in, path, end, &in->err);
	} else if (in->index != NULL && strcmp(path, "-") != 0 && !is_void(f) &&
		   pm_file_hash(path, &f->hash, NULL) != PM_OK) {
		f->settled = false;
	}
}

/* --- what is left though it is gone ------------------------------------------- */

enum pm_status
pm_input_leave(struct pm_input *in, uint64_t source, struct pm_error *err)
{
	enum pm_status status;

	/* they come file by file, mostly */
	if (in->n_left > 0 && in->left[in->n_left - 1].source == source) {
		in->left[in->n_left - 1].articles++;
		return PM_OK;
	}
	status = pm_grow(&in->left, &in->left_cap, in->n_left + 1, sizeof *in->left, err);
	if (status == PM_OK)
		in->left[in->n_left++] = (struct pm_input_left){ source, 1 };
	return status;
}

static int
compare(const void *a, const void *b)
{
	const struct pm_input_left *x = a, *y = b;

	return x->source < y->source ? -1 : x->source > y->source;
}

/* Let each source be there once. */
static void
unite_left(struct pm_input *in)
{
	size_t n = 0, i;

	qsort(in->left, in->n_left, sizeof *in->left, compare);
	for (i = 0; i < in->n_left; i++)
		if (n > 0 && in->left[n - 1].source == in->left[i].source)
			in->left[n - 1].articles += in->left[i].articles;
		else
			in->left[n++] = in->left[i];
	in->n_left = n;
}

void
pm_input_reread(struct pm_input *in)
{
	uint32_t i;

	if (in->n_left == 0)
		return;
	unite_left(in);
	for (i = 0; i < in->files->places.n; i++) {
		size_t len;
		const char *place = pm_intern_get(&in->files->places, i, &len);
		const struct pm_input_left key = { pm_origin_source(place, len), 0 },
					   *left;
		struct pm_file *f = &in->files->of[i];

		left = bsearch(&key, in->left, in->n_left, sizeof *in->left, compare);
		if (left == NULL)
			continue;
		pm_file_forget(f);
		/* of a file that was opened, only those were counted that were read */
		f->articles += f->entered ? left->articles : 0;
	}
}
