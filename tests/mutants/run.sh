#!/bin/bash
# tests/mutants/run.sh [-n] [PATTERN...] - breaks the product on purpose, in one place
# at a time, and sees whether the tests notice.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is broken, and how the list is written: tests/mutants/README.md.  `make mutants`
# runs all of them; a PATTERN picks those whose name or file it matches.  -n only looks
# whether each edit still fits its file.
#
# Everything happens in build-mutants/ of the build folder: a copy of the sources, which
# is built once and then again for each edit.  The last line of the output counts.  The
# exit status is 0 where only those survived that the list says are equivalent, 1 where
# others did, and 2 where an edit does not fit or nothing could be run.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL
make=${MAKE:-make}
awk=${AWK:-awk}
jobs=${JOBS:-2}
patience=900			# seconds for a test, where it is not known what it takes

list=$PM_SRCDIR/tests/mutants/list
top=$PM_BUILDDIR/build-mutants
tree=$top/tree
build=$tree/build
# What a mutant that its own tests let pass has to pass as well.
later="cli corrupt/damage oracle/edge"

only_look=no
if [ "${1:-}" = -n ]; then
	only_look=yes
	shift
fi
patterns=()
for word in "$@"; do
	IFS=', ' read -r -a words <<<"$word"
	patterns+=(${words[@]+"${words[@]}"})
done

stop()
{
	echo "mutants: $*" >&2
	exit 2
}

make_work

# --- the list ----------------------------------------------------------------

