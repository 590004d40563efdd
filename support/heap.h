/* Pressmark - memory for a program that lives for milliseconds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_SUPPORT_HEAP_H
#define PM_SUPPORT_HEAP_H

#include <stddef.h>

/* Fetch the pages for the next SIZE bytes that malloc will hand out, with one system call
 * instead of one fault per page, which takes three times as long.  Nothing else changes;
 * where it is not possible, nothing happens. */
void pm_heap_prepare(size_t size);

#endif
