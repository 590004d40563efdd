/* Pressmark - what the tests of shim/ share.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/file.h"
#include "tests/unit/shim_fixture.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char folder[4096];
uint64_t rng_state;

uint32_t
rnd(uint32_t below)
{
	rng_state ^= rng_state << 13;
	rng_state ^= rng_state >> 7;
	rng_state ^= rng_state << 17;
	return (uint32_t)((rng_state >> 20) % below);
}

const char *
in_folder(const char *name)
{
	static char path[8192];

	ck_assert_msg(folder[0] != '\0', "the test has no folder: make_folder");
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pm-shim-XXXXXX",
		 tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	rng_state = 88172645463325252u;
}

void
drop_folder(void)
{
	pm_remove_tree(folder, NULL);
}

size_t
open_files(void)
{
	size_t n = 0;
	int fd;

	for (fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

int
run_suite(Suite *s)
{
	SRunner *sr = srunner_create(s);
	int failed;

#ifdef M_PERTURB
	mallopt(M_PERTURB, 65);
#endif
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* --- the model ---------------------------------------------------------- */

void
term_name(char name[8], int t)
{
	snprintf(name, 8, "t%02d", t);
}

void
make_article(struct article *a, size_t segment, uint32_t number)
{
	int t;

	memset(a, 0, sizeof *a);
	for (t = 0; t < N_TERMS; t++)
		if (t == N_TERMS - 2 ||
		    (t != N_TERMS - 1 && rnd(1 + (uint32_t)t / 2) == 0))
			a->length += a->wdf[t] = 1 + rnd(1 + rnd(6));
	if (rnd(3) != 0)
		snprintf(a->day, sizeof a->day, "2026%02u%02u", 1 + rnd(12), 1 + rnd(4));
	if (rnd(10) != 0)
		a->data_len = (size_t)snprintf(a->data, sizeof a->data, "%zu/%u%cx",
					       segment, number, '\0');
}

void
add_article(struct pm_db_writer *w, const struct article *a, uint32_t number)
{
	struct pm_term terms[N_TERMS + 2];
	char names[N_TERMS][8], id[16];
	struct pm_db_value values[2];
	struct pm_db_document d = { .terms = terms,
				    .values = values,
				    .data = a->data,
				    .data_len = a->data_len };
	int t;

	snprintf(id, sizeof id, "Q%u", number);
	terms[d.n_terms++] = (struct pm_term){ id, (uint32_t)strlen(id), 0 };
	for (t = 0; t < N_TERMS; t++)
		if (a->wdf[t] > 0) {
			term_name(names[t], t);
			terms[d.n_terms++] = (struct pm_term){ names[t], 3, a->wdf[t] };
		}
	if (a->day[0] != '\0')
		values[d.n_values++] = (struct pm_db_value){ PM_SLOT_DAY, a->day, 8 };
	OK(pm_db_writer_add(w, &d, ERR));
}

void
model_open(struct model *m, size_t segments, const uint32_t *sizes)
{
	struct pm_db_location where[MAX_SEGMENTS] = { { NULL, NULL } };
	char paths[MAX_SEGMENTS][4096 + 64];
	double length = 0;
	size_t s;
	uint32_t i;

	memset(m, 0, sizeof *m);
	m->segments = segments;
	for (s = 0; s < segments; s++) {
		struct pm_db_writer *w;

		m->n[s] = sizes[s];
		m->before[s] = m->total;
		m->articles[s] = calloc(sizes[s] + 1, sizeof **m->articles);
		snprintf(m->dirs[s], sizeof m->dirs[s], "db%zu", s);
		snprintf(paths[s], sizeof paths[s], "%s/%s", folder, m->dirs[s]);
		OK(pm_db_writer_open(&w, paths[s], ERR));
		for (i = 0; i < sizes[s]; i++) {
			make_article(&m->articles[s][i], s, i + 1);
			add_article(w, &m->articles[s][i], i + 1);
			length += m->articles[s][i].length;
		}
		OK(pm_db_writer_finish(w, ERR));
		pm_db_writer_free(w);
		OK(pm_db_check(paths[s], ERR));
		m->total += sizes[s];
		where[s].dir = paths[s];
	}
	m->average = m->total > 0 ? length / m->total : 0;
	OK(pm_db_open(&m->db, where, segments, ERR));
	ck_assert_uint_eq(pm_db_articles(m->db), m->total);
	ck_assert_uint_eq(pm_db_segments(m->db), segments);
}

void
model_close(struct model *m)
{
	size_t s;

	pm_db_free(m->db);
	for (s = 0; s < m->segments; s++)
		free(m->articles[s]);
}

uint32_t
id_of(const struct model *m, size_t segment, uint32_t number)
{
	return m->before[segment] + number;
}

size_t
segment_of(const struct model *m, uint32_t id)
{
	size_t s = 0;

	while (s + 1 < m->segments && id > m->before[s] + m->n[s])
		s++;
	return s;
}

const struct article *
by_id(const struct model *m, uint32_t id)
{
	size_t s = segment_of(m, id);

	return id <= m->total ? &m->articles[s][id - m->before[s] - 1] : NULL;
}

uint32_t
last_id(const struct model *m)
{
	return m->total + 10;
}

uint32_t
frequency(const struct model *m, int t)
{
	uint32_t n = 0, i;
	size_t s;

	for (s = 0; s < m->segments; s++)
		for (i = 0; i < m->n[s]; i++)
			n += m->articles[s][i].wdf[t] > 0;
	return n;
}

double
bm25(double wdf, double length, double average)
{
	return wdf / (1.5 * (.4 + .6 * length / average) + wdf);
}

void
search(const struct model *m, const struct pm_db_node *nodes, size_t n, uint32_t first,
       uint32_t max, enum pm_db_sort sort, struct pm_db_page *page)
{
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = n,
					 .first = first,
					 .max = max,
					 .sort = sort };

	memset(page->matches, 0xee, max * sizeof *page->matches);
	if (m->average > 0)
		request.per_length = 1 / m->average;
	request.gone = m->gone;
	OK(pm_db_search(m->db, &request, page, ERR));
}
