#!/bin/bash
# bench/run.sh - Pressmark beside other engines, in one run: `make bench`.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu
# shellcheck source=bench/lib.sh
. "$PM_SRCDIR/bench/lib.sh"
# shellcheck source=bench/peers.sh
. "$PM_SRCDIR/bench/peers.sh"

KINDS='AND OR PHRASE AND-QUOTED OR-QUOTED OR-10 NEAR WILDCARD'
# of each kind
COLD=30
# A run of more than this many seconds is not repeated.
SLOW=120
runs=${BENCH_RUNS:-3}
work=$BENCH_DIR/run
indexes=$BENCH_DIR/indexes
queries=$work/queries.tsv
rm -rf "$work" "$indexes"
mkdir -p "$work" "$indexes"

engines=()
declare -A slow=() failed=()

# skip ENGINE WHAT WHY
skip()
{
	say "skipped: ${engine_name[$1]}${2:+ $2} ($3)"
	record skipped "$1" - - "${2:--}" "$3"
}

# fail ENGINE WHAT: it takes no further part; what it did before stays measured
fail()
{
	tail -n 5 "$log" >&2
	say "failed: ${engine_name[$1]} ($2): ${command[*]}"
	record skipped "$1" - - - "failed: $2"
	failed[$1]=yes
}

prepare_engines()
{
	local e

	for e in $BENCH_PEERS; do
		[ -n "${engine_name[$e]:-}" ] || die "there is no engine '$e' in peers.sh"
		if "${e}_prepare"; then
			engines+=("$e")
			record version "$e" - - "${engine_name[$e]}" "${engine_version[$e]}"
		else
			skip "$e" '' "$why"
		fi
	done
	[ ${#engines[@]} -gt 0 ] || die 'no engine is left'
}

# times ENGINE WHAT: whether it is to be run for the $r-th time
times()
{
	[ -z "${failed[$1]:-}" ] && { [ "$r" -eq 1 ] || [ -z "${slow[$1 $2]:-}" ]; }
}

# took ENGINE WHAT FILE: remember whether that was slow
took()
{
	if awk -v most=$SLOW '$1 > most { found = 1 } END { exit !found }' "$3"; then
		slow[$1 $2]=yes
	fi
}

# --- indexing -------------------------------------------------------------------

# How many articles an index of Pressmark holds.
pressmark_articles()
{
	"$PM_BUILDDIR/pressmark-index" stats "$1" | sed -n '/^articles  /{s/[^0-9]//g;p;q;}'
}

# index ENGINE THREADS
index()
{
	local e=$1 n=$2 file=$work/index-$1-$2.$r dir=$indexes/$1 status=0 got

	rm -rf "$dir"
	"${e}_index" "$input" "$dir" "$n"
	run_measured "$file" "$n" "${command[@]}" || status=$?
	# pressmark-index ends with 1 where it left out some articles
	if [ $status -ne 0 ] && [ "$e $status" != 'pressmark 1' ]; then
		fail "$e" "indexing, status $status"
		return
	fi
	if [ "$e" = pressmark ]; then
		got=$(pressmark_articles "$dir")
	else
		got=$(cat "$file.out")
	fi
	if [ "$got" != "$articles" ]; then
		fail "$e" "$got articles instead of $articles"
		return
	fi
	folder_bytes "$dir" >"$file.bytes"
	took "$e" "index $n" "$file"
	awk -v e="${engine_name[$e]}" -v n="$n" -v r="$r" -v text="$text_bytes" '{
		printf "bench: indexed by %s, threads %d, run %d: %.2f s, %.1f MB/s\n",
			e, n, r, $1, text / $1 / 1e6
	}' "$file"
}

index_all()
{
	local e n as first=${BENCH_THREADS%% *}

	for ((r = 1; r <= runs; r++)); do
		for n in $BENCH_THREADS; do
			for e in "${engines[@]}"; do
				as=$n
				if [ -n "${engine_threads[$e]:-}" ]; then
					as=1
					if [ "$n" != "$first" ]; then
						[ "$r" -gt 1 ] || skip "$e" "with $n threads" \
							"${engine_threads[$e]}"
						continue
					fi
				fi
				! times "$e" "index $as" || index "$e" "$as"
			done
		done
	done
	for e in "${engines[@]}"; do
		# shellcheck disable=SC2086
		for n in $(printf '%s\n' 1 $BENCH_THREADS | sort -nu); do
			[ -f "$work/index-$e-$n.1.bytes" ] || continue
			record_index "$e" "$n"
		done
	done
}

# The fastest of its runs.
record_index()
{
	local best f seconds cpu kib

	best=$(for f in "$work/index-$1-$2".[0-9]*; do
		[ -f "$f.bytes" ] || continue
		echo "$(cut -f 1 "$f") $f"
	done | sort -n | sed -n '1s/^[^ ]* //p')
	read -r seconds cpu kib <"$best"
	record index "$1" "$2" - seconds "$seconds"
	record index "$1" "$2" - cpu "$cpu"
	record index "$1" "$2" - kib "$kib"
	record index "$1" "$2" - bytes "$(cat "$best.bytes")"
}

# --- queries --------------------------------------------------------------------

# All kinds, made of those that users asked, or else of the corpus; and a few of them for
# what is cold.
prepare_queries()
{
	local from=$BENCH_QUERIES

	if [ ! -f "$from" ]; then
		say "there is no file '$from': queries are made from the corpus"
		from=-
	fi
	"$queries_tool" "$BENCH_SEED" "${sources[0]}" "$from" >"$queries"
	if [ -z "${BENCH_QUERY:-}" ]; then
		BENCH_QUERY='world bank president'
		[ "$from" != - ] || BENCH_QUERY=$(sed -n '/^OR\t/{s///p;q;}' "$queries")
	fi
	record corpus - - - query "$BENCH_QUERY"
	awk -F '\t' -v most=$COLD '
	$1 ~ /^(AND|OR|PHRASE)$/ && seen[$1]++ % 10 == 0 && n[$1]++ < most { print }
	$1 == "AND" && n[$1] <= most && (seen[$1] - 1) % 10 == 0 {
		lines[++some] = $2
	}
	END {
		for (i = 1; i <= some; i++)
			print "KWIC\t" lines[i]
		for (i = 1; i <= some; i++)
			print "FACETS\t" lines[i]
	}' "$queries" >"$work/cold.tsv"
}

# query ENGINE FIELD ROW: time all queries; FIELD may be empty, or "one core": all fields
# with one processor for all threads
query()
{
	local e=$1 file=$work/query-$3.$r cores=all

	"${e}_query" "$indexes/$e" "$queries"
	case $2 in
	'') ;;
	'one core') cores=1 ;;
	*) command+=("$2") ;;
	esac
	if ! run_measured "$file" "$cores" "${command[@]}"; then
		fail "$e" 'answering the queries'
		return
	fi
	took "$e" "query $2" "$file"
	say "asked ${engine_name[$e]}${2:+, $2 only}, run $r: $(cut -f 1 "$file") s"
}

