#!/bin/bash
# tests/lint/run.sh [TOOL...] - what can be said of the sources without running them.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# TOOL is shellcheck, mandoc, cppcheck, clang-tidy or clang-format; without one, all but
# the last.  `make lint` runs this with what a compiler is told:
#
#	LINT_CPPFLAGS, LINT_CFLAGS, LINT_CXXFLAGS	as for a compiler
#	LINT_FILES	only these sources, for clang-tidy and clang-format
#	LINT_JOBS	so many at once (one for each core)
#	LINT_SEVERITY	of shellcheck: style, or warning for less
#	CLANG_TIDY, CLANG_FORMAT, CPPCHECK, MANDOC, SHELLCHECK	the tools
#
# Each finding is printed.  Exit status 0: none; 1: some; 2: a tool is missing.  What
# is looked for is in .clang-tidy, .clang-format, .shellcheckrc and
# tests/lint/cppcheck.txt.
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
jobs=${LINT_JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}

# clang-format lays out some things anew with each version.
clang_format=${CLANG_FORMAT:-clang-format-14}
clang_tidy=${CLANG_TIDY:-clang-tidy}
cppcheck=${CPPCHECK:-cppcheck}
mandoc=${MANDOC:-mandoc}
shellcheck=${SHELLCHECK:-shellcheck}

# sources SUFFIX...: the files of the repository whose names end so
sources()
{
	local tests=() suffix

	for suffix in "$@"; do
		tests+=(-o -name "*$suffix")
	done
	find . \( -path './.?*' -o -path ./build -o -path './build-*' -o -name autom4te.cache \
		-o -name '_*' -o -path './pressmark-[0-9]*' \) -prune -o -type f \( "${tests[@]:1}" \) -print |
		sed 's|^\./||' | sort
}

# Those that are to be looked at.
chosen()
{
	if [ -n "${LINT_FILES:-}" ]; then
		# shellcheck disable=SC2086
		printf '%s\n' $LINT_FILES
	else
		sources "$@"
	fi
}

# --- the tools: each prints what it finds, and fails then --------------------------

run_shellcheck()
{
	local file shell failed=0

	while read -r file; do
		shell=()
		case $(head -n 1 "$file") in
		'#!'*) ;;
		# a part of a script, or a case of tests/cli/run.sh
		*) shell=(--shell=bash) ;;
		esac
		"$shellcheck" --severity="${LINT_SEVERITY:-style}" --format=gcc "${shell[@]}" "$file" || failed=1
	done < <(sources .sh quickstart tap tally; echo .ci/run)
	return "$failed"
}

# Not its notes on style: they take the ':' of `id:` for punctuation, FIELDS for a typo
# of FILES, and a page that is not installed for one that is not there.
run_mandoc()
{
	"$mandoc" -Tlint -W warning man/*.[1-9]
}

run_cppcheck()
{
	local options=(--quiet --error-exitcode=1 --library=posix --library=gnu --std=c11 --std=c++17
		-I. -D_GNU_SOURCE=1 -DXXH_INLINE_ALL -DHAVE_LIBEDIT=1
		--template='{file}:{line}: {severity}: {message} [{id}]'
		--suppressions-list=tests/lint/cppcheck.txt) all failed=0

	mapfile -t all < <(sources .c .cc)
	"$cppcheck" "${options[@]}" -j "$jobs" --enable=warning,style,performance,portability \
		"${all[@]}" || failed=1
	# needs all files at once
	"$cppcheck" "${options[@]}" --enable=unusedFunction "${all[@]}" || failed=1
	return "$failed"
}

run_clang_tidy()
{
	export clang_tidy top
	chosen .c .cc | grep '\.cc*$' | xargs -P "$jobs" -n 1 bash -c '
		case $1 in
		*.cc) flags="-std=gnu++17 ${LINT_CXXFLAGS-}" ;;
		*) flags="-std=gnu11 ${LINT_CFLAGS-}" ;;
		esac
		[ "$1" = support/status.c ] || flags="$flags -include tests/lint/analyzer.h"
		# shellcheck disable=SC2086
		said=$("$clang_tidy" --quiet --header-filter="^$top/" "$top/$1" -- -I"$top" \
			${LINT_CPPFLAGS-} $flags -Wno-error -Wno-unknown-warning-option 2>&1)
		status=$?
		[ $status -eq 0 ] || printf "%s\n" "$said" | grep -v "warnings* generated\.$"
		exit $status' clang-tidy
}

run_clang_format()
{
	chosen .c .cc .h .hh | xargs "$clang_format" --dry-run -Werror
}

# --- all of them ----------------------------------------------------------------------

# package TOOL: where Debian has it
package()
{
	case $1 in
	clang-format) echo clang-format-14 ;;
	*) echo "$1" ;;
	esac
}

[ $# -gt 0 ] || set -- shellcheck mandoc cppcheck clang-tidy
status=0
for tool in "$@"; do
	name=${tool//-/_}
	if [ "$(type -t "run_$name")" != function ]; then
		echo "lint: '$tool' is no tool; one of shellcheck, mandoc, cppcheck," \
			"clang-tidy, clang-format" >&2
		exit 2
	fi
	if ! command -v "${!name}" >/dev/null; then
		echo "lint: '${!name}' is missing (Debian: apt-get install $(package "$tool"))" >&2
		status=2
		continue
	fi
	SECONDS=0
	if "run_$name"; then
		echo "lint: $tool finds nothing ($SECONDS s)"
	else
		echo "lint: $tool: see above ($SECONDS s)"
		[ $status -ne 0 ] || status=1
	fi
done
exit $status
