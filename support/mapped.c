/* Pressmark - files that are mapped to be read: see mapped.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/mapped.h"

#include "support/buf.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

/* Seven files for each of 256 workers, and as many again.  A file for which no entry is
 * left is mapped all the same, but its loss has no message. */
#define ENTRIES 4096u

/* Values of `start` that are no address. */
#define UNUSED 0u
#define TAKEN 1u

/* Questions without a wait that are answered as if there had been one: what was asked for
 * beforehand is not waited for. */
#define WAITS_FOR 4

static struct entry {
	atomic_uintptr_t start;
	size_t size;
	char *loss; /* the message, ready to be written */
} entries[ENTRIES];

/* Takes ownership of LOSS. */
static void
note(const uint8_t *map, size_t size, char *loss)
{
	size_t i;

	for (i = 0; i < ENTRIES; i++) {
		uintptr_t unused = UNUSED;

		if (!atomic_compare_exchange_strong(&entries[i].start, &unused, TAKEN))
			continue;
		entries[i].size = size;
		entries[i].loss = loss;
		atomic_store(&entries[i].start, (uintptr_t)map);
		return;
	}
	free(loss);
}

enum pm_status
pm_mapped_open(const uint8_t **map, int fd, size_t size, const char *path,
	       struct pm_error *err)
{
	struct pm_error what;
	char *loss;
	void *at;

	pm_corrupt(&what, path, "it was cut short, or its disk failed, while it was read");
	loss = pm_strndup(what.text, strlen(what.text));
	if (loss == NULL)
		return pm_fail_nomem(err);
	at = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED) {
		free(loss);
		return pm_fail_errno(err, errno, "cannot map '%s'", path);
	}
	/* that it may fail is no harm */
	madvise(at, size, MADV_RANDOM);
	note(at, size, loss);
	*map = at;
	return PM_OK;
}

void
pm_mapped_close(const uint8_t *map, size_t size)
{
	size_t i;

	if (map == NULL)
		return;
	for (i = 0; i < ENTRIES; i++) {
		uintptr_t start = (uintptr_t)map;

		/* While it is taken, nobody else looks at its other fields. */
		if (!atomic_compare_exchange_strong(&entries[i].start, &start, TAKEN))
			continue;
		free(entries[i].loss);
		entries[i].loss = NULL;
		atomic_store(&entries[i].start, UNUSED);
		break;
	}
	munmap((void *)(uintptr_t)map, size);
}

void
pm_mapped_in_order(const uint8_t *map, size_t size)
{
	if (size > 0)
		madvise((void *)(uintptr_t)map, size, MADV_NORMAL);
}

void
pm_mapped_will_need(const uint8_t *map, size_t offset, size_t len)
{
	static const size_t page = 4096;
	size_t start = offset & ~(page - 1);

	madvise((void *)((uintptr_t)map + start), offset - start + len, MADV_WILLNEED);
}

/* Of questions that find no wait, one in so many asks the system, which takes as long as to
 * look at some ten articles. */
#define ASKS_EACH 8u

bool
pm_mapped_waits(void)
{
	static atomic_long known;
	static atomic_int patience;
	static atomic_uint asked;
	struct rusage usage;

	if (atomic_load(&patience) == 0 && atomic_fetch_add(&asked, 1) % ASKS_EACH != 0)
		return false;
	if (getrusage(RUSAGE_SELF, &usage) != 0)
		return false;
	if (atomic_exchange(&known, usage.ru_majflt) != usage.ru_majflt)
		atomic_store(&patience, WAITS_FOR);
	else if (atomic_load(&patience) > 0)
		atomic_fetch_sub(&patience, 1);
	return atomic_load(&patience) > 0;
}

const char *
pm_mapped_loss(const void *address)
{
	uintptr_t at = (uintptr_t)address;
	size_t i;

	for (i = 0; i < ENTRIES; i++) {
		uintptr_t start = atomic_load(&entries[i].start);

		if (start > TAKEN && at >= start && at - start < entries[i].size)
			return entries[i].loss;
	}
	return NULL;
}
