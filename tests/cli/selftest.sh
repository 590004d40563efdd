#!/bin/bash
# tests/cli/selftest.sh - does the harness notice what is wrong?
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
make_work

cases=$work/cases
mkdir "$cases" "$work/build"

# Stand-ins for the programs: pressmark-query does as it is told.
cat >"$work/build/pressmark-query" <<'END'
#!/bin/sh
eval "$*"
END
cp "$work/build/pressmark-query" "$work/build/pressmark-index"
chmod +x "$work/build"/*

# new NAME SCRIPT [STDOUT [STDERR [STATUS]]]
new()
{
	printf '%s\n' "$2" >"$cases/$1.sh"
	[ -z "${3:-}" ] || printf '%s\n' "$3" >"$cases/$1.stdout"
	[ -z "${4:-}" ] || printf '%s\n' "$4" >"$cases/$1.stderr"
	[ -z "${5:-}" ] || printf '%s\n' "$5" >"$cases/$1.status"
}

# verdict NAME: what the harness says about the case
verdict()
{
	PM_BUILDDIR=$work/build "$PM_SRCDIR/tests/cli/run.sh" --cases "$cases" "$1" \
		</dev/null >"$work/said" 2>&1
	said=$?
	sed -n '1{s/ [0-9]* - .*# SKIP/ skip/;s/ [0-9]* - .*: crash$/ crash/;s/ [0-9]* - .*//;p;}' \
		"$work/said"
	return $said
}

# expect NAME VERDICT STATUS
expect()
{
	local got status
	got=$(verdict "$1")
	status=$?
	if [ "$got" = "$2" ] && [ $status -eq "$3" ]; then
		pass "$1: $2"
	else
		fail "$1: '$got' and $status, not '$2' and $3"
		note <"$work/said"
	fi
}

new silent 'exit 0'
expect silent "ok" 0
new all 'echo a; echo b >&2; exit 3' a b 3
expect all "ok" 0
new surroundings 'ls -A; echo "$(cat) $TZ $LC_ALL ${ARTICLES##*/} ${FOO-unset}"; [ ! -t 0 ]' \
	' UTC C.UTF-8 articles unset'
FOO=1 expect surroundings "ok" 0
new no_terminal 'if (: </dev/tty) 2>/dev/null; then echo terminal; fi'
expect no_terminal "ok" 0

new wrong_stdout 'echo a' b
expect wrong_stdout "not ok" 1
new missing_stdout 'exit 0' b
expect missing_stdout "not ok" 1
new unexpected_stdout 'echo a'
expect unexpected_stdout "not ok" 1
new no_line_end 'printf a' a
expect no_line_end "not ok" 1
new wrong_stderr 'echo a >&2' '' b
expect wrong_stderr "not ok" 1
new wrong_status 'exit 1'
expect wrong_status "not ok" 1
new wrong_success 'exit 0' '' '' 1
expect wrong_success "not ok" 1

new reason_to_skip 'echo no such thing here; exit 77'
expect reason_to_skip "ok skip no such thing here" 0
new expects_77 'exit 77' '' '' 77
expect expects_77 "ok" 0

new crash 'kill -SEGV $$'
expect crash "not ok crash" 1
new crash_expected 'kill -SEGV $$' '' '' 139
expect crash_expected "not ok crash" 1
new crash_of_program 'pressmark-query "kill -ABRT \$\$"; exit 0'
expect crash_of_program "not ok crash" 1
new crash_in_pipe 'pressmark-query "echo a; kill -SEGV \$\$" | cat' a
expect crash_in_pipe "not ok crash" 1
new report_of_sanitizer 'pressmark-query "exit 99" || exit 0'
expect report_of_sanitizer "not ok crash" 1
new status_of_program 'pressmark-query "exit 2"' '' '' 2
expect status_of_program "ok" 0
new reader_gone 'pressmark-query "yes" | head -n 1; exit 0' y
expect reader_gone "ok" 0

