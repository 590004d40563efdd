/* Pressmark - memory for a program that lives for milliseconds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_SUPPORT_HEAP_H
#define PM_SUPPORT_HEAP_H

#include <stddef.h>

/* Have the pages of the next SIZE bytes that malloc will give at once, in one call
 * of the system instead of one fault for each page, which takes three times as
 * long.  Nothing else changes, and where it cannot be done nothing is. */
void pm_heap_prepare(size_t size);

#endif
