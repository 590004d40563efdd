/* Pressmark - the workers of a build: see crew.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/crew.h"

#include "support/bytes.h"
#include "support/file.h"
#include "support/thread.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What a program takes besides its workers, and a worker besides its run. */
#define BASE_MEMORY ((size_t)12 << 20)
#define WORKER_MEMORY (3 * PM_SLICE_BYTES)
#define RUN_MEMORY_MIN ((size_t)8 << 20)

/* What all workers share, under the lock. */
struct shared {
	struct pm_crew *crew;
	struct pm_sink *sink;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_mutex_t reading; /* held by the worker that reads, without the
					 * other lock */
	enum pm_status status;	 /* PM_OK, or the first failure */
	struct pm_error err;
	bool end; /* the reader has nothing left */
	bool lexicon_taken, postings_taken, coded;
	size_t next_slice; /* the next to be recoded */
	size_t turn;	   /* the next to be appended */
};

struct worker {
	struct shared *shared;
	unsigned number;
	void (*work)(struct worker *w);
	pthread_t thread;
};

static struct pm_timings *
timings_of(struct worker *w)
{
	return &w->shared->crew->timings[w->number];
}

/* Note STATUS if it is a failure; returns whether all should go on. */
static bool
settle(struct shared *s, enum pm_status status, const struct pm_error *err)
{
	bool fine;

	pthread_mutex_lock(&s->lock);
	if (status < 0 && s->status == PM_OK) {
		s->status = status;
		s->err = *err;
	}
	fine = s->status == PM_OK;
	if (status < 0)
		pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	return fine;
}

static void *
run_worker(void *ctx)
{
	struct worker *w = ctx;

	w->work(w);
	return NULL;
}

/* Run WORK on all workers; the caller is one of them. */
static enum pm_status
run_all(struct pm_crew *crew, struct pm_sink *sink, void (*work)(struct worker *w),
	struct pm_error *err)
{
	struct shared s = { .crew = crew, .sink = sink };
	struct worker *workers = pm_calloc(crew->jobs, sizeof *workers);
	unsigned i, started = 1;

	if (workers == NULL)
		return pm_fail_nomem(err);
	pthread_mutex_init(&s.lock, NULL);
	pthread_mutex_init(&s.reading, NULL);
	pthread_cond_init(&s.changed, NULL);
	for (i = 0; i < crew->jobs; i++) {
		workers[i].shared = &s;
		workers[i].number = i;
		workers[i].work = work;
	}
	/* With fewer threads than asked for it takes longer, but works. */
	while (started < crew->jobs &&
	       pm_thread_start(&workers[started].thread, run_worker, &workers[started]) ==
		       0)
		started++;
	work(&workers[0]);
	for (i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	pthread_cond_destroy(&s.changed);
	pthread_mutex_destroy(&s.reading);
	pthread_mutex_destroy(&s.lock);
	free(workers);
	if (s.status < 0 && err != NULL)
		*err = s.err;
	return s.status;
}

/* --- gathering ---------------------------------------------------------- */

static enum pm_status
add_frequent(struct pm_crew *crew, const char *s, size_t len, uint64_t total,
	     struct pm_error *err)
{
	uint64_t most = crew->options.most_occurrences;
	uint32_t known = crew->frequent.n, id;
	enum pm_status status = pm_intern(&crew->frequent, s, len, &id, err);

	if (status == PM_OK)
		status = pm_grow(&crew->occurrences, &crew->occurrences_cap,
				 (size_t)id + 1, sizeof *crew->occurrences, err);
	if (status < 0)
		return status;
	crew->occurrences[id] = total + (id == known ? 0 : crew->occurrences[id]);
	if (crew->occurrences[id] <= most)
		return PM_OK;
	return pm_fail(err, PM_ERR_LIMIT,
		       "the term '%.*s' occurs more than %" PRIu64
		       " times, which an index cannot count: make several",
		       (int)len, s, most);
}

/* Add up what the run knows of frequent terms, and forget it there. */
static enum pm_status
count_frequent(struct pm_crew *crew, struct pm_run *run, struct pm_error *err)
{
	const uint8_t *p = run->frequent.data, *end = p + run->frequent.len, *s;
	enum pm_status status = PM_OK;
	uint64_t total;
	size_t len;

	while (p < end && status == PM_OK) {
		if (pm_load_bytes(&p, end, &s, &len) < 0 ||
		    pm_load_varint(&p, end, &total) < 0)
			return pm_fail(err, PM_ERR_INTERNAL,
				       "a run's frequent terms do not fit together");
		status = add_frequent(crew, (const char *)s, len, total, err);
	}
	pm_buf_release(&run->frequent);
	return status;
}

static enum pm_status
keep_run(struct shared *s, struct pm_run *run, struct pm_error *err)
{
	struct pm_crew *crew = s->crew;
	enum pm_status status;

	pthread_mutex_lock(&s->lock);
	status = pm_grow(&crew->runs, &crew->runs_cap, crew->n_runs + 1,
			 sizeof *crew->runs, err);
	if (status == PM_OK)
		status = count_frequent(crew, run, err);
	if (status == PM_OK)
		crew->runs[crew->n_runs++] = *run;
	pthread_mutex_unlock(&s->lock);
	if (status < 0)
		pm_run_release(run);
	return status;
}

/* The next slice; PM_END if there is none. */
static enum pm_status
take_slice(struct worker *w, struct pm_slice *slice, struct pm_error *err)
{
	struct shared *s = w->shared;
	const struct pm_crew_options *o = &s->crew->options;
	double since = pm_timings_now(timings_of(w));
	enum pm_status status = PM_END;

	pthread_mutex_lock(&s->reading);
	pm_timings_add(timings_of(w), PM_STAGE_WAIT, &since, 0);
	if (!s->end)
		status = o->fill(o->ctx, slice, err);
	s->end = status != PM_OK;
	pthread_mutex_unlock(&s->reading);
	pm_timings_add(timings_of(w), PM_STAGE_READ, &since,
		       status == PM_OK ? slice->text_bytes : 0);
	return status;
}

static enum pm_status
end_run(struct worker *w, struct pm_gather *g, enum pm_run_place place,
	struct pm_error *err)
{
	struct pm_run run;
	enum pm_status status;

