# articles with one id: all stay, and the first is named; or the last one replaces the others
# SPDX-License-Identifier: GPL-2.0-or-later
printf '{"id":"a","text":"alpha one"}\n{"id":"b","text":"beta two"}\n{"text":"none"}\n' >1.jsonl
printf '{"id":"c","text":"gamma"}\n{"id":"b","text":"beta three"}\n{"text":"none"}\n' >2.jsonl
printf '{"id":"a","text":"alpha four"}\n{"id":"b","text":"beta five"}\n{"id":"c","text":"words"}\n' >3.jsonl
say()
{
	echo "\$ $*"
	"$@" 2>&1 | sed -E '/^  (text|index|time) /d'
}

say pressmark-index build -o all 1.jsonl 2.jsonl 3.jsonl
say pressmark-query --format tsv --sort date all id:b | cut -f 7,9,10
printf 'q\tbeta OR gamma\nr\tbeta\n' >lines
say pressmark-query all --batch lines -n 10 --format trec | cut -d ' ' -f 1-3
say pressmark-index build --ids replace -o last 1.jsonl 2.jsonl 3.jsonl
say pressmark-index export last
# it is the index of what is left, and the same for any number of workers
printf '\n\n{"text":"none"}\n' >1.jsonl
printf '\n\n{"text":"none"}\n' >2.jsonl
say pressmark-index build -q -o left 1.jsonl 2.jsonl 3.jsonl
# but for what tells when it was built, and what makes an article the same
diff -r -x origins last/segment-1 left/segment-1 && cmp last/copies-1 left/copies-1 && echo same
say pressmark-index build -q --ids replace -o last - </dev/null
# a name beyond the length of a term, and one that only begins alike
long=$(printf 'x%.0s' $(seq 300))
printf '{"id":"%s1","text":"u"}\n{"id":"%s2","text":"v"}\n{"id":"%s1","text":"w"}\n' "$long" "$long" "$long" >4.jsonl
say pressmark-index build -o long 4.jsonl
say pressmark-index build --ids replace -o long 4.jsonl