query_all()
{
	local e field

	for ((r = 1; r <= runs; r++)); do
		for e in "${engines[@]}"; do
			! times "$e" 'query ' || query "$e" '' "$e"
			field=${engine_field[$e]:-}
			[ -n "$field" ] && times "$e" "query $field" || continue
			query "$e" "$field" "$e:${field// /-}"
		done
	done
	for e in "${engines[@]}"; do
		[ -z "${failed[$e]:-}" ] || continue
		record_queries "$e"
		field=${engine_field[$e]:-}
		[ -z "$field" ] || record_queries "$e:${field// /-}"
	done
}

# The best of each query over all runs, then by kind.
record_queries()
{
	local row=$1 all=$work/times-$1 kind way column f

	for f in "$work/query-$row".[0-9]*.out; do
		cat -n "$f"
	done | awk '{
		# the engine has no such thing
		if ($3 == "-")
			next
		if (!($1 in kind) || $3 < top[$1])
			top[$1] = $3
		if (!($1 in kind) || $4 < exact[$1])
			exact[$1] = $4
		kind[$1] = $2
		total[$1] = $5
		way[$1] = $6
		if ($1 > n)
			n = $1
	}
	END {
		for (i = 1; i <= n; i++)
			if (i in kind)
				print kind[i], top[i], exact[i], total[i], way[i]
	}' >"$all"
	for kind in $KINDS; do
		for way in top exact; do
			column=2
			[ $way = top ] || column=3
			awk -v kind="$kind" -v column=$column '$1 == kind { print $column }' "$all" |
				sort -n | awk '
				{ t[NR] = $1 / 1e6; sum += t[NR] }
				END {
					p99 = NR * .99
					p99 = p99 > int(p99) ? int(p99) + 1 : p99
					if (NR > 0)
						print sum / NR, t[int((NR + 1) / 2)], t[p99]
				}' >"$all.part"
			read -r mean median p99 <"$all.part" || continue
			record query "$row" - "$kind" $way-mean "$mean"
			record query "$row" - "$kind" $way-median "$median"
			record query "$row" - "$kind" $way-p99 "$p99"
		done
		grep -q "^$kind " "$all" || continue
		record query "$row" - "$kind" total "$(awk -v kind="$kind" '
			$1 == kind { n += $4 }
			END { printf "%.0f\n", n }' "$all")"
		record_ways "$row" "$kind"
	done
}

# How many queries were answered in which way, if the engine has said it.
record_ways()
{
	local way n

	awk -v kind="$2" '
	$1 == kind && $5 != "-" { n[$5]++ }
	END { for (way in n) print way, n[way] }' "$work/times-$1" | sort |
		while read -r way n; do
			record ways "$1" - "$2" "$way" "$n"
		done
}