expect absent "not ok" 1
touch "$cases/orphan.stdout"
expect silent "not ok" 1
rm "$cases/orphan.stdout"

new regenerated 'echo new; exit 4' old
PM_BUILDDIR=$work/build "$PM_SRCDIR/tests/cli/run.sh" --cases "$cases" \
	--regenerate regenerated >/dev/null 2>&1
expect regenerated "ok" 0
if [ "$(cat "$cases/regenerated.stdout" "$cases/regenerated.status")" = "new
4" ] && [ ! -e "$cases/regenerated.stderr" ]; then
	pass "regenerated files"
else
	fail "regenerated files"
fi

# The same for tests/tap, through which all tests run.
tap()
{
	sh "$PM_SRCDIR/tests/tap" "$@" >"$work/said" 2>&1
	echo "$? $(grep -c '^ok' "$work/said") $(grep -c '^not ok' "$work/said") $(grep -c 'SKIP' "$work/said")"
}

# expect_tap NAME "STATUS OK NOT-OK SKIPPED" SCRIPT
expect_tap()
{
	local got

	printf '#!/bin/sh\n%s\n' "$3" >"$work/script"
	chmod +x "$work/script"
	got=$(tap "$work/script")
	if [ "$got" = "$2" ]; then
		pass "tap: $1"
	else
		fail "tap: $1: '$got', not '$2'"
		note <"$work/said"
	fi
}

expect_tap "a script without TAP passes" "0 1 0 0" 'echo fine'
expect_tap "a script without TAP fails" "0 0 1 0" 'exit 3'
expect_tap "a script without TAP crashes" "0 0 1 0" 'kill -SEGV $$'
expect_tap "a script without TAP skips" "0 1 0 1" 'echo no data; exit 77'
expect_tap "cases pass" "0 2 0 0" 'echo "ok 1 - a"; echo "ok 2 - b"; echo 1..2'
expect_tap "a case fails" "0 1 1 0" 'echo "ok 1 - a"; echo "not ok 2 - b"; echo 1..2; exit 1'
expect_tap "all skipped" "0 0 0 1" 'echo "1..0 # SKIP nothing here"; exit 77'
expect_tap "ends early" "99 1 0 0" 'echo "ok 1 - a"; exit 0'
expect_tap "crashes behind the plan" "139 1 0 0" 'echo 1..2; echo "ok 1 - a"; kill -SEGV $$'
expect_tap "a failure without its line" "1 1 0 0" 'echo 1..1; echo "ok 1 - a"; exit 1'
expect_tap "a Check program passes" "0 1 0 0" \
	'printf "ok 1 - a\n1..1\n" >$CK_TAP_LOG_FILE_NAME'
expect_tap "a Check program fails" "0 0 1 0" \
	'printf "not ok 1 - a\n1..1\n" >$CK_TAP_LOG_FILE_NAME; exit 1'
expect_tap "a Check program ends early" "99 1 0 0" \
	'printf "ok 1 - a\n" >$CK_TAP_LOG_FILE_NAME; exit 0'
# shellcheck disable=SC2016
CK_TIMEOUT_MULTIPLIER="" PM_PATIENCE=7 expect_tap "time limits are as long as PM_PATIENCE says" "0 1 0 0" \
	'[ $CK_TIMEOUT_MULTIPLIER -eq 7 ]'

if (PM_PATIENCE=1; within 1 sleep 20) 2>/dev/null; then
	fail "what hangs is killed"
else
	pass "what hangs is killed"
fi
mkdir -p "$work/source/obj/sub" "$work/source/support"
touch "$work/source/config.status" "$work/source/obj/config.status"
if [ "$(cd "$work/source" && build_folders)" = ./obj ]; then
	pass "a build is found by what is in it, not by its name"
else
	fail "a build is found by what is in it, not by its name"
fi
finish
