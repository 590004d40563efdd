#!/bin/bash
# bench/scale.sh - whether the time grows as the corpus does: `make bench-scale`.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu
# shellcheck source=bench/lib.sh
. "$PM_SRCDIR/bench/lib.sh"

sizes=${BENCH_SIZES:-250M 500M 1G 2G}
memory=${BENCH_MEMORY:-256M}
runs=${BENCH_RUNS:-1}
work=$BENCH_DIR/scale
rm -rf "$work"
mkdir -p "$work"
input=$work/articles.jsonl

threads=1
options=()
if pressmark_has jobs; then
	for n in $BENCH_THREADS; do
		[ "$n" -le "$threads" ] || threads=$n
	done
	options+=(--jobs "$threads")
fi
if pressmark_has memory; then
	options+=(--memory "$memory")
else
	memory=
fi

find_sources
label=scale
record_machine
record version pressmark - - Pressmark \
	"$("$PM_BUILDDIR/pressmark-index" --version | sed -n '1s/^[^ ]* //p')"
record scale pressmark "$threads" - memory "${memory:-no limit}"
for size in $sizes; do
	synthesize "$size" "$input"
	count_input
	best=
	for ((r = 1; r <= runs; r++)); do
		rm -rf "$work/index"
		status=0
		run_measured "$work/took" "$threads" "$PM_BUILDDIR/pressmark-index" build \
			-q -o "$work/index" "${options[@]}" "$input" || status=$?
		[ $status -le 1 ] || { tail -n 5 "$log" >&2; die 'pressmark-index failed'; }
		read -r seconds cpu kib <"$work/took"
		[ -n "$best" ] && awk "BEGIN { exit !($best <= $seconds) }" || {
			best=$seconds
			best_cpu=$cpu
			best_kib=$kib
		}
	done
	record scale pressmark "$threads" "$size" text_bytes "$text_bytes"
	record scale pressmark "$threads" "$size" seconds "$best"
	record scale pressmark "$threads" "$size" cpu "$best_cpu"
	record scale pressmark "$threads" "$size" kib "$best_kib"
	record scale pressmark "$threads" "$size" bytes "$(folder_bytes "$work/index")"
	say "$size: $best s"
done
rm -rf "$work"
echo
"$PM_SRCDIR/bench/render.sh" - "$run"
say "the numbers are in $results"