	if (g->run.n_slices == 0)
		return PM_OK;
	status = pm_gather_end(g, place, &run, err);
	return status < 0 ? status : keep_run(w->shared, &run, err);
}

static void
gather(struct worker *w)
{
	struct shared *s = w->shared;
	const struct pm_crew *crew = s->crew;
	const struct pm_crew_options *o = &crew->options;
	size_t memory = (o->memory - BASE_MEMORY) / crew->jobs - WORKER_MEMORY;
	struct pm_gather g;
	struct pm_slice slice;
	struct pm_error err;
	struct pm_buf prefix;
	enum pm_status status;

	pm_slice_init(&slice);
	pm_buf_init(&prefix, PM_BUF_NO_LIMIT);
	pm_buf_printf(&prefix, "%s/run-%u", o->dir, w->number);
	status = prefix.status < 0 ? pm_fail_nomem(&err)
				   : pm_gather_init(&g, o->language, pm_buf_str(&prefix),
						    memory, &err);
	if (status < 0) {
		settle(s, status, &err);
		pm_buf_release(&prefix);
		return;
	}
	g.timings = timings_of(w);
	while (settle(s, PM_OK, NULL) && (status = take_slice(w, &slice, &err)) == PM_OK) {
		while ((status = pm_gather_slice(&g, &slice, &err)) == PM_ABSENT &&
		       (status = end_run(w, &g, PM_RUN_TO_FILE, &err)) == PM_OK)
			;
		if (status < 0 || (pm_gather_is_full(&g) &&
				   (status = end_run(w, &g, PM_RUN_TO_FILE, &err)) < 0))
			break;
	}
	pm_slice_release(&slice);
	if (status >= 0 && settle(s, PM_OK, NULL))
		status = end_run(w, &g, PM_RUN_IN_MEMORY, &err);
	settle(s, status, &err);
	pm_gather_release(&g);
	pm_buf_release(&prefix);
}

enum pm_status
pm_crew_gather(struct pm_crew *crew, struct pm_error *err)
{
	return run_all(crew, NULL, gather, err);
}

/* --- merging ------------------------------------------------------------ */

enum task { TASK_LEXICON, TASK_POSTINGS, TASK_SLICE, TASK_NONE };

/* What W should do next. */
static enum task
take_task(struct shared *s, size_t *slice)
{
	const struct pm_merge *m = &s->crew->merge;
	enum task task = TASK_NONE;

	pthread_mutex_lock(&s->lock);
	while (s->status == PM_OK) {
		if (!s->lexicon_taken) {
			s->lexicon_taken = true;
			task = TASK_LEXICON;
			break;
		}
		if (!s->postings_taken) {
			s->postings_taken = true;
			task = TASK_POSTINGS;
			break;
		}
		if (s->coded) {
			if (s->next_slice < m->n_slices) {
				*slice = s->next_slice++;
				task = TASK_SLICE;
			}
			break;
		}
		pthread_cond_wait(&s->changed, &s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return task;
}

static enum pm_status
write_lexicon(struct worker *w, struct pm_error *err)
{
	struct shared *s = w->shared;
	double since = pm_timings_now(timings_of(w));
	enum pm_status status = pm_merge_lexicon(&s->crew->merge, err);

	if (status == PM_OK)
		status = pm_merge_store_open(&s->crew->merge, err);
	pm_timings_add(timings_of(w), PM_STAGE_LEXICON, &since, 0);
	pthread_mutex_lock(&s->lock);
	s->coded = status == PM_OK;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	return status;
}

static enum pm_status
write_postings(struct worker *w, struct pm_error *err)
{
	struct shared *s = w->shared;
	double since = pm_timings_now(timings_of(w));
	enum pm_status status = pm_merge_postings(&s->crew->merge, s->sink, err);

	pm_timings_add(timings_of(w), PM_STAGE_DATABASE, &since, 0);
	return status;
}

/* Recode a slice, and append it once all before it have been. */
static enum pm_status
recode_slice(struct worker *w, struct pm_merge_scratch *x, size_t slice,
	     struct pm_error *err)
{
	struct shared *s = w->shared;
	struct pm_merge *m = &s->crew->merge;
	const struct pm_crew_options *o = &s->crew->options;
	double since = pm_timings_now(timings_of(w));
	uint64_t bytes = m->slices[slice].text_bytes;
	enum pm_status status = pm_merge_ask(m, err);
	bool mine;

	if (status == PM_OK)
		status = pm_merge_recode(m, x, slice, err);
	pm_timings_add(timings_of(w), PM_STAGE_STORE, &since, bytes);
	if (status < 0)
		return status;
	pthread_mutex_lock(&s->lock);
	while (s->turn != slice && s->status == PM_OK)
		pthread_cond_wait(&s->changed, &s->lock);
	mine = s->status == PM_OK;
	pthread_mutex_unlock(&s->lock);
	pm_timings_add(timings_of(w), PM_STAGE_WAIT, &since, 0);
	if (!mine)
		return PM_OK;
	if ((status = pm_merge_append(m, x, slice, s->sink, err)) < 0)
		return status;
	if (o->recoded != NULL)
		o->recoded(o->ctx, bytes);
	pthread_mutex_lock(&s->lock);
	s->turn++;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	pm_timings_add(timings_of(w), PM_STAGE_STORE, &since, 0);
	return PM_OK;
}

static void
merge(struct worker *w)
{
	struct shared *s = w->shared;
	struct pm_merge_scratch scratch;
	struct pm_error err;
	enum pm_status status = PM_OK;
	enum task task;
	size_t slice = 0;

	pm_merge_scratch_init(&scratch);
	do {
		double since = pm_timings_now(timings_of(w));

		task = take_task(s, &slice);
		pm_timings_add(timings_of(w), PM_STAGE_WAIT, &since, 0);
		if (task == TASK_LEXICON)
			status = write_lexicon(w, &err);
		else if (task == TASK_POSTINGS)
			status = write_postings(w, &err);
		else if (task == TASK_SLICE)
			status = recode_slice(w, &scratch, slice, &err);
	} while (task != TASK_NONE && settle(s, status, &err));
	pm_merge_scratch_release(&scratch);
}

enum pm_status
pm_crew_merge(struct pm_crew *crew, struct pm_sink *sink, struct pm_error *err)
{
	const struct pm_crew_options *o = &crew->options;
	struct pm_merge *m = &crew->merge;
	enum pm_status status;
	double since;

	/* Inside the folder: what a killed build leaves is removed with it. */
	crew->prefix = pm_path_join(o->dir, "merge");
	if (crew->prefix == NULL)
		return pm_fail_nomem(err);
	status = pm_merge_init(m, crew->runs, crew->n_runs, o->dir, crew->prefix,
			       o->memory / 3, err);
	if (status < 0)
		return status;
	crew->merging = true;
	m->stop = o->stop;
	m->names = o->names;
	if ((status = run_all(crew, sink, merge, err)) < 0)
		return status;
	since = pm_timings_now(crew->timings);
	status = pm_merge_store_finish(m, err);
	pm_timings_add(crew->timings, PM_STAGE_SYNC, &since, 0);
	return status;
}

/* --- the crew ----------------------------------------------------------- */

enum pm_status
pm_crew_init(struct pm_crew *crew, const struct pm_crew_options *options,
	     struct pm_error *err)
{
	const size_t least = BASE_MEMORY + RUN_MEMORY_MIN + WORKER_MEMORY;
	size_t most;

	memset(crew, 0, sizeof *crew);
	crew->options = *options;
	if (crew->options.most_occurrences == 0)
		crew->options.most_occurrences = UINT32_MAX;
	pm_intern_init(&crew->frequent);
	if (crew->options.memory < least)
		crew->options.memory = least;
	most = (crew->options.memory - BASE_MEMORY) / (RUN_MEMORY_MIN + WORKER_MEMORY);
	crew->jobs = options->jobs < most ? options->jobs : (unsigned)most;
	crew->timings = pm_calloc(crew->jobs, sizeof *crew->timings);
	return crew->timings == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_crew_release(struct pm_crew *crew)
{
	size_t i;

	if (crew->merging)
		pm_merge_release(&crew->merge);
	for (i = 0; i < crew->n_runs; i++)
		pm_run_release(&crew->runs[i]);
	free(crew->runs);
	pm_intern_release(&crew->frequent);
	free(crew->occurrences);
	free(crew->prefix);
	free(crew->timings);
	memset(crew, 0, sizeof *crew);
}
