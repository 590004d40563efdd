#!/bin/bash
# bench/growth.sh - do the ratios between engines change as the corpus grows?  `make
# bench-growth`: a run for each size, as `make bench` does it.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu
# shellcheck source=bench/lib.sh
. "$PM_SRCDIR/bench/lib.sh"

for size in ${BENCH_SIZES:-200M 500M 1G}; do
	BENCH_ALL=$size BENCH_PEERS=${BENCH_GROWTH_PEERS:-pressmark tantivy} \
		"$PM_SRCDIR/bench/run.sh"
done
"$PM_SRCDIR/bench/render.sh" - growth
