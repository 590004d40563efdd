/* Pressmark - many questions at once: see batch.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines go round a ring.  The reader, which is the caller's thread, puts them in; workers
 * answer them in any order; and whichever worker finds the oldest one answered writes it,
 * and all answered ones after it, with the ring unlocked meanwhile. */
#include "query/batch.h"

#include "query/batch_counts.h"
#include "query/lines.h"
#include "support/clock.h"
#include "support/file.h"
#include "support/intern.h"
#include "support/json_put.h"
#include "support/team.h"
#include "support/thread.h"
#include "terminal/screen.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_EVERY 1.0 /* seconds, for a newer generation */

enum state {
	FREE,
	READY, /* to be answered */
	TAKEN,
	DONE /* to be written */
};

struct slot {
	enum state state;
	uint64_t line;
	bool has_id;  /* its own, not the number of the line */
	bool repeats; /* the id of a line before it */
	struct pm_buf id, query;
	struct pm_buf out, notes;
	enum pm_status status; /* of the answer */
	struct pm_error err;
	struct pm_asked asked;
};

struct batch;

struct worker {
	struct batch *batch;
	struct pm_search *search;
	struct pm_newer *newer; /* NULL: all articles count */
	uint64_t wanted; /* the generation that the next answer is to be of, or later */
	pthread_t thread;
};

struct batch {
	const struct pm_batch *b;
	struct slot *slots;
	size_t n_slots;
	uint64_t put, taken, written; /* lines so far, which give places in the ring */
	struct worker *workers;
	unsigned n_workers, most;
	unsigned idle;
	bool ended;	      /* no more lines come */
	uint64_t since;	      /* the generation that --new-since stands for */
	uint64_t newest;      /* generation that is known of */
	double looked;	      /* for it, by pm_seconds */
	struct pm_intern ids; /* of the lines so far, for the reader alone */
	bool writing;	      /* some thread is writing */
	bool found, trouble;
	enum pm_status status; /* the first failure that ends everything */
	struct pm_error err;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
};

static struct slot *
slot_at(struct batch *t, uint64_t n)
{
	return &t->slots[n % t->n_slots];
}

/* --- one line ----------------------------------------------------------------- */

/* What a failed line gets for an answer. */
static void
put_failure(const struct pm_batch *b, struct slot *s)
{
	pm_buf_clear(&s->out);
	if (b->ask.format == PM_OUTPUT_JSON) {
		pm_buf_printf(&s->out, "{\"format\":%d,\"id\":", PM_OUTPUT_VERSION);
		pm_json_put_string(&s->out, pm_buf_str(&s->id), s->id.len);
		pm_buf_puts(&s->out, ",\"error\":");
		pm_json_put_string(&s->out, s->err.text, strlen(s->err.text));
		pm_buf_puts(&s->out, "}\n");
	}
}

static void
put_counts(struct worker *w, const struct pm_ask *a, struct slot *s)
{
	const struct pm_batch_line line = { &s->id, &s->query, &s->asked,
					    &pm_search_index(w->search)->generation };

	pm_buf_clear(&s->out);
	pm_batch_put_counts(a, &line, &s->out);
}

static void
answer(struct worker *w, struct slot *s)
{
	const struct pm_batch *b = w->batch->b;
	struct pm_ask a = b->ask;
	struct pm_tree *tree = NULL;

	a.query = pm_buf_str(&s->query);
	a.query_len = s->query.len;
	a.id = pm_buf_str(&s->id);
	a.id_len = s->id.len;
	a.newer = w->newer;
	a.cite_line = false; /* the head does */
	if (pm_batch_counts(&a))
		a.show = PM_ASK_COUNT;
	s->status = pm_ask_parse(&a, &tree, &s->notes, &s->err);
	if (s->status == PM_OK)
		s->status = pm_ask_answer(&a, tree, w->search, &s->out, &s->notes,
					  &s->asked, &s->err);
	pm_tree_free(tree);
	if (s->status == PM_OK && pm_batch_counts(&a))
		put_counts(w, &a, s);
	if (s->status < 0)
		put_failure(b, s);
}

/* --- writing -------------------------------------------------------------------- */

/* Of a line. */
static void
say(const struct batch *t, const struct slot *s, const char *what)
{
	pm_screen_say(stderr, "%s: '%s' line %" PRIu64 ": %s", t->b->program, t->b->path,
		      s->line, what);
}

