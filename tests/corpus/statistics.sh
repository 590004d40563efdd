#!/bin/bash
# tests/corpus/statistics.sh - the made-up newswire is always the same, and its words
# are as frequent, as many and as bursty as those of newswire are.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Beside each bound stands what was measured, and in parentheses what 5,000 stories of
# the corpus Reuters-21578 have.
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs tests/corpus/make_corpus
make_work
cd "$work" || exit 99
make_corpus=$PM_BUILDDIR/tests/corpus/make_corpus

"$make_corpus" >corpus || exit 99
checksum=$(cksum <corpus)
if [ "$checksum" = "15797014 4594528" ]; then
	pass "the corpus is the one that queries.tsv is about"
else
	fail "the corpus is the one that queries.tsv is about: cksum says '$checksum'"
fi
"$make_corpus" -s 2 -n 200 >other || exit 99
"$make_corpus" -s 2 -n 200 | cmp - other >said 2>&1
head -n 200 corpus | cmp -s - other && echo "seeds 1 and 2 give the same" >>said
pass_if_empty said "a seed gives the same bytes again, and another one others"

# what people read of an article, a line each, in lower case, with blanks between words
LC_ALL=C
signs=$'\xe2\x80[\x94\x9c\x9d]|\xe2\x80\x99s'		# dash, quotes, possessive
sed -E 's/.*"text":"//; s/","(date|source)":".*//; s/\\[n"]|'"$signs"'/ /g' corpus |
	tr 'A-Z' 'a-z' | tr -cs "a-z0-9.%&'\n\200-\377-" ' ' | sed 's/[.-]* / /g' >texts

awk '{
	lengths[NF]++
	for (i = 1; i <= NF; i++) {
		words++
		count[$i]++
		if (i > 1)
			pairs[$(i - 1) " " $i]++
		if (i > 2)
			triples[$(i - 2) " " $(i - 1) " " $i]++
		if (!(($i, NR) in seen)) {
			seen[$i, NR]
			articles[$i]++
		}
	}
}
function recurring(grams,   g, all, more) {
	for (g in grams) {
		all += grams[g]
		more += grams[g] > 1 ? grams[g] : 0
	}
	return int(100 * more / all)
}
END {
	for (w in count) {
		vocabulary++
		once += count[w] == 1
		of_count[count[w]]++
		if (count[w] > most)
			most = count[w]
		# of words in few articles: how often they stand in one
		if (articles[w] > 1 && articles[w] <= 20) {
			rare += articles[w]
			rare_places += count[w]
		}
	}
	# the regression of log frequency on log rank, from rank 10 to 1,000
	for (c = most; c > 0 && rank < 1000; c--)
		for (k = 0; k < of_count[c] && rank < 1000; k++)
			if (++rank >= 10) {
				x = log(rank)
				y = log(c)
				n++
				sx += x; sy += y; sxx += x * x; sxy += x * y
			}
	for (l = 0; l <= 10000; l++) {
		below += lengths[l]
		if (lengths[l] > 0)
			longest = l
		if (median == "" && below >= NR / 2)
			median = l
	}
	print "articles", NR
	print "words", words
	print "vocabulary", vocabulary
	print "hapaxes", int(100 * once / vocabulary)
	print "slope", int(100 * (n * sxy - sx * sy) / (n * sxx - sx * sx))
	print "burst", int(100 * rare_places / rare)
	print "pairs", recurring(pairs)
	print "triples", recurring(triples)
	print "median", median
	print "longest", longest
}' texts >measured

# between NAME LEAST MOST WORDS
between()
{
	got=$(sed -n "s/^$1 //p" measured)
	if [ -n "$got" ] && [ "$got" -ge "$2" ] && [ "$got" -le "$3" ]; then
		pass "$4: $got"
	else
		fail "$4: '$got' is not in $2 .. $3"
	fi
}

between articles 4000 4000 "articles"					# 4000 (5000)
between words 400000 600000 "words"					# 476000 (748000)
between vocabulary 30000 50000 "different words"			# 40000 (34000)
between hapaxes 35 55 "percent of them occur once"			# 48 (47)
between slope -120 -85 "slope of Zipf's law, in hundredths"		# -107 (-97)
between burst 115 200 "places of a rare word in an article, in hundredths"	# 128 (127)
between pairs 55 85 "percent of pairs of neighbours occur again"	# 64 (75)
between triples 30 60 "percent of three neighbours occur again"		# 39 (44)
between median 60 120 "words of an article in the middle"		# 80 (112)
between longest 3000 8000 "words of the longest article"		# 5744 (992)
finish
