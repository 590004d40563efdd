#!/bin/sh
# tests/oracle/newswire.sh - queries over newswire, of our own making and, where it is
# at hand, of 1987: the index answers as reading every article does.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The corpus Reuters-21578 and queries of people are not part of Pressmark; what they add
# is more of the same, so their absence is no test left out.
set -u
# shellcheck source=tests/oracle/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/oracle/lib.sh"
need_programs tests/corpus/make_corpus

# made SEED ARGUMENT...: an oracle over the corpus that SEED makes
made()
{
	seed=$1
	shift
	"$PM_BUILDDIR/tests/corpus/make_corpus" -s "$seed" >"$work/made.jsonl" ||
		fail "a corpus is written"
	build "$work/made" "$work/made.jsonl" &&
		oracle "made up" "$@" "$work/made" "$work/made.jsonl"
}

# accented SEED LANGUAGE ARGUMENT...: the same in another language, with accents at the
# ends of words, which decide what their stems are, in some articles and not in others
accented()
{
	seed=$1
	language=$2
	shift 2
	"$PM_BUILDDIR/tests/corpus/make_corpus" -s "$seed" |
		awk 'NR % 3 == 1 { gsub(/er /, "é "); gsub(/ed /, "ées "); gsub(/ia/, "ía") }
			NR % 3 == 2 { gsub(/ed /, "ée "); gsub(/[eo]s /, "és ") }
			{ print }' >"$work/accented.jsonl"
	build "$work/accented" "$work/accented.jsonl" -l "$language" &&
		oracle "accents, $language" -l "$language" "$@" "$work/accented" \
			"$work/accented.jsonl"
}

# reuters ARGUMENT...: the same over the stories of 1987
reuters()
{
	corpus=$PM_DATA/corpora/reuters.jsonl.gz
	if [ -f "$corpus" ]; then
		build "$work/reuters" "$corpus" &&
			oracle "Reuters" "$@" "$work/reuters" "$corpus"
	else
		echo "'$corpus' is not there" | note
	fi
}

if [ "$PM_LONG" = yes ]; then
	for seed in 2 3 4; do
		made $seed -s $seed -n $((5000 / slow))
	done
	for language in french spanish turkish german none; do
		accented 2 $language -s 5 -n $((5000 / slow))
	done
	people=$PM_DATA/queries/and-or-phrase.tsv
	[ ! -f "$people" ] || set -- -f "$people"
	reuters "$@" -s 1000 -n $((20000 / slow))
	finish
fi
queries=$PM_SRCDIR/tests/corpus/queries.tsv
some=$(awk -F '\t' '$3 > 0 { n++ } $3 == 0 && NF == 3 { none++ }
	END { if (n >= 400 && n >= 9 * none) print n }' "$queries")
if [ -n "$some" ]; then
	pass "most queries find something: $some"
else
	fail "most queries find something"
fi
made 1 -f "$queries" -s 1 -n $((1000 / slow))
accented 1 french -s 1 -n $((500 / slow))
people=$PM_DATA/queries/and-or-phrase.tsv
[ ! -f "$people" ] || set -- -f "$people"
reuters "$@" -s 1 -n $((1000 / slow))
finish
