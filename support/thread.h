/* Pressmark - threads whose stacks are large enough.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * By default a thread's stack is as large as the shell's limit says (ulimit -s), which may
 * be too small for a deeply nested query or page.
 */
#ifndef PM_SUPPORT_THREAD_H
#define PM_SUPPORT_THREAD_H

#include <pthread.h>

/* What a thread may use.  Only what it does use takes memory. */
#define PM_STACK_SIZE ((size_t)8 << 20)

/* As pthread_create; returns 0 or an errno. */
int pm_thread_start(pthread_t *thread, void *(*run)(void *ctx), void *ctx);

#endif