static void
report(const struct batch *t, const struct slot *s)
{
	if (s->status < 0)
		say(t, s, s->notes.len > 0 ? "the query cannot be read" : s->err.text);
	else if (s->asked.note[0] != '\0')
		say(t, s, s->asked.note);
	if (s->repeats)
		say(t, s, "a line before it has the same id");
	if (s->status < 0)
		fputs(pm_buf_str(&s->notes), stderr);
	else if (s->asked.stopped)
		say(t, s, s->asked.why);
}

static void
fail(struct batch *t, enum pm_status status, const struct pm_error *err)
{
	if (t->status == PM_OK) {
		t->status = status;
		t->err = *err;
	}
}

/* Whether no other line would fare better. */
static bool
is_fatal(enum pm_status status)
{
	return status < 0 && status != PM_ERR_QUERY && status != PM_ERR_LIMIT;
}

/* Write the oldest lines as long as they are answered.  The mutex is held. */
static void
write_answers(struct batch *t)
{
	while (!t->writing && t->written < t->put &&
	       slot_at(t, t->written)->state == DONE) {
		struct slot *s = slot_at(t, t->written);
		struct pm_error err;
		enum pm_status status = t->status;

		t->writing = true;
		pthread_mutex_unlock(&t->mutex);
		if (status == PM_OK && is_fatal(s->status)) {
			pm_fail(&err, s->status, "'%s' line %" PRIu64 ": %s", t->b->path,
				s->line, s->err.text);
			status = s->status;
		} else if (status == PM_OK) {
			report(t, s);
			status = s->out.len > 0 || s->out.status < 0
				       ? pm_write_stdout(&s->out, &err)
				       : PM_OK;
			/* Do not keep the memory of a long answer. */
			pm_buf_release(&s->out);
			pm_buf_clear(&s->notes);
		}
		pthread_mutex_lock(&t->mutex);
		t->writing = false;
		if (status != PM_OK)
			fail(t, status, &err);
		t->found |= s->status == PM_OK && s->asked.articles > 0;
		t->trouble |= s->status < 0 || s->asked.stopped;
		s->state = FREE;
		t->written++;
		pthread_cond_broadcast(&t->changed);
	}
}

/* --- threads ---------------------------------------------------------------------- */

/* Which articles of its generation count for a worker: new since what the first has found. */
static enum pm_status
find_newer(struct worker *w, struct pm_newer **newer, struct pm_search *search,
	   struct pm_error *err)
{
	struct batch *t = w->batch;
	const struct pm_since *since = &t->b->ask.since;
	enum pm_status status;

	*newer = NULL;
	if (since->by == PM_SINCE_EVER)
		return PM_OK;
	if (t->n_workers > 0)
		return pm_newer_find(newer, pm_search_index(search), t->since,
				     since->kind, err);
	status = pm_since_find(newer, since, pm_search_index(search), err);
	if (status == PM_OK)
		t->since = (*newer)->since;
	return status;
}

/* See, now and then, whether there is a newer generation.  The mutex is held. */
static void
look_for_newer(struct worker *w)
{
	struct batch *t = w->batch;
	double now = pm_seconds();
	struct pm_generation g;

	if (!t->b->ask.with_generation)
		return;
	if (now - t->looked >= LOOK_EVERY) {
		t->looked = now;
		if (pm_generation_read(t->b->index, &g, NULL) == PM_OK) {
			t->newest = g.number > t->newest ? g.number : t->newest;
			pm_generation_release(&g);
		}
	}
	w->wanted = t->newest;
}

/* Go on with the generation that is wanted, if it can be opened. */
static enum pm_status
go_on(struct worker *w, struct pm_error *err)
{
	struct pm_search *search = NULL;
	struct pm_newer *newer = NULL;
	enum pm_status status;

	if (pm_search_index(w->search)->generation.number >= w->wanted)
		return PM_OK;
	if ((status = pm_search_open(&search, w->batch->b->index, err)) == PM_OK &&
	    (status = pm_index_in_order(pm_search_index(search), err)) == PM_OK)
		status = find_newer(w, &newer, search, err);
	if (status < 0) {
		pm_search_free(search);
		return status == PM_ERR_NOMEM ? status : PM_OK;
	}
	pm_search_free(w->search);
	pm_newer_free(w->newer);
	w->search = search;
	w->newer = newer;
	return PM_OK;
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct batch *t = w->batch;

	pthread_mutex_lock(&t->mutex);
	for (;;) {
		struct slot *s;

		while (t->taken == t->put && !t->ended) {
			t->idle++;
			pthread_cond_wait(&t->changed, &t->mutex);
			t->idle--;
		}
		if (t->taken == t->put)
			break;
		s = slot_at(t, t->taken++);
		if (s->state == READY && t->status == PM_OK) {
			s->state = TAKEN;
			look_for_newer(w);
			pthread_mutex_unlock(&t->mutex);
			s->status = go_on(w, &s->err);
			if (s->status == PM_OK)
				answer(w, s);
			pthread_mutex_lock(&t->mutex);
		}
		s->state = DONE;
		write_answers(t);
	}
	pthread_mutex_unlock(&t->mutex);
	return NULL;
}

