#!/bin/bash
# tests/fault/large.sh - memory and files fail where there is much to hold: large
# tables are mapped, and spools spill.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each build over a published index must end with status 2 and one clear message that
# gives the reason, and leave the index untouched, so that the next build leaves exactly what it
# leaves elsewhere; or else the failure did no harm, and the new state is there,
# complete.  Never a signal, never a hang.
#
# PM_LONG=yes (make check-long) lets each call fail, of more kinds, and with more
# workers.
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"
PM_LONG=${PM_LONG:-no}
# On a busy machine a build takes a hundred times as long as on an idle one.
patience=120

# make_large N: articles of the words of the samples, each with its number behind it
# so that none comes twice; a fifth of them with a hyphen.  Tables double beyond 2 MB,
# and in 64 MB the runs are several: 2 of 150 articles.
make_large()
{
	cat "$ARTICLES"/*.txt | tr -cs 'A-Za-z' '\n' | awk -v articles="$1" '
	{ words[n++] = $0 }
	END {
		for (i = 0; i < articles; i++) {
			printf "{\"id\":\"large%d\",\"title\":\"%s %d\",\"text\":\"", i, words[i % n], i
			for (k = i * 1000; k < (i + 1) * 1000; k++)
				if (k % 5)
					printf "%s%d ", words[k % n], k
				else
					printf "%s%d-%s ", words[k % n], k, words[(k + 1) % n]
			print "\"}"
		}
	}'
}

articles=150
[ "$PM_LONG" != yes ] || articles=250
if make_states && make_large $articles >large.jsonl && build large -j 1 -m 64M large.jsonl &&
	pressmark-index export large >large.export; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi
state new >want

# A handful of calls, for make check.
next_few()
{
	echo $(($1 + 1 + $1 / 3))
}

# judge WHAT REASON: after a disturbed build of large.jsonl into index
judge()
{
	case $status in
	2)
		clear_message && grep -qE "$2" err ||
			{ echo "$1: not one clear message with the reason:"; cat err; }
		published_untouched || { echo "$1: the index was touched:"; cat told; }
		if ! build index new-corpus >told 2>&1; then
			echo "$1: the next build fails:"
			cat told
			return
		fi
		state index >got
		diff want got >told ||
			{ echo "$1: not what an undisturbed build leaves:"; cat told; } ;;
	0)
		whole large || { echo "$1: status 0, but the new state is not there:"; cat told; } ;;
	*)
		echo "$1: status $status"
		cat err ;;
	esac
}

# each KIND SUFFIX NEXT JOBS REASON NAME: N = 1, ... until nothing was struck
each()
{
	local n=1 runs=0 failures=0

	: >wrong
	while :; do
		fresh_index
		disturbed "$1:$n$2" pressmark-index build -q --keep 1 -j "$4" -m 64M -o index large.jsonl
		[ "$fired" = 1 ] || break
		runs=$((runs + 1))
		[ "$status" -ne 2 ] || failures=$((failures + 1))
		judge "$1:$n$2" "$5" >>wrong
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$($3 "$n")
	done
	if [ "$fired" = 0 ]; then
		[ "$status" -eq 0 ] || echo "$1$2: status $status after the last call" >>wrong
		[ "$calls" -ge "$least" ] ||
			echo "$1: only $calls calls: the corpus is too small" >>wrong
	elif [ ! -s wrong ]; then
		echo "$1:$n$2: status $status, and no count of calls" >>wrong
	fi
	pass_if_empty wrong "$6, $4 at work: $runs of $calls calls struck, $failures reported"
	struck=$((struck + failures))
}

no_memory="out of memory|Cannot allocate memory"
struck=0
least=20
if [ "$PM_LONG" = yes ]; then
	next=next_each
	for jobs in 1 3; do
		each map "" next_each $jobs "$no_memory" "a mapping fails"
		each map ":all" next_each $jobs "$no_memory" "all mappings fail from one on"
	done
	each malloc "" next_sampled 1 "$no_memory" "an allocation fails"
	each malloc ":all" next_sampled 3 "$no_memory" "all allocations fail from one on"
	each write "" next_sampled 1 "No space left on device" "a write fails: no space"
	each write ":EIO" next_sampled 3 "Input/output error" "a write fails: the device"
	each open "" next_each 1 "Too many open files" "an open for writing fails"
	each unlink ":EACCES" next_each 3 "Permission denied" "a removal fails"
else
	next=next_few
	each map "" next_few 1 "$no_memory" "a mapping fails"
fi

if [ $struck -gt 0 ]; then
	pass "failures were noticed"
else
	fail "failures were noticed: the injection does nothing"
fi

# What is only advice may be refused.
: >wrong
fresh_index
disturbed "advice:1:all" pressmark-index build -q --keep 1 -j 1 -m 64M -o index large.jsonl
{ [ "$fired" = 1 ] && [ "$status" -eq 0 ] && whole large; } ||
	{ echo "fired $fired, status $status"; cat err told; } >>wrong
pass_if_empty wrong "all advice is refused: $calls calls"

readers map $next "stats" pressmark-index stats large
readers map $next "check" pressmark-index check large
readers map $next "export" pressmark-index export large
if [ -x "$PM_BUILDDIR/pressmark-query" ]; then
	readers map next_each "a query" pressmark-query large large7
	readers map next_each "a query with many hits" \
		pressmark-query --kwic --kwic-sort R1 large '/[a-f].*/'
	readers map next_each "its parts" pressmark-query --explain large '/[a-f].*/ OR a*'
	printf '%s\n' 'CXMT' '/[a-f].*/' '"of the"' >'batch'
	readers map next_each "a batch" pressmark-query --batch batch --jobs 2 large
	readers advice next_each "a query, of its advice" pressmark-query large large7
else
	skip "queries" "'pressmark-query' is not built"
fi
finish
