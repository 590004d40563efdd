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
say pressmark-query --format json -n1 index 'n:7 done:true'
say pressmark-index export index
pressmark-index export index >again.jsonl
pressmark-index build -q -o again again.jsonl
pressmark-index export again | diff again.jsonl - && echo the same

# authors are a list, and what is nested has names with points
cat >nested.jsonl <<END
{"id":"a","text":"rates","author":["Ann Lee","Bo Chan"],"source":{"id":"r","name":"Reuters"},"people":[{"name":"X","role":{"n":1}},{"name":"Y"}]}
{"id":"b","text":"rates","authors":["Ann Lee"],"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}}
{"id":"c","text":"rates","author":"Ann Lee; Bo Chan","date":["2024","2025"]}
END
say pressmark-index build -q -o nested nested.jsonl
say pressmark-query --facet author nested rates
say pressmark-query --count nested 'author:"lee bo"'
say pressmark-query --count nested 'author:"bo chan"'
say pressmark-query --count nested 'author:="Ann Lee"'
say pressmark-query --count nested source:reuters
say pressmark-query --count nested source.name:=Reuters
say pressmark-query --count nested 'people.name:(x y)'
say pressmark-query --facet people.name nested rates
say pressmark-query --format json nested rates
say pressmark-query --format tsv nested rates
say pressmark-index export nested
pressmark-index export nested >again.jsonl
pressmark-index build -q -o again2 again.jsonl
pressmark-index export again2 | diff again.jsonl - && echo the same

# names that repeat, and dates that what stands around them decides
printf '%s\n' '{"id":"1","text":"b","a.b":"flat","a":{"b":["one","two"]},"date":"13/5/2024"}' \
	'{"id":"2","text":"b","n":"x","n":"","n":7,"title":["t","u"],"date":"3/4/2024"}' \
	'{"id":"3","text":[false],"body":"b","title":12,"title":"twelve","url":"http://[::1]:80/x"}' \
	>repeated.jsonl
printf '%s\n' '{"id":"4","text":"b","date":"5/13/2024"}' '{"id":"5","text":"b","date":"3/4/2024"}' \
	>other.jsonl
pressmark-index build -q -o repeated repeated.jsonl other.jsonl
pressmark-index export repeated
pressmark-index export repeated >again.jsonl
pressmark-index build -q -o again3 again.jsonl
pressmark-index export again3 | diff again.jsonl - && echo the same
say pressmark-query --facet date:month again3 b
say pressmark-query --facet host again3 b
