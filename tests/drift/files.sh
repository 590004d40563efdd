#!/bin/bash
# tests/drift/files.sh - the habits of the house, as far as grep can see them.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
make_work
cd "$PM_SRCDIR" || exit 99

# the sources: all but what was built, the GPL, and data
built=()
while read -r folder; do
	built+=(-o -path "$folder")
done < <(build_folders)
find . \( -path ./.git "${built[@]}" -o -name build-aux -o -name autom4te.cache \
	-o -name '_*' -o -path './pressmark-[0-9]*' -o -path ./corpus/articles \
	-o -path ./tests/data -o -path ./completion -o -name .deps \) -prune \
	-o -type f \( -name '*.c' -o -name '*.cc' -o -name '*.h' -o -name '*.hh' -o -name '*.sh' \
	-o -name '*.mk' -o -name '*.am' -o -name '*.ac' -o -name '*.m4' -o -name '*.[1-9]' \
	-o -name '*.yml' -o -name .editorconfig -o -name .shellcheckrc \
	-o -name .clang-tidy -o -name .clang-format -o -name '*.md' -o -name '*.py' \
	-o -name quickstart -o -path './tests/tap' \
	-o -path './tests/tally' -o -path ./.ci/run -o -name NEWS \) -print |
	sed 's|^\./||' | grep -v '^aclocal\.m4$' | sort >"$work/all"

if [ "$(wc -l <"$work/all")" -ge 30 ]; then
	pass "the sources are found"
else
	fail "the sources are found: only $(wc -l <"$work/all")"
fi

grep -E '\.(c|cc|h|hh|sh|py)$' "$work/all" | while read -r f; do
	n=$(wc -l <"$f")
	# a test program is a list of cases: it may go on for longer
	case $f in
	tests/*) most=1200 ;;
	*) most=700 ;;
	esac
	[ "$n" -le $most ] || echo "$f: $n lines"
done >"$work/wrong"
pass_if_empty "$work/wrong" "no source is longer than 700 lines (a test: 1200)"

# the words are put together here, so that this file does not hold them; TAP has
# one of them for an expected failure
xargs grep -nE "TO""DO|FIX""ME|XX""X[^X]" <"$work/all" |
	grep -v 'mktemp\|mkstemp\|mkdtemp\|XXXXXX' |
	grep -v '"[^"]*# TO''DO' >"$work/wrong"
pass_if_empty "$work/wrong" "nothing is marked as unfinished"

grep -E '\.(c|cc|h|hh|sh|py|m4|am|ac)$' "$work/all" | while read -r f; do
	head -n 6 "$f" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' || echo "$f"
done >"$work/wrong"
pass_if_empty "$work/wrong" "every source names its licence"

xargs grep -nE "[[:space:]]+$" <"$work/all" >"$work/wrong"
pass_if_empty "$work/wrong" "no line ends in white space"

while read -r f; do
	[ -z "$(tail -c 1 "$f")" ] || echo "$f"
done <"$work/all" >"$work/wrong"
pass_if_empty "$work/wrong" "every file ends with a line end"

while read -r f; do
	case $(head -n 1 "$f") in
	'#!/bin/sh'*) sh -n "$f" 2>&1 ;;
	'#!/bin/bash'*|'#!/usr/bin/env bash'*) bash -n "$f" 2>&1 ;;
	*) continue ;;
	esac
	[ -x "$f" ] || echo "$f: not executable"
done <"$work/all" >"$work/wrong"
pass_if_empty "$work/wrong" "scripts can be parsed and run"

if command -v shellcheck >/dev/null; then
	# each version has notes on style of its own
	LINT_SEVERITY=warning tests/lint/run.sh shellcheck >"$work/wrong" 2>&1 && : >"$work/wrong"
	pass_if_empty "$work/wrong" "shellcheck finds nothing"
else
	skip "shellcheck finds nothing" "shellcheck is not installed"
fi

# At a call "true" says nothing: an enumerator does.  (Of other libraries' functions, and
# of a vector, the parameters are as they are.)
grep -E '\.(c|cc|h|hh)$' "$work/all" | grep -v '^tests/' |
	xargs grep -nE '[(,][[:space:]]*(true|false)[,)]|^[[:space:]]*(true|false)[,)]' |
	grep -vE 'atomic_store|std::vector' >"$work/wrong"
pass_if_empty "$work/wrong" "no boolean is bare at a call"

# Libraries never print or exit.  (support/program.c is what both programs begin with.)
grep -E '^(support|shim|glass|text|segment|corpus|language|match|search|answer)/.*\.(c|cc)$' "$work/all" |
	grep -v '^support/program\.c$' |
	xargs grep -nE '(^|[^a-z_])(printf|puts|putchar|perror|exit|_exit|abort)[[:space:]]*\(|std::c(out|err)|(^|[^a-z_])fprintf[[:space:]]*\([[:space:]]*std' \
	>"$work/wrong"
pass_if_empty "$work/wrong" "libraries never print or exit"

if command -v groff >/dev/null; then
	for f in man/*.[1-9]; do
		groff -mandoc -Tutf8 -ww -Wbreak "$f" 2>&1 >/dev/null | sed "s|^|$f: |"
	done >"$work/wrong"
	pass_if_empty "$work/wrong" "groff takes the manual without a warning"
	# where the head of a page does not fit, mdoc may never end
	for f in man/*.[1-9]; do
		timeout 20 groff -rLL=40n -rLT=40n -mandoc -Tutf8 "$f" >"$work/page" 2>&1 || echo "$f: status $?"
	done >"$work/wrong"
	pass_if_empty "$work/wrong" "groff sets the manual in narrow lines"
else
	skip "groff takes the manual without a warning" "groff is not installed"
	skip "groff sets the manual in narrow lines" "groff is not installed"
fi
finish
