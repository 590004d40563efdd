#!/bin/bash
# tests/fuzz/run.sh - the seeds of each fuzz target, and inputs made from them.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# PM_FUZZ_INPUTS says how many; the same ones each time, unless PM_FUZZ_SEED is
# set.  Targets that answer queries, or read whole files, take a hundred times as long for
# one, and are given a fortieth of them.  What stopped a target is kept in the build folder.
#
# PM_LONG=yes (make check-long): ten times as many.
#
# With a fuzzer, by hand: compile with clang and -fsanitize=fuzzer,address,undefined,
# the target in the place of replay.c.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
make_work
inputs=${PM_FUZZ_INPUTS:-20000}
[ "${PM_LONG:-no}" != yes ] || inputs=$((inputs * 10))

for target in "$PM_SRCDIR"/tests/fuzz/fuzz_*.c; do
	name=${target##*/fuzz_}
	name=${name%.c}
	program=$PM_BUILDDIR/tests/fuzz/replay_$name
	if [ ! -x "$program" ]; then
		fail "$name: '$program' is not built"
		continue
	fi
	n=$inputs
	seeds=("$PM_SRCDIR/tests/fuzz/seeds/$name")
	case $name in
	evaluate) seeds+=("$PM_SRCDIR/tests/fuzz/seeds/parse") n=$((n / 40)) ;;
	copies | folds | generation | glass | lexicon | shares | store) seeds=("$PM_SRCDIR/tests/fuzz/seeds/forge") n=$((n / 20)) ;;
	index) seeds=("$PM_SRCDIR/tests/fuzz/seeds/forge") n=$((n / 200)) ;;
	encoding | export | page | removed | rules) n=$((n / 4)) ;;
	document | office | unpack | warc | xml) n=$((n / 10)) ;;
	mail) n=$((n / 20)) ;;
	entries | shapes) n=$((n / 40)) ;;
	esac
	TMPDIR=$work "$program" -n "$n" -s "${PM_FUZZ_SEED:-1}" -k "$work/last" \
		"${seeds[@]}" >"$work/said" 2>&1 </dev/null
	status=$?
	if [ $status -eq 0 ]; then
		pass "$name"
	else
		kept=$PM_BUILDDIR/tests/fuzz/stopped_$name
		cp "$work/last" "$kept" 2>/dev/null || true
		fail "$name: status $status; the last input is '$kept'"
		tail -n 20 "$work/said" | note
	fi
done
finish
