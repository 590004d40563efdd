/* Pressmark - memory for what lives for milliseconds: a program, or a query.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_SUPPORT_HEAP_H
#define PM_SUPPORT_HEAP_H

#include <stddef.h>

/* Enough for what most queries take at the same time. */
#define PM_HEAP_OF_A_QUERY ((size_t)384 << 10)

/* Fetch the pages for the next SIZE bytes that malloc will hand out, with one system call
 * instead of one fault per page, which takes three times as long; and keep four
 * times as much when it is freed, or else each query would fetch its pages again.  Where it
 * is not possible, nothing happens. */
void pm_heap_prepare(size_t size);

#endif
