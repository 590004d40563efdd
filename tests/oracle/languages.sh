#!/bin/sh
# tests/oracle/languages.sh - random queries over articles in many languages, each stemmed
# in its own: the index answers as reading every article does.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"

# corpus SEED: articles of words of tests/stems/forms.tsv, one in three from another
# language than its article's, so that a word has several stems in one index.
corpus()
{
	awk -F '\t' -v seed="$1" '
	BEGIN {
		srand(seed)
		n = split("arabic ar armenian hy basque eu catalan ca danish da dutch nl " \
			"english en finnish fi french fr german de hungarian hu " \
			"indonesian id irish ga italian it lithuanian lt nepali ne " \
			"norwegian no portuguese pt romanian ro russian ru spanish es " \
			"swedish sv tamil ta turkish tr", name, " ")
		for (i = 1; i < n; i += 2)
			code[name[i]] = name[i + 1]
	}
	$1 in code {
		if (!($1 in seen)) {
			seen[$1] = ++n_languages
			language[n_languages] = $1
		}
		k = split($2, w, " ")
		for (i = 1; i <= k; i++)
			words[$1, ++count[$1]] = w[i]
	}
	function pick(l) { return words[l, 1 + int(rand() * count[l])] }
	function any() { return language[1 + int(rand() * n_languages)] }
	END {
		for (a = 0; a < 300; a++) {
			own = any()
			text = ""
			for (i = 3 + int(rand() * 25); i > 0; i--) {
				s = pick(rand() < .67 ? own : any())
				s = rand() < .2 ? toupper(s) : s
				text = text s substr(" - ,.", 1 + int(rand() * 5), 1) \
					(rand() < .7 ? " " : "")
			}
			printf "{\"language\":\"%s\",\"text\":\"%s\"}\n", \
				rand() < .05 ? "xx" : code[own], text
		}
	}' "$PM_SRCDIR/tests/stems/forms.tsv"
}

seeds="1 2"
queries=$((2500 / slow))
if [ "$PM_LONG" = yes ]; then
	seeds="101 102 103 104 105 106 107 108"
	queries=$((20000 / slow))
fi
for seed in $seeds; do
	corpus "$seed" >"$work/many.jsonl"
	build "$work/many" "$work/many.jsonl" -l auto &&
		oracle "languages" -l auto -s "$seed" -n $queries "$work/many" \
			"$work/many.jsonl"
	pressmark-index check "$work/many" >"$work/out" 2>&1 || {
		fail "the index of many languages is well"
		note <"$work/out"
	}
done

# The same bytes whatever the workers are: one has a run of all slices, in which a word has
# a surface once for each language, and two have a run each.
for copy in $(seq 60); do
	sed "s/^{/{\"copy\":$copy,/" "$work/many.jsonl"
done >"$work/copies.jsonl"
mv "$work/copies.jsonl" "$work/many.jsonl"
build "$work/one" "$work/many.jsonl" -l auto -j 1 -m 64M
build "$work/two" "$work/many.jsonl" -l auto -j 2
: >"$work/wrong"
for file in words dressing lexicon shares pairs; do
	cmp "$work"/one/segment-*/$file "$work"/two/segment-*/$file >>"$work/wrong" 2>&1
done
pass_if_empty "$work/wrong" "languages: one worker and two write the same"
finish
