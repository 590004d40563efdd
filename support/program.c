/* Pressmark - what a program does before anything else: see program.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/program.h"

#include <signal.h>

void
pm_program_begin(void)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}
