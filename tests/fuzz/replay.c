/* Pressmark - runs a fuzz target without a fuzzer.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	replay_x [-n N] [-s SEED] [-k FILE] PATH...
 *
 * gives each file, and each file in a folder (in order of names), to the target;
 * then N inputs that are made from those by changing, taking out, doubling and
 * exchanging stretches of bytes, the same ones for the same SEED.  With -k each
 * of these is written to FILE before it is tried, so the last one is there when
 * the target stops the program. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUT_MAX ((size_t)1 << 20)
#define GROW_MAX ((size_t)1 << 12) /* what mutation may make of small inputs */

struct input {
	uint8_t *data;
	size_t len;
};

struct inputs {
	struct input *items;
	size_t n;
};

static void *
need(void *p)
{
	if (p == NULL) {
		fprintf(stderr, "replay: out of memory\n");
		exit(2);
	}
	return p;
}

static bool
read_file(const char *path, struct inputs *in)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data;
	size_t len;

	if (f == NULL) {
		fprintf(stderr, "replay: cannot open '%s': %s\n", path, strerror(errno));
		return false;
	}
	data = need(malloc(INPUT_MAX));
	len = fread(data, 1, INPUT_MAX, f);
	fclose(f);
	in->items = need(realloc(in->items, (in->n + 1) * sizeof *in->items));
	in->items[in->n].data = need(realloc(data, len > 0 ? len : 1));
	in->items[in->n].len = len;
	in->n++;
	return true;
}

static bool
read_path(const char *path, struct inputs *in)
{
	struct dirent **names = NULL;
	struct stat st;
	bool fine = true;
	int n, i;

	if (stat(path, &st) < 0 || !S_ISDIR(st.st_mode))
		return read_file(path, in);
	n = scandir(path, &names, NULL, alphasort);
	if (n < 0) {
		fprintf(stderr, "replay: cannot read '%s': %s\n", path, strerror(errno));
		return false;
	}
	for (i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.') {
			size_t size = strlen(path) + strlen(names[i]->d_name) + 2;
			char *name = need(malloc(size));

			snprintf(name, size, "%s/%s", path, names[i]->d_name);
			fine = read_path(name, in) && fine;
			free(name);
		}
		free(names[i]);
	}
	free(names);
	return fine;
}

/* splitmix64 */
static uint64_t
next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static size_t
below(uint64_t *state, size_t n)
{
	return n == 0 ? 0 : (size_t)(next_random(state) % n);
}

/* Put N bytes of SRC in the place of OLD bytes at AT. */
static void
replace(struct input *x, size_t cap, size_t at, size_t old, const uint8_t *src, size_t n)
{
	if (old > x->len - at)
		old = x->len - at;
	if (x->len - old + n > cap)
		return;
	memmove(x->data + at + n, x->data + at + old, x->len - at - old);
	memcpy(x->data + at, src, n);
	x->len = x->len - old + n;
}

static void
mutate(struct input *x, size_t cap, const struct inputs *in, uint64_t *state)
{
	const struct input *other = &in->items[below(state, in->n)];
	uint8_t stretch[64];
	size_t at = below(state, x->len + 1), from, n;

	switch (below(state, 6)) {
	case 0: /* a bit */
		if (at < x->len)
			x->data[at] ^= (uint8_t)(1u << below(state, 8));
		break;
	case 1: /* any byte more */
		stretch[0] = (uint8_t)next_random(state);
		replace(x, cap, at, 0, stretch, 1);
		break;
	case 2: /* a stretch less */
		replace(x, cap, at, 1 + below(state, 8), stretch, 0);
		break;
	case 3: /* a stretch of its own again, elsewhere */
		from = below(state, x->len + 1);
		n = below(state, 12);
		n = n < x->len - from ? n : x->len - from;
		memcpy(stretch, x->data + from, n);
		replace(x, cap, at, 0, stretch, n);
		break;
	default: /* a stretch of another one */
		from = below(state, other->len + 1);
		n = below(state, sizeof stretch);
		n = n < other->len - from ? n : other->len - from;
		memcpy(stretch, other->data + from, n);
		replace(x, cap, at, below(state, 2) == 0 ? 0 : n, stretch, n);
	}
}

/* X becomes all that the file has, which stays open: there are many thousands. */
static void
keep(int fd, const struct input *x)
{
	if (pwrite(fd, x->data, x->len, 0) != (ssize_t)x->len ||
	    ftruncate(fd, (off_t)x->len) != 0) {
		fprintf(stderr, "replay: cannot keep an input: %s\n", strerror(errno));
		exit(2);
	}
}

static void
run_mutated(const struct inputs *in, uint64_t n, uint64_t state, const char *kept)
{
	struct input x;
	uint64_t i;
	size_t changes;
	int fd = -1;

	if (kept != NULL &&
	    (fd = open(kept, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) < 0) {
		fprintf(stderr, "replay: cannot write '%s': %s\n", kept, strerror(errno));
		exit(2);
	}
	x.data = need(malloc(INPUT_MAX + GROW_MAX));
	for (i = 0; i < n; i++) {
		const struct input *seed = &in->items[below(&state, in->n)];

		memcpy(x.data, seed->data, seed->len);
		x.len = seed->len;
		for (changes = 1 + below(&state, 6); changes > 0; changes--)
			mutate(&x, seed->len + GROW_MAX, in, &state);
		if (fd >= 0)
			keep(fd, &x);
		LLVMFuzzerTestOneInput(x.data, x.len);
	}
	free(x.data);
	if (fd >= 0)
		close(fd);
}

int
main(int argc, char **argv)
{
	struct inputs in = { NULL, 0 };
	uint64_t n = 0, seed = 1;
	const char *kept = NULL;
	bool fine = true;
	size_t i;
	int c;

	while ((c = getopt(argc, argv, "n:s:k:")) != -1) {
		switch (c) {
		case 'n':
			n = strtoull(optarg, NULL, 10);
			break;
		case 's':
			seed = strtoull(optarg, NULL, 10);
			break;
		case 'k':
			kept = optarg;
			break;
		default:
			return 2;
		}
	}
	for (; optind < argc; optind++)
		fine = read_path(argv[optind], &in) && fine;
	if (in.n == 0) {
		fprintf(stderr, "replay: there is nothing to replay\n");
		fine = false;
	}
	for (i = 0; i < in.n; i++)
		LLVMFuzzerTestOneInput(in.items[i].data, in.items[i].len);
	if (in.n > 0)
		run_mutated(&in, n, seed, kept);
	for (i = 0; i < in.n; i++)
		free(in.items[i].data);
	free(in.items);
	return fine ? 0 : 2;
}