/* Start one more worker, on the same generation of the index as the first.  If that is
 * not possible, no more are started. */
static enum pm_status
add_worker(struct batch *t, struct pm_error *err)
{
	struct worker *w = &t->workers[t->n_workers];
	enum pm_status status;

	w->batch = t;
	status = pm_search_open(&w->search, t->b->index, err);
	if (status == PM_OK)
		status = pm_index_in_order(pm_search_index(w->search), err);
	if (status == PM_OK)
		status = find_newer(w, &w->newer, w->search, err);
	if (status == PM_OK && t->n_workers > 0 && !t->b->ask.with_generation &&
	    pm_search_index(w->search)->generation.number !=
		    pm_search_index(t->workers[0].search)->generation.number) {
		pm_search_free(w->search);
		pm_newer_free(w->newer);
		t->most = t->n_workers;
		return PM_OK;
	}
	if (status == PM_OK && pm_thread_start(&w->thread, work, w) != 0) {
		pm_search_free(w->search);
		pm_newer_free(w->newer);
		status = pm_fail(err, PM_ERR_IO, "cannot start a thread");
	}
	if (status == PM_OK)
		t->n_workers++;
	else if (t->n_workers > 0)
		t->most = t->n_workers;
	return t->n_workers > 0 ? PM_OK : status;
}

/* --- reading ----------------------------------------------------------------------- */

static bool
is_skipped(const struct pm_query_line *line)
{
	size_t i;

	if (line->len > 0 && line->data[0] == '#')
		return true;
	for (i = 0; i < line->len; i++)
		if (line->data[i] != ' ' && line->data[i] != '\t')
			return false;
	return true;
}

/* Two answers with one id would be one of both to the tools that read a run, and could
 * name a document twice; elsewhere that is noted.  Numbers of lines do not repeat. */
static void
check_id(struct batch *t, struct slot *s)
{
	bool run = t->b->ask.format == PM_OUTPUT_TREC;
	uint32_t before = t->ids.n, number;

	if (s->status < 0 || (!run && !s->has_id))
		return;
	s->status = pm_intern(&t->ids, pm_buf_str(&s->id), s->id.len, &number, &s->err);
	if (s->status < 0 || number >= before)
		return;
	if (run)
		s->status = pm_fail(&s->err, PM_ERR_QUERY,
				    "a line before it has the same id, and a run has one "
				    "answer for each");
	else
		s->repeats = true;
}

/* Put the line, as id and query, into an empty slot. */
static void
read_slot(struct slot *s, const struct pm_query_line *line)
{
	const char *tab = memchr(line->data, '\t', line->len);
	size_t id = tab == NULL ? 0 : (size_t)(tab - line->data);

	s->state = READY;
	s->line = line->number;
	s->status = PM_OK;
	s->repeats = false;
	s->asked = (struct pm_asked){ 0 };
	pm_buf_clear(&s->id);
	pm_buf_clear(&s->query);
	pm_buf_clear(&s->out);
	pm_buf_clear(&s->notes);
	if (line->too_long)
		s->status = pm_fail(&s->err, PM_ERR_QUERY, "longer than %u bytes",
				    PM_QUERY_BYTES_MAX);
	else if (memchr(line->data, '\0', line->len) != NULL)
		s->status = pm_fail(&s->err, PM_ERR_QUERY, "it holds a NUL byte");
	else if (tab != NULL && id == 0)
		s->status = pm_fail(&s->err, PM_ERR_QUERY, "no id stands before the tab");
	s->has_id = tab != NULL && id > 0 && s->status == PM_OK;
	if (s->has_id) {
		pm_buf_put(&s->id, line->data, id);
		pm_buf_put(&s->query, tab + 1, line->len - id - 1);
	} else {
		pm_buf_printf(&s->id, "%" PRIu64, line->number);
		pm_buf_put(&s->query, line->data, line->len);
	}
	if (s->id.status < 0 || s->query.status < 0)
		s->status = pm_fail_nomem(&s->err);
}

