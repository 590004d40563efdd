# tests/oracle/lib.sh - runs of test_oracle as cases of a script; sourced.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# PM_LONG=yes (make check-long) asks far more queries, and others.
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index tests/oracle/test_oracle
make_work
PM_LONG=${PM_LONG:-no}

# Instrumented programs are several times slower.
slow=1
# shellcheck disable=SC2034  # for who sources this
[ -z "${PM_SANITIZERS:-}" ] || slow=4

# build INDEX CORPUS [OPTION...]
build()
{
	build_index=$1
	build_corpus=$2
	shift 2
	rm -rf "$build_index"
	if ! pressmark-index build -q -o "$build_index" "$@" "$build_corpus" 2>"$work/err"; then
		fail "an index of $(basename "$build_corpus") is built"
		note <"$work/err"
		return 1
	fi
}

# oracle NAME ARGUMENT...: every case of test_oracle is one of this script.
oracle()
{
	oracle_name=$1
	shift
	"$PM_BUILDDIR/tests/oracle/test_oracle" "$@" >"$work/out" 2>"$work/err"
	oracle_status=$?
	while IFS= read -r line; do
		case $line in
		"ok "*) pass "$oracle_name: ${line#ok * - }" ;;
		"not ok "*) fail "$oracle_name: ${line#not ok * - }" ;;
		1..*) ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$work/out"
	if [ $oracle_status -gt 1 ] || ! grep -q '^1\.\.[0-9]' "$work/out"; then
		fail "$oracle_name: status $oracle_status"
		note <"$work/err"
	fi
}

# build_joined N INDEX CORPUS [OPTION...]: the same with up to N segments, which have about
# as many lines of the corpus each
build_joined()
{
	joined_n=$1
	joined_index=$2
	joined_corpus=$3
	shift 3
	joined_lines=$(wc -l <"$joined_corpus")
	rm -rf "$joined_index" "$work/pieces"
	mkdir "$work/pieces"
	split -a 3 -l $((joined_lines / joined_n + 1)) "$joined_corpus" "$work/pieces/"
	joined_others=
	for joined_piece in "$work/pieces"/*; do
		mv "$joined_piece" "$joined_piece.jsonl"
		build "$joined_piece" "$joined_piece.jsonl" "$@" || return 1
		joined_others="$joined_others $joined_piece"
	done
	# shellcheck disable=SC2086  # their names have no blanks
	set -- $joined_others
	mv "$1" "$joined_index"
	shift
	if ! "$PM_BUILDDIR/tests/oracle/join" "$joined_index" "$@" 2>"$work/err"; then
		fail "an index of $joined_n segments is made"
		note <"$work/err"
		return 1
	fi
}
