/* Pressmark - makes a chosen call of a program fail, or kills the program there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Loaded with LD_PRELOAD into a program whose name begins with "pressmark-"
 * (others run undisturbed).  Calls are counted from the beginning of main, but not
 * while a library is loaded: neither the dynamic linker nor what a C++ library does
 * before it is in use can report that memory is out; they end the program.
 *
 *	PM_FAULT=KIND:N[:WHAT]
 *
 * KIND
 *	malloc	malloc, calloc, realloc, aligned_alloc, posix_memalign
 *	map	what large blocks come from: mmap, mremap, aligned_alloc,
 *		posix_memalign; but for what the C library maps for itself
 *	advice	madvise
 *	write	write, pwrite, writev, but for messages on standard error; what
 *		stdio writes does not pass by
 *	fsync	fsync, fdatasync
 *	rename	rename, renameat, renameat2, link, linkat
 *	open	open, openat, creat, fopen: for writing only
 *	mkdir	mkdir, mkdirat
 *	unlink	unlink, unlinkat, rmdir, remove
 *	truncate	ftruncate, posix_fallocate
 *	io	all of these but malloc, map and advice
 * N	the N-th call from 1; 0: none, only count
 * WHAT
 *	a number or a name (ENOSPC, EIO, EACCES, EMFILE, EINTR, EDQUOT): the
 *	call fails with it; without one, each kind has its most likely reason
 *	all	it and all calls of the kind behind it fail
 *	short	a write writes only half of its bytes
 *	kill	SIGKILL instead of the call
 *	torn	half of the write, then SIGKILL (other calls: as kill)
 *
 * PM_FAULT_COUNT names a file: at the end of the program, or before it is
 * killed, "CALLS FIRED" is written into it: how many calls of the kind there
 * were, and 1 when the N-th was among them.
 *
 * PM_FAULT_LOG names a file, with PM_FAULT or without: each call of a kind of io is
 * a line there, written before it is made or fails: what it is, fsync for fdatasync
 * and so on, and the paths that it was given, or the one that its file has.
 *
 * PM_FAULT_DISK names a folder, of the same file system: what is on disk for sure.  After
 * each sync of a file INODE.data there is what the file has, and of a folder INODE.names has
 * a line for each entry: d or f, its inode, its name.
 *
 * For the GNU C library: malloc and its like are reached under the names that
 * it has for them itself, since looking them up may allocate.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum kind {
	K_MALLOC = 1,
	K_WRITE = 2,
	K_FSYNC = 4,
	K_RENAME = 8,
	K_OPEN = 16,
	K_MKDIR = 32,
	K_UNLINK = 64,
	K_TRUNCATE = 128,
	K_IO = 254,
	K_MAP = 256,
	K_ADVICE = 512,
	K_BLOCK = K_MALLOC | K_MAP
};

enum what { W_ERRNO, W_ALL, W_SHORT, W_KILL, W_TORN };

static unsigned kinds;
static enum what what;
static int reason; /* an errno, 0: by the kind */
static long wanted;
static atomic_long seen;
static atomic_bool fired;
static const char *count_file, *disk;
static int log_fd = -1;
static bool armed;
static atomic_bool loading; /* a library */

static const struct {
	const char *name;
	unsigned kinds;
} kind_names[] = {
	{ "malloc", K_MALLOC }, { "write", K_WRITE },	    { "fsync", K_FSYNC },
	{ "rename", K_RENAME }, { "open", K_OPEN },	    { "mkdir", K_MKDIR },
	{ "unlink", K_UNLINK }, { "truncate", K_TRUNCATE }, { "io", K_IO },
	{ "map", K_MAP },	{ "advice", K_ADVICE }
};

static const struct {
	const char *name;
	int number;
} reasons[] = { { "ENOSPC", ENOSPC }, { "EIO", EIO },	  { "EACCES", EACCES },
		{ "EMFILE", EMFILE }, { "EINTR", EINTR }, { "EDQUOT", EDQUOT } };

/* Without the interposed calls. */
static void
report(void)
{
	char line[64];
	int fd, n;

	if (count_file == NULL)
		return;
	fd = (int)syscall(SYS_openat, AT_FDCWD, count_file, O_WRONLY | O_CREAT | O_TRUNC,
			  0666);
	if (fd < 0)
		return;
	n = snprintf(line, sizeof line, "%ld %d\n", (long)seen, fired ? 1 : 0);
	if (syscall(SYS_write, fd, line, (size_t)n) != n)
		abort();
	close(fd);
}