# --- cold queries ----------------------------------------------------------------

cold_all()
{
	local e file how=drop_caches ahead

	[ "${BENCH_COLD:-}" != advise ] && [ -w /proc/sys/vm/drop_caches ] ||
		how=advise
	ahead=$(cat "/sys/class/bdi/$(stat -c '%Hd:%Ld' "$BENCH_DIR")/read_ahead_kb" \
		2>/dev/null) || ahead=-
	record machine - - - cold $how
	record machine - - - read_ahead "$ahead"
	for ((r = 1; r <= runs; r++)); do
		for e in "${engines[@]}"; do
			times "$e" cold || continue
			file=$work/cold-$e.$r
			"${e}_cold" "$indexes/$e" "$work/cold.tsv"
			if ! run_measured "$file" all "${command[@]}"; then
				fail "$e" 'answering cold queries'
				continue
			fi
			took "$e" cold "$file"
			say "asked ${engine_name[$e]} cold, run $r: $(cut -f 1 "$file") s"
		done
	done
	for e in "${engines[@]}"; do
		[ -z "${failed[$e]:-}" ] || continue
		record_cold "$e"
	done
}

# The median of each query over all runs, then by kind.
record_cold()
{
	local row=$1 kind mean p90 read f

	for f in "$work/cold-$row".[0-9]*.out; do
		cat -n "$f"
	done | awk '$3 != "-" { print $1, $2, $3, $4 }' | sort -k 1,1n -k 3,3n | awk '
	function flush(    mid) {
		mid = int((n + 1) / 2)
		if (n > 0)
			print kind, ns[mid], bytes[mid]
		n = 0
	}
	$1 != number { flush() }
	{
		number = $1
		kind = $2
		ns[++n] = $3
		bytes[n] = $4
	}
	END { flush() }' >"$work/cold-times"
	for kind in AND OR PHRASE KWIC FACETS; do
		awk -v kind=$kind '$1 == kind { print $2, $3 }' "$work/cold-times" |
			sort -n | awk '
			{ t[NR] = $1 / 1e6; sum += t[NR]; read += $2 / 1e6 }
			END {
				p90 = NR * .9
				p90 = p90 > int(p90) ? int(p90) + 1 : p90
				if (NR > 0)
					print sum / NR, t[p90], read / NR
			}' >"$work/cold-part"
		read -r mean p90 read <"$work/cold-part" || continue
		record cold "$row" - $kind mean "$mean"
		record cold "$row" - $kind p90 "$p90"
		record cold "$row" - $kind read "$read"
	done
}

# --- one query from the shell ------------------------------------------------------

# The median of 50, of the fastest of the runs.
shell_all()
{
	local e file

	for ((r = 1; r <= runs && r <= 2; r++)); do
		for e in "${engines[@]}"; do
			[ -z "${failed[$e]:-}" ] || continue
			file=$work/shell-$e.$r
			"${e}_one" "$indexes/$e"
			if ! "${command[@]}" >"$file.out" 2>>"$log" || [ ! -s "$file.out" ]
			then
				fail "$e" 'answering from the shell'
				continue
			fi
			"$measure" -n 50 -o "$file" "${command[@]}" >/dev/null 2>>"$log"
			sort -n "$file" | awk '{ t[NR] = $1 * 1000 } END { print t[25] }' \
				>"$file.median"
		done
	done
	for e in "${engines[@]}"; do
		[ -z "${failed[$e]:-}" ] || continue
		record shell "$e" - - median \
			"$(sort -n "$work/shell-$e".*.median | head -n 1)"
	done
}

# An engine that has found next to nothing has not been asked the same.
compare_totals()
{
	awk -F '\t' -v run="$run" '
	$1 == run && $3 == "query" && $7 == "total" {
		n[$4, $6] = $8
		if ($8 > most[$6])
			most[$6] = $8
	}
	END {
		for (key in n) {
			split(key, part, SUBSEP)
			if (n[key] * 10 < most[part[2]])
				printf "bench: warning: %s found %d articles for all %s " \
					"queries, another engine %d\n", part[1], n[key],
					part[2], most[part[2]]
		}
	}' "$results"
}

prepare_input
record_machine
record corpus - - - articles "$articles"
record corpus - - - text_bytes "$text_bytes"
record corpus - - - runs "$runs"
say "$label: $articles articles, $text_bytes bytes of title and text"
prepare_engines
prepare_queries
index_all
query_all
compare_totals
[ "${BENCH_COLD:-}" = no ] || cold_all
shell_all
[ -n "${BENCH_KEEP:-}" ] || rm -rf "$indexes"
record machine - - - load_end "$(cut -d ' ' -f 1 /proc/loadavg)"
echo
"$PM_SRCDIR/bench/render.sh" - "$run"
say "the numbers are in $results"
[ ${#failed[@]} -eq 0 ]
