/* Pressmark - checksums for libxapian's files: see guard.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/guard.h"

#include "shim/blocks.h"
#include "support/buf.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/pages.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KIND "guard"
#define VERSION 1u

struct pm_guard_file {
	char *path;
	int fd; /* keeps the inode, so that its number is not reused */
	dev_t dev;
	ino_t ino;
	uint64_t size;
	const uint8_t *sums; /* 4 bytes per page, in the guard file */
	uint8_t *looked_at;  /* by page, for a table of known format; else NULL */
};

struct pm_guard {
	char *dir;
	struct pm_pages *file;
	struct pm_guard_file *files;
	size_t n_files;
	/* 0, or the first damage: the file's index + 1, above 40 bits of page number, of
	 * which the highest is set if only the checksum is right. */
	_Atomic uint64_t damage;
	atomic_bool passed_by; /* a read of a guarded file was seen */
	bool registered;
	struct pm_guard *next;
};

/* pread is one function for the whole process and is given only a descriptor, so the
 * guards have to be found without a handle: this is the one global of the shim.  While no
 * guard is open, a read costs one look at `guards`. */
static struct {
	pthread_rwlock_t lock;
	struct pm_guard *first;
	atomic_uint guards;
} registry = { .lock = PTHREAD_RWLOCK_INITIALIZER };

#define DAMAGE_PAGE_BITS 40
#define DAMAGE_SHAPE ((uint64_t)1 << (DAMAGE_PAGE_BITS - 1))

static uint64_t
n_pages(uint64_t size)
{
	return size / PM_PAGE_SIZE + (size % PM_PAGE_SIZE != 0);
}

static void
note_damage(struct pm_guard *g, const struct pm_guard_file *f, uint64_t page)
{
	uint64_t none = 0;
	uint64_t damage = (uint64_t)(f - g->files + 1) << DAMAGE_PAGE_BITS | page;

	atomic_compare_exchange_strong(&g->damage, &none, damage);
}

/* --- the intercepted read ---------------------------------------------- */

/* On other systems, pm_guard_settle finds that no read passes by. */
#if defined(__linux__) && defined(__LP64__) && defined(SYS_pread64)
#define INTERPOSE 1
#endif

static ssize_t
read_at(int fd, void *buf, size_t count, uint64_t offset)
{
#ifdef INTERPOSE
	return syscall(SYS_pread64, fd, buf, count, (off_t)offset);
#else
	return pread(fd, buf, count, (off_t)offset);
#endif
}

/* Read COUNT bytes, or as many as the file has. */
static ssize_t
read_whole(int fd, void *buf, size_t count, uint64_t offset)
{
	size_t n = 0;

	while (n < count) {
		ssize_t r = read_at(fd, (char *)buf + n, count - n, offset + n);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		if (r == 0)
			break;
		n += (size_t)r;
	}
	return (ssize_t)n;
}

static size_t
page_len(const struct pm_guard_file *f, uint64_t page)
{
	uint64_t rest = f->size - page * PM_PAGE_SIZE;

	return rest < PM_PAGE_SIZE ? (size_t)rest : PM_PAGE_SIZE;
}

static bool
page_is_sound(const struct pm_guard_file *f, uint64_t page, const void *data)
{
	return pm_page_sum(data, page_len(f, page)) == pm_load_u32(f->sums + 4 * page);
}

/* Whether libxapian can be given a page that has the right checksum. */
static bool
has_shape(const struct pm_guard_file *f, uint64_t page, const void *data)
{
	if (f->looked_at == NULL || page_len(f, page) < PM_BLOCKS_SIZE ||
	    __atomic_load_n(&f->looked_at[page], __ATOMIC_RELAXED) != 0)
		return true;
	if (!pm_block_is_sound(data))
		return false;
	__atomic_store_n(&f->looked_at[page], 1, __ATOMIC_RELAXED);
	return true;
}

#ifdef INTERPOSE

/* A page of which only the bytes from FROM up to TO (offsets in the file) were
 * read, into GOT. */
static bool
partial_page_is_sound(const struct pm_guard_file *f, int fd, uint64_t page,
		      const uint8_t *got, uint64_t from, uint64_t to)
{
	uint8_t whole[PM_PAGE_SIZE];
	size_t len = page_len(f, page);

	return read_whole(fd, whole, len, page * PM_PAGE_SIZE) == (ssize_t)len &&
	       memcmp(whole + (from - page * PM_PAGE_SIZE), got, (size_t)(to - from)) ==
		       0 &&
	       page_is_sound(f, page, whole);
}

