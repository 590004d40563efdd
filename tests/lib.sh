# tests/lib.sh - TAP for scripted tests; sourced, not run.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The build sets PM_SRCDIR and PM_BUILDDIR; by hand, a script finds the source
# folder by its own place and takes ./build or the current folder for the other.

PM_SRCDIR=$(cd "${PM_SRCDIR:-$(dirname "$0")/../..}" && pwd)
if [ -z "${PM_BUILDDIR:-}" ]; then
	PM_BUILDDIR=$PWD
	if [ ! -f "$PM_BUILDDIR/Makefile" ] && [ -f "$PM_SRCDIR/build/Makefile" ]; then
		PM_BUILDDIR=$PM_SRCDIR/build
	fi
fi
PM_DATA=${PRESSMARK_DATA:-$PM_SRCDIR/../shared/data}
ARTICLES=$PM_SRCDIR/corpus/articles
LC_ALL=C.UTF-8
TZ=UTC
export PM_SRCDIR PM_BUILDDIR PM_DATA ARTICLES LC_ALL TZ
# A sanitizer's report must not look like an answer of the program.
ASAN_OPTIONS=exitcode=99:${ASAN_OPTIONS:-}
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1:${UBSAN_OPTIONS:-}
TSAN_OPTIONS=exitcode=99:${TSAN_OPTIONS:-}
export ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS

# Time limits are for what hangs.  PM_PATIENCE=20 makes all of them longer, for a slow or a
# busy machine.
PM_PATIENCE=${PM_PATIENCE:-5}
export PM_PATIENCE

tap_cases=0
tap_failures=0

pass()
{
	tap_cases=$((tap_cases + 1))
	echo "ok $tap_cases - $*"
}

fail()
{
	tap_cases=$((tap_cases + 1))
	tap_failures=$((tap_failures + 1))
	echo "not ok $tap_cases - $*"
}

# skip NAME REASON
skip()
{
	tap_cases=$((tap_cases + 1))
	echo "ok $tap_cases - $1 # SKIP $2"
}

# Pass when FILE is empty; otherwise fail and show what is in it.
pass_if_empty()
{
	local_file=$1
	shift
	if [ -s "$local_file" ]; then
		fail "$@"
		note <"$local_file"
	else
		pass "$@"
	fi
}

# The lines of standard input as comments.
note()
{
	sed 's/^/# /'
}

skip_all()
{
	echo "1..0 # SKIP $*"
	exit 77
}

# The last line of every script.
finish()
{
	echo "1..$tap_cases"
	[ "$tap_failures" -eq 0 ]
	exit
}

need_programs()
{
	for program in "$@"; do
		[ -x "$PM_BUILDDIR/$program" ] || skip_all "'$program' is not built"
	done
	PATH=$PM_BUILDDIR:$PATH
	export PATH
}

# within SECONDS COMMAND...: killed after that time, times PM_PATIENCE
within()
{
	within_seconds=$(($1 * PM_PATIENCE))
	shift
	timeout -s KILL "$within_seconds" "$@"
}

# The folders below this one that programs are built in, whatever their names.
build_folders()
{
	find . -path ./.git -prune -o -name config.status -print |
		sed -n 's|/config\.status$||; /^\.$/!p'
}

# A fresh folder in $work, removed at the end.
make_work()
{
	work=$(mktemp -d "${TMPDIR:-/tmp}/pressmark-test.XXXXXX") || exit 99
	trap 'rm -rf "$work"' EXIT
	trap 'exit 129' HUP INT TERM
}
