# a list of values is not one value
# SPDX-License-Identifier: GPL-2.0-or-later
cat >articles.jsonl <<END
{"id":"a","text":"rates","topics":["money supply","interest rates"],"n":7,"done":true}
{"id":"b","text":"rates","topics":["gold"],"tags":"gold; oil"}
{"id":"c","text":"rates","topics":["gold","money supply","gold"]}
END
pressmark-index build -q -o index articles.jsonl || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

say pressmark-query --facet topics index rates
say pressmark-query --facet tags --format tsv index rates
say pressmark-query --count index 'topics:"money supply"'
say pressmark-query --count index 'topics:"supply interest"'
say pressmark-query --count index 'topics:"rates interest"'
say pressmark-query --count index topics:suppl*
say pressmark-index export index
pressmark-index export index >again.jsonl
pressmark-index build -q -o again again.jsonl
pressmark-index export again | diff again.jsonl - && echo the same