/* N of COUNT bytes of F at OFFSET were read into BUF.  Returns how many are valid in the
 * end, or -1 if they are not what the guard recorded. */
static ssize_t
inspect(struct pm_guard *g, const struct pm_guard_file *f, int fd, uint8_t *buf, size_t n,
	size_t count, uint64_t offset)
{
	uint64_t rest = offset < f->size ? f->size - offset : 0;
	size_t want = count < rest ? count : (size_t)rest;
	uint64_t page, end = offset + want;

	if (n < want) {
		ssize_t more = read_whole(fd, buf + n, want - n, offset + n);

		if (more < 0)
			return -1;
		n += (size_t)more;
	}
	if (n != want) {
		note_damage(g, f, (offset + (n < want ? n : want)) / PM_PAGE_SIZE);
		return -1;
	}
	for (page = offset / PM_PAGE_SIZE; want > 0 && page * PM_PAGE_SIZE < end; page++) {
		uint64_t start = page * PM_PAGE_SIZE;
		uint64_t stop = start + page_len(f, page);
		bool sound;

		if (start >= offset && stop <= end) {
			sound = page_is_sound(f, page, buf + (start - offset));
		} else {
			uint64_t from = start > offset ? start : offset;

			sound = partial_page_is_sound(f, fd, page, buf + (from - offset),
						      from, stop < end ? stop : end);
		}
		if (!sound) {
			note_damage(g, f, page);
			return -1;
		}
		if (start >= offset && stop <= end &&
		    !has_shape(f, page, buf + (start - offset))) {
			note_damage(g, f, page | DAMAGE_SHAPE);
			return -1;
		}
	}
	return (ssize_t)n;
}

/* Several guards may watch one file, and each must be told. */
static ssize_t
inspect_all(int fd, void *buf, size_t n, size_t count, uint64_t offset)
{
	struct pm_guard *g;
	struct stat st;
	bool sound = true;
	size_t i;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (ssize_t)n;
	pthread_rwlock_rdlock(&registry.lock);
	for (g = registry.first; g != NULL; g = g->next)
		for (i = 0; i < g->n_files; i++) {
			const struct pm_guard_file *f = &g->files[i];
			ssize_t r;

			if (f->ino != st.st_ino || f->dev != st.st_dev)
				continue;
			atomic_store_explicit(&g->passed_by, true, memory_order_relaxed);
			r = inspect(g, f, fd, buf, n, count, offset);
			if (r < 0)
				sound = false;
			else
				n = (size_t)r;
		}
	pthread_rwlock_unlock(&registry.lock);
	return sound ? (ssize_t)n : -1;
}

/* The names that the dynamic linker looks for are given explicitly: built with large file
 * support, libxapian calls pread64 through <unistd.h>; without it, pread. */
ssize_t pm_guard_pread(int fd, void *buf, size_t count, off_t offset) __asm__("pread")
	__attribute__((visibility("default"), used));
ssize_t pm_guard_pread64(int fd, void *buf, size_t count, off_t offset) __asm__("pread64")
	__attribute__((visibility("default"), used));

ssize_t
pm_guard_pread(int fd, void *buf, size_t count, off_t offset)
{
	ssize_t n = syscall(SYS_pread64, fd, buf, count, offset);
	int saved = errno;

	if (n < 0 || atomic_load_explicit(&registry.guards, memory_order_acquire) == 0)
		return n;
	n = inspect_all(fd, buf, (size_t)n, count, (uint64_t)offset);
	errno = n < 0 ? EIO : saved;
	return n;
}

ssize_t
pm_guard_pread64(int fd, void *buf, size_t count, off_t offset)
{
	return pm_guard_pread(fd, buf, count, offset);
}

#endif

/* --- the folder --------------------------------------------------------- */

/* The names in DIR, sorted, each a NUL-terminated string of its own; without what
 * libxapian never reads: its lock, and hidden files. */
struct names {
	char **list;
	size_t n, cap;
};

