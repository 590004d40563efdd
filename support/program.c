/* Pressmark - what a program does before anything else: see program.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/program.h"

#include "support/mapped.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#define EXIT_TROUBLE 2

/* For the handler. */
static const char *program_name;
static atomic_flag leaving = ATOMIC_FLAG_INIT;

static void
say(const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t n = write(STDERR_FILENO, text, len);

		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

static void
on_lost_bytes(int number, siginfo_t *info, void *context)
{
	const char *loss = info->si_code > 0 ? pm_mapped_loss(info->si_addr) : NULL;

	(void)context;
	if (loss == NULL) {
		/* Not ours: it comes again, and ends the program. */
		signal(number, SIG_DFL);
		if (info->si_code <= 0)
			raise(number);
		return;
	}
	/* Other threads may have lost the same file: one of them speaks. */
	while (atomic_flag_test_and_set(&leaving))
		pause();
	say(program_name);
	say(": ");
	say(loss);
	say("\n");
	_exit(EXIT_TROUBLE);
}

void
pm_program_begin(const char *name)
{
	struct sigaction action;

	program_name = name;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	memset(&action, 0, sizeof action);
	action.sa_sigaction = on_lost_bytes;
	action.sa_flags = SA_SIGINFO;
	sigemptyset(&action.sa_mask);
	sigaction(SIGBUS, &action, NULL);
}
