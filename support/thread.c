/* Pressmark - threads whose stacks are large enough: see thread.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/thread.h"

int
pm_thread_start(pthread_t *thread, void *(*run)(void *ctx), void *ctx)
{
	pthread_attr_t attr;
	int failure = pthread_attr_init(&attr);

	if (failure != 0)
		return failure;
	failure = pthread_attr_setstacksize(&attr, PM_STACK_SIZE);
	if (failure == 0)
		failure = pthread_create(thread, &attr, run, ctx);
	pthread_attr_destroy(&attr);
	return failure;
}
