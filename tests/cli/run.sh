#!/bin/bash
# tests/cli/run.sh [--cases FOLDER] [--regenerate] [CASE...] - the programs as
# their users see them.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A case is NAME.sh beside what it must give: NAME.stdout, NAME.stderr and
# NAME.status; an absent file means nothing, and status 0.  It runs in an empty
# folder, without a terminal, with an empty standard input, and finds
#
#	pressmark-index, pressmark-query	in PATH
#	$ARTICLES	the sample articles
#	$DATA		tests/data of the source folder
#	$BIN		the folder of the programs themselves; those in PATH are
#			wrappers, which notice a crash inside a pipe, too
#
# What JSON cites of its index, which depends on the time and on the libraries, is
# left out of what is compared; a case that looks at it calls it otherwise.
#
# A case that exits with 77, and expects another status, is skipped; its last
# line of output is the reason.  A crash (a signal, a sanitizer's report) is
# never what was expected.
#
# --regenerate writes what came out as what is expected, and shows the
# difference: read it.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"

cases=$PM_SRCDIR/tests/cli/cases
regenerate=no
programs="pressmark-index pressmark-query"
while [ $# -gt 0 ]; do
	case $1 in
	--cases)
		cases=$(cd "$2" && pwd) || exit 99
		programs=
		shift 2 ;;
	--regenerate) regenerate=yes; shift ;;
	--) shift; break ;;
	-*) echo "usage: $0 [--cases FOLDER] [--regenerate] [CASE...]" >&2; exit 99 ;;
	*) break ;;
	esac
done

# shellcheck disable=SC2086
need_programs $programs
make_work

# Wrappers: the same program, and a note when it crashed.
mkdir "$work/bin"
for program in pressmark-index pressmark-query; do
	cat >"$work/bin/$program" <<END
#!/bin/sh
"$PM_BUILDDIR/$program" "\$@"
status=\$?
# 141: its reader went away
if [ \$status -ge 128 ] && [ \$status -ne 141 ] || [ \$status -eq 99 ]; then
	echo "$program \$*: status \$status" >>"\$PM_CRASHES"
fi
exit \$status
END
done
chmod +x "$work"/bin/*

detach=()
if setsid -w true 2>/dev/null; then
	detach=(setsid -w)
fi

# Runs the case; leaves out, err, status and crashes in $work/got.
run_case()
{
	rm -rf "$work/got" "$work/cwd"
	mkdir "$work/got" "$work/cwd"
	: >"$work/got/crashes"
	# bash itself reports a killed child: not into the test's output
	{ (
		cd "$work/cwd" &&
		exec env -i HOME="$work/cwd" PATH="$work/bin:$PATH" TMPDIR="$work" \
			LC_ALL="$LC_ALL" TZ="$TZ" TERM=dumb ARTICLES="$ARTICLES" \
			BIN="$PM_BUILDDIR" DATA="$PM_SRCDIR/tests/data" PM_PATIENCE="$PM_PATIENCE" \
			PM_CRASHES="$work/got/crashes" ASAN_OPTIONS="$ASAN_OPTIONS" \
			UBSAN_OPTIONS="$UBSAN_OPTIONS" TSAN_OPTIONS="$TSAN_OPTIONS" \
			"${detach[@]}" bash "$1" </dev/null >"$work/got/out" 2>"$work/got/err"
	); } 2>/dev/null
	echo $? >"$work/got/status"
	LC_ALL=C sed -i 's/,"index":{"generation":[^}]*}//' "$work/got/out"
	if [ "$(cat "$work/got/status")" -ge 128 ]; then
		echo "the case: status $(cat "$work/got/status")" >>"$work/got/crashes"
	fi
}

# compare EXPECTED GOT WHAT: complains into $work/got/wrong
compare()
{
	local expected=$1

	[ -e "$expected" ] || expected=/dev/null
	if ! cmp -s "$expected" "$2"; then
		diff -u --label "expected $3" --label "what came out" \
			"$expected" "$2" >>"$work/got/wrong"
	fi
}

# keep GOT EXPECTED NOTHING: an absent file stands for the content NOTHING
keep()
{
	if [ "$(cat "$1"; echo .)" = "$3." ]; then
		rm -f "$2"
	else
		cp "$1" "$2"
	fi
}

if [ $# -gt 0 ]; then
	names=("${@%.sh}")
else
	names=()
	for file in "$cases"/*.sh; do
		[ -e "$file" ] || continue
		file=${file##*/}
		names+=("${file%.sh}")
	done
fi
# what is expected of a case that does not exist is expected of none
for file in "$cases"/*.stdout "$cases"/*.stderr "$cases"/*.status; do
	[ -e "$file" ] || continue
	[ -e "${file%.*}.sh" ] || fail "${file##*/} belongs to no case"
done

for name in ${names[@]+"${names[@]}"}; do
	if [ ! -e "$cases/$name.sh" ]; then
		fail "$name: no such case"
		continue
	fi
	run_case "$cases/$name.sh"
	: >"$work/got/wrong"
	status=$(cat "$work/got/status")
	expected=0
	[ -e "$cases/$name.status" ] && expected=$(cat "$cases/$name.status")
	if [ -s "$work/got/crashes" ]; then
		fail "$name: crash"
		note <"$work/got/crashes"
		note <"$work/got/err"
		continue
	fi
	if [ "$status" -eq 77 ] && [ "$expected" != 77 ]; then
		skip "$name" "$(tail -n 1 "$work/got/out")"
		continue
	fi
	compare "$cases/$name.stdout" "$work/got/out" stdout
	compare "$cases/$name.stderr" "$work/got/err" stderr
	[ "$status" = "$expected" ] ||
		echo "status $status, expected $expected" >>"$work/got/wrong"
	if [ $regenerate = yes ] && [ -s "$work/got/wrong" ]; then
		cat "$work/got/wrong" >&2
		keep "$work/got/out" "$cases/$name.stdout" ""
		keep "$work/got/err" "$cases/$name.stderr" ""
		keep "$work/got/status" "$cases/$name.status" "0
"
		pass "$name (regenerated)"
		continue
	fi
	pass_if_empty "$work/got/wrong" "$name"
done
if [ "$tap_cases" -eq 0 ]; then
	skip_all "no cases in '$cases'"
fi
finish