# One folder for each mutant, in order, with a file for each thing that is said of it.
read_list()
{
	mkdir "$work/list" || exit 2
	$awk -v to="$work/list" '
	function put(what, line) {
		at = to sprintf("/%03d", n) "-" what
		printf "%s%s", (at in begun) ? "\n" : "", line >at
		begun[at] = 1
	}
	function wrong(why) {
		print "mutants: " FILENAME ":" FNR ": " why | "cat >&2"
		failed = 1
	}
	/^#/ || /^$/ { next }
	/^mutant: / { n++ }
	n == 0 { wrong("something before the first mutant"); exit }
	/^-/ { put("old", substr($0, 2)); next }
	/^\+/ { put("new", substr($0, 2)); next }
	/^(mutant|what|file|test|equivalent): ./ {
		colon = index($0, ":")
		put(substr($0, 1, colon - 1), substr($0, colon + 2))
		next
	}
	{ wrong("not understood: " $0) }
	END { exit failed }' "$list" || exit 2
	sort "$work"/list/*-mutant | uniq -d >"$work/twice"
}

# said N WHAT: what the list says of it, or nothing
said()
{
	[ ! -e "$work/list/$1-$2" ] || cat "$work/list/$1-$2"
}

# Notes in $work/used which patterns picked something.
is_wanted()
{
	local pattern name file wanted=1

	[ ${#patterns[@]} -gt 0 ] || return 0
	name=$(said "$1" mutant)
	file=$(said "$1" file)
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053
		if [[ $name == $pattern || $file == $pattern ]]; then
			echo "$pattern" >>"$work/used"
			wanted=0
		fi
	done
	return $wanted
}

# edit N FROM: FROM as the mutant has it; fails where its old text is not there, or
# more than once.
edit()
{
	OLD=$(said "$1" old) NEW=$(said "$1" new) LC_ALL=C $awk '
	{ text = text $0 "\n" }
	END {
		old = ENVIRON["OLD"]
		at = index(text, old)
		if (old == "" || at == 0)
			exit 3
		rest = substr(text, at + length(old))
		if (index(rest, old) > 0)
			exit 4
		printf "%s%s%s", substr(text, 1, at - 1), ENVIRON["NEW"], rest
	}' "$2"
}

# Every edit must fit, also of those that are not run: the list is kept whole.
look()
{
	local n name file wrong=0

	for n in "$@"; do
		name=$(said "$n" mutant)
		file=$(said "$n" file)
		for what in what file old; do
			[ -s "$work/list/$n-$what" ] || {
				echo "mutants: $name: has no '$what'" >&2; wrong=1; }
		done
		[ -f "$PM_SRCDIR/$file" ] || {
			echo "mutants: $name: there is no '$file'" >&2; wrong=1; continue; }
		edit "$n" "$PM_SRCDIR/$file" >"$work/edited"
		case $? in
		0) ! cmp -s "$work/edited" "$PM_SRCDIR/$file" || {
			echo "mutants: $name: changes nothing" >&2; wrong=1; } ;;
		4) echo "mutants: $name: '$file' has the old text more than once" >&2; wrong=1 ;;
		*) echo "mutants: $name: '$file' has not the old text" >&2; wrong=1 ;;
		esac
	done
	while read -r name; do
		echo "mutants: $name: two have this name" >&2
		wrong=1
	done <"$work/twice"
	return $wrong
}

# --- the copy ----------------------------------------------------------------

# The sources into the tree, where they have changed; what a build is made by is
# never changed there, but the tree made anew.
copy_sources()
{
	local f

	# made anew, where it must be, before it is asked: it tells of that as well
	$make -s -C "$PM_BUILDDIR" Makefile >/dev/null || stop "the Makefile cannot be made"
	$make -s --no-print-directory -C "$PM_BUILDDIR" print-distfiles |
		sed "s|^$PM_SRCDIR/||;s|^\.\./||;s|^\./||" | sort -u >"$work/files"
	[ -s "$work/files" ] || stop "the files of the tarball are not known"
	while read -r f; do
		case $f in
		configure|*.ac|*.am|*.in|*.m4|*.mk|build-aux/*)
			cmp -s "$PM_SRCDIR/$f" "$tree/$f" || {
				rm -rf "$tree"
				break
			} ;;
		esac
	done <"$work/files"
	mkdir -p "$build" || exit 2
	if [ ! -e "$build/config.status" ]; then
		(cd "$PM_SRCDIR" && tar -cf - -T "$work/files") | (cd "$tree" && tar -xf -) ||
			stop "cannot copy the sources"
		return
	fi
	while read -r f; do
		cmp -s "$PM_SRCDIR/$f" "$tree/$f" && continue
		mkdir -p "$(dirname "$tree/$f")"
		cp "$PM_SRCDIR/$f" "$tree/$f" && touch "$tree/$f" || exit 2
	done <"$work/files"
}

# As it was configured here, but for what only makes it slower or refuses an edit for
# the variable that it leaves unused.
configure_tree()
{
	local options=()

	[ ! -e "$build/config.status" ] || return 0
	eval "options=($("$PM_BUILDDIR/config.status" --config))"
	(cd "$build" && ../configure -q ${options[@]+"${options[@]}"} --disable-werror --disable-coverage \
		--disable-sanitizers CFLAGS=-O1 CXXFLAGS=-O1) >"$top/log" 2>&1 ||
		{ tail -n 20 "$top/log" >&2; stop "the copy cannot be configured"; }
}

# make_in TARGET...
make_in()
{
	$make -s --no-print-directory -j "$jobs" -C "$build" "$@" >"$top/log" 2>&1
}

# --- tests -------------------------------------------------------------------

# Those of mutant N: what the list says, or the one named as the file is.
tests_of()
{
	local tests file

	tests=$(said "$1" test)
	file=$(basename "$(said "$1" file)")
	if [ -z "$tests" ]; then
		tests=unit/test_${file%.*}
		[ -e "$tree/tests/$tests.c" ] || [ -e "$tree/tests/$tests.cc" ] || tests=cli
	fi
	echo "$tests"
}

# pressmark-query and what it loads.
query="pressmark-query pressmark-xapian.so"

# The programs that a test needs, as targets of make.
programs_of()
{
	case $1 in
	unit/*|corrupt/damage|oracle/test_naive) echo "tests/$1" ;;
	oracle/stories)
		echo "pressmark-index tests/oracle/test_oracle tests/oracle/copies" \
			"tests/corpus/make_corpus" ;;
	oracle/updates) echo "pressmark-index $query" tests/corpus/make_corpus \
		tests/oracle/{make_updates,same,small_index,test_oracle} ;;
	oracle/*) echo "pressmark-index $query tests/oracle/test_oracle" ;;
	fuzz/*) (cd "$tree" && printf '%s\n' tests/fuzz/fuzz_*.c) |
		sed 's|/fuzz_\(.*\)\.c$|/replay_\1|' ;;
	fault/*|crash/*) echo "pressmark-index $query tests/fault/inject.so" ;;
	stems/*) echo "pressmark-index $query tests/corpus/make_corpus" \
		tests/stems/other.so ;;
	*) echo "pressmark-index $query" ;;
	esac
}

# run_test TEST [SECONDS]: what it says into $work/said; 0 passed, 1 failed, 2 could not be run.
# cli/NAME is one case of tests/cli, cli all of them.
run_test()
{
	local status command

	case $1 in
	cli) command="tests/cli/run.sh" ;;
	cli/*) command="tests/cli/run.sh ${1#cli/}" ;;
	unit/*|corrupt/*|oracle/test_*) command="build/tests/$1" ;;
	*) command="tests/$1.sh" ;;
	esac
	# shellcheck disable=SC2086
	(cd "$tree" && PM_SRCDIR=$tree PM_BUILDDIR=$build PM_SANITIZERS='' \
		timeout -k 10 "${2:-$patience}" sh tests/tap ./$command) >"$work/said" 2>&1
	status=$?
	if [ $status -ne 0 ] || grep -aq '^not ok' "$work/said"; then
		[ $status -ne 124 ] || echo "not ok - it did not come to an end" >>"$work/said"
		return 1
	fi
	grep -a '^ok' "$work/said" | grep -aqv '# SKIP' || return 2
}

# The first thing that failed, in a few words.
what_failed()
{
	local line

	line=$(grep -a -m 1 '^not ok' "$work/said" | LC_ALL=C tr -cd ' -~\n' | cut -c 1-300 |
		sed 's/^not ok *[0-9]* - //; s/^[^ :]*\.cc*:[^:]*:\([a-z_0-9]*\):.*/\1/')
	echo "${line:-it broke off}" | cut -c 1-70
}

