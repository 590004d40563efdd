/* Pressmark - run a command and report what it took.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	measure [-c CPUS] [-n TIMES] -o FILE COMMAND...
 *
 * Writes "seconds, CPU seconds, peak resident KiB" to FILE, one line for each of TIMES
 * runs, and exits with the command's status; a run that fails is the last.  With -c the
 * command may use only that many processors, so that "one thread" means the same for an
 * engine with threads of its own for reading, merging or garbage collection. */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
die(const char *what)
{
	fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
	exit(2);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

/* Keep to the first N of the processors that this process may use. */
static void
keep_to(int n)
{
	cpu_set_t may, set;
	int i;

	if (sched_getaffinity(0, sizeof may, &may) != 0)
		die("sched_getaffinity");
	CPU_ZERO(&set);
	for (i = 0; i < CPU_SETSIZE && n > 0; i++) {
		if (CPU_ISSET(i, &may)) {
			CPU_SET(i, &set);
			n--;
		}
	}
	if (sched_setaffinity(0, sizeof set, &set) != 0)
		die("sched_setaffinity");
}

/* Returns the command's status as a shell would. */
static int
run(char **command, FILE *out)
{
	struct rusage usage;
	double begin = now();
	/* without the copy of this process, which would be measured too
	 * NOLINTNEXTLINE(clang-analyzer-security.insecureAPI.vfork) */
	pid_t pid = vfork();
	int status;

	if (pid < 0)
		die("vfork");
	if (pid == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	while (wait4(pid, &status, 0, &usage) < 0) {
		if (errno != EINTR)
			die("wait4");
	}
	fprintf(out, "%.6f\t%.6f\t%ld\n", now() - begin,
		seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
main(int argc, char **argv)
{
	const char *path = NULL;
	FILE *out;
	int c, status = 0, times = 1;

	/* + : everything after the command's name belongs to the command */
	while ((c = getopt(argc, argv, "+c:n:o:")) != -1) {
		switch (c) {
		case 'c':
			keep_to(atoi(optarg));
			break;
		case 'n':
			times = atoi(optarg);
			break;
		case 'o':
			path = optarg;
			break;
		default:
			return 2;
		}
	}
	if (path == NULL || optind == argc) {
		fputs("measure: usage: measure [-c CPUS] [-n TIMES] -o FILE COMMAND...\n",
		      stderr);
		return 2;
	}
	out = fopen(path, "w");
	if (out == NULL)
		die(path);
	while (status == 0 && times-- > 0)
		status = run(argv + optind, out);
	if (fclose(out) != 0)
		die(path);
	return status;
}
