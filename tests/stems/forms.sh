#!/bin/sh
# tests/stems/forms.sh - every form of a word finds the others, in every language, typed
# with its accents or without.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
need_programs pressmark-index pressmark-query
make_work

# An article for each line of forms; what it says is asked of all of the language.
languages=$(sed '/^#/d; s/	.*//' "$PM_SRCDIR/tests/stems/forms.tsv" | sort -u)
for language in $languages; do
	sed -n "s/^$language	//p" "$PM_SRCDIR/tests/stems/forms.tsv" >"$work/lines"
	awk '{ printf "{\"id\":\"%d\",\"text\":\"%s\"}\n", NR, $0 }' "$work/lines" \
		>"$work/a.jsonl"
	rm -rf "$work/index"
	pressmark-index build -q -l "$language" -o "$work/index" "$work/a.jsonl" \
		2>"$work/err" || {
		fail "$language: an index is built"
		note <"$work/err"
		continue
	}
	# A query is answered in full if the article has as many hits as forms.
	awk '{ for (i = 1; i <= NF; i++) print $i "\t" NF }' "$work/lines" >"$work/asked"
	: >"$work/wrong"
	while IFS='	' read -r form n; do
		pressmark-query --kwic "$work/index" "$form" >"$work/out" 2>&1
		hits=$(tail -n 1 "$work/out" | sed 's/ .*//')
		[ "$hits" -ge "$n" ] 2>/dev/null || echo "$form: $hits hits of $n" >>"$work/wrong"
	done <"$work/asked"
	pass_if_empty "$work/wrong" "$language: every form finds all of them"
done

# In the lexicon the words of one folded word stand in the order of their stems: élevée has
# elev, and elevee, which has eleve, is gathered before it.
printf '%s\n' '{"text":"une place élevée"}' '{"text":"elevee trois fois"}' \
	'{"text":"elevee"}' '{"text":"élevées"}' >"$work/a.jsonl"
rm -rf "$work/index"
pressmark-index build -q -l french -o "$work/index" "$work/a.jsonl"
{
	pressmark-index check "$work/index" >/dev/null
	for asked in "élevée 4" "élevées 2" "\"elevee\" 3" "=elevee 2" "=élevée 1" "elevee* 4"; do
		got=$(pressmark-query --count "$work/index" "${asked% *}")
		[ "$got" = "${asked##* }" ] || echo "$asked: $got"
	done
} >"$work/wrong" 2>&1
pass_if_empty "$work/wrong" "french: two stems of one folded word, in their order"

# Accents and capitals do not matter where the form is one of the index.
printf '%s\n' '{"text":"des maisons élevées"}' '{"text":"un cliché usé"}' \
	'{"text":"de vieux clichés"}' >"$work/a.jsonl"
rm -rf "$work/index"
pressmark-index build -q -l french -o "$work/index" "$work/a.jsonl"
: >"$work/wrong"
for asked in "élever 1" "elevees 1" "ÉLEVÉES 1" "cliche 2" "CLICHÉ 2" \
	"clichés 2" "\"cliche\" 1" "=cliche 0" "=cliché 1" "clich* 2" "cliche~1 2"; do
	got=$(pressmark-query --count "$work/index" "${asked% *}" 2>/dev/null)
	[ "$got" = "${asked##* }" ] || echo "$asked: $got" >>"$work/wrong"
done
pass_if_empty "$work/wrong" "french: as typed, in capitals, without accents, quoted"
finish
