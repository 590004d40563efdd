#!/bin/bash
# bench/render.sh - the results of the benchmark as tables.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	render.sh FILE [RUN]
#
# Writes markdown to FILE (- : standard output) of that run, or of the last run
# of each corpus.
set -eu
# shellcheck source=bench/lib.sh
. "$PM_SRCDIR/bench/lib.sh"
[ -s "$results" ] || die "no results yet: '$results'"
out=$1
only=${2:-}

# tables RUN: a section of one run
tables()
{
	awk -F '\t' -v run="$1" '
	BEGIN {
		name["pressmark"] = "Pressmark"
		name["xapian"] = "libxapian"
		name["tantivy"] = "Tantivy"
		name["lucene"] = "Lucene"
		name["fts5"] = "SQLite FTS5"
		name["pressmark:one-core"] = "Pressmark, one core only"
		name["tantivy:text"] = "Tantivy, text only"
		name["lucene:text"] = "Lucene, text only"
	}
	$1 != run { next }
	{ corpus = $2 }
	$3 == "machine" { machine[$7] = $8 }
	$3 == "version" { versions = versions "\n- " $7 " " $8 }
	$3 == "skipped" {
		skipped = skipped "\n- skipped: " name[$4] ($7 == "-" ? "" : " " $7) \
			" (" $8 ")"
	}
	$3 == "corpus" { about[$7] = $8 }
	$3 == "index" {
		key = $4 SUBSEP $5
		if (!(key in seen_index)) {
			seen_index[key] = 1
			indexed[++n_indexed] = key
		}
		v[key, $7] = $8
	}
	$3 == "query" {
		if (!($4 in seen_query)) {
			seen_query[$4] = 1
			asked[++n_asked] = $4
		}
		q[$4, $6, $7] = $8
	}
	$3 == "shell" { shelled[++n_shelled] = $4; shell[$4] = $8 }
	$3 == "scale" && $7 == "memory" { memory = $8; jobs = $5 }
	$3 == "scale" && $7 != "memory" {
		if (!($6 in seen_scale)) {
			seen_scale[$6] = 1
			scaled[++n_scaled] = $6
		}
		s[$6, $7] = $8
	}
	function grouped(n,    out) {
		n = sprintf("%.0f", n)
		while (length(n) > 3) {
			out = "," substr(n, length(n) - 2) out
			n = substr(n, 1, length(n) - 3)
		}
		return n out
	}
	END {
		print "## " corpus ", " substr(run, 1, 10)
		print ""
		print machine["processor"] ", " machine["cores"] " cores, " \
			machine["memory"] ", " machine["system"] ", " \
			machine["compiler"] " " machine["flags"] "."
		print versions skipped
		if (n_indexed)
			indexing()
		if (n_asked)
			queries()
		if (n_shelled)
			from_shell()
		if (n_scaled)
			scaling()
	}
	function indexing(    i, key, part) {
		print "\n### Indexing\n"
		print grouped(about["articles"]) " articles, " \
			sprintf("%.1f", about["text_bytes"] / 1e6) \
			" MB of titles and texts; runs: " about["runs"] ", the fastest " \
			"counts.\n"
		print "| engine | threads | MB/s | seconds | CPU seconds " \
			"| peak memory, MB | index / text |"
		print "|---|---:|---:|---:|---:|---:|---:|"
		for (i = 1; i <= n_indexed; i++) {
			key = indexed[i]
			split(key, part, SUBSEP)
			printf "| %s | %s | %.1f | %.2f | %.2f | %.0f | %.3f |\n",
				name[part[1]], part[2],
				about["text_bytes"] / v[key, "seconds"] / 1e6,
				v[key, "seconds"], v[key, "cpu"],
				v[key, "kib"] * 1024 / 1e6,
				v[key, "bytes"] / about["text_bytes"]
		}
	}
	function queries(    ways, titles, kinds, way, kind, i, w, k) {
		split("top exact", ways, " ")
		titles["top"] = "the top ten"
		titles["exact"] = "the top ten and the exact total"
		split("AND OR PHRASE", kinds, " ")
		for (w = 1; w <= 2; w++) {
			way = ways[w]
			print "\n### Queries: " titles[way] "\n"
			print "Milliseconds: mean / median / p99.\n"
			print "| engine | AND | OR | PHRASE |"
			print "|---|---:|---:|---:|"
			for (i = 1; i <= n_asked; i++) {
				printf "| %s ", name[asked[i]]
				for (k = 1; k <= 3; k++) {
					kind = kinds[k]
					printf "| %.3f / %.3f / %.3f ",
						q[asked[i], kind, way "-mean"],
						q[asked[i], kind, way "-median"],
						q[asked[i], kind, way "-p99"]
				}
				print "|"
			}
		}
		print "\nArticles found by all queries of a kind together; they differ by " \
			"stems and\nfields, but must be of one magnitude:\n"
		print "| engine | AND | OR | PHRASE |"
		print "|---|---:|---:|---:|"
		for (i = 1; i <= n_asked; i++)
			printf "| %s | %s | %s | %s |\n", name[asked[i]],
				grouped(q[asked[i], "AND", "total"]),
				grouped(q[asked[i], "OR", "total"]),
				grouped(q[asked[i], "PHRASE", "total"])
	}
	function from_shell(    i) {
		print "\n### One query from the shell\n"
		print "A whole process for \"" about["query"] "\", all words, top ten " \
			"with titles: median of 50.\n"
		print "| engine | ms |"
		print "|---|---:|"
		for (i = 1; i <= n_shelled; i++)
			printf "| %s | %.2f |\n", name[shelled[i]], shell[shelled[i]]
	}
	function scaling(    i, size, rate, first, worst) {
		print "\n### Growing corpora\n"
		print "Articles made of real sentences, threads: " jobs ", memory: " \
			memory ".\n"
		print "| text | seconds | MB/s | CPU seconds | peak memory, MB " \
			"| index / text |"
		print "|---|---:|---:|---:|---:|---:|"
		for (i = 1; i <= n_scaled; i++) {
			size = scaled[i]
			rate = s[size, "text_bytes"] / s[size, "seconds"] / 1e6
			if (i == 1)
				first = rate
			if ((first - rate) / first > worst)
				worst = (first - rate) / first
			printf "| %s | %.2f | %.1f | %.2f | %.0f | %.3f |\n", size,
				s[size, "seconds"], rate, s[size, "cpu"],
				s[size, "kib"] * 1024 / 1e6,
				s[size, "bytes"] / s[size, "text_bytes"]
		}
		printf "\nThe slowest is %.0f %% slower than the first: %s within 15 %%.\n",
			worst * 100, worst <= .15 ? "linear" : "not linear"
	}' "$results"
}

render()
{
	local r

	if [ -n "$only" ]; then
		tables "$only"
		return
	fi
	cat <<'END'
# Results

Written by `make bench-results` from what `make bench` and `make bench-scale`
measured; what exactly, and how, is in README.md beside this file.  What is said of
limits at the end is in limits.md.
END
	awk -F '\t' '
	NR > 1 { last[$2] = $1 }
	END { for (c in last) print last[c] }' "$results" | sort | while read -r r; do
		echo
		tables "$r"
	done
	echo
	cat "$PM_SRCDIR/bench/limits.md"
}

if [ "$out" = - ]; then
	render
else
	render >"$out.new"
	mv "$out.new" "$out"
fi
