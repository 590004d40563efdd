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