static void
names_release(struct names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		free(names->list[i]);
	free(names->list);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum pm_status
names_read(struct names *names, const char *dir, struct pm_error *err)
{
	DIR *d = opendir(dir);
	enum pm_status status = PM_OK;
	struct dirent *entry;

	if (d == NULL && (errno == ENOENT || errno == ENOTDIR))
		return pm_fail(err, PM_ERR_NOT_INDEX, "there is no database '%s'", dir);
	if (d == NULL)
		return pm_fail_errno(err, errno, "cannot open '%s'", dir);
	while (status == PM_OK && (errno = 0, entry = readdir(d)) != NULL) {
		char *name;

		if (entry->d_name[0] == '.' || strcmp(entry->d_name, "flintlock") == 0)
			continue;
		status = pm_grow(&names->list, &names->cap, names->n + 1,
				 sizeof *names->list, err);
		if (status < 0)
			break;
		name = pm_strndup(entry->d_name, strlen(entry->d_name));
		if (name == NULL)
			status = pm_fail_nomem(err);
		else
			names->list[names->n++] = name;
	}
	if (status == PM_OK && errno != 0)
		status = pm_fail_errno(err, errno, "cannot read '%s'", dir);
	closedir(d);
	if (names->n > 1)
		qsort(names->list, names->n, sizeof *names->list, compare_names);
	return status;
}

/* --- writing ------------------------------------------------------------ */

/* One file's entry; its size is added to *TOTAL. */
static enum pm_status
write_entry(struct pm_pages_writer *w, const char *dir, const char *name, uint64_t *total,
	    struct pm_error *err)
{
	struct pm_buf entry;
	struct stat st;
	enum pm_status status = PM_OK;
	char *path = pm_path_join(dir, name);
	uint8_t page[PM_PAGE_SIZE];
	uint64_t at, size;
	int fd = -1;

	pm_buf_init(&entry, PM_BUF_NO_LIMIT);
	if (path == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		status = pm_fail_errno(err, errno, "cannot open '%s'", path);
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		status = pm_fail(err, PM_ERR_INTERNAL,
				 "'%s' is in a database and no regular file", path);
		goto out;
	}
	size = (uint64_t)st.st_size;
	pm_buf_put_varint(&entry, strlen(name));
	pm_buf_puts(&entry, name);
	pm_buf_put_varint(&entry, size);
	for (at = 0; at < size; at += sizeof page) {
		size_t want = size - at < sizeof page ? (size_t)(size - at) : sizeof page;
		ssize_t n = read_whole(fd, page, want, at);

		if (n != (ssize_t)want) {
			status = pm_fail_errno(err, n < 0 ? errno : EIO,
					       "cannot read '%s'", path);
			goto out;
		}
		pm_buf_put_u32(&entry, pm_page_sum(page, want));
	}
	if ((status = pm_buf_check(&entry, path, err)) == PM_OK)
		status = pm_pages_write(w, entry.data, entry.len, err);
	*total += size;
out:
	if (fd >= 0)
		close(fd);
	pm_buf_release(&entry);
	free(path);
	return status;
}

enum pm_status
pm_guard_write(const char *dir, const char *path, uint64_t *size, struct pm_error *err)
{
	struct names names = { 0 };
	struct pm_pages_writer *w = NULL;
	uint8_t count[PM_VARINT_MAX];
	uint64_t total = 0, own = 0;
	enum pm_status status;
	size_t i;

	if ((status = names_read(&names, dir, err)) < 0 ||
	    (status = pm_pages_create(&w, path, KIND, VERSION, PM_PAGE_SIZE, err)) < 0)
		goto out;
	status = pm_pages_write(w, count, pm_store_varint(count, names.n), err);
	for (i = 0; status == PM_OK && i < names.n; i++)
		status = write_entry(w, dir, names.list[i], &total, err);
	if (status == PM_OK)
		status = pm_pages_finish(w, &own, err);
	if (status == PM_OK && size != NULL)
		*size = total + own;
out:
	pm_pages_writer_free(w);
	names_release(&names);
	return status;
}

/* --- opening ------------------------------------------------------------ */

static enum pm_status
bad_guard(const struct pm_guard *g, struct pm_error *err)
{
	return pm_corrupt(err, pm_pages_path(g->file), "its list of files is not sound");
}

/* One entry of the guard file, read from *P, up to END. */
static enum pm_status
read_entry(struct pm_guard *g, const uint8_t **p, const uint8_t *end, struct pm_error *err)
{
	struct pm_guard_file *f = &g->files[g->n_files];
	uint64_t name_len, size;
	char name[NAME_MAX + 1];

	if (pm_load_varint(p, end, &name_len) < 0 || name_len == 0 ||
	    name_len > NAME_MAX || name_len > (uint64_t)(end - *p))
		return bad_guard(g, err);
	memcpy(name, *p, name_len);
	name[name_len] = '\0';
	*p += name_len;
	if (strlen(name) != name_len || strchr(name, '/') != NULL ||
	    pm_load_varint(p, end, &size) < 0 || n_pages(size) > (uint64_t)(end - *p) / 4)
		return bad_guard(g, err);
	f->fd = -1;
	f->size = size;
	f->sums = *p;
	*p += 4 * n_pages(size);
	f->path = pm_path_join(g->dir, name);
	if (f->path == NULL)
		return pm_fail_nomem(err);
	g->n_files++;
	return PM_OK;
}

static enum pm_status
read_entries(struct pm_guard *g, struct pm_error *err)
{
	uint64_t len = pm_pages_len(g->file), n, i;
	const uint8_t *p = pm_pages_get(g->file, 0, len, err), *end;
	enum pm_status status = PM_OK;

	if (p == NULL)
		return PM_ERR_CORRUPT;
	end = p + len;
	/* An entry takes at least three bytes. */
	if (pm_load_varint(&p, end, &n) < 0 || n > (uint64_t)(end - p) / 3)
		return bad_guard(g, err);
	g->files = pm_calloc((size_t)n, sizeof *g->files);
	if (g->files == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++)
		status = read_entry(g, &p, end, err);
	if (status == PM_OK && p != end)
		status = bad_guard(g, err);
	return status;
}

static const char *
base_name(const struct pm_guard_file *f)
{
	return strrchr(f->path, '/') + 1;
}

static enum pm_status
open_file(struct pm_guard_file *f, struct pm_error *err)
{
	struct stat st;

	f->fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (f->fd < 0 && errno == ENOENT)
		return pm_corrupt(err, f->path, "it is missing");
	if (f->fd < 0 || fstat(f->fd, &st) != 0)
		return pm_fail_errno(err, errno, "cannot open '%s'", f->path);
	if (!S_ISREG(st.st_mode))
		return pm_corrupt(err, f->path, "it is not a regular file");
	if ((uint64_t)st.st_size != f->size)
		return pm_corrupt(err, f->path, "it has %llu byte%s and should have %llu",
				  (unsigned long long)st.st_size,
				  st.st_size == 1 ? "" : "s", (unsigned long long)f->size);
	f->dev = st.st_dev;
	f->ino = st.st_ino;
	return PM_OK;
}

static enum pm_status
damaged_page(const struct pm_guard_file *f, uint64_t page, struct pm_error *err)
{
	if (page & DAMAGE_SHAPE)
		return pm_corrupt(err, f->path,
				  "block %llu has items that do not lie within it",
				  (unsigned long long)(page & ~DAMAGE_SHAPE));
	return pm_corrupt(err, f->path, "block %llu does not match its checksum",
			  (unsigned long long)page);
}

static enum pm_status
verify_file(const struct pm_guard_file *f, struct pm_error *err)
{
	uint8_t data[PM_PAGE_SIZE];
	uint64_t page;

	for (page = 0; page < n_pages(f->size); page++) {
		ssize_t n = read_whole(f->fd, data, page_len(f, page),
				       page * PM_PAGE_SIZE);

		if (n < 0)
			return pm_fail_errno(err, errno, "cannot read '%s'", f->path);
		if ((size_t)n != page_len(f, page) || !page_is_sound(f, page, data))
			return damaged_page(f, page, err);
		if (!has_shape(f, page, data))
			return damaged_page(f, page | DAMAGE_SHAPE, err);
	}
	return PM_OK;
}

#define VERSION_FILE "iamglass"

/* If the version file, which has been verified, is of the format that is known here: have
 * it make sense, and have blocks looked at from now on. */
static enum pm_status
know_format(struct pm_guard *g, struct pm_guard_file *f, struct pm_error *err)
{
	uint8_t version[PM_PAGE_SIZE];
	ssize_t n = read_whole(f->fd, version, page_len(f, 0), 0);
	size_t i;

	if (n < 0)
		return pm_fail_errno(err, errno, "cannot read '%s'", f->path);
	if (!pm_blocks_known(version, (size_t)n))
		return PM_OK;
	if (!pm_blocks_version_is_sound(version, (size_t)n))
		return pm_corrupt(err, f->path, "it has numbers that no table has");
	for (i = 0; i < g->n_files; i++) {
		f = &g->files[i];
		if (pm_blocks_table(f->path) &&
		    (f->looked_at = pm_calloc((size_t)n_pages(f->size), 1)) == NULL)
			return pm_fail_nomem(err);
	}
	return PM_OK;
}

/* The folder must hold what the guard file lists, and nothing else. */
static enum pm_status
open_files(struct pm_guard *g, struct pm_error *err)
{
	struct names names = { 0 };
	enum pm_status status = names_read(&names, g->dir, err);
	size_t i, j;

	for (i = 0; status == PM_OK && i < g->n_files; i++)
		status = open_file(&g->files[i], err);
	for (i = j = 0; status == PM_OK && i < names.n; i++) {
		while (j < g->n_files &&
		       strcmp(base_name(&g->files[j]), names.list[i]) < 0)
			j++;
		if (j == g->n_files || strcmp(base_name(&g->files[j]), names.list[i]) != 0)
			status = pm_corrupt(err, g->dir, "'%s' was added to it",
					    names.list[i]);
	}
	/* libxapian reads its version file through another function. */
	for (i = 0; status == PM_OK && i < g->n_files; i++)
		if (strncmp(base_name(&g->files[i]), "iam", 3) == 0 &&
		    (status = verify_file(&g->files[i], err)) == PM_OK &&
		    strcmp(base_name(&g->files[i]), VERSION_FILE) == 0)
			status = know_format(g, &g->files[i], err);
	names_release(&names);
	return status;
}

static void
enter(struct pm_guard *g)
{
	pthread_rwlock_wrlock(&registry.lock);
	g->next = registry.first;
	registry.first = g;
	g->registered = true;
	atomic_fetch_add(&registry.guards, 1);
	pthread_rwlock_unlock(&registry.lock);
}

static void
leave(struct pm_guard *g)
{
	struct pm_guard **at;

	pthread_rwlock_wrlock(&registry.lock);
	for (at = &registry.first; *at != g; at = &(*at)->next)
		;
	*at = g->next;
	atomic_fetch_sub(&registry.guards, 1);
	pthread_rwlock_unlock(&registry.lock);
}

enum pm_status
pm_guard_open(struct pm_guard **out, const char *dir, const char *path,
	      struct pm_error *err)
{
	struct pm_guard *g = calloc(1, sizeof *g);
	enum pm_status status;

	if (g == NULL)
		return pm_fail_nomem(err);
	g->dir = pm_strndup(dir, strlen(dir));
	if (g->dir == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	if ((status = pm_pages_open(&g->file, path, KIND, VERSION, err)) < 0 ||
	    (status = read_entries(g, err)) < 0 || (status = open_files(g, err)) < 0)
		goto out;
	enter(g);
	*out = g;
out:
	if (status < 0)
		pm_guard_free(g);
	return status;
}

enum pm_status
pm_guard_settle(struct pm_guard *g, struct pm_error *err)
{
	if (atomic_load(&g->passed_by))
		return pm_guard_status(g, err);
	return pm_guard_verify(g, err);
}

enum pm_status
pm_guard_status(const struct pm_guard *g, struct pm_error *err)
{
	uint64_t damage = atomic_load(&g->damage);

	if (damage == 0)
		return PM_OK;
	return damaged_page(&g->files[(damage >> DAMAGE_PAGE_BITS) - 1],
			    damage & (((uint64_t)1 << DAMAGE_PAGE_BITS) - 1), err);
}

const struct pm_guard_file *
pm_guard_find(const struct pm_guard *g, const char *name)
{
	size_t i;

	for (i = 0; i < g->n_files; i++)
		if (strcmp(base_name(&g->files[i]), name) == 0)
			return &g->files[i];
	return NULL;
}

uint64_t
pm_guard_size(const struct pm_guard_file *f)
{
	return f->size;
}

enum pm_status
pm_guard_page(struct pm_guard *g, const struct pm_guard_file *f, uint64_t page,
	      const void *data, struct pm_error *err)
{
	if (page_is_sound(f, page, data))
		return PM_OK;
	note_damage(g, f, page);
	return pm_guard_status(g, err);
}

enum pm_status
pm_guard_verify(struct pm_guard *g, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < g->n_files && status == PM_OK; i++)
		status = verify_file(&g->files[i], err);
	return status;
}

void
pm_guard_free(struct pm_guard *g)
{
	size_t i;

	if (g == NULL)
		return;
	if (g->registered)
		leave(g);
	for (i = 0; i < g->n_files; i++) {
		if (g->files[i].fd >= 0)
			close(g->files[i].fd);
		free(g->files[i].looked_at);
		free(g->files[i].path);
	}
	free(g->files);
	pm_pages_free(g->file);
	free(g->dir);
	free(g);
}