/* Put the line into the ring, as soon as there is room; false if everything has ended. */
static bool
put_line(struct batch *t, const struct pm_query_line *line, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct slot *s;
	bool more;

	pthread_mutex_lock(&t->mutex);
	while (t->put - t->written == t->n_slots && t->status == PM_OK)
		pthread_cond_wait(&t->changed, &t->mutex);
	if (t->status != PM_OK) {
		pthread_mutex_unlock(&t->mutex);
		return false;
	}
	s = slot_at(t, t->put);
	read_slot(s, line);
	check_id(t, s);
	if (s->status < 0) {
		put_failure(t->b, s);
		s->state = DONE;
	}
	t->put++;
	more = t->idle == 0 && t->n_workers < t->most;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->mutex);
	if (more)
		status = add_worker(t, err);
	if (status < 0) {
		pthread_mutex_lock(&t->mutex);
		fail(t, status, err);
		pthread_mutex_unlock(&t->mutex);
	}
	return status == PM_OK;
}

static enum pm_status
write_head(const struct batch *t, struct pm_error *err)
{
	struct pm_ask ask = t->b->ask;
	struct pm_buf head;
	enum pm_status status;

	pm_buf_init(&head, PM_BUF_NO_LIMIT);
	ask.newer = t->workers[0].newer;
	pm_batch_put_head(&ask, &pm_search_index(t->workers[0].search)->generation, &head);
	status = pm_write_stdout(&head, err);
	pm_buf_release(&head);
	return status;
}

static enum pm_status
read_lines(struct batch *t, struct pm_error *err)
{
	struct pm_query_lines *lines = NULL;
	struct pm_query_line line;
	enum pm_status status;

	status = pm_query_lines_open(&lines, t->b->path, PM_QUERY_BYTES_MAX, err);
	/* Report an index that cannot be opened even if there are no lines. */
	if (status == PM_OK)
		status = add_worker(t, err);
	if (status == PM_OK)
		status = write_head(t, err);
	while (status == PM_OK &&
	       (status = pm_query_lines_next(lines, &line, err)) == PM_OK)
		if (!is_skipped(&line) && !put_line(t, &line, err))
			break;
	pm_query_lines_free(lines);
	return status == PM_END ? PM_OK : status;
}

static enum pm_status
prepare(struct batch *t, struct pm_error *err)
{
	size_t i;

	t->most = t->b->jobs > 0 ? t->b->jobs : pm_team_cores();
	pm_intern_init(&t->ids);
	t->n_slots = (size_t)t->most * PM_BATCH_WINDOW;
	t->slots = pm_calloc(t->n_slots, sizeof *t->slots);
	t->workers = pm_calloc(t->most, sizeof *t->workers);
	if (t->slots == NULL || t->workers == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < t->n_slots; i++) {
		pm_buf_init(&t->slots[i].id, PM_BUF_NO_LIMIT);
		pm_buf_init(&t->slots[i].query, PM_BUF_NO_LIMIT);
		pm_buf_init(&t->slots[i].out, PM_BUF_NO_LIMIT);
		pm_buf_init(&t->slots[i].notes, PM_BUF_NO_LIMIT);
	}
	return PM_OK;
}

static void
release(struct batch *t)
{
	size_t i;

	for (i = 0; t->slots != NULL && i < t->n_slots; i++) {
		pm_buf_release(&t->slots[i].id);
		pm_buf_release(&t->slots[i].query);
		pm_buf_release(&t->slots[i].out);
		pm_buf_release(&t->slots[i].notes);
	}
	for (i = 0; i < t->n_workers; i++) {
		pm_search_free(t->workers[i].search);
		pm_newer_free(t->workers[i].newer);
	}
	pm_intern_release(&t->ids);
	free(t->slots);
	free(t->workers);
}

/* Wait for the answers after the last line. */
static void
finish(struct batch *t)
{
	unsigned i;

	pthread_mutex_lock(&t->mutex);
	t->ended = true;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->mutex);
	for (i = 0; i < t->n_workers; i++)
		pthread_join(t->workers[i].thread, NULL);
}

enum pm_status
pm_batch_run(const struct pm_batch *b, bool *found, bool *trouble, struct pm_error *err)
{
	struct batch t = { .b = b,
			   .mutex = PTHREAD_MUTEX_INITIALIZER,
			   .changed = PTHREAD_COND_INITIALIZER };
	enum pm_status status = prepare(&t, err);

	if (status == PM_OK) {
		status = read_lines(&t, err);
		finish(&t);
		if (t.status != PM_OK) {
			status = t.status;
			*err = t.err;
		}
	}
	*found = t.found;
	*trouble = t.trouble;
	release(&t);
	return status;
}
