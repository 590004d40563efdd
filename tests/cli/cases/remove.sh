# articles are taken away, come back, and generations are rolled back to
# SPDX-License-Identifier: GPL-2.0-or-later

say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -v '^  time  '
	echo "[${PIPESTATUS[0]}]"
}

history()
{
	pressmark-index history "$1" | cut -c 1-6,28-
}

mkdir -p wire/sub
for n in 1 2 3 4 5 6 7 8 9; do
	printf '{"id":"n%d","source":"%s","text":"article number%d of oil"}\n' \
		$n "$([ $n -gt 6 ] && echo Upper || echo Lower)" $n
done >wire/rows.jsonl
printf 'Tin\n\nTin is a metal.\n' >wire/sub/tin.txt
say pressmark-index build -o ix wire

echo "--- by id, by file, by folder, by query"
say pressmark-index remove ix n1 n2
say pressmark-index remove ix wire/sub/tin.txt
say pressmark-index remove ix nothing
say pressmark-index remove ix
say pressmark-index remove --query 'source:Upper' ix
say pressmark-index remove --query 'source:(' ix
say pressmark-index remove --query 'oil nosuch:x' ix
say pressmark-index remove --query '' ix
say pressmark-index remove --query 'zebra' ix
say pressmark-query --count ix oil
say pressmark-index remove --yes --query 'source:Upper number9' ix
say pressmark-query --count ix oil
pressmark-index stats ix | grep -E '^(articles|gone)'
say pressmark-index check ix

echo "--- they stay away, until they are added"
touch wire/sub/tin.txt
say pressmark-index update -o ix wire
say pressmark-index add ix wire/sub
say pressmark-query --count ix tin
say pressmark-index remove ix wire/sub

echo "--- one segment of all, and back"
say pressmark-index merge ix
say pressmark-index merge ix
ls -d ix/segment-*
history ix
say pressmark-index rollback ix
say pressmark-query --count ix oil
say pressmark-index rollback ix 99
say pressmark-index rollback ix 1
say pressmark-index rollback ix x
say pressmark-index check ix
history ix

echo "--- all of them"
say pressmark-index remove ix wire
say pressmark-query --count ix oil
say pressmark-query ix oil
pressmark-index export ix
say pressmark-index check ix
say pressmark-index merge ix
say pressmark-index add ix wire
say pressmark-query --count ix oil

echo "--- a build forgets what was taken away"
say pressmark-index remove ix n1
say pressmark-index build -q -o ix wire
say pressmark-query --count ix oil
say pressmark-query --count --new-since last ix oil
say pressmark-index rollback ix
say pressmark-query --count ix oil
say pressmark-index remove -q ix wire/sub n2
say pressmark-index build -q -o ix wire
say pressmark-index build -q -o ix wire

echo "--- a query that costs too much"
printf '{"id":"a","text":"%040d"}\n' 0 | tr 0 a >long.jsonl
pressmark-index build -q -o long long.jsonl || exit
say pressmark-index remove --yes --query 'words:1.. /(a+a+)+[bc]/' long

echo "--- a name of 5,000 characters"
name=$(printf '%04990dabcdefghij' 0)
pressmark-index remove ix "$name" 2>&1
pressmark-index remove "$name" a 2>&1
pressmark-index remove "--$name" ix 2>&1
pressmark-index "$name" 2>&1
pressmark-index update --max-removed "$name" -o ix wire 2>&1
pressmark-query --new-since "$name" ix oil 2>&1
pressmark-query --alike "$name" ix 2>&1
pressmark-query --saved "$name" --new-since last ix 2>&1

echo "--- no index, and a writer at work"
say pressmark-index remove wire n1
say pressmark-index merge nowhere
say pressmark-index history wire
ls wire
