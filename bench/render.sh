#!/bin/bash
# bench/render.sh - the results of the benchmark as tables.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	render.sh FILE [RUN]
#
# Writes markdown to FILE (- : standard output) of that run, or of the last run
# of each corpus and how they differ; RUN `growth` is that only.
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
		simple = "AND OR PHRASE"
		quoted = "AND-QUOTED OR-QUOTED"
		others = "OR-10 NEAR WILDCARD"
		title["AND"] = "AND"
		title["OR"] = "OR"
		title["PHRASE"] = "PHRASE"
		title["AND-QUOTED"] = "AND, quoted words"
		title["OR-QUOTED"] = "OR, quoted words"
		title["OR-10"] = "OR of 10 words"
		title["NEAR"] = "w/5"
		title["WILDCARD"] = "wildcards"
		title["KWIC"] = "lines in context"
		title["FACETS"] = "facets"
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
		has_kind[$6] = 1
	}
	$3 == "ways" { ways[$4, $6, $7] = $8; n_ways++ }
	$3 == "cold" {
		if (!($4 in seen_cold)) {
			seen_cold[$4] = 1
			cooled[++n_cooled] = $4
		}
		cold[$4, $6, $7] = $8
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
		if ("load_end" in machine)
			print "The load was " machine["load"] " when the run began and " \
				machine["load_end"] " when it ended: what is over 1 " \
				"(or 2, with two\nthreads) is other work, and makes " \
				"all engines slower."
		print versions skipped
		if (n_indexed)
			indexing()
		if (n_asked)
			queries()
		if (n_ways)
			checked_by()
		if (n_cooled)
			cold_queries()
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
	# The kinds of LIST that were asked; their names in the head of a table.
	function choose(list, kinds,    all, n, i, out) {
		n = split(list, all, " ")
		for (i = 1; i <= n; i++)
			if (all[i] in has_kind)
				kinds[++out] = all[i]
		return out + 0
	}
	function head(first, kinds, n,    i, line, rule) {
		line = "| " first
		rule = "|---"
		for (i = 1; i <= n; i++) {
			line = line " | " title[kinds[i]]
			rule = rule "|---:"
		}
		print line " |"
		print rule "|"
	}
	# One table of times: mean / median / p99.
	function times(way, list,    kinds, n, i, k) {
		n = choose(list, kinds)
		if (n == 0)
			return
		print ""
		head("engine", kinds, n)
		for (i = 1; i <= n_asked; i++) {
			printf "| %s ", name[asked[i]]
			for (k = 1; k <= n; k++) {
				if (!((asked[i], kinds[k], way "-mean") in q))
					printf "| - "
				else
					printf "| %.3f / %.3f / %.3f ",
						q[asked[i], kinds[k], way "-mean"],
						q[asked[i], kinds[k], way "-median"],
						q[asked[i], kinds[k], way "-p99"]
			}
			print "|"
		}
	}
	function queries(    ways, titles, kinds, n, i, w, k) {
		split("top exact", ways, " ")
		titles["top"] = "the top ten"
		titles["exact"] = "the top ten and the exact total"
		for (w = 1; w <= 2; w++) {
			print "\n### Queries: " titles[ways[w]] "\n"
			print "Milliseconds: mean / median / p99."
			times(ways[w], simple)
			times(ways[w], quoted)
			times(ways[w], others)
		}
		print "\nArticles found by all queries of a kind together; they differ by " \
			"stems and\nfields, but must be of one magnitude:\n"
		n = choose(simple " " quoted " " others, kinds)
		head("engine", kinds, n)
		for (i = 1; i <= n_asked; i++) {
			printf "| %s ", name[asked[i]]
			for (k = 1; k <= n; k++)
				printf "| %s ", (asked[i], kinds[k], "total") in q ? \
					grouped(q[asked[i], kinds[k], "total"]) : "-"
			print "|"
		}
	}
	function checked_by(    names, kinds, n, i, k) {
		print "\n### Checked by\n"
		print "How many queries of a kind were answered by which search of " \
			"Pressmark: by the\nunion or the conjunction of its own, or, what is " \
			"left, by the matcher of libxapian.\n"
		n = choose(simple " " quoted " " others, kinds)
		head("search", kinds, n)
		split("union conjunction libxapian", names, " ")
		for (i = 1; i <= 3; i++) {
			printf "| %s ", names[i]
			for (k = 1; k <= n; k++)
				printf "| %d ", ways["pressmark", kinds[k], names[i]]
			print "|"
		}
	}
	function cold_queries(    kinds, n, i, k) {
		print "\n### Cold queries: the top ten and the exact total\n"
		print "Nothing of the index is in memory" (machine["cold"] == "advise" ? \
			" (posix_fadvise)" : " (drop_caches)") (machine["read_ahead"] > 0 ? \
			"; the system reads\n" machine["read_ahead"] " KiB ahead" : "") \
			".  Milliseconds, mean / 90th percentile, and MB read, mean.\n"
		n = split("AND OR PHRASE KWIC FACETS", kinds, " ")
		head("engine", kinds, n)
		for (i = 1; i <= n_cooled; i++) {
			printf "| %s ", name[cooled[i]]
			for (k = 1; k <= n; k++) {
				if (!((cooled[i], kinds[k], "mean") in cold))
					printf "| - "
				else
					printf "| %.1f / %.1f, %.1f MB ",
						cold[cooled[i], kinds[k], "mean"],
						cold[cooled[i], kinds[k], "p90"],
						cold[cooled[i], kinds[k], "read"]
			}
			print "|"
		}
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

last_runs()
{
	awk -F '\t' '
	NR > 1 { last[$2] = $1 }
	END { for (c in last) print last[c] }' "$results" | sort
}

# growth RUN...: by the size of the corpus, what Pressmark takes in relation to Tantivy, for
# the runs that measured both; nothing if there are not two of them
growth()
{
	awk -F '\t' -v wanted="$*" '
	BEGIN {
		n = split(wanted, list, " ")
		for (i = 1; i <= n; i++)
			is_wanted[list[i]] = 1
		n_kinds = split("AND OR PHRASE AND-QUOTED OR-QUOTED OR-10 NEAR WILDCARD", \
			kinds, " ")
	}
	!($1 in is_wanted) { next }
	$3 == "corpus" { about[$1, $7] = $8; corpus[$1] = $2 }
	$3 == "index" {
		v[$1, $4, $7] = $8
		if (($1, $4, "best") in v && v[$1, $4, "best"] <= $8)
			next
		if ($7 == "seconds")
			v[$1, $4, "best"] = $8
	}
	$3 == "query" && $7 ~ /^exact-/ {
		# Tantivy has one thread for a query; these lines come later than the others
		sub(/:one-core$/, "", $4)
		v[$1, $4, $6 substr($7, 6)] = $8
		has[$1, $4] = 1
	}
	$3 == "cold" { v[$1, $4, "cold " $6 "-" $7] = $8 }
	function ratio(r, what,    a, b) {
		a = v[r, "pressmark", what]
		b = v[r, "tantivy", what]
		return a > 0 && b > 0 ? sprintf("%.2f", a / b) : "-"
	}
	function table(suffix,    i, k) {
		print "| text, MB | corpus | AND | OR | PHRASE | AND, quoted words " \
			"| OR, quoted words | OR of 10 words | w/5 | wildcards |"
		print "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|"
		for (i = 1; i <= n_runs; i++) {
			printf "| %.0f | %s ", about[runs[i], "text_bytes"] / 1e6,
				corpus[runs[i]]
			for (k = 1; k <= n_kinds; k++)
				printf "| %s ", ratio(runs[i], kinds[k] suffix)
			print "|"
		}
	}
	END {
		for (r in corpus)
			if ((r, "pressmark") in has && (r, "tantivy") in has)
				runs[++n_runs] = r
		if (n_runs < 2)
			exit
		for (i = 2; i <= n_runs; i++)
			for (k = i; k > 1 && about[runs[k], "text_bytes"] + 0 < \
				about[runs[k - 1], "text_bytes"] + 0; k--) {
				r = runs[k]
				runs[k] = runs[k - 1]
				runs[k - 1] = r
			}
		print "\n## Growth\n"
		print "What Pressmark takes in relation to Tantivy, each in one run and with " \
			"one core: below\n1, Pressmark is faster, or smaller.  The top ten " \
			"and the exact total, mean:\n"
		table("-mean")
		print "\n99th percentile:\n"
		table("-p99")
		print "\nIndexing (the fastest, whatever the threads) and cold queries " \
			"(mean):\n"
		print "| text, MB | corpus | seconds | index | AND | OR | PHRASE |"
		print "|---:|---|---:|---:|---:|---:|---:|"
		for (i = 1; i <= n_runs; i++) {
			r = runs[i]
			printf "| %.0f | %s | %s | %s | %s | %s | %s |\n",
				about[r, "text_bytes"] / 1e6, corpus[r],
				ratio(r, "best"), ratio(r, "bytes"),
				ratio(r, "cold AND-mean"), ratio(r, "cold OR-mean"),
				ratio(r, "cold PHRASE-mean")
		}
	}' "$results"
}

render()
{
	local r

	if [ "$only" = growth ]; then
		# shellcheck disable=SC2046
		growth $(last_runs)
		return
	fi
	if [ -n "$only" ]; then
		tables "$only"
		return
	fi
	cat <<'END'
# Results

Written by `make bench-results` from what `make bench`, `make bench-growth` and `make
bench-scale` measured; what exactly, and how, is in README.md beside this file.  What is said of
limits at the end is in limits.md.
END
	last_runs | while read -r r; do
		echo
		tables "$r"
	done
	# shellcheck disable=SC2046
	growth $(last_runs)
	echo
	cat "$PM_SRCDIR/bench/limits.md"
}

if [ "$out" = - ]; then
	render
else
	render >"$out.new"
	mv "$out.new" "$out"
fi
