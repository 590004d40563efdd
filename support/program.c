/* Pressmark - what a program does before anything else: see program.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/program.h"

#include "support/mapped.h"
#include "support/thread.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
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

static void
set_signals(void)
{
	struct sigaction action;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	memset(&action, 0, sizeof action);
	action.sa_sigaction = on_lost_bytes;
	action.sa_flags = SA_SIGINFO;
	sigemptyset(&action.sa_mask);
	sigaction(SIGBUS, &action, NULL);
}

/* In the wrong direction, so that using it is an error, as it was. */
static void
open_standard_files(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	int fd;

	/* open takes the lowest number that is free */
	for (fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", modes[fd]) != fd)
			_exit(EXIT_TROUBLE);
}

struct run {
	int (*body)(int argc, char **argv);
	char **argv;
	int argc, status;
};

static void *
run_body(void *ctx)
{
	struct run *run = ctx;

	run->status = run->body(run->argc, run->argv);
	return NULL;
}

int
pm_program_run(const char *name, int (*body)(int argc, char **argv), int argc, char **argv)
{
	struct run run = { body, argv, argc, EXIT_TROUBLE };
	struct rlimit limit;
	pthread_t thread;

	program_name = name;
	open_standard_files();
	set_signals();
	/* Without such a thread it will do for most of what is asked. */
	if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < PM_STACK_SIZE &&
	    pm_thread_start(&thread, run_body, &run) == 0)
		pthread_join(thread, NULL);
	else
		run_body(&run);
	return run.status;
}