/* What is to happen to this call: 0 nothing, else an errno, or -1: a short
 * write; with W_TORN -2.  Does not return where the program is killed. */
static int
strike(enum kind kind)
{
	long n;

	if (!armed || loading || (kinds & kind) == 0)
		return 0;
	n = atomic_fetch_add(&seen, 1) + 1;
	if (wanted == 0 || (what == W_ALL ? n < wanted : n != wanted))
		return 0;
	fired = true;
	if (what == W_SHORT)
		return kind == K_WRITE ? -1 : 0;
	if (what == W_TORN && kind == K_WRITE)
		return -2;
	if (what == W_KILL || what == W_TORN) {
		report();
		kill(getpid(), SIGKILL);
		_exit(137);
	}
	if (reason != 0)
		return reason;
	switch (kind) {
	case K_MALLOC:
	case K_MAP:
	case K_BLOCK:
	case K_ADVICE:
		return ENOMEM;
	case K_OPEN:
		return EMFILE;
	case K_RENAME:
		return EACCES;
	case K_FSYNC:
		return EIO;
	default:
		return ENOSPC;
	}
}

/* A line of the log; TO: NULL, or a second path. */
static void
note(const char *call, const char *path, const char *to)
{
	int saved = errno;
	char line[8300];
	int n;

	if (!armed || log_fd < 0)
		return;
	n = snprintf(line, sizeof line, "%s %s%s%s\n", call, path, to != NULL ? " " : "",
		     to != NULL ? to : "");
	if (syscall(SYS_write, log_fd, line, (size_t)n) != n)
		abort();
	errno = saved;
}

static void
note_fd(const char *call, int fd)
{
	int saved = errno;
	char link[40], path[4096];
	ssize_t n;

	if (!armed || log_fd < 0)
		return;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	path[n > 0 ? n : 0] = '\0';
	note(call, path, NULL);
	errno = saved;
}

/* --- what is on disk ---------------------------------------------------------------- */

static void
write_raw(int fd, const char *data, size_t n)
{
	while (n > 0) {
		long done = syscall(SYS_write, fd, data, n);

		if (done <= 0)
			abort();
		data += done;
		n -= (size_t)done;
	}
}

static void
keep_names(const char *self, int to)
{
	struct dirent *entry;
	DIR *d = opendir(self);

	if (d == NULL)
		abort();
	while ((entry = readdir(d)) != NULL) {
		char line[400];
		int n = snprintf(line, sizeof line, "%c %lu %s\n",
				 entry->d_type == DT_DIR ? 'd' : 'f',
				 (unsigned long)entry->d_ino, entry->d_name);

		if (entry->d_name[0] != '.')
			write_raw(to, line, (size_t)n);
	}
	closedir(d);
}

static void
keep_data(const char *self, int to)
{
	int from = (int)syscall(SYS_openat, AT_FDCWD, self, O_RDONLY | O_CLOEXEC);
	char piece[65536];
	long n;

	if (from < 0)
		abort();
	while ((n = syscall(SYS_read, from, piece, sizeof piece)) > 0)
		write_raw(to, piece, (size_t)n);
	close(from);
}

/* The file or folder has been synced.  Who is killed amid this leaves what was kept
 * before. */
