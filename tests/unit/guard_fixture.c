/* Pressmark - what the tests of shim/guard.h share.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/guard.h"
#include "tests/unit/guard_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_ARTICLES 500
#define N_WORDS 900
#define TERMS_EACH 60

char db_dir[4096 + 8], guard_path[4096 + 8];
char file_paths[MAX_FILES][4096 + 300];
size_t file_sizes[MAX_FILES], n_files;

void
build(const char *dir)
{
	static char names[N_WORDS][32];
	struct pm_term terms[TERMS_EACH];
	struct pm_db_value day = { PM_SLOT_DAY, "20260102", 8 };
	char data[512];
	struct pm_db_document d = { terms, TERMS_EACH, &day, 1, data, 0 };
	struct pm_db_writer *w;
	uint32_t i, k;

	for (k = 0; k < N_WORDS; k++)
		snprintf(names[k], sizeof names[k], "word%04u-%x", k, k * 2654435761u);
	OK(pm_db_writer_open(&w, dir, ERR));
	for (i = 0; i < N_ARTICLES; i++) {
		uint32_t at = rnd(N_WORDS / TERMS_EACH);

		for (k = 0; k < TERMS_EACH; k++) {
			terms[k] = (struct pm_term){ names[at],
						     (uint32_t)strlen(names[at]), rnd(5) };
			at += 1 + rnd(N_WORDS / TERMS_EACH - 1);
		}
		for (k = 0; k < 300; k++)
			data[k] = (char)('a' + rnd(26));
		d.data_len = 300;
		d.n_values = rnd(2);
		OK(pm_db_writer_add(w, &d, ERR));
	}
	OK(pm_db_writer_finish(w, ERR));
	pm_db_writer_free(w);
}

static void
note_file(const char *path)
{
	struct stat st;

	ck_assert_uint_lt(n_files, MAX_FILES);
	ck_assert_int_eq(stat(path, &st), 0);
	snprintf(file_paths[n_files], sizeof file_paths[n_files], "%s", path);
	file_sizes[n_files++] = (size_t)st.st_size;
}

void
make_guarded(void)
{
	char path[sizeof file_paths[0]];
	struct dirent *entry;
	uint64_t size, total = 0;
	size_t i;
	DIR *d;

	make_folder();
	snprintf(db_dir, sizeof db_dir, "%s/db", folder);
	snprintf(guard_path, sizeof guard_path, "%s/guard", folder);
	build(db_dir);
	OK(pm_guard_write(db_dir, guard_path, &size, ERR));
	n_files = 0;
	d = opendir(db_dir);
	ck_assert_ptr_nonnull(d);
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "flintlock") != 0) {
			snprintf(path, sizeof path, "%s/%s", db_dir, entry->d_name);
			note_file(path);
		}
	closedir(d);
	note_file(guard_path);
	for (i = 0; i < n_files; i++)
		total += file_sizes[i];
	ck_assert_uint_eq(size, total);
}

/* --- everything that can be asked, as one string of bytes ---------------- */

int
put_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	pm_buf_put(ctx, term, len);
	pm_buf_put_u32(ctx, freq);
	return 0;
}

static int
put_posting(void *ctx, uint32_t id, uint32_t wdf)
{
	pm_buf_put_varint(ctx, id);
	pm_buf_put_varint(ctx, wdf);
	return 0;
}

static enum pm_status
put_search(struct pm_db *db, const struct pm_db_node *nodes, size_t n,
	   enum pm_db_sort sort, struct pm_buf *out, struct pm_error *err)
{
	static struct pm_db_match matches[N_ARTICLES];
	struct pm_db_page page = { 0, matches, 0 };
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = n,
					 .max = N_ARTICLES,
					 .sort = sort };
	enum pm_status status = pm_db_search(db, &request, &page, err);
	uint32_t i;

	pm_buf_put_u32(out, page.total);
	for (i = 0; i < page.n; i++) {
		pm_buf_put_varint(out, matches[i].id);
		pm_buf_put(out, &matches[i].score, sizeof matches[i].score);
	}
	return status;
}

enum pm_status
ask_all(struct pm_db *db, struct pm_buf *out, struct pm_error *err)
{
	struct pm_db_node nodes[4] = {
		{ .op = PM_DB_TERM, .weight = 1 },
		{ .op = PM_DB_TERM, .weight = 1 },
		{ .op = PM_DB_RANGE, .slot = PM_SLOT_DAY, .low = "2026", .low_len = 4 },
		{ .op = PM_DB_OR, .n_children = 3 },
	};
	enum pm_status status;
	char name[32], other[32];
	uint32_t id, k;

	if ((status = pm_db_terms(db, "", 0, put_term, out, err)) < 0)
		return status;
	for (k = 0; k < N_WORDS; k += 3) {
		snprintf(name, sizeof name, "word%04u-%x", k, k * 2654435761u);
		if ((status = pm_db_postings(db, name, strlen(name), put_posting, out,
					     err)) < 0)
			return status;
	}
	for (k = 1; k < N_WORDS - 1; k += 100) {
		snprintf(name, sizeof name, "word%04u-%x", k, k * 2654435761u);
		snprintf(other, sizeof other, "word%04u-%x", k + 1, (k + 1) * 2654435761u);
		nodes[0].term = name;
		nodes[0].term_len = strlen(name);
		nodes[1].term = other;
		nodes[1].term_len = strlen(other);
		if ((status = put_search(db, nodes, 4, (enum pm_db_sort)(k % 3), out,
					 err)) < 0)
			return status;
	}
	for (id = 1; id <= N_ARTICLES; id++)
		if ((status = pm_db_data(db, id, out, err)) < 0)
			return status;
	return pm_buf_check(out, "everything", err);
}

enum pm_status
answers(struct pm_buf *out, bool *opened, struct pm_error *err)
{
	struct pm_db_location where = { db_dir, guard_path };
	struct pm_db *db;
	enum pm_status status;

	pm_buf_clear(out);
	status = pm_db_open(&db, &where, 1, err);
	if (opened != NULL)
		*opened = status == PM_OK;
	if (status < 0)
		return status;
	status = ask_all(db, out, err);
	pm_db_free(db);
	return status;
}

void
poke(const char *path, size_t at, uint8_t flip)
{
	int fd = open(path, O_RDWR);
	uint8_t byte;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lseek(fd, (off_t)at, SEEK_SET), (off_t)at);
	ck_assert_int_eq(read(fd, &byte, 1), 1);
	byte ^= flip;
	ck_assert_int_eq(lseek(fd, (off_t)at, SEEK_SET), (off_t)at);
	ck_assert_int_eq(write(fd, &byte, 1), 1);
	close(fd);
}