# Nothing can be said of a mutant by tests that fail without one.
run_tests_unchanged()
{
	local n test wrong=0

	for n in "$@"; do
		for test in $(tests_of "$n"); do
			echo "$test"
		done
	done | sort -u >"$work/tests"
	while read -r test; do
		# shellcheck disable=SC2046
		make_in $(programs_of "$test") || {
			tail -n 20 "$top/log" >&2; stop "$test: cannot be built"; }
		SECONDS=0
		run_test "$test" || {
			echo "mutants: $test: fails without any mutant, or is skipped:" >&2
			tail -n 20 "$work/said" >&2
			wrong=1; }
		echo "$test $((60 + 5 * SECONDS))" >>"$work/seconds"
	done <"$work/tests"
	[ $wrong -eq 0 ] || exit 2
}

# --- one mutant --------------------------------------------------------------

killed=0
survived=0
unexpected=0
broken=0

# judge N: with the edit in the tree
judge()
{
	local test name=$2 equivalent

	for test in $(tests_of "$1") $later; do
		# shellcheck disable=SC2046
		if ! make_in $(programs_of "$test"); then
			broken=$((broken + 1))
			printf 'broken    %-44s it cannot be built:\n' "$name"
			grep -m 3 'error' "$top/log" | note
			return
		fi
		run_test "$test" "$(sed -n "s|^$test ||p" "$work/seconds")" && continue
		killed=$((killed + 1))
		printf 'killed    %-44s %s: %s\n' "$name" "$test" "$(what_failed)"
		[ -z "$(said "$1" equivalent)" ] ||
			echo "# the list says that it is equivalent: it is not"
		return
	done
	survived=$((survived + 1))
	equivalent=$(said "$1" equivalent)
	printf 'survived  %-44s %s\n' "$name" "${equivalent:+equivalent}"
	[ -n "$equivalent" ] || unexpected=$((unexpected + 1))
	echo "${equivalent:-$(said "$1" what)}" | note
}

# A function, so that the script may be changed while it runs.
main()
{
	local all=() wanted=() n file pattern

	read_list
	: >"$work/used"
	for file in "$work"/list/*-mutant; do
		n=${file##*/}
		n=${n%-mutant}
		all+=("$n")
		if is_wanted "$n"; then
			wanted+=("$n")
		fi
	done
	look "${all[@]}" || stop "the list does not fit the sources"
	for pattern in ${patterns[@]+"${patterns[@]}"}; do
		grep -qxF -- "$pattern" "$work/used" || stop "no mutant is called '$pattern'"
	done
	if [ $only_look = yes ]; then
		echo "${#all[@]} mutants fit"
		exit 0
	fi

	[ -f "$PM_BUILDDIR/config.status" ] || stop "'$PM_BUILDDIR' is not configured"
	mkdir -p "$top" || exit 2
	copy_sources
	configure_tree
	run_tests_unchanged "${wanted[@]}"
	for n in "${wanted[@]}"; do
		file=$(said "$n" file)
		cp "$tree/$file" "$work/unchanged" || exit 2
		edit "$n" "$work/unchanged" >"$tree/$file" || stop "'$file' was changed meanwhile"
		judge "$n" "$(said "$n" mutant)"
		# and so newer than what was made of the mutant
		cp "$work/unchanged" "$tree/$file" || exit 2
	done
	[ $broken -eq 0 ] || echo "$broken cannot be built"
	echo "${#wanted[@]} mutants, $killed killed, $survived survived"
	[ $broken -eq 0 ] || exit 2
	[ $unexpected -eq 0 ] || exit 1
	exit 0
}

main