static void
keep(int fd)
{
	char self[40], temporary[4200], path[4200], held[4200];
	int saved = errno, to;
	struct stat st;

	if (!armed || disk == NULL || fstat(fd, &st) != 0)
		return;
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	snprintf(temporary, sizeof temporary, "%s/%d.new", disk, fd);
	snprintf(path, sizeof path, "%s/%lu.%s", disk, (unsigned long)st.st_ino,
		 S_ISDIR(st.st_mode) ? "names" : "data");
	to = (int)syscall(SYS_openat, AT_FDCWD, temporary,
			  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (to < 0)
		abort();
	if (S_ISDIR(st.st_mode)) {
		keep_names(self, to);
	} else {
		keep_data(self, to);
		/* so that no other file gets its number */
		snprintf(held, sizeof held, "%s/%lu.held", disk, (unsigned long)st.st_ino);
		syscall(SYS_linkat, AT_FDCWD, self, AT_FDCWD, held, AT_SYMLINK_FOLLOW);
	}
	close(to);
	syscall(SYS_renameat2, AT_FDCWD, temporary, AT_FDCWD, path, 0);
	errno = saved;
}

static void
after_torn_write(void)
{
	report();
	kill(getpid(), SIGKILL);
	_exit(137);
}

static void
set_up(void)
{
	const char *fault = getenv("PM_FAULT"), *log_file = getenv("PM_FAULT_LOG"), *p;
	char *end;
	size_t i, len;

	if (strncmp(program_invocation_short_name, "pressmark-", 10) != 0)
		return;
	if (log_file != NULL) {
		log_fd = (int)syscall(SYS_openat, AT_FDCWD, log_file,
				      O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
				      0666);
		armed = log_fd >= 0;
	}
	if (fault == NULL)
		return;
	len = strcspn(fault, ":");
	for (i = 0; i < sizeof kind_names / sizeof kind_names[0]; i++)
		if (strlen(kind_names[i].name) == len &&
		    memcmp(kind_names[i].name, fault, len) == 0)
			kinds = kind_names[i].kinds;
	if (kinds == 0 || fault[len] != ':')
		goto mistake;
	wanted = strtol(fault + len + 1, &end, 10);
	if (wanted < 0 || (*end != '\0' && *end != ':'))
		goto mistake;
	if (*end == ':') {
		p = end + 1;
		if (strcmp(p, "all") == 0) {
			what = W_ALL;
		} else if (strcmp(p, "short") == 0) {
			what = W_SHORT;
		} else if (strcmp(p, "kill") == 0) {
			what = W_KILL;
		} else if (strcmp(p, "torn") == 0) {
			what = W_TORN;
		} else {
			for (i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
				if (strcmp(reasons[i].name, p) == 0)
					reason = reasons[i].number;
			if (reason == 0)
				reason = atoi(p);
			if (reason <= 0)
				goto mistake;
		}
	}
	count_file = getenv("PM_FAULT_COUNT");
	disk = getenv("PM_FAULT_DISK");
	armed = true;
	return;
mistake:
	fprintf(stderr, "inject: PM_FAULT='%s' is not understood\n", fault);
	_exit(98);
}

__attribute__((destructor)) static void
at_end(void)
{
	if (armed) {
		armed = false;
		report();
	}
}

/* --- main: what the libraries do before it is not counted ---------------------- */

typedef int main_fn(int, char **, char **);
static main_fn *real_main;

static int
counted_main(int argc, char **argv, char **envp)
{
	set_up();
	return real_main(argc, argv, envp);
}

int __libc_start_main(main_fn *, int, char **, void (*)(void), void (*)(void),
		      void (*)(void), void *);

int
__libc_start_main(main_fn *program_main, int argc, char **argv, void (*init)(void),
		  void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
	int (*next)(main_fn *, int, char **, void (*)(void), void (*)(void),
		    void (*)(void), void *);

	*(void **)&next = dlsym(RTLD_NEXT, "__libc_start_main");
	real_main = program_main;
	return next(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

void *
dlopen(const char *path, int mode)
{
	void *(*next)(const char *, int), *handle;

	*(void **)&next = dlsym(RTLD_NEXT, "dlopen");
	loading = true;
	handle = next(path, mode);
	loading = false;
	return handle;
}

/* --- memory ---------------------------------------------------------------------- */

void *
malloc(size_t n)
{
	if (strike(K_MALLOC) != 0) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	if (strike(K_MALLOC) != 0) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	if (strike(K_MALLOC) != 0) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_realloc(p, n);
}

void *
aligned_alloc(size_t align, size_t n)
{
	if (strike(K_BLOCK) != 0) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_memalign(align, n);
}

int
posix_memalign(void **p, size_t align, size_t n)
{
	if (strike(K_BLOCK) != 0)
		return ENOMEM;
	*p = __libc_memalign(align, n);
	return *p == NULL ? ENOMEM : 0;
}

#define NEXT(type, name, ...) \
	static type (*next)(__VA_ARGS__); \
	if (next == NULL) \
	*(void **)&next = dlsym(RTLD_NEXT, name)

#define FAIL_IF(kind) \
	do { \
		int failure = strike(kind); \
		if (failure > 0) { \
			errno = failure; \
			return -1; \
		} \
	} while (0)

#define DEFINE_MMAP(name, off) \
	void *name(void *at, size_t n, int prot, int flags, int fd, off where) \
	{ \
		int failure = strike(K_MAP); \
		NEXT(void *, #name, void *, size_t, int, int, int, off); \
\
		if (failure > 0) { \
			errno = failure; \
			return MAP_FAILED; \
		} \
		return next(at, n, prot, flags, fd, where); \
	}
DEFINE_MMAP(mmap, off_t)
DEFINE_MMAP(mmap64, off64_t)

void *
mremap(void *old, size_t old_n, size_t n, int flags, ...)
{
	int failure = strike(K_MAP);
	void *to = NULL;
	va_list ap;
	NEXT(void *, "mremap", void *, size_t, size_t, int, ...);

	va_start(ap, flags);
	if ((flags & MREMAP_FIXED) != 0)
		to = va_arg(ap, void *);
	va_end(ap);
	if (failure > 0) {
		errno = failure;
		return MAP_FAILED;
	}
	return next(old, old_n, n, flags, to);
}

int
madvise(void *at, size_t n, int advice)
{
	NEXT(int, "madvise", void *, size_t, int);
	FAIL_IF(K_ADVICE);
	return next(at, n, advice);
}

/* --- files ------------------------------------------------------------------------ */

ssize_t
write(int fd, const void *data, size_t n)
{
	int f;
	ssize_t done;
	NEXT(ssize_t, "write", int, const void *, size_t);

	if (fd != STDERR_FILENO)
		note_fd("write", fd);
	f = fd == STDERR_FILENO ? 0 : strike(K_WRITE);
	if (f > 0) {
		errno = f;
		return -1;
	}
	done = next(fd, data, f < 0 && n > 1 ? n / 2 : n);
	if (f == -2)
		after_torn_write();
	return done;
}

#define DEFINE_PWRITE(name, off) \
	ssize_t name(int fd, const void *data, size_t n, off where) \
	{ \
		int f; \
		ssize_t done; \
		NEXT(ssize_t, #name, int, const void *, size_t, off); \
\
		note_fd("write", fd); \
		f = strike(K_WRITE); \
		if (f > 0) { \
			errno = f; \
			return -1; \
		} \
		done = next(fd, data, f < 0 && n > 1 ? n / 2 : n, where); \
		if (f == -2) \
			after_torn_write(); \
		return done; \
	}
DEFINE_PWRITE(pwrite, off_t)
DEFINE_PWRITE(pwrite64, off64_t)

ssize_t
writev(int fd, const struct iovec *v, int n)
{
	int f;
	ssize_t done;
	NEXT(ssize_t, "writev", int, const struct iovec *, int);

	if (fd != STDERR_FILENO)
		note_fd("write", fd);
	f = fd == STDERR_FILENO ? 0 : strike(K_WRITE);
	if (f > 0) {
		errno = f;
		return -1;
	}
	done = next(fd, v, f < 0 && n > 1 ? n / 2 : n);
	if (f == -2)
		after_torn_write();
	return done;
}

#define DEFINE_FD(kind, name) \
	int name(int fd) \
	{ \
		NEXT(int, #name, int); \
		int done; \
		note_fd("fsync", fd); \
		FAIL_IF(kind); \
		done = next(fd); \
		if (done == 0) \
			keep(fd); \
		return done; \
	}
DEFINE_FD(K_FSYNC, fsync)
DEFINE_FD(K_FSYNC, fdatasync)

int
rename(const char *from, const char *to)
{
	NEXT(int, "rename", const char *, const char *);
	note("rename", from, to);
	FAIL_IF(K_RENAME);
	return next(from, to);
}

int
renameat(int a, const char *from, int b, const char *to)
{
	NEXT(int, "renameat", int, const char *, int, const char *);
	note("rename", from, to);
	FAIL_IF(K_RENAME);
	return next(a, from, b, to);
}

int
renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
	NEXT(int, "renameat2", int, const char *, int, const char *, unsigned);
	note("rename", from, to);
	FAIL_IF(K_RENAME);
	return next(a, from, b, to, flags);
}

int
link(const char *from, const char *to)
{
	NEXT(int, "link", const char *, const char *);
	note("link", from, to);
	FAIL_IF(K_RENAME);
	return next(from, to);
}

int
linkat(int a, const char *from, int b, const char *to, int flags)
{
	NEXT(int, "linkat", int, const char *, int, const char *, int);
	note("link", from, to);
	FAIL_IF(K_RENAME);
	return next(a, from, b, to, flags);
}

static bool
for_writing(int flags)
{
	return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

#define MODE(mode, flags) \
	do { \
		va_list ap; \
		va_start(ap, flags); \
		if ((flags & (O_CREAT | O_TMPFILE)) != 0) \
			mode = va_arg(ap, mode_t); \
		va_end(ap); \
	} while (0)

#define DEFINE_OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		mode_t mode = 0; \
		NEXT(int, #name, const char *, int, ...); \
		MODE(mode, flags); \
		if (for_writing(flags)) { \
			note("open", path, NULL); \
			FAIL_IF(K_OPEN); \
		} \
		return next(path, flags, mode); \
	}
DEFINE_OPEN(open)
DEFINE_OPEN(open64)

#define DEFINE_OPENAT(name) \
	int name(int dir, const char *path, int flags, ...) \
	{ \
		mode_t mode = 0; \
		NEXT(int, #name, int, const char *, int, ...); \
		MODE(mode, flags); \
		if (for_writing(flags)) { \
			note("open", path, NULL); \
			FAIL_IF(K_OPEN); \
		} \
		return next(dir, path, flags, mode); \
	}
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

#define DEFINE_CREAT(name) \
	int name(const char *path, mode_t mode) \
	{ \
		NEXT(int, #name, const char *, mode_t); \
		note("open", path, NULL); \
		FAIL_IF(K_OPEN); \
		return next(path, mode); \
	}
DEFINE_CREAT(creat)
DEFINE_CREAT(creat64)

#define DEFINE_FOPEN(name) \
	FILE *name(const char *path, const char *mode) \
	{ \
		bool writes = strpbrk(mode, "wa+") != NULL; \
		int failure; \
		NEXT(FILE *, #name, const char *, const char *); \
\
		if (writes) \
			note("open", path, NULL); \
		if (writes && (failure = strike(K_OPEN)) > 0) { \
			errno = failure; \
			return NULL; \
		} \
		return next(path, mode); \
	}
DEFINE_FOPEN(fopen)
DEFINE_FOPEN(fopen64)

int
mkdir(const char *path, mode_t mode)
{
	NEXT(int, "mkdir", const char *, mode_t);
	note("mkdir", path, NULL);
	FAIL_IF(K_MKDIR);
	return next(path, mode);
}

int
mkdirat(int dir, const char *path, mode_t mode)
{
	NEXT(int, "mkdirat", int, const char *, mode_t);
	note("mkdir", path, NULL);
	FAIL_IF(K_MKDIR);
	return next(dir, path, mode);
}

#define DEFINE_UNLINK(name) \
	int name(const char *path) \
	{ \
		NEXT(int, #name, const char *); \
		note("remove", path, NULL); \
		FAIL_IF(K_UNLINK); \
		return next(path); \
	}
DEFINE_UNLINK(unlink)
DEFINE_UNLINK(rmdir)
DEFINE_UNLINK(remove)

int
unlinkat(int dir, const char *path, int flags)
{
	NEXT(int, "unlinkat", int, const char *, int);
	note("remove", path, NULL);
	FAIL_IF(K_UNLINK);
	return next(dir, path, flags);
}

#define DEFINE_TRUNCATE(name, off) \
	int name(int fd, off size) \
	{ \
		NEXT(int, #name, int, off); \
		note_fd("truncate", fd); \
		FAIL_IF(K_TRUNCATE); \
		return next(fd, size); \
	}
DEFINE_TRUNCATE(ftruncate, off_t)
DEFINE_TRUNCATE(ftruncate64, off64_t)

#define DEFINE_FALLOCATE(name, off) \
	int name(int fd, off from, off n) \
	{ \
		int failure; \
		NEXT(int, #name, int, off, off); \
\
		note_fd("truncate", fd); \
		failure = strike(K_TRUNCATE); \
		return failure > 0 ? failure : next(fd, from, n); \
	}
DEFINE_FALLOCATE(posix_fallocate, off_t)
DEFINE_FALLOCATE(posix_fallocate64, off64_t)
