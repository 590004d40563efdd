/* Pressmark - memory for what lives for milliseconds: see heap.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#if defined(__GLIBC__) && defined(MADV_POPULATE_WRITE)

void
pm_heap_prepare(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), skip;
	char *room;

	/* The block is to come from the heap, and to stay there when freed. */
	mallopt(M_MMAP_THRESHOLD, (int)(2 * size));
	mallopt(M_TRIM_THRESHOLD, (int)(4 * size));
	room = malloc(size);
	if (room == NULL)
		return;
	skip = page - (uintptr_t)room % page;
	/* An old kernel does not know this advice. */
	(void)madvise(room + skip, (size - skip) / page * page, MADV_POPULATE_WRITE);
	free(room);
}

#else

void
pm_heap_prepare(size_t size)
{
	(void)size;
}

#endif
